//! Sharing albums: the link of an album is switched on and off through the API where the service still answers that, and by
//! the person in the browser where it does not. Which of both applies is learned once for each connection.
//!
//! Google answers sharing calls with 403 since 31 March 2025.
//! Source: <https://developers.google.com/photos/support/updates>

mod checking;
mod formats;
mod hand_out;
mod joined;
mod others;
mod qr;
mod rules;
mod store;

use std::sync::Arc;

use google_photos::{ApiError, ShareOptions};

pub use checking::LinkPolicy;

use crate::albums::{self, Albums};
use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::thumbs::Pictures;
use crate::view::{
    AlbumKey, ConnectionKey, LinkKey, LinkState, LinkView, ShareOutcome, ShareWith, SharingLane,
};
use checking::Looks;
use store::{Kept, NewLink};

const NO_LINK: CoreError = CoreError::NotFound { what: "link" };

/// Share links. Clones share the register.
#[derive(Clone)]
pub struct Sharing {
    frame: Frame,
    connections: Connections,
    albums: Albums,
    pictures: Pictures,
    looks: Arc<Looks>,
}

impl Sharing {
    pub(crate) fn new(
        frame: Frame,
        connections: Connections,
        albums: Albums,
        pictures: Pictures,
    ) -> Self {
        Self {
            frame,
            connections,
            albums,
            pictures,
            looks: Arc::default(),
        }
    }

    /// Switches the link of an album on. `InBrowser` where only the person can: their album's page is to be opened.
    ///
    /// Errors: `NotFound`, `Offline`, `SignInNeeded`, `SlowDown`, `QuotaSpent`.
    pub async fn share(&self, album: AlbumKey, with: ShareWith) -> Result<ShareOutcome, CoreError> {
        let of = self.albums.find(album).await?.connection;
        let lane = self.connections.sharing_lane(of).await?;
        if lane == SharingLane::Browser {
            return Ok(ShareOutcome::InBrowser);
        }
        let id = self.albums.google_id(album).await?;
        let client = self.connections.client(of).await?;
        let options = ShareOptions {
            collaborative: with.collaborative,
            commentable: with.commentable,
        };
        let answer = {
            let writes = self.frame.lanes.of(of);
            let _one_at_a_time = writes.lock().await;
            client.album_share(&id, options).await
        };
        let info = match answer {
            Err(error) if is_closed(&error) => return self.only_in_browser(of, lane).await,
            answer => self.connections.outcome(of, answer).await?,
        };
        self.connections
            .learn_sharing_lane(of, SharingLane::Api)
            .await?;
        let endpoints = self.connections.endpoints(of).await?;
        let link = info.link.map(|link| endpoints.share_link(link.expose()));
        let Some(link) = link.flatten() else {
            return self.only_in_browser(of, lane).await;
        };
        let with = ShareWith {
            collaborative: info.options.collaborative,
            commentable: info.options.commentable,
        };
        let checked_ms = Some(self.frame.clock.now_ms());
        let new = NewLink {
            album,
            url: link.into(),
            lane: "api",
            state: LinkState::Alive,
            with,
            checked_ms,
        };
        Ok(ShareOutcome::Link {
            link: self.keep(new).await?,
        })
    }

    /// Switches the link of an album off, and looks whether it is dead. `InBrowser` where only the person can.
    ///
    /// Errors: as [`Sharing::share`].
    pub async fn unshare(&self, album: AlbumKey) -> Result<ShareOutcome, CoreError> {
        let of = self.albums.find(album).await?.connection;
        let lane = self.connections.sharing_lane(of).await?;
        if lane == SharingLane::Browser {
            return Ok(ShareOutcome::InBrowser);
        }
        let id = self.albums.google_id(album).await?;
        let client = self.connections.client(of).await?;
        let answer = {
            let writes = self.frame.lanes.of(of);
            let _one_at_a_time = writes.lock().await;
            client.album_unshare(&id).await
        };
        match answer {
            Err(error) if is_closed(&error) => return self.only_in_browser(of, lane).await,
            answer => self.connections.outcome(of, answer).await?,
        }
        self.connections
            .learn_sharing_lane(of, SharingLane::Api)
            .await?;
        if let Some(link) = self
            .frame
            .index
            .read(move |db| albums::link(db, album))
            .await?
        {
            let endpoints = self.connections.endpoints(of).await?;
            let state = rules::after_stop(self.ask(&link, &endpoints).await);
            let noted = rules::Noted {
                standing: rules::Standing { state, misses: 0 },
                clear: true,
                wait: Some(rules::rest_of(state)),
            };
            checking::note(&self.frame, link, noted).await?;
        }
        Ok(ShareOutcome::Stopped)
    }

    /// Keeps a link that the person pasted for an album, and looks whether it works.
    ///
    /// Errors: `NotALink` for anything but a share link of Google's, `LinkKnown` for that of another own album, `NotFound`,
    /// `ServiceNotRunning`.
    pub async fn keep_link(&self, album: AlbumKey, pasted: &str) -> Result<LinkView, CoreError> {
        let of = self.albums.find(album).await?.connection;
        let endpoints = self.connections.endpoints(of).await?;
        let url = others::share_link(pasted, &endpoints)?;
        let known = self.with_url(of, &url).await?;
        if let Some(known) = known.filter(|link| link.album.is_some_and(|key| key != album)) {
            return Err(CoreError::LinkKnown { title: known.title });
        }
        let with = ShareWith {
            collaborative: false,
            commentable: false,
        };
        let new = NewLink {
            album,
            url,
            lane: "browser",
            state: LinkState::Unknown,
            with,
            checked_ms: None,
        };
        let link = self.keep(new).await?;
        self.check_softly(link.key).await
    }

    /// Every link of the current connection, of own albums and of others', the newest first.
    pub async fn links(&self) -> Result<Vec<LinkView>, CoreError> {
        let Some(of) = self.connections.current().await? else {
            return Ok(Vec::new());
        };
        Ok(self.frame.index.read(move |db| store::all(db, of)).await?)
    }

    /// One link.
    ///
    /// Errors: `NotFound`.
    pub async fn link(&self, key: LinkKey) -> Result<LinkView, CoreError> {
        Ok(self.find(key).await?.link)
    }

    /// The address of a link, to be copied or opened.
    ///
    /// Errors: `NotFound`.
    pub async fn link_url(&self, key: LinkKey) -> Result<String, CoreError> {
        Ok(self.find(key).await?.link.url)
    }

    async fn keep(&self, new: NewLink) -> Result<LinkView, CoreError> {
        let now = self.frame.clock.now_ms();
        let kept = self.frame.index.write(move |tx| {
            store::put(tx, &new, now)?;
            albums::link(tx, new.album)
        });
        let link = kept.await?.ok_or(NO_LINK)?;
        let Some(wait) = link.checked_ms.map(|_| rules::rest_of(link.state)) else {
            return Ok(link);
        };
        // What the service has just said needs no look for a while.
        let noted = rules::Noted {
            standing: rules::Standing {
                state: link.state,
                misses: 0,
            },
            clear: true,
            wait: Some(wait),
        };
        checking::note(&self.frame, link, noted).await
    }

    async fn find(&self, key: LinkKey) -> Result<Kept, CoreError> {
        let found = self.frame.index.read(move |db| store::one(db, key)).await?;
        found.ok_or(NO_LINK)
    }

    /// Google does not let an app do it. Remembered where nothing else was known; an album of somebody else's in a library
    /// whose own albums are shared through the API is no reason to give that up.
    async fn only_in_browser(
        &self,
        of: ConnectionKey,
        lane: SharingLane,
    ) -> Result<ShareOutcome, CoreError> {
        if lane == SharingLane::Unknown {
            self.connections
                .learn_sharing_lane(of, SharingLane::Browser)
                .await?;
        }
        Ok(ShareOutcome::InBrowser)
    }
}

/// Whether the service shares through the API no more. Google: its scope for sharing is gone, so a call may be refused for
/// want of a scope that nobody can be given.
fn is_closed(error: &ApiError) -> bool {
    matches!(
        error,
        ApiError::NotAllowed { .. } | ApiError::ConsentRequired { .. }
    )
}
