//! Whether the service answers, and what time it has.

use google_photos::{ApiError, Reach, Silence};

use super::{MINUTE_MS, who, within};
use crate::connections::Service;
use crate::doctor::proxy::ProxyFound;
use crate::view::{CheckKind, CheckView, Remedy};

/// A clock that is off by more is told.
const WARN_MS: i64 = MINUTE_MS;
/// A clock that is off by more makes sign-ins fail.
const FAIL_MS: i64 = 5 * MINUTE_MS;

/// What came of reaching for the service; `None` where nobody knows where it is.
pub(in crate::doctor) type Reached<'a> = Option<&'a Result<Reach, ApiError>>;

/// Whether the service answers.
pub(in crate::doctor) fn network(
    service: Service,
    reached: Reached<'_>,
    proxy: &ProxyFound,
) -> CheckView {
    const KIND: CheckKind = CheckKind::Network;
    let it = within(service);
    let failed = |sentence: String| {
        let check = CheckView::failed(KIND, sentence, mends(service));
        match proxy {
            ProxyFound::Used { place, .. } if service == Service::Google => {
                check.with(format!("Requests go through the proxy {place}."))
            }
            _ => check,
        }
    };
    match reached {
        None if service == Service::Sample => failed("The sample library is not running.".into()),
        None => CheckView::failed(
            KIND,
            "This connection belongs to another service than the one Albumen was started for.",
            Remedy::RestartElsewhere,
        ),
        Some(Ok(reach)) if reach.status >= 500 => CheckView::warning(
            KIND,
            format!("{} answers, but has a problem of its own.", who(service)),
            Remedy::TryLater,
        )
        .with(format!("HTTP {}", reach.status)),
        // Whatever else it says, over an encrypted line only the service itself can say it.
        Some(Ok(_)) => CheckView::ok(KIND, format!("{} answers.", who(service))),
        Some(Err(ApiError::NoAnswer { why, .. })) => failed(match why {
            Silence::Unreachable => format!("{} cannot be reached.", who(service)),
            Silence::TimedOut | Silence::StoodStill => {
                format!("{} did not answer in time.", who(service))
            }
            Silence::Cut => format!("The connection to {it} was cut."),
        }),
        Some(Err(ApiError::NoClient { .. })) => failed(
            "Secure connections could not be set up: this system has no certificates.".into(),
        ),
        Some(Err(error)) => {
            failed(format!("{} did not answer as it should.", who(service))).with(error.to_string())
        }
    }
}

fn mends(service: Service) -> Remedy {
    match service {
        Service::Google => Remedy::CheckNetwork,
        Service::Sample => Remedy::OpenSample,
        Service::Loopback => Remedy::RestartElsewhere,
    }
}

/// This computer's clock beside the service's; `at_ms` is when the answer came.
pub(in crate::doctor) fn clock(service: Service, reached: Reached<'_>, at_ms: i64) -> CheckView {
    const KIND: CheckKind = CheckKind::Clock;
    let Some(Ok(reach)) = reached else {
        return CheckView::skipped(KIND, "Not checked: the network comes first.");
    };
    let Some(date) = reach.date else {
        return CheckView::skipped(
            KIND,
            format!("{} did not say what time it is.", who(service)),
        );
    };
    // The answer has whole seconds, and took its time: a few seconds say nothing.
    let ahead_ms = at_ms - date.as_millisecond();
    let off = off_by(ahead_ms.abs());
    let way = if ahead_ms > 0 { "ahead" } else { "behind" };
    match ahead_ms.abs() {
        off_ms if off_ms > FAIL_MS => CheckView::failed(
            KIND,
            format!("The clock of this computer is {off} {way}, too much for a sign-in."),
            Remedy::SetClock,
        ),
        off_ms if off_ms > WARN_MS => CheckView::warning(
            KIND,
            format!("The clock of this computer is {off} {way}."),
            Remedy::SetClock,
        ),
        _ => CheckView::ok(KIND, format!("It agrees with that of {}.", within(service))),
    }
}

fn off_by(ms: i64) -> String {
    let unit = |count: i64, one: &str| match count {
        1 => format!("1 {one}"),
        many => format!("{many} {one}s"),
    };
    match ms / 1000 {
        seconds if seconds < 120 => unit(seconds, "second"),
        seconds if seconds < 2 * 3600 => unit(seconds / 60, "minute"),
        seconds if seconds < 2 * 86_400 => unit(seconds / 3600, "hour"),
        seconds => unit(seconds / 86_400, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::CheckState;
    use rstest::rstest;

    const AT_MS: i64 = 1_790_000_000_000;

    fn skewed(ahead_ms: i64) -> CheckView {
        let date = jiff::Timestamp::from_millisecond(AT_MS - ahead_ms).unwrap();
        let reached = Ok(Reach {
            status: 404,
            date: Some(date),
        });
        clock(Service::Google, Some(&reached), AT_MS)
    }

    #[rstest]
    #[case(0, CheckState::Ok, "agrees")]
    #[case(60_000, CheckState::Ok, "agrees")]
    #[case(61_000, CheckState::Warning, "61 seconds ahead")]
    #[case(-240_000, CheckState::Warning, "4 minutes behind")]
    #[case(300_000, CheckState::Warning, "5 minutes ahead")]
    #[case(-301_000, CheckState::Failed, "5 minutes behind")]
    #[case(7_300_000, CheckState::Failed, "2 hours ahead")]
    #[case(-200_000_000, CheckState::Failed, "2 days behind")]
    fn a_clock_is_judged_by_how_far_it_is_off(
        #[case] ahead_ms: i64,
        #[case] state: CheckState,
        #[case] words: &str,
    ) {
        let check = skewed(ahead_ms);
        assert_eq!(check.state, state, "{}", check.sentence);
        assert!(check.sentence.contains(words), "{}", check.sentence);
    }

    #[test]
    fn the_proxy_is_named_where_the_network_fails() {
        let silent = Err(ApiError::NoAnswer {
            call: "reach",
            sent: false,
            why: Silence::Unreachable,
            source: None,
        });
        let proxy = ProxyFound::Used {
            variable: "HTTPS_PROXY",
            place: "proxy.example:3128".to_owned(),
        };
        let check = network(Service::Google, Some(&silent), &proxy);
        assert_eq!(check.state, CheckState::Failed);
        assert!(check.detail.unwrap().contains("proxy.example:3128"));
    }
}
