//! Nothing secret is in what this crate prints, however it is printed.

use std::io;
use std::sync::{Arc, Mutex};

use google_photos::{
    AccessToken, Account, BaseUrl, Endpoints, Grant, NewMediaItem, Scopes, ShareLink, ShareToken,
    SignIn, SignInOptions, UploadSession, UploadSource, UploadToken, UploadUrl,
};
use secrecy::SecretString;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::canned::{access, client, credentials};

/// Every secret in these tests has this in it.
const MARK: &str = "hush";

fn printed(things: &[&dyn std::fmt::Debug]) -> String {
    things
        .iter()
        .map(|thing| format!("{thing:?} {thing:#?}\n"))
        .collect()
}

#[tokio::test]
async fn no_debug_text_holds_a_secret() {
    let source = UploadSource {
        path: "/tmp/a.jpg".into(),
        size_bytes: 1,
        mime_type: "image/jpeg".into(),
        file_name: "a.jpg".into(),
        sha1: None,
        progress: None,
        pace: None,
        ahead: google_photos::ReadAhead::default(),
    };
    let account = Account {
        subject: "1".into(),
        email: "a@example.com".into(),
        name: "A".into(),
        picture: None,
    };
    let grant = Grant {
        access: access("hush-access", 10),
        refresh_token: SecretString::from("hush-refresh"),
        refresh_token_life: None,
        scopes: Scopes::ALL,
        account,
    };
    let endpoints = Endpoints::loopback("http://127.0.0.1:9").unwrap();
    let sign_in = SignIn::begin(endpoints, credentials(), SignInOptions::default())
        .await
        .unwrap();
    let state = sign_in
        .consent_url()
        .query_pairs()
        .find(|(key, _)| key == "state")
        .unwrap()
        .1
        .into_owned();
    let new = NewMediaItem {
        token: "hush-upload".into(),
        file_name: "a".into(),
        description: String::new(),
    };
    let text = printed(&[
        &UploadToken::new("hush"),
        &UploadUrl::new("hush"),
        &BaseUrl::new("hush"),
        &ShareLink::new("hush"),
        &ShareToken::new("hush"),
        &AccessToken::new("hush", jiff::Timestamp::now()),
        &credentials(),
        &grant,
        &sign_in,
        &new,
        &UploadSession {
            url: "hush".into(),
            granularity_bytes: 1,
        },
        &source,
        &client("http://127.0.0.1:9"),
    ]);
    assert!(!text.contains(MARK), "{text}");
    assert!(!text.contains(&state), "{text}");
}

#[tokio::test]
async fn what_google_sends_is_not_printed_with_its_secrets() {
    let server = MockServer::start().await;
    let album = json!({
        "id": "1",
        "coverPhotoBaseUrl": "https://lh3.googleusercontent.com/hush",
        "shareInfo": { "shareableUrl": "https://photos.app.goo.gl/hush", "shareToken": "hush" },
    });
    let item = json!({ "id": "2", "baseUrl": "https://lh3.googleusercontent.com/hush" });
    let created = json!({ "newMediaItemResults": [
        { "uploadToken": "hush-1", "mediaItem": item },
        { "uploadToken": "hush-2", "status": { "code": 3, "message": "bad https://x.example/hush" } },
    ]});
    let json = |body| ResponseTemplate::new(200).set_body_json(body);
    Mock::given(path("/v1/albums/1"))
        .respond_with(json(album))
        .mount(&server)
        .await;
    Mock::given(path("/v1/mediaItems/2"))
        .respond_with(json(item.clone()))
        .mount(&server)
        .await;
    Mock::given(path("/v1/mediaItems:batchCreate"))
        .respond_with(json(created))
        .mount(&server)
        .await;
    let client = client(&server.uri());
    let new = |token: &str| NewMediaItem {
        token: token.into(),
        file_name: "a".into(),
        description: String::new(),
    };
    let text = printed(&[
        &client.album(&"1".into()).await.unwrap(),
        &client.media_item(&"2".into()).await.unwrap(),
        &client
            .media_items_create(None, None, &[new("hush-1"), new("hush-2")])
            .await
            .unwrap(),
    ]);
    assert!(!text.contains(MARK), "{text}");
}

/// Everything that is logged while `run` runs on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[test]
fn no_error_and_no_log_line_holds_a_secret() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let errors = tracing::subscriber::with_default(subscriber, || runtime.block_on(provoked()));
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(!errors.contains(MARK), "{errors}");
    assert!(log.contains("repeating after"), "the log was caught: {log}");
    assert!(!log.contains(MARK), "{log}");
}

/// The text of errors of every kind of call, provoked by answers that quote the secrets back.
async fn provoked() -> String {
    let mut text = String::new();
    for status in [200_u16, 302, 400, 401, 403, 404, 409, 429, 500] {
        let server = MockServer::start().await;
        let quoted = json!({ "error": {
            "code": status,
            "message": "no http://127.0.0.1/hush or ya29.hush-access-token-that-is-longer-than-forty-characters",
            "status": "X",
        }});
        let answer = ResponseTemplate::new(status)
            .insert_header("Location", "/hush")
            .set_body_json(quoted);
        Mock::given(any()).respond_with(answer).mount(&server).await;
        text.push_str(&errors_of(&server.uri()).await);
    }
    let (cut, _) = crate::canned::hangs_up_after(b"").await;
    text.push_str(&errors_of(&cut).await);
    text.push_str(&errors_of("http://127.0.0.1:9").await);
    text
}

async fn errors_of(base: &str) -> String {
    let client = client(base);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), b"x").unwrap();
    let source = UploadSource {
        path: file.path().to_owned(),
        size_bytes: 1,
        mime_type: "image/jpeg".into(),
        file_name: "a".into(),
        sha1: None,
        progress: None,
        pace: None,
        ahead: google_photos::ReadAhead::default(),
    };
    let new = NewMediaItem {
        token: "hush-upload-token".into(),
        file_name: "a".into(),
        description: String::new(),
    };
    let session = format!("{base}/v1/uploads?upload_id=hush").into();
    let errors = [
        client.albums_page(None).await.err(),
        client.media_items_create(None, None, &[new]).await.err(),
        client
            .media_bytes(
                &format!("{base}/lr/hush").into(),
                google_photos::MediaSize::Download,
            )
            .await
            .err(),
        client.upload_raw(&source).await.err(),
        client.upload_begin(1, "", "").await.err(),
        client.upload_finish(&session, &source, 0).await.err(),
        client.upload_query(&session).await.err(),
        client.shared_album(&"hush".into()).await.err(),
        client.account().await.err(),
        client.renew_access().await.err(),
        client.revoke().await.err(),
    ];
    let chain = |error: &google_photos::ApiError| {
        let mut text = format!("{error:?} {error}\n");
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            text.push_str(&format!("  {cause:?} {cause}\n"));
            source = cause.source();
        }
        text
    };
    errors.iter().flatten().map(chain).collect()
}
