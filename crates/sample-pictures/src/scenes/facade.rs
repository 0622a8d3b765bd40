//! A house front in a street: plaster, windows, shutters, and the shadow of the house opposite.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::{fbm, hash, hash01};
use crate::paint::rgb::{Rgb, mix, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::Light;

struct Front {
    wall: Rgb,
    trim: Rgb,
    shutter: Rgb,
    across: f32,
    down: f32,
    shift: (f32, f32),
    shutters: bool,
    tiles: bool,
    arched: bool,
    seed: u32,
}

const WALLS: [[u32; 3]; 10] = [
    [0xd98a5a, 0xf2e6d2, 0x2f5a4a],
    [0xe8c27a, 0xf6eedc, 0x4a6a5c],
    [0xb8705c, 0xeee0cc, 0x35564e],
    [0xdcd2c2, 0xf6f2ea, 0x5a7a92],
    [0x8fb0b8, 0xf4f2ea, 0xf0ece0],
    [0xe6b0a0, 0xfaf0e6, 0x6a4a42],
    [0xf0dcae, 0xffffff, 0x9a4a32],
    [0xb9c4a0, 0xf4f0e2, 0x7a3a30],
    [0x7496ac, 0xf4f4f0, 0xf0e8d8],
    [0xeae6de, 0x3a5a86, 0x2f5a96],
];

fn window(f: &Front, u: f32, v: f32, iu: i32, iv: i32, wall: Rgb) -> (Rgb, f32) {
    // u, v run from -1 to 1 over the window; the second value is how deep the place lies behind the wall.
    let id = hash(iu as u32, (iv as u32).wrapping_add(f.seed));
    let top = if f.arched {
        -1.0 + 0.42 * (1.0 - (1.0 - u * u).max(0.0).sqrt())
    } else {
        -1.0
    };
    if u.abs() < 0.82 && v > top + 0.1 && v < 0.95 {
        let bar = u.abs() < 0.06 || (v + 0.25).abs() < 0.035 || u.abs() > 0.72 || v > 0.86;
        if bar {
            return (f.trim * 0.9, 0.45);
        }
        let curtain = hash01(id, 3);
        let glint = (u * 0.6 - v * 0.5 + hash01(id, 9) * 2.0 - 1.0).abs();
        let glass = Rgb::hex(0x16222c).lerp(Rgb::hex(0x7c9cb4), smooth(0.6, 0.0, glint) * 0.75);
        let cloth = smooth(0.25, 0.3, u.abs() - 0.1 + v * 0.12) * f32::from(curtain > 0.45);
        return (glass.lerp(Rgb::hex(0xcfc6b4) * 0.5, cloth * 0.7), 1.0);
    }
    if v > top - 0.12 && v < 1.0 && u.abs() < 1.0 {
        return (f.trim, 0.0);
    }
    if v > 1.0 && v < 1.1 && u.abs() < 1.12 {
        return (f.trim * 1.05, -0.4);
    }
    if f.shutters && (-0.98..1.0).contains(&v) && u.abs() > 1.02 && u.abs() < 1.88 {
        let slat = ((v * 17.0).fract() + 1.0).fract();
        let frame = !(1.12..=1.78).contains(&u.abs()) || v.abs() > 0.93 || v.abs() < 0.04;
        return (
            f.shutter * if frame { 1.0 } else { 0.62 + 0.5 * slat },
            -0.2,
        );
    }
    (wall, 0.0)
}

fn flowers(c: &mut Canvas, x: f32, y: f32, s: f32, rng: &mut Rng) {
    let tones = [
        [0xd83a3a, 0xe86a6a],
        [0xe86aa8, 0xf4a4c8],
        [0xf0f0ea, 0xe8d8e0],
        [0x8a5ac8, 0xb48ae0],
    ];
    let set = rng.pick(&tones);
    c.visit(x - s, y, x + s, y + s * 0.3, |_, py, _| {
        Rgb::hex(0x8a4a2c) * (1.0 - (py - y) / s)
    });
    for _ in 0..70 {
        let (dx, dy) = (rng.range(-1.0, 1.0) * s, -rng.f() * s * 0.5 + s * 0.12);
        let green = Rgb::hex(rng.pick(&[0x3a6a2a, 0x4f8434, 0x2c5222]));
        c.disc(
            x + dx,
            y + dy,
            s * 0.09,
            s * 0.03,
            green * rng.range(0.6, 1.3),
            1.0,
        );
    }
    for _ in 0..34 {
        let (dx, dy) = (rng.range(-1.0, 1.0) * s, -rng.f() * s * 0.55 + s * 0.1);
        c.disc(
            x + dx,
            y + dy,
            s * 0.065,
            s * 0.02,
            Rgb::hex(rng.pick(&set)) * rng.range(0.8, 1.2),
            1.0,
        );
    }
}

fn front(rng: &mut Rng, unit: f32) -> Front {
    let p = rng.pick(&WALLS);
    Front {
        wall: Rgb::hex(p[0]),
        trim: Rgb::hex(p[1]),
        shutter: Rgb::hex(p[2]),
        across: unit * rng.range(0.3, 0.42),
        down: unit * rng.range(0.4, 0.52),
        shift: (rng.f(), rng.range(0.2, 0.7)),
        shutters: rng.chance(0.65),
        tiles: rng.chance(0.1),
        arched: rng.chance(0.3),
        seed: rng.next() as u32,
    }
}

fn wall_at(f: &Front, x: f32, y: f32, row: f32, unit: f32) -> Rgb {
    let coarse = fbm().at(x * 0.35 + row, y * 0.35);
    let fine = fbm().at(x * 4.0 + row, y * 4.0);
    let runs = fbm().at(x * 1.6 + row, y * 0.06);
    let mut wall = f.wall * (0.86 + 0.2 * coarse + 0.1 * fine - 0.14 * smooth(0.55, 0.8, runs));
    if f.tiles {
        let k = 46.0 / unit;
        let (u, v) = ((x * k).fract() - 0.5, (y * k).fract() - 0.5);
        let ring = (u.hypot(v) - 0.36).abs();
        let star = (u.abs() - v.abs()).abs();
        let blue = f32::from(ring < 0.06) * 0.8 + f32::from(star < 0.05) * 0.5;
        let joint = f32::from(u.abs() > 0.47 || v.abs() > 0.47);
        wall = Rgb::hex(0xe8e6de).lerp(Rgb::hex(0x2c5a9c), blue.min(0.9))
            * (1.0 - 0.2 * joint)
            * (0.85 + 0.3 * coarse);
    }
    wall
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let unit = h.min(w) * rng.range(0.9, 1.35);
    let left = front(&mut rng, unit);
    let right = front(&mut rng, unit);
    let seam = if rng.chance(0.55) {
        w * rng.range(0.35, 0.7)
    } else {
        w * 2.0
    };
    let sun = rng.pick(&[-1.0f32, 1.0]);
    let cut = rng.range(0.25, 0.75) * h;
    let slope = rng.range(0.5, 1.3) * sun;
    let (row, steps) = (rng.range(0.0, 1024.0), rng.chance(0.5));
    let (key, fill) = match b.light {
        Light::Golden | Light::Dawn | Light::Dusk => (Rgb(1.25, 0.92, 0.6), Rgb(0.37, 0.37, 0.42)),
        Light::Overcast => (Rgb(0.62, 0.64, 0.66), Rgb(0.6, 0.62, 0.66)),
        _ => (Rgb(1.12, 1.02, 0.88), Rgb(0.34, 0.37, 0.43)),
    };
    let depth = unit * 0.022;
    c.fill(0, c.h, |x, y| {
        let f = if x < seam { &left } else { &right };
        let (gx, gy) = (x / f.across + f.shift.0, y / f.down + f.shift.1);
        let (iu, iv) = (gx.floor() as i32, gy.floor() as i32);
        let (wx, wy) = (0.42, 0.62);
        let (u, v) = (
            (gx - iu as f32 - 0.5) * 2.0 / wx,
            (gy - iv as f32 - 0.5) * 2.0 / wy,
        );
        let wall = wall_at(f, x, y, row, unit);
        let (body, deep) = window(f, u, v, iu, iv, wall);
        let mut lit = 1.0f32;
        // Reveals: what lies behind the wall is shaded by its edge.
        if deep > 0.0 {
            let (ex, ey) = (
                (0.82 + u * sun) * wx * 0.5 * f.across,
                (0.95 + v) * wy * 0.5 * f.down,
            );
            lit *= smooth(depth * 0.7, depth, ex).min(smooth(depth, depth * 1.4, ey));
        }
        // Sills and shutters throw a short shadow.
        if deep == 0.0 && f.shutters && v.abs() < 1.05 {
            let past = (u * sun + 1.88) * wx * 0.5 * f.across;
            let under = -(u * sun - 1.88) * wx * 0.5 * f.across;
            if (-depth..0.0).contains(&under) || (-depth * 0.2..0.0).contains(&past) {
                lit *= 0.35;
            }
        }
        if deep == 0.0 && u.abs() < 1.2 && v > 1.1 && (v - 1.1) * wy * 0.5 * f.down < depth * 1.4 {
            lit *= 0.3;
        }
        let roof = if steps {
            ((x / (unit * 0.22)).floor() * 0.618).fract() * unit * 0.1
        } else {
            0.0
        };
        let line = y - cut + (x - w * 0.5) * slope + roof;
        let shade = smooth(-3.0, 5.0, line);
        lit *= 1.0 - shade;
        let pipe = (x - seam).abs();
        let near_seam = smooth(unit * 0.012, 0.0, pipe) * 0.35;
        body * (key * lit + fill * (1.0 + 0.2 * shade)) * (1.0 - near_seam)
    });
    if rng.chance(0.6) {
        boxes(c, &left, seam, &mut rng);
    }
    if rng.chance(0.4) {
        laundry(c, unit, &mut rng);
    }
    Print {
        bloom: 0.08,
        contrast: 0.38,
        vignette: 0.26,
        exposure: 1.02,
        ..Print::default()
    }
}

fn boxes(c: &mut Canvas, f: &Front, seam: f32, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let mut y = (0.5 - f.shift.1 + 0.36) * f.down;
    while y < h + f.down {
        let mut x = (0.5 - f.shift.0) * f.across;
        while x < w.min(seam - f.across * 0.4) + f.across {
            if rng.chance(0.6) && x < seam - f.across * 0.3 {
                flowers(c, x, y - f.down * 0.03, f.across * 0.19, rng);
            }
            x += f.across;
        }
        y += f.down;
    }
}

/// A line of washing between two windows.
fn laundry(c: &mut Canvas, unit: f32, rng: &mut Rng) {
    let w = c.w as f32;
    let y0 = rng.range(0.35, 0.6) * c.h as f32;
    let sag = unit * 0.05;
    let rope = |t: f32| y0 + sag * 4.0 * t * (1.0 - t);
    for i in 0..40 {
        let (a, b) = (i as f32 / 40.0, (i + 1) as f32 / 40.0);
        c.stroke(
            (a * w, rope(a)),
            (b * w, rope(b)),
            0.9,
            0.9,
            Rgb::hex(0x3a3430),
            0.8,
        );
    }
    let tints = [0xf4f2ee, 0x9ab4cc, 0xd86a5a, 0xf0d28a, 0xe8e0ee, 0x5a7a6a];
    let mut t = 0.06;
    while t < 0.92 {
        let wide = unit * rng.range(0.05, 0.12);
        let tall = unit * rng.range(0.1, 0.19);
        let tint = Rgb::hex(rng.pick(&tints)) * 0.9;
        let (x0, y1, row) = (t * w, rope(t), rng.range(0.0, 1024.0));
        c.visit(
            x0 + unit * 0.02,
            y1 + unit * 0.03,
            x0 + wide + unit * 0.02,
            y1 + tall + unit * 0.03,
            |_, _, o| o * 0.6,
        );
        c.visit(x0, y1 - 2.0, x0 + wide, y1 + tall, |x, y, old| {
            let fold = fbm().at((x - x0) * 2.2 + row, y * 0.25);
            let hem = tall * (0.96 + 0.05 * ((x - x0) * 0.06).sin());
            if y - y1 > hem {
                old
            } else {
                tint * mix(0.62, 1.12, fold)
            }
        });
        t += wide / w + rng.range(0.01, 0.05);
    }
}
