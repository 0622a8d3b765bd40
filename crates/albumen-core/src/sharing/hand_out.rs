//! Links that leave the register as a text, a page or a picture. A link that is dead is handed to nobody: only the tables,
//! which say how each stands, have those too.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Sharing;
use super::formats::{self, Entry};
use super::qr::{self, Squares};
use crate::error::CoreError;
use crate::view::{HandedOut, ItemKey, LinkFormat, LinkKey, LinkState, LinkView, QrView};
use crate::whole_file;

/// A cover that is put into a page is not larger than this.
const MAX_COVER_BYTES: usize = 300_000;

const TOO_LONG: CoreError = CoreError::BadSetting {
    why: "This link is too long for a QR code. It can be copied as it is.",
};

impl Sharing {
    /// Links of the current connection in this form: those of `keys`, in their order, or all.
    ///
    /// Errors: `NotFound` where none is left to hand on.
    pub async fn hand_out(
        &self,
        keys: Option<&[LinkKey]>,
        format: LinkFormat,
    ) -> Result<(String, HandedOut), CoreError> {
        let chosen = self.chosen(keys).await?;
        let all = chosen.len();
        let says_state = matches!(format, LinkFormat::Csv | LinkFormat::Json);
        let mut entries = Vec::with_capacity(all);
        for link in chosen {
            if !says_state && link.state == LinkState::Dead {
                continue;
            }
            let cover = match (format, link.cover) {
                (LinkFormat::Html, Some(cover)) => self.cover(cover).await,
                _ => None,
            };
            entries.push(Entry { link, cover });
        }
        let text = match format {
            LinkFormat::Text => formats::text(&entries),
            LinkFormat::Markdown => formats::markdown(&entries),
            LinkFormat::Csv => formats::csv(&entries).map_err(|_| CoreError::NotALink)?,
            LinkFormat::Html => formats::html(&entries),
            LinkFormat::Json => formats::json(&entries).map_err(|_| CoreError::NotALink)?,
        };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let out = HandedOut {
            links: count(entries.len()),
            dead: count(all - entries.len()),
        };
        Ok((text, out))
    }

    /// Writes links to a file. It is whole or not touched. Errors: as [`Sharing::hand_out`], `File`, `DiskFull`.
    pub async fn write_out(
        &self,
        keys: Option<&[LinkKey]>,
        format: LinkFormat,
        to: &Path,
    ) -> Result<HandedOut, CoreError> {
        let (text, out) = self.hand_out(keys, format).await?;
        whole_file::write(to, text.into_bytes()).await?;
        Ok(out)
    }

    /// The QR code of a link.
    ///
    /// Errors: `NotFound`, `BadSetting` where the link is too long for one.
    pub async fn qr(&self, key: LinkKey) -> Result<QrView, CoreError> {
        Ok(self.squares(key).await?.view())
    }

    /// Writes the QR code of a link to a file: SVG where its name ends so, otherwise PNG.
    ///
    /// Errors: as [`Sharing::qr`], `File`, `DiskFull`.
    pub async fn save_qr(&self, key: LinkKey, to: &Path) -> Result<(), CoreError> {
        let squares = self.squares(key).await?;
        let is_svg = to
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
        let bytes = if is_svg {
            squares.svg().into_bytes()
        } else {
            squares
                .png()
                .map_err(|error| CoreError::file(to, std::io::Error::other(error)))?
        };
        whole_file::write(to, bytes).await
    }

    async fn squares(&self, key: LinkKey) -> Result<Squares, CoreError> {
        qr::squares(&self.link_url(key).await?).ok_or(TOO_LONG)
    }

    async fn chosen(&self, keys: Option<&[LinkKey]>) -> Result<Vec<LinkView>, CoreError> {
        let Some(keys) = keys else {
            return self.links().await;
        };
        let mut chosen = Vec::with_capacity(keys.len());
        for key in keys {
            chosen.push(self.find(*key).await?.link);
        }
        Ok(chosen)
    }

    /// A cover that is in the cache, as an address that holds it. Nothing is fetched for it.
    async fn cover(&self, key: ItemKey) -> Option<String> {
        let picture = self.pictures.at_hand(key).await.ok().flatten()?;
        let content_type = picture.content_type;
        let bytes = picture.read().await.ok()?;
        (bytes.len() <= MAX_COVER_BYTES)
            .then(|| format!("data:{content_type};base64,{}", STANDARD.encode(bytes)))
    }
}
