//! The upload queue against the emulator.

use std::fs;
use std::time::Duration;

use albumen_core::view::{GridScope, JobState, QueueState, UploadStage, WaitCause};
use albumen_core::{PictureContent, PictureRequest};
use serde_json::json;

use crate::support::{ALL_SCOPES, MARA, answer, job_end, typed, until};
use crate::upload_support::*;

#[tokio::test(flavor = "multi_thread")]
async fn dropped_files_arrive_in_the_album_once_each_in_order_with_equal_bytes() {
    let (world, _, album) = with_album().await;
    let mut drop = Drop::new();
    let long = format!("{}.jpg", "n".repeat(251));
    drop.add("z first.jpg", jpeg_taken(1, "2020:01:01 10:00:00"));
    drop.add("a second.jpg", jpeg_taken(2, "2021:01:01 10:00:00"));
    drop.add("img 9.jpg", jpeg(3));
    drop.add("img 10.jpg", jpeg(4));
    drop.add("🏔 \"quoted\" 'n' such.jpg", jpeg(5));
    drop.add("two\nlines.jpg", jpeg(6));
    drop.add(&long, jpeg(7));

    let taken = world
        .core
        .uploads()
        .enqueue(drop.folder(), Some(album))
        .await
        .unwrap();
    assert_eq!((taken.files, taken.left_out.len()), (7, 0));
    let view = idle(&world.core).await;

    assert_eq!(view.state, QueueState::Idle);
    assert_eq!(
        (view.totals.done, view.totals.left, view.totals.failed),
        (7, 0, 0),
        "{:?}",
        view.rows
    );
    assert_eq!(view.totals.sent_bytes, view.totals.bytes);
    assert_holds(&world, &drop).await;
    let order = [
        "z first.jpg",
        "a second.jpg",
        "img 9.jpg",
        "img 10.jpg",
        &long,
        "two\nlines.jpg",
        "🏔 \"quoted\" 'n' such.jpg",
    ];
    assert_eq!(
        albums(&world).await["Summer"],
        order,
        "by capture time, then by name as a person sorts"
    );
    assert_eq!(
        grid(&world.core, GridScope::Album { album }).await,
        order,
        "the index has them at once, without a sync"
    );
    assert_eq!(
        world.count("mediaItems.batchCreate").await,
        1,
        "one call for one drop"
    );
    assert_eq!(
        world.get("stats").await["concurrent_write_peak"],
        1,
        "Google refuses writes side by side"
    );
    assert_eq!(job_end(&world.core, taken.job).await.state, JobState::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_fifty_files_go_in_several_batches_one_at_a_time() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(120);
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    assert_eq!(view.totals.done, 120, "{:?}", view.totals);
    assert_holds(&world, &drop).await;
    let names = &albums(&world).await["Summer"];
    let expected: Vec<_> = (0..120)
        .map(|number| format!("photo {number}.jpg"))
        .collect();
    assert_eq!(*names, expected, "batches keep the order");
    assert!(
        world.count("mediaItems.batchCreate").await <= 5,
        "batches are full where they can be"
    );
    assert_eq!(world.get("stats").await["concurrent_write_peak"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_go_is_left_out_with_a_sentence_and_the_rest_goes_on() {
    let (world, _, album) = with_album().await;
    let mut drop = Drop::new();
    for (name, bytes) in [
        ("empty.jpg", &b""[..]),
        ("diary.jpg", b"Dear diary"),
        ("notes.txt", b"Dear diary"),
    ] {
        fs::write(drop.dir.path().join(name), bytes).unwrap();
    }
    drop.add("good.jpg", jpeg(1));
    drop.add("deep/er/also good.jpg", jpeg(2));
    #[cfg(unix)]
    std::os::unix::fs::symlink(drop.dir.path(), drop.dir.path().join("deep/loop")).unwrap();

    let summary = world.core.uploads().inspect(&drop.folder()).await.unwrap();
    assert_eq!((summary.files, summary.folders), (2, 1));
    let taken = world
        .core
        .uploads()
        .enqueue(drop.folder(), Some(album))
        .await
        .unwrap();
    assert_eq!(taken.files, 2);
    assert_eq!(
        taken.left_out.len(),
        usize::try_from(summary.left_out).unwrap()
    );
    for left in &taken.left_out {
        assert!(
            left.reason.ends_with('.') && left.reason.len() > 20,
            "a sentence for {}: {}",
            left.file_name,
            left.reason
        );
    }
    let view = idle(&world.core).await;
    assert_eq!(row(&view, "empty.jpg").stage, UploadStage::LeftOut);
    assert_eq!(
        row(&view, "diary.jpg").reason.as_deref(),
        taken
            .left_out
            .iter()
            .find(|one| one.file_name == "diary.jpg")
            .map(|one| one.reason.as_str())
    );
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_the_library_has_is_not_sent_again_but_goes_into_the_album() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(1);
    world
        .core
        .uploads()
        .enqueue(drop.paths(), None)
        .await
        .unwrap();
    idle(&world.core).await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    assert_eq!(
        view.rows
            .iter()
            .filter(|row| row.stage == UploadStage::AlreadyThere)
            .count(),
        1,
        "{:?}",
        view.rows
    );
    assert_eq!(view.totals.done, 2, "already there is as good as done");
    assert_eq!(
        world.count("uploads.raw").await,
        1,
        "its bytes went up once"
    );
    assert_holds(&world, &drop).await;
    assert_eq!(
        grid(&world.core, GridScope::Album { album }).await,
        ["photo 0.jpg"]
    );

    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    idle(&world.core).await;
    assert_eq!(
        world.count("albums.batchAddMediaItems").await,
        1,
        "what is in the album is not put there again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_deleted_at_google_is_sent_again_when_it_is_dropped_again() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(1);
    world
        .core
        .uploads()
        .enqueue(drop.paths(), None)
        .await
        .unwrap();
    idle(&world.core).await;
    let id = world.get("items").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    world.delete(&format!("items/{id}")).await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    assert_eq!(view.totals.done, 2, "{:?}", view.rows);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_files_in_one_drop_are_sent_once() {
    let (world, _, album) = with_album().await;
    let mut drop = Drop::of(1);
    fs::write(drop.dir.path().join("copy.jpg"), &drop.files[0].1).unwrap();
    world
        .core
        .uploads()
        .enqueue(drop.folder(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    assert_eq!(view.totals.done, 2, "{:?}", view.rows);
    assert_eq!(world.count("uploads.raw").await, 1);
    let names = albums(&world).await["Summer"].clone();
    assert_eq!(names.len(), 1, "once in the album");
    drop.files[0].0.set_file_name(&names[0]);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_item_of_a_batch_has_its_own_outcome() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(5);
    world
        .fault(json!({ "kind": "partial_batch", "codes": [0, 3, 6, 13, "missing"], "count": 1 }))
        .await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    let stage = |number: u8| row(&view, &format!("photo {number}.jpg")).stage;
    assert_eq!(stage(0), UploadStage::Done);
    assert_eq!(stage(1), UploadStage::Failed, "Google could not read it");
    assert!(
        row(&view, "photo 1.jpg")
            .reason
            .as_deref()
            .unwrap()
            .starts_with("Google could not read this file.")
    );
    assert_eq!(stage(2), UploadStage::AlreadyThere);
    assert_eq!(
        stage(3),
        UploadStage::Done,
        "an internal error is tried again"
    );
    assert_eq!(
        stage(4),
        UploadStage::Done,
        "an item without an answer is asked for again"
    );
    assert_eq!(
        world.count("uploads.raw").await,
        5,
        "nothing was sent twice"
    );
    world
        .core
        .uploads()
        .retry(row(&view, "photo 1.jpg").key)
        .await
        .unwrap();
    assert_eq!(idle(&world.core).await.totals.failed, 0);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_internal_error_that_stays_fails_the_file_and_not_the_others() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(3);
    world
        .fault(json!({ "kind": "partial_batch", "codes": [0, 13, 0], "count": 1 }))
        .await;
    world
        .fault(json!({ "kind": "partial_batch", "codes": [13], "count": 2 }))
        .await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    assert_eq!(
        (view.totals.done, view.totals.failed),
        (2, 1),
        "{:?}",
        view.rows
    );
    assert_eq!(
        view.rows[0].stage,
        UploadStage::Failed,
        "failures come first"
    );
    assert!(view.rows[0].can_retry);
    world.core.uploads().retry_all(None).await.unwrap();
    idle(&world.core).await;
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_makes_no_second_item() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(3);
    // More often than the client repeats by itself.
    world
        .fault(json!({ "kind": "lost_answer", "methods": ["mediaItems.batchCreate"], "count": 7 }))
        .await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    assert_eq!(view.totals.done, 3, "{:?}", view.rows);
    assert_eq!(
        world.count("uploads.raw").await,
        3,
        "the same tokens were offered again"
    );
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_connections_and_trouble_at_google_lose_nothing() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(6);
    world.fault(json!([
        { "kind": "cut", "after_bytes": 500, "methods": ["uploads.raw"], "count": 9 },
        { "kind": "server_error", "status": 503, "methods": ["mediaItems.batchCreate"], "count": 7 },
        { "kind": "html_body", "status": 502, "methods": ["uploads.raw"], "count": 3 },
    ])).await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    assert_eq!(view.totals.done, 6, "{:?}", view.rows);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_too_many_requests_passes_by_itself() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(2);
    world.fault(json!({ "kind": "rate_limited", "retry_after_s": 0, "methods": ["uploads"], "count": 8 })).await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 2);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spent_day_sleeps_until_google_counts_anew() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(2);
    world
        .fault(json!({ "kind": "quota_spent", "methods": ["uploads"] }))
        .await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    let (cause, message) = waiting(&view);
    assert_eq!(cause, WaitCause::QuotaSpent);
    assert!(
        message.starts_with("Asleep until ") && message.contains("nothing is lost"),
        "{message}"
    );
    let QueueState::Waiting {
        until_ms: Some(until_ms),
        ..
    } = view.state
    else {
        panic!("it knows when it goes on")
    };
    world.no_faults().await;
    world.clock.advance_ms(until_ms - world.clock.now_ms());
    // Anything that wakes the queue finds that the time has come.
    world
        .core
        .uploads()
        .enqueue(Vec::new(), None)
        .await
        .unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 2);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn full_storage_waits_for_the_person() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(2);
    world.fault(json!({ "kind": "storage_full" })).await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let (cause, message) = waiting(&idle(&world.core).await);
    assert_eq!(cause, WaitCause::StorageFull);
    assert_eq!(
        message,
        "Your Google storage is full. 2 files wait here. Free some space or change the plan, then press Go on."
    );
    world.no_faults().await;
    world.core.uploads().pause(false).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 2);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_sign_in_keeps_the_queue_which_goes_on_after_the_next() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(2);
    world
        .fault(json!([
            { "kind": "tokens_expired", "methods": ["uploads"], "count": 1 },
            { "kind": "refresh_revoked", "methods": ["oauth.token"], "count": 1 },
        ]))
        .await;
    world.core.uploads().pause(true).await.unwrap();
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    world.core.uploads().pause(false).await.unwrap();
    let (cause, message) = waiting(&idle(&world.core).await);
    assert_eq!(cause, WaitCause::SignInNeeded);
    assert_eq!(
        message,
        "Google ended the sign-in. Your library and queue are kept. Sign in again to go on."
    );
    world.no_faults().await;
    world.sign_in(MARA).await;
    // Nobody presses anything: signing in is enough.
    until(&world.core, "the queue goes on by itself", || async {
        world.core.uploads().view().await.unwrap().totals.done == 2
    })
    .await;
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_permission_to_add_the_files_wait() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(2);
    let few = [ALL_SCOPES[1], ALL_SCOPES[2]];
    world
        .sign_in_with(typed(), |page| async move {
            answer(page, MARA, "allow", &few).await
        })
        .await
        .unwrap();
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let (cause, message) = waiting(&idle(&world.core).await);
    assert_eq!(cause, WaitCause::ConsentMissing);
    assert!(message.contains("2 files wait"), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_the_queue_is_kept() {
    let (mut world, _, album) =
        with_album_and(|config| config.policy.uploads.offline = Duration::from_secs(60)).await;
    world.stop_emulator().await;
    let drop = Drop::of(2);
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    let (cause, message) = waiting(&view);
    assert_eq!(cause, WaitCause::Offline);
    assert!(message.contains("the queue is kept"), "{message}");
    assert_eq!(
        (view.totals.left, view.totals.failed),
        (2, 0),
        "being offline fails no file"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn paused_nothing_begins_and_a_restart_keeps_it_so() {
    let (mut world, _, album) = with_album().await;
    let drop = Drop::of(2);
    world.core.uploads().pause(true).await.unwrap();
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    assert_eq!(idle(&world.core).await.state, QueueState::Paused);
    world.core.close().await;
    world.core =
        albumen_core::Core::open(upload_config(&world.url, world.home.path(), &world.clock))
            .await
            .unwrap();
    assert_eq!(idle(&world.core).await.state, QueueState::Paused);
    assert_eq!(world.count("uploads.raw").await, 0);
    world.core.uploads().pause(false).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 2);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_file_does_not_arrive_and_can_be_taken_up_again() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(3);
    world.core.uploads().pause(true).await.unwrap();
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let key = row(&listed(&world.core).await, "photo 1.jpg").key;
    world.core.uploads().cancel(key).await.unwrap();
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    assert_eq!(row(&view, "photo 1.jpg").stage, UploadStage::Cancelled);
    assert_eq!(
        albums(&world).await["Summer"],
        ["photo 0.jpg", "photo 2.jpg"]
    );
    world.core.uploads().retry(key).await.unwrap();
    idle(&world.core).await;
    assert_holds(&world, &drop).await;
    world.core.uploads().clear().await.unwrap();
    assert!(listed(&world.core).await.rows.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_the_job_stops_bytes_that_are_under_way() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(3);
    world
        .fault(json!({ "kind": "latency", "ms": 3_600_000, "methods": ["uploads.raw"] }))
        .await;
    let job = world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap()
        .job;
    until(&world.core, "bytes are under way", || async {
        listed(&world.core)
            .await
            .rows
            .iter()
            .any(|row| row.stage == UploadStage::Sending)
    })
    .await;
    world.core.jobs().cancel(job).await.unwrap();
    until(&world.core, "all stop", || async {
        world.core.uploads().view().await.unwrap().totals.left == 0
    })
    .await;
    let view = idle(&world.core).await;
    assert!(
        view.rows
            .iter()
            .all(|row| row.stage == UploadStage::Cancelled),
        "{:?}",
        view.rows
    );
    world.no_faults().await;
    assert!(world.get("items").await.as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vanished_file_fails_with_words_and_the_rest_goes_on() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(3);
    world.core.uploads().pause(true).await.unwrap();
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    fs::remove_file(&drop.files[1].0).unwrap();
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    assert_eq!((view.totals.done, view.totals.failed), (2, 1));
    assert_eq!(
        row(&view, "photo 1.jpg").reason.as_deref(),
        Some("This file is not where it was. Nothing was added. Put it back, then retry.")
    );
    fs::write(&drop.files[1].0, &drop.files[1].1).unwrap();
    world.core.uploads().retry_all(None).await.unwrap();
    idle(&world.core).await;
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_while_it_is_sent_goes_up_as_it_is_at_the_end() {
    let (world, _, album) = with_album().await;
    let mut drop = Drop::of(1);
    world
        .fault(json!({ "kind": "latency", "ms": 700, "methods": ["uploads.raw"], "count": 1 }))
        .await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    until(&world.core, "bytes are under way", || async {
        // Between the count of the rows and the rows themselves one may move.
        let rows = listed(&world.core).await.rows;
        rows.first()
            .is_some_and(|row| row.stage == UploadStage::Sending)
    })
    .await;
    drop.files[0].1 = jpeg(99);
    fs::write(&drop.files[0].0, &drop.files[0].1).unwrap();
    let view = idle(&world.core).await;
    assert_eq!(view.totals.done, 1, "{:?}", view.rows);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_deleted_meanwhile_fails_its_files_only() {
    let (world, _, album) = with_album().await;
    let id = world.get("albums").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    world.delete(&format!("albums/{id}")).await;
    let (into_album, into_library) = (Drop::of(2), Drop::of(3));
    world
        .core
        .uploads()
        .enqueue(into_album.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    assert_eq!(view.totals.failed, 2, "{:?}", view.rows);
    assert!(!view.rows[0].can_retry, "trying again cannot help");
    world
        .core
        .uploads()
        .enqueue(into_library.paths(), None)
        .await
        .unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_older_than_a_day_is_sent_again() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(2);
    world.fault(json!({ "kind": "storage_full" })).await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    assert_eq!(waiting(&idle(&world.core).await).0, WaitCause::StorageFull);
    world.no_faults().await;
    world.clock.advance_ms(24 * 60 * 60 * 1000);
    world.core.uploads().pause(false).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 2);
    assert_eq!(
        world.count("uploads.raw").await,
        4,
        "both files, twice: Google forgets a token after a day"
    );
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_google_forgot_early_is_sent_again() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(3);
    world.fault(json!({ "kind": "storage_full" })).await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    idle(&world.core).await;
    world.no_faults().await;
    world
        .fault(json!({ "kind": "upload_token_life", "ms": 0, "count": 1 }))
        .await;
    world.core.uploads().pause(false).await.unwrap();
    until(&world.core, "the tokens were refused", || async {
        world.count("uploads.raw").await > 3
    })
    .await;
    world.no_faults().await;
    world.core.uploads().retry_all(None).await.unwrap();
    let view = idle(&world.core).await;
    world.core.uploads().retry_all(None).await.unwrap();
    assert_eq!(idle(&world.core).await.totals.done, 3, "{:?}", view.rows);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_upload_the_photo_is_in_the_grid_with_a_thumbnail_of_its_own() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(1);
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    let view = idle(&world.core).await;
    let item = view.rows[0].item.expect("the row knows its media item");
    let details = world.core.items().details(item).await.unwrap();
    assert_eq!(details.local_path.as_deref(), drop.files[0].0.to_str());
    assert_eq!(details.albums.len(), 1);
    for size in [256, 512, 2048] {
        let wanted = PictureRequest::Item { key: item, size };
        let made = world.core.pictures().get(wanted).await.unwrap();
        assert_eq!(made.content_type, "image/jpeg");
        let kept = world.core.pictures().get(wanted).await.unwrap();
        assert!(
            matches!(kept.content, PictureContent::File(_)),
            "a size is made when somebody looks at it, and kept"
        );
    }
    let details = world.core.items().details(item).await.unwrap();
    assert!(
        details.item.tones.is_some(),
        "the placeholder has its two colours from then on"
    );
    let preview = world
        .core
        .pictures()
        .get(PictureRequest::Upload {
            key: view.rows[0].key,
        })
        .await
        .unwrap();
    assert_eq!(preview.content_type, "image/jpeg");
    assert_eq!(
        world.count("media.bytes").await,
        0,
        "one's own files cost no quota"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_engine_goes_on_where_it_stopped() {
    let (mut world, _, album) = with_album().await;
    let drop = Drop::of(8);
    world
        .fault(json!({ "kind": "latency", "ms": 200, "methods": ["uploads.raw"], "count": 8 }))
        .await;
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    until(&world.core, "bytes are under way", || async {
        listed(&world.core)
            .await
            .rows
            .iter()
            .any(|row| row.stage == UploadStage::Sending)
    })
    .await;
    world.core.close().await;
    world.core =
        albumen_core::Core::open(upload_config(&world.url, world.home.path(), &world.clock))
            .await
            .unwrap();
    let view = idle(&world.core).await;
    assert_eq!(view.totals.done, 8, "{:?}", view.rows);
    assert_holds(&world, &drop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_upload_token_stays_behind_on_disk_once_the_queue_is_empty() {
    let (world, _, album) = with_album().await;
    let drop = Drop::of(3);
    let taken = world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    assert_eq!(job_end(&world.core, taken.job).await.state, JobState::Done);
    for entry in walkdir::WalkDir::new(world.home.path()) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let bytes = fs::read(entry.path()).unwrap();
            assert!(
                !bytes.windows(4).any(|four| four == b"CAIS"),
                "the emulator's upload tokens begin so, and one stands in {}",
                entry.path().display()
            );
        }
    }
}
