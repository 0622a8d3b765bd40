//! Ranges of wooded hills, each paler than the one before it, with mist in the valleys.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::fbm;
use crate::paint::rgb::{Rgb, exp_neg, mix, smooth};
use crate::paint::ridge::{conifer, conifers_on, skyline, wood_on};
use crate::paint::rng::Rng;
use crate::paint::sky::{Light, Sky};

/// Paints `layers` ranges from the horizon down to `end` of the height.
pub(crate) fn ranges(
    c: &mut Canvas,
    sky: &Sky,
    rng: &mut Rng,
    layers: usize,
    end: f32,
    near: Rgb,
    jag: f32,
) {
    let (w, h) = (c.w, c.h as f32);
    let top = sky.horizon;
    for i in 0..layers {
        let t = (i as f32 + 0.5) / layers as f32;
        let base = top + (h * end - top) * t.powf(1.25);
        let amp = h * mix(0.10, 0.15, t) * rng.range(0.75, 1.25);
        let feature = h * mix(0.22, 0.5, t) * rng.range(0.8, 1.3);
        let mut line = skyline(w, base, amp, feature, jag * (1.0 - t * 0.6), rng);
        let wood = h * mix(0.006, 0.085, t * t);
        let ground = line.clone();
        if t > 0.22 {
            conifers_on(
                &mut line,
                wood * if wood > 16.0 { 0.4 } else { 1.0 },
                1.4,
                rng,
            );
        }
        let thick = exp_neg(t * 2.7) * 0.98;
        let (row, fine) = (rng.range(0.0, 1024.0), 2.2 / (0.4 + t));
        let veil = h * mix(0.16, 0.22, t);
        let mist = mix(0.85, 0.55, t);
        if wood > 16.0 {
            wood_on(c, &ground, wood, 2.1, rng, |x| sky.air(near, thick, x));
        }
        c.below(&line, |x, y, _| {
            let depth = (y - ground[x as usize] - wood * 0.35).max(0.0);
            let n = fbm().at(x * 0.35 + row, y * 0.5 + row);
            let leaf = fbm().at(x * fine * 1.7 + row, y * fine * 1.3);
            let lit = 0.72 + 0.56 * leaf * smooth(0.2, 0.8, n);
            let body = near * lit + sky.fill * (0.02 * leaf);
            let pool = smooth(0.15, 1.0, depth / veil) * mist * (0.45 + 0.8 * n);
            sky.air(body, (thick + (1.0 - thick) * pool).min(0.985), x)
        });
    }
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let h = c.h as f32;
    let horizon = h * rng.range(0.4, 0.56);
    let mut sky = Sky::new(b.light, c, horizon, &mut rng);
    if matches!(b.light, Light::Dawn | Light::Dusk | Light::Golden) {
        sky.sun.1 = horizon - h * rng.range(0.06, 0.2);
        sky.cover *= 0.7;
    }
    sky.paint(c, c.h);
    let near = Rgb::hex(match b.light {
        Light::Dawn => rng.pick(&[0x2c2a44, 0x2e3542, 0x3a2c40]),
        Light::Dusk => rng.pick(&[0x1d1830, 0x241a2c, 0x16202e]),
        Light::Golden => rng.pick(&[0x2e2c1c, 0x36281c, 0x26301f]),
        Light::Blue | Light::Night => 0x0a1424,
        Light::Overcast => rng.pick(&[0x1e2a2a, 0x20302a]),
        Light::Day => rng.pick(&[0x1c3420, 0x22382c]),
    });
    let jag = rng.range(0.0, 1.0);
    let layers = 5 + rng.below(3);
    ranges(c, &sky, &mut rng, layers, 1.0, near, jag);
    if rng.chance(0.65) {
        let left = rng.chance(0.5);
        let edge = if left { 0.0 } else { c.w as f32 };
        let trunks = 5 + rng.below(6);
        for _ in 0..trunks {
            let off = rng.f() * rng.f() * h * 0.75;
            let x = if left { edge + off } else { edge - off };
            let tall = h * rng.range(0.32, 0.62) * (1.0 - off / h * 0.5);
            conifer(c, x, h * 1.04, tall, &mut rng, |t, _| {
                sky.air(near * 0.6, 0.04 + 0.05 * t, x)
            });
        }
    }
    Print {
        bloom: 0.2,
        contrast: 0.3,
        ..Print::default()
    }
}
