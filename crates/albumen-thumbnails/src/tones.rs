//! Two colours that stand for a picture until it is there. Pure.

use image::RgbImage;

/// The mean colours of the upper left and the lower right part.
pub fn of(picture: &RgbImage) -> String {
    let (width, height) = picture.dimensions();
    let mut sums = [[0u64; 4]; 2];
    for (x, y, pixel) in picture.enumerate_pixels() {
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
