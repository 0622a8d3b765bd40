//! What was found, as checks: what it means, in a sentence, and what mends it. No async, no clock, no request.

mod age;
mod console;
mod here;
mod library;
mod network;
mod permissions;
mod picker;
mod signed_in;

pub(super) use age::age;
pub(super) use here::{keychain, port, proxy};
pub(super) use library::{api, photos, quota};
pub(super) use network::{clock, network};
pub(super) use permissions::permissions;
pub(super) use picker::picker;
pub(super) use signed_in::{Renewed, client, secret, sign_in};

use crate::connections::Service;
use crate::view::{CheckKind, CheckState, CheckView, Remedy};

pub(super) const MINUTE_MS: i64 = 60_000;
pub(super) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

impl CheckView {
    fn new(kind: CheckKind, state: CheckState, sentence: impl Into<String>) -> Self {
        Self {
            kind,
            title: kind.title().to_owned(),
            state,
            sentence: sentence.into(),
            detail: None,
            remedy: None,
        }
    }

    fn ok(kind: CheckKind, sentence: impl Into<String>) -> Self {
        Self::new(kind, CheckState::Ok, sentence)
    }

    fn skipped(kind: CheckKind, sentence: impl Into<String>) -> Self {
        Self::new(kind, CheckState::Skipped, sentence)
    }

    fn warning(kind: CheckKind, sentence: impl Into<String>, remedy: Remedy) -> Self {
        Self {
            remedy: Some(remedy),
            ..Self::new(kind, CheckState::Warning, sentence)
        }
    }

    fn failed(kind: CheckKind, sentence: impl Into<String>, remedy: Remedy) -> Self {
        Self {
            remedy: Some(remedy),
            ..Self::new(kind, CheckState::Failed, sentence)
        }
    }

    fn with(self, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..self
        }
    }
}

/// Who answers, at the beginning of a sentence.
fn who(service: Service) -> &'static str {
    match service {
        Service::Google => "Google",
        Service::Sample => "The sample library",
        Service::Loopback => "The service on this computer",
    }
}

/// The same in the middle of a sentence.
fn within(service: Service) -> &'static str {
    match service {
        Service::Google => "Google",
        Service::Sample => "the sample library",
        Service::Loopback => "the service on this computer",
    }
}

/// What signing in again is for this service: nobody signs in to the sample library by hand.
fn sign_in_to(service: Service) -> Remedy {
    match service {
        Service::Sample => Remedy::OpenSample,
        Service::Google | Service::Loopback => Remedy::SignInAgain,
    }
}
