//! Files as released versions left them. They are made by the schemas that were released, never by today's code.

use rstest::rstest;

use super::*;

/// The steps of released versions, oldest first.
const RELEASED: [&str; 4] = [
    include_str!("schema/0001_first.sql"),
    include_str!("schema/0002_uploads.sql"),
    include_str!("schema/0003_plans.sql"),
    include_str!("schema/0004_folders.sql"),
];

/// Photos that were uploaded and photos that were seen, in an album with a link, with a picture in the cache, a queue that
/// was not finished. One photo is older than the clock, three are of the same moment, one is missing.
const LEFT: &str = "
    INSERT INTO connections (id, name, subject, email, account_name, client_id, client_kind, endpoint, scopes, signed_in_ms, secret_name)
      VALUES (1, 'Mara', 's', 'm@example.com', 'Mara', 'c', 'desktop', 'google', '', 0, 'n'),
             (2, 'Ole', 't', 'o@example.com', 'Ole', 'c', 'desktop', 'google', '', 0, 'm');
    INSERT INTO media_items (id, connection_id, google_id, source, kind, file_name, mime_type, description, taken_ms, day, width_px,
        height_px, camera_make, camera_model, focal_length_mm, iso, video_state, product_url, content_hash, local_path,
        size_bytes, tones, first_seen_ms, last_seen_ms, missing_since_ms)
      VALUES (1, 1, 'up', 'uploaded', 'photo', 'a.jpg', 'image/jpeg', 'Rain', 0, '1970-01-01', 40, 30, 'Canon', 'EOS', 35.0, 200,
                NULL, 'https://photos.example/lr/photo/up?x=1', x'aa', '/a.jpg', 7, '#0a0b0c#ff0001', 5, 6, NULL),
             (2, 1, 'seen', 'api', 'photo', 'b.jpg', 'image/jpeg', NULL, 0, '1970-01-01', NULL, NULL, NULL, 'EOS', NULL, NULL,
                NULL, NULL, NULL, NULL, NULL, NULL, 5, 6, NULL),
             (7, 1, 'old', 'api', 'video', 'c.mp4', 'video/mp4', NULL, -1, '1969-12-31', NULL, NULL, NULL, NULL, NULL, NULL,
                'processing', NULL, NULL, NULL, NULL, NULL, 5, 6, NULL),
             (8, 1, 'gone', 'api', 'photo', 'd.jpg', 'image/jpeg', NULL, 0, '1970-01-01', NULL, NULL, NULL, NULL, NULL, NULL,
                NULL, NULL, NULL, NULL, NULL, NULL, 5, 6, 9),
             (9, 2, 'up', 'api', 'photo', 'e.jpg', 'image/heic', NULL, 1500, '1970-01-01', NULL, NULL, NULL, NULL, NULL, NULL,
                NULL, 'https://photos.example/p/up', NULL, NULL, NULL, NULL, 5, 6, NULL),
             (10, 2, 'far', 'api', 'photo', 'f.jpg', 'image/heic', NULL, -90000000000000, '-000882-01-07', NULL, NULL, NULL, NULL, NULL, NULL,
                NULL, NULL, NULL, NULL, NULL, NULL, 5, 6, NULL);
    INSERT INTO albums (id, connection_id, google_id, title, items, listed_items, first_seen_ms, last_seen_ms)
      VALUES (1, 1, 'album', 'Lakes', 2, 2, 5, 6);
    INSERT INTO album_items VALUES (1, 0, 7), (1, 1, 1);
    INSERT INTO links (album_id, url, lane, state, made_ms) VALUES (1, 'https://photos.example/s', 'browser', 'alive', 5);
    INSERT INTO thumbnails VALUES (1, 'up', 256, 'local', 100, 5, 6);
    INSERT INTO syncs (connection_id, full_look_ms) VALUES (1, 4);
    INSERT INTO upload_batches (id, connection_id, made_ms) VALUES (1, 1, 0);
    INSERT INTO uploads (batch_id, connection_id, path, file_name, size_bytes, modified_ms, stage, reason, sent_bytes, changed_ms)
      VALUES (1, 1, '/c.jpg', 'c.jpg', 10, 0, 'hashed', NULL, 0, 0),
             (1, 1, '/d.jpg', 'd.jpg', 20, 0, 'failed', 'damaged', 0, 0),
             (1, 1, '/e.jpg', 'e.jpg', 30, 0, 'failed', 'damaged', 0, 0);";

/// A file of the schema of that number. The data was there from the first one on.
fn left_by_schema(number: usize, path: &std::path::Path) {
    let db = Connection::open(path).unwrap();
    db.execute_batch(RELEASED[0]).unwrap();
    db.execute_batch(LEFT).unwrap();
    for step in &RELEASED[1..number] {
        db.execute_batch(step).unwrap();
    }
    db.pragma_update(None, "user_version", number as u32)
        .unwrap();
}

/// The rows that a query gives, each as one text.
async fn rows(index: &Index, sql: &'static str) -> Vec<String> {
    let read = move |db: &Connection| {
        let mut query = db.prepare(sql)?;
        let columns = query.column_count();
        let rows = query.query_map([], |row| {
            let cells: rusqlite::Result<Vec<String>> = (0..columns)
                .map(|column| {
                    use rusqlite::types::ValueRef;
                    Ok(match row.get_ref(column)? {
                        ValueRef::Null => "-".to_owned(),
                        ValueRef::Integer(number) => number.to_string(),
                        ValueRef::Real(number) => number.to_string(),
                        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                        ValueRef::Blob(bytes) => format!("{bytes:02x?}"),
                    })
                })
                .collect();
            Ok(cells?.join(" "))
        })?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    };
    index.read(read).await.unwrap()
}

#[rstest]
#[tokio::test]
async fn a_file_of_a_released_schema_keeps_everything(#[values(1, 2, 3, 4)] schema: usize) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("index.db");
    left_by_schema(schema, &path);
    let index = Index::open(&path, Events::new()).unwrap();

    let items = "SELECT m.id, connection_id, google_id, source, kind, file_name, mime_types.name, description, taken_ms, day,
        width_px, height_px, make, model, focal_length_mm, iso, video_state, replace(pattern, '{id}', google_id),
        hex(content_hash), local_path, size_bytes, hex(tones), first_seen_ms, last_seen_ms, missing_since_ms
        FROM media_items m JOIN mime_types ON mime_types.id = mime_id LEFT JOIN cameras ON cameras.id = camera_id
        LEFT JOIN page_urls ON page_urls.id = page_id ORDER BY m.id";
    assert_eq!(
        rows(&index, items).await,
        [
            "1 1 up uploaded photo a.jpg image/jpeg Rain 0 1970-01-01 40 30 Canon EOS 35 200 - \
             https://photos.example/lr/photo/up?x=1 AA /a.jpg 7 0A0B0CFF0001 5 6 -",
            "2 1 seen api photo b.jpg image/jpeg - 0 1970-01-01 - -  EOS - - - -  - -  5 6 -",
            "7 1 old api video c.mp4 video/mp4 - -1 1969-12-31 - - - - - - processing -  - -  5 6 -",
            "8 1 gone api photo d.jpg image/jpeg - 0 1970-01-01 - - - - - - - -  - -  5 6 9",
            "9 2 up api photo e.jpg image/heic - 1500 1970-01-01 - - - - - - - https://photos.example/p/up  - -  5 6 -",
            "10 2 far api photo f.jpg image/heic - -5364662400000 1800-01-01 - - - - - - - -  - -  5 6 -",
        ],
        "each item with all that is known of it"
    );
    assert_eq!(
        rows(
            &index,
            "SELECT google_id FROM media_items ORDER BY place DESC"
        )
        .await,
        ["up", "far", "gone", "seen", "up", "old"],
        "by connection and time, those of the same moment in the order in which they came"
    );
    assert_eq!(
        rows(
            &index,
            "SELECT connection_id, day, items, missing FROM days ORDER BY 1, 2"
        )
        .await,
        [
            "1 1969-12-31 1 0",
            "1 1970-01-01 2 1",
            "2 1800-01-01 1 0",
            "2 1970-01-01 1 0"
        ],
    );
    assert_eq!(
        rows(
            &index,
            "SELECT position, item_id FROM album_items ORDER BY position"
        )
        .await,
        ["0 7", "1 1"],
        "albums hold what they held"
    );
    assert_eq!(rows(&index, "SELECT album_id FROM links").await, ["1"]);
    assert_eq!(
        rows(&index, "SELECT google_id, bytes FROM thumbnails").await,
        ["up 100"]
    );
    assert_eq!(rows(&index, "SELECT full_look_ms FROM syncs").await, ["4"]);
    assert_eq!(
        rows(
            &index,
            "SELECT google_id, path, size_bytes, sent_ms, last_seen_ms FROM ledger"
        )
        .await,
        ["up /a.jpg 7 5 -"],
        "what went up is on record, and only that"
    );
    assert_eq!(
        rows(
            &index,
            "SELECT stage, files, bytes FROM upload_sums ORDER BY stage"
        )
        .await,
        ["failed 2 50", "hashed 1 10"],
        "the queue that was there is counted"
    );
}

#[tokio::test]
async fn what_leaves_an_index_of_a_released_schema_leaves_as_it_does_in_a_new_one() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("index.db");
    left_by_schema(4, &path);
    let index = Index::open(&path, Events::new()).unwrap();
    index
        .write(|tx| Ok(tx.execute("DELETE FROM media_items WHERE connection_id = 1", [])?))
        .await
        .unwrap();
    assert_eq!(
        rows(&index, "SELECT last_seen_ms FROM ledger").await,
        ["6"],
        "an item that leaves the index leaves behind when it was last seen"
    );
    assert_eq!(
        rows(&index, "SELECT count(*) FROM album_items").await,
        ["0"],
        "no album holds it"
    );
    assert_eq!(
        rows(&index, "SELECT count(*) FROM days").await,
        ["2"],
        "its days are gone"
    );
}

#[tokio::test]
async fn a_file_whose_rows_name_what_is_not_there_is_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("index.db");
    left_by_schema(4, &path);
    let db = Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA foreign_keys = off; INSERT INTO album_items VALUES (1, 2, 4711)")
        .unwrap();
    drop(db);
    assert!(matches!(
        Index::open(&path, Events::new()).map(|_| ()),
        Err(IndexError::Damaged)
    ));
    let db = Connection::open(&path).unwrap();
    let version: u32 = db
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 4, "all steps or none");
}
