//! A running emulator and a plain HTTP client.

use photos_emulator::{Config, Emulator, LibrarySource, start};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, redirect::Policy};
use serde_json::{Value, json};

pub const MARA: &str = "mara.lindqvist@example.com";
pub const TOMAS: &str = "tomas.okafor@example.com";

/// An emulator of one test.
pub struct World {
    pub emulator: Emulator,
    pub http: Client,
    pub base: String,
}

impl World {
    pub async fn empty() -> Self {
        Self::with(Config::default()).await
    }

    pub async fn synthetic(count: u64) -> Self {
        Self::with(Config {
            library: LibrarySource::Synthetic(count),
            ..Config::default()
        })
        .await
    }

    pub async fn with(config: Config) -> Self {
        let emulator = start(config).await.expect("the emulator starts");
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        let base = emulator.url().as_str().trim_end_matches('/').to_owned();
        Self {
            emulator,
            http,
            base,
        }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        };
        self.http.request(method, url)
    }

    /// An access token of the control endpoint.
    pub async fn token_with(&self, body: Value) -> String {
        let answer = self.post("/_control/token", "", body).await.1;
        answer["access_token"].as_str().expect("a token").to_owned()
    }

    pub async fn token(&self, account: &str) -> String {
        self.token_with(json!({ "account": account })).await
    }

    pub async fn get(&self, path: &str, token: &str) -> (StatusCode, Value) {
        json_of(
            self.request(Method::GET, path)
                .bearer_auth(token)
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    pub async fn post(&self, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        self.send(Method::POST, path, token, body).await
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Value,
    ) -> (StatusCode, Value) {
        let mut request = self.request(method, path).json(&body);
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        json_of(request.send().await.unwrap()).await
    }

    /// Lets something go wrong.
    pub async fn fault(&self, fault: Value) {
        let (status, answer) = self.post("/_control/faults", "", fault).await;
        assert_eq!(status, 200, "{answer}");
    }

    pub async fn no_faults(&self) {
        assert_eq!(
            self.send(Method::DELETE, "/_control/faults", "", json!({}))
                .await
                .0,
            200
        );
    }

    pub async fn stats(&self) -> Value {
        self.get("/_control/stats", "").await.1
    }

    /// Uploads bytes with the raw protocol; gives the upload token.
    pub async fn upload(&self, token: &str, bytes: Vec<u8>) -> String {
        let answer = self.raw(token, bytes).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.text().await.unwrap()
    }

    pub fn raw(&self, token: &str, bytes: Vec<u8>) -> RequestBuilder {
        self.request(Method::POST, "/v1/uploads")
            .bearer_auth(token)
            .header("X-Goog-Upload-Protocol", "raw")
            .header("Content-Type", "application/octet-stream")
            .body(bytes)
    }

    /// Makes one item of bytes.
    pub async fn item(&self, token: &str, bytes: Vec<u8>, name: &str) -> Value {
        let upload = self.upload(token, bytes).await;
        let (status, answer) = self
            .create(token, json!({ "newMediaItems": [new_item(&upload, name)] }))
            .await;
        assert_eq!(status, 200, "{answer}");
        answer["newMediaItemResults"][0]["mediaItem"].clone()
    }

    pub async fn create(&self, token: &str, body: Value) -> (StatusCode, Value) {
        self.post("/v1/mediaItems:batchCreate", token, body).await
    }

    pub async fn album(&self, token: &str, title: &str) -> String {
        let (status, album) = self
            .post("/v1/albums", token, json!({ "album": { "title": title } }))
            .await;
        assert_eq!(status, 200, "{album}");
        album["id"].as_str().unwrap().to_owned()
    }

    /// All pages of a GET listing: the entries of each page.
    pub async fn pages(&self, path: &str, name: &str, token: &str) -> Vec<Vec<Value>> {
        let mut pages = Vec::new();
        let mut next = String::new();
        loop {
            let (status, page) = self.get(&format!("{path}&pageToken={next}"), token).await;
            assert_eq!(status, 200, "{page}");
            pages.push(page[name].as_array().cloned().unwrap_or_default());
            match page["nextPageToken"].as_str() {
                Some(token) => next = token.to_owned(),
                None => return pages,
            }
        }
    }
}

pub fn new_item(upload: &str, name: &str) -> Value {
    json!({ "simpleMediaItem": { "uploadToken": upload, "fileName": name } })
}

pub async fn json_of(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let text = response.text().await.unwrap();
    (
        status,
        serde_json::from_str(&text).unwrap_or(Value::String(text)),
    )
}

/// Checks a refusal in Google's envelope.
pub fn refused(answer: &(StatusCode, Value), code: u16, rpc: &str, words: &str) {
    let (status, body) = answer;
    assert_eq!(status.as_u16(), code, "{body}");
    assert_eq!(body["error"]["code"], code, "{body}");
    assert_eq!(body["error"]["status"], rpc, "{body}");
    let message = body["error"]["message"].as_str().unwrap();
    assert!(message.contains(words), "{message}");
}
