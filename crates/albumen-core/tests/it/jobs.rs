//! Jobs.

use albumen_core::CoreEvent;
use albumen_core::view::{JobKind, JobState};
use photos_emulator::LibrarySource;

use crate::support::World;

#[tokio::test]
async fn a_job_is_heard_of_at_its_begin_and_its_end_whatever_the_pace() {
    let world = World::new(LibrarySource::Empty).await;
    let mut events = world.core.events();
    let job = world.core.jobs().begin(JobKind::Upload);
    for done in 0..1_000 {
        job.progress(done, Some(1_000));
    }
    job.finish();
    let mut heard = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let CoreEvent::Job(event) = event {
            heard.push(event.job);
        }
    }
    assert!(
        heard.len() < 10,
        "a thousand steps are not a thousand events: {}",
        heard.len()
    );
    assert_eq!(heard.first().unwrap().state, JobState::Running);
    assert_eq!(
        heard.last().unwrap().state,
        JobState::Done,
        "the end is always told"
    );
    assert_eq!(
        heard.last().unwrap().done,
        999,
        "and with the last progress"
    );
}

#[tokio::test]
async fn a_cancelled_job_hears_of_it_and_a_dropped_one_is_not_left_running() {
    let world = World::new(LibrarySource::Empty).await;
    let jobs = world.core.jobs();
    let job = jobs.begin(JobKind::Album);
    let id = job.id().unwrap();
    jobs.cancel(id).await.unwrap();
    assert!(job.cancelled(), "the one who works on it can see it");
    drop(job);
    let listed = jobs.list().await;
    assert_eq!(listed.last().unwrap().state, JobState::Cancelled);
    let missing = jobs
        .cancel(albumen_core::view::JobId(999))
        .await
        .unwrap_err();
    assert_eq!(missing.code(), "notFound");
}

#[tokio::test]
async fn the_list_forgets_old_jobs_and_keeps_running_ones() {
    let world = World::new(LibrarySource::Empty).await;
    let jobs = world.core.jobs();
    let running = jobs.begin(JobKind::Upload);
    for _ in 0..100 {
        jobs.begin(JobKind::Sync).finish();
    }
    let listed = jobs.list().await;
    assert!(
        listed.len() <= 21,
        "a day of syncs does not fill the list: {}",
        listed.len()
    );
    assert!(
        listed.iter().any(|job| Some(job.id) == running.id()),
        "what runs is there"
    );
}
