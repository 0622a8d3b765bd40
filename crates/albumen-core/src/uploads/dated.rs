//! Writes a capture time into a copy of a photo. The file itself is only read; its picture is copied byte for byte; the same
//! file and time always give the same copy.
//!
//! JPEG and PNG can get one. WebP, HEIC, AVIF, GIF, BMP, TIFF, raw files and videos cannot: their pictures would have to be
//! moved about to make room, and they go up as they are.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha1::{Digest as _, Sha1};

/// What EXIF needs in a JPEG beside the data.
const EXIF: &[u8] = b"Exif\0\0";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The signature and the first chunk of a PNG.
const PNG_HEAD: u64 = 33;
/// More metadata than this is not moved.
const MAX_TIFF: u64 = 16 * 1024 * 1024;
const EXIF_POINTER: u16 = 0x8769;
const DATE_TIME_ORIGINAL: u16 = 0x9003;
/// The length of `2024:06:12 18:30:12` with its end.
const DATE_BYTES: u32 = 20;

/// Whether a capture time can be written into a copy of a file of this type.
pub fn can_date(mime: &str) -> bool {
    matches!(mime, "image/jpeg" | "image/png")
}

/// A copy that is deleted when it is let go.
#[derive(Debug)]
pub struct Copy {
    /// Where it lies.
    pub path: PathBuf,
    /// Its size.
    pub size_bytes: u64,
    /// Its SHA-1.
    pub sha1: [u8; 20],
}

impl Drop for Copy {
    fn drop(&mut self) {
        // What stays is deleted at the next start.
        let _ = fs::remove_file(&self.path);
    }
}

/// Copies a photo to `to` with a capture time. Blocks. None where there is no place for one in the file.
pub fn copy_with_date(from: &Path, to: &Path, taken_ms: i64) -> io::Result<Option<Copy>> {
    let mut file = BufReader::new(File::open(from)?);
    let end = file.get_ref().metadata()?.len();
    let Some(place) = place(&mut file, end)? else {
        return Ok(None);
    };
    let Some(block) = date(taken_ms)
        .and_then(|date| tiff_with_date(&place.tiff, &date))
        .and_then(|tiff| place.kind.wrap(&tiff))
    else {
        return Ok(None);
    };
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut out = Hashing {
        out: BufWriter::new(File::create(to)?),
        sha1: Sha1::new(),
        bytes: 0,
    };
    copy_range(&mut file, 0..place.at, &mut out)?;
    out.write_all(&block)?;
    copy_range(&mut file, place.at..place.old.start, &mut out)?;
    copy_range(&mut file, place.old.end..end, &mut out)?;
    out.flush()?;
    Ok(Some(Copy {
        path: to.to_owned(),
        size_bytes: out.bytes,
        sha1: out.sha1.finalize().into(),
    }))
}

fn copy_range(
    file: &mut BufReader<File>,
    range: std::ops::Range<u64>,
    out: &mut impl Write,
) -> io::Result<()> {
    file.seek(SeekFrom::Start(range.start))?;
    let wanted = range.end.saturating_sub(range.start);
    let copied = io::copy(&mut file.take(wanted), out)?;
    if copied == wanted {
        Ok(())
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

struct Hashing {
    out: BufWriter<File>,
    sha1: Sha1,
    bytes: u64,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sha1.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Jpeg,
    Png,
}

/// Where EXIF goes in a file, and the EXIF that is there.
struct Place {
    kind: Kind,
    at: u64,
    /// What is left out of the copy; empty where there is none.
    old: std::ops::Range<u64>,
    tiff: Vec<u8>,
}

fn place(file: &mut BufReader<File>, end: u64) -> io::Result<Option<Place>> {
    let mut head = [0u8; 8];
    if end < 8 {
        return Ok(None);
    }
    file.read_exact(&mut head)?;
    if head.starts_with(&[0xFF, 0xD8, 0xFF]) {
        jpeg_place(file, end).map(Some)
    } else if head == PNG && end > PNG_HEAD {
        png_place(file, end).map(Some)
    } else {
        Ok(None)
    }
}

fn jpeg_place(file: &mut BufReader<File>, end: u64) -> io::Result<Place> {
    let mut found = Place {
        kind: Kind::Jpeg,
        at: 2,
        old: 2..2,
        tiff: Vec::new(),
    };
    let mut at = 2;
    while at + 4 <= end {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0u8; 4];
        file.read_exact(&mut head)?;
        let [0xFF, marker @ (0xE0..=0xEF | 0xFE), high, low] = head else {
            break;
        };
        let length = u64::from(u16::from_be_bytes([high, low]));
        let next = at + 2 + length;
        if length < 2 || next > end {
            break;
        }
        if marker == 0xE1 {
            let data = read(file, length - 2)?;
            if let Some(tiff) = data.strip_prefix(EXIF) {
                found.old = at..next;
                found.tiff = tiff.to_vec();
                break;
            }
        }
        at = next;
    }
    Ok(found)
}

fn png_place(file: &mut BufReader<File>, end: u64) -> io::Result<Place> {
    let mut found = Place {
        kind: Kind::Png,
        at: PNG_HEAD,
        old: PNG_HEAD..PNG_HEAD,
        tiff: Vec::new(),
    };
    let mut at = PNG_HEAD;
    while at + 12 <= end {
        file.seek(SeekFrom::Start(at))?;
        let head = read(file, 8)?;
        let length = head
            .first_chunk()
            .map_or(0, |size| u64::from(u32::from_be_bytes(*size)));
        let next = at + 12 + length;
        if next > end {
            break;
        }
        if head.ends_with(b"eXIf") && length <= MAX_TIFF {
            found.old = at..next;
            found.tiff = read(file, length)?;
            break;
        }
        at = next;
    }
    Ok(found)
}

fn read(file: &mut impl Read, bytes: u64) -> io::Result<Vec<u8>> {
    let mut data = Vec::new();
    file.take(bytes).read_to_end(&mut data)?;
    Ok(data)
}

impl Kind {
    /// EXIF as it stands in the file; none where it is too long for that.
    fn wrap(self, tiff: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Jpeg => {
                let length = u16::try_from(2 + EXIF.len() + tiff.len()).ok()?;
                Some([&[0xFF, 0xE1], &length.to_be_bytes()[..], EXIF, tiff].concat())
            }
            Self::Png => {
                let length = u32::try_from(tiff.len()).ok()?;
                let named = [b"eXIf", tiff].concat();
                Some(
                    [
                        &length.to_be_bytes()[..],
                        &named,
                        &crc32(&named).to_be_bytes(),
                    ]
                    .concat(),
                )
            }
        }
    }
}

/// The checksum of PNG. Source: <https://www.w3.org/TR/png-3/#5CRC-algorithm>
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| {
        if crc & 1 == 1 {
            0xEDB8_8320 ^ (crc >> 1)
        } else {
            crc >> 1
        }
    };
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc))
    })
}

fn date(taken_ms: i64) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(taken_ms).ok()?;
    let text = at.strftime("%Y:%m:%d %H:%M:%S\0").to_string();
    (text.len() == DATE_BYTES as usize).then_some(text)
}

/// EXIF with a capture time: what was there stays where it was, new lists of fields are put behind it.
fn tiff_with_date(old: &[u8], date: &str) -> Option<Vec<u8>> {
    let mut tiff = Tiff::of(old);
    let (mut main, after_main) = tiff.fields(tiff.word(4)?)?;
    let pointer = main.iter().find(|field| tiff.tag(*field) == EXIF_POINTER);
    let exif_at = pointer.and_then(|field| tiff.long(field.last_chunk()?));
    let (mut exif, after_exif) = match exif_at {
        Some(at) => tiff.fields(at).unwrap_or_default(),
        None => Default::default(),
    };
    let date_at = tiff.push(date.as_bytes())?;
    exif.retain(|field| tiff.tag(field) != DATE_TIME_ORIGINAL);
    exif.push(tiff.field(DATE_TIME_ORIGINAL, 2, DATE_BYTES, date_at));
    let exif_at = tiff.push_fields(exif, after_exif)?;
    main.retain(|field| tiff.tag(field) != EXIF_POINTER);
    main.push(tiff.field(EXIF_POINTER, 4, 1, exif_at));
    let main_at = tiff.push_fields(main, after_main)?;
    let first = tiff.long_bytes(main_at);
    tiff.bytes.get_mut(4..8)?.copy_from_slice(&first);
    Some(tiff.bytes)
}

type Field = [u8; 12];

/// EXIF data, in the order of bytes in which it was written.
struct Tiff {
    bytes: Vec<u8>,
    little: bool,
}

impl Tiff {
    fn of(old: &[u8]) -> Self {
        let (is_little, is_big) = (old.starts_with(b"II*\0"), old.starts_with(b"MM\0*"));
        if old.len() >= 8 && (is_little || is_big) {
            return Self {
                bytes: old.to_vec(),
                little: is_little,
            };
        }
        // An empty list of fields.
        Self {
            bytes: b"II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec(),
            little: true,
        }
    }

    fn short(&self, bytes: [u8; 2]) -> u16 {
        if self.little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        }
    }

    fn long(&self, bytes: &[u8; 4]) -> Option<u32> {
        Some(if self.little {
            u32::from_le_bytes(*bytes)
        } else {
            u32::from_be_bytes(*bytes)
        })
    }

    fn long_bytes(&self, value: u32) -> [u8; 4] {
        if self.little {
            value.to_le_bytes()
        } else {
            value.to_be_bytes()
        }
    }

    fn short_bytes(&self, value: u16) -> [u8; 2] {
        if self.little {
            value.to_le_bytes()
        } else {
            value.to_be_bytes()
        }
    }

    fn word(&self, at: usize) -> Option<u32> {
        self.long(self.bytes.get(at..)?.first_chunk()?)
    }

    fn tag(&self, field: &Field) -> u16 {
        let [high, low, ..] = *field;
        self.short([high, low])
    }

    /// The fields of a list, and where the next list lies.
    fn fields(&self, at: u32) -> Option<(Vec<Field>, u32)> {
        let rest = self.bytes.get(usize::try_from(at).ok()?..)?;
        let count = usize::from(self.short(*rest.first_chunk()?));
        let fields = rest.get(2..2 + count * 12)?.as_chunks().0.to_vec();
        let next = rest
            .get(2 + count * 12..)
            .and_then(|end| self.long(end.first_chunk()?));
        Some((fields, next.unwrap_or(0)))
    }

    fn field(&self, tag: u16, kind: u16, count: u32, value: u32) -> Field {
        let mut field = Field::default();
        let parts = [
            self.short_bytes(tag).to_vec(),
            self.short_bytes(kind).to_vec(),
            self.long_bytes(count).to_vec(),
            self.long_bytes(value).to_vec(),
        ];
        for (place, byte) in field.iter_mut().zip(parts.concat()) {
            *place = byte;
        }
        field
    }

    /// Puts data behind what is there; gives where.
    fn push(&mut self, data: &[u8]) -> Option<u32> {
        if self.bytes.len() % 2 == 1 {
            self.bytes.push(0);
        }
        let at = u32::try_from(self.bytes.len()).ok()?;
        self.bytes.extend(data);
        Some(at)
    }

    fn push_fields(&mut self, mut fields: Vec<Field>, next: u32) -> Option<u32> {
        // Readers may rely on the order of the tags.
        fields.sort_by_key(|field| self.tag(field));
        let mut data = self.short_bytes(u16::try_from(fields.len()).ok()?).to_vec();
        data.extend(fields.concat());
        data.extend(self.long_bytes(next));
        self.push(&data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thumbs::capture_time_ms;

    const TAKEN: i64 = 1_718_217_012_000;

    fn jpeg() -> Vec<u8> {
        let mut bytes = Vec::new();
        image::codecs::jpeg::JpegEncoder::new(&mut bytes)
            .encode_image(&image::RgbImage::from_fn(40, 30, |x, y| {
                image::Rgb([x as u8 * 6, y as u8 * 8, 90])
            }))
            .unwrap();
        bytes
    }

    fn png() -> Vec<u8> {
        let mut bytes = io::Cursor::new(Vec::new());
        image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 6, y as u8 * 8, 90]))
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    fn with_exif(jpeg: &[u8], fields: &[exif::Field]) -> Vec<u8> {
        let mut writer = exif::experimental::Writer::new();
        fields.iter().for_each(|field| writer.push_field(field));
        let mut tiff = io::Cursor::new(Vec::new());
        writer.write(&mut tiff, false).unwrap();
        let block = Kind::Jpeg.wrap(&tiff.into_inner()).unwrap();
        [&jpeg[..2], &block, &jpeg[2..]].concat()
    }

    /// The copy of a file, and what the file and its copy are after it.
    fn copied(bytes: &[u8]) -> Option<Vec<u8>> {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("from"), dir.path().join("copies/to"));
        fs::write(&from, bytes).unwrap();
        let before = fs::metadata(&from).unwrap().modified().unwrap();
        let copy = copy_with_date(&from, &to, TAKEN).unwrap();
        assert!(fs::read(&from).unwrap() == bytes, "the file is only read");
        assert_eq!(fs::metadata(&from).unwrap().modified().unwrap(), before);
        let copy = copy?;
        let made = fs::read(&copy.path).unwrap();
        assert_eq!(
            capture_time_ms(&copy.path),
            Some(TAKEN),
            "the copy says when"
        );
        assert_eq!(copy.size_bytes, made.len() as u64);
        assert_eq!(copy.sha1, <[u8; 20]>::from(Sha1::digest(&made)));
        drop(copy);
        assert!(!to.exists(), "the copy goes when nobody needs it");
        Some(made)
    }

    #[test]
    fn a_jpeg_gets_a_date_and_keeps_its_picture() {
        let bytes = jpeg();
        let made = copied(&bytes).unwrap();
        assert!(
            made.ends_with(&bytes[2..]),
            "every byte of the picture is there"
        );
        assert_eq!(copied(&bytes).unwrap(), made, "the same copy each time");
    }

    #[test]
    fn what_a_jpeg_said_before_it_still_says() {
        let field = |tag, text: &str| exif::Field {
            tag,
            ifd_num: exif::In::PRIMARY,
            value: exif::Value::Ascii(vec![text.as_bytes().to_vec()]),
        };
        let bytes = with_exif(
            &jpeg(),
            &[
                field(exif::Tag::Model, "A camera"),
                field(exif::Tag::LensModel, "A lens of some length"),
            ],
        );
        let made = copied(&bytes).unwrap();
        let read = exif::Reader::new()
            .read_from_container(&mut io::Cursor::new(&made))
            .unwrap();
        let says = |tag| {
            read.get_field(tag, exif::In::PRIMARY)
                .unwrap()
                .display_value()
                .to_string()
        };
        assert_eq!(says(exif::Tag::Model), "\"A camera\"");
        assert_eq!(says(exif::Tag::LensModel), "\"A lens of some length\"");
        assert_eq!(
            made.windows(6).filter(|at| *at == EXIF).count(),
            1,
            "one list of fields, not two"
        );
    }

    #[test]
    fn a_png_gets_a_date_and_keeps_its_picture() {
        let bytes = png();
        let made = copied(&bytes).unwrap();
        assert!(
            made.ends_with(&bytes[33..]),
            "every byte of the picture is there"
        );
        assert!(
            image::load_from_memory(&made).unwrap() == image::load_from_memory(&bytes).unwrap()
        );
        assert_eq!(
            crc32(b"123456789"),
            0xCBF4_3926,
            "the published check value"
        );
    }

    #[test]
    fn what_has_no_place_for_a_date_is_not_copied() {
        assert_eq!(copied(b"GIF89a\x01\0\x01\0\0\0\0"), None);
        assert_eq!(copied(b""), None);
        let full = with_exif(
            &jpeg(),
            &[exif::Field {
                tag: exif::Tag::MakerNote,
                ifd_num: exif::In::PRIMARY,
                value: exif::Value::Undefined(vec![7; 65_400], 0),
            }],
        );
        assert_eq!(copied(&full), None, "the segment would be too long");
    }
}
