-- Downloads: what was asked for, what came of each item, and what lies where for good.

-- One order.
CREATE TABLE downloads (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  title          TEXT    NOT NULL,             -- what was asked for, in words
  what           TEXT    NOT NULL,             -- what was asked for, as JSON; read until all of it is listed
  folder         TEXT    NOT NULL,             -- where the files go
  zip            TEXT,                         -- the archive in that folder that they go into instead
  template       TEXT    NOT NULL,             -- how they are named
  sidecar        TEXT,                         -- xmp | json
  write_missing  INTEGER NOT NULL,             -- whether date and description are written into copies that have none
  state          TEXT    NOT NULL,             -- listing | fetching | packing | paused | done | cancelled | failed
  listed         INTEGER NOT NULL DEFAULT 0,   -- whether all that was asked for is in download_items
  message        TEXT,                         -- a sentence: how it ended, or what it waits for
  made_ms        INTEGER NOT NULL,
  ended_ms       INTEGER
) STRICT;

-- What an order is to bring.
CREATE TABLE download_items (
  download_id    INTEGER NOT NULL REFERENCES downloads ON DELETE CASCADE,
  position       INTEGER NOT NULL,
  item_id        INTEGER NOT NULL,             -- of media_items, where it may be gone by now
  album_id       INTEGER NOT NULL,             -- whose title is in its name; 0 for none
  file_name      TEXT    NOT NULL,             -- at Google
  wished         TEXT    NOT NULL,             -- its name by the template, with '/' between folders
  path           TEXT    NOT NULL,             -- the name it has or gets
  path_key       TEXT    NOT NULL,             -- the same for names that one disk or another takes for the same
  state          TEXT    NOT NULL,             -- waiting | placing | copy | original | there | moved | failed | left_out
  origin         TEXT,                         -- copy | original | moved, once it is about to get its place
  reason         TEXT,                         -- a sentence, where it did not come
  size_bytes     INTEGER,                      -- of the file, or of what Google sends
  retry_at_ms    INTEGER,                      -- of a video that Google still prepares
  tries          INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (download_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX download_items_open ON download_items (download_id, position) WHERE state IN ('waiting', 'placing');
CREATE INDEX download_items_by_path ON download_items (download_id, path_key);
CREATE INDEX download_items_not_come ON download_items (download_id, position) WHERE state IN ('failed', 'left_out');

-- How many items of an order stand where, kept by triggers.
CREATE TABLE download_counts (
  download_id    INTEGER NOT NULL REFERENCES downloads ON DELETE CASCADE,
  state          TEXT    NOT NULL,
  items          INTEGER NOT NULL,
  bytes          INTEGER NOT NULL,
  PRIMARY KEY (download_id, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER download_items_add AFTER INSERT ON download_items BEGIN
  INSERT INTO download_counts VALUES (new.download_id, new.state, 1, coalesce(new.size_bytes, 0))
    ON CONFLICT DO UPDATE SET items = items + 1, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER download_items_change AFTER UPDATE OF state, size_bytes ON download_items BEGIN
  UPDATE download_counts SET items = items - 1, bytes = bytes - coalesce(old.size_bytes, 0)
    WHERE download_id = old.download_id AND state = old.state;
  INSERT INTO download_counts VALUES (new.download_id, new.state, 1, coalesce(new.size_bytes, 0))
    ON CONFLICT DO UPDATE SET items = items + 1, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER download_items_remove AFTER DELETE ON download_items BEGIN
  UPDATE download_counts SET items = items - 1, bytes = bytes - coalesce(old.size_bytes, 0)
    WHERE download_id = old.download_id AND state = old.state;
END;

-- Folders that were downloaded into.
CREATE TABLE download_folders (
  id             INTEGER PRIMARY KEY,
  path           TEXT    NOT NULL UNIQUE
) STRICT;

-- What lies in them, by the item's id: it is not fetched again while its file is there.
CREATE TABLE downloaded_items (
  folder_id      INTEGER NOT NULL REFERENCES download_folders ON DELETE CASCADE,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  google_id      TEXT    NOT NULL,
  album_id       INTEGER NOT NULL,             -- whose title is in its name; 0 for none
  wished         TEXT    NOT NULL,             -- its name by the template
  path           TEXT    NOT NULL,             -- the name it has, within the folder
  path_key       TEXT    NOT NULL,
  size_bytes     INTEGER NOT NULL,
  origin         TEXT    NOT NULL,             -- original | copy
  sidecar        TEXT,                         -- xmp | json
  sidecar_hash   BLOB,                         -- BLAKE3 of what was written beside it
  fetched_ms     INTEGER NOT NULL,
  PRIMARY KEY (folder_id, connection_id, google_id, album_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX downloaded_items_by_path ON downloaded_items (folder_id, path_key);
CREATE INDEX downloaded_items_by_id ON downloaded_items (connection_id, google_id);
