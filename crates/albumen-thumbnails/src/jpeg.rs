//! JPEG: decoded no larger than needed, and written.

use image::RgbImage;
use image::metadata::Orientation;
use turbojpeg::{
    Colorspace, Compressor, Decompressor, Error, Image, PixelFormat, ScalingFactor, Subsamp,
};

use crate::eighth;
use crate::open::{Opened, by_image};
use crate::segments::{Head, with_profile};
use crate::{MAX_ALLOC_BYTES, MAX_SIDE_PX, MakeError};

/// The quality of thumbnails.
const QUALITY: i32 = 82;
/// Passes of one picture. Cameras and programs write about ten; a file of thousands is made to keep a decoder busy.
const MAX_PASSES: usize = 64;
/// How much smaller a picture can be decoded, smallest first: those that the processor's vector instructions do.
const STEPS: [ScalingFactor; 4] = [
    ScalingFactor::ONE_EIGHTH,
    ScalingFactor::ONE_QUARTER,
    ScalingFactor::ONE_HALF,
    ScalingFactor::ONE,
];

/// Opens a JPEG so that it is at least as long as asked, or as it is.
pub fn open(bytes: &[u8], at_least_px: u32) -> Result<Opened, MakeError> {
    let Some(head) = Head::read(bytes) else {
        return by_image(&mut std::io::Cursor::new(bytes));
    };
    check(&head, bytes)?;
    match decode(bytes, &head, at_least_px) {
        Ok((picture, step)) => Ok(Opened {
            picture,
            covered: (covered(head.sides.0, step), covered(head.sides.1, step)),
            orientation: head.orientation().unwrap_or(Orientation::NoTransforms),
            // A profile of light does not fit what was inks or grey.
            profile: head
                .profile
                .filter(|_| head.components == 3)
                .map(<[u8]>::to_vec),
            sides: head.sides,
            is_preview: false,
        }),
        // Another decoder may take what this one refuses.
        Err(MakeError::Jpeg(_)) => by_image(&mut std::io::Cursor::new(bytes)),
        Err(error) => Err(error),
    }
}

/// Refuses, before anything is decoded, what would take too much memory or time.
fn check(head: &Head<'_>, bytes: &[u8]) -> Result<(), MakeError> {
    let (width, height) = head.sides;
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > MAX_SIDE_PX {
        return Err(MakeError::TooLarge);
    }
    if head.is_progressive {
        let passes = bytes.windows(2).filter(|two| two == b"\xff\xda").count();
        // Two bytes for every colour of every pixel are held until the last pass.
        if pixels * u64::from(head.components) * 2 > MAX_ALLOC_BYTES || passes > MAX_PASSES {
            return Err(MakeError::TooLarge);
        }
    }
    Ok(())
}

fn decode(
    bytes: &[u8],
    head: &Head<'_>,
    at_least_px: u32,
) -> Result<(RgbImage, ScalingFactor), MakeError> {
    let mut decompressor = Decompressor::new()?;
    let header = decompressor.read_header(bytes)?;
    let step = match head.is_lossless {
        true => ScalingFactor::ONE,
        false => step(header.width.max(header.height), at_least_px),
    };
    decompressor.set_scaling_factor(step)?;
    let (width, height) = (step.scale(header.width), step.scale(header.height));
    let is_inks = matches!(header.colorspace, Colorspace::CMYK | Colorspace::YCCK);
    let format = match is_inks {
        true => PixelFormat::CMYK,
        false => PixelFormat::RGB,
    };
    let pitch = width * format.size();
    if (pitch as u64) * (height as u64) > MAX_ALLOC_BYTES {
        return Err(MakeError::TooLarge);
    }
    if step == ScalingFactor::ONE_EIGHTH
        && let Some(picture) = eighth::decode(bytes)
    {
        return Ok((picture, step));
    }
    let mut image = Image {
        pixels: vec![0; pitch * height],
        width,
        pitch,
        height,
        format,
    };
    match decompressor.decompress(bytes, image.as_deref_mut()) {
        Err(error) if !is_small_matter(&error) => return Err(error.into()),
        _ => {}
    }
    let pixels = match is_inks {
        true => of_inks(&image.pixels),
        false => image.pixels,
    };
    let side = |length: usize| u32::try_from(length).map_err(|_| MakeError::TooLarge);
    RgbImage::from_raw(side(width)?, side(height)?, pixels)
        .map(|picture| (picture, step))
        .ok_or(MakeError::TooLarge)
}

fn covered(side: u32, step: ScalingFactor) -> f64 {
    f64::from(side) * step.num() as f64 / step.denom() as f64
}

/// The smallest step that leaves what is wanted and so much more that nobody sees the difference once it is scaled: measured,
/// half as much again is as good as all of it.
fn step(longest: usize, at_least_px: u32) -> ScalingFactor {
    let enough = u64::from(at_least_px) * 29 / 20;
    STEPS
        .into_iter()
        .find(|step| step.scale(longest) as u64 >= enough)
        .unwrap_or(ScalingFactor::ONE)
}

/// Whether a decoder only complains: what it could read is there, the rest is grey. A file that was cut short is the most
/// frequent case.
fn is_small_matter(error: &Error) -> bool {
    const COMPLAINTS: [&str; 5] = [
        "Corrupt JPEG data",
        "Premature end of JPEG file",
        "Invalid SOS parameters",
        "Inconsistent progression sequence",
        "Unknown Adobe color transform",
    ];
    matches!(error, Error::TurboJpegError(text) if COMPLAINTS.iter().any(|begins| text.contains(begins)))
}

/// Inks to light. Every program writes the four inks of a JPEG the other way round, as Adobe's first did.
fn of_inks(pixels: &[u8]) -> Vec<u8> {
    let light = |ink: u8, black: u8| ((u32::from(ink) * u32::from(black) + 127) / 255) as u8;
    let (pixels, _) = pixels.as_chunks::<4>();
    pixels
        .iter()
        .flat_map(|[c, m, y, k]| [light(*c, *k), light(*m, *k), light(*y, *k)])
        .collect()
}

/// Writes a thumbnail.
pub fn encode(picture: &RgbImage, profile: Option<&[u8]>) -> Result<Vec<u8>, MakeError> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut compressor = Compressor::new()?;
    compressor.set_quality(QUALITY)?;
    compressor.set_subsamp(Subsamp::Sub2x2)?;
    let jpeg = compressor.compress_to_vec(Image {
        pixels: picture.as_raw().as_slice(),
        width,
        pitch: width * 3,
        height,
        format: PixelFormat::RGB,
    })?;
    Ok(match profile {
        Some(profile) => with_profile(&jpeg, profile),
        None => jpeg,
    })
}
