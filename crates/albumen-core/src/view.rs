//! What a window or the command line shows. Plain data, copied out of the local index; never a secret, never a path to open.
//!
//! Times are Unix milliseconds in UTC. Every struct is camelCase on the wire.

mod albums;
mod app;
mod connections;
mod console;
mod doctor;
mod downloads;
mod folders;
mod items;
mod jobs;
mod library;
mod picking;
mod plans;
mod recipes;
mod safekeeping;
mod search;
mod sharing;
mod uploads;
mod watching;

pub use albums::*;
pub use app::*;
pub use connections::*;
pub use console::*;
pub use doctor::*;
pub use downloads::*;
pub use folders::*;
pub use items::*;
pub use jobs::*;
pub use library::*;
pub use picking::*;
pub use plans::*;
pub use recipes::*;
pub use safekeeping::*;
pub use search::*;
pub use sharing::*;
pub use uploads::*;
pub use watching::*;
