//! Pictures inside files that are not decoded here.

use super::*;

fn jpeg_of(picture: &RgbImage) -> Vec<u8> {
    let mut plain = Vec::new();
    JpegEncoder::new_with_quality(&mut plain, 90)
        .encode_image(picture)
        .unwrap();
    plain
}

/// A field of a TIFF: what it means, its kind, how many values, the value.
type Field = (u16, u16, u32, u32);

/// A TIFF with lists of fields at these places, in the order of bytes of little machines, and data behind them.
fn tiff(mark: &[u8; 4], lists: &[(u32, &[Field])], data: &[(u32, &[u8])]) -> Vec<u8> {
    let mut bytes = mark.to_vec();
    bytes.extend(lists[0].0.to_le_bytes());
    for (at, fields) in lists {
        bytes.resize(bytes.len().max(*at as usize), 0);
        bytes.extend(u16::try_from(fields.len()).unwrap().to_le_bytes());
        for (tag, kind, count, value) in *fields {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(count.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend([0; 4]);
    }
    for (at, part) in data {
        bytes.resize(bytes.len().max(*at as usize), 0);
        bytes.extend_from_slice(part);
    }
    bytes
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

/// As Nikon and Sony do it: a small picture, a large one below the first list, the sensor's pixels beside it.
fn raw(orientation: u32) -> Vec<u8> {
    let small = jpeg_of(&corners(160, 120));
    let large = jpeg_of(&corners(1600, 1000));
    let large_at = 1000 + length(&small) + 8;
    let main: &[Field] = &[
        (0x0112, 3, 1, orientation),
        (0x014A, 4, 2, 400),
        (0x0201, 4, 1, 1000),
        (0x0202, 4, 1, length(&small)),
    ];
    let preview: &[Field] = &[(0x0201, 4, 1, large_at), (0x0202, 4, 1, length(&large))];
    let sensor: &[Field] = &[
        (0x0103, 3, 1, 7),
        (0x0106, 3, 1, 32803),
        (0x0111, 4, 1, 9_000_000),
        (0x0117, 4, 1, 50),
    ];
    let mut below = 500u32.to_le_bytes().to_vec();
    below.extend(700u32.to_le_bytes());
    let mut bytes = tiff(
        b"II*\0",
        &[(8, main), (500, preview), (700, sensor)],
        &[(1000, &small), (large_at, &large)],
    );
    bytes[400..408].copy_from_slice(&below);
    bytes
}

#[test]
fn a_raw_photo_is_shown_by_the_best_picture_inside_it() {
    let made = make_all(Cursor::new(raw(1))).unwrap();
    assert!(made.is_preview);
    assert_eq!((made.width_px, made.height_px), (1600, 1000));
    assert_eq!(seen_corners(&opened(&made.thumbnails[1])), "RGBW");
    let small = make(&mut Cursor::new(raw(1)), &[128]).unwrap();
    assert_eq!(
        (small.width_px, small.height_px),
        (160, 120),
        "the small one is large enough here"
    );
}

#[test]
fn a_picture_inside_is_turned_as_the_photo_around_it() {
    let made = make_all(Cursor::new(raw(6))).unwrap();
    assert_eq!(seen_corners(&opened(&made.thumbnails[1])), "BRWG");
    assert_eq!(
        (made.width_px, made.height_px),
        (1000, 1600),
        "as it is seen"
    );
}

#[test]
fn a_raw_photo_without_a_place_is_searched() {
    // As Olympus writes: a mark of its own, and the picture named where only its makers look.
    let large = jpeg_of(&corners(800, 600));
    let bytes = tiff(b"IIRO", &[(8, &[(0x0112, 3, 1, 1)])], &[(300, &large)]);
    assert_eq!(
        seen_corners(&opened(
            &make_all(Cursor::new(bytes)).unwrap().thumbnails[0]
        )),
        "RGBW"
    );
}

#[test]
fn fuji_names_its_picture_in_the_head() {
    let large = jpeg_of(&corners(900, 600));
    let mut bytes = b"FUJIFILMCCD-RAW ".to_vec();
    bytes.resize(84, 0);
    bytes.extend(200u32.to_be_bytes());
    bytes.extend(length(&large).to_be_bytes());
    bytes.resize(200, 0);
    bytes.extend(&large);
    assert_eq!(make_all(Cursor::new(bytes)).unwrap().width_px, 900);
}

fn boxed(name: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut bytes = (length(contents) + 8).to_be_bytes().to_vec();
    bytes.extend(name);
    bytes.extend(contents);
    bytes
}

#[rstest]
#[case(b"heic")]
#[case(b"crx ")]
fn photos_in_boxes_are_shown_by_a_jpeg_among_them(#[case] brand: &[u8; 4]) {
    let mut bytes = boxed(b"ftyp", brand);
    bytes.extend(boxed(b"mdat", &jpeg_of(&corners(640, 480))));
    assert!(make_all(Cursor::new(&bytes)).unwrap().is_preview);
    let mut without = boxed(b"ftyp", brand);
    without.extend(boxed(b"mdat", &[7; 5000]));
    assert!(matches!(
        make_all(Cursor::new(without)),
        Err(MakeError::NothingInside)
    ));
}

#[test]
fn a_video_is_shown_by_its_cover() {
    let mut data = vec![0, 0, 0, 13, 0, 0, 0, 0];
    data.extend(jpeg_of(&corners(500, 500)));
    let cover = boxed(b"covr", &boxed(b"data", &data));
    let mut list = boxed(b"\xa9nam", b"a name");
    list.extend(cover);
    let mut meta = vec![0; 4];
    meta.extend(boxed(b"ilst", &list));
    let mut bytes = boxed(b"ftyp", b"isom");
    bytes.extend(boxed(b"mdat", &[0; 3000]));
    bytes.extend(boxed(b"moov", &boxed(b"udta", &boxed(b"meta", &meta))));
    assert_eq!(make_all(Cursor::new(&bytes)).unwrap().width_px, 500);
    bytes.truncate(bytes.len() - 40);
    assert!(
        make_all(Cursor::new(bytes)).is_err(),
        "a box that ends behind the file is no box"
    );
}

#[test]
fn the_small_picture_of_a_camera_stands_in_at_once() {
    let small = jpeg_of(&corners(160, 120));
    let fields: &[Field] = &[
        (0x0112, 3, 1, 8),
        (0x0201, 4, 1, 200),
        (0x0202, 4, 1, length(&small)),
    ];
    let exif = tiff(b"II*\0", &[(8, fields)], &[(200, &small)]);
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1];
    bytes.extend(u16::try_from(exif.len() + 8).unwrap().to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(exif);
    bytes.extend(&jpeg_of(&corners(2000, 1500))[2..]);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.jpg");
    std::fs::write(&path, bytes).unwrap();
    let stand_in = placeholder_of(&path).unwrap();
    let seen = pixels_of(&stand_in, 512).unwrap();
    assert_eq!(seen.dimensions(), (120, 160), "it is turned as the photo");
    std::fs::write(&path, jpeg_of(&corners(20, 20))).unwrap();
    assert!(placeholder_of(&path).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn flipped_bytes_of_a_raw_photo_never_panic(at in 0usize..1100, value: u8) {
        let mut bytes = raw(3);
        bytes[at] = value;
        let _ = make(&mut Cursor::new(bytes), &[256]);
    }

    #[test]
    fn any_bytes_in_boxes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for brand in [b"heic", b"isom"] {
            let mut file = boxed(b"ftyp", brand);
            file.extend(&bytes);
            let _ = make(&mut Cursor::new(file), &[256]);
        }
    }
}
