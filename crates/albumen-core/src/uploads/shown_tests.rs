use rusqlite::StatementStatus;

use super::*;
use crate::events::Events;
use crate::index::Index;
use crate::uploads::pieces;

/// The only connection.
const OF: ConnectionKey = ConnectionKey(1);

/// A queue of so many rows, a tenth of each kind, with albums and media items as they would be.
async fn queue_of(rows: u32) -> (Index, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    let index = Index::open(&home.path().join("index.db"), Events::new()).unwrap();
    let fill = format!(
        "INSERT INTO connections (id, name, subject, email, account_name, client_id, client_kind, endpoint, scopes, \
           signed_in_ms, secret_name) VALUES (1, 'a', 'a', 'a', 'a', 'a', 'desktop', 'google', '', 0, 'a');
         INSERT INTO upload_batches VALUES (1, 1, NULL, 0);
         WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows} - 1)
         INSERT INTO uploads (batch_id, connection_id, path, file_name, size_bytes, modified_ms, stage, reason, google_item_id, \
           changed_ms)
         SELECT 1, 1, '/photos/' || n || '.jpg', n || '.jpg', 1000, 0, \
           CASE n % 10 WHEN 0 THEN 'found' WHEN 1 THEN 'hashed' WHEN 2 THEN 'sending' WHEN 3 THEN 'creating' \
             WHEN 4 THEN 'done' WHEN 5 THEN 'skipped' WHEN 6 THEN 'skipped' WHEN 7 THEN 'cancelled' ELSE 'failed' END, \
           CASE n % 10 WHEN 5 THEN 'already_there' WHEN 6 THEN 'empty' WHEN 8 THEN 'damaged' WHEN 9 THEN 'refused' END, \
           CASE n % 10 WHEN 4 THEN 'item' || n END, 0 FROM numbers;"
    );
    index
        .write(move |tx| Ok(tx.execute_batch(&fill)?))
        .await
        .unwrap();
    (index, home)
}

/// Steps that SQLite took in the one query of `work`.
fn steps(
    db: &Connection,
    sql: &str,
    work: impl FnOnce(&Connection) -> Result<(), IndexError>,
) -> Result<i32, IndexError> {
    db.prepare_cached(sql)?
        .reset_status(StatementStatus::VmStep);
    work(db)?;
    let query = db.prepare_cached(sql)?;
    assert_eq!(
        query.get_status(StatementStatus::Sort),
        0,
        "nothing is gathered to be sorted: {sql}"
    );
    Ok(query.get_status(StatementStatus::VmStep))
}

/// What it costs to show the queue: its sums, and the first rows of each section.
async fn cost(rows_in_all: u32) -> Vec<i32> {
    let (index, _home) = queue_of(rows_in_all).await;
    let read = index.read(|db| {
        let mut costs = vec![steps(db, SUMS, |db| sections(db, OF).map(drop))?];
        for (section, _) in SECTIONS {
            for reason in [None, Some("damaged"), Some("empty")] {
                let sql = rows_sql(section, reason.is_some());
                let piece = (0, 5);
                costs.push(steps(db, &sql, |db| {
                    rows(db, OF, section, reason, piece, &UnderWay::default()).map(drop)
                })?);
            }
        }
        Ok(costs)
    });
    read.await.unwrap()
}

#[tokio::test]
async fn what_is_shown_of_a_hundred_thousand_rows_costs_what_a_hundred_cost() {
    let (few, many) = (cost(100).await, cost(100_000).await);
    for (few, many) in few.iter().zip(&many) {
        // A deeper tree takes no more steps of SQLite's; a scan would take thousands.
        assert!(*many <= few + 20, "{few} steps became {many}");
    }
}

#[tokio::test]
async fn the_rows_of_a_section_are_all_there_once_and_in_order() {
    let (index, _home) = queue_of(1_000).await;
    let read = index.read(|db| {
        for (section, _) in SECTIONS {
            let mut keys = Vec::new();
            for offset in (0..).step_by(70) {
                let none = UnderWay::default();
                let piece = rows(db, OF, section, None, (offset, 70), &none)?;
                if piece.is_empty() {
                    break;
                }
                keys.extend(piece.into_iter().map(|row| row.key));
            }
            let found = sections(db, OF)?;
            let files = found.iter().filter(|one| one.kind == section);
            let files: u32 = files.map(|one| one.files).sum();
            assert_eq!(keys.len(), files as usize, "{section:?}");
            let mut sorted = keys.clone();
            sorted.sort();
            sorted.dedup();
            assert_eq!(sorted.len(), keys.len(), "no row twice in {section:?}");
            if matches!(
                section,
                UploadSectionKind::UnderWay | UploadSectionKind::Waiting
            ) {
                assert_eq!(keys, sorted, "in the order of the queue");
            }
            if matches!(
                section,
                UploadSectionKind::Done | UploadSectionKind::Cancelled
            ) {
                sorted.reverse();
                assert_eq!(keys, sorted, "the last first");
            }
        }
        Ok(())
    });
    read.await.unwrap();
}

#[tokio::test]
async fn a_piece_that_the_person_moves_costs_the_same_in_any_queue() {
    let sql = pieces::NEXT;
    let mut costs = Vec::new();
    for rows_in_all in [10_000, 100_000] {
        let (index, _home) = queue_of(rows_in_all).await;
        let read = index.read(move |db| {
            steps(db, sql, |db| {
                let failed = UploadSectionKind::Failed;
                let piece = pieces::next(db, OF, failed, Some("refused"), UploadKey(5_000))?;
                assert_eq!(piece.len(), pieces::PIECE as usize);
                Ok(())
            })
        });
        costs.push(read.await.unwrap());
    }
    assert_eq!(costs[0], costs[1], "the index leads to the piece");
}

#[tokio::test]
async fn full_albums_are_named_without_looking_at_their_files() {
    let mut costs = Vec::new();
    for rows_in_all in [1_000, 10_000] {
        let (index, _home) = queue_of(rows_in_all).await;
        let hold = "INSERT INTO albums (id, connection_id, title, first_seen_ms, last_seen_ms) \
              VALUES (1, 1, 'Fjord', 0, 0), (2, 1, 'City', 0, 0);
            UPDATE uploads SET hold = 'album_full', album_id = 1 + id / 10 % 2 WHERE stage = 'hashed';
            UPDATE uploads SET hold = 'disk', album_id = 1 WHERE stage = 'found';";
        index
            .write(move |tx| Ok(tx.execute_batch(hold)?))
            .await
            .unwrap();
        let read = index.read(move |db| {
            let cost = steps(db, FULL_ALBUMS, |db| {
                let titles: Vec<_> = full_albums(db, OF)?
                    .into_iter()
                    .map(|full| full.title)
                    .collect();
                assert_eq!(titles, ["Fjord", "City"]);
                Ok(())
            })?;
            let none = UnderWay::default();
            let held = rows(db, OF, UploadSectionKind::Waiting, None, (0, 2), &none)?;
            let words: Vec<_> = held
                .iter()
                .map(|row| row.reason.as_deref().unwrap_or_default())
                .collect();
            assert!(
                words[0].contains("Connect its disk") && words[1].contains("album is full"),
                "{words:?}"
            );
            Ok(cost)
        });
        costs.push(read.await.unwrap());
    }
    assert_eq!(costs[0], costs[1], "the index leads from album to album");
}

#[test]
fn the_time_left_is_told_only_while_bytes_move() {
    assert_eq!(left_ms(10_000_000, 2_000_000), Some(5_000));
    assert_eq!(left_ms(10_000_000, 0), None, "nothing moves");
    assert_eq!(left_ms(0, 2_000_000), None, "nothing is left to send");
    assert_eq!(
        left_ms(u64::MAX, 1),
        None,
        "a time beyond all calendars is not told"
    );
}
