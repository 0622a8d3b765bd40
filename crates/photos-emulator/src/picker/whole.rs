//! The whole library of an account, as the person sees it: what apps made, and what no app did.

use std::collections::HashMap;

use jiff::{Timestamp, tz::TimeZone};

use super::own;
use crate::{
    account::Who,
    app::App,
    library::{
        item::{Item, Kind},
        shelf::Span,
    },
    world::World,
};

/// An item, whoever made it.
pub(crate) fn item(app: &App, world: &World, who: Who, id: &str) -> Option<Item> {
    let kept = world.shelves.of(who).item(id);
    kept.map(|item| item.into_owned())
        .or_else(|| app.own.by_id(who, id))
}

/// All items, newest first, made one by one.
pub(crate) fn items<'a>(
    app: &'a App,
    world: &'a World,
    who: Who,
) -> impl Iterator<Item = Item> + use<'a> {
    let shelf = world.shelves.of(who);
    let mut kept = shelf
        .walk(Span::ALWAYS, None, true, true)
        .filter_map(|found| shelf.made(found))
        .peekable();
    let mut own = (0..app.own.count()).peekable();
    std::iter::from_fn(move || match (kept.peek(), own.peek()) {
        (Some(item), Some(number)) if item.created_ms < own::taken_ms(*number) => {
            own.next().map(|number| app.own.item(who, number))
        }
        (None, Some(_)) => own.next().map(|number| app.own.item(who, number)),
        _ => kept.next(),
    })
}

/// What a person writes into the search field: words of album names, months, years, and kinds.
pub(crate) struct Search<'a> {
    words: Vec<String>,
    albums: HashMap<&'a str, String>,
}

impl<'a> Search<'a> {
    /// A search in an account. Without words everything is found.
    pub(crate) fn new(world: &'a World, who: Who, text: &str) -> Self {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let mut albums: HashMap<&str, String> = HashMap::new();
        if !words.is_empty() {
            for album in &world.shelves.of(who).albums {
                for id in album.item_ids() {
                    let titles = albums.entry(id).or_default();
                    titles.push_str(&album.title.to_lowercase());
                    titles.push(' ');
                }
            }
        }
        Self { words, albums }
    }

    /// Whether each word is found in the item's albums, its day or its kind.
    pub(crate) fn finds(&self, item: &Item) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let kind = match item.kind {
            Kind::Photo => "photo",
            Kind::Video => "video",
        };
        let own_album = own::number(&item.id).and_then(own::album);
        let text = format!(
            "{} {} {} {kind}",
            self.albums.get(item.id.as_str()).map_or("", String::as_str),
            own_album.unwrap_or_default().to_lowercase(),
            day(item.created_ms).to_lowercase(),
        );
        self.words.iter().all(|word| text.contains(word))
    }
}

/// A day in words and figures, such as `4 June 2025 2025-06-04`.
fn day(ms: i64) -> String {
    let at = Timestamp::from_millisecond(ms).map(|at| at.to_zoned_datetime(TimeZone::UTC));
    at.map(|at| at.strftime("%-d %B %Y %Y-%m-%d").to_string())
        .unwrap_or_default()
}
