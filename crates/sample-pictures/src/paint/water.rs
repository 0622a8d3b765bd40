//! Water that mirrors what is above it, broken by waves in perspective.

use super::canvas::Canvas;
use super::noise::fbm;
use super::rgb::{Rgb, mix};

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
            let v = (depth / unit).ln() * 235.0 + self.shift;
            let tall = self.chop * (dy * 0.55 + 10.0 * unit);
            let wide = self.chop * (dy * 0.12 + 2.0 * unit);
            let clear = mix(0.96, self.mirror, q.sqrt());
            let base = hz as f32 - 1.0 - dy * mix(1.0, 0.72, self.chop);
            for (x, p) in line.iter_mut().enumerate() {
                let xf = x as f32;
                let u = (xf - wf * 0.5) * u_step + self.shift * 3.0;
                let swell = noise.at(u * 0.55 + self.time * 7.0, v * 0.6 - self.time * 9.0) - 0.5;
                let ripple = noise.at(u * 2.3 - self.time * 16.0, v * 1.35 + self.time * 12.0) - 0.5;
                let slope = swell * 1.1 + ripple * 1.5;
                let seen = mirror(xf + ripple * wide * 2.0, base - slope * tall * 1.7 - tall * 0.25);
                let k = (clear - slope * self.chop * 0.55).clamp(0.05, 0.98);
                *p = self.deep.lerp(seen, k);
            }
        }
    }
}
