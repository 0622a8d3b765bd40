//! What a photo says about itself: EXIF. Reads the beginning of the file only; broken data is no data.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use exif::{Exif, In, Rational, Reader, Tag, Value};

/// What a photo says about itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhotoFacts {
    /// When it was taken, Unix milliseconds. Without a time zone in the file the camera's clock is read as UTC.
    pub taken_ms: Option<i64>,
    /// The camera's maker.
    pub camera_make: Option<String>,
    /// The camera's model.
    pub camera_model: Option<String>,
    /// Focal length.
    pub focal_length_mm: Option<f64>,
    /// The f-number.
    pub aperture: Option<f64>,
    /// Sensitivity.
    pub iso: Option<u32>,
    /// Exposure time.
    pub exposure_s: Option<f64>,
}

/// Reads a photo's facts. Blocks on the disk. A file without EXIF, or with broken EXIF, has none.
pub fn photo_facts(path: &Path) -> PhotoFacts {
    let Some(exif) = read(path) else {
        return PhotoFacts::default();
    };
    PhotoFacts {
        taken_ms: taken_ms(&exif),
        camera_make: text(&exif, Tag::Make),
        camera_model: text(&exif, Tag::Model),
        focal_length_mm: number(&exif, Tag::FocalLength),
        aperture: number(&exif, Tag::FNumber),
        iso: uint(&exif, Tag::PhotographicSensitivity),
        exposure_s: number(&exif, Tag::ExposureTime),
    }
}

/// When a photo was taken, as far as it says so. Blocks on the disk.
pub fn capture_time_ms(path: &Path) -> Option<i64> {
    taken_ms(&read(path)?)
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

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let text = String::from_utf8_lossy(ascii(exif, tag)?);
    let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    (!text.is_empty()).then(|| text.chars().take(100).collect())
}

fn uint(exif: &Exif, tag: Tag) -> Option<u32> {
    exif.get_field(tag, In::PRIMARY)?
        .value
        .get_uint(0)
        .filter(|value| *value > 0)
}

fn number(exif: &Exif, tag: Tag) -> Option<f64> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(all) => all
            .first()
            .filter(|one: &&Rational| one.denom != 0)
            .map(Rational::to_f64),
        _ => None,
    }
    .filter(|value| value.is_finite() && *value > 0.0)
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

    fn facts_of(bytes: &[u8]) -> PhotoFacts {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.jpg");
        std::fs::write(&path, bytes).unwrap();
        photo_facts(&path)
    }

    #[test]
    fn the_capture_time_knows_its_time_zone() {
        let facts = facts_of(&jpeg_with_exif(&[
            field(Tag::DateTimeOriginal, "2024:05:01 12:00:00"),
            field(Tag::OffsetTimeOriginal, "+02:00"),
            field(Tag::Make, "Lens & Co "),
        ]));
        let expected: jiff::Timestamp = "2024-05-01T10:00:00Z".parse().unwrap();
        assert_eq!(facts.taken_ms, Some(expected.as_millisecond()));
        assert_eq!(facts.camera_make.as_deref(), Some("Lens & Co"));
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
                facts_of(&jpeg_with_exif(&[field(Tag::DateTimeOriginal, date)])).taken_ms,
                None,
                "{date}"
            );
        }
    }

    #[test]
    fn broken_exif_is_no_exif() {
        let mut jpeg = jpeg_with_exif(&[field(Tag::DateTimeOriginal, "2024:05:01 12:00:00")]);
        jpeg.truncate(30);
        assert_eq!(facts_of(&jpeg), PhotoFacts::default());
        assert_eq!(facts_of(b"not a picture"), PhotoFacts::default());
    }
}
