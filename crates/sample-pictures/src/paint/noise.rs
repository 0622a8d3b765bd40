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
        let (low, high) = cells
            .iter()
            .fold((f32::MAX, f32::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
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
        let (y0, y1) = (
            ((iv & MASK) << 10) as usize,
            ((iv.wrapping_add(1) & MASK) << 10) as usize,
        );
        let t = &self.0;
        let a = t[y0 | x0] + (t[y0 | x1] - t[y0 | x0]) * fu;
        let b = t[y1 | x0] + (t[y1 | x1] - t[y1 | x0]) * fu;
        a + (b - a) * fv
    }
}

/// Gradient noise with cells `SIDE / period` texels wide, so that it repeats with the tile.
fn gradient(x: usize, y: usize, period: u32, salt: u32, turns: &[(f32, f32); 256]) -> f32 {
    let cell = SIDE as u32 / period;
    let (ix, iy) = (x as u32 / cell, y as u32 / cell);
    let (fx, fy) = (
        (x as u32 % cell) as f32 / cell as f32,
        (y as u32 % cell) as f32 / cell as f32,
    );
    let dot = |ix: u32, iy: u32, dx: f32, dy: f32| {
        let h = hash(ix % period, (iy % period).wrapping_add(salt * 7919));
        let g = turns[(h >> 24) as usize];
        g.0 * dx + g.1 * dy
    };
    let ease = |t: f32| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
    let (u, v) = (ease(fx), ease(fy));
    let top = dot(ix, iy, fx, fy) * (1.0 - u) + dot(ix + 1, iy, fx - 1.0, fy) * u;
    let low =
        dot(ix, iy + 1, fx, fy - 1.0) * (1.0 - u) + dot(ix + 1, iy + 1, fx - 1.0, fy - 1.0) * u;
    top * (1.0 - v) + low * v
}

fn turns() -> [(f32, f32); 256] {
    std::array::from_fn(|i| {
        let a = i as f32 / 256.0 * std::f32::consts::TAU;
        (a.cos(), a.sin())
    })
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
        let turns = turns();
        Tile::build(|x, y| {
            let (mut sum, mut gain) = (0.0, 1.0);
            for i in 0..8u32 {
                sum += gain * gradient(x, y, 4 << i, i + 1, &turns);
                gain *= 0.52;
            }
            sum
        })
    })
}

/// Sharp crests: rock, ridges, silky streaks, folds of water.
pub(crate) fn ridged() -> &'static Tile {
    static TILE: OnceLock<Tile> = OnceLock::new();
    TILE.get_or_init(|| {
        let turns = turns();
        Tile::build(|x, y| {
            let (mut sum, mut gain, mut prev) = (0.0, 1.0, 1.0);
            for i in 0..7u32 {
                let r = (1.0 - gradient(x, y, 4 << i, i + 40, &turns).abs() * 2.6).max(0.0);
                let r = r * r;
                sum += gain * r * prev;
                prev = r.min(1.0);
                gain *= 0.5;
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
    let (y0, y1) = (
        ((iy & 255) << 8) as usize,
        ((iy.wrapping_add(1) & 255) << 8) as usize,
    );
    let (a, b, c, d) = (t[y0 | x0], t[y0 | x1], t[y1 | x0], t[y1 | x1]);
    let (u, v) = (fx * fx * (3.0 - 2.0 * fx), fy * fy * (3.0 - 2.0 * fy));
    let (du, dv) = (6.0 * fx * (1.0 - fx), 6.0 * fy * (1.0 - fy));
    let k = a - b - c + d;
    (
        a + (b - a) * u + (c - a) * v + k * u * v,
        du * (b - a + k * v),
        dv * (c - a + k * u),
    )
}
