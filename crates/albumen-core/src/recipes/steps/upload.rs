//! Uploading a file, through the same queue as everything else.

use serde_json::{Value, json};

use super::{Doing, Outcome};
use crate::recipes::rules::again::Trouble;
use crate::recipes::rules::chain;
use crate::recipes::store::marks;
use crate::recipes::store::runs::Left;
use crate::uploads::{Standing, path_to_text};
use crate::view::{AlbumLayout, MissingDates, PlanOptions, RecipeAlbum, UploadKey};

impl Doing<'_> {
    pub(super) async fn upload(&mut self, album: Option<&RecipeAlbum>) -> Result<Outcome, Trouble> {
        let kept = self.kept("upload").and_then(Value::as_i64).map(UploadKey);
        let Some(upload) = kept else {
            let upload = self.enqueue(album).await?;
            self.keep_upload(upload, false).await?;
            return Ok(Outcome::Held(upload));
        };
        match self.inner.uploads.standing(upload).await? {
            Standing::Open => Ok(Outcome::Held(upload)),
            Standing::There { item, before } => self.there(item, before).map(Outcome::Done),
            Standing::Gone => {
                let file = self.real_file().await?;
                let of = self.run.connection;
                let item = self.inner.uploads.item_of_file(of, &file).await?;
                match item {
                    Some(_) => self.there(item, false).map(Outcome::Done),
                    None => Err(Trouble::Never(
                        "It was taken out of Uploads before it was sent.".to_owned(),
                    )),
                }
            }
            Standing::Failed { why, again } => {
                let failed_before = self.kept("failed").and_then(Value::as_bool);
                if failed_before == Some(true) {
                    // It is tried again now, by the queue.
                    self.keep_upload(upload, false).await?;
                    self.inner.uploads.retry(upload).await?;
                    return Ok(Outcome::Held(upload));
                }
                self.keep_upload(upload, true).await?;
                Err(match again {
                    true => Trouble::Again(why),
                    false => Trouble::Never(why),
                })
            }
        }
    }

    async fn keep_upload(&self, upload: UploadKey, failed: bool) -> Result<(), Trouble> {
        let data = json!({ "upload": upload.0, "failed": failed });
        Ok(self.inner.keep(self.run, data).await?)
    }

    fn there(&self, item: Option<crate::view::ItemKey>, before: bool) -> Result<Left, Trouble> {
        let words = match before {
            true => "It was in Google Photos already and was not sent again.",
            false => "Uploaded.",
        };
        Ok(Left {
            said: Some(words.to_owned()),
            item,
            path: None,
        })
    }

    /// Puts the file in the queue once: what was cut off looks for its row first.
    async fn enqueue(&self, album: Option<&RecipeAlbum>) -> Result<UploadKey, Trouble> {
        let inner = self.inner;
        let of = self.run.connection;
        let file = self.real_file().await?;
        let after = match self.kept("after").and_then(Value::as_i64) {
            Some(after) => after,
            None => {
                let newest = inner.uploads.newest().await?;
                inner.keep(self.run, json!({ "after": newest })).await?;
                newest
            }
        };
        if let Some(row) = inner.uploads.row_of(of, &file, after).await? {
            return Ok(row);
        }
        self.leave_mark(&file).await?;
        let options = PlanOptions {
            albums: self.layout(album).await?,
            dates: MissingDates::Leave,
            captions: true,
        };
        let root = file.parent().unwrap_or(&file).to_owned();
        let plans = inner.uploads.plans();
        plans.take_in(of, root, vec![file.clone()], options).await?;
        let row = inner.uploads.row_of(of, &file, after).await?;
        row.ok_or_else(|| Trouble::Never("This file cannot be uploaded.".to_owned()))
    }

    async fn layout(&self, album: Option<&RecipeAlbum>) -> Result<AlbumLayout, Trouble> {
        Ok(match album {
            None => AlbumLayout::None,
            Some(RecipeAlbum::Existing { album }) => {
                let found = self.inner.albums.find(*album).await?;
                AlbumLayout::Into { album: found.key }
            }
            Some(RecipeAlbum::Named { title }) => AlbumLayout::One {
                title: super::title_of(&self.filled(title).await?),
            },
        })
    }

    /// What comes of this upload carries the recipes that led to it.
    async fn leave_mark(&self, file: &std::path::Path) -> Result<(), Trouble> {
        let Some(path) = path_to_text(file) else {
            return Ok(());
        };
        let chain = chain::after(&self.run.chain, self.run.recipe);
        self.inner.mark(marks::sent(&path), chain).await
    }

    /// The file behind a link, as the queue knows it.
    async fn real_file(&self) -> Result<std::path::PathBuf, Trouble> {
        let file = self.file()?;
        tokio::fs::canonicalize(&file)
            .await
            .map_err(|_| Trouble::Again("The file is not on this computer right now.".to_owned()))
    }
}
