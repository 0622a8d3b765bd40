//! Our side: the command line of the product, in a home that was signed in once and is copied for every run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{ChildStderr, Command};
use url::Url;

use crate::emulator::{ACCOUNT, Emulator};

/// The client that the emulator knows from the start.
const CLIENT_ID: &str =
    "581204937716-a1b3mensamplelibrary0desktopclient.apps.googleusercontent.com";
const CLIENT_SECRET: &str = "GOCSPX-sample-library-of-albumen";
/// For looking closer: words that are put before our program in every run, such as `perf record -o out --`.
const UNDER: &str = "ALBUMEN_BENCH_UNDER";
const SIGN_IN_WITHIN: Duration = Duration::from_secs(60);

/// The product, and a home of it that is signed in.
pub(crate) struct Product {
    program: PathBuf,
    authority: PathBuf,
    signed_in: PathBuf,
    google: Option<String>,
}

/// A copy of that home; removed when dropped.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Product {
    /// Signs in behind the encryption, as a person would in a browser.
    pub(crate) async fn sign_in(
        binaries: &Path,
        authority: &Path,
        folder: &Path,
        emulator: &Emulator,
    ) -> Result<Self, String> {
        Self::new(binaries, authority, folder, None)
            .signed_in(emulator)
            .await
    }

    /// Signs in at the emulator's own address.
    pub(crate) async fn sign_in_plainly(
        binaries: &Path,
        folder: &Path,
        emulator: &Emulator,
    ) -> Result<Self, String> {
        let google = Some(emulator.base().to_owned());
        Self::new(binaries, Path::new("/dev/null"), folder, google)
            .signed_in(emulator)
            .await
    }

    fn new(binaries: &Path, authority: &Path, folder: &Path, google: Option<String>) -> Self {
        Self {
            program: binaries.join("albumen-cli"),
            authority: authority.to_owned(),
            signed_in: folder.join("signed-in"),
            google,
        }
    }

    async fn signed_in(self, emulator: &Emulator) -> Result<Self, String> {
        let product = self;
        let mut command = product.command_at(&product.signed_in);
        command
            .args(["connection", "add", "--client-id", CLIENT_ID])
            .env("ALBUMEN_CLIENT_SECRET", CLIENT_SECRET)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command
            .spawn()
            .map_err(|error| format!("{}: {error}", product.program.display()))?;
        let words = child.stderr.take().ok_or("the sign-in says nothing")?;
        let consent = tokio::time::timeout(SIGN_IN_WITHIN, allow(words, emulator));
        consent
            .await
            .map_err(|_| "the sign-in took too long".to_owned())??;
        let status = child.wait().await.map_err(|error| error.to_string())?;
        if status.success() {
            Ok(product)
        } else {
            Err(format!("the sign-in ended with {status}"))
        }
    }

    fn command_at(&self, home: &Path) -> Command {
        let mut command = self.started();
        self.at(&mut command, home);
        command
    }

    fn at(&self, command: &mut Command, home: &Path) {
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("ALBUMEN_HOME", home)
            .env("ALBUMEN_KEYCHAIN", "off")
            .env("SSL_CERT_FILE", &self.authority);
        if let Some(google) = &self.google {
            command.env("ALBUMEN_GOOGLE", google);
        }
    }

    /// The home that is signed in, itself.
    pub(crate) fn own_home(&self) -> &Path {
        &self.signed_in
    }

    /// The engine by itself in a home; it does what the word says, and ends.
    pub(crate) fn engine(&self, home: &Path, word: &str) -> Result<Command, String> {
        let own = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(own);
        command.args([crate::engine::WORD, word]);
        self.at(&mut command, home);
        Ok(command)
    }

    /// The command line in that home, with every file it opens written down.
    pub(crate) fn traced(&self, home: &Home, calls: &Path) -> Command {
        let mut command = Command::new("strace");
        command
            .args(["-f", "-qq", "--seccomp-bpf"])
            .args(["-e", "trace=open,openat,openat2,creat", "-o"])
            .arg(calls)
            .arg("--")
            .arg(&self.program);
        self.at(&mut command, home.0.path());
        command.arg("--offline");
        command
    }

    /// The program, under another one such as `perf record` where [`UNDER`] names it.
    fn started(&self) -> Command {
        let under = std::env::var(UNDER).unwrap_or_default();
        let mut words = under.split_whitespace();
        match words.next() {
            Some(first) => {
                let mut command = Command::new(first);
                command.args(words).arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        }
    }

    /// A home of its own for one run.
    pub(crate) fn home(&self) -> Result<Home, String> {
        let parent = self.signed_in.parent().unwrap_or(&self.signed_in);
        let home = tempfile::tempdir_in(parent).map_err(|error| error.to_string())?;
        copy(&self.signed_in, home.path()).map_err(|error| error.to_string())?;
        Ok(Home(home))
    }

    /// The command line in that home. It looks for nothing at Google before it begins.
    pub(crate) fn command(&self, home: &Home) -> Command {
        let mut command = self.command_at(home.0.path());
        command.arg("--offline");
        command
    }
}

/// Reads the address that is to be opened in a browser, and presses Allow there.
async fn allow(words: ChildStderr, emulator: &Emulator) -> Result<(), String> {
    let mut lines = BufReader::new(words).lines();
    let mut seen = String::new();
    let address = loop {
        let line = lines.next_line().await.map_err(|error| error.to_string())?;
        let line = line.ok_or_else(|| format!("the sign-in did not begin: {seen}"))?;
        match Url::parse(line.trim()) {
            Ok(address) if ["https", "http"].contains(&address.scheme()) => break address,
            _ => seen.push_str(&line),
        }
    };
    let send = |request: reqwest::RequestBuilder| async {
        request.send().await.map_err(|error| error.to_string())
    };
    let page = send(emulator.browser().get(emulator.own(&address))).await?;
    let page = page.text().await.map_err(|error| error.to_string())?;
    let request = page
        .split_once("name=\"request\" value=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(value, _)| value.to_owned())
        .ok_or("the emulator showed no consent page")?;
    let mut form = vec![
        ("request".to_owned(), request),
        ("account".to_owned(), ACCOUNT.to_owned()),
        ("decision".to_owned(), "allow".to_owned()),
    ];
    let scopes = address.query_pairs().find(|(name, _)| name == "scope");
    let scopes = scopes
        .map(|(_, scopes)| scopes.into_owned())
        .unwrap_or_default();
    form.extend(
        scopes
            .split(' ')
            .map(|scope| ("scope".to_owned(), scope.to_owned())),
    );
    let mut to = address;
    to.set_path("/o/oauth2/v2/auth/consent");
    to.set_query(None);
    let answer = send(emulator.browser().post(emulator.own(&to)).form(&form)).await?;
    let back = answer
        .headers()
        .get(reqwest::header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .ok_or("the consent leads nowhere")?;
    send(emulator.browser().get(back)).await?;
    // What it says further is for people.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            fs::set_permissions(&target, entry.metadata()?.permissions())?;
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
