//! Albums of others that the account joined: listed, joined and left through the API where the service still answers that.
//! Where it does not, only the person can, on the album's page.

use futures::TryStreamExt as _;
use google_photos::{Album, ShareToken};

use super::{Sharing, is_closed, others, rules, store};
use crate::error::CoreError;
use crate::view::{ConnectionKey, JoinOutcome, JoinedAlbum, SharingLane};

const NOT_JOINED: CoreError = CoreError::NotFound { what: "album" };

impl Sharing {
    /// The albums of others that the account of the current connection joined, as Google has them now. None where Google
    /// tells that to nobody.
    ///
    /// Errors: `NoConnection`, `Offline`, `SignInNeeded`, `SlowDown`, `QuotaSpent`.
    pub async fn joined(&self) -> Result<Option<Vec<JoinedAlbum>>, CoreError> {
        let of = self.here().await?;
        let found = self.joined_of(of).await?;
        Ok(found.map(|found| found.iter().map(shown).collect()))
    }

    /// Joins the album behind a link, or a share token, for the current connection, and keeps its link. `InBrowser` where only
    /// the person can: on the page of the link.
    ///
    /// Errors: `NotALink`, `LinkKnown` for the link of an own album, and as [`Sharing::joined`].
    pub async fn join(&self, pasted: &str) -> Result<JoinOutcome, CoreError> {
        let of = self.here().await?;
        let endpoints = self.connections.endpoints(of).await?;
        let asked = match rules::share_token(pasted) {
            Some(token) => Asked {
                url: None,
                token: Some(token),
            },
            None => {
                let url = others::share_link(pasted, &endpoints)?;
                let token = rules::token_of(&url).map(str::to_owned);
                Asked {
                    url: Some(url),
                    token,
                }
            }
        };
        if let Some(url) = &asked.url
            && let Some(own) = self.with_url(of, url).await?
            && own.album.is_some()
        {
            return Err(CoreError::LinkKnown { title: own.title });
        }
        let lane = self.connections.sharing_lane(of).await?;
        let Some(token) = asked.token.filter(|_| lane != SharingLane::Browser) else {
            return Ok(JoinOutcome::InBrowser { url: asked.url });
        };
        let client = self.connections.client(of).await?;
        let answer = {
            let writes = self.frame.lanes.of(of);
            let _one_at_a_time = writes.lock().await;
            client.shared_album_join(&ShareToken::from(token)).await
        };
        let album = match answer {
            Err(error) if is_closed(&error) => {
                self.only_in_browser(of, lane).await?;
                return Ok(JoinOutcome::InBrowser { url: asked.url });
            }
            Err(google_photos::ApiError::Refused { .. }) => return Err(CoreError::NotALink),
            answer => self.connections.outcome(of, answer).await?,
        };
        self.connections
            .learn_sharing_lane(of, SharingLane::Api)
            .await?;
        let url = asked.url.or_else(|| link_of(&album));
        if let Some(url) = url.and_then(|url| endpoints.share_link(&url)) {
            let (url, name) = (String::from(url), rules::name_of(&album.title));
            let now_ms = self.frame.clock.now_ms();
            let keep =
                move |tx: &rusqlite::Transaction<'_>| store::put_other(tx, of, &url, &name, now_ms);
            self.frame.index.write(keep).await?;
        }
        Ok(JoinOutcome::Joined {
            album: shown(&album),
        })
    }

    /// Leaves an album that the account of the current connection joined. Its link stays in the register.
    ///
    /// Errors: `NotFound` for one that it has not joined, and as [`Sharing::joined`].
    pub async fn leave(&self, id: &str) -> Result<(), CoreError> {
        let of = self.here().await?;
        let joined = self.joined_of(of).await?.unwrap_or_default();
        let album = joined.into_iter().find(|album| album.id.as_str() == id);
        let share = album.and_then(|album| album.share).ok_or(NOT_JOINED)?;
        let token = share.token.ok_or(NOT_JOINED)?;
        let client = self.connections.client(of).await?;
        let answer = {
            let writes = self.frame.lanes.of(of);
            let _one_at_a_time = writes.lock().await;
            client.shared_album_leave(&token).await
        };
        self.connections.outcome(of, answer).await?;
        self.frame.events.index_changed();
        Ok(())
    }

    async fn here(&self) -> Result<ConnectionKey, CoreError> {
        let current = self.connections.current().await?;
        current.ok_or(CoreError::NoConnection)
    }

    /// None where the service answers no more.
    async fn joined_of(&self, of: ConnectionKey) -> Result<Option<Vec<Album>>, CoreError> {
        let lane = self.connections.sharing_lane(of).await?;
        if lane == SharingLane::Browser {
            return Ok(None);
        }
        let client = self.connections.client(of).await?;
        let answer: Result<Vec<Album>, _> = client.shared_albums().try_collect().await;
        if answer.as_ref().is_err_and(is_closed) {
            self.only_in_browser(of, lane).await?;
            return Ok(None);
        }
        let all = self.connections.outcome(of, answer).await?;
        self.connections
            .learn_sharing_lane(of, SharingLane::Api)
            .await?;
        let others = all.into_iter().filter(|album| {
            let share = album.share.as_ref();
            share.is_some_and(|share| share.joined && !share.owned)
        });
        Ok(Some(others.collect()))
    }
}

/// What the person gave: a link, with a token where it is a long one, or a token alone.
struct Asked {
    url: Option<String>,
    token: Option<String>,
}

fn link_of(album: &Album) -> Option<String> {
    let link = album.share.as_ref()?.link.as_ref()?;
    Some(link.expose().to_owned())
}

fn shown(album: &Album) -> JoinedAlbum {
    JoinedAlbum {
        id: album.id.as_str().to_owned(),
        title: album.title.clone(),
        items: u32::try_from(album.items_count).unwrap_or(u32::MAX),
        url: link_of(album),
        collaborative: album
            .share
            .as_ref()
            .is_some_and(|share| share.options.collaborative),
    }
}
