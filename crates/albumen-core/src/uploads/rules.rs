//! Where a file of the upload queue stands and what may follow: types, decisions, arithmetic. No I/O and no clock.

use google_photos::{RefusalKind, UploadToken};

/// How long Google honours an upload token. Source: <https://developers.google.com/photos/library/guides/upload-media>
pub const TOKEN_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
/// A token is not offered in the last minutes of its life: the call that carries it takes its time too.
pub const TOKEN_MARGIN_MS: i64 = 10 * 60 * 1000;
/// Media items in one `mediaItems.batchCreate`, and ids in one `albums.batchAddMediaItems`.
/// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate>
pub const MAX_BATCH: usize = 50;
/// A file below this size goes up in one request; one from this size on in chunks, so that a cut costs a chunk at most.
pub const RAW_BELOW_BYTES: u64 = 20 * 1024 * 1024;
/// How long a resumable upload is gone on with. Google names no life of a session; a token lives as long.
pub const SESSION_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
/// Google: items that one album holds.
/// Source: <https://developers.google.com/photos/library/guides/manage-albums>
pub const MAX_ALBUM_ITEMS: u32 = 20_000;
/// How often a file is tried before it counts as failed, where another try may help.
pub const MAX_ATTEMPTS: u32 = 5;
/// How often Google's "internal error" for one item is tried again.
pub const MAX_CREATE_RETRIES: u32 = 2;

/// Where one file stands. A stage is in the index before the step it announces begins.
#[derive(Clone, Debug)]
pub enum Stage {
    /// It was found on disk and its type is one Google takes.
    Found,
    /// Its content hash is known.
    Hashed,
    /// Its bytes are being sent.
    Sending,
    /// Its bytes are at Google under this token.
    Sent(Token),
    /// It is being made a media item.
    Creating(Token),
    /// It is in the library already and is being put in the album.
    Adding {
        /// Google's id of the media item.
        item: String,
    },
    /// It is a media item.
    Done {
        /// Google's id of the media item.
        item: String,
    },
    /// Nothing was sent, for this reason.
    Skipped {
        /// Why.
        why: Skip,
        /// The media item that holds these bytes already.
        item: Option<String>,
    },
    /// It failed.
    Failed(FailKind),
    /// The person cancelled it.
    Cancelled,
}

/// An upload token and the end of its life. The token is a secret and is in no `Debug`.
#[derive(Clone, Debug)]
pub struct Token {
    /// What Google answered to the bytes.
    pub token: UploadToken,
    /// When it dies, Unix milliseconds.
    pub expires_ms: i64,
}

impl Token {
    /// Whether it can be offered now.
    pub fn is_good(&self, now_ms: i64) -> bool {
        now_ms < self.expires_ms - TOKEN_MARGIN_MS
    }
}

/// The name of a stage in the index. Only the stage, without its data: what compare-and-set compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StageName {
    /// [`Stage::Found`]
    Found,
    /// [`Stage::Hashed`]
    Hashed,
    /// [`Stage::Sending`]
    Sending,
    /// [`Stage::Sent`]
    Sent,
    /// [`Stage::Creating`] and [`Stage::Adding`]: the latter has an item and no token.
    Creating,
    /// [`Stage::Done`]
    Done,
    /// [`Stage::Skipped`]
    Skipped,
    /// [`Stage::Failed`]
    Failed,
    /// [`Stage::Cancelled`]
    Cancelled,
}

impl StageName {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Found,
        Self::Hashed,
        Self::Sending,
        Self::Sent,
        Self::Creating,
        Self::Done,
        Self::Skipped,
        Self::Failed,
        Self::Cancelled,
    ];

    /// As it is written in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Hashed => "hashed",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Creating => "creating",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The stage of this name; an unknown name is for the caller to report, never a default.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == name)
    }

    /// Whether the file still has a way to go.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Found | Self::Hashed | Self::Sending | Self::Sent | Self::Creating
        )
    }

    /// Whether a file may go from this stage to `next`.
    pub fn may_become(self, next: Self) -> bool {
        use StageName::*;
        match (self, next) {
            // The person, or a file that vanished, can end any open stage.
            (from, Cancelled | Failed) => from.is_open(),
            (Found, Hashed | Skipped) => true,
            // Found: the file changed, so all that was learned of it is void.
            (Found, Found) => true,
            (Hashed, Sending | Creating | Skipped | Found) => true,
            // Skipped: the person leaves it out.
            (Sending, Sent | Hashed | Found | Skipped) => true,
            (Sent, Creating | Hashed | Found | Skipped) => true,
            (Creating, Creating | Done | Sent | Skipped | Hashed | Found) => true,
            (Failed | Cancelled, Found) => true,
            // The person leaves a failed file out, and takes that back.
            (Failed, Skipped) | (Skipped, Found) => true,
            _ => false,
        }
    }
}

impl Stage {
    /// Its name in the index.
    pub fn name(&self) -> StageName {
        match self {
            Self::Found => StageName::Found,
            Self::Hashed => StageName::Hashed,
            Self::Sending => StageName::Sending,
            Self::Sent(_) => StageName::Sent,
            Self::Creating(_) | Self::Adding { .. } => StageName::Creating,
            Self::Done { .. } => StageName::Done,
            Self::Skipped { .. } => StageName::Skipped,
            Self::Failed(_) => StageName::Failed,
            Self::Cancelled => StageName::Cancelled,
        }
    }

    /// The stage to go on from when the process died in this one.
    pub fn after_restart(self, now_ms: i64) -> Self {
        match self {
            // Google: one media item per set of bytes, so the same upload token may be offered again.
            Self::Sent(token) | Self::Creating(token) if token.is_good(now_ms) => Self::Sent(token),
            Self::Sent(_) | Self::Creating(_) => Self::Hashed,
            // A raw upload has no middle: bytes that were under way are sent anew.
            Self::Sending => Self::Hashed,
            // Adding an item that is in the album already changes nothing.
            settled => settled,
        }
    }
}

/// Why nothing was sent for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Skip {
    /// The library has these bytes already.
    AlreadyThere,
    /// It has no bytes.
    Empty,
    /// It is named like a picture or video and is something else.
    NotWhatItSays,
    /// Google does not take its type.
    Unsupported,
    /// A photo above Google's limit.
    PhotoTooLarge,
    /// A video above Google's limit.
    VideoTooLarge,
    /// It is a link to a folder.
    FolderLink,
    /// The system does not let Albumen read it.
    Unreadable,
    /// The person left it out.
    ByPerson,
}

impl Skip {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::AlreadyThere,
        Self::Empty,
        Self::NotWhatItSays,
        Self::Unsupported,
        Self::PhotoTooLarge,
        Self::VideoTooLarge,
        Self::FolderLink,
        Self::Unreadable,
        Self::ByPerson,
    ];

    /// As it is written in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AlreadyThere => "already_there",
            Self::Empty => "empty",
            Self::NotWhatItSays => "not_what_it_says",
            Self::Unsupported => "unsupported",
            Self::PhotoTooLarge => "photo_too_large",
            Self::VideoTooLarge => "video_too_large",
            Self::FolderLink => "folder_link",
            Self::Unreadable => "unreadable",
            Self::ByPerson => "by_person",
        }
    }

    /// The reason of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == name)
    }
}

/// Why a file failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailKind {
    /// Google could not read it.
    Damaged,
    /// It is not where it was.
    Vanished,
    /// The system does not let Albumen read it any more.
    Unreadable,
    /// It kept changing while it was sent.
    KeepsChanging,
    /// The album it should go to is gone or takes nothing from Albumen.
    AlbumGone,
    /// Google's servers failed again and again.
    GoogleFailed,
    /// Google took the bytes and told nothing about the item, again and again.
    NoResult,
    /// Google refused it.
    Refused,
}

impl FailKind {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Damaged,
        Self::Vanished,
        Self::Unreadable,
        Self::KeepsChanging,
        Self::AlbumGone,
        Self::GoogleFailed,
        Self::NoResult,
        Self::Refused,
    ];

    /// As it is written in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Vanished => "vanished",
            Self::Unreadable => "unreadable",
            Self::KeepsChanging => "keeps_changing",
            Self::AlbumGone => "album_gone",
            Self::GoogleFailed => "google_failed",
            Self::NoResult => "no_result",
            Self::Refused => "refused",
        }
    }

    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What becomes of one item of a batch that Google refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Google had these bytes already, and did not say as which item.
    AlreadyThere,
    /// Try again after a while.
    Again,
    /// It failed for good.
    Failed(FailKind),
}

/// What the refusal of one item means, after `attempts` tries in vain.
pub fn refused(kind: RefusalKind, attempts: u32) -> Refused {
    let may_repeat = attempts < MAX_CREATE_RETRIES;
    match kind {
        RefusalKind::AlreadyExists => Refused::AlreadyThere,
        RefusalKind::Internal | RefusalKind::Missing if may_repeat => Refused::Again,
        RefusalKind::Internal => Refused::Failed(FailKind::GoogleFailed),
        RefusalKind::Missing => Refused::Failed(FailKind::NoResult),
        RefusalKind::Unsupported => Refused::Failed(FailKind::Damaged),
        RefusalKind::NotAllowed | RefusalKind::Other => Refused::Failed(FailKind::Refused),
    }
}

/// How long to wait before try number `attempts` (from 1): `first_ms`, doubling, at most 64 times as long.
pub fn backoff_ms(attempts: u32, first_ms: i64) -> i64 {
    first_ms.saturating_mul(1 << attempts.saturating_sub(1).min(6))
}

/// How long one chunk of a resumable upload is, in bytes: a 16th of the file, at least 8 MiB and at most 64 MiB. Always a
/// multiple of the granularity that Google named. Between two chunks the line stands still for a moment, so they are not small.
pub fn chunk_bytes(size_bytes: u64, granularity_bytes: u64) -> u64 {
    const MIB: u64 = 1024 * 1024;
    let granularity = granularity_bytes.max(1);
    let wanted = size_bytes.div_ceil(16).max(8 * MIB);
    let most = (64 * MIB / granularity).max(1) * granularity;
    wanted.next_multiple_of(granularity).min(most)
}

/// How long files that are at Google wait for others to become media items together with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For files that take long: large ones, and those that wait for another try.
    pub gather_ms: i64,
    /// For any file.
    pub longest_ms: i64,
}

/// The files of one album whose bytes are at Google, and what else is on its way into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// How many are ready.
    pub ready: usize,
    /// How many of these, from the first, have nothing before them in the queue that is still coming.
    pub in_order: usize,
    /// The same, leaving out of account what takes long.
    pub in_order_but_slow: usize,
    /// Whether a file that takes not long is still coming.
    pub quick_coming: bool,
    /// Whether any file is still coming.
    pub any_coming: bool,
    /// How long the first of the ready ones has waited.
    pub waited_ms: i64,
}

/// How many files of an album are made media items now, or `Err` with how long to wait for more.
///
/// Google allows few requests a day, so a batch is full unless nothing more is coming; and an album gets its items in the
/// order of the queue, unless that would mean to wait for a file that takes long.
pub fn batch_size(gathered: Gathered, patience: Patience) -> Result<usize, i64> {
    let some = gathered.ready.min(MAX_BATCH);
    let only_slow = !gathered.quick_coming || gathered.in_order_but_slow >= MAX_BATCH;
    let wait_ms = if only_slow {
        patience.gather_ms.min(patience.longest_ms)
    } else {
        patience.longest_ms
    };
    if gathered.ready == 0 {
        Ok(0)
    } else if gathered.in_order >= MAX_BATCH
        || !gathered.any_coming
        || gathered.waited_ms >= wait_ms
    {
        Ok(some)
    } else {
        Err(wait_ms - gathered.waited_ms)
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
