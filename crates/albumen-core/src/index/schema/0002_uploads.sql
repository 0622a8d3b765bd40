-- Uploads of ten thousand files: what was read once is known, what went up stays on record, what is shown is counted.

-- Files on this computer that were looked at. One whose size, time and inode are the same is not read again.
CREATE TABLE known_files (
  path           TEXT    PRIMARY KEY,
  size_bytes     INTEGER NOT NULL,
  modified_ns    INTEGER NOT NULL,             -- Unix nanoseconds
  file_id        INTEGER NOT NULL DEFAULT 0,   -- the inode; 0 where the system has none
  mime_type      TEXT,                         -- NULL where the file stays out
  stays_out      TEXT,                         -- why, by the words of uploads.reason
  content_hash   BLOB,                         -- BLAKE3; NULL until the content was read
  sha1           BLOB,                         -- only of files that go up in one request
  taken_ms       INTEGER,                      -- as the file itself says
  caption        TEXT,                         -- as the file itself says
  seen_ms        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every file that has ever gone up. Stays when the queue is cleared and when Google shows the item no more.
CREATE TABLE ledger (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  content_hash   BLOB    NOT NULL,             -- BLAKE3 of the file on this computer
  google_id      TEXT    NOT NULL,             -- the media item it became
  file_name      TEXT    NOT NULL,
  path           TEXT    NOT NULL,             -- where it lay then
  size_bytes     INTEGER NOT NULL,
  sent_ms        INTEGER NOT NULL,
  last_seen_ms   INTEGER,                      -- by sync; only of an item that left the index: media_items has it else
  refused_ms     INTEGER,                      -- when Google said that it knows the item no more
  PRIMARY KEY (connection_id, content_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_by_item ON ledger (connection_id, google_id);
INSERT OR IGNORE INTO ledger
  SELECT connection_id, content_hash, google_id, file_name, coalesce(local_path, ''), coalesce(size_bytes, 0), first_seen_ms, NULL, NULL
  FROM media_items WHERE content_hash IS NOT NULL ORDER BY id;
CREATE TRIGGER ledger_keeps AFTER DELETE ON media_items WHEN old.content_hash IS NOT NULL BEGIN
  UPDATE ledger SET last_seen_ms = old.last_seen_ms WHERE connection_id = old.connection_id AND google_id = old.google_id;
END;

ALTER TABLE uploads ADD COLUMN root TEXT;               -- the folder that was dropped; where it is gone, its disk is
ALTER TABLE uploads ADD COLUMN description TEXT;        -- goes up with the media item
ALTER TABLE uploads ADD COLUMN write_taken_ms INTEGER;  -- a capture time to be written into the copy that is sent
ALTER TABLE uploads ADD COLUMN session_ms INTEGER;      -- when the resumable session began
ALTER TABLE uploads ADD COLUMN granularity INTEGER;     -- of that session, bytes
ALTER TABLE uploads ADD COLUMN hold TEXT;               -- disk | album_full: waits for that, in the stage it stands in

-- Where a row is shown: 0 failed, 1 under way, 2 waiting, 3 left out, 4 done, 5 cancelled.
ALTER TABLE uploads ADD COLUMN section INTEGER AS (CASE stage
  WHEN 'failed' THEN 0
  WHEN 'sending' THEN 1 WHEN 'sent' THEN 1 WHEN 'creating' THEN 1
  WHEN 'found' THEN 2 WHEN 'hashed' THEN 2
  WHEN 'skipped' THEN CASE WHEN reason = 'already_there' THEN 4 ELSE 3 END
  WHEN 'done' THEN 4
  WHEN 'cancelled' THEN 5 END) VIRTUAL;
-- Why, of those that are shown reason by reason: failed and left out.
ALTER TABLE uploads ADD COLUMN shown_reason TEXT AS (CASE WHEN section IN (0, 3) THEN reason END) VIRTUAL;
CREATE INDEX uploads_by_section ON uploads (connection_id, section, shown_reason, id);

-- Sums over the queue, kept by triggers, so that nobody counts a hundred thousand rows to show a number.
CREATE TABLE upload_sums (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  stage          TEXT    NOT NULL,
  reason         TEXT    NOT NULL,             -- '' where there is none
  files          INTEGER NOT NULL,
  bytes          INTEGER NOT NULL,
  sent_bytes     INTEGER NOT NULL,
  PRIMARY KEY (connection_id, stage, reason)
) STRICT, WITHOUT ROWID;
INSERT INTO upload_sums
  SELECT connection_id, stage, coalesce(reason, ''), count(*), sum(size_bytes), sum(sent_bytes)
  FROM uploads GROUP BY connection_id, stage, coalesce(reason, '');
CREATE TRIGGER upload_sums_add AFTER INSERT ON uploads BEGIN
  INSERT INTO upload_sums VALUES (new.connection_id, new.stage, coalesce(new.reason, ''), 1, new.size_bytes, new.sent_bytes)
    ON CONFLICT DO UPDATE SET files = files + 1, bytes = bytes + excluded.bytes, sent_bytes = sent_bytes + excluded.sent_bytes;
END;
CREATE TRIGGER upload_sums_remove AFTER DELETE ON uploads BEGIN
  UPDATE upload_sums SET files = files - 1, bytes = bytes - old.size_bytes, sent_bytes = sent_bytes - old.sent_bytes
    WHERE connection_id = old.connection_id AND stage = old.stage AND reason = coalesce(old.reason, '');
END;
CREATE TRIGGER upload_sums_move AFTER UPDATE OF stage, reason, size_bytes, sent_bytes ON uploads BEGIN
  UPDATE upload_sums SET files = files - 1, bytes = bytes - old.size_bytes, sent_bytes = sent_bytes - old.sent_bytes
    WHERE connection_id = old.connection_id AND stage = old.stage AND reason = coalesce(old.reason, '');
  INSERT INTO upload_sums VALUES (new.connection_id, new.stage, coalesce(new.reason, ''), 1, new.size_bytes, new.sent_bytes)
    ON CONFLICT DO UPDATE SET files = files + 1, bytes = bytes + excluded.bytes, sent_bytes = sent_bytes + excluded.sent_bytes;
END;

-- Albums that are full are named without looking at the files that wait for them.
CREATE INDEX uploads_for_full_albums ON uploads (connection_id, album_id) WHERE hold = 'album_full';

-- A drop that has no rows left is forgotten with the last of them.
CREATE INDEX uploads_by_batch ON uploads (batch_id);

-- What may be done next is found without looking at what may not.
DROP INDEX uploads_by_stage;
DROP INDEX uploads_by_hash;
CREATE INDEX uploads_next ON uploads (connection_id, stage, id) WHERE hold IS NULL;
CREATE INDEX uploads_by_album ON uploads (connection_id, album_id, stage, id);
CREATE INDEX uploads_by_content ON uploads (connection_id, content_hash) WHERE content_hash IS NOT NULL;
CREATE INDEX uploads_by_retry ON uploads (connection_id, retry_at_ms) WHERE retry_at_ms IS NOT NULL;
CREATE INDEX uploads_held ON uploads (connection_id, hold, root, album_id) WHERE hold IS NOT NULL;
