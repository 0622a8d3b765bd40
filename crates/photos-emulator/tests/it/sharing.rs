//! Sharing by API, and the life of a public link.

use photos_emulator::{Config, Rules};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{MARA, TOMAS, World, refused},
    pictures::jpeg,
};

async fn share(world: &World, token: &str, album: &str, options: Value) -> Value {
    let path = format!("/v1/albums/{album}:share");
    let (status, answer) = world
        .post(&path, token, json!({ "sharedAlbumOptions": options }))
        .await;
    assert_eq!(status, 200, "{answer}");
    answer["shareInfo"].clone()
}

#[tokio::test]
async fn today_every_sharing_call_is_denied() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "A").await;
    for (method, path) in [
        (Method::POST, format!("/v1/albums/{album}:share")),
        (Method::POST, format!("/v1/albums/{album}:unshare")),
        (Method::GET, "/v1/sharedAlbums".into()),
        (Method::GET, "/v1/sharedAlbums/x".into()),
        (Method::POST, "/v1/sharedAlbums:join".into()),
        (Method::POST, "/v1/sharedAlbums:leave".into()),
    ] {
        let answer = if method == Method::GET {
            world.get(&path, &token).await
        } else {
            world.post(&path, &token, json!({})).await
        };
        refused(&answer, 403, "PERMISSION_DENIED", "");
    }
}

#[tokio::test]
async fn a_link_lives_until_it_is_unshared() {
    let world = World::empty().await;
    let token = world.token(MARA).await;
    let album = world.album(&token, "Summer & sea").await;
    let item = world.item(&token, jpeg(1), "a.jpg").await;
    let add = json!({ "mediaItemIds": [item["id"]] });
    world
        .post(
            &format!("/v1/albums/{album}:batchAddMediaItems"),
            &token,
            add,
        )
        .await;
    let info = share(&world, &token, &album, json!({ "isCollaborative": true })).await;
    assert_eq!(
        info["sharedAlbumOptions"],
        json!({ "isCollaborative": true }),
        "what is false is absent"
    );
    assert_eq!(
        (info["isOwned"].as_bool(), info["isJoined"].as_bool()),
        (Some(true), Some(true))
    );
    let link = info["shareableUrl"].as_str().unwrap();
    let public = world.request(Method::GET, link).send().await.unwrap();
    assert_eq!(public.status(), 200);
    let page = public.text().await.unwrap();
    assert!(
        page.contains("Summer &amp; sea")
            && page.contains("1 item")
            && page.contains("=w400-h400-c")
    );
    let (without_key, _) = link.split_once('?').unwrap();
    assert_eq!(
        world
            .request(Method::GET, without_key)
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
    let (_, seen) = world.get(&format!("/v1/albums/{album}"), &token).await;
    assert_eq!(seen["shareInfo"]["shareableUrl"], link);
    assert_eq!(
        share(&world, &token, &album, json!({})).await["shareToken"],
        info["shareToken"],
        "twice is once"
    );
    let unshare = format!("/v1/albums/{album}:unshare");
    assert_eq!(world.post(&unshare, &token, json!({})).await.1, json!({}));
    assert_eq!(
        world
            .request(Method::GET, link)
            .send()
            .await
            .unwrap()
            .status(),
        404,
        "the link is dead"
    );
    assert_eq!(
        world.post(&unshare, &token, json!({})).await.0,
        400,
        "nothing is shared"
    );
    assert_ne!(
        share(&world, &token, &album, json!({})).await["shareToken"],
        info["shareToken"],
        "a new link"
    );
}

#[tokio::test]
async fn the_sharing_scope_is_needed() {
    let world = World::empty().await;
    let all = world.token(MARA).await;
    let album = world.album(&all, "A").await;
    let scopes = [
        "photoslibrary.appendonly",
        "photoslibrary.readonly.appcreateddata",
        "photoslibrary.edit.appcreateddata",
    ];
    let live = world
        .token_with(json!({ "account": MARA, "scopes": scopes }))
        .await;
    let path = format!("/v1/albums/{album}:share");
    refused(
        &world.post(&path, &live, json!({})).await,
        403,
        "PERMISSION_DENIED",
        "insufficient authentication scopes",
    );
    share(&world, &all, &album, json!({})).await;
    assert!(
        world
            .get(&format!("/v1/albums/{album}"), &live)
            .await
            .1
            .get("shareInfo")
            .is_none(),
        "it is not told either"
    );
}

#[tokio::test]
async fn another_account_joins_and_leaves() {
    let world = World::with(Config {
        rules: Some(Rules::Legacy),
        ..Config::default()
    })
    .await;
    let (mara, tomas) = (world.token(MARA).await, world.token(TOMAS).await);
    let album = world.album(&mara, "Ours").await;
    let info = share(
        &world,
        &mara,
        &album,
        json!({ "isCollaborative": true, "isCommentable": true }),
    )
    .await;
    let body = json!({ "shareToken": info["shareToken"] });
    let listed =
        async |token: &str| world.get("/v1/sharedAlbums", token).await.1["sharedAlbums"].clone();
    assert_eq!(listed(&mara).await[0]["id"], album.as_str());
    assert_eq!(listed(&tomas).await, Value::Null);
    let path = format!("/v1/sharedAlbums/{}", info["shareToken"].as_str().unwrap());
    assert_eq!(world.get(&path, &tomas).await.1["title"], "Ours");
    let (status, joined) = world
        .post("/v1/sharedAlbums:join", &tomas, body.clone())
        .await;
    assert_eq!(
        (status.as_u16(), joined["album"]["title"].as_str()),
        (200, Some("Ours"))
    );
    let seen = listed(&tomas).await;
    assert_eq!(
        (seen[0]["id"].as_str(), seen[0]["shareInfo"].get("isOwned")),
        (Some(&*album), None)
    );
    assert_eq!(
        world
            .post("/v1/sharedAlbums:leave", &tomas, body.clone())
            .await
            .1,
        json!({})
    );
    assert_eq!(listed(&tomas).await, Value::Null);
    assert_eq!(
        world.post("/v1/sharedAlbums:leave", &tomas, body).await.0,
        400
    );
    assert_eq!(
        world
            .post(
                "/v1/sharedAlbums:join",
                &tomas,
                json!({ "shareToken": "x" })
            )
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn the_old_scopes_show_the_whole_library_under_the_old_rules_only() {
    let world = World::empty().await;
    for (account, count) in [(MARA, 1), (TOMAS, 0)] {
        let token = world.token(account).await;
        world.item(&token, jpeg(1), "a.jpg").await;
        let id = "3-third.apps.googleusercontent.com";
        world
            .post(
                "/_control/client",
                "",
                json!({ "client_id": id, "client_secret": "GOCSPX-t", "kind": "installed" }),
            )
            .await;
        let scopes = [
            "photoslibrary.readonly",
            "photoslibrary.readonly.appcreateddata",
        ];
        let other = world
            .token_with(json!({ "account": account, "client_id": id, "scopes": scopes }))
            .await;
        let seen = world.get("/v1/mediaItems", &other).await.1["mediaItems"]
            .as_array()
            .map_or(0, Vec::len);
        assert_eq!(seen, count, "{account}");
    }
}
