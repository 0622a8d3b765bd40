-- Pictures: what they take together, and which of them go first, without reading them all.

CREATE TABLE picture_totals (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  bytes          INTEGER NOT NULL
) STRICT;
INSERT INTO picture_totals SELECT 1, coalesce(sum(bytes), 0) FROM thumbnails;

CREATE TRIGGER thumbnails_came AFTER INSERT ON thumbnails BEGIN
  UPDATE picture_totals SET bytes = bytes + new.bytes;
END;
CREATE TRIGGER thumbnails_changed AFTER UPDATE OF bytes ON thumbnails BEGIN
  UPDATE picture_totals SET bytes = bytes + new.bytes - old.bytes;
END;
CREATE TRIGGER thumbnails_went AFTER DELETE ON thumbnails BEGIN
  UPDATE picture_totals SET bytes = bytes - old.bytes;
END;

-- Google's go after an hour.
CREATE INDEX thumbnails_by_age ON thumbnails (made_ms) WHERE origin = 'google';
-- What goes when room is needed: Google's first, then large ones of the person's own files.
CREATE INDEX thumbnails_by_use ON thumbnails (origin = 'local', used_ms) WHERE origin = 'google' OR size > 512;
