//! The Library API, the account behind it, and the day's requests.

use google_photos::{ApiError, Scopes};

use super::{Renewed, console, sign_in_to, who};
use crate::connections::Service;
use crate::view::{CheckKind, CheckView, QuotaView, Remedy};

/// What came of asking the Library API; `None` where it was not asked.
pub(in crate::doctor) type Library<'a> = Option<&'a Result<(), ApiError>>;

/// Whether the API is switched on, in the project of this client.
pub(in crate::doctor) fn api(
    service: Service,
    client_id: &str,
    renewed: Renewed<'_>,
    library: Library<'_>,
) -> CheckView {
    const KIND: CheckKind = CheckKind::Api;
    let failed = |sentence: &str, remedy| CheckView::failed(KIND, sentence, remedy);
    match library {
        None => CheckView::skipped(KIND, before_it(renewed)),
        Some(Ok(()) | Err(ApiError::QuotaSpent { .. } | ApiError::PhotosOff { .. })) => {
            CheckView::ok(KIND, "The Photos Library API is switched on.")
        }
        Some(Err(ApiError::ApiDisabled { console: page, .. })) => {
            let url = console::enable(console::Page::Library, page.as_ref(), client_id);
            failed(
                "The Photos Library API is switched off in the Google Cloud project of this client id.",
                Remedy::EnableApi { url },
            )
            .with("Once it is enabled, Google takes a few minutes.")
        }
        Some(Err(error @ ApiError::SignInRequired { .. })) => failed(
            "The sign-in was renewed, and is refused all the same.",
            sign_in_to(service),
        )
        .with(error.to_string()),
        Some(Err(error @ ApiError::ConsentRequired { .. })) => failed(
            "The Photos Library API wants a permission that was not given.",
            Remedy::GrantPermission,
        )
        .with(error.to_string()),
        Some(Err(ApiError::NoAnswer { why, .. })) => failed(
            "The Photos Library API did not answer.",
            Remedy::CheckNetwork,
        )
        .with(format!("albums.list: {why}")),
        Some(Err(ApiError::SlowDown { .. })) => CheckView::warning(
            KIND,
            format!("{} asks Albumen to slow down.", who(service)),
            Remedy::TryLater,
        ),
        Some(Err(error @ ApiError::Unavailable { .. })) => CheckView::warning(
            KIND,
            "The Photos Library API has a problem of its own.",
            Remedy::TryLater,
        )
        .with(error.to_string()),
        Some(Err(error)) => failed(
            "The Photos Library API did not answer as it should.",
            Remedy::TryLater,
        )
        .with(error.to_string()),
    }
}

/// Why it was not asked.
fn before_it(renewed: Renewed<'_>) -> &'static str {
    match renewed {
        Some(Ok(renewal)) if !renewal.scopes.contains(Scopes::READ) => {
            "Not checked: the permission to see comes first."
        }
        _ => "Not checked: the sign-in comes first.",
    }
}

/// Whether the account has Google Photos.
pub(in crate::doctor) fn photos(library: Library<'_>) -> CheckView {
    const KIND: CheckKind = CheckKind::Photos;
    match library {
        Some(Ok(())) => CheckView::ok(KIND, "This account has Google Photos."),
        Some(Err(ApiError::PhotosOff { .. })) => CheckView::failed(
            KIND,
            "Google Photos is switched off for this account, usually by an organisation.",
            Remedy::OtherAccount,
        ),
        _ => CheckView::skipped(KIND, "Not checked: the Library API comes first."),
    }
}

/// What is left of the day's requests.
pub(in crate::doctor) fn quota(library: Library<'_>, quota: &QuotaView) -> CheckView {
    const KIND: CheckKind = CheckKind::Quota;
    let wait = Remedy::WaitUntilMidnight {
        until_ms: quota.resets_ms,
    };
    let (used, limit) = (quota.project_requests, quota.limit);
    let left = grouped(limit.saturating_sub(used));
    let (loads, loads_limit) = (quota.project_loads, quota.loads_limit);
    let loads_left = loads_limit.saturating_sub(loads);
    let loaded = match loads {
        0 => String::new(),
        some => format!(
            " It loaded {} of {} pictures and videos.",
            grouped(some),
            grouped(loads_limit)
        ),
    };
    let figures = format!(
        "Albumen sent {} of {}.{loaded}",
        grouped(used),
        grouped(limit)
    );
    let spent = matches!(library, Some(Err(ApiError::QuotaSpent { .. })));
    let failed = |sentence| CheckView::failed(KIND, sentence, wait.clone()).with(figures.clone());
    if used >= limit {
        failed("Today's requests to Google are used up. What waits is kept.")
    } else if spent {
        failed(
            "Google says that today's requests are used up. Other programs of the project count, too.",
        )
    } else if used >= limit.saturating_sub(quota.reserve) {
        let sentence = format!("{left} are left, for looking at the library. Uploads wait.");
        CheckView::warning(KIND, sentence, wait).with(figures)
    } else if loads_left == 0 {
        let sentence = "Today's loads of pictures and videos are used up. What waits to be downloaded is kept.";
        CheckView::warning(KIND, sentence, wait).with(figures)
    } else if loads_left <= quota.loads_reserve {
        let sentence = format!(
            "{} loads of pictures and videos are left, for looking at the library. Downloads wait.",
            grouped(loads_left)
        );
        CheckView::warning(KIND, sentence, wait).with(figures)
    } else {
        let ok = CheckView::ok(KIND, format!("{left} of {} are left.", grouped(limit)));
        match loads {
            0 => ok,
            _ => ok.with(figures),
        }
    }
}

/// `2140` as `2,140`.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quota::rules::Counted;
    use crate::view::CheckState;
    use rstest::rstest;

    #[rstest]
    #[case(0, CheckState::Ok, "10,000 of 10,000 are left.")]
    #[case(9_499, CheckState::Ok, "501 of 10,000")]
    #[case(9_500, CheckState::Warning, "500 are left")]
    #[case(10_000, CheckState::Failed, "used up")]
    fn the_day_is_judged_by_what_is_left(
        #[case] used: u32,
        #[case] state: CheckState,
        #[case] words: &str,
    ) {
        let check = quota(Some(&Ok(())), &counted(used, 0));
        assert_eq!(check.state, state, "{}", check.sentence);
        assert!(check.sentence.contains(words), "{}", check.sentence);
        assert!(
            !check.detail.unwrap_or_default().contains("pictures"),
            "loads are no matter while there were none"
        );
    }

    #[rstest]
    #[case(1_250, CheckState::Ok, "9,900 of 10,000 are left.")]
    #[case(
        73_000,
        CheckState::Warning,
        "2,000 loads of pictures and videos are left"
    )]
    #[case(75_000, CheckState::Warning, "are used up")]
    fn loads_of_bytes_are_judged_beside_requests(
        #[case] loads: u32,
        #[case] state: CheckState,
        #[case] words: &str,
    ) {
        let check = quota(Some(&Ok(())), &counted(100, loads));
        assert_eq!(check.state, state, "{}", check.sentence);
        assert!(check.sentence.contains(words), "{}", check.sentence);
        let figures = check.detail.unwrap_or_default();
        let loaded = format!("{} of 75,000 pictures and videos", grouped(loads));
        assert!(figures.contains(&loaded), "{figures}");
    }

    fn counted(requests: u32, media_requests: u32) -> QuotaView {
        let project = Counted {
            requests,
            media_requests,
        };
        crate::quota::rules::view(requests, project, 1_790_000_000_000)
    }

    #[test]
    fn the_page_that_google_names_is_opened_and_ours_where_it_names_none() {
        let off = |console: Option<&str>| {
            let console = console.map(|page| page.parse().unwrap());
            let answer = Err(ApiError::ApiDisabled {
                call: "albums.list",
                console,
            });
            match api(
                Service::Google,
                "7-a.apps.googleusercontent.com",
                None,
                Some(&answer),
            )
            .remedy
            {
                Some(Remedy::EnableApi { url }) => url,
                other => panic!("{other:?}"),
            }
        };
        let page = "https://console.cloud.google.com/x?project=1";
        assert_eq!(off(Some(page)), page);
        assert_eq!(
            off(None),
            "https://console.cloud.google.com/apis/library/photoslibrary.googleapis.com?project=7"
        );
    }
}
