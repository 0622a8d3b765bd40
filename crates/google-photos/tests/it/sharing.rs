//! Sharing against the emulator, under the old rules and under today's.

use futures::TryStreamExt;
use google_photos::{ApiError, LinkCheck, ShareOptions};
use url::Url;

use crate::emulated::{LEGACY, Stage, TODAY};

#[tokio::test]
async fn under_the_old_rules_an_album_is_shared_joined_and_unshared() {
    let stage = Stage::empty().await;
    let client = stage.client(LEGACY).await;
    let album = client.album_create("Lisbon").await.unwrap().id;
    let options = ShareOptions {
        collaborative: true,
        commentable: false,
    };
    let shared = client.album_share(&album, options).await.unwrap();
    assert_eq!(shared.options, options);
    assert!(shared.owned);
    let link = Url::parse(shared.link.as_ref().unwrap().expose()).unwrap();
    assert!(stage.endpoints().is_share_link(&link));
    assert_eq!(client.link_check(&link).await, LinkCheck::Alive);
    let token = shared.token.unwrap();
    assert_eq!(client.shared_album(&token).await.unwrap().title, "Lisbon");
    let listed: Vec<_> = client.shared_albums().try_collect().await.unwrap();
    assert_eq!(
        listed.iter().map(|album| &album.id).collect::<Vec<_>>(),
        [&album]
    );
    assert!(client.album(&album).await.unwrap().share.is_some());
    client.album_unshare(&album).await.unwrap();
    assert_eq!(client.link_check(&link).await, LinkCheck::Dead);
    assert!(
        client
            .shared_albums()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .is_empty()
    );
    assert!(client.shared_album(&token).await.is_err());
}

#[tokio::test]
async fn joining_and_leaving_are_for_other_accounts() {
    let config = photos_emulator::Config {
        rules: Some(photos_emulator::Rules::Legacy),
        ..Default::default()
    };
    let stage = Stage::of(config).await;
    let (owner, guest) = (stage.client(LEGACY).await, stage.client(TODAY).await);
    let album = owner.album_create("Lisbon").await.unwrap().id;
    let token = owner
        .album_share(&album, ShareOptions::default())
        .await
        .unwrap()
        .token
        .unwrap();
    assert_eq!(
        guest.shared_album_join(&token).await.unwrap().title,
        "Lisbon"
    );
    assert_eq!(
        guest
            .shared_albums()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .len(),
        1
    );
    guest.shared_album_leave(&token).await.unwrap();
    assert!(
        guest
            .shared_albums()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn under_todays_rules_sharing_is_not_allowed_and_no_consent_is_asked_for() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let album = client.album_create("Lisbon").await.unwrap().id;
    let token = "AF1QipNx".into();
    let refusals = [
        client
            .album_share(&album, ShareOptions::default())
            .await
            .err(),
        client.album_unshare(&album).await.err(),
        client.shared_albums_page(None).await.err(),
        client.shared_album(&token).await.err(),
        client.shared_album_join(&token).await.err(),
        client.shared_album_leave(&token).await.err(),
    ];
    for (nth, refusal) in refusals.iter().enumerate() {
        assert!(
            matches!(refusal, Some(ApiError::NotAllowed { .. })),
            "number {nth}: {refusal:?}"
        );
    }
}

#[tokio::test]
async fn without_the_sharing_scope_sharing_is_not_allowed_under_the_old_rules_too() {
    let stage = Stage::empty().await;
    let all = [
        "photoslibrary.appendonly",
        "photoslibrary.readonly.appcreateddata",
        "photoslibrary.edit.appcreateddata",
    ];
    let client = stage.client_with(LEGACY, &all).await;
    let album = client.album_create("Lisbon").await.unwrap().id;
    let error = client
        .album_share(&album, ShareOptions::default())
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::NotAllowed { .. }), "{error:?}");
}
