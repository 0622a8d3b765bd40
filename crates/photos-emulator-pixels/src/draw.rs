//! Pictures drawn on the spot: computed items, posters of films, and what cannot be decoded.

use image::{Rgb, RgbImage};

fn mix(from: [f32; 3], to: [f32; 3], part: f32) -> [f32; 3] {
    let part = part.clamp(0.0, 1.0);
    let [a, b, c] = from;
    let [x, y, z] = to;
    [a + (x - a) * part, b + (y - b) * part, c + (z - c) * part]
}

fn pixel(colour: [f32; 3]) -> Rgb<u8> {
    Rgb(colour.map(|part| part.clamp(0.0, 255.0) as u8))
}

/// The colour of a place on the colour wheel.
fn hue(turn: f32, light: f32, strength: f32) -> [f32; 3] {
    [0.0, 1.0 / 3.0, 2.0 / 3.0].map(|shift| {
        let wave = ((turn + shift) * std::f32::consts::TAU).cos();
        255.0 * (light + strength * wave * 0.5)
    })
}

/// Sky, sun and three lines of hills, different for every number.
pub fn landscape(number: u64, width_px: u32, height_px: u32) -> RgbImage {
    let random = |salt: u64| {
        let mixed = number
            .wrapping_add(salt)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((mixed ^ (mixed >> 29)) % 1009) as f32 / 1009.0
    };
    let turn = random(1);
    let (top, low) = (hue(turn, 0.42, 0.4), hue(turn + 0.12, 0.82, 0.24));
    let (sun_x, sun_y) = (0.15 + 0.7 * random(2), 0.18 + 0.3 * random(3));
    let columns: Vec<[f32; 3]> = (0..width_px)
        .map(|x| {
            let u = x as f32 / width_px.max(1) as f32;
            [0_u8, 1, 2].map(|line| {
                let line = f32::from(line);
                let swing = (u * (3.0 + line * 2.0) + random(4) * 7.0 + line).sin()
                    + 0.4 * (u * 11.0 + line * 3.0).sin();
                0.56 + 0.13 * line + 0.07 * swing
            })
        })
        .collect();
    let mut picture = RgbImage::new(width_px, height_px);
    for (y, row) in picture.enumerate_rows_mut() {
        let v = y as f32 / height_px.max(1) as f32;
        let sky = mix(top, low, v * 1.6);
        for ((x, _, out), hills) in row.zip(&columns) {
            let u = x as f32 / width_px.max(1) as f32;
            let line = hills.iter().rposition(|edge| v > *edge);
            *out = pixel(match line {
                Some(line) => mix(
                    hue(turn + 0.3, 0.46, 0.26),
                    [18.0, 24.0, 30.0],
                    0.25 + 0.28 * line as f32,
                ),
                None => {
                    let far = ((u - sun_x) * (u - sun_x) * 1.8 + (v - sun_y) * (v - sun_y)).sqrt();
                    mix([255.0, 246.0, 224.0], sky, far * 5.0 - 0.25)
                }
            });
        }
    }
    picture
}

/// A quiet dark ground, with a play button unless it is to be plain.
pub fn poster(number: u64, width_px: u32, height_px: u32, plain: bool) -> RgbImage {
    let mut picture = landscape(number, width_px, height_px);
    if !plain {
        play_button(&mut picture);
    }
    picture
}

/// The overlay Google lays over the poster of a video.
pub fn play_button(picture: &mut RgbImage) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let radius = width.min(height) * 0.16;
    for (x, y, out) in picture.enumerate_pixels_mut() {
        let (dx, dy) = (x as f32 + 0.5 - width / 2.0, y as f32 + 0.5 - height / 2.0);
        if dx * dx + dy * dy > radius * radius {
            continue;
        }
        let inside = dx > -radius * 0.35 && dy.abs() < (radius * 0.62 - dx) * 0.55;
        let Rgb(under) = *out;
        *out = if inside {
            Rgb([250, 250, 250])
        } else {
            pixel(mix(under.map(f32::from), [0.0; 3], 0.55))
        };
    }
}

/// Grey paper, for a file that cannot be decoded here.
pub fn paper(width_px: u32, height_px: u32) -> RgbImage {
    RgbImage::from_fn(width_px, height_px, |x, y| {
        let edge = x.min(y).min(width_px - 1 - x).min(height_px - 1 - y);
        let part = 1.0 - (edge as f32 / (width_px.min(height_px) as f32 * 0.5)).min(1.0);
        pixel(mix([222.0, 224.0, 226.0], [198.0, 201.0, 205.0], part))
    })
}

/// Head and shoulders before a soft ground. Number 0 is one person, every other number another.
pub fn portrait(number: u32, side: u32) -> RgbImage {
    let (ground, coat, skin, hair) = match number {
        0 => (
            [236, 180, 120],
            [46, 84, 110],
            [242, 207, 178],
            [112, 62, 36],
        ),
        _ => ([136, 178, 170], [150, 66, 52], [150, 104, 76], [38, 30, 28]),
    };
    let scale = 1.0 / f64::from(side);
    RgbImage::from_fn(side, side, |x, y| {
        // Four samples a pixel make the edges smooth.
        let mut sum = [0.0; 3];
        for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
            let (u, v) = ((f64::from(x) + dx) * scale, (f64::from(y) + dy) * scale);
            let inside = |cx: f64, cy: f64, rx: f64, ry: f64| {
                ((u - cx) / rx).powi(2) + ((v - cy) / ry).powi(2) < 1.0
            };
            let colour: [u8; 3] = if inside(0.5, 0.45, 0.155, 0.19) && v > 0.36 {
                skin
            } else if inside(0.5, 0.40, 0.195, 0.21) {
                hair
            } else if inside(0.5, 1.02, 0.36, 0.36) {
                coat
            } else {
                ground
            };
            let light = 1.06 - 0.14 * v;
            for (total, part) in sum.iter_mut().zip(colour) {
                *total += f64::from(part) * light / 4.0;
            }
        }
        Rgb(sum.map(|part| part.clamp(0.0, 255.0) as u8))
    })
}
