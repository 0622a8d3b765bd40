//! The picture while it is drawn: linear light, one colour per pixel, and a few brushes.

use super::rgb::{Rgb, smooth};

/// A picture in linear light, top row first.
#[derive(Clone)]
pub(crate) struct Canvas {
    pub w: usize,
    pub h: usize,
    pub px: Vec<Rgb>,
}

impl Canvas {
    pub(crate) fn new(w: usize, h: usize) -> Self {
        Self {
            w,
            h,
            px: vec![Rgb::BLACK; w * h],
        }
    }

    /// Paints the rows `from..to` anew.
    pub(crate) fn fill(&mut self, from: usize, to: usize, mut f: impl FnMut(f32, f32) -> Rgb) {
        self.shade(from, to, |x, y, _| f(x, y));
    }

    /// Repaints the rows `from..to` over what is there.
    pub(crate) fn shade(
        &mut self,
        from: usize,
        to: usize,
        mut f: impl FnMut(f32, f32, Rgb) -> Rgb,
    ) {
        let w = self.w;
        for y in from.min(self.h)..to.min(self.h) {
            for (x, p) in self.px[y * w..(y + 1) * w].iter_mut().enumerate() {
                *p = f(x as f32, y as f32, *p);
            }
        }
    }

    /// Draws soft things at a fraction of the size and stretches them over the rows `0..to`.
    pub(crate) fn fill_coarse(
        &mut self,
        to: usize,
        step: usize,
        mut f: impl FnMut(f32, f32) -> Rgb,
    ) {
        let to = to.min(self.h);
        let (cw, ch) = (self.w / step + 2, to / step + 2);
        let mut small = Self::new(cw, ch);
        small.fill(0, ch, |x, y| f(x * step as f32, y * step as f32));
        self.stretch(&small, to, step, |_, new| new);
    }

    /// Spreads a small picture (one pixel for each `step`) over the rows `0..to`, combined by `f(old, new)`.
    pub(crate) fn stretch(
        &mut self,
        small: &Self,
        to: usize,
        step: usize,
        mut f: impl FnMut(Rgb, Rgb) -> Rgb,
    ) {
        let inv = 1.0 / step as f32;
        let mut row = vec![Rgb::BLACK; small.w];
        for y in 0..to.min(self.h) {
            let (y0, fy) = (y / step, (y % step) as f32 * inv);
            let y1 = (y0 + 1).min(small.h - 1);
            let (a, b) = (
                &small.px[y0 * small.w..][..small.w],
                &small.px[y1 * small.w..][..small.w],
            );
            for ((to, a), b) in row.iter_mut().zip(a).zip(b) {
                *to = a.lerp(*b, fy);
            }
            let line = &mut self.px[y * self.w..(y + 1) * self.w];
            for (i, chunk) in line.chunks_mut(step).enumerate() {
                let (left, right) = (row[i.min(small.w - 1)], row[(i + 1).min(small.w - 1)]);
                let slope = (right - left) * inv;
                let mut c = left;
                for p in chunk {
                    *p = f(*p, c);
                    c += slope;
                }
            }
        }
    }

    /// The colour at a place, the edge's colour outside.
    #[inline]
    pub(crate) fn near(&self, x: f32, y: f32) -> Rgb {
        let xi = (x.max(0.0) as usize).min(self.w - 1);
        let yi = (y.max(0.0) as usize).min(self.h - 1);
        self.px[yi * self.w + xi]
    }

    /// Mixes a colour into one pixel; places outside are ignored.
    #[inline]
    pub(crate) fn blend(&mut self, x: i32, y: i32, c: Rgb, alpha: f32) {
        if x >= 0 && y >= 0 && (x as usize) < self.w && (y as usize) < self.h {
            let p = &mut self.px[y as usize * self.w + x as usize];
            *p = p.lerp(c, alpha);
        }
    }

    /// Visits the pixels of a box with `f(x, y, old)`, cut to the picture.
    pub(crate) fn visit(
        &mut self,
        x0: f32,
        y0: f32,
        x1: f32,
        y1: f32,
        mut f: impl FnMut(f32, f32, Rgb) -> Rgb,
    ) {
        let cut = |v: f32, most: usize| (v.max(0.0) as usize).min(most);
        let (ax, bx) = (cut(x0, self.w), cut(x1 + 1.0, self.w));
        let (ay, by) = (cut(y0, self.h), cut(y1 + 1.0, self.h));
        for y in ay..by {
            for x in ax..bx {
                let p = &mut self.px[y * self.w + x];
                *p = f(x as f32 + 0.5, y as f32 + 0.5, *p);
            }
        }
    }

    /// A disc whose edge is `soft` pixels wide.
    pub(crate) fn disc(&mut self, cx: f32, cy: f32, r: f32, soft: f32, c: Rgb, alpha: f32) {
        let e = r + soft;
        self.visit(cx - e, cy - e, cx + e, cy + e, |x, y, old| {
            let d = (x - cx).hypot(y - cy);
            let a = (1.0 - smooth(r - soft, r + soft, d)) * alpha;
            old.lerp(c, a)
        });
    }

    /// Light added around a place, falling to nothing at `r`.
    pub(crate) fn glow(&mut self, cx: f32, cy: f32, r: f32, c: Rgb) {
        self.visit(cx - r, cy - r, cx + r, cy + r, |x, y, old| {
            let d = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (r * r);
            let a = (1.0 - d).max(0.0);
            old + c * (a * a * a)
        });
    }

    /// A line with round ends that narrows from `r0` to `r1`.
    pub(crate) fn stroke(
        &mut self,
        a: (f32, f32),
        b: (f32, f32),
        r0: f32,
        r1: f32,
        c: Rgb,
        alpha: f32,
    ) {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let inv = 1.0 / (dx * dx + dy * dy).max(1e-6);
        let e = r0.max(r1) + 1.0;
        let (x0, x1) = (a.0.min(b.0) - e, a.0.max(b.0) + e);
        let (y0, y1) = (a.1.min(b.1) - e, a.1.max(b.1) + e);
        self.visit(x0, y0, x1, y1, |x, y, old| {
            let t = (((x - a.0) * dx + (y - a.1) * dy) * inv).clamp(0.0, 1.0);
            let d2 = (x - a.0 - dx * t).powi(2) + (y - a.1 - dy * t).powi(2);
            let r = r0 + (r1 - r0) * t;
            if d2 > (r + 1.0) * (r + 1.0) {
                return old;
            }
            let cover = (r - d2.sqrt() + 0.5).clamp(0.0, 1.0) * (r * 2.0 + 0.2).min(1.0);
            old.lerp(c, cover * alpha)
        });
    }

    /// Paints everything below a skyline (one height per column) with `f(x, y, depth below the line)`.
    pub(crate) fn below(&mut self, line: &[f32], mut f: impl FnMut(f32, f32, f32) -> Rgb) {
        let top = line.iter().copied().fold(f32::MAX, f32::min).max(0.0) as usize;
        for y in top.min(self.h)..self.h {
            let row = &mut self.px[y * self.w..(y + 1) * self.w];
            for (x, (p, edge)) in row.iter_mut().zip(line).enumerate() {
                let depth = y as f32 + 1.0 - edge;
                if depth >= 1.0 {
                    *p = f(x as f32, y as f32, depth);
                } else if depth > 0.0 {
                    *p = p.lerp(f(x as f32, y as f32, depth), depth);
                }
            }
        }
    }
}
