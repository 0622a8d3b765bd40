//! One test for each part of the mission, on the command line: all that its cell of the table in `docs/architecture.md` names,
//! in real processes against the emulator, over HTTP.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use crate::connections::{ADD, MARA, Remote, just};
use crate::links::Today;
use crate::support::{Home, ask, picture};

impl Today {
    /// What the service says of itself.
    async fn held(&self, what: &str) -> Value {
        let url = self.service.url().join("/_control/").unwrap();
        let answer = self.http.get(url.join(what).unwrap()).send().await;
        answer.unwrap().json().await.unwrap()
    }
}

/// Looks again and again. The time is only over where something hangs.
async fn eventually(what: &str, holds: impl AsyncFn() -> bool) {
    let look = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let seen = tokio::time::timeout(Duration::from_secs(120), look).await;
    assert!(seen.is_ok(), "{what}");
}

#[cfg(unix)]
fn signal(child: &std::process::Child, name: &str) {
    let pid = child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args([name, &pid])
        .status();
    assert!(sent.unwrap().success());
}

#[test]
fn connections() {
    let mut remote = Remote::new();
    let added = remote.sign_in(&[&ADD[..], &["--name", "Mine"]].concat(), |back| {
        vec![
            String::new(),
            back.replace("state=", "state=x"),
            back.to_owned(),
        ]
    });
    assert!(added.stderr.contains("ssh -L "), "{}", added.stderr);
    assert!(
        added.stderr.contains("another sign-in"),
        "the wrong address is refused, the right one taken: {}",
        added.stderr
    );
    let made = added.json();
    assert_eq!(
        (&made["name"], &made["email"]),
        (&"Mine".into(), &MARA.into())
    );
    assert!(
        !format!("{}{}", added.stdout, added.stderr).contains("code="),
        "the code is in no output"
    );

    let renewed = remote.sign_in(
        &["connection", "renew", "Mine", "--no-browser", "--json"],
        just,
    );
    assert_eq!(renewed.json()["key"], made["key"]);
    let renamed = remote.json(&["connection", "rename", MARA, "Ours", "--json"]);
    assert_eq!(renamed["name"], "Ours");
    assert_eq!(
        remote
            .json(&["media", "list", "--json"])
            .as_array()
            .unwrap()
            .len(),
        8
    );

    let well = remote.json(&["connection", "doctor", "Ours", "--json"]);
    for check in well["checks"].as_array().unwrap() {
        assert_ne!(check["state"], "failed", "{check}");
    }

    let unasked = remote.command(&["connection", "remove", "Ours"]).output();
    let unasked = unasked.unwrap();
    assert_eq!(unasked.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unasked.stderr).contains("--yes"));

    let out = remote.json(&[
        "connection",
        "remove",
        "Ours",
        "--keep-library",
        "--yes",
        "--json",
    ]);
    assert_eq!(out["revoked"], true);
    assert_eq!(
        remote.json(&["connection", "list", "--json"])[0]["health"],
        "signedOut"
    );
    assert_eq!(
        remote
            .json(&["media", "list", "--json"])
            .as_array()
            .unwrap()
            .len(),
        8,
        "what was seen can still be looked at"
    );
    let refused = remote
        .command(&["album", "create", "Lakes"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(4), "it must sign in again");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("`connection renew`"));
    let back = remote.sign_in(
        &["connection", "renew", "Ours", "--no-browser", "--json"],
        just,
    );
    assert_eq!(back.json()["health"], "connected");

    remote.stop_google();
    let gone = remote
        .command(&["connection", "remove", "Ours", "--yes"])
        .output()
        .unwrap();
    assert_eq!(gone.status.code(), Some(0), "{gone:?}");
    let said = String::from_utf8_lossy(&gone.stdout).into_owned();
    assert!(said.contains("Google did not answer"), "{said}");
    assert_eq!(remote.json(&["connection", "list", "--json"]), json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn albums() {
    let today = Today::new().await;
    for red in 1..=3 {
        today
            .upload_elsewhere(&format!("{red}.bmp"), picture(red))
            .await;
    }
    let made = today.json(&["album", "create", "Lakes", "--json"]);
    let titles = today.json(&["album", "list", "--json"]);
    assert_eq!(titles.as_array().unwrap().len(), 2, "{titles}");
    let renamed = today.json(&["album", "rename", "Lakes", "Rivers", "--json"]);
    assert_eq!(
        (&renamed["key"], &renamed["title"]),
        (&made["key"], &"Rivers".into())
    );
    let gone = today.run(&["album", "get", "Lakes"]);
    assert_eq!(gone.status.code(), Some(1), "{gone:?}");

    let media = today.json(&["media", "list", "--json"]);
    let number = |name: &str| {
        let item = media.as_array().unwrap().iter();
        let mut item = item.filter(|item| item["fileName"] == name);
        item.next().unwrap()["key"].to_string()
    };
    let (one, two, three) = (number("1.bmp"), number("2.bmp"), number("3.bmp"));
    let names = || {
        let inside = today.json(&["media", "list", "--album", "Rivers", "--json"]);
        let items = inside.as_array().unwrap().iter();
        items
            .map(|item| item["fileName"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let added = today.json(&["album", "add", "Rivers", &two, &three, &one, "--json"]);
    assert_eq!(added["album"]["items"], 3, "{added}");
    assert_eq!(names(), ["2.bmp", "3.bmp", "1.bmp"], "in the order named");
    let covered = today.json(&["album", "cover", "Rivers", &three, "--json"]);
    assert_eq!(covered["covers"][0].to_string(), three);
    today.json(&["album", "remove", "Rivers", &two, "--json"]);
    today.json(&["album", "add", "Rivers", &two, "--json"]);
    assert_eq!(
        names(),
        ["3.bmp", "1.bmp", "2.bmp"],
        "out and in is at the end"
    );
    let all = [one.as_str(), &two, &three];
    today.json(&[&["album", "remove", "Rivers", "--json"], &all[..]].concat());
    let oldest = ["album", "add", "Rivers", "--order", "oldest", "--json"];
    today.json(&[&oldest[..], &all].concat());
    let newest_first = media.as_array().unwrap().iter().rev();
    let by_time: Vec<_> = newest_first
        .map(|item| item["fileName"].as_str().unwrap())
        .collect();
    assert_eq!(names(), by_time, "or by the time they were taken");
    today.json(&["album", "remove", "Rivers", &one, "--json"]);
    today.json(&["album", "text", "Rivers", "Day one", "--first", "--json"]);
    let at = ["--at", "-67.93,13.09"];
    let place = [&["album", "place", "Rivers", "Reine"], &at[..]].concat();
    let said = today.run(&place);
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("The place is in “Rivers”."), "{said}");

    let held = today.held("albums").await;
    let held = held.as_array().unwrap().iter();
    let rivers = held.filter(|album| album["title"] == "Rivers");
    let rivers = rivers.collect::<Vec<_>>();
    assert_eq!(rivers.len(), 1);
    assert_eq!(rivers[0]["items"].as_array().unwrap().len(), 2);
    assert_eq!(
        rivers[0]["enrichments"],
        json!([
            { "at": 0, "text": "Day one" },
            { "at": 3, "place": { "name": "Reine", "latitude": -67.93, "longitude": 13.09 } },
        ])
    );

    for (wrong, why) in [
        (
            &["album", "add", "Rivers", &one, "999999"][..],
            "no item 999999",
        ),
        (&["album", "remove", "Lakes", &one], "no album “Lakes”"),
        (&["album", "text", "Rivers", " "], "The text is empty."),
        (
            &["album", "place", "Rivers", "Pole", "--at", "91,0"],
            "from -90 to 90",
        ),
    ] {
        let refused = today.run(wrong);
        assert_eq!(refused.status.code(), Some(1), "{wrong:?}");
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(said.contains(why), "{said}");
    }
    assert_eq!(names().len(), 2, "what is refused changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn shared_albums() {
    let today = Today::new().await;
    let none = today.run(&["album", "shared"]);
    assert!(none.status.success() && none.stdout.is_empty(), "{none:?}");
    let url = today.on_the_page("create").await;
    today.json(&["album", "share", "Summer", "--link", &url, "--json"]);
    let other = url.replace("/share/", "/share/X");
    let other = today.json(&["link", "keep", &other, "--name", "Ole's wedding", "--json"]);
    let all = today.json(&["album", "shared", "--json"]);
    let of = |title: &str| {
        let mut links = all.as_array().unwrap().iter();
        links.find(|link| link["title"] == title).unwrap().clone()
    };
    assert_eq!(all.as_array().unwrap().len(), 2, "{all}");
    assert_eq!(of("Summer")["url"], url.as_str());
    assert!(of("Summer")["album"].is_number() && of("Summer")["checkedMs"].is_number());
    assert_eq!(of("Summer")["state"], "alive");
    assert_eq!(of("Ole's wedding")["state"], other["state"]);

    today.on_the_page("off").await;
    today.json(&["link", "check", "Summer", "--json"]);
    let shown = today.run(&["album", "shared", "--offline"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    let summer = shown.lines().find(|line| line.contains("Summer")).unwrap();
    assert!(
        summer.contains("yours") && summer.contains("is dead") && summer.contains("checked 20"),
        "{shown}"
    );
    assert!(
        shown.contains("Ole's wedding") && shown.contains("kept"),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn share_unshare_copy_link() {
    let today = Today::new().await;
    let asked = today.run(&["album", "share", "Summer"]);
    assert_eq!(asked.status.code(), Some(1));
    let said = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert!(
        said.contains("/lr/album/")
            && said.contains("authuser=tomas")
            && said.contains("--link URL"),
        "{said}"
    );

    let url = today.on_the_page("create").await;
    let wrong = today.run(&[
        "album",
        "share",
        "Summer",
        "--link",
        "https://example.com/share/abc",
    ]);
    assert_eq!(wrong.status.code(), Some(1));
    let mut piped = today
        .command(&["album", "share", "Summer", "--link", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(piped.stdin.take().unwrap(), "  {url}").unwrap();
    let kept = piped.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&kept.stdout).trim(), url);
    let shown = today.run(&["album", "link", "Summer", "--offline"]);
    assert_eq!(String::from_utf8_lossy(&shown.stdout).trim(), url);

    let still = today.run(&["album", "unshare", "Summer"]);
    assert_eq!(still.status.code(), Some(1));
    let said = String::from_utf8_lossy(&still.stderr).into_owned();
    assert!(
        said.contains("The link still works.") && said.contains("/lr/album/"),
        "{said}"
    );
    today.on_the_page("off").await;
    let dead = today.run(&["album", "unshare", "Summer", "--wait"]);
    assert!(dead.status.success(), "{dead:?}");
    assert!(
        String::from_utf8_lossy(&dead.stdout).contains("no longer shared"),
        "it was seen to be dead: {dead:?}"
    );
    let none = today.run(&["album", "unshare", "Summer", "--wait"]);
    assert_eq!(none.status.code(), Some(1), "nothing is left to be proved");
}

#[test]
fn media_items() {
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

    let number = media[0]["key"].to_string();
    let got = home.json(&["media", "get", &number, "--sample", "--json"]);
    assert_eq!(got["item"]["item"]["fileName"], media[0]["fileName"]);
    assert!(got["saved"].is_null(), "nothing is saved unless asked for");
    let folder = home.path().join("one copy");
    let to = ["--to", folder.to_str().unwrap(), "--sample", "--json"];
    let saved = home.json(&[&["media", "get", &number], &to[..]].concat());
    let saved = std::fs::read(saved["saved"].as_str().unwrap()).unwrap();
    assert!(saved.starts_with(&[0xff, 0xd8]), "a JPEG came");
    let nobody = home.run(&["media", "get", "999999", "--sample"]);
    assert_eq!(nobody.status.code(), Some(1));
    let old = home.json(&["media", "list", "--album", title, "--json"]);
    assert_eq!(
        old.as_array().unwrap().len() as u64,
        one["items"].as_u64().unwrap(),
        "an album's items alone"
    );
}

#[test]
fn download() {
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

    let album = home.json(&["album", "list", "--json"])[0].clone();
    let other = home.path().join("other");
    let other = other.to_str().unwrap();
    let title = album["title"].as_str().unwrap();
    let into = ["--to", other, "--sample", "--json"];
    let whole = home.json(&[&["download", "--album", title], &into[..]].concat());
    assert_eq!(whole["items"], album["items"], "{whole}");
    let cover = album["covers"][0].to_string();
    let one = home.json(&[&["download", cover.as_str()], &into[..]].concat());
    assert_eq!(
        (&one["items"], &one["there"]),
        (&1.into(), &1.into()),
        "it came with its album: {one}"
    );
    let films = home.json(&[&["download", "--search", "type:video"], &into[..]].concat());
    assert_eq!(films["state"], "done", "{films}");
    let late = home.json(&[&["download", "--since", "2099-01-01"], &into[..]].concat());
    assert_eq!(late["items"], 0, "nothing is as new as that: {late}");
    let zip = ["download", "--album", title, "--zip", "album.zip"];
    let zip = home.json(&[&zip[..], &into].concat());
    assert_eq!(zip["state"], "done", "{zip}");
    assert!(Path::new(other).join("album.zip").is_file());
}

#[test]
fn upload() {
    let home = Home::new();
    let folder = home.path().join("Lofoten");
    std::fs::create_dir_all(folder.join("Reine")).unwrap();
    std::fs::write(folder.join("a.bmp"), picture(31)).unwrap();
    std::fs::write(folder.join("Reine/b.bmp"), picture(32)).unwrap();
    let path = folder.to_str().unwrap();
    let plan = home.json(&["upload", path, "--plan", "--sample", "--json"]);
    assert_eq!(
        (&plan["newFiles"], &plan["albums"][0]["title"]),
        (&2.into(), &"Lofoten".into()),
        "{plan}"
    );
    let queue = home.json(&["uploads", "list", "--sample", "--json"]);
    assert_eq!(queue["totals"]["files"], 0, "a plan sends nothing: {queue}");

    let sent = home.run(&["upload", path, "--sample"]);
    assert!(sent.status.success(), "{sent:?}");
    let said = String::from_utf8_lossy(&sent.stdout).into_owned();
    assert!(said.contains("2 of 2"), "how it went is said: {said}");
    let queue = home.json(&["uploads", "list", "--sample", "--json"]);
    assert_eq!(
        (&queue["totals"]["done"], &queue["totals"]["left"]),
        (&2.into(), &0.into()),
        "{queue}"
    );
    for (title, items) in [("Lofoten", 1), ("Reine", 1)] {
        let album = home.json(&["album", "get", title, "--sample", "--json"]);
        assert_eq!(album["items"], items, "{album}");
    }
    let again = home.json(&["upload", path, "--sample", "--json"]);
    assert_eq!(again["totals"]["failed"], 0, "{again}");
    let album = home.json(&["album", "get", "Lofoten", "--sample", "--json"]);
    assert_eq!(album["items"], 1, "nothing goes up twice");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn watch_media_items() {
    let today = Today::new().await;
    today.run(&["watch", "--once"]);
    let folder = |name: &str| {
        let folder = today.home.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        folder
    };
    let (camera, inbox, copies) = (folder("Camera"), folder("Inbox"), folder("Copies"));
    let watched = today.json(&["folder", "add", camera.to_str().unwrap(), "--json"]);
    assert_eq!(watched["rule"]["albums"]["title"], "Camera", "{watched}");
    let any = json!({ "kinds": [], "camera": "", "name": "", "album": null, "minBytes": null, "maxBytes": null });
    for recipe in [
        json!({
            "name": "Copies", "when": { "kind": "newItem" }, "onlyIf": any,
            "then": [
                { "kind": "download", "folder": copies, "below": "" },
                { "kind": "notify", "text": "{name} is copied" },
            ],
        }),
        json!({
            "name": "Inbox", "when": { "kind": "fileAppears", "folder": inbox, "subfolders": true }, "onlyIf": any,
            "then": [{ "kind": "upload", "album": { "kind": "named", "title": "From the inbox" } }],
        }),
    ] {
        let file = today
            .home
            .file("recipe.json", recipe.to_string().as_bytes());
        today.json(&["recipe", "save", file.to_str().unwrap(), "--json"]);
        let name = recipe["name"].as_str().unwrap();
        today.json(&["recipe", "on", name, "--json"]);
    }

    today.upload_elsewhere("elsewhere.bmp", picture(41)).await;
    let said = today.home.path().join("said");
    let mut watch = today
        .command(&["watch", "--json"])
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&said).unwrap())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(watch.stdout.take().unwrap());
    std::fs::write(camera.join("camera.bmp"), picture(42)).unwrap();
    std::fs::write(inbox.join("inbox.bmp"), picture(43)).unwrap();
    let items_of = async |title: &str| -> usize {
        let albums = today.held("albums").await;
        let mut albums = albums.as_array().unwrap().iter();
        let album = albums.find(|album| album["title"] == title);
        album.map_or(0, |album| album["items"].as_array().unwrap().len())
    };
    eventually("both files in their albums", async || {
        items_of("Camera").await == 1 && items_of("From the inbox").await == 1
    })
    .await;
    eventually("the recipe is done for the new item", async || {
        let said = std::fs::read_to_string(&said).unwrap();
        copies.join("elsewhere.bmp").exists() && said.contains("Copies: elsewhere is copied")
    })
    .await;
    signal(&watch, "-INT");
    let ended = tokio::task::block_in_place(|| watch.wait().unwrap());
    assert_eq!(ended.code(), Some(0), "to be stopped is how it ends");
    let mut told = String::new();
    lines.read_to_string(&mut told).unwrap();
    let told: Vec<Value> = told
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(told.len(), 1, "own uploads are no news: {told:?}");
    assert_eq!(told[0]["fileName"], "elsewhere.bmp");

    let path = camera.to_str().unwrap();
    let paused = today.json(&["folder", "pause", path, "--json"]);
    assert_eq!(paused["state"]["kind"], "paused");
    today.json(&["folder", "resume", path, "--json"]);
    let listed = today.json(&["folder", "list", "--json"]);
    assert_eq!(listed[0]["files"], 1, "{listed}");
    today.json(&["folder", "remove", path, "--json"]);
    assert_eq!(today.json(&["folder", "list", "--json"]), json!([]));
    let history = today.run(&["recipe", "history", "Inbox"]);
    let history = String::from_utf8_lossy(&history.stdout).into_owned();
    assert!(history.contains("inbox.bmp"), "{history}");
}

#[test]
fn import() {
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
fn make_an_api_call() {
    let home = Home::new();
    let by_name = home.json(&["call", "albums.list", "-p", "pageSize=3", "--sample"]);
    let by_path = home.json(&["call", "GET", "/v1/albums?pageSize=3", "--sample"]);
    assert_eq!(by_name["albums"].as_array().unwrap().len(), 3);
    assert_eq!(by_name["albums"][0]["id"], by_path["albums"][0]["id"]);
    let id = by_name["albums"][0]["id"].as_str().unwrap();
    let one = home.json(&[
        "call",
        "albums.get",
        "-s",
        &format!("albumId={id}"),
        "--sample",
    ]);
    assert_eq!(one["title"], by_name["albums"][0]["title"]);
    let make = [
        "call",
        "POST",
        "/v1/albums",
        "--body",
        r#"{"album":{"title":"Made by a call"}}"#,
    ];
    let made = home.json(&[&make[..], &["--yes", "--sample"]].concat());
    let albums = home.json(&["album", "list", "--sample", "--json"]);
    assert!(
        albums
            .as_array()
            .unwrap()
            .iter()
            .any(|album| album["title"] == made["title"]),
        "the next look finds what a call made"
    );
}
