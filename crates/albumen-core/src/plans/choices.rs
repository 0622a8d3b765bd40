//! What the person decides in a plan before it is started.

use super::{NO_PLAN, Plans, layout, store};
use crate::error::CoreError;
use crate::view::{AlbumKey, AlbumLayout, PlanAlbumKey, PlanFileKey, PlanKey, PlanOptions};

impl Plans {
    /// Changes what is decided. Another choice of albums names them anew.
    ///
    /// Errors: `NotFound`, also where files shall go into an album of another connection.
    pub async fn set_options(&self, plan: PlanKey, wanted: PlanOptions) -> Result<(), CoreError> {
        self.changing(plan, move |tx| {
            let Some((of, before, _)) = store::plan(tx, plan)? else {
                return Ok(false);
            };
            if let AlbumLayout::Into { album } = &wanted.albums
                && crate::uploads::album_connection(tx, *album)? != Some(of)
            {
                return Ok(false);
            }
            store::set_options(tx, plan, &wanted)?;
            if before.albums != wanted.albums {
                layout::lay_out(tx, plan, of, &wanted.albums, false)?;
            }
            Ok(true)
        })
        .await?;
        if let Some(work) = self.work(plan) {
            work.person_chose();
        }
        Ok(())
    }

    /// Gives an album of a plan another name.
    ///
    /// Errors: `BadTitle`, `NotFound`.
    pub async fn rename_album(
        &self,
        plan: PlanKey,
        album: PlanAlbumKey,
        title: &str,
    ) -> Result<(), CoreError> {
        let title = crate::albums::rules::title(title)?;
        self.changing(plan, move |tx| {
            let Some((_, mut options, _)) = store::plan(tx, plan)? else {
                return Ok(false);
            };
            if let AlbumLayout::One { title: one } = &mut options.albums {
                one.clone_from(&title);
                store::set_options(tx, plan, &options)?;
            }
            let changed = tx.execute(
                "UPDATE plan_albums SET title = ? WHERE id = ? AND plan_id = ? AND uses IS NULL",
                rusqlite::params![title, album.0, plan.0],
            )?;
            Ok(changed == 1)
        })
        .await
    }

    /// Uses an album there is instead of making one; or makes one after all.
    ///
    /// Errors: `NotFound`, also where Albumen may not write to the album.
    pub async fn use_album(
        &self,
        plan: PlanKey,
        album: PlanAlbumKey,
        uses: Option<AlbumKey>,
    ) -> Result<(), CoreError> {
        self.changing(plan, move |tx| {
            let changed = tx.execute(
                "UPDATE plan_albums SET uses = ?1, title = coalesce((SELECT title FROM albums WHERE id = ?1), title) \
                 WHERE id = ?2 AND plan_id = ?3 AND (?1 IS NULL OR EXISTS (SELECT 1 FROM albums JOIN plans ON plans.id = ?3 \
                   WHERE albums.id = ?1 AND albums.connection_id = plans.connection_id AND writable = 1 \
                   AND missing_since_ms IS NULL))",
                rusqlite::params![uses.map(|album| album.0), album.0, plan.0],
            )?;
            Ok(changed == 1)
        })
        .await
    }

    /// Leaves a file out, with its other half; or takes it in again.
    ///
    /// Errors: `NotFound`, also for a file that stays out by itself.
    pub async fn leave_out(
        &self,
        plan: PlanKey,
        file: PlanFileKey,
        left_out: bool,
    ) -> Result<(), CoreError> {
        self.changing(plan, move |tx| {
            if store::leave_out(tx, plan, file.0, left_out)? {
                return Ok(true);
            }
            let mut same = tx.prepare_cached(
                "SELECT 1 FROM plan_files WHERE id = ? AND plan_id = ? AND left_out = ? AND verdict <> 'out'",
            )?;
            Ok(same.exists(rusqlite::params![file.0, plan.0, left_out])?)
        })
        .await
    }

    /// Changes an open plan; a change that says false finds nothing.
    pub(super) async fn changing<F>(&self, plan: PlanKey, change: F) -> Result<(), CoreError>
    where
        F: FnOnce(&rusqlite::Transaction<'_>) -> Result<bool, crate::IndexError> + Send + 'static,
    {
        let changed = self.frame.index.write_quietly(move |tx| {
            let open = store::plan(tx, plan)?.is_some_and(|(_, _, state)| state == "open");
            Ok(open && change(tx)?)
        });
        changed.await?.then_some(()).ok_or(NO_PLAN)
    }
}
