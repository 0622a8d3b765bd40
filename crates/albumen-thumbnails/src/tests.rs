use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, Rgba, RgbaImage};
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::scale::BEHIND;

mod eighths;
mod inside;
mod jpegs;

fn make_all(mut source: impl Source) -> Result<Made, MakeError> {
    make(&mut source, &SIZES)
}

/// A picture whose corners can be told apart: red upper left, green upper right, blue lower left, white lower right.
fn corners(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        match (x < width / 2, y < height / 2) {
            (true, true) => Rgb([220, 20, 20]),
            (false, true) => Rgb([20, 200, 20]),
            (true, false) => Rgb([20, 20, 220]),
            (false, false) => Rgb([240, 240, 240]),
        }
    })
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A JPEG that says it must be turned.
fn jpeg_turned(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    let mut plain = Vec::new();
    JpegEncoder::new_with_quality(&mut plain, 95)
        .encode_image(picture)
        .unwrap();
    let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE1];
    jpeg.extend(u16::try_from(tiff.len() + 2).unwrap().to_be_bytes());
    jpeg.extend(tiff);
    jpeg.extend_from_slice(&plain[2..]);
    jpeg
}

fn opened(thumbnail: &Thumbnail) -> DynamicImage {
    image::load_from_memory(&thumbnail.jpeg).unwrap()
}

fn name_of(pixel: Rgba<u8>) -> char {
    match pixel.0 {
        [r, g, b, _] if r > 150 && g < 110 && b < 110 => 'R',
        [r, g, b, _] if g > 130 && r < 110 && b < 110 => 'G',
        [r, g, b, _] if b > 150 && r < 110 && g < 110 => 'B',
        _ => 'W',
    }
}

/// The corners as seen: upper left, upper right, lower left, lower right.
fn seen_corners(picture: &DynamicImage) -> String {
    let (right, bottom) = (picture.width() * 7 / 8, picture.height() * 7 / 8);
    let (left, top) = (picture.width() / 8, picture.height() / 8);
    [(left, top), (right, top), (left, bottom), (right, bottom)]
        .map(|(x, y)| name_of(picture.get_pixel(x, y)))
        .iter()
        .collect()
}

#[rstest]
#[case(1, "RGBW", false)]
#[case(2, "GRWB", false)]
#[case(3, "WBGR", false)]
#[case(4, "BWRG", false)]
#[case(5, "RBGW", true)]
#[case(6, "BRWG", true)]
#[case(7, "WGBR", true)]
#[case(8, "GWRB", true)]
fn every_orientation_is_shown_upright(
    #[case] orientation: u8,
    #[case] want: &str,
    #[case] turned: bool,
) {
    let made = make_all(Cursor::new(jpeg_turned(&corners(640, 320), orientation))).unwrap();
    let thumbnail = opened(&made.thumbnails[0]);
    assert_eq!(seen_corners(&thumbnail), want);
    let sides = if turned { (128, 256) } else { (256, 128) };
    assert_eq!(thumbnail.dimensions(), sides);
    assert_eq!(
        (made.width_px, made.height_px),
        if turned { (320, 640) } else { (640, 320) },
        "as it is seen"
    );
}

#[test]
fn a_small_picture_is_not_enlarged() {
    let made = make_all(Cursor::new(png(&corners(30, 20).into()))).unwrap();
    assert_eq!(made.thumbnails.len(), SIZES.len());
    for thumbnail in &made.thumbnails {
        assert_eq!(opened(thumbnail).dimensions(), (30, 20));
    }
}

#[test]
fn a_very_long_picture_keeps_a_row_of_pixels() {
    let made = make_all(Cursor::new(png(&corners(3000, 2).into()))).unwrap();
    assert_eq!(opened(&made.thumbnails[0]).dimensions(), (256, 1));
}

#[test]
fn transparent_places_show_the_neutral() {
    let clear = RgbaImage::from_pixel(20, 20, Rgba([255, 0, 0, 0]));
    let made = make_all(Cursor::new(png(&clear.into()))).unwrap();
    let pixel = opened(&made.thumbnails[0]).get_pixel(10, 10).0;
    assert!(
        pixel
            .iter()
            .zip(BEHIND)
            .all(|(is, want)| is.abs_diff(want) < 6),
        "{pixel:?}: the hidden red must not show"
    );
}

#[test]
fn the_tones_are_those_of_two_corners() {
    let picture = RgbImage::from_fn(100, 100, |x, y| {
        if x + y < 100 {
            Rgb([250, 0, 0])
        } else {
            Rgb([0, 0, 250])
        }
    });
    let tones = make_all(Cursor::new(png(&picture.into()))).unwrap().tones;
    assert_eq!(tones.len(), 14, "{tones}");
    assert!(tones.starts_with("#fa0000#0000fa"), "{tones}");
}

#[rstest]
#[case::grey(DynamicImage::new_luma8(40, 30))]
#[case::grey_16(DynamicImage::new_luma16(40, 30))]
#[case::colour_16(DynamicImage::new_rgb16(40, 30))]
#[case::grey_with_alpha(DynamicImage::new_luma_a8(40, 30))]
fn every_kind_of_pixel_makes_a_thumbnail(#[case] picture: DynamicImage) {
    assert!(make_all(Cursor::new(png(&picture))).is_ok());
}

#[rstest]
#[case(ImageFormat::Gif)]
#[case(ImageFormat::WebP)]
#[case(ImageFormat::Bmp)]
#[case(ImageFormat::Tiff)]
fn other_formats_make_thumbnails_too(#[case] format: ImageFormat) {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(corners(64, 64))
        .write_to(&mut bytes, format)
        .unwrap();
    let made = make_all(Cursor::new(bytes.into_inner())).unwrap();
    assert_eq!(seen_corners(&opened(&made.thumbnails[0])), "RGBW");
}

/// A PNG that promises more pixels than any memory holds, in a few bytes.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    png.extend(13u32.to_be_bytes());
    let check = crc(&header);
    png.extend(&header);
    png.extend(check.to_be_bytes());
    png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
    png
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    })
}

#[rstest]
#[case::wide(60_000, 10)]
#[case::heavy(24_000, 24_000)]
#[case::absurd(u32::MAX / 4, u32::MAX / 4)]
fn a_decompression_bomb_is_refused(#[case] width: u32, #[case] height: u32) {
    assert!(make_all(Cursor::new(bomb(width, height))).is_err());
}

#[test]
fn broken_bytes_are_an_error() {
    let jpeg = jpeg_turned(&corners(64, 64), 1);
    assert!(make_all(Cursor::new(&jpeg[..60])).is_err());
    assert!(make_all(Cursor::new(b"Dear diary")).is_err());
    assert!(make_all(Cursor::new(b"")).is_err());
    assert!(tones_of(b"<html>").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn flipped_bytes_never_panic(at in 0usize..1000, value: u8) {
        let mut jpeg = jpeg_turned(&corners(48, 48), 6);
        let at = at % jpeg.len();
        jpeg[at] = value;
        let _ = make_all(Cursor::new(jpeg));
    }
}
