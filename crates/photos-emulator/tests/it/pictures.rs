//! Small files of true formats.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A small JPEG; every number gives other bytes.
pub fn jpeg(number: u32) -> Vec<u8> {
    encoded(number, 48, 32, ImageFormat::Jpeg)
}

pub fn encoded(number: u32, width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let shade = |value: u32| (value % 251) as u8;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        Rgb([
            shade(x * 5 + number * 37),
            shade(y * 5 + number * 11),
            shade(number * 3),
        ])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture)
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

/// A JPEG of 48 by 32 stored pixels with EXIF: turned by `orientation`, made 2021-06-05 12:30:00 +02:00 by a camera,
/// at a place.
pub fn jpeg_with_exif(orientation: u16) -> Vec<u8> {
    let plain = jpeg(7);
    let exif = exif(orientation);
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend((exif.len() as u16 + 8).to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(exif);
    bytes.extend(&plain[2..]);
    bytes
}

/// Where the text of the camera's maker stands in the file: proof that other EXIF stays.
pub const MAKER: &[u8] = b"Nordlys Works";
/// A latitude of 59 degrees, 55 minutes as it stands in the file.
pub const LATITUDE: [u8; 16] = [59, 0, 0, 0, 1, 0, 0, 0, 55, 0, 0, 0, 1, 0, 0, 0];

struct Ifd {
    entries: Vec<(u16, u16, u32, Vec<u8>)>,
}

impl Ifd {
    /// The directory at an offset, its long values behind it.
    fn bytes(&self, at: u32) -> Vec<u8> {
        let mut head = (self.entries.len() as u16).to_le_bytes().to_vec();
        let mut values: Vec<u8> = Vec::new();
        let values_at = at + 2 + self.entries.len() as u32 * 12 + 4;
        for (tag, kind, count, value) in &self.entries {
            head.extend(tag.to_le_bytes());
            head.extend(kind.to_le_bytes());
            head.extend(count.to_le_bytes());
            if value.len() <= 4 {
                let mut short = value.clone();
                short.resize(4, 0);
                head.extend(short);
            } else {
                head.extend((values_at + values.len() as u32).to_le_bytes());
                values.extend(value);
            }
        }
        head.extend([0; 4]);
        head.extend(values);
        head
    }
}

fn text(tag: u16, words: &[u8]) -> (u16, u16, u32, Vec<u8>) {
    let mut value = words.to_vec();
    value.push(0);
    (tag, 2, value.len() as u32, value)
}

fn fraction(tag: u16, over: u32, under: u32) -> (u16, u16, u32, Vec<u8>) {
    (
        tag,
        5,
        1,
        [over.to_le_bytes(), under.to_le_bytes()].concat(),
    )
}

fn exif(orientation: u16) -> Vec<u8> {
    let pointer = |tag: u16, at: u32| (tag, 4, 1, at.to_le_bytes().to_vec());
    let photo = Ifd {
        entries: vec![
            fraction(0x829A, 1, 250),
            fraction(0x829D, 28, 10),
            (0x8827, 3, 1, 200_u16.to_le_bytes().to_vec()),
            text(0x9003, b"2021:06:05 12:30:00"),
            text(0x9011, b"+02:00"),
            fraction(0x920A, 35, 1),
        ],
    };
    let latitude = [&LATITUDE[..], &[0, 0, 0, 0, 1, 0, 0, 0]].concat();
    let gps = Ifd {
        entries: vec![text(1, b"N"), (2, 5, 3, latitude)],
    };
    let main = |photo_at: u32, gps_at: u32| Ifd {
        entries: vec![
            text(0x010F, MAKER),
            text(0x0110, b"N-7"),
            (0x0112, 3, 1, orientation.to_le_bytes().to_vec()),
            pointer(0x8769, photo_at),
            pointer(0x8825, gps_at),
        ],
    };
    let photo_at = 8 + main(0, 0).bytes(8).len() as u32;
    let photo = photo.bytes(photo_at);
    let gps_at = photo_at + photo.len() as u32;
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend(main(photo_at, gps_at).bytes(8));
    tiff.extend(photo);
    tiff.extend(gps.bytes(gps_at));
    tiff
}

/// The beginning of an MP4 film: enough to be taken for one.
pub fn film(number: u8) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
    bytes.extend(b"\0\0\x04\x08mdat");
    bytes.extend([number; 1024]);
    bytes
}
