-- Folders that are uploaded by themselves.

CREATE TABLE watched_folders (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  path           TEXT    NOT NULL UNIQUE,
  rule           TEXT    NOT NULL,             -- what is done with its files, as JSON
  ready          INTEGER NOT NULL DEFAULT 0,   -- 0 until what lies in it is known: one that never was is dropped at a start
  paused         INTEGER NOT NULL DEFAULT 0,
  files          INTEGER NOT NULL DEFAULT 0,   -- given to the queue so far
  last_ms        INTEGER                       -- when the last one was
) STRICT;

-- The files of a watched folder, each as it was when it was last looked at. A file that is gone keeps its row: its disk may
-- come back.
CREATE TABLE folder_files (
  folder_id      INTEGER NOT NULL REFERENCES watched_folders ON DELETE CASCADE,
  path           TEXT    NOT NULL,
  state          INTEGER NOT NULL,             -- 0 may still grow, 1 given to the queue, 2 stays: it lay there before
  size_bytes     INTEGER NOT NULL,
  modified_ns    INTEGER NOT NULL,             -- Unix nanoseconds
  file_id        INTEGER NOT NULL,             -- the inode; 0 where the system has none
  seen_ms        INTEGER NOT NULL,             -- since when it is as it is
  PRIMARY KEY (folder_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX folder_files_settling ON folder_files (folder_id, path) WHERE state = 0;
CREATE INDEX folder_files_staying ON folder_files (folder_id, file_id) WHERE state = 2;
