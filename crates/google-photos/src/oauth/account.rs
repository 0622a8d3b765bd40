//! Who signed in.

use serde::{Deserialize, Serialize};
use url::Url;

/// The person behind the tokens, as Google's user info has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The lasting id of the account; the address may change.
    pub subject: String,
    /// The address, or nothing if it was not permitted.
    pub email: String,
    /// The name to show, or nothing if it was not permitted.
    pub name: String,
    /// The portrait.
    pub picture: Option<Url>,
}

#[derive(Deserialize)]
pub(crate) struct UserInfo {
    sub: Option<String>,
    email: Option<String>,
    name: Option<String>,
    picture: Option<String>,
}

impl UserInfo {
    /// Nobody without an id.
    pub fn into_account(self) -> Option<Account> {
        Some(Account {
            subject: self.sub.filter(|subject| !subject.is_empty())?,
            email: self.email.unwrap_or_default(),
            name: self.name.unwrap_or_default(),
            picture: self.picture.and_then(|text| Url::parse(&text).ok()),
        })
    }
}
