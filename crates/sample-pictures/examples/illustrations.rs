//! Draws the pictures on the doors of the first run.
//!
//! `cargo run -p sample-pictures --example illustrations -- ui/src/assets`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for the person who draws; it may stop at the first problem"
)]

use std::path::PathBuf;

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use sample_pictures::{ILLUSTRATIONS, illustration};

const QUALITY: u8 = 84;

fn main() {
    let dir = PathBuf::from(
        std::env::args()
            .nth(1)
            .unwrap_or_else(|| "ui/src/assets".to_owned()),
    );
    std::fs::create_dir_all(&dir).unwrap();
    for which in &ILLUSTRATIONS {
        let picture = illustration(which);
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, QUALITY)
            .encode(
                picture.as_raw(),
                picture.width(),
                picture.height(),
                ExtendedColorType::Rgb8,
            )
            .unwrap();
        println!("{}.jpg {} bytes", which.name, bytes.len());
        std::fs::write(dir.join(format!("{}.jpg", which.name)), bytes).unwrap();
    }
}
