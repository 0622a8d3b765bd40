//! The queue as a window shows it. Reads only.

use std::collections::HashMap;

use rusqlite::{Connection, Row, named_params};

use super::find::text_to_path;
use super::rules::{FailKind, Skip, StageName};
use super::store::from_sql;
use super::words::{can_retry, fail_words, hold_words, skip_words};
use super::words_of_many::{fail_words_of_many, skip_words_of_many};
use crate::index::IndexError;
use crate::view::{
    AlbumKey, CancelPreview, ConnectionKey, FullAlbum, ItemKey, UploadKey, UploadRow,
    UploadSection, UploadSectionKind, UploadStage, UploadTotals,
};

/// The most rows in one answer.
const MAX_ROWS: u32 = 500;

/// What is known of the files under way and not in the index: how many bytes of each are sent, and which are being read.
#[derive(Clone, Debug, Default)]
pub struct UnderWay {
    /// Bytes sent of each file that is being sent.
    pub sent_bytes: HashMap<UploadKey, u64>,
    /// Of these, the bytes of all files together that the index does not know of.
    pub beyond_index: u64,
    /// Files that are being read.
    pub reading: Vec<UploadKey>,
    /// Bytes a second over the last seconds.
    pub bytes_per_s: u64,
}

/// Where rows of a section stand in the index, see `uploads.section`.
const SECTIONS: [(UploadSectionKind, i64); 6] = [
    (UploadSectionKind::Failed, 0),
    (UploadSectionKind::UnderWay, 1),
    (UploadSectionKind::Waiting, 2),
    (UploadSectionKind::LeftOut, 3),
    (UploadSectionKind::Done, 4),
    (UploadSectionKind::Cancelled, 5),
];

/// The number of a section in the index.
pub fn place_of(section: UploadSectionKind) -> i64 {
    SECTIONS
        .iter()
        .find(|(kind, _)| *kind == section)
        .map_or(0, |(_, place)| *place)
}

/// One row of `upload_sums`.
struct Sum {
    stage: StageName,
    reason: String,
    files: u32,
    bytes: u64,
    sent_bytes: u64,
}

const SUMS: &str = "SELECT stage, reason, files, bytes, sent_bytes FROM upload_sums \
    WHERE connection_id = ? AND files > 0 ORDER BY stage, reason";

fn sums(db: &Connection, of: ConnectionKey) -> Result<Vec<Sum>, IndexError> {
    let mut sums = db.prepare_cached(SUMS)?;
    let mut rows = sums.query([of.0])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let stage: String = row.get(0)?;
        all.push(Sum {
            stage: StageName::parse(&stage).ok_or_else(|| unknown("uploads.stage", &stage))?,
            reason: row.get(1)?,
            files: row.get(2)?,
            bytes: from_sql(row.get(3)?),
            sent_bytes: from_sql(row.get(4)?),
        });
    }
    Ok(all)
}

fn section_of(sum: &Sum) -> UploadSectionKind {
    match sum.stage {
        StageName::Failed => UploadSectionKind::Failed,
        StageName::Sending | StageName::Sent | StageName::Creating => UploadSectionKind::UnderWay,
        StageName::Found | StageName::Hashed => UploadSectionKind::Waiting,
        StageName::Skipped if sum.reason == Skip::AlreadyThere.as_str() => UploadSectionKind::Done,
        StageName::Skipped => UploadSectionKind::LeftOut,
        StageName::Done => UploadSectionKind::Done,
        StageName::Cancelled => UploadSectionKind::Cancelled,
    }
}

/// What there is to show of one connection, without the rows.
pub fn sections(db: &Connection, of: ConnectionKey) -> Result<Vec<UploadSection>, IndexError> {
    let mut sections: Vec<UploadSection> = Vec::new();
    for sum in sums(db, of)? {
        let kind = section_of(&sum);
        let by_reason = matches!(kind, UploadSectionKind::Failed | UploadSectionKind::LeftOut);
        let reason = by_reason.then(|| sum.reason.clone());
        let there = sections
            .iter_mut()
            .find(|section| section.kind == kind && section.reason == reason);
        match there {
            Some(section) => {
                section.files += sum.files;
                section.bytes += sum.bytes;
            }
            None => sections.push(UploadSection {
                kind,
                words: reason_words(sum.stage, reason.as_deref(), sum.files)?,
                can_retry: can_retry_section(kind, &sum.reason),
                reason,
                files: sum.files,
                bytes: sum.bytes,
            }),
        }
    }
    let place = |kind| SECTIONS.iter().position(|(one, _)| *one == kind);
    sections.sort_by_key(|section| (place(section.kind), std::cmp::Reverse(section.files)));
    Ok(sections)
}

/// Whether trying the rows of a section again may help.
fn can_retry_section(kind: UploadSectionKind, reason: &str) -> bool {
    match kind {
        UploadSectionKind::Failed => FailKind::parse(reason).is_some_and(can_retry),
        UploadSectionKind::LeftOut => reason == Skip::ByPerson.as_str(),
        kind => kind == UploadSectionKind::Cancelled,
    }
}

/// The reasons for which files failed.
pub fn reasons_of_failed(db: &Connection, of: ConnectionKey) -> Result<Vec<String>, IndexError> {
    let failed = sums(db, of)?.into_iter();
    let failed = failed.filter(|sum| section_of(sum) == UploadSectionKind::Failed);
    Ok(failed.map(|sum| sum.reason).collect())
}

/// Those of them where trying again may help.
pub fn reasons_to_retry(db: &Connection, of: ConnectionKey) -> Result<Vec<String>, IndexError> {
    let mut reasons = reasons_of_failed(db, of)?;
    reasons.retain(|reason| FailKind::parse(reason).is_some_and(can_retry));
    Ok(reasons)
}

/// What cancelling all would leave and take.
pub fn cancel_preview(db: &Connection, of: ConnectionKey) -> Result<CancelPreview, IndexError> {
    let mut preview = CancelPreview::default();
    for sum in sums(db, of)? {
        match sum.stage {
            StageName::Creating => preview.becoming += sum.files,
            stage if stage.is_open() => {
                preview.goes += sum.files;
                preview.goes_bytes += sum.bytes;
            }
            _ if section_of(&sum) == UploadSectionKind::Done => preview.stays += sum.files,
            _ => {}
        }
    }
    Ok(preview)
}

fn reason_words(
    stage: StageName,
    reason: Option<&str>,
    files: u32,
) -> Result<Option<String>, IndexError> {
    let Some(reason) = reason else {
        return Ok(None);
    };
    let words = match stage {
        StageName::Failed => FailKind::parse(reason).map(|kind| fail_words_of_many(kind, files)),
        _ => Skip::parse(reason).map(|why| skip_words_of_many(why, files)),
    };
    words
        .map(Some)
        .ok_or_else(|| unknown("uploads.reason", reason))
}

/// The query of [`rows`]. Its inner query walks the index alone and in its order: nothing is sorted, and a far offset reads
/// no rows that it does not give.
fn rows_sql(section: UploadSectionKind, by_reason: bool) -> String {
    let order = match section {
        UploadSectionKind::Done | UploadSectionKind::LeftOut | UploadSectionKind::Cancelled => {
            "DESC"
        }
        _ => "ASC",
    };
    let of_several_reasons = matches!(
        section,
        UploadSectionKind::Failed | UploadSectionKind::LeftOut
    );
    let (reason, first) = match (of_several_reasons, by_reason) {
        (false, _) => ("shown_reason IS NULL", ""),
        (true, true) => ("shown_reason = :reason", ""),
        (true, false) => ("true", "shown_reason, "),
    };
    let first = first.replace(',', &format!(" {order},"));
    format!(
        "SELECT uploads.id, uploads.file_name, uploads.size_bytes, uploads.sent_bytes, uploads.stage, uploads.reason, \
           uploads.retry_at_ms, uploads.album_id, albums.title, media_items.id, uploads.path, \
           uploads.hold \
         FROM (SELECT id, shown_reason FROM uploads WHERE connection_id = :of AND section = :section AND {reason} \
             ORDER BY {first}id {order} LIMIT :limit OFFSET :offset) AS shown \
           CROSS JOIN uploads ON uploads.id = shown.id LEFT JOIN albums ON albums.id = uploads.album_id \
           LEFT JOIN media_items ON media_items.connection_id = uploads.connection_id \
             AND substr(media_items.google_id, -12) = substr(uploads.google_item_id, -12) \
             AND media_items.google_id = uploads.google_item_id \
         WHERE :reason IS NULL OR uploads.shown_reason = :reason"
    )
}

/// A piece of the rows of one section, in the order of the queue; of what is over, the last first. Failed and left-out ones
/// without a reason given come reason by reason. At most 500.
pub fn rows(
    db: &Connection,
    of: ConnectionKey,
    section: UploadSectionKind,
    reason: Option<&str>,
    (offset, limit): (u32, u32),
    under_way: &UnderWay,
) -> Result<Vec<UploadRow>, IndexError> {
    let place = place_of(section);
    let mut rows = db.prepare_cached(&rows_sql(section, reason.is_some()))?;
    let mut rows = rows.query(named_params! {
        ":of": of.0, ":section": place, ":reason": reason, ":limit": limit.min(MAX_ROWS), ":offset": offset,
    })?;
    let mut shown = Vec::new();
    while let Some(row) = rows.next()? {
        shown.push(row_view(row, under_way)?);
    }
    Ok(shown)
}

fn unknown(column: &'static str, value: &str) -> IndexError {
    IndexError::UnknownWord {
        column,
        value: value.to_owned(),
    }
}

fn row_view(row: &Row<'_>, under_way: &UnderWay) -> Result<UploadRow, IndexError> {
    let key = UploadKey(row.get(0)?);
    let (stage, reason): (String, Option<String>) = (row.get(4)?, row.get(5)?);
    let name = StageName::parse(&stage).ok_or_else(|| unknown("uploads.stage", &stage))?;
    let reason = reason.as_deref().unwrap_or_default();
    let retry_at_ms: Option<i64> = row.get(6)?;
    let mut can_try = name == StageName::Cancelled;
    let mut words = None;
    let shown = match name {
        StageName::Found if under_way.reading.contains(&key) => UploadStage::Hashing,
        StageName::Found | StageName::Hashed => UploadStage::Waiting,
        StageName::Sending => UploadStage::Sending,
        StageName::Sent | StageName::Creating => UploadStage::Creating,
        StageName::Done => UploadStage::Done,
        StageName::Cancelled => UploadStage::Cancelled,
        StageName::Skipped => {
            let why = Skip::parse(reason).ok_or_else(|| unknown("uploads.reason", reason))?;
            words = Some(skip_words(why));
            can_try = why == Skip::ByPerson;
            if why == Skip::AlreadyThere {
                UploadStage::AlreadyThere
            } else {
                UploadStage::LeftOut
            }
        }
        StageName::Failed => {
            let kind = FailKind::parse(reason).ok_or_else(|| unknown("uploads.reason", reason))?;
            words = Some(fail_words(kind));
            can_try = can_retry(kind);
            UploadStage::Failed
        }
    };
    if name.is_open() && retry_at_ms.is_some() {
        words =
            Some("The last try did not get through. The file is kept and tried again by itself.");
    }
    if let Some(hold) = row.get::<_, Option<String>>(11)? {
        words = Some(hold_words(&hold).ok_or_else(|| unknown("uploads.hold", &hold))?);
    }
    Ok(UploadRow {
        key,
        file_name: row.get(1)?,
        size_bytes: from_sql(row.get(2)?),
        sent_bytes: under_way
            .sent_bytes
            .get(&key)
            .copied()
            .unwrap_or(from_sql(row.get(3)?)),
        stage: shown,
        reason: words.map(str::to_owned),
        folder: folder_of(&row.get::<_, String>(10)?),
        can_retry: can_try,
        retry_at_ms: retry_at_ms.filter(|_| name.is_open()),
        album: row.get::<_, Option<i64>>(7)?.map(AlbumKey),
        album_title: row.get(8)?,
        item: row.get::<_, Option<i64>>(9)?.map(ItemKey),
    })
}

/// A row for a list that is written to a file.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The file's name.
    pub file_name: String,
    /// The folder it lies in.
    pub folder: String,
    /// Its size.
    pub size_bytes: u64,
    /// The title of the album it goes into.
    pub album_title: Option<String>,
    /// Where it stands.
    pub stage: StageName,
    /// Why it failed or was left out, as a key.
    pub reason: Option<String>,
    /// The same in a sentence.
    pub words: Option<&'static str>,
    /// Since when, Unix milliseconds.
    pub changed_ms: i64,
}

/// Calls `row` with each row of a section in the order of the queue until it gives `false`.
pub fn each(
    db: &Connection,
    of: ConnectionKey,
    section: UploadSectionKind,
    mut row: impl FnMut(Listed) -> bool,
) -> Result<(), IndexError> {
    // The order of `id` is that of the table itself: nothing is sorted, so nothing is gathered.
    let mut rows = db.prepare_cached(
        "SELECT uploads.file_name, uploads.path, uploads.size_bytes, albums.title, uploads.stage, uploads.reason, \
           uploads.changed_ms \
         FROM uploads NOT INDEXED LEFT JOIN albums ON albums.id = uploads.album_id \
         WHERE uploads.connection_id = ? AND uploads.section = ? ORDER BY uploads.id",
    )?;
    let mut rows = rows.query([of.0, place_of(section)])?;
    while let Some(found) = rows.next()? {
        if !row(listed(found)?) {
            return Ok(());
        }
    }
    Ok(())
}

fn listed(row: &Row<'_>) -> Result<Listed, IndexError> {
    let (stage, reason): (String, Option<String>) = (row.get(4)?, row.get(5)?);
    let name = StageName::parse(&stage).ok_or_else(|| unknown("uploads.stage", &stage))?;
    let words = match (name, reason.as_deref()) {
        (StageName::Failed, Some(reason)) => FailKind::parse(reason).map(fail_words),
        (StageName::Skipped, Some(reason)) => Skip::parse(reason).map(skip_words),
        _ => None,
    };
    Ok(Listed {
        file_name: row.get(0)?,
        folder: folder_of(&row.get::<_, String>(1)?),
        size_bytes: from_sql(row.get(2)?),
        album_title: row.get(3)?,
        stage: name,
        reason,
        words,
        changed_ms: row.get(6)?,
    })
}

/// The folder of a path, to be read by a person.
fn folder_of(path: &str) -> String {
    text_to_path(path)
        .parent()
        .map(|folder| folder.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The query of [`full_albums`]: from one album to the next, without looking at the files between.
const FULL_ALBUMS: &str = "WITH RECURSIVE held (album) AS (\
      SELECT min(album_id) FROM uploads WHERE connection_id = ?1 AND hold = 'album_full' \
    UNION ALL \
      SELECT (SELECT min(album_id) FROM uploads \
        WHERE connection_id = ?1 AND hold = 'album_full' AND album_id > held.album) \
      FROM held WHERE held.album IS NOT NULL) \
    SELECT albums.id, albums.title FROM held JOIN albums ON albums.id = held.album";

/// The albums that are full and for which files wait.
pub fn full_albums(db: &Connection, of: ConnectionKey) -> Result<Vec<FullAlbum>, IndexError> {
    let mut albums = db.prepare_cached(FULL_ALBUMS)?;
    let albums = albums.query_map([of.0], |row| {
        Ok(FullAlbum {
            album: AlbumKey(row.get(0)?),
            title: row.get(1)?,
        })
    })?;
    Ok(albums.collect::<Result<_, _>>()?)
}

/// Sums over all files of one connection.
pub fn totals(
    db: &Connection,
    of: ConnectionKey,
    under_way: &UnderWay,
) -> Result<UploadTotals, IndexError> {
    let mut totals = UploadTotals::default();
    for sum in sums(db, of)? {
        totals.files += sum.files;
        match section_of(&sum) {
            UploadSectionKind::Failed => totals.failed += sum.files,
            UploadSectionKind::LeftOut => totals.left_out += sum.files,
            UploadSectionKind::Cancelled => totals.cancelled += sum.files,
            UploadSectionKind::UnderWay | UploadSectionKind::Waiting => totals.left += sum.files,
            UploadSectionKind::Done => totals.done += sum.files,
        }
        if sum.stage == StageName::Skipped && sum.reason == Skip::AlreadyThere.as_str() {
            totals.already_there += sum.files;
        }
        if sum.stage.is_open() || sum.stage == StageName::Done {
            totals.bytes += sum.bytes;
            totals.sent_bytes += sum.sent_bytes;
        }
    }
    totals.sent_bytes = (totals.sent_bytes + under_way.beyond_index).min(totals.bytes);
    totals.bytes_per_s = under_way.bytes_per_s;
    totals.left_ms = left_ms(totals.bytes - totals.sent_bytes, totals.bytes_per_s);
    Ok(totals)
}

/// How long so many bytes take at this speed, milliseconds; none while nothing moves or nothing is left.
fn left_ms(bytes: u64, bytes_per_s: u64) -> Option<i64> {
    if bytes == 0 {
        return None;
    }
    let ms = (u128::from(bytes) * 1_000).checked_div(u128::from(bytes_per_s))?;
    i64::try_from(ms).ok()
}

#[cfg(test)]
#[path = "shown_tests.rs"]
mod tests;
