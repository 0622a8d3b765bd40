-- A library of a million items: short rows, and an order that the file itself keeps.
-- Runs with foreign keys off, because tables are made anew.

-- Words that many items share.
CREATE TABLE mime_types (
  id             INTEGER PRIMARY KEY,
  name           TEXT    NOT NULL UNIQUE
) STRICT;
CREATE TABLE cameras (
  id             INTEGER PRIMARY KEY,
  make           TEXT    NOT NULL,             -- '' where unknown
  model          TEXT    NOT NULL,
  UNIQUE (make, model)
) STRICT;
-- Pages at Google, with '{id}' where the item's id stands.
CREATE TABLE page_urls (
  id             INTEGER PRIMARY KEY,
  pattern        TEXT    NOT NULL UNIQUE
) STRICT;

-- `place` orders the items of a connection by time and is the row of the full text:
--   connection (15 bits) | seconds since 1800 (34 bits) | one of 16,384 in that second (14 bits)
-- so newest first is `place` downwards, a day is a range of places, and `place & ((1 << 48) - 1)` fits a page's number.
CREATE TABLE new_media_items (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  google_id      TEXT    NOT NULL,
  place          INTEGER NOT NULL,
  source         TEXT    NOT NULL,             -- uploaded | api | picked | takeout | folder
  kind           TEXT    NOT NULL,             -- photo | video | animation
  file_name      TEXT    NOT NULL,
  mime_id        INTEGER NOT NULL REFERENCES mime_types,
  description    TEXT,
  taken_ms       INTEGER NOT NULL,
  day            TEXT    NOT NULL GENERATED ALWAYS AS (date(taken_ms / 1000, 'unixepoch')) VIRTUAL,
  width_px       INTEGER,
  height_px      INTEGER,
  duration_ms    INTEGER,
  camera_id      INTEGER REFERENCES cameras,
  focal_length_mm REAL,
  aperture       REAL,
  iso            INTEGER,
  exposure_s     REAL,
  video_state    TEXT,                         -- processing | ready | failed
  page_id        INTEGER REFERENCES page_urls,
  size_bytes     INTEGER,                      -- of the local original, where there is one
  content_hash   BLOB,                         -- BLAKE3 of the local original
  local_path     TEXT,                         -- the local original, where known
  tones          BLOB,                         -- two colours of the placeholder, three bytes each
  first_seen_ms  INTEGER NOT NULL,
  last_seen_ms   INTEGER NOT NULL,
  missing_since_ms INTEGER                     -- not found at the last look past its place
) STRICT;
