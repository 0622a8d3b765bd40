//! Inside a wood: trunks that lose themselves in mist, shafts of light, and the same under snow.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::{fbm, ridged};
use crate::paint::rgb::{Rgb, mix, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::Light;

/// The colours of a wood and where its light comes from.
struct Wood {
    glow: Rgb,
    mist: Rgb,
    bark: Rgb,
    floor: [Rgb; 2],
    leaf: Rgb,
    sun: (f32, f32),
    ground: f32,
    birch: bool,
    snow: bool,
}

fn background(c: &mut Canvas, wood: &Wood, rng: &mut Rng) {
    let (h, row) = (c.h as f32, rng.range(0.0, 1024.0));
    let (sx, sy) = wood.sun;
    c.fill_coarse(c.h, 4, |x, y| {
        let d2 = ((x - sx) / h).powi(2) + ((y - sy) / h).powi(2);
        let near = 1.0 / (1.0 + d2 * 9.0);
        let n = fbm().at(x * 0.4 + row, y * 0.25);
        let stems = fbm().at(x * 1.2 + row, 40.0) - 0.5;
        let base = wood.mist.lerp(wood.glow, near) * (0.82 + 0.36 * n + stems * 0.3);
        let crown = smooth(0.45, -0.05, y / h) * smooth(0.32, 0.7, n);
        base.lerp(wood.leaf * (0.4 + near * 1.4), crown * 0.55)
    });
}

/// The forest floor in perspective.
fn floor(c: &mut Canvas, wood: &Wood, rng: &mut Rng) {
    let (w, h, row) = (c.w as f32, c.h as f32, rng.range(0.0, 1024.0));
    let (sx, _) = wood.sun;
    let top = wood.ground;
    let from = (top - h * 0.05) as usize;
    c.shade(from, c.h, |x, y, old| {
        let hump = (fbm().at(x * 0.25 + row, row) - 0.5) * h * 0.08;
        let dy = y - top - hump;
        if dy < 0.0 {
            return old;
        }
        let q = (dy / (h - top)).clamp(0.0, 1.2);
        let p = 1.0 / (dy + h * 0.04);
        let (u, v) = ((x - w * 0.5) * p * 150.0, (dy + h * 0.04).ln() * 300.0);
        let n = fbm().at(u + row, v);
        let fine = fbm().at(u * 3.1 + row, v * 2.3);
        let toward = fbm().at(u * 3.1 + row + 4.0, v * 2.3 - 8.0);
        let lit = (0.55 + (fine - toward) * 3.0).clamp(0.1, 1.4);
        let body = wood.floor[0].lerp(wood.floor[1], smooth(0.35, 0.65, n)) * (0.45 + 0.9 * lit);
        let pool = 1.0 / (1.0 + ((x - sx) / (h * 0.5)).powi(2) * 2.0);
        let light = body * (0.55 + 0.9 * pool) + wood.glow * (pool * 0.05 * n);
        let lost = smooth(0.55, 0.0, q) * 0.9;
        light.lerp(wood.mist.lerp(wood.glow, pool * 0.7), lost)
    });
}

struct Trunk {
    x: f32,
    half: f32,
    foot: f32,
    lean: f32,
    lost: f32,
}

fn trunk(c: &mut Canvas, wood: &Wood, t: &Trunk, rng: &mut Rng) {
    let (h, row) = (c.h as f32, rng.range(0.0, 1024.0));
    let toward_sun = ((wood.sun.0 - t.x) / (h * 0.4)).clamp(-1.0, 1.0);
    let (k, wood_sun) = (26.0 / t.half.max(2.0), wood.sun);
    let far_mist = wood.mist;
    let reach = t.half * 1.7 + t.lean.abs() * t.foot;
    c.visit(
        t.x - reach,
        0.0,
        t.x + reach,
        t.foot + t.half,
        |x, y, old| {
            let up = (t.foot - y).max(0.0);
            let axis = t.x + t.lean * up + (fbm().at(up * 0.12 + row, row) - 0.5) * t.half * 1.2;
            let flare = 1.0 + 0.55 * (-(up / (t.half * 2.2))).exp();
            let half = t.half * flare * (1.0 - 0.25 * up / h);
            let s = (x - axis) / half;
            let cover = ((1.0 - s.abs()) * half + 0.5).clamp(0.0, 1.0);
            if cover <= 0.0 || y > t.foot + t.half * 0.3 * (1.0 - s * s) {
                return old;
            }
            let groove = ridged().at(s * 34.0 + row, y * k * 0.16 + row);
            let n = fbm().at(s * 60.0 + row, y * k * 0.5);
            let bark = if wood.birch {
                let bands = fbm().at(s * 16.0 + row, y * k * 7.0 + row);
                let knot = fbm().at(s * 40.0 + row, y * k * 1.3 + row);
                let dark = smooth(0.6, 0.66, bands) * 0.75 + smooth(0.68, 0.74, knot) * 0.8;
                wood.bark * (0.7 + 0.4 * n) * (1.0 - dark.min(0.85))
            } else {
                wood.bark * (0.5 + 0.9 * n) * (1.0 - groove * 0.55)
            };
            let round = (0.55 + s * toward_sun * 0.6).clamp(0.08, 1.0) * (1.0 - 0.35 * s * s);
            let rim = smooth(0.55, 1.0, s * toward_sun.signum()) * (1.0 - t.lost) * 0.28;
            let mut body = bark * round + wood.glow * rim;
            if wood.snow {
                let stuck = smooth(0.55, 0.85, n + s * 0.35 * -toward_sun.signum()) * 0.9;
                body = body.lerp(Rgb(0.78, 0.83, 0.9) * (0.5 + 0.5 * round), stuck);
            }
            let d2 = ((x - wood_sun.0) / h).powi(2) + ((y - wood_sun.1) / h).powi(2);
            let air = far_mist.lerp(wood.glow, 1.0 / (1.0 + d2 * 9.0));
            let low = smooth(h * 0.35, 0.0, up) * 0.25 * (1.0 - t.lost);
            old.lerp(
                body.lerp(air, (t.lost + low * t.lost.sqrt()).min(0.97)),
                cover,
            )
        },
    );
}

struct Branch {
    from: (f32, f32),
    angle: f32,
    len: f32,
    r: f32,
    tone: Rgb,
    snow: f32,
}

fn branch(c: &mut Canvas, b: &Branch, rng: &mut Rng) {
    let Branch {
        from,
        angle,
        len,
        r,
        tone,
        snow,
    } = *b;
    let to = (from.0 + angle.cos() * len, from.1 + angle.sin() * len);
    c.stroke(from, to, r, r * 0.6, tone, 1.0);
    if snow > 0.0 && r > 0.5 {
        let lift = r * 0.7;
        let cap = Rgb(0.83, 0.87, 0.94) * snow;
        c.stroke(
            (from.0, from.1 - lift),
            (to.0, to.1 - lift),
            r * 0.75,
            r * 0.5,
            cap,
            0.95,
        );
    }
    if r > 0.55 {
        for _ in 0..2 + rng.below(2) {
            let t = rng.range(0.35, 1.0);
            let at = (mix(from.0, to.0, t), mix(from.1, to.1, t));
            let turn = angle + rng.range(-0.75, 0.75);
            let part = rng.range(0.45, 0.7);
            branch(
                c,
                &Branch {
                    from: at,
                    angle: turn,
                    len: len * part,
                    r: r * 0.55,
                    tone,
                    snow,
                },
                rng,
            );
        }
    }
}

/// Trunks from far to near, with their branches.
fn stand(c: &mut Canvas, wood: &Wood, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let layers = 5;
    for layer in 0..layers {
        let near = (layer as f32 + 0.6) / layers as f32;
        let half = h * mix(0.004, 0.034, near.powf(1.9));
        let count = (w / h * mix(30.0, 3.2, near.powf(0.6))) as usize + 1;
        let lost = (1.0 - near).powf(0.8) * 0.9;
        for _ in 0..count {
            let x = rng.range(-0.03, 1.03) * w;
            if near > 0.75 && (x - wood.sun.0).abs() < h * 0.1 {
                continue;
            }
            let foot = wood.ground
                + (h * 1.02 - wood.ground) * near.powf(2.0) * rng.range(0.8, 1.15)
                + h * 0.015;
            let t = Trunk {
                x,
                half: half * rng.range(0.6, 1.4),
                foot,
                lean: rng.bell() * 0.035,
                lost,
            };
            trunk(c, wood, &t, rng);
            let twigs = if wood.snow { 5 } else { 3 };
            for _ in 0..rng.below(twigs) + usize::from(wood.snow) {
                let up = rng.range(0.3, 0.95) * foot;
                let side = rng.pick(&[-1.0f32, 1.0]);
                let angle = if side > 0.0 {
                    rng.range(-0.7, 0.1)
                } else {
                    std::f32::consts::PI + rng.range(-0.1, 0.7)
                };
                let air = wood.mist.lerp(wood.glow, 0.3);
                let dark = if wood.birch {
                    Rgb::hex(0x2a2422)
                } else {
                    wood.bark * 0.45
                };
                let at = (t.x + t.lean * up + side * t.half * 0.8, foot - up);
                let snow = if wood.snow { 1.0 - lost * 0.3 } else { 0.0 };
                let len = t.half * rng.range(5.0, 9.0);
                let tone = dark.lerp(air, lost);
                branch(
                    c,
                    &Branch {
                        from: at,
                        angle,
                        len,
                        r: t.half * 0.2,
                        tone,
                        snow,
                    },
                    rng,
                );
            }
        }
        veil(c, wood, mix(0.22, 0.05, near), rng);
    }
}

/// A breath of mist between one row of trees and the next.
fn veil(c: &mut Canvas, wood: &Wood, amount: f32, rng: &mut Rng) {
    let row = rng.range(0.0, 1024.0);
    let h = c.h as f32;
    let mut small = Canvas::new(c.w / 8 + 2, c.h / 8 + 2);
    small.fill(0, small.h, |x, y| {
        let (x, y) = (x * 8.0, y * 8.0);
        let n = fbm().at(x * 0.3 + row, y * 0.7);
        Rgb::grey(
            smooth(0.3, 0.75, n)
                * amount
                * smooth(0.0, wood.ground, y)
                * smooth(h * 1.25, wood.ground, y),
        )
    });
    let air = wood.mist.lerp(wood.glow, 0.35);
    c.stretch(&small, c.h, 8, |old, a| old.lerp(air, a.0));
}

/// Light that falls in beams from the sun's place.
fn shafts(c: &mut Canvas, wood: &Wood, strength: f32, rng: &mut Rng) {
    let (h, row) = (c.h as f32, rng.range(0.0, 1024.0));
    let (sx, sy) = (wood.sun.0, wood.sun.1 - h * 0.25);
    let mut small = Canvas::new(c.w / 4 + 2, c.h / 4 + 2);
    small.fill(0, small.h, |x, y| {
        let (dx, dy) = (x * 4.0 - sx, y * 4.0 - sy);
        let angle = dx.atan2(dy.max(1.0));
        let r = dx.hypot(dy) / h;
        let ray = fbm().at(angle * 160.0 + row, r * 10.0 + row);
        let fine = fbm().at(angle * 420.0 + row, r * 6.0);
        let a =
            smooth(0.46, 0.75, ray) * (0.5 + fine) * smooth(0.05, 0.35, r) / (0.6 + r * r * 1.6);
        wood.glow * (a * strength)
    });
    c.stretch(&small, c.h, 4, |old, add| old + add);
}

/// Ferns and small leaves that catch the light near the camera.
fn undergrowth(c: &mut Canvas, wood: &Wood, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let count = (w / h * 170.0) as usize;
    let mut rows: Vec<f32> = (0..count).map(|_| rng.f()).collect();
    rows.sort_by(f32::total_cmp);
    for t in rows {
        let y = wood.ground + (h * 1.06 - wood.ground) * (0.2 + 0.8 * t);
        let x = rng.f() * w;
        let s = h * mix(0.012, 0.075, t * t);
        let pool = 1.0 / (1.0 + ((x - wood.sun.0) / (h * 0.5)).powi(2) * 2.0);
        let tone = wood.floor[1].lerp(wood.leaf, rng.f()) * (0.35 + 1.1 * pool * rng.f());
        let tone = tone.lerp(wood.mist, (1.0 - t) * 0.45);
        for _ in 0..5 {
            let a = -std::f32::consts::FRAC_PI_2 + rng.bell() * 1.25;
            let mid = (x + a.cos() * s * 0.6, y + a.sin() * s * 0.6);
            let tip = (
                mid.0 + a.cos() * s * 0.6,
                mid.1 + a.sin() * s * 0.25 + s * 0.1,
            );
            c.stroke((x, y), mid, s * 0.03, s * 0.055, tone, 0.95);
            c.stroke(mid, tip, s * 0.055, s * 0.01, tone * 1.15, 0.95);
        }
    }
}

pub(crate) fn forest(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let palettes: &[[u32; 6]] = match b.light {
        // glow, mist, bark, floor, floor, leaf
        Light::Golden | Light::Dusk => &[
            [0xffd898, 0xb89a6c, 0x3c2a1c, 0x4a2f18, 0x8a5a26, 0xa8842c],
            [0xffc27a, 0xa07a54, 0x33241c, 0x3e2a1a, 0xa0552a, 0xb86a24],
        ],
        Light::Dawn => &[
            [0xfff0cc, 0xa8b094, 0x342c22, 0x2e3a1c, 0x5a6a2c, 0x86983c],
            [0xffe6c4, 0x9aa0a0, 0x2e2a2a, 0x3a3220, 0x6a5a34, 0x7a8a4a],
        ],
        Light::Overcast => &[
            [0xdce6e0, 0x96a69e, 0x24282a, 0x20301e, 0x3e5430, 0x4a6a40],
            [0xd2dce0, 0x8c9ca4, 0x22262a, 0x262e24, 0x44503a, 0x46604c],
        ],
        _ => &[
            [0xf4f6c8, 0x86a470, 0x332c20, 0x26391a, 0x567a2a, 0x7aa838],
            [0xeaf2d8, 0x7c9c86, 0x2a2a24, 0x1f3a22, 0x4a7238, 0x62963e],
        ],
    };
    let p = rng.pick(palettes).map(Rgb::hex);
    let wood = Wood {
        glow: p[0] * 1.25,
        mist: p[1],
        bark: p[2],
        floor: [p[3], p[4]],
        leaf: p[5],
        sun: (w * rng.range(0.3, 0.7), h * rng.range(0.15, 0.42)),
        ground: h * rng.range(0.62, 0.74),
        birch: rng.chance(0.18),
        snow: false,
    };
    let wood = if wood.birch {
        Wood {
            bark: Rgb::hex(0xc8c0b2),
            ..wood
        }
    } else {
        wood
    };
    background(c, &wood, &mut rng);
    floor(c, &wood, &mut rng);
    stand(c, &wood, &mut rng);
    undergrowth(c, &wood, &mut rng);
    if b.light != Light::Overcast {
        let strength = rng.range(0.25, 0.6);
        shafts(c, &wood, strength, &mut rng);
    }
    Print {
        bloom: 0.24,
        contrast: 0.42,
        vignette: 0.32,
        ..Print::default()
    }
}

pub(crate) fn winter(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    // glow, mist, snow in shade, snow in light
    let p = match b.light {
        Light::Golden | Light::Dawn => [0xffe0b8, 0xc4bcc8, 0x94a2c4, 0xf2dcc8],
        Light::Dusk | Light::Blue | Light::Night => [0xc8a8b8, 0x707ca4, 0x4c5c8c, 0x8c94b8],
        _ => [0xf0f2f4, 0xc2ccd4, 0xa8b6c6, 0xe2e8ee],
    }
    .map(Rgb::hex);
    let birch = rng.chance(0.4);
    let wood = Wood {
        glow: p[0] * 1.1,
        mist: p[1],
        bark: Rgb::hex(if birch { 0xb8b2aa } else { 0x3c3430 }),
        floor: [p[2], p[3]],
        leaf: p[1] * 0.9,
        sun: (w * rng.range(0.3, 0.7), h * rng.range(0.2, 0.45)),
        ground: h * rng.range(0.6, 0.72),
        birch,
        snow: true,
    };
    background(c, &wood, &mut rng);
    snow_floor(c, &wood, &mut rng);
    stand(c, &wood, &mut rng);
    if rng.chance(0.65) {
        let (count, big) = (rng.range(150.0, 420.0), rng.range(0.003, 0.006));
        for flake in flakes(count as usize, &mut rng) {
            let r = h * big * flake.2;
            c.disc(
                flake.0 * w,
                flake.1 * h,
                r,
                r * 0.7,
                Rgb(0.97, 0.98, 1.0),
                0.7 / (0.7 + flake.2 * 0.5),
            );
        }
    }
    Print {
        bloom: 0.2,
        contrast: 0.3,
        saturation: 1.0,
        vignette: 0.2,
        ..Print::default()
    }
}

/// Places (0 to 1) and sizes of snow in the air.
pub(crate) fn flakes(count: usize, rng: &mut Rng) -> Vec<(f32, f32, f32)> {
    (0..count)
        .map(|_| (rng.f(), rng.f(), 0.3 + 1.4 * rng.f().powi(4)))
        .collect()
}

fn snow_floor(c: &mut Canvas, wood: &Wood, rng: &mut Rng) {
    let (w, h, row) = (c.w as f32, c.h as f32, rng.range(0.0, 1024.0));
    let bend = rng.range(-0.2, 0.2) * w;
    c.shade((wood.ground - h * 0.06) as usize, c.h, |x, y, old| {
        let hump = (fbm().at(x * 0.22 + row, row) - 0.5) * h * 0.1;
        let dy = y - wood.ground - hump;
        if dy < 0.0 {
            return old;
        }
        let q = (dy / (h - wood.ground)).clamp(0.0, 1.2);
        let p = 1.0 / (dy + h * 0.05);
        let (u, v) = ((x - w * 0.5) * p * 70.0, (dy + h * 0.05).ln() * 130.0);
        let a = fbm().at(u + row, v);
        let b = fbm().at(u + row + 5.0, v - 7.0);
        let sparkle = fbm().at(x * 5.0, y * 5.0);
        let lit = (0.5 + (a - b) * 3.4).clamp(0.0, 1.0);
        let stripes = smooth(
            0.52,
            0.62,
            fbm().at((x - wood.sun.0) * p * 60.0 + row, row + 9.0),
        ) * 0.35;
        let path = ((x - wood.sun.0 - bend * q * q) / (h * (0.02 + 0.16 * q))).abs();
        let tread = smooth(1.0, 0.6, path) * 0.22 * (0.6 + a);
        let body = wood.floor[0].lerp(wood.floor[1], lit * (1.0 - stripes))
            * (0.94 + 0.1 * sparkle - tread);
        body.lerp(wood.mist.lerp(wood.glow, 0.4), smooth(0.4, 0.0, q) * 0.85)
    });
}
