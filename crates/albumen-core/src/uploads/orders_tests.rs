//! Any order of events and restarts ends with the same outcome. The real tables and the real moves run against a small Google:
//! it makes one media item of one set of bytes, and forgets a token after a day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use google_photos::{MediaItem, MediaKind, UploadUrl};
use proptest::prelude::*;
use rusqlite::params;

use super::adding::item_of;
use super::holds;
use super::moves::{set_offset, set_session};
use super::next::{Next, Wanted, next};
use super::outcomes::{keep, keep_added};
use super::pieces;
use super::read::Hashes;
use super::rows::{Session, Upload, select};
use super::rules::{
    FailKind, MAX_ATTEMPTS, Patience, Skip, Stage, StageName, TOKEN_LIFE_MS, Token,
};
use super::store::{self, Move};
use crate::index::memory;
use crate::ledger;
use crate::thumbs::Adopted;
use crate::view::{ConnectionKey, UploadKey, UploadSectionKind};

const OF: ConnectionKey = ConnectionKey(1);
const HOUR_MS: i64 = 60 * 60 * 1000;
const PATIENCE: Patience = Patience {
    gather_ms: 5_000,
    longest_ms: 600_000,
};

#[derive(Clone, Debug)]
enum Event {
    Read,
    Announce,
    /// A file that is being sent: all its bytes arrive and the answer does, or is lost.
    Arrives(usize),
    AnswerLost(usize),
    Chunk(usize),
    Waits(usize),
    Create,
    Created,
    CreateAnswerLost,
    CreateWaits,
    /// Google refuses the first of the batch for now.
    OneRefused,
    Add,
    Cancel(usize),
    LeaveOut(usize),
    Retry,
    DiskGone,
    DiskBack,
    AlbumFull,
    Passes(i64),
    Restart,
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => Just(Event::Read),
        6 => Just(Event::Announce),
        6 => any::<usize>().prop_map(Event::Arrives),
        1 => any::<usize>().prop_map(Event::AnswerLost),
        1 => any::<usize>().prop_map(Event::Chunk),
        1 => any::<usize>().prop_map(Event::Waits),
        4 => Just(Event::Create),
        4 => Just(Event::Created),
        2 => Just(Event::CreateAnswerLost),
        1 => Just(Event::CreateWaits),
        1 => Just(Event::OneRefused),
        2 => Just(Event::Add),
        1 => any::<usize>().prop_map(Event::Cancel),
        1 => any::<usize>().prop_map(Event::LeaveOut),
        1 => Just(Event::Retry),
        1 => Just(Event::DiskGone),
        2 => Just(Event::DiskBack),
        1 => Just(Event::AlbumFull),
        2 => prop_oneof![Just(1_000), Just(HOUR_MS), Just(25 * HOUR_MS)].prop_map(Event::Passes),
        2 => Just(Event::Restart),
    ]
}

/// Google, as far as it matters here.
#[derive(Default)]
struct Google {
    tokens: HashMap<String, (u8, i64)>,
    items: BTreeMap<u8, String>,
    albums: BTreeMap<i64, BTreeSet<String>>,
}

impl Google {
    fn take(&mut self, content: u8, now_ms: i64) -> Token {
        let token = format!("token-{}", self.tokens.len());
        self.tokens.insert(token.clone(), (content, now_ms));
        Token {
            token: token.as_str().into(),
            expires_ms: now_ms + TOKEN_LIFE_MS,
        }
    }

    fn make(&mut self, file: &Upload, now_ms: i64) -> Option<String> {
        let Stage::Creating(token) = &file.stage else {
            return None;
        };
        let (content, since_ms) = self.tokens.get(token.token.expose())?;
        if now_ms >= since_ms + TOKEN_LIFE_MS {
            return None;
        }
        let id = format!("item-{content}");
        let id = self.items.entry(*content).or_insert(id).clone();
        if let Some(album) = file.album {
            self.albums.entry(album.0).or_default().insert(id.clone());
        }
        Some(id)
    }
}

struct Engine {
    db: rusqlite::Connection,
    google: Google,
    now_ms: i64,
    sending: Vec<Upload>,
    creating: Vec<Upload>,
}

fn hash(content: u8) -> [u8; 32] {
    [content; 32]
}

fn content(file: &Upload) -> u8 {
    file.hashes.expect("a file that is sent was read").blake3[0]
}

impl Engine {
    /// Files by their content and album.
    fn new(files: &[(u8, Option<i64>)]) -> Self {
        let db = memory();
        db.execute_batch(
            "INSERT INTO connections (id, name, subject, email, account_name, client_id, client_kind, endpoint, scopes, signed_in_ms, secret_name)
               VALUES (1, 'Mara', 's', 'm@example.com', 'Mara', 'c', 'desktop', 'google', '', 0, 'n');
             INSERT INTO albums (id, connection_id, google_id, title, writable, first_seen_ms, last_seen_ms)
               VALUES (1, 1, 'one', 'One', 1, 0, 0), (2, 1, 'two', 'Two', 1, 0, 0);
             INSERT INTO upload_batches (id, connection_id, made_ms) VALUES (1, 1, 0);",
        )
        .unwrap();
        for (nth, (content, album)) in files.iter().enumerate() {
            db.execute(
                "INSERT INTO uploads (batch_id, connection_id, album_id, path, root, file_name, size_bytes, modified_ms, mime_type, stage, changed_ms)
                   VALUES (1, 1, ?1, ?2, '/disk', ?2, ?3, 0, 'image/jpeg', 'found', 0)",
                params![album, format!("/disk/{nth}-{content}"), 10 + i64::from(*content)],
            )
            .unwrap();
        }
        Self {
            db,
            google: Google::default(),
            now_ms: 1_800_000_000_000,
            sending: Vec::new(),
            creating: Vec::new(),
        }
    }

    fn next(&self) -> Next {
        let wanted = Wanted {
            now_ms: self.now_ms,
            found: 3,
            hashed: 3,
            batch: Some(PATIENCE),
        };
        next(&self.db, OF, wanted).unwrap()
    }

    fn go(&mut self, file: &Upload, from: StageName, to: &Stage, with: Move) -> bool {
        let tx = self.db.transaction().unwrap();
        let moved = store::move_to(&tx, file.key, from, to, with, self.now_ms).unwrap();
        tx.commit().unwrap();
        moved
    }

    fn again(&mut self, file: &Upload, from: StageName, to: &Stage) {
        let attempts = file.attempts + 1;
        if attempts > MAX_ATTEMPTS {
            let failed = Stage::Failed(FailKind::GoogleFailed);
            self.go(file, from, &failed, Move::default());
        } else {
            let with = Move {
                attempts,
                retry_at_ms: Some(self.now_ms + 2_000),
                ..Move::default()
            };
            self.go(file, from, to, with);
        }
    }

    fn read(&mut self) {
        for file in self.next().found {
            let name = file.path.to_string_lossy().into_owned();
            let content = name.rsplit('-').next().unwrap().parse().unwrap();
            let with = Move {
                hashes: Some(Hashes {
                    blake3: hash(content),
                    sha1: None,
                }),
                ..Move::default()
            };
            self.go(&file, StageName::Found, &Stage::Hashed, with);
        }
    }

    fn announce(&mut self) {
        let next = self.next();
        for (file, item, lacks) in next.known {
            let to = if lacks {
                Stage::Adding { item }
            } else {
                Stage::Skipped {
                    why: Skip::AlreadyThere,
                    item: Some(item),
                }
            };
            self.go(&file, StageName::Hashed, &to, Move::default());
        }
        for file in next.hashed {
            let bytes = hash(content(&file));
            let settled = store::is_under_way(&self.db, OF, &bytes).unwrap()
                || store::known_item(&self.db, OF, &bytes).unwrap().is_some();
            let with = Move {
                attempts: file.attempts,
                ..Move::default()
            };
            if !settled && self.go(&file, StageName::Hashed, &Stage::Sending, with) {
                self.sending.push(file);
            }
        }
    }

    fn take_sending(&mut self, nth: usize) -> Option<Upload> {
        let count = self.sending.len();
        (count > 0).then(|| self.sending.remove(nth % count))
    }

    fn create(&mut self) {
        if !self.creating.is_empty() {
            return;
        }
        for mut file in self.next().batch {
            let Stage::Sent(token) = file.stage.clone() else {
                panic!("a batch holds what is at Google")
            };
            let good = token.is_good(self.now_ms);
            let to = if good {
                Stage::Creating(token)
            } else {
                Stage::Hashed
            };
            let with = Move {
                attempts: file.attempts,
                ..Move::default()
            };
            if self.go(&file, StageName::Sent, &to, with) && good {
                file.stage = to;
                self.creating.push(file);
            }
        }
    }

    fn created(&mut self, refused: usize) {
        for (nth, file) in std::mem::take(&mut self.creating).into_iter().enumerate() {
            if nth < refused {
                self.again(&file, StageName::Creating, &file.stage_sent());
                continue;
            }
            match self.google.make(&file, self.now_ms) {
                Some(id) => {
                    let item = media_item(&id, &file.name);
                    let tx = self.db.transaction().unwrap();
                    let at = crate::watching::Moment::now(&crate::Clock::by_hand(self.now_ms));
                    keep(&tx, &file, &item, &Adopted::default(), &at).unwrap();
                    tx.commit().unwrap();
                }
                None => {
                    self.go(&file, StageName::Creating, &Stage::Hashed, Move::default());
                }
            }
        }
    }

    fn add(&mut self) {
        for file in self.next().adding {
            let item = item_of(&file).unwrap().to_owned();
            assert!(
                self.google.items.values().any(|made| *made == item),
                "only what Google has is put into albums"
            );
            let album = file.album.unwrap().0;
            self.google.albums.entry(album).or_default().insert(item);
            let tx = self.db.transaction().unwrap();
            keep_added(&tx, &file, self.now_ms).unwrap();
            tx.commit().unwrap();
        }
    }

    /// What the person does to a row, wherever it stands.
    fn person(&mut self, nth: usize, cancel: bool) {
        let count: i64 = self
            .db
            .query_row("SELECT count(*) FROM uploads", [], |row| row.get(0))
            .unwrap();
        let key = UploadKey(1 + i64::try_from(nth).unwrap_or(0).rem_euclid(count));
        let tx = self.db.transaction().unwrap();
        let file = pieces::one(&tx, key).unwrap().unwrap();
        let stopped = if cancel {
            pieces::cancel(&tx, &file, self.now_ms).unwrap()
        } else {
            pieces::leave_out(&tx, &file, self.now_ms).unwrap()
        };
        tx.commit().unwrap();
        if stopped {
            self.sending.retain(|sending| sending.key != key);
        }
    }

    fn retry(&mut self) {
        let tx = self.db.transaction().unwrap();
        for (section, reason) in [
            (UploadSectionKind::Cancelled, None),
            (UploadSectionKind::LeftOut, Some("by_person")),
            (UploadSectionKind::Failed, Some("google_failed")),
        ] {
            for file in pieces::next(&tx, OF, section, reason, UploadKey(0)).unwrap() {
                store::move_to(
                    &tx,
                    file.key,
                    file.stage,
                    &Stage::Found,
                    Move::default(),
                    self.now_ms,
                )
                .unwrap();
            }
        }
        tx.commit().unwrap();
    }

    fn restart(&mut self) {
        self.sending.clear();
        self.creating.clear();
        let tx = self.db.transaction().unwrap();
        for stage in store::CUT_OFF {
            let mut after = Some(UploadKey(0));
            while let Some(key) = after {
                after = store::rearm(&tx, stage, key, self.now_ms).unwrap();
            }
        }
        tx.commit().unwrap();
    }

    fn disk(&mut self, gone: bool) {
        let root = std::path::Path::new("/disk");
        let tx = self.db.transaction().unwrap();
        if gone {
            for stage in ["found", "hashed"] {
                holds::hold_root(&tx, OF, stage, root, UploadKey(0)).unwrap();
            }
        } else {
            holds::release_root(&tx, OF, root).unwrap();
            // Whoever freed the album let its files go on.
            tx.execute(
                "UPDATE uploads SET hold = NULL WHERE hold = 'album_full'",
                [],
            )
            .unwrap();
        }
        tx.commit().unwrap();
    }

    fn meet(&mut self, event: &Event) {
        match *event {
            Event::Read => self.read(),
            Event::Announce => self.announce(),
            Event::Arrives(nth) => {
                if let Some(file) = self.take_sending(nth) {
                    let token = self.google.take(content(&file), self.now_ms);
                    self.go(
                        &file,
                        StageName::Sending,
                        &Stage::Sent(token),
                        Move::default(),
                    );
                }
            }
            Event::AnswerLost(nth) => {
                if let Some(file) = self.take_sending(nth) {
                    self.google.take(content(&file), self.now_ms);
                    self.again(&file, StageName::Sending, &Stage::Hashed);
                }
            }
            Event::Chunk(nth) => {
                if let Some(file) = self.take_sending(nth) {
                    let session = Session {
                        url: UploadUrl::from("https://example.com/session"),
                        granularity_bytes: 1,
                        began_ms: self.now_ms,
                    };
                    let tx = self.db.transaction().unwrap();
                    set_session(&tx, file.key, Some(&session)).unwrap();
                    set_offset(&tx, file.key, 5).unwrap();
                    tx.commit().unwrap();
                    self.sending.push(file);
                }
            }
            Event::Waits(nth) => {
                if let Some(file) = self.take_sending(nth) {
                    self.go(&file, StageName::Sending, &Stage::Hashed, Move::default());
                }
            }
            Event::Create => self.create(),
            Event::Created => self.created(0),
            Event::OneRefused => self.created(1),
            Event::CreateAnswerLost => {
                for file in std::mem::take(&mut self.creating) {
                    self.google.make(&file, self.now_ms);
                    self.again(&file, StageName::Creating, &file.stage_sent());
                }
            }
            Event::CreateWaits => {
                for file in std::mem::take(&mut self.creating) {
                    self.go(
                        &file,
                        StageName::Creating,
                        &file.stage_sent(),
                        Move::default(),
                    );
                }
            }
            Event::Add => self.add(),
            Event::Cancel(nth) => self.person(nth, true),
            Event::LeaveOut(nth) => self.person(nth, false),
            Event::Retry => self.retry(),
            Event::DiskGone => self.disk(true),
            Event::DiskBack => self.disk(false),
            Event::AlbumFull => {
                let tx = self.db.transaction().unwrap();
                holds::hold_album(&tx, OF, crate::view::AlbumKey(1)).unwrap();
                tx.commit().unwrap();
            }
            Event::Passes(ms) => self.now_ms += ms,
            Event::Restart => self.restart(),
        }
        self.nothing_is_done_that_is_not_there();
    }

    fn rows(&self) -> Vec<Upload> {
        select(&self.db, "1 ORDER BY id", &[]).unwrap()
    }

    fn nothing_is_done_that_is_not_there(&self) {
        for file in self.rows() {
            let (Stage::Done { item }
            | Stage::Skipped {
                item: Some(item), ..
            }) = &file.stage
            else {
                continue;
            };
            assert!(self.google.items.values().any(|made| made == item));
            if let Some(album) = file.album {
                assert!(
                    self.google.albums[&album.0].contains(item),
                    "{} says done and is not in its album",
                    file.name
                );
            }
        }
    }

    /// Everything can be reached, nothing more happens from outside.
    fn come_to_rest(&mut self) {
        for _ in 0..200 {
            self.disk(false);
            self.retry();
            self.read();
            self.announce();
            while let Some(file) = self.take_sending(0) {
                let token = self.google.take(content(&file), self.now_ms);
                self.go(
                    &file,
                    StageName::Sending,
                    &Stage::Sent(token),
                    Move::default(),
                );
            }
            self.create();
            self.created(0);
            self.add();
            self.now_ms += 60_000;
            if self
                .rows()
                .iter()
                .all(|file| matches!(file.stage.name(), StageName::Done | StageName::Skipped))
            {
                return;
            }
        }
        panic!("it does not come to rest: {:?}", self.rows());
    }
}

impl Upload {
    fn stage_sent(&self) -> Stage {
        match &self.stage {
            Stage::Creating(token) => Stage::Sent(token.clone()),
            other => other.clone(),
        }
    }
}

fn media_item(id: &str, name: &str) -> MediaItem {
    MediaItem {
        id: id.into(),
        description: String::new(),
        product_url: None,
        base_url: None,
        mime_type: "image/jpeg".to_owned(),
        file_name: name.to_owned(),
        created: None,
        width_px: None,
        height_px: None,
        camera_make: None,
        camera_model: None,
        kind: MediaKind::Unknown,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_order_of_events_and_restarts_ends_with_the_same_outcome(
        files in prop::collection::vec((0u8..4, prop_oneof![Just(None), Just(Some(1)), Just(Some(2))]), 1..9),
        events in prop::collection::vec(any_event(), 0..80),
    ) {
        let mut engine = Engine::new(&files);
        for event in &events {
            engine.meet(event);
        }
        // The process ends and begins once more.
        engine.restart();
        engine.come_to_rest();

        let contents: BTreeSet<u8> = files.iter().map(|(content, _)| *content).collect();
        prop_assert_eq!(engine.google.items.keys().copied().collect::<BTreeSet<_>>(), contents.clone(), "each once");
        for (album, held) in &engine.google.albums {
            let meant: BTreeSet<String> = files
                .iter()
                .filter(|(_, into)| *into == Some(*album))
                .map(|(content, _)| format!("item-{content}"))
                .collect();
            prop_assert_eq!(held, &meant, "each in its album, and nothing else");
        }
        for content in contents {
            let entry = ledger::entry(&engine.db, OF, &hash(content)).unwrap();
            let entry = entry.expect("what went up is on record");
            let item = format!("item-{content}");
            prop_assert!(entry.stands);
            prop_assert_eq!(entry.google_id, item);
        }
        let secrets: i64 = engine.db.query_row(
            "SELECT count(*) FROM uploads WHERE upload_token IS NOT NULL OR session_url IS NOT NULL", [], |row| row.get(0),
        ).unwrap();
        prop_assert_eq!(secrets, 0, "no token stays behind");
    }
}

#[test]
fn an_unknown_stage_is_an_error_and_never_a_default() {
    let engine = Engine::new(&[(1, None)]);
    engine
        .db
        .execute("UPDATE uploads SET stage = 'uploading'", [])
        .unwrap();
    let read = select(&engine.db, "1", &[]);
    assert!(
        matches!(read, Err(crate::index::IndexError::UnknownWord { .. })),
        "a guess could send a file twice"
    );
}
