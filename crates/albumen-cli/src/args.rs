//! The words of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// What every exit code means; printed at the end of the help.
const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  it did not work; the sentence on stderr says what happened and what is kept
  2  the command line was not understood
  3  some files were not uploaded; the others were
  4  Google asks to sign in again, or a permission is missing
  5  waiting for Google or the network; what was begun goes on with the next `upload`

`--json` prints one JSON value on stdout; everything for people goes to stderr.";

/// Albumen without a window.
#[derive(Debug, Parser)]
#[command(name = "albumen-cli", version, about = "Albumen without a window: albums, media items, uploads and links of Google Photos", after_help = EXIT_CODES)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What goes with every command.
#[derive(Debug, Args)]
pub struct Common {
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    /// Use the sample library: the Google Photos emulator, in this process.
    #[arg(long, global = true)]
    pub sample: bool,
    /// Act for this connection: its number, its name or its address. Without it: the current one.
    #[arg(long, global = true, value_name = "WHICH")]
    pub connection: Option<String>,
    /// Do not look for changes at Google first.
    #[arg(long, global = true)]
    pub offline: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Albums: list, get, create, share, unshare, link.
    #[command(subcommand)]
    Album(AlbumCommand),
    /// Media items: list, get.
    #[command(subcommand)]
    Media(MediaCommand),
    /// Upload files and folders.
    Upload(UploadArgs),
    /// Connections: list, add.
    #[command(subcommand)]
    Connection(ConnectionCommand),
}

#[derive(Debug, Subcommand)]
pub enum AlbumCommand {
    /// All albums.
    List,
    /// One album.
    Get {
        /// Its number or its exact title.
        album: String,
    },
    /// Make an album.
    Create {
        /// Its title.
        title: String,
    },
    /// Share an album and print its link.
    Share {
        /// Its number or its exact title.
        album: String,
        /// Others may add photos.
        #[arg(long)]
        collaborate: bool,
        /// Others may comment.
        #[arg(long)]
        comment: bool,
    },
    /// Stop sharing an album.
    Unshare {
        /// Its number or its exact title.
        album: String,
    },
    /// Print the link of an album that is shared.
    Link {
        /// Its number or its exact title.
        album: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum MediaCommand {
    /// Media items, newest first.
    List {
        /// Only those of this album: its number or its exact title.
        #[arg(long)]
        album: Option<String>,
        /// At most so many.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Everything known of one media item; with --to also a copy of it.
    Get {
        /// Its number.
        item: i64,
        /// Save a copy into this folder. It is Google's reduced copy: no location, video converted.
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct UploadArgs {
    /// Files and folders.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Into this album: its number or its exact title. Made if there is none of that title.
    #[arg(long)]
    pub album: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum ConnectionCommand {
    /// All connections.
    List,
    /// Connect a Google account. The secret is read from the file or from ALBUMEN_CLIENT_SECRET, never from the command line.
    Add {
        /// The downloaded client_secret_*.json.
        #[arg(long, value_name = "FILE", required_unless_present = "client_id")]
        credentials: Option<PathBuf>,
        /// The client id, with the secret in ALBUMEN_CLIENT_SECRET.
        #[arg(long, conflicts_with = "credentials")]
        client_id: Option<String>,
    },
}
