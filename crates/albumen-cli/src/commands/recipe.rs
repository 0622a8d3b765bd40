//! `recipe …`

use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use albumen_core::view::{
    RecipeAsk, RecipeSpec, RecipeTry, RecipeView, RunState, RunStepState, RunView,
};
use albumen_core::{Core, CoreEvent};

use crate::args::RecipeCommand;
use crate::failure::Failure;
use crate::output::{self, Output};

/// Does what was asked.
pub async fn run(core: &Core, command: RecipeCommand, out: Output) -> Result<(), Failure> {
    let recipes = core.recipes();
    match command {
        RecipeCommand::List => {
            let all = recipes.list().await?;
            out.print(&all, |all| {
                output::table(&all.iter().map(row).collect::<Vec<_>>())
            });
        }
        RecipeCommand::Show { recipe } => out.print(&find(core, &recipe).await?, shown),
        RecipeCommand::Save { file, change } => {
            let key = match change {
                Some(which) => Some(find(core, &which).await?.key),
                None => None,
            };
            out.print(&recipes.save(key, read(file).await?).await?, shown);
        }
        RecipeCommand::On { recipe, allow } => {
            let found = find(core, &recipe).await?;
            ask_about(core, &found, allow).await?;
            out.print(&recipes.set_on(found.key, true).await?, shown);
        }
        RecipeCommand::Off { recipe } => {
            let found = find(core, &recipe).await?;
            out.print(&recipes.set_on(found.key, false).await?, shown);
        }
        RecipeCommand::Run { dry: Some(recipe) } => {
            let found = find(core, &recipe).await?;
            let tries = recipes.try_on(&found.spec).await?;
            out.print(&tries, |tries| tries.iter().flat_map(tried).collect());
        }
        RecipeCommand::Run { dry: None } => run_now(core, out).await?,
        RecipeCommand::History { recipe, limit } => {
            let found = find(core, &recipe).await?;
            let runs = recipes.history(found.key, 0, limit).await?;
            out.print(&runs, |runs| runs.iter().flat_map(told).collect());
        }
    }
    Ok(())
}

/// Does what there is to do, says what recipes say, and how they stand then.
async fn run_now(core: &Core, out: Output) -> Result<(), Failure> {
    let mut events = core.events();
    let recipes = core.recipes();
    recipes.start();
    let saying = async {
        loop {
            // What was missed is in the history.
            if let Ok(CoreEvent::RecipeSays { recipe, text }) = events.recv().await {
                output::note(&format!("{recipe}: {text}"));
            }
        }
    };
    tokio::select! {
        settled = recipes.settled() => settled?,
        () = saying => {}
    }
    let all = recipes.list().await?;
    out.print(&all, |all| {
        output::table(&all.iter().map(row).collect::<Vec<_>>())
    });
    Ok(())
}

/// Shows what was not allowed yet in full, and takes the person's word for it.
async fn ask_about(core: &Core, recipe: &RecipeView, allow: bool) -> Result<(), Failure> {
    let asks: Vec<&RecipeAsk> = recipe
        .reading
        .asks
        .iter()
        .filter(|ask| !ask.is_allowed())
        .collect();
    if asks.is_empty() {
        return Ok(());
    }
    for ask in asks {
        match ask {
            RecipeAsk::Command { program, args, .. } => {
                output::note(&format!("This recipe runs:  {program}"));
                for arg in args {
                    output::note(&format!("  given:           {arg}"));
                }
            }
            RecipeAsk::Address { url, .. } => {
                output::note(&format!("This recipe sends to:  {url}"));
            }
        }
    }
    if !allow {
        if !std::io::stdin().is_terminal() {
            return Err(Failure::Asked(
                "It was not switched on. Look at what it runs and sends, then add --allow.".into(),
            ));
        }
        output::note("Allow exactly this? Type yes.");
        let answer = output::line_from_stdin().await.unwrap_or_default();
        if answer.trim() != "yes" {
            return Err(Failure::Asked("It was not switched on.".into()));
        }
    }
    core.recipes().allow(recipe.key, recipe.version).await?;
    Ok(())
}

async fn find(core: &Core, which: &str) -> Result<RecipeView, Failure> {
    let all = core.recipes().list().await?;
    let named = all.iter().find(|recipe| recipe.spec.name == which);
    let number = which.parse::<i64>().ok();
    let found = named.or_else(|| all.iter().find(|recipe| Some(recipe.key.0) == number));
    found.cloned().ok_or_else(|| {
        Failure::Asked(format!(
            "There is no recipe “{which}”. `recipe list` shows all."
        ))
    })
}

async fn read(file: PathBuf) -> Result<RecipeSpec, Failure> {
    let reading = tokio::task::spawn_blocking(move || {
        if file == Path::new("-") {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map(|_| text)
        } else {
            std::fs::read_to_string(&file)
        }
    });
    let text = match reading.await {
        Ok(Ok(text)) => text,
        _ => {
            return Err(Failure::Asked(
                "The file could not be read. Nothing was changed.".into(),
            ));
        }
    };
    serde_json::from_str(&text).map_err(|error| {
        Failure::Asked(format!(
            "This is not a recipe: {error}. Nothing was changed. `recipe show --json` prints one as `spec`."
        ))
    })
}

fn row(recipe: &RecipeView) -> Vec<String> {
    vec![
        recipe.key.0.to_string(),
        if recipe.on { "on" } else { "off" }.to_owned(),
        recipe.spec.name.clone(),
        format!("{} done", recipe.done),
        format!("{} to go", recipe.open),
        format!("{} failed", recipe.failed),
    ]
}

fn shown(recipe: &RecipeView) -> Vec<String> {
    let on = if recipe.on { "on" } else { "off" };
    let mut lines = vec![
        format!("{} ({on})", recipe.spec.name),
        recipe.reading.sentence.clone(),
    ];
    let problems = recipe.reading.problems.iter();
    lines.extend(problems.map(|problem| format!("To be mended: {}", problem.text)));
    lines
}

fn tried(one: &RecipeTry) -> Vec<String> {
    let mut lines = vec![match &one.left_alone {
        Some(why) => format!("{}: left alone. {why}", one.name),
        None => one.name.clone(),
    }];
    lines.extend(one.would.iter().map(|would| format!("  {would}")));
    lines
}

fn told(run: &RunView) -> Vec<String> {
    let state = match run.state {
        RunState::Waiting => "waiting",
        RunState::Done => "done",
        RunState::Failed => "failed",
        RunState::Stopped => "stopped",
        RunState::Cancelled => "given up",
    };
    let made = jiff::Timestamp::from_millisecond(run.made_ms);
    let made = made.map(|made| made.strftime("%Y-%m-%d %H:%M").to_string());
    let mut lines = vec![format!(
        "{}  {state}  {}",
        made.unwrap_or_default(),
        run.name
    )];
    if run.state == RunState::Stopped {
        lines.extend(run.message.iter().map(|why| format!("  {why}")));
        return lines;
    }
    for step in &run.steps {
        let mark = match step.state {
            RunStepState::ToDo => "·",
            RunStepState::Doing => "…",
            RunStepState::Done => "✓",
            RunStepState::Failed => "✗",
        };
        lines.push(format!("  {mark} {}", step.words));
        let said = step.said.as_deref().unwrap_or_default();
        lines.extend(said.lines().map(|line| format!("      {line}")));
    }
    lines
}
