//! Proof Key for Code Exchange (RFC 7636).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// What the client promised at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// No challenge was sent.
    Absent,
    /// The verifier itself, which is what Google assumes when no method is named.
    Plain(String),
    /// The SHA-256 of the verifier.
    S256(String),
}

impl Challenge {
    /// Reads the two parameters; `None` if they make no sense.
    pub(crate) fn of(challenge: &str, method: &str) -> Option<Self> {
        match (challenge, method) {
            ("", "") => Some(Self::Absent),
            (text, "" | "plain") if is_well_formed(text) => Some(Self::Plain(text.into())),
            (text, "S256") if text.len() == 43 => Some(Self::S256(text.into())),
            _ => None,
        }
    }

    /// Says what is wrong with the verifier, in Google's words.
    pub(crate) fn check(&self, verifier: &str) -> Result<(), &'static str> {
        let kept = match self {
            Self::Absent => return Ok(()),
            _ if verifier.is_empty() => return Err("Missing code verifier."),
            Self::Plain(text) => text == verifier,
            Self::S256(text) => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == *text,
        };
        if kept && is_well_formed(verifier) {
            Ok(())
        } else {
            Err("Invalid code verifier.")
        }
    }
}

fn is_well_formed(verifier: &str) -> bool {
    (43..=128).contains(&verifier.len())
        && verifier
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_kept() {
        let challenge = Challenge::of("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "S256");
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(
            challenge.as_ref().map(|kept| kept.check(verifier)),
            Some(Ok(()))
        );
        assert_eq!(
            challenge.as_ref().map(|kept| kept.check("")),
            Some(Err("Missing code verifier."))
        );
        let other = verifier.replace('d', "e");
        assert_eq!(
            challenge.map(|kept| kept.check(&other)),
            Some(Err("Invalid code verifier."))
        );
    }

    #[test]
    fn an_unknown_method_is_no_challenge() {
        assert_eq!(
            Challenge::of("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "S512"),
            None
        );
        assert_eq!(Challenge::of("", ""), Some(Challenge::Absent));
    }
}
