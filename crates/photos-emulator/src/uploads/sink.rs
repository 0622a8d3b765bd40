//! Streams bodies to files and hashes what arrives as it arrives. Memory does not grow with the size of an upload, and
//! nothing is read a second time.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
};

use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD};
use futures::StreamExt;
use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::resumable::GRANULARITY;
use crate::{account::Who, app::App, error::ApiError, random};

/// What is known of the bytes so far.
#[derive(Clone, Default)]
struct State {
    length: u64,
    blake3: blake3::Hasher,
    /// Only where the client announced one.
    sha1: Option<Sha1>,
}

impl State {
    fn take(&mut self, piece: &[u8]) {
        self.length += piece.len() as u64;
        self.blake3.update(piece);
        if let Some(sha1) = &mut self.sha1 {
            sha1.update(piece);
        }
    }
}

/// The bytes of one upload. Their file is removed unless it is kept.
pub(super) struct Part {
    path: PathBuf,
    kept: bool,
    file: Option<File>,
    /// Bytes from here on are hashed and not written.
    keep_bytes: u64,
    announced_sha1: Option<String>,
    now: State,
    /// As it was at the last whole multiple of the granularity.
    whole: State,
}

impl Part {
    /// Nothing yet.
    pub(super) fn new(app: &App, announced_sha1: Option<String>) -> Self {
        let state = State {
            sha1: announced_sha1.as_ref().map(|_| Sha1::new()),
            ..State::default()
        };
        Self {
            path: app.dirs.parts.join(random::token("part-", 15)),
            kept: false,
            file: None,
            keep_bytes: app.faults.keep_bytes(),
            announced_sha1,
            now: state.clone(),
            whole: state,
        }
    }

    /// Bytes so far.
    pub(super) fn length(&self) -> u64 {
        self.now.length
    }

    /// Bytes so far, without those behind the last whole multiple of the granularity.
    pub(super) fn whole_length(&self) -> u64 {
        self.whole.length
    }

    /// Forgets what is behind the last whole multiple of the granularity.
    pub(super) fn back_to_whole(&mut self) {
        self.now = self.whole.clone();
    }

    /// Opens the file where it is to go on.
    fn open(&mut self) -> io::Result<()> {
        let at = self.now.length.min(self.keep_bytes);
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(
                OpenOptions::new()
                    .create(true)
                    .truncate(false)
                    .write(true)
                    .open(&self.path)?,
            ),
        };
        file.set_len(at)?;
        file.seek(io::SeekFrom::Start(at)).map(|_| ())
    }

    /// Takes bytes. The page cache has them at once, so this is done where the bytes come in.
    fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        let room = self.keep_bytes.saturating_sub(self.now.length);
        let kept = piece.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        if let (Some(file), Some(kept)) = (&mut self.file, piece.get(..kept)) {
            file.write_all(kept)?;
        }
        let mut rest = piece;
        while !rest.is_empty() {
            let to_whole = usize::try_from(GRANULARITY - self.now.length % GRANULARITY);
            let (first, more) = rest.split_at(rest.len().min(to_whole.unwrap_or(usize::MAX)));
            self.now.take(first);
            if self.now.length.is_multiple_of(GRANULARITY) {
                self.whole = self.now.clone();
            }
            rest = more;
        }
        Ok(())
    }

    /// Gives the file its final name.
    fn keep_as(mut self, to: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, to)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Why a body was not written to its end.
pub(super) enum Stopped {
    /// The client went away. What came before, in whole multiples of the granularity, stays.
    Broken,
    /// More bytes than announced or allowed. Nothing of the body stays.
    TooLong,
    Disk(io::Error),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Adds a body to a part. `multiple`: a body that does not end at a multiple of the granularity is as if it had never
/// come; says whether it stayed.
pub(super) async fn write(
    part: &mut Part,
    most: u64,
    multiple: bool,
    body: Body,
) -> Result<bool, Stopped> {
    part.open()?;
    let before = (part.now.clone(), part.whole.clone());
    let mut stream = body.into_data_stream();
    while let Some(piece) = stream.next().await {
        let Ok(piece) = piece else {
            part.back_to_whole();
            return Err(Stopped::Broken);
        };
        if part.now.length + piece.len() as u64 > most {
            (part.now, part.whole) = before;
            return Err(Stopped::TooLong);
        }
        part.take(&piece)?;
    }
    let stays = !multiple || part.now.length.is_multiple_of(GRANULARITY);
    if !stays {
        (part.now, part.whole) = before;
    }
    Ok(stays)
}

/// Complete bytes.
#[derive(Debug, Clone)]
pub(super) struct Complete {
    /// BLAKE3 in hexadecimal: the name of the file, and what two equal uploads are known by.
    pub(super) blake3: String,
    pub(super) size_bytes: u64,
    /// Whether all of it is in the file.
    pub(super) is_whole: bool,
}

/// The SHA-256 of a file, in hexadecimal.
pub(crate) fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut sha256 = <Sha256 as sha2::Digest>::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let count = file.read(&mut buffer)?;
        match buffer.get(..count) {
            Some(piece) if count > 0 => sha2::Digest::update(&mut sha256, piece),
            _ => return Ok(random::hex(&sha2::Digest::finalize(sha256))),
        }
    }
}

/// The BLAKE3 of a file, in hexadecimal.
pub(crate) fn blake3_of(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Makes complete bytes into an upload: checks the announced SHA-1, gives a token.
pub(super) fn finish(app: &App, who: Who, part: Part, name: String) -> Result<String, ApiError> {
    let found = part
        .now
        .sha1
        .clone()
        .map(|sha1| STANDARD.encode(sha1.finalize()));
    let announced = part.announced_sha1.as_deref();
    if announced.map(|sha1| sha1.trim_end_matches('='))
        != found.as_deref().map(|sha1| sha1.trim_end_matches('='))
    {
        return Err(ApiError::invalid(
            "User-provided checksum does not match received payload content.",
        ));
    }
    if part.length() == 0 {
        return Err(ApiError::invalid("The upload has no content."));
    }
    let complete = Complete {
        blake3: part.now.blake3.finalize().to_hex().to_string(),
        size_bytes: part.length(),
        is_whole: part.length() <= part.keep_bytes,
    };
    // Order: the name says what the bytes are, so an equal file may be replaced at any time.
    part.keep_as(&app.dirs.uploads.join(&complete.blake3))
        .map_err(|error| ApiError::disk(&error))?;
    let mut world = app.world();
    let token = world.uploads.give(who, complete, name);
    world.touch();
    Ok(token)
}
