//! What the person set for uploads: checked, kept as one row of `settings`, given to the queue.

use rusqlite::{Connection, OptionalExtension as _, Transaction};

use super::Uploads;
use crate::error::CoreError;
use crate::index::IndexError;
use crate::view::{DaySpan, UploadSettings};

/// The row of `settings`.
const NAME: &str = "uploads";
/// Files at the same time at most. Google advises three to five for one person.
const MAX_PARALLEL: u8 = 8;
/// A slower limit would outlast the life of an upload session for any video.
const MIN_LIMIT_BYTES_PER_S: u64 = 16 * 1024;
/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;

impl Uploads {
    /// What the person set; the usual where nothing was set.
    pub async fn settings(&self) -> Result<UploadSettings, CoreError> {
        Ok(self.frame.index.read(stored).await?)
    }

    /// Keeps what the person set and holds to it from now on, also for files under way.
    ///
    /// Errors: `BadSetting` where a value is outside its bounds; nothing is kept then.
    pub async fn set_settings(&self, settings: UploadSettings) -> Result<(), CoreError> {
        check(&settings)?;
        let kept = settings.clone();
        self.frame.index.write(move |tx| keep(tx, &kept)).await?;
        self.queue.set_settings(settings);
        Ok(())
    }

    /// Holds to these settings until the program ends, without keeping them: what the person set holds again after that.
    ///
    /// Errors: `BadSetting` where a value is outside its bounds; nothing is changed then.
    pub fn set_settings_for_now(&self, settings: UploadSettings) -> Result<(), CoreError> {
        check(&settings)?;
        self.queue.set_settings(settings);
        Ok(())
    }
}

/// What is kept. What cannot be read, for instance because a newer version wrote it, counts as never set: the queue goes on.
pub fn stored(db: &Connection) -> Result<UploadSettings, IndexError> {
    let json: Option<String> = db
        .prepare_cached("SELECT value FROM settings WHERE name = ?")?
        .query_row([NAME], |row| row.get(0))
        .optional()?;
    Ok(json.as_deref().map_or_else(UploadSettings::default, parse))
}

fn parse(json: &str) -> UploadSettings {
    let read = serde_json::from_str(json).map_err(|error| error.to_string());
    let checked = read.and_then(|settings| match check(&settings) {
        Ok(()) => Ok(settings),
        Err(error) => Err(error.to_string()),
    });
    checked.unwrap_or_else(|why| {
        tracing::warn!(%why, "the settings of uploads cannot be used; the usual ones hold");
        UploadSettings::default()
    })
}

fn keep(tx: &Transaction<'_>, settings: &UploadSettings) -> Result<(), IndexError> {
    let json = serde_json::to_string(settings).map_err(|error| {
        IndexError::Sqlite(rusqlite::Error::ToSqlConversionFailure(error.into()))
    })?;
    tx.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        [NAME, &json],
    )?;
    Ok(())
}

fn check(settings: &UploadSettings) -> Result<(), CoreError> {
    if !(1..=MAX_PARALLEL).contains(&settings.parallel) {
        return Err(CoreError::BadSetting {
            why: "Between 1 and 8 files can go up at the same time.",
        });
    }
    if settings
        .limit_bytes_per_s
        .is_some_and(|limit| limit < MIN_LIMIT_BYTES_PER_S)
    {
        return Err(CoreError::BadSetting {
            why: "The limit is at least 16 KB a second. To send nothing, pause the uploads.",
        });
    }
    let outside = |span: DaySpan| span.from_min >= DAY_MIN || span.until_min >= DAY_MIN;
    if settings.between.is_some_and(outside) {
        return Err(CoreError::BadSetting {
            why: "These are not times of day.",
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut UploadSettings)) -> UploadSettings {
        let mut settings = UploadSettings::default();
        change(&mut settings);
        settings
    }

    #[test]
    fn values_at_their_bounds_hold_and_those_beyond_do_not() {
        for parallel in [1, 8] {
            assert!(check(&with(|to| to.parallel = parallel)).is_ok());
        }
        for parallel in [0, 9] {
            assert!(check(&with(|to| to.parallel = parallel)).is_err());
        }
        assert!(check(&with(|to| to.limit_bytes_per_s = Some(16 * 1024))).is_ok());
        assert!(check(&with(|to| to.limit_bytes_per_s = Some(16 * 1024 - 1))).is_err());
        let span = |from_min, until_min| DaySpan {
            from_min,
            until_min,
        };
        assert!(check(&with(|to| to.between = Some(span(1_439, 0)))).is_ok());
        assert!(check(&with(|to| to.between = Some(span(0, 1_440)))).is_err());
    }

    #[test]
    fn settings_that_cannot_be_used_are_the_usual_ones() {
        for broken in [
            "",
            "{",
            "[]",
            r#"{"parallel": 99}"#,
            r#"{"parallel": "many"}"#,
        ] {
            assert_eq!(parse(broken), UploadSettings::default(), "{broken}");
        }
        let newer = r#"{"parallel": 2, "colour": "blue"}"#;
        assert_eq!(parse(newer).parallel, 2, "what is known of them holds");
    }
}
