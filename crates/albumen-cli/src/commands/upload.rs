//! `upload …`

use albumen_core::Core;
use albumen_core::view::{AlbumLayout, MissingDates, PlanKey, PlanOptions, PlanView};

use super::report::{self, Before, Extent};
use super::{albums_named, plan, progress};
use crate::args::{AlbumArgs, Dates, UploadArgs};
use crate::failure::Failure;
use crate::output::{self, Output};
use crate::terminal::{self, Lines};
use crate::words;

/// Up to so many files go up without a word before.
const WITHOUT_A_WORD: u32 = 20;

/// Plans, and unless only the plan was asked for puts the files in the queue and stays until nothing can go on by itself.
pub async fn run(core: &Core, args: UploadArgs, out: Output) -> Result<(), Failure> {
    refuse_missing(&args)?;
    refuse_unasked(&args)?;
    set_for_run(core, &args).await?;
    let layout = layout(core, &args.albums).await?;
    let key = core.plans().make(args.paths.clone(), None).await?;
    let view = decide(core, key, layout, &args).await?;
    if args.plan {
        out.print(&view, plan::lines);
        core.plans().discard(key).await?;
        return Ok(());
    }
    if view.new_files + view.already_there + view.doubled > WITHOUT_A_WORD && !out.is_json() {
        for line in plan::lines(&view) {
            output::note(&line);
        }
    }
    if args.ask && !agreed(&view).await {
        core.plans().discard(key).await?;
        return Err(Failure::Asked("Nothing was sent.".into()));
    }
    upload(core, key, &args, out).await
}

async fn upload(core: &Core, key: PlanKey, args: &UploadArgs, out: Output) -> Result<(), Failure> {
    let before = Before::of(core).await?;
    core.plans().start(key).await?;
    let view = progress::until_idle(core).await?;
    let extent = Extent {
        all: args.verbose,
        stayed: true,
    };
    let left = report::print(core, &view, &before, extent, out).await?;
    left.map_or(Ok(()), Err)
}

/// Who wants to be asked cannot be, where there is no terminal.
fn refuse_unasked(args: &UploadArgs) -> Result<(), Failure> {
    if args.ask && !args.plan && !terminal::is_there() {
        return Err(Failure::Asked(
            "There is no terminal to ask on. Nothing was sent. Leave --ask away to upload, or use --plan to look first."
                .into(),
        ));
    }
    Ok(())
}

fn refuse_missing(args: &UploadArgs) -> Result<(), Failure> {
    let missing: Vec<String> = args
        .paths
        .iter()
        .filter(|path| !path.exists())
        .map(|path| path.display().to_string())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::Asked(format!(
        "Not found: {}. Nothing was uploaded. Check the path and try again.",
        missing.join(", ")
    )))
}

/// What the arguments say about albums; none where they say nothing.
/// Into which albums, where the options say so.
pub async fn layout(core: &Core, args: &AlbumArgs) -> Result<Option<AlbumLayout>, Failure> {
    if args.no_album {
        return Ok(Some(AlbumLayout::None));
    }
    if args.per_folder {
        return Ok(Some(AlbumLayout::PerFolder {
            depth: args.depth,
            joined: args.join_names,
        }));
    }
    let Some(name) = &args.album else {
        return Ok(None);
    };
    match albums_named(core, name).await?.as_slice() {
        [] => Ok(Some(AlbumLayout::One {
            title: name.clone(),
        })),
        [album] => Ok(Some(AlbumLayout::Into { album: album.key })),
        several => {
            let keys: Vec<String> = several
                .iter()
                .map(|album| album.key.0.to_string())
                .collect();
            Err(Failure::Asked(format!(
                "There are {} albums called “{name}”. Nothing was uploaded. Name one by its number: {}",
                several.len(),
                keys.join(", ")
            )))
        }
    }
}

/// Waits until enough is known and decides what the arguments say.
async fn decide(
    core: &Core,
    key: PlanKey,
    layout: Option<AlbumLayout>,
    args: &UploadArgs,
) -> Result<PlanView, Failure> {
    let plans = core.plans();
    // Who is asked must see all of it; else the queue reads what is not read yet.
    let found = progress::until_ready(core, key, args.plan || args.ask).await?;
    let options = PlanOptions {
        albums: layout.unwrap_or(found.options.albums),
        dates: match args.dates {
            Dates::Leave => MissingDates::Leave,
            Dates::Name => MissingDates::FromName,
            Dates::NameOrTime => MissingDates::FromNameOrTime,
        },
        captions: !args.no_captions,
    };
    plans.set_options(key, options).await?;
    let view = plans.view(key).await?;
    if args.albums.new_albums {
        return Ok(view);
    }
    // The same command again, also after it was stopped, goes into the same albums.
    for album in view.albums.iter().filter(|album| album.existing.is_some()) {
        plans.use_album(key, album.key, album.existing).await?;
    }
    Ok(plans.view(key).await?)
}

/// Asks on the terminal.
async fn agreed(view: &PlanView) -> bool {
    let question = format!("Upload {}?", words::files(view.new_files));
    Lines::listen().agrees(&question).await
}

/// Sets what holds for this run only; what the person set is kept as it is.
async fn set_for_run(core: &Core, args: &UploadArgs) -> Result<(), Failure> {
    if args.parallel.is_none() && args.limit.is_none() {
        return Ok(());
    }
    let mut now = core.uploads().settings().await?;
    now.parallel = args.parallel.unwrap_or(now.parallel);
    now.limit_bytes_per_s = args.limit.or(now.limit_bytes_per_s);
    Ok(core.uploads().set_settings_for_now(now)?)
}
