//! Calls made by hand, with the sign-in of a connection.

use albumen_core::view::{CallForm, ConsoleApi, ConsolePair, ConsoleRequest, ConsoleVerb};
use albumen_core::{CoreError, Paths};
use photos_emulator::LibrarySource;
use serde_json::{Value, json};

use crate::support::{TOMAS, World};

fn pair(name: &str, value: &str) -> ConsolePair {
    ConsolePair {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

fn get(path: &str) -> ConsoleRequest {
    ConsoleRequest {
        api: ConsoleApi::Library,
        verb: ConsoleVerb::Get,
        path: path.to_owned(),
        query: Vec::new(),
        headers: Vec::new(),
        body: String::new(),
        blanks: Vec::new(),
        file: None,
    }
}

fn post(path: &str, body: Value) -> ConsoleRequest {
    ConsoleRequest {
        verb: ConsoleVerb::Post,
        body: body.to_string(),
        ..get(path)
    }
}

/// A bitmap of one pixel.
fn bitmap(blue: u8) -> Vec<u8> {
    let mut bytes = b"BM".to_vec();
    for field in [58, 0, 54, 40, 1, 1, 1 | 24 << 16, 0, 4, 0, 0, 0, 0_u32] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend([blue, 90, 200, 0]);
    bytes
}

#[tokio::test]
async fn a_call_is_sent_counted_and_put_on_record_with_its_figures_alone() {
    let (world, _) = World::signed_in(LibrarySource::Synthetic(30)).await;
    let console = world.core.console();
    let mut request = get("/v1/mediaItems");
    request.query = vec![pair("pageSize", "10"), pair("pageToken", "")];
    let preview = console.preview(&request).await.unwrap();
    assert_eq!(preview.method.as_deref(), Some("mediaItems.list"));
    assert!(
        preview.url.ends_with("/v1/mediaItems?pageSize=10"),
        "{}",
        preview.url
    );
    assert!(!preview.changes && preview.counted && preview.problem.is_none());
    assert_eq!(world.library_requests().await, 0, "looking costs nothing");

    let before = world.core.state().await.unwrap().connections[0]
        .quota
        .requests;
    let answer = console.send(&request, false).await.unwrap();
    assert_eq!((answer.status, answer.requests), (200, 1));
    assert!(answer.is_json && answer.next_page.is_some() && answer.meaning.is_none());
    assert!(answer.text.contains("baseUrl"), "who asked for it sees it");
    assert!(
        answer
            .headers
            .iter()
            .any(|header| header.name == "content-type")
    );
    let after = world.core.state().await.unwrap().connections[0]
        .quota
        .requests;
    assert_eq!(after, before + 1, "it is one of the day's requests");

    let past = console.past().await.unwrap();
    assert_eq!(past.len(), 1);
    assert_eq!(past[0].status, Some(200));
    assert_eq!(past[0].size_bytes, answer.size_bytes);
    assert_eq!(past[0].request, request);
    assert!(
        !format!("{past:?}").contains("/lr/"),
        "nothing of the answer"
    );
    console.forget_past().await.unwrap();
    assert!(console.past().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_changes_something_waits_for_a_yes() {
    let (world, _) = World::signed_in(LibrarySource::Empty).await;
    let console = world.core.console();
    let mut request = post("/v1/albums", json!({ "album": { "title": "{{title}}" } }));
    let open = console.preview(&request).await.unwrap();
    assert_eq!(open.open, ["title"]);
    assert!(open.changes);
    let unfilled = console.send(&request, true).await.unwrap_err();
    assert!(unfilled.to_string().contains("title is not filled in"));
    request.blanks = vec![pair("title", "Svolvær \"by night\"")];
    let unasked = console.send(&request, false).await.unwrap_err();
    assert!(matches!(unasked, CoreError::NotConfirmed), "{unasked:?}");
    assert_eq!(world.library_requests().await, 0, "nothing was sent");
    let made = console.send(&request, true).await.unwrap();
    assert_eq!(made.status, 200);
    let album: Value = serde_json::from_str(&made.text).unwrap();
    assert_eq!(album["title"], "Svolvær \"by night\"");
    let search = post("/v1/mediaItems:search", json!({ "pageSize": 5 }));
    assert_eq!(
        console.send(&search, false).await.unwrap().status,
        200,
        "a search changes nothing, although it is a POST"
    );
}

#[tokio::test]
async fn a_foreign_host_and_a_pasted_token_are_refused_and_not_put_on_record() {
    let (world, _) = World::signed_in(LibrarySource::Empty).await;
    let console = world.core.console();
    let pasted = "ya29.a0AbVbY6hush-hush-hush";
    let mut header = get("/v1/albums");
    header.headers = vec![pair("Authorization", &format!("Bearer {pasted}"))];
    let mut blank = get("/v1/albums/{{albumId}}");
    blank.blanks = vec![pair("albumId", pasted)];
    let refused = [
        get("https://evil.example/v1/albums"),
        get("//evil.example/v1/albums"),
        get("https://photoslibrary.googleapis.com@evil.example/v1"),
        get("/v1/albums\r\nHost: evil.example"),
        get(&format!("/v1/albums?access_token={pasted}")),
        header,
        blank,
        post("/v1/albums", json!({ "album": { "title": pasted } })),
    ];
    for request in &refused {
        let preview = console.preview(request).await.unwrap();
        assert!(preview.problem.is_some(), "{request:?}");
        let error = console.send(request, true).await.unwrap_err();
        assert!(matches!(error, CoreError::CallRefused { .. }), "{error:?}");
        assert!(!error.to_string().contains(pasted), "it is not repeated");
        assert_eq!(
            preview.problem.unwrap(),
            error.to_string(),
            "both say the same"
        );
    }
    for request in &refused[4..] {
        for form in [CallForm::Curl, CallForm::Json] {
            assert!(
                console.written(request, form).await.is_err(),
                "nor is it copied"
            );
        }
        assert!(console.save("x", request).await.is_err(), "nor kept");
    }
    assert_eq!(world.library_requests().await, 0);
    assert!(console.past().await.unwrap().is_empty());
}

#[tokio::test]
async fn bytes_become_an_item_and_no_token_of_it_is_kept_or_copied() {
    let (world, _) = World::signed_in(LibrarySource::Empty).await;
    let console = world.core.console();
    let file = world.home.path().join("harbour.bmp");
    std::fs::write(&file, bitmap(7)).unwrap();
    let mut upload = ConsoleRequest {
        verb: ConsoleVerb::Post,
        ..get("/v1/uploads")
    };
    let without = console.preview(&upload).await.unwrap();
    assert!(without.problem.unwrap().contains("Choose a file"));
    upload.file = Some(file.to_string_lossy().into_owned());
    assert_eq!(console.preview(&upload).await.unwrap().problem, None);
    let token = console.send(&upload, true).await.unwrap().text;

    let item = json!({ "simpleMediaItem": { "uploadToken": "{{uploadToken}}", "fileName": "harbour.bmp" } });
    let mut create = post(
        "/v1/mediaItems:batchCreate",
        json!({ "newMediaItems": [item] }),
    );
    create.blanks = vec![pair("uploadToken", &token)];
    let made = console.send(&create, true).await.unwrap();
    assert_eq!(made.status, 200, "{}", made.text);
    assert_eq!(world.get("items").await.as_array().unwrap().len(), 1);
    let mut literal = create.clone();
    literal.body = literal.body.replace("{{uploadToken}}", &token);
    literal.blanks.clear();
    console.send(&literal, true).await.unwrap();
    console.save("Make it", &literal).await.unwrap();

    let mut copied = Vec::new();
    for request in [&upload, &create, &literal] {
        for form in [CallForm::Curl, CallForm::Json] {
            copied.push(console.written(request, form).await.unwrap());
        }
    }
    let all = format!(
        "{copied:?} {:?} {:?}",
        console.past().await.unwrap(),
        console.saved().await.unwrap()
    );
    assert!(!all.contains(&token), "the upload token stays in memory");
    assert!(!all.contains("ya29"), "so does the access token");
    assert!(
        all.contains("{{uploadToken}}"),
        "a blank stands in its place"
    );
    assert!(copied[0].contains("$ACCESS_TOKEN") && copied[0].contains("@harbour.bmp"));
    assert!(
        !all.contains(&*world.home.path().to_string_lossy()),
        "no path of a file"
    );

    world.core.close().await;
    let index = std::fs::read(Paths::under(world.home.path()).index()).unwrap();
    let found = |secret: &str| {
        index
            .windows(secret.len())
            .any(|part| part == secret.as_bytes())
    };
    assert!(
        !found(&token) && !found("ya29."),
        "not in the file of the index either"
    );
}

#[tokio::test]
async fn calls_are_kept_by_name_and_survive_a_restart() {
    let (mut world, _) = World::signed_in(LibrarySource::Empty).await;
    let console = world.core.console();
    let mut request = get("/v1/albums/{{albumId}}");
    let first = console.save(" An album ", &request).await.unwrap();
    assert_eq!(
        (first.name.as_str(), first.method.as_deref()),
        ("An album", Some("albums.get"))
    );
    request.query = vec![pair("fields", "title")];
    let again = console.save("An album", &request).await.unwrap();
    assert_eq!(again.key, first.key, "a name is one call");
    console.save("Another", &get("/v1/albums")).await.unwrap();
    assert!(console.save("  ", &request).await.is_err());
    world.reopen().await;
    let console = world.core.console();
    let saved = console.saved().await.unwrap();
    assert_eq!(saved.len(), 2);
    assert_eq!(saved[0].request, request);
    console.remove_saved(first.key).await.unwrap();
    assert!(matches!(
        console.remove_saved(first.key).await,
        Err(CoreError::NotFound { .. })
    ));
}

#[tokio::test]
async fn all_pages_come_in_one_each_counted() {
    let (world, _) = World::signed_in(LibrarySource::Synthetic(45)).await;
    let console = world.core.console();
    let mut told = Vec::new();
    let list = get("/v1/mediaItems?pageSize=20");
    let pages = console
        .send_all_pages(&list, false, |pages| told.push(pages))
        .await
        .unwrap();
    let all: Value = serde_json::from_str(&pages.text).unwrap();
    assert_eq!(all["mediaItems"].as_array().unwrap().len(), 45);
    assert!(all.get("nextPageToken").is_none());
    assert_eq!(u64::from(pages.pages), world.library_requests().await);
    assert_eq!(told.len() + 1, pages.pages as usize);
    let search = post("/v1/mediaItems:search", json!({ "pageSize": 20 }));
    let found = console
        .send_all_pages(&search, false, |_| ())
        .await
        .unwrap();
    let found: Value = serde_json::from_str(&found.text).unwrap();
    assert_eq!(found["mediaItems"].as_array().unwrap().len(), 45);
}

#[tokio::test]
async fn a_refusal_is_shown_with_what_it_means_and_ends_no_sign_in() {
    let world = World::new(LibrarySource::Empty).await;
    world.sign_in(TOMAS).await;
    let console = world.core.console();
    let shared = console.send(&get("/v1/sharedAlbums"), false).await.unwrap();
    assert_eq!(shared.status, 403);
    assert!(shared.meaning.unwrap().contains("31 March 2025"));
    assert!(shared.text.contains("PERMISSION_DENIED"), "as it came");
    let health = world.core.state().await.unwrap().connections[0].health;
    assert_eq!(health, albumen_core::view::ConnectionHealth::Connected);
}

#[tokio::test]
async fn without_an_answer_the_call_is_on_record_and_the_sentence_is_known() {
    let (mut world, _) = World::signed_in(LibrarySource::Empty).await;
    world.stop_emulator().await;
    let console = world.core.console();
    let error = console.send(&get("/v1/albums"), false).await.unwrap_err();
    assert!(matches!(error, CoreError::Offline { .. }), "{error:?}");
    let past = console.past().await.unwrap();
    assert_eq!((past.len(), past[0].status), (1, None));
}

#[tokio::test]
async fn a_call_that_hangs_can_be_stopped() {
    let (world, _) = World::signed_in(LibrarySource::Empty).await;
    world
        .fault(json!({ "kind": "latency", "ms": 60_000, "methods": ["albums.list"] }))
        .await;
    let console = world.core.console();
    let (request, other) = (get("/v1/albums"), console.clone());
    let (stopped, ()) = tokio::join!(console.send(&request, false), async {
        while world.count("albums.list").await == 0 {
            tokio::task::yield_now().await;
        }
        other.stop();
    });
    assert!(
        matches!(stopped, Err(CoreError::CallStopped)),
        "{stopped:?}"
    );
    world.no_faults().await;
    assert_eq!(console.send(&request, false).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_long_answer_is_cut_for_the_window_and_copied_whole() {
    let (world, _) = World::signed_in(LibrarySource::Synthetic(300)).await;
    let console = world.core.console();
    let answer = console
        .send(&get("/v1/mediaItems?pageSize=100"), false)
        .await
        .unwrap();
    let whole = console.whole_answer(answer.id).unwrap();
    assert_eq!(answer.lines as usize, whole.lines().count());
    assert!(whole.starts_with(&answer.text));
    assert_eq!(answer.cut, answer.text.len() < whole.len());
    for _ in 0..4 {
        console.send(&get("/v1/albums"), false).await.unwrap();
    }
    assert!(
        matches!(
            console.whole_answer(answer.id),
            Err(CoreError::NotFound { .. })
        ),
        "a few answers are in memory, not all"
    );
}
