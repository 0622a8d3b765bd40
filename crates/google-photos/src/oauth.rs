//! Sign-in for an installed program, and the tokens that come of it.
//!
//! Source: <https://developers.google.com/identity/protocols/oauth2/native-app>

mod account;
mod by_hand;
mod callback;
mod client_file;
mod credentials;
mod exchange;
mod page;
mod scopes;
mod sign_in;
mod sign_in_error;
mod tokens;

pub use account::Account;
pub(crate) use account::UserInfo;
pub use by_hand::{ByHand, ByHandError};
pub use client_file::ClientFile;
pub use credentials::{ClientCredentials, ClientKind, CredentialsError};
pub use scopes::Scopes;
pub use sign_in::{Grant, SignIn, SignInOptions};
pub use sign_in_error::SignInError;
pub(crate) use tokens::Tokens;
pub use tokens::{AccessToken, Renewal};
