//! A certificate authority that lives as long as one bench, and one certificate by it for Google's names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const EXTENSIONS: &str = "subjectAltName=DNS:*.googleapis.com,DNS:*.google.com,DNS:*.googleusercontent.com,\
                          DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n";

/// The files of it.
pub(crate) struct Certificate {
    /// What clients are told to trust.
    pub(crate) authority: PathBuf,
    /// What the front shows.
    pub(crate) chain: PathBuf,
    /// Its key.
    pub(crate) key: PathBuf,
}

/// Makes both in a folder.
pub(crate) fn make(folder: &Path) -> Result<Certificate, String> {
    fs::write(folder.join("ext"), EXTENSIONS).map_err(|error| error.to_string())?;
    let new_key = "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    openssl(
        folder,
        &format!("{new_key} -x509 -days 2 -keyout ca.key -out ca.pem"),
        &[
            "-subj",
            "/CN=Albumen bench",
            "-addext",
            "basicConstraints=critical,CA:TRUE",
            "-addext",
            "keyUsage=critical,keyCertSign",
        ],
    )?;
    openssl(
        folder,
        &format!("{new_key} -keyout server.key -out server.csr"),
        &["-subj", "/CN=photoslibrary.googleapis.com"],
    )?;
    openssl(
        folder,
        "x509 -req -days 2 -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile ext -out server.pem",
        &[],
    )?;
    Ok(Certificate {
        authority: folder.join("ca.pem"),
        chain: folder.join("server.pem"),
        key: folder.join("server.key"),
    })
}

fn openssl(folder: &Path, words: &str, more: &[&str]) -> Result<(), String> {
    let output = Command::new("openssl")
        .args(words.split(' '))
        .args(more)
        .current_dir(folder)
        .output()
        .map_err(|error| format!("openssl: {error}"))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!(
            "openssl: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ))
    }
}
