//! The authorization endpoint and its form.

use std::collections::HashMap;

use photos_emulator::SAMPLE_CLIENT_ID;
use reqwest::{Method, StatusCode};
use serde_json::json;
use url::Url;

use crate::harness::{MARA, TOMAS, World};

pub const READ: &str = "https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata";
pub const APPEND: &str = "https://www.googleapis.com/auth/photoslibrary.appendonly";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const BACK: &str = "http://127.0.0.1:4711";

/// The parameters of a good request, with some replaced; an empty value leaves one out.
pub fn request(changes: &[(&str, &str)]) -> String {
    let scope = format!("openid email profile {READ} {APPEND}");
    let mut fields = vec![
        ("client_id", SAMPLE_CLIENT_ID),
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", &scope),
        ("state", "st&te"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    fields.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    fields.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    format!("/o/oauth2/v2/auth?{query}")
}

pub async fn page(world: &World, path: &str) -> (StatusCode, String) {
    let answer = world.request(Method::GET, path).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

/// The value of the hidden field.
pub fn hidden(page: &str) -> String {
    let (_, rest) = page
        .split_once("name=\"request\" value=\"")
        .expect("the hidden field");
    rest.split('"').next().unwrap().to_owned()
}

/// Answers the form; gives the query of the redirect.
pub async fn decide(
    world: &World,
    hidden: &str,
    fields: &[(&str, &str)],
) -> HashMap<String, String> {
    let mut form = vec![("request", hidden)];
    form.extend(fields);
    let answer = world
        .request(Method::POST, "/o/oauth2/v2/auth/consent")
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 302);
    let to = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    assert!(to.as_str().starts_with(BACK));
    to.query_pairs().into_owned().collect()
}

/// A code, as a person would get it who ticks these scopes.
pub async fn code(
    world: &World,
    changes: &[(&str, &str)],
    account: &str,
    scopes: &[&str],
) -> HashMap<String, String> {
    let (status, html) = page(world, &request(changes)).await;
    assert_eq!(status, 200, "{html}");
    let mut fields = vec![("account", account), ("decision", "allow")];
    fields.extend(scopes.iter().map(|scope| ("scope", *scope)));
    decide(world, &hidden(&html), &fields).await
}

#[tokio::test]
async fn the_page_offers_both_accounts_and_a_tick_for_each_scope() {
    let world = World::empty().await;
    let (status, html) = page(&world, &request(&[("login_hint", TOMAS)])).await;
    assert_eq!(status, 200);
    assert!(
        html.contains(&format!("value=\"{MARA}\">")),
        "the other account can be chosen"
    );
    assert!(
        html.contains(&format!("value=\"{TOMAS}\" checked")),
        "the hint chooses"
    );
    assert!(html.contains("as until March 2025") && html.contains("today&#39;s rules"));
    assert!(html.contains(&format!("name=\"scope\" value=\"{READ}\" checked")));
    assert!(
        !html.contains("value=\"openid\""),
        "who one is cannot be unticked"
    );
}

#[tokio::test]
async fn allowing_comes_back_with_code_state_and_what_was_ticked() {
    let world = World::empty().await;
    let back = code(&world, &[], MARA, &[READ]).await;
    assert_eq!(back["state"], "st&te");
    assert!(back["scope"].contains(READ) && !back["scope"].contains(APPEND));
    assert!(
        back["scope"].contains("userinfo.email"),
        "Google answers the long spelling of email"
    );
    assert!(!back["code"].is_empty());
}

#[tokio::test]
async fn no_state_goes_and_none_comes_back() {
    let world = World::empty().await;
    assert!(
        !code(&world, &[("state", "")], MARA, &[READ])
            .await
            .contains_key("state")
    );
}

#[tokio::test]
async fn cancelling_comes_back_with_access_denied() {
    let world = World::empty().await;
    let (_, html) = page(&world, &request(&[])).await;
    let back = decide(
        &world,
        &hidden(&html),
        &[("account", MARA), ("decision", "deny")],
    )
    .await;
    assert_eq!(
        (back["error"].as_str(), back["state"].as_str()),
        ("access_denied", "st&te")
    );
    assert!(!back.contains_key("code"));
}

#[tokio::test]
async fn a_form_is_good_once() {
    let world = World::empty().await;
    let (_, html) = page(&world, &request(&[])).await;
    let fields = [("account", MARA), ("decision", "allow")];
    decide(&world, &hidden(&html), &fields).await;
    let form = [("request", hidden(&html).as_str()), fields[0], fields[1]]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let again = world
        .request(Method::POST, "/o/oauth2/v2/auth/consent")
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), 400);
}

#[tokio::test]
async fn bad_requests_end_on_a_page_and_never_reach_the_app() {
    let world = World::empty().await;
    for (change, code, word) in [
        (("client_id", ""), 400, "invalid_request"),
        (
            ("client_id", "unknown.apps.googleusercontent.com"),
            401,
            "invalid_client",
        ),
        (("redirect_uri", ""), 400, "invalid_request"),
        (
            ("redirect_uri", "https://example.com/"),
            400,
            "redirect_uri_mismatch",
        ),
        (
            ("redirect_uri", "urn:ietf:wg:oauth:2.0:oob"),
            400,
            "redirect_uri_mismatch",
        ),
        (("response_type", "token"), 400, "unsupported_response_type"),
        (("response_type", ""), 400, "invalid_request"),
        (("scope", ""), 400, "invalid_request"),
        (
            ("scope", "https://www.googleapis.com/auth/nothing"),
            400,
            "invalid_scope",
        ),
        (("code_challenge_method", "S512"), 400, "invalid_request"),
        (("code_challenge", "short"), 400, "invalid_request"),
    ] {
        let (status, html) = page(&world, &request(&[change])).await;
        assert_eq!(status, code, "{change:?}");
        assert!(html.contains(word), "{change:?}: {html}");
    }
}

#[tokio::test]
async fn photos_and_drive_cannot_be_asked_for_together() {
    let world = World::empty().await;
    let both = format!("{READ} https://www.googleapis.com/auth/drive.readonly");
    let (status, html) = page(&world, &request(&[("scope", &both)])).await;
    assert_eq!(status, 400);
    assert!(html.contains("invalid_request") && html.contains("together"));
}

#[tokio::test]
async fn a_web_client_goes_back_to_registered_addresses_only() {
    let world = World::empty().await;
    let id = "9-web.apps.googleusercontent.com";
    let client = json!({ "client_id": id, "client_secret": "GOCSPX-web", "kind": "web", "redirect_uris": [BACK] });
    assert_eq!(world.post("/_control/client", "", client).await.0, 200);
    assert_eq!(page(&world, &request(&[("client_id", id)])).await.0, 200);
    let other = request(&[("client_id", id), ("redirect_uri", "http://127.0.0.1:4712")]);
    assert_eq!(
        page(&world, &other).await.0,
        400,
        "another port is another address"
    );
}
