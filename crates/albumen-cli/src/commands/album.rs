//! `album …`

use albumen_core::Core;
use albumen_core::view::{
    AddOrder, AlbumEnd, AlbumPlace, AlbumView, ItemKey, LinkState, ShareWith,
};

use super::{contents, find_album, joined, links, share};
use crate::args::{AlbumCommand, Order};
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
        AlbumCommand::Rename { album, title } => {
            let album = find_album(core, &album).await?;
            let album = core.albums().rename(album.key, &title).await?;
            out.print(&album, |album| vec![row(album).join("  ")]);
        }
        AlbumCommand::Cover { album, item } => {
            let album = find_album(core, &album).await?;
            let album = core.albums().set_cover(album.key, ItemKey(item)).await?;
            out.print(&album, |album| vec![row(album).join("  ")]);
        }
        AlbumCommand::Add {
            contents: args,
            order,
        } => {
            let order = match order {
                Order::Named => AddOrder::AsChosen,
                Order::Oldest => AddOrder::OldestFirst,
                Order::Newest => AddOrder::NewestFirst,
            };
            contents::add(core, &args, order, out).await?;
        }
        AlbumCommand::Remove(args) => contents::remove(core, &args, out).await?,
        AlbumCommand::Text { album, text, first } => {
            let album = find_album(core, &album).await?;
            core.albums().add_text(album.key, &text, end(first)).await?;
            put_in(&album, "The text", out);
        }
        AlbumCommand::Place {
            album,
            name,
            at: (latitude, longitude),
            first,
        } => {
            let album = find_album(core, &album).await?;
            let place = AlbumPlace {
                name,
                latitude,
                longitude,
            };
            core.albums()
                .add_place(album.key, place, end(first))
                .await?;
            put_in(&album, "The place", out);
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
        AlbumCommand::Shared => links::shared(core, out).await?,
        AlbumCommand::Joined => joined::list(core, out).await?,
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

fn end(first: bool) -> AlbumEnd {
    match first {
        true => AlbumEnd::First,
        false => AlbumEnd::Last,
    }
}

fn put_in(album: &AlbumView, what: &str, out: Output) {
    out.print(album, |album| {
        vec![format!(
            "{what} is in “{}”. Google shows it on the album's page.",
            album.title
        )]
    });
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
