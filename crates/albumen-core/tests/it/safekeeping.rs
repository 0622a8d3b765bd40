//! What of a folder is in Google Photos: every state as it really comes about, what is proof, what it costs.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use albumen_core::Core;
use albumen_core::view::{
    ConnectionKey, FileKeeping, JobState, ListFormat, SafekeepingCopy, SafekeepingFile,
    SafekeepingFilter, SafekeepingFolder, SafekeepingHead,
};
use serde_json::Value;

use crate::many::write_photos;
use crate::support::{TOMAS, World, job_end, until};
use crate::upload_support::*;

const BATCH_GET: &str = "mediaItems.batchGet";

fn text(folder: &Path) -> String {
    folder.to_str().unwrap().to_owned()
}

fn only(states: &[FileKeeping]) -> SafekeepingFilter {
    SafekeepingFilter {
        states: states.to_vec(),
        words: String::new(),
    }
}

fn all() -> SafekeepingFilter {
    SafekeepingFilter::default()
}

async fn check(world: &World, of: ConnectionKey, folder: &Path) -> SafekeepingHead {
    let safekeeping = world.core.safekeeping();
    let job = safekeeping.check(of, &text(folder)).await.unwrap();
    let job = job_end(&world.core, job).await;
    assert_eq!(job.state, JobState::Done, "{job:?}");
    assert_eq!(Some(job.done), job.total, "all of it was done");
    safekeeping.report(of, &text(folder)).await.unwrap()
}

async fn ask(world: &World, of: ConnectionKey, folder: &Path) -> String {
    let safekeeping = world.core.safekeeping();
    let job = safekeeping.ask(of, &text(folder)).await.unwrap();
    let job = job_end(&world.core, job).await;
    assert_eq!(job.state, JobState::Done, "{job:?}");
    job.note.unwrap()
}

async fn files(core: &Core, of: ConnectionKey, folder: &Path) -> BTreeMap<String, SafekeepingFile> {
    let piece = core
        .safekeeping()
        .files(of, &text(folder), all(), None, (0, 500))
        .await
        .unwrap();
    assert_eq!(piece.total as usize, piece.files.len());
    let by_path = |file: SafekeepingFile| (file.path.clone(), file);
    piece.files.into_iter().map(by_path).collect()
}

async fn states(core: &Core, of: ConnectionKey, folder: &Path) -> Vec<(String, FileKeeping)> {
    let files = files(core, of, folder).await;
    files
        .into_iter()
        .map(|(path, file)| (path, file.state))
        .collect()
}

async fn upload(world: &World, paths: Vec<PathBuf>) {
    world.core.uploads().enqueue(paths, None).await.unwrap();
    idle(&world.core).await;
}

/// Name, size, time and bytes of everything below a folder.
fn everything(folder: &Path) -> Vec<(PathBuf, std::time::SystemTime, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        found.push((
            path.clone(),
            metadata.modified().unwrap(),
            fs::read(&path).unwrap_or_default(),
        ));
        if metadata.is_dir() {
            found.extend(everything(&path));
        }
    }
    found.sort();
    found
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_found_by_how_a_report_shows_it_also_where_its_name_is_no_text() {
    use std::os::unix::ffi::OsStrExt as _;
    let (world, of, _) = with_album().await;
    let mut drop = Drop::new();
    drop.add("trip/a.jpg", jpeg(1));
    let root = drop.folder()[0].canonicalize().unwrap();
    let odd = root.join(std::ffi::OsStr::from_bytes(b"b\xFF.jpg"));
    fs::write(&odd, jpeg(2)).unwrap();
    check(&world, of, &root).await;
    let safekeeping = world.core.safekeeping();
    let place = async |file: &str| safekeeping.place(of, &text(&root), file).await;
    assert_eq!(place("trip/a.jpg").await.unwrap(), root.join("trip/a.jpg"));
    assert_eq!(
        place("b\\xFF.jpg").await.unwrap().file_name(),
        odd.file_name(),
        "the name on the disk, not as it is shown"
    );
    assert!(
        place("../a.jpg").await.is_err(),
        "only what is in the report"
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn each_file_is_told_as_it_stands_and_nothing_here_is_changed() {
    use FileKeeping::*;
    let (world, of, _) = with_album().await;
    let mut drop = Drop::new();
    let seen = drop.add("seen.jpg", jpeg(1));
    let gone = drop.add("trip/gone.jpg", jpeg(2));
    let edited = drop.add("trip/edited.jpg", jpeg(3));
    upload(&world, vec![seen, gone, edited.clone()]).await;
    world.clock.advance_ms(1_000);
    world.sync().await;
    let later = drop.add("later.jpg", jpeg(4));
    upload(&world, vec![later]).await;
    fs::write(&edited, jpeg(5)).unwrap();
    world.core.uploads().pause(true).await.unwrap();
    let waiting = drop.add("waiting.jpg", jpeg(6));
    world
        .core
        .uploads()
        .enqueue(vec![waiting], None)
        .await
        .unwrap();
    drop.add("absent.jpg", jpeg(7));
    drop.add("notes.txt", b"Remember the milk".to_vec());
    drop.add(".hidden.jpg", jpeg(8));
    let folder = drop.dir.path();
    std::os::unix::fs::symlink("nowhere", folder.join("dangling.jpg")).unwrap();
    std::os::unix::fs::symlink(folder.join("seen.jpg"), folder.join("link.jpg")).unwrap();
    let before = everything(folder);

    let head = check(&world, of, folder).await;
    let told = [
        ("absent.jpg", Absent),
        ("dangling.jpg", Unreadable),
        ("later.jpg", Unseen),
        ("link.jpg", Other),
        ("notes.txt", Other),
        ("seen.jpg", Seen),
        ("trip/edited.jpg", Changed),
        ("trip/gone.jpg", Seen),
        ("waiting.jpg", Waiting),
    ]
    .map(|(path, state)| (path.to_owned(), state));
    assert_eq!(states(&world.core, of, folder).await, told);
    assert_eq!(head.files, 9, "what is hidden is passed over");
    assert_eq!((head.by_state.seen.files, head.deletable_files), (2, 2));
    assert_eq!(head.requests_to_ask, 1, "three items on record");

    let rows = files(&world.core, of, folder).await;
    let proof = &rows["seen.jpg"];
    assert_eq!(
        proof.hash.as_deref(),
        Some(blake3::hash(&jpeg(1)).to_hex().as_str())
    );
    assert!(proof.google_id.is_some() && proof.item_key.is_some());
    assert!(proof.last_seen_ms > proof.sent_ms, "{proof:?}");
    assert_eq!(proof.file_name.as_deref(), Some("seen.jpg"));
    assert!(proof.product_url.is_some());
    assert_eq!(
        rows["later.jpg"].last_seen_ms, None,
        "only the upload said so"
    );
    assert!(
        rows["trip/edited.jpg"].google_id.is_none(),
        "another version went up"
    );
    let why = rows["dangling.jpg"].reason.as_deref().unwrap();
    assert!(why.starts_with("Your system says: No such file"), "{why}");
    assert_eq!(rows["link.jpg"].size_bytes, 0, "nothing is counted twice");
    assert!(rows["notes.txt"].reason.is_some() && rows["link.jpg"].reason.is_some());

    // Removed at Google: nobody knows before somebody looks.
    let id = rows["trip/gone.jpg"].google_id.clone().unwrap();
    world.delete(&format!("items/{id}")).await;
    world.clock.advance_ms(1_000);
    world.forget_stats().await;
    let note = ask(&world, of, folder).await;
    assert_eq!(world.count(BATCH_GET).await, 1);
    assert_eq!(note, "Google showed 2 items, 1 not found.");
    let rows = files(&world.core, of, folder).await;
    assert_eq!(rows["trip/gone.jpg"].state, NotFound);
    assert_eq!(rows["later.jpg"].state, Seen);
    assert_eq!(everything(folder), before, "nothing here was changed");

    world.core.uploads().pause(false).await.unwrap();
    idle(&world.core).await;
    let rows = files(&world.core, of, folder).await;
    assert_eq!(
        rows["waiting.jpg"].state, Unseen,
        "the report follows the queue without another check"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comparison_tells_what_was_removed() {
    let (world, of, _) = with_album().await;
    let mut drop = Drop::new();
    let gone = drop.add("gone.jpg", jpeg(1));
    upload(&world, vec![gone]).await;
    world.clock.advance_ms(1_000);
    let folder = drop.dir.path().to_owned();
    check(&world, of, &folder).await;
    let id = files(&world.core, of, &folder).await["gone.jpg"]
        .google_id
        .clone()
        .unwrap();
    world.delete(&format!("items/{id}")).await;
    world.sync().await;
    let job = world.core.sync().compare().await.unwrap();
    job_end(&world.core, job).await;
    let head = world.core.safekeeping().report(of, &text(&folder)).await;
    let head = head.unwrap();
    assert_eq!(head.by_state.not_found.files, 1, "{head:?}");
    assert_eq!(head.deletable_files, 0);
    assert_eq!(head.requests_to_ask, 1, "it may be back: that can be asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_are_named_here_and_in_another_connection() {
    let (world, mara, _) = with_album().await;
    let mut drop = Drop::new();
    let one = drop.add("one.jpg", jpeg(1));
    let two = drop.add("again/one (copy).jpg", jpeg(1));
    drop.add("alone.jpg", jpeg(2));
    upload(&world, vec![one.clone()]).await;
    world.sign_in(TOMAS).await;
    upload(&world, vec![one.clone()]).await;
    let folder = drop.dir.path().to_owned();
    check(&world, mara, &folder).await;
    let rows = files(&world.core, mara, &folder).await;
    let file = |path: &Path| SafekeepingCopy::File {
        path: text(&fs::canonicalize(path).unwrap()),
    };
    let name = world
        .core
        .connections()
        .list()
        .await
        .unwrap()
        .into_iter()
        .find(|connection| connection.key != mara)
        .unwrap()
        .name;
    let tomas = SafekeepingCopy::Connection { name };
    assert_eq!(rows["one.jpg"].copies, [file(&two), tomas.clone()]);
    assert_eq!(
        rows["again/one (copy).jpg"].copies,
        [file(&one), tomas.clone()]
    );
    assert!(rows["alone.jpg"].copies.is_empty());
    assert_eq!(
        rows["again/one (copy).jpg"].state,
        FileKeeping::Unseen,
        "the same bytes went up"
    );

    fs::write(&two, jpeg(9)).unwrap();
    let rows = files(&world.core, mara, &folder).await;
    assert_eq!(rows["one.jpg"].copies, [tomas], "it is no copy any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_once_and_is_unchanged_is_not_read_again() {
    let (world, of, _) = with_album().await;
    let mut drop = Drop::new();
    let path = drop.add("photo.jpg", jpeg(1));
    let folder = drop.dir.path().to_owned();
    check(&world, of, &folder).await;
    let hash = files(&world.core, of, &folder).await["photo.jpg"]
        .hash
        .clone();
    // Other bytes, but size, time and inode as before: who reads it would notice.
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    let mut other = jpeg(1);
    *other.last_mut().unwrap() ^= 0xFF;
    fs::write(&path, &other).unwrap();
    let file = File::options().write(true).open(&path).unwrap();
    file.set_modified(modified).unwrap();
    check(&world, of, &folder).await;
    assert_eq!(
        files(&world.core, of, &folder).await["photo.jpg"].hash,
        hash
    );
    file.set_modified(modified + std::time::Duration::from_secs(5))
        .unwrap();
    check(&world, of, &folder).await;
    let now = files(&world.core, of, &folder).await["photo.jpg"]
        .hash
        .clone();
    assert_eq!(now.as_deref(), Some(blake3::hash(&other).to_hex().as_str()));
}

/// A video whose bytes take longer to read than a test waits before it stops that. It takes no room on the disk.
fn endless_video(folder: &Path) {
    let path = folder.join("endless.mp4");
    fs::write(&path, b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom").unwrap();
    let file = File::options().write(true).open(path).unwrap();
    file.set_len(19_000_000_000).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_is_stopped_or_dies_leaves_the_report_from_before() {
    let (mut world, of, _) = with_album().await;
    let drop = Drop::of(3);
    let folder = drop.dir.path().to_owned();
    let before = check(&world, of, &folder).await;
    endless_video(&folder);
    let reading = async |world: &World| {
        let job = world
            .core
            .safekeeping()
            .check(of, &text(&folder))
            .await
            .unwrap();
        let again = world
            .core
            .safekeeping()
            .check(of, &text(&folder))
            .await
            .unwrap();
        assert_eq!(job, again, "it is not begun twice");
        until(&world.core, "it reads", || async {
            let jobs = world.core.jobs().list().await;
            let job = jobs.into_iter().find(|one| one.id == job).unwrap();
            job.total == Some(4)
        })
        .await;
        job
    };
    let job = reading(&world).await;
    world.core.jobs().cancel(job).await.unwrap();
    let job = job_end(&world.core, job).await;
    assert_eq!(job.state, JobState::Cancelled);
    assert_eq!(
        job.note.as_deref(),
        Some("Stopped. The report from before is kept.")
    );
    let reports = world.core.safekeeping().reports(of).await.unwrap();
    assert_eq!(reports, std::slice::from_ref(&before));

    reading(&world).await;
    world.core.close().await;
    world.core = Core::open(upload_config(&world.url, world.home.path(), &world.clock))
        .await
        .unwrap();
    let reports = world.core.safekeeping().reports(of).await.unwrap();
    assert_eq!(reports, [before], "as if it had not begun");
    fs::remove_file(folder.join("endless.mp4")).unwrap();
    world.clock.advance_ms(5_000);
    let after = check(&world, of, &folder).await;
    assert_eq!((after.files, after.checked_ms), (3, 1_790_000_005_000));
    assert_eq!(world.core.safekeeping().reports(of).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_files_are_given_page_by_page() {
    let (world, of, _) = with_album().await;
    let dir = tempfile::tempdir().unwrap();
    for part in 0..4 {
        write_photos(
            &dir.path().join(format!("part {part}")),
            part * 5_000..(part + 1) * 5_000,
        );
    }
    let head = check(&world, of, dir.path()).await;
    assert_eq!((head.files, head.by_state.absent.files), (20_000, 20_000));
    let safekeeping = world.core.safekeeping();
    let folder = text(dir.path());
    let folders = safekeeping.folders(of, &folder, all()).await.unwrap();
    let shown: Vec<_> = folders
        .iter()
        .map(|one| (one.path.as_str(), one.files))
        .collect();
    assert_eq!(
        shown,
        [
            ("part 0", 5_000),
            ("part 1", 5_000),
            ("part 2", 5_000),
            ("part 3", 5_000)
        ]
    );
    let (mut met, mut last) = (0, String::new());
    loop {
        let page = safekeeping
            .files(of, &folder, all(), None, (met, 9_999))
            .await
            .unwrap();
        assert_eq!(page.total, 20_000);
        assert!(
            page.files.len() <= 500,
            "a page is a page, whatever is asked for"
        );
        if page.files.is_empty() {
            break;
        }
        for file in page.files {
            assert!(file.path > last, "in order, each once");
            last = file.path;
            met += 1;
        }
    }
    assert_eq!(met, 20_000);
    let words = SafekeepingFilter {
        words: "PART 2/Photo 0101".to_owned(),
        ..all()
    };
    let some = safekeeping
        .files(of, &folder, words.clone(), None, (0, 500))
        .await
        .unwrap();
    assert_eq!(some.total, 100, "by a part of the path, whatever the case");
    let none = safekeeping
        .folders(of, &folder, only(&[FileKeeping::Seen]))
        .await
        .unwrap();
    assert!(none.is_empty());
    let within = safekeeping
        .files(of, &folder, all(), Some("part 3".to_owned()), (4_999, 500))
        .await
        .unwrap();
    assert_eq!((within.total, within.files.len()), (5_000, 1));
    safekeeping.forget(of, &folder).await.unwrap();
    assert!(safekeeping.reports(of).await.unwrap().is_empty());
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        4,
        "no file went with it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_takes_a_request_for_fifty_items() {
    let (world, of, _) = with_album().await;
    let dir = tempfile::tempdir().unwrap();
    let paths = write_photos(dir.path(), 0..120);
    upload(&world, paths).await;
    let head = check(&world, of, dir.path()).await;
    assert_eq!((head.by_state.unseen.files, head.deletable_files), (120, 0));
    assert_eq!(head.requests_to_ask, 3);
    let forecast = world
        .core
        .safekeeping()
        .forecast(of, &text(dir.path()))
        .await;
    assert_eq!(forecast.unwrap(), 3);
    let gone = files(&world.core, of, dir.path()).await["photo 000007.jpg"]
        .google_id
        .clone()
        .unwrap();
    world.delete(&format!("items/{gone}")).await;
    world.clock.advance_ms(1_000);
    world.forget_stats().await;
    ask(&world, of, dir.path()).await;
    assert_eq!(world.library_requests().await, 3, "and nothing else");
    assert_eq!(world.count(BATCH_GET).await, 3);
    let head = world.core.safekeeping().report(of, &text(dir.path())).await;
    let head = head.unwrap();
    assert_eq!(
        (head.by_state.seen.files, head.by_state.not_found.files),
        (119, 1)
    );
    assert_eq!(head.deletable_bytes, head.by_state.seen.bytes);

    world
        .fault(serde_json::json!({ "kind": "quota_spent" }))
        .await;
    let job = world
        .core
        .safekeeping()
        .ask(of, &text(dir.path()))
        .await
        .unwrap();
    let job = job_end(&world.core, job).await;
    assert_eq!(job.state, JobState::Failed);
    let again = world.core.safekeeping().report(of, &text(dir.path())).await;
    assert_eq!(again.unwrap(), head, "what was known is kept");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn hostile_names_stay_cells_of_a_table() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let (world, of, _) = with_album().await;
    let mut drop = Drop::new();
    for (number, name) in [
        "=1+1.jpg",
        "a, \"b\".jpg",
        "two\nlines.jpg",
        "\u{c5}s.jpg",
        "@x/-y.jpg",
    ]
    .into_iter()
    .enumerate()
    {
        drop.add(name, jpeg(u8::try_from(number).unwrap()));
    }
    let folder = drop.dir.path().to_owned();
    fs::write(folder.join(OsStr::from_bytes(b"raw \xff.jpg")), jpeg(9)).unwrap();
    upload(&world, drop.paths()).await;
    world.clock.advance_ms(1_000);
    world.sync().await;
    check(&world, of, &folder).await;
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("report.csv");
    let safekeeping = world.core.safekeeping();
    let rows = safekeeping
        .export(of, &text(&folder), all(), ListFormat::Csv, &to)
        .await
        .unwrap();
    assert_eq!(rows, 6);
    let mut table = csv::Reader::from_path(&to).unwrap();
    let columns = table.headers().unwrap().clone();
    assert_eq!(&columns[0], "path");
    let mut cells: Vec<(String, String)> = table
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect();
    cells.sort();
    let seen = |path: &str| (path.to_owned(), "seen".to_owned());
    let mut wanted = vec![
        seen("'=1+1.jpg"),
        seen("'@x/-y.jpg"),
        seen("a, \"b\".jpg"),
        ("raw \\xFF.jpg".to_owned(), "absent".to_owned()),
        seen("two\nlines.jpg"),
        seen("\u{c5}s.jpg"),
    ];
    wanted.sort();
    assert_eq!(cells, wanted);

    let to = out.path().join("report.json");
    let some = only(&[FileKeeping::Absent]);
    safekeeping
        .export(of, &text(&folder), some, ListFormat::Json, &to)
        .await
        .unwrap();
    let report: Value = serde_json::from_slice(&fs::read(&to).unwrap()).unwrap();
    assert_eq!(report["report"]["files"], 6, "the head is of all: {report}");
    assert_eq!(report["files"].as_array().unwrap().len(), 1);
    assert_eq!(report["files"][0]["path"], "raw \\xFF.jpg");
    assert_eq!(report["limits"].as_array().unwrap().len(), 4);

    let kept = fs::read(&to).unwrap();
    let nowhere = out.path().join("no such folder/report.csv");
    let refused = safekeeping
        .export(of, &text(&folder), all(), ListFormat::Csv, &nowhere)
        .await;
    assert!(refused.is_err());
    assert_eq!(fs::read(&to).unwrap(), kept);
    assert_eq!(
        fs::read_dir(out.path()).unwrap().count(),
        2,
        "nothing half is left"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_are_told_by_the_file_that_needs_a_look_first() {
    use FileKeeping::*;
    let (world, of, _) = with_album().await;
    let mut drop = Drop::new();
    let up = [
        drop.add("top.jpg", jpeg(1)),
        drop.add("a/one.jpg", jpeg(2)),
        drop.add("a/b/two.jpg", jpeg(3)),
    ];
    upload(&world, up.to_vec()).await;
    world.clock.advance_ms(1_000);
    world.sync().await;
    drop.add("a/new.jpg", jpeg(4));
    drop.add("a/b/list.txt", b"list".to_vec());
    let folder = drop.dir.path().to_owned();
    check(&world, of, &folder).await;
    let folders = world
        .core
        .safekeeping()
        .folders(of, &text(&folder), all())
        .await;
    let told: Vec<_> = folders
        .unwrap()
        .into_iter()
        .map(
            |SafekeepingFolder {
                 path,
                 files,
                 kept,
                 worst,
                 ..
             }| (path, files, kept, worst),
        )
        .collect();
    let wanted = [("", 1, 1, Seen), ("a", 2, 1, Absent), ("a/b", 2, 1, Other)];
    let wanted = wanted.map(|(path, files, kept, worst)| (path.to_owned(), files, kept, worst));
    assert_eq!(told, wanted);
    let nowhere = world.core.safekeeping().check(of, "/no such folder").await;
    let said = nowhere.unwrap_err().to_string();
    assert!(said.starts_with("There is no such folder."), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_in_work_is_no_proof_and_a_failed_upload_does_not_wait() {
    let (world, of, _) = with_album().await;
    let processing = |ms: u32| serde_json::json!({ "kind": "video_processing", "ms": ms });
    world.fault(processing(3_600_000)).await;
    let mut drop = Drop::new();
    let clip = drop.add("clip.mp4", crate::downloads::film(1));
    upload(&world, vec![clip]).await;
    world.clock.advance_ms(1_000);
    world.sync().await;
    let damaged = serde_json::json!({ "kind": "partial_batch", "codes": [3], "count": 1 });
    world.fault(damaged).await;
    let broken = drop.add("broken.jpg", jpeg(1));
    upload(&world, vec![broken]).await;
    let folder = drop.dir.path().to_owned();
    check(&world, of, &folder).await;
    let rows = files(&world.core, of, &folder).await;
    assert_eq!(rows["clip.mp4"].state, FileKeeping::Unseen);
    let why = rows["clip.mp4"].reason.as_deref().unwrap();
    assert!(why.contains("still working on this video"), "{why}");
    assert!(
        rows["clip.mp4"].last_seen_ms.is_some(),
        "it was in the list"
    );
    assert_eq!(rows["broken.jpg"].state, FileKeeping::Absent);
    let why = rows["broken.jpg"].reason.as_deref().unwrap();
    assert!(why.starts_with("Its upload failed."), "{why}");

    world.fault(processing(0)).await;
    world.clock.advance_ms(1_000);
    ask(&world, of, &folder).await;
    let rows = files(&world.core, of, &folder).await;
    assert_eq!(rows["clip.mp4"].state, FileKeeping::Seen);
    assert_eq!(rows["clip.mp4"].reason, None);
}
