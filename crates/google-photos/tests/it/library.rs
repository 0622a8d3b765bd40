//! Albums, media items and searches against the emulator.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::TryStreamExt;
use google_photos::{
    AlbumPosition, ApiError, Day, DayRange, Filters, MediaItem, MediaKind, MediaType, Order, Place,
    SearchRequest,
};
use photos_emulator::LibrarySource;
use serde_json::json;

use crate::canned::Counter;
use crate::emulated::{LEGACY, Stage, TODAY, items, uploaded};

#[tokio::test]
async fn an_album_is_made_read_renamed_and_listed() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let made = client.album_create(" Lisbon 🌄 ").await.unwrap();
    assert_eq!(
        (made.title.as_str(), made.items_count, made.cover_item),
        ("Lisbon 🌄", 0, None)
    );
    assert!(made.writeable);
    assert!(made.product_url.unwrap().path().contains("album"));
    let renamed = client.album_rename(&made.id, "Porto").await.unwrap();
    assert_eq!(renamed.title, "Porto");
    assert_eq!(client.album(&made.id).await.unwrap().title, "Porto");
    client.album_create("Porto").await.unwrap();
    let all: Vec<_> = client.albums().try_collect().await.unwrap();
    assert_eq!(all.len(), 2, "titles are not unique");
}

#[tokio::test]
async fn items_go_into_an_album_and_out_again_and_one_is_its_cover() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let made = items(&stage, &client, &["a.png", "b.png", "c.png"]).await;
    let ids: Vec<_> = made.iter().map(|item| item.id.clone()).collect();
    let album = client.album_create("Lisbon").await.unwrap().id;
    client
        .album_add_items(&album, &[ids[2].clone(), ids[0].clone(), ids[2].clone()])
        .await
        .unwrap();
    client.album_add_items(&album, &ids).await.unwrap();
    let inside: Vec<MediaItem> = client.album_items(&album).try_collect().await.unwrap();
    let order: Vec<_> = inside.iter().map(|item| item.file_name.as_str()).collect();
    assert_eq!(
        order,
        ["c.png", "a.png", "b.png"],
        "the order is that of adding, and nothing is added twice"
    );
    assert!(
        inside[0]
            .product_url
            .as_ref()
            .unwrap()
            .path()
            .contains(album.as_str()),
        "its page inside the album"
    );
    client.album_set_cover(&album, &ids[1]).await.unwrap();
    assert_eq!(
        client.album(&album).await.unwrap().cover_item.as_ref(),
        Some(&ids[1])
    );
    client.album_remove_items(&album, &ids[..2]).await.unwrap();
    assert_eq!(client.album(&album).await.unwrap().items_count, 1);
    assert_eq!(
        client
            .media_items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .len(),
        3,
        "they stay in the library"
    );
}

#[tokio::test]
async fn one_bad_item_fails_the_whole_change_of_an_album() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let item = items(&stage, &client, &["a.png"]).await.remove(0);
    let album = client.album_create("Lisbon").await.unwrap().id;
    let both = [item.id.clone(), "no such item".into()];
    let error = client.album_add_items(&album, &both).await.unwrap_err();
    assert!(
        matches!(error, ApiError::Refused { status: 400, .. }),
        "{error:?}"
    );
    assert_eq!(client.album(&album).await.unwrap().items_count, 0);
    let error = client.album_set_cover(&album, &item.id).await.unwrap_err();
    assert!(
        matches!(error, ApiError::Refused { status: 400, .. }),
        "a cover must be in its album: {error:?}"
    );
}

#[tokio::test]
async fn texts_and_places_go_where_they_are_told_to() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let album = client.album_create("Lisbon").await.unwrap().id;
    let first = client
        .album_add_text(&album, "Day one", &AlbumPosition::First)
        .await
        .unwrap();
    let place = Place {
        name: "Lisbon".into(),
        latitude: 38.7,
        longitude: -9.1,
    };
    let second = client
        .album_add_location(
            &album,
            &place,
            &AlbumPosition::AfterEnrichment(first.clone()),
        )
        .await
        .unwrap();
    assert_ne!(first, second);
    let nowhere = Place {
        latitude: 91.0,
        ..place
    };
    let error = client
        .album_add_location(&album, &nowhere, &AlbumPosition::Last)
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::Invalid { .. }), "{error:?}");
}

#[tokio::test]
async fn a_media_item_is_read_described_and_asked_for_in_a_batch() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let made = items(&stage, &client, &["a/b \"c\" 🌄.png", "d.png"]).await;
    let item = client.media_item(&made[0].id).await.unwrap();
    assert_eq!(
        (item.file_name.as_str(), item.mime_type.as_str()),
        ("a/b \"c\" 🌄.png", "image/png")
    );
    assert_eq!((item.width_px, item.height_px), (Some(1), Some(1)));
    assert!(matches!(item.kind, MediaKind::Photo(_)));
    assert!(item.base_url.is_some() && item.created.is_some());
    client
        .media_item_describe(&item.id, "The bridge\nat night")
        .await
        .unwrap();
    let ids = [made[1].id.clone(), "no such item".into(), item.id.clone()];
    let found = client.media_items_get(&ids).await.unwrap();
    assert_eq!(found[0].as_ref().unwrap().id, made[1].id);
    assert_eq!(found[1].as_ref().unwrap_err().code, 3);
    assert_eq!(
        found[2].as_ref().unwrap().description,
        "The bridge\nat night"
    );
    stage.delete(&format!("items/{}", item.id)).await;
    let error = client.media_item(&item.id).await.unwrap_err();
    assert!(
        matches!(
            error,
            ApiError::NotFound { .. } | ApiError::Refused { status: 400, .. }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_long_listing_with_empty_and_repeating_pages_has_every_item_once() {
    let stage = Stage::with(LibrarySource::Synthetic(3050)).await;
    let counter = Arc::new(Counter::default());
    let client = stage
        .counted(json!({ "account": LEGACY }), counter.clone())
        .await;
    let all: Vec<MediaItem> = client.media_items().try_collect().await.unwrap();
    assert_eq!(all.len(), 3050);
    assert_eq!(
        all.iter()
            .map(|item| &item.id)
            .collect::<HashSet<_>>()
            .len(),
        3050
    );
    assert!(
        all.is_sorted_by(|a, b| a.created >= b.created),
        "newest first"
    );
    assert_eq!(
        counter.library.load(Ordering::Relaxed) as u64,
        stage.calls("mediaItems.list").await
    );
    let pages: Vec<Vec<MediaItem>> = client.media_items_pages().try_collect().await.unwrap();
    assert!(pages.iter().all(|page| !page.is_empty()));
    let ids = |items: &[MediaItem]| items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
    assert!(
        ids(&pages.concat()) == ids(&all),
        "page by page it is the same listing"
    );
}

#[tokio::test]
async fn eighty_empty_pages_in_a_row_are_gone_through_and_no_end_is_an_error() {
    let stage = Stage::with(LibrarySource::Synthetic(10)).await;
    let client = stage.client(LEGACY).await;
    stage
        .fault(json!({ "kind": "empty_pages", "count": 80 }))
        .await;
    assert_eq!(
        client
            .media_items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .len(),
        10
    );
    stage.fault(json!({ "kind": "empty_pages" })).await;
    let endless = client.media_items().try_collect::<Vec<_>>().await;
    assert!(
        matches!(endless, Err(ApiError::Malformed { .. })),
        "{endless:?}"
    );
}

#[tokio::test]
async fn a_page_token_of_another_search_is_refused() {
    let stage = Stage::with(LibrarySource::Synthetic(500)).await;
    let client = stage.client(LEGACY).await;
    let everything = SearchRequest::filtered(Filters::new());
    let page = client.search_page(&everything, None).await.unwrap();
    let photos = SearchRequest::filtered(Filters::new().of_type(MediaType::Photo));
    let error = client
        .search_page(&photos, page.next.as_ref())
        .await
        .unwrap_err();
    assert!(
        matches!(error, ApiError::Refused { status: 400, .. }),
        "{error:?}"
    );
    assert!(
        client
            .search_page(&everything, page.next.as_ref())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn searches_filter_and_order() {
    let stage = Stage::with(LibrarySource::Synthetic(2000)).await;
    let client = stage.client(LEGACY).await;
    let all: Vec<MediaItem> = client
        .search(SearchRequest::filtered(Filters::new()))
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all.len(), 2000);
    let range = DayRange::new(
        Day::full(2026, 5, 25).unwrap(),
        Day::full(2026, 5, 27).unwrap(),
    )
    .unwrap();
    let days = Filters::new()
        .taken(&[Day::full(2026, 5, 20).unwrap()], &[range])
        .unwrap();
    let request = SearchRequest::ordered(days, Order::OldestFirst).unwrap();
    let found: Vec<MediaItem> = client.search(request).try_collect().await.unwrap();
    assert!(!found.is_empty() && found.len() < all.len());
    assert!(
        found.is_sorted_by(|a, b| a.created <= b.created),
        "oldest first"
    );
    let day = |item: &MediaItem| item.created.unwrap().to_string()[..10].to_owned();
    let days: HashSet<String> = found.iter().map(day).collect();
    let expected = ["2026-05-20", "2026-05-25", "2026-05-26", "2026-05-27"].map(str::to_owned);
    assert_eq!(days, HashSet::from(expected));
}

#[tokio::test]
async fn another_client_sees_and_changes_nothing_of_ours() {
    let stage = Stage::empty().await;
    let ours = stage.client(TODAY).await;
    let item = items(&stage, &ours, &["a.png"]).await.remove(0);
    let album = ours.album_create("Ours").await.unwrap().id;
    let id = "2-other.apps.googleusercontent.com";
    let other = json!({ "client_id": id, "client_secret": "GOCSPX-other-client-secret", "kind": "installed" });
    stage.control("client", other).await;
    let theirs = stage
        .client_of(json!({ "account": TODAY, "client_id": id }))
        .await;
    assert!(
        theirs
            .albums()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        theirs
            .media_items()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .is_empty()
    );
    assert!(theirs.media_item(&item.id).await.is_err());
    let new = uploaded(&theirs, &stage.picture("b.png", b"b")).await;
    let error = theirs
        .media_items_create(Some(&album), None, &[new])
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            ApiError::NotAllowed { .. } | ApiError::NotFound { .. }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_album_that_its_owner_deleted_is_not_found() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let album = client.album_create("Lisbon").await.unwrap().id;
    let new = uploaded(&client, &stage.picture("a.png", b"a")).await;
    stage.delete(&format!("albums/{album}")).await;
    assert!(matches!(
        client.album(&album).await,
        Err(ApiError::NotFound { .. })
    ));
    let error = client
        .media_items_create(Some(&album), None, &[new])
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::NotFound { .. }), "{error:?}");
}

#[tokio::test]
async fn a_missing_scope_names_what_would_do() {
    use google_photos::Scopes;
    let stage = Stage::empty().await;
    let reader = stage
        .client_with(TODAY, &["photoslibrary.readonly.appcreateddata"])
        .await;
    let adder = stage
        .client_with(TODAY, &["photoslibrary.appendonly"])
        .await;
    let missing = |error: ApiError| match error {
        ApiError::ConsentRequired { missing, .. } => missing,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        missing(reader.album_create("Lisbon").await.unwrap_err()),
        Scopes::ADD
    );
    let source = stage.picture("a.png", b"a");
    assert_eq!(
        missing(reader.upload_raw(&source).await.unwrap_err()),
        Scopes::ADD
    );
    assert_eq!(
        missing(adder.albums_page(None).await.unwrap_err()),
        Scopes::READ
    );
    assert_eq!(
        missing(adder.media_items_page(None).await.unwrap_err()),
        Scopes::READ
    );
    let album = adder.album_create("Lisbon").await.unwrap().id;
    assert_eq!(
        missing(adder.album_rename(&album, "Porto").await.unwrap_err()),
        Scopes::EDIT
    );
    assert_eq!(
        missing(
            reader
                .album_add_items(&album, &["x".into()])
                .await
                .unwrap_err()
        ),
        Scopes::ADD | Scopes::EDIT
    );
}
