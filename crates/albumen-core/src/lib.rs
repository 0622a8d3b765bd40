//! The engine of Albumen: connections, index, sync, thumbnails, uploads, sharing. Knows no window.
//!
//! [`Core`] is the handle; each room of the engine has a face that it gives out. What is shown is in [`view`].

mod albums;
mod clock;
mod cloud_console;
mod config;
mod connections;
mod console;
mod doctor;
mod downloads;
mod engine;
mod error;
mod events;
mod folders;
mod index;
mod items;
mod jobs;
mod ledger;
mod paths;
mod picking;
mod plans;
mod quota;
mod recipes;
mod safekeeping;
mod search;
mod sharing;
mod sync;
mod thumbs;
mod uploads;
pub mod view;
mod watching;
mod whole_file;

pub use albums::Albums;
pub use clock::Clock;
pub use cloud_console::ConsolePage;
pub use config::{CoreConfig, Policy};
pub use connections::{Connections, SampleSignIn, SecretStore};
pub use console::Console;
pub use doctor::Doctor;
pub use downloads::{DownloadPolicy, Downloads};
pub use engine::Core;
pub use error::CoreError;
pub use events::CoreEvent;
pub use folders::{FolderPolicy, Folders};
pub use google_photos::{Endpoints, RetryPolicy};
pub use index::IndexError;
pub use items::{Items, RemoteVideo, VideoSource};
pub use jobs::{JobHandle, Jobs};
pub use ledger::LedgerEntry;
pub use paths::Paths;
pub use picking::{Picking, PickingPolicy};
pub use plans::Plans;
pub use recipes::{RecipePolicy, Recipes};
pub use safekeeping::Safekeeping;
pub use search::{Search, SearchPolicy};
pub use sharing::{LinkPolicy, Sharing};
pub use sync::Sync;
pub use thumbs::{
    ItemFile, PhotoPixels, PictureContent, PictureFile, PicturePolicy, PictureRequest, Pictures,
};
pub use uploads::{DIE_AT_POINTS, UploadPolicy, Uploads};
pub use watching::Watching;
