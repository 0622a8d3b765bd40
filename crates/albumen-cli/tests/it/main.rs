//! The program as a script uses it: real processes, the sample library, JSON and exit codes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod calls;
mod links;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

mod connections;
mod joined;
#[cfg(unix)]
mod recipes;
mod safekeeping;

mod watch;

/// One home for one test; the drawn pictures are shared by all, as they never change.
struct Home(tempfile::TempDir);

/// Draws the pictures once, before the tests that run beside each other would each draw them.
static DRAWN: LazyLock<()> = LazyLock::new(|| {
    let home = Home(tempfile::tempdir().unwrap());
    home.json(&["album", "list", "--sample", "--json"]);
});

impl Home {
    fn new() -> Self {
        LazyLock::force(&DRAWN);
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_albumen-cli"));
        command
            .args(args)
            .env("ALBUMEN_HOME", self.path().join("home"))
            .env("ALBUMEN_KEYCHAIN", "off")
            .env("ALBUMEN_SAMPLE_PICTURES", pictures())
            .env_remove("ALBUMEN_GOOGLE")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        assert!(
            output.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn pictures() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample-pictures")
}

/// A picture that nobody else has: a small bitmap of one colour.
fn picture(red: u8) -> Vec<u8> {
    let pixels = [40, red, 200].repeat(16 * 16);
    let mut bmp = b"BM".to_vec();
    for field in [
        54 + 768,
        0,
        54,
        40,
        16,
        16,
        1 | 24 << 16,
        0,
        768,
        0,
        0,
        0,
        0_u32,
    ] {
        bmp.extend(field.to_le_bytes());
    }
    bmp.extend(pixels);
    bmp
}

#[test]
fn the_sample_library_is_listed_as_json_and_as_text() {
    let home = Home::new();
    let albums = home.json(&["album", "list", "--sample", "--json"]);
    let albums = albums.as_array().unwrap();
    assert!(
        albums.len() >= 10,
        "the sample library has at least ten albums"
    );
    let title = albums[0]["title"].as_str().unwrap();
    let one = home.json(&["album", "get", title, "--sample", "--json"]);
    assert_eq!(one["key"], albums[0]["key"]);

    let media = home.json(&["media", "list", "--limit", "7", "--sample", "--json"]);
    assert_eq!(media.as_array().unwrap().len(), 7, "the limit holds");
    let text = home.run(&["media", "list", "--limit", "7", "--sample"]);
    assert_eq!(
        String::from_utf8_lossy(&text.stdout).lines().count(),
        7,
        "one line an item for people"
    );

    let films = home.json(&["media", "search", "type:video", "--sample", "--json"]);
    let films = films.as_array().unwrap();
    assert!(!films.is_empty(), "the sample library has videos");
    assert!(films.iter().all(|film| film["kind"] == "video"));
    let name = media[0]["fileName"].as_str().unwrap();
    let found = home.json(&["media", "search", name, "--json"]);
    assert!(
        found
            .as_array()
            .unwrap()
            .iter()
            .any(|item| item["key"] == media[0]["key"]),
        "found by its name, without the service"
    );

    let seen = home.run(&["album", "list", "--json"]);
    assert!(
        seen.status.success(),
        "without the service the local index answers"
    );
    assert_eq!(
        serde_json::from_slice::<Value>(&seen.stdout)
            .unwrap()
            .as_array()
            .unwrap()
            .len(),
        albums.len()
    );
}

#[test]
fn files_go_up_into_an_album_that_is_shared_and_unshared() {
    let home = Home::new();
    let (one, two) = (
        home.file("one 🌄.bmp", &picture(1)),
        home.file("two\"quoted\".bmp", &picture(2)),
    );
    let args = [
        "upload",
        one.to_str().unwrap(),
        two.to_str().unwrap(),
        "--album",
        "From a script",
        "--sample",
        "--json",
    ];
    let report = home.json(&args);
    assert_eq!(report["totals"]["done"], 2, "{report}");
    assert_eq!(
        home.json(&args)["totals"]["failed"],
        0,
        "the same files again are not a failure"
    );
    let album = home.json(&["album", "get", "From a script", "--sample", "--json"]);
    assert_eq!(album["items"], 2, "and they are not in the album twice");

    let link = home.json(&["album", "share", "From a script", "--sample", "--json"]);
    let shown = home.run(&["album", "link", "From a script", "--offline"]);
    assert_eq!(
        String::from_utf8_lossy(&shown.stdout).trim(),
        link["url"].as_str().unwrap(),
        "the link is known without the service"
    );
    home.json(&["album", "unshare", "From a script", "--sample", "--json"]);
    let dead = home.run(&["album", "link", "From a script", "--offline"]);
    assert_eq!(dead.status.code(), Some(1), "a dead link is not handed out");
}

#[test]
fn what_cannot_be_done_ends_with_a_sentence_and_a_code() {
    let home = Home::new();
    let nobody = home.run(&["album", "list"]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&nobody.stderr).contains("There is no connection yet"),
        "{nobody:?}"
    );

    let gone = home.run(&["upload", "/nowhere/at all.jpg", "--sample", "--json"]);
    assert_eq!(gone.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&gone.stdout).unwrap();
    assert!(
        answer["error"]["message"]
            .as_str()
            .unwrap()
            .contains("Not found"),
        "{answer}"
    );

    let text = home.file("letter.jpg", b"Dear Google, this is not a picture.\n");
    let mixed = home.run(&[
        "upload",
        text.to_str().unwrap(),
        home.file("real.bmp", &picture(3)).to_str().unwrap(),
        "--sample",
    ]);
    assert_eq!(
        mixed.status.code(),
        Some(3),
        "some files were left out: {}",
        String::from_utf8_lossy(&mixed.stdout)
    );
    assert!(
        String::from_utf8_lossy(&mixed.stdout).contains("1 of"),
        "the other one went up"
    );

    let after = home.json(&[
        "upload",
        home.file("later.bmp", &picture(4)).to_str().unwrap(),
        "--sample",
        "--json",
    ]);
    assert_eq!(
        after["totals"]["files"], 1,
        "a later command reports its own files only: {after}"
    );
    assert_eq!(after["files"].as_array().unwrap().len(), 1);

    let words = home.run(&["album", "dance"]);
    assert_eq!(
        words.status.code(),
        Some(2),
        "the command line was not understood"
    );
}

#[test]
fn a_connection_is_checked_with_its_remedies_and_a_code() {
    let home = Home::new();
    let well = home.json(&["doctor", "--sample", "--json"]);
    assert_eq!(well["state"], "done");
    let checks = well["checks"].as_array().unwrap();
    assert_eq!(checks.len(), 17, "everything is looked at");
    for check in checks {
        assert_eq!(check["state"], "ok", "{check}");
    }
    let text = home.run(&["doctor", "--sample"]);
    assert!(text.status.success());
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(text.contains("✓  Network"), "{text}");
    assert_eq!(text.lines().count(), 17, "nothing is to do: {text}");

    let gone = home.run(&["doctor"]);
    assert_eq!(gone.status.code(), Some(1), "the service is not there");
    let text = String::from_utf8_lossy(&gone.stdout).into_owned();
    assert!(text.contains("✗  Network"), "{text}");
    assert!(text.contains("→ Add --sample"), "{text}");
    let said = String::from_utf8_lossy(&gone.stderr).into_owned();
    assert!(said.contains("1 check failed."), "{said}");
    let json = home.run(&["doctor", "--json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["checks"][3]["remedy"]["kind"], "openSample");
}

#[test]
fn a_half_written_credentials_file_is_refused_in_words() {
    let home = Home::new();
    let half = home.file(
        "client_secret_1.json",
        br#"{"installed":{"client_id":"1.apps.googleusercontent.com"}}"#,
    );
    let refused = home.run(&["connection", "add", "--credentials", half.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("secret"),
        "it says what is missing: {refused:?}"
    );
}

#[test]
fn a_plan_is_printed_and_nothing_is_sent() {
    let home = Home::new();
    let folder = home.path().join("Lofoten");
    std::fs::create_dir_all(folder.join("more")).unwrap();
    std::fs::write(folder.join("a.bmp"), picture(1)).unwrap();
    std::fs::write(folder.join("more/b.bmp"), picture(2)).unwrap();
    std::fs::write(folder.join("more/a again.bmp"), picture(1)).unwrap();
    std::fs::write(folder.join("notes.txt"), "notes").unwrap();
    let path = folder.to_str().unwrap();
    let plan = home.json(&["upload", path, "--plan", "--sample", "--json"]);
    assert_eq!(
        (&plan["newFiles"], &plan["doubled"], &plan["staysOut"]),
        (&2.into(), &1.into(), &1.into()),
        "{plan}"
    );
    let titles: Vec<_> = plan["albums"]
        .as_array()
        .unwrap()
        .iter()
        .map(|album| album["title"].clone())
        .collect();
    assert_eq!(titles, ["Lofoten", "more"], "{plan}");
    let one = home.json(&[
        "upload", path, "--plan", "--album", "Norway", "--sample", "--json",
    ]);
    assert_eq!(one["albums"][0]["title"], "Norway");
    assert_eq!(one["requests"], 4, "two files, one call, one album: {one}");
    let none = home.json(&["upload", path, "--plan", "--no-album", "--sample", "--json"]);
    assert_eq!(none["albums"].as_array().unwrap().len(), 0);
    let text = home.run(&["upload", path, "--plan", "--sample"]);
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(
        text.contains("2 new") && text.contains("notes.txt"),
        "{text}"
    );
    let queue = home.json(&["uploads", "list", "--sample", "--json"]);
    assert_eq!(
        queue["files"].as_array().unwrap().len(),
        0,
        "nothing was put in the queue: {queue}"
    );
    let wrong = home.run(&["upload", path, "--album", "A", "--no-album"]);
    assert_eq!(wrong.status.code(), Some(2), "one or the other");
}

#[test]
fn a_paused_queue_is_said_and_the_same_upload_again_uses_the_same_album() {
    let home = Home::new();
    let folder = home.path().join("Lofoten");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.bmp"), picture(11)).unwrap();
    let path = folder.to_str().unwrap();
    home.json(&["uploads", "pause", "--sample", "--json"]);
    let paused = home.run(&["upload", path, "--limit", "2M", "--sample", "--json"]);
    assert_eq!(paused.status.code(), Some(5), "nothing went up: {paused:?}");
    let report: Value = serde_json::from_slice(&paused.stdout).unwrap();
    assert_eq!(
        (&report["error"]["code"], &report["state"]["kind"]),
        (&"paused".into(), &"paused".into()),
        "one value says all of it: {report}"
    );
    assert!(
        String::from_utf8_lossy(&paused.stderr).contains("`uploads resume`"),
        "it says how to go on: {paused:?}"
    );
    home.json(&["uploads", "resume", "--sample", "--json"]);
    std::fs::write(folder.join("b.bmp"), picture(12)).unwrap();
    home.json(&["upload", path, "--sample", "--json"]);
    let album = home.json(&["album", "get", "Lofoten", "--sample", "--json"]);
    assert_eq!(album["items"], 2, "one album has both: {album}");
    let plan = [
        "upload",
        path,
        "--plan",
        "--new-albums",
        "--sample",
        "--json",
    ];
    assert!(
        home.json(&plan)["albums"][0]["uses"].is_null(),
        "another album is made only where it is wanted"
    );
}

#[test]
fn one_json_value_is_printed_also_where_files_are_left_out() {
    let home = Home::new();
    let letter = home.file("letter.jpg", b"Dear Google, this is not a picture.\n");
    let left = home.run(&["upload", letter.to_str().unwrap(), "--sample", "--json"]);
    assert_eq!(left.status.code(), Some(3));
    let report: Value = serde_json::from_slice(&left.stdout).unwrap();
    assert_eq!(report["error"]["code"], "someLeft", "{report}");
    assert_eq!(report["files"].as_array().unwrap().len(), 1, "{report}");
    let csv = home.run(&["uploads", "failures", "--csv", "--sample"]);
    assert!(csv.status.success(), "{csv:?}");
}

#[test]
fn without_a_terminal_to_ask_on_nothing_is_sent() {
    let home = Home::new();
    let one = home.file("one.bmp", &picture(21));
    let path = one.to_str().unwrap();
    let asked = home.run(&["upload", path, "--ask", "--sample"]);
    assert_eq!(asked.status.code(), Some(1), "{asked:?}");
    assert!(String::from_utf8_lossy(&asked.stderr).contains("Nothing was sent"));
    let queue = home.json(&["uploads", "list", "--sample", "--json"]);
    assert_eq!(queue["totals"]["files"], 0, "{queue}");
    let blank = home.run(&["upload", path, "--album", "   ", "--sample"]);
    assert_eq!(blank.status.code(), Some(2), "an album needs a name");
    let full = home.run(&["uploads", "continue-album", "--sample"]);
    assert_eq!(full.status.code(), Some(1), "no album is full: {full:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_stops_reading_is_no_panic() {
    let home = Home::new();
    let (read, write) = std::io::pipe().unwrap();
    drop(read);
    let output = home
        .command(&["media", "list", "--sample"])
        .stdout(write)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    assert!(output.status.success(), "the command did its work: {said}");
}

#[cfg(target_os = "linux")]
#[test]
fn who_stops_an_upload_hears_what_is_kept() {
    use std::io::{BufRead as _, Read as _};
    let home = Home::new();
    let folder = home.path().join("Slow");
    std::fs::create_dir_all(&folder).unwrap();
    for red in 0..21 {
        let mut bytes = picture(red);
        bytes.resize(60_000, red);
        std::fs::write(folder.join(format!("{red}.bmp")), bytes).unwrap();
    }
    // More than a minute at this limit, so it is under way when it is stopped.
    let path = folder.to_str().unwrap();
    let mut upload = home
        .command(&["upload", path, "--limit", "16384", "--sample"])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = std::io::BufReader::new(upload.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains(" new, ") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "the plan is said");
    }
    let pid = upload.id().to_string();
    Command::new("kill").args(["-INT", &pid]).status().unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert_eq!(upload.wait().unwrap().code(), Some(130), "{rest}");
    assert!(rest.contains("Stopped."), "{rest}");
}

/// Asks the sample service of a running command for something, as a browser or a tool would.
fn ask(origin: &str, path: &str, body: &str) -> String {
    use std::io::{Read as _, Write as _};
    let host = origin.trim_start_matches("http://");
    let mut line = std::net::TcpStream::connect(host).unwrap();
    write!(
        line,
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn photos_of_the_whole_library_are_picked_over_an_address() {
    use std::io::{BufRead as _, Read as _};
    let home = Home::new();
    let into = home.path().join("copies");
    let mut import = home
        .command(&["import", "pick", "--sample", "--json", "--most", "5"])
        .arg("--into")
        .arg(&into)
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = std::io::BufReader::new(import.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("http") {
        line.clear();
        assert!(
            said.read_line(&mut line).unwrap() > 0,
            "the address is said"
        );
    }
    let (origin, _) = line.split_once("/picker/").unwrap();
    let picked = ask(origin, "/_control/picking", r#"{"items": 3}"#);
    assert!(picked.starts_with("HTTP/1.1 200"), "{picked}");
    let mut answer = String::new();
    import
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut answer)
        .unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert!(import.wait().unwrap().success(), "{rest}");
    let view: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(
        (&view["state"], &view["fetched"]),
        (&"done".into(), &3.into())
    );
    assert_eq!(std::fs::read_dir(&into).unwrap().count(), 3);
    let earlier = home.json(&["import", "list", "--sample", "--json"]);
    assert_eq!(earlier[0]["fetched"], 3);
}

#[test]
fn everything_is_downloaded_once_and_a_second_run_brings_nothing() {
    let home = Home::new();
    let into = home.path().join("copies");
    let into = into.to_str().unwrap();
    let args = ["download", "--all", "--to", into, "--sample", "--json"];
    let planned = home.json(&[&args[..], &["--dry-run"]].concat());
    let items = planned["items"].as_u64().unwrap();
    assert!(
        items > 20 && !Path::new(into).exists(),
        "nothing is made yet"
    );
    let came = home.json(&[&args[..], &["--sidecar", "xmp"]].concat());
    assert_eq!(came["state"], "done");
    assert_eq!(came["items"].as_u64(), Some(items));
    let again = home.json(&[&args[..], &["--sidecar", "xmp"]].concat());
    assert_eq!(again["there"].as_u64(), Some(items), "{again}");
    let refused = home.run(&["download", "--to", into, "--sample"]);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("Say what to download"), "{said}");
    let wrong = home.run(&[
        "download",
        "--all",
        "--to",
        into,
        "--template",
        "{x}",
        "--sample",
    ]);
    let said = String::from_utf8_lossy(&wrong.stderr);
    assert!(said.contains("{x} is not known"), "{said}");
}
