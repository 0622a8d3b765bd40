//! Decisions about share links. Pure.

use std::time::Duration;

use google_photos::LinkCheck;

use crate::view::LinkState;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// A link that works is looked at again after a week.
const ALIVE_FOR: Duration = DAY.saturating_mul(7);
/// A dead one rarely: Google makes a new link when sharing is switched on again.
const DEAD_FOR: Duration = DAY.saturating_mul(60);
/// An answer that said neither is asked for again after this time, then after twice that, and so on.
const UNCLEAR_FIRST: Duration = MINUTE.saturating_mul(15);
const UNCLEAR_LONGEST: Duration = DAY.saturating_mul(7);
/// A host that is silent or busy is left alone for so long, then twice as long, and so on.
const HOST_FIRST: Duration = MINUTE.saturating_mul(5);
const HOST_LONGEST: Duration = Duration::from_secs(6 * 60 * 60);
/// No host is believed that wants to be left alone for longer.
const HOST_ASKS_AT_MOST: Duration = DAY;

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether it works.
    pub state: LinkState,
    /// Answers in a row that said neither.
    pub misses: u32,
}

/// What is written down after a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noted {
    /// How the link stands now.
    pub standing: Standing,
    /// Whether the look said that it works or does not.
    pub clear: bool,
    /// How long until the next look. None where the host did not let itself be asked: the link keeps its turn.
    pub wait: Option<Duration>,
}

/// What a look at a link says of it. Without a clear answer it stays what it was: being offline kills no link.
pub fn after_look(before: Standing, look: LinkCheck) -> Noted {
    let clear = |state| Noted {
        standing: Standing { state, misses: 0 },
        clear: true,
        wait: Some(rest_of(state)),
    };
    match look {
        LinkCheck::Alive => clear(LinkState::Alive),
        LinkCheck::Dead => clear(LinkState::Dead),
        LinkCheck::Unclear => Noted {
            standing: Standing {
                misses: before.misses.saturating_add(1),
                ..before
            },
            clear: false,
            wait: Some(doubled(UNCLEAR_FIRST, before.misses, UNCLEAR_LONGEST)),
        },
        LinkCheck::Busy(_) | LinkCheck::Silent => Noted {
            standing: before,
            clear: false,
            wait: None,
        },
    }
}

/// How long a link of this state is left alone.
pub fn rest_of(state: LinkState) -> Duration {
    match state {
        LinkState::Alive => ALIVE_FOR,
        LinkState::Dead => DEAD_FOR,
        LinkState::Unknown => Duration::ZERO,
    }
}

/// How long a host is left alone that did not answer, or was busy, for the time after `times` before it.
pub fn host_rest(times: u32, asked: Option<Duration>) -> Duration {
    let own = doubled(HOST_FIRST, times, HOST_LONGEST);
    own.max(asked.unwrap_or_default().min(HOST_ASKS_AT_MOST))
}

fn doubled(first: Duration, times: u32, longest: Duration) -> Duration {
    first
        .saturating_mul(2_u32.saturating_pow(times))
        .min(longest)
}

/// When to look at a link again: up to a tenth later, by its number, so that links made together do not stay together.
pub fn turn_ms(now_ms: i64, wait: Duration, key: i64) -> i64 {
    let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 4);
    let percent = key.wrapping_mul(37).rem_euclid(11);
    now_ms
        .saturating_add(wait_ms)
        .saturating_add(wait_ms / 100 * percent)
}

/// The state of a link after Google said that sharing is off. A link that still answers is not called dead.
pub fn after_stop(look: LinkCheck) -> LinkState {
    match look {
        LinkCheck::Alive => LinkState::Unknown,
        _ => LinkState::Dead,
    }
}

/// A state as it is written in the index.
pub fn state_word(state: LinkState) -> &'static str {
    match state {
        LinkState::Alive => "alive",
        LinkState::Dead => "dead",
        LinkState::Unknown => "unknown",
    }
}

/// What a person calls somebody else's album, in one line; a plain word where they name none.
pub fn name_of(typed: &str) -> String {
    let words: Vec<&str> = typed
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let name: String = words.join(" ").chars().take(500).collect();
    if name.is_empty() {
        "Shared album".to_owned()
    } else {
        name
    }
}

/// Reads a text as a share token: such as the API gives with an album, and no address.
pub fn share_token(text: &str) -> Option<String> {
    let text = text.trim();
    let is_token = (16..=512).contains(&text.len()) && text.bytes().all(is_of_token);
    is_token.then(|| text.to_owned())
}

/// The share token in a long link. A short one has none.
pub fn token_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("/share/")?;
    rest.split('?').next().filter(|token| !token.is_empty())
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn standing(state: LinkState, misses: u32) -> Standing {
        Standing { state, misses }
    }

    #[rstest]
    #[case(LinkCheck::Unclear)]
    #[case(LinkCheck::Busy(None))]
    #[case(LinkCheck::Silent)]
    fn no_clear_answer_changes_no_state(
        #[case] look: LinkCheck,
        #[values(LinkState::Alive, LinkState::Dead, LinkState::Unknown)] before: LinkState,
    ) {
        let noted = after_look(standing(before, 3), look);
        assert_eq!(noted.standing.state, before, "being offline kills no link");
        assert!(!noted.clear);
    }

    #[test]
    fn links_that_work_are_looked_at_weekly_and_dead_ones_rarely() {
        let alive = after_look(standing(LinkState::Dead, 4), LinkCheck::Alive);
        assert_eq!(
            (alive.standing, alive.wait),
            (standing(LinkState::Alive, 0), Some(7 * DAY))
        );
        let dead = after_look(standing(LinkState::Alive, 0), LinkCheck::Dead);
        assert_eq!(
            (dead.standing, dead.wait),
            (standing(LinkState::Dead, 0), Some(60 * DAY))
        );
    }

    #[test]
    fn an_unclear_answer_is_asked_for_again_after_twice_the_time() {
        let mut now = standing(LinkState::Unknown, 0);
        let mut waits = Vec::new();
        for _ in 0..14 {
            let noted = after_look(now, LinkCheck::Unclear);
            now = noted.standing;
            waits.push(noted.wait.unwrap().as_secs() / 60);
        }
        assert_eq!(waits[..4], [15, 30, 60, 120], "minutes");
        assert_eq!(waits[13], 7 * 24 * 60, "and a week at the longest");
    }

    #[test]
    fn a_host_that_does_not_answer_is_left_alone_and_the_link_keeps_its_turn() {
        for look in [LinkCheck::Silent, LinkCheck::Busy(None)] {
            let noted = after_look(standing(LinkState::Alive, 1), look);
            assert_eq!(
                (noted.standing, noted.wait),
                (standing(LinkState::Alive, 1), None)
            );
        }
        assert_eq!(host_rest(0, None), 5 * MINUTE);
        assert_eq!(host_rest(1, None), 10 * MINUTE);
        assert_eq!(host_rest(30, None), HOST_LONGEST);
    }

    #[test]
    fn a_host_gets_the_rest_it_asks_for_within_reason() {
        assert_eq!(host_rest(0, Some(20 * MINUTE)), 20 * MINUTE);
        assert_eq!(
            host_rest(0, Some(MINUTE)),
            5 * MINUTE,
            "never less than ours"
        );
        assert_eq!(host_rest(0, Some(400 * DAY)), DAY);
    }

    #[test]
    fn links_that_were_made_together_come_apart() {
        let turns: std::collections::BTreeSet<i64> =
            (0..11).map(|key| turn_ms(0, ALIVE_FOR, key)).collect();
        assert_eq!(turns.len(), 11);
        let week = 7 * 24 * 60 * 60 * 1000;
        assert!(
            turns
                .iter()
                .all(|turn| (week..=week + week / 10).contains(turn))
        );
        assert_eq!(turn_ms(5, Duration::ZERO, 3), 5, "at once is at once");
        assert!(
            turn_ms(i64::MAX, DEAD_FOR, i64::MIN) > 0,
            "no number is too large"
        );
    }

    #[test]
    fn a_link_that_still_answers_is_not_called_dead() {
        assert_eq!(after_stop(LinkCheck::Alive), LinkState::Unknown);
        for look in [LinkCheck::Dead, LinkCheck::Unclear, LinkCheck::Silent] {
            assert_eq!(after_stop(look), LinkState::Dead, "Google said so");
        }
    }

    #[rstest]
    #[case("  Ole’s\n wedding ", "Ole’s wedding")]
    #[case("a\u{1b}[31mred", "a [31mred")]
    #[case(" \t", "Shared album")]
    fn a_name_is_one_line(#[case] typed: &str, #[case] name: &str) {
        assert_eq!(name_of(typed), name);
        assert!(name_of(&"x".repeat(900)).chars().count() == 500);
    }

    #[test]
    fn a_token_is_read_alone_and_out_of_a_long_link() {
        let token = "AF1QipN0123456789-_abc";
        assert_eq!(share_token(&format!(" {token}\n")).as_deref(), Some(token));
        assert_eq!(share_token("summer"), None, "a word is none");
        assert_eq!(share_token("https://photos.app.goo.gl/abcdefghijk"), None);
        let long = format!("https://photos.google.com/share/{token}?key=a");
        assert_eq!(token_of(&long), Some(token));
        assert_eq!(token_of("https://photos.app.goo.gl/abc"), None);
    }
}
