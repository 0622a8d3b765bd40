//! Facts about the catalogue and the drawing that everything above relies on.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use exif::{In, Tag, Value};
use image::{AnimationDecoder, ImageReader};

use crate::catalogue::{Recipe, Source, library};
use crate::date::{Moment, days};
use crate::item::SampleKind;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom;
use crate::paint::sky::Light;
use crate::scenes::{self, Brief, Family};
use crate::{CLIPS, albums, catalogue, clip, photo, write_all, write_item};

/// A folder of its own that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("sample-pictures-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_library_has_what_was_promised() {
    let of = |kind| catalogue().iter().filter(|i| i.kind == kind).count();
    assert!(
        of(SampleKind::Photo) >= 240,
        "only {} photos",
        of(SampleKind::Photo)
    );
    assert_eq!(of(SampleKind::Video), 2);
    assert_eq!(of(SampleKind::Animation), 1);
    let wide = catalogue()
        .iter()
        .filter(|i| i.width_px * 2 >= i.height_px * 5)
        .count();
    assert!(wide >= 6, "only {wide} panoramas");
    let tall = catalogue()
        .iter()
        .filter(|i| i.height_px > i.width_px)
        .count();
    assert!(
        tall * 100 / catalogue().len() >= 18,
        "only {tall} portraits"
    );
}

#[test]
fn items_are_newest_first_and_lie_between_2018_and_today() {
    let dates: Vec<&str> = catalogue().iter().map(|i| i.taken_at.as_str()).collect();
    assert!(
        dates.is_sorted_by(|a, b| a >= b),
        "RFC 3339 in UTC sorts as text"
    );
    assert!(
        dates
            .iter()
            .all(|d| ("2018-01-01".."2026-11-25").contains(d))
    );
    let years: BTreeSet<&str> = dates.iter().map(|d| &d[..4]).collect();
    assert_eq!(years.len(), 9, "every year from 2018 to 2026");
}

#[test]
fn ids_and_file_names_are_unique_and_safe() {
    let ids: BTreeSet<&str> = catalogue().iter().map(|i| i.id).collect();
    let names: BTreeSet<&str> = catalogue().iter().map(|i| i.file_name.as_str()).collect();
    assert_eq!(
        (ids.len(), names.len()),
        (catalogue().len(), catalogue().len())
    );
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(
        ids.iter().all(|id| id.chars().all(plain)),
        "ids go into file names"
    );
}

#[test]
fn every_day_with_pictures_has_a_group_worth_a_heading() {
    let mut groups: HashMap<&str, usize> = HashMap::new();
    for item in catalogue() {
        *groups.entry(&item.taken_at[..10]).or_default() += 1;
    }
    assert!(groups.values().all(|n| (2..=25).contains(n)), "{groups:?}");
}

#[test]
fn albums_hold_items_that_exist_and_show_one_of_their_own() {
    assert!(albums().len() >= 10);
    let ids: BTreeSet<&str> = catalogue().iter().map(|i| i.id).collect();
    for album in albums() {
        assert!(!album.items.is_empty(), "{} is empty", album.title);
        assert!(
            album.items.iter().all(|id| ids.contains(id)),
            "{} names a stranger",
            album.title
        );
        assert!(
            album.items.contains(&album.cover),
            "{} has a foreign cover",
            album.title
        );
        let once: BTreeSet<_> = album.items.iter().collect();
        assert_eq!(
            once.len(),
            album.items.len(),
            "{} holds an item twice",
            album.title
        );
    }
    let titles: BTreeSet<&str> = albums().iter().map(|a| a.title).collect();
    assert_eq!(titles.len(), albums().len(), "titles are unique");
}

#[test]
fn orientation_tags_are_in_use() {
    let of = |wanted: &[u8]| {
        catalogue()
            .iter()
            .filter(|i| wanted.contains(&i.orientation))
            .count()
    };
    assert!(of(&[3, 6, 8]) >= 16, "only {}", of(&[3, 6, 8]));
    for each in 1..=8 {
        assert!(of(&[each]) > 0, "no picture has orientation {each}");
    }
}

#[test]
fn every_family_can_be_drawn_in_every_light_at_any_size() {
    for family in Family::ALL {
        for (light, (w, h)) in [
            (Light::Dawn, (96, 64)),
            (Light::Day, (64, 96)),
            (Light::Overcast, (80, 80)),
            (Light::Golden, (160, 40)),
            (Light::Dusk, (97, 61)),
            (Light::Blue, (61, 97)),
            (Light::Night, (96, 64)),
        ] {
            let mut canvas = Canvas::new(w, h);
            let print = scenes::draw(
                family,
                &mut canvas,
                &Brief {
                    light,
                    seed: 5,
                    time: 0.0,
                },
            );
            assert!(
                canvas.px.iter().all(|p| p.luma().is_finite()),
                "{family:?} in {light:?} divides by zero"
            );
            let picture = darkroom::print(canvas, &print, 5);
            let first = picture.as_raw()[0];
            assert!(
                picture.as_raw().iter().any(|v| v.abs_diff(first) > 12),
                "{family:?} in {light:?} is blank"
            );
        }
    }
}

#[test]
fn drawing_twice_gives_the_same_bytes() {
    let recipe = Recipe {
        family: Family::Lake,
        light: Light::Dawn,
        seed: 3,
        local: String::new(),
        offset: String::new(),
    };
    let draw = || photo::jpeg(&photo::upright(&recipe, 240, 160), 86).unwrap();
    assert_eq!(draw(), draw());
}

#[test]
fn exif_says_what_the_catalogue_says() {
    let library = library();
    let mut seen = BTreeSet::new();
    for (item, source) in library.items.iter().zip(&library.sources) {
        let Source::Drawn(recipe) = source else {
            continue;
        };
        if !seen.insert(item.orientation) {
            continue;
        }
        let small = crate::item::SampleItem {
            width_px: 90,
            height_px: 60,
            ..item.clone()
        };
        let bytes = photo::file(&small, recipe).unwrap();
        let read = exif::Reader::new()
            .read_from_container(&mut std::io::Cursor::new(&bytes))
            .unwrap();
        let field = |tag| {
            read.get_field(tag, In::PRIMARY)
                .unwrap_or_else(|| panic!("{} lacks {tag}", item.id))
        };
        let text = |tag| match &field(tag).value {
            Value::Ascii(lines) => String::from_utf8(lines[0].clone()).unwrap(),
            other => panic!("{tag} is {other:?}"),
        };
        let ratio = |tag| match &field(tag).value {
            Value::Rational(values) => values[0].to_f32(),
            other => panic!("{tag} is {other:?}"),
        };
        let number = |tag| field(tag).value.get_uint(0).unwrap();
        assert_eq!(Some(text(Tag::Make)), item.camera_make);
        assert_eq!(Some(text(Tag::Model)), item.camera_model);
        assert_eq!(number(Tag::Orientation), u32::from(item.orientation));
        assert_eq!(Some(number(Tag::PhotographicSensitivity)), item.iso);
        let near = |a: f32, b: Option<f32>| (a - b.unwrap()).abs() <= b.unwrap() * 0.02;
        assert!(near(ratio(Tag::FNumber), item.aperture));
        assert!(near(ratio(Tag::FocalLength), item.focal_length_mm));
        assert!(
            near(ratio(Tag::ExposureTime), item.exposure_s),
            "{}",
            item.id
        );
        let turned = item.orientation >= 5;
        let stored = (number(Tag::PixelXDimension), number(Tag::PixelYDimension));
        assert_eq!(stored, if turned { (60, 90) } else { (90, 60) });
        let utc = utc_of(&text(Tag::DateTimeOriginal), &text(Tag::OffsetTimeOriginal));
        assert_eq!(utc, item.taken_at);
    }
    assert_eq!(
        seen.len(),
        8,
        "one picture of each orientation was read back"
    );
}

/// `2026:06:14 21:30:45` at `+02:00` as RFC 3339 in UTC.
fn utc_of(local: &str, offset: &str) -> String {
    let n = |range: std::ops::Range<usize>| local[range].parse::<i64>().unwrap();
    let seconds =
        days(n(0..4), n(5..7), n(8..10)) * 86_400 + n(11..13) * 3600 + n(14..16) * 60 + n(17..19);
    Moment(seconds - offset[..3].parse::<i64>().unwrap() * 3600).rfc3339()
}

#[test]
fn applying_the_tag_gives_the_upright_picture() {
    let upright =
        image::RgbImage::from_fn(3, 2, |x, y| image::Rgb([x as u8 * 40, y as u8 * 90, 7]));
    for tag in 1..=8 {
        let mut shown = image::DynamicImage::ImageRgb8(photo::stored(upright.clone(), tag));
        shown.apply_orientation(image::metadata::Orientation::from_exif(tag).unwrap());
        assert_eq!(shown.into_rgb8(), upright, "orientation {tag}");
    }
}

#[test]
fn only_missing_files_are_drawn() {
    let folder = Folder::new("skips");
    let mut left: Vec<&str> = vec!["cabin-snow", "lofoten-waves"];
    left.push(albums()[0].cover);
    for item in catalogue().iter().filter(|i| !left.contains(&i.id)) {
        let end = if item.kind == SampleKind::Video {
            "mp4"
        } else {
            "jpg"
        };
        fs::write(folder.0.join(format!("{}.{end}", item.id)), b"kept").unwrap();
    }
    let calls = AtomicUsize::new(0);
    write_all(&folder.0, &|done, all| {
        assert!(done <= all);
        calls.fetch_add(1, Ordering::Relaxed);
    })
    .unwrap();
    assert_eq!(
        calls.into_inner(),
        left.len() + 1,
        "once at the start and once for each missing file"
    );
    let kept = fs::read_dir(&folder.0)
        .unwrap()
        .filter(|e| fs::read(e.as_ref().unwrap().path()).unwrap() == b"kept")
        .count();
    assert_eq!(kept, catalogue().len() - left.len());
    let snow = fs::File::open(folder.0.join("cabin-snow.gif")).unwrap();
    let frames = image::codecs::gif::GifDecoder::new(std::io::BufReader::new(snow))
        .unwrap()
        .into_frames();
    assert_eq!(frames.collect_frames().unwrap().len(), 16);
    let unfinished = fs::read_dir(&folder.0)
        .unwrap()
        .any(|e| e.unwrap().path().extension().is_some_and(|x| x == "part"));
    assert!(!unfinished, "files appear whole or not at all");
}

#[test]
fn a_written_photo_has_the_size_of_the_catalogue() {
    let folder = Folder::new("size");
    let item = catalogue().iter().find(|i| i.orientation == 6).unwrap();
    let path = write_item(item.id, &folder.0).unwrap();
    let stored = ImageReader::open(&path).unwrap().into_dimensions().unwrap();
    assert_eq!(
        stored,
        (item.height_px, item.width_px),
        "stored lying on its side"
    );
}

#[test]
fn an_unknown_id_is_not_found() {
    let folder = Folder::new("unknown");
    let error = write_item("no-such-picture", &folder.0).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn the_clips_are_small_mp4_files_that_start_at_once() {
    for which in CLIPS {
        let bytes = clip::file(which);
        assert_eq!(&bytes[4..8], b"ftyp", "{which:?}");
        assert!(
            bytes.len() < 450 * 1024,
            "{which:?} has {} bytes",
            bytes.len()
        );
        let at = |name: &[u8]| bytes.windows(4).position(|w| w == name).unwrap();
        assert!(
            at(b"moov") < at(b"mdat"),
            "{which:?} cannot be played before it is read whole"
        );
    }
}
