//! Pages of the Google console on which a person mends something, each in the project of the client.

use url::Url;

pub(super) use crate::cloud_console::ConsolePage as Page;
use crate::connections::project;

/// The address of a page, in the project of this client where its id tells that.
pub(super) fn url(page: Page, client_id: &str) -> String {
    let project = project(client_id);
    let is_number = !project.is_empty() && project.bytes().all(|byte| byte.is_ascii_digit());
    page.url(is_number.then_some(project))
}

/// Where an API is switched on. The page that Google names itself is of the very project.
pub(super) fn enable(page: Page, named: Option<&Url>, client_id: &str) -> String {
    named.map_or_else(|| url(page, client_id), ToString::to_string)
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
