//! A city after sunset: towers with lit windows, and their light on the water.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::{fbm, hash01};
use crate::paint::rgb::{Rgb, mix, smooth};
use crate::paint::rng::Rng;
use crate::paint::sky::{Light, Sky, stars};
use crate::paint::water::Water;

struct Block {
    left: f32,
    right: f32,
    top: f32,
    foot: f32,
    pane: f32,
    storey: f32,
    busy: f32,
    cool: bool,
    lost: f32,
    wall: Rgb,
    lamps: [Rgb; 5],
    id: u32,
}

/// The white of an office at night.
const OFFICE: Rgb = Rgb(0.62, 0.78, 1.0);

const LAMPS: [u32; 5] = [0xffc878, 0xffb45c, 0xffdca0, 0xffe8c4, 0xffa648];

fn block(c: &mut Canvas, sky: &Sky, b: &Block) {
    let row = b.id as f32 * 37.0;
    let tall = (b.foot - b.top).max(1.0);
    c.visit(b.left, b.top, b.right - 1.0, b.foot, |x, y, _| {
        let (u, v) = ((x - b.left) / b.pane, (y - b.top) / b.storey);
        let (iu, iv) = (u as u32, v as u32);
        let (fu, fv) = (u - iu as f32, v - iv as f32);
        let n = fbm().at(x * 0.8 + row, y * 0.8);
        let edge = ((x - b.left) / (b.right - b.left) - 0.5) * sky.side();
        let dusk = sky.low * (0.16 + 0.25 * edge) + sky.fill * 0.14;
        let rise = 1.0 - (y - b.top) / tall;
        let mut body = b.wall * (0.6 + 0.5 * n) + dusk * (0.5 + 0.6 * rise);
        let inside = fu > 0.2 && fu < 0.8 && fv > 0.25 && fv < 0.78 && v > 0.8;
        if inside {
            let floor_busy = hash01(b.id, iv + 7) * 0.5 + 0.6;
            let lit = hash01(b.id.wrapping_mul(131) + iu, iv) < b.busy * floor_busy;
            let lamp = if b.cool && hash01(iu + b.id, iv + 3) < 0.6 {
                OFFICE
            } else {
                b.lamps[(hash01(iu + 17, iv + b.id) * 4.99) as usize]
            };
            let strength = 0.25 + 2.2 * hash01(iu + b.id * 3, iv + 11).powi(3);
            body = if lit {
                lamp * strength * (0.7 + 0.4 * fv)
            } else {
                body * 0.55 + sky.low * 0.07
            };
        }
        let street = smooth(b.storey * 6.0, 0.0, b.foot - y) * 0.22 * (1.0 - b.lost);
        body += Rgb(1.0, 0.62, 0.3) * street;
        body.lerp(sky.haze.lerp(Rgb(0.55, 0.33, 0.2), 0.18), b.lost)
    });
}

/// One row of buildings from edge to edge.
fn street(
    c: &mut Canvas,
    sky: &Sky,
    foot: f32,
    scale: f32,
    lost: f32,
    old_town: bool,
    rng: &mut Rng,
) {
    let (w, h) = (c.w as f32, c.h as f32);
    let mut x = -rng.f() * h * 0.05;
    let (centre, row) = (rng.range(0.25, 0.75) * w, rng.range(0.0, 1024.0));
    while x < w {
        let wide = h * scale * rng.range(0.06, 0.15);
        let middle = (-((x - centre) / (w * 0.28)).powi(2)).exp();
        let noise = fbm().at(x * 0.6 + row, row);
        let tall = if old_town {
            h * scale * rng.range(0.14, 0.26)
        } else {
            h * scale * (0.07 + 0.4 * noise * (0.2 + middle) * rng.range(0.5, 1.6))
        };
        let id = rng.next() as u32 & 0xffff;
        let tone = rng.pick(&[0x0e1420, 0x141824, 0x1a1820, 0x10182a, 0x201c22]);
        let pane = h * scale * rng.range(0.0065, 0.012);
        let b = Block {
            left: x.round(),
            right: (x + wide).round(),
            top: foot - tall,
            foot,
            pane,
            storey: pane * rng.range(1.2, 1.7),
            busy: rng.range(0.1, 0.5),
            cool: !old_town && rng.chance(0.35),
            lost,
            wall: Rgb::hex(tone),
            lamps: LAMPS.map(Rgb::hex),
            id,
        };
        if old_town {
            gable(c, sky, &b);
        } else if tall > h * scale * 0.25 && rng.chance(0.6) {
            let inset = wide * rng.range(0.12, 0.25);
            let crown = Block {
                left: (b.left + inset).round(),
                right: (b.right - inset).round(),
                top: b.top - tall * rng.range(0.1, 0.25),
                ..b
            };
            block(c, sky, &crown);
            if rng.chance(0.5) {
                let mx = (crown.left + crown.right) / 2.0;
                let tip = crown.top - tall * rng.range(0.08, 0.22);
                c.stroke(
                    (mx, crown.top),
                    (mx, tip),
                    1.2,
                    0.6,
                    sky.haze.lerp(b.wall, 1.0 - lost),
                    1.0,
                );
                c.glow(mx, tip, 5.0, Rgb(2.5, 0.25, 0.15) * (1.0 - lost * 0.6));
            }
        }
        block(c, sky, &b);
        x += wide
            + if rng.chance(0.2) {
                h * 0.01 * scale
            } else {
                0.0
            };
    }
}

fn gable(c: &mut Canvas, sky: &Sky, b: &Block) {
    let half = (b.right - b.left) / 2.0;
    let mid = b.left + half;
    let tall = half * (0.8 + 0.6 * hash01(b.id, 5));
    let tone = (Rgb::hex(0x2a1a18) * 0.8 + sky.low * 0.12).lerp(sky.haze, b.lost);
    c.visit(b.left - 1.0, b.top - tall, b.right, b.top, |x, y, old| {
        let edge = b.top - tall * (1.0 - (x - mid).abs() / (half + 1.0));
        old.lerp(tone, (y - edge + 0.5).clamp(0.0, 1.0))
    });
}

/// Lamps along the quay, and now and then a bridge hung with lights.
fn quay(c: &mut Canvas, y: f32, bridge: bool, rng: &mut Rng) {
    let (w, h) = (c.w as f32, c.h as f32);
    c.visit(0.0, y - h * 0.008, w, y + 1.0, |_, _, _| Rgb::hex(0x0a0a10));
    let gap = h * rng.range(0.035, 0.06);
    let mut x = rng.f() * gap;
    while x < w {
        let tone = Rgb::hex(rng.pick(&LAMPS));
        c.glow(x, y - h * 0.02, h * 0.02, tone * 0.8);
        c.glow(x, y - h * 0.02, h * 0.005, tone * 4.0);
        x += gap * rng.range(0.9, 1.1);
    }
    if bridge {
        let deck = y - h * 0.05;
        let (a, b) = (w * rng.range(0.12, 0.3), w * rng.range(0.68, 0.9));
        c.visit(0.0, deck, w, deck + h * 0.008, |_, _, old| old * 0.2);
        for tower in [a, b] {
            c.stroke(
                (tower, y),
                (tower, deck - h * 0.2),
                h * 0.006,
                h * 0.004,
                Rgb::hex(0x1a1a26),
                1.0,
            );
            c.glow(tower, deck - h * 0.2, h * 0.012, Rgb(2.4, 0.3, 0.2));
        }
        let span = b - a;
        for i in 0..90 {
            let t = i as f32 / 60.0 - 0.25;
            let x = a + span * t;
            let sag = if (0.0..=1.0).contains(&t) {
                4.0 * (t - 0.5).powi(2)
            } else {
                1.0 - 4.0 * if t < 0.0 { -t } else { t - 1.0 }
            };
            if sag < 0.0 {
                continue;
            }
            c.glow(x, deck - h * 0.2 * sag, h * 0.005, Rgb::hex(0xffe0b0) * 1.8);
            c.stroke(
                (x, deck),
                (x, deck - h * 0.2 * sag),
                0.5,
                0.5,
                Rgb::hex(0x20202c),
                0.6,
            );
        }
    }
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let horizon = (h * rng.range(0.6, 0.72)).floor();
    let light = if matches!(b.light, Light::Night | Light::Dusk) {
        b.light
    } else {
        Light::Blue
    };
    let mut sky = Sky::new(light, c, horizon, &mut rng);
    sky.sun.1 = horizon + h * 0.04;
    sky.disc = 0.0;
    sky.paint(c, c.h);
    if light == Light::Night {
        stars(c, horizon * 0.8, (w * h / 6000.0) as usize, &mut rng);
    }
    let row = rng.range(0.0, 1024.0);
    c.shade(0, c.h, |x, y, old| {
        let e = (horizon - y) / h;
        let n = fbm().at(x * 0.2 + row, y * 0.3);
        old + Rgb(0.5, 0.26, 0.12) * (smooth(0.5, 0.0, e) * 0.16 * (0.5 + n))
    });
    let old_town = rng.chance(0.35);
    if old_town {
        super::hills::ranges(c, &sky, &mut rng, 2, 0.72, Rgb::hex(0x0c1422), 0.5);
        street(c, &sky, horizon - h * 0.06, 0.55, 0.35, true, &mut rng);
        street(c, &sky, horizon - h * 0.025, 0.7, 0.18, true, &mut rng);
        street(c, &sky, horizon, 0.9, 0.0, true, &mut rng);
    } else {
        let scale = rng.range(0.85, 1.25);
        street(c, &sky, horizon, scale * 0.8, 0.72, false, &mut rng);
        street(c, &sky, horizon, scale * 0.9, 0.45, false, &mut rng);
        street(c, &sky, horizon, scale, 0.2, false, &mut rng);
        street(c, &sky, horizon, scale * 0.5, 0.02, false, &mut rng);
    }
    let bridge = rng.chance(0.4) && !old_town;
    quay(c, horizon, bridge, &mut rng);
    let water = Water {
        horizon: horizon as usize,
        deep: Rgb::hex(0x060a16),
        chop: mix(0.14, 0.5, rng.f()),
        mirror: 0.6,
        time: b.time,
        shift: rng.range(0.0, 1000.0),
        glitter: None,
    };
    water.paint(c);
    Print {
        bloom: 0.3,
        contrast: 0.28,
        exposure: 1.2,
        grain: 2.8,
        ..Print::default()
    }
}
