//! The pages of Google's console that a person is sent to: the one table of their addresses, for the doctor and for the wizard
//! of the window, which gets it with its bindings.

use std::collections::BTreeMap;

use url::Url;

/// The console itself.
pub const CONSOLE: &str = "https://console.cloud.google.com";

/// A page of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsolePage {
    /// Where a project is made.
    NewProject,
    /// The Photos Library API, where it is switched on.
    Library,
    /// The Photos Picker API, where it is switched on.
    Picker,
    /// The consent screen.
    Consent,
    /// The audience, where an app in Testing is published.
    Audience,
    /// The permissions that are asked for.
    Scopes,
    /// Where a client is made.
    NewClient,
    /// The clients there are.
    Clients,
}

impl ConsolePage {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::NewProject,
        Self::Library,
        Self::Picker,
        Self::Consent,
        Self::Audience,
        Self::Scopes,
        Self::NewClient,
        Self::Clients,
    ];

    /// What the window calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NewProject => "newProject",
            Self::Library => "library",
            Self::Picker => "picker",
            Self::Consent => "consent",
            Self::Audience => "audience",
            Self::Scopes => "scopes",
            Self::NewClient => "newClient",
            Self::Clients => "clients",
        }
    }

    fn place(self) -> &'static str {
        match self {
            Self::NewProject => "/projectcreate",
            Self::Library => "/apis/library/photoslibrary.googleapis.com",
            Self::Picker => "/apis/library/photospicker.googleapis.com",
            Self::Consent => "/auth/overview",
            Self::Audience => "/auth/audience",
            Self::Scopes => "/auth/scopes",
            Self::NewClient => "/auth/clients/create",
            Self::Clients => "/auth/clients",
        }
    }

    /// Its address, in a project where one is given.
    #[must_use]
    pub fn url(self, project: Option<&str>) -> String {
        let plain = format!("{CONSOLE}{}", self.place());
        match (project, Url::parse(&plain)) {
            (Some(project), Ok(mut url)) => {
                url.query_pairs_mut().append_pair("project", project);
                url.into()
            }
            _ => plain,
        }
    }

    /// The address of every page by its name, in no project.
    #[must_use]
    pub fn table() -> BTreeMap<&'static str, String> {
        Self::ALL
            .into_iter()
            .map(|page| (page.name(), page.url(None)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_no_part_of_an_address_but_in_its_place() {
        assert_eq!(
            ConsolePage::Scopes.url(Some("a&b=c")),
            "https://console.cloud.google.com/auth/scopes?project=a%26b%3Dc"
        );
        assert_eq!(ConsolePage::table().len(), ConsolePage::ALL.len());
    }
}
