//! Albums that others share: their links are kept beside the own ones, under a name that the person gives.

use google_photos::Endpoints;

use super::{NO_LINK, Sharing, rules, store};
use crate::error::CoreError;
use crate::view::{AlbumKey, ConnectionKey, FoundLink, LinkKey, LinkView};

impl Sharing {
    /// Whether a text is a share link that may be meant for this album; what else it may be is not looked at. None for the link
    /// that the album has already.
    ///
    /// Errors: `NotFound`, `ServiceNotRunning`.
    pub async fn recognise(
        &self,
        album: AlbumKey,
        text: &str,
    ) -> Result<Option<FoundLink>, CoreError> {
        let of = self.albums.find(album).await?.connection;
        let endpoints = self.connections.endpoints(of).await?;
        let Some(url) = endpoints.share_link(text).map(String::from) else {
            return Ok(None);
        };
        let known = self.with_url(of, &url).await?;
        if known.as_ref().is_some_and(|link| link.album == Some(album)) {
            return Ok(None);
        }
        Ok(Some(FoundLink {
            url,
            known_as: known.map(|link| link.title),
        }))
    }

    /// Keeps the link of somebody else's album for the current connection, and looks whether it works. One that is kept already
    /// gets the new name.
    ///
    /// Errors: `NotALink`, `LinkKnown` for the link of an own album, `NoConnection`, `ServiceNotRunning`.
    pub async fn keep_other(&self, pasted: &str, name: &str) -> Result<LinkView, CoreError> {
        let current = self.connections.current().await?;
        let of = current.ok_or(CoreError::NoConnection)?;
        let endpoints = self.connections.endpoints(of).await?;
        let url = share_link(pasted, &endpoints)?;
        if let Some(own) = self
            .with_url(of, &url)
            .await?
            .filter(|link| link.album.is_some())
        {
            return Err(CoreError::LinkKnown { title: own.title });
        }
        let (name, now_ms) = (rules::name_of(name), self.frame.clock.now_ms());
        let key = self
            .frame
            .index
            .write(move |tx| store::put_other(tx, of, &url, &name, now_ms))
            .await?;
        self.check_softly(key).await
    }

    /// Gives somebody else's album another name.
    ///
    /// Errors: `NotFound`, also for the link of an own album: that has the album's title.
    pub async fn rename(&self, key: LinkKey, name: &str) -> Result<LinkView, CoreError> {
        let name = rules::name_of(name);
        let changed = self
            .frame
            .index
            .write(move |tx| store::rename(tx, key, &name))
            .await?;
        if !changed {
            return Err(NO_LINK);
        }
        Ok(self.find(key).await?.link)
    }

    /// Takes a link out of the register. Sharing itself stays as it is.
    ///
    /// Errors: `NotFound`.
    pub async fn forget(&self, key: LinkKey) -> Result<(), CoreError> {
        let gone = self
            .frame
            .index
            .write(move |tx| store::remove(tx, key))
            .await?;
        gone.then_some(()).ok_or(NO_LINK)
    }

    pub(super) async fn with_url(
        &self,
        of: ConnectionKey,
        url: &str,
    ) -> Result<Option<LinkView>, CoreError> {
        let url = url.to_owned();
        Ok(self
            .frame
            .index
            .read(move |db| store::with_url(db, of, &url))
            .await?)
    }

    /// Looks at a link that was just kept. Where that cannot be done now it is kept all the same.
    pub(super) async fn check_softly(&self, key: LinkKey) -> Result<LinkView, CoreError> {
        match self.check(key).await {
            Ok(link) => Ok(link),
            Err(_) => Ok(self.find(key).await?.link),
        }
    }
}

/// What a person pasted, as a link.
pub(super) fn share_link(pasted: &str, endpoints: &Endpoints) -> Result<String, CoreError> {
    endpoints
        .share_link(pasted)
        .map(String::from)
        .ok_or(CoreError::NotALink)
}
