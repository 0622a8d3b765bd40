//! The client as its callers use it: against the emulator for behaviour, against canned answers for what no honest
//! server sends.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

mod canned;
mod canned_answers;
mod canned_media;
mod canned_sign_in;
mod canned_tokens;
mod canned_uploads;
mod emulated;
mod faults;
mod library;
mod picking;
mod raw;
mod reach;
mod secrets;
mod sharing;
mod sign_in;
mod spawned;
mod uploading;
