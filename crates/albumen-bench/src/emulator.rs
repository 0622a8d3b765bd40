//! The Google Photos emulator, in this process so that nothing lies between it and the TLS in front of it, and its control
//! endpoint.

use std::path::Path;

use photos_emulator::{Config, Hand, LibrarySource, Rules};
use serde_json::{Value, json};

use crate::stage::NAMES;

/// The account everything goes to. It has the computed library, where there is one, and follows today's rules.
pub(crate) const ACCOUNT: &str = "mara.lindqvist@example.com";

/// A running emulator. It ends when this is dropped.
pub(crate) struct Emulator {
    service: photos_emulator::Emulator,
    base: String,
    http: reqwest::Client,
}

/// What it counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Requests that count against the quota of the Library API.
    pub(crate) requests: u64,
    /// All requests by the name of the call, as JSON.
    pub(crate) by_call: String,
    /// Pages of media items: `mediaItems.list` and `mediaItems.search`.
    pub(crate) listings: u64,
    /// `mediaItems.batchCreate`.
    pub(crate) batch_creates: u64,
    /// Requests that carried a piece of a resumable upload.
    pub(crate) pieces: u64,
    /// Most writes of one account at the same time.
    pub(crate) write_peak: u64,
    /// Bytes of all request bodies.
    pub(crate) bytes: u64,
    /// Resumable uploads, in the order in which they began.
    pub(crate) sessions: Vec<Session>,
}

/// A resumable upload.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Session {
    /// Bytes of all bodies, also of those sent again.
    pub(crate) bytes: u64,
    /// When it began, in milliseconds since 1970.
    pub(crate) began_ms: i64,
    /// When its last byte was in; 0 before.
    pub(crate) ended_ms: i64,
}

/// A field, or null where there is none.
pub(crate) fn at<'a>(value: &'a Value, name: &str) -> &'a Value {
    value.get(name).unwrap_or(&Value::Null)
}

impl Session {
    fn of(value: &Value) -> Self {
        Self {
            bytes: at(value, "bytes_received").as_u64().unwrap_or_default(),
            began_ms: at(value, "began_ms").as_i64().unwrap_or_default(),
            ended_ms: at(value, "ended_ms").as_i64().unwrap_or_default(),
        }
    }
}

impl Emulator {
    /// Starts it with this library, its uploads below `folder`.
    pub(crate) async fn start(folder: &Path, library: LibrarySource) -> Result<Self, String> {
        let service = photos_emulator::start(Config {
            library,
            rules: Some(Rules::Today),
            data_dir: Some(folder.to_owned()),
            names: NAMES.split(',').map(str::to_owned).collect(),
            ..Config::default()
        });
        let service = service.await.map_err(|error| error.to_string())?;
        let base = service.url().as_str().trim_end_matches('/').to_owned();
        let http = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            service,
            base,
            http,
        })
    }

    /// Where connections go from which the encryption was taken off.
    pub(crate) fn hand(&self) -> Hand {
        self.service.hand()
    }

    /// For requests of a browser.
    pub(crate) fn browser(&self) -> &reqwest::Client {
        &self.http
    }

    /// Where it listens, without encryption.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Its own address of what Google's address leads to.
    pub(crate) fn own(&self, google: &url::Url) -> String {
        let query = google.query().map(|query| format!("?{query}"));
        format!(
            "{}{}{}",
            self.base,
            google.path(),
            query.unwrap_or_default()
        )
    }

    async fn control(
        &self,
        method: reqwest::Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, String> {
        let url = format!("{}/_control/{path}", self.base);
        let request = self.http.request(method, url);
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let answer = request.send().await.map_err(|error| error.to_string())?;
        let answer = answer
            .error_for_status()
            .map_err(|error| error.to_string())?;
        answer.json().await.map_err(|error| error.to_string())
    }

    /// An access token with all scopes.
    pub(crate) async fn token(&self) -> Result<String, String> {
        let asked = json!({ "account": ACCOUNT });
        let answer = self
            .control(reqwest::Method::POST, "token", Some(asked))
            .await?;
        at(&answer, "access_token")
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| "the emulator gave no token".to_owned())
    }

    /// This weather and no other.
    pub(crate) async fn weather(&self, faults: Value) -> Result<(), String> {
        self.control(reqwest::Method::DELETE, "faults", None)
            .await?;
        self.control(reqwest::Method::POST, "faults", Some(faults))
            .await
            .map(|_| ())
    }

    /// Counts from zero.
    pub(crate) async fn forget_counts(&self) -> Result<(), String> {
        self.control(reqwest::Method::DELETE, "stats", None)
            .await
            .map(|_| ())
    }

    /// What it counted since then.
    pub(crate) async fn counts(&self) -> Result<Counts, String> {
        let stats = self.control(reqwest::Method::GET, "stats", None).await?;
        let number = |name: &str| at(&stats, name).as_u64().unwrap_or_default();
        let requests = at(&stats, "requests").as_object();
        let calls = |start: &str| {
            let named = requests
                .into_iter()
                .flatten()
                .filter(|(name, _)| name.starts_with(start));
            named.filter_map(|(_, count)| count.as_u64()).sum()
        };
        Ok(Counts {
            requests: number("library_total"),
            by_call: at(&stats, "requests").to_string(),
            listings: calls("mediaItems.list") + calls("mediaItems.search"),
            batch_creates: calls("mediaItems.batchCreate"),
            pieces: calls("uploads.upload"),
            write_peak: number("concurrent_write_peak"),
            bytes: number("bytes_received"),
            sessions: at(&stats, "upload_sessions")
                .as_array()
                .into_iter()
                .flatten()
                .map(Session::of)
                .filter(|session| session.bytes > 0)
                .collect(),
        })
    }

    /// The media items it holds, with name, size and SHA-256.
    pub(crate) async fn items(&self) -> Result<Vec<Value>, String> {
        let items = self.control(reqwest::Method::GET, "items", None).await?;
        Ok(items.as_array().cloned().unwrap_or_default())
    }

    /// Takes all albums away, so that only media items are there to be listed.
    pub(crate) async fn forget_albums(&self) -> Result<(), String> {
        let albums = self.control(reqwest::Method::GET, "albums", None).await?;
        for album in albums.as_array().into_iter().flatten() {
            let id = at(album, "id").as_str().unwrap_or_default();
            self.control(reqwest::Method::DELETE, &format!("albums/{id}"), None)
                .await?;
        }
        Ok(())
    }

    /// Takes all media items away, so that the next round begins with none.
    pub(crate) async fn forget_items(&self) -> Result<(), String> {
        for item in self.items().await? {
            let id = at(&item, "id").as_str().unwrap_or_default();
            self.control(reqwest::Method::DELETE, &format!("items/{id}"), None)
                .await?;
        }
        Ok(())
    }
}
