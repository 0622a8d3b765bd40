//! Which proxy the environment names. What is signed in to it with is never read out.

use url::Url;

/// What the environment says of a proxy for `https`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ProxyFound {
    /// Nothing.
    None,
    /// One, but not for this host.
    Spared {
        /// The variable that names it.
        variable: &'static str,
    },
    /// This one.
    Used {
        /// The variable that names it.
        variable: &'static str,
        /// Host and port.
        place: String,
    },
    /// Something that is no address.
    Unreadable {
        /// The variable that names it.
        variable: &'static str,
    },
}

const NAMES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Reads the environment through `variable`, for requests to `host`.
pub(super) fn read(variable: impl Fn(&str) -> Option<String>, host: &str) -> ProxyFound {
    let set = |name: &&'static str| {
        let value = variable(name)?;
        (!value.trim().is_empty()).then_some((*name, value))
    };
    let Some((name, value)) = NAMES.iter().find_map(set) else {
        return ProxyFound::None;
    };
    let spared = variable("NO_PROXY").or_else(|| variable("no_proxy"));
    if spared.is_some_and(|list| list.split(',').any(|one| covers(one.trim(), host))) {
        return ProxyFound::Spared { variable: name };
    }
    match place(value.trim()) {
        Some(place) => ProxyFound::Used {
            variable: name,
            place,
        },
        None => ProxyFound::Unreadable { variable: name },
    }
}

/// Host and port of an address that may have no scheme.
fn place(text: &str) -> Option<String> {
    let with_scheme = match text.contains("://") {
        true => text.to_owned(),
        false => format!("http://{text}"),
    };
    let url = Url::parse(&with_scheme).ok()?;
    let host = url.host_str().filter(|host| !host.is_empty())?;
    Some(match url.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

fn covers(entry: &str, host: &str) -> bool {
    let name = entry.trim_start_matches('.');
    entry == "*"
        || (!name.is_empty()
            && (host == name
                || host
                    .strip_suffix(name)
                    .is_some_and(|rest| rest.ends_with('.'))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const HOST: &str = "photoslibrary.googleapis.com";

    fn found(set: &[(&str, &str)]) -> ProxyFound {
        let of = |name: &str| {
            let value = set.iter().find(|(key, _)| *key == name);
            value.map(|(_, value)| (*value).to_owned())
        };
        read(of, HOST)
    }

    #[rstest]
    #[case("http://proxy.example:3128", "proxy.example:3128")]
    #[case("proxy.example:3128", "proxy.example:3128")]
    #[case("https://proxy.example", "proxy.example:443")]
    #[case("http://mara:hush@proxy.example:3128/", "proxy.example:3128")]
    #[case("socks5://[::1]:1080", "[::1]:1080")]
    fn a_proxy_is_named_without_who_signs_in_to_it(#[case] value: &str, #[case] place: &str) {
        let used = ProxyFound::Used {
            variable: "HTTPS_PROXY",
            place: place.to_owned(),
        };
        assert_eq!(found(&[("HTTPS_PROXY", value)]), used);
    }

    #[rstest]
    #[case("*", true)]
    #[case("localhost, .googleapis.com", true)]
    #[case("googleapis.com", true)]
    #[case("photoslibrary.googleapis.com", true)]
    #[case("apis.com", false)]
    #[case("", false)]
    fn a_host_may_be_left_out(#[case] list: &str, #[case] spared: bool) {
        let found = found(&[("all_proxy", "http://proxy.example:1"), ("no_proxy", list)]);
        assert_eq!(
            found
                == ProxyFound::Spared {
                    variable: "all_proxy"
                },
            spared,
            "{found:?}"
        );
    }

    #[test]
    fn nothing_empty_and_nonsense_are_told_apart() {
        assert_eq!(found(&[]), ProxyFound::None);
        assert_eq!(found(&[("HTTPS_PROXY", " ")]), ProxyFound::None);
        let nonsense = found(&[("HTTPS_PROXY", "http://:hush")]);
        let unreadable = ProxyFound::Unreadable {
            variable: "HTTPS_PROXY",
        };
        assert_eq!(nonsense, unreadable);
    }
}
