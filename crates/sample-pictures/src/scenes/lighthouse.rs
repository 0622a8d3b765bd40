//! A lighthouse on its cliff, by day and at the hour when it is lit.

use super::Brief;
use super::sea::{Land, deep, headland, rocks};
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::rgb::{Rgb, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::{Light, Sky, stars};
use crate::paint::water::Water;

struct Tower {
    x: f32,
    foot: f32,
    tall: f32,
    bands: f32,
    paint: (Rgb, Rgb),
    lamp: bool,
}

fn tower(c: &mut Canvas, sky: &Sky, t: &Tower) {
    let (x, s) = (t.x, t.tall);
    let side = sky.side();
    let light = |u: f32| sky.key * ((0.35 + u * side * 0.65).max(0.0) * 0.62) + sky.fill * 0.42;
    let half = |k: f32| s * (0.105 - 0.04 * k);
    c.visit(
        x - s * 0.2,
        t.foot - s * 1.2,
        x + s * 0.2,
        t.foot,
        |px, py, old| {
            let k = (t.foot - py) / s;
            let (wide, body) = if k < 0.84 {
                let band = (k / 0.84 * t.bands) as i32 % 2 == 0;
                (half(k), if band { t.paint.0 } else { t.paint.1 })
            } else if k < 0.87 {
                (half(k) * 1.55, Rgb::hex(0x2a2a2e))
            } else if k < 0.985 {
                (half(k) * 0.78, Rgb::hex(0x39424a))
            } else {
                (
                    half(1.0) * 0.95 * (1.0 - ((k - 0.985) / 0.11)).max(0.0).sqrt(),
                    t.paint.1 * 0.8,
                )
            };
            let u = (px - x) / wide.max(0.5);
            let cover = ((wide - (px - x).abs()) + 0.5).clamp(0.0, 1.0);
            let door = k < 0.13 && (px - x).abs() < s * 0.022
                || ((k - 0.35).abs() < 0.02 || (k - 0.62).abs() < 0.018) && u.abs() < 0.17;
            let body = if door { body * 0.18 } else { body };
            let glass = (0.87..0.985).contains(&k) && t.lamp;
            let shade = if glass {
                Rgb::hex(0xffd690) * 2.4
            } else {
                body * light(u.clamp(-1.0, 1.0))
            };
            old.lerp(shade, cover)
        },
    );
}

fn beam(c: &mut Canvas, x: f32, y: f32, angle: f32, strength: f32) {
    let (dx, dy) = (angle.cos(), angle.sin());
    let reach = c.w as f32;
    c.shade(0, c.h, |px, py, old| {
        let (ax, ay) = (px - x, py - y);
        let along = ax * dx + ay * dy;
        if along <= 0.0 {
            return old;
        }
        let off = (ax * dy - ay * dx).abs() / (along * 0.045 + 3.0);
        let a = smooth(1.0, 0.0, off) * (1.0 - along / reach).max(0.0);
        old + Rgb::hex(0xffe2ae) * (a * strength)
    });
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let horizon = (h * rng.range(0.56, 0.68)).floor();
    let mut sky = Sky::new(b.light, c, horizon, &mut rng);
    let side = if rng.chance(0.5) { 1.0 } else { -1.0 };
    sky.sun.0 = w * (0.5 - side * rng.range(0.15, 0.32));
    sky.paint(c, c.h);
    let dark = matches!(b.light, Light::Blue | Light::Night | Light::Dusk);
    if b.light == Light::Night {
        stars(c, horizon, (w * h / 1300.0) as usize, &mut rng);
    }
    let tone = Rgb::hex(rng.pick(&[0x6a6a4a, 0x66604c, 0x5a6a46]));
    if rng.chance(0.6) {
        headland(
            c,
            &sky,
            &mut rng,
            &Land {
                side: -side,
                reach: 0.5,
                tall: 0.07,
                lost: 0.7,
                tone,
            },
        );
    }
    let reach = rng.range(0.5, 0.68);
    let rise = rng.range(0.10, 0.18);
    let stand = rng.range(0.14, 0.26);
    let x = w * if side < 0.0 { stand } else { 1.0 - stand };
    let tall = h * rng.range(0.3, 0.42);
    let foot = horizon - h * rise * (1.0 - stand / reach).powf(0.6) + h * 0.03;
    let red = (Rgb::hex(0xb8322a), Rgb::hex(0xf2efe8));
    let paint = rng.pick(&[
        red,
        (Rgb::hex(0xf2efe8), Rgb::hex(0xf2efe8)),
        (Rgb::hex(0x20262e), Rgb::hex(0xf0ede6)),
    ]);
    let t = Tower {
        x,
        foot,
        tall,
        bands: rng.pick(&[3.0, 5.0]),
        paint,
        lamp: dark,
    };
    tower(c, &sky, &t);
    headland(
        c,
        &sky,
        &mut rng,
        &Land {
            side,
            reach,
            tall: rise,
            lost: 0.05,
            tone,
        },
    );
    let chop = rng.range(0.4, 0.9);
    let deep = deep(b.light, &mut rng);
    let shift = rng.range(0.0, 1000.0);
    Water {
        horizon: horizon as usize,
        deep,
        chop,
        mirror: 0.4,
        time: b.time,
        shift,
        glitter: sky.glitter(),
    }
    .paint(c);
    if rng.chance(0.6) {
        rocks(c, &sky, 0.16, &mut rng);
    }
    if dark {
        let lamp = foot - tall * 0.93;
        let angle = if side > 0.0 {
            std::f32::consts::PI + 0.06
        } else {
            -0.06
        };
        beam(
            c,
            x,
            lamp,
            angle,
            if b.light == Light::Dusk { 0.12 } else { 0.22 },
        );
        c.glow(x, lamp, tall * 0.3, Rgb::hex(0xffcf8a) * 0.9);
        c.glow(x, lamp, tall * 0.07, Rgb::hex(0xffe6c0) * 3.0);
    }
    Print {
        bloom: 0.17,
        contrast: 0.36,
        ..Print::default()
    }
}
