//! Names of Google's things as types, so that one cannot be passed for another.
//!
//! The open ones print as they are. The secret ones print as `…` and give their text only through `expose`.

use std::fmt;
use std::hash::{Hash, Hasher};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! open_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ipc", derive(specta::Type))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps the text as Google gave it.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text as Google gave it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

macro_rules! secret_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Wraps the text as Google gave it.
            pub fn new(text: impl Into<String>) -> Self {
                Self(SecretString::from(text.into()))
            }

            /// The secret itself. It belongs in no log, no error and no window.
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.expose() == other.expose()
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.expose().hash(state);
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::new(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

macro_rules! stored_secret {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.expose())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from).map(Self::new)
            }
        }
    )*};
}

open_id!(
    /// The lasting id of an album.
    AlbumId
);
open_id!(
    /// The lasting id of a media item.
    MediaItemId
);
open_id!(
    /// The id of a text, place or map in an album. It cannot be listed later: keep it if something shall follow it.
    EnrichmentId
);
open_id!(
    /// The id of a picking session.
    PickingSessionId
);
open_id!(
    /// Where the next page of a listing begins. Valid for the same parameters only, and not for long.
    PageToken
);
open_id!(
    /// The public half of the client credentials, `….apps.googleusercontent.com`.
    ClientId
);
secret_text!(
    /// What Google gives for uploaded bytes. Valid one day.
    UploadToken
);
secret_text!(
    /// Where the chunks of one resumable upload go.
    UploadUrl
);
secret_text!(
    /// Where the pixels of a media item or a cover are, for 60 minutes. Never stored, so it has no `Serialize`.
    BaseUrl
);
secret_text!(
    /// A link with which anybody can see a shared album.
    ShareLink
);
secret_text!(
    /// What names a shared album to other accounts.
    ShareToken
);
stored_secret!(UploadToken, UploadUrl, ShareLink, ShareToken);
