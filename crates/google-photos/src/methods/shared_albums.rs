//! Sharing through the API. Google ended it on 31 March 2025; the shapes are those documented until then.

use super::{Api, EXCLUDE, Method, MethodGroup, PAGE_TOKEN, Verb, page_size};
use crate::oauth::Scopes;

const DEAD: &str = "Google ended sharing through the API on 31 March 2025 and answers 403 since. Share an album on its page in Google Photos instead.";
const SOURCE: &str = "https://developers.google.com/photos/support/updates";

const BASE: Method = Method {
    id: "",
    group: MethodGroup::SharedAlbums,
    api: Api::Library,
    verb: Verb::Get,
    path: "",
    query: &[],
    body: None,
    needs: &[Scopes::SHARE],
    changes: false,
    takes_file: false,
    dead: Some(DEAD),
    about: "",
    answers: "",
    source: SOURCE,
};

pub(super) const METHODS: &[Method] = &[
    Method {
        id: "albums.share",
        verb: Verb::Post,
        path: "/v1/albums/{{albumId}}:share",
        body: Some(
            "{\n  \"sharedAlbumOptions\": {\n    \"isCollaborative\": false,\n    \"isCommentable\": false\n  }\n}",
        ),
        changes: true,
        about: "Switched the link of an album on.",
        answers: "shareInfo with the link",
        ..BASE
    },
    Method {
        id: "albums.unshare",
        verb: Verb::Post,
        path: "/v1/albums/{{albumId}}:unshare",
        body: Some("{}"),
        changes: true,
        about: "Switched the link of an album off.",
        answers: "nothing",
        ..BASE
    },
    Method {
        id: "sharedAlbums.list",
        path: "/v1/sharedAlbums",
        query: &[
            page_size("Albums a page: 20 without it, 50 at most"),
            PAGE_TOKEN,
            EXCLUDE,
        ],
        about: "Listed the shared albums of the account.",
        answers: "sharedAlbums, nextPageToken",
        ..BASE
    },
    Method {
        id: "sharedAlbums.get",
        path: "/v1/sharedAlbums/{{shareToken}}",
        about: "Gave the album behind a share token.",
        answers: "an album",
        ..BASE
    },
    Method {
        id: "sharedAlbums.join",
        verb: Verb::Post,
        path: "/v1/sharedAlbums:join",
        body: Some("{\n  \"shareToken\": \"{{shareToken}}\"\n}"),
        changes: true,
        about: "Joined the album behind a share token.",
        answers: "an album",
        ..BASE
    },
    Method {
        id: "sharedAlbums.leave",
        verb: Verb::Post,
        path: "/v1/sharedAlbums:leave",
        body: Some("{\n  \"shareToken\": \"{{shareToken}}\"\n}"),
        changes: true,
        about: "Left an album that was joined.",
        answers: "nothing",
        ..BASE
    },
];
