//! Looks at a file's beginning: what it is, when it was taken, what it says. Blocks on the disk.

use super::known::Known;
use super::scan::Met;
use super::{captions, movie};
use crate::thumbs::capture_time_ms;
use crate::uploads::{Skip, judge, read_head};

/// What a file on this computer is, and when it was taken as it says itself. Errors: it is no photo and no video, or too large.
pub fn what(path: &std::path::Path) -> (Result<String, Skip>, Option<i64>) {
    let Ok(metadata) = std::fs::metadata(path) else {
        return (Err(Skip::Unreadable), None);
    };
    let name = super::scan::shown_name(path);
    let known = look_at(&Met {
        path: path.to_owned(),
        name,
        folder: path.parent().unwrap_or(path).to_owned(),
        top: 0,
        facts: Ok(super::scan::Facts::of(&metadata)),
    });
    (known.media, known.taken_ms)
}

/// Looks at a file that is not known yet.
pub fn look_at(met: &Met) -> Known {
    let facts = match met.facts {
        Ok(facts) => facts,
        Err(why) => return Known::out(why),
    };
    if facts.size_bytes == 0 {
        return Known::out(Skip::Empty);
    }
    let Ok(head) = read_head(&met.path) else {
        return Known::out(Skip::Unreadable);
    };
    let media = match judge(&head, facts.size_bytes, &met.name) {
        Ok(media) => media,
        Err(why) => return Known::out(why),
    };
    let mut known = Known {
        media: Ok(media.mime.to_owned()),
        ..Known::out(Skip::Unsupported)
    };
    if media.is_video {
        if matches!(
            media.mime,
            "video/mp4" | "video/quicktime" | "video/x-m4v" | "video/3gpp" | "video/3gpp2"
        ) {
            let movie = movie::look(&met.path);
            (known.taken_ms, known.duration_ms, known.content_id) =
                (movie.taken_ms, movie.duration_ms, movie.content_id);
        }
        known.caption = captions::sidecar(&met.path);
    } else {
        let words = captions::look(&met.path);
        known.taken_ms = capture_time_ms(&met.path);
        (known.caption, known.content_id) = (words.caption, words.content_id);
    }
    known
}
