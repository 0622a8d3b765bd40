//! The full text against a real index: what is found, and that it is the same before, while and after it is read.

use google_photos::Category;
use jiff::civil::{Date, date};
use rusqlite::{Connection, params};

use super::question::{self, Compiled, Names};
use super::{days, language, rules, store, suggest};
use crate::index;
use crate::items::places;
use crate::view::ConnectionKey;

const TODAY: Date = date(2026, 11, 24);
const MARA: ConnectionKey = ConnectionKey(1);

/// An item: Google's id, day of 2024 from 1 on, kind, file name, description, camera.
type Row<'a> = (&'a str, i64, &'a str, &'a str, Option<&'a str>, Option<i64>);

const ROWS: [Row<'_>; 8] = [
    (
        "boat",
        1,
        "photo",
        "IMG_1234.JPG",
        Some("A boat in the harbour"),
        Some(1),
    ),
    ("cafe", 32, "photo", "Café.jpg", None, Some(2)),
    (
        "film",
        33,
        "video",
        "VID_20240202_101010.mp4",
        Some("Harbor film"),
        None,
    ),
    ("shot", 60, "photo", "Screenshot20240229.png", None, None),
    (
        "dsc",
        153,
        "photo",
        "DSC00012.jpg",
        Some("Lofoten at night"),
        Some(1),
    ),
    ("gif", 154, "animation", "dance.gif", None, None),
    ("gone", 155, "photo", "IMG_1299.JPG", Some("harbour"), None),
    (
        "odd",
        156,
        "photo",
        "\u{6771}\u{4eac} trip.heic",
        None,
        None,
    ),
];

fn ms(day: i64) -> i64 {
    1_704_067_200_000 + (day - 1) * 86_400_000
}

fn library() -> Connection {
    let db = index::memory();
    db.execute_batch(
        "INSERT INTO connections (id, name, subject, email, account_name, client_id, client_kind, endpoint, scopes, signed_in_ms, secret_name)
           VALUES (1, 'Mara', 's', 'm', 'M', 'c', 'desktop', 'google', '', 0, 'n'), (2, 'Tomas', 't', 't', 'T', 'c', 'desktop', 'google', '', 0, 'm');
         INSERT INTO mime_types VALUES (1, 'image/jpeg');
         INSERT INTO cameras VALUES (1, 'Nikon', 'Nikon Z 6'), (2, 'Apple', 'iPhone 12');
         INSERT INTO albums (id, connection_id, google_id, title, items, first_seen_ms, last_seen_ms)
           VALUES (1, 1, 'a1', 'Lofoten in June', 2, 0, 0), (2, 1, 'a2', 'Harbour \u{2013} night', 1, 0, 0), (3, 2, 'a3', 'Lofoten', 1, 0, 0);",
    )
    .unwrap();
    for row in ROWS {
        add(&db, row, MARA);
    }
    add(
        &db,
        ("other", 1, "photo", "boat.jpg", None, None),
        ConnectionKey(2),
    );
    db.execute_batch(
        "UPDATE media_items SET missing_since_ms = 5 WHERE google_id = 'gone';
         UPDATE media_items SET source = 'uploaded' WHERE google_id IN ('boat', 'film');
         UPDATE media_items SET source = 'picked' WHERE google_id IN ('shot', 'cafe');
         INSERT INTO album_items SELECT 1, id, id FROM media_items WHERE google_id IN ('boat', 'gif');
         INSERT INTO album_items SELECT 2, 0, id FROM media_items WHERE google_id = 'film';",
    )
    .unwrap();
    db
}

fn add(db: &Connection, row: Row<'_>, connection: ConnectionKey) {
    let (id, day, kind, name, description, camera) = row;
    db.execute(
        "INSERT INTO media_items (connection_id, google_id, place, source, kind, file_name, mime_id, description, taken_ms, camera_id,
           first_seen_ms, last_seen_ms) VALUES (?, ?, ?, 'api', ?, ?, 1, ?, ?, ?, 0, 0)",
        params![connection.0, id, places::wish(connection, ms(day)), kind, name, description, ms(day), camera],
    )
    .unwrap();
}

fn compiled(db: &Connection, names: &Names, text: &str) -> Compiled {
    question::compile(db, names, MARA, &language::parse(text, TODAY)).unwrap()
}

/// Google's ids of what a text finds, newest first.
fn found(db: &Connection, names: &Names, text: &str) -> String {
    let question = compiled(db, names, text).question;
    let state = store::state(db).unwrap();
    let fresh = store::fresh(db, &state, &question).unwrap();
    assert!(!fresh.incomplete, "so little is looked through at once");
    let all = rules::corrected(
        store::all(db, &question).unwrap(),
        &fresh.stale,
        &fresh.found,
    );
    let enough = 3 + fresh.stale.len() as u64;
    let mut newest = rules::corrected(
        store::newest(db, &question, enough).unwrap(),
        &fresh.stale,
        &fresh.found,
    );
    newest.truncate(3);
    assert_eq!(
        newest,
        all[..all.len().min(3)],
        "{text}: the first of the same"
    );
    let id = |place: &i64| {
        db.query_row(
            "SELECT google_id FROM media_items WHERE place = ?",
            [place],
            |row| row.get::<_, String>(0),
        )
        .unwrap()
    };
    all.iter().map(id).collect::<Vec<_>>().join(" ")
}

fn read_all(db: &Connection, names: &Names, piece: u32) {
    while store::read_piece(db, &names.tokens, piece).unwrap() > 0 {}
    while store::drain(db, &names.tokens, piece).unwrap() > 0 {}
    let mut begin = true;
    while store::tidy(db, begin).unwrap() {
        begin = false;
    }
}

const CASES: [(&str, &str); 39] = [
    ("boat", "boat"),
    ("BOA", "boat"),
    ("1234", "boat"),
    ("img_1234.jpg", "boat"),
    ("IMG_12", "boat"),
    ("jpg", "odd dsc shot cafe boat"),
    ("cafe", "cafe"),
    ("caf\u{e9}", "cafe"),
    ("harbour", "film boat"),
    ("harb", "film boat"),
    ("harbor", "film"),
    ("harbour film", "film"),
    ("\"boat harbour\"", "boat"),
    ("lofoten", "gif dsc boat"),
    ("lofoten \"june\"", "gif boat"),
    ("screenshot", "shot"),
    ("20240229", "shot"),
    ("dsc00012", "dsc"),
    ("00012", "dsc"),
    ("iphone", "cafe"),
    ("\u{6771}", "odd"),
    ("a", "boat"),
    ("zzz", ""),
    ("type:video", "film"),
    ("type:photo", "odd dsc shot cafe boat"),
    ("type:video type:animation", "gif film"),
    ("album:lofoten", "gif boat"),
    ("album:\"lofoten in june\" type:photo", "boat"),
    ("camera:nikon", "dsc boat"),
    ("camera:\"nikon z 6\" lofoten", "dsc boat"),
    ("has:description", "dsc film boat"),
    ("no:description type:photo", "odd shot cafe"),
    ("is:uploaded", "film boat"),
    ("not:uploaded has:description", "dsc"),
    ("is:picked", "shot cafe"),
    ("is:picked is:uploaded", ""),
    ("february 2024", "shot film cafe"),
    ("february 2024 type:photo", "shot cafe"),
    ("from:2024-06 to:2024-06-02", "gif dsc"),
];

#[test]
fn what_is_found_is_the_same_before_while_and_after_it_is_read() {
    let (db, names) = (library(), Names::open().unwrap());
    let check = |when: &str| {
        for (text, expected) in CASES {
            assert_eq!(found(&db, &names, text), expected, "{text:?} {when}");
        }
        assert_eq!(found(&db, &names, ""), "odd gif dsc shot film cafe boat");
        assert_eq!(found(&db, &names, "is:uploaded not:uploaded"), "");
    };
    check("before anything was read");
    store::read_piece(&db, &names.tokens, 4).unwrap();
    check("half way");
    read_all(&db, &names, 4);
    assert!(store::state(&db).unwrap().all_read());
    check("when all was read");
}

#[test]
fn what_changes_is_found_by_what_it_is_now() {
    let (db, names) = (library(), Names::open().unwrap());
    read_all(&db, &names, 1_000);
    let changes = [
        (
            "UPDATE media_items SET description = 'Seagulls' WHERE google_id = 'boat'",
            "seagull",
            "boat",
        ),
        (
            "UPDATE media_items SET file_name = 'x.jpg' WHERE google_id = 'boat'",
            "1234",
            "",
        ),
        (
            "UPDATE media_items SET missing_since_ms = NULL WHERE google_id = 'gone'",
            "1299",
            "gone",
        ),
        (
            "UPDATE media_items SET missing_since_ms = 7 WHERE google_id = 'cafe'",
            "cafe",
            "",
        ),
        (
            "UPDATE media_items SET place = place + 16384 WHERE google_id = 'dsc'",
            "lofoten night",
            "dsc",
        ),
        (
            "DELETE FROM media_items WHERE google_id = 'film'",
            "type:video",
            "",
        ),
        (
            "DELETE FROM album_items WHERE album_id = 1",
            "album:lofoten",
            "",
        ),
        (
            "INSERT INTO album_items SELECT 2, 7, id FROM media_items WHERE google_id = 'odd'",
            "night",
            "odd dsc",
        ),
        (
            "UPDATE albums SET title = 'Seas' WHERE id = 2",
            "seas",
            "odd",
        ),
        (
            "UPDATE media_items SET source = 'uploaded' WHERE google_id = 'odd'",
            "is:uploaded",
            "odd boat",
        ),
        (
            "UPDATE media_items SET camera_id = 1 WHERE google_id = 'shot'",
            "camera:nikon",
            "dsc shot boat",
        ),
    ];
    for (change, text, expected) in changes {
        db.execute_batch(change).unwrap();
        assert_eq!(found(&db, &names, text), expected, "at once after {change}");
        let todo = store::state(&db).unwrap().todo;
        assert!(todo > 0 || change.contains("albums SET"), "noted: {change}");
        read_all(&db, &names, 1_000);
        assert_eq!(store::state(&db).unwrap().todo, 0);
        assert_eq!(
            found(&db, &names, text),
            expected,
            "and when it was read: {change}"
        );
    }
    db.execute_batch("DELETE FROM connections").unwrap();
    read_all(&db, &names, 3);
    let left: i64 = db
        .query_row("SELECT count(*) FROM words_docsize", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0, "a removed connection leaves no words behind");
}

#[test]
fn nothing_is_noted_of_what_was_not_read_yet() {
    let db = library();
    assert_eq!(
        store::state(&db).unwrap().todo,
        0,
        "a first sync of a million is not held up by notes"
    );
}

#[test]
fn a_new_item_with_the_number_of_a_deleted_one_is_read() {
    let (db, names) = (library(), Names::open().unwrap());
    read_all(&db, &names, 1_000);
    db.execute_batch("DELETE FROM media_items WHERE id = (SELECT max(id) FROM media_items)")
        .unwrap();
    add(&db, ("new", 200, "photo", "walrus.jpg", None, None), MARA);
    read_all(&db, &names, 1_000);
    assert_eq!(
        found(&db, &names, "walrus"),
        "new",
        "SQLite gives the number again"
    );
}

#[test]
fn a_filter_that_names_nothing_is_left_out_and_told() {
    let (db, names) = (library(), Names::open().unwrap());
    let compiled = compiled(&db, &names, "album:lofotn boat foo:bar");
    assert_eq!(compiled.known, [false, true, true]);
    assert_eq!(compiled.notes.len(), 2, "{:?}", compiled.notes);
    assert_eq!(found(&db, &names, "album:lofotn boat"), "boat");
}

#[test]
fn a_text_without_a_letter_or_digit_is_left_out_and_told() {
    let (db, names) = (library(), Names::open().unwrap());
    for text in ["\u{1f382}", "!!!", "'", "%", "*"] {
        let compiled = compiled(&db, &names, &format!("{text} boat"));
        assert_eq!(compiled.known, [false, true], "{text}");
        let [note] = compiled.notes.as_slice() else {
            panic!("{text}: {:?}", compiled.notes);
        };
        assert!(note.contains(text), "{note}");
    }
    for text in ["\"", "\"\"", "\" \" boat"] {
        assert!(
            compiled(&db, &names, text).notes.is_empty(),
            "only begun: {text}"
        );
    }
}

#[test]
fn nobody_types_a_sign() {
    let (db, names) = (library(), Names::open().unwrap());
    for sign in [super::marks::album(1), super::marks::camera(1)] {
        assert_eq!(
            found(&db, &names, &sign),
            found(&db, &names, ""),
            "it is no word at all"
        );
    }
}

#[test]
fn another_connection_has_its_own_words() {
    let (db, names) = (library(), Names::open().unwrap());
    read_all(&db, &names, 1_000);
    let parts = language::parse("boat", TODAY);
    let question = question::compile(&db, &names, ConnectionKey(2), &parts)
        .unwrap()
        .question;
    let places = store::all(&db, &question).unwrap();
    assert_eq!(places, [places::wish(ConnectionKey(2), ms(1))]);
    assert_eq!(days::segments(&places)[0].key, "2024-01-01");
}

fn labels(text: &str, db: &Connection, names: &Names) -> Vec<String> {
    let caret = u32::try_from(text.encode_utf16().count()).unwrap();
    let ways = suggest::suggestions(db, names, MARA, text, caret).unwrap();
    assert!(ways.len() <= 8, "a short list");
    ways.into_iter()
        .map(|way| format!("{} = {}", way.label, way.text))
        .collect()
}

#[test]
fn ways_to_go_on_come_from_the_library() {
    let (db, names) = (library(), Names::open().unwrap());
    read_all(&db, &names, 1_000);
    let first = |text: &str| {
        labels(text, &db, &names)
            .into_iter()
            .next()
            .unwrap_or_default()
    };
    assert_eq!(
        first("boat lof"),
        "Lofoten in June = boat album:\"Lofoten in June\""
    );
    assert_eq!(
        first("album:har"),
        "Harbour \u{2013} night = album:\"Harbour \u{2013} night\""
    );
    assert_eq!(
        first("camera:iph"),
        "Apple iPhone 12 = camera:\"Apple iPhone 12\""
    );
    assert_eq!(first("category:fo"), "Food = category:food");
    assert_eq!(first("feb"), "February 2024 = february 2024");
    assert_eq!(first("june 20"), "2024 = june 2024");
    assert_eq!(first("ty"), "Videos = type:video");
    assert_eq!(
        first("last su"),
        "",
        "two words are not one: the date is read as it stands"
    );
    assert!(labels("scree", &db, &names).contains(&"screenshot = screenshot".to_owned()));
    assert!(labels("", &db, &names).contains(&"Favorites = is:favorite".to_owned()));
    assert_eq!(Category::ALL.len(), 26, "all of them can be asked for");
}

#[test]
fn an_answer_of_google_is_kept_and_replaced() {
    let db = library();
    let ids = |wanted: &str| {
        let mut query = db
            .prepare(&format!(
                "SELECT id FROM media_items WHERE google_id IN ({wanted})"
            ))
            .unwrap();
        let ids = query
            .query_map([], |row| row.get(0).map(crate::view::ItemKey))
            .unwrap();
        ids.collect::<Result<Vec<_>, _>>().unwrap()
    };
    store::keep_list(&db, MARA, "FOOD", &ids("'boat', 'cafe', 'gone'"), 5).unwrap();
    let list = store::list(&db, MARA, "FOOD").unwrap().unwrap();
    assert_eq!(list.asked_ms, 5);
    assert_eq!(
        store::places_of(&db, list.id).unwrap(),
        [places::wish(MARA, ms(32)), places::wish(MARA, ms(1))],
        "newest first, without what is missing"
    );
    store::keep_list(&db, MARA, "FOOD", &ids("'dsc'"), 9).unwrap();
    let list = store::list(&db, MARA, "FOOD").unwrap().unwrap();
    assert_eq!(
        (list.asked_ms, store::places_of(&db, list.id).unwrap().len()),
        (9, 1)
    );
    assert_eq!(store::list(&db, ConnectionKey(2), "FOOD").unwrap(), None);
}
