//! A typed client of the Google Photos services.
//!
//! Sign-in ([`SignIn`]), the Library API, the Picker API, uploads and picture bytes, each as typed calls on [`GooglePhotos`];
//! calls made by hand from one table of all methods
//! ([`methods`]); and, without any account, the check of a share link ([`LinkChecker`]). It knows no database and keeps nothing on disk;
//! what it returns is the caller's to keep. Tokens,
//! secrets, upload tokens, base URLs and share links never appear in its logs, its errors or its `Debug` output.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)
)]

mod client;
mod clock;
mod endpoints;
mod error;
mod http;
mod ids;
mod library;
mod link;
mod media;
mod methods;
mod oauth;
mod observer;
mod picker;
mod raw;
mod reach;
mod share_link;
mod uploads;

pub use client::GooglePhotos;
pub use endpoints::{ENDPOINT_VARIABLE, EndpointError, Endpoints};
pub use error::{ApiError, ClientRefusal, Silence};
pub use http::{RetryPolicy, TimeOuts};
pub use ids::{
    AlbumId, BaseUrl, ClientId, EnrichmentId, MediaItemId, PageToken, PickingSessionId, ShareLink,
    ShareToken, UploadToken, UploadUrl,
};
pub use library::{
    Album, AlbumPosition, Category, CreateOutcome, Day, DayRange, Feature, Filters, ItemError,
    ItemRefusal, MAX_ALBUMS_PER_PAGE, MAX_ITEMS_PER_BATCH, MAX_ITEMS_PER_PAGE, MediaItem,
    MediaKind, MediaType, NewMediaItem, Order, Page, PhotoDetails, Place, RefusalKind,
    SearchRefused, SearchRequest, ShareInfo, ShareOptions, VideoDetails, VideoStatus,
};
pub use link::{LinkCheck, LinkChecker};
pub use media::{MediaBytes, MediaSize};
pub use methods::{Api, Method, MethodGroup, Parameter, Verb, method, method_at, methods};
pub use oauth::{
    AccessToken, Account, ByHand, ByHandError, ClientCredentials, ClientFile, ClientKind,
    CredentialsError, Grant, Renewal, Scopes, SignIn, SignInError, SignInOptions,
};
pub use observer::{RequestKind, RequestObserver};
pub use picker::{MAX_PICKED_ITEMS, PickedItem, PickingSession, Polling};
pub use raw::{RawAddress, RawAnswer, RawCall, RawError, RawRefusal};
pub use reach::{Reach, reach};
pub use uploads::{
    ReadAhead, UploadPace, UploadProgress, UploadSession, UploadSource, UploadState, UploadStatus,
};
