//! Sync.

use crate::albums::Albums;
use crate::connections::Connections;
use crate::engine::Frame;

/// Sync.
#[derive(Clone)]
pub struct Sync {}

impl Sync {
    pub(crate) fn new(_: Frame, _: Connections, _: Albums) -> Self {
        Self {}
    }

    pub(crate) fn start(&self) {}
}
