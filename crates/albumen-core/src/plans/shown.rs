//! A plan as it is shown. Sums come from the folders; rows are read in pieces.

use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};

use super::rules::{self, Share};
use crate::albums;
use crate::index::IndexError;
use crate::uploads::{self, Skip, skip_words, skip_words_of_many};
use crate::view::{
    AlbumKey, ConnectionKey, MissingDates, PairKind, PlanAlbum, PlanAlbumKey, PlanFileKey,
    PlanGroup, PlanKey, PlanOptions, PlanReason, PlanRow, PlanState, PlanView,
};

/// Names of what was dropped that are shown.
const FROM_SHOWN: usize = 4;
/// Names of files shown for a reason.
const EXAMPLES: u32 = 3;
/// Rows in one piece.
const MAX_ROWS: u32 = 500;

/// What the folders hold together.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    new_files: u64,
    new_bytes: u64,
    new_requests: u64,
    there: u32,
    doubled: u32,
    out: u32,
    pairs: u32,
    undated: u32,
    dated_name: u32,
    dated_time: u32,
    captions: u32,
}

/// An album of a plan with what goes into it.
#[derive(Clone, Debug)]
pub struct AlbumShare {
    /// Its key.
    pub key: PlanAlbumKey,
    /// The folder it stands for.
    pub folder: String,
    /// Its title.
    pub title: String,
    /// The album that is used.
    pub uses: Option<AlbumKey>,
    /// How many items that has.
    pub used_items: u64,
    /// Files that are sent into it.
    pub new_files: u64,
    /// Items that are there already and are added.
    pub adds: u64,
}

impl AlbumShare {
    /// What it costs.
    fn share(&self) -> Share {
        Share {
            new_files: self.new_files,
            adds: self.adds,
            made: self.uses.is_none(),
            goes_on: rules::goes_on(self.used_items, self.new_files + self.adds),
            room: rules::ITEMS_AN_ALBUM.saturating_sub(self.used_items),
        }
    }
}

/// All that is shown of a plan.
pub fn view(
    db: &Connection,
    key: PlanKey,
    of: ConnectionKey,
    options: PlanOptions,
    state: PlanState,
    left_today: u32,
) -> Result<PlanView, IndexError> {
    let sums = sums(db, key)?;
    let shares = shares(db, key)?;
    let without = shares.iter().map(|share| share.new_files).sum::<u64>();
    let no_album = Share {
        new_files: sums.new_files.saturating_sub(without),
        room: u64::MAX,
        ..Share::default()
    };
    let calls: u64 = shares
        .iter()
        .map(|share| rules::requests_of(share.share()))
        .sum();
    let requests = narrow(sums.new_requests + calls + rules::requests_of(no_album));
    let (from, more_from) = from(db, key)?;
    let new_files = narrow(sums.new_files);
    let mut shown = Vec::with_capacity(shares.len());
    for share in shares {
        shown.push(album(db, of, share)?);
    }
    Ok(PlanView {
        key,
        connection: of,
        from,
        more_from,
        state,
        new_files,
        already_there: sums.there,
        doubled: sums.doubled,
        stays_out: sums.out,
        pairs: sums.pairs,
        bytes: sums.new_bytes,
        requests,
        requests_left_today: left_today,
        days: rules::days(requests, left_today),
        storage: rules::storage_words(new_files, sums.new_bytes),
        undated: sums.undated,
        dated: match options.dates {
            MissingDates::Leave => 0,
            MissingDates::FromName => sums.dated_name,
            MissingDates::FromNameOrTime => sums.dated_time,
        },
        captions: sums.captions,
        albums: shown,
        reasons: reasons(db, key)?,
        options,
    })
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn sums(db: &Connection, plan: PlanKey) -> Result<Sums, IndexError> {
    let sum = db
        .prepare_cached(
            "SELECT coalesce(sum(new_files), 0), coalesce(sum(new_bytes), 0), coalesce(sum(new_requests), 0), \
               coalesce(sum(there_files), 0), coalesce(sum(doubled_files), 0), coalesce(sum(out_files), 0), \
               coalesce(sum(pairs), 0), coalesce(sum(undated), 0), coalesce(sum(dated_name), 0), \
               coalesce(sum(dated_time), 0), coalesce(sum(captions), 0) FROM plan_folders WHERE plan_id = ?",
        )?
        .query_row([plan.0], |row| {
            let large = |at| row.get(at).map(uploads::from_sql);
            Ok(Sums {
                new_files: large(0)?,
                new_bytes: large(1)?,
                new_requests: large(2)?,
                there: row.get(3)?,
                doubled: row.get(4)?,
                out: row.get(5)?,
                pairs: row.get(6)?,
                undated: row.get(7)?,
                dated_name: row.get(8)?,
                dated_time: row.get(9)?,
                captions: row.get(10)?,
            })
        })?;
    Ok(sum)
}

/// The albums of a plan into which something goes, in order.
pub fn shares(db: &Connection, plan: PlanKey) -> Result<Vec<AlbumShare>, IndexError> {
    let mut query = db.prepare_cached(
        "WITH news AS (SELECT album_id, sum(new_files) AS files FROM plan_folders \
           WHERE plan_id = :plan AND album_id IS NOT NULL GROUP BY album_id), \
         adds AS (SELECT folder.album_id, count(DISTINCT file.content_hash) AS items \
           FROM plan_files file JOIN plan_folders folder ON folder.id = file.folder_id \
           WHERE file.plan_id = :plan AND file.verdict IN ('there', 'doubled') AND file.left_out = 0 \
             AND folder.album_id IS NOT NULL AND NOT (file.verdict = 'doubled' AND EXISTS (SELECT 1 FROM plan_files first \
               JOIN plan_folders at ON at.id = first.folder_id WHERE first.plan_id = :plan \
               AND first.content_hash = file.content_hash AND first.verdict = 'new' AND first.left_out = 0 \
               AND at.album_id = folder.album_id)) \
           GROUP BY folder.album_id) \
         SELECT album.id, album.folder, album.title, album.uses, coalesce(used.items, 0), \
           coalesce(news.files, 0), coalesce(adds.items, 0) \
         FROM plan_albums album LEFT JOIN news ON news.album_id = album.id LEFT JOIN adds ON adds.album_id = album.id \
         LEFT JOIN albums used ON used.id = album.uses \
         WHERE album.plan_id = :plan AND coalesce(news.files, 0) + coalesce(adds.items, 0) > 0 ORDER BY album.id",
    )?;
    let shares = query.query_map(named_params! { ":plan": plan.0 }, |row| {
        let large = |at| row.get(at).map(uploads::from_sql);
        Ok(AlbumShare {
            key: PlanAlbumKey(row.get(0)?),
            folder: row.get(1)?,
            title: row.get(2)?,
            uses: row.get::<_, Option<i64>>(3)?.map(AlbumKey),
            used_items: large(4)?,
            new_files: large(5)?,
            adds: large(6)?,
        })
    })?;
    Ok(shares.collect::<Result<_, _>>()?)
}

fn album(db: &Connection, of: ConnectionKey, share: AlbumShare) -> Result<PlanAlbum, IndexError> {
    let existing = match share.uses {
        Some(_) => None,
        None => albums::writable_of_title(db, of, &share.title)?,
    };
    let goes_on = rules::goes_on(share.used_items, share.new_files + share.adds);
    let sample = db
        .prepare_cached(
            "SELECT file.id FROM plan_folders folder JOIN plan_files file ON file.folder_id = folder.id \
             WHERE folder.album_id = ? AND file.verdict <> 'out' AND file.left_out = 0 \
             ORDER BY file.mime_type NOT IN ('image/jpeg', 'image/png', 'image/webp') LIMIT 1",
        )?
        .query_row([share.key.0], |row| row.get(0).map(PlanFileKey))
        .optional()?;
    let existing_items = match share.uses {
        Some(_) => narrow(share.used_items),
        None => 0,
    };
    Ok(PlanAlbum {
        key: share.key,
        files: narrow(share.new_files + share.adds),
        goes_on_in: (2..=goes_on + 1)
            .map(|part| rules::part_title(&share.title, part))
            .collect(),
        folder: share.folder,
        title: share.title,
        uses: share.uses,
        existing,
        existing_items,
        sample,
    })
}

fn from(db: &Connection, plan: PlanKey) -> Result<(Vec<String>, u32), IndexError> {
    let mut query =
        db.prepare_cached("SELECT name FROM plan_roots WHERE plan_id = ? ORDER BY loose, id")?;
    let mut names = query
        .query_map([plan.0], |row| row.get(0))?
        .collect::<Result<Vec<String>, _>>()?;
    let more = names.len().saturating_sub(FROM_SHOWN);
    names.truncate(FROM_SHOWN);
    Ok((names, narrow(more as u64)))
}

fn reasons(db: &Connection, plan: PlanKey) -> Result<Vec<PlanReason>, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT reason, count(*) FROM plan_files WHERE plan_id = ? AND verdict = 'out' GROUP BY reason ORDER BY 2 DESC, 1",
    )?;
    let found = query
        .query_map([plan.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(String, u32)>, _>>()?;
    let mut examples = db.prepare_cached(
        "SELECT file_name FROM plan_files WHERE plan_id = ? AND verdict = 'out' AND second = 0 AND reason = ? ORDER BY id LIMIT ?",
    )?;
    let mut reasons = Vec::with_capacity(found.len());
    for (reason, files) in found {
        let names = examples.query_map(params![plan.0, reason, EXAMPLES], |row| row.get(0))?;
        reasons.push(PlanReason {
            words: skip_of(&reason)
                .map(|why| skip_words_of_many(why, files))
                .unwrap_or_default(),
            files,
            examples: names.collect::<Result<_, _>>()?,
            reason,
        });
    }
    Ok(reasons)
}

fn skip_of(reason: &str) -> Option<Skip> {
    Skip::parse(reason)
}

/// A piece of the rows of a group; at most 500. The second half of a pair is in the row of the first.
pub fn rows(
    db: &Connection,
    plan: PlanKey,
    group: PlanGroup,
    offset: u32,
    limit: u32,
) -> Result<Vec<PlanRow>, IndexError> {
    let verdict = match group {
        PlanGroup::New => "new",
        PlanGroup::AlreadyThere => "there",
        PlanGroup::Doubled => "doubled",
        PlanGroup::StaysOut => "out",
    };
    // A pair is shown where its first half is; of a pair that is torn apart each half is shown by itself.
    let mut query = db.prepare_cached(
        "SELECT file.id, file.file_name, file.size_bytes, file.taken_ms, file.reason, file.left_out, file.pair, folder.path, \
           other.file_name, coalesce(other.size_bytes, 0), file.content_hash \
         FROM plan_files file JOIN plan_folders folder ON folder.id = file.folder_id \
         LEFT JOIN plan_files other ON other.id = file.partner_id AND other.verdict = file.verdict \
         WHERE file.plan_id = ? AND file.verdict = ? AND (file.second = 0 OR other.id IS NULL) \
         ORDER BY file.second, file.reason, file.id LIMIT ? OFFSET ?",
    )?;
    let rows = query
        .query_map(
            params![plan.0, verdict, limit.min(MAX_ROWS), offset],
            |row| Ok((read_row(row)?, row.get(4)?, row.get(10)?)),
        )?
        .collect::<Result<Vec<(PlanRow, Option<String>, Option<[u8; 32]>)>, _>>()?;
    let mut shown = Vec::with_capacity(rows.len());
    for (mut row, reason, hash) in rows {
        row.reason = match group {
            PlanGroup::New => None,
            PlanGroup::AlreadyThere => {
                Some(skip_words(Skip::AlreadyThere).replace("was not", "is not"))
            }
            PlanGroup::Doubled => same_as(db, plan, hash)?,
            PlanGroup::StaysOut => reason
                .as_deref()
                .and_then(skip_of)
                .map(|why| skip_words(why).to_owned()),
        };
        shown.push(row);
    }
    Ok(shown)
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<PlanRow> {
    let folder: String = row.get(7)?;
    let partner: Option<String> = row.get(8)?;
    let pair: Option<String> = row.get(6)?;
    Ok(PlanRow {
        key: PlanFileKey(row.get(0)?),
        file_name: row.get(1)?,
        pair: match pair.as_deref().filter(|_| partner.is_some()) {
            Some("live") => Some(PairKind::LivePhoto),
            Some(_) => Some(PairKind::RawAndJpeg),
            None => None,
        },
        partner,
        folder: uploads::text_to_path(&folder)
            .to_string_lossy()
            .into_owned(),
        size_bytes: uploads::from_sql(row.get(2)?) + uploads::from_sql(row.get(9)?),
        taken_ms: row.get(3)?,
        reason: None,
        left_out: row.get(5)?,
    })
}

fn same_as(
    db: &Connection,
    plan: PlanKey,
    hash: Option<[u8; 32]>,
) -> Result<Option<String>, IndexError> {
    let first = db
        .prepare_cached(
            "SELECT file.file_name, folder.name FROM plan_files file JOIN plan_folders folder ON folder.id = file.folder_id \
             WHERE file.plan_id = ? AND file.content_hash = ? AND file.verdict IN ('new', 'there') LIMIT 1",
        )?
        .query_row(params![plan.0, hash], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    Ok(first.map(|(name, folder)| {
        format!("The same photo or video as {name} in {folder}. Its bytes go up once.")
    }))
}
