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
    assert!(image::load_from_memory(&made).unwrap() == image::load_from_memory(&bytes).unwrap());
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
            value: exif::Value::Undefined(vec![7; 65_470], 0),
        }],
    );
    assert!(copied(&full).is_none(), "the segment would be too long");
}
