//! Share links.

use crate::albums::Albums;
use crate::connections::Connections;
use crate::engine::Frame;

/// Share links. Clones share the register.
#[derive(Clone)]
pub struct Sharing {}

impl Sharing {
    pub(crate) fn new(_: Frame, _: Connections, _: Albums) -> Self {
        Self {}
    }
}
