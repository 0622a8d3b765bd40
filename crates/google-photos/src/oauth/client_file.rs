//! The file `client_secret_*.json` that Google offers for download when a client is created.

use serde_json::Value;

use super::credentials::{ClientCredentials, ClientKind, CredentialsError};

const MAX_FILE_BYTES: usize = 64 * 1024;
const API_KEY_BEGINNING: &str = "AIza";
/// Google: 30 characters, and a domain before it in old organisations.
const LONGEST_PROJECT_ID: usize = 100;

/// What the file holds.
#[derive(Debug, Clone)]
pub struct ClientFile {
    /// Client id, secret and kind.
    pub credentials: ClientCredentials,
    /// The Google Cloud project, where the file names it.
    pub project_id: Option<String>,
    /// The addresses that Google may answer to; what counts for a client of the kind `Web`.
    pub redirect_uris: Vec<String>,
}

impl ClientFile {
    /// Reads the file.
    ///
    /// Errors: which of id and secret is missing, half or swapped, and what the file is instead.
    /// Source: <https://developers.google.com/identity/protocols/oauth2/native-app>
    pub fn from_json(file: &[u8]) -> Result<Self, CredentialsError> {
        if file.len() > MAX_FILE_BYTES {
            return Err(CredentialsError::TooLong);
        }
        let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
        if file.trim_ascii().starts_with(API_KEY_BEGINNING.as_bytes()) {
            return Err(CredentialsError::ApiKey);
        }
        let value: Value = serde_json::from_slice(file).map_err(|_| CredentialsError::NotJson)?;
        let (client, kind) = match (value.get("installed"), value.get("web")) {
            (Some(client), _) => (client, ClientKind::Desktop),
            (None, Some(client)) => (client, ClientKind::Web),
            (None, None) => return Err(something_else(&value)),
        };
        let text = |key: &str| client.get(key).and_then(Value::as_str);
        let credentials = match (text("client_id"), text("client_secret")) {
            (Some(id), None) if !id.is_empty() => return Err(CredentialsError::SecretNotInFile),
            (id, secret) => ClientCredentials::checked(
                id.unwrap_or_default(),
                secret.unwrap_or_default(),
                kind,
            )?,
        };
        Ok(Self {
            credentials,
            project_id: text("project_id")
                .filter(|id| !id.is_empty() && id.len() <= LONGEST_PROJECT_ID)
                .map(str::to_owned),
            redirect_uris: client
                .get("redirect_uris")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        })
    }

    /// Whether Google answers to this address. A client of the kind `Desktop` is answered at any port of this computer.
    pub fn may_answer_to(&self, redirect_uri: &str) -> bool {
        // Google: the registered address must be the same to the letter, slash and all.
        self.credentials.kind == ClientKind::Desktop
            || self.redirect_uris.iter().any(|known| known == redirect_uri)
    }
}

/// Names what lies in a JSON file without a client.
fn something_else(value: &Value) -> CredentialsError {
    match value.get("type").and_then(Value::as_str) {
        Some("service_account") => return CredentialsError::ServiceAccount,
        Some("authorized_user") => return CredentialsError::OtherProgram,
        _ => {}
    }
    let is_key = |value: &Value| {
        value
            .as_str()
            .is_some_and(|text| text.starts_with(API_KEY_BEGINNING))
    };
    let holds_key = ["keyString", "apiKey", "api_key", "key"]
        .iter()
        .any(|name| value.get(name).is_some_and(is_key));
    if is_key(value) || holds_key {
        CredentialsError::ApiKey
    } else {
        CredentialsError::NoClientInFile
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const ID: &str = "123-abc.apps.googleusercontent.com";
    const SECRET: &str = "GOCSPX-0123456789012345678901234567";
    const HERE: &str = "http://127.0.0.1:8484";

    fn file(kind: &str, more: &str) -> Vec<u8> {
        format!(
            "{{\"{kind}\":{{\"client_id\":\"{ID}\",\"client_secret\":\"{SECRET}\",\"x\":1{more}}}}}"
        )
        .into_bytes()
    }

    #[rstest]
    #[case("installed", ClientKind::Desktop)]
    #[case("web", ClientKind::Web)]
    fn the_downloaded_file_of_either_kind_is_read(#[case] name: &str, #[case] kind: ClientKind) {
        let read = ClientFile::from_json(&file(name, "")).unwrap();
        assert_eq!(read.credentials.kind, kind);
        assert_eq!(read.project_id, None, "the file need not name it");
        let marked = [b"\xef\xbb\xbf", file(name, "").as_slice()].concat();
        assert!(
            ClientFile::from_json(&marked).is_ok(),
            "an editor may have put a byte order mark there"
        );
    }

    #[test]
    fn the_project_is_read_where_the_file_names_it() {
        let read = |more: &str| {
            ClientFile::from_json(&file("installed", more))
                .unwrap()
                .project_id
        };
        assert_eq!(
            read(",\"project_id\":\"albumen-481516\"").as_deref(),
            Some("albumen-481516")
        );
        for odd in [
            ",\"project_id\":7".to_owned(),
            ",\"project_id\":\"\"".to_owned(),
            format!(",\"project_id\":\"{}\"", "x".repeat(101)),
        ] {
            assert_eq!(read(&odd), None, "{odd} is no project id");
        }
    }

    #[rstest]
    #[case("", false)]
    #[case(",\"redirect_uris\":[]", false)]
    #[case(",\"redirect_uris\":7", false)]
    #[case(",\"redirect_uris\":[\"http://127.0.0.1:8484\"]", true)]
    #[case(
        ",\"redirect_uris\":[\"https://example.com\",\"http://127.0.0.1:8484\"]",
        true
    )]
    #[case(",\"redirect_uris\":[\"http://127.0.0.1:8484/\"]", false)]
    #[case(",\"redirect_uris\":[\"http://localhost:8484\"]", false)]
    #[case(",\"redirect_uris\":[\"http://127.0.0.1:8485\"]", false)]
    fn a_web_client_is_answered_only_where_it_is_registered(
        #[case] more: &str,
        #[case] expected: bool,
    ) {
        let web = ClientFile::from_json(&file("web", more)).unwrap();
        assert_eq!(web.may_answer_to(HERE), expected);
        let desktop = ClientFile::from_json(&file("installed", more)).unwrap();
        assert!(desktop.may_answer_to(HERE), "any port will do there");
    }

    #[rstest]
    #[case("not json", CredentialsError::NotJson)]
    #[case("", CredentialsError::NotJson)]
    #[case("{}", CredentialsError::NoClientInFile)]
    #[case("[1]", CredentialsError::NoClientInFile)]
    #[case("{\"type\":\"external_account\"}", CredentialsError::NoClientInFile)]
    #[case(
        "{\"type\":\"service_account\",\"private_key\":\"k\"}",
        CredentialsError::ServiceAccount
    )]
    #[case(
        "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"refresh_token\":\"r\"}",
        CredentialsError::OtherProgram
    )]
    #[case("AIzaSyD-0123456789\n", CredentialsError::ApiKey)]
    #[case("\"AIzaSyD-0123456789\"", CredentialsError::ApiKey)]
    #[case(
        "{\"name\":\"projects/1\",\"keyString\":\"AIzaSyD-0123\"}",
        CredentialsError::ApiKey
    )]
    #[case("{\"keyString\":\"other\"}", CredentialsError::NoClientInFile)]
    #[case(
        "{\"installed\":{\"client_id\":\"1-a.apps.googleusercontent.com\"}}",
        CredentialsError::SecretNotInFile
    )]
    #[case(
        "{\"web\":{\"client_id\":\"1-a.apps.googleusercontent.com\"}}",
        CredentialsError::SecretNotInFile
    )]
    #[case("{\"installed\":{}}", CredentialsError::IdMissing)]
    #[case("{\"installed\":7}", CredentialsError::IdMissing)]
    fn a_file_of_something_else_is_named(#[case] file: &str, #[case] expected: CredentialsError) {
        assert_eq!(
            ClientFile::from_json(file.as_bytes()).unwrap_err(),
            expected
        );
    }

    #[test]
    fn a_file_of_a_gigabyte_is_not_read_as_json() {
        assert_eq!(
            ClientFile::from_json(&vec![b' '; MAX_FILE_BYTES + 1]).unwrap_err(),
            CredentialsError::TooLong
        );
    }
}
