//! The pixel work of `photos-emulator`: decoding, scaling, encoding, drawing.
//!
//! It is a crate of its own because the code of generic decoders and encoders is compiled where it is used, and there it
//! must be optimised even in the development profile.

pub mod draw;

use std::{io, path::Path};

use fast_image_resize::{ResizeOptions, Resizer};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageReader, Limits, RgbImage,
    RgbaImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};
pub use image::{DynamicImage as Picture, ImageError};

/// A picture that needs more memory than this to decode is not decoded.
const MOST_DECODED_BYTES: u64 = 512 * 1024 * 1024;
const QUALITY: u8 = 86;

/// Width and height in pixels as they are stored, from the head of a file.
///
/// # Errors
/// [`ImageError`]: the file cannot be read, is of another format or broken.
pub fn dimensions(file: &Path) -> Result<(u32, u32), ImageError> {
    ImageReader::open(file)?
        .with_guessed_format()?
        .into_dimensions()
}

/// Decodes a file and turns it as its EXIF says. The result is RGB or, if it can be clear, RGBA, 8 bits each.
///
/// # Errors
/// [`ImageError`]: the file cannot be read, is of another format, broken or too large to decode.
pub fn decode(file: &Path) -> Result<DynamicImage, ImageError> {
    let mut reader = ImageReader::open(file)?.with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_DECODED_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let turn = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(turn);
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
