//! What the person does to the queue: retry, leave out, cancel and take it back, clear, write a list.

use std::path::Path;

use albumen_core::view::{
    CancelPreview, ListFormat, UploadSectionKind, UploadSettings, UploadsView,
};
use albumen_core::{Core, CoreError};
use serde_json::{Value, json};

use crate::many::write_photos;
use crate::support::World;
use crate::upload_support::*;

/// More than two pieces of rows.
const MANY: u32 = 1_000;

/// A paused queue of so many photos.
async fn paused_queue(count: u32) -> (World, tempfile::TempDir) {
    let (world, ..) = with_album().await;
    let folder = tempfile::tempdir().unwrap();
    write_photos(folder.path(), 0..count);
    world.core.uploads().pause(true).await.unwrap();
    let drop = vec![folder.path().to_owned()];
    world.core.uploads().enqueue(drop, None).await.unwrap();
    (world, folder)
}

async fn view(core: &Core) -> UploadsView {
    core.uploads().view().await.unwrap()
}

async fn first_row(core: &Core, section: UploadSectionKind) -> albumen_core::view::UploadRow {
    let rows = core.uploads().rows(section, None, 0, 1).await.unwrap();
    rows.into_iter().next().expect("the section has a row")
}

fn files_in(view: &UploadsView, kind: UploadSectionKind) -> u32 {
    let sections = view.sections.iter().filter(|section| section.kind == kind);
    sections.map(|section| section.files).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_all_says_before_what_goes_and_is_taken_back() {
    let (world, _folder) = paused_queue(MANY).await;
    let uploads = world.core.uploads();
    let bytes = view(&world.core).await.totals.bytes;
    let preview = uploads.cancel_preview().await.unwrap();
    let expected = CancelPreview {
        stays: 0,
        becoming: 0,
        goes: MANY,
        goes_bytes: bytes,
    };
    assert_eq!(preview, expected, "nothing went up, so all of it goes");

    uploads.cancel_all().await.unwrap();
    let cancelled = view(&world.core).await;
    assert_eq!(
        (cancelled.totals.cancelled, cancelled.totals.left),
        (MANY, 0),
        "every piece was cancelled"
    );

    uploads
        .retry_section(UploadSectionKind::Cancelled)
        .await
        .unwrap();
    let back = view(&world.core).await;
    assert_eq!(
        (back.totals.cancelled, back.totals.left),
        (0, MANY),
        "all of it is back"
    );
    uploads.pause(false).await.unwrap();
    let done = idle(&world.core).await;
    assert_eq!((done.totals.done, done.totals.failed), (MANY, 0));
    let preview = uploads.cancel_preview().await.unwrap();
    assert_eq!(
        (preview.stays, preview.goes),
        (MANY, 0),
        "what is in the library stays there"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_left_out_waits_for_the_person() {
    let (world, _folder) = paused_queue(3).await;
    let uploads = world.core.uploads();
    let row = first_row(&world.core, UploadSectionKind::Waiting).await;
    uploads.skip(row.key).await.unwrap();
    uploads.pause(false).await.unwrap();
    let done = idle(&world.core).await;
    assert_eq!((done.totals.done, done.totals.left_out), (2, 1));
    let left_out = first_row(&world.core, UploadSectionKind::LeftOut).await;
    assert_eq!(left_out.key, row.key);
    assert!(left_out.can_retry, "the person may take it in again");
    let sections = view(&world.core).await.sections;
    let section = sections
        .iter()
        .find(|section| section.kind == UploadSectionKind::LeftOut)
        .unwrap();
    assert_eq!(section.reason.as_deref(), Some("by_person"));
    assert!(section.can_retry);

    uploads
        .retry_section(UploadSectionKind::LeftOut)
        .await
        .unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_files_are_tried_again_or_left_out_by_reason() {
    let (world, folder) = paused_queue(MANY).await;
    let uploads = world.core.uploads();
    for number in 0..MANY {
        let name = format!("photo {number:06}.jpg");
        std::fs::remove_file(folder.path().join(name)).unwrap();
    }
    uploads.pause(false).await.unwrap();
    let failed = idle(&world.core).await;
    assert_eq!(failed.totals.failed, MANY, "all of them are gone");
    write_photos(folder.path(), 0..MANY);
    let other = Some("damaged".to_owned());
    uploads.retry_all(other.clone()).await.unwrap();
    uploads.skip_all(other).await.unwrap();
    assert_eq!(
        idle(&world.core).await.totals.failed,
        MANY,
        "none failed for that reason"
    );

    uploads.skip_all(None).await.unwrap();
    let left_out = view(&world.core).await;
    assert_eq!(files_in(&left_out, UploadSectionKind::LeftOut), MANY);
    let words = left_out.sections[0].words.as_deref().unwrap();
    assert!(words.contains("these 1,000 files"), "{words}");
    uploads
        .retry_section(UploadSectionKind::LeftOut)
        .await
        .unwrap();
    assert_eq!(idle(&world.core).await.totals.done, MANY);

    uploads.clear().await.unwrap();
    let cleared = view(&world.core).await;
    assert_eq!(cleared.totals.files, 0, "every piece went");
    assert!(cleared.sections.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_not_there_is_not_found() {
    let (world, ..) = with_album().await;
    let uploads = world.core.uploads();
    let key = albumen_core::view::UploadKey(77);
    for outcome in [
        uploads.retry(key).await,
        uploads.skip(key).await,
        uploads.cancel(key).await,
    ] {
        assert!(
            matches!(outcome, Err(CoreError::NotFound { .. })),
            "{outcome:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_holds_every_row_and_no_formula() {
    let (world, _, album) = with_album().await;
    let uploads = world.core.uploads();
    uploads.pause(true).await.unwrap();
    let mut drop = Drop::new();
    drop.add("=1+1.jpg", jpeg(1));
    drop.add("a \"quoted\", name\nof two lines.jpg", jpeg(2));
    drop.add("empty.jpg", Vec::new());
    let enqueued = uploads.enqueue(drop.folder(), Some(album)).await.unwrap();
    assert_eq!((enqueued.files, enqueued.left_out.len()), (2, 1));

    let to = world.home.path().join("list.csv");
    let waiting = UploadSectionKind::Waiting;
    let rows = uploads.write_list(waiting, ListFormat::Csv, &to).await;
    assert_eq!(rows.unwrap(), 2);
    let mut reader = csv::Reader::from_path(&to).unwrap();
    let columns = "file,folder,size_bytes,album,state,reason,what_happened,when";
    let names: Vec<_> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(names.join(","), columns);
    let read: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(&read[0][0], "'=1+1.jpg", "a spreadsheet takes it for text");
    assert_eq!(&read[1][0], "a \"quoted\", name\nof two lines.jpg");
    assert_eq!((&read[0][3], &read[0][4]), ("Summer", "found"));

    let to = world.home.path().join("list.json");
    let left_out = UploadSectionKind::LeftOut;
    let rows = uploads.write_list(left_out, ListFormat::Json, &to).await;
    assert_eq!(rows.unwrap(), 1);
    let read: Value = serde_json::from_slice(&std::fs::read(&to).unwrap()).unwrap();
    assert_eq!(read[0]["file"], json!("empty.jpg"));
    assert_eq!(read[0]["reason"], json!("empty"));
    let words = read[0]["what_happened"].as_str().unwrap();
    assert!(words.starts_with("This file is empty."), "{words}");

    let failed = UploadSectionKind::Failed;
    let rows = uploads.write_list(failed, ListFormat::Json, &to).await;
    assert_eq!(rows.unwrap(), 0);
    let read: Value = serde_json::from_slice(&std::fs::read(&to).unwrap()).unwrap();
    assert_eq!(read, json!([]), "an empty list is a list");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_cannot_be_written_leaves_nothing_behind() {
    let (world, _folder) = paused_queue(1).await;
    let uploads = world.core.uploads();
    let waiting = UploadSectionKind::Waiting;
    let nowhere = world.home.path().join("not there").join("list.csv");
    let outcome = uploads.write_list(waiting, ListFormat::Csv, &nowhere).await;
    assert!(
        matches!(outcome, Err(CoreError::File { .. })),
        "{outcome:?}"
    );
    // A folder stands where the file should go: moving it in place fails at the very end.
    let taken = world.home.path().join("taken");
    std::fs::create_dir_all(taken.join("inside")).unwrap();
    let outcome = uploads.write_list(waiting, ListFormat::Csv, &taken).await;
    assert!(outcome.is_err());
    assert_eq!(parts(world.home.path()), 0, "no half list is left");
}

fn parts(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .filter(|entry| entry.file_name().to_string_lossy().ends_with(".part"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_checked_and_kept_over_a_restart() {
    let (mut world, ..) = with_album().await;
    let uploads = world.core.uploads();
    assert_eq!(uploads.settings().await.unwrap(), UploadSettings::default());
    let wanted = UploadSettings {
        parallel: 7,
        limit_bytes_per_s: Some(500_000),
        ..UploadSettings::default()
    };
    uploads.set_settings(wanted.clone()).await.unwrap();
    let wrong = UploadSettings {
        parallel: 0,
        ..UploadSettings::default()
    };
    let outcome = uploads.set_settings(wrong).await;
    assert!(
        matches!(outcome, Err(CoreError::BadSetting { .. })),
        "{outcome:?}"
    );
    world.reopen().await;
    let kept = world.core.uploads().settings().await.unwrap();
    assert_eq!(kept, wanted, "what was wrong changed nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_view_counts_the_requests_of_the_connection_and_of_its_project() {
    let (world, ..) = with_album().await;
    let before = view(&world.core).await.quota.unwrap();
    assert_eq!(before.requests, before.project_requests);
    world.sign_in(crate::support::TOMAS).await;
    world.sync().await;
    let after = view(&world.core).await.quota.unwrap();
    assert!(
        after.project_requests >= before.project_requests,
        "both accounts use the same client"
    );
    assert_eq!((after.limit, after.reserve), (10_000, 500));
}
