//! JPEG of every kind: as good as decoded in full, and bounded.

use photos_emulator_pixels::draw::landscape;
use turbojpeg::{Compressor, PixelFormat, Subsamp};

use super::*;
use crate::jpeg;
use crate::open::by_image;

/// A landscape with the grain and the fine lines of a photograph.
fn photograph(number: u64, width: u32, height: u32) -> RgbImage {
    let mut picture = landscape(number, width, height);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let mixed = (u64::from(x) << 32 | u64::from(y)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let grain = i32::try_from((mixed >> 40) % 9).unwrap() - 4;
        let blade = 22.0
            * (f64::from(x) * 0.11 + 6.0 * (f64::from(y) * 0.013).sin()).sin()
            * (f64::from(y) * 0.037).sin();
        for value in &mut pixel.0 {
            *value = (i32::from(*value) + grain + blade as i32).clamp(0, 255) as u8;
        }
    }
    picture
}

fn written(picture: &RgbImage, subsamp: Subsamp, progressive: bool) -> Vec<u8> {
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(92).unwrap();
    compressor.set_subsamp(subsamp).unwrap();
    compressor.set_progressive(progressive).unwrap();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    compressor
        .compress_to_vec(turbojpeg::Image {
            pixels: picture.as_raw().as_slice(),
            width,
            pitch: width * 3,
            height,
            format: PixelFormat::RGB,
        })
        .unwrap()
}

/// How alike two pictures are, in decibels.
fn psnr(one: &RgbImage, other: &RgbImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let sum: u64 = one
        .iter()
        .zip(other.iter())
        .map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2))
        .sum();
    10.0 * (255.0 * 255.0 * one.len() as f64 / sum.max(1) as f64).log10()
}

#[rstest]
#[case::half_as_large(1100, 800)]
#[case::just_above_half(1026, 700)]
#[case::three_megapixels(2050, 1500)]
#[case::just_above_an_eighth(4100, 2700)]
#[case::twelve_megapixels(4032, 3024)]
#[case::just_enough_at_an_eighth(5950, 3900)]
#[case::twenty_four_megapixels(6000, 4000)]
fn a_picture_decoded_small_is_as_good_as_one_decoded_in_full(
    #[case] width: u32,
    #[case] height: u32,
) {
    let bytes = written(&photograph(7, width, height), Subsamp::Sub2x2, false);
    let in_full = by_image(&mut Cursor::new(&bytes)).unwrap().picture;
    let want = scale::fit(&in_full, scale::all(&in_full), in_full.dimensions(), 512).unwrap();
    let alike = psnr(&pixels_of(&bytes, 512).unwrap(), &want);
    println!("{width} x {height}: {alike:.1} dB");
    assert!(alike >= 50.0, "{alike:.1} dB: the difference could be seen");
}

#[test]
fn a_picture_is_decoded_no_larger_than_needed() {
    let bytes = written(&photograph(1, 4032, 3024), Subsamp::Sub2x2, false);
    let opened = jpeg::open(&bytes, 512).unwrap();
    assert_eq!(
        opened.picture.dimensions(),
        (1008, 756),
        "a quarter will do"
    );
    assert_eq!(
        opened.sides,
        (4032, 3024),
        "the photo is as large as it was"
    );
}

#[rstest]
#[case::plain(false)]
#[case::in_passes(true)]
fn every_way_of_thinning_colours_opens(#[case] progressive: bool) {
    let picture = corners(1200, 800);
    for subsamp in [
        Subsamp::None,
        Subsamp::Sub2x1,
        Subsamp::Sub1x2,
        Subsamp::Sub4x1,
        Subsamp::Gray,
    ] {
        let made = make_all(Cursor::new(written(&picture, subsamp, progressive))).unwrap();
        let corners = seen_corners(&opened(&made.thumbnails[0]));
        if subsamp != Subsamp::Gray {
            assert_eq!(corners, "RGBW", "{subsamp:?}");
        }
    }
}

#[test]
fn a_picture_of_inks_is_seen_in_light() {
    // White, black, cyan and red, the way Adobe's programs write inks: 255 is none.
    let inks: [[u8; 4]; 4] = [
        [255, 255, 255, 255],
        [255, 255, 255, 0],
        [0, 255, 255, 255],
        [255, 0, 0, 255],
    ];
    let pixels: Vec<u8> = (0..64 * 64).flat_map(|at| inks[(at % 64) / 16]).collect();
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(95).unwrap();
    compressor.set_subsamp(Subsamp::None).unwrap();
    let bytes = compressor
        .compress_to_vec(turbojpeg::Image {
            pixels: pixels.as_slice(),
            width: 64,
            pitch: 256,
            height: 64,
            format: PixelFormat::CMYK,
        })
        .unwrap();
    let seen = pixels_of(&bytes, 512).unwrap();
    let near = |x: u32, want: [u8; 3]| {
        let is = seen.get_pixel(x, 32).0;
        assert!(
            is.iter().zip(want).all(|(is, want)| is.abs_diff(want) < 12),
            "{x}: {is:?} is not {want:?}"
        );
    };
    near(8, [255, 255, 255]);
    near(24, [0, 0, 0]);
    near(40, [0, 255, 255]);
    near(56, [255, 0, 0]);
}

#[test]
fn a_file_that_was_cut_short_shows_what_is_there() {
    let bytes = written(&corners(1600, 1200), Subsamp::Sub2x2, false);
    let made = make_all(Cursor::new(&bytes[..bytes.len() * 2 / 3])).unwrap();
    let corners = seen_corners(&opened(&made.thumbnails[0]));
    assert!(
        corners.starts_with("RG"),
        "{corners}: the upper part is in the file"
    );
}

#[test]
fn a_colour_profile_goes_with_the_thumbnail() {
    let mut profile = vec![0; 200];
    profile[16..20].copy_from_slice(b"RGB ");
    let bytes = crate::segments::with_profile(
        &written(&corners(640, 480), Subsamp::Sub2x2, false),
        &profile,
    );
    for thumbnail in make_all(Cursor::new(bytes)).unwrap().thumbnails {
        let head = crate::segments::Head::read(&thumbnail.jpeg).unwrap();
        assert_eq!(
            head.profile,
            Some(profile.as_slice()),
            "without it the colours are others"
        );
    }
}

#[test]
fn a_picture_of_thousands_of_passes_is_refused() {
    let mut bytes = written(&corners(64, 64), Subsamp::None, true);
    let end = bytes.len() - 2;
    for _ in 0..200 {
        bytes.splice(end..end, [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0]);
    }
    assert!(
        matches!(make_all(Cursor::new(bytes)), Err(MakeError::TooLarge)),
        "each pass goes over all pixels"
    );
}

#[test]
fn a_small_file_that_promises_more_pixels_than_memory_is_refused() {
    let mut bytes = written(&corners(64, 64), Subsamp::None, true);
    let frame = bytes.windows(2).position(|two| two == b"\xff\xc2").unwrap();
    for side in [frame + 5, frame + 7] {
        bytes[side..side + 2].copy_from_slice(&24_000u16.to_be_bytes());
    }
    assert!(matches!(
        make_all(Cursor::new(bytes)),
        Err(MakeError::TooLarge)
    ));
}

#[test]
fn only_what_was_asked_for_is_made() {
    let bytes = written(&corners(3000, 2000), Subsamp::Sub2x2, false);
    let made = make(&mut Cursor::new(bytes), &[512, 256]).unwrap();
    let sizes: Vec<_> = made.thumbnails.iter().map(|one| one.size_px).collect();
    assert_eq!(sizes, [256, 512], "smallest first");
    assert_eq!(
        (made.width_px, made.height_px),
        (3000, 2000),
        "the photo, not what was decoded"
    );
}
