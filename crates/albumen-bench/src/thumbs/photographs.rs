//! Photographs as a camera writes them: drawn, with grain, 4:2:0, with Exif. The same ones in every run.

use std::path::{Path, PathBuf};

use photos_emulator_pixels::draw;
use rand::rngs::StdRng;
use rand::{RngCore as _, SeedableRng as _};

const QUALITY: i32 = 92;
const SMALL: (u32, u32) = (4000, 3000);
const LARGE: (u32, u32) = (6000, 4000);
/// Where numbers of drawings begin that are in no other library.
const FIRST: u64 = 0x7_1A50;

/// The files, by size.
pub(crate) struct Photographs {
    pub(crate) small: Vec<PathBuf>,
    pub(crate) large: Vec<PathBuf>,
    /// One scene in the eight orientations that Exif knows, 1 first. It looks the same in all.
    pub(crate) turned: Vec<PathBuf>,
}

/// Makes so many of each size.
pub(crate) fn make(folder: &Path, each: usize) -> Result<Photographs, String> {
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let many = |name: &str, (width, height): (u32, u32), first: u64| {
        let numbers = (0..each as u64).map(|number| number + first);
        let made = numbers.map(|number| {
            let path = folder.join(format!("{name}-{number}.jpg"));
            write(&path, &grainy(number, width, height), 1)?;
            Ok(path)
        });
        made.collect::<Result<Vec<PathBuf>, String>>()
    };
    let small = many("12", SMALL, FIRST)?;
    let large = many("24", LARGE, FIRST + 1000)?;
    let upright = grainy(FIRST + 2000, 1600, 1200);
    let turned = (1..=8).map(|orientation| {
        let path = folder.join(format!("turned-{orientation}.jpg"));
        write(&path, &stored(&upright, orientation), orientation)?;
        Ok(path)
    });
    Ok(Photographs {
        small,
        large,
        turned: turned.collect::<Result<Vec<PathBuf>, String>>()?,
    })
}

/// A drawing with the grain of a sensor, so that its file is as heavy as a photograph's.
fn grainy(number: u64, width: u32, height: u32) -> image::RgbImage {
    let mut picture = draw::landscape(number, width, height);
    let mut source = StdRng::seed_from_u64(number);
    let mut grain = vec![0; picture.len() / 3];
    source.fill_bytes(&mut grain);
    for (dot, grain) in picture.pixels_mut().zip(grain) {
        // Two dice of eight, the same for the three colours: light is noisier than colour is.
        let shift = i16::from(grain & 7) + i16::from(grain >> 3 & 7) - 7;
        for value in &mut dot.0 {
            *value = u8::try_from((i16::from(*value) + shift).clamp(0, 255)).unwrap_or(*value);
        }
    }
    picture
}

/// How a camera held that way stores the picture.
fn stored(upright: &image::RgbImage, orientation: u8) -> image::RgbImage {
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    match orientation {
        2 => flip_horizontal(upright),
        3 => rotate180(upright),
        4 => flip_vertical(upright),
        // Shown by mirroring and turning by 270 degrees, so stored the other way round.
        5 => flip_horizontal(&rotate90(upright)),
        6 => rotate270(upright),
        7 => flip_horizontal(&rotate270(upright)),
        8 => rotate90(upright),
        _ => upright.clone(),
    }
}

fn write(path: &Path, picture: &image::RgbImage, orientation: u8) -> Result<(), String> {
    let image = turbojpeg::Image {
        pixels: picture.as_raw().as_slice(),
        width: picture.width() as usize,
        pitch: picture.width() as usize * 3,
        height: picture.height() as usize,
        format: turbojpeg::PixelFormat::RGB,
    };
    let jpeg = turbojpeg::compress(image, QUALITY, turbojpeg::Subsamp::Sub2x2)
        .map_err(|error| error.to_string())?;
    let mut file = jpeg.get(..2).unwrap_or_default().to_vec();
    // APP1: one tag, the orientation.
    file.extend_from_slice(&[0xFF, 0xE1, 0, 34]);
    file.extend_from_slice(b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0");
    file.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0, 0]);
    file.extend_from_slice(jpeg.get(2..).unwrap_or_default());
    std::fs::write(path, file).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageDecoder as _, ImageReader};

    use super::*;

    #[test]
    fn a_turned_photograph_looks_the_same_to_whoever_heeds_its_orientation() {
        let folder = tempfile::tempdir().unwrap();
        let upright = draw::landscape(1, 96, 64);
        for orientation in 1..=8 {
            let path = folder.path().join("turned.jpg");
            write(&path, &stored(&upright, orientation), orientation).unwrap();
            let reader = ImageReader::open(&path).unwrap();
            let mut decoder = reader.into_decoder().unwrap();
            let told = decoder.orientation().unwrap();
            assert_eq!(told.to_exif(), orientation, "the tag is where readers look");
            let mut shown = DynamicImage::from_decoder(decoder).unwrap();
            shown.apply_orientation(told);
            let shown = shown.into_rgb8();
            assert_eq!(shown.dimensions(), upright.dimensions(), "{orientation}");
            let apart = shown.iter().zip(upright.iter());
            let apart: u64 = apart.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
            assert!(
                apart / (upright.len() as u64) < 8,
                "orientation {orientation} shows another scene"
            );
        }
    }
}
