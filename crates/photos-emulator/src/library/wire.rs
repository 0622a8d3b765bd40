//! The JSON Google sends: proto3 rules, so `int64` is text and what is unset is absent.

use serde::Serialize;

use super::{
    album::{Album, Share},
    caller::Caller,
    item::{Item, Kind},
    shelf::Shelf,
};
use crate::{account::Who, app::App, clock, media::base_url};

/// An album.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireAlbum {
    id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    product_url: String,
    #[serde(skip_serializing_if = "is_false")]
    is_writeable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    share_info: Option<WireShare>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_items_count: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cover_photo_base_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cover_photo_media_item_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireShare {
    shared_album_options: WireOptions,
    shareable_url: String,
    share_token: String,
    #[serde(skip_serializing_if = "is_false")]
    is_joined: bool,
    #[serde(skip_serializing_if = "is_false")]
    is_owned: bool,
    #[serde(skip_serializing_if = "is_false")]
    is_joinable: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireOptions {
    #[serde(skip_serializing_if = "is_false")]
    is_collaborative: bool,
    #[serde(skip_serializing_if = "is_false")]
    is_commentable: bool,
}

/// A media item.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireItem {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    product_url: String,
    base_url: String,
    mime_type: String,
    media_metadata: WireMetadata,
    filename: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireMetadata {
    creation_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<WirePhoto>,
    #[serde(skip_serializing_if = "Option::is_none")]
    video: Option<WireVideo>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WirePhoto {
    #[serde(skip_serializing_if = "Option::is_none")]
    camera_make: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    camera_model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    focal_length: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aperture_f_number: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iso_equivalent: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exposure_time: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireVideo {
    #[serde(skip_serializing_if = "Option::is_none")]
    camera_make: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    camera_model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fps: Option<f64>,
    status: &'static str,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands a reference to such functions"
)]
fn is_false(value: &bool) -> bool {
    !*value
}

/// The item as its owner's client sees it; inside an album its product URL points there.
pub(super) fn item(app: &App, who: Who, item: &Item, album: Option<&str>) -> WireItem {
    let ready = item.is_ready(clock::now_ms(), app.faults.video_processing_ms());
    let inside = album
        .map(|album| format!("album/{album}/"))
        .unwrap_or_default();
    // Google: width and height may be absent while a video is being processed.
    let side = |px: u32| (px > 0 && ready).then(|| px.to_string());
    WireItem {
        description: item.description.clone(),
        product_url: format!("{}/lr/{inside}photo/{}", app.origin, item.id),
        base_url: base_url::mint(app, who, &item.id),
        mime_type: item.mime_type.clone(),
        filename: item.filename.clone(),
        media_metadata: WireMetadata {
            creation_time: clock::rfc3339(item.created_ms),
            width: side(item.width_px),
            height: side(item.height_px),
            photo: (item.kind == Kind::Photo).then(|| photo(item)),
            video: (item.kind == Kind::Video).then(|| video(item, ready)),
        },
        id: item.id.clone(),
    }
}

fn photo(item: &Item) -> WirePhoto {
    let camera = &item.camera;
    WirePhoto {
        camera_make: camera.make.clone(),
        camera_model: camera.model.clone(),
        focal_length: camera.focal_length_mm,
        aperture_f_number: camera.aperture,
        iso_equivalent: camera.iso,
        exposure_time: camera.exposure_s.map(duration),
    }
}

fn video(item: &Item, ready: bool) -> WireVideo {
    WireVideo {
        camera_make: item.camera.make.clone(),
        camera_model: item.camera.model.clone(),
        fps: item.fps.filter(|_| ready),
        status: if ready { "READY" } else { "PROCESSING" },
    }
}

/// A `Duration` of proto3 JSON: at most nine decimals, no zeros at the end.
pub(crate) fn duration(seconds: f64) -> String {
    let text = format!("{seconds:.9}");
    format!("{}s", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The album as this caller sees it.
pub(super) fn album(
    app: &App,
    owner: Who,
    shelf: &Shelf,
    album: &Album,
    caller: &Caller,
) -> WireAlbum {
    let count = album.item_ids().count();
    let cover = album.cover_id().filter(|id| shelf.item(id).is_some());
    let owned = owner == caller.who;
    let share = album.share.as_ref().filter(|_| caller.sees_sharing);
    WireAlbum {
        id: album.id.clone(),
        title: album.title.clone(),
        product_url: format!("{}/lr/album/{}", app.origin, album.id),
        is_writeable: (owned && album.client_id == caller.client_id)
            || (!owned && share.is_some_and(|share| share.collaborative)),
        share_info: share.map(|share| share_info(app, share, owned)),
        media_items_count: (count > 0).then(|| count.to_string()),
        cover_photo_base_url: cover.map(|id| base_url::mint(app, owner, id)),
        cover_photo_media_item_id: cover.map(String::from),
    }
}

/// How an album is open, in Google's words.
pub(super) fn share_info(app: &App, share: &Share, owned: bool) -> WireShare {
    WireShare {
        shared_album_options: WireOptions {
            is_collaborative: share.collaborative,
            is_commentable: share.commentable,
        },
        shareable_url: share_url(app, share),
        share_token: share.token.clone(),
        is_joined: true,
        is_owned: owned,
        is_joinable: true,
    }
}

/// The public link of a shared album.
pub(crate) fn share_url(app: &App, share: &Share) -> String {
    format!("{}/share/{}?key={}", app.origin, share.token, share.key)
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn a_duration_has_no_zeros_at_its_end() {
        assert_eq!(duration(0.004), "0.004s");
        assert_eq!(duration(1.0 / 3.0), "0.333333333s");
        assert_eq!(duration(2.0), "2s");
    }
}
