//! Albums.

use super::{Api, EXCLUDE, Method, MethodGroup, PAGE_TOKEN, Parameter, Verb, page_size};
use crate::oauth::Scopes;

const BASE: Method = Method {
    id: "",
    group: MethodGroup::Albums,
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
        id: "albums.list",
        path: "/v1/albums",
        query: &[
            page_size("Albums a page: 20 without it, 50 at most"),
            PAGE_TOKEN,
            EXCLUDE,
        ],
        about: "Lists the albums that this client made.",
        answers: "albums, nextPageToken",
        source: "https://developers.google.com/photos/library/reference/rest/v1/albums/list",
        ..BASE
    },
    Method {
        id: "albums.get",
        path: "/v1/albums/{{albumId}}",
        about: "Gives one album that this client made.",
        answers: "an album",
        source: "https://developers.google.com/photos/library/reference/rest/v1/albums/get",
        ..BASE
    },
    Method {
        id: "albums.create",
        verb: Verb::Post,
        path: "/v1/albums",
        body: Some("{\n  \"album\": {\n    \"title\": \"{{title}}\"\n  }\n}"),
        needs: &[Scopes::ADD],
        changes: true,
        about: "Makes an album. No call deletes it again; titles need not be unique.",
        answers: "an album",
        source: "https://developers.google.com/photos/library/reference/rest/v1/albums/create",
        ..BASE
    },
    Method {
        id: "albums.patch",
        verb: Verb::Patch,
        path: "/v1/albums/{{albumId}}",
        query: &[Parameter {
            name: "updateMask",
            about: "title, coverPhotoMediaItemId, or both with a comma between",
            required: true,
            first: "title",
        }],
        body: Some("{\n  \"title\": \"{{title}}\"\n}"),
        needs: &[Scopes::EDIT],
        changes: true,
        about: "Changes the title or the cover of an album.",
        answers: "an album",
        source: "https://developers.google.com/photos/library/reference/rest/v1/albums/patch",
        ..BASE
    },
    Method {
        id: "albums.addEnrichment",
        verb: Verb::Post,
        path: "/v1/albums/{{albumId}}:addEnrichment",
        body: Some(
            "{\n  \"newEnrichmentItem\": {\n    \"textEnrichment\": { \"text\": \"{{text}}\" }\n  },\n  \"albumPosition\": { \"position\": \"FIRST_IN_ALBUM\" }\n}",
        ),
        needs: &[Scopes::ADD, Scopes::EDIT],
        changes: true,
        about: "Puts a text, a place or a map into an album. It can neither be listed nor removed later.",
        answers: "enrichmentItem with its id",
        source: "https://developers.google.com/photos/library/reference/rest/v1/albums/addEnrichment",
        ..BASE
    },
    Method {
        id: "albums.batchAddMediaItems",
        verb: Verb::Post,
        path: "/v1/albums/{{albumId}}:batchAddMediaItems",
        body: Some("{\n  \"mediaItemIds\": [\"{{mediaItemId}}\"]\n}"),
        needs: &[Scopes::ADD, Scopes::EDIT],
        changes: true,
        about: "Adds up to 50 media items to an album: all of them, or none where one is refused.",
        answers: "nothing",
        source: "https://developers.google.com/photos/library/reference/rest/v1/albums/batchAddMediaItems",
        ..BASE
    },
    Method {
        id: "albums.batchRemoveMediaItems",
        verb: Verb::Post,
        path: "/v1/albums/{{albumId}}:batchRemoveMediaItems",
        body: Some("{\n  \"mediaItemIds\": [\"{{mediaItemId}}\"]\n}"),
        needs: &[Scopes::EDIT],
        changes: true,
        about: "Takes up to 50 media items out of an album. They stay in the library.",
        answers: "nothing",
        source: "https://developers.google.com/photos/library/reference/rest/v1/albums/batchRemoveMediaItems",
        ..BASE
    },
];
