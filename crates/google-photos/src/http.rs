//! Requests: how they are made, authorised, repeated and read.

mod body;
mod call;
mod retry;
mod send;

pub(crate) use body::{bytes, json, text};
pub(crate) use call::{About, Call, Lane};
pub(crate) use retry::Repeat;
pub use retry::RetryPolicy;
pub use send::TimeOuts;
pub(crate) use send::{Http, Limit, api_client, built, client};
