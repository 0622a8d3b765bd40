-- Links of albums that others share, beside the own ones, and when each link is looked at again.
CREATE TABLE links_of_all (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  album_id       INTEGER UNIQUE REFERENCES albums ON DELETE CASCADE,  -- none where the album is somebody else's
  name           TEXT,                         -- what the person calls that one
  url            TEXT    NOT NULL,
  lane           TEXT    NOT NULL,             -- api | browser
  state          TEXT    NOT NULL,             -- alive | dead | unknown
  collaborative  INTEGER NOT NULL DEFAULT 0,
  commentable    INTEGER NOT NULL DEFAULT 0,
  made_ms        INTEGER NOT NULL,
  checked_ms     INTEGER,                      -- the last answer that said alive or dead
  alive_ms       INTEGER,                      -- the last answer that said alive
  tried_ms       INTEGER,                      -- the last look, whatever came of it
  misses         INTEGER NOT NULL DEFAULT 0,   -- answers in a row that said neither
  next_ms        INTEGER NOT NULL DEFAULT 0,   -- when to look again
  CHECK ((album_id IS NULL) <> (name IS NULL))
) STRICT;

INSERT INTO links_of_all (id, connection_id, album_id, url, lane, state, collaborative, commentable, made_ms, checked_ms,
                          alive_ms, tried_ms, next_ms)
  SELECT l.id, a.connection_id, l.album_id, l.url, l.lane, l.state, l.collaborative, l.commentable, l.made_ms, l.checked_ms,
         iif(l.state = 'alive', l.checked_ms, NULL), l.checked_ms,
         CASE l.state WHEN 'alive' THEN coalesce(l.checked_ms, 0) + 7 * 86400000
                      WHEN 'dead' THEN coalesce(l.checked_ms, l.made_ms) + 60 * 86400000
                      ELSE 0 END
  FROM links l JOIN albums a ON a.id = l.album_id;

DROP TABLE links;
ALTER TABLE links_of_all RENAME TO links;

CREATE INDEX links_by_turn ON links (next_ms);
-- Somebody else's link is kept once.
CREATE UNIQUE INDEX links_of_others ON links (connection_id, url) WHERE album_id IS NULL;
