//! Photos, animations and videos that this project did not make go up and get their pictures.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use albumen_core::PictureRequest;
use albumen_core::view::UploadStage;
use image::RgbImage;

use crate::upload_support::*;

const VARIABLE: &str = "ALBUMEN_REAL_FILES";

/// The folder with the files: named by the environment, or where the script puts them.
fn folder() -> PathBuf {
    if let Some(named) = std::env::var_os(VARIABLE) {
        let named = PathBuf::from(named);
        assert!(
            named.is_dir(),
            "{VARIABLE} names {}, which is no folder",
            named.display()
        );
        return named;
    }
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/real-files");
    assert!(
        usual.is_dir(),
        "the files are not there yet: run `node scripts/real-files.mjs` first, or name their folder in {VARIABLE}"
    );
    usual
}

/// The files of each kind, copied away so that nothing can happen to the originals.
fn drop_of(kinds: &[&str]) -> Drop {
    let mut drop = Drop::new();
    for kind in kinds {
        let folder = folder().join(kind);
        let mut files: Vec<_> = std::fs::read_dir(&folder)
            .unwrap_or_else(|_| panic!("there is no folder {kind} among the real files; run `node scripts/real-files.mjs` anew"))
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        assert!(
            !files.is_empty(),
            "the folder {kind} of the real files is empty"
        );
        for file in files {
            drop.add(
                file.file_name().unwrap().to_str().unwrap(),
                std::fs::read(&file).unwrap(),
            );
        }
    }
    drop
}

async fn sent(drop: &Drop) -> (crate::support::World, Listed) {
    let (world, _, album) = with_album().await;
    let taken = world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    assert_eq!(taken.left_out, [], "every one is a file Google takes");
    let view = idle(&world.core).await;
    assert_eq!(
        (view.totals.failed, view.totals.left),
        (0, 0),
        "{:?}",
        view.rows
    );
    (world, view)
}

async fn thumbnail(
    world: &crate::support::World,
    view: &Listed,
    name: &str,
) -> (Vec<u8>, &'static str) {
    let key = row(view, name)
        .item
        .unwrap_or_else(|| panic!("{name} is a media item"));
    let picture = world
        .core
        .pictures()
        .get(PictureRequest::Item { key, size: 256 })
        .await
        .unwrap();
    let content_type = picture.content_type;
    (picture.read().await.unwrap(), content_type)
}

/// How far two pictures are from each other, 0 to 255, looked at as sixteen by sixteen spots.
fn distance(a: &RgbImage, b: &RgbImage) -> f64 {
    let spots = |picture: &RgbImage| image::imageops::thumbnail(picture, 16, 16).into_raw();
    let (a, b) = (spots(a), spots(b));
    a.iter()
        .zip(&b)
        .map(|(a, b)| f64::from(a.abs_diff(*b)))
        .sum::<f64>()
        / a.len() as f64
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_of_many_cameras_arrive_unchanged_and_have_thumbnails() {
    let drop = drop_of(&["cameras", "orientation", "png", "gif", "webp"]);
    let (world, view) = sent(&drop).await;
    // Some of them are the same bytes under two names, which Google keeps once.
    let mut once: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    for (_, bytes) in drop.contents() {
        *once.entry(bytes).or_default() += 1;
    }
    let (held, in_album) = held(&world).await;
    assert_eq!(held.len(), once.len(), "each once");
    assert!(
        held.iter().all(|(_, bytes)| once.contains_key(bytes)) && in_album,
        "with equal bytes, in the album"
    );
    for row in &view.rows {
        let (bytes, content_type) = thumbnail(&world, &view, &row.file_name).await;
        assert_eq!(content_type, "image/jpeg", "{}", row.file_name);
        let picture = image::load_from_memory(&bytes).unwrap();
        assert!(
            picture.width().max(picture.height()) <= 256,
            "{}",
            row.file_name
        );
        let details = world.core.items().details(row.item.unwrap()).await.unwrap();
        assert!(details.item.tones.is_some(), "{}", row.file_name);
    }
    assert_eq!(
        world.count("media.bytes").await,
        0,
        "all made from the files themselves"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_in_all_eight_orientations_looks_the_same() {
    let drop = drop_of(&["orientation"]);
    let (world, view) = sent(&drop).await;
    let mut upright = Vec::new();
    for orientation in 1..=8 {
        let (bytes, _) = thumbnail(
            &world,
            &view,
            &format!("jpeg-autorotate-image_{orientation}.jpg"),
        )
        .await;
        upright.push(image::load_from_memory(&bytes).unwrap().into_rgb8());
    }
    for (number, picture) in upright.iter().enumerate().skip(1) {
        assert_eq!(
            picture.dimensions(),
            upright[0].dimensions(),
            "orientation {}",
            number + 1
        );
        // The photos are not quite the same scene, so it is asked which way up they are closest.
        let wrong_ways = [
            image::imageops::flip_horizontal(&upright[0]),
            image::imageops::flip_vertical(&upright[0]),
            image::imageops::rotate180(&upright[0]),
        ];
        let apart = distance(picture, &upright[0]);
        for wrong in &wrong_ways {
            let wrong = distance(picture, wrong);
            assert!(
                apart * 1.5 < wrong,
                "orientation {} is shown upright: {apart} apart, {wrong} the wrong way",
                number + 1
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn heic_and_video_arrive_unchanged_and_show_a_picture_or_a_drawing() {
    let drop = drop_of(&["heic", "mp4"]);
    let (world, _, album) = with_album().await;
    world.core.uploads().pause(true).await.unwrap();
    world
        .core
        .uploads()
        .enqueue(drop.paths(), Some(album))
        .await
        .unwrap();
    for row in listed(&world.core).await.rows {
        let preview = world
            .core
            .pictures()
            .get(PictureRequest::Upload { key: row.key })
            .await
            .unwrap();
        assert!(
            preview.is_stand_in() || preview.content_type == "image/jpeg",
            "{} is shown by the JPEG inside it, or by a drawing that says so",
            row.file_name
        );
    }
    world.core.uploads().pause(false).await.unwrap();
    let view = idle(&world.core).await;
    assert!(
        view.rows.iter().all(|row| row.stage == UploadStage::Done),
        "{:?}",
        view.rows
    );
    assert_holds(&world, &drop).await;
    for row in &view.rows {
        let (bytes, content_type) = thumbnail(&world, &view, &row.file_name).await;
        assert!(
            !bytes.is_empty() && content_type.starts_with("image/"),
            "{}",
            row.file_name
        );
    }
}
