//! The web pages.

use reqwest::{Method, Response};
use serde_json::json;

use crate::{
    harness::{MARA, TOMAS, World},
    pictures::jpeg,
};

async fn sign_in(world: &World, account: &str, next: &str) -> (String, String) {
    let form = [("account", account), ("continue", next)];
    let answer = world
        .request(Method::POST, "/signin")
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly"));
    let to = answer.headers()["location"].to_str().unwrap().to_owned();
    (cookie.split(';').next().unwrap().to_owned(), to)
}

async fn visit(world: &World, path: &str, cookie: &str) -> Response {
    world
        .request(Method::GET, path)
        .header("Cookie", cookie)
        .send()
        .await
        .unwrap()
}

async fn press(world: &World, path: &str, cookie: &str, action: &str) -> u16 {
    let request = world
        .request(Method::POST, &format!("{path}/link"))
        .header("Cookie", cookie)
        .form(&[("action", action)]);
    request.send().await.unwrap().status().as_u16()
}

/// The link in the page's input.
fn link(page: &str) -> String {
    let (_, rest) = page
        .split_once("aria-label=\"Link\" value=\"")
        .expect("the link is shown");
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

#[tokio::test]
async fn an_owner_makes_a_link_and_takes_it_back_even_today() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "Garden <3").await;
    let path = format!("/lr/album/{album}");
    let stranger = world.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(stranger.status(), 200);
    assert!(
        stranger.text().await.unwrap().contains("Choose an account"),
        "first one says who one is"
    );
    let (cookie, to) = sign_in(&world, TOMAS, &path).await;
    assert_eq!(to, path);
    let page = visit(&world, &path, &cookie).await.text().await.unwrap();
    assert!(page.contains("Garden &lt;3") && page.contains("Create link"));
    assert_eq!(press(&world, &path, &cookie, "create").await, 303);
    let shown = link(&visit(&world, &path, &cookie).await.text().await.unwrap());
    let public = world.request(Method::GET, &shown).send().await.unwrap();
    assert_eq!(public.status(), 200);
    assert!(
        public
            .text()
            .await
            .unwrap()
            .contains("shared by Tomas Okafor")
    );
    let seen = world.get(&format!("/v1/albums/{album}"), &token).await.1;
    assert!(
        seen.get("shareInfo").is_none(),
        "the API of today says nothing of it"
    );
    assert_eq!(press(&world, &path, &cookie, "off").await, 303);
    assert_eq!(
        world
            .request(Method::GET, &shown)
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
    assert_eq!(press(&world, &path, &cookie, "explode").await, 400);
}

#[tokio::test]
async fn an_album_of_another_account_is_not_found() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let path = format!("/lr/album/{}", world.album(&token, "Mine").await);
    let (cookie, _) = sign_in(&world, MARA, &path).await;
    assert_eq!(visit(&world, &path, &cookie).await.status(), 404);
    assert_eq!(press(&world, &path, &cookie, "create").await, 404);
}

#[tokio::test]
async fn signing_in_leads_nowhere_but_here() {
    let world = World::empty().await;
    for next in ["https://example.com/", "//example.com/", "/\\example.com"] {
        assert_eq!(sign_in(&world, MARA, next).await.1, "/albums", "{next}");
    }
}

#[tokio::test]
async fn the_pages_show_albums_and_items() {
    let world = World::empty().await;
    let token = world.token(MARA).await;
    let album = world.album(&token, "Shown").await;
    let item = world.item(&token, jpeg(1), "shown.jpg").await;
    let add = json!({ "mediaItemIds": [item["id"]] });
    world
        .post(
            &format!("/v1/albums/{album}:batchAddMediaItems"),
            &token,
            add,
        )
        .await;
    let (cookie, _) = sign_in(&world, MARA, "/").await;
    let home = visit(&world, "/albums", &cookie)
        .await
        .text()
        .await
        .unwrap();
    assert!(home.contains("Shown") && home.contains("1 item"));
    let photo = visit(&world, item["productUrl"].as_str().unwrap(), &cookie).await;
    assert_eq!(photo.status(), 200);
    assert!(photo.text().await.unwrap().contains("shown.jpg"));
    assert_eq!(
        visit(&world, "/lr/photo/unknown", &cookie).await.status(),
        404
    );
}

#[tokio::test]
async fn an_address_that_names_another_account_has_it_sign_in_first() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let album = world.album(&token, "Garden").await;
    let path = format!("/lr/album/{album}?authuser={TOMAS}");
    let (mara, _) = sign_in(&world, MARA, "/albums").await;
    let asked = visit(&world, &path, &mara).await.text().await.unwrap();
    assert!(
        asked.contains("Choose an account"),
        "it is not Mara's album"
    );
    assert!(
        asked.contains(&format!("value=\"{TOMAS}\" checked")),
        "the account of the album is chosen"
    );
    let (tomas, _) = sign_in(&world, TOMAS, "/albums").await;
    let shown = visit(&world, &path, &tomas).await.text().await.unwrap();
    assert!(shown.contains("Garden"));
}
