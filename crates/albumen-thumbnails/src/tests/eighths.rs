//! What is decoded here at one eighth is what libjpeg-turbo makes of it.

use photos_emulator_pixels::draw::landscape;
use turbojpeg::{Compressor, Decompressor, PixelFormat, ScalingFactor, Subsamp};

use super::*;
use crate::eighth;

/// What is drawn.
#[derive(Clone, Copy, Debug)]
enum Scene {
    Landscape,
    /// A landscape with the grain of a sensor at night, the same in no two colours.
    Grain,
    /// Nothing but noise, from black to white.
    Noise,
    Flat,
    /// Hardly any colour.
    Greyish,
    /// The strongest colours side by side.
    Gaudy,
}

const SCENES: [Scene; 6] = [
    Scene::Landscape,
    Scene::Grain,
    Scene::Noise,
    Scene::Flat,
    Scene::Greyish,
    Scene::Gaudy,
];
const THINNINGS: [Subsamp; 4] = [
    Subsamp::None,
    Subsamp::Sub2x1,
    Subsamp::Sub1x2,
    Subsamp::Sub2x2,
];

fn drawn(scene: Scene, width: u32, height: u32) -> RgbImage {
    let noise = |x: u32, y: u32, salt: u32| {
        let mixed = (u64::from(x) << 32 | u64::from(y) << 4 | u64::from(salt))
            .wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ mixed >> 29)
            .wrapping_mul(0xBF58_476D_1CE4_E5B9)
            .to_be_bytes()[1]
    };
    let mut picture = landscape(u64::from(width), width, height);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let three = [0, 1, 2].map(|salt| noise(x, y, salt));
        match scene {
            Scene::Landscape => {}
            Scene::Grain => {
                for (value, noise) in pixel.0.iter_mut().zip(three) {
                    *value = value.saturating_add(noise / 6).saturating_sub(21);
                }
            }
            Scene::Noise => pixel.0 = three,
            Scene::Flat => pixel.0 = [200, 30, 90],
            Scene::Greyish => pixel.0 = [pixel.0[1], pixel.0[1], pixel.0[1] / 16 * 17],
            Scene::Gaudy => {
                pixel.0 =
                    [x / 5, y / 7, x / 11 + y / 3].map(|stripe| [0, 255][(stripe % 2) as usize]);
            }
        }
    }
    picture
}

fn written(picture: &RgbImage, subsamp: Subsamp, quality: i32, own_codes: bool) -> Vec<u8> {
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(quality).unwrap();
    compressor.set_subsamp(subsamp).unwrap();
    compressor.set_optimize(own_codes).unwrap();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let image = turbojpeg::Image {
        pixels: picture.as_raw().as_slice(),
        width,
        pitch: width * 3,
        height,
        format: PixelFormat::RGB,
    };
    compressor.compress_to_vec(image).unwrap()
}

/// Where the head of the scan ends.
fn scan_begins(jpeg: &[u8]) -> usize {
    let head = jpeg.windows(2).position(|two| two == b"\xff\xda").unwrap();
    head + 2 + usize::from(u16::from_be_bytes([jpeg[head + 2], jpeg[head + 3]]))
}

/// The same picture in a scan that begins anew after so many units: each part is the scan of a picture of its own, for a scan
/// that begins is a scan that begins anew. As wide as a multiple of the parts, as high as a multiple of the units.
fn in_parts(picture: &RgbImage, subsamp: Subsamp, quality: i32, part: u32) -> Vec<u8> {
    let (wide, high) = match subsamp {
        Subsamp::None => (8, 8),
        Subsamp::Sub2x1 => (16, 8),
        Subsamp::Sub1x2 => (8, 16),
        _ => (16, 16),
    };
    let width = wide * part;
    let mut jpeg = Vec::new();
    let mut count = 0_u32;
    for y in (0..picture.height()).step_by(high) {
        for x in (0..picture.width()).step_by(width as usize) {
            let part = image::imageops::crop_imm(picture, x, y, width, high as u32).to_image();
            let part = written(&part, subsamp, quality, false);
            let begins = scan_begins(&part);
            if count == 0 {
                jpeg.extend_from_slice(&part[..begins]);
            } else {
                jpeg.extend([0xFF, 0xD0 + ((count - 1) % 8) as u8]);
            }
            jpeg.extend_from_slice(&part[begins..part.len() - 2]);
            count += 1;
        }
    }
    jpeg.extend([0xFF, 0xD9]);
    let frame = jpeg.windows(2).position(|two| two == b"\xff\xc0").unwrap();
    jpeg[frame + 5..frame + 7].copy_from_slice(&(picture.height() as u16).to_be_bytes());
    jpeg[frame + 7..frame + 9].copy_from_slice(&(picture.width() as u16).to_be_bytes());
    let [high, low] = (part as u16).to_be_bytes();
    jpeg.splice(2..2, [0xFF, 0xDD, 0, 4, high, low]);
    jpeg
}

/// What libjpeg-turbo makes of it, though it may complain.
fn by_turbo(jpeg: &[u8]) -> RgbImage {
    let mut decompressor = Decompressor::new().unwrap();
    let header = decompressor.read_header(jpeg).unwrap();
    let step = ScalingFactor::ONE_EIGHTH;
    decompressor.set_scaling_factor(step).unwrap();
    let (width, height) = (step.scale(header.width), step.scale(header.height));
    let mut picture = RgbImage::new(width as u32, height as u32);
    let image = turbojpeg::Image {
        pixels: &mut *picture,
        width,
        pitch: width * 3,
        height,
        format: PixelFormat::RGB,
    };
    let _ = decompressor.decompress(jpeg, image);
    picture
}

fn assert_same(jpeg: &[u8], is: &RgbImage, what: &str) {
    let want = by_turbo(jpeg);
    assert_eq!(is.dimensions(), want.dimensions(), "{what}");
    let differ = is.iter().zip(want.iter()).position(|(is, want)| is != want);
    assert_eq!(differ, None, "{what}: another picture");
}

#[test]
fn an_eighth_is_that_of_libjpeg_turbo() {
    let sizes = [
        (1, 1),
        (8, 8),
        (16, 16),
        (17, 9),
        (33, 47),
        (160, 96),
        (250, 131),
        (131, 250),
    ];
    for subsamp in THINNINGS {
        for scene in SCENES {
            for (width, height) in sizes {
                let picture = drawn(scene, width, height);
                for (quality, own_codes) in [
                    (30, false),
                    (75, true),
                    (92, false),
                    (100, true),
                    (100, false),
                ] {
                    let jpeg = written(&picture, subsamp, quality, own_codes);
                    let what =
                        format!("{subsamp:?} {scene:?} {width} x {height}, {quality}, {own_codes}");
                    let is = eighth::decode(&jpeg).unwrap_or_else(|| panic!("{what}: not taken"));
                    assert_same(&jpeg, &is, &what);
                }
            }
        }
    }
}

#[test]
fn a_scan_that_begins_anew_gives_the_same_picture() {
    for subsamp in THINNINGS {
        for scene in SCENES {
            for part in [1, 3, 12] {
                let jpeg = in_parts(&drawn(scene, 192, 80), subsamp, 92, part);
                let what = format!("{subsamp:?} {scene:?}, after {part}");
                let is = eighth::decode(&jpeg).unwrap_or_else(|| panic!("{what}: not taken"));
                assert_same(&jpeg, &is, &what);
            }
        }
    }
}

#[test]
fn what_is_thrown_away_makes_no_difference_to_a_large_photograph() {
    let jpeg = written(&drawn(Scene::Grain, 3000, 2001), Subsamp::Sub2x2, 92, false);
    assert_same(&jpeg, &eighth::decode(&jpeg).unwrap(), "six megapixels");
    let opened = crate::jpeg::open(&jpeg, 256).unwrap();
    assert_eq!(opened.picture, by_turbo(&jpeg), "and it is what is opened");
}

#[test]
fn every_other_kind_is_left_to_libjpeg_turbo() {
    let picture = drawn(Scene::Landscape, 64, 48);
    for subsamp in [Subsamp::Gray, Subsamp::Sub4x1] {
        assert!(
            eighth::decode(&written(&picture, subsamp, 90, false)).is_none(),
            "{subsamp:?}"
        );
    }
    let whole = written(&picture, Subsamp::Sub2x2, 90, false);
    let at = |two: &[u8]| whole.windows(2).position(|is| is == two).unwrap();
    let (scales, frame, scan) = (at(b"\xff\xdb"), at(b"\xff\xc0"), at(b"\xff\xda"));
    let changes = [
        ("in passes", frame + 1, 0xC2),
        ("other codes", frame + 1, 0xC9),
        ("twelve bits", frame + 4, 12),
        ("four components", frame + 9, 4),
        ("no height", frame + 6, 0),
        ("thinned to a third", frame + 11, 0x31),
        ("no scale", frame + 15, 3),
        ("a scale of nought", scales + 5, 0),
        ("a scale of sixteen bits", scales + 4, 0x10),
        ("another component", scan + 5, 9),
        ("no code", scan + 6, 0x33),
        ("from the second value", scan + 11, 1),
    ];
    assert!(eighth::decode(&whole).is_some());
    for (what, at, value) in changes {
        let mut changed = whole.clone();
        assert_ne!(changed[at], value, "{what}");
        changed[at] = value;
        assert!(eighth::decode(&changed).is_none(), "{what}");
    }
}

#[test]
fn colours_that_are_red_green_and_blue_are_left_to_libjpeg_turbo() {
    let whole = written(&drawn(Scene::Flat, 64, 48), Subsamp::None, 90, false);
    // Without what JFIF says, the names of the components decide.
    let names = |adobe: &[u8], names: [u8; 3]| {
        let mut jpeg = whole.clone();
        jpeg.splice(2..20, adobe.iter().copied());
        let frame = jpeg.windows(2).position(|two| two == b"\xff\xc0").unwrap();
        let scan = jpeg.windows(2).position(|two| two == b"\xff\xda").unwrap();
        for (place, name) in names.into_iter().enumerate() {
            jpeg[frame + 10 + 3 * place] = name;
            jpeg[scan + 5 + 2 * place] = name;
        }
        jpeg
    };
    let adobe = |transform| {
        [
            b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0".as_slice(),
            &[transform],
        ]
        .concat()
    };
    for jpeg in [names(&[], *b"RGB"), names(&adobe(0), [1, 2, 3])] {
        assert!(eighth::decode(&jpeg).is_none());
    }
    for jpeg in [names(&[], [1, 2, 3]), names(&adobe(1), *b"RGB")] {
        assert_same(
            &jpeg,
            &eighth::decode(&jpeg).unwrap(),
            "brightness and colours",
        );
    }
}

#[test]
fn a_file_that_was_cut_short_is_left_to_libjpeg_turbo() {
    for subsamp in [Subsamp::Sub2x2, Subsamp::None] {
        let jpeg = in_parts(&drawn(Scene::Grain, 96, 48), subsamp, 50, 3);
        for length in 0..jpeg.len() {
            assert!(
                eighth::decode(&jpeg[..length]).is_none(),
                "{length} of {}",
                jpeg.len()
            );
        }
    }
}

/// Files to be broken: every thinning, in one part and in several.
fn wholes() -> Vec<Vec<u8>> {
    let files = THINNINGS.into_iter().flat_map(|subsamp| {
        let picture = drawn(Scene::Grain, 96, 48);
        [
            written(&picture, subsamp, 88, true),
            in_parts(&picture, subsamp, 88, 3),
        ]
    });
    files.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]
    #[test]
    fn broken_files_are_none_or_what_libjpeg_turbo_makes_of_them(
        file in 0usize..8,
        breaks in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 1..4),
        in_the_scan: bool,
    ) {
        static WHOLES: std::sync::LazyLock<Vec<Vec<u8>>> = std::sync::LazyLock::new(wholes);
        let mut jpeg = WHOLES[file].clone();
        let begins = if in_the_scan { scan_begins(&jpeg) } else { 0 };
        for (at, value, how) in breaks {
            let at = begins + at.index(jpeg.len() - begins);
            match how {
                0 => jpeg[at] = value,
                1 => jpeg[at] ^= 1 << (value % 8),
                _ => {
                    jpeg.remove(at);
                }
            }
        }
        if let Some(is) = eighth::decode(&jpeg) {
            assert_same(&jpeg, &is, "broken");
        }
    }
}
