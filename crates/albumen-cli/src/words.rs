//! Numbers and waiting in words, as the command line says them.

use albumen_core::view::WaitCause;

/// `1 file`, `1,284 files`.
pub fn files(count: impl Into<u64>) -> String {
    counted(count, "file")
}

/// So many of something whose plural ends in s.
pub fn counted(count: impl Into<u64>, what: &str) -> String {
    match count.into() {
        1 => format!("1 {what}"),
        many => format!("{} {what}s", thousands(many)),
    }
}

/// `1284` as `1,284`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// When something was taken, as the camera's clock showed it: `2026-11-30 14:32`.
pub fn taken(at_ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at_ms);
    at.map_or_else(
        |_| String::new(),
        |at| at.strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// A moment by the clock of this computer: `2026-11-30 14:32`.
pub fn moment(at_ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at_ms);
    at.map_or_else(
        |_| String::new(),
        |at| {
            let here = at.to_zoned_datetime(jiff::tz::TimeZone::system());
            here.strftime("%Y-%m-%d %H:%M").to_string()
        },
    )
}

/// A size, in powers of 1,000 as Google counts storage.
pub fn size(bytes: u64) -> String {
    let (mut whole, mut tenths, mut unit) = (bytes, 0, "bytes");
    for larger in ["kB", "MB", "GB", "TB"] {
        if whole < 1000 {
            break;
        }
        tenths = (whole % 1000) / 100;
        whole /= 1000;
        unit = larger;
    }
    if whole >= 100 || tenths == 0 {
        format!("{whole} {unit}")
    } else {
        format!("{whole}.{tenths} {unit}")
    }
}

/// What the queue waits for, with the command that helps.
pub fn waiting(cause: WaitCause, message: &str) -> String {
    let message = message.replace("then press Go on.", "then run `uploads resume`.");
    match cause {
        WaitCause::SignInNeeded => message.replace(
            "Sign in again to go on.",
            "Sign in again with `connection renew`, then run `uploads resume`.",
        ),
        WaitCause::ConsentMissing => {
            format!(
                "{message} `connection renew` asks for it again; leave all boxes ticked. Then run `uploads resume`."
            )
        }
        WaitCause::DiskGone => {
            format!("{message} On the command line that is the next `uploads resume`.")
        }
        WaitCause::AlbumFull => message.replace(
            "Choose where they go.",
            "`uploads continue-album` goes on in another one.",
        ),
        WaitCause::SlowDown
        | WaitCause::QuotaSpent
        | WaitCause::Offline
        | WaitCause::Scheduled
        | WaitCause::Metered
        | WaitCause::OnBattery => {
            format!("{message} Run `uploads resume` then, or keep Albumen open.")
        }
        WaitCause::StorageFull => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(files(1_u32), "1 file");
        assert_eq!(files(12_840_u32), "12,840 files");
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(4_210_000_000), "4.2 GB");
    }

    #[test]
    fn a_sentence_names_a_command_and_no_button() {
        let full = waiting(
            WaitCause::StorageFull,
            "Your Google storage is full. Free some space or change the plan, then press Go on.",
        );
        assert!(full.ends_with("then run `uploads resume`."), "{full}");
        let album = waiting(WaitCause::AlbumFull, "1 file waits. Choose where they go.");
        assert!(album.contains("`uploads continue-album`"), "{album}");
        let signed_out = waiting(WaitCause::SignInNeeded, "Sign in again to go on.");
        assert!(signed_out.contains("`connection renew`"), "{signed_out}");
    }
}
