//! Faults that strike by chance, the same in every run where a seed is given.

use serde_json::json;

use crate::{
    harness::{TOMAS, World},
    pictures::jpeg,
};

async fn which_fail(world: &World, token: &str, count: usize) -> Vec<bool> {
    let mut failed = Vec::new();
    for _ in 0..count {
        failed.push(world.get("/v1/albums", token).await.0 != 200);
    }
    failed
}

#[tokio::test]
async fn a_chance_with_a_seed_strikes_the_same_requests_in_every_run() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        world.no_faults().await;
        world
            .fault(json!({ "kind": "server_error", "status": 503, "chance": 0.5, "seed": seed }))
            .await;
        runs.push(which_fail(&world, &token, 40).await);
    }
    assert!(
        runs[0].contains(&true) && runs[0].contains(&false),
        "a half is neither all nor none"
    );
    assert_eq!(runs[0], runs[1], "the seed decides");
    assert_ne!(runs[0], runs[2], "another seed is another run");
}

#[tokio::test]
async fn a_chance_of_nothing_never_strikes_and_a_count_counts_only_what_struck() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    world
        .fault(json!([
            { "kind": "server_error", "status": 500, "chance": 0.0 },
            { "kind": "server_error", "status": 503, "chance": 0.3, "seed": 1, "count": 2 },
        ]))
        .await;
    let failed = which_fail(&world, &token, 60).await;
    assert_eq!(
        failed.iter().filter(|failed| **failed).count(),
        2,
        "twice was asked for"
    );
}

#[tokio::test]
async fn a_cut_picks_its_place_within_the_span() {
    let world = World::empty().await;
    let token = world.token(TOMAS).await;
    let (least, most) = (10_000, 600_000);
    let mut bytes = jpeg(1);
    bytes.resize(1_000_000, 7);
    let mut places = Vec::new();
    world
        .fault(json!({ "kind": "cut", "after_bytes": [least, most], "seed": 3, "methods": ["uploads.raw"] }))
        .await;
    for _ in 0..4 {
        let before = world.stats().await["bytes_received"].as_u64().unwrap();
        assert!(
            world.raw(&token, bytes.clone()).send().await.is_err(),
            "the connection is gone"
        );
        places.push(world.stats().await["bytes_received"].as_u64().unwrap() - before);
    }
    assert!(places.iter().all(|place| *place >= least), "{places:?}");
    assert!(
        places.windows(2).any(|two| two[0] != two[1]),
        "not always the same place: {places:?}"
    );
}
