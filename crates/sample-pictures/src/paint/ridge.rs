//! Skylines, one height per column, and the trees that stand on them.

use super::canvas::Canvas;
use super::noise::{fbm, ridged};
use super::rgb::{Rgb, mix};
use super::rng::Rng;

/// A skyline around row `base`, rising up to about `amp` pixels; `jag` 0 rolls, 1 is alpine; `feature` is the width of a hill.
pub(crate) fn skyline(
    w: usize,
    base: f32,
    amp: f32,
    feature: f32,
    jag: f32,
    rng: &mut Rng,
) -> Vec<f32> {
    let (row, start) = (rng.range(0.0, 1024.0), rng.range(0.0, 1024.0));
    let k = 128.0 / feature.max(1.0);
    (0..w)
        .map(|x| {
            let u = x as f32 * k + start;
            let soft = (fbm().at(u * 0.6, row) - 0.5) * 2.4;
            let sharp = (ridged().at(u * 0.7, row + 300.0) - 0.3) * 1.8
                + (fbm().at(u * 4.0, row) - 0.5) * 0.4;
            let gentle = (fbm().at(u * 0.33, row + 100.0) - 0.5) * 2.2
                + (fbm().at(u * 1.1, row) - 0.5) * 0.35;
            base - amp * mix(gentle, mix(soft, sharp, 0.6), jag)
        })
        .collect()
}

/// Lifts a skyline by conifers about `size` pixels high.
pub(crate) fn conifers_on(line: &mut [f32], size: f32, density: f32, rng: &mut Rng) {
    let ground = line.to_vec();
    let w = line.len();
    let count = (w as f32 / size * density * 3.2) as usize;
    let patch = rng.range(0.0, 1024.0);
    for _ in 0..count {
        let x = rng.range(-size, w as f32 + size);
        let wood = fbm().at(x * 40.0 / size.max(4.0) * 0.2 + patch, 77.0);
        let h = size * (0.45 + 0.55 * rng.f()) * (0.45 + wood * 1.1);
        let half = h * rng.range(0.15, 0.22);
        let foot = ground[(x.max(0.0) as usize).min(w - 1)];
        let phase = rng.f();
        let (from, to) = (
            (x - half).max(0.0) as usize,
            ((x + half).max(0.0) as usize).min(w),
        );
        for (i, edge) in line.iter_mut().enumerate().take(to).skip(from) {
            let t = ((i as f32 - x) / half).abs();
            let tier = ((t * 5.0 + phase).fract() - 0.5) * 0.13;
            let top = foot - h * (1.0 - t.powf(0.8) + tier * t);
            *edge = edge.min(top);
        }
    }
}

/// A wood of single trees along a line; `tone` colours a tree by its column.
pub(crate) fn wood_on(
    c: &mut Canvas,
    line: &[f32],
    size: f32,
    density: f32,
    rng: &mut Rng,
    tone: impl Fn(f32) -> Rgb,
) {
    let w = line.len();
    let patch = rng.range(0.0, 1024.0);
    let count = (w as f32 / size * density * 4.0) as usize;
    let mut places: Vec<(f32, f32)> = (0..count)
        .map(|_| (rng.f().powf(0.7), rng.range(-0.3, w as f32 + 0.3)))
        .collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (t, x) in places {
        let wood = fbm().at(x * 10.0 / size + patch, 77.0);
        let foot = line[(x.max(0.0) as usize).min(w - 1)] + size * 0.5 * t;
        let h = size * rng.range(0.5, 1.0) * (0.45 + wood * 1.1);
        let k = rng.range(0.7, 1.25);
        conifer(c, x, foot, h, rng, |up, _| {
            tone(x) * (k * (0.75 + 0.4 * up))
        });
    }
}

/// One conifer with its tiers, standing at `(x, foot)`; `shade` colours by height (0 foot, 1 tip) and side (-1 left, 1 right).
pub(crate) fn conifer(
    c: &mut Canvas,
    x: f32,
    foot: f32,
    h: f32,
    rng: &mut Rng,
    shade: impl Fn(f32, f32) -> Rgb,
) {
    let tiers = rng.range(9.0, 14.0);
    let (wide, phase, row) = (rng.range(0.17, 0.24), rng.f(), rng.range(0.0, 1024.0));
    let lean = rng.bell() * 0.01 * h;
    let noise = fbm();
    c.visit(x - h * 0.3, foot - h, x + h * 0.3, foot, |px, py, old| {
        let t = (foot - py) / h;
        let axis = x + lean * t;
        let side = px - axis;
        if side.abs() > h * wide * (1.0 - t).max(0.0).powf(0.9) * 1.7 + 1.0 {
            return old;
        }
        let n = noise.at(px * (700.0 / h) + row, py * (1500.0 / h));
        let coarse = noise.at(side.signum() * 90.0 + row, py * (900.0 / h));
        let droop = side.abs() / (h * wide) * 0.035;
        let tier = ((t + droop) * tiers + phase + coarse * 2.5).fract();
        let reach = h
            * wide
            * (1.0 - t).max(0.0).powf(0.9)
            * (0.62 + 0.5 * (1.0 - tier))
            * (0.35 + 0.8 * n + 0.55 * coarse);
        let trunk = h * 0.012 * (1.0 - t);
        let cover = (reach - side.abs() + 0.5)
            .clamp(0.0, 1.0)
            .max((trunk - side.abs() + 0.5).clamp(0.0, 1.0));
        if cover <= 0.0 {
            return old;
        }
        let s = (side / (h * wide)).clamp(-1.0, 1.0);
        let depth = 0.55 + 0.6 * n * (0.5 + 0.5 * (1.0 - tier));
        old.lerp(shade(t, s) * depth, cover)
    });
}
