//! Sign-in against a token endpoint that answers what it is told to, with a browser of a few lines.

use std::collections::HashMap;
use std::time::Duration;

use google_photos::{
    ByHandError, ClientCredentials, Endpoints, Grant, Scopes, SignIn, SignInError, SignInOptions,
};
use rstest::rstest;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::canned::{CLIENT_ID, CLIENT_SECRET, credentials};

/// Long enough for a test that works; one that does not ends here.
const LONG: Duration = Duration::from_secs(20);
/// For a sign-in that nobody answers.
const SHORT: Duration = Duration::from_millis(50);

fn tokens() -> Value {
    let scope = format!(
        "openid https://www.googleapis.com/auth/userinfo.email {}",
        Scopes::READ
    );
    json!({ "access_token": "ya29.a", "expires_in": 3599, "token_type": "Bearer", "refresh_token": "1//r", "scope": scope })
}

async fn google(token: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/token"))
        .respond_with(token)
        .mount(&server)
        .await;
    let info = json!({ "sub": "7", "email": "a@example.com", "name": "A" });
    Mock::given(path("/v1/userinfo"))
        .respond_with(ResponseTemplate::new(200).set_body_json(info))
        .mount(&server)
        .await;
    server
}

async fn begin(server: &MockServer, options: SignInOptions) -> SignIn {
    SignIn::begin(
        Endpoints::loopback(&server.uri()).unwrap(),
        credentials(),
        options,
    )
    .await
    .unwrap()
}

fn query(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// Comes back from the browser with this query, and returns the page and its status.
async fn come_back(redirect: &str, query: &str) -> (u16, String) {
    let answer = reqwest::get(format!("{redirect}/{query}")).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// A sign-in that comes back with this query after the right state.
async fn signed_in(server: &MockServer, back: &str) -> (Result<Grant, SignInError>, String) {
    let sign_in = begin(server, SignInOptions::default()).await;
    let state = query(sign_in.consent_url())["state"].clone();
    let redirect = sign_in.redirect_uri().to_owned();
    let back = format!("?state={state}&{back}");
    let (outcome, (_, page)) = tokio::join!(sign_in.finish(LONG), come_back(&redirect, &back));
    (outcome, page)
}

#[tokio::test]
async fn the_browser_is_sent_with_everything_google_asks_for() {
    let server = google(ResponseTemplate::new(200)).await;
    let options = SignInOptions {
        login_hint: Some("a@example.com".into()),
        select_account: true,
        fixed_port: None,
    };
    let sign_in = begin(&server, options).await;
    let asked = query(sign_in.consent_url());
    assert_eq!(sign_in.consent_url().path(), "/o/oauth2/v2/auth");
    assert_eq!(asked["client_id"], CLIENT_ID);
    assert_eq!(asked["redirect_uri"], sign_in.redirect_uri());
    assert!(asked["redirect_uri"].starts_with("http://127.0.0.1:"));
    assert_eq!(asked["response_type"], "code");
    assert_eq!(
        asked["code_challenge_method"], "S256",
        "the default would be plain"
    );
    assert_eq!(
        asked["code_challenge"].len(),
        43,
        "a SHA-256 in base64url without padding"
    );
    assert!(
        asked["state"].len() >= 22,
        "128 bits have 22 characters in base64"
    );
    assert_eq!(
        Scopes::parse(&asked["scope"]),
        Scopes::ALL | Scopes::SHARE,
        "an override may still have what Google removed"
    );
    assert_eq!(
        (asked["access_type"].as_str(), asked["prompt"].as_str()),
        ("offline", "select_account")
    );
    assert_eq!(asked["login_hint"], "a@example.com");
    assert!(!sign_in.consent_url().as_str().contains(CLIENT_SECRET));
}

#[tokio::test]
async fn a_code_becomes_a_grant_and_the_tab_can_be_closed() {
    let server = google(ResponseTemplate::new(200).set_body_json(tokens())).await;
    let (outcome, page) = signed_in(&server, "code=4%2Fcode&scope=x").await;
    let grant = outcome.unwrap();
    assert_eq!(grant.access.expose(), "ya29.a");
    assert_eq!(grant.refresh_token.expose_secret(), "1//r");
    assert_eq!(grant.account.email, "a@example.com");
    assert!(
        grant.scopes.can_read() && !grant.scopes.can_add(),
        "what was not ticked is not granted"
    );
    assert!(page.contains("You can close this tab"), "{page}");
    let form = server.received_requests().await.unwrap()[0].body.clone();
    let form: HashMap<String, String> = url::form_urlencoded::parse(&form).into_owned().collect();
    assert_eq!(form["code"], "4/code");
    assert!(form["code_verifier"].len() >= 43);
    assert!(form["redirect_uri"].starts_with("http://127.0.0.1:"));
    assert_eq!(form["client_secret"], CLIENT_SECRET);
}

#[tokio::test]
async fn cancelling_in_the_browser_is_denied_and_the_page_says_so() {
    let server = google(ResponseTemplate::new(200)).await;
    let (outcome, page) = signed_in(&server, "error=access_denied").await;
    assert!(matches!(outcome, Err(SignInError::Denied)), "{outcome:?}");
    assert!(page.contains("Nothing was changed"), "{page}");
    assert!(
        server.received_requests().await.unwrap().is_empty(),
        "there is nothing to redeem"
    );
}

#[rstest]
#[case(
    401,
    "invalid_client",
    "The OAuth client was not found.",
    "ClientRefused"
)]
#[case(401, "invalid_client", "Unauthorized", "SecretWrong")]
#[case(400, "invalid_request", "client_secret is missing.", "SecretMissing")]
#[case(400, "invalid_grant", "Bad Request", "CodeExpired")]
#[case(400, "redirect_uri_mismatch", "", "Refused")]
#[tokio::test]
async fn a_code_that_is_not_redeemed_says_why(
    #[case] status: u16,
    #[case] code: &str,
    #[case] description: &str,
    #[case] expected: &str,
) {
    let body = json!({ "error": code, "error_description": description });
    let server = google(ResponseTemplate::new(status).set_body_json(body)).await;
    let (outcome, page) = signed_in(&server, "code=c").await;
    let error = outcome.unwrap_err();
    assert!(format!("{error:?}").starts_with(expected), "{error:?}");
    assert!(
        page.contains("did not work"),
        "the page does not claim success: {page}"
    );
}

#[rstest]
#[case::a_web_page(ResponseTemplate::new(200).set_body_raw("<html>", "text/html"), "Malformed")]
#[case::trouble(ResponseTemplate::new(503), "NoAnswer")]
#[case::no_lasting_access(
    ResponseTemplate::new(200).set_body_json(json!({ "access_token": "a", "token_type": "Bearer" })), "NoRefreshToken"
)]
#[tokio::test]
async fn a_strange_answer_to_the_code_is_told(
    #[case] token: ResponseTemplate,
    #[case] expected: &str,
) {
    let server = google(token).await;
    let error = signed_in(&server, "code=c").await.0.unwrap_err();
    assert!(format!("{error:?}").starts_with(expected), "{error:?}");
}

#[tokio::test]
async fn nobody_coming_back_is_a_time_out() {
    let server = google(ResponseTemplate::new(200)).await;
    let outcome = begin(&server, SignInOptions::default())
        .await
        .finish(SHORT)
        .await;
    assert!(matches!(outcome, Err(SignInError::TimedOut)), "{outcome:?}");
}

#[tokio::test]
async fn an_answer_to_another_sign_in_is_rejected() {
    let server = google(ResponseTemplate::new(200).set_body_json(tokens())).await;
    let sign_in = begin(&server, SignInOptions::default()).await;
    let redirect = sign_in.redirect_uri().to_owned();
    let (outcome, (status, _)) = tokio::join!(
        sign_in.finish(Duration::from_millis(500)),
        come_back(&redirect, "?state=other&code=c")
    );
    assert_eq!(status, 400);
    assert!(
        matches!(outcome, Err(SignInError::WrongState)),
        "{outcome:?}"
    );
    assert!(
        server.received_requests().await.unwrap().is_empty(),
        "its code is not redeemed"
    );
}

#[tokio::test]
async fn icons_strangers_and_silent_visitors_do_not_end_the_wait() {
    let server = google(ResponseTemplate::new(200).set_body_json(tokens())).await;
    let sign_in = begin(&server, SignInOptions::default()).await;
    let redirect = sign_in.redirect_uri().to_owned();
    let state = query(sign_in.consent_url())["state"].clone();
    let browser = async {
        let port = Url::parse(&redirect).unwrap().port().unwrap();
        let _silent = tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .unwrap();
        assert_eq!(come_back(&redirect, "favicon.ico").await.0, 404);
        assert_eq!(come_back(&redirect, "?state=old&code=old").await.0, 400);
        assert_eq!(
            come_back(&redirect, &format!("?state={state}&code=c"))
                .await
                .0,
            200
        );
    };
    let (outcome, ()) = tokio::join!(sign_in.finish(LONG), browser);
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[tokio::test]
async fn a_sign_in_is_answered_once_and_only_on_loopback() {
    let slow = ResponseTemplate::new(200)
        .set_body_json(tokens())
        .set_delay(Duration::from_millis(300));
    let server = google(slow).await;
    let sign_in = begin(&server, SignInOptions::default()).await;
    let redirect = Url::parse(sign_in.redirect_uri()).unwrap();
    let port = redirect.port().unwrap();
    let state = query(sign_in.consent_url())["state"].clone();
    let connect = |address: &'static str| tokio::net::TcpStream::connect((address, port));
    assert!(
        connect("127.0.0.2").await.is_err(),
        "no other address of this computer leads here"
    );
    let back = format!("{redirect}?state={state}&code=c");
    let twice = async {
        let visit = || reqwest::get(back.clone());
        let (first, second) = tokio::join!(visit(), async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            visit().await
        });
        [first, second]
            .into_iter()
            .filter(|answer| matches!(answer, Ok(page) if page.status() == 200))
            .count()
    };
    let (outcome, answered) = tokio::join!(sign_in.finish(LONG), twice);
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(answered, 1, "the second is not taken");
    let redeemed = server.received_requests().await.unwrap();
    let redeemed = redeemed
        .iter()
        .filter(|request| request.method.as_str() == "POST");
    assert_eq!(redeemed.count(), 1, "a code is redeemed once");
    assert!(
        connect("127.0.0.1").await.is_err(),
        "nothing listens any more"
    );
}

#[tokio::test]
async fn a_page_in_the_browser_cannot_answer_even_with_the_right_state() {
    let server = google(ResponseTemplate::new(200).set_body_json(tokens())).await;
    let sign_in = begin(&server, SignInOptions::default()).await;
    let redirect = sign_in.redirect_uri().to_owned();
    let port = Url::parse(&redirect).unwrap().port().unwrap();
    let state = query(sign_in.consent_url())["state"].clone();
    // A name that its owner made lead to 127.0.0.1 after the page was loaded.
    let rebound = reqwest::ClientBuilder::new()
        .resolve("evil.example", ([127, 0, 0, 1], port).into())
        .build()
        .unwrap();
    let target = format!("?state={state}&code=c");
    let page = async {
        let by_name = format!("http://evil.example:{port}/{target}");
        assert_eq!(rebound.get(by_name).send().await.unwrap().status(), 400);
        let script = rebound.get(format!("{redirect}/{target}"));
        let script = script.header("Origin", "https://evil.example").send().await;
        assert_eq!(script.unwrap().status(), 400);
    };
    let (outcome, ()) = tokio::join!(sign_in.finish(Duration::from_secs(2)), page);
    assert!(
        matches!(outcome, Err(SignInError::WrongState)),
        "{outcome:?}"
    );
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_address_a_browser_elsewhere_ended_at_is_taken_by_hand() {
    let server = google(ResponseTemplate::new(200).set_body_json(tokens())).await;
    let sign_in = begin(&server, SignInOptions::default()).await;
    let redirect = sign_in.redirect_uri().to_owned();
    let state = query(sign_in.consent_url())["state"].clone();
    let by_hand = sign_in.by_hand();
    assert!(redirect.ends_with(&format!(":{}", by_hand.port())));
    let pasted = async {
        let other = by_hand.take(&format!("{redirect}/?state=other&code=c"));
        assert_eq!(other, Err(ByHandError::OtherSignIn), "its state is checked");
        let half = by_hand.take("http://127.0.0.1:");
        assert!(matches!(half, Err(ByHandError::NotTheAddress { .. })));
        by_hand
            .take(&format!("{redirect}/?state={state}&code=4%2Fc&scope=x"))
            .unwrap();
    };
    let (outcome, ()) = tokio::join!(sign_in.finish(LONG), pasted);
    assert_eq!(outcome.unwrap().account.email, "a@example.com");
    let over = by_hand.take(&format!("{redirect}/?state={state}&code=c"));
    assert_eq!(over, Err(ByHandError::Over), "nobody waits any more");
}

#[tokio::test]
async fn a_refusal_comes_by_hand_too() {
    let server = google(ResponseTemplate::new(200)).await;
    let sign_in = begin(&server, SignInOptions::default()).await;
    let state = query(sign_in.consent_url())["state"].clone();
    let back = format!(
        "{}/?error=access_denied&state={state}",
        sign_in.redirect_uri()
    );
    sign_in.by_hand().take(&back).unwrap();
    let outcome = sign_in.finish(LONG).await;
    assert!(matches!(outcome, Err(SignInError::Denied)), "{outcome:?}");
}

#[tokio::test]
async fn dropping_a_sign_in_frees_its_port() {
    let server = google(ResponseTemplate::new(200)).await;
    let sign_in = begin(&server, SignInOptions::default()).await;
    let port = Url::parse(sign_in.redirect_uri()).unwrap().port().unwrap();
    drop(sign_in);
    TcpListener::bind(("127.0.0.1", port))
        .await
        .expect("the port is free again");
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let server = google(ResponseTemplate::new(200)).await;
    let other = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let taken = other.local_addr().unwrap().port();
    let options = SignInOptions {
        fixed_port: Some(taken),
        ..SignInOptions::default()
    };
    let outcome = SignIn::begin(
        Endpoints::loopback(&server.uri()).unwrap(),
        credentials(),
        options,
    )
    .await;
    let error = outcome.unwrap_err();
    assert!(
        matches!(error, SignInError::PortTaken { port } if port == taken),
        "{error:?}"
    );
    assert!(error.to_string().contains(&taken.to_string()));
}

#[tokio::test]
async fn a_web_client_needs_a_fixed_port_and_asks_for_consent() {
    let file = format!(
        "{{\"web\":{{\"client_id\":\"{CLIENT_ID}\",\"client_secret\":\"{CLIENT_SECRET}\"}}}}"
    );
    let web = ClientCredentials::from_json(file.as_bytes()).unwrap();
    let endpoints = Endpoints::loopback("http://127.0.0.1:1").unwrap();
    let outcome = SignIn::begin(endpoints.clone(), web.clone(), SignInOptions::default()).await;
    assert!(
        matches!(outcome, Err(SignInError::FixedPortNeeded)),
        "{outcome:?}"
    );
    let free = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let options = SignInOptions {
        fixed_port: Some(free),
        ..SignInOptions::default()
    };
    let sign_in = SignIn::begin(endpoints, web, options).await.unwrap();
    assert_eq!(sign_in.redirect_uri(), format!("http://127.0.0.1:{free}"));
    assert_eq!(query(sign_in.consent_url())["prompt"], "consent");
}

#[tokio::test]
async fn no_two_sign_ins_have_the_same_state_or_challenge() {
    let server = google(ResponseTemplate::new(200)).await;
    let one = query(begin(&server, SignInOptions::default()).await.consent_url());
    let two = query(begin(&server, SignInOptions::default()).await.consent_url());
    assert_ne!(one["state"], two["state"]);
    assert_ne!(one["code_challenge"], two["code_challenge"]);
}

#[tokio::test]
async fn google_is_not_asked_for_what_it_removed() {
    let sign_in = SignIn::begin(Endpoints::google(), credentials(), SignInOptions::default())
        .await
        .unwrap();
    let asked = query(sign_in.consent_url());
    assert_eq!(
        sign_in.consent_url().host_str(),
        Some("accounts.google.com")
    );
    assert_eq!(Scopes::parse(&asked["scope"]), Scopes::ALL);
    assert_eq!(
        asked["scope"].split(' ').count(),
        7,
        "and for nothing unknown"
    );
}
