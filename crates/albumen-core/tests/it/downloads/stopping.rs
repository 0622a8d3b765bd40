//! Stopping: at whatever moment, what lies in the folder is what the list says.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_getting_its_place_when_a_download_is_cancelled_gets_it() {
    let (mut world, album, _) = with_album(60).await;
    reopen(&mut world).await;
    let downloads = world.core.downloads();
    let mut kept = 0;
    for round in 0..25_u32 {
        let to = folder(&world).join(round.to_string());
        let wished = DownloadRequest {
            to: to.to_string_lossy().into_owned(),
            ..request(&world, album)
        };
        let id = downloads.start(wished).await.unwrap();
        // A little later in each round.
        until(&world.core, "some came", || async {
            let view = downloads.get(id).await.unwrap();
            view.copies + view.originals > round || view.state.is_over()
        })
        .await;
        downloads.cancel(id).await.unwrap();
        let ended = downloads.ended(id).await.unwrap();
        let found = walkdir(&to, &to);
        let came = ended.copies + ended.originals;
        assert_eq!(found.len(), came as usize, "{round}: {:?}", found.keys());
        kept += u32::from(ended.state == DownloadState::Cancelled);
    }
    assert!(kept > 0, "some were cancelled in the middle");
}
