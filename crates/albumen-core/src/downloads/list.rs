//! Lists what a download is to bring and gives each item its name, before the first byte is asked for. Names that clash get
//! a number in the order of the list, so that they are the same on every system and in every run.

use std::path::PathBuf;

use rusqlite::{Connection, Transaction};

use super::free::Names;
use super::look::{Have, Look, look};
use super::store::{self, Download, NewItem};
use super::template::Template;
use super::{Inner, names, sidecar};
use crate::error::CoreError;
use crate::index::IndexError;
use crate::items::ChosenItem;
use crate::items::chosen::Pieces;
use crate::jobs::JobHandle;
use crate::uploads::path_to_text;
use crate::view::{
    AlbumKey, Chosen, ConnectionKey, DownloadState, DownloadWhat, GridScope, SidecarKind, Span,
};
use crate::whole_file::places as files;

/// Where a download goes.
#[derive(Clone, Debug)]
pub(super) struct Root {
    /// The folder; of an archive, the one in which its files are gathered.
    pub folder: PathBuf,
    /// Its number in the register; an archive is not registered.
    pub folder_id: Option<i64>,
}

/// How items are named and what is to be beside them.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    pub template: Template,
    pub album: Option<AlbumKey>,
    pub sidecar: Option<SidecarKind>,
}

impl Naming {
    pub(super) fn of(download: &Download) -> Result<Self, CoreError> {
        let template =
            Template::read(&download.template).map_err(|why| CoreError::NameRule { why })?;
        Ok(Self {
            template,
            album: album_of(&download.what),
            sidecar: download.sidecar,
        })
    }
}

/// The album that is downloaded as one.
pub(super) fn album_of(what: &DownloadWhat) -> Option<AlbumKey> {
    match what {
        DownloadWhat::Album { album } => Some(*album),
        DownloadWhat::Chosen { chosen } => match chosen.scope {
            GridScope::Album { album } => Some(album),
            _ => None,
        },
        _ => None,
    }
}

/// An item with the name that it wishes for.
struct Wish {
    look: Look,
    album_id: i64,
    wished: String,
    /// The file that is there as it is to be.
    there: Option<store::Registered>,
}

impl Inner {
    /// The items of a download, in pieces.
    pub(super) async fn pieces(
        &self,
        of: ConnectionKey,
        what: &DownloadWhat,
    ) -> Result<Option<Pieces>, CoreError> {
        let all = |scope: GridScope, first: i64| Chosen {
            scope,
            spans: vec![Span {
                first,
                last: i64::MAX,
            }],
            keys: Vec::new(),
            without: Vec::new(),
        };
        let chosen = match what {
            DownloadWhat::Items { items } => {
                return Ok(Some(self.items.pieces_of(of, items.clone())));
            }
            DownloadWhat::Chosen { chosen } => chosen.clone(),
            DownloadWhat::Album { album } => all(GridScope::Album { album: *album }, 0),
            DownloadWhat::Search { text } => all(GridScope::Search { text: text.clone() }, 0),
            DownloadWhat::Everything {
                since_ms,
                added_since_ms,
            } => {
                let first = since_ms.map_or(0, |since_ms| {
                    crate::items::places::order(crate::items::places::wish(of, since_ms))
                });
                let shown = all(GridScope::All, first);
                let pieces = self.items.pieces_in(of, &shown).await?;
                return Ok(pieces.map(|pieces| match added_since_ms {
                    Some(since_ms) => pieces.added_since(*since_ms),
                    None => pieces,
                }));
            }
        };
        self.items.pieces_in(of, &chosen).await
    }

    /// The folder into which the files of a download go. It is made where it is not there.
    ///
    /// Errors: `FolderNotUsable`, `DiskFull`.
    pub(super) async fn root(&self, download: &Download) -> Result<Root, CoreError> {
        let folder = files::usable(&download.folder).await?;
        if download.zip.is_some() {
            let folder = files::usable(&folder.join(super::archive::gathered(download.id))).await?;
            return Ok(Root {
                folder,
                folder_id: None,
            });
        }
        let text = path_to_text(&folder).ok_or(CoreError::FolderNotUsable)?;
        let number = move |tx: &Transaction<'_>| store::folder_id(tx, &text);
        let folder_id = Some(self.frame.index.write_quietly(number).await?);
        Ok(Root { folder, folder_id })
    }

    /// Lists a download from its beginning.
    pub(super) async fn list(&self, download: &Download, job: &JobHandle) -> Result<(), CoreError> {
        job.note("Looking up what there is to download.");
        let naming = Naming::of(download)?;
        let root = self.root(download).await?;
        let id = download.id;
        let clear = move |tx: &Transaction<'_>| store::clear(tx, id);
        self.frame.index.write_quietly(clear).await?;
        let mut listed = 0_u32;
        let mut names = Names::default();
        if let Some(mut pieces) = self.pieces(download.connection, &download.what).await? {
            loop {
                let piece = pieces.next().await?;
                if piece.is_empty() {
                    break;
                }
                let looked = self.look_at(piece).await?;
                let (wishes, known) = self.wishes(looked, &naming, &root, names).await?;
                let (place, first) = (root.clone(), listed);
                let write = move |tx: &Transaction<'_>| {
                    let mut names = known;
                    let mut items = Vec::with_capacity(wishes.len());
                    for wish in wishes {
                        // Order: each is in the list before the next looks for a free name.
                        let item = named(tx, id, &place, wish, &mut names)?;
                        store::put(
                            tx,
                            id,
                            first + items.len() as u32,
                            std::slice::from_ref(&item),
                        )?;
                        items.push(());
                    }
                    Ok(((names, items.len()), false))
                };
                let (known, put) = self.frame.index.write_much(write).await?;
                names = known;
                listed = listed.saturating_add(u32::try_from(put).unwrap_or(u32::MAX));
                job.progress(0, Some(u64::from(listed)));
            }
        }
        let now_ms = self.frame.clock.now_ms();
        let all = move |tx: &Transaction<'_>| {
            store::all_listed(tx, id)?;
            let (from, to) = (DownloadState::Listing, DownloadState::Fetching);
            store::step(tx, id, from, to, None, now_ms)
        };
        self.frame.index.write(all).await?;
        self.point("listed");
        Ok(())
    }

    /// What is known of items, without those that left the library.
    pub(super) async fn look_at(&self, items: Vec<ChosenItem>) -> Result<Vec<Look>, CoreError> {
        let read = move |db: &Connection| {
            let mut looks = Vec::with_capacity(items.len());
            for item in &items {
                looks.extend(look(db, item.key)?);
            }
            Ok(looks)
        };
        Ok(self.frame.index.read(read).await?)
    }

    /// The names that items wish for, and what of them is there. The disk is looked at beside the runtime.
    async fn wishes(
        &self,
        looks: Vec<Look>,
        naming: &Naming,
        root: &Root,
        mut names: Names,
    ) -> Result<(Vec<Wish>, Names), CoreError> {
        let (naming, root) = (naming.clone(), root.clone());
        let work = move || {
            let mut wishes = Vec::with_capacity(looks.len());
            for mut look in looks {
                match root.folder_id {
                    Some(_) => look.drop_what_is_gone(),
                    None => look.registered.clear(),
                }
                let wish = wish(look, &naming, &root);
                names.read_folder(&root.folder, &wish.wished);
                wishes.push(wish);
            }
            (wishes, names)
        };
        let looked = tokio::task::spawn_blocking(work).await;
        looked.map_err(|_| CoreError::Closed)
    }
}

/// The name that an item wishes for in a folder.
pub(super) fn wished(look: &Look, naming: &Naming, root: &Root) -> (String, i64) {
    let album = look.album(naming.album, root.folder_id);
    let name = look.about(album.map(|(_, title)| title.as_str()));
    let album_id = match album {
        Some((album, _)) if naming.template.has_album() => album.0,
        _ => 0,
    };
    (naming.template.name(&name), album_id)
}

fn wish(look: Look, naming: &Naming, root: &Root) -> Wish {
    let (wished, album_id) = wished(&look, naming, root);
    let here = match root.folder_id.and_then(|id| look.have(id, album_id)) {
        Some(Have::Here(file)) if file.wished == wished => Some(file),
        _ => None,
    };
    let is_up_to_date = |file: &store::Registered| match naming.sidecar {
        None => true,
        Some(kind) => {
            let text = sidecar::text(&look.facts(), kind);
            let hash = blake3::hash(text.as_bytes());
            let beside = file.folder.join(sidecar::name(&file.path, kind));
            file.sidecar == Some(kind)
                && file.sidecar_hash.as_deref() == Some(hash.as_bytes().as_slice())
                && files::length(&beside) == Some(text.len() as u64)
        }
    };
    let there = here.filter(is_up_to_date);
    Wish {
        look,
        album_id,
        wished,
        there,
    }
}

/// Gives an item the first free name.
fn named(
    tx: &Transaction<'_>,
    id: crate::view::DownloadId,
    root: &Root,
    wish: Wish,
    names: &mut Names,
) -> Result<NewItem, IndexError> {
    let known = &wish.look.known;
    let who = (known.connection, known.google_id.as_str(), wish.album_id);
    let keeps = match root
        .folder_id
        .and_then(|id| wish.look.have(id, wish.album_id))
    {
        Some(Have::Here(file)) if file.wished == wish.wished => Some(file.path),
        _ => None,
    };
    let path = match keeps {
        Some(path) => path,
        None => names.free(&wish.wished, |path_key| {
            Ok(store::is_taken(tx, id, path_key)?
                || match root.folder_id {
                    Some(folder) => store::is_registered(tx, folder, path_key, who)?,
                    None => false,
                })
        })?,
    };
    Ok(NewItem {
        item: known.key,
        album_id: wish.album_id,
        file_name: known.file_name.clone(),
        path_key: names::key(&path),
        size_bytes: wish.there.as_ref().map(|file| file.size_bytes),
        there: wish.there.is_some(),
        wished: wish.wished,
        path,
    })
}
