//! Skies: a gradient for the hour, the sun with its glow, clouds in perspective, and the light they give to the land.

use super::canvas::Canvas;
use super::noise::fbm;
use super::rgb::{Rgb, exp_neg, mix, smooth};
use super::rng::Rng;

/// The hour and the weather.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Light {
    Dawn,
    Day,
    Overcast,
    Golden,
    Dusk,
    Blue,
    Night,
}

/// One sky, ready to be painted and to light a scene.
#[derive(Clone, Debug)]
pub(crate) struct Sky {
    /// Row of the horizon.
    pub horizon: f32,
    pub zenith: Rgb,
    pub mid: Rgb,
    pub low: Rgb,
    /// The low sky beside the sun.
    pub warm: Rgb,
    /// Pixel place of the sun.
    pub sun: (f32, f32),
    pub sun_light: Rgb,
    /// Radius of the visible disc in pixels, 0 for none.
    pub disc: f32,
    pub lit: Rgb,
    pub dark: Rgb,
    /// How much of the sky is cloud, 0 to 1.
    pub cover: f32,
    /// Thin high cloud, 0 to 1.
    pub cirrus: f32,
    /// What distance fades to.
    pub haze: Rgb,
    /// Sunlight and skylight on the land.
    pub key: Rgb,
    pub fill: Rgb,
    pub scale: f32,
    centre: f32,
    shift: (f32, f32),
    stretch: f32,
}

/// zenith, mid, low, warm, cloud lit, cloud dark, haze, key, fill
type Palette = [u32; 9];

const DAWN: [Palette; 3] = [
    [
        0x5b7fb0, 0xd2b6b8, 0xf4cdb0, 0xffd9a4, 0xffdcc8, 0x9188a4, 0xe2c3ba, 0xffd0a0, 0x8090b8,
    ],
    [
        0x6a6aa6, 0xc39ab8, 0xf0b6a8, 0xffd2aa, 0xffc9c0, 0x80709a, 0xd6aeb2, 0xffc29c, 0x8580b8,
    ],
    [
        0x4f86a8, 0xa9c4c4, 0xf3dcbc, 0xffe6b4, 0xfff0da, 0x8a9aa6, 0xd8d4c6, 0xffdcb0, 0x88a4b8,
    ],
];
const DAY: [Palette; 3] = [
    [
        0x2868b2, 0x76aadc, 0xc6dfee, 0xe4eff2, 0xffffff, 0x8c9fb4, 0xb4cde2, 0xfff2dc, 0x86a8d2,
    ],
    [
        0x1c5a9c, 0x5b9ad2, 0xb2d6e8, 0xdcecec, 0xffffff, 0x8296ac, 0xa6c6de, 0xfff2dc, 0x7ea2d0,
    ],
    [
        0x4a82b8, 0x94bcdc, 0xdae6ea, 0xf0f0e4, 0xfffaf0, 0x98a6b2, 0xc6d4dc, 0xffeed2, 0x94aecc,
    ],
];
const OVERCAST: [Palette; 2] = [
    [
        0x8693a0, 0xaab5be, 0xd2d8da, 0xe2e4e0, 0xe6eaec, 0x707c88, 0xbcc6cc, 0xb8bec4, 0xa6b0ba,
    ],
    [
        0x6c7c8c, 0x93a2ae, 0xc2cacc, 0xdcd8cc, 0xd6dcde, 0x596672, 0xa4b0b8, 0xaab0b4, 0x92a0ac,
    ],
];
const GOLDEN: [Palette; 3] = [
    [
        0x5584b8, 0xb4b8ac, 0xf4d09a, 0xffc670, 0xffe6be, 0x9a8c88, 0xe6c79c, 0xffc272, 0x8a98b0,
    ],
    [
        0x6a86a8, 0xd0b08c, 0xf6bc78, 0xffb458, 0xffd8a0, 0x967a72, 0xe0b48a, 0xffb060, 0x9a90a0,
    ],
    [
        0x3f7ab0, 0x9cbcc0, 0xf0deb0, 0xffd890, 0xfff0d0, 0x93999c, 0xd8d0b0, 0xffd088, 0x84a0ba,
    ],
];
const DUSK: [Palette; 5] = [
    [
        0x31406f, 0xa8647f, 0xee8a60, 0xffc06c, 0xff9c7a, 0x574768, 0xb87476, 0xff9a60, 0x6a5c8c,
    ],
    [
        0x27315c, 0x7a5a92, 0xe48e9c, 0xffc8a2, 0xf29eb0, 0x483f6b, 0xa2748c, 0xff9c88, 0x5c5894,
    ],
    [
        0x1f3a5f, 0x4c8498, 0xeec27e, 0xffdf9c, 0xffca92, 0x3d5068, 0x9a9c8c, 0xffb870, 0x50749a,
    ],
    [
        0x3a2a52, 0xb4465e, 0xfa8a46, 0xffd06a, 0xff8a5c, 0x4c2f55, 0xb05a58, 0xff8648, 0x6a4a80,
    ],
    [
        0x54679a, 0xb79ab8, 0xf2bcb0, 0xffdcb8, 0xffc6bc, 0x7a709a, 0xc0a2b0, 0xffb898, 0x7c80b4,
    ],
];
const BLUE: [Palette; 3] = [
    [
        0x0c1b3d, 0x274580, 0x7c84b0, 0xd89c80, 0x5b6a9a, 0x1a2748, 0x46568a, 0x6a7cb4, 0x384c84,
    ],
    [
        0x0a2440, 0x1e5278, 0x6a9aa8, 0xdcb488, 0x5c88a0, 0x163850, 0x3c6884, 0x6890ac, 0x305c80,
    ],
    [
        0x1c2848, 0x4a5484, 0xa894a8, 0xe8b098, 0x8c86a4, 0x2c3354, 0x6a6c90, 0x8c8cb4, 0x4c5684,
    ],
];
const NIGHT: [Palette; 2] = [
    [
        0x050a1c, 0x0c1832, 0x1c2e50, 0x24365a, 0x2a3a5c, 0x0a1226, 0x14203c, 0x5a70a8, 0x1c2c50,
    ],
    [
        0x06101c, 0x0c2234, 0x1c4050, 0x2a4c58, 0x284454, 0x08161f, 0x12303c, 0x5a8ca8, 0x1a3c50,
    ],
];

impl Sky {
    /// A sky for the hour; everything else varies with the seed.
    pub(crate) fn new(light: Light, c: &Canvas, horizon: f32, rng: &mut Rng) -> Self {
        let p = match light {
            Light::Dawn => rng.pick(&DAWN),
            Light::Day => rng.pick(&DAY),
            Light::Overcast => rng.pick(&OVERCAST),
            Light::Golden => rng.pick(&GOLDEN),
            Light::Dusk => rng.pick(&DUSK),
            Light::Blue => rng.pick(&BLUE),
            Light::Night => rng.pick(&NIGHT),
        };
        let [zenith, mid, low, warm, lit, dark, haze, key, fill] = p.map(Rgb::hex);
        let (w, h) = (c.w as f32, c.h as f32);
        // key light, fill light, sun glow, height of the sun, disc
        let (key_k, fill_k, glow, up, disc) = match light {
            Light::Dawn => (1.5, 0.75, 0.9, rng.range(0.02, 0.16), 0.016),
            Light::Day => (1.9, 0.8, 0.35, rng.range(0.5, 0.9), 0.0),
            Light::Overcast => (0.5, 1.0, 0.15, rng.range(0.3, 0.6), 0.0),
            Light::Golden => (2.2, 0.7, 1.1, rng.range(0.06, 0.22), 0.018),
            Light::Dusk => (1.5, 0.7, 1.0, rng.range(0.01, 0.10), 0.02),
            Light::Blue => (0.5, 0.8, 0.35, rng.range(-0.08, -0.02), 0.0),
            Light::Night => (0.35, 0.6, 0.0, rng.range(0.3, 0.7), 0.0),
        };
        let side = if rng.chance(0.5) { 1.0 } else { -1.0 };
        let sun = (w * (0.5 + side * rng.range(0.06, 0.32)), horizon - up * h);
        let cover = match light {
            Light::Overcast => rng.range(0.75, 0.95),
            Light::Day => rng.range(0.15, 0.62),
            Light::Night => rng.range(0.0, 0.2),
            _ => rng.range(0.1, 0.6),
        };
        Self {
            horizon,
            zenith,
            mid,
            low,
            warm,
            sun,
            sun_light: warm * glow,
            disc: disc * h,
            lit: lit * 1.05,
            dark,
            cover,
            cirrus: if light == Light::Overcast {
                0.1
            } else {
                rng.range(0.0, 0.9)
            },
            haze,
            key: key * key_k,
            fill: fill * fill_k,
            scale: 1.0 / h.min(w * 0.8),
            centre: w / 2.0,
            shift: (rng.range(0.0, 1024.0), rng.range(0.0, 1024.0)),
            stretch: rng.range(0.8, 1.5),
        }
    }

    /// -1 when the sun stands to the left, 1 to the right.
    pub(crate) fn side(&self) -> f32 {
        if self.sun.0 < self.centre { -1.0 } else { 1.0 }
    }

    /// What [`super::water::Water`] needs for a path of sparks; none when no sun is seen.
    pub(crate) fn glitter(&self) -> Option<(f32, Rgb)> {
        (self.disc > 0.0).then_some((self.sun.0, self.warm * 1.1))
    }

    /// The sky without its clouds.
    pub(crate) fn clear(&self, x: f32, y: f32) -> Rgb {
        let e = ((self.horizon - y) * self.scale).max(0.0);
        let (dx, dy) = ((x - self.sun.0) * self.scale, (y - self.sun.1) * self.scale);
        let d2 = dx * dx + dy * dy;
        let low = self.low.lerp(self.warm, exp_neg(dx * dx * 5.0));
        let base = self
            .zenith
            .lerp(self.mid, exp_neg(e * 2.4))
            .lerp(low, exp_neg(e * 7.5));
        let glow = 1.1 / (1.0 + d2 * 900.0) + 0.34 / (1.0 + d2 * 120.0) + 0.3 / (1.0 + d2 * 18.0);
        base + self.sun_light * glow
    }

    /// The sky with its clouds; `drift` moves them.
    pub(crate) fn colour(&self, x: f32, y: f32, drift: f32) -> Rgb {
        let base = self.clear(x, y);
        let e = ((self.horizon - y) * self.scale).max(0.0);
        let plane = 1.0 / (e + 0.13);
        let dx = (x - self.centre) * self.scale;
        let u = dx * plane * 105.0 * self.stretch + self.shift.0 + drift;
        let v = plane * 120.0 + self.shift.1;
        let fade = smooth(0.0, 0.07, e);
        let mut c = base;
        let (sx, sy) = ((x - self.sun.0) * self.scale, (y - self.sun.1) * self.scale);
        let near_sun = 1.0 / (1.0 + (sx * sx + sy * sy) * 14.0);
        if self.cirrus > 0.05 {
            let wisp = fbm().at(u * 0.5 + v * 0.2, v * 1.3 - u * 0.12);
            let veil = fbm().at(u * 0.2 + 300.0, v * 0.3);
            let a = smooth(0.46, 0.8, wisp) * smooth(0.35, 0.65, veil) * self.cirrus * fade;
            c = c.lerp(self.lit + self.sun_light * (near_sun * 0.4), a * 0.75);
        }
        if self.cover > 0.02 {
            let warp = fbm().at(u * 0.7 + 50.0, v * 0.7) - 0.5;
            let (pu, pv) = (u * 1.0 + warp * 90.0, v + warp * 50.0);
            let d = fbm().at(pu, pv);
            let edge = 0.72 - self.cover * 0.42;
            let a = smooth(edge, edge + 0.16, d);
            if a > 0.0 {
                let toward = fbm().at(pu - (sx * 5.0).clamp(-1.0, 1.0) * 9.0, pv + 16.0);
                let light =
                    (0.56 + (d - toward) * 3.2 - a * a * 0.22 + near_sun * 0.25).clamp(0.0, 1.0);
                let lit = self.lit + self.sun_light * (near_sun * (1.2 - a) * 0.7);
                let body = self.dark.lerp(lit, light);
                // Far clouds take on the colour of the air.
                let body = body.lerp(base, exp_neg(e * 9.0) * 0.75);
                c = c.lerp(body, a * fade * mix(0.75, 0.97, self.cover));
            }
        }
        c
    }

    /// Paints the rows `0..to`.
    pub(crate) fn paint(&self, c: &mut Canvas, to: usize) {
        self.paint_at(c, to, 0.0);
    }

    /// Paints the rows `0..to` with the clouds moved by `drift` texels.
    pub(crate) fn paint_at(&self, c: &mut Canvas, to: usize, drift: f32) {
        c.fill_coarse(to, 3, |x, y| self.colour(x, y, drift));
        if self.disc > 0.0 {
            let (r, e) = (self.disc, self.disc * 1.5);
            let (sx, sy) = self.sun;
            let cap = (to as f32).min(sy + e);
            let light = self.warm.lerp(Rgb::grey(1.0), 0.35) * 5.0;
            c.visit(sx - e, sy - e, sx + e, cap - 1.0, |x, y, old| {
                let d = (x - sx).hypot(y - sy);
                old.lerp(light, 1.0 - smooth(r * 0.55, r * 1.5, d))
            });
        }
    }

    /// Fades a colour into the air; `amount` 0 near, 1 lost in haze. Warmer under the sun.
    pub(crate) fn air(&self, c: Rgb, amount: f32, x: f32) -> Rgb {
        let dx = (x - self.sun.0) * self.scale;
        let haze = self.haze.lerp(self.warm, exp_neg(dx * dx * 7.0) * 0.55);
        c.lerp(haze, amount)
    }
}

/// Stars over the rows above `to`, thinning out towards the horizon.
pub(crate) fn stars(c: &mut Canvas, to: f32, count: usize, rng: &mut Rng) {
    for _ in 0..count {
        let (x, y) = (rng.f() * c.w as f32, rng.f() * to);
        let size = rng.f();
        let bright = 0.05 + 0.9 * size.powi(14) + 0.22 * size.powi(4);
        let tint = Rgb::hex(rng.pick(&[0xcfdcff, 0xffffff, 0xffe6c8, 0xe0e8ff]))
            * (bright * (1.0 - y / to * 0.5));
        let r = if size > 0.985 { 1.7 } else { 0.9 };
        c.glow(x, y, r * 1.8, tint * 1.6);
        if size > 0.995 {
            c.glow(x, y, 9.0, tint * 0.25);
        }
    }
}
