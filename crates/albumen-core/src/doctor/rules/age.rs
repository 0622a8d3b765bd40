//! How old a sign-in is, and whether it ends by itself.

use super::{DAY_MS, Renewed, console};
use crate::connections::{Examined, Life};
use crate::view::{CheckKind, CheckView, Remedy};

/// So long before its end a sign-in is told of: from day 5 of a week on.
const WARN_BEFORE_MS: i64 = 2 * DAY_MS;

/// How old the sign-in is, and whether it ends by itself.
pub(in crate::doctor) fn age(
    known: &Examined,
    renewed: Renewed<'_>,
    life: Life,
    now_ms: i64,
) -> CheckView {
    const KIND: CheckKind = CheckKind::Age;
    if !matches!(renewed, Some(Ok(_))) {
        return CheckView::skipped(KIND, "Not checked: the sign-in comes first.");
    }
    let since = since(now_ms - known.signed_in_ms);
    let warning = |sentence: String| {
        let url = console::url(console::Page::Audience, &known.client_id);
        CheckView::warning(KIND, sentence, Remedy::PublishApp { url })
    };
    match life {
        Life::EndsAt { ms } if ms - now_ms > WARN_BEFORE_MS => CheckView::ok(
            KIND,
            format!("You signed in {since}. It ends {}.", left(ms - now_ms)),
        )
        .with("The project of this client id is in Testing, where sign-ins last 7 days."),
        Life::EndsAt { ms } => {
            warning(format!("Google ends this sign-in {}.", left(ms - now_ms))).with(
                "The project of this client id is in Testing, where sign-ins last 7 days. Publish it and sign in once \
                 more: then they last.",
            )
        }
        Life::MayEndAt { ms } if ms - now_ms <= WARN_BEFORE_MS => warning(format!(
            "Google may end this sign-in {}.",
            left(ms - now_ms)
        ))
        .with(
            "An earlier sign-in with this client id lasted 7 days, as while a project is in Testing. Publish it and sign \
             in once more: then they last.",
        ),
        Life::MayEndAt { .. } | Life::Lasts => {
            CheckView::ok(KIND, format!("You signed in {since}."))
        }
    }
}

fn since(age_ms: i64) -> String {
    match age_ms / DAY_MS {
        ..=0 => "less than a day ago".to_owned(),
        count => format!("{} ago", days(count)),
    }
}

fn left(left_ms: i64) -> String {
    match left_ms / DAY_MS {
        ..=0 => "within a day".to_owned(),
        count => format!("in {}", days(count)),
    }
}

fn days(count: i64) -> String {
    match count {
        1 => "1 day".to_owned(),
        many => format!("{many} days"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::connections::{PortFound, Service};
    use crate::view::{CheckState, SecretStoreKind};
    use google_photos::{ApiError, ClientKind, Endpoints, Renewal, Scopes};
    use rstest::rstest;

    const NOW_MS: i64 = 1_790_000_000_000;
    const HOUR_MS: i64 = DAY_MS / 24;

    /// A connection with nothing wrong, signed in so long ago.
    pub fn known(age_ms: i64) -> Examined {
        Examined {
            service: Service::Google,
            client_id: "8412-abck3f9.apps.googleusercontent.com".to_owned(),
            client_kind: ClientKind::Desktop,
            signed_in_ms: NOW_MS - age_ms,
            store: SecretStoreKind::Keychain,
            secrets: Ok(true),
            endpoints: Ok(Endpoints::google()),
            port: PortFound::Free { port: 0 },
        }
    }

    #[rstest]
    #[case::told_and_young(true, 4 * DAY_MS - HOUR_MS, CheckState::Ok, "ends in 3 days")]
    #[case::told_from_day_five(true, 5 * DAY_MS, CheckState::Warning, "ends this sign-in in 2 days")]
    #[case::told_at_the_end(true, 7 * DAY_MS - HOUR_MS, CheckState::Warning, "within a day")]
    #[case::suspected_and_young(false, 4 * DAY_MS, CheckState::Ok, "4 days ago")]
    #[case::suspected_from_day_five(
        false,
        5 * DAY_MS,
        CheckState::Warning,
        "may end this sign-in in 2 days"
    )]
    fn a_sign_in_of_a_week_is_told_of_from_day_five(
        #[case] told: bool,
        #[case] age_ms: i64,
        #[case] state: CheckState,
        #[case] words: &str,
    ) {
        let ms = NOW_MS - age_ms + 7 * DAY_MS;
        let life = match told {
            true => Life::EndsAt { ms },
            false => Life::MayEndAt { ms },
        };
        let renewed: Result<Renewal, ApiError> = Ok(Renewal {
            scopes: Scopes::ALL,
            refresh_token_life: None,
        });
        let check = age(&known(age_ms), Some(&renewed), life, NOW_MS);
        assert_eq!(check.state, state, "{}", check.sentence);
        assert!(check.sentence.contains(words), "{}", check.sentence);
        assert_eq!(
            check.remedy.is_some(),
            state == CheckState::Warning,
            "who can do something is told what"
        );
    }
}
