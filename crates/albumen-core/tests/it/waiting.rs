//! What the queue waits for, how it says so, and that it goes on by itself.

use std::time::Duration;

use albumen_core::Core;
use albumen_core::view::{
    ConnectionKey, DaySpan, JobState, QueueState, UploadSettings, UploadsView, WaitCause,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rstest::rstest;
use serde_json::json;

use crate::many::write_photos;
use crate::support::{World, until};
use crate::upload_support::*;

const MINUTE_MS: i64 = 60_000;

fn ms(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

/// The clock is moved to this moment.
fn move_to(world: &World, at_ms: i64) {
    world.clock.advance_ms(at_ms - world.clock.now_ms());
}

/// So many photos in the queue, which is paused.
async fn paused_with(world: &World, count: u32) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_photos(folder.path(), 0..count);
    world.core.uploads().pause(true).await.unwrap();
    let drop = vec![folder.path().to_owned()];
    world.core.uploads().enqueue(drop, None).await.unwrap();
    folder
}

/// Waits until the queue waits, for whatever.
async fn waits(core: &Core) -> (WaitCause, String, Option<i64>) {
    let mut events = core.events();
    let wait = async {
        loop {
            if let QueueState::Waiting {
                cause,
                message,
                until_ms,
            } = core.uploads().view().await.unwrap().state
            {
                return (cause, message, until_ms);
            }
            let _ = events.recv().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait)
        .await
        .expect("the queue waits")
}

fn until_of(view: &Listed) -> i64 {
    match view.state {
        QueueState::Waiting {
            until_ms: Some(until_ms),
            ..
        } => until_ms,
        ref other => panic!("it does not know when it goes on: {other:?}"),
    }
}

async fn reopen(world: &mut World) {
    world.core.close().await;
    world.core = Core::open(upload_config(&world.url, world.home.path(), &world.clock))
        .await
        .unwrap();
}

fn local_time(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap();
    let local = TimeZone::system().to_datetime(at);
    local.strftime("%H:%M").to_string()
}

#[rstest]
#[case::on_a_usual_day("2026-09-25T13:00:00Z", "2026-09-26T07:00:00Z")]
#[case::on_the_day_summer_ends("2026-11-01T08:30:00Z", "2026-11-02T08:00:00Z")]
#[case::on_the_day_before_summer_ends("2026-10-31T12:00:00Z", "2026-11-01T07:00:00Z")]
#[case::on_the_day_summer_begins("2027-03-14T09:00:00Z", "2027-03-15T07:00:00Z")]
#[tokio::test(flavor = "multi_thread")]
async fn a_day_spent_in_the_middle_goes_on_after_midnight_in_california_over_a_restart(
    #[case] now: &str,
    #[case] midnight: &str,
) {
    let (mut world, ..) = with_album().await;
    move_to(&world, ms(now));
    let _folder = paused_with(&world, 30).await;
    world
        .fault(json!({ "kind": "daily_quota", "limit": 20 }))
        .await;
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    let (cause, message) = waiting(&view);
    assert_eq!(cause, WaitCause::QuotaSpent);
    assert_eq!(until_of(&view), ms(midnight), "Google counts in California");
    let hour = format!("Asleep until {}", local_time(ms(midnight)));
    assert!(
        message.starts_with(&hour) && message.contains("nothing is lost"),
        "{message}"
    );

    world.forget_stats().await;
    reopen(&mut world).await;
    let view = idle(&world.core).await;
    assert_eq!(waiting(&view).0, WaitCause::QuotaSpent, "still asleep");
    assert_eq!(until_of(&view), ms(midnight));
    move_to(&world, ms(midnight) - 1);
    wake(&world.core).await;
    assert_eq!(waiting(&idle(&world.core).await).0, WaitCause::QuotaSpent);
    assert_eq!(
        world.library_requests().await,
        0,
        "a spent day is not asked again, not even after a restart"
    );

    world.no_faults().await;
    move_to(&world, ms(midnight));
    wake(&world.core).await;
    let view = idle(&world.core).await;
    assert_eq!(
        (view.totals.done, view.totals.failed),
        (30, 0),
        "{:?}",
        view.state
    );
    let items = world.get("items").await;
    assert_eq!(items.as_array().unwrap().len(), 30, "once each");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_too_many_requests_doubles_and_begins_anew_after_a_success() {
    let (world, ..) = with_album_and(|config| {
        config.policy.uploads.slow_down = Duration::from_secs(30);
    })
    .await;
    let _folder = paused_with(&world, 3).await;
    let settings = UploadSettings {
        parallel: 1,
        ..UploadSettings::default()
    };
    world.core.uploads().set_settings(settings).await.unwrap();
    world
        .fault(json!({ "kind": "rate_limited", "retry_after_s": 1, "methods": ["uploads"] }))
        .await;
    world.core.uploads().pause(false).await.unwrap();
    for seconds in [30, 60, 120] {
        let (cause, message, until_ms) = waits(&world.core).await;
        assert_eq!(cause, WaitCause::SlowDown);
        let until_ms = until_ms.unwrap();
        let rest_ms = until_ms - world.clock.now_ms();
        assert_eq!(
            rest_ms,
            seconds * 1_000,
            "30 seconds at least, then twice as long"
        );
        assert!(
            message.starts_with("Google asks to slow down. Your queue is kept. Albumen goes on in"),
            "{message}"
        );
        if seconds == 120 {
            break;
        }
        let before = world.count("uploads.raw").await;
        move_to(&world, until_ms);
        wake(&world.core).await;
        asked_again(&world, before, until_ms).await;
    }
    world.no_faults().await;
    world.clock.advance_ms(120_000);
    wake(&world.core).await;
    assert_eq!(idle(&world.core).await.totals.done, 3);
}

/// Waits until a request was sent and refused after `before`, and the queue waits anew.
async fn asked_again(world: &World, before: u64, until_ms: i64) {
    let core = &world.core;
    until(core, "Google is asked again", || async {
        let state = core.uploads().view().await.unwrap().state;
        let waits_anew =
            matches!(state, QueueState::Waiting { until_ms: Some(until), .. } if until > until_ms);
        waits_anew && world.count("uploads.raw").await > before
    })
    .await;
}

/// As if this connection had sent so many requests today.
async fn spend(world: &mut World, of: ConnectionKey, requests: u32) {
    world.core.close().await;
    let db = rusqlite::Connection::open(world.home.path().join("data/index.db")).unwrap();
    // The clock of the tests stands in the middle of this day in California.
    db.execute(
        "INSERT INTO quota (connection_id, day, requests) VALUES (?, '2026-09-21', ?) \
         ON CONFLICT DO UPDATE SET requests = excluded.requests",
        (of.0, requests),
    )
    .unwrap();
    drop(db);
    world.core = Core::open(upload_config(&world.url, world.home.path(), &world.clock))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_leave_a_reserve_with_which_the_library_can_still_be_looked_at() {
    let (mut world, of, _) = with_album().await;
    let _folder = paused_with(&world, 40).await;
    spend(&mut world, of, 9_480).await;
    world.forget_stats().await;
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    let (cause, message) = waiting(&view);
    assert_eq!(cause, WaitCause::QuotaSpent);
    assert!(message.starts_with("Asleep until "), "{message}");
    assert_eq!(until_of(&view), ms("2026-09-22T07:00:00Z"));
    let sent = world.library_requests().await;
    assert!(
        sent <= 24,
        "at most what was left and what was under way: {sent}"
    );
    let shown = view_of(&world.core).await.quota.unwrap();
    assert!(
        shown.project_requests < shown.limit - shown.reserve + 5,
        "{shown:?}"
    );
    assert_eq!(
        world.sync().await.state,
        JobState::Done,
        "looking at the library goes on"
    );

    world.clock.advance_ms(24 * 60 * MINUTE_MS);
    wake(&world.core).await;
    assert_eq!(idle(&world.core).await.totals.done, 40, "a new day");
}

async fn view_of(core: &Core) -> UploadsView {
    core.uploads().view().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_gone_is_waited_for_and_fails_no_file() {
    let (world, ..) = with_album().await;
    let disk = tempfile::tempdir().unwrap();
    let (here, away) = (disk.path().join("Photos"), disk.path().join("away"));
    write_photos(&here, 0..5);
    world.core.uploads().pause(true).await.unwrap();
    let drop = vec![here.clone()];
    world.core.uploads().enqueue(drop, None).await.unwrap();
    std::fs::rename(&here, &away).unwrap();
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    let (cause, message) = waiting(&view);
    assert_eq!(cause, WaitCause::DiskGone);
    assert_eq!(
        message,
        "The folder of these files is not there. 5 files wait for it. Connect its disk, and Albumen goes on by itself."
    );
    assert_eq!((view.totals.left, view.totals.failed), (5, 0));
    std::fs::rename(&away, &here).unwrap();
    world.clock.advance_ms(MINUTE_MS);
    wake(&world.core).await;
    // Nobody presses anything: the disk is found when it is looked for again.
    until(&world.core, "the queue goes on by itself", || async {
        view_of(&world.core).await.totals.done == 5
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_its_hours_the_queue_waits_as_it_was_set() {
    let (world, ..) = with_album().await;
    let _folder = paused_with(&world, 3).await;
    let now = Timestamp::from_millisecond(world.clock.now_ms()).unwrap();
    let local = TimeZone::system().to_datetime(now);
    let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap();
    let from_min = (minute + 60) % 1_440;
    let settings = UploadSettings {
        between: Some(DaySpan {
            from_min,
            until_min: (from_min + 120) % 1_440,
        }),
        ..UploadSettings::default()
    };
    world.core.uploads().set_settings(settings).await.unwrap();
    world.forget_stats().await;
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    let (cause, message) = waiting(&view);
    assert_eq!(cause, WaitCause::Scheduled);
    let until_ms = until_of(&view);
    let rest_min = (until_ms - world.clock.now_ms() + MINUTE_MS - 1) / MINUTE_MS;
    assert_eq!(rest_min, 60, "until the set hour");
    let words = format!(
        "Not the time for uploads. 3 files wait until {}, as you set it.",
        local_time(until_ms)
    );
    assert_eq!(message, words);
    assert_eq!(world.library_requests().await, 0, "nothing was sent");
    move_to(&world, until_ms);
    wake(&world.core).await;
    assert_eq!(idle(&world.core).await.totals.done, 3);
}
