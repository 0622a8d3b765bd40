//! The program as a script uses it: real processes, the sample library, JSON and exit codes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod calls;
mod connections;
mod joined;
mod links;
mod mission;
#[cfg(unix)]
mod recipes;
mod safekeeping;
mod support;
mod watch;

use std::process::{Command, Stdio};

use serde_json::Value;

use support::{Home, picture};

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
