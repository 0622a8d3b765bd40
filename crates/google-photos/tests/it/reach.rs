//! What the check of a connection asks: few requests, each of them once.

use std::sync::Arc;
use std::time::Duration;

use google_photos::{ApiError, Endpoints, Scopes, Silence, reach};
use jiff::Timestamp;
use rstest::rstest;
use serde_json::{Value, json};

use crate::canned::Counter;
use crate::emulated::{LEGACY, Stage, TODAY};

const LONG: Duration = Duration::from_secs(20);

#[tokio::test]
async fn reaching_the_service_tells_its_clock_and_shows_no_credentials() {
    let stage = Stage::empty().await;
    stage
        .fault(json!({ "kind": "clock_skew", "s": -600 }))
        .await;
    let before = Timestamp::now().as_second();
    let found = reach(&stage.endpoints(), LONG).await.unwrap();
    let after = Timestamp::now().as_second();
    let date = found.date.expect("every answer has a date").as_second();
    assert!(
        (before - 600..=after - 600).contains(&date),
        "ten minutes behind: {date}"
    );
    assert_eq!(
        stage.stats().await["library_total"],
        0,
        "it costs nothing of the day"
    );
}

#[tokio::test]
async fn nobody_there_is_told_apart_from_somebody_silent() {
    let gone = Endpoints::loopback("http://127.0.0.1:9").unwrap();
    let why = |outcome: Result<google_photos::Reach, ApiError>| match outcome {
        Err(ApiError::NoAnswer { why, .. }) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(why(reach(&gone, LONG).await), Silence::Unreachable);
    let silent = Endpoints::loopback(&crate::canned::says_nothing().await).unwrap();
    let soon = Duration::from_millis(50);
    assert_eq!(why(reach(&silent, soon).await), Silence::TimedOut);
}

#[rstest]
#[case::all_is_well(json!(null), "")]
#[case::switched_off(json!({ "kind": "api_disabled" }), "ApiDisabled")]
#[case::without_photos(json!({ "kind": "photos_disabled" }), "PhotosOff")]
#[case::spent(json!({ "kind": "quota_spent" }), "QuotaSpent")]
#[case::too_fast(json!({ "kind": "rate_limited" }), "SlowDown")]
#[case::trouble(json!({ "kind": "server_error", "status": 503 }), "Unavailable")]
#[case::a_page(json!({ "kind": "html_body", "status": 502 }), "Unavailable")]
#[case::refused_token(json!({ "kind": "tokens_expired" }), "SignInRequired")]
#[case::fewer_permissions(
    json!({ "kind": "scopes_removed", "scopes": ["photoslibrary.readonly.appcreateddata"], "count": 1 }),
    "ConsentRequired"
)]
#[tokio::test]
async fn asking_once_is_one_request_whatever_comes(#[case] fault: Value, #[case] expected: &str) {
    let stage = Stage::empty().await;
    let counter = Arc::new(Counter::default());
    let account = json!({ "account": TODAY });
    let client = stage.counted(account, Arc::clone(&counter)).await;
    if !fault.is_null() {
        stage.fault(fault).await;
    }
    let outcome = client.ask_once().await;
    let said = outcome.map_or_else(|error| format!("{error:?}"), |()| String::new());
    assert!(said.starts_with(expected), "{said}");
    assert_eq!(said.is_empty(), expected.is_empty(), "{said}");
    let sent = counter.library.load(std::sync::atomic::Ordering::Relaxed);
    assert_eq!(sent, 1, "it is counted");
    assert_eq!(stage.calls("albums.list").await, 1, "and not repeated");
    assert_eq!(stage.calls("oauth.token").await, 0, "nor does it renew");
}

#[rstest]
#[case::all_is_well(json!(null), "")]
#[case::switched_off(json!({ "kind": "picker_api_disabled" }), "ApiDisabled")]
#[case::the_other_is_off(json!({ "kind": "api_disabled" }), "")]
#[case::too_fast(json!({ "kind": "rate_limited", "methods": ["picker"] }), "SlowDown")]
#[case::trouble(json!({ "kind": "server_error", "status": 503, "methods": ["picker"] }), "Unavailable")]
#[case::fewer_permissions(
    json!({ "kind": "scopes_removed", "scopes": ["photospicker.mediaitems.readonly"], "methods": ["picker"], "count": 1 }),
    "ConsentRequired"
)]
#[tokio::test]
async fn the_picker_api_is_asked_once_and_nothing_is_made_by_it(
    #[case] fault: Value,
    #[case] expected: &str,
) {
    let stage = Stage::empty().await;
    let counter = Arc::new(Counter::default());
    let account = json!({ "account": TODAY });
    let client = stage.counted(account, Arc::clone(&counter)).await;
    if !fault.is_null() {
        stage.fault(fault).await;
    }
    let outcome = client.ask_picker_once().await;
    let said = outcome.map_or_else(|error| format!("{error:?}"), |()| String::new());
    assert!(said.starts_with(expected), "{said}");
    assert_eq!(said.is_empty(), expected.is_empty(), "{said}");
    let sent = counter.library.load(std::sync::atomic::Ordering::Relaxed);
    assert_eq!(sent, 0, "it counts against no day");
    assert_eq!(stage.calls("picker.sessions.get").await, 1, "not repeated");
    assert_eq!(stage.calls("picker.sessions.create").await, 0);
}

#[rstest]
#[case::deleted(json!({ "kind": "client_deleted" }), "the client was deleted")]
#[case::blocked(json!({ "kind": "admin_blocked" }), "the organisation")]
#[tokio::test]
async fn what_the_token_endpoint_has_against_a_client_is_told(
    #[case] fault: Value,
    #[case] words: &str,
) {
    let stage = Stage::empty().await;
    let client = stage.client(LEGACY).await;
    stage.fault(fault).await;
    let refused = client.renew_access().await.unwrap_err().to_string();
    assert!(refused.contains(words), "{refused}");
}

#[tokio::test]
async fn what_the_person_took_back_is_missing_after_the_next_renewal() {
    let stage = Stage::empty().await;
    let client = stage.client(LEGACY).await;
    let taken = [
        "photoslibrary.appendonly",
        "photospicker.mediaitems.readonly",
    ];
    stage
        .fault(json!({ "kind": "scopes_removed", "scopes": taken, "count": 1 }))
        .await;
    let renewal = client.renew_access().await.unwrap();
    assert_eq!(renewal.scopes.missing(), Scopes::ADD | Scopes::PICK);
}
