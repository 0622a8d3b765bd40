//! Sea and sky: glitter under a low sun, headlands, skerries, a sail, a row of posts.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::{fbm, ridged};
use crate::paint::rgb::{Rgb, mix, smooth};
use crate::paint::ridge::skyline;
use crate::paint::rng::Rng;
use crate::paint::sky::{Light, Sky, stars};
use crate::paint::water::Water;

/// The colour of deep water at an hour.
pub(crate) fn deep(light: Light, rng: &mut Rng) -> Rgb {
    Rgb::hex(match light {
        Light::Day => rng.pick(&[0x0b4a6b, 0x0d5a72, 0x0a3f66]),
        Light::Overcast => rng.pick(&[0x33464e, 0x2a3d48]),
        Light::Golden => rng.pick(&[0x27465a, 0x2e3f4a]),
        Light::Dawn => rng.pick(&[0x3a4666, 0x2e4a5c]),
        Light::Dusk => rng.pick(&[0x1d1f3c, 0x22203a]),
        Light::Blue => 0x0a1a38,
        Light::Night => 0x040a18,
    })
}

/// A headland: its side (-1 left, 1 right), how far across and how high it reaches (shares of the picture), how far the
/// air has taken it, and its grass.
#[derive(Clone, Copy)]
pub(crate) struct Land {
    pub side: f32,
    pub reach: f32,
    pub tall: f32,
    pub lost: f32,
    pub tone: Rgb,
}

/// Land that reaches into the sea from one side, above the horizon.
pub(crate) fn headland(c: &mut Canvas, sky: &Sky, rng: &mut Rng, land: &Land) {
    let Land {
        side,
        reach,
        tall,
        lost,
        tone,
    } = *land;
    let (w, h) = (c.w as f32, c.h as f32);
    let bumps = skyline(c.w, 0.0, h * tall * 0.6, h * 0.16, 0.9, rng);
    let line: Vec<f32> = (0..c.w)
        .map(|x| {
            let from_side = if side < 0.0 {
                x as f32 / w
            } else {
                1.0 - x as f32 / w
            };
            let t = (1.0 - from_side / reach).clamp(-0.1, 1.0);
            let rise = if t <= 0.0 { -0.02 } else { t.powf(0.6) };
            sky.horizon - (h * tall * rise) + bumps[x] * rise.max(0.0)
        })
        .collect();
    let row = rng.range(0.0, 1024.0);
    let key_side = sky.side();
    c.below(&line, |x, y, depth| {
        let crag = ridged().at(x * 1.6 + row, y * 1.2);
        let n = fbm().at(x * 3.1 + row, y * 4.0);
        let here = fbm().at(x * 1.7 + row, y * 1.9);
        let slope = here - fbm().at(x * 1.7 + row + key_side * 6.0, y * 1.9 - 5.0);
        let lit = (0.5 + slope * 5.0).clamp(0.0, 1.3);
        let light = sky.key * (lit * 0.62) + sky.fill * 0.5;
        let grass = tone.lerp(
            Rgb::hex(0x5c5650),
            smooth(
                h * tall * 0.25,
                h * tall * 0.5,
                depth + crag * h * tall * 0.3,
            ),
        );
        let foam = smooth(4.0, 1.0, sky.horizon - y + n * 4.0) * 0.6;
        let body = (grass * (0.65 + 0.8 * n - 0.35 * crag)).lerp(Rgb::grey(0.9), foam) * light;
        sky.air(
            body,
            (lost + 0.06 * smooth(0.0, h * tall, depth)).min(0.97),
            x,
        )
    });
}

fn skerries(c: &mut Canvas, sky: &Sky, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    for _ in 0..1 + rng.below(3) {
        let (cx, half) = (rng.range(0.1, 0.9) * w, rng.range(0.04, 0.16) * w);
        let tall = h * rng.range(0.02, 0.09);
        let bumps = skyline(c.w, 0.0, tall * 1.3, h * 0.07, 1.0, rng);
        let line: Vec<f32> = (0..c.w)
            .map(|x| {
                let t = 1.0 - ((x as f32 - cx) / half).powi(2);
                if t <= 0.0 {
                    h
                } else {
                    sky.horizon - tall * 0.5 * t + bumps[x] * t.sqrt()
                }
            })
            .collect();
        let lost = rng.range(0.25, 0.7);
        let to = sky.horizon + 1.0;
        let mut cut = c.clone();
        cut.below(&line, |x, y, _| {
            let n = fbm().at(x * 1.5, y * 2.0);
            sky.air(Rgb::hex(0x2a2830) * (0.4 + n) * 0.6, lost, x)
        });
        let rows = (to as usize).min(c.h) * c.w;
        c.px[..rows].copy_from_slice(&cut.px[..rows]);
    }
}

/// Dark rocks along the lower edge, wet where the water reaches.
pub(crate) fn rocks(c: &mut Canvas, sky: &Sky, tall: f32, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let side = if rng.chance(0.5) { 1.0 } else { 0.0 };
    let (spread, row) = (rng.range(0.7, 1.7), rng.range(0.0, 1024.0));
    let bumps = skyline(c.w, 0.0, h * tall * 0.55, h * 0.2, 1.0, rng);
    let line: Vec<f32> = (0..c.w)
        .map(|x| {
            let d = (x as f32 / w - side).abs();
            h * 1.03 - h * tall * (1.0 - d / spread).max(-0.4) + bumps[x] * 0.8
        })
        .collect();
    let key_side = sky.side();
    c.below(&line, |x, y, depth| {
        let a = fbm().at(x * 0.8 + row, y * 1.1 + row);
        let toward = fbm().at(x * 0.8 + row + key_side * 5.0, y * 1.1 + row - 5.0);
        let cracks = ridged().at(x * 0.7 + row, y * 0.9);
        let lit = (0.35 + (a - toward) * 4.5).clamp(0.0, 1.0);
        let rim = smooth(14.0, 0.0, depth) * 0.35;
        let light = sky.key * (lit * 0.35 + rim) + sky.fill * (0.22 + 0.2 * a);
        Rgb::hex(0x4c4644) * light * (1.0 - cracks * 0.55)
    });
}

fn sail(c: &mut Canvas, sky: &Sky, rng: &mut Rng) {
    let (x, y) = (
        rng.range(0.25, 0.75) * c.w as f32,
        sky.horizon + c.h as f32 * 0.012,
    );
    let s = c.h as f32 * rng.range(0.05, 0.09);
    let lean = rng.range(0.02, 0.12);
    let cloth = (sky.key * 0.35 + sky.fill * 0.55) * 0.85;
    c.visit(
        x - s * 0.5,
        y - s * 1.5,
        x + s * 0.6,
        y + s * 0.1,
        |px, py, old| {
            let t = (y - py) / (s * 1.35);
            let mast = x + lean * s * t;
            let (l, r) = (
                mast - s * 0.34 * (1.0 - t).max(0.0).powf(0.8),
                mast + s * 0.42 * (1.0 - t * 1.1).max(0.0),
            );
            if t > 0.08 && t < 1.0 && px > l && px < r {
                let seam = (px - mast).abs() < 1.0;
                return if seam {
                    old * 0.5
                } else {
                    old.lerp(cloth * (0.75 + 0.3 * ((px - l) / (r - l))), 0.95)
                };
            }
            let hull = (py - y + s * 0.1) / (s * 0.12);
            if (0.0..1.0).contains(&hull) && (px - x).abs() < s * (0.42 - 0.1 * hull) {
                Rgb::hex(0x141018)
            } else {
                old
            }
        },
    );
}

fn posts(c: &mut Canvas, sky: &Sky, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let x0 = rng.range(0.15, 0.4) * w;
    let wander = rng.range(0.15, 0.5) * w;
    let n = 9 + rng.below(8);
    for i in (0..n).rev() {
        let t = i as f32 / n as f32;
        let near = (1.0 - t).powf(2.2);
        let x = x0 + wander * t.powf(0.6) + rng.bell() * 10.0 * near;
        let foot = sky.horizon + (h * 0.94 - sky.horizon) * near + 4.0;
        let tall = h * (0.015 + 0.2 * near) * rng.range(0.7, 1.1);
        let r = h * (0.0015 + 0.011 * near);
        let tone = sky.air(Rgb::hex(0x17141c), t * 0.5, x);
        c.stroke(
            (x, foot),
            (x + rng.bell() * r, foot - tall),
            r,
            r * 0.95,
            tone,
            1.0,
        );
        c.stroke((x, foot), (x, foot + tall * 0.8), r, r * 0.8, tone, 0.4);
    }
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let horizon = (h * rng.range(0.42, 0.64)).floor();
    let mut sky = Sky::new(b.light, c, horizon, &mut rng);
    if matches!(b.light, Light::Dawn | Light::Dusk | Light::Golden) {
        sky.sun.1 = horizon - h * rng.range(0.015, 0.14);
        sky.sun.0 = w * rng.range(0.25, 0.75);
    }
    sky.paint_at(c, c.h, b.time * 5.0);
    if b.light == Light::Night {
        stars(c, horizon, (w * h / 1300.0) as usize, &mut rng);
    }
    let kind = rng.below(6);
    let side = -sky.side();
    if kind < 3 {
        let tone = Rgb::hex(rng.pick(&[0x5c5a48, 0x5a5450, 0x4c5644]));
        headland(
            c,
            &sky,
            &mut rng,
            &Land {
                side,
                reach: 0.75,
                tall: 0.10,
                lost: 0.62,
                tone,
            },
        );
        if kind < 2 {
            headland(
                c,
                &sky,
                &mut rng,
                &Land {
                    side,
                    reach: 0.38,
                    tall: 0.15,
                    lost: 0.25,
                    tone,
                },
            );
        }
    } else if kind == 3 {
        skerries(c, &sky, &mut rng);
    }
    let calm = kind == 4 || kind == 3 && rng.chance(0.5);
    let water = Water {
        horizon: horizon as usize,
        deep: deep(b.light, &mut rng),
        chop: if calm {
            rng.range(0.15, 0.3)
        } else {
            rng.range(0.5, 1.0)
        },
        mirror: mix(0.35, 0.6, rng.f()),
        time: b.time,
        shift: rng.range(0.0, 1000.0),
        glitter: sky.glitter(),
    };
    water.paint(c);
    // A soft line of air where sea and sky meet.
    let band = h * 0.02;
    c.shade(
        (horizon - band) as usize,
        (horizon + band) as usize,
        |x, y, old| {
            let a = 1.0 - ((y - horizon) / band).abs();
            sky.air(old, a * a * 0.35, x)
        },
    );
    match kind {
        4 => posts(c, &sky, &mut rng),
        5 => sail(c, &sky, &mut rng),
        _ => {}
    }
    if rng.chance(0.45) && kind != 4 {
        let tall = rng.range(0.1, 0.3);
        rocks(c, &sky, tall, &mut rng);
    }
    Print {
        bloom: 0.2,
        contrast: 0.32,
        ..Print::default()
    }
}
