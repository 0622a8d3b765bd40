//! Everything the emulator can make go wrong.

use std::time::Duration;

use futures::TryStreamExt;
use futures::future::{join_all, try_join_all};
use google_photos::{ApiError, MediaSize, Silence, TimeOuts};
use rstest::rstest;
use serde_json::{Value, json};

use crate::emulated::{ONCE, Stage, TODAY, items, uploaded};

#[tokio::test]
async fn a_burst_of_server_errors_is_ridden_out() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    stage
        .fault(json!({ "kind": "server_error", "status": 503, "count": 4 }))
        .await;
    client.albums_page(None).await.unwrap();
    assert_eq!(stage.calls("albums.list").await, 5);
    stage
        .fault(json!({ "kind": "html_body", "status": 502, "count": 5 }))
        .await;
    let error = client.albums_page(None).await.unwrap_err();
    assert!(
        matches!(error, ApiError::Unavailable { status: 502, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_html_page_instead_of_an_answer_is_malformed() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    stage
        .fault(json!({ "kind": "html_body", "status": 200, "count": 1 }))
        .await;
    let error = client.albums_page(None).await.unwrap_err();
    assert!(matches!(error, ApiError::Malformed { .. }), "{error:?}");
}

#[rstest]
#[case::for_the_day(json!({ "kind": "quota_spent" }), "QuotaSpent")]
#[case::for_the_day_after_some_calls(json!({ "kind": "daily_quota", "limit": 0 }), "QuotaSpent")]
#[case::for_now(json!({ "kind": "rate_limited", "retry_after_s": 3600 }), "SlowDown")]
#[case::api_off(json!({ "kind": "api_disabled" }), "ApiDisabled")]
#[case::photos_off(json!({ "kind": "photos_disabled" }), "PhotosOff")]
#[tokio::test]
async fn each_refusal_has_its_own_name_and_is_not_repeated(
    #[case] fault: Value,
    #[case] expected: &str,
) {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    stage.fault(fault).await;
    let error = client.albums_page(None).await.unwrap_err();
    assert!(format!("{error:?}").starts_with(expected), "{error:?}");
    assert_eq!(stage.calls("albums.list").await, 1);
    let error = client.album_create("Lisbon").await.unwrap_err();
    assert!(format!("{error:?}").starts_with(expected), "{error:?}");
}

#[tokio::test]
async fn a_spent_day_ends_in_the_future_and_a_disabled_api_names_its_page() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    stage
        .fault(json!({ "kind": "quota_spent", "count": 1 }))
        .await;
    let Err(ApiError::QuotaSpent { until, .. }) = client.albums_page(None).await else {
        panic!("another outcome")
    };
    let hours = jiff::Timestamp::now().duration_until(until).as_hours();
    assert!((0..=25).contains(&hours), "{until}");
    stage
        .fault(json!({ "kind": "api_disabled", "count": 1 }))
        .await;
    let Err(ApiError::ApiDisabled { console, .. }) = client.albums_page(None).await else {
        panic!("another outcome")
    };
    assert!(console.is_some(), "the page on which to switch it on");
}

#[tokio::test]
async fn full_storage_stops_the_creation_and_nothing_is_lost() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let new = uploaded(&client, &stage.picture("a.png", b"a")).await;
    stage
        .fault(json!({ "kind": "storage_full", "count": 1 }))
        .await;
    let error = client
        .media_items_create(None, None, std::slice::from_ref(&new))
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::StorageFull { .. }), "{error:?}");
    assert!(
        client.media_items_create(None, None, &[new]).await.unwrap()[0]
            .result
            .is_ok(),
        "the token is still good"
    );
}

#[tokio::test]
async fn a_short_429_is_waited_out() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    stage
        .fault(json!({ "kind": "rate_limited", "retry_after_s": 0, "count": 2 }))
        .await;
    client.album_create("Lisbon").await.unwrap();
    assert_eq!(stage.calls("albums.create").await, 3);
    assert_eq!(
        client.albums().try_collect::<Vec<_>>().await.unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_lost_answer_to_a_creation_is_not_repeated_and_the_album_is_there() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    stage
        .fault(json!({ "kind": "lost_answer", "methods": ["albums.create"], "count": 1 }))
        .await;
    let error = client.album_create("Lisbon").await.unwrap_err();
    assert!(
        matches!(
            error,
            ApiError::NoAnswer {
                sent: true,
                why: Silence::Cut,
                ..
            }
        ),
        "{error:?}"
    );
    let albums: Vec<_> = client.albums().try_collect().await.unwrap();
    assert_eq!(albums.len(), 1, "the caller looks before it makes another");
}

#[tokio::test]
async fn a_lost_answer_to_a_batch_is_repeated_and_makes_nothing_twice() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let new = uploaded(&client, &stage.picture("a.png", b"a")).await;
    stage
        .fault(json!({ "kind": "lost_answer", "methods": ["mediaItems.batchCreate"], "count": 2 }))
        .await;
    let outcomes = client.media_items_create(None, None, &[new]).await.unwrap();
    assert!(outcomes[0].result.is_ok());
    assert_eq!(stage.calls("mediaItems.batchCreate").await, 3);
    assert_eq!(
        stage.held().await.len(),
        1,
        "the same bytes are the same item"
    );
}

#[tokio::test]
async fn a_cut_upload_is_sent_again_and_arrives_whole() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let source = stage.picture("a.png", &vec![9; 600_000]);
    stage.fault(json!({ "kind": "cut", "after_bytes": 200_000, "methods": ["uploads.raw"], "count": 2 })).await;
    let new = uploaded(&client, &source).await;
    let item = client
        .media_items_create(None, None, &[new])
        .await
        .unwrap()
        .remove(0)
        .result
        .unwrap();
    assert_eq!(
        stage.bytes_of(item.id.as_str()).await,
        std::fs::read(&source.path).unwrap()
    );
    assert_eq!(stage.calls("uploads.raw").await, 3);
}

#[tokio::test]
async fn pixels_that_are_cut_off_are_no_answer() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let new = uploaded(&client, &stage.picture("a.png", &[1; 50_000])).await;
    let outcome = client
        .media_items_create(None, None, &[new])
        .await
        .unwrap()
        .remove(0);
    let base = outcome.result.unwrap().base_url.unwrap();
    stage
        .fault(json!({ "kind": "cut", "after_bytes": 300, "methods": ["media.bytes"], "count": 1 }))
        .await;
    let outcome = match client
        .with_retry_policy(ONCE)
        .media_bytes(&base, MediaSize::Download)
        .await
    {
        Ok(media) => media.stream.try_collect::<Vec<_>>().await.map(drop),
        Err(error) => Err(error),
    };
    assert!(
        matches!(outcome, Err(ApiError::NoAnswer { .. })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_left() {
    let stage = Stage::empty().await;
    let time_outs = TimeOuts {
        answer: Duration::from_millis(30),
        idle: Duration::from_secs(5),
    };
    let client = stage
        .client(TODAY)
        .await
        .with_time_outs(time_outs)
        .with_retry_policy(ONCE);
    stage
        .fault(json!({ "kind": "latency", "ms": 5_000, "methods": ["albums.list"] }))
        .await;
    let error = client.albums_page(None).await.unwrap_err();
    assert!(
        matches!(
            error,
            ApiError::NoAnswer {
                sent: true,
                why: Silence::TimedOut,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_slow_line_is_no_reason_to_give_up_an_upload() {
    let stage = Stage::empty().await;
    let time_outs = TimeOuts {
        answer: Duration::from_millis(50),
        idle: Duration::from_secs(10),
    };
    let client = stage
        .client(TODAY)
        .await
        .with_time_outs(time_outs)
        .with_retry_policy(ONCE);
    stage
        .fault(json!({ "kind": "bandwidth", "bytes_per_s": 400_000, "methods": ["uploads.raw"] }))
        .await;
    let source = stage.picture("a.png", &vec![3; 200_000]);
    client
        .upload_raw(&source)
        .await
        .expect("it takes longer than an answer may, and bytes move all the while");
}

#[tokio::test]
async fn an_expired_token_is_renewed_once_for_many_calls() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    stage
        .fault(json!({ "kind": "tokens_expired", "count": 1 }))
        .await;
    try_join_all((0..30).map(|_| client.albums_page(None)))
        .await
        .unwrap();
    assert_eq!(stage.calls("oauth.token").await, 1);
}

#[tokio::test]
async fn a_revoked_refresh_token_means_signing_in_and_is_asked_for_once() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    stage.fault(json!({ "kind": "tokens_expired" })).await;
    stage.fault(json!({ "kind": "refresh_revoked" })).await;
    let outcomes = join_all((0..20).map(|_| client.albums_page(None))).await;
    for outcome in outcomes {
        assert!(
            matches!(outcome, Err(ApiError::SignInRequired { .. })),
            "{outcome:?}"
        );
    }
    assert_eq!(stage.calls("oauth.token").await, 1);
}

#[tokio::test]
async fn a_short_lived_access_token_is_renewed_before_it_is_used() {
    let stage = Stage::empty().await;
    stage
        .fault(json!({ "kind": "access_token_life", "s": 59 }))
        .await;
    let client = stage.client(TODAY).await;
    client.albums_page(None).await.unwrap();
    assert_eq!(
        stage.calls("oauth.token").await,
        1,
        "59 seconds are too few to begin with"
    );
    assert_eq!(stage.calls("albums.list").await, 1);
}

#[tokio::test]
async fn revoking_ends_everything() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    client.revoke().await.unwrap();
    assert!(matches!(
        client.albums_page(None).await,
        Err(ApiError::SignInRequired { .. })
    ));
    client
        .revoke()
        .await
        .expect("what is revoked can be revoked again");
}

#[tokio::test]
async fn writes_of_one_account_never_meet() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let item = items(&stage, &client, &["a.png"]).await.remove(0);
    let album = client.album_create("Lisbon").await.unwrap().id;
    let new = uploaded(&client, &stage.picture("b.png", b"b")).await;
    stage.fault(json!({ "kind": "latency", "ms": 3 })).await;
    let one = |nth: usize| {
        let (client, album, item, new) =
            (client.clone(), album.clone(), item.id.clone(), new.clone());
        async move {
            match nth % 6 {
                0 => client.album_create(&nth.to_string()).await.map(drop),
                1 => client
                    .album_rename(&album, &nth.to_string())
                    .await
                    .map(drop),
                2 => client.album_add_items(&album, &[item]).await,
                3 => client
                    .media_items_create(Some(&album), None, &[new])
                    .await
                    .map(drop),
                4 => client
                    .media_item_describe(&item, &nth.to_string())
                    .await
                    .map(drop),
                _ => {
                    let last = google_photos::AlbumPosition::Last;
                    client
                        .album_add_text(&album, &nth.to_string(), &last)
                        .await
                        .map(drop)
                }
            }
        }
    };
    let reads = async {
        try_join_all((0..12).map(|_| client.albums_page(None)))
            .await
            .map(drop)
    };
    let writes = async { try_join_all((0..30).map(one)).await.map(drop) };
    let (reads, writes) = tokio::join!(reads, writes);
    reads.unwrap();
    writes.unwrap();
    assert_eq!(stage.stats().await["concurrent_write_peak"], json!(1));
}

#[tokio::test]
async fn an_upload_whose_token_ended_is_sent_again_with_a_new_one() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let source = stage.picture("a.png", &vec![5; 600_000]);
    stage
        .fault(json!({ "kind": "tokens_expired", "methods": ["uploads.raw"], "count": 1 }))
        .await;
    let new = uploaded(&client, &source).await;
    let item = client
        .media_items_create(None, None, &[new])
        .await
        .unwrap()
        .remove(0)
        .result
        .unwrap();
    assert_eq!(
        stage.bytes_of(item.id.as_str()).await,
        std::fs::read(&source.path).unwrap()
    );
    assert_eq!(stage.calls("oauth.token").await, 1);
}

#[tokio::test]
async fn a_write_that_meets_one_of_another_program_is_asked_to_slow_down() {
    let stage = Stage::empty().await;
    let ours = stage.client(TODAY).await.with_retry_policy(ONCE);
    let another = stage.client(TODAY).await;
    stage
        .fault(json!({ "kind": "latency", "ms": 60_000, "methods": ["albums.create"], "count": 1 }))
        .await;
    let running = tokio::spawn(async move { another.album_create("theirs").await });
    while stage.calls("albums.create").await == 0 {
        tokio::task::yield_now().await;
    }
    let error = ours.album_create("ours").await.unwrap_err();
    assert!(matches!(error, ApiError::SlowDown { .. }), "{error:?}");
    running.abort();
}
