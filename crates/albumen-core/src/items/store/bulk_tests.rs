use super::*;

const CONNECTION: &str = "INSERT INTO connections (name, subject, email, account_name, client_id, client_kind, endpoint, scopes, \
    signed_in_ms, secret_name) VALUES ('', 's', '', '', 'c', 'desktop', 'google', '', 0, 'n')";
const KEY: ConnectionKey = ConnectionKey(1);

/// As Google tells of an item: ids of 76 letters, a page, a camera.
fn item(number: u64) -> MediaItem {
    let mix = |salt: u64| {
        let mixed = (number ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
    };
    let id = format!(
        "AGj1epU5{:016x}{:016x}{:016x}{:016x}{:04x}",
        mix(1),
        mix(2),
        mix(3),
        mix(4),
        mix(5) >> 48
    );
    let photo = google_photos::PhotoDetails {
        focal_length_mm: Some(4.25),
        aperture: Some(1.8),
        iso: Some(100),
        exposure_s: Some(0.008),
    };
    MediaItem {
        description: if number.is_multiple_of(50) {
            "A day by the sea".to_owned()
        } else {
            String::new()
        },
        product_url: format!("https://photos.google.com/lr/photo/{id}")
            .parse()
            .ok(),
        id: id.into(),
        base_url: None,
        mime_type: "image/jpeg".to_owned(),
        file_name: format!("IMG_{number:08}.jpg"),
        created: jiff::Timestamp::from_second(1_780_000_000 - i64::try_from(number).unwrap() * 600)
            .ok(),
        width_px: Some(4032),
        height_px: Some(3024),
        camera_make: Some("Nordlys".to_owned()),
        camera_model: Some(format!("N-{}", number % 7)),
        kind: google_photos::MediaKind::Photo(photo),
    }
}

fn write(db: &mut Connection, items: u64) {
    let mut bulk = Bulk::begin(db, KEY, |_| {}).unwrap();
    for start in (0..items).step_by(4_000) {
        let some: Vec<_> = (start..items.min(start + 4_000))
            .map(|number| (item(number), true))
            .collect();
        let tx = db.transaction().unwrap();
        assert!(bulk.keep(&tx, &some, 5).unwrap());
        tx.commit().unwrap();
    }
}

/// The size of the index without what the full text adds.
fn bytes_an_item(items: u64) -> u64 {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("index.db");
    let mut db = crate::index::open_for_tests(&path);
    db.execute_batch(CONNECTION).unwrap();
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let empty = std::fs::metadata(&path).unwrap().len();
    write(&mut db, items);
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    (std::fs::metadata(&path).unwrap().len() - empty) / items
}

#[test]
fn an_item_takes_little_room_in_the_index() {
    let bytes = bytes_an_item(20_000);
    println!("{bytes} bytes an item of 20,000, without full text");
    assert!(
        bytes <= 280,
        "{bytes} bytes; the full text has 70 more, and 350 is the bar"
    );
}

#[test]
#[ignore = "takes a while; prints a figure"]
fn how_much_room_an_item_takes_at_a_hundred_thousand() {
    let began = std::time::Instant::now();
    println!(
        "{} bytes an item of 100,000, without full text; {:.1} s",
        bytes_an_item(100_000),
        began.elapsed().as_secs_f64()
    );
}

#[test]
fn what_others_put_in_meanwhile_is_not_doubled() {
    let mut db = crate::index::memory();
    db.execute_batch(CONNECTION).unwrap();
    super::super::put(&db, KEY, &item(1), "api", 5).unwrap();
    let mut there = Vec::new();
    let mut bulk = Bulk::begin(&db, KEY, |id| there.push(id.to_owned())).unwrap();
    assert_eq!(there, [item(1).id.as_str()]);
    let tx = db.transaction().unwrap();
    super::super::put(&tx, KEY, &item(2), "uploaded", 6).unwrap();
    let came = [(item(0), true), (item(1), false), (item(2), true)];
    assert!(bulk.keep(&tx, &came, 7).unwrap());
    super::super::put(&tx, KEY, &item(4), "uploaded", 8).unwrap();
    assert!(bulk.keep(&tx, &[(item(3), true)], 9).unwrap());
    assert!(
        !bulk.keep(&tx, &[(item(4), true)], 9).unwrap(),
        "it is as it was"
    );
    let count = |sql: &str| tx.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM media_items"), 5);
    assert_eq!(count("SELECT sum(items) FROM days"), 5);
    assert_eq!(count("SELECT count(*) FROM page_urls"), 1);
    assert_eq!(
        count("SELECT count(*) FROM media_items WHERE source = 'uploaded'"),
        2,
        "nor forgotten from where it is"
    );
}

#[test]
fn items_of_one_moment_stand_side_by_side_however_many() {
    let mut db = crate::index::memory();
    db.execute_batch(CONNECTION).unwrap();
    let moment = item(0).created;
    let many: Vec<_> = (0..16_400)
        .map(|number| {
            (
                MediaItem {
                    created: moment,
                    ..item(number)
                },
                true,
            )
        })
        .collect();
    let mut bulk = Bulk::begin(&db, KEY, |_| {}).unwrap();
    let tx = db.transaction().unwrap();
    bulk.keep(&tx, &many, 5).unwrap();
    let (different, first, last): (i64, i64, i64) = tx
        .query_row(
            "SELECT count(DISTINCT place), min(place), max(place) FROM media_items",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    assert_eq!(
        (different, last - first),
        (16_400, 16_399),
        "a full second goes on in the next one"
    );
}
