//! Albums.

use crate::connections::Connections;
use crate::engine::Frame;

/// Albums.
#[derive(Clone)]
pub struct Albums {}

impl Albums {
    pub(crate) fn new(_: Frame, _: Connections) -> Self {
        Self {}
    }
}
