//! Makes thumbnails: decodes within limits, scales, turns, writes JPEG. Blocks; broken or hostile bytes are an error, never a panic.
//!
//! A crate of its own so that it is optimised in every profile. Nothing public is generic: generic code is compiled where it
//! is called, unoptimised in a development build.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek};
use std::path::Path;

use fast_image_resize as fir;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Limits, RgbImage};

/// The sizes that are made: the side of a square box in pixels.
pub const SIZES: [u32; 3] = [256, 512, 2048];

/// The longest side that is opened. A longer one is a mistake or an attack.
const MAX_SIDE_PX: u32 = 25_000;
/// What one decoder may take.
const MAX_ALLOC_BYTES: u64 = 512 * 1024 * 1024;
/// The quality of thumbnails.
const JPEG_QUALITY: u8 = 82;
/// What shows through transparent places: a neutral between light and dark.
const BEHIND: [u8; 3] = [0xD9, 0xD6, 0xD0];
/// A colour profile larger than this is not worth carrying in every thumbnail.
const MAX_PROFILE_BYTES: usize = 16 * 1024;

/// Why there is no thumbnail.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The bytes are no picture that can be opened, or one above the limits.
    #[error("the picture could not be opened")]
    Picture(#[from] image::ImageError),
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
    /// One for each of [`SIZES`], smallest first.
    pub thumbnails: Vec<Thumbnail>,
    /// Two colours of the picture, `#rrggbb#rrggbb`.
    pub tones: String,
    /// The picture's width as it is seen, in pixels.
    pub width_px: u32,
    /// The picture's height as it is seen, in pixels.
    pub height_px: u32,
}

/// Makes all thumbnails of the picture in a file with one decoding.
///
/// Errors: [`MakeError::Io`] where the file cannot be read, [`MakeError::Picture`] where it is no picture within the limits.
pub fn make_from(path: &Path) -> Result<Made, MakeError> {
    make(BufReader::with_capacity(128 * 1024, File::open(path)?))
}

fn make(source: impl BufRead + Seek) -> Result<Made, MakeError> {
    let Opened {
        picture,
        orientation,
        profile,
    } = open(source)?;
    let mut made = Made {
        thumbnails: Vec::with_capacity(SIZES.len()),
        tones: String::new(),
        width_px: 0,
        height_px: 0,
    };
    let turned = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    (made.width_px, made.height_px) = if turned {
        (picture.height(), picture.width())
    } else {
        (picture.width(), picture.height())
    };
    // Largest first: each smaller one is made from the one before, which is much less to read.
    let mut larger = picture;
    for size_px in SIZES.into_iter().rev() {
        larger = fit(larger, size_px)?;
        let mut seen = DynamicImage::ImageRgb8(larger.to_rgb8());
        seen.apply_orientation(orientation);
        let seen = seen.into_rgb8();
        if size_px == SIZES[0] {
            made.tones = tones(&seen);
        }
        made.thumbnails.push(Thumbnail {
            size_px,
            jpeg: encode(&seen, profile.as_deref())?,
        });
    }
    made.thumbnails.reverse();
    Ok(made)
}

/// The two colours of a picture that is small already. Opens it, so it also says whether the bytes are a picture at all.
pub fn tones_of(bytes: &[u8]) -> Result<String, MakeError> {
    let picture = open(std::io::Cursor::new(bytes))?.picture;
    Ok(tones(&fit(picture, SIZES[0])?.into_rgb8()))
}

/// Whether the beginning of these bytes is a picture within the limits, without opening all of it.
pub fn looks_whole(bytes: &[u8]) -> bool {
    let reader = ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format();
    let sides = reader
        .map_err(MakeError::from)
        .and_then(|reader| Ok(reader.into_dimensions()?));
    sides.is_ok_and(|(width, height)| width.max(height) <= MAX_SIDE_PX)
}

struct Opened {
    picture: DynamicImage,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
}

fn open(source: impl BufRead + Seek) -> Result<Opened, MakeError> {
    let mut reader = ImageReader::new(source).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE_PX);
    limits.max_image_height = Some(MAX_SIDE_PX);
    limits.max_alloc = Some(MAX_ALLOC_BYTES);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    // What the picture takes once opened counts too, not only what the decoder takes on the way.
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let is_colour = matches!(
        decoder.color_type(),
        image::ColorType::Rgb8
            | image::ColorType::Rgba8
            | image::ColorType::Rgb16
            | image::ColorType::Rgba16
    );
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| {
        // A profile of inks would be read against colours of light.
        is_colour && profile.len() <= MAX_PROFILE_BYTES && profile.get(16..20) == Some(b"RGB ")
    });
    let picture = flat(DynamicImage::from_decoder(decoder)?);
    Ok(Opened {
        picture,
        orientation,
        profile,
    })
}

/// Puts what is transparent on the neutral and brings every kind of pixel to eight bits.
fn flat(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
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
    DynamicImage::ImageRgb8(flat)
}

/// Scales into a square box. Never enlarges.
fn fit(picture: DynamicImage, side_px: u32) -> Result<DynamicImage, MakeError> {
    let (width, height) = (picture.width(), picture.height());
    let longest = width.max(height);
    if longest <= side_px {
        return Ok(picture);
    }
    let scaled = |length: u32| {
        ((u64::from(length) * u64::from(side_px) + u64::from(longest) / 2) / u64::from(longest))
            .max(1) as u32
    };
    let mut small = DynamicImage::ImageRgb8(RgbImage::new(scaled(width), scaled(height)));
    let options = fir::ResizeOptions::new()
        .resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::Lanczos3));
    fir::Resizer::new()
        .resize(&picture, &mut small, &options)
        .map_err(|_| MakeError::Scale)?;
    Ok(small)
}

fn encode(picture: &RgbImage, profile: Option<&[u8]>) -> Result<Vec<u8>, MakeError> {
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY);
    if let Some(profile) = profile {
        // A thumbnail without its profile is a little paler, and still a thumbnail.
        let _ = encoder.set_icc_profile(profile.to_vec());
    }
    encoder.write_image(
        picture,
        picture.width(),
        picture.height(),
        image::ExtendedColorType::Rgb8,
    )?;
    Ok(jpeg)
}

/// The mean colours of the upper left and the lower right part.
fn tones(picture: &RgbImage) -> String {
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

#[cfg(test)]
mod tests;
