//! What a method and a status mean. Pure.

use google_photos::{Api, Method, MethodGroup, RawRefusal, Verb};

use crate::error::CoreError;
use crate::view::{
    ConsoleApi, ConsoleGroup, ConsoleMethod, ConsoleParameter, ConsoleRequest, ConsoleVerb,
};

impl From<ConsoleApi> for Api {
    fn from(api: ConsoleApi) -> Self {
        match api {
            ConsoleApi::Library => Self::Library,
            ConsoleApi::Picker => Self::Picker,
        }
    }
}

impl From<ConsoleVerb> for Verb {
    fn from(verb: ConsoleVerb) -> Self {
        match verb {
            ConsoleVerb::Get => Self::Get,
            ConsoleVerb::Post => Self::Post,
            ConsoleVerb::Patch => Self::Patch,
            ConsoleVerb::Put => Self::Put,
            ConsoleVerb::Delete => Self::Delete,
        }
    }
}

/// A method as it is shown.
pub fn shown(method: &Method) -> ConsoleMethod {
    let scopes = method.needs.iter().flat_map(|scopes| scopes.names());
    ConsoleMethod {
        id: method.id.to_owned(),
        group: match method.group {
            MethodGroup::Albums => ConsoleGroup::Albums,
            MethodGroup::MediaItems => ConsoleGroup::MediaItems,
            MethodGroup::Uploads => ConsoleGroup::Uploads,
            MethodGroup::Picker => ConsoleGroup::Picker,
            MethodGroup::SharedAlbums => ConsoleGroup::SharedAlbums,
        },
        api: match method.api {
            Api::Library => ConsoleApi::Library,
            Api::Picker => ConsoleApi::Picker,
        },
        verb: match method.verb {
            Verb::Get => ConsoleVerb::Get,
            Verb::Post => ConsoleVerb::Post,
            Verb::Patch => ConsoleVerb::Patch,
            Verb::Put => ConsoleVerb::Put,
            Verb::Delete => ConsoleVerb::Delete,
        },
        path: method.path.to_owned(),
        query: method
            .query
            .iter()
            .map(|one| ConsoleParameter {
                name: one.name.to_owned(),
                about: one.about.to_owned(),
                required: one.required,
                first: one.first.to_owned(),
            })
            .collect(),
        body: method.body.map(str::to_owned),
        scopes: scopes.map(str::to_owned).collect(),
        changes: method.changes,
        takes_file: method.takes_file,
        dead: method.dead.map(str::to_owned),
        about: method.about.to_owned(),
        answers: method.answers.to_owned(),
        cost: match method.api {
            Api::Library => "1 of the 10,000 requests a day",
            Api::Picker => "none of the day\u{2019}s requests",
        }
        .to_owned(),
        source: method.source.to_owned(),
    }
}

/// A refusal before anything was sent.
pub fn refused(why: RawRefusal) -> CoreError {
    CoreError::CallRefused {
        why: why.to_string(),
    }
}

/// What a status means here; none where all is well.
pub fn meaning(status: u16, method: Option<&Method>) -> Option<String> {
    let text = match status {
        200..=299 => return None,
        300..=399 => {
            "The answer points to another address. Albumen does not follow it: the sign-in stays where it belongs."
        }
        400 => "Google did not accept the call as it stands. Its message says what to change.",
        401 => {
            "Google did not accept the sign-in, also not a renewed one. Sign in again from the connection\u{2019}s menu."
        }
        403 => return Some(forbidden(method)),
        404 => "Google knows nothing at this address. An app sees only what it made itself.",
        409 => "Google was busy with another change of the same thing. Send it again.",
        429 => {
            "Google asks to slow down, or today\u{2019}s requests are used up. Nothing was changed."
        }
        500..=599 => "Google has a problem of its own. The call was not repeated.",
        _ => "Google refused the call. Its message says why.",
    };
    Some(text.to_owned())
}

fn forbidden(method: Option<&Method>) -> String {
    if let Some(dead) = method.and_then(|method| method.dead) {
        return dead.to_owned();
    }
    let scopes = method.map(|method| {
        let names = method.needs.iter().flat_map(|scopes| scopes.names());
        let short = names.map(|name| name.rsplit('/').next().unwrap_or(name));
        short.collect::<Vec<_>>().join(" or ")
    });
    match scopes {
        Some(scopes) => format!(
            "Google does not allow it. The call needs the permission {scopes}, and things that Albumen made itself."
        ),
        None => "Google does not allow it.".to_owned(),
    }
}

/// Refuses to keep a call that holds a secret, filled in or not.
pub fn holds_no_secret(request: &ConsoleRequest) -> Result<(), CoreError> {
    super::blanks::as_written(request)
        .holds_no_secret()
        .map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_method_is_explained_and_a_live_one_names_its_permission() {
        let share = google_photos::method("albums.share");
        assert!(meaning(403, share).unwrap().contains("31 March 2025"));
        let create = google_photos::method("albums.create");
        assert!(
            meaning(403, create)
                .unwrap()
                .contains("photoslibrary.appendonly")
        );
        assert_eq!(meaning(200, create), None);
    }

    #[test]
    fn every_meaning_is_a_sentence() {
        for status in [302, 400, 401, 403, 404, 409, 418, 429, 503] {
            assert!(meaning(status, None).unwrap().ends_with('.'), "{status}");
        }
    }

    #[test]
    fn every_method_is_shown_with_what_it_costs_and_needs() {
        for method in google_photos::methods() {
            let shown = shown(method);
            assert!(
                !shown.scopes.is_empty() && !shown.cost.is_empty(),
                "{}",
                shown.id
            );
        }
    }
}
