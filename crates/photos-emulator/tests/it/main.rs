//! The emulator from outside, over HTTP, with no client but a plain one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

mod albums;
mod batch_create;
mod capacity;
mod chance;
mod consent;
mod control;
mod faults;
mod front;
mod harness;
mod items;
mod listing;
mod media;
mod pages;
mod pictures;
mod program;
mod rclone;
mod resumable;
mod sample;
mod search;
mod sessions;
mod sharing;
mod sign_in_faults;
mod synthetic;
mod tokens;
mod uploads;
