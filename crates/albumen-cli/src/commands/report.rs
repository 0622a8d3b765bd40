//! What became of the files, read in pieces however many there are.

use albumen_core::Core;
use albumen_core::view::{
    QueueState, UploadRow, UploadSection, UploadSectionKind, UploadStage, UploadTotals, UploadsView,
};

use crate::failure::Failure;
use crate::output::{self, Output, harmless};
use crate::words;

/// Rows read at a time.
const PIECE: u32 = 500;
/// Files that went up that are listed.
const DONE_LISTED: u32 = 20;

/// The queue before a command put anything in it: what was over then was reported then.
pub struct Before {
    totals: UploadTotals,
    /// Rows up to this key were over.
    over: i64,
}

impl Before {
    /// As it stands now.
    pub async fn of(core: &Core) -> Result<Self, Failure> {
        let view = core.uploads().view().await?;
        let (mut last, mut first_open) = (0, None::<i64>);
        for section in &view.sections {
            let ends = [
                piece(core, section, 0, 1).await?,
                piece(core, section, section.files.saturating_sub(1), 1).await?,
            ];
            for row in ends.iter().flatten() {
                last = last.max(row.key.0);
                if is_open(row.stage) {
                    first_open = Some(first_open.map_or(row.key.0, |key| key.min(row.key.0)));
                }
            }
        }
        Ok(Self {
            totals: view.totals,
            over: first_open.map_or(last, |open| last.min(open - 1)),
        })
    }

    /// Nothing was over.
    pub fn nothing() -> Self {
        Self {
            totals: UploadTotals::default(),
            over: 0,
        }
    }
}

fn is_open(stage: UploadStage) -> bool {
    matches!(
        stage,
        UploadStage::Waiting | UploadStage::Hashing | UploadStage::Sending | UploadStage::Creating
    )
}

/// A piece of the rows of a section.
pub async fn piece(
    core: &Core,
    section: &UploadSection,
    offset: u32,
    limit: u32,
) -> Result<Vec<UploadRow>, Failure> {
    let uploads = core.uploads();
    Ok(uploads
        .rows(section.kind, section.reason.clone(), offset, limit)
        .await?)
}

/// Prints what became of the files since then, and what keeps the queue from being through where the command stayed for that.
/// Gives this as well.
pub async fn print(
    core: &Core,
    view: &UploadsView,
    before: &Before,
    extent: Extent,
    out: Output,
) -> Result<Option<Failure>, Failure> {
    let mut totals = view.totals.clone();
    only_since(&mut totals, &before.totals);
    let mut lines = Lines::begin(out, &totals, &view.state);
    let mut some_left = false;
    for section in &view.sections {
        let limit = match section.kind {
            UploadSectionKind::Done if !extent.all => DONE_LISTED,
            _ => u32::MAX,
        };
        let mut listed = 0;
        'section: for offset in (0..section.files).step_by(PIECE.min(limit) as usize) {
            if output::is_over() {
                break;
            }
            let rows = piece(core, section, offset, PIECE.min(limit)).await?;
            for row in rows.iter().filter(|row| row.key.0 > before.over) {
                if listed >= limit {
                    break 'section;
                }
                some_left |= matches!(row.stage, UploadStage::Failed | UploadStage::LeftOut);
                lines.row(row);
                listed += 1;
            }
        }
    }
    let left = match extent.stayed {
        true => Failure::of_queue(view, some_left || (output::is_over() && totals.failed > 0)),
        false => None,
    };
    lines.end(&totals, left.as_ref());
    Ok(left)
}

/// What a report is of.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// List every file that went up.
    pub all: bool,
    /// The command stayed until nothing could go on by itself: it says what is left, and ends with it.
    pub stayed: bool,
}

/// Rows as they come: lines, or the parts of one JSON object.
pub struct Lines {
    json: bool,
    rows: u64,
}

impl Lines {
    /// Begins.
    pub fn begin(out: Output, totals: &UploadTotals, state: &QueueState) -> Self {
        if out.is_json() {
            output::line(&format!(
                "{{\"totals\": {},\n\"state\": {},\n\"files\": [",
                json(totals),
                json(state)
            ));
        }
        Self {
            json: out.is_json(),
            rows: 0,
        }
    }

    /// One row.
    pub fn row(&mut self, row: &UploadRow) {
        if self.json {
            let comma = if self.rows > 0 { "," } else { "" };
            output::line(&format!("{comma}{}", json(row)));
        } else {
            output::line(&harmless(&line(row)));
        }
        self.rows += 1;
    }

    /// Ends, with why it is not done.
    pub fn end(self, totals: &UploadTotals, left: Option<&Failure>) {
        if self.json {
            let error = left.map(|failure| format!(", \"error\": {}", failure.as_json()));
            output::line(&format!("]{}}}", error.unwrap_or_default()));
            return;
        }
        let verb = if totals.files == 1 { "is" } else { "are" };
        output::line(&format!(
            "{} of {} {verb} in Google Photos.",
            words::thousands(totals.done.into()),
            words::files(totals.files)
        ));
    }
}

fn json<T: serde::Serialize>(value: &T) -> String {
    // Every view is plain data, which always has a JSON form.
    serde_json::to_string(value).unwrap_or_default()
}

fn only_since(now: &mut UploadTotals, then: &UploadTotals) {
    now.files = now
        .files
        .saturating_sub(then.files.saturating_sub(then.left));
    now.done = now.done.saturating_sub(then.done);
    now.already_there = now.already_there.saturating_sub(then.already_there);
    now.failed = now.failed.saturating_sub(then.failed);
    now.left_out = now.left_out.saturating_sub(then.left_out);
    now.cancelled = now.cancelled.saturating_sub(then.cancelled);
}

fn line(row: &UploadRow) -> String {
    let stage = match row.stage {
        UploadStage::Done => "uploaded",
        UploadStage::AlreadyThere => "already there",
        UploadStage::LeftOut => "left out",
        UploadStage::Failed => "failed",
        UploadStage::Cancelled => "cancelled",
        UploadStage::Waiting
        | UploadStage::Hashing
        | UploadStage::Sending
        | UploadStage::Creating => "waiting",
    };
    match &row.reason {
        Some(reason) => format!("{stage:13}  {}  {reason}", row.file_name),
        None => format!("{stage:13}  {}", row.file_name),
    }
}
