//! What is decided about a pick: no clock, no network, no disk.

use std::time::Duration;

use google_photos::{
    MediaItem, MediaKind, MediaSize, PickedItem, Polling, VideoDetails, VideoStatus,
};

use crate::index::IndexError;
use crate::view::PickState;

/// Waiting times of picking. Tests shorten them.
#[derive(Clone, Debug)]
pub struct PickingPolicy {
    /// Never asked more often than this, whatever Google says.
    pub poll_least: Duration,
    /// Never less often.
    pub poll_most: Duration,
    /// Copies that are fetched at the same time.
    pub at_once: usize,
    /// How old a base URL may become before all are asked for again; Google lets them live for an hour.
    pub fresh_for: Duration,
    /// How long until a call without an answer is tried again.
    pub again_after: Duration,
    /// How often videos that Google still prepares are asked for again before they are left out.
    pub video_tries: u32,
}

impl Default for PickingPolicy {
    fn default() -> Self {
        Self {
            poll_least: Duration::from_secs(1),
            poll_most: Duration::from_secs(30),
            at_once: 4,
            fresh_for: Duration::from_secs(50 * 60),
            again_after: Duration::from_secs(30),
            video_tries: 10,
        }
    }
}

/// How long until Google is asked again.
pub fn poll_after(polling: Option<Polling>, policy: &PickingPolicy) -> Duration {
    let wished = polling.map_or(policy.poll_most, |polling| polling.interval);
    wished.clamp(policy.poll_least, policy.poll_most)
}

/// What there is to fetch of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// This.
    Of(MediaSize),
    /// Nothing yet: Google still prepares the video.
    Later,
    /// Nothing, ever: Google could not prepare the video.
    Never,
}

/// What to fetch of an item: a photo with what the camera wrote, a video as Google encoded it anew.
pub fn copy(item: &PickedItem) -> Copy {
    match &item.kind {
        MediaKind::Video(video) => match video.status {
            VideoStatus::Processing => Copy::Later,
            VideoStatus::Failed => Copy::Never,
            _ => Copy::Of(MediaSize::Video),
        },
        MediaKind::Unknown if item.mime_type.starts_with("video/") => Copy::Of(MediaSize::Video),
        _ => Copy::Of(MediaSize::Download),
    }
}

/// The name of an item's file. Google tells none for some items, and a video comes as MP4 whatever it was.
pub fn file_name(item: &PickedItem) -> String {
    let is_video = matches!(copy(item), Copy::Of(MediaSize::Video));
    let ending = match item.mime_type.as_str() {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "image/heic" | "image/heif" => ".heic",
        "image/avif" => ".avif",
        mime if is_video || mime.starts_with("video/") => ".mp4",
        _ => "",
    };
    let name = if item.file_name.is_empty() {
        format!(
            "{}{ending}",
            if ending == ".mp4" { "video" } else { "photo" }
        )
    } else if is_video && !item.file_name.to_lowercase().ends_with(".mp4") {
        match item.file_name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => format!("{stem}.mp4"),
            _ => format!("{}.mp4", item.file_name),
        }
    } else {
        item.file_name.clone()
    };
    crate::items::rules::safe_name(&name)
}

/// What the index keeps of an item whose copy is here. Google tells neither its page nor its description.
pub fn about(item: &PickedItem) -> MediaItem {
    let is_video = matches!(copy(item), Copy::Of(MediaSize::Video));
    MediaItem {
        id: item.id.clone(),
        description: String::new(),
        product_url: None,
        base_url: None,
        mime_type: if is_video {
            "video/mp4".to_owned()
        } else {
            item.mime_type.clone()
        },
        file_name: file_name(item),
        created: item.created,
        width_px: item.width_px,
        height_px: item.height_px,
        camera_make: item.camera_make.clone(),
        camera_model: item.camera_model.clone(),
        kind: match &item.kind {
            MediaKind::Video(video) => MediaKind::Video(VideoDetails {
                status: VideoStatus::Ready,
                ..video.clone()
            }),
            other => other.clone(),
        },
    }
}

/// The name of what is not whole yet: the same for the same item, so that it is found again.
pub fn part_name(google_id: &str) -> String {
    let hash = blake3::hash(google_id.as_bytes()).to_hex();
    let short = hash.as_str().get(..24).unwrap_or_default();
    format!(".albumen-{short}.part")
}

/// How a stored state is called.
pub fn state_word(state: PickState) -> &'static str {
    match state {
        PickState::Waiting => "waiting",
        PickState::Listing => "listing",
        PickState::Fetching => "fetching",
        PickState::Done => "done",
        PickState::Cancelled => "cancelled",
        PickState::Expired => "expired",
        PickState::Failed => "failed",
    }
}

/// The state behind a word.
pub fn read_state(word: &str) -> Result<PickState, IndexError> {
    Ok(match word {
        "waiting" => PickState::Waiting,
        "listing" => PickState::Listing,
        "fetching" => PickState::Fetching,
        "done" => PickState::Done,
        "cancelled" => PickState::Cancelled,
        "expired" => PickState::Expired,
        "failed" => PickState::Failed,
        other => {
            return Err(IndexError::UnknownWord {
                column: "picks.state",
                value: other.to_owned(),
            });
        }
    })
}

/// How many, in words.
pub fn counted(count: u32) -> String {
    if count == 1 {
        "1 copy".to_owned()
    } else {
        format!("{count} copies")
    }
}

/// How a finished pick is told.
pub fn told(fetched: u32, there: u32, left_out: u32) -> String {
    let mut said = format!("{} fetched.", counted(fetched));
    if there > 0 {
        said.push_str(&format!(
            " {there} {} there already.",
            if there == 1 { "was" } else { "were" }
        ));
    }
    if left_out > 0 {
        said.push_str(&format!(" {left_out} could not be fetched."));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use google_photos::MediaItemId;
    use rstest::rstest;

    fn item(file_name: &str, mime_type: &str, kind: MediaKind) -> PickedItem {
        PickedItem {
            id: MediaItemId::from("x"),
            created: None,
            base_url: None,
            mime_type: mime_type.to_owned(),
            file_name: file_name.to_owned(),
            width_px: None,
            height_px: None,
            camera_make: None,
            camera_model: None,
            kind,
        }
    }

    fn video(status: VideoStatus) -> MediaKind {
        MediaKind::Video(VideoDetails {
            frames_per_s: None,
            status,
        })
    }

    #[rstest]
    #[case("a.jpg", "image/jpeg", "a.jpg")]
    #[case("", "image/heic", "photo.heic")]
    #[case("a/b.jpg", "image/jpeg", "a_b.jpg")]
    fn a_photo_keeps_its_name_where_it_has_one(
        #[case] name: &str,
        #[case] mime: &str,
        #[case] expected: &str,
    ) {
        let kind = MediaKind::Photo(google_photos::PhotoDetails::default());
        assert_eq!(file_name(&item(name, mime, kind)), expected);
    }

    #[rstest]
    #[case("a.mov", "a.mp4")]
    #[case("a.MP4", "a.MP4")]
    #[case("a", "a.mp4")]
    #[case("", "video.mp4")]
    fn a_video_is_called_what_it_is(#[case] name: &str, #[case] expected: &str) {
        let found = item(name, "video/quicktime", video(VideoStatus::Ready));
        assert_eq!(file_name(&found), expected, "Google sends MP4");
    }

    #[test]
    fn a_video_waits_until_it_is_ready() {
        let of = |status| copy(&item("a", "video/mp4", video(status)));
        assert_eq!(of(VideoStatus::Processing), Copy::Later);
        assert_eq!(of(VideoStatus::Failed), Copy::Never);
        assert_eq!(of(VideoStatus::Unspecified), Copy::Of(MediaSize::Video));
    }

    #[test]
    fn google_is_asked_as_often_as_it_wants_within_bounds() {
        let policy = PickingPolicy::default();
        let after = |seconds| {
            let polling = Polling {
                interval: Duration::from_secs(seconds),
                time_out: Duration::ZERO,
            };
            poll_after(Some(polling), &policy).as_secs()
        };
        assert_eq!((after(0), after(5), after(3_600)), (1, 5, 30));
    }

    #[test]
    fn an_end_is_told_in_plain_words() {
        assert_eq!(told(1, 0, 0), "1 copy fetched.");
        assert_eq!(
            told(5, 1, 2),
            "5 copies fetched. 1 was there already. 2 could not be fetched."
        );
    }
}
