//! Opens the picture in a file, whatever kind of file it is.

use std::io::{BufRead, Read as _, Seek, SeekFrom};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbImage};

use crate::segments::{Head, is_of_light};
use crate::{MAX_ALLOC_BYTES, MAX_FILE_BYTES, MAX_SIDE_PX, MakeError, embedded, jpeg, scale};

/// Where a picture is read from.
pub trait Source: BufRead + Seek {}

impl<T: BufRead + Seek> Source for T {}

/// A picture that was opened.
pub struct Opened {
    /// Its pixels, perhaps smaller than the picture, not turned.
    pub picture: RgbImage,
    /// How many of these pixels the picture covers, in width and in height.
    pub covered: (f64, f64),
    /// How it must be turned to be seen upright.
    pub orientation: Orientation,
    /// Its colour profile, if it can go with a thumbnail.
    pub profile: Option<Vec<u8>>,
    /// The picture's width and height, not turned.
    pub sides: (u32, u32),
    /// Whether it is only a picture inside the file.
    pub is_preview: bool,
}

/// Opens a picture so that its longer side is at least as long as asked, or as it is.
pub fn open(mut source: &mut dyn Source, at_least_px: u32) -> Result<Opened, MakeError> {
    let mut head = [0; 32];
    let filled = fill(source, &mut head)?;
    source.seek(SeekFrom::Start(0))?;
    let head = head.get(..filled).unwrap_or_default();
    if head.starts_with(b"\xff\xd8\xff") {
        return jpeg::open(&read_all(source)?, at_least_px);
    }
    if let Some(kind) = embedded::kind(head, &mut source) {
        let found = embedded::best(kind, &mut source, at_least_px)?;
        let mut opened = match found.jpeg.starts_with(b"\xff\xd8") {
            true => jpeg::open(&found.jpeg, at_least_px)?,
            false => by_image(&mut std::io::Cursor::new(&found.jpeg))?,
        };
        // A preview that says nothing of itself is turned as the file around it.
        let says = Head::read(&found.jpeg).and_then(|head| head.orientation());
        opened.orientation = says
            .or(found.orientation)
            .unwrap_or(Orientation::NoTransforms);
        opened.is_preview = true;
        return Ok(opened);
    }
    source.seek(SeekFrom::Start(0))?;
    by_image(source)
}

/// The sides of the picture in these bytes, without opening it.
pub fn sides(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut bytes = std::io::Cursor::new(bytes);
    let source: &mut dyn Source = &mut bytes;
    let reader = ImageReader::new(source).with_guessed_format().ok()?;
    reader.into_dimensions().ok()
}

fn fill(source: &mut dyn Source, head: &mut [u8]) -> Result<usize, MakeError> {
    let mut filled = 0;
    while let Some(rest) = head.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

fn read_all(source: &mut dyn Source) -> Result<Vec<u8>, MakeError> {
    let length = source.seek(SeekFrom::End(0))?;
    if length > MAX_FILE_BYTES {
        return Err(MakeError::TooLarge);
    }
    source.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    source.take(MAX_FILE_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a picture in full.
pub fn by_image(source: &mut dyn Source) -> Result<Opened, MakeError> {
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
    let profile = decoder
        .icc_profile()
        .ok()
        .flatten()
        .filter(|profile| is_colour && is_of_light(profile));
    let picture = scale::flat(DynamicImage::from_decoder(decoder)?);
    Ok(Opened {
        sides: picture.dimensions(),
        covered: scale::all(&picture),
        picture,
        orientation,
        profile,
        is_preview: false,
    })
}
