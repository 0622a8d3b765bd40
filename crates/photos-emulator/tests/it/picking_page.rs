//! The page on which a person picks.

use reqwest::{Method, Response};
use serde_json::json;

use crate::{
    harness::{MARA, TOMAS, World},
    picker::{session, world},
};

async fn cookie(world: &World, account: &str) -> String {
    let form = [("account", account), ("continue", "/")];
    let answer = world.request(Method::POST, "/signin").form(&form);
    let answer = answer.send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

async fn visit(world: &World, path: &str, cookie: &str) -> Response {
    let request = world.request(Method::GET, path).header("Cookie", cookie);
    request.send().await.unwrap()
}

async fn press(world: &World, path: &str, cookie: &str, items: &[String]) -> Response {
    let mut form: Vec<(&str, &str)> = items.iter().map(|id| ("item", id.as_str())).collect();
    form.push(("action", "done"));
    let request = world.request(Method::POST, path).header("Cookie", cookie);
    request.form(&form).send().await.unwrap()
}

fn ids(page: &str) -> Vec<String> {
    page.split("name=\"item\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_person_searches_ticks_and_is_done() {
    let world = world(300).await;
    let token = world.token(TOMAS).await;
    let made = session(&world, &token, "0").await;
    let page = made["pickerUri"].as_str().unwrap();
    let stranger = visit(&world, page, "").await.text().await.unwrap();
    assert!(stranger.contains("Choose an account"));
    let cookie = cookie(&world, TOMAS).await;
    let all = visit(&world, page, &cookie).await.text().await.unwrap();
    assert_eq!(ids(&all).len(), 120, "a page of it");
    assert!(all.contains("Older"));
    let album = visit(&world, &format!("{page}?q=week+lake"), &cookie).await;
    let album = ids(&album.text().await.unwrap());
    assert_eq!(album.len(), 24, "by the name of an album");
    let month = visit(&world, &format!("{page}?q=may+2026"), &cookie).await;
    let month = ids(&month.text().await.unwrap());
    assert!(!month.is_empty() && month.len() < 40, "by month and year");
    let nothing = press(&world, page, &cookie, &[]).await;
    assert_eq!(nothing.status(), 400);
    let path = format!("{page}/autoclose");
    let done = press(&world, &path, &cookie, &album).await;
    assert_eq!(done.status(), 200);
    assert!(done.text().await.unwrap().contains("window.close()"));
    let again = visit(&world, page, &cookie).await;
    assert_eq!(again.status(), 410, "a link is good once");
    let path = format!("/v1/mediaItems?sessionId={}", made["id"].as_str().unwrap());
    let (_, picked) = world.get(&path, &token).await;
    assert_eq!(picked["mediaItems"].as_array().unwrap().len(), 24);
}

#[tokio::test]
async fn another_account_an_old_link_and_too_many_are_turned_away() {
    let world = world(10).await;
    let token = world.token(TOMAS).await;
    let made = session(&world, &token, "2").await;
    let page = made["pickerUri"].as_str().unwrap();
    let mara = cookie(&world, MARA).await;
    let wrong = visit(&world, page, &mara).await;
    assert_eq!(wrong.status(), 403);
    assert!(wrong.text().await.unwrap().contains("Another account"));
    let tomas = cookie(&world, TOMAS).await;
    let shown = visit(&world, page, &tomas).await.text().await.unwrap();
    let three: Vec<String> = ids(&shown).into_iter().take(3).collect();
    assert_eq!(press(&world, page, &tomas, &three).await.status(), 400);
    assert_eq!(
        press(&world, page, &tomas, &["AOnothing".into()])
            .await
            .status(),
        400
    );
    world
        .fault(json!({ "kind": "picking_session_life", "ms": 0 }))
        .await;
    assert_eq!(visit(&world, page, &tomas).await.status(), 404);
}
