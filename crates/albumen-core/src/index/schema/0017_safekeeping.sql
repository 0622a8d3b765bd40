-- Safekeeping: what lay in a folder when it was last checked. What became of a file at Google is not written here: it is
-- looked up in ledger and media_items whenever the report is read.

CREATE TABLE safekeeping_reports (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  folder         TEXT    NOT NULL,             -- written as uploads.path is
  state          TEXT    NOT NULL,             -- open (a check fills it) | shown | over (it is being deleted)
  checked_ms     INTEGER NOT NULL              -- when the check began
) STRICT;
CREATE UNIQUE INDEX safekeeping_reports_shown ON safekeeping_reports (connection_id, folder) WHERE state = 'shown';

CREATE TABLE safekeeping_folders (
  id             INTEGER PRIMARY KEY,
  report_id      INTEGER NOT NULL REFERENCES safekeeping_reports ON DELETE CASCADE,
  path           TEXT    NOT NULL,             -- below the folder of the report, readable
  UNIQUE (report_id, path)
) STRICT;

CREATE TABLE safekeeping_files (
  id             INTEGER PRIMARY KEY,
  report_id      INTEGER NOT NULL REFERENCES safekeeping_reports ON DELETE CASCADE,
  folder_id      INTEGER NOT NULL REFERENCES safekeeping_folders ON DELETE CASCADE,
  path           TEXT    NOT NULL,             -- where it lies, written as uploads.path is
  shown          TEXT    NOT NULL,             -- below the folder of the report, readable
  folded         TEXT,                         -- the same in small letters, where that differs
  order_key      TEXT    NOT NULL,
  size_bytes     INTEGER NOT NULL,
  modified_ns    INTEGER NOT NULL,             -- Unix nanoseconds
  file_id        INTEGER NOT NULL,             -- the inode; 0 where the system has none
  stays_out      TEXT,                         -- other | unreadable; NULL for a photo or video
  reason         TEXT,                         -- of those, a sentence
  content_hash   BLOB                          -- BLAKE3; NULL where it was not read
) STRICT;
CREATE INDEX safekeeping_files_in_order ON safekeeping_files (report_id, order_key, id);
CREATE INDEX safekeeping_files_by_folder ON safekeeping_files (folder_id);
CREATE INDEX safekeeping_files_to_read ON safekeeping_files (report_id, id) WHERE content_hash IS NULL AND stays_out IS NULL;

-- What is in the queue, what went up from a path, and where else bytes lie is found without looking at the rest.
CREATE INDEX uploads_open_by_path ON uploads (connection_id, path) WHERE stage NOT IN ('done', 'skipped', 'cancelled');
CREATE INDEX ledger_by_path ON ledger (connection_id, path);
CREATE INDEX known_files_by_hash ON known_files (content_hash) WHERE content_hash IS NOT NULL;
