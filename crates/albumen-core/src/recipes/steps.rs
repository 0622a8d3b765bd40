//! What recipes do, one file for each. A step that was cut off finds out what it did before it does anything.

mod album;
mod call;
pub mod command;
mod download;
mod upload;

use serde_json::Value;

use super::rules::again::Trouble;
use super::rules::{Facts, template};
use super::store::runs::{Begun, Left, Run};
use super::{Inner, payload};
use crate::error::CoreError;
use crate::uploads::text_to_path;
use crate::view::{ItemKey, RecipeStep, UploadKey};

pub(super) use album::title_of;
pub(super) use download::parts_of;

/// What came of a step.
#[derive(Debug)]
pub enum Outcome {
    /// It is done.
    Done(Left),
    /// It goes on when this upload is settled.
    Held(UploadKey),
}

/// A step under way.
pub struct Doing<'a> {
    pub(super) inner: &'a Inner,
    pub(super) run: &'a Run,
    pub(super) begun: Begun,
}

/// What cannot be known of a step that was cut off.
const CUT_OFF: &str = "Albumen ended while this was under way. Whether it came to its end is not known, so it was not done a \
    second time. Choose Try again to do it once more.";

impl Doing<'_> {
    /// Does a step.
    pub(super) async fn take(&mut self, step: &RecipeStep) -> Result<Outcome, Trouble> {
        match step {
            RecipeStep::Upload { album } => self.upload(album.as_ref()).await,
            RecipeStep::AddToAlbum { album } => self.add_to_album(album).await.map(Outcome::Done),
            RecipeStep::Download { folder, below } => {
                self.download(folder, below).await.map(Outcome::Done)
            }
            RecipeStep::Describe { text, replace } => {
                self.describe(text, *replace).await.map(Outcome::Done)
            }
            RecipeStep::Notify { text } => self.notify(text).await.map(Outcome::Done),
            RecipeStep::Run {
                program,
                args,
                limit_s,
            } => {
                self.not_cut_off()?;
                let input = self.payload(true).await?;
                let folder = self.inner.frame.paths.recipes();
                let ran = command::run(program, args, *limit_s, (&input, &folder)).await?;
                Ok(Outcome::Done(said(ran)))
            }
            RecipeStep::Call { url } => {
                self.not_cut_off()?;
                self.call(url).await.map(Outcome::Done)
            }
        }
    }

    /// What was kept of this step before, under a name.
    fn kept(&self, name: &str) -> Option<&Value> {
        self.begun.data.get(name)
    }

    fn not_cut_off(&self) -> Result<(), Trouble> {
        match self.begun.cut_off {
            true => Err(Trouble::Never(CUT_OFF.to_owned())),
            false => Ok(()),
        }
    }

    /// What is known of the thing by now.
    async fn facts(&self) -> Result<Facts, Trouble> {
        let facts = self.inner.facts(self.run).await?;
        facts.ok_or_else(|| {
            Trouble::Never(match self.run.item {
                Some(_) => "This photo is not in the library any more.".to_owned(),
                None => "The file is not on this computer any more.".to_owned(),
            })
        })
    }

    fn item(&self) -> Result<ItemKey, Trouble> {
        self.run
            .item
            .ok_or_else(|| Trouble::Never("This is not in the library.".to_owned()))
    }

    fn file(&self) -> Result<std::path::PathBuf, Trouble> {
        let path = self.run.path.as_deref().map(text_to_path);
        path.ok_or_else(|| Trouble::Never("There is no file for this on this computer.".to_owned()))
    }

    /// A text with its words filled in.
    async fn filled(&self, text: &str) -> Result<String, Trouble> {
        template::fill(text, &self.facts().await?).map_err(Trouble::Never)
    }

    async fn payload(&self, here: bool) -> Result<Value, Trouble> {
        Ok(payload::of(self.run, &self.facts().await?, here))
    }

    async fn describe(&self, text: &str, replace: bool) -> Result<Left, Trouble> {
        let item = self.item()?;
        let text = self.filled(text).await?;
        let text = text.trim();
        let before = self.facts().await?.description.unwrap_or_default();
        if before == text {
            return Ok(said("It was described so already."));
        }
        if !before.is_empty() && !replace {
            return Ok(said("There is a description, which stays."));
        }
        let of = self.run.connection;
        self.inner.items.describe_one(of, item, text).await?;
        Ok(said(format!("Described as \u{201c}{text}\u{201d}.")))
    }

    async fn notify(&self, text: &str) -> Result<Left, Trouble> {
        let text = self.filled(text).await?;
        // One that was cut off was shown or is of yesterday: once is enough.
        if !self.begun.cut_off {
            let events = &self.inner.frame.events;
            events.recipe_says(&self.run.spec.name, &text);
        }
        Ok(said(format!("Told you \u{201c}{text}\u{201d}.")))
    }
}

fn said(words: impl Into<String>) -> Left {
    Left {
        said: Some(words.into()),
        ..Left::default()
    }
}

/// A failure of the disk, by the name of the file alone.
fn disk(path: &std::path::Path, error: std::io::Error) -> Trouble {
    CoreError::file(path, error).into()
}
