//! A beach from above: sand, the wet edge, lines of foam, turquoise and depth.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::{cells, fbm};
use crate::paint::rgb::{Rgb, mix, smooth};
use crate::paint::rng::Rng;

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let k = 900.0 / h.min(w);
    let angle =
        rng.range(-0.9, 0.9) + rng.pick(&[0.0, std::f32::consts::PI, std::f32::consts::FRAC_PI_2]);
    let (nx, ny) = (angle.cos(), angle.sin());
    let place = rng.range(-0.18, 0.12) * h.min(w) * k;
    let (r1, r2) = (rng.range(0.0, 1024.0), rng.range(0.0, 1024.0));
    let bend = rng.range(180.0, 420.0);
    let sand = Rgb::hex(rng.pick(&[0xdcc49a, 0xe6d3b0, 0xc9ab7e, 0xe9d9c4]));
    let shallow = Rgb::hex(rng.pick(&[0x7ed0c4, 0x74cbd0, 0x92d4bc]));
    let middle = Rgb::hex(rng.pick(&[0x1f98a8, 0x1a8fae, 0x2a9c9a]));
    let deep = Rgb::hex(rng.pick(&[0x0b4f74, 0x0a5c80, 0x123f66]));
    let reef = rng.range(0.0, 0.8);
    c.fill(0, c.h, |x, y| {
        let (px, py) = ((x - w * 0.5) * k, (y - h * 0.5) * k);
        let along = -px * ny + py * nx;
        let wander = fbm().at(along * 0.22 + r1, r2 + (px * nx + py * ny) * 0.1) - 0.5;
        let s = px * nx + py * ny - place + wander * bend;
        let rough = fbm().at(px * 0.8 + r2, py * 0.8 + r1);
        // The edge the last wave reached, and the one that is there now.
        let swash = (fbm().at(along * 0.55 + r2, r1) - 0.5) * 90.0;
        let edge = s + swash + (rough - 0.5) * 22.0;
        if edge < 0.0 {
            let grain = fbm().at(px * 5.3 + r1, py * 5.3);
            let dune = fbm().at(px * 0.35 + r2, py * 0.35 + 90.0)
                - fbm().at(px * 0.35 + r2 + 5.0, py * 0.35 + 95.0);
            let wet = smooth(-70.0 - swash * 0.4, -14.0, edge);
            let dry = sand * (0.84 + 0.22 * grain + dune * 1.5);
            let damp = sand * Rgb(0.56, 0.52, 0.5) * (0.9 + 0.14 * grain) + shallow * 0.05;
            let lace = smooth(5.0, 0.0, (edge + 26.0 + rough * 22.0).abs()) * 0.28;
            return dry.lerp(damp, wet).lerp(Rgb(0.9, 0.9, 0.88), lace);
        }
        let d = edge / 300.0;
        let weed = smooth(0.5, 0.68, fbm().at(px * 0.5 + r1 + 400.0, py * 0.5 + r2))
            * smooth(0.5, 1.1, d)
            * reef;
        let body = sand.lerp(shallow, smooth(0.0, 0.16, d));
        let body = body
            .lerp(middle, smooth(0.1, 0.75, d))
            .lerp(deep, smooth(0.6, 2.6, d) * (0.75 + 0.5 * rough));
        let body = body.lerp(deep * 0.5, weed * 0.7);
        let net = cells().at(px * 0.62 + rough * 60.0, py * 0.62 + r2);
        let sunlit = smooth(0.16, 0.0, net) * mix(0.28, 0.05, smooth(0.1, 1.2, d));
        let swell = fbm().at(
            px * nx * 0.9 + py * ny * 0.9 + rough * 40.0 + r1,
            along * 0.16,
        );
        let body = body * (0.88 + 0.26 * swell) + shallow * sunlit;
        let foam = surf(edge, rough, along, (px, py), (r1, r2));
        body.lerp(Rgb(0.96, 0.97, 0.97), foam)
    });
    if rng.chance(0.45) {
        parasols(c, &mut rng, (nx, ny), place / k);
    } else if rng.chance(0.5) {
        boat(c, &mut rng, (nx, ny));
    }
    Print {
        bloom: 0.07,
        contrast: 0.32,
        vignette: 0.16,
        exposure: 0.97,
        ..Print::default()
    }
}

/// How white the water is: crests of the waves that run in, and the lace they leave behind.
fn surf(edge: f32, rough: f32, along: f32, (px, py): (f32, f32), (r1, r2): (f32, f32)) -> f32 {
    let d = edge / 300.0;
    let lace = cells().at(px * 1.15 + rough * 46.0 + r1, py * 1.15 + r2 + rough * 30.0);
    let fine = cells().at(px * 2.9 + r2, py * 2.9 + rough * 50.0);
    let holes = smooth(0.34, 0.05, lace) * 0.75 + smooth(0.3, 0.02, fine) * 0.45;
    let mut foam = smooth(16.0, 2.0, edge) * 0.95;
    foam = foam.max(smooth(95.0, 10.0, edge) * holes * 0.9);
    for i in 0..3u8 {
        let fi = f32::from(i);
        let at = 130.0 + 125.0 * fi + (fbm().at(along * 0.3 + r1 + fi * 210.0, r2) - 0.5) * 150.0;
        let gone = smooth(
            0.4,
            0.62,
            fbm().at(along * 0.2 + r2 + fi * 130.0, r1 + 40.0),
        );
        let x = edge - at;
        // Steep in front (towards the shore), a long tail behind.
        let crest = smooth(-7.0, 0.0, x) * smooth(16.0, 3.0, x);
        let tail = smooth(-2.0, 3.0, x) * smooth(100.0, 8.0, x) * holes;
        foam = foam.max((crest * (0.5 + rough) + tail * 0.85).min(1.0) * gone);
    }
    let far = smooth(0.80, 0.86, fbm().at(px * 2.2 + r1, py * 3.0)) * smooth(1.0, 2.0, d) * 0.5;
    foam.max(far).clamp(0.0, 1.0)
}

fn parasols(c: &mut Canvas, rng: &mut Rng, n: (f32, f32), place: f32) {
    let (w, h) = (c.w as f32, c.h as f32);
    let r = h.min(w) * 0.014;
    let tints = [0xd8483a, 0xf4f0e6, 0xe8b23c, 0x2c7a8c, 0xe88a78];
    for _ in 0..4 + rng.below(10) {
        let inland = place - h.min(w) * rng.range(0.2, 0.34);
        let along = rng.bell() * h.max(w) * 0.45;
        let (x, y) = (
            w * 0.5 + n.0 * inland - n.1 * along,
            h * 0.5 + n.1 * inland + n.0 * along,
        );
        c.disc(
            x + r * 0.9,
            y + r * 0.9,
            r,
            r * 0.25,
            Rgb::hex(0x5a4632),
            0.5,
        );
        let tint = Rgb::hex(rng.pick(&tints));
        let other = if rng.chance(0.6) {
            Rgb::hex(0xf8f4ea)
        } else {
            tint
        };
        c.visit(x - r, y - r, x + r, y + r, |px, py, old| {
            let (dx, dy) = ((px - x) / r, (py - y) / r);
            let d = dx.hypot(dy);
            let gore = (dy.atan2(dx) * 4.0 / std::f32::consts::PI + 8.0) as i32 % 2 == 0;
            let shade = 0.82 - 0.2 * (dx + dy);
            old.lerp(if gore { tint } else { other } * shade, smooth(1.0, 0.9, d))
        });
        let (tx, ty) = (x + r * rng.range(1.4, 2.4), y - r * 0.6);
        let towel = Rgb::hex(rng.pick(&tints)) * 0.9;
        c.visit(tx, ty, tx + r * 0.7, ty + r * 1.5, |_, _, _| towel);
    }
}

fn boat(c: &mut Canvas, rng: &mut Rng, n: (f32, f32)) {
    let (w, h) = (c.w as f32, c.h as f32);
    let m = h.min(w);
    let (x, y) = (w * 0.5 + n.0 * m * 0.36, h * 0.5 + n.1 * m * 0.36);
    let a = rng.range(0.0, std::f32::consts::TAU);
    let (dx, dy) = (a.cos(), a.sin());
    let s = m * 0.028;
    c.visit(
        x - s * 9.0,
        y - s * 9.0,
        x + s * 9.0,
        y + s * 9.0,
        |px, py, old| {
            let (u, v) = (
                ((px - x) * dx + (py - y) * dy) / s,
                (-(px - x) * dy + (py - y) * dx) / s,
            );
            let wake = -u - 0.7;
            let n = fbm().at(px * 3.0, py * 3.0);
            let mut out = old;
            if wake > 0.0 {
                let arm = smooth(0.22, 0.0, (v.abs() - 0.22 - wake * 0.2).abs());
                let core = smooth(0.3 + wake * 0.04, 0.05, v.abs()) * 0.8;
                out = out.lerp(
                    Rgb::grey(0.95),
                    (arm * 0.6 + core) * (1.0 - wake / 8.0).max(0.0) * (0.4 + n),
                );
            }
            let hull = (u / 1.05).powi(2) * if u > 0.0 { 1.0 } else { 0.8 } + (v / 0.36).powi(2);
            let white =
                Rgb(0.93, 0.92, 0.9).lerp(Rgb::hex(0x8a5a34), smooth(0.45, 0.4, hull) * 0.9);
            out.lerp(white, smooth(1.0, 0.9, hull))
        },
    );
}
