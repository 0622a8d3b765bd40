//! The home and its index: made, refused, locked.

use albumen_core::{Core, CoreError, Paths};
use photos_emulator::LibrarySource;

use crate::support::{World, config};

#[tokio::test]
async fn a_new_home_is_made_with_the_schema_that_is_written_down() {
    let world = World::new(LibrarySource::Empty).await;
    world.core.close().await;
    let db = rusqlite::Connection::open(Paths::under(world.home.path()).index()).unwrap();
    let mut query = db
        .prepare("SELECT name || ': ' || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
        .unwrap();
    let schema: Vec<String> = query
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    insta::assert_snapshot!(schema.join("\n\n"));
}

#[tokio::test]
async fn a_home_can_be_closed_and_opened_again() {
    let mut world = World::new(LibrarySource::Empty).await;
    world.reopen().await;
    let state = world.core.state().await.unwrap();
    assert!(state.connections.is_empty());
    assert_eq!(state.current, None, "nothing is shown that is not there");
}

#[tokio::test]
async fn an_index_of_a_newer_version_is_refused_and_untouched() {
    let world = World::new(LibrarySource::Empty).await;
    world.core.close().await;
    let file = Paths::under(world.home.path()).index();
    let db = rusqlite::Connection::open(&file).unwrap();
    db.execute_batch("PRAGMA journal_mode = delete; PRAGMA user_version = 4711")
        .unwrap();
    drop(db);
    let before = std::fs::read(&file).unwrap();
    let refused = Core::open(world.config()).await.map(|_| ()).unwrap_err();
    assert!(matches!(refused, CoreError::NewerIndex), "{refused:?}");
    assert!(
        refused.to_string().contains("newer version"),
        "a sentence says what to do: {refused}"
    );
    assert!(
        before == std::fs::read(&file).unwrap(),
        "not a byte of it changed"
    );
}

#[tokio::test]
async fn an_index_that_is_none_is_refused_with_a_sentence() {
    let world = World::new(LibrarySource::Empty).await;
    world.core.close().await;
    std::fs::write(Paths::under(world.home.path()).index(), vec![b'x'; 8192]).unwrap();
    let refused = Core::open(world.config()).await.map(|_| ()).unwrap_err();
    assert!(matches!(refused, CoreError::IndexDamaged), "{refused:?}");
}

#[tokio::test]
async fn a_home_is_for_one_engine_at_a_time() {
    let world = World::new(LibrarySource::Empty).await;
    let second = Core::open(world.config()).await.map(|_| ()).unwrap_err();
    assert!(matches!(second, CoreError::AlreadyOpen), "{second:?}");
    world.core.close().await;
    assert!(
        Core::open(world.config()).await.is_ok(),
        "the first one let go of it"
    );
}

#[tokio::test]
async fn a_home_that_cannot_be_made_is_named() {
    let world = World::new(LibrarySource::Empty).await;
    let file = world.home.path().join("a-file");
    std::fs::write(&file, "").unwrap();
    let refused = Core::open(config(&world.url, &file, &world.clock))
        .await
        .map(|_| ())
        .unwrap_err();
    assert!(
        matches!(refused, CoreError::HomeNotWritable { .. }),
        "{refused:?}"
    );
    assert!(
        refused.to_string().contains("a-file"),
        "the person learns which folder: {refused}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_read_only_home_is_refused_with_a_sentence() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new(LibrarySource::Empty).await;
    let home = tempfile::tempdir().unwrap();
    std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(home.path().join("probe"), "").is_ok() {
        // The superuser writes everywhere; the case before covers the same sentence.
        return;
    }
    let refused = Core::open(config(&world.url, home.path(), &world.clock))
        .await
        .map(|_| ())
        .unwrap_err();
    assert!(
        matches!(refused, CoreError::HomeNotWritable { .. }),
        "{refused:?}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn index_and_folders_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new(LibrarySource::Empty).await;
    let paths = Paths::under(world.home.path());
    for (path, expected) in [
        (paths.data.clone(), 0o700),
        (paths.cache.clone(), 0o700),
        (paths.index(), 0o600),
    ] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, expected, "{}", path.display());
    }
}
