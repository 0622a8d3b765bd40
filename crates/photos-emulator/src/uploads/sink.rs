//! Streams bodies to files and hashes what arrived. Memory does not grow with the size of an upload.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD};
use futures::StreamExt;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tokio::{
    fs::OpenOptions,
    io::{AsyncSeekExt, AsyncWriteExt},
};

use crate::{account::Who, app::App, error::ApiError, random};

/// A file that is removed unless it is kept.
pub(super) struct Part {
    pub(super) path: PathBuf,
    kept: bool,
}

impl Part {
    pub(super) fn new(app: &App) -> Self {
        Self {
            path: app.dirs.parts.join(random::token("part-", 15)),
            kept: false,
        }
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
    /// The client went away.
    Broken,
    /// More bytes than announced or allowed.
    TooLong,
    Disk(io::Error),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Writes a body at `offset`, which becomes the end of what was there. `wrote` hears the new length after each piece.
pub(super) async fn write(
    path: &Path,
    offset: u64,
    most: u64,
    body: Body,
    wrote: impl Fn(u64),
) -> Result<u64, Stopped> {
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(false)
        .open(path)
        .await?;
    file.set_len(offset).await?;
    file.seek(io::SeekFrom::Start(offset)).await?;
    let mut length = offset;
    let mut stream = body.into_data_stream();
    while let Some(piece) = stream.next().await {
        let Ok(piece) = piece else {
            file.flush().await?;
            return Err(Stopped::Broken);
        };
        if length + piece.len() as u64 > most {
            return Err(Stopped::TooLong);
        }
        file.write_all(&piece).await?;
        file.flush().await?;
        length += piece.len() as u64;
        wrote(length);
    }
    Ok(length)
}

struct Hashes {
    sha1_base64: String,
    sha256_hex: String,
    size_bytes: u64,
}

fn hashes(path: &Path) -> io::Result<Hashes> {
    let mut file = File::open(path)?;
    let (mut sha1, mut sha256, mut size_bytes) = (Sha1::default(), Sha256::new(), 0);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let count = file.read(&mut buffer)?;
        let piece = buffer.get(..count).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        sha1::Digest::update(&mut sha1, piece);
        sha256.update(piece);
        size_bytes += count as u64;
    }
    let sha1_base64 = STANDARD.encode(sha1::Digest::finalize(sha1));
    Ok(Hashes {
        sha1_base64,
        sha256_hex: random::hex(&sha256.finalize()),
        size_bytes,
    })
}

/// The SHA-256 of a file, in hexadecimal.
pub(crate) fn sha256_of(path: &Path) -> io::Result<String> {
    hashes(path).map(|hashes| hashes.sha256_hex)
}

/// Makes complete bytes into an upload: checks the announced SHA-1, gives a token.
pub(super) async fn finish(
    app: &std::sync::Arc<App>,
    who: Who,
    part: Part,
    sha1: Option<String>,
    name: String,
) -> Result<String, ApiError> {
    let uploads = app.dirs.uploads.clone();
    let done = tokio::task::spawn_blocking(move || {
        let found = hashes(&part.path)?;
        let matches = sha1.is_none_or(|sha1| {
            sha1.trim_end_matches('=') == found.sha1_base64.trim_end_matches('=')
        });
        if matches && found.size_bytes > 0 {
            // Order: the name says what the bytes are, so an equal file may be replaced at any time.
            part.keep_as(&uploads.join(&found.sha256_hex))?;
        }
        io::Result::Ok((found, matches))
    });
    let (found, matches) = done
        .await
        .unwrap_or_else(|error| Err(io::Error::other(error)))
        .map_err(|error| ApiError::disk(&error))?;
    if !matches {
        return Err(ApiError::invalid(
            "User-provided checksum does not match received payload content.",
        ));
    }
    if found.size_bytes == 0 {
        return Err(ApiError::invalid("The upload has no content."));
    }
    let mut world = app.world();
    let token = world
        .uploads
        .give(who, found.sha256_hex, found.size_bytes, name);
    world.touch();
    Ok(token)
}
