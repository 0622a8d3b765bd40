//! Makes thumbnails: decodes within limits, scales, turns, writes JPEG. Blocks; broken or hostile bytes are an error, never a panic.
//!
//! A JPEG is decoded no larger than it must be; files that cannot be decoded here (raw, HEIC, videos) are shown by the picture
//! that lies inside them, where there is one.
//!
//! A crate of its own so that it is optimised in every profile. Nothing public is generic: generic code is compiled where it
//! is called, unoptimised in a development build.

mod boxes;
mod eighth;
mod embedded;
mod jpeg;
mod open;
mod raw;
mod scale;
mod segments;
mod tiff;
mod tones;

use std::fs::File;
use std::io::{BufReader, Cursor};
use std::path::Path;

use image::RgbImage;

use open::{Opened, Source, open};

/// The sizes that are made: the side of a square box in pixels.
pub const SIZES: [u32; 3] = [256, 512, 2048];

/// The longest side that is opened. A longer one is a mistake or an attack.
const MAX_SIDE_PX: u32 = 25_000;
/// What one decoder may take.
const MAX_ALLOC_BYTES: u64 = 512 * 1024 * 1024;
/// The largest file that is read whole. Google takes photos up to 200 MiB.
const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;
/// How much of a file is read at a time while it is looked through.
const READ_BYTES: usize = 128 * 1024;

/// Why there is no thumbnail.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The bytes are no picture that can be opened, or one above the limits.
    #[error("the picture could not be opened")]
    Picture(#[from] image::ImageError),
    /// The bytes are a JPEG that cannot be opened, or no JPEG could be written.
    #[error("the picture could not be opened")]
    Jpeg(#[from] turbojpeg::Error),
    /// More pixels or bytes than are opened.
    #[error("the picture is too large to be opened")]
    TooLarge,
    /// The file holds a picture of a kind that is not decoded here, and none inside it that is.
    #[error("there is no picture in the file that can be shown")]
    NothingInside,
    /// The file could not be read.
    #[error("the picture could not be read")]
    Io(#[from] std::io::Error),
    /// It could not be scaled.
    #[error("the picture could not be scaled")]
    Scale,
}

/// One thumbnail.
#[derive(Clone, Debug)]
pub struct Thumbnail {
    /// The box it fits in.
    pub size_px: u32,
    /// JPEG.
    pub jpeg: Vec<u8>,
}

/// What is made of one picture.
#[derive(Clone, Debug)]
pub struct Made {
    /// One for each size that was asked for, smallest first.
    pub thumbnails: Vec<Thumbnail>,
    /// Two colours of the picture, `#rrggbb#rrggbb`.
    pub tones: String,
    /// The width of what was opened as it is seen, in pixels.
    pub width_px: u32,
    /// The height of what was opened as it is seen, in pixels.
    pub height_px: u32,
    /// Whether what was opened is only a picture inside the file, which may be smaller than the photo itself.
    pub is_preview: bool,
}

/// Makes thumbnails of these sizes of the picture in a file with one decoding. No picture is enlarged.
///
/// Errors: [`MakeError::Io`] where the file cannot be read, the others where there is no picture within the limits.
pub fn make_from(path: &Path, sizes: &[u32]) -> Result<Made, MakeError> {
    make(&mut reader(path)?, sizes)
}

/// The picture in a file in a square box, as it is seen: what is written as a thumbnail, before it is written.
///
/// Errors: as [`make_from`].
pub fn pixels_from(path: &Path, size_px: u32) -> Result<RgbImage, MakeError> {
    seen(&mut reader(path)?, size_px)
}

/// The picture in these bytes in a square box, as it is seen.
///
/// Errors: as [`make_from`].
pub fn pixels_of(bytes: &[u8], size_px: u32) -> Result<RgbImage, MakeError> {
    seen(&mut Cursor::new(bytes), size_px)
}

/// The picture in these bytes in a square box, as it is seen: width, height, and red, green, blue and opacity of each pixel.
///
/// Errors: as [`make_from`].
pub fn rgba_of(bytes: &[u8], size_px: u32) -> Result<(u32, u32, Vec<u8>), MakeError> {
    let picture = pixels_of(bytes, size_px)?;
    let (width, height) = picture.dimensions();
    let rgba = image::DynamicImage::ImageRgb8(picture).into_rgba8();
    Ok((width, height, rgba.into_raw()))
}

/// A small picture that the camera put into a file, as a JPEG: found without decoding anything, a thousand times cheaper
/// than a thumbnail and coarser. `None` where there is none.
pub fn placeholder_of(path: &Path) -> Option<Vec<u8>> {
    embedded::placeholder(&mut reader(path).ok()?)
}

/// The two colours of a picture that is small already. Opens it, so it also says whether the bytes are a picture at all.
///
/// Errors: where the bytes are no picture within the limits.
pub fn tones_of(bytes: &[u8]) -> Result<String, MakeError> {
    let opened = open(&mut Cursor::new(bytes), SIZES[0])?;
    let small = scale::fit(&opened.picture, opened.covered, opened.sides, SIZES[0])?;
    Ok(tones::of(&small))
}

/// Whether the beginning of these bytes is a picture within the limits, without opening all of it.
pub fn looks_whole(bytes: &[u8]) -> bool {
    open::sides(bytes).is_some_and(|(width, height)| width.max(height) <= MAX_SIDE_PX)
}

fn reader(path: &Path) -> Result<BufReader<File>, MakeError> {
    Ok(BufReader::with_capacity(READ_BYTES, File::open(path)?))
}

fn seen(source: &mut dyn Source, size_px: u32) -> Result<RgbImage, MakeError> {
    let opened = open(source, size_px)?;
    let fitting = scale::fit(&opened.picture, opened.covered, opened.sides, size_px)?;
    Ok(scale::turned(fitting, opened.orientation).into_owned())
}

fn make(source: &mut dyn Source, sizes: &[u32]) -> Result<Made, MakeError> {
    let mut sizes = sizes.to_vec();
    sizes.sort_unstable_by(|one, other| other.cmp(one));
    sizes.dedup();
    let Opened {
        mut picture,
        mut covered,
        orientation,
        profile,
        sides: (width, height),
        is_preview,
    } = open(source, sizes.first().copied().unwrap_or(1))?;
    let (width_px, height_px) = if scale::changes_sides(orientation) {
        (height, width)
    } else {
        (width, height)
    };
    let mut thumbnails = Vec::with_capacity(sizes.len());
    let mut tones = String::new();
    // Largest first: each smaller one is made from the one before, which is much less to read.
    for size_px in sizes {
        if let std::borrow::Cow::Owned(smaller) =
            scale::fit(&picture, covered, (width, height), size_px)?
        {
            picture = smaller;
            covered = scale::all(&picture);
        }
        let seen = scale::turned(std::borrow::Cow::Borrowed(&picture), orientation);
        tones = tones::of(&seen);
        thumbnails.push(Thumbnail {
            size_px,
            jpeg: jpeg::encode(&seen, profile.as_deref())?,
        });
    }
    thumbnails.reverse();
    Ok(Made {
        thumbnails,
        tones,
        width_px,
        height_px,
        is_preview,
    })
}

#[cfg(test)]
mod tests;
