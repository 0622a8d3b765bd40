//! Downloads: what is asked for comes into the folder, each file once and whole, whatever happens in between.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use albumen_core::view::{
    AlbumKey, DownloadId, DownloadOutcome, DownloadRequest, DownloadRows, DownloadState,
    DownloadView, DownloadWhat, ItemKey, SidecarKind,
};
use albumen_core::{Clock, Core, CoreConfig, CoreError, DownloadPolicy};
use photos_emulator::LibrarySource;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{World, add, config, these, until};
use crate::sync::{gif, mp4};
use crate::upload_support::idle;

const HOME: &str = "ALBUMEN_TEST_DOWNLOAD_HOME";
const GOOGLE: &str = "ALBUMEN_TEST_DOWNLOAD_GOOGLE";
const DIE_AT: &str = "ALBUMEN_TEST_DOWNLOAD_DIE_AT";
const NOW: i64 = 1_790_000_000_000;
const BYTES: [&str; 1] = ["media.bytes"];

fn download_config(google: &url::Url, home: &Path, clock: &Clock) -> CoreConfig {
    let mut config = config(google, home, clock);
    config.policy.downloads = DownloadPolicy {
        again_after: Duration::from_millis(20),
        tries: 40,
        ..DownloadPolicy::default()
    };
    config
}

async fn reopen(world: &mut World) {
    world.core.close().await;
    let config = download_config(&world.url, world.home.path(), &world.clock);
    world.core = Core::open(config).await.unwrap();
}

/// A photo that no other is like, without a date.
fn jpeg(number: u32) -> Vec<u8> {
    let [_, high, middle, low] = number.to_be_bytes();
    let picture = image::RgbImage::from_pixel(16, 16, image::Rgb([high, middle, low]));
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut bytes)
        .encode_image(&picture)
        .unwrap();
    // Colours that differ by little are the same after encoding.
    bytes.extend(number.to_be_bytes());
    bytes
}

pub fn film(number: u32) -> Vec<u8> {
    let mut bytes = mp4();
    bytes.extend(number.to_be_bytes());
    bytes
}

/// A file by its number: mostly photos, some videos and animations, two of each name.
fn mixed(number: u32) -> (String, Vec<u8>) {
    match number % 25 {
        7 => (format!("clip {}.mp4", number / 2), film(number)),
        13 => {
            let mut bytes = gif(number as u8);
            bytes.extend(number.to_be_bytes());
            (format!("wave {}.gif", number / 2), bytes)
        }
        _ => {
            let name = if number.is_multiple_of(2) {
                "IMG"
            } else {
                "img"
            };
            (format!("{name}_{}.jpg", number / 2), jpeg(number))
        }
    }
}

/// Uploads so many files from elsewhere and sees them; gives their keys, the newest first.
async fn upload(world: &World, numbers: std::ops::Range<u32>) -> Vec<ItemKey> {
    let count = numbers.len();
    let browser = crate::support::browser();
    let account = json!({ "account": crate::support::MARA });
    let token = world.post("token", account).await;
    let token = token["access_token"].as_str().unwrap();
    let numbers: Vec<u32> = numbers.collect();
    for numbers in numbers.chunks(50) {
        let mut items = Vec::new();
        for number in numbers {
            let (name, bytes) = mixed(*number);
            let sent = browser
                .post(world.url.join("/v1/uploads").unwrap())
                .bearer_auth(token)
                .header("X-Goog-Upload-Protocol", "raw")
                .body(bytes);
            let upload_token = sent.send().await.unwrap().text().await.unwrap();
            let item = json!({ "uploadToken": upload_token, "fileName": name });
            items.push(json!({ "simpleMediaItem": item }));
        }
        let made = browser
            .post(world.url.join("/v1/mediaItems:batchCreate").unwrap())
            .bearer_auth(token)
            .json(&json!({ "newMediaItems": items }));
        assert!(made.send().await.unwrap().status().is_success());
    }
    world.sync().await;
    let items = world.core.items().recent(count as u32, 0).await.unwrap();
    items.into_iter().map(|item| item.key).collect()
}

/// A world with so many files in an album.
async fn with_album(count: u32) -> (World, AlbumKey, Vec<ItemKey>) {
    let (mut world, _) = World::synced(LibrarySource::Empty).await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    reopen(&mut world).await;
    let items = upload(&world, 0..count).await;
    let album = world.core.albums().create("Summer").await.unwrap().key;
    add(&world, album, &items).await;
    world.forget_stats().await;
    (world, album, items)
}

fn folder(world: &World) -> PathBuf {
    world.home.path().join("copies")
}

fn request(world: &World, album: AlbumKey) -> DownloadRequest {
    DownloadRequest {
        what: DownloadWhat::Album { album },
        to: folder(world).to_string_lossy().into_owned(),
        template: "{album}/{filename}".to_owned(),
        sidecar: None,
        write_missing: false,
        zip: None,
    }
}

async fn download(world: &World, request: DownloadRequest) -> DownloadView {
    let id = world.core.downloads().start(request).await.unwrap();
    world.core.downloads().ended(id).await.unwrap()
}

/// The files below a folder, by their names within it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir(folder, folder)
}

fn walkdir(root: &Path, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walkdir(root, &path));
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy();
            found.insert(name.replace('\\', "/"), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// Each of the files `numbers` is there once, byte for byte, and nothing else but sidecars.
fn assert_whole(world: &World, count: u32) {
    let found = files(&folder(world));
    let mut bytes: Vec<Vec<u8>> = Vec::new();
    for (name, file) in found {
        assert!(!name.contains(".part"), "{name} is not whole");
        if !name.ends_with(".xmp") && !name.ends_with(".json") {
            bytes.push(file);
        }
    }
    let mut expected: Vec<Vec<u8>> = (0..count).map(|number| mixed(number).1).collect();
    bytes.sort();
    expected.sort();
    assert_eq!(bytes.len(), expected.len(), "each file once");
    assert!(bytes == expected, "every byte of them");
}

/// Loads of bytes of items: a video's address leads on to another one, which is not counted here.
async fn loads(world: &World) -> u64 {
    world.count("media.bytes").await
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_items_come_whole_through_bad_weather_and_once() {
    let (world, album, items) = with_album(500).await;
    let described = world.core.items();
    let job = described
        .describe(these(&items[..1]), "By the sea & the dunes")
        .await
        .unwrap();
    crate::support::job_end(&world.core, job).await;
    world.forget_stats().await;
    for fault in [
        json!({ "kind": "server_error", "status": 403, "methods": BYTES, "count": 12 }),
        json!({ "kind": "server_error", "status": 503, "methods": BYTES, "count": 20 }),
        json!({ "kind": "cut", "after_bytes": 200, "methods": BYTES, "count": 15 }),
        json!({ "kind": "html_body", "status": 200, "methods": BYTES, "count": 3 }),
        json!({ "kind": "rate_limited", "methods": BYTES, "count": 2 }),
    ] {
        world.fault(fault).await;
    }
    let wished = DownloadRequest {
        sidecar: Some(SidecarKind::Xmp),
        ..request(&world, album)
    };
    let first = download(&world, wished.clone()).await;
    assert_eq!(first.state, DownloadState::Done, "{first:?}");
    assert_eq!((first.copies, first.failed, first.left_out), (500, 0, 0));
    assert_whole(&world, 500);
    let all = files(&folder(&world));
    assert_eq!(all.len(), 1_000, "a sidecar beside each");
    let rows = rows(&world, first.id).await;
    assert_eq!(rows.len(), 500);
    for row in &rows {
        let place = folder(&world).join(&row.path);
        assert_eq!(row.outcome, DownloadOutcome::Copy);
        let known = std::fs::metadata(&place).unwrap();
        assert_eq!(row.size_bytes, Some(known.len()), "{}", row.path);
        let details = world.core.items().details(row.item).await.unwrap();
        let modified = known.modified().unwrap();
        let apart = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(apart.as_millis() as i64, details.item.taken_ms);
        let sidecar = &all[&format!("{}.xmp", row.path)];
        let sidecar = String::from_utf8_lossy(sidecar);
        assert!(sidecar.contains("Albums|Summer"), "{sidecar}");
    }
    let described = rows.iter().find(|row| row.item == items[0]).unwrap();
    let sidecar = String::from_utf8_lossy(&all[&format!("{}.xmp", described.path)]);
    assert!(sidecar.contains("By the sea &amp; the dunes"), "{sidecar}");
    world.no_faults().await;
    world.forget_stats().await;
    let second = download(&world, wished.clone()).await;
    assert_eq!((second.there, second.copies), (500, 0), "{second:?}");
    assert_eq!(loads(&world).await, 0, "nothing is fetched that is there");
    assert_eq!(world.library_requests().await, 0, "nothing is asked");
    let new = upload(&world, 500..507).await;
    add(&world, album, &new).await;
    world.forget_stats().await;
    let third = download(&world, wished).await;
    assert_eq!((third.there, third.copies), (500, 7), "{third:?}");
    let videos = (500..507).filter(|number| number % 25 == 7).count() as u64;
    assert_eq!(loads(&world).await, 7 + videos, "exactly the new ones");
    assert_whole(&world, 507);
}

async fn rows(world: &World, id: DownloadId) -> Vec<albumen_core::view::DownloadRow> {
    let mut all = Vec::new();
    loop {
        let after = all
            .last()
            .map(|row: &albumen_core::view::DownloadRow| row.position);
        let downloads = world.core.downloads();
        let more = downloads.rows(id, DownloadRows::All, after).await.unwrap();
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

/// What the processes of the next tests run: they go on with what is there until they are killed or through.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_is_killed() {
    let Ok(home) = std::env::var(HOME) else {
        return;
    };
    let google = std::env::var(GOOGLE).unwrap().parse().unwrap();
    let mut config = download_config(&google, Path::new(&home), &Clock::by_hand(NOW));
    config.die_at = std::env::var(DIE_AT).ok();
    let core = Core::open(config).await.unwrap();
    for view in core.downloads().list().await.unwrap() {
        core.downloads().ended(view.id).await.unwrap();
    }
    core.close().await;
}

fn process(world: &World, die_at: Option<&str>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["downloads::the_process_that_is_killed", "--exact"])
        .env(HOME, world.home.path())
        .env(GOOGLE, world.url.as_str())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some(die_at) = die_at {
        command.env(DIE_AT, die_at);
    }
    command.spawn().unwrap()
}

async fn end_of(mut child: Child) -> std::process::ExitStatus {
    tokio::task::spawn_blocking(move || child.wait().unwrap())
        .await
        .unwrap()
}

/// Writes a download down and closes the engine before anything came.
async fn begin_and_close(world: &mut World, request: DownloadRequest) -> DownloadId {
    world
        .fault(json!({ "kind": "latency", "ms": 60_000, "methods": ["mediaItems.batchGet"] }))
        .await;
    let id = world.core.downloads().start(request).await.unwrap();
    world.core.close().await;
    world.no_faults().await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_items_come_once_each_though_the_process_is_killed_again_and_again() {
    let (mut world, album, _) = with_album(500).await;
    let wished = DownloadRequest {
        sidecar: Some(SidecarKind::Json),
        ..request(&world, album)
    };
    let id = begin_and_close(&mut world, wished).await;
    world.forget_stats().await;
    for times in [10, 130, 270, 400] {
        let mut child = process(&world, None);
        while loads(&world).await < times {
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "it works until it is killed");
            tokio::task::yield_now().await;
        }
        child.kill().unwrap();
        end_of(child).await;
    }
    reopen_closed(&mut world).await;
    let ended = world.core.downloads().ended(id).await.unwrap();
    assert_eq!(ended.state, DownloadState::Done, "{ended:?}");
    assert_eq!((ended.copies, ended.failed), (500, 0), "{ended:?}");
    assert_whole(&world, 500);
    assert_eq!(files(&folder(&world)).len(), 1_000, "a sidecar beside each");
    let asked = loads(&world).await;
    // Four that come and four that get their place; a video's address leads on to another one.
    assert!(
        asked <= 500 + 20 + 4 * (8 + 2),
        "{asked} loads: a death costs what was under way"
    );
}

async fn reopen_closed(world: &mut World) {
    let config = download_config(&world.url, world.home.path(), &world.clock);
    world.core = Core::open(config).await.unwrap();
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_at_any_point_loses_nothing_and_doubles_nothing(
    #[values("listed", "begun", "whole", "placing", "placed", "kept")] point: &str,
    #[values(false, true)] write_missing: bool,
) {
    let (mut world, album, _) = with_album(9).await;
    let wished = DownloadRequest {
        sidecar: Some(SidecarKind::Xmp),
        write_missing,
        ..request(&world, album)
    };
    // Not even listed yet when the engine closes, or just listed.
    let id = begin_and_close(&mut world, wished).await;
    for time in 0..3 {
        let die_at = format!("download-{point}");
        let status = end_of(process(&world, Some(&die_at))).await;
        // Later ones may find nothing to do that meets the point.
        assert!(!status.success() || time > 0, "it died at {point}");
    }
    reopen_closed(&mut world).await;
    let ended = world.core.downloads().ended(id).await.unwrap();
    assert_eq!((ended.copies, ended.items), (9, 9), "{ended:?}");
    assert_eq!(files(&folder(&world)).len(), 18, "each once, and a sidecar");
    if !write_missing {
        assert_whole(&world, 9);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_album_moves_and_is_not_doubled() {
    let (world, album, _) = with_album(6).await;
    let wished = DownloadRequest {
        sidecar: Some(SidecarKind::Xmp),
        ..request(&world, album)
    };
    download(&world, wished.clone()).await;
    world.core.albums().rename(album, "Sea").await.unwrap();
    world.forget_stats().await;
    let moved = download(&world, wished).await;
    assert_eq!((moved.moved, moved.copies), (6, 0), "{moved:?}");
    assert_eq!(loads(&world).await, 0);
    let found = files(&folder(&world));
    assert_eq!(found.len(), 12);
    assert!(
        found.keys().all(|name| name.starts_with("Sea/")),
        "{found:?}"
    );
    assert!(
        !folder(&world).join("Summer").exists(),
        "nothing is left in the old place"
    );
    let sidecar = found.iter().find(|(name, _)| name.ends_with(".xmp"));
    let text = String::from_utf8_lossy(sidecar.unwrap().1).into_owned();
    assert!(text.contains("Albums|Sea"), "{text}");
    assert_whole(&world, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_original_on_this_computer_is_preferred_and_the_list_says_so() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    let originals = tempfile::tempdir().unwrap();
    for (name, bytes) in [("one.jpg", jpeg(1)), ("two.jpg", jpeg(2))] {
        std::fs::write(originals.path().join(name), bytes).unwrap();
    }
    let uploads = world.core.uploads();
    uploads
        .enqueue(vec![originals.path().to_owned()], None)
        .await
        .unwrap();
    idle(&world.core).await;
    world.upload_elsewhere("three.jpg", jpeg(3)).await;
    world.sync().await;
    // One that was changed since is not the original any more.
    std::fs::write(originals.path().join("two.jpg"), jpeg(9)).unwrap();
    world.forget_stats().await;
    let wished = DownloadRequest {
        what: DownloadWhat::Everything { since_ms: None },
        template: "{filename}".to_owned(),
        ..request(&world, AlbumKey(0))
    };
    let forecast = world.core.downloads().forecast(&wished).await.unwrap();
    assert_eq!(
        (forecast.items, forecast.originals, forecast.copies),
        (3, 2, 1)
    );
    assert_eq!((forecast.days, forecast.loads_left), (1, 73_000));
    let ended = download(&world, wished.clone()).await;
    assert_eq!((ended.originals, ended.copies), (1, 2), "{ended:?}");
    assert_eq!(loads(&world).await, 2);
    let listed: BTreeMap<String, DownloadOutcome> = rows(&world, ended.id)
        .await
        .into_iter()
        .map(|row| (row.path, row.outcome))
        .collect();
    assert_eq!(listed["one.jpg"], DownloadOutcome::Original);
    assert_eq!(listed["three.jpg"], DownloadOutcome::Copy);
    assert_eq!(
        files(&folder(&world))["two.jpg"],
        jpeg(2),
        "what was uploaded"
    );
    let forecast = world.core.downloads().forecast(&wished).await.unwrap();
    assert_eq!((forecast.there, forecast.copies), (3, 0), "{forecast:?}");
    // Into another folder it is copied from the first one: nothing is fetched.
    world.forget_stats().await;
    let other = world.home.path().join("other");
    let ended = download(
        &world,
        DownloadRequest {
            to: other.to_string_lossy().into_owned(),
            ..wished
        },
    )
    .await;
    assert_eq!(ended.originals + ended.copies, 3, "{ended:?}");
    assert_eq!((loads(&world).await, files(&other).len()), (0, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn date_and_description_are_written_into_a_copy_that_has_none() {
    let (world, album, items) = with_album(1).await;
    let job = world
        .core
        .items()
        .describe(these(&items), "Grüße vom Meer")
        .await;
    crate::support::job_end(&world.core, job.unwrap()).await;
    let wished = DownloadRequest {
        write_missing: true,
        ..request(&world, album)
    };
    download(&world, wished).await;
    let (name, bytes) = files(&folder(&world)).into_iter().next().unwrap();
    assert_eq!(name, "Summer/IMG_0.jpg");
    let exif = exif_of(&bytes);
    let details = world.core.items().details(items[0]).await.unwrap();
    let taken = jiff_text(details.item.taken_ms);
    assert_eq!(exif.0.as_deref(), Some(taken.as_str()));
    assert_eq!(exif.1.as_deref(), Some("Grüße vom Meer"));
    assert!(
        image::load_from_memory(&bytes).is_ok(),
        "it is a picture all the same"
    );
}

fn jiff_text(ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(ms).unwrap();
    at.strftime("%Y:%m:%d %H:%M:%S").to_string()
}

/// Capture time and description of a JPEG.
fn exif_of(bytes: &[u8]) -> (Option<String>, Option<String>) {
    let found = exif::Reader::new()
        .read_from_container(&mut std::io::Cursor::new(bytes))
        .unwrap();
    let text = |tag| match &found.get_field(tag, exif::In::PRIMARY)?.value {
        exif::Value::Ascii(lines) => Some(String::from_utf8(lines[0].clone()).unwrap()),
        _ => None,
    };
    (
        text(exif::Tag::DateTimeOriginal),
        text(exif::Tag::ImageDescription),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_the_person_is_written_over_and_the_same_is_not_doubled() {
    let (world, album, _) = with_album(3).await;
    let place = folder(&world).join("Summer");
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join("img_0.JPG"), "mine").unwrap();
    std::fs::write(place.join("IMG_1.jpg"), jpeg(2)).unwrap();
    let ended = download(&world, request(&world, album)).await;
    assert_eq!(ended.copies, 3, "{ended:?}");
    let found = files(&place);
    assert_eq!(found["img_0.JPG"], b"mine");
    let names: std::collections::BTreeSet<String> =
        found.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(
        names.into_iter().collect::<Vec<_>>(),
        ["img_0 (2).jpg", "img_0 (3).jpg", "img_0.jpg", "img_1.jpg"],
        "names that one disk or another takes for the same have numbers"
    );
    assert_eq!(found.len(), 4, "the very same file is taken over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sidecar_that_somebody_changed_stays_as_it_is() {
    let (world, album, items) = with_album(2).await;
    let wished = DownloadRequest {
        sidecar: Some(SidecarKind::Xmp),
        ..request(&world, album)
    };
    download(&world, wished.clone()).await;
    let sidecars = |world: &World| -> Vec<String> {
        let names = files(&folder(world)).into_keys();
        names.filter(|name| name.ends_with(".xmp")).collect()
    };
    let theirs = folder(&world).join(&sidecars(&world)[0]);
    std::fs::write(&theirs, "five stars").unwrap();
    let job = world
        .core
        .items()
        .describe(these(&items), "New words")
        .await;
    crate::support::job_end(&world.core, job.unwrap()).await;
    world.forget_stats().await;
    download(&world, wished).await;
    assert_eq!(loads(&world).await, 0);
    assert_eq!(std::fs::read(&theirs).unwrap(), b"five stars");
    let ours = std::fs::read_to_string(folder(&world).join(&sidecars(&world)[1])).unwrap();
    assert!(ours.contains("New words"), "{ours}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_that_google_still_prepares_is_waited_for() {
    let (mut world, _) = World::synced(LibrarySource::Empty).await;
    reopen(&mut world).await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 3_600_000 }))
        .await;
    world.upload_elsewhere("clip.mp4", film(1)).await;
    world.sync().await;
    let wished = DownloadRequest {
        what: DownloadWhat::Everything { since_ms: None },
        template: "{filename}".to_owned(),
        ..request(&world, AlbumKey(0))
    };
    let downloads = world.core.downloads();
    let id = downloads.start(wished).await.unwrap();
    until(&world.core, "it waits for the video", || async {
        let jobs = world.core.jobs().list().await;
        jobs.iter().any(|job| {
            job.note
                .as_deref()
                .is_some_and(|note| note.contains("still prepares"))
        })
    })
    .await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    let ended = downloads.ended(id).await.unwrap();
    assert_eq!(
        (ended.state, ended.copies),
        (DownloadState::Done, 1),
        "{ended:?}"
    );
    assert_eq!(files(&folder(&world))["clip.mp4"], film(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_that_broke_off_goes_on_from_there() {
    let (world, _) = World::synced(LibrarySource::Empty).await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    let mut bytes = mp4();
    bytes.extend(std::iter::repeat_n(7, 4 * 1024 * 1024));
    world.upload_elsewhere("film.mp4", bytes.clone()).await;
    world.sync().await;
    world.forget_stats().await;
    world
        .fault(json!({ "kind": "cut", "after_bytes": 3_000_000, "methods": BYTES, "count": 2 }))
        .await;
    let wished = DownloadRequest {
        what: DownloadWhat::Everything { since_ms: None },
        template: "{filename}".to_owned(),
        ..request(&world, AlbumKey(0))
    };
    let ended = download(&world, wished).await;
    assert_eq!(ended.copies, 1, "{ended:?}");
    assert!(
        files(&folder(&world))["film.mp4"] == bytes,
        "every byte once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_are_too_old_are_asked_for_again() {
    let (world, album, _) = with_album(60).await;
    let clock = world.clock.clone();
    world
        .fault(json!({ "kind": "latency", "ms": 15, "methods": BYTES }))
        .await;
    let id = world
        .core
        .downloads()
        .start(request(&world, album))
        .await
        .unwrap();
    until(&world.core, "some came", || async {
        world.core.downloads().get(id).await.unwrap().copies >= 5
    })
    .await;
    clock.advance_ms(55 * 60 * 1000);
    let ended = world.core.downloads().ended(id).await.unwrap();
    assert_eq!((ended.copies, ended.failed), (60, 0), "{ended:?}");
    let asked = world.count("mediaItems.batchGet").await;
    assert!((3..=5).contains(&asked), "{asked} requests for addresses");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_is_paused_goes_on_and_is_cancelled() {
    let (mut world, album, _) = with_album(60).await;
    world
        .fault(json!({ "kind": "latency", "ms": 20, "methods": BYTES }))
        .await;
    let id = world
        .core
        .downloads()
        .start(request(&world, album))
        .await
        .unwrap();
    let some = |world: &World, count: u32| {
        let downloads = world.core.downloads();
        async move { downloads.get(id).await.unwrap().copies >= count }
    };
    until(&world.core, "some came", || some(&world, 3)).await;
    world.core.downloads().pause(id).await.unwrap();
    let paused = world.core.downloads().ended(id).await.unwrap();
    assert_eq!(paused.state, DownloadState::Paused);
    reopen(&mut world).await;
    let downloads = world.core.downloads();
    let still = downloads.ended(id).await.unwrap();
    assert_eq!(still.state, DownloadState::Paused, "also after a restart");
    downloads.resume(id).await.unwrap();
    until(&world.core, "more came", || some(&world, still.copies + 3)).await;
    assert!(matches!(
        downloads.forget(id).await,
        Err(CoreError::DownloadRuns)
    ));
    downloads.cancel(id).await.unwrap();
    let cancelled = downloads.ended(id).await.unwrap();
    assert_eq!(cancelled.state, DownloadState::Cancelled, "{cancelled:?}");
    let found = files(&folder(&world));
    assert_eq!(
        found.len(),
        cancelled.copies as usize,
        "no half file is left"
    );
    world.no_faults().await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    let ended = download(&world, request(&world, album)).await;
    assert_eq!(ended.there, cancelled.copies, "what came is kept");
    assert_whole(&world, 60);
    downloads.forget(id).await.unwrap();
    assert_eq!(downloads.list().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_come_is_reported_and_tried_again() {
    let (world, _, _) = with_album(5).await;
    let held = world.get("items").await;
    let gone: Value = held[0].clone();
    let wished = DownloadRequest {
        what: DownloadWhat::Everything { since_ms: None },
        template: "{filename}".to_owned(),
        ..request(&world, AlbumKey(0))
    };
    world
        .delete(&format!("items/{}", gone["id"].as_str().unwrap()))
        .await;
    world
        .fault(json!({ "kind": "server_error", "status": 500, "methods": BYTES, "chance": 1.0 }))
        .await;
    let mut config = download_config(&world.url, world.home.path(), &world.clock);
    config.policy.downloads.tries = 2;
    world.core.close().await;
    let core = Core::open(config).await.unwrap();
    let id = core.downloads().start(wished).await.unwrap();
    let ended = core.downloads().ended(id).await.unwrap();
    assert_eq!(ended.state, DownloadState::Done);
    assert_eq!((ended.failed, ended.left_out), (4, 1), "{ended:?}");
    assert_eq!(ended.message.as_deref(), Some("5 did not come."));
    let rows = core
        .downloads()
        .rows(id, DownloadRows::NotCome, None)
        .await
        .unwrap();
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|row| row.reason.is_some()), "each says why");
    world.no_faults().await;
    core.downloads().retry(id).await.unwrap();
    let ended = core.downloads().ended(id).await.unwrap();
    assert_eq!(
        (ended.copies, ended.failed, ended.left_out),
        (4, 0, 1),
        "{ended:?}"
    );
    core.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spent_day_is_waited_for() {
    let (world, album, _) = with_album(8).await;
    world.fault(json!({ "kind": "media_quota_spent" })).await;
    let id = world
        .core
        .downloads()
        .start(request(&world, album))
        .await
        .unwrap();
    until(&world.core, "it says that the day is spent", || async {
        let view = world.core.downloads().get(id).await.unwrap();
        view.message.is_some_and(|said| said.contains("used up"))
    })
    .await;
    world.no_faults().await;
    world
        .fault(json!({ "kind": "video_processing", "ms": 0 }))
        .await;
    world.clock.advance_ms(24 * 60 * 60 * 1000);
    let ended = world.core.downloads().ended(id).await.unwrap();
    assert_eq!(
        (ended.state, ended.copies),
        (DownloadState::Done, 8),
        "{ended:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_goes_into_one_archive_where_that_is_asked_for() {
    let (world, album, _) = with_album(12).await;
    let wished = DownloadRequest {
        sidecar: Some(SidecarKind::Json),
        zip: Some("Summer: 2024".to_owned()),
        ..request(&world, album)
    };
    let ended = download(&world, wished.clone()).await;
    assert_eq!(ended.state, DownloadState::Done, "{ended:?}");
    let names: Vec<String> = files(&folder(&world)).into_keys().collect();
    assert_eq!(
        names,
        ["Summer_ 2024.zip"],
        "one file and nothing beside it"
    );
    let place = world.core.downloads().place(ended.id).await.unwrap();
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&place).unwrap()).unwrap();
    assert_eq!(archive.len(), 24);
    let photo = rows(&world, ended.id).await;
    let photo = photo.iter().find(|row| row.file_name == "IMG_0.jpg");
    let mut file = archive.by_name(&photo.unwrap().path).unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
    assert_eq!(bytes, jpeg(0));
    drop(file);
    let again = download(&world, wished).await;
    assert_eq!(again.zip.as_deref(), Some("Summer_ 2024 (2).zip"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_names_nothing_is_refused_and_names_are_shown_before() {
    let (world, album, _) = with_album(3).await;
    let downloads = world.core.downloads();
    let shown = DownloadRequest {
        template: "{year}/{type}/{filename}".to_owned(),
        ..request(&world, album)
    };
    let names = downloads.names(&shown).await.unwrap();
    assert_eq!(names.problem, None);
    assert_eq!(names.names.len(), 3);
    assert!(
        names.names[0].path.ends_with("/Photos/img_0.jpg") || names.names[0].path.ends_with(".jpg")
    );
    let wrong = DownloadRequest {
        template: "{nonsense}".to_owned(),
        ..request(&world, album)
    };
    let problem = downloads.names(&wrong).await.unwrap().problem.unwrap();
    assert!(problem.contains("{nonsense} is not known"), "{problem}");
    let refused = downloads.start(wrong).await.unwrap_err();
    assert!(matches!(refused, CoreError::NameRule { .. }), "{refused:?}");
    let nowhere = DownloadRequest {
        to: String::new(),
        ..request(&world, album)
    };
    let refused = downloads.start(nowhere).await.unwrap_err();
    assert!(matches!(refused, CoreError::FolderNotUsable), "{refused:?}");
    assert!(downloads.list().await.unwrap().is_empty(), "nothing began");
}
