//! The one place that reads the clock of the machine.

use jiff::Timestamp;

/// The present moment.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}
