//! A desert: dunes with one lit and one shadowed face, ripples, a small caravan now and then.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::ground::{self, Spot, View};
use crate::paint::noise::{fbm, value_slope};
use crate::paint::rgb::{Rgb, exp_neg, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::{Light, Sky};

/// A dune across the wind: a long rise, a sharp crest, a short slip face.
fn crest(phase: f32) -> f32 {
    // Wind rounds the edge a little.
    (edge(phase - 0.014) + edge(phase) + edge(phase + 0.014)) * (1.0 / 3.0)
}

fn edge(phase: f32) -> f32 {
    let t = phase - phase.floor();
    let k = 0.72;
    if t < k {
        let r = t / k;
        r * r * (1.6 - 0.6 * r)
    } else {
        let r = (1.0 - t) / (1.0 - k);
        r * (0.85 + 0.15 * r)
    }
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let horizon = h * rng.range(0.34, 0.48);
    let mut sky = Sky::new(b.light, c, horizon, &mut rng);
    sky.cover *= 0.35;
    let side = sky.side();
    let low = matches!(b.light, Light::Dawn | Light::Dusk | Light::Golden);
    if low && rng.chance(0.6) {
        sky.sun.0 = w * (0.5 + side * 0.8);
    }
    sky.paint(c, c.h);
    let sun = if low {
        [side, rng.range(0.2, 0.32), 0.12]
    } else {
        [side * 0.9, 0.6, 0.1]
    };
    let (ox, oz, turn) = (
        rng.range(0.0, 900.0),
        rng.range(0.0, 900.0),
        rng.range(-0.35, 0.35),
    );
    let big = rng.range(0.09, 0.15);
    let focal = w.min(h * 1.5) * 1.1;
    let height = |x: f32, z: f32| {
        let soft = |k: f32, s: f32| value_slope(x * k + ox + s, z * k + oz).0 - 0.5;
        let (warp, warp2) = (soft(0.07, 0.0) + 0.5 * soft(0.15, 40.0), soft(0.4, 80.0));
        let swell = soft(0.045, 120.0);
        let main = crest((x * side + z * turn) * big + warp * 2.3) * (1.5 + 1.8 * swell);
        let small = crest((x * side * 0.8 - z * 0.3) * big * 2.6 + warp * 2.6 + warp2 * 0.5) * 0.28;
        let open = smooth(0.0, 9.0, z) * 0.75 + 0.25;
        (main + small) * open + smooth(14.0, 50.0, z) * (swell * 2.4 + 0.7)
    };
    // The camera stands on the sand, whatever lies under it.
    let mut eye = 0.0f32;
    for i in 0..40 {
        let z = 0.7 + i as f32 * 0.13;
        for k in [-0.4, -0.2, 0.0, 0.2, 0.4] {
            eye = eye.max(height(k * z, z) + 0.42);
        }
    }
    let view = View {
        horizon,
        focal,
        eye,
        near: 0.7,
        far: 64.0,
        steps: 820,
        sun,
    };
    let sand = Rgb::hex(rng.pick(&[0xcf9a6a, 0xd8b084, 0xc48a60, 0xdcbc94]));
    let air = rng.range(0.008, 0.02);
    let colour = |s: &Spot| {
        let ripple = ((s.x * 34.0 + s.z * 9.0 + (fbm().at(s.x * 40.0, s.z * 40.0) - 0.5) * 34.0)
            * 1.0)
            .sin();
        let seen = exp_neg(s.z * 0.11);
        let grain = fbm().at(s.x * 160.0, s.z * 160.0);
        let light =
            sky.key * (s.sun * 0.8 * (1.0 + ripple * 0.14 * seen)) + sky.fill * (s.sky * 0.34);
        let body = sand * (0.86 + 0.2 * grain) * light;
        sky.air(body, 1.0 - exp_neg((s.z - 2.0) * air), s.column)
    };
    ground::paint(c, &view, 0.1, height, colour);
    Print {
        bloom: 0.14,
        contrast: 0.42,
        saturation: 0.96,
        ..Print::default()
    }
}
