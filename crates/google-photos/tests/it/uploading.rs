//! Bytes to the emulator and back from it.

use futures::TryStreamExt;
use google_photos::{
    AlbumPosition, ApiError, GooglePhotos, MediaBytes, MediaItem, MediaKind, MediaSize,
    NewMediaItem, RefusalKind, UploadState, VideoStatus,
};
use serde_json::json;
use sha1::{Digest, Sha1};

use crate::emulated::{ONCE, Stage, TODAY, items, uploaded};

async fn all(media: MediaBytes) -> Vec<u8> {
    media.stream.try_collect::<Vec<_>>().await.unwrap().concat()
}

/// The smallest thing that passes for a film, of this length.
fn film(length: usize) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    bytes.extend((bytes.len()..length).map(|nth| (nth % 251) as u8));
    bytes
}

async fn created(client: &GooglePhotos, new: NewMediaItem) -> MediaItem {
    client
        .media_items_create(None, None, &[new])
        .await
        .unwrap()
        .remove(0)
        .result
        .unwrap()
}

#[tokio::test]
async fn a_file_arrives_in_its_album_byte_for_byte() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let album = client.album_create("Lisbon").await.unwrap().id;
    let mut source = stage.picture("fête.png", &vec![7; 300_000]);
    let content = std::fs::read(&source.path).unwrap();
    source.sha1 = Some(Sha1::digest(&content).into());
    let new = NewMediaItem {
        description: "The bridge".into(),
        ..uploaded(&client, &source).await
    };
    let outcomes = client
        .media_items_create(Some(&album), None, &[new])
        .await
        .unwrap();
    let item = outcomes[0].result.as_ref().unwrap();
    assert_eq!(
        (item.file_name.as_str(), item.description.as_str()),
        ("fête.png", "The bridge")
    );
    assert_eq!(stage.bytes_of(item.id.as_str()).await, content);
    let held = stage.held().await;
    assert_eq!(held.len(), 1);
    assert_eq!(held[0]["albums"], json!([album]));
}

#[tokio::test]
async fn the_same_bytes_twice_are_one_item_under_its_first_name() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let first = created(
        &client,
        uploaded(&client, &stage.picture("a.png", b"same")).await,
    )
    .await;
    let second = created(
        &client,
        uploaded(&client, &stage.picture("b.png", b"same")).await,
    )
    .await;
    assert_eq!((first.id, second.file_name.as_str()), (second.id, "a.png"));
}

#[tokio::test]
async fn a_hash_that_does_not_fit_is_damage_on_the_way() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let mut source = stage.picture("a.png", b"a");
    source.sha1 = Some([0; 20]);
    let error = client.upload_raw(&source).await.unwrap_err();
    assert!(
        matches!(error, ApiError::ChecksumMismatch { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn fifty_files_are_one_call_and_items_go_where_the_position_says() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let album = client.album_create("Lisbon").await.unwrap().id;
    let mut new = Vec::new();
    for nth in 0..50 {
        new.push(uploaded(&client, &stage.picture(&format!("{nth}.png"), &[nth])).await);
    }
    let outcomes = client
        .media_items_create(Some(&album), None, &new)
        .await
        .unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.result.is_ok()));
    assert_eq!(stage.calls("mediaItems.batchCreate").await, 1);
    let late = uploaded(&client, &stage.picture("late.png", b"late")).await;
    let third = outcomes[2].result.as_ref().unwrap().id.clone();
    let position = AlbumPosition::AfterItem(third);
    client
        .media_items_create(Some(&album), Some(&position), &[late])
        .await
        .unwrap();
    let inside: Vec<MediaItem> = client.album_items(&album).try_collect().await.unwrap();
    assert_eq!(
        (inside.len(), inside[3].file_name.as_str()),
        (51, "late.png")
    );
}

#[tokio::test]
async fn every_item_of_a_batch_has_its_own_outcome() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let mut new = Vec::new();
    for nth in 0..5 {
        new.push(uploaded(&client, &stage.picture("a.png", &[nth])).await);
    }
    new.push(
        uploaded(
            &client,
            &stage.file("text.jpg", "image/jpeg", b"a text with another name"),
        )
        .await,
    );
    stage
        .fault(json!({ "kind": "partial_batch", "codes": [0, 3, 13, "missing", 6], "count": 1 }))
        .await;
    let outcomes = client.media_items_create(None, None, &new).await.unwrap();
    let kinds: Vec<_> = outcomes
        .iter()
        .map(|outcome| outcome.result.as_ref().map(|_| ()).map_err(|e| e.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            Ok(()),
            Err(RefusalKind::Unsupported),
            Err(RefusalKind::Internal),
            Err(RefusalKind::Missing),
            Err(RefusalKind::AlreadyExists),
            Err(RefusalKind::Unsupported),
        ]
    );
    let tokens: Vec<_> = outcomes.iter().map(|outcome| &outcome.token).collect();
    assert_eq!(
        tokens,
        new.iter().map(|item| &item.token).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn an_upload_token_that_is_too_old_or_made_up_fails_the_call() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let new = uploaded(&client, &stage.picture("a.png", b"a")).await;
    stage
        .fault(json!({ "kind": "upload_token_life", "ms": 0 }))
        .await;
    let error = client
        .media_items_create(None, None, &[new])
        .await
        .unwrap_err();
    assert!(
        matches!(error, ApiError::Refused { status: 400, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_resumable_upload_goes_on_where_a_cut_left_it() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let content = film(900_000);
    let source = stage.file("film.mp4", "video/mp4", &content);
    let session = client
        .upload_begin(source.size_bytes, "video/mp4", "film.mp4")
        .await
        .unwrap();
    assert_eq!(session.granularity_bytes, 262_144);
    let chunk = session.granularity_bytes;
    client
        .upload_chunk(&session.url, &source, 0, chunk)
        .await
        .unwrap();
    stage.fault(json!({ "kind": "cut", "after_bytes": 100_000, "methods": ["uploads.upload"], "count": 1 })).await;
    let error = client
        .upload_chunk(&session.url, &source, chunk, chunk)
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::NoAnswer { .. }), "{error:?}");
    let status = client.upload_query(&session.url).await.unwrap();
    assert_eq!(status.state, UploadState::Active);
    assert!(
        (chunk..=2 * chunk).contains(&status.received_bytes),
        "{status:?}"
    );
    let token = client
        .upload_finish(&session.url, &source, status.received_bytes)
        .await
        .unwrap();
    let new = NewMediaItem {
        token,
        file_name: "film.mp4".into(),
        description: String::new(),
    };
    let item = created(&client, new).await;
    assert_eq!(stage.bytes_of(item.id.as_str()).await, content);
    assert_eq!(
        client
            .upload_query(&session.url)
            .await
            .map(|status| status.state)
            .ok(),
        Some(UploadState::Final)
    );
}

#[tokio::test]
async fn a_session_that_ran_out_or_was_cancelled_begins_again() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let source = stage.file("film.mp4", "video/mp4", &film(10_000));
    let session = client
        .upload_begin(source.size_bytes, "video/mp4", "film.mp4")
        .await
        .unwrap();
    client.upload_cancel(&session.url).await.unwrap();
    let state = client.upload_query(&session.url).await;
    assert!(
        matches!(state, Err(ApiError::UploadOver { .. }))
            || state.as_ref().is_ok_and(|s| s.state != UploadState::Active),
        "{state:?}"
    );
    let session = client
        .upload_begin(source.size_bytes, "video/mp4", "film.mp4")
        .await
        .unwrap();
    stage
        .fault(json!({ "kind": "upload_session_life", "ms": 0 }))
        .await;
    let error = client
        .upload_finish(&session.url, &source, 0)
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::UploadOver { .. }), "{error:?}");
}

#[tokio::test]
async fn pixels_come_in_the_size_asked_for() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let source = stage.picture("a.png", &[1; 5000]);
    let item = created(&client, uploaded(&client, &source).await).await;
    let base = item.base_url.unwrap();
    let sizes = [
        MediaSize::Fit {
            width: 64,
            height: 64,
        },
        MediaSize::Crop {
            width: 32,
            height: 32,
        },
    ];
    for size in sizes {
        let media = client.media_bytes(&base, size).await.unwrap();
        let content_type = media.content_type.clone().unwrap();
        assert!(content_type.starts_with("image/"), "{content_type}");
        assert!(all(media).await.len() < 5000, "it is drawn anew");
    }
    let media = client
        .media_bytes(&base, MediaSize::Download)
        .await
        .unwrap();
    let whole = std::fs::read(&source.path).unwrap();
    assert_eq!(media.length, Some(whole.len() as u64));
    assert_eq!(all(media).await, whole);
    assert_eq!(stage.calls("media.bytes").await, 3);
}

#[tokio::test]
async fn a_base_url_that_ran_out_is_told_although_a_picture_comes() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let item = items(&stage, &client, &["a.png"]).await.remove(0);
    let base = item.base_url.unwrap();
    let size = MediaSize::Fit {
        width: 8,
        height: 8,
    };
    stage
        .fault(json!({ "kind": "base_url_life", "ms": 0 }))
        .await;
    let error = client.media_bytes(&base, size).await.unwrap_err();
    assert!(
        matches!(error, ApiError::BaseUrlExpired { .. }),
        "{error:?}"
    );
    stage.all_is_well().await;
    let fresh = client.media_item(&item.id).await.unwrap().base_url.unwrap();
    assert!(client.media_bytes(&fresh, size).await.is_ok());
    stage.fault(json!({ "kind": "media_quota_spent" })).await;
    let error = client.media_bytes(&fresh, size).await.unwrap_err();
    assert!(matches!(error, ApiError::QuotaSpent { .. }), "{error:?}");
}

#[tokio::test]
async fn a_video_is_not_to_be_had_until_it_is_ready_and_then_comes_from_another_host() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await.with_retry_policy(ONCE);
    stage
        .fault(json!({ "kind": "video_processing", "ms": 3_600_000 }))
        .await;
    let content = film(5000);
    let item = created(
        &client,
        uploaded(&client, &stage.file("film.mp4", "video/mp4", &content)).await,
    )
    .await;
    let status = |item: &MediaItem| match &item.kind {
        MediaKind::Video(video) => video.status,
        other => panic!("{other:?}"),
    };
    assert_eq!(status(&item), VideoStatus::Processing);
    if let Some(base) = &item.base_url {
        let error = client
            .media_bytes(base, MediaSize::Video)
            .await
            .unwrap_err();
        assert!(matches!(error, ApiError::NotFound { .. }), "{error:?}");
    }
    stage.all_is_well().await;
    stage
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    let ready = client.media_item(&item.id).await.unwrap();
    assert_eq!(status(&ready), VideoStatus::Ready);
    let media = client
        .media_bytes(&ready.base_url.unwrap(), MediaSize::Video)
        .await
        .unwrap();
    assert_eq!(all(media).await, content);
}
