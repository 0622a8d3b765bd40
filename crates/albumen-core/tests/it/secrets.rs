//! Secrets: where they are, and where they are not.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use albumen_core::view::{ConnectionHealth, SecretStoreKind};
use albumen_core::{Core, Paths, SecretStore};
use photos_emulator::{LibrarySource, SAMPLE_CLIENT_SECRET};
use tracing_subscriber::fmt::MakeWriter;

use crate::support::World;

/// Set in the process that has a keychain.
const INSIDE: &str = "ALBUMEN_TEST_KEYCHAIN";

/// All that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path))
        } else {
            found.push(path)
        }
    }
    found
}

/// The secrets that the file holds: client secret and refresh token of each connection.
fn kept(home: &Path) -> Vec<String> {
    let text = std::fs::read(Paths::under(home).secrets()).unwrap();
    let all: BTreeMap<String, String> = serde_json::from_slice(&text).unwrap();
    let each = all
        .values()
        .map(|entry| serde_json::from_str::<BTreeMap<String, String>>(entry).unwrap());
    each.flat_map(BTreeMap::into_values).collect()
}

#[tokio::test]
async fn nothing_secret_is_in_the_index_the_cache_or_the_log() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    // For this thread only: the test's runtime runs on it.
    let _guard = tracing::subscriber::set_default(subscriber);
    let (mut world, _) = World::synced(LibrarySource::Synthetic(30)).await;
    world.core.albums().create("Lakes").await.unwrap();
    let item = world.core.items().recent(1, 0).await.unwrap()[0].key;
    let folder = tempfile::tempdir().unwrap();
    world
        .core
        .downloads()
        .one(item, folder.path())
        .await
        .unwrap();
    world
        .fault(serde_json::json!({ "kind": "tokens_expired", "count": 1 }))
        .await;
    world.sync().await;
    world
        .fault(serde_json::json!({ "kind": "html_body", "status": 500, "count": 1 }))
        .await;
    world.sync().await;
    world.stop_emulator().await;
    world.sync().await;
    world.core.close().await;
    let mut secrets = kept(world.home.path());
    assert!(
        secrets.iter().any(|secret| secret == SAMPLE_CLIENT_SECRET) && secrets.len() == 2,
        "both are kept"
    );
    // Google's and the emulator's access tokens begin so.
    secrets.push("ya29.".to_owned());
    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(logged.contains("a call failed"), "the log was captured");
    let secret_file = Paths::under(world.home.path()).secrets();
    for secret in &secrets {
        assert!(!logged.contains(secret), "a secret is in the log");
        for file in files(world.home.path())
            .into_iter()
            .filter(|file| *file != secret_file)
        {
            let bytes = std::fs::read(&file).unwrap();
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "a secret is in {}", file.display());
        }
    }
}

#[tokio::test]
async fn without_its_secrets_a_connection_asks_for_a_sign_in() {
    let (mut world, key) = World::synced(LibrarySource::Empty).await;
    world.core.close().await;
    std::fs::remove_file(Paths::under(world.home.path()).secrets()).unwrap();
    world.core = Core::open(world.config()).await.unwrap();
    let refused = world.core.albums().create("Lakes").await.unwrap_err();
    assert_eq!(refused.code(), "signInNeeded");
    let again = albumen_core::view::SignInWith::Again { connection: key };
    let told = world
        .core
        .connections()
        .begin_sign_in(again)
        .await
        .unwrap_err();
    assert!(
        told.to_string().contains("client id and secret"),
        "it says what to bring: {told}"
    );
    assert_eq!(
        world.sign_in(crate::support::MARA).await.key,
        key,
        "and then it is the same connection"
    );
}

/// Signs in with the keychain where there is one, and gives which store that was.
async fn signed_in_by_default() -> (World, SecretStoreKind) {
    let mut world = World::new(LibrarySource::Empty).await;
    world.core.close().await;
    let mut config = world.config();
    config.secrets = SecretStore::keychain_or_file(&config.home);
    world.core = Core::open(config).await.unwrap();
    let view = world.sign_in(crate::support::MARA).await;
    assert_eq!(view.health, ConnectionHealth::Connected);
    assert!(
        world.core.albums().create("Lakes").await.is_ok(),
        "the secrets were kept and read"
    );
    let kind = world.core.state().await.unwrap().secret_store;
    (world, kind)
}

#[tokio::test]
#[ignore = "run by the tests below in a session of its own"]
async fn inside_a_session() {
    let Ok(expected) = std::env::var(INSIDE) else {
        return;
    };
    let (mut world, kind) = signed_in_by_default().await;
    let file = Paths::under(world.home.path()).secrets();
    if expected == "unlocked" {
        assert_eq!(kind, SecretStoreKind::Keychain);
        assert!(!file.exists(), "nothing secret is in a file");
        world.core.close().await;
        let mut config = world.config();
        config.secrets = SecretStore::keychain_or_file(&config.home);
        world.core = Core::open(config).await.unwrap();
        assert!(
            world.core.albums().create("Seas").await.is_ok(),
            "read from the keychain after a restart"
        );
        let key = world.core.connections().current().await.unwrap().unwrap();
        world.core.connections().remove(key).await.unwrap();
    } else {
        assert_eq!(
            kind,
            SecretStoreKind::OwnerFile,
            "no keychain, or a locked one: the owner-only file, and it is said"
        );
        assert!(file.exists());
    }
}

/// Runs [`inside_a_session`] in a shell with `before` done; gives nothing where the system lacks the programs.
fn inside(session: &[&str], before: &str, expected: &str) {
    let home = tempfile::tempdir().unwrap();
    let test = std::env::current_exe().unwrap();
    let script =
        format!("{before} exec \"$0\" --exact secrets::inside_a_session --ignored --nocapture");
    let mut words = session.iter().copied().chain(["sh", "-c", script.as_str()]);
    let mut command = Command::new(words.next().unwrap());
    command.args(words).arg(test).env(INSIDE, expected);
    for folder in [
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_RUNTIME_DIR",
    ] {
        let path = home.path().join(folder);
        std::fs::create_dir(&path).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        }
        command.env(folder, path);
    }
    command
        .env("HOME", home.path())
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("DISPLAY");
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr]
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .concat();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "the test ran: {said}");
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

#[cfg(target_os = "linux")]
#[test]
fn with_an_open_keychain_the_secrets_lie_in_it() {
    if !has("dbus-run-session") || !has("gnome-keyring-daemon") {
        eprintln!("skipped: install dbus and gnome-keyring to run this test");
        return;
    }
    let unlock =
        "printf 'test\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null;";
    inside(&["dbus-run-session", "--"], unlock, "unlocked");
}

#[cfg(target_os = "linux")]
#[test]
fn with_a_locked_keychain_the_secrets_lie_in_the_file() {
    if !has("dbus-run-session") || !has("gnome-keyring-daemon") {
        eprintln!("skipped: install dbus and gnome-keyring to run this test");
        return;
    }
    let locked = "gnome-keyring-daemon --start --components=secrets >/dev/null;";
    inside(&["dbus-run-session", "--"], locked, "locked");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_keychain_the_secrets_lie_in_the_file() {
    inside(&["env"], "", "none");
}
