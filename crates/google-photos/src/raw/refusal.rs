//! Why a call made by hand is not sent. Each is a sentence for the person.

use serde_json::error::Category;

/// Why a call made by hand is not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RawRefusal {
    /// It is no path.
    #[error(
        "This is not a path. Nothing was sent. Write one that begins with a slash, such as /v1/albums."
    )]
    NotAPath,
    /// It is on another host.
    #[error(
        "Calls go to Google Photos only, and {host} is not that. Nothing was sent, and the sign-in stayed here. Write a path such as /v1/albums."
    )]
    ForeignHost {
        /// The host.
        host: String,
    },
    /// It reads differently at different places.
    #[error(
        "This path holds {what}, which can lead to another place than it seems. Nothing was sent. Take it out."
    )]
    Misleading {
        /// What is in it.
        what: &'static str,
    },
    /// It holds a secret, which Albumen adds by itself.
    #[error(
        "{place} holds something that looks like a key or a token. Nothing was sent or kept. Take it out: Albumen signs every call itself."
    )]
    Secret {
        /// Where it stands.
        place: String,
    },
    /// A header that is not the caller's to set.
    #[error(
        "The header {name} is set by Albumen itself. Nothing was sent. Take it out of the headers."
    )]
    OwnHeader {
        /// Its name.
        name: String,
    },
    /// No header at all.
    #[error(
        "The header \u{201c}{name}\u{201d} cannot be sent: a name is letters, digits and hyphens, and a value is one line. Nothing was sent."
    )]
    BadHeader {
        /// Its name.
        name: String,
    },
    /// The body is no JSON.
    #[error("The body is not JSON from line {line}, character {column} on. Nothing was sent.")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// The body ends too early.
    #[error("The JSON of the body is not complete. Nothing was sent.")]
    HalfJson,
    /// A GET has no body.
    #[error("A GET has no body. Nothing was sent. Empty the body, or choose POST.")]
    BodyWithGet,
    /// Either of both.
    #[error("A call sends a body or a file, not both. Nothing was sent. Empty the body.")]
    BodyAndFile,
    /// An upload needs one.
    #[error("This call sends the bytes of a file. Nothing was sent. Choose a file.")]
    NoFile,
}

/// Whether a body is JSON, or empty.
pub(super) fn json(body: &str) -> Result<(), RawRefusal> {
    if body.trim().is_empty() {
        return Ok(());
    }
    match serde_json::from_str::<serde::de::IgnoredAny>(body) {
        Ok(_) => Ok(()),
        Err(error) if error.classify() == Category::Eof => Err(RawRefusal::HalfJson),
        Err(error) => Err(RawRefusal::NotJson {
            line: error.line(),
            column: error.column(),
        }),
    }
}
