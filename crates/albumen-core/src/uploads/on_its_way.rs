//! Whether a media item that shows up in a list may be what is just being made of a file of the queue.

use rusqlite::Connection;

use super::order::fitting_name;
use crate::index::IndexError;
use crate::view::ConnectionKey;

/// Whether a file that goes to Google by this name is at the point where Google has its bytes, and the answer that names the
/// media item has not been written down. It may be on its way, or lost.
pub(crate) fn is_on_its_way(
    db: &Connection,
    connection: ConnectionKey,
    file_name: &str,
) -> Result<bool, IndexError> {
    let mut query = db.prepare_cached(
        "SELECT file_name FROM uploads WHERE connection_id = ? AND stage IN ('sent', 'creating') AND hold IS NULL",
    )?;
    let mut rows = query.query([connection.0])?;
    while let Some(row) = rows.next()? {
        let name = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        if name == file_name || fitting_name(name) == file_name {
            return Ok(true);
        }
    }
    Ok(false)
}
