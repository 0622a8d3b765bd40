//! An avenue of trees in autumn or summer: a path to one point, foliage in thousands of leaves.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::{fbm, hash01, ridged};
use crate::paint::rgb::{Rgb, mix, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::Light;

struct Season {
    leaves: [Rgb; 5],
    glow: Rgb,
    ground: Rgb,
    grass: Rgb,
    fallen: bool,
}

fn season(light: Light, rng: &mut Rng) -> Season {
    let sets: [([u32; 5], u32, u32, bool); 4] = [
        (
            [0xd8781c, 0xe8a428, 0xb84a1a, 0xf0c04a, 0x9a3a1c],
            0x9a7a5a,
            0x6a6a2c,
            true,
        ),
        (
            [0xe8b830, 0xf4d050, 0xc8922a, 0xd8a83a, 0xa87a28],
            0x94826a,
            0x78782e,
            true,
        ),
        (
            [0xb8321c, 0xd85a24, 0x8c2418, 0xe88a34, 0x6a1c18],
            0x8a6a58,
            0x5a5a2a,
            true,
        ),
        (
            [0x5a8c2a, 0x84ac3a, 0x3c6a22, 0xa8c45a, 0x2c5220],
            0xa89878,
            0x4f7a2a,
            false,
        ),
    ];
    let (leaves, ground, grass, fallen) = sets[if light == Light::Day {
        rng.below(4)
    } else {
        rng.below(3)
    }];
    let glow = match light {
        Light::Golden | Light::Dusk | Light::Dawn => 0xffdca0,
        Light::Overcast => 0xe6e8e4,
        _ => 0xf6f4dc,
    };
    Season {
        leaves: leaves.map(Rgb::hex),
        glow: Rgb::hex(glow),
        ground: Rgb::hex(ground),
        grass: Rgb::hex(grass),
        fallen,
    }
}

fn ground(c: &mut Canvas, s: &Season, vanish: (f32, f32), rng: &mut Rng) {
    let (h, row) = (c.h as f32, rng.range(0.0, 1024.0));
    let (wide, side) = (rng.range(0.5, 0.85), rng.range(-1.0, 1.0));
    c.shade(vanish.1 as usize, c.h, |x, y, _| {
        let dy = y - vanish.1 + 1.0;
        let p = 1.0 / (dy + 3.0);
        let across = (x - vanish.0) / dy;
        let (u, v) = ((x - vanish.0) * p * 130.0, (dy + 3.0).ln() * 260.0);
        let n = fbm().at(u + row, v);
        let fine = fbm().at(u * 4.0 + row, v * 3.0) * 0.6 + fbm().at(u * 13.0, v * 8.0 + row) * 0.4;
        let edge = across.abs() + (n - 0.5) * 0.35;
        let path = smooth(wide + 0.1, wide - 0.1, edge);
        let body = (s.grass * (0.5 + 0.9 * fine)).lerp(s.ground * (0.75 + 0.45 * fine), path);
        let many = if s.fallen {
            smooth(0.4, 0.62, fine + (edge - wide).abs().min(0.3) * -0.5 + 0.12)
                * 0.8
                * smooth(h * 0.42, h * 0.12, dy)
        } else {
            0.0
        };
        let (lu, lv) = (u * 0.5 + fine * 7.0 + 4000.0, v * 0.42 + n * 7.0 + 4000.0);
        let chance = hash01(lu as u32, lv as u32);
        let leaf = s.leaves[(chance * 4.99) as usize] * (0.55 + 0.7 * fine);
        let body = body.lerp(leaf, many);
        // Light through the trunks lies across the path in bars.
        let bar = fbm().at(v * 0.55 + across * side * 40.0 + row, row + 60.0);
        let lit = mix(0.5, 1.25, smooth(0.42, 0.58, bar));
        let far = smooth(h * 0.24, 0.0, dy);
        (body * lit).lerp(s.glow * 0.92, far * far * 0.98)
    });
}

/// A cloud of leaves around a point, dark below and bright above.
fn crown(
    c: &mut Canvas,
    s: &Season,
    at: (f32, f32),
    size: f32,
    lost: f32,
    sun: f32,
    rng: &mut Rng,
) {
    let count = (900.0 * (0.4 + size / c.h as f32 * 2.0)) as usize;
    for _ in 0..count {
        let (a, r) = (rng.f() * std::f32::consts::TAU, rng.f().sqrt());
        let (dx, dy) = (a.cos() * r, a.sin() * r * 0.72);
        let clump = fbm().at((at.0 + dx * size) * 0.9, (at.1 + dy * size) * 0.9);
        if clump < 0.33 {
            continue;
        }
        let up = (0.5 - dy * 0.5 + dx * sun * 0.3).clamp(0.0, 1.0);
        let tone = rng.pick(&s.leaves)
            * mix(0.25, 1.25, up * smooth(0.3, 0.7, clump))
            * rng.range(0.7, 1.25);
        let tone = tone.lerp(s.glow, lost * 0.85);
        let leaf = size * rng.range(0.006, 0.017) + 0.7;
        let (x, y) = (at.0 + dx * size, at.1 + dy * size);
        let turn = rng.range(-0.9, 0.9);
        c.stroke(
            (x, y),
            (x + leaf * 1.4, y + leaf * turn),
            leaf,
            leaf * 0.5,
            tone,
            0.92,
        );
    }
}

/// Where a tree stands, its size, how far the air has taken it, and the sides of the path and of the sun.
struct Tree {
    x: f32,
    foot: f32,
    scale: f32,
    lost: f32,
    inward: f32,
    sun: f32,
}

fn tree(c: &mut Canvas, s: &Season, t: &Tree, rng: &mut Rng) {
    let Tree {
        x,
        foot,
        scale,
        lost,
        inward,
        sun,
    } = *t;
    let half = scale * 0.035;
    let tall = scale * 0.95;
    let row = rng.range(0.0, 1024.0);
    let bark = Rgb::hex(0x3a2c22);
    c.visit(
        x - half * 3.0,
        foot - tall,
        x + half * 3.0,
        foot + half * 0.4,
        |px, py, old| {
            let up = (foot - py) / tall;
            let axis = x
                + (fbm().at(up * 30.0 + row, row) - 0.5) * half * 2.0
                + inward * up * up * half * 2.0;
            let wide = half * (1.0 - 0.45 * up) * (1.0 + 0.6 * (-up * 16.0).exp());
            let t = (px - axis) / wide;
            let n = ridged().at(t * 60.0 + row, py * 9.0 / half.max(1.0)) * 0.7
                + fbm().at(t * 130.0, py * 40.0 / half.max(1.0)) * 0.5;
            let round = (0.45 + t * sun * 0.5).clamp(0.08, 1.0);
            let tone = (bark * (1.35 - n) * round).lerp(s.glow, lost * 0.85);
            old.lerp(tone, ((1.0 - t.abs()) * wide + 0.5).clamp(0.0, 1.0))
        },
    );
    for _ in 0..4 {
        let up = rng.range(0.45, 0.9);
        let reach = scale * rng.range(0.2, 0.5) * if rng.chance(0.7) { inward } else { -inward };
        let from = (x, foot - tall * up);
        let to = (x + reach, from.1 - scale * rng.range(0.12, 0.3));
        c.stroke(
            from,
            to,
            half * 0.34,
            half * 0.05,
            (bark * 0.5).lerp(s.glow, lost * 0.85),
            1.0,
        );
    }
    for _ in 0..12 {
        let at = (
            x + inward * scale * rng.range(-0.3, 0.62),
            foot - scale * rng.range(0.62, 1.3),
        );
        let size = scale * rng.range(0.2, 0.34);
        crown(c, s, at, size, lost, sun, rng);
    }
}

/// Single leaves on the ground, larger towards the camera.
fn litter(c: &mut Canvas, s: &Season, horizon: f32, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    for _ in 0..(w * 2.6) as usize {
        let q = rng.f().powf(0.8);
        let (x, y) = (rng.f() * w, mix(horizon + h * 0.08, h, q));
        let r = h * 0.0014 + h * 0.0075 * q * q * rng.range(0.5, 1.2);
        let (a, lit) = (rng.f() * std::f32::consts::TAU, rng.range(0.35, 1.25));
        let tone = rng.pick(&s.leaves) * lit;
        c.stroke(
            (x, y),
            (x + a.cos() * r * 1.6, y + a.sin() * r * 0.6),
            r * 0.75,
            r * 0.3,
            tone.lerp(s.glow, (1.0 - q) * 0.5),
            0.9,
        );
    }
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let s = season(b.light, &mut rng);
    let vanish = (w * rng.range(0.4, 0.6), h * rng.range(0.52, 0.6));
    let row = rng.range(0.0, 1024.0);
    c.fill_coarse(c.h, 4, |x, y| {
        let d2 = ((x - vanish.0) / h).powi(2) + ((y - vanish.1 + h * 0.12) / h).powi(2);
        let n = fbm().at(x * 0.5 + row, y * 0.5);
        let leafy = s.leaves[1].lerp(s.leaves[0], n) * (0.5 + 0.6 * n);
        let crowns = fbm().at(x * 2.4 + row, y * 2.4) - 0.5;
        let band = smooth(h * 0.34, 0.0, (y - vanish.1).abs());
        (leafy * (0.75 + crowns * 1.2))
            .lerp(s.glow * 0.92, (band * 1.4).min(0.98))
            .lerp(s.glow * 1.35, 1.0 / (1.0 + d2 * 16.0))
    });
    ground(c, &s, vanish, &mut rng);
    if s.fallen {
        litter(c, &s, vanish.1, &mut rng);
    }
    let sun = rng.pick(&[-1.0f32, 1.0]);
    let rows = 8;
    for i in 0..rows {
        let near = ((i as f32 + 0.4) / rows as f32).powf(2.1);
        let dy = mix(h * 0.02, h * 0.52, near);
        let lost = (1.0 - near).powf(3.0) * 0.75;
        for side in [-1.0, 1.0] {
            let x = vanish.0 + side * dy * rng.range(1.25, 1.5);
            let t = Tree {
                x,
                foot: vanish.1 + dy,
                scale: dy * 2.1,
                lost,
                inward: -side,
                sun,
            };
            tree(c, &s, &t, &mut rng);
        }
    }
    if s.fallen {
        for _ in 0..40 {
            let (x, y) = (rng.f() * w, rng.f() * h);
            let r = h * rng.range(0.002, 0.005);
            let tone = rng.pick(&s.leaves) * rng.range(0.8, 1.5);
            c.stroke(
                (x, y),
                (x + r * rng.range(-2.0, 2.0), y + r),
                r,
                r * 0.4,
                tone,
                0.9,
            );
        }
    }
    c.glow(vanish.0, vanish.1 - h * 0.08, h * 0.6, s.glow * 0.3);
    Print {
        bloom: 0.22,
        contrast: 0.4,
        vignette: 0.3,
        ..Print::default()
    }
}
