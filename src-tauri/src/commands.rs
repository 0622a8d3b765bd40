//! What the page can ask for, one file per feature. A command unpacks, calls the core, converts; it decides nothing.

pub mod albums;
pub mod app;
pub mod connections;
pub mod console;
pub mod doctor;
pub mod downloads;
pub mod folders;
pub mod given;
pub mod items;
pub mod jobs;
pub mod library;
pub mod links;
pub mod login;
pub mod picking;
pub mod pictures;
pub mod plans;
pub mod recipes;
pub mod safekeeping;
pub mod search;
pub mod settings;
pub mod sharing;
pub mod system;
pub mod uploads;
pub mod watching;
