//! What Google reads from a file when a media item is made of it: type, size, date, camera.

use std::{
    fs::File,
    io::{BufReader, Read, Seek},
    path::Path,
};

use exif::{Exif, In, Tag, Value};
use jiff::{civil, tz::TimeZone};

use super::{dimensions, heif, mp4, sniff};
use crate::library::item::{Camera, Kind};

/// Everything that was found.
#[derive(Debug, Clone)]
pub(crate) struct Probe {
    pub(crate) kind: Kind,
    pub(crate) mime_type: &'static str,
    /// As displayed; 0 if it cannot be known.
    pub(crate) width_px: u32,
    pub(crate) height_px: u32,
    pub(crate) taken_ms: Option<i64>,
    pub(crate) camera: Camera,
    pub(crate) fps: Option<f64>,
}

/// Looks at a file. `None`: Google takes no such file, or it is broken from its beginning.
pub(crate) fn probe(path: &Path, name: &str) -> Option<Probe> {
    let mut file = BufReader::new(File::open(path).ok()?);
    let mut head = Vec::new();
    file.by_ref()
        .take(sniff::HEAD_BYTES as u64)
        .read_to_end(&mut head)
        .ok()?;
    let (kind, mime_type) = sniff::sniff(&head, name)?;
    file.rewind().ok()?;
    match kind {
        Kind::Photo => photo(file, mime_type),
        Kind::Video => Some(video(file, mime_type)),
    }
}

fn photo(mut file: BufReader<File>, mime_type: &'static str) -> Option<Probe> {
    let exif = exif::Reader::new().read_from_container(&mut file).ok();
    let (mut width_px, mut height_px) = match mime_type {
        "image/heic" | "image/heif" | "image/avif" | "image/x-canon-cr3" => {
            file.rewind().ok()?;
            heif::dimensions(&mut file).unwrap_or_default()
        }
        raw if raw.starts_with("image/x-") && raw != "image/x-icon" => {
            exif.as_ref().and_then(exif_dimensions).unwrap_or_default()
        }
        "image/tiff" => exif.as_ref().and_then(exif_dimensions)?,
        _ => dimensions::read(&mut file, mime_type)?,
    };
    let turned = exif
        .as_ref()
        .and_then(|exif| number(exif, Tag::Orientation))
        .is_some_and(|turn| (5..=8).contains(&turn));
    // A HEIF file says in a box of its own how it is turned.
    if turned && !mime_type.starts_with("image/hei") {
        std::mem::swap(&mut width_px, &mut height_px);
    }
    Some(Probe {
        kind: Kind::Photo,
        mime_type,
        width_px,
        height_px,
        taken_ms: exif.as_ref().and_then(taken_ms),
        camera: exif.as_ref().map(camera).unwrap_or_default(),
        fps: None,
    })
}

fn video(mut file: BufReader<File>, mime_type: &'static str) -> Probe {
    let film = mp4::read(&mut file).unwrap_or_default();
    Probe {
        kind: Kind::Video,
        mime_type,
        width_px: film.width_px,
        height_px: film.height_px,
        taken_ms: film.created_ms,
        camera: Camera::default(),
        fps: film.fps,
    }
}

/// How a picture has to be turned, 1 to 8, as its EXIF says.
pub(super) fn orientation(path: &Path) -> u8 {
    let exif = File::open(path).ok().and_then(|file| {
        exif::Reader::new()
            .read_from_container(&mut BufReader::new(file))
            .ok()
    });
    let turn = exif
        .as_ref()
        .and_then(|exif| number(exif, Tag::Orientation));
    turn.and_then(|turn| u8::try_from(turn).ok()).unwrap_or(1)
}

fn number(exif: &Exif, tag: Tag) -> Option<u32> {
    exif.get_field(tag, In::PRIMARY)?.value.get_uint(0)
}

fn fraction(exif: &Exif, tag: Tag) -> Option<f64> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(list) => list
            .first()
            .map(|part| part.to_f64())
            .filter(|part| part.is_finite() && *part > 0.0),
        _ => None,
    }
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(list) => {
            let text = String::from_utf8_lossy(list.first()?)
                .trim_matches(['\0', ' '])
                .to_owned();
            Some(text).filter(|text| !text.is_empty())
        }
        _ => None,
    }
}

fn exif_dimensions(exif: &Exif) -> Option<(u32, u32)> {
    let pair = |width, height| Some((number(exif, width)?, number(exif, height)?));
    pair(Tag::PixelXDimension, Tag::PixelYDimension)
        .or_else(|| pair(Tag::ImageWidth, Tag::ImageLength))
}

fn camera(exif: &Exif) -> Camera {
    Camera {
        make: text(exif, Tag::Make),
        model: text(exif, Tag::Model),
        focal_length_mm: fraction(exif, Tag::FocalLength),
        aperture: fraction(exif, Tag::FNumber),
        iso: number(exif, Tag::PhotographicSensitivity),
        exposure_s: fraction(exif, Tag::ExposureTime),
    }
}

fn taken_ms(exif: &Exif) -> Option<i64> {
    let tag = |tags: [Tag; 2]| tags.into_iter().find_map(|tag| text(exif, tag));
    let when = tag([Tag::DateTimeOriginal, Tag::DateTimeDigitized])
        .or_else(|| text(exif, Tag::DateTime))?;
    let mut when = exif::DateTime::from_ascii(when.as_bytes()).ok()?;
    if let Some(offset) = tag([Tag::OffsetTimeOriginal, Tag::OffsetTime]) {
        let _ = when.parse_offset(offset.as_bytes());
    }
    let part = |value: u8| i8::try_from(value).ok();
    let year = i16::try_from(when.year).ok()?;
    let local = civil::DateTime::new(
        year,
        part(when.month)?,
        part(when.day)?,
        part(when.hour)?,
        part(when.minute)?,
        part(when.second)?,
        0,
    );
    let ms = TimeZone::UTC
        .to_timestamp(local.ok()?)
        .ok()?
        .as_millisecond();
    Some(ms - i64::from(when.offset.unwrap_or(0)) * 60_000)
}
