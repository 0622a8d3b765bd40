//! What a download would bring, how its files would be named, and what it costs. Nothing is asked of Google for it.

use rusqlite::Connection;

use super::list::{Naming, Root, album_of, wished};
use super::look::Have;
use super::{Inner, archive, rules, store};
use crate::albums;
use crate::error::CoreError;
use crate::items;
use crate::quota::rules::LOADS_A_DAY;
use crate::uploads::path_to_text;
use crate::view::{
    ConnectionKey, DownloadForecast, DownloadName, DownloadNames, DownloadRequest, DownloadWhat,
    ItemState,
};

/// How many names are shown of a template.
const SHOWN: usize = 4;

impl Inner {
    /// The connection of what is asked for.
    ///
    /// Errors: `NoConnection`, `NotFound`.
    pub(super) async fn connection_of(
        &self,
        what: &DownloadWhat,
    ) -> Result<ConnectionKey, CoreError> {
        let of = match what {
            DownloadWhat::Items { items } => {
                let first = items.first().copied();
                let read = move |db: &Connection| match first {
                    Some(key) => items::known(db, key),
                    None => Ok(None),
                };
                let known = self.frame.index.read(read).await?;
                Some(
                    known
                        .ok_or(CoreError::NotFound { what: "photo" })?
                        .connection,
                )
            }
            DownloadWhat::Album { album } => {
                let album = *album;
                let read = move |db: &Connection| albums::connection_of(db, album);
                let of = self.frame.index.read(read).await?;
                Some(of.ok_or(CoreError::NotFound { what: "album" })?)
            }
            _ => self.connections.current().await?,
        };
        of.ok_or(CoreError::NoConnection)
    }

    /// Where a request goes, as far as that is known: nothing is made.
    async fn root_of(&self, request: &DownloadRequest) -> Result<Root, CoreError> {
        let folder = std::path::absolute(&request.to).unwrap_or_default();
        let text = path_to_text(&folder).filter(|_| request.zip.is_none());
        let folder_id = match text {
            Some(text) => {
                let read = move |db: &Connection| store::known_folder(db, &text);
                self.frame.index.read(read).await?
            }
            None => None,
        };
        Ok(Root { folder, folder_id })
    }

    pub(super) async fn forecast(
        &self,
        request: &DownloadRequest,
    ) -> Result<DownloadForecast, CoreError> {
        let of = self.connection_of(&request.what).await?;
        let root = self.root_of(request).await?;
        let has_album = super::template::Template::read(&request.template)
            .is_ok_and(|template| template.has_album());
        let asked = album_of(&request.what);
        let mut sum = DownloadForecast {
            loads_a_day: LOADS_A_DAY,
            ..DownloadForecast::default()
        };
        if let Some(mut pieces) = self.pieces(of, &request.what).await? {
            loop {
                let piece = pieces.next().await?;
                if piece.is_empty() {
                    break;
                }
                let looks = self.look_at(piece).await?;
                let folder_id = root.folder_id;
                let counting = tokio::task::spawn_blocking(move || {
                    for mut look in looks {
                        look.drop_what_is_gone();
                        let album = look.album(asked, folder_id).filter(|_| has_album);
                        let album_id = album.map_or(0, |(album, _)| album.0);
                        sum.items += 1;
                        let have = look.have(folder_id.unwrap_or(0), album_id);
                        let other = matches!(have, Some(Have::Elsewhere(_)));
                        let own = look.original();
                        match have {
                            Some(Have::Here(_) | Have::Stray(_)) => sum.there += 1,
                            _ if own.is_some() || other => {
                                sum.originals += 1;
                                let size =
                                    own.and_then(|own| crate::whole_file::places::length(&own));
                                let size =
                                    size.or(look.registered.first().map(|file| file.size_bytes));
                                sum.original_bytes += size.unwrap_or(0);
                            }
                            _ if look.known.picked || look.known.state == ItemState::Failed => {
                                sum.lost += 1;
                            }
                            _ => {
                                sum.copies += 1;
                                let waits = look.known.state == ItemState::Processing;
                                sum.processing += u32::from(waits);
                            }
                        }
                    }
                    sum
                });
                sum = counting.await.map_err(|_| CoreError::Closed)?;
            }
        }
        let counted = self.connections.counted_of_project(of).await?;
        sum.loads_left = rules::loads_left(counted.media_requests);
        sum.days = rules::days(sum.copies, sum.loads_left);
        Ok(sum)
    }

    pub(super) async fn names(
        &self,
        request: &DownloadRequest,
    ) -> Result<DownloadNames, CoreError> {
        let of = self.connection_of(&request.what).await?;
        let template = match super::template::Template::read(&request.template) {
            Ok(template) => template,
            Err(problem) => {
                return Ok(DownloadNames {
                    names: Vec::new(),
                    problem: Some(problem),
                });
            }
        };
        let naming = Naming {
            template,
            album: album_of(&request.what),
            sidecar: None,
        };
        let root = self.root_of(request).await?;
        let mut names = Vec::new();
        if let Some(mut pieces) = self.pieces(of, &request.what).await? {
            let mut piece = pieces.next().await?;
            piece.truncate(SHOWN);
            let looks = self.look_at(piece).await?;
            let naming_them = tokio::task::spawn_blocking(move || {
                let name = |look: super::look::Look| DownloadName {
                    item: look.known.key,
                    file_name: look.known.file_name.clone(),
                    path: wished(&look, &naming, &root).0,
                    original: look.original().is_some(),
                };
                looks.into_iter().map(name).collect::<Vec<_>>()
            });
            names = naming_them.await.map_err(|_| CoreError::Closed)?;
        }
        if let Some(zip) = &request.zip {
            let zip = archive::file_name(zip);
            for name in &mut names {
                name.path = format!("{zip}/{}", name.path);
            }
        }
        Ok(DownloadNames {
            names,
            problem: None,
        })
    }

    /// What was asked for, in words.
    pub(super) async fn title(
        &self,
        of: ConnectionKey,
        what: &DownloadWhat,
    ) -> Result<String, CoreError> {
        let items = |count: u32| match count {
            1 => "1 item".to_owned(),
            some => format!("{some} items"),
        };
        Ok(match what {
            DownloadWhat::Items { items: keys } => match keys.as_slice() {
                [one] => {
                    let one = *one;
                    let read = move |db: &Connection| items::known(db, one);
                    let known = self.frame.index.read(read).await?;
                    known.map_or_else(|| items(1), |known| known.file_name)
                }
                some => items(u32::try_from(some.len()).unwrap_or(u32::MAX)),
            },
            DownloadWhat::Chosen { .. } => match self.pieces(of, what).await? {
                Some(pieces) => items(pieces.count().await?),
                None => items(0),
            },
            DownloadWhat::Album { album } => {
                let album = *album;
                let read = move |db: &Connection| albums::title_of(db, album);
                let title = self.frame.index.read(read).await?;
                format!("Album \u{201c}{}\u{201d}", title.unwrap_or_default())
            }
            DownloadWhat::Search { text } => format!("Search \u{201c}{}\u{201d}", text.trim()),
            DownloadWhat::Everything {
                since_ms,
                added_since_ms,
            } => {
                let mut title = "Everything".to_owned();
                if let Some(since_ms) = since_ms {
                    // Google: a time of taking is what the camera's clock said, written as if it were UTC.
                    let since = jiff::Timestamp::from_millisecond(*since_ms).unwrap_or_default();
                    title.push_str(&since.strftime(" since %-d %B %Y").to_string());
                }
                if let Some(since_ms) = added_since_ms {
                    let since = self.frame.clock.shown(*since_ms);
                    title.push_str(&since.strftime(" added since %-d %B %Y").to_string());
                }
                title
            }
        })
    }
}
