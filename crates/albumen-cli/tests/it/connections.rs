//! Connections on the command line: signing in with a browser elsewhere, again, and out.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Stdio};

use photos_emulator::{Config, Emulator, LibrarySource, SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
use serde_json::{Value, json};

use super::Home;

pub const MARA: &str = "mara.lindqvist@example.com";

/// Google, and the home of somebody who has no browser here.
pub struct Remote {
    pub home: Home,
    pub runtime: tokio::runtime::Runtime,
    emulator: Option<Emulator>,
    pub google: String,
}

impl Remote {
    pub fn new() -> Self {
        Self::with(Config {
            library: LibrarySource::Synthetic(8),
            ..Config::default()
        })
    }

    /// Google as it is set up here.
    pub fn with(config: Config) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let emulator = runtime.block_on(photos_emulator::start(config)).unwrap();
        Self {
            home: Home::new(),
            google: emulator.url().to_string(),
            emulator: Some(emulator),
            runtime,
        }
    }

    pub fn stop_google(&mut self) {
        if let Some(emulator) = self.emulator.take() {
            self.runtime.block_on(emulator.stop());
        }
    }

    pub fn command(&self, args: &[&str]) -> std::process::Command {
        let mut command = self.home.command(args);
        command
            .env("ALBUMEN_GOOGLE", &self.google)
            .env("ALBUMEN_CLIENT_SECRET", SAMPLE_CLIENT_SECRET)
            .env_remove("SSH_CONNECTION");
        command
    }

    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.command(args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{args:?}: {said}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs a sign-in; `pasted` makes lines of the address that the other browser ended at.
    pub fn sign_in(&self, args: &[&str], pasted: impl Fn(&str) -> Vec<String>) -> SignedIn {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut heard = String::new();
        while !heard.contains("paste it here") {
            let before = heard.len();
            said.read_line(&mut heard).unwrap();
            assert!(heard.len() > before, "it ended early: {heard}");
        }
        let page = heard.lines().find(|line| line.contains("/o/oauth2/"));
        let back = self.runtime.block_on(ended_at(page.unwrap().trim()));
        let mut stdin = child.stdin.take().unwrap();
        for line in pasted(&back) {
            writeln!(stdin, "{line}").unwrap();
        }
        SignedIn::wait(child, said, heard)
    }

    fn client(&self, id: &str) -> String {
        let client_id = format!("{id}.apps.googleusercontent.com");
        let client = json!({ "client_id": client_id, "client_secret": SAMPLE_CLIENT_SECRET, "kind": "installed" });
        let to = format!("{}_control/client", self.google);
        let browser = reqwest::Client::builder().no_proxy().build().unwrap();
        let sent = self
            .runtime
            .block_on(async { browser.post(to).json(&client).send().await });
        assert!(sent.unwrap().status().is_success());
        client_id
    }
}

/// How a sign-in ended.
pub struct SignedIn {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl SignedIn {
    fn wait(
        mut child: Child,
        mut said: BufReader<std::process::ChildStderr>,
        mut stderr: String,
    ) -> Self {
        said.read_to_string(&mut stderr).unwrap();
        let mut stdout = String::new();
        let mut out = child.stdout.take().unwrap();
        out.read_to_string(&mut stdout).unwrap();
        Self {
            code: child.wait().unwrap().code(),
            stdout,
            stderr,
        }
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        serde_json::from_str(&self.stdout).unwrap()
    }
}

/// The person on another computer presses Allow: the browser ends at an address whose page is not there.
async fn ended_at(page: &str) -> String {
    let browser = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let shown = browser.get(page).send().await.unwrap();
    let to = shown.url().join("/o/oauth2/v2/auth/consent").unwrap();
    let asked: Vec<String> = shown
        .url()
        .query_pairs()
        .filter(|(name, _)| name == "scope")
        .flat_map(|(_, scopes)| {
            let each = scopes.split(' ').map(str::to_owned);
            each.collect::<Vec<_>>()
        })
        .collect();
    let shown = shown.text().await.unwrap();
    let (_, rest) = shown.split_once("name=\"request\" value=\"").unwrap();
    let (request, _) = rest.split_once('"').unwrap();
    let mut form = vec![
        ("request", request),
        ("account", MARA),
        ("decision", "allow"),
    ];
    form.extend(asked.iter().map(|scope| ("scope", scope.as_str())));
    let sent = browser.post(to).form(&form).send().await.unwrap();
    sent.headers()["location"].to_str().unwrap().to_owned()
}

pub const ADD: [&str; 6] = [
    "connection",
    "add",
    "--client-id",
    SAMPLE_CLIENT_ID,
    "--no-browser",
    "--json",
];

pub fn just(back: &str) -> Vec<String> {
    vec![back.to_owned()]
}

#[test]
fn another_client_of_an_account_is_added_beside_only_where_that_is_wanted() {
    let remote = Remote::new();
    remote.sign_in(&ADD, just).json();
    let other = remote.client("77-other");
    let add = [
        "connection",
        "add",
        "--client-id",
        &other,
        "--no-browser",
        "--json",
    ];
    let asked = remote.sign_in(&add, just);
    assert_eq!(asked.code, Some(1), "nobody can be asked: {}", asked.stderr);
    assert!(
        asked.stderr.contains("connected already") && asked.stderr.contains("--beside"),
        "{}",
        asked.stderr
    );
    let beside = remote.sign_in(&[&add[..], &["--beside"]].concat(), just);
    assert_eq!(beside.json()["name"], format!("{MARA}, client 2"));
    let both = remote
        .command(&["connection", "rename", MARA, "x"])
        .output();
    let both = both.unwrap();
    assert_eq!(
        both.status.code(),
        Some(0),
        "the name goes before the address"
    );
    let list = remote.json(&["connection", "list", "--json"]);
    assert_eq!(list.as_array().unwrap().len(), 2);
    let which = remote
        .command(&["connection", "rename", MARA, "y"])
        .output();
    let which = String::from_utf8_lossy(&which.unwrap().stderr).into_owned();
    assert!(which.contains("There are 2 connections"), "{which}");
}

#[test]
fn a_secret_that_is_nowhere_is_asked_for_in_words() {
    let remote = Remote::new();
    let missing = remote
        .command(&ADD)
        .env_remove("ALBUMEN_CLIENT_SECRET")
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(1));
    let said = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert!(said.contains("ALBUMEN_CLIENT_SECRET"), "{said}");
    let half = remote.command(&["connection", "add"]).output().unwrap();
    assert_eq!(half.status.code(), Some(2), "a client is to be named");
}

#[test]
fn signing_in_again_needs_a_connection_that_is_there() {
    let home = Home::new();
    let nobody = home.run(&["connection", "renew", "Mara", "--json"]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&nobody.stderr).contains("There is no connection “Mara”"),
        "{nobody:?}"
    );
    let unnamed = home.run(&["connection", "renew"]);
    assert_eq!(unnamed.status.code(), Some(2), "which one is to be said");
}
