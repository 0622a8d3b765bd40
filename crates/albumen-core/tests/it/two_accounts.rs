//! Two people's accounts in one Albumen at once: nothing of one reaches the other.

use std::collections::BTreeSet;

use albumen_core::view::{AlbumKey, ConnectionKey, GridScope, QueueState, SignInWith, WaitCause};
use serde_json::Value;

use crate::support::{ALL_SCOPES, MARA, TOMAS, World, answer, until};
use crate::upload_support::*;

/// Mara and Tomas, each with an album of the same name. Tomas is shown.
async fn two() -> (World, [(ConnectionKey, AlbumKey); 2]) {
    let (world, mara, hers) = with_album().await;
    let tomas = world.sign_in(TOMAS).await.key;
    let his = world.core.albums().create("Summer").await.unwrap().key;
    world.forget_stats().await;
    (world, [(mara, hers), (tomas, his)])
}

/// Name and album count of what the emulator holds of an account.
async fn held_of(world: &World, email: &str) -> BTreeSet<String> {
    let items = world.get("items").await;
    let of = items.as_array().unwrap().iter();
    let of = of.filter(|item| item["account"] == email);
    of.map(|item| {
        assert_eq!(item["albums"].as_array().unwrap().len(), 1, "{item}");
        item["filename"].as_str().unwrap().to_owned()
    })
    .collect()
}

async fn tokens_of(world: &World, email: &str) -> (u64, u64) {
    let accounts = world.get("accounts").await;
    let account = accounts.as_array().unwrap().iter();
    let account = account.clone().find(|one| one["email"] == email).unwrap();
    let number = |of: &Value| of.as_u64().unwrap();
    (
        number(&account["refresh_tokens"]),
        number(&account["access_tokens"]),
    )
}

/// What is kept of secrets on this computer.
fn secrets(world: &World) -> serde_json::Map<String, Value> {
    let file = albumen_core::Paths::under(world.home.path()).secrets();
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

/// Photos that no other drop of these tests has.
fn photos(of: &str, numbers: std::ops::Range<u8>) -> Drop {
    let mut drop = Drop::new();
    for number in numbers {
        drop.add(&format!("{of} {number}.jpg"), jpeg(number));
    }
    drop
}

fn names(drop: &Drop) -> BTreeSet<String> {
    drop.contents().into_iter().map(|(name, _)| name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn both_upload_to_albums_of_the_same_name_and_nothing_crosses() {
    let (world, [(mara, hers), (tomas, his)]) = two().await;
    let uploads = world.core.uploads();
    let (for_her, for_him) = (photos("hers", 0..6), photos("his", 100..107));
    uploads.pause(true).await.unwrap();
    uploads.enqueue(for_her.paths(), Some(hers)).await.unwrap();
    uploads.enqueue(for_him.paths(), Some(his)).await.unwrap();
    uploads.pause(false).await.unwrap();
    until(&world.core, "all of both arrived", || async {
        world.get("items").await.as_array().unwrap().len() == 13
    })
    .await;
    idle(&world.core).await;
    assert_eq!(held_of(&world, MARA).await, names(&for_her));
    assert_eq!(held_of(&world, TOMAS).await, names(&for_him));
    let albums = world.get("albums").await;
    let summers = albums.as_array().unwrap().iter();
    let summers: Vec<_> = summers.filter(|album| album["title"] == "Summer").collect();
    assert_eq!(summers.len(), 2, "one each, and no third");
    for (key, album, drop) in [(mara, hers, &for_her), (tomas, his, &for_him)] {
        world.core.connections().select(key).await.unwrap();
        world.sync().await;
        let shown: BTreeSet<_> = grid(&world.core, GridScope::All)
            .await
            .into_iter()
            .collect();
        assert_eq!(shown, names(drop), "each sees its own photos");
        let album = GridScope::Album { album };
        assert_eq!(grid(&world.core, album).await.len(), shown.len());
        assert_eq!(world.core.albums().list().await.unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_photo_goes_to_both() {
    let (world, [(_, hers), (_, his)]) = two().await;
    let drop = photos("same", 0..3);
    let uploads = world.core.uploads();
    uploads.enqueue(drop.paths(), Some(hers)).await.unwrap();
    uploads.enqueue(drop.paths(), Some(his)).await.unwrap();
    until(&world.core, "all of both arrived", || async {
        world.get("items").await.as_array().unwrap().len() == 6
    })
    .await;
    for email in [MARA, TOMAS] {
        assert_eq!(held_of(&world, email).await, names(&drop), "{email}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_one_in_the_middle_of_both_leaves_the_other_untouched() {
    let (world, [(mara, hers), (tomas, his)]) = two().await;
    let before = tokens_of(&world, TOMAS).await;
    let secrets_before = secrets(&world);
    assert_eq!(secrets_before.len(), 2);
    assert!(tokens_of(&world, MARA).await.0 > 0 && before.0 > 0);
    let slow = serde_json::json!({ "kind": "latency", "ms": 150, "methods": ["uploads"] });
    world.fault(slow).await;
    let (for_her, for_him) = (photos("hers", 0..40), photos("his", 100..120));
    let uploads = world.core.uploads();
    uploads.enqueue(for_her.paths(), Some(hers)).await.unwrap();
    uploads.enqueue(for_him.paths(), Some(his)).await.unwrap();
    until(&world.core, "hers are under way", || async {
        world.count("uploads.raw").await > 2
    })
    .await;
    world.core.connections().remove(mara).await.unwrap();
    assert_eq!(tokens_of(&world, MARA).await, (0, 0), "Google forgot hers");
    until(&world.core, "all of his arrived", || async {
        held_of(&world, TOMAS).await == names(&for_him)
    })
    .await;
    idle(&world.core).await;
    assert_eq!(tokens_of(&world, TOMAS).await.0, before.0);
    let state = world.core.state().await.unwrap();
    let left: Vec<_> = state.connections.iter().map(|one| one.key).collect();
    assert_eq!(left, [tomas]);
    let secrets_after = secrets(&world);
    assert_eq!(secrets_after.len(), 1, "hers are forgotten here too");
    assert!(
        secrets_after
            .iter()
            .all(|(name, kept)| secrets_before.get(name) == Some(kept)),
        "his are as they were"
    );
    assert!(world.core.albums().create("Autumn").await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_one_out_in_the_middle_keeps_its_queue_until_it_signs_in_again() {
    let (world, [(mara, hers), (tomas, his)]) = two().await;
    let slow = serde_json::json!({ "kind": "latency", "ms": 150, "methods": ["uploads"] });
    world.fault(slow).await;
    let (for_her, for_him) = (photos("hers", 0..30), photos("his", 100..110));
    let uploads = world.core.uploads();
    uploads.pause(true).await.unwrap();
    uploads.enqueue(for_her.paths(), Some(hers)).await.unwrap();
    uploads.enqueue(for_him.paths(), Some(his)).await.unwrap();
    let state = world.core.state().await.unwrap();
    let queues: Vec<_> = state.queues.iter().map(|queue| queue.connection).collect();
    assert!(queues.contains(&mara) && queues.contains(&tomas));
    uploads.pause(false).await.unwrap();
    until(&world.core, "hers are under way", || async {
        world.count("uploads.raw").await > 2
    })
    .await;
    world.core.connections().sign_out(mara).await.unwrap();
    world.no_faults().await;
    until(&world.core, "all of his arrived", || async {
        held_of(&world, TOMAS).await == names(&for_him)
    })
    .await;
    world.core.connections().select(mara).await.unwrap();
    until(&world.core, "her queue waits", || async {
        matches!(
            world.core.uploads().view().await.unwrap().state,
            QueueState::Waiting {
                cause: WaitCause::SignInNeeded,
                ..
            }
        )
    })
    .await;
    let leaving = world.core.connections().leaving(mara).await.unwrap();
    assert!(leaving.waiting_files > 0 && leaving.waiting_bytes > 0);
    let again = SignInWith::Again { connection: mara };
    world
        .sign_in_with(again, |page| answer(page, MARA, "allow", &ALL_SCOPES))
        .await
        .unwrap();
    until(&world.core, "all of hers arrived after that", || async {
        held_of(&world, MARA).await == names(&for_her)
    })
    .await;
}
