//! How large and how fast the full text of a million items is. Run in release with
//! `cargo test --release -p albumen-core --lib search::measure -- --ignored --nocapture`; it prints and asserts nothing of time.

use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use rusqlite::{Connection, params};

use super::question::{self, Names};
use super::{days, language, store};
use crate::index;
use crate::items;
use crate::items::places;
use crate::view::ConnectionKey;

const TODAY: Date = date(2026, 11, 24);
const MARA: ConnectionKey = ConnectionKey(1);
const MILLION: i64 = 1_000_000;

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn file_name(numbers: &mut Numbers, number: i64, ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(ms).unwrap();
    match numbers.below(20) {
        0..9 => format!("IMG_{:04}.JPG", number % 10_000),
        9..15 => at.strftime("IMG_%Y%m%d_%H%M%S.jpg").to_string(),
        15..17 => format!(
            "{}{:03}.jpg",
            at.strftime("PXL_%Y%m%d_%H%M%S"),
            number % 1_000
        ),
        17..19 => format!("DSC{:05}.JPG", number % 100_000),
        _ => format!("{}{:04}.jpg", at.strftime("IMG-%Y%m%d-WA"), number % 1_000),
    }
}

fn description(numbers: &mut Numbers, words: &[String]) -> Option<String> {
    if numbers.below(12) > 0 {
        return None;
    }
    // Few words are in many texts, many words in few.
    let mut word = || {
        let most = 1 + numbers.below(words.len() as u64);
        words[usize::try_from(numbers.below(most)).unwrap()].clone()
    };
    Some((0..5).map(|_| word()).collect::<Vec<_>>().join(" "))
}

fn words() -> Vec<String> {
    let mut numbers = Numbers(7);
    let syllables = [
        "ba", "le", "ki", "to", "nu", "ra", "shi", "mo", "ve", "lin", "gar", "des",
    ];
    (0..6_000)
        .map(|_| {
            let length = 2 + numbers.below(3);
            (0..length)
                .map(|_| syllables[usize::try_from(numbers.below(12)).unwrap()])
                .collect()
        })
        .collect()
}

fn fill(db: &mut Connection, words: &[String]) {
    db.execute_batch(
        "INSERT INTO connections (id, name, subject, email, account_name, client_id, client_kind, endpoint, scopes, signed_in_ms, secret_name)
           VALUES (1, 'Mara', 's', 'm', 'M', 'c', 'desktop', 'google', '', 0, 'n');
         INSERT INTO mime_types VALUES (1, 'image/jpeg');",
    )
    .unwrap();
    for number in 1..=30 {
        db.execute(
            "INSERT INTO cameras VALUES (?1, 'Maker ' || (?1 % 7), 'Model ' || ?1)",
            [number],
        )
        .unwrap();
    }
    let mut numbers = Numbers(1);
    let tx = db.transaction().unwrap();
    {
        let mut insert = tx
            .prepare(
                "INSERT INTO media_items (connection_id, google_id, place, source, kind, file_name, mime_id, description, taken_ms,
                   width_px, height_px, camera_id, page_id, tones, first_seen_ms, last_seen_ms)
                 VALUES (1, ?, ?, 'api', ?, ?, 1, ?, ?, 4032, 3024, ?, NULL, x'102030405060', 1790000000000, 1790000000000)",
            )
            .unwrap();
        // As a first sync sees them: newest first.
        for number in 0..MILLION {
            let ms = 1_780_000_000_000
                - number * 600_000
                - i64::try_from(numbers.below(500_000)).unwrap();
            let id = format!(
                "AS{number:016x}{:015x}{:015x}{:08x}",
                numbers.below(u64::MAX >> 4),
                numbers.below(u64::MAX >> 4),
                number
            );
            let kind = if numbers.below(15) == 0 {
                "video"
            } else {
                "photo"
            };
            insert
                .execute(params![
                    id,
                    places::wish(MARA, ms),
                    kind,
                    file_name(&mut numbers, number, ms),
                    description(&mut numbers, words),
                    ms,
                    i64::try_from(1 + numbers.below(30)).unwrap(),
                ])
                .unwrap();
        }
        for album in 0..1_000_i64 {
            tx.execute(
                "INSERT INTO albums (id, connection_id, google_id, title, items, first_seen_ms, last_seen_ms) VALUES (?1, 1, 'a' || ?1, ?2, 300, 0, 0)",
                params![album, format!("{} {}", words[usize::try_from(album * 5).unwrap()], 2000 + album % 26)],
            )
            .unwrap();
            tx.execute(
                "INSERT INTO album_items SELECT ?1, id, id FROM media_items WHERE id BETWEEN ?1 * 900 + 1 AND ?1 * 900 + 300",
                [album],
            )
            .unwrap();
        }
    }
    tx.commit().unwrap();
}

fn sizes(db: &Connection) -> Vec<(String, i64)> {
    let mut query = db
        .prepare("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC")
        .unwrap();
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    format!(
        "p50 {:.2} ms, p95 {:.2} ms, longest {:.2} ms",
        at(50),
        at(95),
        at(100)
    )
}

#[test]
#[ignore = "a measure: takes a minute"]
fn a_million() {
    let home = tempfile::tempdir().unwrap();
    let mut db = index::file(&home.path().join("index.db"));
    let words = words();
    fill(&mut db, &words);
    let names = Names::open().unwrap();
    let began = Instant::now();
    let mut longest = Duration::ZERO;
    loop {
        let piece = Instant::now();
        let tx = db.transaction().unwrap();
        let read = store::read_piece(&tx, &names.tokens, 1_000).unwrap();
        tx.commit().unwrap();
        longest = longest.max(piece.elapsed());
        if read == 0 {
            break;
        }
    }
    println!(
        "all words read in {:.1} s, longest piece {:.0} ms",
        began.elapsed().as_secs_f64(),
        longest.as_secs_f64() * 1000.0
    );
    let (began, mut first, mut longest) = (Instant::now(), true, Duration::ZERO);
    loop {
        let step = Instant::now();
        let tx = db.transaction().unwrap();
        let more = store::tidy(&tx, first).unwrap();
        tx.commit().unwrap();
        longest = longest.max(step.elapsed());
        if !more {
            break;
        }
        first = false;
    }
    println!(
        "brought together in {:.1} s, longest step {:.0} ms",
        began.elapsed().as_secs_f64(),
        longest.as_secs_f64() * 1000.0
    );
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let all = sizes(&db);
    let million = MILLION as f64;
    for (name, bytes) in all.iter().filter(|(_, bytes)| *bytes > 500_000) {
        println!("  {name}: {:.1} bytes an item", *bytes as f64 / million);
    }
    let of_words: i64 = all
        .iter()
        .filter(|(name, _)| name.starts_with("words"))
        .map(|(_, bytes)| bytes)
        .sum();
    let file = std::fs::metadata(home.path().join("index.db"))
        .unwrap()
        .len();
    println!(
        "full text {:.1}, file {:.1} bytes an item",
        of_words as f64 / million,
        file as f64 / million
    );
    searches(&db, &names, &words);
}

fn searches(db: &Connection, names: &Names, words: &[String]) {
    let mut numbers = Numbers(3);
    let mut kinds: Vec<(&str, Vec<String>)> = vec![
        ("word", Vec::new()),
        ("two words", Vec::new()),
        ("beginning", Vec::new()),
        ("file name", Vec::new()),
        ("filters", Vec::new()),
    ];
    for number in 0..40 {
        let word = words[usize::try_from(numbers.below(2_000)).unwrap()].clone();
        let other = words[usize::try_from(numbers.below(500)).unwrap()].clone();
        let short: String = word.chars().take(2 + number % 4).collect();
        kinds[0].1.push(word.clone());
        kinds[1].1.push(format!("{word} {other}"));
        kinds[2].1.push(short);
        kinds[3]
            .1
            .push(format!("IMG_{:04}.JPG", numbers.below(10_000)));
        kinds[4]
            .1
            .push(format!("type:video {} {word}", 2008 + number % 18));
    }
    let mut everything = Vec::new();
    for (kind, texts) in &kinds {
        let times: Vec<Duration> = texts.iter().map(|text| first(db, names, text)).collect();
        println!("{kind}: {}", percentiles(times.clone()));
        everything.extend(times);
    }
    println!("all 200: {}", percentiles(everything));
    for text in [
        "img",
        "im",
        "i",
        "2012",
        "type:photo",
        "has:description",
        "no:description",
        "not:uploaded",
        "img type:video",
        "camera:model",
    ] {
        let time = first(db, names, text);
        let began = Instant::now();
        let parts = language::parse(text, TODAY);
        let question = question::compile(db, names, MARA, &parts).unwrap().question;
        let all = store::all(db, &question).unwrap();
        let segments = days::segments(&all);
        println!(
            "{text:?}: first {:.2} ms, whole {} places in {} segments {:.0} ms",
            time.as_secs_f64() * 1000.0,
            all.len(),
            segments.len(),
            began.elapsed().as_secs_f64() * 1000.0
        );
    }
    let times: Vec<Duration> = words.iter().step_by(700).map(|word| {
        let began = Instant::now();
        let mut query = db
            .prepare_cached("SELECT place FROM media_items WHERE file_name LIKE ?1 OR description LIKE ?1 ORDER BY place DESC LIMIT 200")
            .unwrap();
        let rows = query.query_map([format!("%{word}%")], |row| row.get::<_, i64>(0)).unwrap();
        assert!(rows.count() <= 200, "as many as are shown");
        began.elapsed()
    }).collect();
    println!("LIKE: {}", percentiles(times));
}

fn first(db: &Connection, names: &Names, text: &str) -> Duration {
    let began = Instant::now();
    let parts = language::parse(text, TODAY);
    let question = question::compile(db, names, MARA, &parts).unwrap().question;
    let state = store::state(db).unwrap();
    let fresh = store::fresh(db, &state, &question).unwrap();
    assert!(fresh.found.is_empty(), "all was read");
    let places = store::newest(db, &question, 201).unwrap();
    let tiles = items::at_places(db, &places).unwrap();
    assert_eq!(tiles.len(), places.len(), "each place has its tile");
    began.elapsed()
}
