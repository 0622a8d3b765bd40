//! An emulator, a client signed in to it, and files for it.

use std::io::Write;
use std::sync::Arc;

use google_photos::{
    AccessToken, ClientCredentials, CreateOutcome, Endpoints, GooglePhotos, MediaItem,
    NewMediaItem, RetryPolicy, UploadSource,
};
use jiff::{Timestamp, ToSpan};
use photos_emulator::{Config, Emulator, LibrarySource, SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::canned::{Counter, QUICK};

/// Follows the rules as until March 2025.
pub const LEGACY: &str = "mara.lindqvist@example.com";
/// Follows today's.
pub const TODAY: &str = "tomas.okafor@example.com";

/// A PNG of one pixel. Bytes after its end make another file of it.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T',
    0x78, 0x9c, 0x63, 0xfc, 0xcf, 0xc0, 0x50, 0x0f, 0, 0x04, 0x85, 0x01, 0x80, 0x84, 0xa9, 0x8c,
    0x21, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

pub struct Stage {
    pub emulator: Emulator,
    pub http: reqwest::Client,
    files: TempDir,
}

impl Stage {
    pub async fn empty() -> Self {
        Self::with(LibrarySource::Empty).await
    }

    pub async fn with(library: LibrarySource) -> Self {
        Self::of(Config {
            library,
            ..Config::default()
        })
        .await
    }

    pub async fn of(config: Config) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            emulator: photos_emulator::start(config).await.unwrap(),
            http,
            files: tempfile::tempdir().unwrap(),
        }
    }

    pub fn at(&self, path: &str) -> String {
        format!(
            "{}{path}",
            self.emulator.url().as_str().trim_end_matches('/')
        )
    }

    pub fn endpoints(&self) -> Endpoints {
        Endpoints::loopback(self.emulator.url().as_str()).unwrap()
    }

    pub async fn control(&self, path: &str, body: Value) -> Value {
        let answer = self
            .http
            .post(self.at(&format!("/_control/{path}")))
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert!(status.is_success(), "{path}: {body}");
        body
    }

    pub async fn fault(&self, fault: Value) {
        self.control("faults", fault).await;
    }

    pub async fn all_is_well(&self) {
        self.http
            .delete(self.at("/_control/faults"))
            .send()
            .await
            .unwrap();
    }

    async fn look(&self, path: &str) -> Value {
        self.http
            .get(self.at(path))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    pub async fn stats(&self) -> Value {
        self.look("/_control/stats").await
    }

    /// How often a call came.
    pub async fn calls(&self, name: &str) -> u64 {
        self.stats().await["requests"][name].as_u64().unwrap_or(0)
    }

    /// What the emulator holds.
    pub async fn held(&self) -> Vec<Value> {
        self.look("/_control/items")
            .await
            .as_array()
            .unwrap()
            .clone()
    }

    pub async fn bytes_of(&self, id: &str) -> Vec<u8> {
        let answer = self
            .http
            .get(self.at(&format!("/_control/media/{id}/bytes")))
            .send()
            .await
            .unwrap();
        answer.bytes().await.unwrap().to_vec()
    }

    pub async fn delete(&self, path: &str) {
        let answer = self
            .http
            .delete(self.at(&format!("/_control/{path}")))
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success());
    }

    /// A client of an account with every scope.
    pub async fn client(&self, account: &str) -> GooglePhotos {
        self.client_of(json!({ "account": account })).await
    }

    /// A client with these scopes only.
    pub async fn client_with(&self, account: &str, scopes: &[&str]) -> GooglePhotos {
        self.client_of(json!({ "account": account, "scopes": scopes }))
            .await
    }

    pub async fn client_of(&self, token: Value) -> GooglePhotos {
        self.counted(token, Arc::new(Counter::default())).await
    }

    pub async fn counted(&self, token: Value, counter: Arc<Counter>) -> GooglePhotos {
        let given = self.control("token", token).await;
        let text = |key: &str| given[key].as_str().unwrap().to_owned();
        let life_s = given["expires_in"].as_i64().unwrap();
        let access = AccessToken::new(text("access_token"), Timestamp::now() + life_s.seconds());
        let refresh = SecretString::from(text("refresh_token"));
        GooglePhotos::new(
            self.endpoints(),
            credentials(),
            refresh,
            Some(access),
            counter,
        )
        .unwrap()
        .with_retry_policy(QUICK)
    }

    /// A picture file with these bytes behind its end.
    pub fn picture(&self, name: &str, tail: &[u8]) -> UploadSource {
        self.file(name, "image/png", &[PNG, tail].concat())
    }

    pub fn file(&self, name: &str, mime_type: &str, content: &[u8]) -> UploadSource {
        let (mut file, path) = tempfile::NamedTempFile::new_in(self.files.path())
            .unwrap()
            .keep()
            .unwrap();
        file.write_all(content).unwrap();
        UploadSource {
            path,
            size_bytes: content.len() as u64,
            mime_type: mime_type.into(),
            file_name: name.into(),
            sha1: None,
            progress: None,
            pace: None,
            ahead: google_photos::ReadAhead::default(),
        }
    }
}

/// The client of the sample library.
pub fn credentials() -> ClientCredentials {
    ClientCredentials::typed(SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET).unwrap()
}

/// Uploads a file, for an item of this name.
pub async fn uploaded(client: &GooglePhotos, source: &UploadSource) -> NewMediaItem {
    let token = client.upload_raw(source).await.unwrap();
    NewMediaItem {
        token,
        file_name: source.file_name.clone(),
        description: String::new(),
    }
}

/// Puts pictures into the library.
pub async fn items(stage: &Stage, client: &GooglePhotos, names: &[&str]) -> Vec<MediaItem> {
    let mut new = Vec::new();
    for name in names {
        new.push(uploaded(client, &stage.picture(name, name.as_bytes())).await);
    }
    let outcomes = client.media_items_create(None, None, &new).await.unwrap();
    outcomes
        .into_iter()
        .map(|CreateOutcome { result, .. }| result.unwrap())
        .collect()
}

/// Waits as long as Google asks, which is not at all.
pub const ONCE: RetryPolicy = RetryPolicy {
    tries: 1,
    slow_down_repeats: 0,
    ..QUICK
};
