//! One check: walks the folder, reads what was not read before, shows the report when it is whole.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use futures::StreamExt as _;
use tokio_util::sync::CancellationToken;

use super::Safekeeping;
use super::rules::{self, Why};
use super::store::{self, Placed, ReportKey, ToRead, WasRead};
use super::work::{End, Work};
use crate::error::CoreError;
use crate::jobs::JobHandle;
use crate::plans::survey::{Looked, Survey};
use crate::uploads::{self, FailKind, ReadFailure, Seen};

/// Files read at the same time.
const PARALLEL_READS: usize = 2;
/// Files whose keys are held while they are read.
const READ_PIECE: u32 = 256;
/// Hashes written in one transaction.
const GROUP: usize = 16;

impl Safekeeping {
    /// Checks a folder. Where it comes to nothing, the report of before stays.
    pub(super) async fn check_folder(&self, path: &Path, work: &Work, job: &JobHandle) -> End {
        let (of, folder, now) = (work.of, work.folder.clone(), self.frame.clock.now_ms());
        let begun = self
            .frame
            .index
            .write_quietly(move |tx| store::begin(tx, of, &folder, now))
            .await;
        let report = match begun {
            Ok(report) => report,
            Err(error) => return CoreError::from(error).into(),
        };
        let shown = match self.fill(path, report, job).await {
            Ok(_) if job.cancelled() => Ok(None),
            Ok(files) => self.show(work, report).await.map(|()| Some(files)),
            Err(error) => Err(error),
        };
        match shown {
            Ok(Some(1)) => return End::Done("1 file checked.".to_owned()),
            Ok(Some(files)) => return End::Done(format!("{files} files checked.")),
            Ok(None) | Err(_) => {}
        }
        let ended = self
            .frame
            .index
            .write_quietly(move |tx| store::end(tx, report))
            .await;
        if ended.is_ok() {
            self.drop_all(vec![report]);
        }
        match shown {
            Err(error) => error.into(),
            Ok(_) => End::Stopped("Stopped. The report from before is kept."),
        }
    }

    async fn show(&self, work: &Work, report: ReportKey) -> Result<(), CoreError> {
        let (of, folder) = (work.of, work.folder.clone());
        let shown = self
            .frame
            .index
            .write(move |tx| store::show(tx, of, &folder, report));
        if let Some(before) = shown.await? {
            self.drop_all(vec![before]);
        }
        Ok(())
    }

    /// Fills a report. Gives how many files it has.
    async fn fill(
        &self,
        path: &Path,
        report: ReportKey,
        job: &JobHandle,
    ) -> Result<u32, CoreError> {
        let index = &self.frame.index;
        let cancelled = job.cancellation();
        let mut survey = Survey::of(index, path, cancelled.clone()).await?;
        let mut found = 0;
        while let Some(piece) = survey.next().await? {
            if cancelled.is_cancelled() {
                return Ok(0);
            }
            found += piece.len();
            let root = path.to_owned();
            let placing = tokio::task::spawn_blocking(move || place(&root, piece));
            let piece = placing.await.map_err(|_| CoreError::Closed)?;
            let now = self.frame.clock.now_ms();
            index
                .write_quietly(move |tx| store::insert(tx, report, &piece, now))
                .await?;
            job.note(&format!("{found} files found"));
        }
        let counts = index.read(move |db| store::counts(db, report));
        let (files, left) = counts.await?;
        self.read_all(report, (files, left), job).await?;
        let counts = index.read(move |db| store::counts(db, report));
        Ok(counts.await?.0)
    }

    async fn read_all(
        &self,
        report: ReportKey,
        (files, left): (u32, u32),
        job: &JobHandle,
    ) -> Result<(), CoreError> {
        let cancelled = job.cancellation().child_token();
        // When the engine closes, whoever reads a large file stops too.
        let _stops = cancelled.clone().drop_guard();
        let (mut done, mut after) = (files - left.min(files), 0);
        job.running();
        job.progress(done.into(), Some(files.into()));
        while !cancelled.is_cancelled() {
            let next = self
                .frame
                .index
                .read(move |db| store::to_read(db, report, after, READ_PIECE));
            let piece = next.await?;
            let Some(last) = piece.last() else { break };
            after = last.id;
            let mut reading = futures::stream::iter(piece)
                .map(|file| read_one(file, cancelled.clone()))
                .buffer_unordered(PARALLEL_READS);
            let mut group = Vec::with_capacity(GROUP);
            while let Some(read) = reading.next().await {
                done += u32::from(read.is_some());
                group.extend(read);
                job.progress(done.into(), Some(files.into()));
                if group.len() >= GROUP {
                    self.keep(std::mem::take(&mut group)).await?;
                }
            }
            self.keep(group).await?;
        }
        Ok(())
    }

    async fn keep(&self, group: Vec<(ToRead, WasRead)>) -> Result<(), CoreError> {
        let now = self.frame.clock.now_ms();
        let kept = self
            .frame
            .index
            .write_quietly(move |tx| store::keep_read(tx, &group, now));
        Ok(kept.await?)
    }
}

/// What each file of a piece is in the report. Blocks.
fn place(root: &Path, piece: Vec<Looked>) -> Vec<Placed> {
    let place = |looked: Looked| {
        let entry = rules::entry(root, &looked);
        let reason = entry.out.as_ref().map(|(_, why)| match why {
            Why::Says(words) => (*words).to_owned(),
            Why::AskSystem => why_unreadable(&looked.met.path),
        });
        Placed {
            looked,
            entry,
            reason,
        }
    };
    piece.into_iter().map(place).collect()
}

/// What the system says of a file or folder that cannot be read. Blocks.
fn why_unreadable(path: &Path) -> String {
    let tried = fs::metadata(path).and_then(|metadata| match metadata.is_dir() {
        true => fs::read_dir(path).map(|_| 0),
        false => File::open(path).and_then(|mut file| file.read(&mut [0])),
    });
    match tried {
        Ok(_) => rules::NOT_READ.to_owned(),
        Err(error) => rules::system_words(&error),
    }
}

async fn read_one(file: ToRead, cancelled: CancellationToken) -> Option<(ToRead, WasRead)> {
    if cancelled.is_cancelled() {
        return None;
    }
    let reading = tokio::task::spawn_blocking(move || {
        let seen = Seen {
            size_bytes: file.facts.size_bytes,
            modified_ms: file.facts.modified_ns / 1_000_000,
        };
        let was = match uploads::hash(&file.path, seen, || !cancelled.is_cancelled()) {
            Ok(hashes) => WasRead::Hashes(hashes),
            Err(ReadFailure::Failed(FailKind::Vanished)) => WasRead::Gone,
            Err(ReadFailure::Failed(_)) => WasRead::Unreadable(why_unreadable(&file.path)),
            Err(ReadFailure::Changed(_)) => {
                WasRead::Unreadable(rules::CHANGED_MEANWHILE.to_owned())
            }
            Err(ReadFailure::Stopped) => return None,
        };
        Some((file, was))
    });
    reading.await.ok().flatten()
}
