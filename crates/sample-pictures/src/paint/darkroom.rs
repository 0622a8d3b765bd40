//! From linear light to an 8-bit print: glow of bright places, tone curve, vignette, grain, dither.

use std::sync::OnceLock;

use image::RgbImage;

use super::canvas::Canvas;
use super::noise::grain;
use super::rgb::{Rgb, mix};

/// How a canvas is printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Print {
    /// Factor on the light.
    pub exposure: f32,
    /// How much bright places spill over their surroundings.
    pub bloom: f32,
    /// Darkening of the corners, 0 to 1.
    pub vignette: f32,
    /// 1 leaves the colours as they are.
    pub saturation: f32,
    /// Strength of the curve that deepens shadows, 0 to 1.
    pub contrast: f32,
    /// Grain in display steps.
    pub grain: f32,
}

impl Default for Print {
    fn default() -> Self {
        Self {
            exposure: 1.0,
            bloom: 0.12,
            vignette: 0.22,
            saturation: 1.06,
            contrast: 0.35,
            grain: 2.2,
        }
    }
}

/// The curve is a table over the exponent and the first nine bits of the fraction of a light: fine where the eye is fine,
/// and found without arithmetic.
const SHIFT: u32 = 14;
const DARKEST: f32 = 1.0 / 16_384.0;
const BRIGHTEST: f32 = 7.99;

const fn level(light: f32) -> usize {
    (light.to_bits() >> SHIFT) as usize - (DARKEST.to_bits() >> SHIFT) as usize
}

/// Linear light to display steps.
fn curve(contrast: f32) -> Vec<f32> {
    (0..=level(BRIGHTEST))
        .map(|i| {
            let bits = (i as u32 + (DARKEST.to_bits() >> SHIFT)) << SHIFT;
            let x = if i == 0 {
                0.0
            } else {
                f32::from_bits(bits | 1 << (SHIFT - 1))
            };
            // The shoulder starts where paper white would clip hard.
            let knee = 0.55;
            let v = if x < knee {
                x
            } else {
                knee + (1.0 - knee) * (1.0 - (-(x - knee) / (1.0 - knee) * 0.85).exp())
            };
            let s = if v <= 0.003_130_8 {
                v * 12.92
            } else {
                1.055 * v.powf(1.0 / 2.4) - 0.055
            };
            let bent = s * s * (3.0 - 2.0 * s);
            mix(s, bent, contrast) * 255.0
        })
        .collect()
}

fn quarter(c: &Canvas) -> Canvas {
    let (w, h) = (c.w.div_ceil(4), c.h.div_ceil(4));
    let mut out = Canvas::new(w, h);
    for y in 0..h {
        let row = &mut out.px[y * w..(y + 1) * w];
        let lines = (y * 4..(y * 4 + 4).min(c.h)).step_by(2);
        for line in lines {
            for (to, from) in row
                .iter_mut()
                .zip(c.px[line * c.w..(line + 1) * c.w].chunks(4))
            {
                let pair = from[0] + from[from.len() / 2];
                *to += Rgb(pair.0.min(8.0), pair.1.min(8.0), pair.2.min(8.0)) * 0.25;
            }
        }
    }
    out
}

/// Three box blurs along rows, then along columns by turning the picture.
fn blur(c: &Canvas, radius: usize) -> Canvas {
    let pass = |src: &Canvas| {
        let mut out = Canvas::new(src.h, src.w);
        let norm = 1.0 / (2 * radius + 1) as f32;
        for y in 0..src.h {
            let row = &src.px[y * src.w..(y + 1) * src.w];
            let edge = |i: isize| row[i.clamp(0, src.w as isize - 1) as usize];
            let r = radius as isize;
            let mut sum = (-r..=r).fold(Rgb::BLACK, |s, i| s + edge(i));
            for x in 0..src.w {
                out.px[x * src.h + y] = sum * norm;
                let i = x as isize;
                sum = sum + edge(i + r + 1) - edge(i - r);
            }
        }
        out
    };
    let once = pass(&pass(c));
    pass(&pass(&once))
}

/// A blurred copy at a quarter of the size; `radius` in pixels of that copy.
pub(crate) fn soft_quarter(c: &Canvas, radius: usize) -> Canvas {
    blur(&quarter(c), radius.max(1))
}

/// Blurs the whole picture as a lens out of focus would, roughly; `radius` in pixels.
pub(crate) fn defocus(c: &mut Canvas, radius: f32) {
    let small = soft_quarter(c, (radius / 4.0) as usize);
    c.stretch(&small, c.h, 4, |_, new| new);
}

/// Makes the print.
pub(crate) fn print(mut c: Canvas, p: &Print, seed: u64) -> RgbImage {
    if p.bloom > 0.0 {
        let near = soft_quarter(&c, c.h / 160 + 1);
        let far = blur(&quarter(&near), c.h / 110 + 1);
        let mut both = near.clone();
        both.stretch(&far, near.h, 4, |a, b| a * 0.5 + b * 0.5);
        let k = p.bloom;
        c.stretch(&both, c.h, 4, |old, glow| old * (1.0 - k) + glow * k);
    }
    static CURVES: OnceLock<Vec<Vec<f32>>> = OnceLock::new();
    let curves = CURVES.get_or_init(|| (0..=20).map(|i| curve(i as f32 / 20.0)).collect());
    let table = &curves[((p.contrast * 20.0 + 0.5) as usize).min(20)];
    let noise = grain();
    let mut bytes = vec![0u8; c.w * c.h * 3];
    let (cx, cy) = (c.w as f32 / 2.0, c.h as f32 / 2.0);
    let inv = 1.0 / (cx * cx + cy * cy);
    let shift = seed as usize;
    let tone = |v: f32| table[level(v.clamp(DARKEST, BRIGHTEST))];
    for y in 0..c.h {
        let dy = y as f32 - cy;
        // Order: every row starts somewhere else in the grain, so that the tile is never seen.
        let start = y.wrapping_mul(40_503).wrapping_add(shift.wrapping_mul(977)) & 65_535;
        let line = &c.px[y * c.w..(y + 1) * c.w];
        for (x, (px, to)) in line
            .iter()
            .zip(bytes[y * c.w * 3..].chunks_exact_mut(3))
            .enumerate()
        {
            let dx = x as f32 - cx;
            let r2 = (dx * dx + dy * dy) * inv;
            let light = (1.0 - p.vignette * r2 * (0.35 + 0.65 * r2)) * p.exposure;
            let v = (*px * light).saturate(p.saturation);
            let n = noise[(start + x) & 65_535] * p.grain + 0.5;
            for (to, v) in to.iter_mut().zip([v.0, v.1, v.2]) {
                *to = (tone(v) + n).clamp(0.0, 255.0) as u8;
            }
        }
    }
    RgbImage::from_raw(c.w as u32, c.h as u32, bytes).unwrap_or_default()
}
