//! Pages of the Google console on which a person mends something, each in the project of the client. The window has the
//! same addresses for the wizard that connects Google Photos.

use crate::connections::project;

const CONSOLE: &str = "https://console.cloud.google.com";

/// A page of the console.
#[derive(Clone, Copy, Debug)]
pub(super) enum Page {
    /// The Photos Library API, where it is switched on.
    Library,
    /// The audience, where an app in Testing is published.
    Audience,
}

/// The address of a page, in the project of this client where its id tells that.
pub(super) fn url(page: Page, client_id: &str) -> String {
    let place = match page {
        Page::Library => "/apis/library/photoslibrary.googleapis.com",
        Page::Audience => "/auth/audience",
    };
    let project = project(client_id);
    if project.is_empty() || project.bytes().any(|byte| !byte.is_ascii_digit()) {
        return format!("{CONSOLE}{place}");
    }
    format!("{CONSOLE}{place}?project={project}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("8412-abck3f9.apps.googleusercontent.com", "?project=8412")]
    #[case("odd.apps.googleusercontent.com", "")]
    #[case("a&b-c.apps.googleusercontent.com", "")]
    #[case("-c.apps.googleusercontent.com", "")]
    fn a_page_is_opened_in_the_project_that_the_client_id_names(
        #[case] client_id: &str,
        #[case] query: &str,
    ) {
        assert_eq!(
            url(Page::Audience, client_id),
            format!("https://console.cloud.google.com/auth/audience{query}")
        );
    }
}
