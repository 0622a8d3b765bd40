//! Photos by the thousand: small, each of its own, each one that a decoder takes.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

/// A photo of a few hundred bytes, of its own for each number: the number is in a comment before the picture.
pub fn small_jpeg(number: u32) -> Vec<u8> {
    static PLAIN: OnceLock<Vec<u8>> = OnceLock::new();
    let plain = PLAIN.get_or_init(|| {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 30)
            .encode_image(&RgbImage::from_pixel(8, 8, Rgb([90, 120, 60])))
            .unwrap();
        bytes
    });
    let comment = format!("photo {number}");
    let length = u16::try_from(comment.len() + 2).unwrap();
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xFE];
    bytes.extend(length.to_be_bytes());
    bytes.extend(comment.as_bytes());
    bytes.extend_from_slice(&plain[2..]);
    bytes
}

/// Writes the photos of these numbers into a folder, which is made.
pub fn write_photos(folder: &Path, numbers: impl IntoIterator<Item = u32>) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).unwrap();
    let write = |number| {
        let path = folder.join(format!("photo {number:06}.jpg"));
        std::fs::write(&path, small_jpeg(number)).unwrap();
        path
    };
    numbers.into_iter().map(write).collect()
}
