//! `watch` as a script uses it: one line for each item that came from elsewhere, once, until it is stopped.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::links::{TOMAS, Today};

impl Today {
    /// Another program of the same client uploads a picture.
    pub async fn upload_elsewhere(&self, name: &str, bytes: Vec<u8>) {
        let url = |path: &str| self.service.url().join(path).unwrap();
        let token = self
            .http
            .post(url("/_control/token"))
            .json(&json!({ "account": TOMAS }))
            .send();
        let token: Value = token.await.unwrap().json().await.unwrap();
        let token = token["access_token"].as_str().unwrap();
        let sent = self
            .http
            .post(url("/v1/uploads"))
            .bearer_auth(token)
            .header("X-Goog-Upload-Protocol", "raw")
            .body(bytes)
            .send();
        let upload_token = sent.await.unwrap().text().await.unwrap();
        let item = json!({ "simpleMediaItem": { "uploadToken": upload_token, "fileName": name } });
        let made = self
            .http
            .post(url("/v1/mediaItems:batchCreate"))
            .bearer_auth(token)
            .json(&json!({ "newMediaItems": [item] }))
            .send();
        assert!(made.await.unwrap().status().is_success());
    }
}

/// The file names of the lines.
fn names(output: &Output) -> Vec<String> {
    assert!(output.status.success(), "{output:?}");
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let name = |line: &str| {
        let item: Value = serde_json::from_str(line).unwrap();
        item["fileName"].as_str().unwrap().to_owned()
    };
    lines.lines().map(name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_new_item_is_a_line_and_none_comes_twice() {
    let today = Today::new().await;
    let once = ["watch", "--once", "--json"];
    assert!(
        names(&today.run(&once)).is_empty(),
        "what was there is not new"
    );
    today.upload_elsewhere("one.bmp", crate::picture(1)).await;
    today.upload_elsewhere("two.bmp", crate::picture(2)).await;
    let mut came = names(&today.run(&once));
    came.sort();
    assert_eq!(came, ["one.bmp", "two.bmp"]);
    assert!(names(&today.run(&once)).is_empty(), "told once");
    let again = today.run(&["watch", "--once", "--json", "--after", "0"]);
    assert_eq!(names(&again).len(), 2, "unless they are asked for");
    let text = today.run(&["watch", "--once", "--after", "0"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("one.bmp  photo, taken "), "{text}");
    let refused = today.run(&["watch", "--once", "--every", "1"]);
    assert_eq!(refused.status.code(), Some(1));
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.contains("every 5 minutes"), "{why}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn it_runs_until_it_is_stopped_and_that_is_no_failure() {
    let today = Today::new().await;
    today.run(&["watch", "--once"]);
    today.upload_elsewhere("three.bmp", crate::picture(3)).await;
    let mut child = today
        .command(&["watch", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    tokio::task::block_in_place(|| lines.read_line(&mut line).unwrap());
    let item: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(item["fileName"], "three.bmp");
    let pid = child.id().to_string();
    Command::new("kill").args(["-INT", &pid]).status().unwrap();
    let ended = tokio::task::block_in_place(|| child.wait().unwrap());
    assert_eq!(ended.code(), Some(0));
}
