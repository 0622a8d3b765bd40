//! From a recipe to the bytes of a JPEG with EXIF, turned the way the camera was held.

use std::io;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage, imageops};

use crate::catalogue::Recipe;
use crate::exif;
use crate::item::SampleItem;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom;
use crate::scenes::{self, Brief};

const QUALITY: u8 = 86;

/// The picture as it is meant to be seen.
pub(crate) fn upright(recipe: &Recipe, w: u32, h: u32) -> RgbImage {
    let mut canvas = Canvas::new(w as usize, h as usize);
    let brief = Brief {
        light: recipe.light,
        seed: recipe.seed,
        time: 0.0,
    };
    let print = scenes::draw(recipe.family, &mut canvas, &brief);
    darkroom::print(canvas, &print, recipe.seed)
}

/// The picture as a camera stores it, so that applying `orientation` gives the upright picture.
pub(crate) fn stored(upright: RgbImage, orientation: u8) -> RgbImage {
    match orientation {
        2 => imageops::flip_horizontal(&upright),
        3 => imageops::rotate180(&upright),
        4 => imageops::flip_vertical(&upright),
        5 => imageops::flip_horizontal(&imageops::rotate90(&upright)),
        6 => imageops::rotate270(&upright),
        7 => imageops::flip_horizontal(&imageops::rotate270(&upright)),
        8 => imageops::rotate90(&upright),
        _ => upright,
    }
}

/// A JPEG of a picture, without EXIF.
///
/// # Errors
/// What the encoder reports.
pub(crate) fn jpeg(picture: &RgbImage, quality: u8) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(picture.len() / 6);
    JpegEncoder::new_with_quality(&mut out, quality)
        .encode(
            picture.as_raw(),
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )
        .map_err(io::Error::other)?;
    Ok(out)
}

/// The file of a photograph.
///
/// # Errors
/// What the encoder reports.
pub(crate) fn file(item: &SampleItem, recipe: &Recipe) -> io::Result<Vec<u8>> {
    let picture = stored(
        upright(recipe, item.width_px, item.height_px),
        item.orientation,
    );
    let plain = jpeg(&picture, QUALITY)?;
    let (soi, rest) = plain.split_at(2);
    let app1 = exif::segment(item, picture.dimensions(), &recipe.local, &recipe.offset);
    Ok([soi, &app1, rest].concat())
}
