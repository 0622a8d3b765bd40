//! What is made to go wrong, until it is cleared or was seen often enough.

pub(crate) mod kind;
mod picking;
pub(crate) mod weather;

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::error::{self, ApiError, Service};
pub(crate) use kind::{Fault, ForcedCode, Kind};

const ACCESS_TOKEN_LIFE_S: i64 = 3599;
/// Google keeps a base URL alive for an hour.
///
/// Source: <https://developers.google.com/photos/library/guides/access-media-items#base-urls>
const BASE_URL_LIFE_MS: i64 = 60 * 60 * 1000;
const VIDEO_PROCESSING_MS: i64 = 3_000;
/// Source: <https://developers.google.com/photos/library/guides/manage-albums>
const ALBUM_CAPACITY: usize = 20_000;
const ONE_DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// All faults that wait or go on.
#[derive(Default)]
pub(crate) struct Faults {
    list: Mutex<Vec<Fault>>,
    calls_of_the_day: AtomicU64,
}

/// What happens to one request.
#[derive(Default)]
pub(crate) struct Decision {
    pub(crate) latency_ms: u64,
    pub(crate) bytes_per_s: Option<u64>,
    pub(crate) cut_after_bytes: Option<u64>,
    pub(crate) lose_answer: bool,
    pub(crate) expire_token: bool,
    /// Permissions that the person takes back just before.
    pub(crate) scopes_removed: Option<Vec<String>>,
    pub(crate) answer: Option<Response>,
}

impl Faults {
    fn list(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more fault. The latest of the same kind is looked at last, a setting's latest counts.
    pub(crate) fn add(&self, fault: Fault) {
        if matches!(fault.kind, Kind::DailyQuota { .. }) {
            self.calls_of_the_day.store(0, Ordering::SeqCst);
        }
        self.list().push(fault);
    }

    /// All is well again.
    pub(crate) fn clear(&self) {
        self.list().clear();
    }

    /// What waits or goes on, as it was asked for, with the counts that are left.
    pub(crate) fn all(&self) -> Vec<Fault> {
        self.list().clone()
    }

    /// Uses up one count of the first fault for which `find` gives something and that strikes.
    fn take<T>(&self, find: impl Fn(&Kind) -> Option<T>) -> Option<T> {
        self.take_with(find, |_, found| found)
    }

    /// The same; `finish` may ask the fault that struck.
    fn take_with<T, R>(
        &self,
        find: impl Fn(&Kind) -> Option<T>,
        finish: impl FnOnce(&mut Fault, T) -> R,
    ) -> Option<R> {
        let mut list = self.list();
        let (index, found) = list.iter_mut().enumerate().find_map(|(index, fault)| {
            let found = find(&fault.kind)?;
            fault.strikes().then_some((index, found))
        })?;
        let fault = list.get_mut(index)?;
        let done = finish(fault, found);
        if let Some(count) = &mut fault.count {
            *count = count.saturating_sub(1);
            if *count == 0 {
                list.remove(index);
            }
        }
        Some(done)
    }

    /// The latest setting of a kind.
    fn setting<T>(&self, find: impl Fn(&Kind) -> Option<T>) -> Option<T> {
        self.list().iter().rev().find_map(|fault| find(&fault.kind))
    }

    /// Decides about a request by the name of its call.
    pub(crate) fn decide(&self, name: &str) -> Decision {
        let mut decision = Decision {
            latency_ms: self.take(|kind| kind.latency_ms(name)).unwrap_or(0),
            bytes_per_s: self.take(|kind| kind.bytes_per_s(name)),
            cut_after_bytes: self.take_with(|kind| kind.cut_after_bytes(name), Fault::pick),
            lose_answer: self.take(|kind| kind.lost_answer(name)).is_some(),
            expire_token: self.take(|kind| kind.expires_token(name)).is_some(),
            scopes_removed: self.take(|kind| kind.removes_scopes(name)),
            answer: None,
        };
        decision.answer = self.forced(name).or_else(|| self.quota(name));
        decision
    }

    fn forced(&self, name: &str) -> Option<Response> {
        if self.take(|kind| kind.quota_spent(name)).is_some() {
            return Some(ApiError::day_spent().into_response());
        }
        if let Some(retry_after_s) = self.take(|kind| kind.rate_limited(name)) {
            return Some(ApiError::rate_limited(retry_after_s).into_response());
        }
        let status =
            |code: u16| StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Some(code) = self.take(|kind| kind.html_body(name)) {
            return Some(error::html(status(code)));
        }
        self.take(|kind| kind.server_error(name))
            .map(|code| ApiError::server(status(code)).into_response())
    }

    fn quota(&self, name: &str) -> Option<Response> {
        let limit = self.setting(|kind| kind.daily_quota(name))?;
        let calls = self.calls_of_the_day.fetch_add(1, Ordering::SeqCst) + 1;
        (calls > limit).then(|| ApiError::day_spent().into_response())
    }

    pub(crate) fn api_is_disabled(&self, service: Service) -> bool {
        let find = |kind: &Kind| match (service, kind) {
            (Service::Library, Kind::ApiDisabled) | (Service::Picker, Kind::PickerApiDisabled) => {
                Some(())
            }
            _ => None,
        };
        self.take(find).is_some()
    }

    pub(crate) fn photos_is_disabled(&self) -> bool {
        self.take(|kind| matches!(kind, Kind::PhotosDisabled).then_some(()))
            .is_some()
    }

    pub(crate) fn storage_is_full(&self) -> bool {
        self.take(|kind| matches!(kind, Kind::StorageFull).then_some(()))
            .is_some()
    }

    pub(crate) fn refresh_is_revoked(&self) -> bool {
        self.take(|kind| matches!(kind, Kind::RefreshRevoked).then_some(()))
            .is_some()
    }

    /// Whether this client was deleted in the console.
    pub(crate) fn client_is_deleted(&self, id: &str) -> bool {
        let find = |kind: &Kind| match kind {
            Kind::ClientDeleted { client_id } => client_id
                .as_ref()
                .is_none_or(|deleted| deleted == id)
                .then_some(()),
            _ => None,
        };
        self.take(find).is_some()
    }

    /// Whether the organisation of the account lets no program in.
    pub(crate) fn admin_blocks(&self) -> bool {
        self.take(|kind| matches!(kind, Kind::AdminBlocked).then_some(()))
            .is_some()
    }

    pub(crate) fn media_day_is_spent(&self) -> bool {
        self.take(|kind| matches!(kind, Kind::MediaQuotaSpent).then_some(()))
            .is_some()
    }

    /// The outcomes forced upon the items of the next `batchCreate`, in order.
    pub(crate) fn partial_batch(&self) -> Vec<ForcedCode> {
        let find = |kind: &Kind| {
            if let Kind::PartialBatch { codes } = kind {
                Some(codes.clone())
            } else {
                None
            }
        };
        self.take(find).unwrap_or_default()
    }

    /// Whether this page of a listing stays empty and still has a next one.
    pub(crate) fn page_is_empty(&self, name: &str) -> bool {
        self.take(|kind| kind.empty_page(name)).is_some()
    }

    /// Whether listings have the oddities of Google's. They do, unless switched off.
    pub(crate) fn has_quirks(&self) -> bool {
        self.setting(|kind| {
            if let Kind::Quirks { on } = kind {
                Some(*on)
            } else {
                None
            }
        })
        .unwrap_or(true)
    }

    /// Whether a part of a download can be asked for. It can, unless switched off: nothing Google writes says either.
    pub(crate) fn does_ranges(&self) -> bool {
        let find = |kind: &Kind| match kind {
            Kind::Ranges { on } => Some(*on),
            _ => None,
        };
        self.setting(find).unwrap_or(true)
    }

    /// Whether an account may make several writes at once. Google refuses it, and so do we, unless told otherwise.
    pub(crate) fn may_write_at_once(&self) -> bool {
        self.setting(|kind| {
            if let Kind::ConcurrentWrites { on } = kind {
                Some(*on)
            } else {
                None
            }
        })
        .unwrap_or(false)
    }

    /// Items an album can hold.
    pub(crate) fn album_capacity(&self) -> usize {
        let find = |kind: &Kind| {
            if let Kind::AlbumCapacity { items } = kind {
                Some(*items)
            } else {
                None
            }
        };
        self.setting(find).unwrap_or(ALBUM_CAPACITY)
    }

    /// Bytes of an upload that are kept; those behind are hashed and let go.
    pub(crate) fn keep_bytes(&self) -> u64 {
        let find = |kind: &Kind| {
            if let Kind::KeepBytes { most } = kind {
                Some(*most)
            } else {
                None
            }
        };
        self.setting(find).unwrap_or(u64::MAX)
    }

    pub(crate) fn access_token_life_s(&self) -> i64 {
        let find = |kind: &Kind| {
            if let Kind::AccessTokenLife { s } = kind {
                Some(*s)
            } else {
                None
            }
        };
        self.setting(find).unwrap_or(ACCESS_TOKEN_LIFE_S)
    }

    /// The life of new refresh tokens; none where they last, as those of a published project do.
    pub(crate) fn refresh_token_life_s(&self) -> Option<i64> {
        self.setting(|kind| {
            if let Kind::RefreshTokenLife { s } = kind {
                Some(*s)
            } else {
                None
            }
        })
    }

    /// How far ahead the clock is that answers name.
    pub(crate) fn clock_skew_s(&self) -> Option<i64> {
        self.setting(|kind| {
            if let Kind::ClockSkew { s } = kind {
                Some(*s)
            } else {
                None
            }
        })
    }

    pub(crate) fn base_url_life_ms(&self) -> i64 {
        let find = |kind: &Kind| {
            if let Kind::BaseUrlLife { ms } = kind {
                Some(*ms)
            } else {
                None
            }
        };
        self.setting(find).unwrap_or(BASE_URL_LIFE_MS)
    }

    pub(crate) fn video_processing_ms(&self) -> i64 {
        let find = |kind: &Kind| {
            if let Kind::VideoProcessing { ms } = kind {
                Some(*ms)
            } else {
                None
            }
        };
        self.setting(find).unwrap_or(VIDEO_PROCESSING_MS)
    }

    pub(crate) fn upload_token_life_ms(&self) -> i64 {
        let find = |kind: &Kind| {
            if let Kind::UploadTokenLife { ms } = kind {
                Some(*ms)
            } else {
                None
            }
        };
        self.setting(find).unwrap_or(ONE_DAY_MS)
    }

    pub(crate) fn upload_session_life_ms(&self) -> i64 {
        let find = |kind: &Kind| {
            if let Kind::UploadSessionLife { ms } = kind {
                Some(*ms)
            } else {
                None
            }
        };
        self.setting(find).unwrap_or(ONE_DAY_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(list: &[&str]) -> Faults {
        let faults = Faults::default();
        for text in list {
            faults.add(serde_json::from_str(text).expect("a fault"));
        }
        faults
    }

    #[test]
    fn a_count_is_used_up_by_the_calls_it_hits() {
        let faults = faults(&[
            r#"{"kind":"server_error","status":503,"methods":["albums.list"],"count":2}"#,
        ]);
        assert!(
            faults.decide("albums.get").answer.is_none(),
            "another method"
        );
        assert!(faults.decide("albums.list").answer.is_some());
        assert!(faults.decide("albums.list").answer.is_some());
        assert!(
            faults.decide("albums.list").answer.is_none(),
            "twice was asked for"
        );
    }

    #[test]
    fn without_methods_the_library_api_is_meant() {
        let faults = faults(&[r#"{"kind":"html_body","status":502}"#]);
        assert!(faults.decide("uploads.raw").answer.is_some());
        assert!(faults.decide("oauth.token").answer.is_none());
    }

    #[test]
    fn a_group_of_calls_is_named_by_its_beginning() {
        let faults = faults(&[r#"{"kind":"latency","ms":5,"methods":["uploads"]}"#]);
        assert_eq!(faults.decide("uploads.query").latency_ms, 5);
        assert_eq!(faults.decide("albums.list").latency_ms, 0);
    }

    #[test]
    fn the_latest_setting_counts() {
        let faults = faults(&[
            r#"{"kind":"base_url_life","ms":1}"#,
            r#"{"kind":"base_url_life","ms":2}"#,
        ]);
        assert_eq!(faults.base_url_life_ms(), 2);
        faults.clear();
        assert_eq!(faults.base_url_life_ms(), BASE_URL_LIFE_MS);
    }
}
