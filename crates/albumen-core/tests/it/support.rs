//! An emulator, a home of its own, an engine that is signed in.

use std::path::Path;
use std::time::Duration;

use albumen_core::view::{
    AddOrder, AlbumKey, Chosen, ConnectionKey, ConnectionView, GridScope, ItemKey, JobId, JobState,
    JobView, SignInView, SignInWith,
};
use albumen_core::{
    Clock, Core, CoreConfig, CoreError, Endpoints, LinkPolicy, Paths, Policy, RecipePolicy,
    RetryPolicy, SearchPolicy, SecretStore,
};
use photos_emulator::{Config, Emulator, LibrarySource, SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
use serde_json::Value;
use tempfile::TempDir;
use url::Url;

/// The account under the rules until March 2025.
pub const MARA: &str = "mara.lindqvist@example.com";
/// The account under today's rules.
pub const TOMAS: &str = "tomas.okafor@example.com";

/// All that Albumen asks for on the consent page.
pub const ALL_SCOPES: [&str; 4] = [
    "https://www.googleapis.com/auth/photoslibrary.appendonly",
    "https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata",
    "https://www.googleapis.com/auth/photoslibrary.edit.appcreateddata",
    "https://www.googleapis.com/auth/photospicker.mediaitems.readonly",
];

/// Held by each test that needs the one port on which web clients are answered.
pub static WEB_CLIENT_PORT: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Longer than anything may take; only reached when something hangs.
const HANGS: Duration = Duration::from_secs(60);

/// An emulator, a home, an engine.
pub struct World {
    pub emulator: Option<Emulator>,
    pub url: Url,
    pub home: TempDir,
    pub clock: Clock,
    pub core: Core,
}

impl World {
    /// Nobody is signed in.
    pub async fn new(library: LibrarySource) -> Self {
        Self::with(Config {
            library,
            ..Config::default()
        })
        .await
    }

    /// Nobody is signed in to an emulator that was set up like this.
    pub async fn with(emulator: Config) -> Self {
        let emulator = photos_emulator::start(emulator).await.unwrap();
        let url = emulator.url().clone();
        let home = tempfile::tempdir().unwrap();
        // Some day in 2026, in the middle of the Pacific day.
        let clock = Clock::by_hand(1_790_000_000_000);
        let core = Core::open(config(&url, home.path(), &clock)).await.unwrap();
        Self {
            emulator: Some(emulator),
            url,
            home,
            clock,
            core,
        }
    }

    /// Mara is signed in; nothing was synced yet.
    pub async fn signed_in(library: LibrarySource) -> (Self, ConnectionKey) {
        let world = Self::new(library).await;
        let key = world.sign_in(MARA).await.key;
        world.forget_stats().await;
        (world, key)
    }

    /// Mara is signed in and everything was seen.
    pub async fn synced(library: LibrarySource) -> (Self, ConnectionKey) {
        let (world, key) = Self::signed_in(library).await;
        world.sync().await;
        world.forget_stats().await;
        (world, key)
    }

    /// What the engine is opened with here.
    pub fn config(&self) -> CoreConfig {
        config(&self.url, self.home.path(), &self.clock)
    }

    /// Closes the engine and opens it again.
    pub async fn reopen(&mut self) {
        self.core.close().await;
        self.core = Core::open(self.config()).await.unwrap();
    }

    /// Google is gone.
    pub async fn stop_emulator(&mut self) {
        if let Some(emulator) = self.emulator.take() {
            emulator.stop().await;
        }
    }

    /// Signs in through the consent page, all boxes ticked.
    pub async fn sign_in(&self, email: &str) -> ConnectionView {
        self.sign_in_with(typed(), |page| answer(page, email, "allow", &ALL_SCOPES))
            .await
            .unwrap()
    }

    /// Signs in while `answering` plays the person in the browser.
    pub async fn sign_in_with<F>(
        &self,
        with: SignInWith,
        answering: impl FnOnce(Url) -> F,
    ) -> Result<ConnectionView, CoreError>
    where
        F: Future<Output = ()>,
    {
        let SignInView {
            id, consent_url, ..
        } = self.core.connections().begin_sign_in(with).await?;
        let connections = self.core.connections();
        let (_, signed_in) = tokio::join!(
            answering(consent_url.parse().unwrap()),
            connections.finish_sign_in(id)
        );
        signed_in
    }

    /// Looks for what is new and waits until that is over.
    pub async fn sync(&self) -> JobView {
        let id = self.core.sync().now().await.unwrap();
        job_end(&self.core, id).await
    }

    /// What the emulator counted: requests by the name of the call.
    pub async fn requests(&self) -> std::collections::BTreeMap<String, u64> {
        let stats = self.get("stats").await;
        serde_json::from_value(stats["requests"].clone()).unwrap()
    }

    /// How often a call came.
    pub async fn count(&self, call: &str) -> u64 {
        self.requests().await.get(call).copied().unwrap_or(0)
    }

    /// All requests of the Library API.
    pub async fn library_requests(&self) -> u64 {
        self.get("stats").await["library_total"].as_u64().unwrap()
    }

    /// The emulator counts from zero.
    pub async fn forget_stats(&self) {
        self.delete("stats").await;
    }

    /// Google misbehaves in this way.
    pub async fn fault(&self, fault: Value) {
        let sent = browser()
            .post(self.control("faults"))
            .json(&fault)
            .send()
            .await
            .unwrap();
        assert!(sent.status().is_success(), "{}", sent.text().await.unwrap());
    }

    /// Google behaves again.
    pub async fn no_faults(&self) {
        self.delete("faults").await;
    }

    /// What the emulator's control says.
    pub async fn get(&self, what: &str) -> Value {
        browser()
            .get(self.control(what))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// As if the owner had deleted it, and the like.
    pub async fn delete(&self, what: &str) {
        let sent = browser().delete(self.control(what)).send().await.unwrap();
        assert!(sent.status().is_success(), "{what}");
    }

    /// Asks the emulator's control for something with a body.
    pub async fn post(&self, what: &str, body: Value) -> Value {
        let sent = browser()
            .post(self.control(what))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(sent.status().is_success(), "{what}: {}", sent.status());
        sent.json().await.unwrap()
    }

    /// Calls the Library API as another program of the same client would.
    pub async fn elsewhere(&self, path: &str, body: Value) -> Value {
        let token = self
            .post("token", serde_json::json!({ "account": MARA }))
            .await;
        let token = token["access_token"].as_str().unwrap().to_owned();
        let sent = browser()
            .post(self.url.join(path).unwrap())
            .bearer_auth(token)
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(
            sent.status().is_success(),
            "{path}: {}",
            sent.text().await.unwrap()
        );
        sent.json().await.unwrap()
    }

    /// As [`World::elsewhere`], for a path that is made on the way.
    pub async fn elsewhere_owned(&self, path: String, body: Value) -> Value {
        self.elsewhere(&path, body).await
    }

    /// Uploads a file as another program of the same client would; gives the media item.
    pub async fn upload_elsewhere(&self, name: &str, bytes: Vec<u8>) -> Value {
        let token = self
            .post("token", serde_json::json!({ "account": MARA }))
            .await;
        let token = token["access_token"].as_str().unwrap().to_owned();
        let sent = browser()
            .post(self.url.join("/v1/uploads").unwrap())
            .bearer_auth(token)
            .header("X-Goog-Upload-Protocol", "raw")
            .body(bytes)
            .send()
            .await
            .unwrap();
        let upload_token = sent.text().await.unwrap();
        let item = serde_json::json!({ "simpleMediaItem": { "uploadToken": upload_token, "fileName": name } });
        let made = self
            .elsewhere(
                "/v1/mediaItems:batchCreate",
                serde_json::json!({ "newMediaItems": [item] }),
            )
            .await;
        made["newMediaItemResults"][0]["mediaItem"].clone()
    }

    fn control(&self, what: &str) -> Url {
        self.url.join(&format!("/_control/{what}")).unwrap()
    }
}

/// What an engine is opened with: nothing happens by itself, nothing waits.
pub fn config(google: &Url, home: &Path, clock: &Clock) -> CoreConfig {
    let home = Paths::under(home);
    CoreConfig {
        secrets: SecretStore::owner_file(&home.secrets()),
        home,
        endpoints: Endpoints::loopback(google.as_str()).unwrap(),
        policy: impatient(),
        clock: clock.clone(),
        die_at: None,
    }
}

/// Waits that a person needs and a test does not.
pub fn impatient() -> Policy {
    let retry = RetryPolicy {
        first_wait: Duration::from_millis(1),
        longest_wait: Duration::from_millis(5),
        slow_down_wait: Duration::from_millis(1),
        ..RetryPolicy::default()
    };
    let search = SearchPolicy {
        reads_by_itself: false,
        ..SearchPolicy::default()
    };
    let links = LinkPolicy {
        by_itself: false,
        proof_pause: Duration::ZERO,
        ..LinkPolicy::default()
    };
    let recipes = RecipePolicy {
        by_itself: false,
        ..RecipePolicy::default()
    };
    Policy {
        sync_by_itself: false,
        recipes,
        links,
        search,
        settles_within: Duration::ZERO,
        video_poll_first: Duration::from_millis(10),
        video_poll_longest: Duration::from_millis(20),
        lost_answer_wait: Duration::ZERO,
        sign_in_within: HANGS,
        retry,
        ..Policy::default()
    }
}

/// The client of the sample library, typed in.
pub fn typed() -> SignInWith {
    SignInWith::Typed {
        client_id: SAMPLE_CLIENT_ID.to_owned(),
        client_secret: SAMPLE_CLIENT_SECRET.to_owned(),
        is_web: false,
    }
}

/// Another client at Google, typed in. Its id begins as given.
pub async fn other_client(world: &World, id: &str) -> SignInWith {
    let client_id = format!("{id}.apps.googleusercontent.com");
    let client_secret = "GOCSPX-of-another-client-012345".to_owned();
    let client = serde_json::json!({
        "client_id": client_id, "client_secret": client_secret, "kind": "installed",
    });
    world.post("client", client).await;
    SignInWith::Typed {
        client_id,
        client_secret,
        is_web: false,
    }
}

/// Where the browser of a person on another computer ends: the address is there, its page is not.
pub async fn ended_at(consent: &Url, email: &str) -> String {
    let elsewhere = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let sent = allow(&elsewhere, consent, email, "allow", &ALL_SCOPES).await;
    sent.headers()["location"].to_str().unwrap().to_owned()
}

/// The person in the browser: opens the consent page and sends its form.
pub async fn answer(page: Url, email: &str, decision: &str, ticked: &[&str]) {
    allow(&browser(), &page, email, decision, ticked).await;
}

async fn allow(
    browser: &reqwest::Client,
    page: &Url,
    email: &str,
    decision: &str,
    ticked: &[&str],
) -> reqwest::Response {
    let shown = browser
        .get(page.clone())
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let (_, rest) = shown
        .split_once("name=\"request\" value=\"")
        .expect("the consent page has its form");
    let (request, _) = rest.split_once('"').unwrap();
    let mut form = vec![
        ("request", request),
        ("account", email),
        ("decision", decision),
    ];
    form.extend(ticked.iter().map(|scope| ("scope", *scope)));
    let to = page.join("/o/oauth2/v2/auth/consent").unwrap();
    browser.post(to).form(&form).send().await.unwrap()
}

/// An HTTP client without proxy, as a browser would be.
pub fn browser() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .timeout(HANGS)
        .build()
        .unwrap()
}

/// Waits for the end of a job.
pub async fn job_end(core: &Core, id: JobId) -> JobView {
    let mut events = core.events();
    let wait = async {
        loop {
            let jobs = core.jobs().list().await;
            let job = jobs
                .into_iter()
                .find(|job| job.id == id)
                .expect("the job is in the list");
            if !matches!(job.state, JobState::Running | JobState::Waiting) {
                return job;
            }
            // Being too slow for events is as good a reason to look again as an event.
            let _ = events.recv().await;
        }
    };
    tokio::time::timeout(HANGS, wait)
        .await
        .expect("the job ends")
}

/// These items, one by one.
pub fn these(keys: &[ItemKey]) -> Chosen {
    Chosen {
        scope: GridScope::All,
        spans: Vec::new(),
        keys: keys.to_vec(),
        without: Vec::new(),
    }
}

/// Puts items into an album and waits until that is over.
pub async fn add(world: &World, album: AlbumKey, keys: &[ItemKey]) -> JobView {
    let id = world
        .core
        .albums()
        .add(album, these(keys), AddOrder::AsChosen)
        .await
        .unwrap();
    job_end(&world.core, id).await
}

/// Takes items out of an album and waits until that is over.
pub async fn take_out(world: &World, album: AlbumKey, keys: &[ItemKey]) -> JobView {
    let id = world
        .core
        .albums()
        .remove(album, these(keys))
        .await
        .unwrap();
    job_end(&world.core, id).await
}

/// Waits until something holds, looking again at each event.
pub async fn until<F>(core: &Core, what: &str, mut holds: impl FnMut() -> F)
where
    F: Future<Output = bool>,
{
    let mut events = core.events();
    let wait = async {
        while !holds().await {
            let _ = events.recv().await;
        }
    };
    assert!(tokio::time::timeout(HANGS, wait).await.is_ok(), "{what}");
}
