//! What all tests of the program stand on: a home of their own, files, and a word with the sample service.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

/// One home for one test; the drawn pictures are shared by all, as they never change.
pub struct Home(tempfile::TempDir);

/// Draws the pictures once, before the tests that run beside each other would each draw them.
static DRAWN: LazyLock<()> = LazyLock::new(|| {
    let home = Home(tempfile::tempdir().unwrap());
    home.json(&["album", "list", "--sample", "--json"]);
});

impl Home {
    pub fn new() -> Self {
        LazyLock::force(&DRAWN);
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_albumen-cli"));
        command
            .args(args)
            .env("ALBUMEN_HOME", self.path().join("home"))
            .env("ALBUMEN_KEYCHAIN", "off")
            .env("ALBUMEN_SAMPLE_PICTURES", pictures())
            .env_remove("ALBUMEN_GOOGLE")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        assert!(
            output.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn pictures() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample-pictures")
}

/// A picture that nobody else has: a small bitmap of one colour.
pub fn picture(red: u8) -> Vec<u8> {
    let pixels = [40, red, 200].repeat(16 * 16);
    let mut bmp = b"BM".to_vec();
    for field in [
        54 + 768,
        0,
        54,
        40,
        16,
        16,
        1 | 24 << 16,
        0,
        768,
        0,
        0,
        0,
        0_u32,
    ] {
        bmp.extend(field.to_le_bytes());
    }
    bmp.extend(pixels);
    bmp
}

/// Asks the sample service of a running command for something, as a browser or a tool would.
pub fn ask(origin: &str, path: &str, body: &str) -> String {
    use std::io::{Read as _, Write as _};
    let host = origin.trim_start_matches("http://");
    let mut line = std::net::TcpStream::connect(host).unwrap();
    write!(
        line,
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).unwrap();
    answer
}
