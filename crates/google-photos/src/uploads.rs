//! Sending the bytes of files. What comes of it is an upload token, good for one day and for one `batchCreate`.
//!
//! Source: <https://developers.google.com/photos/library/guides/upload-media>

mod motion;
mod pace;
mod raw;
mod resumable;
mod source;

pub(crate) use motion::Motion;
pub use pace::UploadPace;
pub(crate) use raw::raw_body;
pub use resumable::{UploadSession, UploadState, UploadStatus};
pub use source::{ReadAhead, UploadProgress, UploadSource};
