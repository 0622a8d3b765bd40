//! Safekeeping: what of a folder on this computer is in Google Photos, and on what proof.
//!
//! A check walks a folder as an upload would and keeps what lies there, with the hash of every photo and video. What became
//! of them at Google is looked up whenever the report is read, so it gets truer as syncs run. Nothing in a folder is ever
//! changed, and nothing is deleted.

mod ask;
mod check;
mod export;
mod place;
mod rules;
mod store;
mod work;

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::plans::survey;
use crate::uploads::{path_to_text, text_to_path};
use crate::view::{
    ConnectionKey, JobId, ListFormat, SafekeepingFiles, SafekeepingFilter, SafekeepingFolder,
    SafekeepingHead,
};
use store::{Chosen, ReportKey};
use work::Work;

/// Google: so many items can be named in one request.
const AT_ONCE: usize = 50;
/// The longest piece of files that is given at once.
const MOST_FILES: u32 = 500;
const NO_REPORT: CoreError = CoreError::NotFound { what: "report" };

/// Reports on folders. Clones share them.
#[derive(Clone)]
pub struct Safekeeping {
    frame: Frame,
    connections: Connections,
    under_way: Arc<Mutex<HashMap<Work, JobId>>>,
}

impl Safekeeping {
    /// Where the limits of every report are, in sentences for the person.
    pub const LIMITS: [&str; 4] = rules::LIMITS;
    /// What is to be said beside them where the connection is the sample library.
    pub const SAMPLE_LIMIT: &str = rules::SAMPLE_LIMIT;

    pub(crate) fn new(frame: Frame, connections: Connections) -> Self {
        Self {
            frame,
            connections,
            under_way: Arc::default(),
        }
    }

    /// Deletes what checks left behind that were cut off.
    pub(crate) async fn take_up(&self) -> Result<(), CoreError> {
        let old = self.frame.index.write_quietly(store::end_open).await?;
        self.drop_all(old);
        Ok(())
    }

    /// Checks a folder and all below it. The report of it that there is stays until the new one is whole; cancelling the job
    /// leaves that one. A check of the folder that runs already is not begun again.
    ///
    /// Errors: `NotFound` where there is no such connection, `FolderRefused` where there is no such folder.
    pub async fn check(&self, of: ConnectionKey, folder: &str) -> Result<JobId, CoreError> {
        self.connections.get(of).await?;
        let given = text_to_path(folder);
        let found = tokio::task::spawn_blocking(move || survey::folder(&given)).await;
        let path = found
            .map_err(|_| CoreError::Closed)?
            .ok_or_else(|| CoreError::FolderRefused {
                why: "There is no such folder. Nothing was checked, and earlier reports are kept. Connect its disk, or choose another folder.".to_owned(),
            })?;
        let text = path_to_text(&path).ok_or_else(|| CoreError::FolderRefused {
            why: "The name of this folder cannot be kept. Nothing was checked. Rename it, then check it again.".to_owned(),
        })?;
        let work = Work {
            of,
            folder: text,
            asks: false,
        };
        self.begin(work, move |this, job, work| async move {
            let end = this.check_folder(&path, &work, &job).await;
            (job, end)
        })
    }

    /// Asks Google about every item of a report, 50 in a request: those it shows count as seen, those it does not know as
    /// not found.
    ///
    /// Errors: `NotFound` where there is no such report.
    pub async fn ask(&self, of: ConnectionKey, folder: &str) -> Result<JobId, CoreError> {
        let (folder, report) = self.find(of, folder).await?;
        let work = Work {
            of,
            folder,
            asks: true,
        };
        self.begin(work, move |this, job, work| async move {
            let end = this.ask_about(work.of, report, &job).await;
            (job, end)
        })
    }

    /// How many requests [`Safekeeping::ask`] would take.
    ///
    /// Errors: `NotFound` where there is no such report.
    pub async fn forecast(&self, of: ConnectionKey, folder: &str) -> Result<u32, CoreError> {
        Ok(self.report(of, folder).await?.requests_to_ask)
    }

    /// The reports of a connection, by folder.
    pub async fn reports(&self, of: ConnectionKey) -> Result<Vec<SafekeepingHead>, CoreError> {
        let read = self.frame.index.read(move |db| store::heads(db, of));
        Ok(read.await?)
    }

    /// The report of a folder.
    ///
    /// Errors: `NotFound`.
    pub async fn report(
        &self,
        of: ConnectionKey,
        folder: &str,
    ) -> Result<SafekeepingHead, CoreError> {
        let (_, report) = self.find(of, folder).await?;
        let read = self
            .frame
            .index
            .read(move |db| store::head_of(db, of, report));
        read.await?.ok_or(NO_REPORT)
    }

    /// Takes a report away. Nothing else goes with it.
    ///
    /// Errors: `NotFound`.
    pub async fn forget(&self, of: ConnectionKey, folder: &str) -> Result<(), CoreError> {
        let (_, report) = self.find(of, folder).await?;
        let end = move |tx: &rusqlite::Transaction<'_>| store::end(tx, report);
        self.frame.index.write(end).await?;
        self.drop_all(vec![report]);
        Ok(())
    }

    /// The folders of a report with files of their own, counting those that the filter lets through.
    ///
    /// Errors: `NotFound`.
    pub async fn folders(
        &self,
        of: ConnectionKey,
        folder: &str,
        filter: SafekeepingFilter,
    ) -> Result<Vec<SafekeepingFolder>, CoreError> {
        let chosen = self.chosen(of, folder, filter, None).await?;
        let read = self.frame.index.read(move |db| store::folders(db, &chosen));
        Ok(read.await?)
    }

    /// A piece of the files of a report: so many after the first ones, at most 500. With `within` only those that lie
    /// directly in that folder of it, as [`Safekeeping::folders`] names it.
    ///
    /// Errors: `NotFound`.
    pub async fn files(
        &self,
        of: ConnectionKey,
        folder: &str,
        filter: SafekeepingFilter,
        within: Option<String>,
        (after, limit): (u32, u32),
    ) -> Result<SafekeepingFiles, CoreError> {
        let chosen = self.chosen(of, folder, filter, within).await?;
        let read = self.frame.index.read(move |db| {
            Ok(SafekeepingFiles {
                total: store::total(db, &chosen)?,
                files: store::files(db, &chosen, (after, limit.min(MOST_FILES)))?,
            })
        });
        Ok(read.await?)
    }

    /// Writes the files of a report to a file: as CSV with a line of names as RFC 4180 has it, or as an object whose head
    /// says what the report is and where its limits are. The file is whole or not touched. Gives how many rows it holds.
    ///
    /// Errors: `NotFound`, and `File` and `DiskFull` where the file cannot be written.
    pub async fn export(
        &self,
        of: ConnectionKey,
        folder: &str,
        filter: SafekeepingFilter,
        form: ListFormat,
        to: &Path,
    ) -> Result<u32, CoreError> {
        let chosen = self.chosen(of, folder, filter, None).await?;
        let path = to.to_owned();
        let read = self
            .frame
            .index
            .read(move |db| Ok(export::to_file(db, &chosen, form, &path)));
        read.await?.map_err(|trouble| trouble.of(to))
    }

    /// As [`Safekeeping::export`], into whatever takes bytes.
    pub async fn write_to(
        &self,
        of: ConnectionKey,
        folder: &str,
        filter: SafekeepingFilter,
        form: ListFormat,
        mut out: impl Write + Send + 'static,
    ) -> Result<u32, CoreError> {
        let chosen = self.chosen(of, folder, filter, None).await?;
        let read = self
            .frame
            .index
            .read(move |db| Ok(export::write(db, &chosen, form, &mut out)));
        read.await?
            .map_err(|trouble| trouble.of(Path::new("output")))
    }

    async fn chosen(
        &self,
        of: ConnectionKey,
        folder: &str,
        filter: SafekeepingFilter,
        within: Option<String>,
    ) -> Result<Chosen, CoreError> {
        let (_, report) = self.find(of, folder).await?;
        Ok(Chosen {
            of,
            report,
            filter,
            within,
        })
    }

    /// The report of a folder, by its text as it was given out, or by another path that leads there.
    async fn find(
        &self,
        of: ConnectionKey,
        folder: &str,
    ) -> Result<(String, ReportKey), CoreError> {
        let text = folder.to_owned();
        let exact = self
            .frame
            .index
            .read(move |db| Ok(store::find(db, of, &text)?.map(|report| (text, report))));
        if let Some(found) = exact.await? {
            return Ok(found);
        }
        let given = text_to_path(folder);
        let real = tokio::task::spawn_blocking(move || survey::folder(&given)).await;
        let real = real.map_err(|_| CoreError::Closed)?;
        let text = real.and_then(|path| path_to_text(&path)).ok_or(NO_REPORT)?;
        let read = self
            .frame
            .index
            .read(move |db| Ok(store::find(db, of, &text)?.map(|report| (text, report))));
        read.await?.ok_or(NO_REPORT)
    }

    /// Deletes the rows of reports that nobody sees any more. What is left is deleted after the next start.
    fn drop_all(&self, reports: Vec<ReportKey>) {
        let index = self.frame.index.clone();
        self.frame.tasks.spawn_until_stopped(async move {
            for report in reports {
                let mut more = Ok(true);
                while let Ok(true) = more {
                    more = index
                        .write_quietly(move |tx| store::drop_piece(tx, report))
                        .await;
                }
                if let Err(error) = more {
                    tracing::debug!(%error, "an old report was not deleted");
                }
            }
        });
    }
}
