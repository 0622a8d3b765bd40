//! What the person reads about a file or the whole queue: what happened, what is kept, what to do. Pure.

use super::rules::{FailKind, Skip};
use crate::view::WaitCause;

/// One line under a file that was left out.
pub fn skip_words(why: Skip) -> &'static str {
    match why {
        Skip::AlreadyThere => "Already in your library. It was not sent again.",
        Skip::Empty => {
            "This file is empty. It stays on your computer. Copy it again from where it came from."
        }
        Skip::NotWhatItSays => {
            "This file is named like a photo or video but holds something else. It stays on your computer. Export it again."
        }
        Skip::Unsupported => {
            "Google Photos does not take this type of file. It stays on your computer."
        }
        Skip::PhotoTooLarge => {
            "Google takes photos up to 200 MB. This one stays on your computer. Export it smaller, then add it again."
        }
        Skip::VideoTooLarge => {
            "Google takes videos up to 20 GB. This one stays on your computer. Cut or shrink it, then add it again."
        }
        Skip::FolderLink => {
            "This is a link to a folder. It was not followed. Add the folder itself."
        }
        Skip::Unreadable => {
            "Your system does not let Albumen read this file. It is untouched. Change its permissions, then add it again."
        }
        Skip::ByPerson => {
            "You left this file out. It stays on your computer. Retry takes it in again."
        }
    }
}

/// One line under a file that failed.
pub fn fail_words(kind: FailKind) -> &'static str {
    match kind {
        FailKind::Damaged => {
            "Google could not read this file. It stays on your computer. Export it again, then retry."
        }
        FailKind::Vanished => {
            "This file is not where it was. Nothing was added. Put it back, then retry."
        }
        FailKind::Unreadable => {
            "Your system does not let Albumen read this file. It is untouched. Change its permissions, then retry."
        }
        FailKind::KeepsChanging => {
            "This file kept changing while it was read. Nothing was added. Close the program that writes it, then retry."
        }
        FailKind::AlbumGone => {
            "Google does not let Albumen add to this album. The file stays on your computer. Choose another album, then add it again."
        }
        FailKind::GoogleFailed => {
            "Google had trouble with this file. It stays on your computer. Retry in a while."
        }
        FailKind::NoResult => {
            "Google gave no answer about this file. It stays on your computer. Retry in a while."
        }
        FailKind::Refused => {
            "Google refused this file. It stays on your computer. Retry, or export it again."
        }
    }
}

/// One line under a file that is held up, by the word of `uploads.hold`.
pub fn hold_words(hold: &str) -> Option<&'static str> {
    match hold {
        "disk" => Some(
            "The folder of this file is not there. The file waits for it. Connect its disk, and it goes on by itself.",
        ),
        "album_full" => Some(
            "The album is full: Google allows 20,000 items in one. The file waits. Choose where it goes.",
        ),
        _ => None,
    }
}

/// Whether trying again may help.
pub fn can_retry(kind: FailKind) -> bool {
    kind != FailKind::AlbumGone
}

/// The sentence of a queue that leaves the rest of the day's requests to the person.
pub const RESERVE_KEPT: &str = "Asleep until midnight in California. Google allows 10,000 requests a day, and the last 500 are kept so that your library can still be looked at. Nothing is lost. Albumen goes on by itself.";

/// The sentence of the waiting queue. `clock` is the local time of `until_ms`, such as `09:00`.
pub fn wait_words(
    cause: WaitCause,
    left: u32,
    done: u32,
    until_ms: Option<i64>,
    now_ms: i64,
    clock: Option<&str>,
) -> String {
    let seconds = until_ms.map_or(0, |until| ((until - now_ms).max(0) + 999) / 1000);
    let waiting = files(left);
    match cause {
        WaitCause::SlowDown if seconds > 90 => {
            format!("Google asks to slow down. Your queue is kept. Albumen goes on in {} minutes.", (seconds + 59) / 60)
        }
        WaitCause::SlowDown if seconds > 1 => {
            format!("Google asks to slow down. Your queue is kept. Albumen goes on in {seconds} seconds.")
        }
        WaitCause::SlowDown => "Google asks to slow down. Your queue is kept. Albumen goes on in a moment.".to_owned(),
        WaitCause::QuotaSpent => format!(
            "Asleep until {}. Google allows 10,000 requests a day. {} done, nothing is lost. {} by {}.",
            clock.unwrap_or("tomorrow"),
            if done == 1 { "1 file is".to_owned() } else { format!("{} files are", thousands(done)) },
            if left == 1 { "The other one goes on".to_owned() } else { format!("The other {} go on", thousands(left)) },
            if left == 1 { "itself" } else { "themselves" },
        ),
        WaitCause::StorageFull => format!(
            "Your Google storage is full. {waiting} here. Free some space or change the plan, then press Go on."
        ),
        WaitCause::Offline => {
            "No network. Your library can still be looked at and the queue is kept. Albumen goes on when the network is back."
                .to_owned()
        }
        WaitCause::SignInNeeded => {
            "Google ended the sign-in. Your library and queue are kept. Sign in again to go on.".to_owned()
        }
        WaitCause::ConsentMissing => format!(
            "Albumen may not add photos to this account. The {waiting}. Allow adding in your browser."
        ),
        WaitCause::DiskGone => format!(
            "The folder of these files is not there. {waiting} for it. Connect its disk, and Albumen goes on by itself."
        ),
        WaitCause::AlbumFull => format!(
            "The album is full: Google allows 20,000 items in one. {waiting}. Choose where they go."
        ),
        WaitCause::Scheduled => format!(
            "Not the time for uploads. {waiting} until {}, as you set it.",
            clock.unwrap_or("then")
        ),
        WaitCause::Metered => format!(
            "This network counts what goes over it. {waiting} for another, as you set it."
        ),
        WaitCause::OnBattery => format!(
            "This computer runs on its battery. {waiting} until it is plugged in, as you set it."
        ),
    }
}

fn files(count: u32) -> String {
    match count {
        1 => "1 file waits".to_owned(),
        many => format!("{} files wait", thousands(many)),
    }
}

/// `1284` as `1,284`.
pub(super) fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_says_what_is_kept_and_when_it_goes_on() {
        let quota = wait_words(WaitCause::QuotaSpent, 412, 1284, Some(0), 0, Some("09:00"));
        assert_eq!(
            quota,
            "Asleep until 09:00. Google allows 10,000 requests a day. 1,284 files are done, nothing is lost. \
             The other 412 go on by themselves."
        );
        let slow = wait_words(WaitCause::SlowDown, 3, 0, Some(40_000), 0, None);
        assert_eq!(
            slow,
            "Google asks to slow down. Your queue is kept. Albumen goes on in 40 seconds."
        );
        let full = wait_words(WaitCause::StorageFull, 1, 0, None, 0, None);
        assert!(full.contains("1 file waits here"), "{full}");
    }
}
