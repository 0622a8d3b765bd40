//! Hot-air balloons over a misty valley in the first light.

use super::Brief;
use super::hills::ranges;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::fbm;
use crate::paint::rgb::{Rgb, mix, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::{Light, Sky};

const SETS: [[u32; 3]; 8] = [
    [0xd8382c, 0xf4e8d2, 0xe8a02c],
    [0x2c5a9c, 0xf0e4c8, 0xd8503a],
    [0xe8a41c, 0xd8541c, 0x8c2418],
    [0x3a8c7a, 0xf2e6c4, 0xe8b84a],
    [0x7a3a7c, 0xe88aa0, 0xf4d8a8],
    [0xf2ede2, 0xc8342c, 0xf2ede2],
    [0x1c2c4c, 0xe8c46a, 0x1c2c4c],
    [0xe86a3a, 0xf8c88a, 0xb83a4a],
];

/// One balloon; `lost` is how far the air has taken its colour.
pub(crate) fn balloon(c: &mut Canvas, sky: &Sky, x: f32, y: f32, r: f32, lost: f32, rng: &mut Rng) {
    let tones = rng.pick(&SETS).map(Rgb::hex);
    let gores = rng.pick(&[8.0, 12.0, 16.0]);
    let (pattern, turn) = (rng.below(4), rng.f() * 0.8);
    let side = sky.side();
    let tall = r * 1.28;
    c.visit(x - r, y - r, x + r, y + tall + r * 0.75, |px, py, old| {
        let v = (py - y) / r;
        let wide = if v < 0.0 {
            (1.0 - v * v).max(0.0).sqrt()
        } else {
            (1.0 - (v / 1.28).powf(1.75)).max(0.0) * 0.84 + 0.16
        };
        if v < 1.28 {
            let u = (px - x) / (r * wide.max(0.01));
            let cover = ((wide * r - (px - x).abs()) + 0.5).clamp(0.0, 1.0);
            if cover <= 0.0 {
                return old;
            }
            let across = u.clamp(-1.0, 1.0).asin() / std::f32::consts::PI;
            let g = (across + turn) * gores;
            let i = g.floor() as i32;
            let seam = (g - g.floor() - 0.5).abs();
            let tone = match pattern {
                0 => tones[(i.rem_euclid(2)) as usize],
                1 => tones[(i.rem_euclid(3)) as usize],
                2 => tones[(((v + 1.0) * 3.4) as i32).rem_euclid(3) as usize],
                _ => tones[(i + ((v + 1.0) * 4.0) as i32).rem_euclid(2) as usize],
            };
            let cloth = 1.0 - 0.28 * smooth(0.42, 0.5, seam) + 0.1 * (0.25 - seam * seam) * 4.0;
            let z = (1.0 - u * u).max(0.0).sqrt();
            let toward = (u * side * 0.6 - v * 0.35 + z * 0.45).max(0.0);
            let through = sky.warm * (0.16 * smooth(-0.4, 1.2, v));
            let light = sky.key * (toward * 0.62) + sky.fill * (0.3 + 0.2 * z) + through;
            return old.lerp(sky.air(tone * light * cloth, lost, x), cover);
        }
        let b = (py - y - tall - r * 0.32) / (r * 0.2);
        let basket = (0.0..1.0).contains(&b) && (px - x).abs() < r * 0.12;
        let rope = b < 0.0 && ((px - x).abs() - r * (0.12 + 0.03 * -b)).abs() < 0.9;
        if basket {
            sky.air(
                Rgb::hex(0x5a3a22) * (sky.key * 0.3 + sky.fill * 0.4),
                lost,
                x,
            )
        } else if rope {
            old.lerp(sky.air(Rgb::hex(0x2a1c18), lost, x), 0.6)
        } else {
            old
        }
    });
}

/// Towers of pale stone that stand in the valley.
fn chimneys(c: &mut Canvas, sky: &Sky, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let side = sky.side();
    let count = (w / h * 10.0) as usize;
    let mut rows: Vec<f32> = (0..count).map(|_| rng.f()).collect();
    rows.sort_by(f32::total_cmp);
    for t in rows {
        let (x, tall) = (rng.f() * w, h * mix(0.05, 0.22, t) * rng.range(0.6, 1.2));
        let (foot, half) = (h * mix(0.7, 1.02, t), tall * rng.range(0.16, 0.26));
        let row = rng.range(0.0, 1024.0);
        c.visit(
            x - half * 1.4,
            foot - tall,
            x + half * 1.4,
            foot,
            |px, py, old| {
                let v = (foot - py) / tall;
                let n = fbm().at(px * 0.9 + row, py * 0.4);
                let cap = smooth(0.8, 0.86, v) * 0.35 * smooth(1.0, 0.9, v);
                let wide = half
                    * ((1.0 - v).max(0.0).powf(0.55) * 0.8 + 0.22 * smooth(1.0, 0.93, v) + cap)
                    * (0.7 + 0.6 * n);
                let u = (px - x) / wide.max(0.5);
                let cover = (wide - (px - x).abs() + 0.5).clamp(0.0, 1.0);
                let strata = fbm().at(py * 0.3 + row, v * 220.0);
                let stone = Rgb::hex(0xd8b08c)
                    * (0.7 + 0.4 * strata)
                    * (1.0 - 0.35 * smooth(0.82, 0.86, v));
                let light = sky.key * ((0.4 + u * side * 0.55).max(0.0) * 0.6) + sky.fill * 0.4;
                let mist = mix(0.5, 0.1, t) + smooth(0.35, 0.0, v) * 0.5;
                old.lerp(
                    sky.air(stone * light * (0.7 + 0.5 * n), mist.min(0.95), x),
                    cover,
                )
            },
        );
    }
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let horizon = h * rng.range(0.56, 0.66);
    let mut sky = Sky::new(b.light, c, horizon, &mut rng);
    sky.cover *= 0.5;
    sky.paint(c, c.h);
    let near = Rgb::hex(match b.light {
        Light::Day => 0x3a4a34,
        Light::Dusk => 0x2a2034,
        _ => rng.pick(&[0x5a4438, 0x40403c, 0x4a3a44]),
    });
    let jag = rng.range(0.0, 0.6);
    ranges(c, &sky, &mut rng, 5, 1.0, near, jag);
    if rng.chance(0.5) {
        chimneys(c, &sky, &mut rng);
    }
    let count = 5 + rng.below(12);
    let mut all: Vec<f32> = (0..count).map(|_| rng.f().powi(3)).collect();
    all.push(rng.range(0.8, 1.0));
    all.sort_by(f32::total_cmp);
    let mut placed: Vec<(f32, f32, f32)> = Vec::new();
    for t in all.into_iter().rev() {
        for _ in 0..12 {
            let r = h * mix(0.013, 0.13, t);
            let x = rng.range(0.06, 0.94) * w;
            let y = mix(rng.range(0.2, 0.66), rng.range(0.22, 0.42), t) * h;
            if placed
                .iter()
                .all(|p| (p.0 - x).hypot(p.1 - y) > (p.2 + r) * 1.5)
            {
                placed.push((x, y, r));
                break;
            }
        }
    }
    for (x, y, r) in placed.into_iter().rev() {
        let lost = 0.6 * (1.0 - r / (h * 0.14)).clamp(0.0, 1.0).powi(2) + 0.05;
        balloon(c, &sky, x, y, r, lost, &mut rng);
    }
    Print {
        bloom: 0.18,
        contrast: 0.3,
        ..Print::default()
    }
}
