//! The programs ours is held against, from the packages of the system.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Question;

use tokio::process::Command;

use crate::stage::LIBRARY_HOST;

/// What must be there: the program, how it says its version, Debian's package of it.
const PROGRAMS: &[(&str, &str, &str)] = &[
    ("rclone", "version", "rclone"),
    ("curl", "--version", "curl"),
    ("openssl", "version", "openssl"),
    ("ip", "-V", "iproute2"),
    ("strace", "--version", "strace"),
    ("find", "--version", "findutils"),
    ("python3", "--version", "python3"),
];

/// The first line that each says of its version. Error: what is missing, and how to install it.
pub(crate) fn versions() -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for (program, argument, package) in PROGRAMS {
        match Question::new(program).arg(argument).output() {
            Ok(output) => {
                let text = String::from_utf8_lossy(&output.stdout).into_owned();
                let first = text.lines().next().unwrap_or_default();
                let first: Vec<&str> = first.split_whitespace().take(4).collect();
                found.push(first.join(" "));
            }
            Err(_) => missing.push(*package),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    Err(format!(
        "missing: {}. Install with: apt-get install --no-install-recommends {}",
        missing.join(", "),
        missing.join(" ")
    ))
}

/// The peers, told where to find what they need.
pub(crate) struct Peers {
    folder: PathBuf,
    authority: PathBuf,
    token: String,
}

impl Peers {
    /// Writes rclone's configuration. Its token never needs to be refreshed.
    pub(crate) fn new(folder: &Path, authority: &Path, token: String) -> Result<Self, String> {
        let own = json_token(&token);
        let config = format!(
            "[gp]\ntype = google photos\nclient_id = bench.apps.googleusercontent.com\nclient_secret = bench\ntoken = {own}\n"
        );
        fs::write(folder.join("rclone.conf"), config).map_err(|error| error.to_string())?;
        Ok(Self {
            folder: folder.to_owned(),
            authority: authority.to_owned(),
            token,
        })
    }

    /// rclone, copying a folder into Google Photos.
    pub(crate) fn rclone(&self, photos: &Path, transfers: usize) -> Command {
        let mut command = Command::new("rclone");
        command
            .arg("--config")
            .arg(self.folder.join("rclone.conf"))
            .arg("--ca-cert")
            .arg(&self.authority)
            .args(["--transfers", &transfers.to_string(), "copy"])
            .arg(photos)
            .arg("gp:upload");
        command
    }

    /// rclone, copying everything out of Google Photos into a folder.
    pub(crate) fn rclone_out(&self, folder: &Path, transfers: usize) -> Command {
        let mut command = Command::new("rclone");
        command
            .arg("--config")
            .arg(self.folder.join("rclone.conf"))
            .arg("--ca-cert")
            .arg(&self.authority)
            .args(["--transfers", &transfers.to_string(), "copy"])
            .arg("gp:media/all")
            .arg(folder);
        command
    }

    /// rclone, listing everything below a place as JSON.
    pub(crate) fn rclone_listing(&self, words: &[&str]) -> Command {
        let mut command = Command::new("rclone");
        command
            .arg("--config")
            .arg(self.folder.join("rclone.conf"))
            .arg("--ca-cert")
            .arg(&self.authority)
            .args(words);
        command
    }

    /// A plain client in Python: one cursor, one connection, rows into SQLite.
    pub(crate) fn python(&self, database: &Path) -> Result<Command, String> {
        let script = self.folder.join("one_cursor.py");
        fs::write(&script, include_str!("listing/one_cursor.py"))
            .map_err(|error| error.to_string())?;
        let mut command = Command::new("python3");
        command
            .arg(script)
            .arg(database)
            .env("SSL_CERT_FILE", &self.authority)
            .env("TOKEN", &self.token);
        Ok(command)
    }

    /// curl, sending the bytes of files and nothing else, so many at a time.
    pub(crate) fn curl(&self, files: &[PathBuf], at_once: usize) -> Result<Command, String> {
        let each = files.iter().map(|file| {
            format!(
                "url = \"https://{LIBRARY_HOST}/v1/uploads\"\nrequest = POST\nupload-file = \"{}\"\n\
                 header = \"Authorization: Bearer {}\"\nheader = \"Content-Type: application/octet-stream\"\n\
                 header = \"X-Goog-Upload-Protocol: raw\"\nheader = \"Expect:\"\ncacert = \"{}\"\noutput = /dev/null\n\
                 fail\n",
                file.display(),
                self.token,
                self.authority.display()
            )
        });
        let config = each.collect::<Vec<_>>().join("next\n");
        let path = self.folder.join("curl.conf");
        fs::write(&path, config).map_err(|error| error.to_string())?;
        let mut command = Command::new("curl");
        command.args(["--silent", "--show-error"]);
        if files.len() > 1 {
            command.args(["--parallel", "--parallel-max", &at_once.to_string()]);
        }
        command.arg("--config").arg(path);
        Ok(command)
    }
}

fn json_token(token: &str) -> serde_json::Value {
    serde_json::json!({
        "access_token": token,
        "token_type": "Bearer",
        "refresh_token": "bench",
        "expiry": "2099-01-01T00:00:00Z",
    })
}
