//! An album and what belongs to it.

use url::Url;

use super::page::Listed;
use crate::ids::{AlbumId, BaseUrl, EnrichmentId, MediaItemId, ShareLink, ShareToken};

/// An album that this client created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Album {
    /// Lasting.
    pub id: AlbumId,
    /// Not unique, and empty for an album without one.
    pub title: String,
    /// Its page on the web, for its owner only.
    pub product_url: Option<Url>,
    /// Whether this client may add items.
    pub writeable: bool,
    /// How many items are in it, as Google counts.
    pub items_count: u64,
    /// Where the pixels of the cover are, for 60 minutes.
    pub cover_base_url: Option<BaseUrl>,
    /// Which item the cover is.
    pub cover_item: Option<MediaItemId>,
    /// How it is shared. Google gives this to nobody since March 2025.
    pub share: Option<ShareInfo>,
}

impl Listed for Album {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

/// How an album is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareInfo {
    /// With it anybody can see the album.
    pub link: Option<ShareLink>,
    /// With it another account can join.
    pub token: Option<ShareToken>,
    /// What others may do.
    pub options: ShareOptions,
    /// Whether this account has joined.
    pub joined: bool,
    /// Whether this account owns it.
    pub owned: bool,
    /// Whether others can join.
    pub joinable: bool,
}

/// What others may do in a shared album.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShareOptions {
    /// Add their own photos.
    pub collaborative: bool,
    /// Comment.
    pub commentable: bool,
}

/// Where in an album something goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AlbumPosition {
    /// Before everything else.
    First,
    /// After everything else.
    #[default]
    Last,
    /// After an item.
    AfterItem(MediaItemId),
    /// After a text, a place or a map.
    AfterEnrichment(EnrichmentId),
}

/// A place to be named in an album.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What it is called.
    pub name: String,
    /// Degrees north, from -90 to 90.
    pub latitude: f64,
    /// Degrees east, from -180 to 180.
    pub longitude: f64,
}
