//! How long sign-ins last. Google ends those of a project in Testing after 7 days; sometimes it says so at the sign-in,
//! otherwise the first one that dies so tells of the next. Kept as rows of `settings`.
//!
//! Source: <https://developers.google.com/identity/protocols/oauth2#expiration>

use std::time::Duration;

use google_photos::Renewal;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::Inner;
use super::rules::SignedIn;
use super::store::{self, Stored};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::view::ConnectionKey;

const HOUR_MS: i64 = 60 * 60 * 1000;

/// How long a sign-in of a project in Testing lasts.
pub(crate) const WEEK_MS: i64 = 7 * 24 * HOUR_MS;

/// How far from the week's end a death may have been noticed to count as one of old age.
const ABOUT_MS: i64 = 12 * HOUR_MS;

/// How long a sign-in lasts, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// Until somebody ends it.
    Lasts,
    /// Until then: Google said so.
    EndsAt {
        /// Unix milliseconds.
        ms: i64,
    },
    /// Until about then: an earlier one of the same client lasted a week.
    MayEndAt {
        /// Unix milliseconds.
        ms: i64,
    },
}

/// When something ends that lives so long from now on.
pub(super) fn end_ms(now_ms: i64, life: Duration) -> i64 {
    now_ms.saturating_add(i64::try_from(life.as_millis()).unwrap_or(i64::MAX))
}

/// Whether a sign-in that was alive at the one age and dead at the other lived about a week.
fn died_at_a_week(alive_at_ms: i64, dead_at_ms: i64) -> bool {
    let week = WEEK_MS - ABOUT_MS..=WEEK_MS + ABOUT_MS;
    // Noticed much later it says nothing, unless it was seen alive shortly before the week was over.
    week.contains(&dead_at_ms) || (week.contains(&alive_at_ms) && dead_at_ms > WEEK_MS)
}

/// Keeps when the sign-in of a connection ends, or that nobody said so.
pub(super) fn set_end(
    db: &Connection,
    key: ConnectionKey,
    ends_ms: Option<i64>,
) -> Result<(), IndexError> {
    match ends_ms {
        Some(ms) => set(db, &end_row(key), ms),
        None => forget(db, &end_row(key)),
    }
}

/// Takes note that Google ended the sign-in of a connection, while that is news.
pub(super) fn note_death(
    db: &Connection,
    key: ConnectionKey,
    now_ms: i64,
) -> Result<(), IndexError> {
    let Some(stored) = store::one(db, key)?.filter(|one| one.signed_in == SignedIn::Connected)
    else {
        return Ok(());
    };
    let age = |at_ms: i64| at_ms - stored.signed_in_ms;
    let alive_at_ms = stored.synced_ms.map_or(0, age);
    if died_at_a_week(alive_at_ms, age(now_ms)) {
        set(db, &client_row(&stored.client_id), now_ms)?;
    }
    Ok(())
}

fn life(db: &Connection, stored: &Stored) -> Result<Life, IndexError> {
    if let Some(ms) = get(db, &end_row(stored.key))? {
        return Ok(Life::EndsAt { ms });
    }
    let suspected = get(db, &client_row(&stored.client_id))?.is_some();
    Ok(match suspected {
        true => Life::MayEndAt {
            ms: stored.signed_in_ms.saturating_add(WEEK_MS),
        },
        false => Life::Lasts,
    })
}

fn end_row(key: ConnectionKey) -> String {
    format!("sign_in_ends@{}", key.0)
}

fn client_row(client_id: &str) -> String {
    format!("sign_ins_last_a_week@{client_id}")
}

fn get(db: &Connection, name: &str) -> Result<Option<i64>, IndexError> {
    let mut query = db.prepare_cached("SELECT value FROM settings WHERE name = ?")?;
    let text: Option<String> = query.query_row([name], |row| row.get(0)).optional()?;
    Ok(text.and_then(|text| text.parse().ok()))
}

fn set(db: &Connection, name: &str, ms: i64) -> Result<(), IndexError> {
    db.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        params![name, ms.to_string()],
    )?;
    Ok(())
}

fn forget(db: &Connection, name: &str) -> Result<(), IndexError> {
    db.execute("DELETE FROM settings WHERE name = ?", [name])?;
    Ok(())
}

impl Inner {
    pub(super) async fn life(&self, key: ConnectionKey) -> Result<Life, CoreError> {
        let stored = self.stored(key).await?;
        Ok(self.frame.index.read(move |db| life(db, &stored)).await?)
    }

    /// Keeps what a renewal told: what is allowed by now, and when the sign-in ends.
    pub(super) async fn renewed(
        &self,
        key: ConnectionKey,
        renewal: &Renewal,
    ) -> Result<(), CoreError> {
        let stored = self.stored(key).await?;
        let now_ms = self.frame.clock.now_ms();
        let Renewal {
            scopes,
            refresh_token_life,
        } = *renewal;
        let outlived = now_ms - stored.signed_in_ms > WEEK_MS + ABOUT_MS;
        self.frame
            .index
            .write(move |tx| {
                // Where Google says nothing this time, what it said at the sign-in holds.
                if let Some(life) = refresh_token_life {
                    set_end(tx, key, Some(end_ms(now_ms, life)))?;
                }
                if outlived {
                    // The project was published since.
                    forget(tx, &client_row(&stored.client_id))?;
                    if refresh_token_life.is_none() {
                        set_end(tx, key, None)?;
                    }
                }
                store::renewed(tx, key, scopes)
            })
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const DAY_MS: i64 = 24 * HOUR_MS;

    #[rstest]
    #[case::noticed_at_once(WEEK_MS - HOUR_MS, WEEK_MS, true)]
    #[case::noticed_hours_later(2 * DAY_MS, WEEK_MS + 6 * HOUR_MS, true)]
    #[case::seen_to_the_end_and_noticed_after_a_weekend(WEEK_MS - 2 * HOUR_MS, 9 * DAY_MS, true)]
    #[case::revoked_early(DAY_MS, 2 * DAY_MS, false)]
    #[case::unused_for_weeks(DAY_MS, 30 * DAY_MS, false)]
    #[case::revoked_late(29 * DAY_MS, 30 * DAY_MS, false)]
    fn only_a_death_at_a_week_tells_of_testing(
        #[case] alive_at_ms: i64,
        #[case] dead_at_ms: i64,
        #[case] expected: bool,
    ) {
        assert_eq!(died_at_a_week(alive_at_ms, dead_at_ms), expected);
    }
}
