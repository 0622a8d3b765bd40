//! The words of `folder …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What is done about watched folders.
#[derive(Debug, Subcommand)]
pub enum FolderCommand {
    /// All watched folders, with how each stands.
    List,
    /// Watch a folder: what is in it, and what appears in it, goes up by itself while the window or `watch` runs.
    Add(WatchFolderArgs),
    /// Let a folder rest.
    Pause {
        /// Its number or its path.
        folder: String,
    },
    /// Let a folder go on. What appeared meanwhile goes up then.
    Resume {
        /// Its number or its path.
        folder: String,
    },
    /// Watch a folder no more. What went up stays in Google Photos, and the files here stay as they are.
    Remove {
        /// Its number or its path.
        folder: String,
    },
}

/// Which folder, and where its files go. Without an option: into an album of the folder's name.
#[derive(Debug, Args)]
pub struct WatchFolderArgs {
    /// The folder.
    pub path: PathBuf,
    /// Into this album: its number or its exact title. Made if there is none of that title.
    #[arg(long, conflicts_with_all = ["per_folder", "no_album"], value_parser = super::title)]
    pub album: Option<String>,
    /// An album for each folder.
    #[arg(long, conflicts_with = "no_album")]
    pub per_folder: bool,
    /// Into no album.
    #[arg(long)]
    pub no_album: bool,
    /// Only this folder, not those below it.
    #[arg(long, conflicts_with = "per_folder")]
    pub no_subfolders: bool,
    /// Leave what lies there now, and upload only what appears later.
    #[arg(long)]
    pub only_new: bool,
}
