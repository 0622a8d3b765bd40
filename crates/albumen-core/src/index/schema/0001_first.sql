-- The first schema of the local index. A released migration is never edited.
-- Times are Unix milliseconds in UTC. Sizes are bytes. Base URLs are never stored.

CREATE TABLE connections (
  id             INTEGER PRIMARY KEY,
  name           TEXT    NOT NULL,
  subject        TEXT    NOT NULL,             -- Google's stable account key (`sub`)
  email          TEXT    NOT NULL,
  account_name   TEXT    NOT NULL,
  picture_url    TEXT,
  client_id      TEXT    NOT NULL,
  client_kind    TEXT    NOT NULL,             -- desktop | web
  endpoint       TEXT    NOT NULL,             -- google | sample | loopback (an override)
  scopes         TEXT    NOT NULL,             -- the granted ones, separated by spaces
  sharing_lane   TEXT    NOT NULL DEFAULT 'unknown', -- unknown | api | browser
  health         TEXT    NOT NULL DEFAULT 'connected', -- connected | sign_in_needed | consent_missing
  signed_in_ms   INTEGER NOT NULL,
  synced_ms      INTEGER,                      -- the last complete sync
  secret_name    TEXT    NOT NULL UNIQUE,      -- under which the secret store holds its secrets
  UNIQUE (subject, client_id, endpoint)
) STRICT;

-- Where the sync of a connection stands.
CREATE TABLE syncs (
  connection_id  INTEGER PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  full_look_ms   INTEGER,                      -- when the last finished full look began
  look_began_ms  INTEGER,                      -- an unfinished full look
  look_page      TEXT,                         -- the page token from which it goes on
  look_seen      INTEGER NOT NULL DEFAULT 0    -- how many media items it saw so far
) STRICT;

-- Requests this app sent, by connection and Pacific day (YYYY-MM-DD).
CREATE TABLE quota (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  day            TEXT    NOT NULL,
  requests       INTEGER NOT NULL DEFAULT 0,
  media_requests INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (connection_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE media_items (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  google_id      TEXT    NOT NULL,
  source         TEXT    NOT NULL,             -- uploaded | api | picked | takeout | folder
  kind           TEXT    NOT NULL,             -- photo | video | animation
  file_name      TEXT    NOT NULL,
  mime_type      TEXT    NOT NULL,
  description    TEXT,
  taken_ms       INTEGER NOT NULL,
  day            TEXT    NOT NULL,             -- YYYY-MM-DD of taken_ms in UTC, the key of a segment
  width_px       INTEGER,
  height_px      INTEGER,
  duration_ms    INTEGER,
  camera_make    TEXT,
  camera_model   TEXT,
  focal_length_mm REAL,
  aperture       REAL,
  iso            INTEGER,
  exposure_s     REAL,
  video_state    TEXT,                         -- processing | ready | failed
  product_url    TEXT,
  size_bytes     INTEGER,                      -- of the local original, where there is one
  content_hash   BLOB,                         -- BLAKE3 of the local original
  local_path     TEXT,                         -- the local original, where known
  tones          TEXT,                         -- '#rrggbb#rrggbb', the placeholder's two colours
  first_seen_ms  INTEGER NOT NULL,
  last_seen_ms   INTEGER NOT NULL,
  missing_since_ms INTEGER,                    -- not found at the last full look
  UNIQUE (connection_id, google_id)
) STRICT;
CREATE INDEX media_items_by_day ON media_items (connection_id, day DESC, taken_ms DESC, id DESC) WHERE missing_since_ms IS NULL;
CREATE INDEX media_items_in_work ON media_items (connection_id, google_id) WHERE video_state = 'processing';
CREATE INDEX media_items_by_hash ON media_items (content_hash) WHERE content_hash IS NOT NULL;

-- How many items each day of a connection shows: the segments of the grid, kept by triggers. Missing ones do not count.
CREATE TABLE days (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  day            TEXT    NOT NULL,
  items          INTEGER NOT NULL,
  PRIMARY KEY (connection_id, day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER days_add AFTER INSERT ON media_items WHEN new.missing_since_ms IS NULL BEGIN
  INSERT INTO days VALUES (new.connection_id, new.day, 1)
    ON CONFLICT DO UPDATE SET items = items + 1;
END;
CREATE TRIGGER days_remove AFTER DELETE ON media_items WHEN old.missing_since_ms IS NULL BEGIN
  UPDATE days SET items = items - 1 WHERE connection_id = old.connection_id AND day = old.day;
  DELETE FROM days WHERE connection_id = old.connection_id AND day = old.day AND items = 0;
END;
CREATE TRIGGER days_leave AFTER UPDATE OF day, missing_since_ms ON media_items
WHEN old.missing_since_ms IS NULL AND (new.missing_since_ms IS NOT NULL OR old.day <> new.day) BEGIN
  UPDATE days SET items = items - 1 WHERE connection_id = old.connection_id AND day = old.day;
  DELETE FROM days WHERE connection_id = old.connection_id AND day = old.day AND items = 0;
END;
CREATE TRIGGER days_enter AFTER UPDATE OF day, missing_since_ms ON media_items
WHEN new.missing_since_ms IS NULL AND (old.missing_since_ms IS NOT NULL OR old.day <> new.day) BEGIN
  INSERT INTO days VALUES (new.connection_id, new.day, 1)
    ON CONFLICT DO UPDATE SET items = items + 1;
END;

CREATE TABLE albums (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  google_id      TEXT,                         -- NULL while its creation is only intended
  intent         TEXT,                         -- creating | uncertain (the answer was lost), NULL when settled
  intent_ms      INTEGER,
  title          TEXT    NOT NULL,
  product_url    TEXT,
  writable       INTEGER NOT NULL DEFAULT 0,
  items          INTEGER NOT NULL DEFAULT 0,   -- as Google counts
  listed_items   INTEGER,                      -- the same when its contents were last listed; NULL before
  cover_google_id TEXT,
  first_day      TEXT,                         -- of its items, kept with its contents
  last_day       TEXT,
  newest_ms      INTEGER,
  first_seen_ms  INTEGER NOT NULL,
  last_seen_ms   INTEGER NOT NULL,
  missing_since_ms INTEGER,
  UNIQUE (connection_id, google_id)
) STRICT;

CREATE TABLE album_items (
  album_id       INTEGER NOT NULL REFERENCES albums ON DELETE CASCADE,
  position       INTEGER NOT NULL,
  item_id        INTEGER NOT NULL REFERENCES media_items ON DELETE CASCADE,
  PRIMARY KEY (album_id, position),
  UNIQUE (album_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_items_by_item ON album_items (item_id);

-- The register of share links.
CREATE TABLE links (
  id             INTEGER PRIMARY KEY,
  album_id       INTEGER NOT NULL UNIQUE REFERENCES albums ON DELETE CASCADE,
  url            TEXT    NOT NULL,
  lane           TEXT    NOT NULL,             -- api | browser
  state          TEXT    NOT NULL,             -- alive | dead | unknown
  collaborative  INTEGER NOT NULL DEFAULT 0,
  commentable    INTEGER NOT NULL DEFAULT 0,
  made_ms        INTEGER NOT NULL,
  checked_ms     INTEGER
) STRICT;

-- One drop, pick or command.
CREATE TABLE upload_batches (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  album_id       INTEGER REFERENCES albums ON DELETE SET NULL,
  made_ms        INTEGER NOT NULL
) STRICT;

CREATE TABLE uploads (
  id             INTEGER PRIMARY KEY,
  batch_id       INTEGER NOT NULL REFERENCES upload_batches ON DELETE CASCADE,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  album_id       INTEGER REFERENCES albums ON DELETE SET NULL,
  path           TEXT    NOT NULL,
  file_name      TEXT    NOT NULL,
  size_bytes     INTEGER NOT NULL,
  modified_ms    INTEGER NOT NULL,
  mime_type      TEXT,
  content_hash   BLOB,                         -- BLAKE3
  sha1           BLOB,
  taken_ms       INTEGER,
  stage          TEXT    NOT NULL,             -- found hashed sending sent creating done failed skipped cancelled
  reason         TEXT,                         -- of failed and skipped
  sent_bytes     INTEGER NOT NULL DEFAULT 0,
  session_url    TEXT,                         -- resumable; a secret, never shown
  upload_token   TEXT,                         -- a secret, never shown
  token_expires_ms INTEGER,
  google_item_id TEXT,
  attempts       INTEGER NOT NULL DEFAULT 0,
  retry_at_ms    INTEGER,
  changed_ms     INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_by_stage ON uploads (stage, retry_at_ms, id);
CREATE INDEX uploads_by_hash ON uploads (connection_id, content_hash) WHERE stage = 'done';

-- Thumbnails on disk: which there are, how large, since when.
CREATE TABLE thumbnails (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  google_id      TEXT    NOT NULL,
  size           INTEGER NOT NULL,             -- 256, 512, 2048
  origin         TEXT    NOT NULL,             -- local | google
  bytes          INTEGER NOT NULL,
  made_ms        INTEGER NOT NULL,
  used_ms        INTEGER NOT NULL,
  PRIMARY KEY (connection_id, google_id, size)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  name           TEXT PRIMARY KEY,
  value          TEXT NOT NULL
) STRICT, WITHOUT ROWID;
