//! The Picker API, which leads to the whole library. All else works without it.

use google_photos::{ApiError, Scopes};

use super::{Renewed, console, who};
use crate::connections::Service;
use crate::view::{CheckKind, CheckView, Remedy};

/// What came of asking the Picker API; `None` where it was not asked.
pub(in crate::doctor) type Picker<'a> = Option<&'a Result<(), ApiError>>;

/// Whether the API is switched on, in the project of this client.
pub(in crate::doctor) fn picker(
    service: Service,
    client_id: &str,
    renewed: Renewed<'_>,
    picker: Picker<'_>,
) -> CheckView {
    const KIND: CheckKind = CheckKind::Picker;
    let soon = |sentence: &str| CheckView::warning(KIND, sentence, Remedy::TryLater);
    match picker {
        None => CheckView::skipped(KIND, before_it(renewed)),
        Some(Ok(())) => CheckView::ok(KIND, "The Photos Picker API is switched on."),
        Some(Err(ApiError::ApiDisabled { console: page, .. })) => {
            let url = console::enable(console::Page::Picker, page.as_ref(), client_id);
            CheckView::warning(
                KIND,
                "The Photos Picker API is switched off in the Google Cloud project of this client id.",
                Remedy::EnableApi { url },
            )
            .with(
                "Without it older photos cannot be brought in. All else works. Once it is enabled, Google takes a few \
                 minutes.",
            )
        }
        Some(Err(error @ ApiError::ConsentRequired { .. })) => CheckView::warning(
            KIND,
            "The Photos Picker API wants a permission that was not given.",
            Remedy::GrantPermission,
        )
        .with(error.to_string()),
        Some(Err(ApiError::NoAnswer { why, .. })) => CheckView::warning(
            KIND,
            "The Photos Picker API did not answer.",
            Remedy::CheckNetwork,
        )
        .with(format!("picker.sessions.get: {why}")),
        Some(Err(ApiError::SlowDown { .. })) => {
            soon(&format!("{} asks Albumen to slow down.", who(service)))
        }
        Some(Err(error @ ApiError::Unavailable { .. })) => {
            soon("The Photos Picker API has a problem of its own.").with(error.to_string())
        }
        Some(Err(error)) => {
            soon("The Photos Picker API did not answer as it should.").with(error.to_string())
        }
    }
}

/// Why it was not asked.
fn before_it(renewed: Renewed<'_>) -> &'static str {
    match renewed {
        Some(Ok(renewal)) if !renewal.scopes.contains(Scopes::PICK) => {
            "Not checked: the permission to choose comes first."
        }
        _ => "Not checked: the sign-in comes first.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::CheckState;

    #[test]
    fn without_it_all_else_works_and_its_own_page_is_opened() {
        let off = Err(ApiError::ApiDisabled {
            call: "picker.sessions.get",
            console: None,
        });
        let id = "7-a.apps.googleusercontent.com";
        let check = picker(Service::Google, id, None, Some(&off));
        assert_eq!(check.state, CheckState::Warning);
        let url =
            "https://console.cloud.google.com/apis/library/photospicker.googleapis.com?project=7"
                .to_owned();
        assert_eq!(check.remedy, Some(Remedy::EnableApi { url }));
    }
}
