//! Watched folders against the emulator.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use albumen_core::view::{
    AlbumKey, AlbumLayout, FolderRule, FolderState, MissingDates, WatchedFolder,
};
use albumen_core::{Core, CoreConfig, CoreError, FolderPolicy};

use crate::support::World;
use crate::upload_support::*;

/// Longer than a file must look the same, by the clock that is set by hand.
const SETTLES_MS: i64 = 2_000;

/// Longer than anything may take; only reached when something hangs.
const HANGS: Duration = Duration::from_secs(120);

/// No wait that a test has to sit through. How long a file must look the same goes by the clock that is set by hand.
fn at_once() -> FolderPolicy {
    FolderPolicy {
        gather: Duration::from_millis(10),
        settle_every: Duration::from_millis(10),
        check_every: Duration::from_millis(20),
        look_every: Duration::from_millis(50),
        ..FolderPolicy::default()
    }
}

fn watched_config(world: &World) -> CoreConfig {
    let mut config = upload_config(&world.url, world.home.path(), &world.clock);
    config.policy.folders = at_once();
    config
}

async fn world() -> (World, AlbumKey, Folder) {
    let (world, _, album) = with_album_and(|config| config.policy.folders = at_once()).await;
    (world, album, Folder::new())
}

/// Opens the home anew, as the next start of the program does.
async fn reopen(world: &mut World) {
    world.core.close().await;
    world.core = Core::open(watched_config(world)).await.unwrap();
}

/// A folder on the disk.
struct Folder {
    _dir: tempfile::TempDir,
    root: PathBuf,
}

impl Folder {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap().join("Camera");
        fs::create_dir(&root).unwrap();
        Self { _dir: dir, root }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Where it lies when its disk is not mounted.
    fn elsewhere(&self) -> PathBuf {
        self.root.with_file_name("elsewhere")
    }
}

fn rule(album: AlbumKey) -> FolderRule {
    FolderRule {
        albums: AlbumLayout::Into { album },
        subfolders: true,
        existing: true,
        dates: MissingDates::Leave,
        captions: true,
    }
}

async fn eventually<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let look = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(tokio::time::timeout(HANGS, look).await.is_ok(), "{what}");
}

async fn only(core: &Core) -> WatchedFolder {
    let mut all = core.folders().list().await.unwrap();
    assert_eq!(all.len(), 1, "one folder is watched");
    all.remove(0)
}

async fn state_is(core: &Core, wanted: FolderState) {
    eventually(&format!("the folder is {wanted:?}"), || async {
        only(core).await.state == wanted
    })
    .await;
}

/// Waits until so many files look as if they may still grow, then lets the time go by after which they do not.
async fn settle(world: &World, files: u32) {
    state_is(&world.core, FolderState::Settling { files }).await;
    world.clock.advance_ms(SETTLES_MS);
}

/// Waits until so many files of the folder were given to the queue since it is watched, and the queue has come to rest.
async fn given(world: &World, files: u32) -> Listed {
    eventually(
        &format!("{files} files were given to the queue"),
        || async { only(&world.core).await.files == files },
    )
    .await;
    state_is(&world.core, FolderState::Watching).await;
    idle(&world.core).await
}

async fn names(world: &World) -> Vec<String> {
    let (held, _) = held(world).await;
    held.into_iter().map(|(name, _)| name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_in_a_folder_and_what_appears_goes_up_into_its_album() {
    let (world, album, folder) = world().await;
    folder.put("first.jpg", &jpeg(1));
    let added = world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap();
    assert_eq!(added.path, folder.root.to_string_lossy());
    settle(&world, 1).await;
    given(&world, 1).await;
    folder.put("second.jpg", &jpeg(2));
    folder.put("deep/er/third.jpg", &jpeg(3));
    settle(&world, 2).await;
    given(&world, 3).await;
    assert_eq!(
        names(&world).await,
        ["first.jpg", "second.jpg", "third.jpg"]
    );
    assert_eq!(
        albums(&world).await["Summer"].len(),
        3,
        "all in the album of the rule"
    );
    assert!(only(&world.core).await.last_ms.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn albums_by_rule_are_made_once_and_used_again() {
    let (world, _, folder) = world().await;
    folder.put("Lofoten/a.jpg", &jpeg(1));
    folder.put("Garden/b.jpg", &jpeg(2));
    let per_folder = FolderRule {
        albums: AlbumLayout::PerFolder {
            depth: 1,
            joined: false,
        },
        ..rule(AlbumKey(0))
    };
    let folders = world.core.folders();
    let added = folders.add(folder.root.clone(), per_folder).await.unwrap();
    settle(&world, 2).await;
    given(&world, 2).await;
    folder.put("Lofoten/c.jpg", &jpeg(3));
    settle(&world, 1).await;
    given(&world, 3).await;
    let now = albums(&world).await;
    assert_eq!(
        now["Lofoten"],
        ["a.jpg", "c.jpg"],
        "the album there is used"
    );
    assert_eq!(now["Garden"], ["b.jpg"]);
    let one = FolderRule {
        albums: AlbumLayout::One {
            title: "Phone".to_owned(),
        },
        ..rule(AlbumKey(0))
    };
    folders.change(added.key, one).await.unwrap();
    for (number, name) in [(4, "d.jpg"), (5, "e.jpg")] {
        folder.put(name, &jpeg(number));
        settle(&world, 1).await;
        given(&world, u32::from(number)).await;
    }
    let now = albums(&world).await;
    assert_eq!(
        now["Phone"],
        ["d.jpg", "e.jpg"],
        "and so is the one of that name"
    );
    assert_eq!(now.len(), 4, "no album twice: {:?}", now.keys());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_still_grows_is_waited_for_and_sent_once_as_a_whole() {
    use std::io::Write as _;

    let (world, album, folder) = world().await;
    world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap();
    state_is(&world.core, FolderState::Watching).await;
    let whole = jpeg(7);
    let mut file = fs::File::create(folder.at("growing.jpg")).unwrap();
    for piece in whole.chunks(whole.len() / 4 + 1) {
        file.write_all(piece).unwrap();
        settle(&world, 1).await;
        state_is(&world.core, FolderState::Settling { files: 1 }).await;
        assert_eq!(only(&world.core).await.files, 0, "it is not complete");
    }
    drop(file);
    eventually("the file is given to the queue", || async {
        world.clock.advance_ms(SETTLES_MS);
        only(&world.core).await.files == 1
    })
    .await;
    idle(&world.core).await;
    let (held, _) = held(&world).await;
    assert_eq!(held.len(), 1);
    assert!(held[0].1 == whole, "nothing but the whole file went up");
    assert_eq!(world.count("uploads.raw").await, 1, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_of_an_unfinished_file_is_waited_out() {
    let (world, album, folder) = world().await;
    world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap();
    let unfinished = folder.put("photo.jpg.part", &jpeg(1));
    folder.put("other.jpg", &jpeg(2));
    settle(&world, 1).await;
    given(&world, 1).await;
    fs::rename(unfinished, folder.at("photo.jpg")).unwrap();
    settle(&world, 1).await;
    given(&world, 2).await;
    assert_eq!(names(&world).await, ["other.jpg", "photo.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_appears_while_the_program_is_closed_goes_up_at_the_next_start_and_nothing_twice() {
    let (mut world, album, folder) = world().await;
    let first = folder.put("first.jpg", &jpeg(1));
    world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap();
    settle(&world, 1).await;
    given(&world, 1).await;
    world.core.close().await;
    // Other bytes, but the same from outside: who does not read the content does not notice.
    let written = fs::metadata(&first).unwrap().modified().unwrap();
    let mut bytes = jpeg(1);
    *bytes.last_mut().unwrap() ^= 0xFF;
    let file = fs::OpenOptions::new().write(true).open(&first).unwrap();
    std::io::Write::write_all(&mut &file, &bytes).unwrap();
    file.set_modified(written).unwrap();
    drop(file);
    folder.put("second.jpg", &jpeg(2));
    reopen(&mut world).await;
    settle(&world, 1).await;
    let view = given(&world, 2).await;
    assert_eq!(
        view.rows.len(),
        2,
        "an unchanged file is not looked into: {:?}",
        view.rows
    );
    assert_eq!(names(&world).await, ["first.jpg", "second.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_while_files_settle_loses_none() {
    let (mut world, album, folder) = world().await;
    for number in 0..5 {
        folder.put(&format!("{number}.jpg"), &jpeg(number));
    }
    world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap();
    state_is(&world.core, FolderState::Settling { files: 5 }).await;
    reopen(&mut world).await;
    settle(&world, 5).await;
    given(&world, 5).await;
    assert_eq!(names(&world).await.len(), 5);
    reopen(&mut world).await;
    let view = given(&world, 5).await;
    assert_eq!(
        view.rows.len(),
        5,
        "and a further one brings nothing: {:?}",
        view.rows
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_goes_away_is_waited_for_and_goes_on_when_it_is_back() {
    let (world, album, folder) = world().await;
    folder.put("first.jpg", &jpeg(1));
    world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap();
    settle(&world, 1).await;
    given(&world, 1).await;
    fs::rename(&folder.root, folder.elsewhere()).unwrap();
    state_is(&world.core, FolderState::Gone).await;
    fs::write(folder.elsewhere().join("second.jpg"), jpeg(2)).unwrap();
    fs::rename(folder.elsewhere(), &folder.root).unwrap();
    settle(&world, 1).await;
    let view = given(&world, 2).await;
    assert_eq!(
        view.rows.len(),
        2,
        "what was there before is known: {:?}",
        view.rows
    );
    folder.put("third.jpg", &jpeg(3));
    settle(&world, 1).await;
    given(&world, 3).await;
    assert_eq!(
        names(&world).await,
        ["first.jpg", "second.jpg", "third.jpg"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_not_there_at_the_start_is_no_failure() {
    let (mut world, album, folder) = world().await;
    world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap();
    world.core.close().await;
    fs::rename(&folder.root, folder.elsewhere()).unwrap();
    reopen(&mut world).await;
    state_is(&world.core, FolderState::Gone).await;
    fs::rename(folder.elsewhere(), &folder.root).unwrap();
    folder.put("late.jpg", &jpeg(1));
    settle(&world, 1).await;
    given(&world, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_files_that_appear_at_once_go_up_once_each() {
    const FILES: u32 = 2_000;
    let (world, album, folder) = world().await;
    world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap();
    state_is(&world.core, FolderState::Watching).await;
    let card = folder.elsewhere();
    fs::create_dir(&card).unwrap();
    let photo = jpeg(1);
    for number in 0..FILES {
        let bytes = [photo.as_slice(), number.to_string().as_bytes()].concat();
        fs::write(card.join(format!("{number:04}.jpg")), bytes).unwrap();
    }
    fs::rename(&card, folder.at("card")).unwrap();
    settle(&world, FILES).await;
    let view = given(&world, FILES).await;
    assert_eq!((view.totals.done, view.totals.failed), (FILES, 0));
    assert_eq!(albums(&world).await["Summer"].len(), FILES as usize);
    assert_eq!(
        world.count("uploads.raw").await,
        u64::from(FILES),
        "none twice"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_folder_sends_nothing_and_catches_up_when_it_goes_on() {
    let (mut world, album, folder) = world().await;
    let key = world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap()
        .key;
    world.core.folders().pause(key, true).await.unwrap();
    state_is(&world.core, FolderState::Paused).await;
    folder.put("first.jpg", &jpeg(1));
    reopen(&mut world).await;
    state_is(&world.core, FolderState::Paused).await;
    world.core.folders().pause(key, false).await.unwrap();
    settle(&world, 1).await;
    given(&world, 1).await;
    assert_eq!(names(&world).await, ["first.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_folder_keeps_what_went_up_and_sends_nothing_more() {
    let (world, album, folder) = world().await;
    folder.put("first.jpg", &jpeg(1));
    let folders = world.core.folders();
    let key = folders
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap()
        .key;
    settle(&world, 1).await;
    given(&world, 1).await;
    folders.remove(key).await.unwrap();
    assert!(folders.list().await.unwrap().is_empty());
    folder.put("second.jpg", &jpeg(2));
    let gone = folders.pause(key, true).await;
    assert!(matches!(gone, Err(CoreError::NotFound { .. })), "{gone:?}");
    let again = folders.add(folder.root.clone(), rule(album)).await.unwrap();
    assert_ne!(again.files, 1, "it begins anew");
    settle(&world, 2).await;
    given(&world, 2).await;
    assert_eq!(
        world.count("uploads.raw").await,
        2,
        "the bytes of the first are known"
    );
    assert_eq!(names(&world).await, ["first.jpg", "second.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_subfolders_only_files_of_the_folder_itself_go_up() {
    let (world, album, folder) = world().await;
    folder.put("deep/hidden from it.jpg", &jpeg(1));
    folder.put("here.jpg", &jpeg(2));
    let shallow = FolderRule {
        subfolders: false,
        ..rule(album)
    };
    let folders = world.core.folders();
    let key = folders.add(folder.root.clone(), shallow).await.unwrap().key;
    settle(&world, 1).await;
    given(&world, 1).await;
    assert_eq!(names(&world).await, ["here.jpg"]);
    folders.change(key, rule(album)).await.unwrap();
    settle(&world, 1).await;
    given(&world, 2).await;
    assert_eq!(names(&world).await, ["here.jpg", "hidden from it.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lay_there_stays_even_renamed_until_it_changes_or_the_rule_does() {
    let (world, album, folder) = world().await;
    let old = folder.put("old.jpg", &jpeg(1));
    folder.put("older.jpg", &jpeg(2));
    let only_new = FolderRule {
        existing: false,
        ..rule(album)
    };
    let folders = world.core.folders();
    let key = folders
        .add(folder.root.clone(), only_new)
        .await
        .unwrap()
        .key;
    state_is(&world.core, FolderState::Watching).await;
    fs::rename(old, folder.at("renamed.jpg")).unwrap();
    folder.put("new.jpg", &jpeg(3));
    settle(&world, 1).await;
    given(&world, 1).await;
    assert_eq!(names(&world).await, ["new.jpg"]);
    folder.put("older.jpg", &[jpeg(2), b"edited".to_vec()].concat());
    settle(&world, 1).await;
    given(&world, 2).await;
    assert_eq!(
        names(&world).await,
        ["new.jpg", "older.jpg"],
        "changed, it is new"
    );
    folders.change(key, rule(album)).await.unwrap();
    given(&world, 3).await;
    assert_eq!(names(&world).await, ["new.jpg", "older.jpg", "renamed.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_file_is_not_sent_again_and_a_changed_one_goes_up_as_new() {
    let (world, album, folder) = world().await;
    let path = folder.put("photo.jpg", &jpeg(1));
    world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap();
    settle(&world, 1).await;
    given(&world, 1).await;
    fs::rename(&path, folder.at("renamed.jpg")).unwrap();
    settle(&world, 1).await;
    given(&world, 2).await;
    assert_eq!(world.count("uploads.raw").await, 1, "its bytes are known");
    folder.put("renamed.jpg", &jpeg(2));
    settle(&world, 1).await;
    given(&world, 3).await;
    assert_eq!(names(&world).await, ["photo.jpg", "renamed.jpg"]);
    assert_eq!(albums(&world).await["Summer"].len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_system_tells_of_no_change_the_folder_is_looked_through() {
    let (world, _, album) = with_album_and(|config| {
        config.policy.folders = FolderPolicy {
            listen: false,
            ..at_once()
        };
    })
    .await;
    let folder = Folder::new();
    world
        .core
        .folders()
        .add(folder.root.clone(), rule(album))
        .await
        .unwrap();
    state_is(&world.core, FolderState::Watching).await;
    folder.put("deep/photo.jpg", &jpeg(1));
    settle(&world, 1).await;
    given(&world, 1).await;
    assert_eq!(names(&world).await, ["photo.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_that_cannot_be_watched_are_refused_with_a_sentence() {
    let (world, album, folder) = world().await;
    let file = folder.put("inside/photo.jpg", &jpeg(1));
    let folders = world.core.folders();
    folders.add(folder.root.clone(), rule(album)).await.unwrap();
    let home = world.home.path().join("data");
    let refused: [&Path; 7] = [
        &folder.at("nowhere"),
        &file,
        &folder.root,
        &folder.at("inside"),
        folder.root.parent().unwrap(),
        &home,
        Path::new("/"),
    ];
    for path in refused {
        let refused = folders.add(path.to_owned(), rule(album)).await;
        let Err(CoreError::FolderRefused { why }) = refused else {
            panic!("{} was taken: {refused:?}", path.display());
        };
        assert!(why.ends_with('.'), "a sentence: {why}");
    }
    assert_eq!(
        folders.list().await.unwrap().len(),
        1,
        "nothing was changed"
    );
}
