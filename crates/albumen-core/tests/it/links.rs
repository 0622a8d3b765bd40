//! The register of links: looked at when their turn comes, proved dead, kept for others, handed on.

use albumen_core::CoreError;
use albumen_core::view::{
    AlbumKey, LinkFormat, LinkKey, LinkProof, LinkState, LinkView, ShareOutcome,
};

use crate::albums::with_items;
use crate::sharing::{OPEN, in_the_browser, link_of, on_the_page, with_album};
use crate::support::{MARA, TOMAS, World, add};

const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Tomas's album, shared on its page, its link kept.
async fn with_link() -> (World, AlbumKey, LinkView) {
    let (world, album) = with_album(TOMAS).await;
    let url = in_the_browser(&world, "create").await;
    let link = world.core.sharing().keep_link(album, &url).await.unwrap();
    (world, album, link)
}

async fn state(world: &World, key: LinkKey) -> LinkState {
    world.core.sharing().link(key).await.unwrap().state
}

/// Whether a link was looked at because its turn had come.
async fn looked(world: &World) -> bool {
    world.core.sharing().check_due().await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_shared_in_the_browser_and_unshared_with_proof() {
    let (world, album) = with_album(TOMAS).await;
    let sharing = world.core.sharing();
    let asked = sharing.share(album, OPEN).await.unwrap();
    assert_eq!(asked, ShareOutcome::InBrowser);

    let url = in_the_browser(&world, "create").await;
    let copied = format!(" {url}\n");
    let found = sharing.recognise(album, &copied).await.unwrap().unwrap();
    assert_eq!((found.url.as_str(), found.known_as), (&*url, None));
    let link = sharing.keep_link(album, &found.url).await.unwrap();
    assert_eq!(link.state, LinkState::Alive);
    assert_eq!(link.alive_ms, Some(world.clock.now_ms()));
    assert_eq!(
        sharing.recognise(album, &url).await.unwrap(),
        None,
        "the album has this one already"
    );

    let asked = sharing.unshare(album).await.unwrap();
    assert_eq!(asked, ShareOutcome::InBrowser);
    assert_eq!(
        sharing.prove_dead(link.key).await.unwrap(),
        LinkProof::StillAlive
    );
    assert_eq!(state(&world, link.key).await, LinkState::Alive);
    in_the_browser(&world, "off").await;
    assert_eq!(sharing.prove_dead(link.key).await.unwrap(), LinkProof::Dead);
    assert_eq!(state(&world, link.key).await, LinkState::Dead);

    let again = in_the_browser(&world, "create").await;
    let link = sharing.keep_link(album, &again).await.unwrap();
    assert_eq!(
        link.state,
        LinkState::Alive,
        "a new link for the same album"
    );
    assert_eq!(sharing.links().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_nothing_is_proved() {
    let (mut world, _, link) = with_link().await;
    world.stop_emulator().await;
    let proof = world.core.sharing().prove_dead(link.key).await.unwrap();
    assert_eq!(proof, LinkProof::NoAnswer);
    assert_eq!(state(&world, link.key).await, LinkState::Alive);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_link_of_this_service_is_not_recognised() {
    let (world, album) = with_album(TOMAS).await;
    for text in [
        "my secret password",
        "https://photos.app.goo.gl/abc",
        world.url.as_str(),
        "http://127.0.0.1:1/share/abc?key=k",
    ] {
        let found = world.core.sharing().recognise(album, text).await.unwrap();
        assert_eq!(found, None, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_works_has_its_turn_every_week_and_a_dead_one_rarely() {
    let (world, _, link) = with_link().await;
    assert!(!looked(&world).await, "it was looked at just now");
    world.clock.advance_ms(6 * DAY_MS);
    assert!(!looked(&world).await, "not yet");
    world.clock.advance_ms(2 * DAY_MS);
    assert!(looked(&world).await, "a week is over");
    assert!(!looked(&world).await, "once");
    let seen = world.core.sharing().link(link.key).await.unwrap();
    assert_eq!(seen.alive_ms, Some(world.clock.now_ms()));

    in_the_browser(&world, "off").await;
    world.clock.advance_ms(8 * DAY_MS);
    assert!(looked(&world).await);
    let dead = world.core.sharing().link(link.key).await.unwrap();
    assert_eq!(dead.state, LinkState::Dead);
    assert_eq!(
        dead.alive_ms, seen.alive_ms,
        "when it was last seen working"
    );
    world.clock.advance_ms(50 * DAY_MS);
    assert!(!looked(&world).await, "a dead link is left alone");
    world.clock.advance_ms(20 * DAY_MS);
    assert!(looked(&world).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_does_not_answer_is_left_alone_for_longer_and_longer() {
    let (mut world, _, link) = with_link().await;
    world.clock.advance_ms(8 * DAY_MS);
    world.stop_emulator().await;
    let tried = |link: LinkView| link.tried_ms;
    for rest in [5, 10, 20] {
        assert!(looked(&world).await, "its turn, and the host may be asked");
        let now = world.clock.now_ms();
        let seen = world.core.sharing().link(link.key).await.unwrap();
        assert_eq!((seen.state, tried(seen)), (LinkState::Alive, Some(now)));
        world.clock.advance_ms(rest * MINUTE_MS - 1);
        assert!(!looked(&world).await, "{rest} minutes are not over");
        world.clock.advance_ms(1);
    }
    let asked = world.core.sharing().check(link.key).await.unwrap();
    assert_eq!(
        tried(asked),
        Some(world.clock.now_ms()),
        "who asks for it is not made to wait for a host that was silent"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_leads_nowhere_clear_is_tried_after_twice_the_time() {
    let (world, _, link) = with_link().await;
    // As after the service moved: the address is none of its links any more.
    let moved = link.url.replace("/share/", "/albums/");
    let index = world.core.clone();
    index.close().await;
    let db = rusqlite::Connection::open(world.config().home.index()).unwrap();
    db.execute(
        "UPDATE links SET url = ?, next_ms = 0, state = 'unknown'",
        [moved],
    )
    .unwrap();
    drop(db);
    let mut world = world;
    world.reopen().await;
    for minutes in [15, 30, 60, 120] {
        assert!(looked(&world).await);
        assert_eq!(state(&world, link.key).await, LinkState::Unknown);
        world.clock.advance_ms(minutes * MINUTE_MS - 1);
        assert!(!looked(&world).await, "{minutes} minutes are not over");
        // Links that were made together come apart by up to a tenth.
        world.clock.advance_ms(1 + minutes * MINUTE_MS / 10);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_album_of_somebody_else_is_kept_under_the_name_one_gives_it() {
    let (world, album) = with_album(TOMAS).await;
    let url = in_the_browser(&world, "create").await;
    let sharing = world.core.sharing();
    let kept = sharing.keep_other(&url, " Ole’s wedding ").await.unwrap();
    assert_eq!((kept.album, kept.state), (None, LinkState::Alive));
    assert_eq!(kept.title, "Ole’s wedding");
    let again = sharing.keep_other(&url, "The wedding").await.unwrap();
    assert_eq!((again.key, &*again.title), (kept.key, "The wedding"));
    let renamed = sharing.rename(kept.key, "Ole and Ida").await.unwrap();
    assert_eq!(sharing.links().await.unwrap(), [renamed]);
    assert_eq!(world.core.state().await.unwrap().counts.links, 1);

    world.clock.advance_ms(8 * DAY_MS);
    in_the_browser(&world, "off").await;
    assert!(looked(&world).await, "it is looked at like the others");
    assert_eq!(state(&world, kept.key).await, LinkState::Dead);

    sharing.forget(kept.key).await.unwrap();
    assert!(sharing.links().await.unwrap().is_empty());
    for gone in [
        sharing.forget(kept.key).await.err(),
        sharing.rename(kept.key, "x").await.err(),
        sharing.check(kept.key).await.err(),
    ] {
        assert_eq!(gone.unwrap().code(), "notFound");
    }

    let url = in_the_browser(&world, "create").await;
    sharing.keep_other(&url, "Mine?").await.unwrap();
    let own = sharing.keep_link(album, &url).await.unwrap();
    assert_eq!(
        sharing.links().await.unwrap(),
        std::slice::from_ref(&own),
        "it is the own album's, and in the list once"
    );
    let refused = sharing.keep_other(&url, "Mine").await.unwrap_err();
    assert!(matches!(refused, CoreError::LinkKnown { title } if title == "Summer"));
    assert_eq!(
        sharing.rename(own.key, "x").await.unwrap_err().code(),
        "notFound",
        "an own album has the title it has"
    );
    for text in ["", "https://example.com/share/abc", "javascript:alert(1)"] {
        let refused = sharing.keep_other(text, "x").await.unwrap_err();
        assert_eq!(refused.code(), "notALink", "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_the_link_of_one_album() {
    let (world, album, link) = with_link().await;
    let other = world.core.albums().create("Winter").await.unwrap().key;
    let sharing = world.core.sharing();
    let found = sharing.recognise(other, &link.url).await.unwrap().unwrap();
    assert_eq!(found.known_as.as_deref(), Some("Summer"));
    let refused = sharing.keep_link(other, &link.url).await.unwrap_err();
    assert!(refused.to_string().contains("“Summer”"), "{refused}");
    assert_eq!(sharing.links().await.unwrap()[0].album, Some(album));
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_handed_on_in_each_form_and_dead_ones_in_tables_only() {
    let (world, album, link) = with_link().await;
    let sharing = world.core.sharing();
    let hand_out = async |format| sharing.hand_out(None, format).await.unwrap();
    let (text, out) = hand_out(LinkFormat::Text).await;
    assert_eq!(text, format!("Summer\n{}\n", link.url));
    assert_eq!((out.links, out.dead), (1, 0));
    let (page, _) = hand_out(LinkFormat::Html).await;
    assert!(page.contains("<bdi>Summer</bdi>"), "{page}");

    in_the_browser(&world, "off").await;
    sharing.check(link.key).await.unwrap();
    for format in [LinkFormat::Text, LinkFormat::Markdown, LinkFormat::Html] {
        let (text, out) = hand_out(format).await;
        assert_eq!((out.links, out.dead), (0, 1), "{format:?}");
        assert!(!text.contains(&link.url), "a dead link is handed to nobody");
    }
    let (table, out) = hand_out(LinkFormat::Csv).await;
    assert_eq!(out.links, 1);
    assert!(table.contains(",dead,"), "{table}");
    let gone = sharing
        .hand_out(Some(&[LinkKey(4711)]), LinkFormat::Text)
        .await;
    assert_eq!(gone.unwrap_err().code(), "notFound");
    assert_eq!(link.album, Some(album));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_holds_the_covers_that_are_in_the_cache() {
    let (world, items) = with_items(1).await;
    let cover = items[0];
    let album = world.core.albums().create("Lakes").await.unwrap().key;
    add(&world, album, &[cover]).await;
    let url = on_the_page(&world, MARA, Some("Lakes"), "create").await;
    let link = world.core.sharing().keep_link(album, &url).await.unwrap();
    assert_eq!(link.cover, Some(cover));
    let page = async || {
        let (page, _) = world
            .core
            .sharing()
            .hand_out(Some(&[link.key]), LinkFormat::Html)
            .await
            .unwrap();
        page
    };
    world.forget_stats().await;
    assert!(!page().await.contains("<img"), "nothing is fetched for it");
    assert!(world.requests().await.is_empty());
    let picture = albumen_core::PictureRequest::Item {
        key: cover,
        size: 256,
    };
    world.core.pictures().get(picture).await.unwrap();
    assert!(page().await.contains("<img src=\"data:image/"));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("links.html");
    world
        .core
        .sharing()
        .write_out(None, LinkFormat::Html, &file)
        .await
        .unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), page().await);
    let nowhere = folder.path().join("nowhere/links.html");
    let sharing = world.core.sharing();
    let refused = sharing.write_out(None, LinkFormat::Html, &nowhere).await;
    assert!(matches!(refused, Err(CoreError::File { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_a_link_is_drawn_and_saved() {
    let (world, album) = with_album(MARA).await;
    let link = link_of(world.core.sharing().share(album, OPEN).await.unwrap());
    let code = world.core.sharing().qr(link.key).await.unwrap();
    assert!(
        code.side > 29 && code.path.starts_with("M4 4h7"),
        "{code:?}"
    );
    let folder = tempfile::tempdir().unwrap();
    let (svg, png) = (folder.path().join("a.SVG"), folder.path().join("a.png"));
    world.core.sharing().save_qr(link.key, &svg).await.unwrap();
    world.core.sharing().save_qr(link.key, &png).await.unwrap();
    assert!(std::fs::read_to_string(&svg).unwrap().contains(&code.path));
    assert!(std::fs::read(&png).unwrap().starts_with(b"\x89PNG"));
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing else is left"
    );
}
