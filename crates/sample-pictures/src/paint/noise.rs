//! Noise, computed once into tiles that repeat, so that a whole fractal costs one lookup.

use std::sync::OnceLock;

use super::rng::Rng;

const SIDE: usize = 1024;
const MASK: u32 = 1023;
const AREA: usize = SIDE * SIDE;

/// A square of `SIDE` texels that repeats without a seam; values are about 0 to 1.
pub(crate) struct Tile(Box<[f32; AREA]>);

/// Whole part (wrapped into the low bits) and fraction, without a call to `floor`.
#[inline]
pub(crate) fn split(x: f32) -> (u32, f32) {
    const MAGIC: f32 = 12_582_912.0;
    let r = (x - 0.5) + MAGIC;
    (r.to_bits(), x - (r - MAGIC))
}

impl Tile {
    fn build(f: impl Fn(usize, usize) -> f32) -> Self {
        let mut cells = Vec::with_capacity(AREA);
        for y in 0..SIDE {
            for x in 0..SIDE {
                cells.push(f(x, y));
            }
        }
        let (low, high) = cells.iter().fold((f32::MAX, f32::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
        let mut out = Box::new([0.0; AREA]);
        for (to, from) in out.iter_mut().zip(&cells) {
            *to = (from - low) / (high - low);
        }
        Self(out)
    }

    /// Value at a place in texels, smooth between them.
    #[inline]
    pub(crate) fn at(&self, u: f32, v: f32) -> f32 {
        let (iu, fu) = split(u);
        let (iv, fv) = split(v);
        let (x0, x1) = ((iu & MASK) as usize, (iu.wrapping_add(1) & MASK) as usize);
        let (y0, y1) = (((iv & MASK) << 10) as usize, ((iv.wrapping_add(1) & MASK) << 10) as usize);
        let t = &self.0;
        let a = t[y0 | x0] + (t[y0 | x1] - t[y0 | x0]) * fu;
        let b = t[y1 | x0] + (t[y1 | x1] - t[y1 | x0]) * fu;
        a + (b - a) * fv
    }
}

/// Gradient noise that repeats after `period` cells.
fn gradient(x: f32, y: f32, period: u32, salt: u32) -> f32 {
    let (xi, yi) = (x.floor(), y.floor());
    let (fx, fy) = (x - xi, y - yi);
    let dot = |ix: u32, iy: u32, dx: f32, dy: f32| {
        let h = hash(ix % period, (iy % period).wrapping_add(salt.wrapping_mul(7919)));
        let a = h as f32 * (std::f32::consts::TAU / u32::MAX as f32);
        a.cos() * dx + a.sin() * dy
    };
    let (ix, iy) = (xi as u32, yi as u32);
    let ease = |t: f32| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
    let (u, v) = (ease(fx), ease(fy));
    let top = dot(ix, iy, fx, fy) * (1.0 - u) + dot(ix + 1, iy, fx - 1.0, fy) * u;
    let low = dot(ix, iy + 1, fx, fy - 1.0) * (1.0 - u) + dot(ix + 1, iy + 1, fx - 1.0, fy - 1.0) * u;
    top * (1.0 - v) + low * v
}

/// A well-mixed number for a place.
#[inline]
pub(crate) fn hash(x: u32, y: u32) -> u32 {
    let mut h = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    h ^ (h >> 15)
}

/// `hash` as a number from 0 to 1.
#[inline]
pub(crate) fn hash01(x: u32, y: u32) -> f32 {
    (hash(x, y) >> 8) as f32 / (1u32 << 24) as f32
}

/// Clouds, earth, most things: eight octaves, the largest feature 256 texels wide.
pub(crate) fn fbm() -> &'static Tile {
    static TILE: OnceLock<Tile> = OnceLock::new();
    TILE.get_or_init(|| {
        // One octave is one gradient tile sampled finer and finer, so that building stays cheap.
        let base = Tile::build(|x, y| gradient(x as f32 / 32.0, y as f32 / 32.0, 32, 1));
        Tile::build(|x, y| {
            let (mut sum, mut gain, mut k) = (0.0, 1.0, 0.125);
            for i in 0..8 {
                let shift = i as f32 * 173.0;
                sum += gain * (base.at(x as f32 * k + shift, y as f32 * k + shift) - 0.5);
                gain *= 0.52;
                k *= 2.0;
            }
            sum
        })
    })
}

/// Sharp crests: rock, ridges, silky streaks, folds of water.
pub(crate) fn ridged() -> &'static Tile {
    static TILE: OnceLock<Tile> = OnceLock::new();
    TILE.get_or_init(|| {
        let base = Tile::build(|x, y| gradient(x as f32 / 32.0, y as f32 / 32.0, 32, 5));
        Tile::build(|x, y| {
            let (mut sum, mut gain, mut k, mut prev) = (0.0, 1.0, 0.125, 1.0);
            for i in 0..7 {
                let shift = i as f32 * 211.0;
                let n = (base.at(x as f32 * k + shift, y as f32 * k + shift) - 0.5) * 2.0;
                let r = (1.0 - n.abs() * 1.6).max(0.0);
                let r = r * r;
                sum += gain * r * prev;
                prev = r.min(1.0);
                gain *= 0.5;
                k *= 2.0;
            }
            sum
        })
    })
}

/// Distance to the border between cells: foam, caustics, cobbles. A cell is 32 texels wide.
pub(crate) fn cells() -> &'static Tile {
    static TILE: OnceLock<Tile> = OnceLock::new();
    TILE.get_or_init(|| {
        let points: Vec<(f32, f32)> = (0..1024).map(|i| (hash01(i, 77), hash01(i, 78))).collect();
        Tile::build(|x, y| {
            let (fx, fy) = (x as f32 / 32.0, y as f32 / 32.0);
            let (mut near, mut next) = (9.0f32, 9.0f32);
            for cy in -1i32..=1 {
                for cx in -1i32..=1 {
                    let (gx, gy) = (fx.floor() as i32 + cx, fy.floor() as i32 + cy);
                    let p = points[((gy & 31) * 32 + (gx & 31)) as usize];
                    let d = (gx as f32 + p.0 - fx).hypot(gy as f32 + p.1 - fy);
                    if d < near {
                        next = near;
                        near = d;
                    } else {
                        next = next.min(d);
                    }
                }
            }
            next - near
        })
    })
}

/// Film grain and dither, centred on 0.
pub(crate) fn grain() -> &'static [f32; 65536] {
    static TABLE: OnceLock<Box<[f32; 65536]>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut rng = Rng::new(99);
        let raw: Vec<f32> = (0..65536).map(|_| rng.bell()).collect();
        let mut out = Box::new([0.0; 65536]);
        for (i, to) in out.iter_mut().enumerate() {
            let near = raw[(i + 1) & 65535] + raw[(i + 256) & 65535] + raw[(i + 65535) & 65535];
            *to = raw[i] * 0.8 + near * 0.25;
        }
        out
    })
}

/// Value noise with its slope (value, d/dx, d/dy); the base of eroded terrain.
#[inline]
pub(crate) fn value_slope(x: f32, y: f32) -> (f32, f32, f32) {
    static TABLE: OnceLock<Box<[f32; 65536]>> = OnceLock::new();
    let t = TABLE.get_or_init(|| {
        let mut rng = Rng::new(4);
        let mut out = Box::new([0.0; 65536]);
        out.iter_mut().for_each(|v| *v = rng.f());
        out
    });
    let ((ix, fx), (iy, fy)) = (split(x), split(y));
    let (x0, x1) = ((ix & 255) as usize, (ix.wrapping_add(1) & 255) as usize);
    let (y0, y1) = (((iy & 255) << 8) as usize, ((iy.wrapping_add(1) & 255) << 8) as usize);
    let (a, b, c, d) = (t[y0 | x0], t[y0 | x1], t[y1 | x0], t[y1 | x1]);
    let (u, v) = (fx * fx * (3.0 - 2.0 * fx), fy * fy * (3.0 - 2.0 * fy));
    let (du, dv) = (6.0 * fx * (1.0 - fx), 6.0 * fy * (1.0 - fy));
    let k = a - b - c + d;
    (a + (b - a) * u + (c - a) * v + k * u * v, du * (b - a + k * v), dv * (c - a + k * u))
}
