//! How a connection to the file is set up.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{IndexError, migrate};

/// How long a connection waits for another one's commit.
const WAIT_FOR_LOCK: Duration = Duration::from_secs(10);

/// The memory of the writer, in KiB; SQLite wants it as a negative number.
const WRITER_CACHE_KIB: i64 = -8 * 1024;

/// The memory of each reader: what it reads is in the memory of the system already.
const READER_CACHE_KIB: i64 = -1024;

/// How long the log grows before it is folded into the file, in pages of 4 KiB.
const LOG_PAGES: i64 = 8_000;

/// The connection that writes. A file of a newer version is refused before it is touched.
pub(crate) fn for_writing(file: &Path) -> Result<Connection, IndexError> {
    if file.exists() {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let look = Connection::open_with_flags(file, flags).map_err(|error| at(error, file))?;
        migrate::refuse_newer(&look).map_err(|error| error.at(file))?;
    }
    let db = Connection::open(file).map_err(|error| at(error, file))?;
    owner_only(file);
    set_up(&db).map_err(|error| error.at(file))?;
    // Many new items touch pages all over the look-ups: what fits in memory is written once.
    db.pragma_update(None, "cache_size", WRITER_CACHE_KIB)
        .and_then(|()| {
            db.pragma_update_and_check(None, "wal_autocheckpoint", LOG_PAGES, |_| Ok(()))
        })
        .map_err(|error| at(error, file))?;
    Ok(db)
}

/// A connection that only reads.
pub(crate) fn for_reading(file: &Path) -> Result<Connection, IndexError> {
    let db = Connection::open(file).map_err(|error| at(error, file))?;
    set_up(&db)?;
    db.pragma_update(None, "query_only", true)?;
    db.pragma_update(None, "cache_size", READER_CACHE_KIB)?;
    Ok(db)
}

fn set_up(db: &Connection) -> Result<(), IndexError> {
    db.busy_timeout(WAIT_FOR_LOCK)?;
    db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update(None, "foreign_keys", true)?;
    // An upload token stands in its row only while its file goes up; afterwards its bytes are overwritten.
    db.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    db.pragma_update(None, "temp_store", "memory")?;
    // Not mapped into memory: each connection would count the pages of a large index as the memory of the process.
    db.pragma_update(None, "mmap_size", 0)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(())
}

fn at(error: rusqlite::Error, file: &Path) -> IndexError {
    IndexError::from(error).at(file)
}

/// The index names a person's photos; nobody else on the computer needs to read it.
fn owner_only(file: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if let Err(error) = std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)) {
            tracing::warn!(%error, "the index could not be made private");
        }
    }
    #[cfg(not(unix))]
    let _ = file;
}
