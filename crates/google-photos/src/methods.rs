//! Every REST method of the Library API and the Picker API as data: for those who call by hand.
//!
//! Source: <https://developers.google.com/photos/library/reference/rest>,
//! <https://developers.google.com/photos/picker/reference/rest>, and what was documented of sharing until March 2025.

mod albums;
mod media_items;
mod picker;
mod shared_albums;

use crate::oauth::Scopes;

/// One of the two services that take calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Api {
    /// What an app made itself. Each call is one of 10,000 a day.
    Library,
    /// What a person picked from the whole library. No daily quota.
    Picker,
}

/// The HTTP methods that a call may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Reads.
    Get,
    /// Makes, or asks with a body.
    Post,
    /// Changes fields.
    Patch,
    /// Replaces.
    Put,
    /// Deletes.
    Delete,
}

impl Verb {
    /// As it is written in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Under which heading a method stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MethodGroup {
    /// Albums.
    Albums,
    /// Media items.
    MediaItems,
    /// Bytes.
    Uploads,
    /// Picking sessions.
    Picker,
    /// Sharing, which Google ended.
    SharedAlbums,
}

/// A parameter of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it is, and its limits.
    pub about: &'static str,
    /// Whether Google refuses the call without it.
    pub required: bool,
    /// What it is set to at first; empty for left out. `{{name}}` is to be filled in.
    pub first: &'static str,
}

/// A REST method.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// Its name, such as `albums.list`; of the Picker API with `picker.` before it.
    pub id: &'static str,
    /// Under which heading it stands.
    pub group: MethodGroup,
    /// Which service has it.
    pub api: Api,
    /// Its HTTP method.
    pub verb: Verb,
    /// Its path; `{{name}}` is to be filled in.
    pub path: &'static str,
    /// Its query.
    pub query: &'static [Parameter],
    /// A body to begin with, JSON with `{{name}}` to be filled in; none where it has none.
    pub body: Option<&'static str>,
    /// Scopes of which any one permits it.
    pub needs: &'static [Scopes],
    /// Whether it changes something at Google.
    pub changes: bool,
    /// Whether its body is a file.
    pub takes_file: bool,
    /// Why it does not work any more; none where it does.
    pub dead: Option<&'static str>,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// What it answers.
    pub answers: &'static str,
    /// Google's page about it.
    pub source: &'static str,
}

impl Method {
    /// Whether it must not run beside another change of the account.
    pub fn is_serial(&self) -> bool {
        self.changes && self.api == Api::Library && !self.takes_file
    }

    /// Whether its answer names the next page.
    pub fn has_pages(&self) -> bool {
        self.id == "mediaItems.search" || self.query.iter().any(|one| one.name == "pageToken")
    }

    /// Whether a path, filled in or not, is of this method.
    fn is_at(&self, path: &str) -> bool {
        let mut mine = self.path.split('/');
        let mut theirs = path.split('/');
        loop {
            match (mine.next(), theirs.next()) {
                (None, None) => return true,
                (Some(mine), Some(theirs)) if fits(mine, theirs) => {}
                _ => return false,
            }
        }
    }
}

/// Whether a piece of a path is the one of a template, such as `{{albumId}}:share`.
fn fits(template: &str, piece: &str) -> bool {
    let Some((before, rest)) = template.split_once("{{") else {
        return template == piece;
    };
    let after = rest.split_once("}}").map_or("", |(_, after)| after);
    let middle = piece
        .strip_prefix(before)
        .and_then(|piece| piece.strip_suffix(after));
    // An id holds no colon of its own: a verb behind it is another method.
    middle.is_some_and(|id| !id.is_empty() && (id.starts_with("{{") || !id.contains(':')))
}

/// All methods, in the order in which they are shown.
pub fn methods() -> impl Iterator<Item = &'static Method> {
    albums::METHODS
        .iter()
        .chain(media_items::METHODS)
        .chain(picker::METHODS)
        .chain(shared_albums::METHODS)
}

/// The method of this name.
pub fn method(id: &str) -> Option<&'static Method> {
    methods().find(|method| method.id == id)
}

/// The method that a path without its query belongs to.
pub fn method_at(api: Api, verb: Verb, path: &str) -> Option<&'static Method> {
    methods().find(|method| method.api == api && method.verb == verb && method.is_at(path))
}

const PAGE_TOKEN: Parameter = Parameter {
    name: "pageToken",
    about: "nextPageToken of the page before; all other parameters stay the same",
    required: false,
    first: "",
};

const EXCLUDE: Parameter = Parameter {
    name: "excludeNonAppCreatedData",
    about: "true or false; changes nothing, as an app sees only its own albums",
    required: false,
    first: "",
};

const fn page_size(about: &'static str) -> Parameter {
    Parameter {
        name: "pageSize",
        about,
        required: false,
        first: "20",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn every_method_of_both_apis_is_there_once() {
        let mut ids: Vec<_> = methods().map(|method| method.id).collect();
        assert_eq!(
            ids.len(),
            24,
            "19 and uploads of the Library, 4 of the Picker"
        );
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 24, "each once");
        assert_eq!(methods().filter(|method| method.dead.is_some()).count(), 6);
    }

    #[test]
    fn every_method_is_found_by_its_own_path_and_says_what_it_is() {
        for method in methods() {
            let found = method_at(method.api, method.verb, method.path).map(|found| found.id);
            assert_eq!(found, Some(method.id), "by {}", method.path);
            assert!(method.about.ends_with('.'), "{}", method.id);
            assert!(
                method
                    .source
                    .starts_with("https://developers.google.com/photos/")
            );
            assert!(!method.needs.is_empty() && method.path.starts_with("/v1/"));
            let read = method.verb == Verb::Get || method.id == "mediaItems.search";
            assert_eq!(method.changes, !read, "{}", method.id);
        }
    }

    #[rstest]
    #[case(Api::Library, Verb::Get, "/v1/albums", "albums.list")]
    #[case(Api::Library, Verb::Get, "/v1/albums/AF1", "albums.get")]
    #[case(Api::Library, Verb::Post, "/v1/albums/AF1:share", "albums.share")]
    #[case(Api::Library, Verb::Post, "/v1/mediaItems:search", "mediaItems.search")]
    #[case(Api::Picker, Verb::Get, "/v1/mediaItems", "picker.mediaItems.list")]
    #[case(Api::Picker, Verb::Delete, "/v1/sessions/9", "picker.sessions.delete")]
    fn a_typed_path_is_known(
        #[case] api: Api,
        #[case] verb: Verb,
        #[case] path: &str,
        #[case] id: &str,
    ) {
        assert_eq!(method_at(api, verb, path).map(|method| method.id), Some(id));
    }

    #[rstest]
    #[case(Verb::Delete, "/v1/albums/AF1")]
    #[case(Verb::Get, "/v1/albums/AF1/items")]
    #[case(Verb::Post, "/v1/albums/AF1:explode")]
    #[case(Verb::Get, "/v1/albums/")]
    fn what_google_has_not_is_no_method(#[case] verb: Verb, #[case] path: &str) {
        assert!(method_at(Api::Library, verb, path).is_none());
    }
}
