//! Picking sessions, and what was picked in them.

use super::{Api, Method, MethodGroup, PAGE_TOKEN, Parameter, Verb, page_size};
use crate::oauth::Scopes;

const BASE: Method = Method {
    id: "",
    group: MethodGroup::Picker,
    api: Api::Picker,
    verb: Verb::Get,
    path: "",
    query: &[],
    body: None,
    needs: &[Scopes::PICK],
    changes: false,
    takes_file: false,
    dead: None,
    about: "",
    answers: "",
    source: "",
};

pub(super) const METHODS: &[Method] = &[
    Method {
        id: "picker.sessions.create",
        verb: Verb::Post,
        path: "/v1/sessions",
        query: &[Parameter {
            name: "requestId",
            about: "a UUID of your own; meant for devices without a keyboard",
            required: false,
            first: "",
        }],
        body: Some("{\n  \"pickingConfig\": { \"maxItemCount\": \"50\" }\n}"),
        changes: true,
        about: "Makes a session with a page on which to pick from the whole library.",
        answers: "a session with its pickerUri",
        source: "https://developers.google.com/photos/picker/reference/rest/v1/sessions/create",
        ..BASE
    },
    Method {
        id: "picker.sessions.get",
        path: "/v1/sessions/{{sessionId}}",
        about: "Says how a session stands, and whether everything was picked.",
        answers: "a session",
        source: "https://developers.google.com/photos/picker/reference/rest/v1/sessions/get",
        ..BASE
    },
    Method {
        id: "picker.sessions.delete",
        verb: Verb::Delete,
        path: "/v1/sessions/{{sessionId}}",
        changes: true,
        about: "Deletes a session. What was picked in it cannot be read any more.",
        answers: "nothing",
        source: "https://developers.google.com/photos/picker/reference/rest/v1/sessions/delete",
        ..BASE
    },
    Method {
        id: "picker.mediaItems.list",
        path: "/v1/mediaItems",
        query: &[
            Parameter {
                name: "sessionId",
                about: "the session; refused until Done was pressed in it",
                required: true,
                first: "{{sessionId}}",
            },
            page_size("Items a page: 50 without it, 100 at most"),
            PAGE_TOKEN,
        ],
        about: "Lists what was picked in a session.",
        answers: "mediaItems, nextPageToken",
        source: "https://developers.google.com/photos/picker/reference/rest/v1/mediaItems/list",
        ..BASE
    },
];
