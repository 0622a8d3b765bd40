//! Thumbnails, previews, portraits.

use crate::connections::Connections;
use crate::engine::Frame;
use crate::items::Items;

/// Pictures. Clones share the cache.
#[derive(Clone)]
pub struct Pictures {}

impl Pictures {
    pub(crate) fn new(_: Frame, _: Connections, _: Items) -> Self {
        Self {}
    }
}
