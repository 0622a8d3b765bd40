//! Renewing the access token: by one caller for all, and what its refusals mean.

use std::sync::Arc;
use std::time::Duration;

use google_photos::{ApiError, Renewal, Scopes};
use rstest::rstest;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use wiremock::matchers::{body_string_contains, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::canned::{ACCESS, access, client, client_with};

fn token(text: &str) -> Value {
    json!({ "access_token": text, "expires_in": 3599, "token_type": "Bearer", "scope": Scopes::ALL.to_string() })
}

/// A server whose library takes `good` and refuses every other token.
async fn library_that_takes(good: &str) -> MockServer {
    let server = MockServer::start().await;
    let bearer = format!("Bearer {good}");
    Mock::given(path("/v1/albums"))
        .and(header("authorization", bearer.as_str()))
        .respond_with(ResponseTemplate::new(200))
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(path("/v1/albums"))
        .respond_with(ResponseTemplate::new(401))
        .mount(&server)
        .await;
    server
}

async fn token_endpoint(server: &MockServer, answer: ResponseTemplate) {
    Mock::given(method("POST"))
        .and(path("/token"))
        .respond_with(answer)
        .mount(server)
        .await;
}

async fn renewals(server: &MockServer) -> usize {
    server
        .received_requests()
        .await
        .unwrap()
        .iter()
        .filter(|request| request.url.path() == "/token")
        .count()
}

#[rstest]
#[case::with_none_yet(None)]
#[case::with_one_about_to_end(Some(59))]
#[case::with_one_that_google_refuses(Some(3600))]
#[tokio::test]
async fn many_calls_at_once_renew_once(#[case] life_s: Option<i64>) {
    let server = library_that_takes("new").await;
    let slow = ResponseTemplate::new(200)
        .set_body_json(token("new"))
        .set_delay(Duration::from_millis(20));
    token_endpoint(&server, slow).await;
    let old = life_s.map(|seconds| access("old", seconds));
    let client = client_with(&server.uri(), old, Arc::new(()));
    let calls = (0..40).map(|_| client.albums_page(None));
    futures::future::try_join_all(calls).await.unwrap();
    assert_eq!(renewals(&server).await, 1);
}

#[tokio::test]
async fn a_renewal_sends_id_secret_and_token_in_the_body() {
    let server = MockServer::start().await;
    token_endpoint(
        &server,
        ResponseTemplate::new(200).set_body_json(token("new")),
    )
    .await;
    assert_eq!(
        client(&server.uri()).renew_access().await.unwrap(),
        Renewal {
            scopes: Scopes::ALL,
            refresh_token_life: None
        }
    );
    let request = &server.received_requests().await.unwrap()[0];
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&request.body)
        .into_owned()
        .collect();
    let of = |key: &str| {
        form.iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    };
    assert_eq!(of("grant_type"), Some("refresh_token"));
    assert_eq!(of("refresh_token"), Some(crate::canned::REFRESH));
    assert_eq!(of("client_id"), Some(crate::canned::CLIENT_ID));
    assert_eq!(of("client_secret"), Some(crate::canned::CLIENT_SECRET));
    assert!(!request.headers.contains_key("authorization"));
}

#[tokio::test]
async fn many_calls_at_once_share_one_failed_renewal() {
    let server = library_that_takes("new").await;
    let dead = json!({ "error": "invalid_grant", "error_description": "Token has been expired or revoked." });
    let slow = ResponseTemplate::new(400)
        .set_body_json(dead)
        .set_delay(Duration::from_millis(20));
    token_endpoint(&server, slow).await;
    let client = client_with(&server.uri(), None, Arc::new(()));
    let outcomes = futures::future::join_all((0..40).map(|_| client.albums_page(None))).await;
    for outcome in outcomes {
        assert!(
            matches!(outcome, Err(ApiError::SignInRequired { .. })),
            "{outcome:?}"
        );
    }
    assert_eq!(renewals(&server).await, 1);
}

#[tokio::test]
async fn a_new_token_that_is_refused_too_means_signing_in() {
    let server = library_that_takes("never given").await;
    token_endpoint(
        &server,
        ResponseTemplate::new(200).set_body_json(token("new")),
    )
    .await;
    let error = client(&server.uri()).albums_page(None).await.unwrap_err();
    assert!(
        matches!(
            error,
            ApiError::SignInRequired {
                call: "albums.list"
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        renewals(&server).await,
        1,
        "one renewal, one repeat, and no loop"
    );
}

#[rstest]
#[case(
    400,
    "invalid_grant",
    "Token has been expired or revoked.",
    "SignInRequired"
)]
#[case(
    401,
    "invalid_client",
    "The OAuth client was not found.",
    "ClientRefused"
)]
#[case(401, "invalid_client", "Unauthorized", "ClientRefused")]
#[case(400, "invalid_request", "client_secret is missing.", "ClientRefused")]
#[case(
    401,
    "deleted_client",
    "The OAuth client was deleted.",
    "ClientRefused"
)]
#[case(400, "admin_policy_enforced", "", "AdminBlocked")]
#[case(400, "invalid_scope", "", "Refused")]
#[tokio::test]
async fn refusals_of_a_renewal_say_what_to_do(
    #[case] status: u16,
    #[case] code: &str,
    #[case] description: &str,
    #[case] expected: &str,
) {
    let server = MockServer::start().await;
    let body = json!({ "error": code, "error_description": description });
    token_endpoint(&server, ResponseTemplate::new(status).set_body_json(body)).await;
    let error = client(&server.uri()).renew_access().await.unwrap_err();
    assert!(format!("{error:?}").starts_with(expected), "{error:?}");
    assert_eq!(renewals(&server).await, 1, "a refusal is not repeated");
}

#[rstest]
#[case::a_web_page("<html>hush-access-token</html>")]
#[case::no_token("{\"expires_in\":3599,\"hush\":\"hush\"}")]
#[case::cut_short("{\"access_token\":\"hush")]
#[case::a_wrong_type(
    "{\"access_token\":\"hush\",\"token_type\":\"Bearer\",\"expires_in\":\"hush\"}"
)]
#[tokio::test]
async fn a_token_answer_that_is_none_is_malformed_and_not_quoted(#[case] body: &str) {
    let server = MockServer::start().await;
    token_endpoint(
        &server,
        ResponseTemplate::new(200).set_body_raw(body, "application/json"),
    )
    .await;
    let error = client(&server.uri()).renew_access().await.unwrap_err();
    assert!(matches!(error, ApiError::Malformed { .. }), "{error:?}");
    assert!(!format!("{error:?} {error}").contains("hush"), "{error:?}");
}

#[rstest]
#[case::a_number(json!(604_799), Some(604_799))]
#[case::text(json!("604799"), Some(604_799))]
#[case::nothing(Value::Null, None)]
#[case::nonsense(json!({ "days": 7 }), None)]
#[case::less_than_none(json!(-1), None)]
#[tokio::test]
async fn the_end_of_a_sign_in_is_read_and_never_costs_the_tokens(
    #[case] said: Value,
    #[case] seconds: Option<u64>,
) {
    let server = MockServer::start().await;
    let mut answer = token("new");
    answer["refresh_token_expires_in"] = said;
    token_endpoint(&server, ResponseTemplate::new(200).set_body_json(answer)).await;
    let renewal = client(&server.uri()).renew_access().await.unwrap();
    assert_eq!(
        renewal.refresh_token_life,
        seconds.map(Duration::from_secs),
        "what cannot be read is not there"
    );
}

#[tokio::test]
async fn trouble_at_the_token_endpoint_is_waited_out() {
    let server = MockServer::start().await;
    Mock::given(path("/token"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(3)
        .mount(&server)
        .await;
    token_endpoint(
        &server,
        ResponseTemplate::new(200).set_body_json(token("new")),
    )
    .await;
    client(&server.uri()).renew_access().await.unwrap();
    assert_eq!(renewals(&server).await, 4);
}

#[tokio::test]
async fn a_new_refresh_token_takes_the_place_of_the_old() {
    let server = MockServer::start().await;
    let mut answer = token("new");
    answer["refresh_token"] = json!("1//newer");
    token_endpoint(&server, ResponseTemplate::new(200).set_body_json(answer)).await;
    let client = client(&server.uri());
    client.renew_access().await.unwrap();
    assert_eq!(client.refresh_token().await.expose_secret(), "1//newer");
}

#[rstest]
#[case::alive(200)]
#[case::dead_already(400)]
#[tokio::test]
async fn revoking_sends_the_refresh_token_and_forgets_the_access_token(#[case] status: u16) {
    let server = MockServer::start().await;
    Mock::given(path("/revoke"))
        .and(body_string_contains("token=1%2F%2Fhush-refresh-token"))
        .respond_with(
            ResponseTemplate::new(status).set_body_json(json!({ "error": "invalid_token" })),
        )
        .expect(1)
        .mount(&server)
        .await;
    let dead = ResponseTemplate::new(400).set_body_json(json!({ "error": "invalid_grant" }));
    token_endpoint(&server, dead).await;
    let client = client(&server.uri());
    client.revoke().await.unwrap();
    let error = client.albums_page(None).await.unwrap_err();
    assert!(
        matches!(error, ApiError::SignInRequired { .. }),
        "the old access token is not used: {error:?}"
    );
}

#[tokio::test]
async fn tokens_that_were_forgotten_are_used_by_no_clone_any_more() {
    let server = library_that_takes(ACCESS).await;
    token_endpoint(
        &server,
        ResponseTemplate::new(200).set_body_json(token("a")),
    )
    .await;
    let client = client(&server.uri());
    let at_work = client.clone();
    at_work.albums_page(None).await.unwrap();
    client.forget_tokens().await;
    for refused in [
        at_work.albums_page(None).await.err(),
        at_work.renew_access().await.err(),
    ] {
        assert!(
            matches!(refused, Some(ApiError::SignInRequired { .. })),
            "{refused:?}"
        );
    }
    assert_eq!(
        server.received_requests().await.unwrap().len(),
        1,
        "nothing was asked after that"
    );
}

#[tokio::test]
async fn the_account_is_asked_for_with_the_token_and_is_never_nobody() {
    let server = MockServer::start().await;
    let bearer = format!("Bearer {ACCESS}");
    let info = json!({ "sub": "1", "email": "a@example.com", "name": "A", "picture": "not an address", "hd": "x" });
    Mock::given(path("/v1/userinfo"))
        .and(header("authorization", bearer.as_str()))
        .respond_with(ResponseTemplate::new(200).set_body_json(info))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(path("/v1/userinfo"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({})))
        .mount(&server)
        .await;
    let client = client(&server.uri());
    let account = client.account().await.unwrap();
    assert_eq!(
        (
            account.subject.as_str(),
            account.email.as_str(),
            account.picture
        ),
        ("1", "a@example.com", None)
    );
    assert!(matches!(
        client.account().await,
        Err(ApiError::Malformed { .. })
    ));
}
