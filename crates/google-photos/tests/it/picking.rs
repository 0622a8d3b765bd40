//! Picking from the whole library, against the emulator.

use futures::TryStreamExt;
use google_photos::{ApiError, GooglePhotos, MediaItemId, MediaSize, PickedItem, PickingSession};
use photos_emulator::{Config, OwnItems};
use rstest::rstest;
use serde_json::{Value, json};

use crate::emulated::{ONCE, Stage, TODAY};

async fn stage(count: u64) -> Stage {
    Stage::of(Config {
        own: Some(OwnItems {
            count,
            longest_px: 64,
        }),
        ..Config::default()
    })
    .await
}

async fn listed(client: &GooglePhotos, session: &PickingSession) -> Vec<PickedItem> {
    let pages: Vec<Vec<PickedItem>> = client
        .picked_items_pages(&session.id)
        .try_collect()
        .await
        .unwrap();
    pages.into_iter().flatten().collect()
}

async fn read(client: &GooglePhotos, item: &PickedItem, from: u64) -> Result<Vec<u8>, ApiError> {
    let base = item.base_url.as_ref().unwrap();
    let bytes = client.picked_bytes(base, MediaSize::Download, from).await?;
    let pieces: Vec<_> = bytes.stream.try_collect().await?;
    Ok(pieces.concat())
}

#[tokio::test]
async fn a_pick_goes_from_the_page_to_the_bytes() {
    let stage = stage(30).await;
    let client = stage.client(TODAY).await;
    let session = client.picking_session_create(10).await.unwrap();
    assert!(!session.is_done && session.page.path().starts_with("/picker/"));
    assert_eq!(session.polling.unwrap().interval.as_secs(), 5);
    assert!(session.expires.is_some());
    let early = client.picked_items_page(&session.id, None).await;
    assert!(matches!(early, Err(ApiError::NotYet { .. })), "{early:?}");
    stage.control("picking", json!({ "items": 10 })).await;
    let done = client.picking_session(&session.id).await.unwrap();
    assert!(done.is_done && done.polling.is_none());
    let items = listed(&client, &session).await;
    assert_eq!(items.len(), 10);
    let whole = read(&client, &items[0], 0).await.unwrap();
    assert_eq!(&whole[..2], b"\xff\xd8", "a JPEG");
    let base = items[0].base_url.as_ref().unwrap();
    let rest = read(&client, &items[0], 7).await.unwrap();
    assert_eq!(rest, whole[7..], "read on from there");
    stage.fault(json!({ "kind": "ranges", "on": false })).await;
    let again = client.picked_bytes(base, MediaSize::Download, 7).await;
    assert_eq!(again.unwrap().from, 0, "whole, where no part is answered");
    client.picking_session_delete(&session.id).await.unwrap();
    client.picking_session_delete(&session.id).await.unwrap();
    let gone = client.picking_session(&session.id).await;
    assert!(
        matches!(gone, Err(ApiError::SessionOver { .. })),
        "{gone:?}"
    );
    let gone = read(&client, &items[0], 0).await;
    assert!(
        matches!(gone, Err(ApiError::BaseUrlExpired { .. })),
        "{gone:?}"
    );
    let stats = stage.stats().await;
    assert_eq!(stats["library_total"], 0, "none of it is of that quota");
}

#[tokio::test]
async fn all_items_of_a_long_pick_come_once() {
    let stage = stage(2_000).await;
    let client = stage.client(TODAY).await;
    let session = client.picking_session_create(5_000).await.unwrap();
    let picked = stage.control("picking", json!({ "items": 2_000 })).await;
    let expected: Vec<MediaItemId> = serde_json::from_value(picked["items"].clone()).unwrap();
    let found = listed(&client, &session).await;
    let found: Vec<MediaItemId> = found.into_iter().map(|item| item.id).collect();
    assert!(found == expected, "over empty and repeated pages");
}

#[tokio::test]
async fn a_film_is_read_on_from_where_it_broke_off() {
    let stage = stage(0).await;
    let client = stage.client(TODAY).await;
    let film: Vec<u8> = [b"\0\0\0\x18ftypisom\0\0\0\0isommp42".as_slice(), &[7; 900]].concat();
    let source = stage.file("a.mp4", "video/mp4", &film);
    let new = crate::emulated::uploaded(&client, &source).await;
    let made = client.media_items_create(None, None, &[new]).await.unwrap();
    assert!(made[0].result.is_ok());
    stage
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    let session = client.picking_session_create(1).await.unwrap();
    stage.control("picking", json!({ "items": 1 })).await;
    let items = listed(&client, &session).await;
    let base = items[0].base_url.as_ref().unwrap();
    let rest = client
        .picked_bytes(base, MediaSize::Video, 900)
        .await
        .unwrap();
    assert_eq!((rest.from, rest.length), (900, Some(film.len() as u64)));
    let pieces: Vec<_> = rest.stream.try_collect().await.unwrap();
    assert_eq!(pieces.concat(), film[900..]);
    let beyond = client.picked_bytes(base, MediaSize::Video, 9_999).await;
    assert!(
        matches!(beyond, Err(ApiError::Refused { status: 416, .. })),
        "{beyond:?}"
    );
}

#[rstest]
#[case::too_many(json!({ "kind": "picking_sessions", "limit": 0 }), "TooManySessions")]
#[case::api_off(json!({ "kind": "picker_api_disabled" }), "ApiDisabled")]
#[case::photos_off(json!({ "kind": "photos_disabled" }), "PhotosOff")]
#[case::pace(json!({ "kind": "rate_limited", "retry_after_s": 3600, "methods": ["picker"] }), "SlowDown")]
#[tokio::test]
async fn each_refusal_of_a_session_has_its_own_name(#[case] fault: Value, #[case] expected: &str) {
    let stage = stage(1).await;
    let client = stage.client(TODAY).await;
    stage.fault(fault).await;
    let error = client.picking_session_create(1).await.unwrap_err();
    assert!(format!("{error:?}").starts_with(expected), "{error:?}");
    assert_eq!(stage.calls("picker.sessions.create").await, 1);
}

#[tokio::test]
async fn without_the_permission_it_is_said_which_one_is_missing() {
    let stage = stage(1).await;
    let client = stage
        .client_with(TODAY, &["photoslibrary.appendonly"])
        .await;
    let error = client.picking_session_create(1).await.unwrap_err();
    let ApiError::ConsentRequired { missing, .. } = error else {
        panic!("{error:?}")
    };
    assert!(missing.can_pick() && !missing.can_read());
}

#[tokio::test]
async fn an_expired_session_and_an_expired_address_are_told_apart() {
    let stage = stage(2).await;
    let client = stage.client(TODAY).await.with_retry_policy(ONCE);
    let session = client.picking_session_create(2).await.unwrap();
    stage.control("picking", json!({ "items": 1 })).await;
    let items = listed(&client, &session).await;
    stage
        .fault(json!({ "kind": "base_url_life", "ms": 0 }))
        .await;
    let old = read(&client, &items[0], 0).await;
    assert!(
        matches!(old, Err(ApiError::BaseUrlExpired { .. })),
        "{old:?}"
    );
    stage.all_is_well().await;
    stage
        .fault(json!({ "kind": "tokens_expired", "methods": ["picker"], "count": 1 }))
        .await;
    assert!(
        read(&client, &items[0], 0).await.is_ok(),
        "a new token is asked for"
    );
    stage
        .fault(json!({ "kind": "picking_session_life", "ms": 0 }))
        .await;
    let over = client.picked_items_page(&session.id, None).await;
    assert!(
        matches!(over, Err(ApiError::SessionOver { .. })),
        "{over:?}"
    );
}
