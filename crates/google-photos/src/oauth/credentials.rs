//! The client id and secret that a person brings.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::client_file::ClientFile;
use crate::ids::ClientId;

/// What kind of client the credentials are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
pub enum ClientKind {
    /// "Desktop app": any free port will do.
    Desktop,
    /// "Web application": the address of the callback must be registered, port and all.
    Web,
}

/// Client id and secret, checked as far as that goes without asking Google.
#[derive(Debug, Clone)]
pub struct ClientCredentials {
    /// Public.
    pub client_id: ClientId,
    /// Needed even with PKCE, although Google's table calls it optional.
    pub client_secret: SecretString,
    /// Decides how the callback is addressed.
    pub kind: ClientKind,
}

/// What is wrong with credentials, in words for the person who brought them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// No client id.
    #[error(
        "The client id is missing. Copy it from the Clients page of your Google Cloud project."
    )]
    IdMissing,
    /// No client secret.
    #[error(
        "The client secret is missing. Google asks for it too; it stands beside the client id when the client is created."
    )]
    SecretMissing,
    /// The two are in each other's place.
    #[error(
        "The client id and the client secret are swapped. The id is the one that ends in .apps.googleusercontent.com."
    )]
    Swapped,
    /// Only a part, or something else.
    #[error(
        "The client id is not complete. It ends in .apps.googleusercontent.com and has no spaces."
    )]
    IdIncomplete,
    /// Only a part, or something else.
    #[error("The client secret is not complete. It usually begins with GOCSPX- and has no spaces.")]
    SecretIncomplete,
    /// The id was put in both places.
    #[error("The client secret is a client id. The secret usually begins with GOCSPX-.")]
    SecretIsAnId,
    /// Not a JSON file.
    #[error(
        "This file is not the JSON file that Google gives. On the Clients page, choose Download JSON."
    )]
    NotJson,
    /// A JSON file of something else.
    #[error(
        "This JSON file holds no client. On the Clients page, choose your client and Download JSON."
    )]
    NoClientInFile,
    /// The key of a service account.
    #[error(
        "This file is the key of a service account, and Google Photos takes none. Create a client of the type Desktop app."
    )]
    ServiceAccount,
    /// The sign-in of another program, such as Google's own command line.
    #[error(
        "This file is the sign-in of another program. On the Clients page, create a client of the type Desktop app and \
         download its JSON."
    )]
    OtherProgram,
    /// An API key, which stands for a project and for nobody in it.
    #[error(
        "This file holds an API key, and nobody can sign in with one. Create a client of the type Desktop app and \
         download its JSON."
    )]
    ApiKey,
    /// A client for a phone, or one whose file was downloaded later.
    #[error(
        "This file holds no client secret. Google puts it in only when a client is created: create a new one of the type \
         Desktop app and download its JSON at once."
    )]
    SecretNotInFile,
    /// Far too long.
    #[error("This file is far too long for the JSON file that Google gives.")]
    TooLong,
}

const ID_ENDING: &str = ".apps.googleusercontent.com";
const SECRET_BEGINNING: &str = "GOCSPX-";
/// The shortest secret that Google has been seen to give has 24 characters; half of that is certainly a part.
const SHORTEST_SECRET: usize = 12;

impl ClientCredentials {
    /// Typed or pasted values, with the spaces and quotes that come along. The kind is `Desktop`.
    ///
    /// Errors: which of the two is missing, half, swapped or something else.
    pub fn typed(client_id: &str, client_secret: &str) -> Result<Self, CredentialsError> {
        Self::typed_as(client_id, client_secret, ClientKind::Desktop)
    }

    /// The same, of a kind that the person named.
    ///
    /// Errors: as [`ClientCredentials::typed`].
    pub fn typed_as(
        client_id: &str,
        client_secret: &str,
        kind: ClientKind,
    ) -> Result<Self, CredentialsError> {
        Self::checked(client_id, client_secret, kind)
    }

    /// The file `client_secret_*.json` that Google offers for download, without what else it says.
    ///
    /// Errors: as [`ClientFile::from_json`].
    pub fn from_json(file: &[u8]) -> Result<Self, CredentialsError> {
        ClientFile::from_json(file).map(|file| file.credentials)
    }

    /// Values as they were typed or read, with what a copied value brings along.
    pub(super) fn checked(
        id: &str,
        secret: &str,
        kind: ClientKind,
    ) -> Result<Self, CredentialsError> {
        let (id, secret) = (bare(id), bare(secret));
        if id.starts_with(SECRET_BEGINNING) && (secret.is_empty() || secret.ends_with(ID_ENDING)) {
            return Err(CredentialsError::Swapped);
        }
        if id.is_empty() {
            return Err(CredentialsError::IdMissing);
        }
        if !is_client_id(id) {
            return Err(if is_client_id(secret) {
                CredentialsError::Swapped
            } else {
                CredentialsError::IdIncomplete
            });
        }
        if secret.is_empty() {
            return Err(CredentialsError::SecretMissing);
        }
        if secret.ends_with(ID_ENDING) {
            return Err(CredentialsError::SecretIsAnId);
        }
        let readable = secret.chars().all(|c| c.is_ascii_graphic());
        if !readable || secret.len() < SHORTEST_SECRET || secret == SECRET_BEGINNING {
            return Err(CredentialsError::SecretIncomplete);
        }
        Ok(Self {
            client_id: ClientId::from(id),
            client_secret: SecretString::from(secret),
            kind,
        })
    }

    /// Whether a text has the form of a client id, which ends in `.apps.googleusercontent.com`.
    pub fn is_client_id(text: &str) -> bool {
        is_client_id(text)
    }

    pub(crate) fn secret(&self) -> &str {
        self.client_secret.expose_secret()
    }
}

/// Without the spaces and quotes that a copied value brings along.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '\u{200b}' | '\u{feff}')
    })
}

fn is_client_id(text: &str) -> bool {
    let name = text.strip_suffix(ID_ENDING).unwrap_or_default();
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const ID: &str = "123-abc.apps.googleusercontent.com";
    const SECRET: &str = "GOCSPX-0123456789012345678901234567";

    #[test]
    fn what_a_copied_value_brings_along_is_taken_off() {
        let credentials =
            ClientCredentials::typed(&format!(" \"{ID}\",\n"), &format!("\t{SECRET} ")).unwrap();
        assert_eq!(credentials.client_id.as_str(), ID);
        assert_eq!(credentials.secret(), SECRET);
        assert_eq!(credentials.kind, ClientKind::Desktop);
    }

    #[rstest]
    #[case("", SECRET, CredentialsError::IdMissing)]
    #[case(ID, "", CredentialsError::SecretMissing)]
    #[case(SECRET, ID, CredentialsError::Swapped)]
    #[case(SECRET, "", CredentialsError::Swapped)]
    #[case("123-abc", SECRET, CredentialsError::IdIncomplete)]
    #[case("123-abc.apps.googleuser", SECRET, CredentialsError::IdIncomplete)]
    #[case("me@example.com", SECRET, CredentialsError::IdIncomplete)]
    #[case(ID, "GOCSPX-", CredentialsError::SecretIncomplete)]
    #[case(ID, "GOCSPX-01", CredentialsError::SecretIncomplete)]
    #[case(ID, "two words of a secret", CredentialsError::SecretIncomplete)]
    #[case(ID, ID, CredentialsError::SecretIsAnId)]
    fn half_or_wrong_values_are_named(
        #[case] id: &str,
        #[case] secret: &str,
        #[case] expected: CredentialsError,
    ) {
        assert_eq!(ClientCredentials::typed(id, secret).unwrap_err(), expected);
    }

    #[test]
    fn the_secret_is_in_no_debug_text() {
        let credentials = ClientCredentials::typed(ID, SECRET).unwrap();
        assert!(!format!("{credentials:?}").contains("GOCSPX"));
    }
}
