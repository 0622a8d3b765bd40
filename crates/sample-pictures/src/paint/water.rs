//! Water that mirrors what is above it, broken by waves in perspective.

use super::canvas::Canvas;
use super::noise::fbm;
use super::rgb::{Rgb, exp_neg, mix, smooth};

/// A sheet of water from `horizon` down to the lower edge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Water {
    /// First row of water.
    pub horizon: usize,
    /// Colour of the depth, seen where the mirror is weak.
    pub deep: Rgb,
    /// 0 is a mirror, 1 an open sea.
    pub chop: f32,
    /// Share of the mirror at the lower edge.
    pub mirror: f32,
    /// Moves the waves.
    pub time: f32,
    /// Moves the pattern, from the seed.
    pub shift: f32,
    /// Column of a low sun and its light, for a path of sparks towards it.
    pub glitter: Option<(f32, Rgb)>,
}

impl Water {
    /// Paints the water over the rows below its horizon.
    pub(crate) fn paint(&self, c: &mut Canvas) {
        let (w, hz) = (c.w, self.horizon.clamp(1, c.h - 1));
        let (wf, rows) = (w as f32, (c.h - hz) as f32);
        let unit = c.h as f32 / 960.0;
        let (above, water) = c.px.split_at_mut(hz * w);
        let mirror = |x: f32, y: f32| {
            let xi = (x.max(0.0) as usize).min(w - 1);
            let yi = (y.max(0.0) as usize).min(hz - 1);
            above[yi * w + xi]
        };
        let noise = fbm();
        for (row, line) in water.chunks_exact_mut(w).enumerate() {
            let dy = row as f32 + 0.5;
            let q = dy / rows;
            let depth = dy + 7.0 * unit;
            let u_step = 46.0 / depth;
            let v = (depth / unit).ln() * 255.0 + self.shift;
            let tall = self.chop * (dy * 0.55 + 10.0 * unit);
            let wide = self.chop * (dy * 0.12 + 2.0 * unit);
            let clear = mix(0.96, self.mirror, q.sqrt());
            let base = hz as f32 - 1.0 - dy * mix(1.0, 0.72, self.chop);
            let spread = 1.0 / (0.035 * wf.min(c.h as f32) + dy * 0.16);
            for (x, p) in line.iter_mut().enumerate() {
                let xf = x as f32;
                let u = (xf - wf * 0.5) * u_step + self.shift * 3.0;
                // The slope of a wave is the difference of two heights one behind the other.
                let (su, sv) = (u * 1.5 + self.time * 9.0, v * 1.7 - self.time * 15.0);
                let swell = noise.at(su, sv) - noise.at(su + 1.0, sv + 13.0);
                let (ru, rv) = (u * 4.6 - self.time * 22.0, v * 4.1 - self.time * 26.0);
                let ripple = noise.at(ru, rv) - noise.at(ru + 2.0, rv + 9.0);
                let slope = swell * 1.5 + ripple * 1.6;
                let seen = mirror(
                    xf + ripple * wide * 4.5,
                    base - slope * tall * 3.3 - tall * 0.4,
                );
                let k = (clear - slope * self.chop * 1.2).clamp(0.04, 0.98);
                *p = self.deep.lerp(seen, k);
                if let Some((sun, light)) = self.glitter {
                    let off = (xf - sun) * spread;
                    if off.abs() < 2.6 {
                        let spark = smooth(0.012, 0.05, ripple + swell * 0.6) * exp_neg(off * off);
                        *p += light * (spark * (0.35 + 0.65 * self.chop.min(1.0)));
                    }
                }
            }
        }
    }
}
