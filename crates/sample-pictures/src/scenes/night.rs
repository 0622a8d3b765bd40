//! The Milky Way over a dark land: dust lanes, thousands of stars, a lit tent or a lone pine.

use super::Brief;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::noise::fbm;
use crate::paint::rgb::{Rgb, exp_neg, mix, smooth};
use crate::paint::ridge::{conifer, conifers_on, skyline};
use crate::paint::rng::Rng;
use crate::paint::sky::stars;

struct Band {
    x: f32,
    y: f32,
    dx: f32,
    dy: f32,
    shift: f32,
}

impl Band {
    /// Brightness, redness and dust at a place.
    fn at(&self, x: f32, y: f32, h: f32) -> (f32, f32, f32) {
        let (px, py) = ((x - self.x) / h, (y - self.y) / h);
        let along = px * self.dx + py * self.dy;
        let across = -px * self.dy + py * self.dx;
        let bend = (fbm().at(along * 160.0 + self.shift, self.shift) - 0.5) * 0.16;
        let d = across + bend;
        let core = exp_neg((along - 0.05).powi(2) * 3.4);
        let n = fbm().at(along * 330.0 + self.shift, across * 420.0 + self.shift);
        let glow = exp_neg(d * d * 60.0) * (0.4 + 0.9 * core) * (0.45 + 1.1 * n);
        let wide = exp_neg(d * d * 14.0) * 0.26;
        let warp = fbm().at(along * 240.0 + 90.0 + self.shift, across * 300.0);
        let lane = fbm().at(
            along * 260.0 + warp * 90.0 + self.shift,
            across * 760.0 + warp * 60.0,
        );
        let dust = exp_neg((d + 0.012).powi(2) * 220.0) * smooth(0.40, 0.66, lane + 0.08 * core);
        (glow + wide, core, dust)
    }
}

fn tent(c: &mut Canvas, x: f32, y: f32, s: f32) {
    let lamp = Rgb::hex(0xff9a3c);
    c.glow(x, y - s * 0.3, s * 4.0, lamp * 0.12);
    c.visit(x - s, y - s, x + s, y, |px, py, old| {
        let t = (y - py) / (s * 0.85);
        let half = s * (1.0 - t * t).max(0.0).sqrt();
        let u = (px - x) / s;
        let cover = (half - (px - x).abs() + 0.5).clamp(0.0, 1.0) * f32::from(t < 1.0);
        let seam = smooth(0.03, 0.0, (u.abs() - 0.32 * (1.0 - t * 0.6)).abs()) * 0.4;
        let heat = exp_neg((u * u * 2.0 + (t - 0.35).powi(2) * 3.0).abs());
        old.lerp(lamp * (0.35 + 1.5 * heat) * (1.0 - seam), cover)
    });
}

pub(crate) fn draw(c: &mut Canvas, b: &Brief) -> Print {
    let mut rng = Rng::new(b.seed);
    let (w, h) = (c.w as f32, c.h as f32);
    let ground = h * rng.range(0.76, 0.9);
    let angle = rng.range(0.6, 1.25) * rng.pick(&[-1.0f32, 1.0]);
    let band = Band {
        x: w * rng.range(0.35, 0.65),
        y: h * 0.42,
        dx: angle.cos(),
        dy: angle.sin(),
        shift: rng.range(0.0, 1024.0),
    };
    let top = Rgb::hex(rng.pick(&[0x050914, 0x070a1a, 0x04101a]));
    let low = Rgb::hex(rng.pick(&[0x1a3a40, 0x2a3048, 0x33283c, 0x1c3c34]));
    let ember = Rgb::hex(rng.pick(&[0xc87a3c, 0x5aa06a, 0x3c6a9c]));
    let glow_x = rng.f() * w;
    let cool = Rgb::hex(0x7a8cc8);
    let warm = Rgb::hex(0xd8b49a);
    let row = rng.range(0.0, 1024.0);
    c.fill_coarse(c.h, 3, |x, y| {
        let e = ((ground - y) / h).max(0.0);
        let (glow, core, dust) = band.at(x, y, h);
        let air = exp_neg(e * 5.0);
        let near = exp_neg(((x - glow_x) / w).powi(2) * 5.0);
        let n = fbm().at(x * 0.2 + row, y * 0.3);
        let base =
            top.lerp(low, air * 0.85) + ember * (exp_neg(e * 9.0) * near * 0.16) + low * (n * 0.05);
        let milk = cool.lerp(warm, core * 0.8) * (glow * 0.24);
        base + milk * (1.0 - dust * 0.9) + Rgb::hex(0x8c3a5a) * (core * glow * n * 0.05)
    });
    stars(c, ground, (w * h / 420.0) as usize, &mut rng);
    for _ in 0..(w * h / 130.0) as usize {
        let (x, y) = (rng.f() * w, rng.f() * ground);
        let (glow, core, dust) = band.at(x, y, h);
        if rng.f() < glow * 1.1 * (1.0 - dust) {
            let v = rng.range(0.03, 0.2) + 0.5 * rng.f().powi(9);
            c.blend(x as i32, y as i32, cool.lerp(warm, core * rng.f()) * 1.4, v);
        }
    }
    let dark = Rgb(0.006, 0.009, 0.016);
    let mut far = skyline(c.w, ground + h * 0.02, h * 0.1, h * 0.5, 0.8, &mut rng);
    conifers_on(&mut far, h * 0.012, 0.6, &mut rng);
    c.below(&far, |x, _, d| {
        (dark * 2.2).lerp(low * 0.5, 0.4 * smooth(h * 0.12, 0.0, d))
            + ember * (0.01 * exp_neg(((x - glow_x) / w).powi(2) * 5.0))
    });
    let mut line = skyline(c.w, ground + h * 0.08, h * 0.05, h * 0.6, 0.3, &mut rng);
    let place = (rng.range(0.2, 0.8) * w) as usize;
    let subject = rng.below(3);
    if subject != 0 {
        conifers_on(&mut line, h * rng.range(0.05, 0.13), 0.8, &mut rng);
    }
    let foot = line.get(place).copied().unwrap_or(ground);
    if subject == 2 {
        conifer(
            c,
            place as f32,
            foot + h * 0.08,
            h * rng.range(0.3, 0.5),
            &mut rng,
            |_, _| dark,
        );
    }
    c.below(&line, |x, y, d| {
        let n = fbm().at(x * 1.6, y * 2.6);
        dark * (0.6 + n) + low * (0.03 * smooth(10.0, 0.0, d)) * mix(0.5, 1.0, n)
    });
    if subject == 0 {
        tent(c, place as f32, foot + h * 0.012, h * 0.03);
    }
    Print {
        bloom: 0.16,
        contrast: 0.22,
        exposure: 1.5,
        vignette: 0.3,
        grain: 3.0,
        saturation: 1.12,
    }
}
