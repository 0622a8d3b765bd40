//! A media item as the service keeps it.

use serde::{Deserialize, Serialize};

/// Still picture or film.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    Photo,
    Video,
}

/// What the camera wrote.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Camera {
    pub(crate) make: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) focal_length_mm: Option<f64>,
    pub(crate) aperture: Option<f64>,
    pub(crate) iso: Option<u32>,
    pub(crate) exposure_s: Option<f64>,
}

/// Where the bytes are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Place {
    /// In the uploads folder under this name.
    Upload(String),
    /// In the drawings folder, by the id in the catalogue and the file name.
    Sample { id: String, file: String },
    /// Nowhere: drawn when asked for.
    Synthetic(u64),
}

/// One photo or video.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) filename: String,
    pub(crate) mime_type: String,
    pub(crate) description: Option<String>,
    /// Capture time, or upload time where there is none.
    pub(crate) created_ms: i64,
    /// Whether `created_ms` was read from the file. Only then a date filter can find it.
    pub(crate) has_capture_date: bool,
    pub(crate) uploaded_ms: i64,
    pub(crate) size_bytes: u64,
    /// BLAKE3 in hexadecimal: what equal bytes are known by.
    pub(crate) blake3: Option<String>,
    /// For those who compare, once somebody asked.
    pub(crate) sha256: Option<String>,
    /// Whether all of its bytes are kept.
    pub(crate) is_whole: bool,
    /// As displayed, orientation applied; 0 if unknown.
    pub(crate) width_px: u32,
    pub(crate) height_px: u32,
    pub(crate) kind: Kind,
    pub(crate) camera: Camera,
    pub(crate) fps: Option<f64>,
    pub(crate) favourite: bool,
    pub(crate) categories: Vec<String>,
    pub(crate) place: Place,
}

impl Item {
    /// Place in the order of the library.
    pub(crate) fn key(&self) -> Key {
        (self.created_ms, self.id.clone())
    }

    /// Whether a video can be played yet.
    pub(crate) fn is_ready(&self, now_ms: i64, processing_ms: i64) -> bool {
        self.kind == Kind::Photo
            || !matches!(self.place, Place::Upload(_))
            || now_ms >= self.uploaded_ms.saturating_add(processing_ms)
    }
}

/// Creation time and id: the order of a library.
pub(crate) type Key = (i64, String);
