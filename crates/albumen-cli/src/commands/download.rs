//! `download …`

use albumen_core::Core;
use albumen_core::view::{
    DownloadOutcome, DownloadRequest, DownloadRow, DownloadRows, DownloadState, DownloadView,
    DownloadWhat, ItemKey, SidecarKind,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{find_album, progress};
use crate::args::{DownloadArgs, Sidecar};
use crate::failure::Failure;
use crate::output::{self, Output};
use crate::words;

/// Downloads, waits for the end, and says what came.
pub async fn run(core: &Core, args: DownloadArgs, out: Output) -> Result<(), Failure> {
    let request = DownloadRequest {
        what: what(core, &args).await?,
        to: args.to.to_string_lossy().into_owned(),
        template: args.template,
        sidecar: args.sidecar.map(|kind| match kind {
            Sidecar::Xmp => SidecarKind::Xmp,
            Sidecar::Json => SidecarKind::Json,
        }),
        write_missing: args.write_missing,
        zip: args.zip,
    };
    let downloads = core.downloads();
    if args.dry_run {
        return forecast(core, &request, out).await;
    }
    let id = downloads.start(request).await?;
    let ended = progress::until_downloaded(core, id).await?;
    if ended.state != DownloadState::Done {
        let sentence = ended.message;
        return Err(Failure::Asked(
            sentence.unwrap_or_else(|| "It was stopped.".to_owned()),
        ));
    }
    if args.list {
        let mut after = None;
        loop {
            let rows = downloads.rows(id, DownloadRows::All, after).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.position);
            for line in output::table(&rows.iter().map(row).collect::<Vec<_>>()) {
                output::note(&line);
            }
        }
    }
    let place = downloads.place(id).await?;
    out.print(&ended, |view| lines(view, &place.to_string_lossy()));
    let mut after = None;
    loop {
        let rows = downloads.rows(id, DownloadRows::NotCome, after).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.position);
        for row in &rows {
            let reason = row.reason.as_deref().unwrap_or_default();
            output::note(&format!("{}: {reason}", row.file_name));
        }
    }
    match ended.failed + ended.left_out {
        0 => Ok(()),
        _ => Err(Failure::SomeNotFetched),
    }
}

async fn what(core: &Core, args: &DownloadArgs) -> Result<DownloadWhat, Failure> {
    let since_ms = args.since.map(|day| midnight_ms(day, TimeZone::UTC));
    let added_since_ms = args
        .added_since
        .map(|day| midnight_ms(day, TimeZone::system()));
    if !args.items.is_empty() {
        let items = args.items.iter().copied().map(ItemKey).collect();
        return Ok(DownloadWhat::Items { items });
    }
    if let Some(album) = &args.album {
        let album = find_album(core, album).await?.key;
        return Ok(DownloadWhat::Album { album });
    }
    if let Some(text) = &args.search {
        return Ok(DownloadWhat::Search { text: text.clone() });
    }
    if args.all || since_ms.is_some() || added_since_ms.is_some() {
        return Ok(DownloadWhat::Everything {
            since_ms,
            added_since_ms,
        });
    }
    Err(Failure::Asked(
        "Say what to download: items by their numbers, --album, --search, --since, --added-since or --all."
            .to_owned(),
    ))
}

/// When a day begins. What a camera wrote has no zone and counts as UTC; what Albumen saw, it saw on the person's day.
fn midnight_ms(day: Date, zone: TimeZone) -> i64 {
    day.to_zoned_datetime(zone)
        .map_or(0, |midnight| midnight.timestamp().as_millisecond())
}

async fn forecast(core: &Core, request: &DownloadRequest, out: Output) -> Result<(), Failure> {
    let names = core.downloads().names(request).await?;
    if let Some(problem) = names.problem {
        return Err(Failure::Asked(problem));
    }
    let forecast = core.downloads().forecast(request).await?;
    out.print(&forecast, |forecast| {
        let mut lines = vec![
            format!("{} in all", words::files(forecast.items)),
            format!("{} there already", words::files(forecast.there)),
            format!(
                "{} copied from this computer ({})",
                words::files(forecast.originals),
                words::size(forecast.original_bytes)
            ),
            format!(
                "{} from Google, of {} a day; {} left today",
                words::files(forecast.copies),
                words::thousands(forecast.loads_a_day.into()),
                words::thousands(forecast.loads_left.into())
            ),
        ];
        if forecast.days > 1 {
            lines.push(format!("It takes {} days.", forecast.days));
        }
        lines.extend(names.names.iter().map(|name| format!("  {}", name.path)));
        lines
    });
    Ok(())
}

fn lines(view: &DownloadView, place: &str) -> Vec<String> {
    let mut lines = vec![format!(
        "{} downloaded ({}) to {place}",
        words::files(view.copies + view.originals),
        words::size(view.bytes),
    )];
    if view.originals > 0 {
        lines.push(format!(
            "{} of them originals from this computer",
            words::thousands(view.originals.into())
        ));
    }
    if view.moved > 0 {
        lines.push(format!(
            "{} moved to the new name",
            words::files(view.moved)
        ));
    }
    if view.there > 0 {
        lines.push(format!("{} there already", words::files(view.there)));
    }
    let not = view.failed + view.left_out;
    if not > 0 {
        lines.push(format!("{} did not come", words::files(not)));
    }
    lines
}

fn row(row: &DownloadRow) -> Vec<String> {
    let outcome = match row.outcome {
        DownloadOutcome::Waiting => "waiting",
        DownloadOutcome::Copy => "Google's copy",
        DownloadOutcome::Original => "original",
        DownloadOutcome::There => "there",
        DownloadOutcome::Moved => "moved",
        DownloadOutcome::Failed | DownloadOutcome::LeftOut => "did not come",
    };
    vec![outcome.to_owned(), row.path.clone()]
}
