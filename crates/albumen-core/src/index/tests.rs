use std::sync::{Arc, Mutex};

use super::*;
use crate::events::CoreEvent;

struct Opened {
    index: Index,
    events: Events,
    _home: tempfile::TempDir,
}

fn opened() -> Opened {
    let home = tempfile::tempdir().unwrap();
    let events = Events::new();
    let index = Index::open(&home.path().join("index.db"), events.clone()).unwrap();
    Opened {
        index,
        events,
        _home: home,
    }
}

const SET: &str =
    "INSERT INTO settings VALUES ('a', 'b') ON CONFLICT DO UPDATE SET value = value || 'b'";

async fn value(index: &Index) -> Option<String> {
    let read = |db: &Connection| {
        let mut query = db.prepare("SELECT value FROM settings WHERE name = 'a'")?;
        Ok(query.query_map([], |row| row.get(0))?.next().transpose()?)
    };
    index.read(read).await.unwrap()
}

#[tokio::test]
async fn listeners_hear_of_a_change_after_its_commit_and_of_nothing_else() {
    let opened = opened();
    let mut events = opened.events.listen();
    opened
        .index
        .write(|tx| Ok(tx.execute(SET, [])?))
        .await
        .unwrap();
    assert!(matches!(events.try_recv(), Ok(CoreEvent::IndexChanged(_))));
    assert_eq!(
        value(&opened.index).await.as_deref(),
        Some("b"),
        "who hears of it can read it"
    );
    opened
        .index
        .write(|tx| Ok(tx.execute("DELETE FROM settings WHERE name = 'none'", [])?))
        .await
        .unwrap();
    opened
        .index
        .write_quietly(|tx| Ok(tx.execute(SET, [])?))
        .await
        .unwrap();
    opened
        .index
        .write_telling(|tx| Ok((tx.execute(SET, [])?, false)))
        .await
        .unwrap();
    assert!(
        events.try_recv().is_err(),
        "no row changed, or it was to be quiet"
    );
}

#[tokio::test]
async fn a_failed_write_leaves_nothing_and_the_writer_goes_on() {
    let opened = opened();
    let failed: Result<(), _> = opened
        .index
        .write(|tx| {
            tx.execute(SET, [])?;
            Err(IndexError::Damaged)
        })
        .await;
    assert!(matches!(failed, Err(IndexError::Damaged)));
    assert_eq!(value(&opened.index).await, None, "all or nothing");
    let index = opened.index.clone();
    let panicked = tokio::spawn(async move {
        index
            .write(|_| -> Result<(), _> { panic!("in the writer") })
            .await
    })
    .await;
    assert!(panicked.is_err(), "who asked learns of it");
    opened
        .index
        .write(|tx| Ok(tx.execute(SET, [])?))
        .await
        .unwrap();
    assert_eq!(
        value(&opened.index).await.as_deref(),
        Some("b"),
        "and nobody else does"
    );
}

#[tokio::test]
async fn a_large_write_stands_or_falls_by_itself() {
    let opened = opened();
    let (index, other) = (&opened.index, opened.index.clone());
    let failed = index.write_much(|tx| {
        tx.execute(SET, [])?;
        Err::<((), bool), _>(IndexError::Damaged)
    });
    let works = other.write(|tx| Ok(tx.query_row("SELECT 1", [], |row| row.get::<_, u8>(0))?));
    let (failed, works) = tokio::join!(failed, works);
    assert!(matches!(failed, Err(IndexError::Damaged)));
    assert_eq!(works.unwrap(), 1, "what waited beside it is done");
    assert_eq!(value(index).await, None, "nothing of it is left");
    let kept = index.write_much(|tx| Ok((tx.execute(SET, [])?, true)));
    assert_eq!(kept.await.unwrap(), 1);
    assert_eq!(value(index).await.as_deref(), Some("b"));
}

#[tokio::test]
async fn readers_do_not_wait_for_a_long_write() {
    let opened = opened();
    let (inside, is_inside) = tokio::sync::oneshot::channel();
    let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
    let may_go_on = Arc::new(Mutex::new(may_go_on));
    let index = opened.index.clone();
    let long = tokio::spawn(async move {
        index
            .write(move |tx| {
                tx.execute(SET, [])?;
                inside.send(()).unwrap();
                may_go_on.lock().unwrap().recv().unwrap();
                Ok(())
            })
            .await
    });
    is_inside.await.unwrap();
    assert_eq!(
        value(&opened.index).await,
        None,
        "what is not committed is not seen, and not waited for"
    );
    go_on.send(()).unwrap();
    long.await.unwrap().unwrap();
    assert_eq!(value(&opened.index).await.as_deref(), Some("b"));
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let opened = opened();
    let refused = opened.index.read(|db| Ok(db.execute(SET, [])?)).await;
    assert!(
        matches!(refused, Err(IndexError::ReadOnly { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_full_disk_is_told_apart_and_keeps_what_was_there() {
    let opened = opened();
    opened
        .index
        .write(|tx| Ok(tx.execute(SET, [])?))
        .await
        .unwrap();
    let full = opened
        .index
        .write(|tx| {
            // SQLite's own limit stands for the disk's: it fails in the same way.
            let pages: i64 = tx.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            tx.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
            tx.execute(
                "INSERT INTO settings VALUES ('large', zeroblob(0) || hex(randomblob(1000000)))",
                [],
            )?;
            Ok(())
        })
        .await;
    assert!(matches!(full, Err(IndexError::DiskFull)), "{full:?}");
    assert_eq!(value(&opened.index).await.as_deref(), Some("b"));
}

#[tokio::test]
async fn a_closed_index_says_so() {
    let opened = opened();
    opened.index.close().await;
    opened.index.close().await;
    assert!(matches!(
        opened.index.read(|_| Ok(())).await,
        Err(IndexError::Closed)
    ));
    assert!(matches!(
        opened.index.write(|_| Ok(())).await,
        Err(IndexError::Closed)
    ));
}

/// What the triggers on `media_items` keep: the same as counting.
#[tokio::test]
async fn days_count_what_is_shown_and_what_is_missing_whatever_happens_to_the_items() {
    let opened = opened();
    let check = |tx: &Transaction<'_>| {
        let counted = "SELECT connection_id, day, sum(missing_since_ms IS NULL), sum(missing_since_ms IS NOT NULL) \
            FROM media_items GROUP BY 1, 2";
        let kept = "SELECT connection_id, day, items, missing FROM days";
        let wrong: i64 = tx.query_row(
            &format!("SELECT count(*) FROM (SELECT * FROM ({kept} EXCEPT {counted}) UNION ALL SELECT * FROM ({counted} EXCEPT {kept}))"),
            [],
            |row| row.get(0),
        )?;
        let days: i64 = tx.query_row("SELECT count(*) FROM days", [], |row| row.get(0))?;
        Ok((wrong, days))
    };
    // A day has 86,400 seconds of 16,384 places.
    let steps = [
        "INSERT INTO connections (name, subject, email, account_name, client_id, client_kind, endpoint, scopes, signed_in_ms,
           secret_name) VALUES ('', 's', '', '', 'c', 'desktop', 'google', '', 0, 'n')",
        "INSERT INTO mime_types VALUES (1, 'image/jpeg')",
        "INSERT INTO media_items (connection_id, google_id, place, source, kind, file_name, mime_id, taken_ms, first_seen_ms,
           last_seen_ms) WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 30)
           SELECT 1, n, (1 << 48) + (n % 4) * 86400 * 16384 + n, 'api', 'photo', '', 1, 0, 0, 0 FROM n",
        "UPDATE media_items SET place = (1 << 48) + 86400 * 16384 + 100 + id WHERE id % 3 = 0",
        "UPDATE media_items SET missing_since_ms = 5 WHERE id % 5 = 0",
        "UPDATE media_items SET missing_since_ms = 6 WHERE id % 10 = 0",
        "UPDATE media_items SET place = (1 << 48) + 2 * 86400 * 16384 + 200 + id WHERE missing_since_ms IS NOT NULL",
        "UPDATE media_items SET missing_since_ms = NULL, place = (1 << 48) + 3 * 86400 * 16384 + 300 + id WHERE id % 10 = 0",
        "DELETE FROM media_items WHERE id < 15",
    ];
    for step in steps {
        let (wrong, _) = opened
            .index
            .write(move |tx| {
                tx.execute_batch(step)?;
                check(tx)
            })
            .await
            .unwrap();
        assert_eq!(wrong, 0, "after: {step}");
    }
    let gone = opened
        .index
        .write(move |tx| {
            tx.execute_batch("DELETE FROM connections")?;
            check(tx)
        })
        .await
        .unwrap();
    assert_eq!(gone, (0, 0), "a removed connection leaves no day behind");
}
