//! Sharing against the emulator, under the old rules and under today's.

use futures::TryStreamExt;
use google_photos::{ApiError, Endpoints, LinkCheck, LinkChecker, ShareOptions};
use rstest::rstest;
use url::Url;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::emulated::{LEGACY, Stage, TODAY};

#[tokio::test]
async fn under_the_old_rules_an_album_is_shared_joined_and_unshared() {
    let stage = Stage::empty().await;
    let client = stage.client(LEGACY).await;
    let album = client.album_create("Lisbon").await.unwrap().id;
    let options = ShareOptions {
        collaborative: true,
        commentable: false,
    };
    let shared = client.album_share(&album, options).await.unwrap();
    assert_eq!(shared.options, options);
    assert!(shared.owned);
    let link = Url::parse(shared.link.as_ref().unwrap().expose()).unwrap();
    assert_eq!(
        stage.endpoints().share_link(link.as_str()).as_ref(),
        Some(&link)
    );
    let looks = LinkChecker::new(stage.endpoints()).unwrap();
    assert_eq!(looks.look(&link).await, LinkCheck::Alive);
    let token = shared.token.unwrap();
    assert_eq!(client.shared_album(&token).await.unwrap().title, "Lisbon");
    let listed: Vec<_> = client.shared_albums().try_collect().await.unwrap();
    assert_eq!(
        listed.iter().map(|album| &album.id).collect::<Vec<_>>(),
        [&album]
    );
    assert!(client.album(&album).await.unwrap().share.is_some());
    client.album_unshare(&album).await.unwrap();
    assert_eq!(looks.look(&link).await, LinkCheck::Dead);
    assert!(
        client
            .shared_albums()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .is_empty()
    );
    assert!(client.shared_album(&token).await.is_err());
}

#[tokio::test]
async fn joining_and_leaving_are_for_other_accounts() {
    let config = photos_emulator::Config {
        rules: Some(photos_emulator::Rules::Legacy),
        ..Default::default()
    };
    let stage = Stage::of(config).await;
    let (owner, guest) = (stage.client(LEGACY).await, stage.client(TODAY).await);
    let album = owner.album_create("Lisbon").await.unwrap().id;
    let token = owner
        .album_share(&album, ShareOptions::default())
        .await
        .unwrap()
        .token
        .unwrap();
    assert_eq!(
        guest.shared_album_join(&token).await.unwrap().title,
        "Lisbon"
    );
    assert_eq!(
        guest
            .shared_albums()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .len(),
        1
    );
    guest.shared_album_leave(&token).await.unwrap();
    assert!(
        guest
            .shared_albums()
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn under_todays_rules_sharing_is_not_allowed_and_no_consent_is_asked_for() {
    let stage = Stage::empty().await;
    let client = stage.client(TODAY).await;
    let album = client.album_create("Lisbon").await.unwrap().id;
    let token = "AF1QipNx".into();
    let refusals = [
        client
            .album_share(&album, ShareOptions::default())
            .await
            .err(),
        client.album_unshare(&album).await.err(),
        client.shared_albums_page(None).await.err(),
        client.shared_album(&token).await.err(),
        client.shared_album_join(&token).await.err(),
        client.shared_album_leave(&token).await.err(),
    ];
    for (nth, refusal) in refusals.iter().enumerate() {
        assert!(
            matches!(refusal, Some(ApiError::NotAllowed { .. })),
            "number {nth}: {refusal:?}"
        );
    }
}

#[tokio::test]
async fn without_the_sharing_scope_sharing_is_not_allowed_under_the_old_rules_too() {
    let stage = Stage::empty().await;
    let all = [
        "photoslibrary.appendonly",
        "photoslibrary.readonly.appcreateddata",
        "photoslibrary.edit.appcreateddata",
    ];
    let client = stage.client_with(LEGACY, &all).await;
    let album = client.album_create("Lisbon").await.unwrap().id;
    let error = client
        .album_share(&album, ShareOptions::default())
        .await
        .unwrap_err();
    assert!(matches!(error, ApiError::NotAllowed { .. }), "{error:?}");
}

/// A host of share links that answers in this way.
async fn host_that(answers: ResponseTemplate) -> (MockServer, LinkChecker, Url) {
    let host = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/share/abc"))
        .respond_with(answers)
        .mount(&host)
        .await;
    let looks = LinkChecker::new(Endpoints::loopback(&host.uri()).unwrap()).unwrap();
    let link = Url::parse(&host.uri()).unwrap().join("/share/abc").unwrap();
    (host, looks, link)
}

#[rstest]
#[case(200, LinkCheck::Alive)]
#[case(404, LinkCheck::Dead)]
#[case(410, LinkCheck::Dead)]
#[case(403, LinkCheck::Unclear)]
#[case(500, LinkCheck::Unclear)]
#[case(302, LinkCheck::Unclear)]
#[case(429, LinkCheck::Busy(None))]
#[case(503, LinkCheck::Busy(None))]
#[tokio::test]
async fn a_status_says_how_a_link_is(#[case] status: u16, #[case] check: LinkCheck) {
    let (_host, looks, link) = host_that(ResponseTemplate::new(status)).await;
    assert_eq!(looks.look(&link).await, check);
}

#[tokio::test]
async fn a_host_that_wants_to_be_left_alone_says_for_how_long() {
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "120");
    let (_host, looks, link) = host_that(busy).await;
    let wait = std::time::Duration::from_secs(120);
    assert_eq!(looks.look(&link).await, LinkCheck::Busy(Some(wait)));
}

#[tokio::test]
async fn a_look_carries_nothing_that_tells_who_looks() {
    let cookie = ResponseTemplate::new(200).insert_header("set-cookie", "who=me; Path=/");
    let (host, looks, link) = host_that(cookie).await;
    for _ in 0..2 {
        assert_eq!(looks.look(&link).await, LinkCheck::Alive);
    }
    for asked in host.received_requests().await.unwrap() {
        for name in ["authorization", "cookie", "referer"] {
            assert!(!asked.headers.contains_key(name), "{name} was sent");
        }
    }
}

#[tokio::test]
async fn a_link_is_not_followed_off_its_hosts() {
    let elsewhere = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200))
        .expect(0)
        .mount(&elsewhere)
        .await;
    for to in [
        format!("{}/share/abc", elsewhere.uri()),
        "/albums".to_owned(),
        "https://photos.app.goo.gl/abc".to_owned(),
        "/share/abc".to_owned(),
    ] {
        let leads = ResponseTemplate::new(302).insert_header("location", &*to);
        let (_host, looks, link) = host_that(leads).await;
        assert_eq!(looks.look(&link).await, LinkCheck::Unclear, "{to}");
    }
}

#[tokio::test]
async fn a_short_link_is_followed_to_the_long_one() {
    let leads = ResponseTemplate::new(301).insert_header("location", "/share/def?key=k");
    let (host, looks, link) = host_that(leads).await;
    Mock::given(method("GET"))
        .and(path("/share/def"))
        .respond_with(ResponseTemplate::new(404))
        .mount(&host)
        .await;
    assert_eq!(looks.look(&link).await, LinkCheck::Dead);
}

#[tokio::test]
async fn what_is_no_share_link_is_not_asked_for() {
    let (host, looks, link) = host_that(ResponseTemplate::new(200)).await;
    let page = link.join("/albums").unwrap();
    assert_eq!(looks.look(&page).await, LinkCheck::Unclear);
    assert!(host.received_requests().await.unwrap().is_empty());
    drop(host);
}

#[tokio::test]
async fn without_an_answer_nothing_is_known() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let looks = LinkChecker::new(Endpoints::loopback(&at).unwrap()).unwrap();
    let link = Url::parse(&format!("{at}/share/abc")).unwrap();
    assert_eq!(looks.look(&link).await, LinkCheck::Silent);
}
