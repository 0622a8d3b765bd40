-- What is decided about many files before anything of them is sent. Plans do not outlive the program, but for one that was
-- being put in the queue: that one goes on.

ALTER TABLE known_files ADD COLUMN duration_ms INTEGER;   -- of a video
ALTER TABLE known_files ADD COLUMN content_id TEXT;       -- by which a camera ties a photo and its short video together

-- What the queue read of a file is known too: the same folder is read no second time.
CREATE TRIGGER known_files_read AFTER UPDATE OF content_hash ON uploads
WHEN new.content_hash IS NOT NULL AND old.content_hash IS NULL BEGIN
  UPDATE known_files SET content_hash = new.content_hash, sha1 = new.sha1
    WHERE path = new.path AND size_bytes = new.size_bytes AND modified_ns / 1000000 = new.modified_ms
      AND content_hash IS NULL AND mime_type IS NOT NULL;
END;

CREATE INDEX albums_by_title ON albums (connection_id, title);

CREATE TABLE plans (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  options        TEXT    NOT NULL,             -- JSON
  state          TEXT    NOT NULL,             -- open | starting (it goes into the queue) | over
  batch_id       INTEGER REFERENCES upload_batches ON DELETE SET NULL,
  made_ms        INTEGER NOT NULL
) STRICT;

-- What was dropped.
CREATE TABLE plan_roots (
  id             INTEGER PRIMARY KEY,
  plan_id        INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,
  path           TEXT    NOT NULL,
  name           TEXT    NOT NULL,
  loose          INTEGER NOT NULL,             -- only files of it were dropped, not the folder itself
  UNIQUE (plan_id, path)
) STRICT;

-- The albums as they would be.
CREATE TABLE plan_albums (
  id             INTEGER PRIMARY KEY,
  plan_id        INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,
  folder         TEXT    NOT NULL,             -- below what was dropped
  title          TEXT    NOT NULL,
  uses           INTEGER REFERENCES albums ON DELETE SET NULL
) STRICT;
CREATE INDEX plan_albums_by_plan ON plan_albums (plan_id);

-- The folders with sums over their files, kept by triggers: another choice of albums looks at folders only.
CREATE TABLE plan_folders (
  id             INTEGER PRIMARY KEY,
  plan_id        INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,
  root_id        INTEGER NOT NULL,             -- of plan_roots; goes with the plan
  parent_id      INTEGER,                      -- of plan_folders; goes with the plan
  path           TEXT    NOT NULL,
  name           TEXT    NOT NULL,
  depth          INTEGER NOT NULL,             -- below what was dropped, which has 0
  album_id       INTEGER REFERENCES plan_albums ON DELETE SET NULL,
  new_files      INTEGER NOT NULL DEFAULT 0,
  new_bytes      INTEGER NOT NULL DEFAULT 0,
  new_requests   INTEGER NOT NULL DEFAULT 0,
  there_files    INTEGER NOT NULL DEFAULT 0,
  doubled_files  INTEGER NOT NULL DEFAULT 0,
  out_files      INTEGER NOT NULL DEFAULT 0,
  pairs          INTEGER NOT NULL DEFAULT 0,
  undated        INTEGER NOT NULL DEFAULT 0,
  dated_name     INTEGER NOT NULL DEFAULT 0,
  dated_time     INTEGER NOT NULL DEFAULT 0,
  captions       INTEGER NOT NULL DEFAULT 0,
  UNIQUE (plan_id, path)
) STRICT;
CREATE INDEX plan_folders_by_album ON plan_folders (album_id);

CREATE TABLE plan_files (
  id             INTEGER PRIMARY KEY,
  plan_id        INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,
  folder_id      INTEGER NOT NULL REFERENCES plan_folders ON DELETE CASCADE,
  path           TEXT    NOT NULL,
  file_name      TEXT    NOT NULL,
  stem           TEXT    NOT NULL,             -- in small letters, without the suffix
  size_bytes     INTEGER NOT NULL,
  modified_ns    INTEGER NOT NULL,
  file_id        INTEGER NOT NULL,
  mime_type      TEXT,
  content_hash   BLOB,
  sha1           BLOB,
  taken_ms       INTEGER,                      -- as the file itself says
  name_ms        INTEGER,                      -- as its name says
  caption        TEXT,
  duration_ms    INTEGER,
  content_id     TEXT,
  requests       INTEGER NOT NULL,             -- to send its bytes
  undated        INTEGER NOT NULL,             -- a photo that does not say when it was taken
  can_date       INTEGER NOT NULL,             -- a date can be written into a copy of it
  verdict        TEXT    NOT NULL,             -- new | there | doubled | out
  reason         TEXT,                         -- of out, by the words of uploads.reason
  left_out       INTEGER NOT NULL DEFAULT 0,   -- by the person
  read           INTEGER NOT NULL,             -- whether its hash is known or not to be known
  pair           TEXT,                         -- live | raw
  partner_id     INTEGER,
  second         INTEGER NOT NULL DEFAULT 0,   -- the half of a pair that is not shown by itself
  order_ms       INTEGER,
  order_key      TEXT    NOT NULL,
  UNIQUE (plan_id, path)
) STRICT;
CREATE INDEX plan_files_by_hash ON plan_files (plan_id, content_hash, verdict) WHERE content_hash IS NOT NULL;
CREATE INDEX plan_files_by_verdict ON plan_files (plan_id, verdict, second, reason, id);
CREATE INDEX plan_files_by_stem ON plan_files (folder_id, stem);
CREATE INDEX plan_files_to_read ON plan_files (plan_id, id) WHERE read = 0;

CREATE TRIGGER plan_sums_add AFTER INSERT ON plan_files BEGIN
  UPDATE plan_folders SET
    new_files = new_files + (new.verdict = 'new' AND NOT new.left_out),
    new_bytes = new_bytes + iif(new.verdict = 'new' AND NOT new.left_out, new.size_bytes, 0),
    new_requests = new_requests + iif(new.verdict = 'new' AND NOT new.left_out, new.requests, 0),
    there_files = there_files + (new.verdict = 'there' AND NOT new.left_out),
    doubled_files = doubled_files + (new.verdict = 'doubled' AND NOT new.left_out),
    out_files = out_files + (new.verdict = 'out'),
    undated = undated + (new.verdict = 'new' AND NOT new.left_out AND new.undated),
    dated_name = dated_name + (new.verdict = 'new' AND NOT new.left_out AND new.undated AND new.can_date AND new.name_ms IS NOT NULL),
    dated_time = dated_time + (new.verdict = 'new' AND NOT new.left_out AND new.undated AND new.can_date AND (new.name_ms IS NOT NULL OR new.modified_ns > 0)),
    captions = captions + (new.verdict = 'new' AND NOT new.left_out AND new.caption IS NOT NULL)
  WHERE id = new.folder_id;
END;
CREATE TRIGGER plan_sums_move AFTER UPDATE OF verdict, left_out, pair ON plan_files BEGIN
  UPDATE plan_folders SET
    new_files = new_files + (new.verdict = 'new' AND NOT new.left_out) - (old.verdict = 'new' AND NOT old.left_out),
    new_bytes = new_bytes + iif(new.verdict = 'new' AND NOT new.left_out, new.size_bytes, 0)
      - iif(old.verdict = 'new' AND NOT old.left_out, old.size_bytes, 0),
    new_requests = new_requests + iif(new.verdict = 'new' AND NOT new.left_out, new.requests, 0)
      - iif(old.verdict = 'new' AND NOT old.left_out, old.requests, 0),
    there_files = there_files + (new.verdict = 'there' AND NOT new.left_out) - (old.verdict = 'there' AND NOT old.left_out),
    doubled_files = doubled_files + (new.verdict = 'doubled' AND NOT new.left_out) - (old.verdict = 'doubled' AND NOT old.left_out),
    out_files = out_files + (new.verdict = 'out') - (old.verdict = 'out'),
    pairs = pairs + (new.pair IS NOT NULL AND NOT new.second AND NOT new.left_out)
      - (old.pair IS NOT NULL AND NOT old.second AND NOT old.left_out),
    undated = undated + (new.verdict = 'new' AND NOT new.left_out AND new.undated) - (old.verdict = 'new' AND NOT old.left_out AND old.undated),
    dated_name = dated_name + (new.verdict = 'new' AND NOT new.left_out AND new.undated AND new.can_date AND new.name_ms IS NOT NULL)
      - (old.verdict = 'new' AND NOT old.left_out AND old.undated AND old.can_date AND old.name_ms IS NOT NULL),
    dated_time = dated_time + (new.verdict = 'new' AND NOT new.left_out AND new.undated AND new.can_date AND (new.name_ms IS NOT NULL OR new.modified_ns > 0))
      - (old.verdict = 'new' AND NOT old.left_out AND old.undated AND old.can_date AND (old.name_ms IS NOT NULL OR old.modified_ns > 0)),
    captions = captions + (new.verdict = 'new' AND NOT new.left_out AND new.caption IS NOT NULL)
      - (old.verdict = 'new' AND NOT old.left_out AND old.caption IS NOT NULL)
  WHERE id = new.folder_id;
END;

-- A started plan on its way into the queue. What is here is not there yet.
CREATE TABLE plan_queue (
  plan_id        INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,
  place          INTEGER NOT NULL,
  file_id        INTEGER NOT NULL,
  album_id       INTEGER REFERENCES albums ON DELETE SET NULL,
  PRIMARY KEY (plan_id, place)
) STRICT, WITHOUT ROWID;
