//! A Google Photos service on 127.0.0.1, for tests, demonstrations and the curious.
//!
//! It has OAuth with a consent page, the Library API v1, the Picker API v1 with a page on which to pick, uploads, base URLs,
//! the web pages of albums, and two accounts. It
//! refuses what Google refuses, with Google's status codes and bodies, and shares no code with any client. Everything is
//! on one origin; nothing but loopback is listened on.
//!
//! # Start
//!
//! ```no_run
//! # async fn example() -> Result<(), photos_emulator::StartError> {
//! let emulator = photos_emulator::start(photos_emulator::Config::default()).await?;
//! println!("{}", emulator.url());
//! emulator.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! or as a program: `photos-emulator --port 8085 --library sample`. It prints `listening on http://127.0.0.1:8085`.
//!
//! Behind a TLS front it answers to further names, such as Google's own in a private network:
//! `--behind-tls photoslibrary.googleapis.com,accounts.google.com`.
//!
//! # Accounts and rules
//!
//! `mara.lindqvist@example.com` follows the rules as until March 2025, in which sharing by API works (a token with the
//! scope `photoslibrary.sharing` is needed, as it was). `tomas.okafor@example.com` follows today's, in which it answers
//! 403. [`Config::rules`] puts both under one set.
//!
//! # Libraries
//!
//! `sample` is drawn, `empty` holds nothing. `synthetic:1000000` is computed, one item every ten minutes back from the end of
//! May 2026; `synthetic:1000000,month=70000,day=5000` is the same with so many of them in April 2026 and on 14 March 2026.
//! One in 29 is a favourite, each is in one of six categories, eleven in a row, one in 50 has a description.
//!
//! # Clients
//!
//! [`SAMPLE_CLIENT_ID`] with [`SAMPLE_CLIENT_SECRET`] is registered from the start and owns the sample library. A client
//! sees only what it created itself. More clients:
//!
//! ```sh
//! curl -d '{"client_id":"1-x.apps.googleusercontent.com","client_secret":"GOCSPX-x","kind":"installed"}' \
//!   http://127.0.0.1:8085/_control/client
//! ```
//!
//! # Sign in without a browser
//!
//! `GET /o/oauth2/v2/auth?…` answers the consent page. Its form is fixed: `POST /o/oauth2/v2/auth/consent`, form-encoded,
//! with
//!
//! | Field | Value |
//! |---|---|
//! | `request` | the value of the page's hidden field of that name |
//! | `account` | the email address of the account |
//! | `scope` | one field for each ticked scope; `openid`, email and profile need no tick |
//! | `decision` | `allow` or `deny` |
//!
//! The answer is a 302 to the redirect URI. Tests that need no consent take a token at once:
//!
//! ```sh
//! token=$(curl -s -d '{"account":"mara.lindqvist@example.com"}' http://127.0.0.1:8085/_control/token | jq -r .access_token)
//! curl -H "Authorization: Bearer $token" http://127.0.0.1:8085/v1/albums
//! curl -H "Authorization: Bearer $token" -H 'X-Goog-Upload-Protocol: raw' --data-binary @a.jpg http://127.0.0.1:8085/v1/uploads
//! ```
//!
//! # Control
//!
//! | Request | Does |
//! |---|---|
//! | `GET /_control/stats`, `DELETE` | counts by call (`albums.list`, `uploads.raw`, `media.bytes`, `oauth.token`, …) and by account, bytes of each upload session, bytes of pictures that went out; from zero |
//! | `GET /_control/accounts` | the two accounts |
//! | `POST /_control/token` | `{"account", "scopes"?, "client_id"?}` → an access and a refresh token |
//! | `POST /_control/client` | `{"client_id", "client_secret", "kind": "installed"\|"web", "redirect_uris"?}` |
//! | `GET /_control/items`, `/albums` | what is kept, with size, SHA-256, BLAKE3, albums, links |
//! | `GET /_control/media/{id}/bytes` | exactly the bytes that were uploaded |
//! | `DELETE /_control/items/{id}`, `/albums/{id}` | as if the owner had deleted it |
//! | `POST /_control/faults`, `GET`, `DELETE` | one fault or a list; what is left; none |
//! | `POST /_control/picking` | `{"session"?, "items": N or [ids], "skip"?}` picks the newest N items of the account behind the first `skip`, as if on the page; without `session` for the newest one that waits |
//! | `GET /_control/picking` | the picking sessions there are |
//! | `POST /_control/reset` | as at the first start |
//!
//! A fault is `{"kind", …, "methods"?, "count"?}`. `count` says how often it strikes, without it it goes on until cleared.
//! `chance` (0 to 1) lets it strike only so often at the requests it could strike; with `seed` the same ones in every run.
//! `methods` names calls (`albums.list`) or groups (`uploads`); without it the Library API is meant, for latency and
//! bandwidth everything, for cut also `media.bytes`, for removed scopes also `oauth.token`.
//!
//! | Kind | Fields | Does |
//! |---|---|---|
//! | `latency` | `ms` | waits before the answer; a write counts as running meanwhile |
//! | `bandwidth` | `bytes_per_s` | slows bodies in both directions |
//! | `rate_limited` | `retry_after_s?` | 429 for a short time |
//! | `quota_spent` | | 429 for the day |
//! | `daily_quota` | `limit` | 429 for the day after so many calls |
//! | `media_quota_spent` | | 429 for base URLs |
//! | `server_error`, `html_body` | `status` | a failure in Google's envelope, or as a web page |
//! | `cut` | `after_bytes` | closes the connection after so many bytes of both bodies; `[least, most]` picks a number |
//! | `lost_answer` | | does what is asked, then closes the connection |
//! | `tokens_expired` | | the access token of the request is no longer good |
//! | `refresh_revoked` | | the refresh token of the request is revoked |
//! | `scopes_removed` | `scopes` | the person takes these permissions back, such as `["photoslibrary.appendonly"]`: all tokens of the account and client lose them |
//! | `client_deleted` | `client_id?` | this client, or every one, is deleted: the consent page and the token endpoint say `deleted_client` |
//! | `admin_blocked` | | the organisation lets no program in: both say `admin_policy_enforced` |
//! | `partial_batch` | `codes` | outcomes of the items of the next `batchCreate`, such as `[0, 3, 6, 13, "missing"]` |
//! | `storage_full`, `api_disabled`, `photos_disabled` | | the refusals of that name |
//! | `empty_pages` | | a page without entries and with a token |
//! | `quirks` | `on` | switches the oddities of listings: each 5th page repeats an entry, each 20th is empty, a long list ends with an empty page |
//! | `ranges` | `on` | whether a range of a download (`=d`, `=dv`) is answered with that part, or with the whole |
//! | `concurrent_writes` | `on` | lets an account make several writes at once, which Google refuses |
//! | `album_capacity` | `items` | how many items an album can hold; 20,000 otherwise |
//! | `keep_bytes` | `most` | keeps no more of a longer upload than so many bytes; its BLAKE3 says what arrived |
//! | `video_processing`, `base_url_life`, `upload_token_life`, `upload_session_life` | `ms` | how long that lasts |
//! | `picker_api_disabled` | | the refusal of the Picker API |
//! | `picking_poll` | `interval_ms`, `time_out_ms?` | how often a client is to ask for a picking session, and for how long |
//! | `picking_session_life` | `ms` | how long a picking session lasts |
//! | `picking_sessions` | `limit` | how many picking sessions an account can have open; 20 otherwise |
//! | `access_token_life` | `s` | life of new access tokens |
//! | `refresh_token_life` | `s` | life of new refresh tokens, told at the sign-in; a project in Testing has 604,800. Without it they last |
//! | `clock_skew` | `s` | the `Date` of answers is so many seconds ahead, or behind |
//!
//! # Picking
//!
//! Beside what apps made, an account has items of its own, which only the Picker API leads to: 600 beside the sample library,
//! `--own-items N` elsewhere. `/picker/{id}` is the page of a session; the browser chooses an account first. `POST` to it with
//! one field `item` for each id and `action=done` picks without looking. With `/autoclose` behind it, the page closes when
//! that is done.
//!
//! # Web pages
//!
//! `/lr/album/{id}` (the product URL; the browser chooses an account first), where Share → Create link makes a public
//! link `/share/{token}?key=…` and link sharing is switched off again. A script does the same with
//! `POST /signin` (`account`, `continue`) for the cookie and `POST /lr/album/{id}/link` with `action=create` or `off`.

mod account;
mod app;
mod clock;
mod config;
mod control;
mod dirs;
mod error;
mod faults;
mod gateway;
mod library;
mod media;
mod oauth;
mod pages;
mod persist;
mod picker;
mod random;
mod route;
mod sample;
mod start;
mod stats;
mod synthetic;
mod uploads;
mod world;

pub use account::SampleAccount;
pub use config::{Config, LibrarySource, OnProgress, OwnItems, Progress, Rules};
pub use gateway::Hand;
pub use oauth::client::{SAMPLE_CLIENT_ID, SAMPLE_CLIENT_SECRET};
pub use start::{Emulator, StartError, start};
