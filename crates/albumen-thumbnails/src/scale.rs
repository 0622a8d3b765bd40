//! Scaling, turning and flattening of pixels. Pure.

use std::borrow::Cow;

use fast_image_resize as fir;
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};

use crate::MakeError;

/// What shows through transparent places: a neutral between light and dark.
pub const BEHIND: [u8; 3] = [0xD9, 0xD6, 0xD0];

/// Puts what is transparent on the neutral and brings every kind of pixel to eight bits.
pub fn flat(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let with_alpha = picture.into_rgba8();
    let mut flat = RgbImage::new(with_alpha.width(), with_alpha.height());
    for (to, from) in flat.pixels_mut().zip(with_alpha.pixels()) {
        let [r, g, b, a] = from.0;
        let mix = |over: u8, under: u8| {
            let (over, under, a) = (u32::from(over), u32::from(under), u32::from(a));
            ((over * a + under * (255 - a) + 127) / 255) as u8
        };
        to.0 = [mix(r, BEHIND[0]), mix(g, BEHIND[1]), mix(b, BEHIND[2])];
    }
    flat
}

/// Scales into a square box. Never enlarges. `sides` are those of the whole picture, of which these pixels may be a smaller
/// version: so every size has the same shape, however small it was decoded. `covered` is how many of these pixels the picture
/// covers: where it was decoded small, a part of the last one lies outside.
pub fn fit(
    picture: &RgbImage,
    covered: (f64, f64),
    sides: (u32, u32),
    side_px: u32,
) -> Result<Cow<'_, RgbImage>, MakeError> {
    let longest = sides.0.max(sides.1);
    if longest <= side_px {
        return Ok(Cow::Borrowed(picture));
    }
    let scaled = |length: u32| {
        ((u64::from(length) * u64::from(side_px) + u64::from(longest) / 2) / u64::from(longest))
            .max(1) as u32
    };
    let mut small = RgbImage::new(scaled(sides.0), scaled(sides.1));
    let options = fir::ResizeOptions::new()
        .crop(0.0, 0.0, covered.0, covered.1)
        .resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::Lanczos3));
    fir::Resizer::new()
        .resize(picture, &mut small, &options)
        .map_err(|_| MakeError::Scale)?;
    Ok(Cow::Owned(small))
}

/// All pixels of a picture.
pub fn all(picture: &RgbImage) -> (f64, f64) {
    (f64::from(picture.width()), f64::from(picture.height()))
}

/// Whether width and height change places when a picture is turned like this.
pub fn changes_sides(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// A picture as it is seen.
pub fn turned(picture: Cow<'_, RgbImage>, orientation: Orientation) -> Cow<'_, RgbImage> {
    if orientation == Orientation::NoTransforms {
        return picture;
    }
    let mut picture = DynamicImage::ImageRgb8(picture.into_owned());
    picture.apply_orientation(orientation);
    Cow::Owned(picture.into_rgb8())
}
