//! The files of a plan in the index: they come in pieces, are judged one by one, and pair up.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::known::{self, Known};
use super::names::date_of_name;
use super::rules::requests_for;
use super::scan::{Facts, Met, Top};
use crate::index::IndexError;
use crate::uploads::{self, Hashes, Skip, natural_key, path_to_text, text_to_path};
use crate::view::{ConnectionKey, PlanKey, PlanOptions};

/// Makes a plan.
pub fn insert_plan(
    tx: &Transaction<'_>,
    of: ConnectionKey,
    options: &PlanOptions,
    now_ms: i64,
) -> Result<PlanKey, IndexError> {
    tx.execute(
        "INSERT INTO plans (connection_id, options, state, made_ms) VALUES (?, ?, 'open', ?)",
        params![of.0, options_text(options), now_ms],
    )?;
    Ok(PlanKey(tx.last_insert_rowid()))
}

fn options_text(options: &PlanOptions) -> String {
    // Plain data always has a JSON form.
    serde_json::to_string(options).unwrap_or_default()
}

/// Whose a plan is, what was decided in it and how it stands; none where there is no such plan.
pub fn plan(
    db: &Connection,
    key: PlanKey,
) -> Result<Option<(ConnectionKey, PlanOptions, String)>, IndexError> {
    let row = db
        .prepare_cached("SELECT connection_id, options, state FROM plans WHERE id = ?")?
        .query_row([key.0], |row| {
            Ok((
                ConnectionKey(row.get(0)?),
                row.get::<_, String>(1)?,
                row.get(2)?,
            ))
        })
        .optional()?;
    let Some((of, options, state)) = row else {
        return Ok(None);
    };
    let options = serde_json::from_str(&options).map_err(|_| IndexError::UnknownWord {
        column: "plans.options",
        value: options,
    })?;
    Ok(Some((of, options, state)))
}

/// Keeps what the person decided.
pub fn set_options(
    tx: &Transaction<'_>,
    key: PlanKey,
    options: &PlanOptions,
) -> Result<(), IndexError> {
    tx.execute(
        "UPDATE plans SET options = ? WHERE id = ?",
        params![options_text(options), key.0],
    )?;
    Ok(())
}

/// Keeps what was dropped. Gives the key of the root of each top.
pub fn insert_roots(
    tx: &Transaction<'_>,
    plan: PlanKey,
    tops: &[Top],
) -> Result<Vec<i64>, IndexError> {
    let mut keys = Vec::with_capacity(tops.len());
    for top in tops {
        let path = text_of(&top.root);
        tx.prepare_cached(
            "INSERT INTO plan_roots (plan_id, path, name, loose) VALUES (?, ?, ?, ?) \
             ON CONFLICT DO UPDATE SET loose = min(loose, excluded.loose)",
        )?
        .execute(params![plan.0, path, top.name, top.is_file])?;
        keys.push(
            tx.prepare_cached("SELECT id FROM plan_roots WHERE plan_id = ? AND path = ?")?
                .query_row(params![plan.0, path], |row| row.get(0))?,
        );
    }
    Ok(keys)
}

fn text_of(path: &Path) -> String {
    path_to_text(path).unwrap_or_else(|| path.to_string_lossy().into_owned())
}

/// A file of a piece, with what is known of it.
pub struct Looked {
    /// As the walk met it.
    pub met: Met,
    /// What it is.
    pub known: Known,
    /// Whether it was looked at just now, and not before.
    pub fresh: bool,
}

/// What is known of each file of a piece.
pub fn known_of(db: &Connection, piece: &[Met]) -> Result<Vec<Option<Known>>, IndexError> {
    piece
        .iter()
        .map(|met| match met.facts {
            Ok(facts) => known::find(db, &met.path, facts),
            Err(why) => Ok(Some(Known::out(why))),
        })
        .collect()
}

/// The places of a plan into which pieces are put.
pub struct Place<'a> {
    /// The plan.
    pub plan: PlanKey,
    /// Whose it is.
    pub of: ConnectionKey,
    /// What was dropped.
    pub tops: &'a [Top],
    /// The keys of their roots.
    pub roots: &'a [i64],
    /// What time it is.
    pub now_ms: i64,
}

/// Puts a piece into a plan. A file that was met before is met once.
pub fn insert_piece(
    tx: &Transaction<'_>,
    place: &Place<'_>,
    piece: &[Looked],
) -> Result<u32, IndexError> {
    let mut last: Option<(PathBuf, i64)> = None;
    let mut inserted = 0;
    for looked in piece {
        if let (true, Ok(facts)) = (looked.fresh, looked.met.facts) {
            known::keep(tx, &looked.met.path, facts, &looked.known, place.now_ms)?;
        }
        let folder = match &last {
            Some((path, key)) if *path == looked.met.folder => *key,
            _ => {
                let key = folder_key(tx, place, &looked.met.folder, looked.met.top)?;
                last = Some((looked.met.folder.clone(), key));
                key
            }
        };
        if insert_file(tx, place, folder, looked)? {
            inserted += 1;
        }
    }
    Ok(inserted)
}

fn folder_key(
    tx: &Transaction<'_>,
    place: &Place<'_>,
    folder: &Path,
    top: usize,
) -> Result<i64, IndexError> {
    let text = text_of(folder);
    let known = tx
        .prepare_cached("SELECT id FROM plan_folders WHERE plan_id = ? AND path = ?")?
        .query_row(params![place.plan.0, text], |row| row.get(0))
        .optional()?;
    if let Some(key) = known {
        return Ok(key);
    }
    let (top, root) = match (place.tops.get(top), place.roots.get(top)) {
        (Some(top), Some(root)) => (top, *root),
        _ => return Err(IndexError::Closed),
    };
    let is_root = folder == top.root || !folder.starts_with(&top.root);
    let parent = match folder.parent() {
        Some(parent) if !is_root => Some(folder_key(tx, place, parent, place_of(place, top))?),
        _ => None,
    };
    let name = if is_root {
        top.name.clone()
    } else {
        super::scan::shown_name(folder)
    };
    tx.prepare_cached(
        "INSERT INTO plan_folders (plan_id, root_id, parent_id, path, name, depth) \
         VALUES (?1, ?2, ?3, ?4, ?5, coalesce((SELECT depth + 1 FROM plan_folders WHERE id = ?3), 0))",
    )?
    .execute(params![place.plan.0, root, parent, text, name])?;
    Ok(tx.last_insert_rowid())
}

fn place_of(place: &Place<'_>, top: &Top) -> usize {
    place
        .tops
        .iter()
        .position(|other| std::ptr::eq(other, top))
        .unwrap_or(0)
}

fn insert_file(
    tx: &Transaction<'_>,
    place: &Place<'_>,
    folder: i64,
    looked: &Looked,
) -> Result<bool, IndexError> {
    let (met, known) = (&looked.met, &looked.known);
    let facts = met.facts.unwrap_or_default();
    let path = path_to_text(&met.path);
    let media = match path {
        Some(_) => known.media.as_deref(),
        None => Err(&Skip::Unreadable),
    };
    let (is_out, is_photo) = (
        media.is_err(),
        media.is_ok_and(|mime| mime.starts_with("image/")),
    );
    let can_date = media.is_ok_and(uploads::can_date);
    let inserted = tx
        .prepare_cached(
            "INSERT OR IGNORE INTO plan_files (plan_id, folder_id, path, file_name, stem, size_bytes, modified_ns, file_id, \
               mime_type, content_hash, sha1, taken_ms, name_ms, caption, duration_ms, content_id, requests, undated, can_date, \
               verdict, reason, read, order_ms, order_key) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            place.plan.0,
            folder,
            path.unwrap_or_else(|| met.path.to_string_lossy().into_owned()),
            met.name,
            stem(&met.name),
            uploads::to_sql(facts.size_bytes),
            facts.modified_ns,
            facts.file_id,
            media.ok(),
            known.hashes.map(|hashes| hashes.blake3),
            known.hashes.and_then(|hashes| hashes.sha1),
            known.taken_ms,
            date_of_name(&met.name, place.now_ms),
            known.caption,
            known.duration_ms,
            known.content_id,
            requests_for(facts.size_bytes),
            is_photo && known.taken_ms.is_none(),
            can_date,
            if is_out { "out" } else { "new" },
            media.err().map(|why| why.as_str()),
            is_out || known.hashes.is_some(),
            known.taken_ms,
            natural_key(&met.name),
        ])?;
    if inserted == 1
        && let (false, Some(hashes)) = (is_out, known.hashes)
    {
        judge(tx, place.plan, place.of, tx.last_insert_rowid(), &hashes)?;
    }
    Ok(inserted == 1)
}

/// The name without its suffix, in small letters: halves of a pair share it.
fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.to_lowercase()
}

/// Says of a file whose bytes are known whether the library or the plan has them already.
fn judge(
    tx: &Transaction<'_>,
    plan: PlanKey,
    of: ConnectionKey,
    file: i64,
    hashes: &Hashes,
) -> Result<(), IndexError> {
    let doubled = tx
        .prepare_cached(
            "SELECT 1 FROM plan_files WHERE plan_id = ? AND content_hash = ? AND verdict IN ('new', 'there') \
             AND left_out = 0 AND id <> ? LIMIT 1",
        )?
        .exists(params![plan.0, hashes.blake3, file])?;
    let verdict = if doubled {
        "doubled"
    } else if uploads::known_item(tx, of, &hashes.blake3)?.is_some() {
        "there"
    } else {
        return Ok(());
    };
    tx.prepare_cached("UPDATE plan_files SET verdict = ? WHERE id = ?")?
        .execute(params![verdict, file])?;
    Ok(())
}

/// A file that is to be read.
#[derive(Clone, Debug)]
pub struct ToRead {
    /// Its key.
    pub id: i64,
    /// Where it lies, as text.
    pub text: String,
    /// Where it lies.
    pub path: PathBuf,
    /// What it was when it was looked at.
    pub facts: Facts,
}

/// The next files to read.
pub fn to_read(
    db: &Connection,
    plan: PlanKey,
    after: i64,
    limit: u32,
) -> Result<Vec<ToRead>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT id, path, size_bytes, modified_ns, file_id FROM plan_files \
         WHERE plan_id = ? AND read = 0 AND id > ? ORDER BY id LIMIT ?",
    )?;
    let files = query.query_map(params![plan.0, after, limit], |row: &Row<'_>| {
        let text: String = row.get(1)?;
        Ok(ToRead {
            id: row.get(0)?,
            path: text_to_path(&text),
            text,
            facts: Facts {
                size_bytes: uploads::from_sql(row.get(2)?),
                modified_ns: row.get(3)?,
                file_id: row.get(4)?,
            },
        })
    })?;
    Ok(files.collect::<Result<_, _>>()?)
}

/// How many files and bytes are to be read.
pub fn left_to_read(db: &Connection, plan: PlanKey) -> Result<(u32, u64), IndexError> {
    Ok(db
        .prepare_cached("SELECT count(*), coalesce(sum(size_bytes), 0) FROM plan_files WHERE plan_id = ? AND read = 0")?
        .query_row([plan.0], |row| Ok((row.get(0)?, uploads::from_sql(row.get(1)?))))?)
}

/// What came of reading a file.
pub enum WasRead {
    /// Its hashes.
    Hashes(Hashes),
    /// It cannot be read.
    Out(Skip),
    /// It is not what it was: the queue looks at it when its turn comes.
    Later,
}

/// Keeps what was read.
pub fn keep_read(
    tx: &Transaction<'_>,
    plan: PlanKey,
    of: ConnectionKey,
    group: &[(ToRead, WasRead)],
    now_ms: i64,
) -> Result<(), IndexError> {
    for (file, was) in group {
        match was {
            WasRead::Hashes(hashes) => {
                known::keep_hashes(tx, &file.text, file.facts, *hashes, now_ms)?;
                tx.prepare_cached(
                    "UPDATE plan_files SET read = 1, content_hash = ?, sha1 = ? WHERE id = ?",
                )?
                .execute(params![hashes.blake3, hashes.sha1, file.id])?;
                judge(tx, plan, of, file.id, hashes)?;
            }
            WasRead::Out(why) => {
                tx.prepare_cached(
                    "UPDATE plan_files SET read = 1, verdict = 'out', reason = ? WHERE id = ?",
                )?
                .execute(params![why.as_str(), file.id])?;
            }
            WasRead::Later => {
                tx.prepare_cached("UPDATE plan_files SET read = 1 WHERE id = ?")?
                    .execute([file.id])?;
            }
        }
    }
    Ok(())
}

/// The longest video of a Live Photo.
const LIVE_MS: i64 = 6_000;

/// Finds pairs: photos with the short video of a Live Photo, raw files with their JPEG. Both halves go up, next to each other.
///
/// Google makes two items of them: no call of its API ties a photo and a video together as its own apps do, and a raw file
/// and its JPEG are two photos to it.
pub fn pair_up(tx: &Transaction<'_>, plan: PlanKey) -> Result<(), IndexError> {
    const RAW: &str = "(raw.mime_type LIKE 'image/x-%' AND raw.mime_type <> 'image/x-icon')";
    // First by what the camera wrote into both, then by name. The half that is shown is the photo, or the JPEG.
    let by_content = format!(
        "SELECT photo.id, video.id, 'live' FROM plan_files photo JOIN plan_files video \
           ON video.folder_id = photo.folder_id AND video.stem = photo.stem \
         WHERE photo.plan_id = ?1 AND photo.mime_type IN ('image/jpeg', 'image/heic', 'image/heif') \
           AND video.mime_type IN ('video/quicktime', 'video/mp4', 'video/x-m4v') \
           AND (video.content_id = photo.content_id \
             OR ((video.content_id IS NULL OR photo.content_id IS NULL) AND video.duration_ms <= {LIVE_MS})) \
         UNION ALL SELECT jpeg.id, raw.id, 'raw' FROM plan_files raw JOIN plan_files jpeg \
           ON jpeg.folder_id = raw.folder_id AND jpeg.stem = raw.stem \
         WHERE raw.plan_id = ?1 AND {RAW} AND jpeg.mime_type IN ('image/jpeg', 'image/heic', 'image/heif')"
    );
    let mut found = tx.prepare_cached(&by_content)?;
    let mut rows = found.query([plan.0])?;
    let mut update = tx.prepare_cached(
        "UPDATE plan_files SET pair = ?3, partner_id = ?2, second = ?4, \
           order_ms = (SELECT order_ms FROM plan_files WHERE id = ?5), \
           order_key = iif(?4, (SELECT order_key FROM plan_files WHERE id = ?5) || char(1), order_key) \
         WHERE id = ?1 AND pair IS NULL AND (SELECT pair IS NULL OR partner_id = ?1 FROM plan_files WHERE id = ?2)",
    )?;
    let mut pairs = Vec::new();
    while let Some(row) = rows.next()? {
        pairs.push((
            row.get::<_, i64>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, String>(2)?,
        ));
    }
    for (shown, second, kind) in pairs {
        if update.execute(params![shown, second, kind, false, shown])? == 1 {
            update.execute(params![second, shown, kind, true, shown])?;
        }
    }
    Ok(())
}

/// The person leaves a file out, or takes it in again; with its other half.
pub fn leave_out(
    tx: &Transaction<'_>,
    plan: PlanKey,
    file: i64,
    left_out: bool,
) -> Result<bool, IndexError> {
    let mut query = tx.prepare_cached(
        "SELECT id, verdict, content_hash FROM plan_files WHERE plan_id = ?1 AND verdict <> 'out' AND left_out <> ?3 \
         AND (id = ?2 OR partner_id = ?2)",
    )?;
    let found = query.query_map(params![plan.0, file, left_out], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, Option<[u8; 32]>>(2)?,
        ))
    })?;
    let halves = found.collect::<Result<Vec<_>, _>>()?;
    for (id, verdict, hash) in &halves {
        tx.execute(
            "UPDATE plan_files SET left_out = ? WHERE id = ?",
            params![left_out, id],
        )?;
        let Some(hash) = hash.filter(|_| verdict != "doubled") else {
            continue;
        };
        if left_out {
            // Another file with these bytes takes its place.
            tx.execute(
                "UPDATE plan_files SET verdict = ?3 WHERE id = (SELECT min(id) FROM plan_files \
                 WHERE plan_id = ?1 AND content_hash = ?2 AND verdict = 'doubled' AND left_out = 0)",
                params![plan.0, hash, verdict],
            )?;
        } else {
            tx.execute(
                "UPDATE plan_files SET verdict = 'doubled' WHERE plan_id = ?1 AND content_hash = ?2 AND id <> ?3 \
                 AND verdict IN ('new', 'there') AND left_out = 0",
                params![plan.0, hash, id],
            )?;
        }
    }
    Ok(!halves.is_empty())
}

/// Ends the plans that are not on their way into the queue. Gives those that can be deleted.
pub fn end_idle(tx: &Transaction<'_>) -> Result<Vec<PlanKey>, IndexError> {
    tx.execute("UPDATE plans SET state = 'over' WHERE state = 'open'", [])?;
    let mut query = tx.prepare_cached("SELECT id FROM plans WHERE state = 'over'")?;
    let keys = query.query_map([], |row| row.get(0).map(PlanKey))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// Deletes some of a plan; gives whether there is more of it.
pub fn drop_piece(tx: &Transaction<'_>, plan: PlanKey) -> Result<bool, IndexError> {
    const ROWS: u32 = 4_000;
    let gone = tx
        .prepare_cached("DELETE FROM plan_files WHERE id IN (SELECT id FROM plan_files WHERE plan_id = ? LIMIT ?)")?
        .execute(params![plan.0, ROWS])?;
    if gone > 0 {
        return Ok(true);
    }
    tx.execute("DELETE FROM plans WHERE id = ?", [plan.0])?;
    Ok(false)
}
