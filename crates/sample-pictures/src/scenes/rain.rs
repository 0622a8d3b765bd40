//! Rain on a window: street lights out of focus behind drops that turn the picture upside down.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::fbm;
use crate::paint::rgb::{Rgb, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::Light;

const LAMPS: [[u32; 5]; 4] = [
    [0xffb04a, 0xff7a2c, 0xffd890, 0xe83a28, 0x3a8cff],
    [0xff5a8c, 0x8c5aff, 0x3ac8ff, 0xffb04a, 0xff3a5a],
    [0x4ac8b0, 0xffd890, 0x2c8c9c, 0xffa04a, 0xe8f0d8],
    [0xff9a3c, 0xffc46a, 0xd8501c, 0xffe0a8, 0xa8341c],
];

fn bokeh(c: &mut Canvas, day: bool, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let m = w.min(h);
    let (top, low) = if day {
        (0x8a98a4, 0x4a5a5c)
    } else {
        rng.pick(&[
            (0x121c34, 0x3a2a34),
            (0x1a1838, 0x43243e),
            (0x10283a, 0x33302e),
        ])
    };
    let (top, low) = (Rgb::hex(top), Rgb::hex(low));
    let row = rng.range(0.0, 1024.0);
    let set = rng.pick(&LAMPS).map(Rgb::hex);
    c.fill_coarse(c.h, 6, |x, y| {
        let n = fbm().at(x * 0.3 + row, y * 0.3);
        let v = fbm().at(x * 0.55 + row, row);
        let towers = smooth(0.45, 0.52, v) * smooth(0.2, 0.5, y / h);
        top.lerp(low, y / h) * (0.6 + 0.8 * n) * (1.0 - towers * 0.4)
    });
    let mid = h * rng.range(0.42, 0.62);
    let count = if day { 34 } else { 80 };
    for i in 0..count {
        let near = i as f32 / count as f32;
        let r = m * (0.012 + 0.055 * near * rng.range(0.6, 1.2));
        let x = rng.f() * w;
        let y = mid + rng.bell() * h * 0.34;
        let tone = rng.pick(&set) * rng.range(0.35, 1.3) * if day { 0.45 } else { 1.0 };
        let a = rng.range(0.25, 0.7);
        c.visit(
            x - r * 1.1,
            y - r * 1.1,
            x + r * 1.1,
            y + r * 1.1,
            |px, py, old| {
                let d = (px - x).hypot(py - y) / r;
                let rim = 0.75 + 0.4 * smooth(0.6, 0.97, d);
                let onion = 0.95 + 0.05 * (d * 18.0).sin();
                old + tone * (a * rim * onion * smooth(1.06, 0.96, d) * 0.75)
            },
        );
        if y > mid {
            let tall = r * 5.0;
            c.visit(x - r * 0.7, y, x + r * 0.7, y + tall, |px, py, old| {
                let t = (py - y) / tall;
                let s = 1.0 - ((px - x) / (r * 0.7)).powi(2);
                old + tone * (a * 0.16 * s * (1.0 - t))
            });
        }
    }
}

struct Drop {
    x: f32,
    y: f32,
    r: f32,
    tall: f32,
}

fn drop(c: &mut Canvas, behind: &Canvas, d: &Drop, wobble: f32) {
    let (rx, ry) = (d.r, d.r * d.tall);
    let zoom = 9.0;
    c.visit(
        d.x - rx * 1.2,
        d.y - ry * 1.2,
        d.x + rx * 1.2,
        d.y + ry * 1.2,
        |px, py, old| {
            let (u, v) = ((px - d.x) / rx, (py - d.y) / ry);
            let lumpy = (fbm().at(u * 22.0 + wobble, v * 22.0 + wobble) - 0.5) * 0.3;
            let e = u * u * (1.0 + 0.22 * v) + v * v + lumpy;
            if e > 1.12 {
                return old;
            }
            let bulge = 0.55 + 0.45 * e.max(0.0);
            let sx = d.x - u * d.r * zoom * bulge;
            let sy = d.y - v * ry * zoom * bulge;
            let through = behind.near(sx, sy);
            let rim = smooth(0.45, 1.0, e);
            let up = (-v * 0.5 + 0.5).clamp(0.0, 1.0);
            let dark = rim * (0.35 + 0.5 * up);
            let mut body = through * (1.15 - dark) + through * (smooth(0.2, 0.8, v) * 0.35);
            let (gx, gy) = (u + 0.32, v + 0.42);
            body += Rgb(0.85, 0.9, 1.0)
                * (smooth(0.2, 0.03, gx.hypot(gy)) * 0.6 * (0.3 + old.luma().min(1.0)));
            old.lerp(body, smooth(1.08, 0.96, e))
        },
    );
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let m = w.min(h);
    let day = matches!(b.light, Light::Overcast | Light::Day);
    bokeh(c, day, &mut rng);
    let behind = c.clone();
    let row = rng.range(0.0, 1024.0);
    // Breath and fine spray on the glass.
    c.shade(0, c.h, |x, y, old| {
        let n = fbm().at(x * 0.5 + row, y * 0.4);
        old * (0.9 + 0.14 * n) + Rgb(0.005, 0.006, 0.008) * n
    });
    for _ in 0..(w * h / 900.0) as usize {
        let d = Drop {
            x: rng.f() * w,
            y: rng.f() * h,
            r: m * rng.range(0.0012, 0.004),
            tall: rng.range(0.9, 1.2),
        };
        drop(c, &behind, &d, rng.range(0.0, 900.0));
    }
    for _ in 0..4 + rng.below(7) {
        let x = rng.f() * w;
        let (from, to) = (rng.range(-0.1, 0.4) * h, rng.range(0.45, 1.05) * h);
        let r = m * rng.range(0.006, 0.011);
        let path = rng.range(0.0, 1024.0);
        let sway = |y: f32| x + (fbm().at(y * 0.35 + path, path) - 0.5) * m * 0.09;
        let mut y = from;
        while y < to {
            let cx = sway(y);
            c.visit(cx - r, y, cx + r, y + 1.0, |px, py, old| {
                let s = 1.0 - ((px - cx) / r).powi(2);
                old.lerp(
                    behind.near(cx - (px - cx) * 6.0, py) * (0.9 + 0.15 * s),
                    s.max(0.0) * 0.8,
                )
            });
            if rng.chance(0.03) {
                let d = Drop {
                    x: cx + rng.bell() * r,
                    y,
                    r: r * rng.range(0.35, 0.8),
                    tall: rng.range(1.0, 1.5),
                };
                drop(c, &behind, &d, rng.range(0.0, 900.0));
            }
            y += 2.0;
        }
        drop(
            c,
            &behind,
            &Drop {
                x: sway(to),
                y: to,
                r: r * 1.7,
                tall: 1.3,
            },
            rng.range(0.0, 900.0),
        );
    }
    for _ in 0..(w * h / 5200.0) as usize {
        let big = rng.f().powi(3);
        let d = Drop {
            x: rng.f() * w,
            y: rng.f() * h,
            r: m * (0.004 + 0.024 * big),
            tall: rng.range(0.9, 1.35),
        };
        drop(c, &behind, &d, rng.range(0.0, 900.0));
    }
    Print {
        bloom: 0.22,
        contrast: 0.32,
        vignette: 0.32,
        exposure: 1.15,
        ..Print::default()
    }
}
