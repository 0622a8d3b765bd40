//! Northern lights over snowy islands, now and then with a lit hut on the shore.

use super::Brief;
use super::mountains::{Range, massif};
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::fbm;
use crate::paint::rgb::{Rgb, exp_neg, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::{Light, Sky, stars};
use crate::paint::water::Water;

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let horizon = h * rng.range(0.6, 0.7);
    let mut sky = Sky::new(Light::Night, c, horizon, &mut rng);
    sky.cover *= 0.3;
    sky.paint(c, c.h);
    stars(c, horizon, (w * h / 900.0) as usize, &mut rng);
    curtains(c, horizon, &mut rng);
    let side = sky.side();
    sky.key = Rgb::hex(0x86b8ac) * 0.34;
    sky.fill = Rgb::hex(0x34566c) * 0.16;
    sky.haze = Rgb::hex(0x0a1c28);
    sky.warm = Rgb::hex(0x0f2a30);
    let range = Range {
        snow: 0.05,
        tall: rng.range(1.2, 2.2),
        air: 0.03,
        begin: rng.range(4.0, 7.0),
        rock: Rgb::hex(0x2a2e36),
        wood: Rgb::hex(0x1a2228),
    };
    massif(c, &sky, &range, [side * 0.6, 0.7, -0.5], &mut rng);
    let water = Water {
        horizon: horizon as usize,
        deep: Rgb::hex(0x04101a),
        chop: rng.range(0.06, 0.3),
        mirror: 0.55,
        time: b.time,
        shift: rng.range(0.0, 1000.0),
        glitter: None,
    };
    water.paint(c);
    if rng.chance(0.5) {
        cabin(c, rng.range(0.2, 0.8) * w, horizon + h * 0.006, h * 0.022);
    }
    Print {
        bloom: 0.2,
        contrast: 0.25,
        exposure: 1.15,
        grain: 2.8,
        ..Print::default()
    }
}

/// A red hut with a lit window on the shore, and its light on the water.
fn cabin(c: &mut Canvas, x: f32, y: f32, s: f32) {
    let wall = Rgb::hex(0x34100e);
    c.visit(x - s, y - s * 1.7, x + s, y, |px, py, old| {
        let roof = y - s * 0.9 - (1.0 - (px - x).abs() / s) * s * 0.75;
        if py < roof {
            return old;
        }
        let on_roof = py < roof + s * 0.22;
        if on_roof {
            Rgb::hex(0x8fa6b4) * 0.35
        } else {
            wall
        }
    });
    let lamp = Rgb::hex(0xffb45a);
    c.visit(
        x - s * 0.45,
        y - s * 0.72,
        x - s * 0.1,
        y - s * 0.35,
        |_, _, _| lamp * 2.6,
    );
    c.visit(
        x + s * 0.2,
        y - s * 0.72,
        x + s * 0.5,
        y - s * 0.35,
        |_, _, _| lamp * 2.2,
    );
    c.glow(x, y - s * 0.5, s * 3.5, lamp * 0.22);
    for i in 0..14 {
        let t = i as f32 / 14.0;
        c.glow(
            x + (t * 37.0).sin() * s * 0.3,
            y + s * (0.4 + t * 5.0),
            s * 0.5,
            lamp * (0.5 * (1.0 - t)),
        );
    }
}

fn curtains(c: &mut Canvas, horizon: f32, rng: &mut Rng) {
    let ribbons: Vec<[f32; 6]> = (0..2 + rng.below(3))
        .map(|i| {
            [
                rng.range(0.35, 0.86) - i as f32 * 0.08,
                rng.range(0.0, 1024.0),
                rng.range(0.0, 1024.0),
                rng.range(0.22, 0.5),
                rng.range(0.45, 1.0) / (1.0 + i as f32 * 0.35),
                rng.range(-0.25, 0.25),
            ]
        })
        .collect();
    let foot = Rgb::hex(rng.pick(&[0x38f0a0, 0x5cf28c, 0x30e6b4]));
    let crown = Rgb::hex(rng.pick(&[0x3a52d8, 0x9a3cc8, 0xc8408c, 0x2a7ad0]));
    let (w, h) = (c.w as f32, horizon);
    let k = 300.0 / h;
    let mut layer = Canvas::new(c.w / 3 + 2, c.h / 3 + 2);
    layer.fill(0, layer.h, |x, y| {
        let (x, y) = (x * 3.0, y * 3.0);
        let mut sum = Rgb::BLACK;
        for r in &ribbons {
            let lean = (x - w * 0.5) * (y / h - 0.6) * r[5] + x;
            let bend = fbm().at(lean * k * 0.42 + r[1], r[2]) - 0.5;
            let edge = h * (r[0] + bend * 1.1);
            let above = (edge - y) / h;
            let rays = fbm().at(lean * k * 3.4 + r[2], 20.0 + r[1] + y * 0.02);
            let wave = fbm().at(lean * k * 0.8 + r[1], r[2] + 77.0);
            let strength = r[4] * smooth(0.25, 0.75, wave) * (0.35 + 1.3 * smooth(0.25, 0.8, rays));
            let tall = r[3] * (0.5 + rays);
            let body = if above > 0.0 {
                exp_neg(above / tall * 2.6)
            } else {
                exp_neg(-above * 34.0)
            };
            let tint = foot.lerp(crown, smooth(0.05, 0.85, above / tall));
            sum += tint * (body * strength * 0.85);
        }
        sum
    });
    c.stretch(&layer, horizon as usize, 3, |old, new| old + new);
}
