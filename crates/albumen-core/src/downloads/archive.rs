//! All files of a download in one archive. They are gathered in a hidden folder beside it first, so that a download into an
//! archive goes on where it stopped like any other; then they are stored in it, not compressed: pictures are already.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Transaction;
use tokio_util::sync::CancellationToken;
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::store::{self, Download};
use super::{Inner, names};
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::view::{DownloadId, DownloadState};
use crate::whole_file::places as files;

/// The hidden folder in which the files of a download are gathered.
pub(super) fn gathered(id: DownloadId) -> String {
    format!(".albumen-{}.gathered", id.0)
}

/// The name of an archive: one that every system takes.
pub(super) fn file_name(wished: &str) -> String {
    names::path(&names::plain(wished), ".zip")
}

impl Inner {
    /// Puts what was gathered into the archive, and the archive in its place.
    pub(super) async fn pack(&self, download: &Download, job: &JobHandle) -> Result<(), CoreError> {
        let Some(name) = download.zip.clone() else {
            return Ok(());
        };
        job.note("Putting the files into the archive.");
        let folder = download.folder.clone();
        let from = folder.join(gathered(download.id));
        let part = folder.join(format!(".albumen-{}-zip.part", download.id.0));
        let stop = job.cancellation();
        let packing = tokio::task::spawn_blocking(move || -> Result<Option<String>, CoreError> {
            if !from.is_dir() {
                return Ok(None);
            }
            let written = packed(&from, &part, &stop);
            if let Err(error) = written {
                // What is half written only takes room.
                let _ = fs::remove_file(&part);
                return match stop.is_cancelled() {
                    true => Err(CoreError::Cancelled),
                    false => Err(CoreError::file(&part, error)),
                };
            }
            let mut number = 1;
            loop {
                let free = files::free_name(&folder, &name, number);
                let (place, next) = free.ok_or(CoreError::FolderNotUsable)?;
                number = next;
                let placed = files::place(&part, &place, None);
                if placed.map_err(|error| CoreError::file(&place, error))? {
                    // Where it cannot be removed it only takes room.
                    let _ = fs::remove_dir_all(&from);
                    let name = place.file_name().map(|name| name.to_string_lossy());
                    return Ok(name.map(|name| name.into_owned()));
                }
            }
        });
        let named = packing.await.map_err(|_| CoreError::Closed)??;
        let (id, now_ms) = (download.id, self.frame.clock.now_ms());
        let done = move |tx: &Transaction<'_>| {
            if let Some(name) = &named {
                store::name_zip(tx, id, name)?;
            }
            let view = store::one(tx, id)?;
            let said = view.map(|view| super::rules::told(&view));
            let (from, to) = (DownloadState::Packing, DownloadState::Done);
            store::step(tx, id, from, to, said.as_deref(), now_ms)
        };
        self.frame.index.write(done).await?;
        Ok(())
    }
}

fn packed(from: &Path, part: &Path, stop: &CancellationToken) -> io::Result<()> {
    let mut archive = ZipWriter::new(BufWriter::with_capacity(1024 * 1024, File::create(part)?));
    let entries = WalkDir::new(from).sort_by_file_name();
    for entry in entries {
        let entry = entry?;
        let inside = entry.path().strip_prefix(from).ok().and_then(Path::to_str);
        let Some(inside) = inside.filter(|_| entry.file_type().is_file()) else {
            continue;
        };
        if stop.is_cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if is_a_part(entry.path()) {
            continue;
        }
        let known = entry.metadata()?;
        let mut options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(known.len() >= u64::from(u32::MAX));
        if let Some(time) = known.modified().ok().and_then(zip_time) {
            options = options.last_modified_time(time);
        }
        archive.start_file(inside.replace('\\', "/"), options)?;
        io::copy(
            &mut BufReader::with_capacity(1024 * 1024, File::open(entry.path())?),
            &mut archive,
        )?;
    }
    let out = archive.finish()?;
    out.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()
}

fn is_a_part(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| name.starts_with(".albumen-") && name.ends_with(".part"))
}

/// A time as archives have it: of no zone, from 1980 on, in steps of two seconds.
fn zip_time(time: std::time::SystemTime) -> Option<DateTime> {
    let at = Timestamp::try_from(time)
        .ok()?
        .to_zoned_datetime(TimeZone::UTC);
    let small = |part: i8| u8::try_from(part).ok();
    DateTime::from_date_and_time(
        u16::try_from(at.year()).ok()?,
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
    .ok()
}

/// Where the archive lies.
pub(super) fn place(download: &Download) -> Option<PathBuf> {
    Some(download.folder.join(download.zip.as_ref()?))
}
