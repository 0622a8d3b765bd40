//! Sending bytes: what goes over the wire, and what a broken other end means.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use google_photos::{ApiError, Silence, TimeOuts, UploadSource, UploadState};
use rstest::rstest;
use sha1::{Digest, Sha1};
use tempfile::NamedTempFile;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::canned::{answers, client, hangs_up_after, requests, says_nothing};

fn file(bytes: &[u8]) -> (NamedTempFile, UploadSource) {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let source = UploadSource {
        path: file.path().to_owned(),
        size_bytes: bytes.len() as u64,
        mime_type: "image/jpeg".into(),
        file_name: "a b.jpg".into(),
        sha1: None,
        progress: None,
        pace: None,
        ahead: google_photos::ReadAhead::default(),
    };
    (file, source)
}

fn bytes(count: usize) -> Vec<u8> {
    (0..count).map(|nth| (nth % 251) as u8).collect()
}

#[tokio::test]
async fn a_file_arrives_whole_with_its_hash_and_its_progress_is_told() {
    let server = answers(
        "POST",
        "/v1/uploads",
        ResponseTemplate::new(200).set_body_string("CAIS-token\n"),
    )
    .await;
    let content = bytes(1_300_000);
    let (_file, mut source) = file(&content);
    source.sha1 = Some(Sha1::digest(&content).into());
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&told);
    source.progress = Some(Arc::new(move |sent| heard.lock().unwrap().push(sent)));
    let token = client(&server.uri()).upload_raw(&source).await.unwrap();
    assert_eq!(
        token.expose(),
        "CAIS-token",
        "the space around it is not part of it"
    );
    let request = server.received_requests().await.unwrap().remove(0);
    assert_eq!(request.body, content);
    let of = |name: &str| {
        request
            .headers
            .get(name)
            .map(|value| value.to_str().unwrap())
    };
    assert_eq!(of("x-goog-upload-protocol"), Some("raw"));
    assert_eq!(of("x-goog-upload-content-type"), Some("image/jpeg"));
    assert_eq!(of("x-goog-upload-file-name"), Some("a b.jpg"));
    assert_eq!(of("content-type"), Some("application/octet-stream"));
    assert_eq!(of("content-length"), Some("1300000"));
    assert!(of("transfer-encoding").is_none(), "the length is known");
    assert!(of("x-goog-hash").unwrap().starts_with("sha1="));
    let told = told.lock().unwrap().clone();
    assert!(
        told.len() > 1 && told.is_sorted() && told.last() == Some(&1_300_000),
        "{told:?}"
    );
}

#[rstest]
#[case("fête.jpg")]
#[case("🌄.jpg")]
#[case("a\nb.jpg")]
#[case("")]
#[tokio::test]
async fn a_name_that_no_header_carries_is_left_to_the_creation(#[case] name: &str) {
    let server = answers(
        "POST",
        "/v1/uploads",
        ResponseTemplate::new(200).set_body_string("t"),
    )
    .await;
    let (_file, mut source) = file(b"x");
    source.file_name = name.into();
    client(&server.uri()).upload_raw(&source).await.unwrap();
    assert!(
        !server.received_requests().await.unwrap()[0]
            .headers
            .contains_key("x-goog-upload-file-name")
    );
}

#[rstest]
#[case::empty("")]
#[case::only_space(" \n")]
#[case::a_web_page("<html><body>Sorry</body></html>")]
#[case::json("{\"error\":1}")]
#[case::words("try again later")]
#[case::a_picture("\u{0}\u{1}JFIF")]
#[tokio::test]
async fn an_answer_that_is_no_upload_token_is_malformed(#[case] body: &str) {
    let server = answers(
        "POST",
        "/v1/uploads",
        ResponseTemplate::new(200).set_body_string(body),
    )
    .await;
    let (_file, source) = file(b"x");
    let error = client(&server.uri()).upload_raw(&source).await.unwrap_err();
    assert!(matches!(error, ApiError::Malformed { .. }), "{error:?}");
}

#[tokio::test]
async fn after_trouble_the_whole_body_is_sent_again() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(2)
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200).set_body_string("t"))
        .mount(&server)
        .await;
    let content = bytes(200_000);
    let (_file, source) = file(&content);
    client(&server.uri()).upload_raw(&source).await.unwrap();
    let sent = server.received_requests().await.unwrap();
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|request| request.body == content));
}

#[tokio::test]
async fn files_that_vanish_grow_shrink_or_are_none_cost_no_request() {
    let server = MockServer::start().await;
    let client = client(&server.uri());
    let (gone, source) = file(b"abc");
    drop(gone);
    assert!(matches!(
        client.upload_raw(&source).await,
        Err(ApiError::File { .. })
    ));
    let (_file, mut source) = file(b"abc");
    source.size_bytes = 4;
    assert!(
        matches!(
            client.upload_raw(&source).await,
            Err(ApiError::FileChanged { .. })
        ),
        "it shrank"
    );
    source.size_bytes = 2;
    assert!(
        matches!(
            client.upload_raw(&source).await,
            Err(ApiError::FileChanged { .. })
        ),
        "it grew"
    );
    source.size_bytes = 0;
    assert!(
        matches!(
            client.upload_raw(&source).await,
            Err(ApiError::Invalid { .. })
        ),
        "Google takes no empty file"
    );
    let folder = tempfile::tempdir().unwrap();
    let size_bytes = std::fs::metadata(folder.path()).unwrap().len().max(1);
    let source = UploadSource {
        path: folder.path().to_owned(),
        size_bytes,
        ..source
    };
    assert!(
        client.upload_raw(&source).await.is_err(),
        "a folder is no file"
    );
    assert_eq!(requests(&server).await, 0);
}

#[tokio::test]
async fn a_file_that_shrinks_while_it_is_sent_is_told_as_that() {
    let server = answers(
        "POST",
        "/v1/uploads",
        ResponseTemplate::new(200).set_body_string("t"),
    )
    .await;
    let (file, mut source) = file(&bytes(4_000_000));
    let path = file.path().to_owned();
    let cut = AtomicU64::new(0);
    source.progress = Some(Arc::new(move |sent| {
        if sent > 0 && cut.fetch_add(1, Ordering::Relaxed) == 0 {
            std::fs::File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .set_len(sent)
                .unwrap();
        }
    }));
    let error = client(&server.uri()).upload_raw(&source).await.unwrap_err();
    assert!(matches!(error, ApiError::FileChanged { .. }), "{error:?}");
}

#[tokio::test]
async fn an_upload_that_stands_still_is_left() {
    let time_outs = TimeOuts {
        answer: Duration::from_millis(20),
        idle: Duration::from_millis(20),
    };
    let policy = google_photos::RetryPolicy {
        tries: 1,
        ..crate::canned::QUICK
    };
    let client = client(&says_nothing().await)
        .with_time_outs(time_outs)
        .with_retry_policy(policy);
    let (_file, source) = file(&bytes(1000));
    let error = client.upload_raw(&source).await.unwrap_err();
    assert!(
        matches!(
            error,
            ApiError::NoAnswer {
                sent: true,
                why: Silence::StoodStill,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_cut_upload_is_tried_again_from_its_start() {
    let (base, visits) = hangs_up_after(b"").await;
    let (_file, source) = file(&bytes(1000));
    let error = client(&base).upload_raw(&source).await.unwrap_err();
    assert!(
        matches!(error, ApiError::NoAnswer { sent: true, .. }),
        "{error:?}"
    );
    assert_eq!(visits.load(Ordering::SeqCst), 5);
}

/// A server that begins an upload at this address.
async fn begins(server: &MockServer, url: &str) {
    let started = ResponseTemplate::new(200)
        .insert_header("X-Goog-Upload-URL", url)
        .insert_header("X-Goog-Upload-Chunk-Granularity", "1024")
        .insert_header("X-Goog-Upload-Status", "active");
    Mock::given(header("x-goog-upload-command", "start"))
        .respond_with(started)
        .mount(server)
        .await;
}

#[tokio::test]
async fn a_resumable_upload_sends_every_byte_once() {
    let server = MockServer::start().await;
    begins(&server, &format!("{}/v1/uploads?upload_id=1", server.uri())).await;
    let active = ResponseTemplate::new(200).insert_header("X-Goog-Upload-Status", "active");
    Mock::given(header("x-goog-upload-command", "upload"))
        .respond_with(active)
        .mount(&server)
        .await;
    let ended = ResponseTemplate::new(200)
        .set_body_string("t")
        .insert_header("X-Goog-Upload-Status", "final");
    // The mock server reads a list in a header as its parts.
    Mock::given(method("POST"))
        .respond_with(ended)
        .with_priority(9)
        .mount(&server)
        .await;
    let content = bytes(2500);
    let (_file, source) = file(&content);
    let client = client(&server.uri());
    let session = client
        .upload_begin(2500, "video/mp4", "a.mp4")
        .await
        .unwrap();
    assert_eq!(session.granularity_bytes, 1024);
    client
        .upload_chunk(&session.url, &source, 0, 1024)
        .await
        .unwrap();
    client
        .upload_chunk(&session.url, &source, 1024, 1024)
        .await
        .unwrap();
    assert_eq!(
        client
            .upload_finish(&session.url, &source, 2048)
            .await
            .unwrap()
            .expose(),
        "t"
    );
    let sent = server.received_requests().await.unwrap();
    let of = |nth: usize, name: &str| {
        sent[nth]
            .headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(of(0, "x-goog-upload-raw-size").as_deref(), Some("2500"));
    assert_eq!(of(0, "content-length").as_deref(), Some("0"));
    assert_eq!(of(2, "x-goog-upload-offset").as_deref(), Some("1024"));
    assert_eq!(
        of(3, "x-goog-upload-command").as_deref(),
        Some("upload, finalize")
    );
    let together: Vec<u8> = sent
        .iter()
        .flat_map(|request| request.body.clone())
        .collect();
    assert_eq!(together, content);
}

#[tokio::test]
async fn a_session_at_a_strangers_gets_neither_token_nor_bytes() {
    let (server, stranger) = (MockServer::start().await, MockServer::start().await);
    begins(&server, &format!("{}/v1/uploads", stranger.uri())).await;
    let client = client(&server.uri());
    let error = client
        .upload_begin(10, "image/jpeg", "a.jpg")
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::Malformed { .. }), "{error:?}");
    let (_file, source) = file(&bytes(10));
    let error = client
        .upload_finish(&stranger.uri().into(), &source, 0)
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::Malformed { .. }), "{error:?}");
    assert_eq!(requests(&stranger).await, 0);
}

#[rstest]
#[case::active("active", Some("512"), UploadState::Active, 512)]
#[case::over("final", None, UploadState::Final, 0)]
#[case::cancelled("cancelled", None, UploadState::Cancelled, 0)]
#[case::new_word("something_new", Some("5"), UploadState::Cancelled, 5)]
#[tokio::test]
async fn a_query_says_where_to_go_on(
    #[case] word: &str,
    #[case] received: Option<&str>,
    #[case] state: UploadState,
    #[case] received_bytes: u64,
) {
    let mut answer = ResponseTemplate::new(200).insert_header("X-Goog-Upload-Status", word);
    if let Some(received) = received {
        answer = answer.insert_header("X-Goog-Upload-Size-Received", received);
    }
    let server = answers("POST", "/v1/uploads", answer).await;
    let url = format!("{}/v1/uploads?upload_id=1", server.uri()).into();
    let status = client(&server.uri()).upload_query(&url).await.unwrap();
    assert_eq!(
        (status.state, status.received_bytes),
        (state, received_bytes)
    );
}

#[rstest]
#[case(404)]
#[case(410)]
#[case(400)]
#[case(409)]
#[tokio::test]
async fn a_refusal_at_a_session_means_to_begin_again(#[case] status: u16) {
    let server = answers("POST", "/v1/uploads", ResponseTemplate::new(status)).await;
    let url = format!("{}/v1/uploads?upload_id=1", server.uri()).into();
    let (_file, source) = file(&bytes(10));
    let client = client(&server.uri());
    assert!(matches!(
        client.upload_finish(&url, &source, 0).await,
        Err(ApiError::UploadOver { .. })
    ));
    assert!(matches!(
        client.upload_query(&url).await,
        Err(ApiError::UploadOver { .. })
    ));
    client
        .upload_cancel(&url)
        .await
        .expect("what is over needs no cancelling");
}

#[tokio::test]
async fn a_chunk_that_failed_is_left_to_the_caller_who_must_ask_first() {
    let server = answers("POST", "/v1/uploads", ResponseTemplate::new(503)).await;
    let url = format!("{}/v1/uploads?upload_id=1", server.uri()).into();
    let (_file, source) = file(&bytes(10));
    let client = client(&server.uri());
    assert!(matches!(
        client.upload_chunk(&url, &source, 0, 5).await,
        Err(ApiError::Unavailable { .. })
    ));
    assert_eq!(requests(&server).await, 1);
    assert!(
        matches!(
            client.upload_chunk(&url, &source, 6, 5).await,
            Err(ApiError::Invalid { .. })
        ),
        "over its end"
    );
}

#[tokio::test]
async fn a_file_that_google_does_not_want_is_refused_at_the_start() {
    let server = MockServer::start().await;
    let refused = ResponseTemplate::new(200).insert_header("X-Goog-Upload-Status", "final");
    Mock::given(path("/v1/uploads"))
        .respond_with(refused)
        .mount(&server)
        .await;
    let error = client(&server.uri())
        .upload_begin(10, "text/plain", "a.txt")
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::Refused { .. }), "{error:?}");
}
