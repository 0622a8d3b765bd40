//! Sharing by API, as it was until 31 March 2025. Today's rules refuse it before it gets here.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Ask,
    album::{Album, Share},
    albums::{self, own_album},
    listing::Listing,
    payload, search, wire,
};
use crate::{account::Who, app::App, error::ApiError, random};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShareRequest {
    #[serde(alias = "sharedAlbumOptions")]
    shared_album_options: Option<Options>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    #[serde(alias = "isCollaborative")]
    is_collaborative: Option<bool>,
    #[serde(alias = "isCommentable")]
    is_commentable: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoFields {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenRequest {
    #[serde(default, alias = "shareToken", deserialize_with = "payload::text")]
    share_token: String,
}

/// A new link, which nobody can guess.
pub(crate) fn new_share(collaborative: bool, commentable: bool) -> Share {
    Share {
        token: random::token("AF1QipN", 36),
        key: random::token("", 24),
        collaborative,
        commentable,
    }
}

/// Switches the link of an album off.
pub(crate) fn end_share(app: &App, who: Who, album_id: &str) -> bool {
    let mut world = app.world();
    let share = world
        .shelves
        .of_mut(who)
        .album_mut(album_id)
        .and_then(|album| album.share.take());
    let Some(share) = share else { return false };
    for other in Who::BOTH {
        world
            .shelves
            .of_mut(other)
            .joined
            .retain(|token| *token != share.token);
    }
    world.touch();
    true
}

/// `albums.share`.
pub(super) fn share(ask: &Ask) -> Result<Value, ApiError> {
    let request: ShareRequest = payload::parse(&ask.body)?;
    let options = request.shared_album_options.unwrap_or_default();
    let (collaborative, commentable) = (
        options.is_collaborative.unwrap_or(false),
        options.is_commentable.unwrap_or(false),
    );
    let mut world = ask.app.world();
    let album = own_album(
        world.shelves.of_mut(ask.caller.who).album_mut(&ask.id),
        &ask.caller.client_id,
    )?;
    let share = album
        .share
        .get_or_insert_with(|| new_share(collaborative, commentable))
        .clone();
    world.touch();
    Ok(json!({ "shareInfo": wire::share_info(&ask.app, &share, true) }))
}

/// `albums.unshare`.
pub(super) fn unshare(ask: &Ask) -> Result<Value, ApiError> {
    let NoFields {} = payload::parse(&ask.body)?;
    own_album(
        ask.app
            .world()
            .shelves
            .of_mut(ask.caller.who)
            .album_mut(&ask.id),
        &ask.caller.client_id,
    )?;
    if !end_share(&ask.app, ask.caller.who, &ask.id) {
        return Err(ApiError::invalid("The album is not shared."));
    }
    Ok(json!({}))
}

/// `sharedAlbums.list`: what the account shares and what it joined.
pub(super) fn list(ask: &Ask) -> Result<Value, ApiError> {
    let size = ask.query.number("pageSize")?;
    let listing = Listing::open(
        ask,
        "sharedAlbums.list",
        albums::SIZES,
        size,
        ask.query.one("pageToken"),
        "",
    )?;
    let world = ask.app.world();
    let shelf = world.shelves.of(ask.caller.who);
    let own = shelf
        .albums
        .iter()
        .filter(|album| album.share.is_some() && ask.caller.sees(&album.client_id));
    let joined = shelf
        .joined
        .iter()
        .filter_map(|token| world.shared_album(token));
    let all: Vec<(Who, &Album)> = own
        .map(|album| (ask.caller.who, album))
        .chain(joined)
        .collect();
    let refs: Vec<&(Who, &Album)> = all.iter().collect();
    let page = albums::pages(listing, &refs);
    let found: Vec<_> = page
        .entries
        .into_iter()
        .map(|(owner, album)| {
            wire::album(
                &ask.app,
                *owner,
                world.shelves.of(*owner),
                album,
                &ask.caller,
            )
        })
        .collect();
    Ok(search::list(
        "sharedAlbums",
        json!(found),
        page.next_page_token.as_deref(),
    ))
}

/// `sharedAlbums.get`, by share token.
pub(super) fn get(ask: &Ask) -> Result<Value, ApiError> {
    let world = ask.app.world();
    let (owner, album) = world
        .shared_album(&ask.id)
        .ok_or_else(ApiError::not_found)?;
    Ok(json!(wire::album(
        &ask.app,
        owner,
        world.shelves.of(owner),
        album,
        &ask.caller
    )))
}

/// `sharedAlbums.join`.
pub(super) fn join(ask: &Ask) -> Result<Value, ApiError> {
    let token = payload::parse::<TokenRequest>(&ask.body)?.share_token;
    let mut world = ask.app.world();
    let (owner, album) = world
        .shared_album(&token)
        .ok_or_else(|| ApiError::invalid("Invalid share token."))?;
    let answer = json!({ "album": wire::album(&ask.app, owner, world.shelves.of(owner), album, &ask.caller) });
    let joined = &mut world.shelves.of_mut(ask.caller.who).joined;
    if owner != ask.caller.who && !joined.contains(&token) {
        joined.push(token);
    }
    world.touch();
    Ok(answer)
}

/// `sharedAlbums.leave`.
pub(super) fn leave(ask: &Ask) -> Result<Value, ApiError> {
    let token = payload::parse::<TokenRequest>(&ask.body)?.share_token;
    let mut world = ask.app.world();
    let joined = &mut world.shelves.of_mut(ask.caller.who).joined;
    let before = joined.len();
    joined.retain(|kept| *kept != token);
    if joined.len() == before {
        return Err(ApiError::invalid("The user has not joined this album."));
    }
    world.touch();
    Ok(json!({}))
}
