//! Flowers close up: every petal drawn by itself, the garden behind out of focus.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::{Print, defocus};
use crate::paint::noise::fbm;
use crate::paint::rgb::{Rgb, mix, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::Light;

/// How a kind of flower is built.
#[derive(Clone, Copy)]
struct Kind {
    rings: u32,
    petals: u32,
    /// Width of a petal against its length, and where it is widest.
    wide: f32,
    belly: f32,
    inner: f32,
    base: u32,
    tip: u32,
    heart: u32,
    heart_size: f32,
    notch: f32,
}

const KINDS: [Kind; 9] = [
    // daisy, sunflower, poppy, dahlia (two), blossom, cosmos, cornflower blue, tulip-like magnolia
    Kind {
        rings: 2,
        petals: 19,
        wide: 0.17,
        belly: 0.65,
        inner: 0.92,
        base: 0xe8e4dc,
        tip: 0xffffff,
        heart: 0xe8a81c,
        heart_size: 0.26,
        notch: 0.0,
    },
    Kind {
        rings: 3,
        petals: 21,
        wide: 0.2,
        belly: 0.5,
        inner: 0.9,
        base: 0xd8820c,
        tip: 0xffc828,
        heart: 0x3c2412,
        heart_size: 0.4,
        notch: 0.0,
    },
    Kind {
        rings: 2,
        petals: 4,
        wide: 0.95,
        belly: 0.72,
        inner: 0.86,
        base: 0x5c0c0a,
        tip: 0xe8391c,
        heart: 0x1c1c16,
        heart_size: 0.15,
        notch: 0.12,
    },
    Kind {
        rings: 8,
        petals: 15,
        wide: 0.3,
        belly: 0.66,
        inner: 0.84,
        base: 0x8c1440,
        tip: 0xe85a86,
        heart: 0xd8486a,
        heart_size: 0.05,
        notch: 0.0,
    },
    Kind {
        rings: 8,
        petals: 16,
        wide: 0.3,
        belly: 0.62,
        inner: 0.84,
        base: 0xd8541c,
        tip: 0xf8b860,
        heart: 0xe07828,
        heart_size: 0.05,
        notch: 0.0,
    },
    Kind {
        rings: 1,
        petals: 5,
        wide: 0.78,
        belly: 0.64,
        inner: 1.0,
        base: 0xe890ac,
        tip: 0xfde4ea,
        heart: 0xd8b03a,
        heart_size: 0.13,
        notch: 0.18,
    },
    Kind {
        rings: 1,
        petals: 8,
        wide: 0.52,
        belly: 0.74,
        inner: 1.0,
        base: 0x9a2a72,
        tip: 0xe89ac8,
        heart: 0xe8b020,
        heart_size: 0.17,
        notch: 0.1,
    },
    Kind {
        rings: 4,
        petals: 11,
        wide: 0.3,
        belly: 0.78,
        inner: 0.74,
        base: 0x2c3aa8,
        tip: 0x6a8af0,
        heart: 0x4a3a8c,
        heart_size: 0.12,
        notch: 0.25,
    },
    Kind {
        rings: 3,
        petals: 6,
        wide: 0.62,
        belly: 0.6,
        inner: 0.8,
        base: 0xb85a8c,
        tip: 0xfaeef0,
        heart: 0xc8c06a,
        heart_size: 0.1,
        notch: 0.0,
    },
];

struct Pose {
    x: f32,
    y: f32,
    r: f32,
    /// Turn in the picture and how far the face is tipped away, 0 to 1.
    turn: f32,
    tip: f32,
    light: (f32, f32),
}

/// One petal: its direction, its length, and its ring (1 is the innermost).
struct Petal {
    angle: f32,
    len: f32,
    level: f32,
}

fn petal(c: &mut Canvas, k: &Kind, p: &Pose, petal: &Petal, sun: Rgb, rng: &mut Rng) {
    let Petal { angle, len, level } = *petal;
    let squash = 1.0 - p.tip * 0.55;
    let (ca, sa) = (angle.cos(), angle.sin());
    let (ct, st) = (p.turn.cos(), p.turn.sin());
    let wide = len * k.wide * rng.range(0.88, 1.1);
    let (row, curl) = (rng.range(0.0, 1024.0), rng.bell() * 0.25);
    let (base, tip) = (Rgb::hex(k.base), Rgb::hex(k.tip));
    let tone = rng.range(0.9, 1.08);
    let (ax, ay) = (ca * len, sa * len * squash);
    let (tx, ty) = (p.x + ax * ct - ay * st, p.y + ax * st + ay * ct);
    let room = wide + 4.0 + p.r * 0.012;
    let (x0, x1, y0, y1) = (
        p.x.min(tx) - room,
        p.x.max(tx) + room,
        p.y.min(ty) - room,
        p.y.max(ty) + room,
    );
    c.visit(x0, y0, x1, y1, |x, y, old| {
        // Into the face of the flower, then along the petal.
        let (dx, dy) = (x - p.x, y - p.y);
        let (fx, fy) = (dx * ct + dy * st, (-dx * st + dy * ct) / squash);
        let u = (fx * ca + fy * sa) / len;
        if !(0.0..1.02).contains(&u) {
            return old;
        }
        let v = (-fx * sa + fy * ca) / wide - curl * u * u * 0.4;
        if v.abs() * wide > wide + 4.0 + p.r * 0.012 {
            return old;
        }
        let rise = if u < k.belly { u / k.belly } else { 1.0 };
        let fall = if u > k.belly {
            (u - k.belly) / (1.0 - k.belly)
        } else {
            0.0
        };
        let notch = k.notch * smooth(0.35, 0.0, v.abs()) * 0.6;
        let ruffle = (fbm().at(v * 60.0 + row, row) - 0.5) * 0.12 * k.wide.min(0.6);
        let shape = (0.16 + 0.84 * (rise * (2.0 - rise)).sqrt())
            * (1.0 - (fall + notch + ruffle).clamp(0.0, 1.0).powi(2))
                .max(0.0)
                .sqrt();
        let room = (shape - v.abs()) * wide;
        if room < -3.0 {
            return old;
        }
        // A soft shadow on what lies beneath, then the petal.
        let under = smooth(-3.0 - p.r * 0.012, 0.0, room) * 0.34;
        let old = old * (1.0 - under);
        let cover = (room + 0.5).clamp(0.0, 1.0);
        if cover <= 0.0 {
            return old;
        }
        let across = v / shape.max(0.05);
        let veins = fbm().at(v * 160.0 + row, u * 14.0 + row);
        let rib = (1.0 - smooth(0.0, 0.12, v.abs())) * 0.12;
        let body = base.lerp(tip, smooth(0.05, 0.85, u + (veins - 0.5) * 0.25));
        let facing = (ca * ct - sa * st) * p.light.0 + (ca * st + sa * ct) * p.light.1;
        let cup = 0.62
            + 0.3 * u
            + 0.14 * facing * (0.4 + u)
            + across * 0.13 * (sa * p.light.0 - ca * p.light.1);
        let deep = mix(0.42, 1.0, smooth(0.0, 0.55, u)) * mix(0.72, 1.0, level);
        let edge = smooth(0.75, 1.0, across.abs().max(u)) * 0.1;
        let glow = tip * (0.1 * smooth(0.3, 1.0, u));
        let lit =
            body * sun * ((cup * deep + edge) * (0.86 + 0.28 * veins) * (1.0 - rib) * tone) + glow;
        old.lerp(lit, cover)
    });
}

fn heart(c: &mut Canvas, k: &Kind, p: &Pose, sun: Rgb, rng: &mut Rng) {
    let r = p.r * k.heart_size;
    let squash = 1.0 - p.tip * 0.55;
    let tone = Rgb::hex(k.heart);
    c.disc(
        p.x + r * 0.05,
        p.y + r * 0.1,
        r * 1.06,
        r * 0.16,
        tone * 0.2,
        0.6,
    );
    let seeds = (60.0 + 500.0 * k.heart_size) as usize;
    let dot = r * 1.15 / (seeds as f32).sqrt();
    for i in 0..seeds {
        let t = (i as f32 + 0.5) / seeds as f32;
        let (a, d) = (i as f32 * 2.399_963, t.sqrt() * r);
        let (fx, fy) = (a.cos() * d, a.sin() * d * squash);
        let (x, y) = (
            p.x + fx * p.turn.cos() - fy * p.turn.sin(),
            p.y + fx * p.turn.sin() + fy * p.turn.cos(),
        );
        let ring = mix(0.75, 1.25, smooth(0.2, 0.9, t)) * rng.range(0.75, 1.2);
        let lit = 0.8 + 0.3 * ((fx * p.light.0 + fy * p.light.1) / r);
        c.disc(x, y + dot * 0.35, dot, dot * 0.4, tone * 0.16, 0.8);
        c.disc(x, y, dot * 0.8, dot * 0.4, tone * sun * (ring * lit), 1.0);
        c.disc(
            x + p.light.0 * dot * 0.25,
            y + p.light.1 * dot * 0.25,
            dot * 0.3,
            dot * 0.25,
            tone * sun * 1.7,
            0.6,
        );
    }
}

fn flower(c: &mut Canvas, k: &Kind, p: &Pose, sun: Rgb, rng: &mut Rng) {
    let mut len = p.r;
    for ring in 0..k.rings {
        let level = (ring as f32 + 1.0) / k.rings as f32;
        let offset = ring as f32 * std::f32::consts::PI / k.petals as f32 + rng.bell() * 0.1;
        let step = std::f32::consts::TAU / k.petals as f32;
        // Order: every second petal first, so that neighbours overlap both ways.
        let order = (0..k.petals).step_by(2).chain((1..k.petals).step_by(2));
        for i in order {
            let angle = offset + step * (i as f32 + rng.bell() * 0.16);
            let long = len * rng.range(0.93, 1.05);
            petal(
                c,
                k,
                p,
                &Petal {
                    angle,
                    len: long,
                    level,
                },
                sun,
                rng,
            );
        }
        len *= k.inner;
    }
    heart(c, k, p, sun, rng);
}

fn garden(c: &mut Canvas, k: &Kind, light: Light, rng: &mut Rng) {
    let (w, h, row) = (c.w as f32, c.h as f32, rng.range(0.0, 1024.0));
    let greens = match light {
        Light::Golden | Light::Dusk => [0x2e3218, 0x7c7430, 0xe8c270],
        Light::Overcast => [0x1c2a24, 0x4a6450, 0xa4b8a8],
        Light::Dawn => [0x26322c, 0x6a8262, 0xe0d4b4],
        _ => [0x16301c, 0x4a7c34, 0xc4dc90],
    };
    let dark = rng.chance(0.3);
    let g = greens.map(|v| Rgb::hex(v) * if dark { 0.3 } else { 0.9 });
    let sunny = (rng.range(0.1, 0.9) * w, rng.range(-0.1, 0.3) * h);
    c.fill_coarse(c.h, 6, |x, y| {
        let n = fbm().at(x * 0.4 + row, y * 0.4 + row);
        let d = ((x - sunny.0) / h).powi(2) + ((y - sunny.1) / h).powi(2);
        g[0].lerp(g[1], smooth(0.3, 0.65, n))
            .lerp(g[2], smooth(0.5, 0.85, n) * 0.35 + 0.5 / (1.0 + d * 6.0))
    });
    for _ in 0..60 {
        let r = h * rng.range(0.02, 0.075);
        let (x, y) = (rng.f() * w, rng.f() * h);
        let d = ((x - sunny.0) / h).powi(2) + ((y - sunny.1) / h).powi(2);
        let tone = if rng.chance(0.3) {
            Rgb::hex(k.tip) * 0.7
        } else {
            g[2].lerp(g[1], rng.f())
        };
        let a = rng.range(0.08, 0.4) / (1.0 + d);
        c.disc(x, y, r, r * 0.12, tone * 1.2, a);
        c.disc(x, y, r * 0.82, r * 0.3, tone, a * 0.3);
    }
    for _ in 0..26 {
        let (x, sway) = (rng.f() * w, rng.bell() * w * 0.1);
        let tall = rng.range(0.4, 1.0) * h;
        let r = h * rng.range(0.004, 0.012);
        c.stroke(
            (x, h),
            (x + sway, h - tall),
            r,
            r * 0.6,
            g[1] * rng.range(0.3, 1.0),
            0.6,
        );
    }
}

fn stem(c: &mut Canvas, p: &Pose, sun: Rgb, rng: &mut Rng) {
    let h = c.h as f32;
    let (foot, r) = (p.x + rng.bell() * p.r, p.r * 0.028 + 1.0);
    let green = Rgb::hex(rng.pick(&[0x3a5a22, 0x4c6a34]));
    let mut last = (p.x, p.y);
    for i in 1..=24 {
        let t = i as f32 / 24.0;
        let next = (mix(p.x, foot, t * t), mix(p.y, h + r * 4.0, t));
        c.stroke(last, next, r, r, green * sun * 0.45, 1.0);
        let side = r * 0.4 * p.light.0;
        c.stroke(
            (last.0 + side, last.1),
            (next.0 + side, next.1),
            r * 0.35,
            r * 0.35,
            green * sun * 1.1,
            0.7,
        );
        last = next;
    }
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let k = KINDS[(b.seed as usize / 7 + rng.below(3)) % KINDS.len()];
    let m = w.min(h);
    let sun = match b.light {
        Light::Golden | Light::Dusk => Rgb(1.22, 1.0, 0.76),
        Light::Overcast => Rgb(0.92, 0.96, 1.0),
        _ => Rgb(1.1, 1.04, 0.95),
    };
    let light = (rng.pick(&[-0.6f32, 0.6]), -0.75);
    garden(c, &k, b.light, &mut rng);
    let turn = rng.bell() * 0.5;
    let big = rng.range(0.3, 0.44);
    let many = k.rings < 4 && rng.chance(0.6);
    let mut behind: Vec<Pose> = Vec::new();
    for _ in 0..if many { 4 + rng.below(4) } else { 2 } {
        let (x, y) = (rng.range(0.02, 0.98) * w, rng.range(0.08, 0.85) * h);
        behind.push(Pose {
            x,
            y,
            r: m * big * rng.range(0.35, 0.6),
            turn: turn + rng.bell(),
            tip: rng.range(0.2, 0.8),
            light,
        });
    }
    for p in &behind {
        stem(c, p, sun * 0.7, &mut rng);
        flower(c, &k, p, sun * 0.8, &mut rng);
    }
    defocus(c, m * rng.range(0.018, 0.035));
    let p = Pose {
        x: w * rng.range(0.36, 0.64),
        y: h * rng.range(0.4, 0.56),
        r: m * big,
        turn,
        tip: rng.range(0.05, 0.55),
        light,
    };
    stem(c, &p, sun, &mut rng);
    flower(c, &k, &p, sun, &mut rng);
    if rng.chance(0.5) {
        let q = Pose {
            x: w * rng.pick(&[0.08, 0.93]),
            y: h * rng.range(0.7, 1.0),
            r: m * big * 1.2,
            turn,
            tip: 0.5,
            light,
        };
        let mut front = c.clone();
        flower(&mut front, &k, &q, sun * 0.9, &mut rng);
        soft_front(c, &front, &q, m);
    }
    Print {
        bloom: 0.15,
        contrast: 0.4,
        vignette: 0.34,
        saturation: 1.05,
        ..Print::default()
    }
}

/// A flower so near that it is only a blur.
fn soft_front(c: &mut Canvas, sharp: &Canvas, q: &Pose, m: f32) {
    let soft = crate::paint::darkroom::soft_quarter(sharp, (m * 0.01) as usize + 1);
    let reach = q.r * 1.25;
    let keep = c.clone();
    c.stretch(&soft, keep.h, 4, |_, new| new);
    for (i, (to, old)) in c.px.iter_mut().zip(&keep.px).enumerate() {
        let (x, y) = ((i % keep.w) as f32, (i / keep.w) as f32);
        let d = (x - q.x).hypot(y - q.y);
        *to = old.lerp(*to, smooth(reach, reach * 0.8, d));
    }
}
