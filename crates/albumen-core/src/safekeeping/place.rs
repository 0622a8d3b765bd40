//! Where a file of a report lies.

use std::path::PathBuf;

use super::{Safekeeping, store};
use crate::error::CoreError;
use crate::uploads::text_to_path;
use crate::view::ConnectionKey;

impl Safekeeping {
    /// Where a file lies that a report names, also where its name is no text. Whether it is still there is not looked at.
    ///
    /// Errors: `NotFound` where there is no such report, or no such file in it.
    pub async fn place(
        &self,
        of: ConnectionKey,
        folder: &str,
        file: &str,
    ) -> Result<PathBuf, CoreError> {
        let (_, report) = self.find(of, folder).await?;
        let shown = file.to_owned();
        let read = self
            .frame
            .index
            .read(move |db| store::path_of(db, report, &shown));
        let text = read.await?.ok_or(CoreError::NotFound { what: "file" })?;
        Ok(text_to_path(&text))
    }
}
