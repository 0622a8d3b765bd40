//! `album …`

use albumen_core::Core;
use albumen_core::view::{AlbumView, LinkState, ShareWith};

use super::{find_album, joined, share};
use crate::args::AlbumCommand;
use crate::failure::Failure;
use crate::output::{Output, table};

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
            link,
            collaborate,
            comment,
        } => {
            let album = find_album(core, &album).await?;
            let with = ShareWith {
                collaborative: collaborate,
                commentable: comment,
            };
            share::share(core, &album, with, link, out).await?;
        }
        AlbumCommand::Unshare { album, wait } => {
            let album = find_album(core, &album).await?;
            share::unshare(core, &album, wait, out).await?;
        }
        AlbumCommand::Shared => joined::list(core, out).await?,
        AlbumCommand::Join { link } => joined::join(core, link, out).await?,
        AlbumCommand::Leave { album } => joined::leave(core, &album, out).await?,
        AlbumCommand::Link { album } => {
            let album = find_album(core, &album).await?;
            match album.link {
                Some(link) if link.state != LinkState::Dead => share::print_link(&link, out),
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
