//! Media items, and the bytes that become one.

use super::{Api, Method, MethodGroup, PAGE_TOKEN, Parameter, Verb, page_size};
use crate::oauth::Scopes;

const BASE: Method = Method {
    id: "",
    group: MethodGroup::MediaItems,
    api: Api::Library,
    verb: Verb::Get,
    path: "",
    query: &[],
    body: None,
    needs: &[Scopes::READ],
    changes: false,
    takes_file: false,
    dead: None,
    about: "",
    answers: "",
    source: "",
};

pub(super) const METHODS: &[Method] = &[
    Method {
        id: "mediaItems.list",
        path: "/v1/mediaItems",
        query: &[
            page_size("Items a page: 25 without it, 100 at most"),
            PAGE_TOKEN,
        ],
        about: "Lists the media items that this client made, newest first.",
        answers: "mediaItems, nextPageToken",
        source: "https://developers.google.com/photos/library/reference/rest/v1/mediaItems/list",
        ..BASE
    },
    Method {
        id: "mediaItems.get",
        path: "/v1/mediaItems/{{mediaItemId}}",
        about: "Gives one media item that this client made.",
        answers: "a media item; its base URL is good for 60 minutes",
        source: "https://developers.google.com/photos/library/reference/rest/v1/mediaItems/get",
        ..BASE
    },
    Method {
        id: "mediaItems.batchGet",
        path: "/v1/mediaItems:batchGet",
        query: &[Parameter {
            name: "mediaItemIds",
            about: "an id; again for each further one, 50 at most",
            required: true,
            first: "{{mediaItemId}}",
        }],
        about: "Gives up to 50 media items, each with a status of its own.",
        answers: "mediaItemResults in the order asked for",
        source: "https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchGet",
        ..BASE
    },
    Method {
        id: "mediaItems.search",
        verb: Verb::Post,
        path: "/v1/mediaItems:search",
        body: Some(
            "{\n  \"pageSize\": 20,\n  \"filters\": {\n    \"mediaTypeFilter\": { \"mediaTypes\": [\"PHOTO\"] }\n  }\n}",
        ),
        about: "Finds media items by album or by filters, not by both. Changes nothing.",
        answers: "mediaItems, nextPageToken",
        source: "https://developers.google.com/photos/library/reference/rest/v1/mediaItems/search",
        ..BASE
    },
    Method {
        id: "mediaItems.batchCreate",
        verb: Verb::Post,
        path: "/v1/mediaItems:batchCreate",
        body: Some(
            "{\n  \"newMediaItems\": [\n    {\n      \"description\": \"\",\n      \"simpleMediaItem\": {\n        \"uploadToken\": \"{{uploadToken}}\",\n        \"fileName\": \"{{fileName}}\"\n      }\n    }\n  ]\n}",
        ),
        needs: &[Scopes::ADD],
        changes: true,
        about: "Makes media items of up to 50 uploads. No call deletes them again.",
        answers: "newMediaItemResults, each with a status of its own",
        source: "https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate",
        ..BASE
    },
    Method {
        id: "mediaItems.patch",
        verb: Verb::Patch,
        path: "/v1/mediaItems/{{mediaItemId}}",
        query: &[Parameter {
            name: "updateMask",
            about: "description; nothing else can be changed",
            required: true,
            first: "description",
        }],
        body: Some("{\n  \"description\": \"{{description}}\"\n}"),
        needs: &[Scopes::EDIT],
        changes: true,
        about: "Changes the description of a media item, 1,000 characters at most.",
        answers: "a media item",
        source: "https://developers.google.com/photos/library/reference/rest/v1/mediaItems/patch",
        ..BASE
    },
    Method {
        id: "uploads",
        group: MethodGroup::Uploads,
        verb: Verb::Post,
        path: "/v1/uploads",
        needs: &[Scopes::ADD],
        changes: true,
        takes_file: true,
        about: "Sends the bytes of one file. It shows in no library before mediaItems.batchCreate is called with the token.",
        answers: "an upload token as plain text, good for one day",
        source: "https://developers.google.com/photos/library/guides/upload-media",
        ..BASE
    },
];
