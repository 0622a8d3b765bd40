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
--   connection (15 bits) | seconds since 1800 (34 bits) | 16 times the millisecond, or the next that is free (14 bits)
-- so newest first is `place` downwards, a day is a range of places, and `place & ((1 << 48) - 1)` fits a page's number.
-- A second that is full overflows into the next one.
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
  day            TEXT    NOT NULL GENERATED ALWAYS AS (date((place >> 14 & 0x3ffffffff) - 5364662400, 'unixepoch')) VIRTUAL, -- YYYY-MM-DD, of its place
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

INSERT INTO mime_types (name) SELECT DISTINCT mime_type FROM media_items;
INSERT INTO cameras (make, model)
  SELECT DISTINCT coalesce(camera_make, ''), coalesce(camera_model, '') FROM media_items
  WHERE coalesce(camera_make, '') <> '' OR coalesce(camera_model, '') <> '';
INSERT INTO page_urls (pattern)
  SELECT DISTINCT replace(product_url, google_id, '{id}') FROM media_items WHERE product_url IS NOT NULL;

-- Each item stands where its time says or, where that is taken, right after the one before it.
INSERT INTO new_media_items (id, connection_id, google_id, place, source, kind, file_name, mime_id, description, taken_ms,
    width_px, height_px, duration_ms, camera_id, focal_length_mm, aperture, iso, exposure_s, video_state, page_id,
    size_bytes, content_hash, local_path, tones, first_seen_ms, last_seen_ms, missing_since_ms)
  WITH timed AS (
    SELECT *, min(max(taken_ms, -5364662400000), 11815206783999) AS time_ms FROM media_items
  ), wished AS (
    SELECT *, (connection_id << 48) | ((time_ms + 5364662400000) / 1000 << 14) | ((time_ms + 5364662400000) % 1000 * 16) AS wish,
      row_number() OVER (ORDER BY connection_id, time_ms, id) AS number
    FROM timed
  )
  SELECT id, connection_id, google_id, number + max(wish - number) OVER (ORDER BY number),
    iif(content_hash IS NULL, source, 'uploaded'), kind, file_name,
    (SELECT mime_types.id FROM mime_types WHERE name = mime_type), description, time_ms, width_px, height_px, duration_ms,
    (SELECT cameras.id FROM cameras WHERE make = coalesce(camera_make, '') AND model = coalesce(camera_model, '')),
    focal_length_mm, aperture, iso, exposure_s, video_state,
    (SELECT page_urls.id FROM page_urls WHERE pattern = replace(product_url, google_id, '{id}')),
    size_bytes, content_hash, local_path, unhex(replace(tones, '#', '')), first_seen_ms, last_seen_ms, missing_since_ms
  FROM wished ORDER BY id;

DROP TABLE media_items;
ALTER TABLE new_media_items RENAME TO media_items;

CREATE UNIQUE INDEX media_items_by_place ON media_items (place);
-- Google's ids are long; their ends tell them apart nearly always. Who looks here compares the whole id too.
CREATE INDEX media_items_by_google_id ON media_items (connection_id, substr(google_id, -12));
CREATE INDEX media_items_in_work ON media_items (connection_id, first_seen_ms) WHERE video_state = 'processing';
CREATE INDEX media_items_by_hash ON media_items (content_hash) WHERE content_hash IS NOT NULL;
CREATE INDEX media_items_missing ON media_items (connection_id, place) WHERE missing_since_ms IS NOT NULL;

-- How many items each day of a connection shows and how many of it are missing, kept by triggers.
ALTER TABLE days ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;
DELETE FROM days;
INSERT INTO days (connection_id, day, items, missing)
  SELECT connection_id, day, sum(missing_since_ms IS NULL), sum(missing_since_ms IS NOT NULL)
  FROM media_items GROUP BY connection_id, day;
CREATE TRIGGER days_add AFTER INSERT ON media_items BEGIN
  INSERT INTO days VALUES (new.connection_id, new.day, new.missing_since_ms IS NULL, new.missing_since_ms IS NOT NULL)
    ON CONFLICT DO UPDATE SET items = items + excluded.items, missing = missing + excluded.missing;
END;
CREATE TRIGGER days_remove AFTER DELETE ON media_items BEGIN
  UPDATE days SET items = items - (old.missing_since_ms IS NULL), missing = missing - (old.missing_since_ms IS NOT NULL)
    WHERE connection_id = old.connection_id AND day = old.day;
  DELETE FROM days WHERE connection_id = old.connection_id AND day = old.day AND items = 0 AND missing = 0;
END;
CREATE TRIGGER days_move AFTER UPDATE OF place, missing_since_ms ON media_items
WHEN old.day <> new.day OR (old.missing_since_ms IS NULL) <> (new.missing_since_ms IS NULL) BEGIN
  INSERT INTO days VALUES (new.connection_id, new.day, new.missing_since_ms IS NULL, new.missing_since_ms IS NOT NULL)
    ON CONFLICT DO UPDATE SET items = items + excluded.items, missing = missing + excluded.missing;
  UPDATE days SET items = items - (old.missing_since_ms IS NULL), missing = missing - (old.missing_since_ms IS NOT NULL)
    WHERE connection_id = old.connection_id AND day = old.day;
  DELETE FROM days WHERE connection_id = old.connection_id AND day = old.day AND items = 0 AND missing = 0;
END;

CREATE TRIGGER ledger_keeps AFTER DELETE ON media_items WHEN old.content_hash IS NOT NULL BEGIN
  UPDATE ledger SET last_seen_ms = old.last_seen_ms WHERE connection_id = old.connection_id AND google_id = old.google_id;
END;

-- How syncs stand. What an older version had not finished begins anew.
ALTER TABLE syncs ADD COLUMN by_days INTEGER NOT NULL DEFAULT 1;  -- 0 where searching by days did not do what it says
ALTER TABLE syncs ADD COLUMN compared_ms INTEGER;     -- when the last finished comparison with Google began
ALTER TABLE syncs ADD COLUMN look_from TEXT;          -- how an unfinished comparison reads on: list | down YYYY-MM-DD
ALTER TABLE syncs ADD COLUMN look_ms INTEGER;         -- the time to which it came; NULL at its beginning
ALTER TABLE syncs ADD COLUMN look_album INTEGER;      -- the last album it listed; NULL before it came to albums
ALTER TABLE syncs ADD COLUMN look_day TEXT;           -- the Pacific day of look_requests
ALTER TABLE syncs ADD COLUMN look_requests INTEGER NOT NULL DEFAULT 0; -- what comparing cost on that day
UPDATE syncs SET compared_ms = full_look_ms, look_began_ms = NULL, look_page = NULL, look_seen = 0;

-- A first sync under way: the stretches of time of which not everything was read, each with a reader at either end.
CREATE TABLE sync_gaps (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  number         INTEGER NOT NULL,
  newer_from     TEXT    NOT NULL,             -- list | down YYYY-MM-DD
  newer_page     TEXT,                         -- the page token from which it goes on
  newer_ms       INTEGER,                      -- the time to which it came
  older_from     TEXT    NOT NULL,             -- oldest | up YYYY-MM-DD
  older_page     TEXT,
  older_ms       INTEGER,
  older_stays    INTEGER NOT NULL,             -- it reads no further
  PRIMARY KEY (connection_id, number)
) STRICT, WITHOUT ROWID;
