//! What ends or narrows a sign-in from outside, and the clock that is off.

use jiff::Timestamp;
use photos_emulator::{SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
use reqwest::{Method, StatusCode, header::DATE};
use serde_json::{Value, json};

use crate::{
    consent::{APPEND, BACK, READ, VERIFIER, code, page, request},
    harness::{MARA, TOMAS, World, json_of, refused},
};

async fn ask(world: &World, more: &[(&str, &str)]) -> (StatusCode, Value) {
    let mut form = vec![
        ("client_id", SAMPLE_CLIENT_ID),
        ("client_secret", SAMPLE_CLIENT_SECRET),
    ];
    form.extend(more);
    let request = world.request(Method::POST, "/token").form(&form);
    json_of(request.send().await.unwrap()).await
}

async fn refresh(world: &World, token: &str) -> (StatusCode, Value) {
    ask(
        world,
        &[("grant_type", "refresh_token"), ("refresh_token", token)],
    )
    .await
}

async fn exchange(world: &World, scopes: &[&str]) -> Value {
    let back = code(world, &[], MARA, scopes).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &*back["code"]),
        ("code_verifier", VERIFIER),
        ("redirect_uri", BACK),
    ];
    let (status, tokens) = ask(world, &form).await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

fn text<'a>(tokens: &'a Value, key: &str) -> &'a str {
    tokens[key].as_str().unwrap()
}

#[tokio::test]
async fn a_deleted_client_is_refused_on_the_page_and_at_the_token_endpoint() {
    let world = World::empty().await;
    let tokens = exchange(&world, &[READ]).await;
    world
        .fault(
            json!({ "kind": "client_deleted", "client_id": "1-other.apps.googleusercontent.com" }),
        )
        .await;
    let kept = refresh(&world, text(&tokens, "refresh_token")).await;
    assert_eq!(kept.0, 200, "another client is deleted");
    world.fault(json!({ "kind": "client_deleted" })).await;
    let (status, body) = refresh(&world, text(&tokens, "refresh_token")).await;
    assert_eq!(
        (status.as_u16(), body["error"].as_str()),
        (401, Some("deleted_client"))
    );
    let (status, shown) = page(&world, &request(&[])).await;
    assert_eq!(status, 401);
    assert!(shown.contains("deleted_client"), "{shown}");
    world.no_faults().await;
    let (status, _) = refresh(&world, text(&tokens, "refresh_token")).await;
    assert_eq!(status, 200, "a client can be restored");
}

#[tokio::test]
async fn an_organisation_that_lets_no_program_in_says_so() {
    let world = World::empty().await;
    let tokens = exchange(&world, &[READ]).await;
    world.fault(json!({ "kind": "admin_blocked" })).await;
    let (status, body) = refresh(&world, text(&tokens, "refresh_token")).await;
    assert_eq!(
        (status.as_u16(), body["error"].as_str()),
        (400, Some("admin_policy_enforced"))
    );
    let (status, shown) = page(&world, &request(&[])).await;
    assert_eq!(status, 400);
    assert!(shown.contains("admin_policy_enforced"), "{shown}");
}

#[tokio::test]
async fn scopes_that_were_taken_back_are_gone_from_all_tokens_until_they_are_given_again() {
    let world = World::empty().await;
    let tokens = exchange(&world, &[READ, APPEND]).await;
    let access = text(&tokens, "access_token");
    world
        .fault(json!({ "kind": "scopes_removed", "scopes": ["photoslibrary.readonly.appcreateddata"], "count": 1 }))
        .await;
    let words = "insufficient authentication scopes";
    refused(
        &world.get("/v1/albums", access).await,
        403,
        "PERMISSION_DENIED",
        words,
    );
    let album = json!({ "album": { "title": "Still there" } });
    let made = world.post("/v1/albums", access, album).await;
    assert_eq!(made.0, 200, "the other permission stays");
    let (status, renewed) = refresh(&world, text(&tokens, "refresh_token")).await;
    assert_eq!(status, 200);
    assert!(!text(&renewed, "scope").contains(READ), "{renewed}");
    assert!(text(&renewed, "scope").contains(APPEND), "{renewed}");
    let again = exchange(&world, &[READ, APPEND]).await;
    let access = text(&again, "access_token");
    assert_eq!(world.get("/v1/albums", access).await.0, 200);
}

#[tokio::test]
async fn a_refresh_takes_note_of_what_was_taken_back_and_leaves_other_accounts() {
    let world = World::empty().await;
    let tokens = exchange(&world, &[READ, APPEND]).await;
    let other = world.token(TOMAS).await;
    world
        .fault(json!({ "kind": "scopes_removed", "scopes": [APPEND], "count": 1 }))
        .await;
    let (_, renewed) = refresh(&world, text(&tokens, "refresh_token")).await;
    assert!(!text(&renewed, "scope").contains(APPEND), "{renewed}");
    let upload = world.raw(&other, vec![1]).send().await.unwrap();
    assert_eq!(upload.status(), 200, "the other account gave it too");
}

#[tokio::test]
async fn a_refresh_token_of_a_project_in_testing_ends_and_says_when() {
    let world = World::empty().await;
    let lasting = exchange(&world, &[READ]).await;
    assert!(lasting.get("refresh_token_expires_in").is_none());
    world
        .fault(json!({ "kind": "refresh_token_life", "s": 604_800 }))
        .await;
    let testing = exchange(&world, &[READ]).await;
    assert_eq!(testing["refresh_token_expires_in"], 604_800);
    let (status, renewed) = refresh(&world, text(&testing, "refresh_token")).await;
    assert_eq!(status, 200);
    assert!(
        renewed.get("refresh_token_expires_in").is_none(),
        "a refresh does not say it"
    );
    world
        .fault(json!({ "kind": "refresh_token_life", "s": 0 }))
        .await;
    let dead = exchange(&world, &[READ]).await;
    let (status, body) = refresh(&world, text(&dead, "refresh_token")).await;
    assert_eq!(
        (status.as_u16(), body["error"].as_str()),
        (400, Some("invalid_grant"))
    );
    let (status, _) = refresh(&world, text(&lasting, "refresh_token")).await;
    assert_eq!(status, 200, "one that was given before lasts");
}

#[tokio::test]
async fn the_date_of_answers_can_be_off() {
    let world = World::empty().await;
    for skew_s in [0, 90, -3600] {
        world
            .fault(json!({ "kind": "clock_skew", "s": skew_s }))
            .await;
        let before = Timestamp::now().as_second();
        let answer = world.request(Method::GET, "/").send().await.unwrap();
        let after = Timestamp::now().as_second();
        let dates: Vec<_> = answer.headers().get_all(DATE).iter().collect();
        assert_eq!(dates.len(), 1, "one date, not two: {dates:?}");
        let date = jiff::fmt::rfc2822::parse(dates[0].to_str().unwrap()).unwrap();
        let date_s = date.timestamp().as_second() - skew_s;
        assert!((before..=after).contains(&date_s), "{skew_s}: {dates:?}");
    }
}
