//! The words of a text exactly as the full text takes them apart and folds them: SQLite does both.

use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, params};

use super::marks;
use crate::index::IndexError;

/// Takes texts apart. Its own index lives in memory and holds one question at a time.
pub(super) struct Tokens {
    db: Mutex<Connection>,
}

impl Tokens {
    pub(super) fn open() -> Result<Self, IndexError> {
        let db = Connection::open_in_memory()?;
        db.execute_batch(
            "CREATE VIRTUAL TABLE texts USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');
             CREATE VIRTUAL TABLE in_order USING fts5vocab (texts, instance);
             CREATE VIRTUAL TABLE all_words USING fts5vocab (texts, row);",
        )?;
        Ok(Self { db: Mutex::new(db) })
    }

    /// The words of each of these texts, in their order.
    pub(super) fn of<'a>(
        &self,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<Vec<String>>, IndexError> {
        let db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        let mut words = vec![Vec::new(); put(&db, texts)?];
        let mut query =
            db.prepare_cached("SELECT doc, term FROM in_order ORDER BY doc, \"offset\"")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let text = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
            if let Some(of_text) = words.get_mut(text) {
                of_text.push(row.get(1)?);
            }
        }
        Ok(words)
    }

    /// Each word of one text.
    pub(super) fn of_one(&self, text: &str) -> Result<Vec<String>, IndexError> {
        Ok(self.of([text])?.pop().unwrap_or_default())
    }

    /// The different words of all these texts together.
    pub(super) fn different<'a>(
        &self,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<String>, IndexError> {
        let db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        put(&db, texts)?;
        let mut query = db.prepare_cached("SELECT term FROM all_words")?;
        Ok(query
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?)
    }
}

fn put<'a>(db: &Connection, texts: impl IntoIterator<Item = &'a str>) -> Result<usize, IndexError> {
    db.execute("INSERT INTO texts (texts) VALUES ('delete-all')", [])?;
    let mut insert = db.prepare_cached("INSERT INTO texts (rowid, text) VALUES (?, ?)")?;
    let mut count = 0;
    for text in texts {
        insert.execute(params![count, marks::clean(text)])?;
        count += 1;
    }
    Ok(usize::try_from(count).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_folded_as_the_full_text_folds_them() {
        let tokens = Tokens::open().unwrap();
        let words = tokens.of(["Café LOFOTEN IMG_1234", "", "東京 a"]).unwrap();
        assert_eq!(
            words,
            [
                vec!["cafe", "lofoten", "img", "1234"],
                vec![],
                vec!["東京", "a"]
            ]
        );
        assert_eq!(tokens.of_one("Ærø").unwrap(), ["ærø"]);
        assert_eq!(tokens.different(["b a", "a c"]).unwrap(), ["a", "b", "c"]);
    }

    proptest! {
        #[test]
        fn a_word_that_was_taken_apart_is_one_word(text in "\\PC{0,20}") {
            let tokens = Tokens::open().unwrap();
            for word in tokens.of_one(&text).unwrap() {
                prop_assert_eq!(tokens.of_one(&word).unwrap(), vec![word.clone()],
                    "or a search for it would be one for two words together");
            }
        }
    }
}
