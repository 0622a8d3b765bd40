-- Recipes: what is done by itself when something happens, and what was done.
-- Runs with foreign keys off, because a table is made anew.

CREATE TABLE recipes (
  id             INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: marks name it
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  name           TEXT    NOT NULL,
  version        INTEGER NOT NULL,             -- of recipe_versions: the newest
  is_on          INTEGER NOT NULL DEFAULT 0,
  starts         TEXT    NOT NULL,             -- item | album | file | import | day_each | day_once
  album_id       INTEGER,                      -- whose new items it waits for; it stays when the album goes
  minute         INTEGER,                      -- of the person's day
  last_day       TEXT,                         -- YYYY-MM-DD, the last day on which a daily one began
  made_ms        INTEGER NOT NULL
) STRICT;
CREATE INDEX recipes_starting ON recipes (starts, connection_id) WHERE is_on = 1;

-- What a recipe says, version by version: what has begun goes on by the version it began with.
CREATE TABLE recipe_versions (
  recipe_id      INTEGER NOT NULL REFERENCES recipes ON DELETE CASCADE,
  version        INTEGER NOT NULL,
  spec           TEXT    NOT NULL,             -- JSON
  PRIMARY KEY (recipe_id, version)
) STRICT, WITHOUT ROWID;

-- What happened and was not looked at yet. Written by triggers, in the transaction in which it happened.
CREATE TABLE recipe_events (
  id             INTEGER PRIMARY KEY,
  recipe_id      INTEGER NOT NULL REFERENCES recipes ON DELETE CASCADE,
  item_id        INTEGER,                      -- of media_items
  pick_id        INTEGER                       -- of picks
) STRICT;
CREATE INDEX recipe_events_by_recipe ON recipe_events (recipe_id, id);

-- What was in an album before a recipe waited for new items there, and what came since: an album is written anew when it is
-- listed, and nothing of that is new.
CREATE TABLE recipe_known (
  recipe_id      INTEGER NOT NULL REFERENCES recipes ON DELETE CASCADE,
  google_id      TEXT    NOT NULL,
  PRIMARY KEY (recipe_id, google_id)
) STRICT, WITHOUT ROWID;

-- One recipe done for one thing.
CREATE TABLE recipe_runs (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  recipe_id      INTEGER NOT NULL REFERENCES recipes ON DELETE CASCADE,
  version        INTEGER NOT NULL,
  subject        TEXT    NOT NULL,             -- what it is done for: never twice for the same
  name           TEXT    NOT NULL,             -- of that, as it is shown
  item_id        INTEGER REFERENCES media_items ON DELETE SET NULL,
  path           TEXT,                         -- the file, where there is one
  chain          TEXT    NOT NULL,             -- JSON: the recipes that led here, the first one first
  state          TEXT    NOT NULL,             -- new (not looked at yet) | waiting | held (by an upload) | done | failed | stopped | cancelled
  step           INTEGER NOT NULL DEFAULT 0,   -- the next one
  upload_id      INTEGER,                      -- of uploads: what holds it
  due_ms         INTEGER NOT NULL,
  message        TEXT,                         -- a sentence: what it waits for, or why it ended
  made_ms        INTEGER NOT NULL,
  ended_ms       INTEGER,
  UNIQUE (recipe_id, subject)
) STRICT;
CREATE INDEX recipe_runs_open ON recipe_runs (due_ms) WHERE state IN ('new', 'waiting');
CREATE INDEX recipe_runs_held ON recipe_runs (upload_id) WHERE state = 'held';
CREATE INDEX recipe_runs_by_recipe ON recipe_runs (recipe_id, state, id);
CREATE INDEX recipe_runs_by_item ON recipe_runs (item_id) WHERE item_id IS NOT NULL;

-- The steps of a run. A row is written before the step begins.
CREATE TABLE recipe_steps (
  run_id         INTEGER NOT NULL REFERENCES recipe_runs ON DELETE CASCADE,
  number         INTEGER NOT NULL,
  state          TEXT    NOT NULL,             -- doing | done | failed | waiting
  data           TEXT,                         -- JSON: what it needs to go on after a restart
  said           TEXT,                         -- what came of it
  tries          INTEGER NOT NULL DEFAULT 0,   -- that failed
  began_ms       INTEGER NOT NULL,
  ended_ms       INTEGER,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

-- What recipes made or touched, so that a recipe knows what another one led to.
CREATE TABLE recipe_marks (
  what           TEXT    PRIMARY KEY,          -- saved:PATH | sent:PATH | album:KEY:GOOGLE_ID
  chain          TEXT    NOT NULL,             -- JSON, as in recipe_runs
  made_ms        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Commands and addresses that the person allowed, by the hash of exactly what was shown.
CREATE TABLE recipe_approvals (
  hash           BLOB    PRIMARY KEY,
  approved_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A folder may be watched for a recipe beside, or instead of, being uploaded.
CREATE TABLE new_watched_folders (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  path           TEXT    NOT NULL,
  rule           TEXT    NOT NULL,             -- what is done with its files, as JSON
  ready          INTEGER NOT NULL DEFAULT 0,   -- 0 until what lies in it is known: one that never was is dropped at a start
  paused         INTEGER NOT NULL DEFAULT 0,
  files          INTEGER NOT NULL DEFAULT 0,   -- given on so far
  last_ms        INTEGER,                      -- when the last one was
  recipe_id      INTEGER REFERENCES recipes ON DELETE CASCADE -- for which it is watched; NULL: it is uploaded
) STRICT;
INSERT INTO new_watched_folders (id, connection_id, path, rule, ready, paused, files, last_ms)
  SELECT id, connection_id, path, rule, ready, paused, files, last_ms FROM watched_folders;
DROP TABLE watched_folders;
ALTER TABLE new_watched_folders RENAME TO watched_folders;
CREATE UNIQUE INDEX watched_folders_by_path ON watched_folders (path, coalesce(recipe_id, 0));
CREATE INDEX watched_folders_by_recipe ON watched_folders (recipe_id) WHERE recipe_id IS NOT NULL;

-- An item of a library that is still being read for the first time is not new, unless it was uploaded from here. One that was
-- picked is what an import brings.
CREATE TRIGGER recipe_events_item AFTER INSERT ON media_items WHEN new.source <> 'picked' BEGIN
  INSERT INTO recipe_events (recipe_id, item_id)
    SELECT recipes.id, new.id FROM recipes
    WHERE is_on = 1 AND starts IN ('item', 'day_each') AND recipes.connection_id = new.connection_id
      AND (new.source = 'uploaded'
           OR (EXISTS (SELECT 1 FROM connections WHERE connections.id = new.connection_id AND synced_ms IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM sync_gaps WHERE sync_gaps.connection_id = new.connection_id)));
END;
CREATE TRIGGER recipe_events_album AFTER INSERT ON album_items
WHEN EXISTS (SELECT 1 FROM recipes WHERE is_on = 1 AND starts = 'album' AND album_id = new.album_id) BEGIN
  INSERT INTO recipe_events (recipe_id, item_id)
    SELECT recipes.id, new.item_id FROM recipes JOIN media_items ON media_items.id = new.item_id
    WHERE is_on = 1 AND starts = 'album' AND album_id = new.album_id
      AND NOT EXISTS (SELECT 1 FROM recipe_known WHERE recipe_id = recipes.id AND recipe_known.google_id = media_items.google_id);
  INSERT OR IGNORE INTO recipe_known (recipe_id, google_id)
    SELECT recipes.id, media_items.google_id FROM recipes JOIN media_items ON media_items.id = new.item_id
    WHERE is_on = 1 AND starts = 'album' AND album_id = new.album_id;
END;
CREATE TRIGGER recipe_events_import AFTER UPDATE OF state ON picks WHEN new.state = 'done' AND old.state <> 'done' BEGIN
  INSERT INTO recipe_events (recipe_id, pick_id)
    SELECT recipes.id, new.id FROM recipes
    WHERE is_on = 1 AND starts = 'import' AND recipes.connection_id = new.connection_id;
END;
