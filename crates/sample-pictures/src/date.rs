//! Days and times, just enough to date a photograph.

/// A moment, as seconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub i64);

/// Days since 1970-01-01 of a date in the Gregorian calendar.
pub(crate) fn days(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

impl Moment {
    /// year, month, day, hour, minute, second in UTC.
    pub(crate) fn parts(self) -> [i64; 6] {
        let (z, s) = (
            self.0.div_euclid(86_400) + 719_468,
            self.0.rem_euclid(86_400),
        );
        let era = z.div_euclid(146_097);
        let doe = z - era * 146_097;
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        [
            year,
            month,
            doy - (153 * mp + 2) / 5 + 1,
            s / 3600,
            s / 60 % 60,
            s % 60,
        ]
    }

    /// `2026-06-14T19:30:45Z`
    pub(crate) fn rfc3339(self) -> String {
        let [y, mo, d, h, mi, s] = self.parts();
        format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}Z")
    }

    /// `2026:06:14 21:30:45`, as EXIF writes it, of a local moment.
    pub(crate) fn exif(self) -> String {
        let [y, mo, d, h, mi, s] = self.parts();
        format!("{y:04}:{mo:02}:{d:02} {h:02}:{mi:02}:{s:02}")
    }
}
