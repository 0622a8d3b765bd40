//! High mountains with rock, snow and shadow, and the same above a lake.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::ground::{self, Spot, View, eroded};
use crate::paint::noise::fbm;
use crate::paint::rgb::{Rgb, exp_neg, smooth};
use crate::paint::ridge::{conifer, conifers_on, skyline, wood_on};
use crate::paint::rng::Rng;
use crate::paint::sky::{Light, Sky};
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
