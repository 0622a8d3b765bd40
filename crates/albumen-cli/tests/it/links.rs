//! Sharing and links as a script uses them: where the service shares, and where only the person can, on the album's page.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use photos_emulator::{Config, Emulator, LibrarySource, SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
use serde_json::Value;

use crate::Home;

/// The account under today's rules.
pub const TOMAS: &str = "tomas.okafor@example.com";

/// A service that is not the sample library, with Tomas signed in and an album made.
pub struct Today {
    pub home: Home,
    pub service: Emulator,
    pub http: reqwest::Client,
}

impl Today {
    pub async fn new() -> Self {
        let service = photos_emulator::start(Config {
            library: LibrarySource::Empty,
            ..Config::default()
        })
        .await
        .unwrap();
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let today = Self {
            home: Home::new(),
            service,
            http,
        };
        today.sign_in().await;
        today.json(&["album", "create", "Summer", "--json"]);
        today
    }

    pub fn command(&self, args: &[&str]) -> std::process::Command {
        let mut command = self.home.command(args);
        command
            .env("ALBUMEN_GOOGLE", self.service.url().as_str())
            .env("ALBUMEN_CLIENT_SECRET", SAMPLE_CLIENT_SECRET);
        command
    }

    pub fn run(&self, args: &[&str]) -> std::process::Output {
        self.command(args).output().unwrap()
    }

    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// `connection add`, with the consent page answered as in a browser.
    async fn sign_in(&self) {
        let mut adding = self
            .command(&["connection", "add", "--client-id", SAMPLE_CLIENT_ID])
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(adding.stderr.take().unwrap());
        let page = said
            .lines()
            .map(Result::unwrap)
            .find(|line| line.starts_with("http"))
            .unwrap();
        let shown = self.http.get(&page).send().await.unwrap();
        let shown = shown.text().await.unwrap();
        let (_, rest) = shown.split_once("name=\"request\" value=\"").unwrap();
        let request = rest.split('"').next().unwrap();
        let scopes = [
            "appendonly",
            "readonly.appcreateddata",
            "edit.appcreateddata",
        ]
        .map(|scope| format!("https://www.googleapis.com/auth/photoslibrary.{scope}"));
        let mut form = vec![
            ("request", request),
            ("account", TOMAS),
            ("decision", "allow"),
        ];
        form.extend(scopes.iter().map(|scope| ("scope", scope.as_str())));
        let to = self
            .service
            .url()
            .join("/o/oauth2/v2/auth/consent")
            .unwrap();
        let sent = self.http.post(to).form(&form).send().await.unwrap();
        let back = sent.headers()["location"].to_str().unwrap().to_owned();
        self.http.get(back).send().await.unwrap();
        assert!(adding.wait().unwrap().success());
    }

    /// Tomas switches the link of his album on or off on its page. Gives the link.
    pub async fn on_the_page(&self, action: &str) -> String {
        let url = self.service.url();
        let albums = async || -> Value {
            let albums = self.http.get(url.join("/_control/albums").unwrap());
            albums.send().await.unwrap().json().await.unwrap()
        };
        let id = albums().await[0]["id"].as_str().unwrap().to_owned();
        let form = [("account", TOMAS), ("continue", "/albums")];
        let signed_in = self.http.post(url.join("/signin").unwrap()).form(&form);
        let signed_in = signed_in.send().await.unwrap();
        let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        self.http
            .post(url.join(&format!("/lr/album/{id}/link")).unwrap())
            .header("cookie", cookie)
            .form(&[("action", action)])
            .send()
            .await
            .unwrap();
        albums().await[0]["link"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_listed_in_each_form_and_those_of_others_kept() {
    let today = Today::new().await;
    let nothing = today.run(&["links"]);
    assert!(
        nothing.status.success() && nothing.stdout.is_empty(),
        "{nothing:?}"
    );
    let url = today.on_the_page("create").await;
    let kept = today.json(&["link", "keep", &url, "--name", "=Ole's <wedding>", "--json"]);
    assert_eq!(
        (&kept["album"], &kept["state"]),
        (&Value::Null, &"alive".into()),
        "{kept}"
    );
    let form = |form: &str| {
        let output = today.run(&["links", "--format", form]);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(form("text"), format!("=Ole's <wedding>\n{url}\n"));
    assert_eq!(form("md"), format!("- [\\=Ole's \\<wedding\\>](<{url}>)\n"));
    assert!(form("csv").contains("\r\n'=Ole's <wedding>,"));
    assert!(form("html").contains("<bdi>=Ole&#39;s &lt;wedding&gt;</bdi>"));
    let array: Value = serde_json::from_str(&form("json")).unwrap();
    assert_eq!(array[0]["url"], url.as_str());
    assert_eq!(today.json(&["links", "--json"]), array);

    today.on_the_page("off").await;
    let number = kept["key"].to_string();
    let checked = today.json(&["link", "check", &number, "--json"]);
    assert_eq!(checked["state"], "dead");
    assert_eq!(form("text"), "", "a dead link is not handed out");
    assert!(
        form("csv").contains(",dead,"),
        "a table says that it is dead"
    );
    today.json(&["link", "rename", &number, "The wedding", "--json"]);
    today.json(&["link", "remove", "The wedding", "--json"]);
    assert_eq!(today.json(&["links", "--json"]), Value::Array(Vec::new()));
    let gone = today.run(&["link", "check", "The wedding"]);
    assert_eq!(gone.status.code(), Some(1));
}
