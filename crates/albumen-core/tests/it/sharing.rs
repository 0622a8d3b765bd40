//! Sharing in both lanes, and the register of links.

use albumen_core::CoreError;
use albumen_core::view::{
    AlbumKey, JoinOutcome, LinkState, LinkView, ShareOutcome, ShareWith, SharingLane,
};
use photos_emulator::LibrarySource;
use serde_json::json;

use crate::support::{ALL_SCOPES, MARA, TOMAS, World, answer, browser, typed};

pub const OPEN: ShareWith = ShareWith {
    collaborative: true,
    commentable: false,
};

pub async fn with_album(email: &'static str) -> (World, AlbumKey) {
    let world = World::new(LibrarySource::Empty).await;
    let mut ticked = ALL_SCOPES.to_vec();
    // A removed scope, which only a service under the old rules shows on its page.
    ticked.push("https://www.googleapis.com/auth/photoslibrary.sharing");
    world
        .sign_in_with(typed(), |page| async move {
            answer(page, email, "allow", &ticked).await
        })
        .await
        .unwrap();
    let album = world.core.albums().create("Summer").await.unwrap().key;
    world.forget_stats().await;
    (world, album)
}

async fn lane(world: &World) -> SharingLane {
    world.core.connections().list().await.unwrap()[0].sharing_lane
}

pub fn link_of(outcome: ShareOutcome) -> LinkView {
    match outcome {
        ShareOutcome::Link { link } => link,
        other => panic!("there is no link: {other:?}"),
    }
}

/// What a stranger gets.
async fn fetch(url: &str) -> u16 {
    browser().get(url).send().await.unwrap().status().as_u16()
}

/// Tomas switches the link of his album on or off on its page. Gives the link.
pub async fn in_the_browser(world: &World, action: &str) -> String {
    on_the_page(world, TOMAS, None, action).await
}

/// The owner switches the link of an album on or off on its page: the album of this title, or the first.
pub async fn on_the_page(world: &World, owner: &str, title: Option<&str>, action: &str) -> String {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let album = async || {
        let albums = world.get("albums").await;
        let albums = albums.as_array().unwrap();
        let meant = |album: &&serde_json::Value| title.is_none_or(|title| album["title"] == title);
        albums.iter().find(meant).unwrap().clone()
    };
    let id = album().await["id"].as_str().unwrap().to_owned();
    let page = world.url.join(&format!("/lr/album/{id}")).unwrap();
    let form = [("account", owner), ("continue", page.path())];
    let signed_in = client
        .post(world.url.join("/signin").unwrap())
        .form(&form)
        .send()
        .await
        .unwrap();
    let cookie = signed_in.headers()["set-cookie"]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let to = world.url.join(&format!("/lr/album/{id}/link")).unwrap();
    let form = [("action", action)];
    let sent = client
        .post(to)
        .header("cookie", cookie)
        .form(&form)
        .send()
        .await
        .unwrap();
    assert!(sent.status().as_u16() < 400, "{}", sent.status());
    album().await["link"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_service_shares_a_click_gives_a_link_and_another_kills_it() {
    let (world, album) = with_album(MARA).await;
    let link = link_of(world.core.sharing().share(album, OPEN).await.unwrap());
    assert_eq!(
        (link.state, link.lane),
        (LinkState::Alive, SharingLane::Api)
    );
    assert!(
        link.collaborative && !link.commentable,
        "what was asked for"
    );
    assert_eq!(link.title, "Summer");
    assert_eq!(
        fetch(&link.url).await,
        200,
        "anybody who has it sees the album"
    );
    assert_eq!(lane(&world).await, SharingLane::Api);
    assert_eq!(
        world.core.sharing().links().await.unwrap(),
        std::slice::from_ref(&link)
    );
    assert_eq!(
        world.core.sharing().link_url(link.key).await.unwrap(),
        link.url
    );

    let again = link_of(world.core.sharing().share(album, OPEN).await.unwrap());
    assert_eq!(
        (again.key, &again.url),
        (link.key, &link.url),
        "an album has one link"
    );

    assert_eq!(
        world.core.sharing().unshare(album).await.unwrap(),
        ShareOutcome::Stopped
    );
    assert_eq!(fetch(&link.url).await, 404);
    let after = &world.core.sharing().links().await.unwrap()[0];
    assert_eq!(after.state, LinkState::Dead, "it was looked at");
    assert!(after.checked_ms.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_only_the_person_can_share_it_is_learned_once() {
    let (world, album) = with_album(TOMAS).await;
    assert_eq!(
        world.core.sharing().share(album, OPEN).await.unwrap(),
        ShareOutcome::InBrowser,
        "no raw refusal"
    );
    assert_eq!(lane(&world).await, SharingLane::Browser);
    assert_eq!(world.library_requests().await, 1);
    assert_eq!(
        world.core.sharing().share(album, OPEN).await.unwrap(),
        ShareOutcome::InBrowser
    );
    assert_eq!(
        world.core.sharing().unshare(album).await.unwrap(),
        ShareOutcome::InBrowser
    );
    assert_eq!(
        world.library_requests().await,
        1,
        "Google is not asked again for what it does not do"
    );
    let page = world.core.albums().page_url(album).await.unwrap().unwrap();
    assert!(
        page.query_pairs()
            .any(|(name, value)| name == "authuser" && value == TOMAS),
        "the page on which it is done is that of the right account: {page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_made_in_the_browser_is_kept_and_looked_at() {
    let (world, album) = with_album(TOMAS).await;
    let url = in_the_browser(&world, "create").await;
    let link = world
        .core
        .sharing()
        .keep_link(album, &format!("  {url}\n"))
        .await
        .unwrap();
    assert_eq!(
        (link.state, link.lane),
        (LinkState::Alive, SharingLane::Browser)
    );
    assert_eq!(link.url, url);
    in_the_browser(&world, "off").await;
    let checked = world.core.sharing().check(link.key).await.unwrap();
    assert_eq!(
        checked.state,
        LinkState::Dead,
        "the person stopped sharing on the page"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_share_links_are_kept() {
    let (world, album) = with_album(TOMAS).await;
    let id = world.get("albums").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for text in [
        "",
        "hello",
        "https://example.com/share/abc",
        "https://photos.app.goo.gl.example.com/abc",
        "javascript:alert(1)",
        world.url.as_str(),
        world.url.join(&format!("/lr/album/{id}")).unwrap().as_str(),
    ] {
        let error = world
            .core
            .sharing()
            .keep_link(album, text)
            .await
            .unwrap_err();
        assert_eq!(error.code(), "notALink", "{text}");
    }
    assert!(world.core.sharing().links().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_a_link_stays_what_it_was_and_can_be_copied() {
    let (mut world, album) = with_album(MARA).await;
    let link = link_of(world.core.sharing().share(album, OPEN).await.unwrap());
    world.stop_emulator().await;
    let checked = world.core.sharing().check(link.key).await.unwrap();
    assert_eq!(
        (checked.state, checked.checked_ms),
        (LinkState::Alive, link.checked_ms)
    );
    assert_eq!(
        checked.tried_ms,
        Some(world.clock.now_ms()),
        "but it was tried"
    );
    assert_eq!(
        world.core.sharing().link_url(link.key).await.unwrap(),
        link.url
    );
    let error = world.core.sharing().share(album, OPEN).await.unwrap_err();
    assert_eq!(error.code(), "offline");
    assert_eq!(
        lane(&world).await,
        SharingLane::Api,
        "being offline teaches nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_at_google_does_not_close_the_lane() {
    let (world, album) = with_album(MARA).await;
    world
        .fault(json!({ "kind": "server_error", "status": 500, "methods": ["albums.share"] }))
        .await;
    assert!(world.core.sharing().share(album, OPEN).await.is_err());
    world.no_faults().await;
    assert_eq!(lane(&world).await, SharingLane::Unknown);
    link_of(world.core.sharing().share(album, OPEN).await.unwrap());
}

/// Mara shares an album through the API; gives its link.
async fn shared_by_mara(world: &World) -> String {
    let album = world.core.albums().create("From Mara").await.unwrap().key;
    let link = link_of(world.core.sharing().share(album, OPEN).await.unwrap());
    link.url
}

/// Both accounts follow the old rules, and both are signed in; Tomas is the current one.
async fn two_of_the_old_rules() -> World {
    let world = World::with(photos_emulator::Config {
        rules: Some(photos_emulator::Rules::Legacy),
        ..photos_emulator::Config::default()
    })
    .await;
    let mut ticked = ALL_SCOPES.to_vec();
    ticked.push("https://www.googleapis.com/auth/photoslibrary.sharing");
    for email in [TOMAS, MARA] {
        let ticked = ticked.clone();
        let answering = |page| async move { answer(page, email, "allow", &ticked).await };
        world.sign_in_with(typed(), answering).await.unwrap();
    }
    world
}

async fn switch_to(world: &World, email: &str) {
    let all = world.core.connections().list().await.unwrap();
    let key = all.iter().find(|one| one.email == email).unwrap().key;
    world.core.connections().select(key).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_joined_by_its_link_listed_and_left_where_the_api_still_does_that() {
    let world = two_of_the_old_rules().await;
    let url = shared_by_mara(&world).await;
    let sharing = world.core.sharing();
    let own = sharing.join(&url).await;
    assert!(
        matches!(own, Err(CoreError::LinkKnown { .. })),
        "nobody joins their own album: {own:?}"
    );
    assert_eq!(sharing.joined().await.unwrap(), Some(vec![]));
    switch_to(&world, TOMAS).await;
    let outcome = sharing.join(&format!(" {url}\n")).await.unwrap();
    let JoinOutcome::Joined { album } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        (album.title.as_str(), album.collaborative),
        ("From Mara", true)
    );
    assert_eq!(sharing.joined().await.unwrap(), Some(vec![album.clone()]));
    let links = sharing.links().await.unwrap();
    assert_eq!(links.len(), 1, "its link is kept, too");
    assert_eq!((&links[0].url, links[0].album), (&url, None));
    sharing.leave(&album.id).await.unwrap();
    assert_eq!(sharing.joined().await.unwrap(), Some(vec![]));
    let again = sharing.leave(&album.id).await;
    assert!(
        matches!(again, Err(CoreError::NotFound { .. })),
        "{again:?}"
    );
    assert_eq!(sharing.links().await.unwrap().len(), 1, "the link stays");
    let token = url.split("/share/").nth(1).unwrap();
    let token = token.split('?').next().unwrap();
    let outcome = sharing.join(token).await.unwrap();
    assert!(matches!(outcome, JoinOutcome::Joined { .. }), "{outcome:?}");
    let wrong = sharing.join("AF1QipN-nobody-shares-this").await;
    assert!(matches!(wrong, Err(CoreError::NotALink)), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_google_shares_by_api_no_more_joining_is_for_the_person() {
    let (world, _) = with_album(TOMAS).await;
    let url = world.url.join("/share/AF1QipNabcdefghij?key=a").unwrap();
    let outcome = world.core.sharing().join(url.as_str()).await.unwrap();
    let page = Some(url.to_string());
    assert_eq!(outcome, JoinOutcome::InBrowser { url: page });
    assert_eq!(lane(&world).await, SharingLane::Browser, "it is learned");
    world.forget_stats().await;
    assert_eq!(world.core.sharing().joined().await.unwrap(), None);
    assert_eq!(world.library_requests().await, 0, "and not asked again");
}
