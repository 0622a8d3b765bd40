//! What the service knows: clients, sign-ins, the libraries of both accounts, uploaded bytes.

use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    account::{Pair, Who},
    library::{album::Album, shelf::Shelf},
    oauth::{client::Client, grants::Grants},
    picker::session::PickingSession,
    uploads::{resumable::Session, tokens::UploadTokens},
};

/// All state that changes while the emulator runs.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct World {
    pub(crate) clients: Vec<Client>,
    pub(crate) grants: Grants,
    pub(crate) shelves: Pair<Shelf>,
    pub(crate) uploads: UploadTokens,
    #[serde(skip)]
    pub(crate) sessions: HashMap<String, Arc<Session>>,
    /// Who is signed in on the web pages, by cookie.
    #[serde(default)]
    pub(crate) web_sessions: HashMap<String, Who>,
    /// What people pick, or picked, for an app.
    #[serde(default)]
    pub(crate) picking: Vec<PickingSession>,
    #[serde(skip)]
    changed: bool,
}

impl World {
    /// A service with the sample client and two empty accounts.
    pub(crate) fn new() -> Self {
        Self {
            clients: vec![Client::sample()],
            ..Self::default()
        }
    }

    /// A registered client.
    pub(crate) fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.client_id == id)
    }

    /// Notes that there is something to keep.
    pub(crate) fn touch(&mut self) {
        self.changed = true;
    }

    /// Whether something changed since this was asked last.
    pub(crate) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// The album with a live link, whoever owns it.
    pub(crate) fn shared_album(&self, token: &str) -> Option<(Who, &Album)> {
        Who::BOTH.into_iter().find_map(|who| {
            let albums = self.shelves.of(who).albums.iter();
            let found = albums.into_iter().find(|album| {
                album
                    .share
                    .as_ref()
                    .is_some_and(|share| share.token == token)
            });
            found.map(|album| (who, album))
        })
    }
}
