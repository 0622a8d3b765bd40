//! Food and coffee from above on wood, marble or linen, with soft window light.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::{fbm, ridged};
use crate::paint::rgb::{Rgb, mix, smooth};
use crate::paint::rng::Rng;

const SUN: (f32, f32) = (-0.7, -0.7);

fn board(c: &mut Canvas, rng: &mut Rng) {
    let (w, h, row) = (c.w as f32, c.h as f32, rng.range(0.0, 1024.0));
    let k = 900.0 / h.min(w);
    let kind = rng.below(4);
    let wood = Rgb::hex(rng.pick(&[0x7a4a2a, 0x9a6a3e, 0x5a3a26, 0xb08a5e]));
    let cloth = Rgb::hex(rng.pick(&[0xd8d0c2, 0x9aa6a8, 0x3a4650, 0xc8b4a0]));
    let wide = rng.range(120.0, 210.0);
    let angle = rng.range(-0.12, 0.12);
    c.fill(0, c.h, |x, y| {
        let (px, py) = (x * k, (y + x * angle) * k);
        match kind {
            0 | 1 => {
                let plank = (py / wide).floor();
                let seam = (py / wide - plank - 0.5).abs();
                let off = plank * 331.0 + row;
                let bow = fbm().at(px * 0.25 + off, py * 1.2 + off);
                let rings = ((py * 0.1 + bow * 26.0).sin() * 0.5 + 0.5) * 0.4;
                let fine = fbm().at(px * 0.35 + off, py * 9.0);
                let tone = 0.62 + 0.3 * rings + 0.4 * (fine - 0.5) + 0.14 * (off * 0.7).sin();
                wood * tone * (1.0 - 0.75 * smooth(0.485, 0.5, seam))
            }
            2 => {
                let warp = fbm().at(px * 0.5 + row, py * 0.5);
                let vein = ridged().at(px * 0.4 + warp * 160.0 + row, py * 0.4 + warp * 90.0);
                let n = fbm().at(px * 0.8 + row, py * 0.8);
                Rgb(0.78, 0.77, 0.76) * (0.84 + 0.2 * n) * (1.0 - 0.4 * smooth(0.35, 0.85, vein))
            }
            _ => {
                let fold = fbm().at(px * 0.3 + row, py * 0.16)
                    - fbm().at(px * 0.3 + row + 6.0, py * 0.16 + 4.0);
                let weave = (px * 1.35).sin() * (py * 1.35).sin() * 0.06;
                let n = fbm().at(px * 4.0, py * 4.0);
                cloth * (0.82 + fold * 2.2 + weave + 0.12 * (n - 0.5))
            }
        }
    });
}

/// A soft shadow of something round.
fn shadow(c: &mut Canvas, x: f32, y: f32, r: f32, lift: f32, dark: f32) {
    let (sx, sy) = (x - SUN.0 * lift, y - SUN.1 * lift);
    let e = r + lift * 1.4;
    c.visit(sx - e, sy - e, sx + e, sy + e, |px, py, old| {
        let d = (px - sx).hypot(py - sy);
        old * (1.0 - dark * (1.0 - smooth(r - lift * 0.9, r + lift * 1.2, d)))
    });
}

fn plate(c: &mut Canvas, x: f32, y: f32, r: f32, tone: Rgb) {
    shadow(c, x, y, r, r * 0.09, 0.62);
    c.visit(x - r, y - r, x + r, y + r, |px, py, old| {
        let (dx, dy) = ((px - x) / r, (py - y) / r);
        let d = dx.hypot(dy);
        if d > 1.01 {
            return old;
        }
        let toward = (dx * SUN.0 + dy * SUN.1) / d.max(0.05);
        // The rim slopes down to a flat well.
        let tilt = smooth(0.66, 0.72, d) * (1.0 - smooth(0.97, 1.0, d));
        let wall = smooth(0.6, 0.66, d) * (1.0 - smooth(0.68, 0.74, d));
        let n = fbm().at(px * 2.0, py * 2.0);
        let mut l =
            0.8 + 0.05 * (n - 0.5) - 0.08 * (dx * -SUN.0 + dy * -SUN.1) - toward * wall * 0.2
                + toward * tilt * 0.06;
        l += smooth(0.93, 0.97, d) * (1.0 - smooth(0.97, 1.0, d)) * (0.1 + 0.2 * toward.max(0.0));
        old.lerp(tone * l, smooth(1.005, 0.99, d))
    });
}

fn cup(c: &mut Canvas, x: f32, y: f32, r: f32, tone: Rgb, rng: &mut Rng) {
    plate(c, x, y, r * 1.75, tone);
    shadow(c, x, y, r, r * 0.3, 0.5);
    let a = rng.range(-0.6, 0.9);
    let (hx, hy) = (a.cos(), a.sin());
    c.stroke(
        (x + hx * r * 0.9, y + hy * r * 0.9),
        (x + hx * r * 1.42, y + hy * r * 1.42),
        r * 0.13,
        r * 0.1,
        tone * 0.72,
        1.0,
    );
    let turn = rng.range(-0.8, 0.8);
    let (ct, st) = (turn.cos(), turn.sin());
    let art = rng.below(4);
    let (crema, milk, black) = (Rgb::hex(0x74401e), Rgb::hex(0xf2e2c8), Rgb::hex(0x1c0e08));
    let row = rng.range(0.0, 1024.0);
    c.visit(
        x - r * 1.05,
        y - r * 1.05,
        x + r * 1.05,
        y + r * 1.05,
        |px, py, old| {
            let (dx, dy) = ((px - x) / r, (py - y) / r);
            let d = dx.hypot(dy);
            if d > 1.02 {
                return old;
            }
            let toward = (dx * SUN.0 + dy * SUN.1) / d.max(0.05);
            if d > 0.85 {
                let lip = smooth(0.9, 0.94, d);
                let l = mix(0.52 - 0.22 * toward, 0.86 + 0.1 * toward, lip);
                return old.lerp(tone * l, smooth(1.005, 0.985, d));
            }
            let n = fbm().at(px * 1.2 + row, py * 1.2);
            let (u, v) = ((dx * ct + dy * st) / 0.84, (-dx * st + dy * ct) / 0.84);
            let white = match art {
                0 => rosetta(u, v, n),
                1 => heart(u, v, n),
                2 => tulip(u, v, n),
                _ => 0.0,
            };
            let base = if art == 3 {
                black.lerp(crema, smooth(0.62, 0.84, d + (n - 0.5) * 0.12) * 0.75)
            } else {
                crema * (0.75 + 0.5 * n)
            };
            let ring = smooth(0.7, 0.84, d) * 0.4;
            let body = base.lerp(milk * (0.9 + 0.1 * n), white) * (1.0 - ring);
            let shade = 1.0 - 0.4 * smooth(0.35, 0.84, d) * toward.max(0.0);
            let gleam = smooth(
                0.16,
                0.0,
                ((dx + 0.34).powi(2) + (dy + 0.42).powi(2)).sqrt(),
            ) * 0.12;
            let inside = tone * (0.5 - 0.2 * toward);
            (body * shade + Rgb::grey(gleam)).lerp(inside, smooth(0.83, 0.85, d))
        },
    );
}

fn rosetta(u: f32, v: f32, n: f32) -> f32 {
    let t = (v + 0.72) / 1.4;
    if !(0.0..1.0).contains(&t) {
        return 0.0;
    }
    let wide = 0.62 * (t * (1.35 - t)).max(0.0).sqrt() * (1.0 - 0.4 * (1.0 - t));
    let inside = smooth(wide, wide - 0.06, u.abs());
    let bands = ((v * 27.0 - u.abs() * 17.0 + n * 2.4).sin() + 0.25) * 2.2;
    let vein = smooth(0.035, 0.02, u.abs() - 0.004);
    inside * (bands.clamp(0.0, 1.0) * (1.0 - vein * 0.9))
}

fn heart(u: f32, v: f32, n: f32) -> f32 {
    let (x, y) = (u * 2.0, -v * 2.0 + 0.12);
    let s = x * x + y * y - 1.0;
    let f = s * s * s - x * x * y * y * y + (n - 0.5) * 0.06;
    let ring = f32::from((u.hypot(v + 0.05) * 30.0).sin() > 0.72);
    smooth(0.05, -0.05, f) * (1.0 - 0.22 * ring * smooth(-0.6, -0.05, f))
}

fn tulip(u: f32, v: f32, n: f32) -> f32 {
    let mut white = 0.0f32;
    for i in 0..4u8 {
        let fi = f32::from(i);
        let cy = -0.42 + fi * 0.27;
        let r = 0.22 + fi * 0.065;
        let d = ((u / (r * 1.35)).powi(2) + ((v - cy - u * u * 0.7) / (r * 0.55)).powi(2)).sqrt()
            + (n - 0.5) * 0.2;
        white = white.max(smooth(1.0, 0.86, d)) * if d > 1.0 && d < 1.18 { 0.25 } else { 1.0 };
    }
    white
}

/// A round fruit or berry with its bloom, shadow and highlight.
fn ball(c: &mut Canvas, x: f32, y: f32, r: f32, tone: Rgb, gloss: f32) {
    shadow(c, x, y, r * 0.92, r * 0.4, 0.55);
    c.visit(x - r, y - r, x + r, y + r, |px, py, old| {
        let (dx, dy) = ((px - x) / r, (py - y) / r);
        let d2 = dx * dx + dy * dy;
        if d2 > 1.05 {
            return old;
        }
        let z = (1.0 - d2).max(0.0).sqrt();
        let l = (dx * SUN.0 * 0.6 + dy * SUN.1 * 0.6 + z * 0.65).max(0.0);
        let n = fbm().at(px * 2.5, py * 2.5);
        let (gx, gy) = (dx + 0.34, dy + 0.38);
        let gleam = smooth(0.2, 0.04, (gx * gx + gy * gy).sqrt()) * gloss;
        let body = tone * (0.16 + 0.95 * l) * (0.85 + 0.3 * n)
            + Rgb(0.3, 0.34, 0.4) * ((1.0 - z).powi(3) * 0.25);
        old.lerp(body + Rgb::grey(gleam), smooth(1.02, 0.96, d2))
    });
}

fn citrus(c: &mut Canvas, x: f32, y: f32, r: f32, rng: &mut Rng) {
    let sets = [
        [0xe87a12, 0xf8a83a, 0xf6dcb0],
        [0xe8c81c, 0xf4e06a, 0xf8f0cc],
        [0xc83a2c, 0xe8644a, 0xf4c8a4],
    ];
    let [peel, flesh, pith] = rng.pick(&sets).map(Rgb::hex);
    shadow(c, x, y, r, r * 0.09, 0.6);
    let (n, turn, row) = (
        9.0 + rng.below(3) as f32,
        rng.f() * 6.0,
        rng.range(0.0, 1024.0),
    );
    c.visit(x - r, y - r, x + r, y + r, |px, py, old| {
        let (dx, dy) = ((px - x) / r, (py - y) / r);
        let d = dx.hypot(dy);
        if d > 1.01 {
            return old;
        }
        let a = (dy.atan2(dx) + turn) / std::f32::consts::TAU * n;
        let seg = (a - a.floor() - 0.5).abs() * 2.0;
        let fibre = fbm().at(a * 46.0 + row, d * 40.0 + row);
        let wall = smooth(1.0 - 0.07 / d.max(0.12), 1.0 - 0.02 / d.max(0.12), seg);
        let cell = flesh.lerp(peel, smooth(0.35, 0.7, fibre) * 0.65) * (0.72 + 0.5 * fibre);
        let mut body = cell.lerp(pith * 0.92, wall.max(smooth(0.12, 0.07, d)));
        body = body
            .lerp(pith * 0.95, smooth(0.83, 0.87, d))
            .lerp(peel, smooth(0.92, 0.95, d));
        let l = 0.88 - 0.12 * (dx * -SUN.0 + dy * -SUN.1);
        old.lerp(body * l, smooth(1.0, 0.98, d))
    });
}

fn leaf(c: &mut Canvas, x: f32, y: f32, s: f32, a: f32, tone: Rgb) {
    let (ca, sa) = (a.cos(), a.sin());
    for pass in 0..2 {
        let off = if pass == 0 { s * 0.06 } else { 0.0 };
        c.visit(
            x - s * 1.1,
            y - s * 1.1,
            x + s * 1.2,
            y + s * 1.2,
            |px, py, old| {
                let (dx, dy) = (px - x - off, py - y - off);
                let (u, v) = ((dx * ca + dy * sa) / s, (-dx * sa + dy * ca) / s);
                if !(0.0..1.0).contains(&u) {
                    return old;
                }
                let wide = 0.34 * (u * (1.0 - u) * 4.0).powf(0.7);
                let cover = ((wide - v.abs()) * s + 0.5).clamp(0.0, 1.0);
                if pass == 0 {
                    return old * (1.0 - 0.45 * cover);
                }
                let rib = smooth(0.02, 0.0, v.abs()) * 0.3;
                let veins = ((u * 30.0 - v.abs() * 40.0).sin() * 0.5 + 0.5) * 0.18;
                old.lerp(tone * (0.8 + veins + rib - v * sa.signum() * 0.8), cover)
            },
        );
    }
}

fn pile(c: &mut Canvas, x: f32, y: f32, r: f32, rng: &mut Rng) {
    let sets: [[u32; 3]; 4] = [
        [0x2c3468, 0x3c3a78, 0x28284c],
        [0xc01c28, 0xd83a3a, 0x9c1420],
        [0xd8241c, 0xe8501c, 0xe89a28],
        [0x5a1430, 0x7a1c3c, 0x3a1028],
    ];
    let set = rng.pick(&sets);
    let size = r * rng.range(0.15, 0.21);
    for layer in 0..2 {
        let reach = r * if layer == 0 { 0.82 } else { 0.5 };
        let n = if layer == 0 { 24 } else { 11 };
        for i in 0..n {
            let (a, d) = (
                i as f32 * 2.4 + layer as f32,
                ((i as f32 + 0.5) / n as f32).sqrt() * reach,
            );
            let tone = Rgb::hex(rng.pick(&set));
            ball(
                c,
                x + a.cos() * d,
                y + a.sin() * d,
                size * rng.range(0.85, 1.1),
                tone,
                0.9,
            );
        }
    }
    for _ in 0..3 {
        let a = rng.f() * std::f32::consts::TAU;
        leaf(
            c,
            x + rng.bell() * r * 0.3,
            y + rng.bell() * r * 0.3,
            r * 0.34,
            a,
            Rgb::hex(0x4a7a2a),
        );
    }
}

fn tart(c: &mut Canvas, x: f32, y: f32, r: f32, rng: &mut Rng) {
    plate(c, x, y, r * 1.25, Rgb::hex(0xe8e4dc));
    shadow(c, x, y, r * 0.95, r * 0.1, 0.5);
    c.visit(x - r, y - r, x + r, y + r, |px, py, old| {
        let (dx, dy) = ((px - x) / r, (py - y) / r);
        let d = dx.hypot(dy);
        let a = dy.atan2(dx);
        let crimp = 0.95 + 0.022 * (a * 34.0).sin();
        if d > crimp {
            return old;
        }
        let n = fbm().at(px * 2.4, py * 2.4);
        let toward = (dx * SUN.0 + dy * SUN.1) / d.max(0.05);
        let crust = Rgb::hex(0xc8853c) * (0.6 + 0.6 * n + 0.2 * toward + 0.12 * (a * 34.0).sin());
        let cream = Rgb::hex(0xf4dfa8) * (0.88 + 0.12 * n);
        crust.lerp(cream, smooth(0.84, 0.8, d))
    });
    let rings = [(0.62, 13), (0.33, 7), (0.0, 1)];
    let tones = rng.pick(&[
        [0xc01c28, 0x2c3468, 0xc01c28],
        [0x5a1430, 0xc8243a, 0xe8a02c],
        [0xe88a1c, 0xc01c28, 0x2c3468],
    ]);
    for ((at, n), tone) in rings.iter().zip(tones) {
        for i in 0..*n {
            let a = i as f32 / *n as f32 * std::f32::consts::TAU + at * 9.0;
            ball(
                c,
                x + a.cos() * at * r,
                y + a.sin() * at * r,
                r * 0.135,
                Rgb::hex(tone),
                1.0,
            );
        }
    }
    leaf(
        c,
        x - r * 0.1,
        y - r * 0.1,
        r * 0.3,
        0.6,
        Rgb::hex(0x4f8a2e),
    );
}

fn crumbs(c: &mut Canvas, rng: &mut Rng, tone: u32) {
    let (w, h) = (c.w as f32, c.h as f32);
    let (cx, cy) = (rng.f() * w, rng.f() * h);
    for _ in 0..26 {
        let (x, y) = (cx + rng.bell() * h * 0.25, cy + rng.bell() * h * 0.25);
        let r = h * rng.range(0.003, 0.009);
        ball(c, x, y, r, Rgb::hex(tone) * rng.range(0.7, 1.2), 0.1);
    }
}

/// Window light: a bright slanting field with the soft shadow of the glazing bars, now and then of leaves.
fn window_light(c: &mut Canvas, rng: &mut Rng) {
    let (w, h, row) = (c.w as f32, c.h as f32, rng.range(0.0, 1024.0));
    let (gap, bars, leafy) = (
        h * rng.range(0.4, 0.7),
        rng.range(0.15, 0.6),
        rng.chance(0.3),
    );
    let slant = rng.range(0.2, 0.6);
    let mut small = Canvas::new(c.w / 4 + 2, c.h / 4 + 2);
    small.fill(0, small.h, |x, y| {
        let (x, y) = (x * 4.0, y * 4.0);
        let (u, v) = ((x + y * slant) / gap, (y - x * 0.25) / (gap * 1.4));
        let bar = smooth(0.42, 0.49, (u - u.floor() - 0.5).abs()).max(smooth(
            0.44,
            0.49,
            (v - v.floor() - 0.5).abs(),
        ));
        let leaves = if leafy {
            smooth(
                0.42,
                0.66,
                fbm().at(x * 0.5 + row, y * 0.5) * 0.7 + fbm().at(y * 0.16, x * 0.16 + row) * 0.3,
            ) * 0.42
        } else {
            0.0
        };
        let fall = mix(1.18, 0.62, ((x / w + y / h) * 0.5).clamp(0.0, 1.0));
        Rgb(1.04, 1.0, 0.93) * (fall * (1.0 - bar * bars) * (1.0 - leaves))
    });
    c.stretch(&small, c.h, 4, |old, k| old * k * 1.1);
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let m = w.min(h);
    board(c, &mut rng);
    let tone = Rgb::hex(rng.pick(&[0xf2eee6, 0xe4e0d8, 0x8aa0a0, 0xd8b8a0, 0x4a5258]));
    let side = rng.pick(&[-1.0f32, 1.0]);
    let spot = |k: f32, l: f32| (w * 0.5 + side * k * m, h * 0.5 + l * m);
    match rng.below(4) {
        0 => {
            let (x, y) = spot(rng.range(-0.08, 0.04), rng.range(-0.06, 0.06));
            crumbs(c, &mut rng, 0x4a2614);
            let (px, py) = spot(0.52, -0.42);
            if rng.chance(0.6) {
                plate(c, px, py, m * 0.27, tone * 0.95);
                ball(c, px, py, m * 0.06, Rgb::hex(0xb8763a), 0.2);
                ball(
                    c,
                    px + m * 0.1,
                    py + m * 0.04,
                    m * 0.055,
                    Rgb::hex(0xa8662c),
                    0.2,
                );
            }
            cup(c, x, y, m * rng.range(0.19, 0.23), tone, &mut rng);
        }
        1 => {
            for _ in 0..5 {
                let (x, y) = (rng.range(0.08, 0.92) * w, rng.range(0.08, 0.92) * h);
                leaf(
                    c,
                    x,
                    y,
                    m * 0.2,
                    rng.f() * std::f32::consts::TAU,
                    Rgb::hex(rng.pick(&[0x3a6a2c, 0x2c5626])),
                );
            }
            let n = 5 + rng.below(4);
            for i in 0..n {
                let a = i as f32 * 2.4 + rng.f();
                let d = 0.12 + 0.42 * ((i as f32 + 0.4) / n as f32).sqrt();
                let (x, y) = (
                    w * 0.5 + a.cos() * d * w * 0.8,
                    h * 0.5 + a.sin() * d * h * 0.8,
                );
                citrus(c, x, y, m * rng.range(0.12, 0.17), &mut rng);
            }
        }
        2 => {
            let (x, y) = spot(-0.1, 0.04);
            plate(c, x, y, m * 0.36, tone);
            pile(c, x, y, m * 0.22, &mut rng);
            let (cx, cy) = spot(0.5, -0.3);
            cup(c, cx, cy, m * 0.14, tone, &mut rng);
            let (lx, ly) = spot(0.42, 0.34);
            citrus(c, lx, ly, m * 0.11, &mut rng);
        }
        _ => {
            let (x, y) = spot(-0.06, 0.05);
            crumbs(c, &mut rng, 0xd8a868);
            tart(c, x, y, m * 0.31, &mut rng);
            let (cx, cy) = spot(0.5, -0.34);
            cup(c, cx, cy, m * 0.15, tone, &mut rng);
        }
    }
    window_light(c, &mut rng);
    Print {
        bloom: 0.1,
        contrast: 0.4,
        vignette: 0.34,
        exposure: 1.05,
        ..Print::default()
    }
}
