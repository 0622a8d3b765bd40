//! What comes over the network: counted, and no more than there must be.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn loads_of_bytes_are_shown_beside_the_requests_of_the_day() {
    let (mut world, album, _) = with_album(6).await;
    reopen(&mut world).await;
    let quota = async |world: &World| {
        let all = world.core.connections().list().await.unwrap();
        all[0].quota.clone()
    };
    let before = quota(&world).await;
    assert_eq!((before.project_loads, before.loads_limit), (0, 75_000));
    let ended = download(&world, request(&world, album)).await;
    assert_eq!(ended.copies, 6, "{ended:?}");
    let after = quota(&world).await;
    assert_eq!(u64::from(after.project_loads), loads(&world).await);
    assert!(
        after.requests < before.requests + 6,
        "loads are no requests"
    );
}
