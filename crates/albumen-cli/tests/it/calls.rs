//! `call`, as a script uses it.

use serde_json::Value;

use super::Home;

fn words(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn all_pages_come_in_one_and_a_query_takes_its_part() {
    let home = Home::new();
    let titles = home.json(&[
        "call",
        "albums.list",
        "-p",
        "pageSize=4",
        "--paginate",
        "--query",
        "albums[].title",
        "--sample",
    ]);
    assert!(titles.as_array().unwrap().len() >= 10, "{titles}");
    assert!(titles.as_array().unwrap().iter().all(Value::is_string));
    let first = home.run(&[
        "call",
        "albums.list",
        "--query",
        "albums[0].title",
        "--sample",
    ]);
    let text = String::from_utf8_lossy(&first.stdout).trim().to_owned();
    assert!(!text.starts_with('"'), "a text is printed as it is: {text}");
    let wrong = home.run(&["call", "albums.list", "--query", "albums[", "--sample"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(words(&wrong).contains("--query cannot be read. Nothing was sent."));
}

#[test]
fn a_change_needs_a_yes_and_an_error_is_an_exit_code() {
    let home = Home::new();
    let create = ["call", "albums.create", "-s", "title=By hand", "--sample"];
    let unasked = home.run(&create);
    assert_eq!(unasked.status.code(), Some(1));
    assert!(words(&unasked).contains("Add --yes"), "{}", words(&unasked));
    let made = home.json(&[&create[..], &["--yes"]].concat());
    assert_eq!(made["title"], "By hand");
    let missing = home.run(&["call", "GET", "/v1/albums/nobody", "--sample", "-i"]);
    assert_eq!(missing.status.code(), Some(1));
    let body: Value = serde_json::from_slice(&missing.stdout).unwrap();
    assert!(
        body["error"]["message"].is_string(),
        "the answer as it came"
    );
    assert!(
        words(&missing).contains("content-type"),
        "with -i the headers, too"
    );
}

#[test]
fn a_foreign_host_and_a_token_are_refused_and_curl_has_none() {
    let home = Home::new();
    for args in [
        ["call", "GET", "https://evil.example/v1/albums", "--sample"].as_slice(),
        &["call", "GET", "/v1/albums?access_token=abc", "--sample"],
        &[
            "call",
            "GET",
            "/v1/albums",
            "-H",
            "Authorization: Bearer abc",
            "--sample",
        ],
    ] {
        let refused = home.run(args);
        assert_eq!(refused.status.code(), Some(1), "{args:?}");
        assert!(
            words(&refused).contains("Nothing was sent"),
            "{}",
            words(&refused)
        );
        assert!(refused.stdout.is_empty());
    }
    let curl = home.run(&["call", "albums.list", "--curl", "--sample"]);
    let curl = String::from_utf8_lossy(&curl.stdout).into_owned();
    assert!(
        curl.starts_with("curl --request GET 'http://127.0.0.1"),
        "{curl}"
    );
    assert!(curl.contains("Bearer $ACCESS_TOKEN") && !curl.contains("ya29"));
}

#[test]
fn every_method_is_listed() {
    let home = Home::new();
    let all = home.json(&["call", "--json"]);
    assert_eq!(all.as_array().unwrap().len(), 24);
    let text = home.run(&["call"]);
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(
        text.contains("picker.sessions.create") && text.contains("403"),
        "{text}"
    );
}
