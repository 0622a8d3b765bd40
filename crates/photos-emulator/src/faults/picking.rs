//! What can be set for picking.

use super::{Faults, Kind};

/// Google suggests a poll every few seconds, and to give up after half an hour.
///
/// Source: <https://developers.google.com/photos/picker/reference/rest/v1/sessions>
const POLL_INTERVAL_MS: i64 = 5_000;
const POLL_TIME_OUT_MS: i64 = 30 * 60 * 1000;
/// About a week, as one person reports. Google does not say.
const SESSION_LIFE_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Google does not say how many a person may have.
const SESSIONS: usize = 20;

/// How often a client is to ask, and when it is to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Poll {
    pub(crate) interval_ms: i64,
    pub(crate) time_out_ms: i64,
}

impl Faults {
    pub(crate) fn picking_poll(&self) -> Poll {
        let found = self.setting(|kind| match kind {
            Kind::PickingPoll {
                interval_ms,
                time_out_ms,
            } => Some((*interval_ms, *time_out_ms)),
            _ => None,
        });
        let (interval_ms, time_out_ms) = found.unwrap_or((POLL_INTERVAL_MS, None));
        Poll {
            interval_ms,
            time_out_ms: time_out_ms.unwrap_or(POLL_TIME_OUT_MS),
        }
    }

    pub(crate) fn picking_session_life_ms(&self) -> i64 {
        let found = self.setting(|kind| match kind {
            Kind::PickingSessionLife { ms } => Some(*ms),
            _ => None,
        });
        found.unwrap_or(SESSION_LIFE_MS)
    }

    pub(crate) fn picking_sessions(&self) -> usize {
        let found = self.setting(|kind| match kind {
            Kind::PickingSessions { limit } => Some(*limit),
            _ => None,
        });
        found.unwrap_or(SESSIONS)
    }
}
