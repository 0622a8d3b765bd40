//! The list of everything in the sample library, worked out from the diary and a seed.

use std::sync::OnceLock;

use crate::albums;
use crate::animation;
use crate::clip::{CLIPS, Clip};
use crate::date::{Moment, days};
use crate::item::{SampleAlbum, SampleItem, SampleKind};
use crate::paint::rng::Rng;
use crate::paint::sky::Light;
use crate::scenes::Family;
use crate::trips::{CAMERAS, TRIPS, Trip, captions, categories};

/// How a picture is drawn and what its EXIF says of the hour.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    pub family: Family,
    pub light: Light,
    pub seed: u64,
    /// Local time as EXIF writes it, and its offset from UTC.
    pub local: String,
    pub offset: String,
}

/// Where the bytes of an item come from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Drawn(Recipe),
    Snow(Recipe),
    Clip(Clip),
}

/// Items and sources side by side, newest first.
pub(crate) struct Library {
    pub items: Vec<SampleItem>,
    pub sources: Vec<Source>,
    pub albums: Vec<SampleAlbum>,
}

struct Draft {
    at: Moment,
    trip: usize,
    item: SampleItem,
    source: Source,
}

/// The library, built once.
pub(crate) fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let mut drafts: Vec<Draft> = Vec::new();
        for (i, trip) in TRIPS.iter().enumerate() {
            drafts.extend(shots(i, trip));
        }
        drafts.extend(moving());
        drafts.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.item.id.cmp(b.item.id)));
        name_files(&mut drafts);
        let trip_of: Vec<usize> = drafts.iter().map(|d| d.trip).collect();
        let (items, sources): (Vec<_>, Vec<_>) =
            drafts.into_iter().map(|d| (d.item, d.source)).unzip();
        let albums = albums::build(&items, &trip_of);
        Library {
            items,
            sources,
            albums,
        }
    })
}

/// Local hour at which such light is found, with some play.
fn hour(light: Light, rng: &mut Rng) -> f32 {
    match light {
        Light::Dawn => rng.range(5.4, 7.2),
        Light::Day => rng.range(9.5, 15.5),
        Light::Overcast => rng.range(9.0, 16.5),
        Light::Golden => rng.range(17.6, 19.4),
        Light::Dusk => rng.range(19.6, 20.9),
        Light::Blue => rng.range(20.9, 21.6),
        Light::Night => rng.range(21.7, 23.6),
    }
}

fn shape(family: Family, rng: &mut Rng) -> (u32, u32) {
    let wide_family = matches!(
        family,
        Family::Alpine
            | Family::Sea
            | Family::Hills
            | Family::Lake
            | Family::City
            | Family::Dunes
            | Family::Lavender
    );
    let tall = match family {
        Family::Waterfall | Family::Facade => 0.5,
        Family::Flower
        | Family::Forest
        | Family::WinterWood
        | Family::Avenue
        | Family::Table
        | Family::MilkyWay => 0.36,
        _ => 0.2,
    };
    if wide_family && rng.chance(0.13) {
        return rng.pick(&[(2400, 800), (2400, 960), (2400, 600), (2400, 860)]);
    }
    if rng.chance(tall) {
        rng.pick(&[(920, 1380), (990, 1320)])
    } else if rng.chance(0.09) {
        (1120, 1120)
    } else {
        rng.pick(&[(1380, 920), (1380, 920), (1320, 990), (1400, 788)])
    }
}

/// F-number, ISO and exposure that suit the light.
fn exposure(light: Light, widest: f32, rng: &mut Rng) -> (f32, u32, f32) {
    match light {
        Light::Day => (
            rng.pick(&[5.6, 8.0, 11.0]),
            100,
            1.0 / rng.pick(&[250.0, 500.0, 1000.0]),
        ),
        Light::Overcast => (
            rng.pick(&[4.0, 5.6]),
            rng.pick(&[200, 400]),
            1.0 / rng.pick(&[125.0, 250.0]),
        ),
        Light::Golden | Light::Dawn => (
            rng.pick(&[4.0, 5.6, 8.0]),
            rng.pick(&[100, 200]),
            1.0 / rng.pick(&[60.0, 125.0, 200.0]),
        ),
        Light::Dusk => (
            widest.max(2.8),
            rng.pick(&[200, 400]),
            1.0 / rng.pick(&[30.0, 60.0]),
        ),
        Light::Blue => (
            widest.max(2.8),
            rng.pick(&[400, 800]),
            rng.pick(&[1.0 / 8.0, 1.0 / 4.0, 1.0]),
        ),
        Light::Night => (widest, rng.pick(&[1600, 3200]), rng.pick(&[4.0, 8.0, 15.0])),
    }
}

/// The way the camera was held: portrait shots of a real camera are stored lying on their side.
fn orientation(w: u32, h: u32, rng: &mut Rng) -> u8 {
    if h > w && rng.chance(0.6) {
        rng.pick(&[6, 6, 8])
    } else if rng.chance(0.04) {
        3
    } else {
        1
    }
}

/// Pictures whose tag also mirrors, as scanners and front cameras write it: trip, place in it, tag.
const MIRRORED: [(&str, usize, u8); 4] = [
    ("coast", 3, 2),
    ("tuscany", 3, 4),
    ("towers", 3, 5),
    ("lakes", 3, 7),
];

fn shots(index: usize, trip: &Trip) -> Vec<Draft> {
    let mut rng = Rng::new(1000 + index as u64);
    let camera = CAMERAS[trip.camera];
    (0..trip.count)
        .map(|i| {
            let rare = MIRRORED
                .iter()
                .find(|(slug, at, _)| *slug == trip.slug && *at == i)
                .map(|r| r.2);
            let (family, light) = trip.shots[i % trip.shots.len()];
            // A picture's seed is its own, so that a change in the diary moves no other picture.
            let seed = (index as u64 + 1) * 1000 + i as u64 * 7;
            let mut own = Rng::new(seed ^ 0xA1B2);
            let (w, h) = shape(family, &mut own);
            let day =
                days(trip.date.0, trip.date.1, trip.date.2) + (i as i64 % trip.days) * trip.every;
            let local = Moment(day * 86_400 + (hour(light, &mut rng) * 3600.0) as i64);
            let (aperture, iso, exposure_s) = exposure(light, camera.3, &mut own);
            let words = captions(family);
            let item = SampleItem {
                id: leak(format!("{}-{:02}", trip.slug, i + 1)),
                file_name: String::new(),
                kind: SampleKind::Photo,
                mime_type: "image/jpeg",
                width_px: w,
                height_px: h,
                orientation: rare.unwrap_or_else(|| orientation(w, h, &mut own)),
                taken_at: String::new(),
                camera_make: Some(camera.0.to_owned()),
                camera_model: Some(camera.1.to_owned()),
                focal_length_mm: Some(own.pick(camera.2)),
                aperture: Some(aperture),
                iso: Some(iso),
                exposure_s: Some(exposure_s),
                duration_ms: None,
                description: own.chance(0.3).then(|| own.pick(words).to_owned()),
                favourite: own.chance(0.09),
                categories: categories(family, light),
            };
            let recipe = Recipe {
                family,
                light,
                seed,
                local: String::new(),
                offset: String::new(),
            };
            draft(local, trip.utc_offset_h, index, item, |local, offset| {
                Source::Drawn(Recipe {
                    local,
                    offset,
                    ..recipe
                })
            })
        })
        .collect()
}

fn draft(
    local: Moment,
    offset_h: i64,
    trip: usize,
    mut item: SampleItem,
    source: impl FnOnce(String, String) -> Source,
) -> Draft {
    let at = Moment(local.0 - offset_h * 3600);
    item.taken_at = at.rfc3339();
    Draft {
        at,
        trip,
        item,
        source: source(local.exif(), format!("+{offset_h:02}:00")),
    }
}

fn trip_named(slug: &str) -> usize {
    TRIPS.iter().position(|t| t.slug == slug).unwrap_or(0)
}

/// The two clips and the animation.
fn moving() -> Vec<Draft> {
    let bare = |id, kind, mime_type, (w, h): (u32, u32), trip: usize, categories| SampleItem {
        id,
        file_name: String::new(),
        kind,
        mime_type,
        width_px: w,
        height_px: h,
        orientation: 1,
        taken_at: String::new(),
        camera_make: Some(CAMERAS[TRIPS[trip].camera].0.to_owned()),
        camera_model: Some(CAMERAS[TRIPS[trip].camera].1.to_owned()),
        focal_length_mm: None,
        aperture: None,
        iso: None,
        exposure_s: None,
        duration_ms: None,
        description: None,
        favourite: false,
        categories,
    };
    let clips = CLIPS.into_iter().map(|which| {
        let (slug, id, day, clock, words) = match which {
            Clip::Waves => (
                "lofoten",
                "lofoten-waves",
                (2026, 6, 12),
                22 * 3600 + 1210,
                "Sound on: only wind.",
            ),
            Clip::Clouds => (
                "dolomites",
                "dolomites-clouds",
                (2023, 8, 19),
                11 * 3600 + 735,
                "Five seconds out of an hour.",
            ),
        };
        let trip = trip_named(slug);
        let mut item = bare(
            id,
            SampleKind::Video,
            "video/mp4",
            which.size_px(),
            trip,
            vec!["LANDSCAPES", "TRAVEL"],
        );
        item.duration_ms = Some(which.duration_ms());
        item.description = Some(words.to_owned());
        let local = Moment(days(day.0, day.1, day.2) * 86_400 + clock);
        draft(local, TRIPS[trip].utc_offset_h, trip, item, |_, _| {
            Source::Clip(which)
        })
    });
    let trip = trip_named("cabin");
    let mut snow = bare(
        "cabin-snow",
        SampleKind::Animation,
        "image/gif",
        (animation::WIDTH, animation::HEIGHT),
        trip,
        vec!["LANDSCAPES"],
    );
    snow.description = Some("It did not stop until Sunday.".to_owned());
    let local = Moment(days(2026, 1, 31) * 86_400 + 10 * 3600 + 1500);
    let recipe = Recipe {
        family: Family::WinterWood,
        light: Light::Overcast,
        seed: 31,
        local: String::new(),
        offset: String::new(),
    };
    let snow = draft(local, 1, trip, snow, |local, offset| {
        Source::Snow(Recipe {
            local,
            offset,
            ..recipe
        })
    });
    clips.chain([snow]).collect()
}

/// Names as the cameras give them: numbers that run, or the date.
fn name_files(drafts: &mut [Draft]) {
    let mut counters = [412usize, 0, 1207, 38, 0];
    for d in drafts.iter_mut().rev() {
        let camera = TRIPS[d.trip].camera;
        let end = match d.item.kind {
            SampleKind::Photo => "jpg",
            SampleKind::Animation => "gif",
            SampleKind::Video => "mp4",
        };
        let stem = CAMERAS[camera].4;
        counters[camera] += 1 + d.item.id.len() % 3;
        let number = counters[camera];
        d.item.file_name = if stem.is_empty() {
            let [y, mo, day, h, mi, s] = Moment(d.at.0 + TRIPS[d.trip].utc_offset_h * 3600).parts();
            format!("{y:04}{mo:02}{day:02}_{h:02}{mi:02}{s:02}.{end}")
        } else {
            let end = end.to_uppercase();
            format!("{stem}{number:04}.{end}")
        };
    }
}

fn leak(id: String) -> &'static str {
    Box::leak(id.into_boxed_str())
}
