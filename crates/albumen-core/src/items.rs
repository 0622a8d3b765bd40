//! Items.

use crate::connections::Connections;
use crate::engine::Frame;

/// Items.
#[derive(Clone)]
pub struct Items {}

impl Items {
    pub(crate) fn new(_: Frame, _: Connections) -> Self {
        Self {}
    }
}
