//! `album …`

use albumen_core::Core;
use albumen_core::view::{AlbumView, LinkState, LinkView, ShareOutcome, ShareWith};

use super::find_album;
use crate::args::AlbumCommand;
use crate::failure::Failure;
use crate::output::{Output, note, table};

/// Runs one `album` command.
pub async fn run(core: &Core, command: AlbumCommand, out: Output) -> Result<(), Failure> {
    match command {
        AlbumCommand::List => {
            let albums = core.albums().list().await?;
            out.print(&albums, |albums| {
                table(&albums.iter().map(row).collect::<Vec<_>>())
            });
        }
        AlbumCommand::Get { album } => {
            let album = find_album(core, &album).await?;
            out.print(&album, |album| vec![row(album).join("  ")]);
        }
        AlbumCommand::Create { title } => {
            let album = core.albums().create(&title).await?;
            out.print(&album, |album| vec![row(album).join("  ")]);
        }
        AlbumCommand::Share {
            album,
            collaborate,
            comment,
        } => {
            let album = find_album(core, &album).await?;
            let with = ShareWith {
                collaborative: collaborate,
                commentable: comment,
            };
            match core.sharing().share(album.key, with).await? {
                ShareOutcome::Link { link } => {
                    if is_sample(core).await? {
                        note(
                            "albumen-cli: the sample service ends with this command; the link works again whenever it runs.",
                        );
                    }
                    print_link(&link, out);
                }
                ShareOutcome::Stopped | ShareOutcome::InBrowser => {
                    return Err(by_hand(core, &album, "switch sharing on").await);
                }
            }
        }
        AlbumCommand::Unshare { album } => {
            let album = find_album(core, &album).await?;
            match core.sharing().unshare(album.key).await? {
                ShareOutcome::InBrowser => {
                    return Err(by_hand(core, &album, "switch sharing off").await);
                }
                outcome => out.print(&outcome, |_| {
                    vec![format!("“{}” is no longer shared.", album.title)]
                }),
            }
        }
        AlbumCommand::Link { album } => {
            let album = find_album(core, &album).await?;
            match album.link {
                Some(link) if link.state != LinkState::Dead => print_link(&link, out),
                Some(_) => {
                    return Err(Failure::Asked(format!(
                        "The link of “{}” no longer works. Share the album again to get a new one.",
                        album.title
                    )));
                }
                None => {
                    return Err(Failure::Asked(format!(
                        "“{}” has no link. Share it first: album share {}",
                        album.title, album.key.0
                    )));
                }
            }
        }
    }
    Ok(())
}

/// Whether the current connection is one of the sample library.
async fn is_sample(core: &Core) -> Result<bool, Failure> {
    let current = core.connections().current().await?;
    let connections = core.connections().list().await?;
    Ok(connections
        .iter()
        .any(|connection| Some(connection.key) == current && connection.is_sample))
}

fn print_link(link: &LinkView, out: Output) {
    out.print(link, |link| vec![link.url.clone()]);
}

/// Google lets only the person do it: says so, with the page on which it is done.
async fn by_hand(core: &Core, album: &AlbumView, what: &str) -> Failure {
    let page = core.albums().page_url(album.key).await.ok().flatten();
    let page = page.map_or_else(
        || "https://photos.google.com/albums".to_owned(),
        |url| url.to_string(),
    );
    Failure::Asked(format!(
        "Google no longer lets apps {what}. “{}” is unchanged. Open its page in a browser, press Share, and do it there: {page}",
        album.title
    ))
}

fn row(album: &AlbumView) -> Vec<String> {
    let shared = match album.link.as_ref().map(|link| link.state) {
        Some(LinkState::Alive | LinkState::Unknown) => "shared",
        Some(LinkState::Dead) => "dead link",
        None => "",
    };
    let items = if album.items == 1 {
        "1 item".to_owned()
    } else {
        format!("{} items", album.items)
    };
    vec![
        album.key.0.to_string(),
        album.title.clone(),
        items,
        shared.to_owned(),
    ]
}
