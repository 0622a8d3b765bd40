//! Opaque identifiers and tokens.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::RngCore;
use sha2::{Digest, Sha256};

/// `bytes` random bytes as text that is safe in a URL.
pub(crate) fn token(prefix: &str, bytes: usize) -> String {
    let mut raw = vec![0; bytes];
    rand::rng().fill_bytes(&mut raw);
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(raw))
}

/// A new media item or album id: 58 characters, as long as Google's.
pub(crate) fn id() -> String {
    token("AP", 42)
}

/// The same id for the same words, so that the sample library keeps its ids over restarts.
pub(crate) fn stable_id(words: &[&str]) -> String {
    let first = Sha256::digest(words.join("\u{1f}"));
    let second = Sha256::digest(first);
    let raw: Vec<u8> = first
        .iter()
        .chain(second.iter().take(10))
        .copied()
        .collect();
    format!("AP{}", URL_SAFE_NO_PAD.encode(raw))
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Seals small texts so that nobody but this process can make one: page tokens, base URLs.
pub(crate) struct Seal {
    key: [u8; 32],
}

const MARK: usize = 12;

impl Seal {
    /// A seal with a new key.
    pub(crate) fn new() -> Self {
        let mut key = [0; 32];
        rand::rng().fill_bytes(&mut key);
        Self { key }
    }

    fn mark(&self, use_for: &str, payload: &[u8]) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(self.key);
        hash.update(use_for);
        hash.update([0]);
        hash.update(payload);
        hash.finalize().iter().take(MARK).copied().collect()
    }

    /// The payload with its mark, as text that is safe in a URL.
    pub(crate) fn close(&self, use_for: &str, payload: &[u8]) -> String {
        let mut raw = self.mark(use_for, payload);
        raw.extend_from_slice(payload);
        URL_SAFE_NO_PAD.encode(raw)
    }

    /// The payload again, if this process sealed it for this use.
    pub(crate) fn open(&self, use_for: &str, text: &str) -> Option<Vec<u8>> {
        let raw = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (mark, payload) = raw.split_at_checked(MARK)?;
        (self.mark(use_for, payload) == mark).then(|| payload.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_opens_only_what_it_closed_for_the_same_use() {
        let seal = Seal::new();
        let text = seal.close("page", b"7");
        assert_eq!(seal.open("page", &text), Some(b"7".to_vec()));
        assert_eq!(
            seal.open("media", &text),
            None,
            "another use is another seal"
        );
        assert_eq!(
            Seal::new().open("page", &text),
            None,
            "another process has another key"
        );
        assert_eq!(seal.open("page", "nonsense"), None);
    }

    #[test]
    fn ids_are_as_long_as_those_of_google() {
        assert!(id().len() >= 55 && stable_id(&["a"]).len() >= 55);
        assert_eq!(stable_id(&["a", "b"]), stable_id(&["a", "b"]));
    }
}
