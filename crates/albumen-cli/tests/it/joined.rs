//! Albums of others on the command line: joined, listed and left where the service still does that, and told where not.

use photos_emulator::{Config, Rules};
use serde_json::{Value, json};

use crate::connections::{ADD, Remote, just};

const TOMAS: &str = "tomas.okafor@example.com";

impl Remote {
    fn post(&self, path: &str, token: Option<&str>, body: &Value) -> Value {
        let browser = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = browser.post(format!("{}{path}", self.google)).json(body);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        self.runtime.block_on(async {
            let answer = request.send().await.unwrap();
            assert!(answer.status().is_success(), "{path}: {}", answer.status());
            answer.json().await.unwrap()
        })
    }

    /// Tomas shares an album through the API. Gives its link.
    fn shared_by_tomas(&self) -> String {
        let token = self.post("_control/token", None, &json!({ "account": TOMAS }));
        let token = token["access_token"].as_str();
        let album = json!({ "album": { "title": "Boat trip" } });
        let album = self.post("v1/albums", token, &album);
        let path = format!("v1/albums/{}:share", album["id"].as_str().unwrap());
        let shared = self.post(&path, token, &json!({}));
        let link = &shared["shareInfo"]["shareableUrl"];
        link.as_str().unwrap().to_owned()
    }
}

fn remote(rules: Rules) -> Remote {
    let remote = Remote::with(Config {
        rules: Some(rules),
        ..Config::default()
    });
    remote.sign_in(&ADD, just).json();
    remote
}

#[test]
fn an_album_of_somebody_else_is_joined_listed_and_left() {
    let remote = remote(Rules::Legacy);
    let link = remote.shared_by_tomas();
    assert_eq!(remote.json(&["album", "joined", "--json"]), json!([]));
    let joined = remote.json(&["album", "join", &link, "--json"]);
    assert_eq!(joined["title"], "Boat trip");
    let all = remote.json(&["album", "joined", "--json"]);
    assert_eq!(all, json!([joined]));
    let kept = remote.json(&["links", "--format", "json"]);
    assert_eq!(kept[0]["url"], link.as_str(), "its link is kept, too");
    let none = remote.command(&["album", "leave", "Bote trip"]).output();
    let none = none.unwrap();
    assert_eq!(none.status.code(), Some(1), "{none:?}");
    remote.json(&["album", "leave", "Boat trip", "--json"]);
    assert_eq!(remote.json(&["album", "joined", "--json"]), json!([]));
}

#[test]
fn where_only_the_person_can_join_the_page_is_said() {
    let remote = remote(Rules::Today);
    let link = format!("{}share/AF1QipNabcdefghijk?key=a", remote.google);
    let refused = remote.command(&["album", "join", &link]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("only you") && said.contains(&link), "{said}");
    let list = remote.command(&["album", "joined"]).output().unwrap();
    assert_eq!(list.status.code(), Some(1));
    let said = String::from_utf8_lossy(&list.stderr).into_owned();
    assert!(said.contains("photos.google.com"), "{said}");
}
