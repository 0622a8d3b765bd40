//! Pictures of items that left the index.

use super::cache::Cache;
use super::{Pictures, store};
use crate::error::CoreError;
use crate::view::ConnectionKey;

impl Pictures {
    /// Takes the pictures of items away for good: rows and files.
    pub(crate) async fn forget(
        &self,
        items: Vec<(ConnectionKey, String)>,
    ) -> Result<(), CoreError> {
        self.inner.cache.forget(items).await
    }
}

impl Cache {
    async fn forget(&self, items: Vec<(ConnectionKey, String)>) -> Result<(), CoreError> {
        let remove = move |tx: &rusqlite::Transaction<'_>| store::remove_of(tx, &items);
        let gone = self.frame.index.write_quietly(remove).await?;
        self.remove_files(gone).await;
        Ok(())
    }
}
