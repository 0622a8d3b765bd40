//! Pictures inside raw photos that are TIFFs: where their lists of fields say that JPEGs lie.

use std::io::{Read, Seek};

use image::metadata::Orientation;

use crate::boxes::Span;
use crate::tiff::{Fields, Tiff};

const COMPRESSION: u16 = 0x0103;
const COLOURS: u16 = 0x0106;
const STRIPS: u16 = 0x0111;
const ORIENTATION: u16 = 0x0112;
const STRIP_BYTES: u16 = 0x0117;
const JPEG_AT: u16 = 0x0201;
const JPEG_BYTES: u16 = 0x0202;
/// Panasonic's own.
const JPEG_OF_RAW: u16 = 0x002E;
const DNG_VERSION: u16 = 0xC612;
/// Pixels as the sensor saw them, behind its filter or after it.
const SENSOR: [u32; 2] = [32803, 34892];

/// What the lists of fields of a raw photo say.
pub struct Raw {
    /// Where JPEGs may lie.
    pub jpegs: Vec<Span>,
    /// How the photo must be turned.
    pub orientation: Option<Orientation>,
    /// Whether it is a raw photo, and not a picture that happens to be a TIFF.
    pub is_raw: bool,
}

/// Reads the lists of fields of a TIFF that begins here.
pub fn read(source: &mut (impl Read + Seek), begins: u64) -> Raw {
    let lists = Tiff::lists(source, begins);
    let orientation = lists
        .iter()
        .find_map(|fields| fields.one(ORIENTATION))
        .and_then(|value| Orientation::from_exif(u8::try_from(value).ok()?));
    Raw {
        jpegs: lists
            .iter()
            .flat_map(|fields| jpegs(fields, begins))
            .collect(),
        orientation,
        is_raw: lists.iter().any(is_raw),
    }
}

fn is_raw(fields: &Fields) -> bool {
    fields
        .one(COLOURS)
        .is_some_and(|value| SENSOR.contains(&value))
        || fields.has(DNG_VERSION)
}

fn jpegs(fields: &Fields, begins: u64) -> Vec<Span> {
    let pair = |at: Option<u32>, bytes: Option<u32>| {
        let from = begins + u64::from(at?);
        let to = from + u64::from(bytes?);
        Some(Span { from, to })
    };
    let old_way = pair(fields.one(JPEG_AT), fields.one(JPEG_BYTES));
    let is_jpeg = matches!(fields.one(COMPRESSION), Some(6 | 7));
    // Only what is in one piece is a JPEG by itself.
    let strip = pair(fields.one(STRIPS), fields.one(STRIP_BYTES)).filter(|_| is_jpeg);
    let own = match fields.values(JPEG_OF_RAW) {
        [at, bytes] => pair(Some(*at), Some(*bytes)),
        _ => None,
    };
    [old_way, strip, own].into_iter().flatten().collect()
}
