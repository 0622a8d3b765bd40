//! Which call a request is: the name used in statistics and faults, and the method of the API.

use axum::http::{HeaderMap, Method as Verb, Uri};

/// A method of the Library API or the Picker API, and the upload endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    AlbumsList,
    AlbumsGet,
    AlbumsCreate,
    AlbumsPatch,
    AlbumsAddEnrichment,
    AlbumsBatchAdd,
    AlbumsBatchRemove,
    AlbumsShare,
    AlbumsUnshare,
    MediaItemsList,
    MediaItemsGet,
    MediaItemsBatchGet,
    MediaItemsSearch,
    MediaItemsBatchCreate,
    MediaItemsPatch,
    SharedAlbumsList,
    SharedAlbumsGet,
    SharedAlbumsJoin,
    SharedAlbumsLeave,
    Uploads,
    PickerSessionsCreate,
    PickerSessionsGet,
    PickerSessionsDelete,
    PickerItemsList,
}

/// A method, and the id in its path (empty where there is none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) id: String,
}

impl Call {
    /// What a request below `/v1/` asks for.
    pub(crate) fn of(verb: &Verb, uri: &Uri) -> Option<Self> {
        use Method::*;
        let rest = uri.path().strip_prefix("/v1/")?;
        let (place, action) = rest
            .split_once(':')
            .map_or((rest, ""), |(place, action)| (place, action));
        let (list, id) = place
            .split_once('/')
            .map_or((place, ""), |(list, id)| (list, id));
        if id.contains('/') || (id.is_empty() && place.ends_with('/')) {
            return None;
        }
        let one = !id.is_empty();
        let method = match (verb.as_str(), list, one, action) {
            ("GET", "albums", false, "") => AlbumsList,
            ("GET", "albums", true, "") => AlbumsGet,
            ("POST", "albums", false, "") => AlbumsCreate,
            ("PATCH", "albums", true, "") => AlbumsPatch,
            ("POST", "albums", true, "addEnrichment") => AlbumsAddEnrichment,
            ("POST", "albums", true, "batchAddMediaItems") => AlbumsBatchAdd,
            ("POST", "albums", true, "batchRemoveMediaItems") => AlbumsBatchRemove,
            ("POST", "albums", true, "share") => AlbumsShare,
            ("POST", "albums", true, "unshare") => AlbumsUnshare,
            // Both APIs have a list of this name; only that of the Picker API is of a session.
            ("GET", "mediaItems", false, "") if names_session(uri) => PickerItemsList,
            ("GET", "mediaItems", false, "") => MediaItemsList,
            ("GET", "mediaItems", true, "") => MediaItemsGet,
            ("GET", "mediaItems", false, "batchGet") => MediaItemsBatchGet,
            ("POST", "mediaItems", false, "search") => MediaItemsSearch,
            ("POST", "mediaItems", false, "batchCreate") => MediaItemsBatchCreate,
            ("PATCH", "mediaItems", true, "") => MediaItemsPatch,
            ("GET", "sharedAlbums", false, "") => SharedAlbumsList,
            ("GET", "sharedAlbums", true, "") => SharedAlbumsGet,
            ("POST", "sharedAlbums", false, "join") => SharedAlbumsJoin,
            ("POST", "sharedAlbums", false, "leave") => SharedAlbumsLeave,
            ("POST", "uploads", false, "") => Uploads,
            ("POST", "sessions", false, "") => PickerSessionsCreate,
            ("GET", "sessions", true, "") => PickerSessionsGet,
            ("DELETE", "sessions", true, "") => PickerSessionsDelete,
            _ => return None,
        };
        Some(Self {
            method,
            id: id.to_owned(),
        })
    }
}

fn names_session(uri: &Uri) -> bool {
    let query = uri.query().unwrap_or_default();
    query
        .split('&')
        .any(|pair| pair.starts_with("sessionId=") || pair.starts_with("session_id="))
}

impl Method {
    /// Google's name of the method.
    pub(crate) fn name(self) -> &'static str {
        use Method::*;
        match self {
            AlbumsList => "albums.list",
            AlbumsGet => "albums.get",
            AlbumsCreate => "albums.create",
            AlbumsPatch => "albums.patch",
            AlbumsAddEnrichment => "albums.addEnrichment",
            AlbumsBatchAdd => "albums.batchAddMediaItems",
            AlbumsBatchRemove => "albums.batchRemoveMediaItems",
            AlbumsShare => "albums.share",
            AlbumsUnshare => "albums.unshare",
            MediaItemsList => "mediaItems.list",
            MediaItemsGet => "mediaItems.get",
            MediaItemsBatchGet => "mediaItems.batchGet",
            MediaItemsSearch => "mediaItems.search",
            MediaItemsBatchCreate => "mediaItems.batchCreate",
            MediaItemsPatch => "mediaItems.patch",
            SharedAlbumsList => "sharedAlbums.list",
            SharedAlbumsGet => "sharedAlbums.get",
            SharedAlbumsJoin => "sharedAlbums.join",
            SharedAlbumsLeave => "sharedAlbums.leave",
            Uploads => "uploads",
            PickerSessionsCreate => "picker.sessions.create",
            PickerSessionsGet => "picker.sessions.get",
            PickerSessionsDelete => "picker.sessions.delete",
            PickerItemsList => "picker.mediaItems.list",
        }
    }

    /// Whether it is one of the Picker API.
    pub(crate) fn is_picker(self) -> bool {
        use Method::*;
        matches!(
            self,
            PickerSessionsCreate | PickerSessionsGet | PickerSessionsDelete | PickerItemsList
        )
    }

    /// Whether Google counts it among the writes of which an account may make one at a time.
    pub(crate) fn is_write(self) -> bool {
        use Method::*;
        matches!(
            self,
            AlbumsCreate
                | AlbumsPatch
                | AlbumsAddEnrichment
                | AlbumsBatchAdd
                | AlbumsBatchRemove
                | AlbumsShare
                | AlbumsUnshare
                | MediaItemsBatchCreate
                | MediaItemsPatch
                | SharedAlbumsJoin
                | SharedAlbumsLeave
        )
    }
}

/// The name under which a request is counted and can be hit by a fault. `None`: the control endpoint.
pub(crate) fn name(verb: &Verb, uri: &Uri, headers: &HeaderMap) -> Option<&'static str> {
    let path = uri.path();
    if path.starts_with("/_control") {
        return None;
    }
    if let Some(call) = Call::of(verb, uri) {
        return Some(if call.method == Method::Uploads {
            upload_name(headers)
        } else {
            call.method.name()
        });
    }
    Some(match path {
        "/o/oauth2/v2/auth" => "oauth.auth",
        "/o/oauth2/v2/auth/consent" => "oauth.consent",
        "/token" => "oauth.token",
        "/revoke" => "oauth.revoke",
        "/v1/userinfo" => "oauth.userinfo",
        path if path.starts_with("/lr/album/") || path.starts_with("/lr/photo/") => "page.album",
        path if path.starts_with("/share/") => "page.share",
        path if path.starts_with("/picker/") => "page.picker",
        path if path.starts_with("/ppa/") => "picker.bytes",
        path if path.starts_with("/lr/") || path.starts_with("/video-downloads/") => "media.bytes",
        path if path.starts_with("/a/") => "avatar",
        path if path.starts_with("/v1/") => "unknown",
        _ => "page.other",
    })
}

fn upload_name(headers: &HeaderMap) -> &'static str {
    let command = headers
        .get("x-goog-upload-command")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    match command {
        "" => "uploads.raw",
        "start" => "uploads.start",
        "query" => "uploads.query",
        "cancel" => "uploads.cancel",
        _ => "uploads.upload",
    }
}

/// Whether a name belongs to the Library API, which has a quota by the day.
pub(crate) fn is_library(name: &str) -> bool {
    ["albums.", "mediaItems.", "sharedAlbums.", "uploads."]
        .iter()
        .any(|start| name.starts_with(start))
}

/// Whether a name is of the bytes of pictures and videos.
pub(crate) fn is_media(name: &str) -> bool {
    ["media.bytes", "picker.bytes"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_the_method_and_the_id() {
        let call = |verb: Verb, path: &str| {
            let uri: Uri = path.parse().expect("a path");
            Call::of(&verb, &uri).map(|call| (call.method.name(), call.id))
        };
        assert_eq!(
            call(Verb::GET, "/v1/albums"),
            Some(("albums.list", String::new()))
        );
        assert_eq!(
            call(Verb::GET, "/v1/albums/abc"),
            Some(("albums.get", "abc".into()))
        );
        assert_eq!(
            call(Verb::POST, "/v1/albums/abc:share"),
            Some(("albums.share", "abc".into()))
        );
        assert_eq!(
            call(Verb::GET, "/v1/mediaItems:batchGet"),
            Some(("mediaItems.batchGet", String::new()))
        );
        assert_eq!(
            call(Verb::GET, "/v1/mediaItems?pageSize=5&sessionId=x"),
            Some(("picker.mediaItems.list", String::new()))
        );
        assert_eq!(
            call(Verb::DELETE, "/v1/sessions/x"),
            Some(("picker.sessions.delete", "x".into()))
        );
        assert_eq!(
            call(Verb::DELETE, "/v1/albums/abc"),
            None,
            "nothing can be deleted"
        );
        assert_eq!(call(Verb::GET, "/v1/albums/"), None);
    }
}
