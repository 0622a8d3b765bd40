//! High mountains with rock, snow and shadow; the same above a lake; and islands under northern lights.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::ground::{self, Spot, View, eroded};
use crate::paint::noise::fbm;
use crate::paint::rgb::{Rgb, exp_neg, smooth};
use crate::paint::ridge::{conifer, conifers_on, skyline, wood_on};
use crate::paint::rng::Rng;
use crate::paint::sky::{Light, Sky, stars};
use crate::paint::water::Water;

/// What a range is made of.
pub(crate) struct Range {
    /// Height above which snow lies.
    pub snow: f32,
    /// Height of the peaks, in units of the ground.
    pub tall: f32,
    /// How fast the air thickens with distance.
    pub air: f32,
    /// Distance at which the land begins to rise.
    pub begin: f32,
    pub rock: Rgb,
    pub wood: Rgb,
}

impl Range {
    fn new(light: Light, rng: &mut Rng) -> Self {
        let tall = rng.range(1.9, 3.2);
        Self {
            snow: tall * rng.pick(&[0.1, 0.28, 0.36, 0.5]),
            tall,
            air: match light {
                Light::Overcast => rng.range(0.035, 0.06),
                Light::Day => rng.range(0.010, 0.02),
                _ => rng.range(0.016, 0.034),
            },
            begin: rng.range(4.0, 7.0),
            rock: Rgb::hex(rng.pick(&[0x6e6a68, 0x74685e, 0x5e636a, 0x7c6a5c])),
            wood: Rgb::hex(rng.pick(&[0x2c3a24, 0x39431f, 0x26372c, 0x4c4a26])),
        }
    }
}

fn sun_over(light: Light, sky: &mut Sky, c: &Canvas, rng: &mut Rng) -> [f32; 3] {
    let side = sky.side();
    match light {
        Light::Day => [side * 0.8, 0.62, -0.35],
        Light::Overcast => [side * 0.5, 1.0, -0.3],
        _ if rng.chance(0.45) => [side * 0.55, 0.16, 0.45],
        _ => {
            // The sun stands outside the frame and paints the faces.
            sky.sun.0 = c.w as f32 * (0.5 + side * rng.range(0.75, 1.1));
            [side * 0.95, rng.range(0.22, 0.34), -0.38]
        }
    }
}

/// Raises the range over the sky.
pub(crate) fn massif(c: &mut Canvas, sky: &Sky, r: &Range, sun: [f32; 3], rng: &mut Rng) {
    let (ox, oz) = (rng.range(0.0, 200.0), rng.range(0.0, 200.0));
    let peak = rng.range(-2.6, 2.6);
    let far_peak = rng.range(9.0, 13.0);
    let focal = (c.w as f32).min(c.h as f32 * 1.6) * rng.range(1.0, 1.3);
    let view = View {
        horizon: sky.horizon,
        focal,
        eye: 0.12,
        near: 3.4,
        far: 32.0,
        steps: 480,
        sun,
    };
    // The summit stays inside the frame.
    let most = sky.horizon * 0.8 / focal * far_peak;
    let tall = r.tall.min(most);
    let height = |x: f32, z: f32| {
        let rise = smooth(r.begin * 0.6, r.begin + 6.0, z);
        let octaves = if z > 20.0 { 7 } else { 9 };
        if rise <= 0.0 {
            return -0.1;
        }
        let e = eroded(x * 0.24 + ox, z * 0.24 + oz, octaves);
        let (dx, dz) = ((x - peak) * 0.34, (z - far_peak) * 0.3);
        let bump = 1.0 / (1.0 + dx * dx + dz * dz);
        tall * rise * (e * (0.5 + 0.8 * bump) + 0.12 * bump) - 0.1 * (1.0 - rise)
    };
    let (snow_line, soft) = (r.snow * tall / r.tall, tall * 0.16);
    let colour = |s: &Spot| {
        let n = fbm().at(s.x * 60.0, s.z * 60.0);
        let fine = fbm().at(s.x * 330.0 + 90.0, s.height * 420.0);
        let strata = fbm().at(s.x * 24.0, s.height * 260.0 + n * 30.0);
        let stone = r.rock * (0.55 + 0.5 * fine + 0.45 * strata);
        let green = smooth(0.62, 0.82, s.flat + (n - 0.5) * 0.3)
            * (1.0 - smooth(0.15, 0.42, s.height / tall + (n - 0.5) * 0.2));
        let trees = fbm().at(s.x * 1500.0, s.z * 900.0);
        let bare = stone.lerp(r.wood * (0.25 + 1.5 * trees * trees + 0.4 * n), green);
        let lies = smooth(
            snow_line - soft,
            snow_line + soft,
            s.height + (n - 0.5) * soft * 2.4,
        );
        let holds = smooth(0.48, 0.72, s.flat + (fine - 0.5) * 0.35);
        let white = Rgb(0.86, 0.89, 0.95);
        let body = bare.lerp(white, lies * holds);
        let light = sky.key * (s.sun * 0.62) + sky.fill * (s.sky * 0.5);
        let lost =
            1.0 - exp_neg((s.z - 2.0).max(0.0) * r.air * (1.25 - 0.4 * (s.height / tall).min(1.0)));
        sky.air(body * light, lost, s.column)
    };
    ground::paint(c, &view, 0.34, height, colour);
}

fn shore_trees(c: &mut Canvas, sky: &Sky, base: f32, size: f32, tone: Rgb, rng: &mut Rng) {
    let mut line = skyline(c.w, base, c.h as f32 * 0.02, c.h as f32 * 0.5, 0.0, rng);
    let row = rng.range(0.0, 1024.0);
    let lost = (0.14 - size / c.h as f32 * 0.8).max(0.03);
    if size > 14.0 {
        wood_on(c, &line, size, 1.5, rng, |x| sky.air(tone, lost, x));
    } else {
        conifers_on(&mut line, size, 1.6, rng);
    }
    c.below(&line, |x, y, depth| {
        if size > 14.0 && depth < size * 0.5 {
            // Between the stems: dark.
            return sky.air(tone * 0.5, lost, x);
        }
        let n = fbm().at(x * 2.2 + row, y * 2.2);
        sky.air(tone * (0.35 + 0.9 * n), lost, x)
    });
    if size > 14.0 {
        // Rows of trees down to the lower edge, each a little larger and darker.
        let (mut down, mut tall) = (size * 0.15, size * 0.95);
        let least = line.iter().copied().fold(f32::MAX, f32::min);
        for row in 0..5 {
            if least + down > c.h as f32 + tall * 0.3 {
                break;
            }
            let lower: Vec<f32> = line.iter().map(|y| y + down).collect();
            let dark = 1.0 - 0.08 * row as f32;
            wood_on(c, &lower, tall, 1.3, rng, |x| {
                sky.air(tone * dark, lost * 0.7, x)
            });
            down += tall * 0.5;
            tall *= 1.12;
        }
    }
}

fn wood_tone(light: Light) -> Rgb {
    Rgb::hex(match light {
        Light::Day => 0x1f3524,
        Light::Overcast => 0x1c2b27,
        Light::Golden => 0x2c2e1a,
        Light::Dawn => 0x1f2833,
        Light::Dusk => 0x191a2b,
        Light::Blue | Light::Night => 0x070d18,
    })
}

pub(crate) fn alpine(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let h = c.h as f32;
    let horizon = h * rng.range(0.64, 0.78);
    let mut sky = Sky::new(b.light, c, horizon, &mut rng);
    let sun = sun_over(b.light, &mut sky, c, &mut rng);
    sky.paint_at(c, c.h, b.time * 16.0);
    let range = Range::new(b.light, &mut rng);
    massif(c, &sky, &range, sun, &mut rng);
    let tone = wood_tone(b.light);
    shore_trees(c, &sky, horizon + h * 0.10, h * 0.06, tone * 1.2, &mut rng);
    shore_trees(
        c,
        &sky,
        horizon + h * rng.range(0.18, 0.24),
        h * rng.range(0.1, 0.16),
        tone * 0.8,
        &mut rng,
    );
    if rng.chance(0.5) {
        for _ in 0..4 + rng.below(5) {
            let x = rng.f() * c.w as f32;
            let tall = h * rng.range(0.2, 0.38);
            let side = sky.side();
            conifer(c, x, h * 1.03, tall, &mut rng, |_, s| {
                tone * (0.5 + 0.35 * (s * side).max(0.0))
            });
        }
    }
    Print {
        bloom: 0.14,
        contrast: 0.4,
        ..Print::default()
    }
}

pub(crate) fn lake(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let h = c.h as f32;
    let horizon = h * rng.range(0.5, 0.62);
    let mut sky = Sky::new(b.light, c, horizon, &mut rng);
    let sun = sun_over(b.light, &mut sky, c, &mut rng);
    sky.paint(c, c.h);
    let range = Range::new(b.light, &mut rng);
    massif(c, &sky, &range, sun, &mut rng);
    let tone = wood_tone(b.light);
    shore_trees(
        c,
        &sky,
        horizon - h * 0.005,
        h * rng.range(0.035, 0.08),
        tone,
        &mut rng,
    );
    let deep = Rgb::hex(match b.light {
        Light::Day => rng.pick(&[0x0e4a52, 0x124058, 0x1a5a58]),
        Light::Overcast => 0x2a3a40,
        Light::Golden | Light::Dawn => 0x24303a,
        _ => 0x0a1020,
    });
    let water = Water {
        horizon: horizon as usize,
        deep,
        chop: rng.pick(&[0.03, 0.06, 0.1, 0.22]),
        mirror: rng.range(0.45, 0.75),
        time: b.time,
        shift: rng.range(0.0, 1000.0),
        glitter: None,
    };
    water.paint(c);
    mist_band(c, &sky, horizon, &mut rng);
    if rng.chance(0.6) {
        boulders(c, &sky, &mut rng);
    }
    let exposure = if b.light == Light::Blue { 1.9 } else { 1.0 };
    Print {
        bloom: 0.14,
        contrast: 0.38,
        exposure,
        ..Print::default()
    }
}

fn mist_band(c: &mut Canvas, sky: &Sky, horizon: f32, rng: &mut Rng) {
    let (row, amount) = (rng.range(0.0, 1024.0), rng.range(0.0, 0.55));
    let reach = c.h as f32 * 0.07;
    let (from, to) = ((horizon - reach) as usize, (horizon + reach * 0.6) as usize);
    c.shade(from, to, |x, y, old| {
        let d = (y - horizon) / reach;
        let n = fbm().at(x * 0.25 + row, y * 0.9 + row);
        let a = exp_neg(d * d * 6.0) * smooth(0.35, 0.75, n) * amount;
        sky.air(old, a, x)
    });
}

/// Stones in shallow water along the lower edge.
fn boulders(c: &mut Canvas, sky: &Sky, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let side = sky.side();
    let count = 10 + rng.below(14);
    let mut rows: Vec<f32> = (0..count).map(|_| 0.8 + 0.22 * rng.f()).collect();
    rows.sort_by(f32::total_cmp);
    for t in rows {
        let r = h * (t - 0.76) * rng.range(0.16, 0.42);
        let (x, y) = (rng.f() * w, h * t);
        let (flat, row) = (rng.range(0.4, 0.6), rng.range(0.0, 1024.0));
        let stone = Rgb::hex(rng.pick(&[0x4a4642, 0x55504a, 0x3e4044]));
        c.visit(
            x - r * 1.3,
            y - r,
            x + r * 1.3,
            y + r * 0.5,
            |px, py, old| {
                let n = fbm().at(px * 1.4 + row, py * 1.8 + row);
                let (dx, dy) = ((px - x) / r, (py - y) / (r * flat));
                let d = dx * dx + dy * dy + (n - 0.5) * 0.9;
                let cover = smooth(1.0, 0.94, d) * smooth(0.22, 0.16, dy);
                let up = (-dy).clamp(-0.4, 1.0) * 0.5 + 0.4;
                let light = sky.key * ((dx * side * 0.5 + up * 0.6).max(0.0) * 0.5)
                    + sky.fill * (0.25 + up * 0.35);
                let wet = smooth(-0.05, 0.12, dy);
                old.lerp(stone * (0.5 + n) * (1.0 - wet * 0.7) * light, cover)
            },
        );
    }
}

pub(crate) fn aurora(c: &mut Canvas, b: &Brief) -> Print {
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
