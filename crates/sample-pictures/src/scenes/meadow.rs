//! A meadow: grass blade by blade, flowers between, woods and sky behind.

use super::Brief;
use super::hills::ranges;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::fbm;
use crate::paint::rgb::{Rgb, mix, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::{Light, Sky};

/// Colours of a flower: petals, heart; and its build.
#[derive(Clone, Copy)]
enum Bloom {
    Poppy,
    Daisy,
    Cornflower,
    Buttercup,
    Lupin,
}

fn bloom(c: &mut Canvas, kind: Bloom, x: f32, y: f32, r: f32, light: Rgb, rng: &mut Rng) {
    let v = rng.range(0.8, 1.2);
    match kind {
        Bloom::Poppy => {
            let red = Rgb::hex(0xd8321c) * light * v;
            c.disc(x - r * 0.3, y, r * 0.75, r * 0.14, red * 0.75, 1.0);
            c.disc(
                x + r * 0.35,
                y - r * 0.1,
                r * 0.72,
                r * 0.14,
                red * 1.1,
                1.0,
            );
            c.disc(x, y + r * 0.25, r * 0.7, r * 0.14, red * 0.9, 1.0);
            c.disc(x, y, r * 0.2, r * 0.1, Rgb::hex(0x1c1014), 0.85);
        }
        Bloom::Daisy => {
            let white = Rgb(0.95, 0.95, 0.92) * light * v;
            let turn = rng.f();
            for i in 0..11 {
                let a = (i as f32 + turn) * 0.571;
                let tip = (x + a.cos() * r, y + a.sin() * r * 0.6);
                c.stroke((x, y), tip, r * 0.1, r * 0.18, white, 1.0);
            }
            c.disc(
                x,
                y - r * 0.05,
                r * 0.3,
                r * 0.1,
                Rgb::hex(0xe8a81c) * light,
                1.0,
            );
        }
        Bloom::Cornflower => {
            let blue = Rgb::hex(0x4a5ae0) * light * v;
            for i in 0..9 {
                let a = i as f32 * 0.698 + rng.f();
                c.stroke(
                    (x, y),
                    (x + a.cos() * r, y + a.sin() * r * 0.7),
                    r * 0.06,
                    r * 0.2,
                    blue,
                    1.0,
                );
            }
            c.disc(x, y, r * 0.3, r * 0.2, Rgb::hex(0x4a2a8c) * light, 0.9);
        }
        Bloom::Buttercup => {
            let gold = Rgb::hex(0xf4c81c) * light * v;
            c.disc(x, y, r * 0.62, r * 0.12, gold, 1.0);
            c.disc(x - r * 0.1, y - r * 0.1, r * 0.25, r * 0.2, gold * 0.7, 0.8);
        }
        Bloom::Lupin => {
            let tone = Rgb::hex(rng.pick(&[0x7a4ac0, 0xb05ab8, 0x5a58c8])) * light * v;
            for i in 0..16 {
                let t = i as f32 / 16.0;
                let wide = r * 0.55 * (1.0 - t * 0.8);
                let yy = y - r * 3.2 * t;
                c.disc(
                    x + rng.bell() * wide,
                    yy,
                    wide * 0.55,
                    wide * 0.2,
                    tone.lerp(Rgb(0.7, 0.6, 0.8), t * 0.3) * rng.range(0.7, 1.3),
                    1.0,
                );
            }
        }
    }
}

/// Grass and flowers over the rows below `top`.
fn sward(
    c: &mut Canvas,
    sky: &Sky,
    top: f32,
    tones: [Rgb; 3],
    kinds: &[Bloom],
    rich: f32,
    rng: &mut Rng,
) {
    let (w, h, row) = (c.w as f32, c.h as f32, rng.range(0.0, 1024.0));
    let light = sky.key * 0.42 + sky.fill * 0.42;
    let low_sun = sky.side();
    c.shade((top - h * 0.03) as usize, c.h, |x, y, old| {
        let dy = y - top - (fbm().at(x * 0.3 + row, row) - 0.5) * h * 0.05;
        if dy < 0.0 {
            return old;
        }
        let p = 1.0 / (dy + h * 0.03);
        let (u, v) = ((x - w * 0.5) * p * 260.0, (dy + h * 0.03).ln() * 420.0);
        let n = fbm().at(u + row, v * 0.8);
        let fine = fbm().at(u * 3.0, v * 0.9 + row);
        let q = (dy / (h - top)).clamp(0.0, 1.0);
        let body = tones[0].lerp(tones[1], smooth(0.3, 0.7, n)) * (0.45 + 0.8 * fine) * light;
        let dark = mix(1.0, 0.4, q.sqrt());
        sky.air(body * dark, smooth(0.3, 0.0, q) * 0.4, x)
    });
    let blades = (w * 9.0) as usize;
    let flowers = (w * rich) as usize;
    let mut things: Vec<(f32, bool)> = (0..blades).map(|_| (rng.f().sqrt(), false)).collect();
    things.extend((0..flowers).map(|_| (rng.f().powf(0.8), true)));
    things.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (t, flower) in things {
        let q = t * t;
        let foot = top + (h * 1.12 - top) * q + h * 0.004;
        let s = h * mix(0.006, 0.105, q);
        let x = rng.range(-0.02, 1.02) * w;
        let drift = fbm().at(x * 0.5 + row, foot * 0.9);
        if flower {
            if drift < 0.42 {
                continue;
            }
            let kind = kinds[((drift * 29.0) as usize + rng.below(2)) % kinds.len()];
            let head = (x + rng.bell() * s * 0.3, foot - s * rng.range(0.75, 1.2));
            c.stroke(
                (x, foot),
                head,
                s * 0.012,
                s * 0.01,
                tones[1] * light * 0.6,
                0.9,
            );
            let glow = light * mix(0.85, 1.25, rng.f());
            let tone = sky.air(glow, (1.0 - q).powi(3) * 0.3, x);
            bloom(c, kind, head.0, head.1, s * 0.16 + 0.6, tone, rng);
        } else {
            let bend = rng.bell() * 0.5 + low_sun * -0.12;
            let long = s * rng.range(0.6, 1.25) * (0.5 + drift);
            let mid = (x + bend * long * 0.3, foot - long * 0.6);
            let tip = (x + bend * long * 0.9, foot - long);
            let tone = tones[rng.below(3)] * light * mix(0.5, 1.25, rng.f() * drift * 1.6);
            let tone = sky.air(tone, (1.0 - q).powi(3) * 0.35, x);
            let r = s * 0.018 + 0.25;
            c.stroke((x, foot), mid, r, r * 0.85, tone * 0.7, 0.9);
            c.stroke(mid, tip, r * 0.85, 0.2, tone * 1.2, 0.9);
        }
    }
}

/// A tree standing alone on the far edge of the field.
fn lone_tree(c: &mut Canvas, sky: &Sky, top: f32, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    let (x, s) = (rng.range(0.2, 0.8) * w, h * rng.range(0.14, 0.24));
    let light = sky.key * 0.4 + sky.fill * 0.4;
    c.stroke(
        (x, top + h * 0.02),
        (x, top - s * 0.6),
        s * 0.035,
        s * 0.02,
        Rgb::hex(0x2a2018) * light,
        1.0,
    );
    let side = sky.side();
    for i in 0..1500 {
        let (a, d) = (rng.f() * std::f32::consts::TAU, rng.f().sqrt());
        let (dx, dy) = (a.cos() * d, a.sin() * d);
        let n = fbm().at(dx * 90.0 + x, dy * 90.0);
        if d > 0.55 + n * 0.75 {
            continue;
        }
        let lit = (0.42 + dx * side * 0.35 - dy * 0.4).clamp(0.06, 1.0) * smooth(0.2, 0.7, n)
            + i as f32 * 0.00008;
        let tone = Rgb::hex(rng.pick(&[0x35531f, 0x4a6a2a, 0x2c4a20])) * light * (0.3 + 1.5 * lit);
        let r = s * rng.range(0.012, 0.03);
        c.disc(
            x + dx * s * 0.52,
            top - s * 0.78 + dy * s * 0.46,
            r,
            r * 0.3,
            sky.air(tone, 0.1, x),
            0.95,
        );
    }
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let h = c.h as f32;
    let horizon = h * rng.range(0.38, 0.52);
    let mut sky = Sky::new(b.light, c, horizon, &mut rng);
    sky.cover = sky.cover.max(0.35);
    sky.paint(c, c.h);
    let far = Rgb::hex(rng.pick(&[0x22382a, 0x2c4228, 0x2a3a34]));
    let top = horizon + h * 0.05;
    let layers = 2 + rng.below(3);
    ranges(c, &sky, &mut rng, layers, 0.56, far, 0.2);
    let tones = match b.light {
        Light::Golden | Light::Dusk => [0x4a5220, 0x8a8a34, 0xc8b45a],
        Light::Overcast => [0x2c4a24, 0x56783a, 0x8a9c5a],
        _ => [0x2e5a1e, 0x5c8c2c, 0x9cb84a],
    };
    if rng.chance(0.5) {
        lone_tree(c, &sky, top, &mut rng);
    }
    let kinds: &[Bloom] = rng.pick(&[
        &[Bloom::Poppy, Bloom::Poppy, Bloom::Cornflower, Bloom::Daisy] as &[Bloom],
        &[Bloom::Daisy, Bloom::Buttercup, Bloom::Daisy],
        &[Bloom::Lupin, Bloom::Daisy, Bloom::Lupin],
        &[Bloom::Poppy],
        &[
            Bloom::Cornflower,
            Bloom::Buttercup,
            Bloom::Poppy,
            Bloom::Daisy,
        ],
    ]);
    let rich = rng.range(0.5, 1.3);
    sward(c, &sky, top, tones.map(Rgb::hex), kinds, rich, &mut rng);
    Print {
        bloom: 0.14,
        contrast: 0.36,
        vignette: 0.26,
        ..Print::default()
    }
}
