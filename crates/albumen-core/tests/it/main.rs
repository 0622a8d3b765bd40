//! The engine against the emulator: everything behind HTTP is real.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on shall fail"
)]

mod albums;
mod compare;
mod connections;
mod console;
mod doctor;
mod doctor_ages;
mod downloads;
mod folders;
mod index;
mod items;
mod jobs;
mod kill;
mod links;
mod many;
mod picking;
mod plan_support;
mod plans;
mod queue_actions;
mod queue_at_scale;

mod real_files;
mod recipes;
mod safekeeping;
mod search;
mod secrets;
mod sending;
mod sharing;
mod support;
mod sync;
mod sync_kill;
mod ten_thousand;
mod thumbs;
mod two_accounts;
mod upload_support;
mod uploads;
mod waiting;
mod watching;
