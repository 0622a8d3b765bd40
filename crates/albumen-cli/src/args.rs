//! The words of the command line.

use std::path::PathBuf;

use albumen_core::view::FileKeeping;
use clap::{Args, Parser, Subcommand};

/// What every exit code means; printed at the end of the help.
const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  it did not work; the sentence on stderr says what happened and what is kept
  2  the command line was not understood
  3  some files were not uploaded, or could not be fetched; the others were
  4  Google asks to sign in again, or a permission is missing
  5  paused, or waiting for Google or the network; `uploads resume` or the next `upload` goes on
  130  stopped, as by Ctrl-C; what is in the queue is kept, `uploads resume` goes on (`watch`: 0)

`--json` prints one JSON value on stdout (`watch`: one a line); everything for people goes to stderr.";

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
    /// Albums: list, get, create, share, unshare, link, shared, join, leave.
    #[command(subcommand)]
    Album(AlbumCommand),
    /// All links: of own albums, and kept ones of others.
    Links {
        /// How they are written. Dead ones are in csv and json only, which say how each stands.
        #[arg(long, value_enum, default_value_t = LinkFormat::Text)]
        format: LinkFormat,
    },
    /// One link: keep, rename, remove, check.
    #[command(subcommand)]
    Link(LinkCommand),
    /// Media items: list, search, get.
    #[command(subcommand)]
    Media(MediaCommand),
    /// Look for what is new at Google, and print how the library stands.
    Sync {
        /// Compare everything with Google: finds what went missing. Costs a request for each 100 items.
        #[arg(long)]
        compare: bool,
    },
    /// Upload files and folders.
    Upload(Box<UploadArgs>),
    /// The upload queue: list, failures, retry, pause, resume, cancel, continue-album.
    #[command(subcommand)]
    Uploads(UploadsCommand),
    /// Copy items into a folder or an archive on this computer; a second run brings only what is new.
    Download(Box<DownloadArgs>),
    /// Bring copies from the whole library of Google Photos: pick, list.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Recipes: list, show, save, on, off, run, history.
    #[command(subcommand)]
    Recipe(RecipeCommand),
    /// Print what comes into the libraries from elsewhere, as it comes, and keep watched folders and the queue going, until
    /// Ctrl-C. With --json one line for each item.
    Watch(WatchArgs),
    /// Connections: list, add, renew, rename, remove.
    #[command(subcommand)]
    Connection(ConnectionCommand),
    /// Make a call of the Library API or the Picker API and print the answer.
    Call(Box<CallArgs>),
    /// Say of each file of a folder whether it is in Google Photos, and on what proof. Changes and deletes nothing.
    Safekeeping(SafekeepingArgs),
    /// Check a connection: what works, what does not, and what mends it. Ends with 1 where something failed.
    Doctor,
}

/// What `safekeeping` looks at and how it is printed.
#[derive(Debug, Args)]
pub struct SafekeepingArgs {
    /// The folder; all below it counts.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Print a table for a spreadsheet, a line for each file. With --json: an object that has the files.
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Only files in these states: seen, unseen, notFound, waiting, changed, absent, other, unreadable.
    #[arg(long, value_name = "STATES", value_delimiter = ',', value_parser = keeping)]
    pub state: Vec<FileKeeping>,
    /// Only files with this in their path below the folder.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub words: String,
    /// Ask Google about every item on record first: a request for each 50.
    #[arg(long, conflicts_with = "offline")]
    pub ask: bool,
}

/// What `watch` is to do. Without --connection it watches all.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Look once, print what came, and end.
    #[arg(long)]
    pub once: bool,
    /// Print first what was noticed after this cursor, which each line of --json has; 0 for all.
    #[arg(long, value_name = "CURSOR")]
    pub after: Option<i64>,
    /// Look this often, in minutes: 5 to 1440. Kept for the connection.
    #[arg(long, value_name = "MINUTES")]
    pub every: Option<u32>,
    /// What of the library counts as new: now, all, or what was taken since a day such as 2026-11-30. Kept for the
    /// connection.
    #[arg(long, value_name = "WHAT")]
    pub since: Option<String>,
    /// Whether what this computer uploads counts too. Kept for the connection.
    #[arg(long, value_name = "BOOL")]
    pub own: Option<bool>,
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
        #[arg(value_parser = title)]
        title: String,
    },
    /// Share an album and print its link. Where Google lets only the person do it, prints the page to do it on and takes the
    /// link that is pasted.
    Share {
        /// Its number or its exact title.
        album: String,
        /// The link that the album's page gave; with - it is read from stdin.
        #[arg(long, value_name = "URL")]
        link: Option<String>,
        /// Others may add photos.
        #[arg(long)]
        collaborate: bool,
        /// Others may comment.
        #[arg(long)]
        comment: bool,
    },
    /// Stop sharing an album. Where Google lets only the person do it, prints the page to do it on.
    Unshare {
        /// Its number or its exact title.
        album: String,
        /// Stay until the link is dead, ten minutes at most.
        #[arg(long)]
        wait: bool,
    },
    /// Albums of others that the account joined. Google tells that only where sharing by API still works.
    Shared,
    /// Join the album behind a link or a share token. Where Google lets only the person do it, prints the page to do it on.
    Join {
        /// The link or token; with - it is read from stdin.
        link: String,
    },
    /// Leave an album that was joined. Its link stays on the list.
    Leave {
        /// Its exact title or its id, as `album shared` prints them.
        album: String,
    },
    /// Print the link of an album that is shared.
    Link {
        /// Its number or its exact title.
        album: String,
    },
}

/// How links are written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum LinkFormat {
    /// Title and address of each.
    Text,
    /// A list in Markdown.
    Md,
    /// A table for a spreadsheet.
    Csv,
    /// One page with covers that needs nothing beside it.
    Html,
    /// An array of objects.
    Json,
}

#[derive(Debug, Subcommand)]
pub enum LinkCommand {
    /// Keep the link of an album that somebody else shares.
    Keep {
        /// The link; with - it is read from stdin.
        url: String,
        /// What to call it.
        #[arg(long, default_value = "")]
        name: String,
    },
    /// Call the album of somebody else differently.
    Rename {
        /// Its number in `links --format json`, or its exact title.
        link: String,
        /// What to call it.
        name: String,
    },
    /// Take a link off the list. Sharing itself stays as it is.
    Remove {
        /// Its number in `links --format json`, or its exact title.
        link: String,
    },
    /// Look now whether a link works.
    Check {
        /// Its number in `links --format json`, or its exact title.
        link: String,
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
    /// What a search finds, newest first: words, "words together", type:video, album:"…", camera:…, june 2024, last summer,
    /// from:… to:…, is:favorite, category:…, has:description, is:uploaded, is:picked.
    Search {
        /// The search, as it is typed in the window.
        #[arg(required = true, num_args = 1.., trailing_var_arg = false)]
        text: Vec<String>,
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
    #[command(flatten)]
    pub albums: AlbumArgs,
    /// What to do about photos that do not say when they were taken. A date goes into a copy; the file is never touched.
    #[arg(long, value_enum, default_value_t = Dates::Leave)]
    pub dates: Dates,
    /// Do not send captions in the files as descriptions.
    #[arg(long)]
    pub no_captions: bool,
    /// Print what would happen, and send nothing.
    #[arg(long)]
    pub plan: bool,
    /// Ask on the terminal before anything is sent. Without a terminal nothing is sent.
    #[arg(long)]
    pub ask: bool,
    /// List every file that went up, not only the first 20.
    #[arg(long)]
    pub verbose: bool,
    /// Files that go up at the same time, 1 to 8, for this run.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=8))]
    pub parallel: Option<u8>,
    /// Bytes a second at most, such as 500k or 2M, for this run.
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub limit: Option<u64>,
}

/// Into which albums. Without any of these a folder becomes an album of its name, nested folders one album each, and single
/// files go into none.
#[derive(Debug, Args)]
pub struct AlbumArgs {
    /// Into this album: its number or its exact title. Made if there is none of that title.
    #[arg(long, conflicts_with_all = ["per_folder", "no_album"], value_parser = title)]
    pub album: Option<String>,
    /// An album for each folder.
    #[arg(long, conflicts_with = "no_album")]
    pub per_folder: bool,
    /// How many levels of folders become albums, 1 to 8; deeper files go into the album above.
    #[arg(long, value_name = "N", requires = "per_folder", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=8))]
    pub depth: u32,
    /// Join the names of nested folders, such as “2024 / Lofoten”.
    #[arg(long, requires = "per_folder")]
    pub join_names: bool,
    /// Into no album.
    #[arg(long)]
    pub no_album: bool,
    /// Make new albums, also where Albumen made one of the same title earlier. Without it that one is used.
    #[arg(long)]
    pub new_albums: bool,
    /// What is done without it, too.
    #[arg(long, hide = true, conflicts_with = "new_albums")]
    pub use_existing: bool,
}

/// Where a missing date comes from.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Dates {
    /// From nowhere: Google shows the photo on the day of the upload.
    Leave,
    /// From the file's name.
    Name,
    /// From its name, else from the time it was last written.
    NameOrTime,
}

/// One call.
#[derive(Debug, Args)]
pub struct CallArgs {
    /// A method such as albums.list, or GET, POST, PATCH, PUT, DELETE with a path. Without anything: all methods.
    pub method: Option<String>,
    /// The path, such as /v1/albums. {{name}} in it is filled in from --set.
    pub path: Option<String>,
    /// Of the query; again for each further one. A method begins with those it needs.
    #[arg(long = "param", short = 'p', value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub params: Vec<(String, String)>,
    /// What {{name}} in the path, the query or the body is filled in with.
    #[arg(long = "set", short = 's', value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub blanks: Vec<(String, String)>,
    /// The body, JSON; @FILE reads a file, - the standard input. A method begins with one of its own.
    #[arg(long, value_name = "JSON", conflicts_with = "file")]
    pub body: Option<String>,
    /// The file whose bytes are sent, for uploads.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// A header. The sign-in is added by itself; a header with a key or a token is refused.
    #[arg(long = "header", short = 'H', value_name = "NAME: VALUE", value_parser = header)]
    pub headers: Vec<(String, String)>,
    /// A path of the Picker API instead of the Library API.
    #[arg(long)]
    pub picker: bool,
    /// Ask for page after page and print everything in one object.
    #[arg(long)]
    pub paginate: bool,
    /// Print only this part of the answer: a JMESPath expression, such as albums[].title.
    #[arg(long, value_name = "JMESPATH")]
    pub query: Option<String>,
    /// Print status and headers, too, on stderr.
    #[arg(long, short = 'i')]
    pub include: bool,
    /// Print the call for curl, without the token, and send nothing.
    #[arg(long, conflicts_with = "paginate")]
    pub curl: bool,
    /// Do not ask before a call that changes something at Google.
    #[arg(long)]
    pub yes: bool,
}

fn keeping(text: &str) -> Result<FileKeeping, String> {
    FileKeeping::parse(text.trim()).ok_or_else(|| {
        let names = FileKeeping::ALL.map(FileKeeping::name);
        format!("write some of {}", names.join(", "))
    })
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        _ => Err("write it as NAME=VALUE".to_owned()),
    }
}

fn header(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("write it as 'NAME: VALUE'".to_owned()),
    }
}

/// A title that can be read.
fn title(text: &str) -> Result<String, String> {
    match text.trim().is_empty() {
        true => Err("an album needs a name".to_owned()),
        false => Ok(text.to_owned()),
    }
}

/// Bytes a second: a number, with k, M or G for thousands, millions and thousand millions.
fn rate(text: &str) -> Result<u64, String> {
    let wrong = || "write a number above 0, such as 500k or 2M".to_owned();
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let factor = match text.get(digits.len()..).unwrap_or_default() {
        "" => 1.0,
        "k" | "K" => 1e3,
        "M" | "m" => 1e6,
        "G" | "g" => 1e9,
        _ => return Err(wrong()),
    };
    let number: f64 = digits.parse().map_err(|_| wrong())?;
    let bytes = number * factor;
    if !(1.0..1e15).contains(&bytes) {
        return Err(wrong());
    }
    // Between 1 and 10^15, so nothing is cut but a part of a byte.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range was just checked"
    )]
    Ok(bytes as u64)
}

#[derive(Debug, Subcommand)]
pub enum UploadsCommand {
    /// All files in the queue, with where they stand.
    List,
    /// Files that failed, with the reason.
    Failures {
        /// As comma-separated values.
        #[arg(long)]
        csv: bool,
    },
    /// Try again what failed, and stay until nothing can go on by itself.
    Retry,
    /// Pause the queue.
    Pause,
    /// Let the queue go on, and stay until nothing can go on by itself.
    Resume,
    /// Take everything out of the queue that is not at Google yet.
    Cancel,
    /// Go on in another album where one is full, and stay until nothing can go on by itself.
    ContinueAlbum {
        /// The full album: its number or its exact title. Without it: all that are full.
        album: Option<String>,
    },
}

/// What lies beside each downloaded file.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Sidecar {
    /// `IMG_1.jpg.xmp`, which photo programs read.
    Xmp,
    /// `IMG_1.jpg.json`.
    Json,
}

#[derive(Debug, Args)]
pub struct DownloadArgs {
    /// Items by their numbers.
    #[arg(value_name = "ITEM", conflicts_with_all = ["album", "search", "all", "since"])]
    pub items: Vec<i64>,
    /// An album: its number or its exact title.
    #[arg(long, value_name = "ALBUM", conflicts_with_all = ["search", "all", "since"])]
    pub album: Option<String>,
    /// What a search finds, as it is typed in the window.
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["all", "since"])]
    pub search: Option<String>,
    /// Everything.
    #[arg(long)]
    pub all: bool,
    /// Everything taken on that day or later, such as 2024-05-01.
    #[arg(long, value_name = "DAY")]
    pub since: Option<jiff::civil::Date>,
    /// Where it goes. Made where it is not there; no file in it is written over.
    #[arg(long, value_name = "FOLDER")]
    pub to: PathBuf,
    /// How files are named: {album} {date:%Y-%m-%d} {year} {month} {day} {filename} {ext} {camera} {type} {id}, and a slash
    /// for folders.
    #[arg(long, value_name = "RULE", default_value = "{album}/{filename}")]
    pub template: String,
    /// Write description, albums and the link to Google Photos beside each file.
    #[arg(long, value_enum)]
    pub sidecar: Option<Sidecar>,
    /// Write date and description into downloaded photos that have none.
    #[arg(long)]
    pub write_missing: bool,
    /// One archive of this name in the folder, instead of files.
    #[arg(long, value_name = "FILE")]
    pub zip: Option<String>,
    /// Print where each file came from.
    #[arg(long)]
    pub list: bool,
    /// Only say what it would bring, how it would be named and what it costs.
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub enum RecipeCommand {
    /// All recipes, with what each does.
    List,
    /// One recipe. With --json its `spec` is what `save` takes.
    Show {
        /// Its number or its exact name.
        recipe: String,
    },
    /// Keep a recipe that is written in a file. It is off until it is switched on.
    Save {
        /// The file, as JSON; with - it is read from stdin.
        file: PathBuf,
        /// Change this one instead of making a new one: its number or its exact name.
        #[arg(long, value_name = "RECIPE")]
        change: Option<String>,
    },
    /// Switch a recipe on. Its commands and addresses are shown in full, and asked about once.
    On {
        /// Its number or its exact name.
        recipe: String,
        /// Allow exactly the commands and addresses that are shown, without asking.
        #[arg(long)]
        allow: bool,
    },
    /// Switch a recipe off.
    Off {
        /// Its number or its exact name.
        recipe: String,
    },
    /// Do what there is to do now for the recipes that are on, and end. `watch` does it as it happens.
    Run {
        /// Do nothing, and print what this recipe would do for the last things: its number or its exact name.
        #[arg(long, value_name = "RECIPE")]
        dry: Option<String>,
    },
    /// What a recipe did, the newest first.
    History {
        /// Its number or its exact name.
        recipe: String,
        /// Runs at most.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
        limit: u32,
    },
}

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Choose photos on a page of Google's and fetch copies of them. The page can be opened on any computer, signed in with the
    /// same account. The copies are Google's: photos without their location, videos encoded anew.
    Pick(PickArgs),
    /// Earlier imports, the newest first.
    List,
}

#[derive(Debug, Args)]
pub struct PickArgs {
    /// Where the copies go. Made where it is not there; no file in it is written over.
    #[arg(long, value_name = "FOLDER")]
    pub into: PathBuf,
    /// Items at most, up to 2,000.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=2000))]
    pub most: Option<u32>,
    /// Upload the copies again into this album: its number or its exact title. They become Albumen's own then, Google may take
    /// a copy for the photo it is of, and the location is not in them.
    #[arg(long, value_name = "ALBUM")]
    pub album: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum ConnectionCommand {
    /// All connections.
    List,
    /// Connect a Google account. An account that is connected with another client gets a second connection, after a question.
    Add(AddArgs),
    /// Sign in again to the same account, with the client it was made with.
    Renew {
        /// Its number, its name or its address.
        connection: String,
        /// Only print the address to open.
        #[arg(long)]
        no_browser: bool,
    },
    /// Give a connection another name.
    Rename {
        /// Its number, its name or its address.
        connection: String,
        /// The new name.
        #[arg(value_parser = connection_name)]
        name: String,
    },
    /// Disconnect: takes the permissions back at Google and forgets the sign-in. Photos and albums at Google stay.
    Remove(RemoveArgs),
}

/// With which client, and how.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// What the connection is to be called. Without it: the account's address.
    #[arg(long, value_parser = connection_name)]
    pub name: Option<String>,
    /// The downloaded client_secret_*.json.
    #[arg(
        long,
        alias = "credentials",
        value_name = "FILE",
        required_unless_present = "client_id"
    )]
    pub client_file: Option<PathBuf>,
    /// The client id. The secret is read from ALBUMEN_CLIENT_SECRET or asked for, never taken from the command line.
    #[arg(long, value_name = "ID", conflicts_with = "client_file")]
    pub client_id: Option<String>,
    /// Only print the address to open. The browser may be on another computer.
    #[arg(long)]
    pub no_browser: bool,
    /// Make a second connection without a question where the account is connected already, with another client.
    #[arg(long)]
    pub beside: bool,
}

/// Which connection goes, and what stays here.
#[derive(Debug, Args)]
pub struct RemoveArgs {
    /// Its number, its name or its address.
    pub connection: String,
    /// Keep the list of photos and albums and their pictures, to be looked at. `connection renew` signs in again.
    #[arg(long)]
    pub keep_library: bool,
    /// Do not ask.
    #[arg(long)]
    pub yes: bool,
}

/// A name that can be read.
fn connection_name(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("a connection needs a name".to_owned()),
        name => Ok(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::rate;

    #[test]
    fn a_rate_is_a_number_with_a_letter() {
        assert_eq!(rate("500k"), Ok(500_000));
        assert_eq!(rate("1.5M"), Ok(1_500_000));
        assert_eq!(rate("800"), Ok(800));
        for wrong in ["", "M", "0", "-1", "2X", "2 M", "1e99", "nan"] {
            assert!(rate(wrong).is_err(), "{wrong}");
        }
    }
}
