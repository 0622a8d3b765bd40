//! The full text and what goes with it.

mod find;
mod lists;
mod names;
mod read;
mod saved;

pub(super) use find::{Question, all, fresh, newest};
pub(super) use lists::{List, keep_list, list, places_of};
pub(super) use names::{Named, albums, cameras, months, words_like};
pub(super) use read::{State, drain, read_piece, state, tidy};
pub(super) use saved::{remove, rename, save, saved};
