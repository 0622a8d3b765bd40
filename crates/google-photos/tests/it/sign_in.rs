//! Sign-in through the emulator's consent page, with a browser of a few lines.

use std::sync::Arc;
use std::time::Duration;

use google_photos::{
    ClientCredentials, GooglePhotos, Grant, Scopes, SignIn, SignInError, SignInOptions,
};
use photos_emulator::{SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
use reqwest::header::LOCATION;
use secrecy::SecretString;
use serde_json::json;
use url::Url;

use crate::emulated::{LEGACY, Stage, TODAY, credentials};

const LONG: Duration = Duration::from_secs(20);

/// Opens the consent page, fills its form in and goes where it leads. Returns the page of the program.
async fn browse(
    stage: &Stage,
    consent: &Url,
    account: &str,
    scopes: Scopes,
    decision: &str,
) -> String {
    let page = stage
        .http
        .get(consent.clone())
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let request = page
        .split("name=\"request\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let mut form = vec![
        ("request", request),
        ("account", account),
        ("decision", decision),
    ];
    form.extend(scopes.names().map(|name| ("scope", name)));
    let answer = stage
        .http
        .post(stage.at("/o/oauth2/v2/auth/consent"))
        .form(&form)
        .send()
        .await
        .unwrap();
    let back = answer.headers()[LOCATION].to_str().unwrap().to_owned();
    stage
        .http
        .get(back)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap()
}

async fn sign_in(
    stage: &Stage,
    credentials: ClientCredentials,
    account: &str,
    scopes: Scopes,
    decision: &str,
) -> (Result<Grant, SignInError>, String) {
    let sign_in = SignIn::begin(stage.endpoints(), credentials, SignInOptions::default())
        .await
        .unwrap();
    let consent = sign_in.consent_url().clone();
    tokio::join!(
        sign_in.finish(LONG),
        browse(stage, &consent, account, scopes, decision)
    )
}

#[tokio::test]
async fn a_person_signs_in_and_the_tokens_work() {
    let stage = Stage::empty().await;
    let (grant, page) = sign_in(
        &stage,
        credentials(),
        LEGACY,
        Scopes::ALL | Scopes::SHARE,
        "allow",
    )
    .await;
    let grant = grant.unwrap();
    assert!(page.contains("You can close this tab"), "{page}");
    assert_eq!(
        (grant.account.email.as_str(), grant.account.name.as_str()),
        (LEGACY, "Mara Lindqvist")
    );
    assert!(!grant.account.subject.is_empty());
    assert!(grant.scopes.missing().is_empty() && grant.scopes.can_share());
    let client = GooglePhotos::new(
        stage.endpoints(),
        credentials(),
        grant.refresh_token,
        Some(grant.access),
        Arc::new(()),
    )
    .unwrap();
    assert_eq!(client.account().await.unwrap(), grant.account);
    let album = client.album_create("Lisbon").await.unwrap();
    assert!(client.renew_access().await.unwrap().scopes.can_edit());
    assert_eq!(client.album(&album.id).await.unwrap().title, "Lisbon");
}

#[tokio::test]
async fn a_sign_in_that_ends_by_itself_says_when() {
    let stage = Stage::empty().await;
    let all = Scopes::ALL;
    let (lasting, _) = sign_in(&stage, credentials(), LEGACY, all, "allow").await;
    assert_eq!(lasting.unwrap().refresh_token_life, None);
    stage
        .fault(json!({ "kind": "refresh_token_life", "s": 604_800 }))
        .await;
    let (testing, _) = sign_in(&stage, credentials(), LEGACY, all, "allow").await;
    let week = Duration::from_secs(604_800);
    assert_eq!(testing.unwrap().refresh_token_life, Some(week));
}

#[tokio::test]
async fn what_is_not_ticked_is_missing_from_the_grant() {
    let stage = Stage::empty().await;
    let (grant, _) = sign_in(&stage, credentials(), TODAY, Scopes::READ, "allow").await;
    let grant = grant.unwrap();
    assert!(grant.scopes.can_read());
    assert_eq!(
        grant.scopes.missing(),
        Scopes::ADD | Scopes::EDIT | Scopes::PICK
    );
    assert_eq!(grant.account.email, TODAY, "who it is cannot be unticked");
}

#[tokio::test]
async fn cancelling_is_denied_and_leaves_nothing_behind() {
    let stage = Stage::empty().await;
    let (outcome, page) = sign_in(&stage, credentials(), TODAY, Scopes::ALL, "deny").await;
    assert!(matches!(outcome, Err(SignInError::Denied)), "{outcome:?}");
    assert!(page.contains("Nothing was changed"), "{page}");
    assert_eq!(stage.calls("oauth.token").await, 0);
}

#[tokio::test]
async fn a_wrong_secret_is_told_from_a_missing_one() {
    let stage = Stage::empty().await;
    let wrong = ClientCredentials::typed(SAMPLE_CLIENT_ID, "GOCSPX-of-another-client").unwrap();
    let (outcome, page) = sign_in(&stage, wrong, TODAY, Scopes::ALL, "allow").await;
    assert!(
        matches!(outcome, Err(SignInError::SecretWrong)),
        "{outcome:?}"
    );
    assert!(
        page.contains("did not work"),
        "the page does not claim success: {page}"
    );
    let none = ClientCredentials {
        client_secret: SecretString::from(""),
        ..credentials()
    };
    let (outcome, _) = sign_in(&stage, none, TODAY, Scopes::ALL, "allow").await;
    assert!(
        matches!(outcome, Err(SignInError::SecretMissing)),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_client_that_google_does_not_know_never_comes_back() {
    let stage = Stage::empty().await;
    let unknown =
        ClientCredentials::typed("9-x.apps.googleusercontent.com", SAMPLE_CLIENT_SECRET).unwrap();
    let sign_in = SignIn::begin(stage.endpoints(), unknown, SignInOptions::default())
        .await
        .unwrap();
    let page = stage
        .http
        .get(sign_in.consent_url().clone())
        .send()
        .await
        .unwrap();
    assert!(
        !page.status().is_success(),
        "Google shows its own page and sends nobody back"
    );
    let outcome = sign_in.finish(Duration::from_millis(50)).await;
    assert!(matches!(outcome, Err(SignInError::TimedOut)), "{outcome:?}");
}

#[tokio::test]
async fn a_web_client_signs_in_through_its_registered_port() {
    let stage = Stage::empty().await;
    let port = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let (id, secret) = (
        "3-web.apps.googleusercontent.com",
        "GOCSPX-secret-of-the-web",
    );
    let redirect = format!("http://127.0.0.1:{port}");
    let web = json!({ "client_id": id, "client_secret": secret, "kind": "web", "redirect_uris": [redirect] });
    stage.control("client", web).await;
    let file = json!({ "web": { "client_id": id, "client_secret": secret } }).to_string();
    let credentials = ClientCredentials::from_json(file.as_bytes()).unwrap();
    for time in ["first", "second"] {
        let options = SignInOptions {
            fixed_port: Some(port),
            ..SignInOptions::default()
        };
        let sign_in = SignIn::begin(stage.endpoints(), credentials.clone(), options)
            .await
            .unwrap();
        let consent = sign_in.consent_url().clone();
        let (grant, _) = tokio::join!(
            sign_in.finish(LONG),
            browse(&stage, &consent, TODAY, Scopes::ALL, "allow")
        );
        assert!(grant.is_ok(), "the {time} time: {grant:?}");
    }
}
