//! The kinds of faults and the calls each can hit.

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use serde::{Deserialize, Serialize};

use crate::route::{is_library, is_media};

/// A fault as it is posted to `/_control/faults`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Fault {
    #[serde(flatten)]
    pub(crate) kind: Kind,
    /// How often it strikes; without it, until cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) count: Option<u64>,
    /// How likely it strikes at a request it could strike, from 0 to 1; without it, always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) chance: Option<f64>,
    /// Makes chance the same in every run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<u64>,
    #[serde(skip)]
    pub(super) dice: Dice,
}

/// Where chance comes from; made at the first roll.
#[derive(Debug, Clone, Default)]
pub(super) struct Dice(Option<StdRng>);

impl Fault {
    fn dice(&mut self) -> &mut StdRng {
        let seed = self.seed;
        self.dice.0.get_or_insert_with(|| match seed {
            Some(seed) => StdRng::seed_from_u64(seed),
            None => StdRng::from_os_rng(),
        })
    }

    /// Whether it strikes this time.
    pub(super) fn strikes(&mut self) -> bool {
        match self.chance {
            Some(chance) => self.dice().random_bool(chance.clamp(0.0, 1.0)),
            None => true,
        }
    }

    /// A number out of a span.
    pub(super) fn pick(&mut self, span: Span) -> u64 {
        match span {
            Span::Exactly(number) => number,
            Span::Between([least, most]) => self.dice().random_range(least..=most.max(least)),
        }
    }
}

/// A number, or any between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Span {
    Exactly(u64),
    Between([u64; 2]),
}

type Methods = Option<Vec<String>>;

/// What goes wrong.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Kind {
    Latency {
        ms: u64,
        methods: Methods,
    },
    Bandwidth {
        bytes_per_s: u64,
        methods: Methods,
    },
    RateLimited {
        retry_after_s: Option<u64>,
        methods: Methods,
    },
    QuotaSpent {
        methods: Methods,
    },
    DailyQuota {
        limit: u64,
    },
    MediaQuotaSpent,
    ServerError {
        status: u16,
        methods: Methods,
    },
    HtmlBody {
        status: u16,
        methods: Methods,
    },
    Cut {
        after_bytes: Span,
        methods: Methods,
    },
    LostAnswer {
        methods: Methods,
    },
    TokensExpired {
        methods: Methods,
    },
    RefreshRevoked,
    /// The client is deleted in the console; without an id, every one.
    ClientDeleted {
        client_id: Option<String>,
    },
    /// The organisation lets no program in.
    AdminBlocked,
    /// The person takes these permissions back.
    ScopesRemoved {
        scopes: Vec<String>,
        methods: Methods,
    },
    PartialBatch {
        codes: Vec<ForcedCode>,
    },
    StorageFull,
    ApiDisabled,
    PhotosDisabled,
    EmptyPages {
        methods: Methods,
    },
    Quirks {
        on: bool,
    },
    Ranges {
        on: bool,
    },
    ConcurrentWrites {
        on: bool,
    },
    AlbumCapacity {
        items: usize,
    },
    KeepBytes {
        most: u64,
    },
    VideoProcessing {
        ms: i64,
    },
    BaseUrlLife {
        ms: i64,
    },
    AccessTokenLife {
        s: i64,
    },
    RefreshTokenLife {
        s: i64,
    },
    ClockSkew {
        s: i64,
    },
    UploadTokenLife {
        ms: i64,
    },
    UploadSessionLife {
        ms: i64,
    },
    PickerApiDisabled,
    PickingPoll {
        interval_ms: i64,
        time_out_ms: Option<i64>,
    },
    PickingSessionLife {
        ms: i64,
    },
    PickingSessions {
        limit: usize,
    },
}

/// The outcome of one item of a `batchCreate`: a gRPC code, or no result at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum ForcedCode {
    Number(i32),
    Word(Missing),
}

/// `"missing"`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Missing {
    Missing,
}

impl ForcedCode {
    pub(crate) const OK: Self = Self::Number(0);

    pub(crate) fn is_missing(self) -> bool {
        matches!(self, Self::Word(_))
    }

    pub(crate) fn number(self) -> i32 {
        if let Self::Number(number) = self {
            number
        } else {
            0
        }
    }
}

/// Whether a call is named, whole or by the group it is in.
fn names(methods: &Methods, name: &str) -> Option<bool> {
    let methods = methods.as_ref()?;
    let is = |method: &String| {
        name == method
            || name
                .strip_prefix(method.as_str())
                .is_some_and(|rest| rest.starts_with('.'))
    };
    Some(methods.iter().any(is))
}

fn library(methods: &Methods, name: &str) -> Option<()> {
    names(methods, name)
        .unwrap_or_else(|| is_library(name))
        .then_some(())
}

fn anything(methods: &Methods, name: &str) -> Option<()> {
    names(methods, name).unwrap_or(true).then_some(())
}

impl Kind {
    pub(super) fn latency_ms(&self, name: &str) -> Option<u64> {
        let Self::Latency { ms, methods } = self else {
            return None;
        };
        anything(methods, name).map(|()| *ms)
    }

    pub(super) fn bytes_per_s(&self, name: &str) -> Option<u64> {
        let Self::Bandwidth {
            bytes_per_s,
            methods,
        } = self
        else {
            return None;
        };
        anything(methods, name).map(|()| (*bytes_per_s).max(1))
    }

    pub(super) fn cut_after_bytes(&self, name: &str) -> Option<Span> {
        let Self::Cut {
            after_bytes,
            methods,
        } = self
        else {
            return None;
        };
        let usual = is_library(name) || is_media(name);
        names(methods, name)
            .unwrap_or(usual)
            .then_some(*after_bytes)
    }

    pub(super) fn lost_answer(&self, name: &str) -> Option<()> {
        let Self::LostAnswer { methods } = self else {
            return None;
        };
        library(methods, name)
    }

    pub(super) fn expires_token(&self, name: &str) -> Option<()> {
        let Self::TokensExpired { methods } = self else {
            return None;
        };
        names(methods, name)
            .unwrap_or_else(|| is_library(name) || name == "oauth.userinfo")
            .then_some(())
    }

    pub(super) fn removes_scopes(&self, name: &str) -> Option<Vec<String>> {
        let Self::ScopesRemoved { scopes, methods } = self else {
            return None;
        };
        let usual = is_library(name) || name == "oauth.token";
        names(methods, name)
            .unwrap_or(usual)
            .then(|| scopes.clone())
    }

    pub(super) fn quota_spent(&self, name: &str) -> Option<()> {
        let Self::QuotaSpent { methods } = self else {
            return None;
        };
        library(methods, name)
    }

    pub(super) fn daily_quota(&self, name: &str) -> Option<u64> {
        let Self::DailyQuota { limit } = self else {
            return None;
        };
        is_library(name).then_some(*limit)
    }

    pub(super) fn rate_limited(&self, name: &str) -> Option<Option<u64>> {
        let Self::RateLimited {
            retry_after_s,
            methods,
        } = self
        else {
            return None;
        };
        library(methods, name).map(|()| *retry_after_s)
    }

    pub(super) fn html_body(&self, name: &str) -> Option<u16> {
        let Self::HtmlBody { status, methods } = self else {
            return None;
        };
        library(methods, name).map(|()| *status)
    }

    pub(super) fn server_error(&self, name: &str) -> Option<u16> {
        let Self::ServerError { status, methods } = self else {
            return None;
        };
        library(methods, name).map(|()| *status)
    }

    pub(super) fn empty_page(&self, name: &str) -> Option<()> {
        let Self::EmptyPages { methods } = self else {
            return None;
        };
        library(methods, name)
    }
}
