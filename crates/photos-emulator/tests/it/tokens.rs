//! The token endpoint, refresh, revocation, user info.

use photos_emulator::{SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    consent::{APPEND, BACK, READ, VERIFIER, code},
    harness::{MARA, TOMAS, World, json_of, refused},
};

async fn token(
    world: &World,
    changes: &[(&str, &str)],
    usual: &[(&str, &str)],
) -> (StatusCode, Value) {
    let mut form = vec![
        ("client_id", SAMPLE_CLIENT_ID),
        ("client_secret", SAMPLE_CLIENT_SECRET),
    ];
    form.extend(usual);
    form.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    form.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    json_of(
        world
            .request(Method::POST, "/token")
            .form(&form)
            .send()
            .await
            .unwrap(),
    )
    .await
}

async fn exchange(world: &World, code: &str, changes: &[(&str, &str)]) -> (StatusCode, Value) {
    let usual = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("code_verifier", VERIFIER),
        ("redirect_uri", BACK),
    ];
    token(world, changes, &usual).await
}

async fn refresh(
    world: &World,
    refresh_token: &str,
    changes: &[(&str, &str)],
) -> (StatusCode, Value) {
    token(
        world,
        changes,
        &[
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token),
        ],
    )
    .await
}

fn flat(answer: &(StatusCode, Value), code: u16, error: &str) {
    assert_eq!(
        (answer.0.as_u16(), answer.1["error"].as_str()),
        (code, Some(error)),
        "{}",
        answer.1
    );
}

#[tokio::test]
async fn a_code_becomes_tokens_that_work() {
    let world = World::empty().await;
    let back = code(&world, &[], MARA, &[READ]).await;
    let (status, tokens) = exchange(&world, &back["code"], &[]).await;
    assert_eq!(status, 200, "{tokens}");
    assert_eq!(
        (tokens["expires_in"].as_i64(), tokens["token_type"].as_str()),
        (Some(3599), Some("Bearer"))
    );
    assert!(tokens["refresh_token"].is_string() && tokens["id_token"].is_string());
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(
        world.get("/v1/albums", access).await,
        (StatusCode::OK, json!({}))
    );
    let upload = world.raw(access, vec![1]).send().await.unwrap();
    refused(
        &json_of(upload).await,
        403,
        "PERMISSION_DENIED",
        "insufficient authentication scopes",
    );
}

#[tokio::test]
async fn a_code_is_good_once_and_only_with_what_it_was_made_for() {
    let world = World::empty().await;
    let fresh = || async { code(&world, &[], MARA, &[READ]).await["code"].clone() };
    let used = fresh().await;
    assert_eq!(exchange(&world, &used, &[]).await.0, 200);
    flat(&exchange(&world, &used, &[]).await, 400, "invalid_grant");
    let wrong = "x".repeat(43);
    flat(
        &exchange(&world, &fresh().await, &[("code_verifier", &wrong)]).await,
        400,
        "invalid_grant",
    );
    flat(
        &exchange(&world, &fresh().await, &[("code_verifier", "")]).await,
        400,
        "invalid_grant",
    );
    flat(
        &exchange(
            &world,
            &fresh().await,
            &[("redirect_uri", "http://127.0.0.1:4711/")],
        )
        .await,
        400,
        "redirect_uri_mismatch",
    );
    flat(&exchange(&world, "", &[]).await, 400, "invalid_request");
}

#[tokio::test]
async fn the_secret_is_needed_even_with_pkce() {
    let world = World::empty().await;
    let missing = exchange(&world, "x", &[("client_secret", "")]).await;
    flat(&missing, 400, "invalid_request");
    assert_eq!(missing.1["error_description"], "client_secret is missing.");
    flat(
        &exchange(&world, "x", &[("client_secret", "GOCSPX-wrong")]).await,
        401,
        "invalid_client",
    );
    flat(
        &exchange(
            &world,
            "x",
            &[("client_id", "nobody.apps.googleusercontent.com")],
        )
        .await,
        401,
        "invalid_client",
    );
    flat(
        &exchange(&world, "x", &[("client_id", "")]).await,
        400,
        "invalid_request",
    );
    flat(
        &exchange(&world, "x", &[("grant_type", "password")]).await,
        400,
        "unsupported_grant_type",
    );
}

#[tokio::test]
async fn basic_authentication_names_the_client_too() {
    let world = World::empty().await;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "1//unknown"),
    ];
    let request = world
        .request(Method::POST, "/token")
        .basic_auth(SAMPLE_CLIENT_ID, Some(SAMPLE_CLIENT_SECRET))
        .form(&form);
    flat(
        &json_of(request.send().await.unwrap()).await,
        400,
        "invalid_grant",
    );
}

#[tokio::test]
async fn a_refresh_gives_no_second_refresh_token() {
    let world = World::empty().await;
    let kept = world
        .post("/_control/token", "", json!({ "account": MARA }))
        .await
        .1["refresh_token"]
        .clone();
    let (status, tokens) = refresh(&world, kept.as_str().unwrap(), &[]).await;
    assert_eq!(status, 200);
    assert!(tokens.get("refresh_token").is_none(), "the old one goes on");
    assert_eq!(
        world
            .get("/v1/albums", tokens["access_token"].as_str().unwrap())
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn a_revoked_grant_ends_both_tokens() {
    let world = World::empty().await;
    let tokens = world
        .post("/_control/token", "", json!({ "account": MARA }))
        .await
        .1;
    let (access, kept) = (
        tokens["access_token"].as_str().unwrap(),
        tokens["refresh_token"].as_str().unwrap(),
    );
    let revoke = || async {
        world
            .request(Method::POST, "/revoke")
            .form(&[("token", kept)])
            .send()
            .await
            .unwrap()
    };
    assert_eq!(revoke().await.status(), 200);
    flat(&refresh(&world, kept, &[]).await, 400, "invalid_grant");
    refused(
        &world.get("/v1/albums", access).await,
        401,
        "UNAUTHENTICATED",
        "invalid authentication credentials",
    );
    assert_eq!(
        revoke().await.status(),
        400,
        "a second time there is nothing"
    );
}

#[tokio::test]
async fn faults_expire_access_tokens_and_revoke_refresh_tokens() {
    let world = World::empty().await;
    let tokens = world
        .post("/_control/token", "", json!({ "account": MARA }))
        .await
        .1;
    let (access, kept) = (
        tokens["access_token"].as_str().unwrap(),
        tokens["refresh_token"].as_str().unwrap(),
    );
    world
        .fault(json!({ "kind": "tokens_expired", "count": 1 }))
        .await;
    assert_eq!(world.get("/v1/albums", access).await.0, 401);
    assert_eq!(
        world.get("/v1/albums", access).await.0,
        401,
        "an expired token does not come back"
    );
    let renewed = refresh(&world, kept, &[]).await.1;
    assert_eq!(
        world
            .get("/v1/albums", renewed["access_token"].as_str().unwrap())
            .await
            .0,
        200
    );
    world
        .fault(json!({ "kind": "refresh_revoked", "count": 1 }))
        .await;
    let dead = refresh(&world, kept, &[]).await;
    flat(&dead, 400, "invalid_grant");
    assert_eq!(
        dead.1["error_description"],
        "Token has been expired or revoked."
    );
    flat(&refresh(&world, kept, &[]).await, 400, "invalid_grant");
}

#[tokio::test]
async fn tokens_can_be_made_to_live_for_no_time() {
    let world = World::empty().await;
    world
        .fault(json!({ "kind": "access_token_life", "s": 0 }))
        .await;
    let token = world.token(MARA).await;
    assert_eq!(world.get("/v1/albums", &token).await.0, 401);
}

#[tokio::test]
async fn a_web_client_gets_a_refresh_token_at_the_first_consent_or_when_it_asks() {
    let world = World::empty().await;
    let id = "9-web.apps.googleusercontent.com";
    let client = json!({ "client_id": id, "client_secret": "GOCSPX-web", "kind": "web", "redirect_uris": [BACK] });
    world.post("/_control/client", "", client).await;
    let sign_in = async |extra: &[(&str, &str)]| {
        let changes = [&[("client_id", id)], extra].concat();
        let back = code(&world, &changes, MARA, &[READ]).await;
        exchange(
            &world,
            &back["code"],
            &[("client_id", id), ("client_secret", "GOCSPX-web")],
        )
        .await
        .1
    };
    assert!(
        sign_in(&[]).await.get("refresh_token").is_none(),
        "not offline"
    );
    assert!(
        sign_in(&[("access_type", "offline")])
            .await
            .get("refresh_token")
            .is_some(),
        "the first consent"
    );
    assert!(
        sign_in(&[("access_type", "offline")])
            .await
            .get("refresh_token")
            .is_none(),
        "the second"
    );
    let asked = sign_in(&[
        ("access_type", "offline"),
        ("prompt", "select_account consent"),
    ])
    .await;
    assert!(asked.get("refresh_token").is_some());
}

#[tokio::test]
async fn user_info_says_what_the_scopes_allow() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let (status, info) = world.get("/v1/userinfo", &token).await;
    assert_eq!(status, 200);
    assert_eq!(
        (info["email"].as_str(), info["name"].as_str()),
        (Some(TOMAS), Some("Tomas Okafor"))
    );
    assert_eq!(info["email_verified"], true);
    let picture = world
        .request(Method::GET, info["picture"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(picture.status(), 200);
    assert!(image::load_from_memory(&picture.bytes().await.unwrap()).is_ok());
    let known = world
        .token_with(json!({ "account": MARA, "scopes": ["openid"] }))
        .await;
    let info = world.get("/v1/userinfo", &known).await.1;
    assert!(info["sub"].is_string() && info.get("email").is_none());
    let nobody = world
        .token_with(json!({ "account": MARA, "scopes": [APPEND] }))
        .await;
    assert_eq!(world.get("/v1/userinfo", &nobody).await.0, 401);
}

#[tokio::test]
async fn each_method_asks_for_its_scope() {
    let world = World::empty().await;
    let with = async |scope: &str| {
        world
            .token_with(json!({ "account": TOMAS, "scopes": [scope] }))
            .await
    };
    let (read, append) = (
        with("photoslibrary.readonly.appcreateddata").await,
        with("photoslibrary.appendonly").await,
    );
    let (edit, whole) = (
        with("photoslibrary.edit.appcreateddata").await,
        with("photoslibrary").await,
    );
    let album = world.album(&append, "Mine").await;
    let calls = [
        (Method::GET, "/v1/albums".to_owned(), vec![&read]),
        (Method::GET, "/v1/mediaItems".to_owned(), vec![&read]),
        (
            Method::POST,
            "/v1/mediaItems:search".to_owned(),
            vec![&read],
        ),
        (Method::POST, "/v1/albums".to_owned(), vec![&append]),
        (
            Method::PATCH,
            format!("/v1/albums/{album}?updateMask=title"),
            vec![&edit],
        ),
        (
            Method::POST,
            format!("/v1/albums/{album}:batchAddMediaItems"),
            vec![&append, &edit],
        ),
        (
            Method::POST,
            format!("/v1/albums/{album}:batchRemoveMediaItems"),
            vec![&edit],
        ),
    ];
    for (method, path, good) in calls {
        for token in [&read, &append, &edit, &whole] {
            let request = world.request(method.clone(), &path).bearer_auth(token);
            let request = if method == Method::GET {
                request
            } else {
                request.json(&json!({}))
            };
            let (status, body) = json_of(request.send().await.unwrap()).await;
            let denied = status == 403;
            assert_eq!(denied, !good.contains(&token), "{method} {path}: {body}");
        }
    }
}

#[tokio::test]
async fn no_token_and_a_bad_token_are_two_kinds_of_401() {
    let world = World::empty().await;
    let none = world
        .request(Method::GET, "/v1/albums")
        .send()
        .await
        .unwrap();
    assert!(none.headers().contains_key("www-authenticate"));
    refused(
        &json_of(none).await,
        401,
        "UNAUTHENTICATED",
        "missing required authentication credential",
    );
    refused(
        &world.get("/v1/albums", "ya29.nonsense").await,
        401,
        "UNAUTHENTICATED",
        "invalid authentication",
    );
}
