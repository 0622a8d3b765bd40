//! Pictures inside files that are not decoded here: raw photos, HEIC, videos with a cover. And the small one in EXIF.

use std::io::{Read, Seek, SeekFrom};

use image::metadata::Orientation;

use crate::MakeError;
use crate::boxes::{self, Span};
use crate::raw;
use crate::segments::{Head, with_orientation};

/// How far into a file JPEGs are looked for that no list names.
const SEARCHED_BYTES: u64 = 16 * 1024 * 1024;
/// The largest picture inside a file that is read.
const MAX_INSIDE_BYTES: u64 = 64 * 1024 * 1024;
/// What the head of a JPEG may take: EXIF, a profile, tables.
const HEAD_BYTES: u64 = 192 * 1024;
/// Pictures that are looked at in one file.
const MAX_CANDIDATES: usize = 64;
/// A placeholder larger than this is no placeholder.
const MAX_PLACEHOLDER_BYTES: u64 = 64 * 1024;

/// A kind of file that may hold a picture.
pub enum Kind {
    /// A raw photo whose lists of fields were read.
    Raw(raw::Raw),
    /// A raw photo that names the place of its JPEG in its head.
    Fuji(Span),
    /// Boxes with a photo.
    Boxes,
    /// Boxes with a video.
    Video,
}

/// A picture that was found.
pub struct Found {
    /// A JPEG; the cover of a video may be a PNG.
    pub jpeg: Vec<u8>,
    /// How the file around it says that it must be turned.
    pub orientation: Option<Orientation>,
}

/// Which kind of file this is; `None` for those that are opened as they are.
pub fn kind(head: &[u8], source: &mut (impl Read + Seek)) -> Option<Kind> {
    match head {
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => {
            let raw = raw::read(source, 0);
            let is_canon = head.get(8..10) == Some(b"CR");
            (raw.is_raw || is_canon).then_some(Kind::Raw(raw))
        }
        // Olympus and Panasonic write marks of their own.
        [b'I', b'I', b'R', b'O' | b'S', ..]
        | [b'M', b'M', b'O', b'R', ..]
        | [b'I', b'I', b'U', 0, ..] => Some(Kind::Raw(raw::read(source, 0))),
        [b'F', b'U', b'J', b'I', b'F', b'I', b'L', b'M', ..] => {
            let mut places = [0; 8];
            source.seek(SeekFrom::Start(84)).ok()?;
            source.read_exact(&mut places).ok()?;
            let [a0, a1, a2, a3, b0, b1, b2, b3] = places;
            let from = u64::from(u32::from_be_bytes([a0, a1, a2, a3]));
            let to = from + u64::from(u32::from_be_bytes([b0, b1, b2, b3]));
            Some(Kind::Fuji(Span { from, to }))
        }
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Some(match brand.first_chunk() {
            Some(
                b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1" | b"avif"
                | b"avis" | b"crx ",
            ) => Kind::Boxes,
            _ => Kind::Video,
        }),
        _ => None,
    }
}

/// The picture inside a file that serves best: the smallest that is large enough, else the largest.
pub fn best(
    kind: Kind,
    source: &mut (impl Read + Seek),
    at_least_px: u32,
) -> Result<Found, MakeError> {
    let end = source.seek(SeekFrom::End(0))?;
    let whole = Span { from: 0, to: end };
    if let Kind::Video = kind {
        return cover(source, whole).ok_or(MakeError::NothingInside);
    }
    let (mut places, orientation) = match kind {
        Kind::Raw(raw) => (raw.jpegs, raw.orientation),
        Kind::Fuji(place) => (vec![place], None),
        Kind::Boxes | Kind::Video => (Vec::new(), None),
    };
    places.truncate(MAX_CANDIDATES);
    let mut found = sized(source, &places, end)?;
    if found.is_empty() {
        let places = search(source, end)?;
        found = sized(source, &places, end)?;
    }
    found.sort_by_key(|(_, side)| (*side < at_least_px, side.abs_diff(at_least_px)));
    let (place, _) = found.first().ok_or(MakeError::NothingInside)?;
    let jpeg = read(source, *place)?;
    Ok(Found { jpeg, orientation })
}

/// Those of these places where a JPEG lies that can be shown, with its longer side.
fn sized(
    source: &mut (impl Read + Seek),
    places: &[Span],
    end: u64,
) -> Result<Vec<(Span, u32)>, MakeError> {
    let mut found = Vec::new();
    for place in places {
        let place = Span {
            from: place.from,
            to: place
                .to
                .min(end)
                .min(place.from.saturating_add(MAX_INSIDE_BYTES)),
        };
        if place.from >= place.to {
            continue;
        }
        let head = Span {
            from: place.from,
            to: place.to.min(place.from + HEAD_BYTES),
        };
        let bytes = read(source, head)?;
        if let Some(head) = Head::read(&bytes).filter(|head| !head.is_lossless) {
            found.push((place, head.sides.0.max(head.sides.1)));
        }
    }
    Ok(found)
}

/// Where JPEGs seem to begin in the first part of a file.
fn search(source: &mut (impl Read + Seek), end: u64) -> Result<Vec<Span>, MakeError> {
    let bytes = read(
        source,
        Span {
            from: 0,
            to: end.min(SEARCHED_BYTES),
        },
    )?;
    let begins = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, four)| matches!(four, [0xFF, 0xD8, 0xFF, 0xC0..=0xFE]))
        .filter(|(at, _)| {
            bytes
                .get(*at..)
                .is_some_and(|rest| Head::read(rest).is_some())
        });
    Ok(begins
        .take(MAX_CANDIDATES)
        .map(|(at, _)| Span {
            from: at as u64,
            to: end,
        })
        .collect())
}

/// The cover of a video, as players keep it: a JPEG or a PNG.
fn cover(source: &mut (impl Read + Seek), whole: Span) -> Option<Found> {
    let data = boxes::find(
        source,
        whole,
        &[b"moov", b"udta", b"meta", b"ilst", b"covr", b"data"],
    )?;
    // A kind and a language come first.
    let from = data.from + 8;
    let bytes = (from < data.to).then(|| read(source, Span { from, to: data.to }).ok())??;
    let is_picture = bytes.starts_with(b"\xff\xd8\xff") || bytes.starts_with(b"\x89PNG");
    is_picture.then_some(Found {
        jpeg: bytes,
        orientation: None,
    })
}

/// The small picture in the EXIF of a JPEG, with the way it must be turned written into it.
pub fn placeholder(source: &mut (impl Read + Seek)) -> Option<Vec<u8>> {
    let end = source.seek(SeekFrom::End(0)).ok()?;
    let bytes = read(
        source,
        Span {
            from: 0,
            to: end.min(HEAD_BYTES),
        },
    )
    .ok()?;
    let exif = Head::read(&bytes)?.exif?;
    let raw = raw::read(&mut std::io::Cursor::new(exif), 0);
    let place = raw
        .jpegs
        .into_iter()
        .find(|place| place.to - place.from <= MAX_PLACEHOLDER_BYTES)?;
    let range = usize::try_from(place.from).ok()?..usize::try_from(place.to).ok()?;
    let jpeg = exif.get(range)?;
    Head::read(jpeg)?;
    Some(match raw.orientation {
        None | Some(Orientation::NoTransforms) => jpeg.to_vec(),
        Some(orientation) => with_orientation(jpeg, orientation),
    })
}

fn read(source: &mut (impl Read + Seek), place: Span) -> Result<Vec<u8>, MakeError> {
    source.seek(SeekFrom::Start(place.from))?;
    let wanted = place.to.saturating_sub(place.from).min(MAX_INSIDE_BYTES);
    let mut bytes = Vec::new();
    source.by_ref().take(wanted).read_to_end(&mut bytes)?;
    Ok(bytes)
}
