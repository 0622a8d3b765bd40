-- Calls made by hand. Neither table holds a token, an upload token, a share token or anything of an answer but its figures.

-- What was sent, newest last; older ones go as new ones come.
CREATE TABLE console_past (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  request        TEXT    NOT NULL,             -- JSON
  sent_ms        INTEGER NOT NULL,
  status         INTEGER,                      -- NULL where no answer came
  took_ms        INTEGER NOT NULL,
  size_bytes     INTEGER NOT NULL              -- of the answer
) STRICT;
CREATE INDEX console_past_by_connection ON console_past (connection_id, id);

-- Calls that the person kept, with their blanks; of no connection.
CREATE TABLE console_saved (
  id             INTEGER PRIMARY KEY,
  name           TEXT    NOT NULL UNIQUE,
  request        TEXT    NOT NULL              -- JSON
) STRICT;
