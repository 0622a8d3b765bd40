//! Plans against the emulator: nothing is sent before they start, and then exactly what they said.

use std::fs;
use std::path::{Path, PathBuf};

use albumen_core::CoreError;
use albumen_core::view::{
    AlbumLayout, DropOutcome, MissingDates, PairKind, PlanGroup, PlanKey, PlanOptions, PlanRow,
    PlanState, PlanView, UploadStage,
};
use photos_emulator::LibrarySource;
use serde_json::json;

use crate::support::{TOMAS, World};
use crate::upload_support::*;

/// The plan when all of it is known.
async fn ready(world: &World, plan: PlanKey) -> PlanView {
    let view = world.core.plans().ready(plan).await.unwrap();
    assert_eq!(view.state, PlanState::Ready);
    view
}

async fn planned(world: &World, drop: &Drop) -> PlanView {
    let plan = world.core.plans().make(drop.folder(), None).await.unwrap();
    ready(world, plan).await
}

async fn rows(world: &World, plan: PlanKey, group: PlanGroup) -> Vec<PlanRow> {
    world.core.plans().rows(plan, group, 0, 500).await.unwrap()
}

fn titles(view: &PlanView) -> Vec<(&str, u32)> {
    view.albums
        .iter()
        .map(|album| (album.title.as_str(), album.files))
        .collect()
}

fn names(rows: &[PlanRow]) -> Vec<&str> {
    rows.iter().map(|row| row.file_name.as_str()).collect()
}

async fn lay_out(world: &World, view: &PlanView, albums: AlbumLayout) -> PlanView {
    let options = PlanOptions {
        albums,
        ..view.options.clone()
    };
    world
        .core
        .plans()
        .set_options(view.key, options)
        .await
        .unwrap();
    ready(world, view.key).await
}

fn folder_name(drop: &Drop) -> String {
    drop.dir
        .path()
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

/// A short film as a phone writes it: its head, its length, nothing else.
fn movie(seconds: u32, number: u8) -> Vec<u8> {
    let atom = |name: &[u8; 4], inside: &[u8]| {
        let mut bytes = u32::try_from(inside.len() + 8)
            .unwrap()
            .to_be_bytes()
            .to_vec();
        bytes.extend(name);
        bytes.extend(inside);
        bytes
    };
    let mut mvhd = vec![0; 4];
    for word in [0, 0, 600, 600 * seconds] {
        mvhd.extend(word.to_be_bytes());
    }
    [
        atom(b"ftyp", b"qt  \0\0\0\0"),
        atom(b"moov", &atom(b"mvhd", &mvhd)),
        atom(b"mdat", &[number; 64]),
    ]
    .concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_says_what_would_happen_and_sends_nothing() {
    let (world, of, _) = with_album().await;
    let mut drop = Drop::new();
    drop.add("new.jpg", jpeg(1));
    drop.add("sub/also new.jpg", jpeg(2));
    drop.add("sub/the same.jpg", jpeg(1));
    drop.add("🏔 \"quoted\"\nline.jpg", jpeg(3));
    for (name, bytes) in [
        ("empty.jpg", &b""[..]),
        ("diary.jpg", b"Dear"),
        ("a.xmp", b"<x/>"),
        ("b.xmp", b"<x/>"),
    ] {
        fs::write(drop.dir.path().join(name), bytes).unwrap();
    }
    let view = planned(&world, &drop).await;
    assert_eq!(view.connection, of);
    assert_eq!(
        (
            view.new_files,
            view.doubled,
            view.already_there,
            view.stays_out
        ),
        (3, 1, 0, 4)
    );
    assert_eq!(view.from, [folder_name(&drop)]);
    let bytes: u64 = [1, 2, 3]
        .map(|number| jpeg(number).len() as u64)
        .iter()
        .sum();
    assert_eq!(view.bytes, bytes, "the same bytes go up once");
    assert_eq!(
        view.storage, None,
        "Google asks to be told of more than 25 MB"
    );
    let reasons: Vec<_> = view
        .reasons
        .iter()
        .map(|one| (one.reason.as_str(), one.files))
        .collect();
    assert_eq!(
        reasons,
        [("unsupported", 2), ("empty", 1), ("not_what_it_says", 1)]
    );
    assert_eq!(view.reasons[1].examples, ["empty.jpg"]);
    let new = rows(&world, view.key, PlanGroup::New).await;
    assert_eq!(new.len(), 3);
    let doubled = rows(&world, view.key, PlanGroup::Doubled).await;
    assert!(
        doubled[0].reason.as_ref().unwrap().contains("same photo"),
        "{doubled:?}"
    );
    assert_eq!(rows(&world, view.key, PlanGroup::StaysOut).await.len(), 4);
    assert_eq!(
        world.library_requests().await,
        0,
        "nothing was asked of Google"
    );
    assert_eq!(
        listed(&world.core).await.rows.len(),
        0,
        "nothing is in the queue"
    );
    world.core.plans().discard(view.key).await.unwrap();
    let gone = world.core.plans().view(view.key).await.unwrap_err();
    assert!(
        matches!(gone, CoreError::NotFound { what: "plan" }),
        "{gone:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn few_files_go_straight_into_the_queue_and_more_become_a_plan() {
    let (world, _, album) = with_album().await;
    let uploads = world.core.uploads();
    uploads.pause(true).await.unwrap();
    let few = uploads
        .drop_files(Drop::of(20).paths(), Some(album))
        .await
        .unwrap();
    assert!(matches!(few, DropOutcome::Enqueued { enqueued } if enqueued.files == 20));
    let many = uploads
        .drop_files(Drop::of(21).paths(), Some(album))
        .await
        .unwrap();
    let DropOutcome::Plan { plan } = many else {
        panic!("21 files are a plan: {many:?}")
    };
    let view = world.core.plans().view(plan).await.unwrap();
    assert_eq!(
        view.options.albums,
        AlbumLayout::Into { album },
        "a drop onto an album goes into it"
    );
    let folder = uploads
        .drop_files(Drop::of(1).folder(), None)
        .await
        .unwrap();
    assert!(
        matches!(folder, DropOutcome::Plan { .. }),
        "a folder is a plan however small"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_become_albums_as_the_person_wants_them() {
    let (world, _, album) = with_album().await;
    let mut drop = Drop::new();
    drop.add("2023/Lofoten/a.jpg", jpeg(1));
    drop.add("2024/Lofoten/b.jpg", jpeg(2));
    drop.add("2024/Lofoten/c.jpg", jpeg(3));
    drop.add("2024/d.jpg", jpeg(4));
    fs::create_dir_all(drop.dir.path().join("2024/notes")).unwrap();
    fs::write(drop.dir.path().join("2024/notes/n.txt"), "notes").unwrap();
    let view = planned(&world, &drop).await;
    assert_eq!(
        view.options.albums,
        AlbumLayout::PerFolder {
            depth: 8,
            joined: false
        }
    );
    assert_eq!(
        titles(&view),
        [("2023 / Lofoten", 1), ("2024", 1), ("2024 / Lofoten", 2)],
        "folders of one name are told apart; those that hold nothing to send are no albums"
    );
    let view = lay_out(
        &world,
        &view,
        AlbumLayout::PerFolder {
            depth: 1,
            joined: true,
        },
    )
    .await;
    assert_eq!(titles(&view), [("2023", 1), ("2024", 3)]);
    let view = lay_out(
        &world,
        &view,
        AlbumLayout::One {
            title: " Norway ".into(),
        },
    )
    .await;
    assert_eq!(titles(&view), [("Norway", 4)]);
    let renamed = world
        .core
        .plans()
        .rename_album(view.key, view.albums[0].key, "Nordland")
        .await;
    renamed.unwrap();
    let view = world.core.plans().view(view.key).await.unwrap();
    assert_eq!(titles(&view), [("Nordland", 4)]);
    assert_eq!(
        view.requests,
        4 + 1 + 1,
        "each file, one call for all, one album"
    );
    let refused = world
        .core
        .plans()
        .rename_album(view.key, view.albums[0].key, "  ")
        .await;
    assert!(matches!(refused, Err(CoreError::BadTitle)));
    let view = lay_out(&world, &view, AlbumLayout::Into { album }).await;
    assert_eq!(titles(&view), [("Summer", 4)]);
    assert_eq!((view.albums[0].uses, view.requests), (Some(album), 5));
    let view = lay_out(&world, &view, AlbumLayout::None).await;
    assert_eq!((view.albums.len(), view.requests), (0, 5));

    let plain = Drop::of(2);
    let one = planned(&world, &plain).await;
    assert_eq!(
        one.options.albums,
        AlbumLayout::One {
            title: folder_name(&plain)
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_of_the_same_title_is_offered_and_used_when_asked() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(2);
    let view = planned(&world, &drop).await;
    let view = lay_out(
        &world,
        &view,
        AlbumLayout::One {
            title: "Summer".into(),
        },
    )
    .await;
    assert_eq!(
        (view.albums[0].existing, view.albums[0].uses),
        (Some(album), None)
    );
    assert_eq!(view.requests, 4);
    let plans = world.core.plans();
    plans
        .use_album(view.key, view.albums[0].key, Some(album))
        .await
        .unwrap();
    let view = plans.view(view.key).await.unwrap();
    assert_eq!(
        (view.albums[0].existing, view.albums[0].uses),
        (None, Some(album))
    );
    assert_eq!(view.requests, 3, "no album is made");
    plans.start(view.key).await.unwrap();
    idle(&world.core).await;
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_started_plan_is_in_the_queue_sorted_by_album_time_and_name() {
    let (world, _, album) = with_album().await;
    world.core.uploads().pause(true).await.unwrap();
    let mut drop = Drop::new();
    drop.add("img 10.jpg", jpeg(1));
    drop.add("img 9.jpg", jpeg(2));
    drop.add("z.jpg", jpeg_taken(3, "2020:01:01 10:00:00"));
    let plan = world
        .core
        .plans()
        .make(drop.folder(), Some(album))
        .await
        .unwrap();
    ready(&world, plan).await;
    let taken = world.core.plans().start(plan).await.unwrap();
    assert_eq!(taken.files, 3);
    let queue = listed(&world.core).await;
    let order: Vec<_> = queue
        .rows
        .iter()
        .map(|row| row.file_name.as_str())
        .collect();
    assert_eq!(order, ["z.jpg", "img 9.jpg", "img 10.jpg"]);
    let again = world.core.plans().start(plan).await.unwrap_err();
    assert!(
        matches!(again, CoreError::NotFound { .. }),
        "a plan is started once: {again:?}"
    );
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    assert_eq!(view.totals.done, 3);
    assert_eq!(
        albums(&world).await["Summer"],
        ["z.jpg", "img 9.jpg", "img 10.jpg"]
    );
    assert_eq!(world.count("mediaItems.batchCreate").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_takes_no_room_in_an_album_that_is_nearly_full() {
    let (mut world, _, album) = with_album().await;
    crate::sending::fill(&mut world, album, 19_998).await;
    let mut drop = Drop::new();
    for (name, number) in [("a.jpg", 1), ("b.jpg", 1), ("c.jpg", 2), ("d.jpg", 3)] {
        drop.add(name, jpeg(number));
    }
    let plans = world.core.plans();
    let key = plans.make(drop.paths(), Some(album)).await.unwrap();
    let view = ready(&world, key).await;
    assert_eq!((view.new_files, view.doubled), (3, 1));
    plans.start(key).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 4);
    let albums = albums(&world).await;
    assert_eq!(
        (albums["Summer"].len(), albums["Summer (2)"].len()),
        (2, 1),
        "two had room, and the double is the first of them once more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_that_would_be_too_full_goes_on_in_another_once_the_plan_said_so() {
    let (mut world, _, album) = with_album().await;
    crate::sending::fill(&mut world, album, 19_999).await;
    let drop = Drop::of(3);
    let plan = world
        .core
        .plans()
        .make(drop.folder(), Some(album))
        .await
        .unwrap();
    let view = ready(&world, plan).await;
    assert_eq!(view.albums[0].goes_on_in, ["Summer (2)"]);
    assert_eq!(
        view.requests,
        3 + 2 + 1,
        "files, a call for each album, one album to make"
    );
    world.forget_stats().await;
    world.core.plans().start(plan).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 3);
    assert_eq!(world.library_requests().await, 6, "as the plan said");
    let albums = albums(&world).await;
    assert_eq!((albums["Summer"].len(), albums["Summer (2)"].len()), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_library_has_is_known_before_anything_is_sent() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(3);
    world
        .core
        .uploads()
        .enqueue(drop.paths(), None)
        .await
        .unwrap();
    idle(&world.core).await;
    let view = planned(&world, &drop).await;
    assert_eq!((view.new_files, view.already_there, view.bytes), (0, 3, 0));
    let view = lay_out(&world, &view, AlbumLayout::Into { album }).await;
    assert_eq!(
        (view.albums[0].files, view.requests),
        (3, 1),
        "they are added in one call"
    );
    world.forget_stats().await;
    world.core.plans().start(view.key).await.unwrap();
    idle(&world.core).await;
    assert_eq!(albums(&world).await["Summer"].len(), 3);
    assert_eq!(
        world.count("uploads.raw").await,
        0,
        "no bytes went up again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_goes_up_once_and_into_each_of_its_albums() {
    let (world, _, _) = with_album().await;
    world.core.uploads().pause(true).await.unwrap();
    let mut drop = Drop::new();
    drop.add("one/a.jpg", jpeg(1));
    drop.add("one/a again.jpg", jpeg(1));
    drop.add("two/a.jpg", jpeg(1));
    let view = planned(&world, &drop).await;
    assert_eq!((view.new_files, view.doubled), (1, 2));
    assert_eq!(titles(&view), [("one", 1), ("two", 1)]);
    let taken = world.core.plans().start(view.key).await.unwrap();
    assert_eq!(taken.files, 3, "each is in the queue, should another fail");
    world.core.uploads().pause(false).await.unwrap();
    let done = idle(&world.core).await;
    assert_eq!((done.totals.done, done.totals.already_there), (3, 2));
    assert_eq!(world.count("uploads.raw").await, 1, "its bytes go up once");
    assert_eq!(world.count("mediaItems.batchCreate").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_first_of_equal_files_vanishes_another_goes_up_in_its_place() {
    let (world, _, _) = with_album().await;
    world.core.uploads().pause(true).await.unwrap();
    let mut drop = Drop::new();
    let first = drop.add("one/a.jpg", jpeg(1));
    let second = drop.add("one/b.jpg", jpeg(1));
    let view = planned(&world, &drop).await;
    assert_eq!((view.new_files, view.doubled), (1, 1));
    world.core.plans().start(view.key).await.unwrap();
    std::fs::remove_file(&first).unwrap();
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    assert_eq!(
        (view.totals.done, view.totals.failed),
        (1, 1),
        "the bytes are there: {:?}",
        view.rows
    );
    assert!(second.exists(), "nothing here was touched");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_person_leaves_files_out_and_a_double_takes_their_place() {
    let (world, _, _) = with_album().await;
    let mut drop = Drop::new();
    drop.add("a.jpg", jpeg(1));
    drop.add("same.jpg", jpeg(1));
    drop.add("b.jpg", jpeg(2));
    let view = planned(&world, &drop).await;
    let new = rows(&world, view.key, PlanGroup::New).await;
    let first = new.iter().find(|row| row.file_name != "b.jpg").unwrap();
    let other = new.iter().find(|row| row.file_name == "b.jpg").unwrap();
    let plans = world.core.plans();
    plans.leave_out(view.key, other.key, true).await.unwrap();
    plans.leave_out(view.key, other.key, true).await.unwrap();
    assert_eq!(plans.view(view.key).await.unwrap().new_files, 1);
    plans.leave_out(view.key, first.key, true).await.unwrap();
    let view = plans.view(view.key).await.unwrap();
    assert_eq!(
        (view.new_files, view.doubled),
        (1, 0),
        "its double goes up instead"
    );
    plans.leave_out(view.key, first.key, false).await.unwrap();
    let view = plans.view(view.key).await.unwrap();
    assert_eq!((view.new_files, view.doubled), (1, 1));
    assert_eq!(plans.start(view.key).await.unwrap().files, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn pairs_are_one_row_and_two_files() {
    let (world, _, album) = with_album().await;
    world.core.uploads().pause(true).await.unwrap();
    let mut drop = Drop::new();
    drop.add("IMG_1.JPG", jpeg_taken(1, "2024:05:01 12:00:00"));
    drop.add("IMG_1.MOV", movie(3, 1));
    drop.add("IMG_2.JPG", jpeg_taken(2, "2024:05:01 12:00:01"));
    drop.add("IMG_2.MOV", movie(60, 2));
    drop.add("DSC_3.jpg", jpeg_taken(3, "2024:05:01 11:00:00"));
    drop.add("DSC_3.nef", b"II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec());
    let plan = world
        .core
        .plans()
        .make(drop.folder(), Some(album))
        .await
        .unwrap();
    let view = ready(&world, plan).await;
    assert_eq!((view.new_files, view.pairs), (6, 2));
    let new = rows(&world, plan, PlanGroup::New).await;
    assert_eq!(new.len(), 4, "{new:?}");
    let of = |name: &str| new.iter().find(|row| row.file_name == name).unwrap();
    assert_eq!(of("IMG_1.JPG").pair, Some(PairKind::LivePhoto));
    assert_eq!(of("IMG_1.JPG").partner.as_deref(), Some("IMG_1.MOV"));
    assert_eq!(
        of("IMG_2.JPG").pair,
        None,
        "a film of a minute is no Live Photo"
    );
    assert_eq!(of("DSC_3.jpg").pair, Some(PairKind::RawAndJpeg));
    assert_eq!(
        names(&new)
            .iter()
            .filter(|name| **name == "IMG_2.MOV")
            .count(),
        1
    );
    world.core.plans().start(plan).await.unwrap();
    let queue = listed(&world.core).await;
    let order: Vec<_> = queue
        .rows
        .iter()
        .map(|row| row.file_name.as_str())
        .collect();
    assert_eq!(
        order,
        [
            "DSC_3.jpg",
            "DSC_3.nef",
            "IMG_1.JPG",
            "IMG_1.MOV",
            "IMG_2.JPG",
            "IMG_2.MOV"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_stays_with_its_account_when_another_is_shown() {
    let (world, of, _) = with_album().await;
    world.core.uploads().pause(true).await.unwrap();
    let drop = Drop::of(1);
    let view = planned(&world, &drop).await;
    let other = world.sign_in(TOMAS).await.key;
    world.core.connections().select(other).await.unwrap();
    assert_eq!(
        world.core.plans().view(view.key).await.unwrap().connection,
        of
    );
    world.core.plans().start(view.key).await.unwrap();
    assert_eq!(
        listed(&world.core).await.rows.len(),
        0,
        "nothing of it goes to the other account"
    );
    world.core.connections().select(of).await.unwrap();
    assert_eq!(listed(&world.core).await.rows.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_vanish_before_the_start_fail_by_themselves() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(2);
    let plan = world
        .core
        .plans()
        .make(drop.folder(), Some(album))
        .await
        .unwrap();
    ready(&world, plan).await;
    fs::remove_file(&drop.files[0].0).unwrap();
    world.core.plans().start(plan).await.unwrap();
    let view = idle(&world.core).await;
    assert_eq!((view.totals.done, view.totals.failed), (1, 1));
    assert_eq!(row(&view, "photo 0.jpg").stage, UploadStage::Failed);
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_that_were_not_started_do_not_outlive_the_program() {
    let (mut world, _, _) = with_album().await;
    let drop = Drop::of(2);
    let view = planned(&world, &drop).await;
    world.reopen().await;
    let plans = world.core.plans();
    assert!(plans.view(view.key).await.is_err());
    assert_eq!(listed(&world.core).await.rows.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watched_folder_takes_in_files_under_the_titles_of_its_folders() {
    let (world, of, album) = with_album().await;
    world.core.uploads().pause(true).await.unwrap();
    let mut drop = Drop::new();
    let deep = drop.add("Summer/a.jpg", jpeg(1));
    let plain = drop.add("b.jpg", jpeg(2));
    let options = PlanOptions {
        albums: AlbumLayout::PerFolder {
            depth: 2,
            joined: true,
        },
        dates: MissingDates::Leave,
        captions: true,
    };
    let root: PathBuf = drop.dir.path().to_owned();
    let taken = world
        .core
        .plans()
        .take_in(of, root.clone(), vec![deep, plain], options.clone())
        .await;
    assert_eq!(taken.unwrap().files, 2);
    let queue = listed(&world.core).await;
    let in_album = |name: &str| {
        (
            row(&queue, name).album,
            row(&queue, name).album_title.clone(),
        )
    };
    assert_eq!(
        in_album("a.jpg"),
        (Some(album), Some("Summer".into())),
        "the album there is is used"
    );
    let wished = in_album("b.jpg");
    assert_eq!(wished.1, Some(folder_name(&drop)));
    let later = drop.add("c.jpg", jpeg(3));
    world
        .core
        .plans()
        .take_in(of, root, vec![later], options)
        .await
        .unwrap();
    let queue = listed(&world.core).await;
    assert_eq!(
        row(&queue, "c.jpg").album,
        wished.0,
        "also an album that is only wished yet"
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn names_that_are_not_unicode_and_links_are_planned_once() {
    use std::os::unix::ffi::OsStrExt as _;
    let (world, _, album) = with_album().await;
    let drop = Drop::new();
    let odd = drop
        .dir
        .path()
        .join(std::ffi::OsStr::from_bytes(b"odd \xff.jpg"));
    fs::write(&odd, jpeg(1)).unwrap();
    std::os::unix::fs::symlink(&odd, drop.dir.path().join("link.jpg")).unwrap();
    std::os::unix::fs::symlink(drop.dir.path(), drop.dir.path().join("loop")).unwrap();
    let plan = world
        .core
        .plans()
        .make(drop.folder(), Some(album))
        .await
        .unwrap();
    let view = ready(&world, plan).await;
    assert_eq!((view.new_files, view.doubled, view.stays_out), (1, 0, 1));
    world.core.plans().start(plan).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_file_is_not_looked_at_again() {
    let (world, _, _) = with_album().await;
    let drop = Drop::of(2);
    planned(&world, &drop).await;
    // Other bytes under the same size, time and inode: whoever reads them finds another photo.
    let path = &drop.files[0].0;
    let before = fs::metadata(path).unwrap();
    let bytes = vec![0; usize::try_from(before.len()).unwrap()];
    overwrite(path, &bytes);
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(before.modified().unwrap()).unwrap();
    let view = planned(&world, &drop).await;
    assert_eq!((view.new_files, view.stays_out), (2, 0), "nobody read it");
    file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000))
        .unwrap();
    let view = planned(&world, &drop).await;
    assert_eq!(
        (view.new_files, view.stays_out),
        (1, 1),
        "another time: it is looked at"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_date_goes_up_in_a_copy_and_the_file_stays_as_it_is() {
    let (world, _, album) = with_album().await;
    let mut drop = Drop::new();
    let named = drop.add("IMG_20240612_183012.jpg", jpeg(1));
    drop.add("taken.jpg", jpeg_taken(2, "2020:01:01 10:00:00"));
    drop.add("nothing.jpg", jpeg(3));
    let before = fs::metadata(&named).unwrap();
    let plan = world
        .core
        .plans()
        .make(drop.folder(), Some(album))
        .await
        .unwrap();
    let view = ready(&world, plan).await;
    assert_eq!(
        (view.undated, view.dated),
        (2, 0),
        "nobody asked for dates yet"
    );
    let dates = |dates| PlanOptions {
        dates,
        ..view.options.clone()
    };
    let plans = world.core.plans();
    plans
        .set_options(plan, dates(MissingDates::FromNameOrTime))
        .await
        .unwrap();
    assert_eq!(plans.view(plan).await.unwrap().dated, 2);
    plans
        .set_options(plan, dates(MissingDates::FromName))
        .await
        .unwrap();
    assert_eq!(plans.view(plan).await.unwrap().dated, 1);
    plans.start(plan).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 3);
    let after = fs::metadata(&named).unwrap();
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    assert!(
        fs::read(&named).unwrap() == jpeg(1),
        "the file is untouched"
    );
    let (held, _) = held(&world).await;
    let sent = |name: &str| {
        held.iter()
            .find(|(held, _)| held == name)
            .unwrap()
            .1
            .clone()
    };
    let dated = sent("IMG_20240612_183012.jpg");
    assert!(
        dated.ends_with(&jpeg(1)[2..]),
        "every byte of the picture went up"
    );
    assert!(
        dated.windows(19).any(|at| at == b"2024:06:12 18:30:12"),
        "with the date of its name"
    );
    assert!(
        sent("nothing.jpg") == jpeg(3),
        "what has no date goes up as it is"
    );
    assert_eq!(
        albums(&world).await["Summer"],
        ["taken.jpg", "IMG_20240612_183012.jpg", "nothing.jpg"],
        "a date out of a name counts for the order"
    );
    let again = planned(&world, &drop).await;
    assert_eq!(
        (again.new_files, again.already_there),
        (0, 3),
        "the file is known by its own bytes"
    );
    let left = fs::read_dir(world.home.path().join("cache/copies")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "no copy stays behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caption_goes_up_as_the_description_unless_the_person_does_not_want_it() {
    let (world, _, _) = with_album().await;
    let mut drop = Drop::new();
    let path = drop.add("a.jpg", jpeg(1));
    let sidecar = "<x:xmpmeta><dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">Tea &amp; rain</rdf:li>\
        </rdf:Alt></dc:description></x:xmpmeta>";
    fs::write(path.with_extension("xmp"), sidecar).unwrap();
    let view = planned(&world, &drop).await;
    assert_eq!(view.captions, 1);
    world.core.plans().start(view.key).await.unwrap();
    idle(&world.core).await;
    let items = world.get("items").await;
    assert_eq!(items[0]["description"], json!("Tea & rain"), "{items}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_the_system_does_not_let_albumen_read_stays_out() {
    use std::os::unix::fs::PermissionsExt as _;
    let (world, _, _) = with_album().await;
    let mut drop = Drop::new();
    let path = drop.add("a.jpg", jpeg(1));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        return; // whoever runs this may read everything
    }
    let view = planned(&world, &drop).await;
    assert_eq!((view.new_files, view.stays_out), (0, 1));
    assert_eq!(view.reasons[0].reason, "unreadable");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(
        planned(&world, &drop).await.new_files,
        1,
        "it was not remembered as unreadable"
    );
}

fn overwrite(path: &Path, bytes: &[u8]) {
    use std::io::Write as _;
    let mut file = fs::File::options().write(true).open(path).unwrap();
    file.write_all(bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signed_in_is_said_at_once() {
    let world = World::new(LibrarySource::Empty).await;
    let refused = world
        .core
        .plans()
        .make(Drop::of(1).folder(), None)
        .await
        .unwrap_err();
    assert!(
        matches!(refused, CoreError::NotFound { what: "account" }),
        "{refused:?}"
    );
}
