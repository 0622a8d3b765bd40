//! Who calls, and whether they may.

use axum::http::{HeaderMap, header, request::Parts};

use crate::{
    Rules,
    account::Who,
    app::App,
    error::{ApiError, Service},
    oauth::{grants::Consent, scopes},
    route::Method,
};

/// A live access token and what it stands for.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) who: Who,
    pub(crate) rules: Rules,
    pub(crate) client_id: String,
    pub(crate) sees_everything: bool,
    pub(crate) sees_sharing: bool,
    scopes: Vec<String>,
}

impl Caller {
    /// The caller a consent makes.
    pub(crate) fn new(app: &App, consent: &Consent) -> Self {
        let rules = app.accounts.of(consent.who).rules;
        Self {
            who: consent.who,
            rules,
            client_id: consent.client_id.clone(),
            sees_everything: scopes::sees_everything(&consent.scopes, rules),
            sees_sharing: rules == Rules::Legacy
                && consent.scopes.iter().any(|scope| scope == scopes::SHARE),
            scopes: consent.scopes.clone(),
        }
    }

    /// Whether the caller may read what its person picked.
    pub(crate) fn may_read_picked(&self) -> bool {
        self.scopes.iter().any(|scope| scope == scopes::PICK)
    }

    /// Whether the caller may see what this client created.
    pub(crate) fn sees(&self, client_id: &str) -> bool {
        self.sees_everything || self.client_id == client_id
    }
}

/// The bearer token of a request.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (kind, token) = text.split_once(' ')?;
    kind.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The caller the middleware found, if this method is open to it.
pub(super) fn of(app: &App, parts: &Parts, method: Method) -> Result<Caller, ApiError> {
    let Some(caller) = parts.extensions.get::<Caller>() else {
        let has_token = parts.headers.contains_key(header::AUTHORIZATION);
        return Err(if has_token {
            ApiError::bad_credential()
        } else {
            ApiError::no_credential()
        });
    };
    let service = if method.is_picker() {
        Service::Picker
    } else {
        Service::Library
    };
    if app.faults.api_is_disabled(service) {
        return Err(ApiError::api_disabled(service));
    }
    if service == Service::Library && app.faults.photos_is_disabled() {
        return Err(ApiError::denied("Google Photos is disabled for the user."));
    }
    let accepted = scopes::accepted(method, caller.rules);
    if accepted.is_empty() {
        // Since 31 March 2025: the sharing methods are there and refuse everybody.
        return Err(ApiError::denied("The caller does not have permission"));
    }
    if !accepted
        .iter()
        .any(|scope| caller.scopes.iter().any(|kept| kept == scope))
    {
        return Err(ApiError::scopes(service));
    }
    Ok(caller.clone())
}
