//! Ground with real relief: a grid that fans out from the camera is lifted by a height function, lit, shadowed and drawn
//! from far to near.

use super::canvas::Canvas;
use super::noise::{fbm, value_slope};
use super::rgb::{Rgb, smooth};

/// Where the camera stands and how far it sees. One unit is what the height function says it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    /// Row of the horizon.
    pub horizon: f32,
    /// Focal length in pixels.
    pub focal: f32,
    /// Height of the camera.
    pub eye: f32,
    /// Nearest and farthest distance.
    pub near: f32,
    pub far: f32,
    pub steps: usize,
    /// Direction to the sun: right, up, away. `up` also sets how long shadows are.
    pub sun: [f32; 3],
}

/// One point of the ground, handed to the function that colours it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub x: f32,
    pub z: f32,
    pub height: f32,
    /// How level it is: 1 flat, 0 a wall.
    pub flat: f32,
    /// Sunlight that arrives, 0 to 1, shadows counted.
    pub sun: f32,
    /// Skylight that arrives, 0 to 1.
    pub sky: f32,
    /// Column of the picture.
    pub column: f32,
}

const EVERY: usize = 3;

/// Draws the ground over what is there.
pub(crate) fn paint(
    c: &mut Canvas,
    view: &View,
    detail: f32,
    height: impl Fn(f32, f32) -> f32,
    colour: impl Fn(&Spot) -> Rgb,
) {
    let cols = c.w / EVERY + 2;
    let ratio = (view.far / view.near).powf(1.0 / (view.steps - 1) as f32);
    let zs: Vec<f32> = (0..view.steps)
        .map(|n| view.near * ratio.powi(n as i32))
        .collect();
    let half = c.w as f32 * 0.5;
    let slope_of = |i: usize| ((i * EVERY) as f32 - half) / view.focal;
    let mut grid = vec![0.0; cols * view.steps];
    for (row, z) in grid.chunks_exact_mut(cols).zip(&zs) {
        for (i, h) in row.iter_mut().enumerate() {
            *h = height(slope_of(i) * z, *z);
        }
    }
    let len = view.sun.iter().map(|v| v * v).sum::<f32>().sqrt();
    let sun = view.sun.map(|v| v / len);
    let mut far_edge: Vec<(f32, Rgb)> = Vec::new();
    let mut lit = vec![0.0; cols];
    for n in (0..view.steps).rev() {
        let (z, row) = (zs[n], &grid[n * cols..(n + 1) * cols]);
        let back = &grid[(n + 1).min(view.steps - 1) * cols..][..cols];
        let front = &grid[n.saturating_sub(1) * cols..][..cols];
        let dz = zs[(n + 1).min(view.steps - 1)] - zs[n.saturating_sub(1)];
        let dx = EVERY as f32 * z / view.focal;
        shadows(row, dx, sun, &mut lit);
        let edge: Vec<(f32, Rgb)> = (0..cols)
            .map(|i| {
                let (l, r) = (i.saturating_sub(1), (i + 1).min(cols - 1));
                let sx = (row[r] - row[l]) / (dx * (r - l).max(1) as f32);
                let sz = (back[i] - front[i]) / dz.max(1e-6);
                let inv = 1.0 / (1.0 + sx * sx + sz * sz).sqrt();
                let facing = ((-sx * sun[0] + sun[1] - sz * sun[2]) * inv).max(0.0);
                let (wl, wr) = (row[i.saturating_sub(7)], row[(i + 7).min(cols - 1)]);
                let hollow = ((wl + wr) * 0.5 - row[i]) / (dx * 7.0);
                let spot = Spot {
                    x: slope_of(i) * z,
                    z,
                    height: row[i],
                    flat: inv,
                    sun: facing * lit[i],
                    sky: ((0.45 + 0.55 * inv) * (1.0 - hollow * 0.7)).clamp(0.25, 1.15),
                    column: (i * EVERY) as f32,
                };
                (
                    view.horizon - (row[i] - view.eye) / z * view.focal,
                    colour(&spot),
                )
            })
            .collect();
        if !far_edge.is_empty() {
            strip(c, &far_edge, &edge, detail);
        }
        far_edge = edge;
    }
    // What is nearer than the first row of the grid continues it to the lower edge.
    let floor: Vec<(f32, Rgb)> = far_edge
        .iter()
        .map(|(_, k)| (c.h as f32 + 2.0, *k))
        .collect();
    strip(c, &far_edge, &floor, detail);
}

/// Shadows that fall sideways along one row of the grid, with a soft edge.
fn shadows(row: &[f32], dx: f32, sun: [f32; 3], lit: &mut [f32]) {
    let drop = dx * sun[1].max(0.02) / (sun[0].hypot(sun[2] * 0.4)).max(0.05);
    let mut ray = f32::MIN;
    let n = row.len();
    for k in 0..n {
        let i = if sun[0] > 0.0 { n - 1 - k } else { k };
        ray = (ray - drop).max(row[i]);
        lit[i] = 1.0 - smooth(0.0, drop * 8.0 + 0.002, ray - row[i]);
    }
}

/// Fills between two rows of the grid where the ground faces the camera.
fn strip(c: &mut Canvas, far: &[(f32, Rgb)], near: &[(f32, Rgb)], detail: f32) {
    let noise = fbm();
    for x in 0..c.w {
        let (i, f) = (x / EVERY, (x % EVERY) as f32 / EVERY as f32);
        let top = far[i].0 + (far[i + 1].0 - far[i].0) * f;
        let low = near[i].0 + (near[i + 1].0 - near[i].0) * f;
        if low <= top || low < 0.0 || top >= c.h as f32 {
            continue;
        }
        let (a, b) = (
            far[i].1.lerp(far[i + 1].1, f),
            near[i].1.lerp(near[i + 1].1, f),
        );
        let inv = 1.0 / (low - top);
        let last = (low.ceil() as usize).min(c.h);
        for y in top.max(0.0) as usize..last {
            let t = ((y as f32 + 0.5 - top) * inv).clamp(0.0, 1.0);
            let cover = (y as f32 + 1.0 - top).min(1.0);
            let n = noise.at(x as f32 * 3.1, y as f32 * 3.7)
                + noise.at(y as f32 * 7.3, x as f32 * 6.1)
                - 1.0;
            let k = a.lerp(b, t) * (1.0 + n * detail);
            let p = &mut c.px[y * c.w + x];
            *p = p.lerp(k, cover);
        }
    }
}

/// Mountain relief that looks worn by water: steep places carry less detail.
pub(crate) fn eroded(x: f32, z: f32, octaves: usize) -> f32 {
    let (mut px, mut pz) = (x, z);
    let (mut sum, mut gain, mut gx, mut gz) = (0.0, 1.0, 0.0, 0.0);
    for _ in 0..octaves {
        let (n, dx, dz) = value_slope(px, pz);
        gx += dx;
        gz += dz;
        sum += gain * n / (1.0 + gx * gx + gz * gz);
        gain *= 0.5;
        (px, pz) = (1.6 * px - 1.2 * pz, 1.2 * px + 1.6 * pz);
    }
    sum
}
