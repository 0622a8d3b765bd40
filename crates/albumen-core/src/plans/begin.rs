//! A plan goes into the queue: first every file gets its place and its album in one transaction, then the files move over in
//! pieces. A process that dies in between goes on with what is left, or has started nothing.

use rusqlite::{Connection, Transaction, named_params, params};

use super::rules;
use super::shown;
use super::store;
use crate::albums;
use crate::index::IndexError;
use crate::uploads::skip_words;
use crate::view::{AlbumKey, ConnectionKey, LeftOut, MissingDates, PlanKey, PlanOptions};

/// Files that move over in one transaction.
const PIECE: i64 = 1_000;
/// Files that stay out that are named at once; the queue lists them all.
const NAMED: u32 = 200;

/// Gives every file of a plan its place in the queue and its album. Nothing is in the queue yet. Gives false where the plan
/// was started before. With `agreed` an album that is full goes on in another; else the queue asks when it comes to that.
pub fn arrange(
    tx: &Transaction<'_>,
    plan: PlanKey,
    agreed: bool,
    now_ms: i64,
) -> Result<bool, IndexError> {
    let Some((of, options, state)) = store::plan(tx, plan)? else {
        return Ok(false);
    };
    if state != "open" {
        return Ok(false);
    }
    let mut albums = Vec::new();
    for share in shown::shares(tx, plan)? {
        let more = rules::goes_on(share.used_items, share.new_files + share.adds);
        let parts = if agreed { more + 1 } else { 1 };
        let mut keys = Vec::new();
        for part in 1..=parts {
            keys.push(match (part, share.uses) {
                (1, Some(used)) => used,
                _ => albums::wish(tx, of, &rules::part_title(&share.title, part), now_ms)?,
            });
        }
        albums.push((
            share.key.0,
            Filling {
                keys,
                room: rules::ITEMS_AN_ALBUM.saturating_sub(share.used_items),
            },
        ));
    }
    let one_album = match albums.as_slice() {
        [(_, filling)] => filling.keys.first().copied(),
        _ => None,
    };
    tx.execute(
        "INSERT INTO upload_batches (connection_id, album_id, made_ms) VALUES (?, ?, ?)",
        params![of.0, one_album.map(|album| album.0), now_ms],
    )?;
    let batch = tx.last_insert_rowid();
    place_all(tx, plan, &options, albums.into_iter().collect())?;
    tx.execute(
        "UPDATE plans SET state = 'starting', batch_id = ? WHERE id = ?",
        params![batch, plan.0],
    )?;
    Ok(true)
}

/// The albums into which the files of one album of a plan go, one after the other as they fill up.
struct Filling {
    keys: Vec<AlbumKey>,
    room: u64,
}

impl Filling {
    fn next(&mut self) -> Option<AlbumKey> {
        if self.room == 0 && self.keys.len() > 1 {
            self.keys.remove(0);
            self.room = rules::ITEMS_AN_ALBUM;
        }
        self.room = self.room.saturating_sub(1);
        self.keys.first().copied()
    }
}

fn place_all(
    tx: &Transaction<'_>,
    plan: PlanKey,
    options: &PlanOptions,
    mut albums: std::collections::HashMap<i64, Filling>,
) -> Result<(), IndexError> {
    // What has the bytes of another row goes into the queue as well: should that one fail, this one takes its place. Else the
    // queue finds it there already, which costs nothing where both go into the same album.
    let mut files = tx.prepare_cached(
        "SELECT file.id, folder.album_id, file.verdict = 'out' OR (file.verdict = 'doubled' AND EXISTS ( \
             SELECT 1 FROM plan_files first JOIN plan_folders at ON at.id = first.folder_id \
             WHERE first.plan_id = :plan AND first.content_hash = file.content_hash AND first.left_out = 0 \
               AND first.id <> file.id AND at.album_id IS folder.album_id \
               AND (first.verdict <> 'doubled' OR first.id < file.id))) \
         FROM plan_files file \
         JOIN plan_folders folder ON folder.id = file.folder_id \
         WHERE file.plan_id = :plan AND file.left_out = 0 \
         ORDER BY folder.album_id IS NULL, folder.album_id, \
           coalesce(file.order_ms, iif(:names, file.name_ms, NULL), iif(:times AND file.modified_ns > 0, file.modified_ns / 1000000, NULL)) IS NULL, \
           coalesce(file.order_ms, iif(:names, file.name_ms, NULL), iif(:times AND file.modified_ns > 0, file.modified_ns / 1000000, NULL)), \
           file.order_key, file.path",
    )?;
    let (names, times) = sources(options.dates);
    let mut rows =
        files.query(named_params! { ":plan": plan.0, ":names": names, ":times": times })?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO plan_queue (plan_id, place, file_id, album_id) VALUES (?, ?, ?, ?)",
    )?;
    let mut place = 0;
    while let Some(row) = rows.next()? {
        let (file, album): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
        let takes_no_room: bool = row.get(2)?;
        let album = match album.and_then(|album| albums.get_mut(&album)) {
            Some(filling) if takes_no_room => filling.keys.first().copied(),
            Some(filling) => filling.next(),
            None => None,
        };
        place += 1;
        insert.execute(params![plan.0, place, file, album.map(|album| album.0)])?;
    }
    Ok(())
}

/// Whether missing dates come from names, and from the time a file was written.
fn sources(dates: MissingDates) -> (bool, bool) {
    match dates {
        MissingDates::Leave => (false, false),
        MissingDates::FromName => (true, false),
        MissingDates::FromNameOrTime => (true, true),
    }
}

/// Moves the next files of an arranged plan into the queue. Gives whether there are more.
pub fn move_piece(tx: &Transaction<'_>, plan: PlanKey, now_ms: i64) -> Result<bool, IndexError> {
    let Some((_, options, state)) = store::plan(tx, plan)? else {
        return Ok(false);
    };
    if state != "starting" {
        return Ok(false);
    }
    let first: Option<i64> = tx
        .prepare_cached("SELECT min(place) FROM plan_queue WHERE plan_id = ?")?
        .query_row([plan.0], |row| row.get(0))?;
    let Some(first) = first else {
        tx.execute("UPDATE plans SET state = 'over' WHERE id = ?", [plan.0])?;
        return Ok(false);
    };
    let (names, times) = sources(options.dates);
    tx.prepare_cached(
        "INSERT INTO uploads (batch_id, connection_id, album_id, path, file_name, size_bytes, modified_ms, mime_type, \
           content_hash, sha1, taken_ms, stage, reason, changed_ms, root, description, write_taken_ms) \
         SELECT plan.batch_id, plan.connection_id, queue.album_id, file.path, file.file_name, file.size_bytes, \
           file.modified_ns / 1000000, file.mime_type, file.content_hash, file.sha1, file.taken_ms, \
           iif(file.verdict = 'out', 'skipped', iif(file.content_hash IS NULL, 'found', 'hashed')), file.reason, :now, \
           root.path, iif(:captions, file.caption, NULL), \
           iif(file.undated AND file.can_date, coalesce(iif(:names, file.name_ms, NULL), \
             iif(:times AND file.modified_ns > 0, \
               CAST(strftime('%s', file.modified_ns / 1000000000, 'unixepoch', 'localtime') AS INTEGER) * 1000, NULL)), NULL) \
         FROM plan_queue queue JOIN plans plan ON plan.id = queue.plan_id JOIN plan_files file ON file.id = queue.file_id \
         JOIN plan_folders folder ON folder.id = file.folder_id JOIN plan_roots root ON root.id = folder.root_id \
         WHERE queue.plan_id = :plan AND queue.place >= :from AND queue.place < :to ORDER BY queue.place",
    )?
    .execute(named_params! {
        ":plan": plan.0, ":from": first, ":to": first + PIECE, ":now": now_ms,
        ":names": names, ":times": times, ":captions": options.captions,
    })?;
    tx.execute(
        "DELETE FROM plan_queue WHERE plan_id = ? AND place < ?",
        params![plan.0, first + PIECE],
    )?;
    Ok(true)
}

/// Plans that were on their way into the queue when the process died.
pub fn unfinished(db: &Connection) -> Result<Vec<PlanKey>, IndexError> {
    let mut query =
        db.prepare_cached("SELECT id FROM plans WHERE state = 'starting' ORDER BY id")?;
    let keys = query.query_map([], |row| row.get(0).map(PlanKey))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// What an arranged plan takes into the queue: how many files go up, and what stays out.
pub fn taken_in(db: &Connection, plan: PlanKey) -> Result<(u32, Vec<LeftOut>), IndexError> {
    let files = db
        .prepare_cached(
            "SELECT count(*) FROM plan_queue queue JOIN plan_files file ON file.id = queue.file_id \
             WHERE queue.plan_id = ? AND file.verdict <> 'out'",
        )?
        .query_row([plan.0], |row| row.get(0))?;
    let mut query = db.prepare_cached(
        "SELECT file_name, reason FROM plan_files WHERE plan_id = ? AND verdict = 'out' ORDER BY second, reason, id LIMIT ?",
    )?;
    let left_out = query
        .query_map(params![plan.0, NAMED], |row| {
            let reason: Option<String> = row.get(1)?;
            let why = reason.as_deref().and_then(crate::uploads::Skip::parse);
            Ok(LeftOut {
                file_name: row.get(0)?,
                reason: why.map_or("", skip_words).to_owned(),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok((files, left_out))
}

/// Whose a plan is.
pub fn connection(db: &Connection, plan: PlanKey) -> Result<Option<ConnectionKey>, IndexError> {
    Ok(store::plan(db, plan)?.map(|(of, _, _)| of))
}
