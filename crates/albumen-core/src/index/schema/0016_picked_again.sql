-- Picked items whose copy was uploaded again are shown once: as what they became.

ALTER TABLE picked_items ADD COLUMN became TEXT; -- Google's id of the media item that the copy was uploaded as
CREATE INDEX picked_items_by_path ON picked_items (path);

UPDATE picked_items SET became = ledger.google_id FROM ledger
  WHERE ledger.connection_id = picked_items.connection_id AND ledger.path = picked_items.path
    AND ledger.size_bytes = picked_items.size_bytes AND ledger.google_id <> picked_items.google_id;
DELETE FROM media_items WHERE source = 'picked' AND (connection_id, google_id) IN (
  SELECT picked.connection_id, picked.google_id FROM picked_items picked
    JOIN media_items item ON item.connection_id = picked.connection_id
      AND substr(item.google_id, -12) = substr(picked.became, -12) AND item.google_id = picked.became
  WHERE item.missing_since_ms IS NULL);

-- Picked items are found as such: they are read anew.
INSERT OR IGNORE INTO words_todo SELECT place FROM media_items
  WHERE source = 'picked' AND id <= (SELECT read_to FROM words_state);
