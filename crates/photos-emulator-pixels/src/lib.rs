//! The pixel work of `photos-emulator`: decoding, scaling, encoding, drawing.
//!
//! It is a crate of its own because the code of generic decoders and encoders is compiled where it is used, and there it
//! must be optimised even in the development profile.

pub mod draw;

use std::io;

use fast_image_resize::{ResizeOptions, Resizer};
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, RgbImage, RgbaImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    metadata::Orientation,
};
pub use image::{DynamicImage as Picture, ImageError};

const QUALITY: u8 = 86;

/// Decodes a whole file and turns it by its EXIF orientation, 1 to 8. The result is RGB or, if it can be clear, RGBA, 8 bits
/// each. A picture that needs more than the 512 MiB `image` allows is refused.
///
/// # Errors
/// [`ImageError`]: of another format, broken or too large to decode.
pub fn decode(file: &[u8], turn: u8) -> Result<DynamicImage, ImageError> {
    // The one way to decode that is compiled in `image` itself. All others are generic, and would cost every build a minute.
    let mut picture = image::load_from_memory(file)?;
    picture.apply_orientation(Orientation::from_exif(turn).unwrap_or(Orientation::NoTransforms));
    Ok(if picture.color().has_alpha() {
        picture.into_rgba8().into()
    } else {
        picture.into_rgb8().into()
    })
}

/// The picture at a size in pixels; where the aspect differs, the middle is kept.
///
/// # Errors
/// [`ImageError`]: a side is 0.
pub fn resize(
    picture: &DynamicImage,
    width_px: u32,
    height_px: u32,
) -> Result<DynamicImage, ImageError> {
    if (picture.width(), picture.height()) == (width_px, height_px) {
        return Ok(picture.clone());
    }
    let mut out = DynamicImage::new(width_px, height_px, picture.color());
    let options = ResizeOptions::new().fit_into_destination(Some((0.5, 0.5)));
    Resizer::new()
        .resize(picture, &mut out, &options)
        .map_err(|error| ImageError::IoError(io::Error::other(error)))?;
    Ok(out)
}

/// A picture as JPEG.
///
/// # Errors
/// [`ImageError`]: a side is 0 or larger than JPEG can say.
pub fn jpeg(picture: &RgbImage) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(picture)?;
    Ok(bytes)
}

/// A picture as PNG.
///
/// # Errors
/// [`ImageError`]: a side is 0.
pub fn png(picture: &RgbaImage) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(
        picture,
        picture.width(),
        picture.height(),
        ExtendedColorType::Rgba8,
    )?;
    Ok(bytes)
}
