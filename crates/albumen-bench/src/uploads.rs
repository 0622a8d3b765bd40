//! `cargo xtask bench uploads`

mod large;
mod many;
mod queue;

use photos_emulator::LibrarySource;

use crate::Asked;
use crate::setting::Setting;
use crate::table::Row;

/// The rows that are wanted.
pub(crate) async fn rows(asked: &Asked) -> Result<Vec<Row>, String> {
    let setting = Setting::build(asked, LibrarySource::Empty).await?;
    let mut rows = Vec::new();
    rows.extend(many::rows(&setting, asked).await?);
    rows.extend(large::rows(&setting, asked).await?);
    rows.extend(queue::rows(&setting, asked).await?);
    Ok(rows)
}
