//! Sharing albums: the link of an album is switched on and off through the API where the service still answers that, and by
//! the person in the browser where it does not. Which of both applies is learned once for each connection.
//!
//! Google answers sharing calls with 403 since 31 March 2025.
//! Source: <https://developers.google.com/photos/support/updates>

mod rules;
mod store;

use google_photos::{ApiError, GooglePhotos, ShareOptions};
use url::Url;

use crate::albums::{self, Albums};
use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::view::{
    AlbumKey, ConnectionKey, LinkKey, LinkState, LinkView, ShareOutcome, ShareWith, SharingLane,
};
use store::NewLink;

const NO_LINK: CoreError = CoreError::NotFound { what: "link" };

/// Share links. Clones share the register.
#[derive(Clone)]
pub struct Sharing {
    frame: Frame,
    connections: Connections,
    albums: Albums,
}

impl Sharing {
    pub(crate) fn new(frame: Frame, connections: Connections, albums: Albums) -> Self {
        Self {
            frame,
            connections,
            albums,
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
        let info = match client.album_share(&id, options).await {
            Err(error) if is_closed(&error) => return self.only_in_browser(of, lane).await,
            answer => self.connections.outcome(of, answer).await?,
        };
        self.connections
            .learn_sharing_lane(of, SharingLane::Api)
            .await?;
        let Some(link) = info.link else {
            return self.only_in_browser(of, lane).await;
        };
        let with = ShareWith {
            collaborative: info.options.collaborative,
            commentable: info.options.commentable,
        };
        let checked_ms = Some(self.frame.clock.now_ms());
        let new = NewLink {
            album,
            url: link.expose().to_owned(),
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
        match client.album_unshare(&id).await {
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
            let state = match Url::parse(&link.url) {
                Ok(url) => rules::after_stop(client.link_check(&url).await),
                Err(_) => LinkState::Dead,
            };
            let now = self.frame.clock.now_ms();
            self.frame
                .index
                .write(move |tx| store::set_state(tx, link.key, state, Some(now)))
                .await?;
        }
        Ok(ShareOutcome::Stopped)
    }

    /// Keeps a link that the person pasted for an album, and looks whether it works.
    ///
    /// Errors: `NotALink` for anything but a share link of Google's, `NotFound`, `ServiceNotRunning`.
    pub async fn keep_link(&self, album: AlbumKey, pasted: &str) -> Result<LinkView, CoreError> {
        let of = self.albums.find(album).await?.connection;
        let endpoints = self.connections.endpoints(of).await?;
        let url = rules::share_link(pasted, &endpoints).ok_or(CoreError::NotALink)?;
        let with = ShareWith {
            collaborative: false,
            commentable: false,
        };
        let new = NewLink {
            album,
            url: url.into(),
            lane: "browser",
            state: LinkState::Unknown,
            with,
            checked_ms: None,
        };
        let link = self.keep(new).await?;
        // Without a client the link is kept all the same, and looked at another time.
        match self.connections.client(of).await {
            Ok(client) => self.look(&client, link).await,
            Err(_) => Ok(link),
        }
    }

    /// Every album of the current connection that has or had a link, the newest link first.
    pub async fn links(&self) -> Result<Vec<LinkView>, CoreError> {
        let Some(of) = self.connections.current().await? else {
            return Ok(Vec::new());
        };
        let read = self.frame.index.read(move |db| {
            let all = store::albums(db, of)?
                .into_iter()
                .map(|album| albums::link(db, album));
            all.filter_map(Result::transpose).collect()
        });
        Ok(read.await?)
    }

    /// The address of a link, to be copied or opened.
    ///
    /// Errors: `NotFound`.
    pub async fn link_url(&self, key: LinkKey) -> Result<String, CoreError> {
        Ok(self.find(key).await?.0.url)
    }

    /// Looks whether a link still works for somebody who is not signed in. Without an answer it stays what it was.
    ///
    /// Errors: `NotFound`, `SignInNeeded`, `ServiceNotRunning`.
    pub async fn check(&self, key: LinkKey) -> Result<LinkView, CoreError> {
        let (link, of) = self.find(key).await?;
        let client = self.connections.client(of).await?;
        self.look(&client, link).await
    }

    async fn look(&self, client: &GooglePhotos, link: LinkView) -> Result<LinkView, CoreError> {
        let Ok(url) = Url::parse(&link.url) else {
            return Ok(link);
        };
        let look = client.link_check(&url).await;
        if look == google_photos::LinkCheck::Unknown {
            return Ok(link);
        }
        let (state, now) = (
            rules::after_look(link.state, look),
            self.frame.clock.now_ms(),
        );
        self.frame
            .index
            .write(move |tx| store::set_state(tx, link.key, state, Some(now)))
            .await?;
        Ok(LinkView {
            state,
            checked_ms: Some(now),
            ..link
        })
    }

    async fn keep(&self, new: NewLink) -> Result<LinkView, CoreError> {
        let now = self.frame.clock.now_ms();
        let kept = self.frame.index.write(move |tx| {
            store::put(tx, &new, now)?;
            albums::link(tx, new.album)
        });
        kept.await?.ok_or(NO_LINK)
    }

    async fn find(&self, key: LinkKey) -> Result<(LinkView, ConnectionKey), CoreError> {
        let found = self.frame.index.read(move |db| {
            let Some((album, of)) = store::album_of(db, key)? else {
                return Ok(None);
            };
            Ok(albums::link(db, album)?.map(|link| (link, of)))
        });
        found.await?.ok_or(NO_LINK)
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
