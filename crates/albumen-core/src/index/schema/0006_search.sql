-- Search: the full text, what of it is read and what is to be read again, saved searches, results of Google's own filters.

-- The words of items that Google shows, by `media_items.place`, which is their order. Holds no text of its own; beside the
-- words of file name and description it has signs, which nobody can type, of what filters and the titles of albums ask for.
CREATE VIRTUAL TABLE words USING fts5 (
  text, content = '', contentless_delete = 1, detail = none, prefix = '3', tokenize = 'unicode61 remove_diacritics 2'
);
-- Every word of four letters and more that was ever read, without those that have digits: what a beginning can become.
CREATE TABLE words_read (
  word           TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
-- Places whose words are not in the full text as they are now.
CREATE TABLE words_todo (
  place          INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE words_state (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  read_to        INTEGER NOT NULL,             -- items up to this id were read; changes of these are noted in words_todo
  changes        INTEGER NOT NULL,             -- counts up whenever the full text changed
  tidy           INTEGER NOT NULL              -- whether its parts were brought together since all was read
) STRICT;
INSERT INTO words_state VALUES (1, 0, 0, 0);

CREATE TRIGGER words_add AFTER INSERT ON media_items WHEN new.id <= (SELECT read_to FROM words_state) BEGIN
  INSERT OR IGNORE INTO words_todo VALUES (new.place);
END;
CREATE TRIGGER words_remove AFTER DELETE ON media_items WHEN old.id <= (SELECT read_to FROM words_state) BEGIN
  INSERT OR IGNORE INTO words_todo VALUES (old.place);
END;
CREATE TRIGGER words_change AFTER UPDATE OF place, source, kind, file_name, description, camera_id, missing_since_ms ON media_items
WHEN old.id <= (SELECT read_to FROM words_state)
  AND (old.place, old.source, old.kind, old.file_name, old.description, old.camera_id, old.missing_since_ms IS NULL)
    IS NOT (new.place, new.source, new.kind, new.file_name, new.description, new.camera_id, new.missing_since_ms IS NULL) BEGIN
  INSERT OR IGNORE INTO words_todo VALUES (old.place);
  INSERT OR IGNORE INTO words_todo VALUES (new.place);
END;
CREATE TRIGGER words_enter_album AFTER INSERT ON album_items WHEN new.item_id <= (SELECT read_to FROM words_state) BEGIN
  INSERT OR IGNORE INTO words_todo SELECT place FROM media_items WHERE id = new.item_id;
END;
CREATE TRIGGER words_leave_album AFTER DELETE ON album_items WHEN old.item_id <= (SELECT read_to FROM words_state) BEGIN
  INSERT OR IGNORE INTO words_todo SELECT place FROM media_items WHERE id = old.item_id;
END;

-- Searches that the person kept.
CREATE TABLE searches (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  name           TEXT    NOT NULL,
  text           TEXT    NOT NULL
) STRICT;

-- What Google answered to its own filters, which only it can apply: favourites and what it sees in pictures.
CREATE TABLE google_lists (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  filter         TEXT    NOT NULL,             -- FAVORITES, or a category as Google spells it
  asked_ms       INTEGER NOT NULL,             -- when the answer was complete
  UNIQUE (connection_id, filter)
) STRICT;
CREATE TABLE google_list_items (
  list_id        INTEGER NOT NULL REFERENCES google_lists ON DELETE CASCADE,
  item_id        INTEGER NOT NULL REFERENCES media_items ON DELETE CASCADE,
  PRIMARY KEY (list_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX google_list_items_by_item ON google_list_items (item_id);
