//! Writes a capture time and a description into a copy of a photo. The file itself is only read; its picture is copied byte for byte; the same
//! file and time always give the same copy.
//!
//! JPEG and PNG can get one. WebP, HEIC, AVIF, GIF, BMP, TIFF, raw files and videos cannot: their pictures would have to be
//! moved about to make room, and they go up as they are.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha1::{Digest as _, Sha1};

use super::tiff::{DATE_BYTES, Written, tiff_with};

/// What EXIF needs in a JPEG beside the data.
const EXIF: &[u8] = b"Exif\0\0";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The signature and the first chunk of a PNG.
const PNG_HEAD: u64 = 33;
/// More metadata than this is not moved.
const MAX_TIFF: u64 = 16 * 1024 * 1024;

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
    copy_with(from, to, Some(taken_ms), None)
}

/// Copies a photo to `to` with a capture time, a description or both. Blocks. None where there is no place for that in the
/// file, or where nothing is to be written.
pub fn copy_with(
    from: &Path,
    to: &Path,
    taken_ms: Option<i64>,
    description: Option<&str>,
) -> io::Result<Option<Copy>> {
    let date = taken_ms.and_then(date);
    if date.is_none() && description.is_none() {
        return Ok(None);
    }
    let mut file = BufReader::new(File::open(from)?);
    let end = file.get_ref().metadata()?.len();
    let Some(place) = place(&mut file, end)? else {
        return Ok(None);
    };
    let written = Written {
        date: date.as_deref(),
        description,
    };
    let Some(block) = tiff_with(&place.tiff, written).and_then(|tiff| place.kind.wrap(&tiff))
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

#[cfg(test)]
#[path = "dated_tests.rs"]
mod tests;
