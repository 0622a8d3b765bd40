//! Recipes against the emulator: every program that is run and every address that is called is real.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use albumen_core::view::{
    AlbumKey, ItemKind, RecipeAlbum, RecipeOnlyIf, RecipeSpec, RecipeStep, RecipeView, RecipeWhen,
    RunState, RunStepState, RunView,
};
use albumen_core::{Core, CoreConfig, CoreError, CoreEvent, FolderPolicy, RecipePolicy};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{World, add};
use crate::upload_support::*;

/// Longer than anything may take; only reached when something hangs.
const HANGS: Duration = Duration::from_secs(120);
/// Longer than a file must look the same, by the clock that is set by hand.
const SETTLES_MS: i64 = 2_000;

fn hasty_recipes(config: &mut CoreConfig) {
    config.policy.recipes = RecipePolicy {
        by_itself: true,
        gather: Duration::from_millis(5),
        look_every: Duration::from_millis(20),
    };
    config.policy.folders = FolderPolicy {
        gather: Duration::from_millis(10),
        settle_every: Duration::from_millis(10),
        check_every: Duration::from_millis(20),
        look_every: Duration::from_millis(50),
        ..FolderPolicy::default()
    };
}

fn recipe_config(world: &World) -> CoreConfig {
    let mut config = upload_config(&world.url, world.home.path(), &world.clock);
    hasty_recipes(&mut config);
    config
}

/// Signed in, everything seen, one album that Albumen made.
async fn world() -> (World, AlbumKey, TempDir) {
    let (world, _, album) = with_album_and(hasty_recipes).await;
    world.sync().await;
    (world, album, tempfile::tempdir().unwrap())
}

async fn reopen(world: &mut World) {
    world.core.close().await;
    world.core = Core::open(recipe_config(world)).await.unwrap();
}

fn spec(name: &str, when: RecipeWhen, then: Vec<RecipeStep>) -> RecipeSpec {
    RecipeSpec {
        name: name.to_owned(),
        when,
        only_if: RecipeOnlyIf::default(),
        then,
    }
}

fn file_in(folder: &Path) -> RecipeWhen {
    RecipeWhen::FileAppears {
        folder: folder.to_str().unwrap().to_owned(),
        subfolders: true,
    }
}

fn named(title: &str) -> RecipeAlbum {
    RecipeAlbum::Named {
        title: title.to_owned(),
    }
}

fn upload_into(title: &str) -> RecipeStep {
    RecipeStep::Upload {
        album: Some(named(title)),
    }
}

fn tell(text: &str) -> RecipeStep {
    RecipeStep::Notify {
        text: text.to_owned(),
    }
}

fn save_in(folder: &Path, below: &str) -> RecipeStep {
    RecipeStep::Download {
        folder: folder.to_str().unwrap().to_owned(),
        below: below.to_owned(),
    }
}

fn folder(dir: &TempDir, name: &str) -> PathBuf {
    let folder = dir.path().canonicalize().unwrap().join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A program of the person's.
#[cfg(unix)]
fn program(dir: &TempDir, name: &str, script: &str) -> RecipeStep {
    use std::os::unix::fs::PermissionsExt as _;
    let path = dir.path().canonicalize().unwrap().join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    RecipeStep::Run {
        program: path.to_str().unwrap().to_owned(),
        args: vec!["it's $(touch hostile)".to_owned()],
        limit_s: 20,
    }
}

async fn switched_on(core: &Core, spec: RecipeSpec) -> RecipeView {
    let recipes = core.recipes();
    let saved = recipes.save(None, spec).await.unwrap();
    assert!(!saved.on, "a new recipe is off");
    assert_eq!(saved.reading.problems, []);
    let saved = recipes.allow(saved.key, saved.version).await.unwrap();
    recipes.set_on(saved.key, true).await.unwrap()
}

async fn eventually<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let look = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(tokio::time::timeout(HANGS, look).await.is_ok(), "{what}");
}

async fn runs(core: &Core, recipe: &RecipeView) -> Vec<RunView> {
    core.recipes().history(recipe.key, 0, 200).await.unwrap()
}

/// Waits until a recipe has so many runs and none of them is on its way; gives them, the oldest first.
async fn over(core: &Core, recipe: &RecipeView, count: usize) -> Vec<RunView> {
    let last = std::sync::Mutex::new(Vec::new());
    let look = async {
        loop {
            let found = runs(core, recipe).await;
            let settled = found.iter().all(|run| run.state != RunState::Waiting);
            let done = found.len() == count && settled;
            *last.lock().unwrap() = found;
            if done {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let ended = tokio::time::timeout(HANGS, look).await;
    let mut found = last.into_inner().unwrap();
    assert!(ended.is_ok(), "{count} runs are over: {found:#?}");
    found.reverse();
    found
}

/// Lets the time go by after which files count as complete, until this holds.
async fn settling<F: Future<Output = bool>>(
    world: &World,
    what: &str,
    mut holds: impl FnMut() -> F,
) {
    let look = async {
        while !holds().await {
            world.clock.advance_ms(SETTLES_MS);
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    };
    assert!(tokio::time::timeout(HANGS, look).await.is_ok(), "{what}");
}

async fn noticed(world: &World, recipe: &RecipeView, count: usize) {
    settling(world, "files are noticed", || async {
        runs(&world.core, recipe).await.len() >= count
    })
    .await;
}

fn all_done(runs: &[RunView]) {
    for run in runs {
        assert_eq!(run.state, RunState::Done, "{run:#?}");
    }
}

fn said(run: &RunView, step: usize) -> &str {
    run.steps[step].said.as_deref().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_appears_goes_into_the_album_of_its_month_and_the_person_is_told() {
    let (world, _, dir) = world().await;
    let camera = folder(&dir, "Camera");
    fs::write(camera.join("before.jpg"), jpeg(1)).unwrap();
    let recipe = switched_on(
        &world.core,
        spec(
            "Camera",
            file_in(&camera),
            vec![
                upload_into("{date:%B %Y}"),
                tell("{name} is in Google Photos"),
            ],
        ),
    )
    .await;
    let mut events = world.core.events();
    fs::write(camera.join("may.jpg"), jpeg_taken(2, "2024:05:01 12:00:00")).unwrap();
    fs::create_dir(camera.join("deep")).unwrap();
    fs::write(
        camera.join("deep/june.jpg"),
        jpeg_taken(3, "2024:06:01 12:00:00"),
    )
    .unwrap();
    fs::write(camera.join("notes.txt"), "no photo").unwrap();
    noticed(&world, &recipe, 2).await;
    let runs = over(&world.core, &recipe, 2).await;
    all_done(&runs);
    let albums = albums(&world).await;
    assert_eq!(albums["May 2024"], ["may.jpg"]);
    assert_eq!(albums["June 2024"], ["june.jpg"]);
    assert!(
        runs.iter().all(|run| run.item.is_some()),
        "the item is known"
    );
    assert_eq!(said(&runs[0], 0), "Uploaded.");
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let CoreEvent::RecipeSays { recipe, text } = event {
            told.push((recipe, text));
        }
    }
    told.sort();
    let expected = ["june is in Google Photos", "may is in Google Photos"];
    assert_eq!(
        told,
        expected.map(|text| ("Camera".to_owned(), text.to_owned()))
    );
    let (held, _) = held(&world).await;
    assert!(
        held.iter().all(|(name, _)| name != "before.jpg"),
        "what lay there before stays"
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_new_item_is_saved_and_handed_to_a_program_however_its_name_looks() {
    let (world, _, dir) = world().await;
    let copies = folder(&dir, "Copies");
    let out = folder(&dir, "Out");
    let script = format!(
        "cat > \"{0}/$$.json\"; printf '%s\\n' \"$1\"; env | cut -d= -f1 > \"{0}/env\"; pwd > \"{0}/pwd\"",
        out.display()
    );
    let recipe = switched_on(
        &world.core,
        spec(
            "Copies",
            RecipeWhen::NewItem,
            vec![
                save_in(&copies, "{year}/{camera}"),
                program(&dir, "take it.sh", &script),
            ],
        ),
    )
    .await;
    let names = [
        "plain.jpg",
        "$(touch hostile).jpg",
        "; touch hostile; #.jpg",
        "`touch hostile`.jpg",
        "-rf ..jpg",
        "../../../hostile.jpg",
        "a\"b'c\nd.jpg",
    ];
    for (number, name) in names.iter().enumerate() {
        world
            .upload_elsewhere(name, jpeg(u8::try_from(number).unwrap() + 1))
            .await;
    }
    world.sync().await;
    let runs = over(&world.core, &recipe, names.len()).await;
    all_done(&runs);
    let mut handed: Vec<String> = Vec::new();
    for entry in fs::read_dir(&out).unwrap().flatten() {
        let text = fs::read_to_string(entry.path()).unwrap();
        if entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "json")
        {
            let json: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(json["event"], "newItem");
            let file = PathBuf::from(json["file"]["path"].as_str().unwrap());
            assert!(file.starts_with(&copies), "{file:?} stays in its folder");
            assert!(fs::metadata(&file).unwrap().len() > 0);
            handed.push(json["item"]["fileName"].as_str().unwrap().to_owned());
        }
    }
    handed.sort();
    let mut expected = names.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(handed, expected, "each was handed over whole, once");
    for run in &runs {
        assert_eq!(
            said(run, 1),
            "it's $(touch hostile)",
            "what it is given stays as it is"
        );
    }
    let told = fs::read_to_string(out.join("env")).unwrap();
    assert!(
        told.lines().all(|name| !name.starts_with("CARGO")),
        "it is told little of its surroundings: {told}"
    );
    let pwd = fs::read_to_string(out.join("pwd")).unwrap();
    assert!(Path::new(pwd.trim()).ends_with("data/recipes"));
    let hostile = walk(dir.path()).into_iter().chain(walk(world.home.path()));
    for path in hostile {
        assert_ne!(
            path.file_name().unwrap(),
            "hostile",
            "no shell read a name: {path:?}"
        );
    }
    assert!(!dir.path().parent().unwrap().join("hostile.jpg").exists());
}

fn walk(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            }
            found.push(entry.path());
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_asked_for_is_touched_and_a_try_says_why() {
    let (world, _, dir) = world().await;
    let camera = folder(&dir, "Camera");
    fs::write(camera.join("IMG_1.jpg"), jpeg(1)).unwrap();
    fs::write(camera.join("DSC_2.jpg"), jpeg(2)).unwrap();
    let mut wanted = spec("Some", file_in(&camera), vec![upload_into("{folder}")]);
    wanted.only_if.name = "IMG*".to_owned();
    wanted.only_if.kinds = vec![ItemKind::Photo];
    let mut tries = world.core.recipes().try_on(&wanted).await.unwrap();
    tries.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(
        tries[0].left_alone.as_deref(),
        Some("Its name is not like \u{201c}IMG*\u{201d}.")
    );
    assert_eq!(
        tries[1].would,
        ["Upload it into a new album \u{201c}Camera\u{201d}"]
    );
    world.forget_stats().await;
    let recipe = switched_on(&world.core, wanted).await;
    assert_eq!(world.library_requests().await, 0, "a try does nothing");
    fs::write(camera.join("IMG_3.jpg"), jpeg(3)).unwrap();
    fs::write(camera.join("DSC_4.jpg"), jpeg(4)).unwrap();
    noticed(&world, &recipe, 1).await;
    all_done(&over(&world.core, &recipe, 1).await);
    assert_eq!(albums(&world).await["Camera"], ["IMG_3.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_into_an_album_is_described_once_and_put_into_another() {
    let (world, album, _dir) = world().await;
    let [old, new] = [("old.jpg", 1), ("new.jpg", 2)];
    for (name, number) in [old, new] {
        world.upload_elsewhere(name, jpeg(number)).await;
    }
    world.sync().await;
    let items = world.core.items().recent(10, 0).await.unwrap();
    let key_of = |name: &str| {
        items
            .iter()
            .find(|item| item.file_name == name)
            .unwrap()
            .key
    };
    add(&world, album, &[key_of("old.jpg")]).await;
    let recipe = switched_on(
        &world.core,
        spec(
            "Best",
            RecipeWhen::EntersAlbum { album },
            vec![
                RecipeStep::AddToAlbum {
                    album: named("Best of {year}"),
                },
                RecipeStep::Describe {
                    text: "From {album}".to_owned(),
                    replace: false,
                },
            ],
        ),
    )
    .await;
    add(&world, album, &[key_of("new.jpg")]).await;
    let done = over(&world.core, &recipe, 1).await;
    all_done(&done);
    assert_eq!(done[0].name, "new.jpg", "what was in it before is not new");
    let details = world.core.items().details(key_of("new.jpg")).await.unwrap();
    assert_eq!(details.description.as_deref(), Some("From Summer"));
    assert_eq!(details.albums.len(), 2);
    // The album is listed anew: nothing of it is new.
    let id = world.core.sync().compare().await.unwrap();
    crate::support::job_end(&world.core, id).await;
    over(&world.core, &recipe, 1).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_run_that_the_person_did_not_see() {
    let (world, _, dir) = world().await;
    let recipes = world.core.recipes();
    let step = program(&dir, "run.sh", "echo ran");
    let wanted = spec("Run", RecipeWhen::NewItem, vec![step]);
    let saved = recipes.save(None, wanted.clone()).await.unwrap();
    assert!(!saved.reading.asks[0].is_allowed());
    let refused = recipes.set_on(saved.key, true).await.unwrap_err();
    assert!(matches!(refused, CoreError::NeedsLeave), "{refused:?}");
    let allowed = recipes.allow(saved.key, saved.version).await.unwrap();
    assert!(allowed.reading.asks[0].is_allowed());
    assert!(recipes.set_on(saved.key, true).await.unwrap().on);
    let mut other = wanted.clone();
    if let RecipeStep::Run { args, .. } = &mut other.then[0] {
        args.push("more".to_owned());
    }
    let changed = recipes.save(Some(saved.key), other).await.unwrap();
    assert!(
        !changed.on && !changed.reading.asks[0].is_allowed(),
        "another command needs another word"
    );
    let stale = recipes.allow(saved.key, saved.version).await.unwrap_err();
    assert!(matches!(stale, CoreError::RecipeChanged), "{stale:?}");
    let back = recipes.save(Some(saved.key), wanted).await.unwrap();
    assert!(back.reading.asks[0].is_allowed(), "asked once for the same");
    let mut gone = back.spec.clone();
    gone.then = vec![RecipeStep::Run {
        program: "/nowhere/program".to_owned(),
        args: vec![],
        limit_s: 10,
    }];
    let gone = recipes.save(Some(saved.key), gone).await.unwrap();
    assert_eq!(
        gone.reading.problems.len(),
        1,
        "{:?}",
        gone.reading.problems
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_failing_program_is_tried_again_later_each_time_and_then_left_to_the_person() {
    let (world, _, dir) = world().await;
    let count = dir.path().join("count");
    let script = format!(
        "echo x >> '{0}'; [ $(wc -l < '{0}') -gt 7 ] || {{ echo broken >&2; exit 3; }}",
        count.display()
    );
    let step = program(&dir, "fails.sh", &script);
    let recipe = switched_on(&world.core, spec("Fails", RecipeWhen::NewItem, vec![step])).await;
    world.upload_elsewhere("a.jpg", jpeg(1)).await;
    world.sync().await;
    let only = || async { runs(&world.core, &recipe).await.pop() };
    let mut waits = Vec::new();
    for tries in 1..=7 {
        eventually("it is tried", || async {
            only().await.is_some_and(|run| run.steps[0].tries == tries)
        })
        .await;
        let run = only().await.unwrap();
        assert_eq!(said(&run, 0), "It ended with 3.\nbroken");
        let Some(due) = run.due_ms else {
            assert_eq!(run.state, RunState::Failed);
            break;
        };
        let wait = due - world.clock.now_ms();
        waits.push(wait);
        world.clock.advance_ms(wait - 1);
        tokio::time::sleep(Duration::from_millis(60)).await;
        assert_eq!(
            only().await.unwrap().steps[0].tries,
            tries,
            "not before its time"
        );
        world.clock.advance_ms(1);
    }
    assert!(waits.is_sorted() && waits.len() == 6, "{waits:?}");
    let run = only().await.unwrap();
    world.core.recipes().retry(run.key).await.unwrap();
    all_done(&over(&world.core, &recipe, 1).await);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_does_not_end_is_ended_with_all_it_started() {
    let (world, _, dir) = world().await;
    let child = dir.path().join("child");
    let script = format!("sleep 600 & echo $! > '{}'; wait", child.display());
    let mut step = program(&dir, "sleeps.sh", &script);
    if let RecipeStep::Run { limit_s, .. } = &mut step {
        *limit_s = 1;
    }
    let recipe = switched_on(&world.core, spec("Sleeps", RecipeWhen::NewItem, vec![step])).await;
    world.upload_elsewhere("a.jpg", jpeg(1)).await;
    world.sync().await;
    eventually("it was ended", || async {
        let found = runs(&world.core, &recipe).await;
        found.first().is_some_and(|run| run.steps[0].tries == 1)
    })
    .await;
    let run = runs(&world.core, &recipe).await.remove(0);
    assert_eq!(said(&run, 0), "It was ended after 1 second.");
    let pid = fs::read_to_string(&child).unwrap();
    eventually("what it started is gone", || async {
        let stat = fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
        stat.map_or(true, |stat| stat.contains(") Z "))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_gets_the_item_and_never_a_token() {
    use wiremock::matchers::{method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};
    let (world, _, _dir) = world().await;
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/good"))
        .respond_with(ResponseTemplate::new(204))
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path("/moved"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "/good"))
        .mount(&server)
        .await;
    let call = |to: &str| RecipeStep::Call {
        url: format!("{}{to}?secret=hidden", server.uri()),
    };
    let then = vec![call("/good"), call("/moved")];
    let recipe = switched_on(&world.core, spec("Call", RecipeWhen::NewItem, then)).await;
    world.upload_elsewhere("a.jpg", jpeg(1)).await;
    world.sync().await;
    let run = over(&world.core, &recipe, 1).await.remove(0);
    assert_eq!(run.steps[0].state, RunStepState::Done);
    assert_eq!(
        run.state,
        RunState::Failed,
        "where it is sent on to is not gone to"
    );
    for step in &run.steps {
        let said = step.said.as_deref().unwrap();
        assert!(
            said.starts_with("127.0.0.1 ") && !said.contains("hidden"),
            "{said}"
        );
    }
    let sent = server.received_requests().await.unwrap();
    assert_eq!(sent.len(), 2);
    for request in sent {
        assert!(!request.headers.contains_key("authorization"));
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body["item"]["fileName"], "a.jpg");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn recipes_that_lead_to_each_other_are_stopped_and_say_so() {
    let (world, _, dir) = world().await;
    let camera = folder(&dir, "Camera");
    let up = switched_on(
        &world.core,
        spec("Up", file_in(&camera), vec![upload_into("Round")]),
    )
    .await;
    let down = switched_on(
        &world.core,
        spec("Down", RecipeWhen::NewItem, vec![save_in(&camera, "")]),
    )
    .await;
    fs::write(camera.join("a.jpg"), jpeg(1)).unwrap();
    noticed(&world, &up, 2).await;
    let ups = over(&world.core, &up, 2).await;
    let downs = over(&world.core, &down, 1).await;
    all_done(&downs);
    assert_eq!(ups[0].state, RunState::Done);
    assert_eq!(ups[1].state, RunState::Stopped, "{:#?}", ups[1]);
    let message = ups[1].message.as_deref().unwrap();
    assert!(message.starts_with("Stopped: loop."), "{message}");
    assert_eq!(albums(&world).await["Round"], ["a.jpg"], "it went up once");
    // What the person puts there later goes up as ever.
    fs::write(camera.join("b.jpg"), jpeg(2)).unwrap();
    noticed(&world, &up, 4).await;
    let ups = over(&world.core, &up, 4).await;
    let state_of = |name: &str| ups.iter().find(|run| run.name == name).map(|run| run.state);
    assert_eq!(state_of("b.jpg"), Some(RunState::Done));
    assert_eq!(state_of("b (2).jpg"), Some(RunState::Stopped));
    assert_eq!(albums(&world).await["Round"], ["a.jpg", "b.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_while_nothing_runs_is_done_later_and_once() {
    let (mut world, _, dir) = world().await;
    let copies = folder(&dir, "Copies");
    let recipe = switched_on(
        &world.core,
        spec("Copies", RecipeWhen::NewItem, vec![save_in(&copies, "")]),
    )
    .await;
    world.core.close().await;
    let mut config = recipe_config(&world);
    config.policy.recipes.by_itself = false;
    world.core = Core::open(config).await.unwrap();
    world.upload_elsewhere("a.jpg", jpeg(1)).await;
    world.sync().await;
    assert_eq!(
        runs(&world.core, &recipe).await,
        [],
        "a short command runs nothing"
    );
    reopen(&mut world).await;
    all_done(&over(&world.core, &recipe, 1).await);
    reopen(&mut world).await;
    world.sync().await;
    all_done(&over(&world.core, &recipe, 1).await);
    assert_eq!(walk(&copies).len(), 1, "saved once");
    world
        .core
        .recipes()
        .set_on(recipe.key, false)
        .await
        .unwrap();
    world.upload_elsewhere("b.jpg", jpeg(2)).await;
    world.sync().await;
    world.core.recipes().set_on(recipe.key, true).await.unwrap();
    world.upload_elsewhere("c.jpg", jpeg(3)).await;
    world.sync().await;
    let runs = over(&world.core, &recipe, 2).await;
    assert_eq!(
        runs[1].name, "c.jpg",
        "what came while it was off is not new"
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_was_cut_off_is_not_run_again_by_itself() {
    let (mut world, _, dir) = world().await;
    let ran = dir.path().join("ran");
    let wait = dir.path().join("wait");
    fs::write(&wait, "").unwrap();
    let script = format!(
        "echo x >> '{}'; while [ -e '{}' ]; do sleep 0.05; done",
        ran.display(),
        wait.display()
    );
    let step = program(&dir, "once.sh", &script);
    let then = vec![step, tell("after")];
    let recipe = switched_on(&world.core, spec("Once", RecipeWhen::NewItem, then)).await;
    world.upload_elsewhere("a.jpg", jpeg(1)).await;
    world.sync().await;
    eventually("it runs", || async { ran.exists() }).await;
    reopen(&mut world).await;
    let run = over(&world.core, &recipe, 1).await.remove(0);
    assert_eq!(run.state, RunState::Failed);
    assert!(said(&run, 0).contains("is not known"), "{run:#?}");
    assert_eq!(fs::read_to_string(&ran).unwrap(), "x\n", "it ran once");
    fs::remove_file(&wait).unwrap();
    world.core.recipes().retry(run.key).await.unwrap();
    all_done(&over(&world.core, &recipe, 1).await);
    assert_eq!(fs::read_to_string(&ran).unwrap(), "x\nx\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_day_begins_once_whatever_the_clock_does() {
    let (mut world, _, _dir) = world().await;
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let now = world.clock.local();
    let minute = u16::try_from(now.hour()).unwrap() * 60 + u16::try_from(now.minute()).unwrap();
    let day = |each| RecipeWhen::EveryDay { minute, each };
    let once = switched_on(
        &world.core,
        spec("Once", day(false), vec![tell("Good day")]),
    )
    .await;
    let each = switched_on(&world.core, spec("Each", day(true), vec![tell("{name}")])).await;
    for (number, name) in ["a.jpg", "b.jpg"].iter().enumerate() {
        world.upload_elsewhere(name, jpeg(number as u8 + 1)).await;
    }
    world.sync().await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(
        runs(&world.core, &once).await,
        [],
        "its time of today is over"
    );
    world.clock.advance_ms(DAY_MS);
    all_done(&over(&world.core, &once, 1).await);
    all_done(&over(&world.core, &each, 2).await);
    world.clock.advance_ms(-DAY_MS / 2);
    reopen(&mut world).await;
    world.clock.advance_ms(DAY_MS / 2);
    tokio::time::sleep(Duration::from_millis(100)).await;
    all_done(&over(&world.core, &once, 1).await);
    world.clock.advance_ms(DAY_MS * 3);
    all_done(&over(&world.core, &once, 2).await);
    over(&world.core, &each, 2).await;
}
