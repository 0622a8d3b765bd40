//! The doctor and time: sign-ins that last a week, known from Google or from one that died so.

use albumen_core::view::{CheckKind, CheckState, JobState, Remedy};
use serde_json::json;

use crate::doctor::{check, of, sign_in_again, signed_in};

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

#[tokio::test]
async fn the_end_that_google_tells_is_warned_of_from_day_five_until_the_project_is_published() {
    let (world, key) = signed_in().await;
    world
        .fault(json!({ "kind": "refresh_token_life", "s": 604_800 }))
        .await;
    sign_in_again(&world, key).await;
    let young = of(&check(&world, key).await, CheckKind::Age);
    assert_eq!(young.state, CheckState::Ok, "{young:?}");
    assert!(young.sentence.contains("It ends in"), "{young:?}");
    world.clock.advance_ms(5 * DAY_MS + HOUR_MS);
    let old = of(&check(&world, key).await, CheckKind::Age);
    assert_eq!(old.state, CheckState::Warning, "{old:?}");
    assert!(matches!(old.remedy, Some(Remedy::PublishApp { .. })));
    world.no_faults().await;
    sign_in_again(&world, key).await;
    let lasting = of(&check(&world, key).await, CheckKind::Age);
    assert_eq!(
        (lasting.state, lasting.sentence.as_str()),
        (CheckState::Ok, "You signed in less than a day ago.")
    );
}

#[tokio::test]
async fn a_sign_in_that_ended_by_itself_says_why() {
    let (world, key) = signed_in().await;
    world
        .fault(json!({ "kind": "refresh_token_life", "s": 0 }))
        .await;
    sign_in_again(&world, key).await;
    let dead = of(&check(&world, key).await, CheckKind::SignIn);
    assert_eq!(dead.state, CheckState::Failed);
    assert!(dead.detail.as_ref().unwrap().contains("7 days"), "{dead:?}");
    assert_eq!(dead.remedy, Some(Remedy::SignInAgain));
}

#[tokio::test]
async fn one_that_died_after_a_week_makes_the_next_one_suspected() {
    let (world, key) = signed_in().await;
    world.clock.advance_ms(7 * DAY_MS + HOUR_MS);
    world
        .fault(json!({ "kind": "refresh_revoked", "count": 1 }))
        .await;
    // Not the doctor notices, but whoever asks first.
    assert_eq!(world.sync().await.state, JobState::Failed);
    sign_in_again(&world, key).await;
    let young = of(&check(&world, key).await, CheckKind::Age);
    assert_eq!(young.state, CheckState::Ok, "{young:?}");
    world.clock.advance_ms(5 * DAY_MS + HOUR_MS);
    let old = of(&check(&world, key).await, CheckKind::Age);
    assert_eq!(old.state, CheckState::Warning, "{old:?}");
    assert!(
        old.sentence.contains("may end this sign-in in 1 day"),
        "{old:?}"
    );
    world.clock.advance_ms(5 * DAY_MS);
    let outlived = of(&check(&world, key).await, CheckKind::Age);
    assert_eq!(
        (outlived.state, outlived.sentence.as_str()),
        (CheckState::Ok, "You signed in 10 days ago."),
        "one that outlives the week ends the suspicion"
    );
}

#[tokio::test]
async fn one_that_was_revoked_after_a_day_tells_nothing() {
    let (world, key) = signed_in().await;
    world.clock.advance_ms(DAY_MS);
    world
        .fault(json!({ "kind": "refresh_revoked", "count": 1 }))
        .await;
    check(&world, key).await;
    sign_in_again(&world, key).await;
    world.clock.advance_ms(6 * DAY_MS);
    let age = of(&check(&world, key).await, CheckKind::Age);
    assert_eq!(age.state, CheckState::Ok, "{age:?}");
}
