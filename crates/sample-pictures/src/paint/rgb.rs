//! A colour in linear light, and the little arithmetic that the drawing code needs.

use std::ops::{Add, AddAssign, Mul, Sub};

/// Linear red, green and blue; 1.0 is paper white, more is brighter than paper.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Rgb(pub f32, pub f32, pub f32);

impl Rgb {
    pub(crate) const BLACK: Self = Self(0.0, 0.0, 0.0);

    /// All three channels alike.
    #[inline]
    pub(crate) const fn grey(v: f32) -> Self {
        Self(v, v, v)
    }

    /// From a display colour written as `0xRRGGBB`.
    pub(crate) fn hex(v: u32) -> Self {
        let channel = |shift: u32| {
            let c = ((v >> shift) & 255) as f32 / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        Self(channel(16), channel(8), channel(0))
    }

    #[inline]
    pub(crate) fn lerp(self, other: Self, t: f32) -> Self {
        Self(
            self.0 + (other.0 - self.0) * t,
            self.1 + (other.1 - self.1) * t,
            self.2 + (other.2 - self.2) * t,
        )
    }

    #[inline]
    pub(crate) fn luma(self) -> f32 {
        self.0 * 0.2126 + self.1 * 0.7152 + self.2 * 0.0722
    }

    /// Moves the colour away from (above 1) or towards (below 1) its own grey.
    #[inline]
    pub(crate) fn saturate(self, amount: f32) -> Self {
        let g = Self::grey(self.luma());
        let c = g.lerp(self, amount);
        Self(c.0.max(0.0), c.1.max(0.0), c.2.max(0.0))
    }
}

impl Add for Rgb {
    type Output = Self;
    #[inline]
    fn add(self, o: Self) -> Self {
        Self(self.0 + o.0, self.1 + o.1, self.2 + o.2)
    }
}

impl Sub for Rgb {
    type Output = Self;
    #[inline]
    fn sub(self, o: Self) -> Self {
        Self(self.0 - o.0, self.1 - o.1, self.2 - o.2)
    }
}

impl AddAssign for Rgb {
    #[inline]
    fn add_assign(&mut self, o: Self) {
        *self = *self + o;
    }
}

impl Mul<f32> for Rgb {
    type Output = Self;
    #[inline]
    fn mul(self, k: f32) -> Self {
        Self(self.0 * k, self.1 * k, self.2 * k)
    }
}

impl Mul for Rgb {
    type Output = Self;
    #[inline]
    fn mul(self, o: Self) -> Self {
        Self(self.0 * o.0, self.1 * o.1, self.2 * o.2)
    }
}

#[inline]
pub(crate) fn mix(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

#[inline]
pub(crate) fn smooth(a: f32, b: f32, x: f32) -> f32 {
    let t = ((x - a) / (b - a)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// `exp(-x)` for `x >= 0`, good to a few percent and several times faster than the real one.
#[inline]
pub(crate) fn exp_neg(x: f32) -> f32 {
    let mut t = (1.0 - x * (1.0 / 32.0)).max(0.0);
    t *= t;
    t *= t;
    t *= t;
    t *= t;
    t * t
}
