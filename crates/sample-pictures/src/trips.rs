//! Where and when the photographs were taken: the diary behind the catalogue.

use crate::paint::sky::Light::{self, Blue, Dawn, Day, Dusk, Golden, Night, Overcast};
use crate::scenes::Family::{self, *};

/// Some days with a camera.
#[derive(Debug)]
pub(crate) struct Trip {
    pub slug: &'static str,
    /// Title of its album; several trips may share one. Empty: no album.
    pub album: &'static str,
    /// First day.
    pub date: (i64, i64, i64),
    /// Number of days, and days from one to the next.
    pub days: i64,
    pub every: i64,
    pub count: usize,
    pub utc_offset_h: i64,
    pub camera: usize,
    pub shots: &'static [(Family, Light)],
}

/// Maker, model, focal lengths, widest aperture, beginning of its file names.
pub(crate) const CAMERAS: [(&str, &str, &[f32], f32, &str); 5] = [
    (
        "Halden",
        "Halden H7",
        &[16.0, 24.0, 35.0, 50.0, 85.0],
        1.8,
        "HLD_",
    ),
    ("Orla", "Orla P3", &[5.7, 2.2, 9.0], 1.8, ""),
    ("Halden", "Halden H5", &[18.0, 28.0, 45.0, 55.0], 3.5, "H5_"),
    ("Merk", "Merk Compact II", &[8.8, 12.0, 24.0], 2.0, "MRK"),
    ("Orla", "Orla P1", &[4.2], 2.2, ""),
];

#[rustfmt::skip]
pub(crate) const TRIPS: [Trip; 26] = [
    Trip { slug: "november", album: "Autumn walks", date: (2026, 11, 21), days: 2, every: 1, count: 9, utc_offset_h: 1, camera: 1,
        shots: &[(Avenue, Golden), (Forest, Dawn), (Hills, Overcast), (Avenue, Overcast), (Forest, Golden), (Lake, Overcast), (Rain, Overcast), (Table, Day), (Hills, Dusk)] },
    Trip { slug: "lisbon", album: "Lisbon, slowly", date: (2026, 10, 3), days: 3, every: 1, count: 16, utc_offset_h: 1, camera: 0,
        shots: &[(Facade, Golden), (Sea, Golden), (Facade, Day), (City, Blue), (Table, Day), (Facade, Golden), (Sea, Dusk), (Facade, Overcast), (City, Dusk), (Flower, Golden), (Beach, Day), (Facade, Day)] },
    Trip { slug: "anatolia", album: "Balloons before breakfast", date: (2026, 9, 12), days: 2, every: 1, count: 9, utc_offset_h: 3, camera: 0,
        shots: &[(Balloons, Dawn), (Balloons, Golden), (Hills, Dawn), (Balloons, Dawn), (Table, Day), (Dunes, Golden), (Balloons, Dawn), (Balloons, Dusk)] },
    Trip { slug: "lofoten", album: "Lofoten in June", date: (2026, 6, 11), days: 3, every: 1, count: 23, utc_offset_h: 2, camera: 0,
        shots: &[(Hills, Dawn), (Alpine, Golden), (Sea, Dusk), (Lake, Day), (Forest, Golden), (Lighthouse, Golden), (Lake, Golden), (Sea, Day), (Alpine, Day), (Meadow, Day), (Lake, Dusk), (Beach, Day), (Hills, Dusk), (Alpine, Overcast), (Sea, Golden), (Waterfall, Day), (Table, Day)] },
    Trip { slug: "garden26", album: "The garden, 2026", date: (2026, 5, 16), days: 3, every: 9, count: 9, utc_offset_h: 2, camera: 0,
        shots: &[(Flower, Golden), (Flower, Day), (Flower, Overcast), (Meadow, Day), (Flower, Day)] },
    Trip { slug: "kitchen", album: "At the table", date: (2026, 3, 7), days: 2, every: 8, count: 7, utc_offset_h: 1, camera: 1,
        shots: &[(Table, Day)] },
    Trip { slug: "cabin", album: "Winter cabin", date: (2026, 1, 30), days: 3, every: 1, count: 11, utc_offset_h: 1, camera: 0,
        shots: &[(WinterWood, Golden), (Alpine, Day), (Aurora, Night), (WinterWood, Overcast), (MilkyWay, Night), (Alpine, Dusk), (WinterWood, Dusk), (Lake, Blue), (Table, Day), (WinterWood, Day)] },
    Trip { slug: "october", album: "Autumn walks", date: (2025, 10, 18), days: 2, every: 7, count: 10, utc_offset_h: 2, camera: 1,
        shots: &[(Avenue, Golden), (Forest, Golden), (Avenue, Day), (Hills, Golden), (Forest, Dawn), (Lake, Golden), (Avenue, Dawn)] },
    Trip { slug: "provence", album: "Provence in bloom", date: (2025, 7, 5), days: 3, every: 1, count: 11, utc_offset_h: 2, camera: 0,
        shots: &[(Lavender, Golden), (Vineyard, Golden), (Facade, Golden), (Lavender, Dusk), (Table, Day), (Lavender, Day), (Flower, Golden), (Vineyard, Dawn), (Facade, Day), (Lavender, Dawn)] },
    Trip { slug: "coast", album: "Coast road", date: (2025, 6, 7), days: 3, every: 1, count: 14, utc_offset_h: 1, camera: 0,
        shots: &[(Sea, Day), (Lighthouse, Dusk), (Beach, Day), (Sea, Golden), (Lighthouse, Day), (Sea, Overcast), (Beach, Day), (Lighthouse, Blue), (Sea, Dusk), (Meadow, Overcast), (Sea, Dawn)] },
    Trip { slug: "bergen", album: "Bergen, rain and lights", date: (2025, 4, 11), days: 2, every: 1, count: 10, utc_offset_h: 2, camera: 3,
        shots: &[(Rain, Night), (City, Blue), (Facade, Overcast), (Hills, Overcast), (City, Night), (Rain, Blue), (Lake, Overcast), (Table, Day), (Rain, Night)] },
    Trip { slug: "aurora", album: "Northern lights", date: (2025, 1, 25), days: 2, every: 1, count: 9, utc_offset_h: 1, camera: 0,
        shots: &[(Aurora, Night), (Aurora, Night), (MilkyWay, Night), (Lake, Blue), (Aurora, Night)] },
    Trip { slug: "tuscany", album: "Tuscany, in rows", date: (2024, 9, 20), days: 2, every: 1, count: 9, utc_offset_h: 2, camera: 0,
        shots: &[(Vineyard, Golden), (Hills, Dawn), (Vineyard, Day), (Table, Day), (Vineyard, Dusk), (Facade, Golden), (Hills, Golden)] },
    Trip { slug: "garden24", album: "The garden, 2024", date: (2024, 6, 29), days: 2, every: 13, count: 9, utc_offset_h: 2, camera: 3,
        shots: &[(Flower, Day), (Meadow, Golden), (Flower, Golden), (Flower, Overcast), (Flower, Day), (Meadow, Day)] },
    Trip { slug: "desert", album: "Three days of sand", date: (2024, 3, 8), days: 3, every: 1, count: 10, utc_offset_h: 1, camera: 0,
        shots: &[(Dunes, Golden), (Dunes, Dawn), (MilkyWay, Night), (Dunes, Day), (Dunes, Dusk)] },
    Trip { slug: "towers", album: "City nights", date: (2023, 11, 3), days: 2, every: 1, count: 9, utc_offset_h: 1, camera: 2,
        shots: &[(City, Night), (City, Blue), (Rain, Night), (City, Dusk), (Facade, Golden), (City, Night)] },
    Trip { slug: "dolomites", album: "Dolomites on foot", date: (2023, 8, 18), days: 3, every: 1, count: 11, utc_offset_h: 2, camera: 2,
        shots: &[(Alpine, Day), (Lake, Day), (Alpine, Golden), (Meadow, Day), (Lake, Dawn), (Alpine, Dusk), (Waterfall, Day), (Hills, Golden), (MilkyWay, Night)] },
    Trip { slug: "may23", album: "", date: (2023, 5, 13), days: 1, every: 1, count: 5, utc_offset_h: 2, camera: 4,
        shots: &[(Meadow, Day), (Flower, Day), (Forest, Day), (Meadow, Golden)] },
    Trip { slug: "falls", album: "Falling water", date: (2022, 9, 2), days: 2, every: 1, count: 8, utc_offset_h: 0, camera: 2,
        shots: &[(Waterfall, Day), (Waterfall, Overcast), (Lake, Overcast), (Waterfall, Golden), (Hills, Overcast), (Forest, Overcast)] },
    Trip { slug: "islands", album: "Island summer", date: (2022, 7, 9), days: 2, every: 1, count: 8, utc_offset_h: 3, camera: 2,
        shots: &[(Beach, Day), (Sea, Day), (Facade, Day), (Sea, Dusk), (Beach, Day), (Lighthouse, Golden), (Sea, Golden)] },
    Trip { slug: "snow21", album: "", date: (2021, 12, 11), days: 1, every: 1, count: 5, utc_offset_h: 1, camera: 4,
        shots: &[(WinterWood, Overcast), (WinterWood, Golden), (Table, Day), (Alpine, Overcast)] },
    Trip { slug: "perseids", album: "Night sky", date: (2021, 8, 12), days: 2, every: 1, count: 7, utc_offset_h: 2, camera: 2,
        shots: &[(MilkyWay, Night), (MilkyWay, Night), (Lighthouse, Night), (Hills, Blue)] },
    Trip { slug: "spring21", album: "", date: (2021, 4, 24), days: 1, every: 1, count: 4, utc_offset_h: 2, camera: 4,
        shots: &[(Flower, Day), (Forest, Day), (Flower, Overcast)] },
    Trip { slug: "lakes", album: "A week by the lake", date: (2020, 7, 25), days: 2, every: 2, count: 8, utc_offset_h: 2, camera: 4,
        shots: &[(Lake, Golden), (Lake, Day), (Hills, Dusk), (Meadow, Golden), (Lake, Dawn), (Forest, Day)] },
    Trip { slug: "alps19", album: "First mountains", date: (2019, 9, 14), days: 2, every: 1, count: 8, utc_offset_h: 2, camera: 4,
        shots: &[(Alpine, Day), (Alpine, Dawn), (Lake, Day), (Alpine, Golden), (Balloons, Day)] },
    Trip { slug: "brittany", album: "", date: (2018, 6, 16), days: 1, every: 1, count: 6, utc_offset_h: 2, camera: 4,
        shots: &[(Sea, Day), (Lighthouse, Day), (Beach, Day), (Sea, Dusk), (Lighthouse, Dusk)] },
];

/// Google's content categories of a picture.
pub(crate) fn categories(family: Family, light: Light) -> Vec<&'static str> {
    let mut out = match family {
        Alpine | Hills | Lake | Dunes | Waterfall | Forest | WinterWood | Avenue => {
            vec!["LANDSCAPES"]
        }
        Sea | Beach | Balloons => vec!["LANDSCAPES", "TRAVEL"],
        Aurora | MilkyWay => vec!["LANDSCAPES", "NIGHT"],
        City => vec!["CITYSCAPES", "NIGHT", "TRAVEL"],
        Facade => vec!["CITYSCAPES", "HOUSES", "TRAVEL"],
        Flower => vec!["FLOWERS", "GARDENS"],
        Meadow => vec!["FLOWERS", "LANDSCAPES"],
        Lavender => vec!["FLOWERS", "LANDSCAPES", "TRAVEL"],
        Vineyard => vec!["LANDSCAPES", "TRAVEL"],
        Lighthouse => vec!["LANDMARKS", "LANDSCAPES", "TRAVEL"],
        Rain => vec!["CITYSCAPES"],
        Table => vec!["FOOD"],
    };
    if light == Night && !out.contains(&"NIGHT") {
        out.push("NIGHT");
    }
    out
}

/// Words that a person might write under such a picture.
pub(crate) const fn captions(family: Family) -> &'static [&'static str] {
    match family {
        Alpine => &[
            "The ridge we did not climb.",
            "Ten minutes after the clouds went.",
            "Our path is behind the second spur.",
        ],
        Aurora => &[
            "It started while we were eating.",
            "Eight seconds, no tripod, a rucksack.",
        ],
        Avenue => &["The long way home.", "All of it came down the next night."],
        Balloons => &[
            "Awake at half past four for this.",
            "The basket creaks more than you think.",
        ],
        Beach => &[
            "From the cliff path.",
            "We were the second towel from the left.",
        ],
        City => &[
            "From the bridge, hands on the rail.",
            "The last ferry had just left.",
        ],
        Dunes => &[
            "Walked up for an hour, ran down in two minutes.",
            "Sand in everything.",
        ],
        Facade => &[
            "The fourth floor has the best light.",
            "Somebody waters these every morning.",
        ],
        Flower => &["Second flowering.", "Grown from the seed in the letter."],
        Forest => &["It smelt of rain.", "Nobody else on the path."],
        Hills => &[
            "Before anyone was up.",
            "Seven ridges, if you count the last one.",
        ],
        Lake => &["Not a breath of wind.", "Too cold to swim. We swam."],
        Lavender => &["You hear it before you see it: bees."],
        Lighthouse => &["Two hundred and six steps.", "Lit at nine, to the minute."],
        Meadow => &["Mown the week after."],
        MilkyWay => &["New moon.", "You could see it without the camera."],
        Rain => &[
            "Waiting for the tram.",
            "It rained for four days. Nobody minded.",
        ],
        Sea => &[
            "Last light.",
            "The boat came back at nine.",
            "Cold hands, good light.",
        ],
        Table => &["Breakfast, the second one.", "Market in the morning."],
        Vineyard => &["Two weeks before the harvest."],
        Waterfall => &[
            "Louder than it looks.",
            "Half a second, held against a tree.",
        ],
        WinterWood => &["Minus eleven.", "First snow."],
    }
}
