//! The words of `album …`.

use clap::{Args, Subcommand};

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
        #[arg(value_parser = super::title)]
        title: String,
    },
    /// Give an album another title.
    Rename {
        /// Its number or its exact title.
        album: String,
        /// The new title.
        #[arg(value_parser = super::title)]
        title: String,
    },
    /// Make an item of an album its cover.
    Cover {
        /// Its number or its exact title.
        album: String,
        /// The item's number, as `media list --album` prints it.
        item: i64,
    },
    /// Put items at the end of an album.
    Add {
        #[command(flatten)]
        contents: ContentsArgs,
        /// In which order.
        #[arg(long, value_enum, default_value_t = Order::Named)]
        order: Order,
    },
    /// Take items out of an album. They stay in the library.
    Remove(ContentsArgs),
    /// Put a text between the photos of an album. Only Google's page of the album shows it, and takes it out again.
    Text {
        /// Its number or its exact title.
        album: String,
        /// What it says, up to 1,000 characters.
        text: String,
        /// Before everything in the album, not after it.
        #[arg(long)]
        first: bool,
    },
    /// Name a place in an album. Only Google's page of the album shows it, and takes it out again.
    Place {
        /// Its number or its exact title.
        album: String,
        /// What it is called.
        name: String,
        /// Where it is: degrees north and east, such as 67.93,13.09.
        #[arg(long, value_name = "LATITUDE,LONGITUDE", value_parser = point, allow_hyphen_values = true)]
        at: (f64, f64),
        /// Before everything in the album, not after it.
        #[arg(long)]
        first: bool,
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
    /// All albums with a link, of this account and kept ones of others: whether it works, and when that was last seen.
    Shared,
    /// Albums of others that the account joined. Google tells that only where sharing by API still works.
    Joined,
    /// Join the album behind a link or a share token. Where Google lets only the person do it, prints the page to do it on.
    Join {
        /// The link or token; with - it is read from stdin.
        link: String,
    },
    /// Leave an album that was joined. Its link stays on the list.
    Leave {
        /// Its exact title or its id, as `album joined` prints them.
        album: String,
    },
    /// Print the link of an album that is shared.
    Link {
        /// Its number or its exact title.
        album: String,
    },
}

/// In which order items go into an album.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Order {
    /// As they are named.
    Named,
    /// By the time at which they were taken.
    Oldest,
    /// By that time, the newest first.
    Newest,
}

/// Which album, and which items.
#[derive(Debug, Args)]
pub struct ContentsArgs {
    /// Its number or its exact title.
    pub album: String,
    /// The items' numbers, as `media list` and `media search` print them.
    #[arg(required = true, value_name = "ITEM")]
    pub items: Vec<i64>,
}

/// Two numbers with a comma between them. Whether they are on the globe says the engine.
fn point(text: &str) -> Result<(f64, f64), String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    text.split_once(',')
        .and_then(|(north, east)| Some((number(north)?, number(east)?)))
        .ok_or_else(|| "write it as LATITUDE,LONGITUDE, such as 67.93,13.09".to_owned())
}

#[cfg(test)]
mod tests {
    use super::point;

    #[test]
    fn a_point_is_two_numbers() {
        assert_eq!(point("67.93, -13.09"), Ok((67.93, -13.09)));
        for wrong in ["", "67.93", "67,93,13", "north,east"] {
            assert!(point(wrong).is_err(), "{wrong}");
        }
    }
}
