-- Picking from the whole library: what was asked for, what was picked, and what came of it before.

-- One visit to Google's page.
CREATE TABLE picks (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  folder         TEXT    NOT NULL,             -- where the files go
  most           INTEGER NOT NULL,             -- items at most
  album_id       INTEGER REFERENCES albums ON DELETE SET NULL, -- into which they are uploaded again, if at all
  state          TEXT    NOT NULL,             -- waiting | listing | fetching | done | cancelled | expired | failed
  session_id     TEXT,                         -- at Google, until it is deleted there
  page_url       TEXT,                         -- on which to pick, while it is good for that
  until_ms       INTEGER,                      -- until when it is waited for
  message        TEXT,                         -- a sentence: why it ended, or what it waits for
  made_ms        INTEGER NOT NULL,
  ended_ms       INTEGER
) STRICT;

-- What was picked in one visit.
CREATE TABLE pick_items (
  pick_id        INTEGER NOT NULL REFERENCES picks ON DELETE CASCADE,
  google_id      TEXT    NOT NULL,
  position       INTEGER NOT NULL,             -- in the order in which Google listed it
  file_name      TEXT    NOT NULL,
  taken_ms       INTEGER,
  state          TEXT    NOT NULL,             -- to_fetch | fetched | there | left_out
  reason         TEXT,                         -- a sentence, where it was left out
  size_bytes     INTEGER,                      -- of the copy, once Google told it
  path           TEXT,                         -- where it lies, or is about to
  PRIMARY KEY (pick_id, google_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pick_items_to_fetch ON pick_items (pick_id, position) WHERE state = 'to_fetch';

-- Every picked item that was fetched, by the id that lasts: it is not fetched again while its file is there.
CREATE TABLE picked_items (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  google_id      TEXT    NOT NULL,
  path           TEXT    NOT NULL,
  size_bytes     INTEGER NOT NULL,
  fetched_ms     INTEGER NOT NULL,
  PRIMARY KEY (connection_id, google_id)
) STRICT, WITHOUT ROWID;
