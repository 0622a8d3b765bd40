//! The Library API: what it holds and one method for each of its REST methods.
//!
//! Since 31 March 2025 all of it is about what this client id created, and nothing else of the person's library.
//!
//! Source: <https://developers.google.com/photos/library/reference/rest>

mod album;
mod album_contents;
mod albums;
mod batch_get;
mod create;
mod media_item;
mod media_items;
pub(crate) mod page;
mod search;
mod search_dates;
mod sharing;
mod wire;
pub(crate) mod wire_numbers;

pub use album::{Album, AlbumPosition, Place, ShareInfo, ShareOptions};
pub use batch_get::ItemError;
pub use create::{CreateOutcome, ItemRefusal, NewMediaItem, RefusalKind};
pub use media_item::{MediaItem, MediaKind, PhotoDetails, VideoDetails, VideoStatus};
pub use page::Page;
pub use search::{Category, Feature, Filters, MediaType, Order, SearchRefused, SearchRequest};
pub use search_dates::{Day, DayRange};

/// Google: the largest page of `albums.list`.
pub const MAX_ALBUMS_PER_PAGE: usize = 50;
/// Google: the largest page of `mediaItems.list` and `mediaItems.search`.
pub const MAX_ITEMS_PER_PAGE: usize = 100;
/// Google: the most items in one `batchCreate`, `batchGet`, `batchAddMediaItems` or `batchRemoveMediaItems`.
pub const MAX_ITEMS_PER_BATCH: usize = 50;
/// Google: the longest title of an album, in characters.
const MAX_TITLE_CHARS: usize = 500;
/// Google: the longest description of a media item, in characters.
const MAX_DESCRIPTION_CHARS: usize = 1000;
