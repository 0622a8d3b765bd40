//! Everything the handlers share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, header};

use crate::{
    LibrarySource, SampleAccount, account::Pair, dirs::Dirs, faults::Faults, media::scale::Scaler,
    picker::own::Own, random::Seal, stats::Stats, world::World,
};

/// One running emulator.
pub(crate) struct App {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub(crate) origin: String,
    /// The port, for the other spelling of this machine.
    pub(crate) port: u16,
    /// Names it answers to behind a TLS front.
    pub(crate) names: Vec<String>,
    pub(crate) accounts: Pair<SampleAccount>,
    pub(crate) library: LibrarySource,
    /// What the people have that no app made.
    pub(crate) own: Own,
    pub(crate) faults: Faults,
    pub(crate) stats: Stats,
    pub(crate) seal: Seal,
    pub(crate) scaler: Scaler,
    pub(crate) dirs: Dirs,
    pub(crate) persist: bool,
    pub(crate) state: Mutex<World>,
    /// Only one snapshot is written at a time.
    pub(crate) saving: Mutex<()>,
}

impl App {
    /// The origin under which a request came in.
    pub(crate) fn origin_of(&self, headers: &HeaderMap) -> String {
        let host = headers
            .get(header::HOST)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if self.names.iter().any(|name| name == host) {
            format!("https://{host}")
        } else {
            self.origin.clone()
        }
    }

    /// The origin of base URLs: the name of Google's media servers, where a front passes that on.
    pub(crate) fn media_origin(&self) -> String {
        let media = self.names.iter().find(|name| name.starts_with("lh3."));
        media.map_or_else(|| self.origin.clone(), |name| format!("https://{name}"))
    }

    /// The state behind its lock. It is never held across an `await`.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
