//! The upload queue.

use crate::albums::Albums;
use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::thumbs::Pictures;

/// The upload queue. Clones share it.
#[derive(Clone)]
pub struct Uploads {}

impl Uploads {
    pub(crate) fn new(
        _: Frame,
        _: Connections,
        _: Albums,
        _: Pictures,
        _: crate::sync::Sync,
        _die_at: Option<String>,
    ) -> Self {
        Self {}
    }

    /// Takes up what was not finished.
    pub(crate) async fn start(&self) -> Result<(), CoreError> {
        Ok(())
    }
}
