-- What came into the library by itself, how each connection is watched, and where the list was read to its end.

-- How the person wants a connection to be watched. Without a row the usual holds.
CREATE TABLE watching (
  connection_id  INTEGER PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  every_s        INTEGER NOT NULL,             -- seconds between two looks, at most
  since          TEXT    NOT NULL,             -- now | taken | all: what of the library counts as new
  since_day      TEXT,                         -- of 'taken', YYYY-MM-DD
  own            INTEGER NOT NULL,             -- whether what this computer uploads counts too
  notices        INTEGER NOT NULL,             -- whether the system shows a notice
  fill_from      INTEGER                       -- the place from which the library is still to be gone through; NULL when it was
) STRICT;

-- Days under which items were noticed, each time one begins. A clock that is set back begins another one.
CREATE TABLE noticed_runs (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  day            TEXT    NOT NULL,             -- YYYY-MM-DD of the person's calendar
  items          INTEGER NOT NULL DEFAULT 0,   -- that are shown, kept by triggers
  unseen         INTEGER NOT NULL DEFAULT 0    -- of these, what the person has not seen
) STRICT;
CREATE INDEX noticed_runs_by_connection ON noticed_runs (connection_id, id);

-- Items that came, in the order in which they were noticed: each once, written with the item itself. A number is never used
-- twice, so who remembers the last one misses nothing and meets nothing again, whatever the clock says.
CREATE TABLE noticed (
  number         INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id         INTEGER NOT NULL REFERENCES noticed_runs ON DELETE CASCADE,
  item_id        INTEGER NOT NULL UNIQUE REFERENCES media_items ON DELETE CASCADE,
  noticed_ms     INTEGER NOT NULL,
  seen_ms        INTEGER,                      -- when the person had seen it; NULL before
  shown          INTEGER NOT NULL DEFAULT 1    -- 0 while Google does not show the item
) STRICT;
CREATE INDEX noticed_by_run ON noticed (run_id, number);
CREATE INDEX noticed_unseen ON noticed (run_id, number) WHERE seen_ms IS NULL;
CREATE TRIGGER noticed_add AFTER INSERT ON noticed BEGIN
  UPDATE noticed_runs SET items = items + new.shown, unseen = unseen + (new.shown AND new.seen_ms IS NULL) WHERE id = new.run_id;
END;
CREATE TRIGGER noticed_remove AFTER DELETE ON noticed BEGIN
  UPDATE noticed_runs SET items = items - old.shown, unseen = unseen - (old.shown AND old.seen_ms IS NULL) WHERE id = old.run_id;
END;
CREATE TRIGGER noticed_change AFTER UPDATE OF seen_ms, shown ON noticed BEGIN
  UPDATE noticed_runs SET items = items + new.shown - old.shown,
      unseen = unseen + (new.shown AND new.seen_ms IS NULL) - (old.shown AND old.seen_ms IS NULL)
    WHERE id = new.run_id;
END;
CREATE TRIGGER noticed_missing AFTER UPDATE OF missing_since_ms ON media_items
WHEN (old.missing_since_ms IS NULL) <> (new.missing_since_ms IS NULL) BEGIN
  UPDATE noticed SET shown = new.missing_since_ms IS NULL WHERE item_id = new.id;
END;

-- Items that may be what this computer is just uploading: the answer of Google that says so has not come.
CREATE TABLE noticed_later (
  item_id        INTEGER PRIMARY KEY REFERENCES media_items ON DELETE CASCADE
) STRICT;

-- How far the notices of the system have told, for all connections.
CREATE TABLE noticed_told (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  number         INTEGER NOT NULL
) STRICT;
INSERT INTO noticed_told VALUES (1, 0);

-- Rows of media_items up to this one were there when the list was last read down to what was known, so they end the next
-- reading. Rows after it came in other ways or by a reading that was cut off: there may be something new below them.
ALTER TABLE syncs ADD COLUMN listed_to INTEGER;
UPDATE syncs SET listed_to = (SELECT coalesce(max(id), 0) FROM media_items) WHERE full_look_ms IS NOT NULL;
-- Google said that the day's requests are used up: until then no look begins by itself.
ALTER TABLE syncs ADD COLUMN asleep_until_ms INTEGER;
-- The number of a row that went is given out again; what then gets it was not there at that reading.
CREATE TRIGGER listed_to_forgets AFTER DELETE ON media_items
WHEN old.id > (SELECT coalesce(max(id), 0) FROM media_items) BEGIN
  UPDATE syncs SET listed_to = (SELECT coalesce(max(id), 0) FROM media_items)
    WHERE listed_to > (SELECT coalesce(max(id), 0) FROM media_items);
END;
