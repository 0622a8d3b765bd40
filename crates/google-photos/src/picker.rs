//! The Picker API: the person picks from the whole library on a page of Google's, and this client gets what was picked.
//!
//! Source: <https://developers.google.com/photos/picker/reference/rest>

mod bytes;
mod item;
mod session;
mod wire;

pub use item::PickedItem;
pub use session::{PickingSession, Polling};

/// Google: the most items that can be picked in one session.
pub const MAX_PICKED_ITEMS: u32 = 2_000;

/// The one call whose refusals mean something of their own.
pub(crate) const SESSIONS_CREATE: &str = "picker.sessions.create";
