//! Two colours that stand for a picture until it is there. Pure.

use image::RgbImage;

/// So many rows and columns of a picture are looked at, about: a mean of more is the same colour.
const LOOKED_AT: u32 = 96;

/// The mean colours of the upper left and the lower right part.
pub fn of(picture: &RgbImage) -> String {
    let (width, height) = picture.dimensions();
    let every = |side: u32| (0..side).step_by((side / LOOKED_AT).max(1) as usize);
    let mut sums = [[0u64; 4]; 2];
    for (x, y) in every(height).flat_map(|y| every(width).map(move |x| (x, y))) {
        let pixel = picture.get_pixel(x, y);
        // Above or below the diagonal from lower left to upper right.
        let lower = u64::from(x) * u64::from(height) + u64::from(y) * u64::from(width)
            >= u64::from(width) * u64::from(height);
        if let Some(sum) = sums.get_mut(usize::from(lower)) {
            for (sum, value) in sum.iter_mut().zip(pixel.0.into_iter().chain([1])) {
                *sum += u64::from(value);
            }
        }
    }
    sums.iter()
        .map(|[r, g, b, count]| {
            let mean = |sum: u64| sum.checked_div(*count).unwrap_or(0x80);
            format!("#{:02x}{:02x}{:02x}", mean(*r), mean(*g), mean(*b))
        })
        .collect()
}
