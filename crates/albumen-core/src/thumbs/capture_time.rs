//! When a photo was taken, by its EXIF. Reads the beginning of the file only; broken data is no data.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use exif::{Exif, In, Reader, Tag, Value};

/// When a photo was taken, Unix milliseconds, as far as it says so. Without a time zone in the file the camera's clock is
/// read as UTC. Blocks on the disk.
pub fn capture_time_ms(path: &Path) -> Option<i64> {
    taken_ms(&read(path)?)
}

/// Make and model of the camera that took a photo, as far as it says so. Blocks on the disk.
pub fn camera(path: &Path) -> (Option<String>, Option<String>) {
    let Some(exif) = read(path) else {
        return (None, None);
    };
    let text = |tag| {
        let bytes = ascii(&exif, tag)?;
        let text = String::from_utf8_lossy(bytes).trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    (text(Tag::Make), text(Tag::Model))
}

fn read(path: &Path) -> Option<Exif> {
    let mut file = BufReader::new(File::open(path).ok()?);
    let mut reader = Reader::new();
    // One bad field does not spoil the others.
    reader.continue_on_error(true);
    match reader.read_from_container(&mut file) {
        Ok(exif) => Some(exif),
        Err(exif::Error::PartialResult(partial)) => Some(partial.into_inner().0),
        Err(_) => None,
    }
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}

fn taken_ms(exif: &Exif) -> Option<i64> {
    let mut when = exif::DateTime::from_ascii(
        ascii(exif, Tag::DateTimeOriginal).or_else(|| ascii(exif, Tag::DateTimeDigitized))?,
    )
    .ok()?;
    if let Some(offset) = ascii(exif, Tag::OffsetTimeOriginal) {
        // Without it the camera's clock is all there is.
        let _ = when.parse_offset(offset);
    }
    if let Some(part) = ascii(exif, Tag::SubSecTimeOriginal) {
        let _ = when.parse_subsec(part);
    }
    let small = |value: u8| i8::try_from(value).ok();
    let date = jiff::civil::Date::new(
        i16::try_from(when.year).ok()?,
        small(when.month)?,
        small(when.day)?,
    )
    .ok()?;
    let nanos = i32::try_from(when.nanosecond.unwrap_or(0)).ok()?;
    let time = jiff::civil::Time::new(
        small(when.hour)?,
        small(when.minute)?,
        small(when.second)?,
        nanos,
    )
    .ok()?;
    let utc = jiff::tz::TimeZone::UTC
        .to_timestamp(date.to_datetime(time))
        .ok()?;
    Some(utc.as_millisecond() - i64::from(when.offset.unwrap_or(0)) * 60_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG with nothing but an EXIF segment: what cameras put first.
    fn jpeg_with_exif(fields: &[exif::Field]) -> Vec<u8> {
        let mut writer = exif::experimental::Writer::new();
        for field in fields {
            writer.push_field(field);
        }
        let mut tiff = std::io::Cursor::new(Vec::new());
        writer.write(&mut tiff, false).unwrap();
        let tiff = tiff.into_inner();
        let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE1];
        jpeg.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
        jpeg.extend(b"Exif\0\0");
        jpeg.extend(tiff);
        jpeg.extend([0xFF, 0xD9]);
        jpeg
    }

    fn field(tag: Tag, text: &str) -> exif::Field {
        exif::Field {
            tag,
            ifd_num: In::PRIMARY,
            value: Value::Ascii(vec![text.as_bytes().to_vec()]),
        }
    }

    fn taken(bytes: &[u8]) -> Option<i64> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.jpg");
        std::fs::write(&path, bytes).unwrap();
        capture_time_ms(&path)
    }

    #[test]
    fn the_capture_time_knows_its_time_zone() {
        let found = taken(&jpeg_with_exif(&[
            field(Tag::DateTimeOriginal, "2024:05:01 12:00:00"),
            field(Tag::OffsetTimeOriginal, "+02:00"),
        ]));
        let expected: jiff::Timestamp = "2024-05-01T10:00:00Z".parse().unwrap();
        assert_eq!(found, Some(expected.as_millisecond()));
    }

    #[test]
    fn a_nonsense_date_is_no_date() {
        for date in [
            "0000:00:00 00:00:00",
            "2024:13:45 99:00:00",
            "yesterday",
            "    :  :     :  :  ",
        ] {
            assert_eq!(
                taken(&jpeg_with_exif(&[field(Tag::DateTimeOriginal, date)])),
                None,
                "{date}"
            );
        }
    }

    #[test]
    fn broken_exif_is_no_exif() {
        let mut jpeg = jpeg_with_exif(&[field(Tag::DateTimeOriginal, "2024:05:01 12:00:00")]);
        jpeg.truncate(30);
        assert_eq!(taken(&jpeg), None);
        assert_eq!(taken(b"not a picture"), None);
    }
}
