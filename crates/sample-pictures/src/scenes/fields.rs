//! Rows that run to the horizon: vines on a hillside, lavender in bloom.

use super::Brief;
use super::hills::ranges;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::ground::{self, Spot, View};
use crate::paint::noise::fbm;
use crate::paint::rgb::{Rgb, exp_neg, mix, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::Sky;

struct Rows {
    spacing: f32,
    tall: f32,
    leaf: [Rgb; 2],
    soil: Rgb,
    /// Spikes of lavender instead of leaves.
    spikes: bool,
}

fn field(c: &mut Canvas, sky: &Sky, rows: &Rows, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let side = sky.side();
    let focal = w.min(h * 1.5) * 1.05;
    let sun = [side * 0.8, 0.5, 0.25];
    let (ox, lean, curve) = (
        rng.range(0.0, 900.0),
        rng.range(-0.45, 0.45),
        rng.range(-0.012, 0.012),
    );
    let roll = rng.range(0.4, 1.4);
    let land = |x: f32, z: f32| {
        let swell = fbm().at(x * 2.6 + ox, z * 2.6) - 0.5;
        swell * roll * smooth(3.0, 20.0, z) * 2.6 + smooth(24.0, 60.0, z) * 1.1
    };
    let row_at = |x: f32, z: f32| {
        let r = (x + z * lean + z * z * curve) / rows.spacing;
        let t = (r - r.round()).abs() * 2.0;
        smooth(0.78, 0.3, t)
    };
    let height = |x: f32, z: f32| {
        let bush = row_at(x, z);
        let leaf = fbm().at(x * 420.0 + ox, z * 300.0);
        let clump = fbm().at(x * 90.0 + ox, z * 110.0);
        land(x, z) + bush * rows.tall * (0.45 + 0.55 * leaf + 0.4 * clump)
    };
    let mut eye = 0.0f32;
    for i in 0..30 {
        let z = 0.8 + i as f32 * 0.1;
        for k in [-0.45, -0.2, 0.0, 0.2, 0.45] {
            eye = eye.max(land(k * z, z) + rows.tall + 0.75);
        }
    }
    let view = View {
        horizon: sky.horizon,
        focal,
        eye,
        near: 0.8,
        far: 60.0,
        steps: 600,
        sun,
    };
    let colour = |s: &Spot| {
        let bush = row_at(s.x, s.z);
        let n = fbm().at(s.x * 700.0, s.z * 420.0 + ox);
        let broad = fbm().at(s.x * 9.0 + ox, s.z * 9.0);
        let leaf = rows.leaf[0].lerp(rows.leaf[1], smooth(0.3, 0.7, n + (broad - 0.5) * 0.6));
        let body =
            (rows.soil * (0.4 + 0.5 * n)).lerp(leaf * (0.55 + 0.8 * n), smooth(0.15, 0.5, bush));
        let dark = mix(0.45, 1.0, smooth(0.05, 0.75, bush));
        let light = sky.key * (s.sun * 0.75) + sky.fill * (s.sky * 0.5 * dark);
        sky.air(
            body * light,
            1.0 - exp_neg((s.z - 2.0).max(0.0) * 0.016),
            s.column,
        )
    };
    ground::paint(c, &view, 0.5, height, colour);
    let mut leaves: Vec<f32> = (0..(w * 14.0) as usize)
        .map(|_| 0.8 * 28.0f32.powf(rng.f().powf(1.35)))
        .collect();
    leaves.sort_by(|a, b| b.total_cmp(a));
    let light = sky.key * 0.62 + sky.fill * 0.4;
    for z in leaves {
        let reach = w * 0.52 / focal * z;
        let at = rng.range(-reach, reach);
        let drift = z * lean + z * z * curve;
        let row = ((at + drift) / rows.spacing).round();
        let lateral = rng.bell() * 0.8;
        let off = lateral * 0.5 * rows.spacing;
        let x = row * rows.spacing - drift + off;
        let up = rng.f().sqrt() * (1.0 - lateral * lateral);
        let ground = land(x, z) + rows.tall * (0.25 + 0.95 * up);
        let (px, py) = (
            w * 0.5 + x / z * focal,
            sky.horizon - (ground - eye) / z * focal,
        );
        let facing = 0.5 + 0.6 * (lateral * side * 1.6).clamp(-1.0, 1.0);
        let body =
            rows.leaf[0].lerp(rows.leaf[1], rng.f() * (0.4 + 0.6 * up)) * rng.range(0.6, 1.25);
        let tone = sky.air(
            body * light * (0.25 + 0.5 * facing + 0.4 * up * up),
            1.0 - exp_neg((z - 1.0).max(0.0) * 0.018),
            px,
        );
        let r = focal / z * 0.013 * rng.range(0.6, 1.3);
        if rows.spikes {
            c.stroke(
                (px, py),
                (px + rng.bell() * r, py - r * 5.0),
                r * 0.5 + 0.2,
                r * 0.3 + 0.2,
                tone,
                0.9,
            );
        } else {
            let a = rng.f() * std::f32::consts::TAU;
            c.stroke(
                (px, py),
                (px + a.cos() * r * 1.6, py + a.sin() * r * 1.3),
                r * 1.25 + 0.3,
                r * 0.5 + 0.2,
                tone,
                0.92,
            );
        }
    }
}

/// A farmhouse between cypresses on the skyline.
fn farm(c: &mut Canvas, sky: &Sky, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let (x, y, s) = (
        rng.range(0.2, 0.8) * w,
        sky.horizon + h * 0.012,
        h * rng.range(0.03, 0.05),
    );
    let side = sky.side();
    let light = sky.key * 0.5 + sky.fill * 0.4;
    c.visit(x - s, y - s * 1.2, x + s, y, |px, py, old| {
        let roof = y - s * 0.72 - (1.0 - ((px - x) / s).abs()) * s * 0.28;
        if py < roof {
            return old;
        }
        let lit = if (px - x) * side > -s * 0.2 {
            1.0
        } else {
            0.55
        };
        let wall = Rgb::hex(0xd8bf98);
        let tile = Rgb::hex(0xa65a3c);
        let (u, v) = ((px - x) / s * 4.0, (y - py) / s);
        let window = (u - u.floor() - 0.5).abs() < 0.14 && (0.3..0.55).contains(&v);
        let body = if py < roof + s * 0.22 {
            tile
        } else if window {
            wall * 0.25
        } else {
            wall
        };
        sky.air(body * light * lit, 0.22, x)
    });
    for _ in 0..3 + rng.below(5) {
        let cx = x + s * rng.range(-3.4, 3.4);
        let (tall, wide) = (s * rng.range(1.3, 2.6), s * rng.range(0.14, 0.2));
        let tone = Rgb::hex(0x263420);
        c.visit(
            cx - wide * 1.6,
            y - tall,
            cx + wide * 1.6,
            y + s * 0.1,
            |px, py, old| {
                let t = (y - py) / tall;
                let n = fbm().at(px * 6.0, py * 6.0);
                let reach = wide
                    * (1.0 - t).max(0.0).powf(0.6)
                    * (0.7 + 0.6 * n)
                    * (0.5 + 0.5 * smooth(-0.05, 0.15, t));
                let d = (px - cx).abs();
                let lit = 0.5 + 0.7 * ((px - cx) * side / wide).max(0.0);
                old.lerp(
                    sky.air(tone * light * lit * (0.6 + n), 0.18, cx),
                    (reach - d + 0.5).clamp(0.0, 1.0),
                )
            },
        );
    }
}

fn draw(c: &mut Canvas, b: &Brief, rows: &Rows, rng: &mut Rng) -> Print {
    let h = c.h as f32;
    let horizon = h * rng.range(0.36, 0.5);
    let sky = Sky::new(b.light, c, horizon, rng);
    sky.paint(c, c.h);
    let tone = Rgb::hex(rng.pick(&[0x2c3a2a, 0x34402c, 0x3a3a30]));
    ranges(c, &sky, rng, 4, 0.62, tone, 0.15);
    if rng.chance(0.75) {
        farm(c, &sky, rng);
    }
    field(c, &sky, rows, rng);
    Print {
        bloom: 0.13,
        contrast: 0.4,
        saturation: 1.0,
        ..Print::default()
    }
}

pub(crate) fn vineyard(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let green = [0x3e5a26, 0x7c8c40];
    let autumn = [0x8c5a2a, 0xc49a48];
    let leaf = if rng.chance(0.2) { autumn } else { green };
    let rows = Rows {
        spacing: rng.range(1.1, 1.5),
        tall: rng.range(0.42, 0.58),
        leaf: leaf.map(Rgb::hex),
        soil: Rgb::hex(rng.pick(&[0x8a6644, 0x7c6a48, 0x6a6a3a])),
        spikes: false,
    };
    draw(c, b, &rows, &mut rng)
}

pub(crate) fn lavender(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let rows = Rows {
        spacing: rng.range(0.8, 1.05),
        tall: rng.range(0.28, 0.38),
        leaf: [
            Rgb::hex(0x54488c),
            Rgb::hex(rng.pick(&[0x9a86c0, 0x8c80c4])),
        ],
        soil: Rgb::hex(rng.pick(&[0x9a7e5c, 0x7a7a4a, 0x8c7a5a])),
        spikes: true,
    };
    draw(c, b, &rows, &mut rng)
}
