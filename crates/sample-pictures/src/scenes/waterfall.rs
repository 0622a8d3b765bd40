//! A waterfall in a long exposure: silk between dark rocks, moss, a pool.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::{fbm, ridged};
use crate::paint::rgb::{Rgb, exp_neg, mix, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::Light;

struct Fall {
    x: f32,
    top: f32,
    foot: f32,
    half: f32,
    row: f32,
}

impl Fall {
    /// How much water covers a place, and its brightness.
    fn at(&self, x: f32, y: f32, m: f32) -> (f32, f32) {
        let lip = self.top + ((x - self.x) / self.half).powi(2) * self.half * 0.25;
        let t = (y - lip) / (self.foot - lip);
        if !(0.0..1.04).contains(&t) {
            return (0.0, 0.0);
        }
        let k = 700.0 / m;
        let sway = (fbm().at(y * k * 0.14 + self.row, self.row) - 0.5) * self.half * 0.7;
        let step = fbm().at(y * k * 0.5 + self.row, 40.0);
        let wide = self.half * (0.55 + 0.7 * t) * (0.45 + 1.1 * step);
        let u = (x - self.x - sway) / wide;
        if u.abs() > 1.5 {
            return (0.0, 0.0);
        }
        let silk = fbm().at(u * 90.0 + self.row, y * k * 0.10 + self.row);
        let threads = fbm().at(u * 300.0 + self.row, y * k * 0.06);
        let ledge = ridged().at(x * k * 0.3 + self.row, y * k * 0.6);
        let cover = smooth(
            1.2,
            0.3,
            u.abs() + (0.5 - silk) * 1.3 + (0.5 - threads) * 0.8,
        ) * smooth(0.0, 0.03, t);
        let gaps = smooth(0.26, 0.5, silk + 0.18 * (1.0 - u.abs()));
        (
            cover * mix(0.2, 0.96, gaps),
            0.36 + 0.6 * silk + 0.6 * (threads - 0.5) + 0.24 * ledge,
        )
    }
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let m = w.min(h);
    let (lip, pool) = (h * rng.range(0.12, 0.24), h * rng.range(0.7, 0.8));
    let row = rng.range(0.0, 1024.0);
    let k = 700.0 / m;
    let moss = Rgb::hex(match b.light {
        Light::Golden => 0x86803a,
        Light::Overcast => 0x4a6440,
        _ => rng.pick(&[0x567838, 0x4a6c3a]),
    });
    let stone = Rgb::hex(rng.pick(&[0x4a4844, 0x3e4448, 0x544a42]));
    let glow = Rgb::hex(if b.light == Light::Golden {
        0xffe0a0
    } else {
        0xe4eed8
    });
    let sky_x = w * rng.range(0.35, 0.65);
    let main = Fall {
        x: w * rng.range(0.4, 0.6),
        top: lip,
        foot: pool,
        half: m * rng.range(0.07, 0.15),
        row,
    };
    let mut falls = vec![main];
    for _ in 0..rng.below(4) {
        let x = w * rng.range(0.12, 0.88);
        let top = lip + rng.range(0.0, 0.35) * (pool - lip);
        falls.push(Fall {
            x,
            top,
            foot: pool,
            half: m * rng.range(0.015, 0.05),
            row: rng.range(0.0, 1024.0),
        });
    }
    let side = rng.pick(&[-1.0f32, 1.0]);
    c.fill(0, c.h.min(pool as usize + 2), |x, y| {
        let edge = lip + (fbm().at(x * k * 0.4 + row, 9.0) - 0.5) * h * 0.14
            - ((x - sky_x) / w).powi(2) * h * 0.3;
        let d2 = ((x - sky_x) / h).powi(2) + (y / h).powi(2);
        if y < edge {
            // Leaves against the light.
            let n = fbm().at(x * k * 1.6 + row, y * k * 1.6);
            let leafy = fbm().at(x * k * 5.0, y * k * 5.0) - 0.5;
            let gap = smooth(
                0.44,
                0.58,
                leafy * 0.5 + fbm().at(x * k * 0.6, y * k * 0.6 + row) + 0.18 / (1.0 + d2 * 30.0),
            );
            let leaf = moss * (0.25 + 1.0 * n) * (0.5 + 0.7 / (1.0 + d2 * 8.0));
            return leaf.lerp(glow * 1.1, gap * 0.8 / (1.0 + d2 * 5.0));
        }
        let depth = (y - edge) / (pool - edge).max(1.0);
        let warp = fbm().at(x * k * 0.5 + row, y * k * 0.5) - 0.5;
        let beds = fbm().at(x * k * 1.1 + warp * 60.0 + row, y * k * 2.2 + warp * 150.0);
        let toward = fbm().at(
            x * k * 1.1 + warp * 60.0 + row + side * 5.0,
            y * k * 2.2 - 9.0 + warp * 150.0,
        );
        let crack = ridged().at(x * k * 1.3 + row, y * k * 1.0 + warp * 50.0);
        let fine = fbm().at(x * k * 6.4, y * k * 7.4 + row);
        let lit = (0.5 + (beds - toward) * 4.0 + (fine - 0.5) * 0.6).clamp(0.05, 1.5);
        let top_light = mix(1.15, 0.5, depth);
        let mut rock = stone
            * (0.5 + 1.2 * lit)
            * (0.6 + 0.6 * fine)
            * (1.0 - 0.65 * smooth(0.45, 0.95, crack));
        let grows = smooth(
            0.5,
            0.72,
            beds * 0.6 + fine * 0.3 + (1.0 - depth) * 0.25 - crack * 0.12,
        );
        rock = rock.lerp(moss * (0.3 + 0.9 * lit) * (0.5 + 0.8 * fine), grows * 0.85);
        rock * (top_light * (0.6 + 0.55 / (1.0 + d2 * 2.5)))
    });
    let air = glow.lerp(Rgb(0.75, 0.82, 0.85), 0.6);
    c.shade(lip as usize, c.h.min(pool as usize + 2), |x, y, old| {
        let mut out = old;
        for f in &falls {
            let (cover, bright) = f.at(x, y, m);
            if cover > 0.0 {
                out = out.lerp(air * bright, cover);
            }
        }
        let spray = exp_neg((pool - y).max(0.0) / (h * 0.06))
            * exp_neg(((x - falls[0].x) / (w * 0.3)).powi(2));
        out.lerp(air * 0.85, spray * 0.85)
    });
    pool_of(c, &falls[0], pool, stone, moss, air, &mut rng);
    Print {
        bloom: 0.2,
        contrast: 0.42,
        vignette: 0.36,
        ..Print::default()
    }
}

/// The pool at the foot: streaks of foam that turn, a soft mirror, wet stones.
fn pool_of(c: &mut Canvas, f: &Fall, pool: f32, stone: Rgb, moss: Rgb, air: Rgb, rng: &mut Rng) {
    let (w, h, row) = (c.w as f32, c.h as f32, rng.range(0.0, 1024.0));
    let above = c.clone();
    let deep = Rgb::hex(rng.pick(&[0x0f2e2c, 0x14303a, 0x1a2c20]));
    c.shade(pool as usize, c.h, |x, y, _| {
        let dy = y - pool;
        let q = dy / (h - pool);
        let p = 1.0 / (dy + h * 0.04);
        let (u, v) = ((x - f.x) * p * 70.0, (dy + h * 0.04).ln() * 170.0);
        let n = fbm().at(u + row, v);
        let seen = above.near(
            x + (n - 0.5) * 30.0,
            pool - dy * 0.9 - 8.0 + (n - 0.5) * 40.0,
        );
        let curl = fbm().at(u * 0.8 + n * 60.0 + row, v * 1.6);
        let reach = ((x - f.x) / (w * (0.16 + 0.35 * q))).powi(2);
        let foam =
            smooth(0.42, 0.7, curl + 0.24 * exp_neg(q * 5.0)) * exp_neg(reach) * mix(0.95, 0.35, q);
        let water = deep * (0.5 + n) * 0.5 + seen * mix(0.5, 0.3, q);
        water.lerp(air * (0.7 + 0.4 * curl), foam)
    });
    let count = 9 + rng.below(8);
    let mut rows: Vec<f32> = (0..count).map(|_| rng.f()).collect();
    rows.sort_by(f32::total_cmp);
    for t in rows {
        let (x, y) = (rng.f() * w, mix(pool + h * 0.01, h * 1.02, t));
        let near_fall = ((x - f.x).abs() / w) < 0.12 && t < 0.5;
        if near_fall {
            continue;
        }
        let r = h * mix(0.03, 0.12, t) * rng.range(0.5, 1.2);
        let start = rng.range(0.0, 1024.0);
        c.visit(
            x - r * 1.5,
            y - r,
            x + r * 1.5,
            y + r * 0.4,
            |px, py, old| {
                let n = fbm().at(px * 3.2 + start, py * 3.8);
                let (dx, dy) = ((px - x) / (r * 1.2), (py - y) / (r * 0.62));
                let d = dx * dx + dy * dy + (n - 0.5) * 0.8;
                let cover = smooth(1.0, 0.93, d) * smooth(0.3, 0.2, dy);
                let up = (-dy).clamp(0.0, 1.0);
                let grown = smooth(0.25, 0.75, up + (n - 0.5) * 0.9) * 0.85;
                let body = (stone * (0.12 + 0.5 * n)).lerp(moss * (0.2 + 0.8 * n), grown)
                    + air * (0.05 * up);
                old.lerp(body * (0.5 + 0.6 * up), cover)
            },
        );
    }
}
