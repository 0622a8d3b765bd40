//! `cargo xtask bench search`: two hundred questions to the index of the large library, beside `LIKE`.

use std::time::Instant;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::emulator::at;
use crate::libraries::Libraries;
use crate::listing::index_of;
use crate::table::{Bar, Row, median};
use crate::{Asked, engine, run};

const NEWEST: usize = 200;
const MOST_BYTES: f64 = 350.0;

/// The rows.
pub(crate) async fn rows(asked: &Asked, libraries: &Libraries) -> Result<Vec<Row>, String> {
    let library = libraries.many(asked).await?;
    let (mut own, mut like, mut ratios, mut first) = (Vec::new(), Vec::new(), Vec::new(), None);
    let mut bytes = 0.0;
    for _ in 0..asked.rounds {
        let mut child = library.engine(engine::SEARCH)?;
        child.arg(asked.items.to_string());
        let ran = run::to_end(&mut child).await?.well("the engine")?;
        let told: Value = serde_json::from_str(&ran.stdout).map_err(|error| error.to_string())?;
        let times = |name: &str| -> Vec<f64> {
            let times = at(&told, name).as_array().into_iter().flatten();
            times.filter_map(Value::as_f64).collect()
        };
        let (ours, others) = (times("own_ms"), times("like_ms"));
        ratios.push(others.iter().sum::<f64>() / ours.iter().sum::<f64>());
        own.push(p95(ours));
        like.push(p95(others));
        first.get_or_insert(at(&told, "read_s").as_f64().unwrap_or_default());
        bytes = at(&told, "bytes").as_f64().unwrap_or_default();
    }
    let items = asked.items as f64;
    let shown = |ratios: &[f64]| {
        ratios
            .iter()
            .map(|ratio| format!("{ratio:.0}"))
            .collect::<Vec<_>>()
    };
    Ok(vec![
        Row {
            what: format!(
                "7  search at {} items: first {NEWEST} newest, 95 of 100, ms",
                asked.items
            ),
            ours: format!("{:.1} ms", median(&own)),
            other: format!("LIKE {:.0} ms", median(&like)),
            figure: median(&own),
            bar: Bar::AtMost(25.0),
            note: format!(
                "{} questions; all words of the library were read in {:.1} s",
                questions(asked.items).len(),
                first.unwrap_or_default()
            ),
        },
        Row {
            what: "7  the same, all questions together, against LIKE".into(),
            ours: String::new(),
            other: String::new(),
            figure: median(&ratios),
            bar: Bar::AtLeast(20.0),
            note: format!("rounds {}", shown(&ratios).join(" ")),
        },
        Row {
            what: "   bytes of the index to an item, with full text".into(),
            ours: format!("{:.0} B", bytes / items),
            other: format!("{MOST_BYTES} B"),
            figure: bytes / items,
            bar: Bar::AtMost(MOST_BYTES),
            note: String::new(),
        },
    ])
}

fn p95(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() * 95 / 100).copied().unwrap_or(0.0)
}

/// Words, two words, beginnings, file names: fifty of each, spread over the library, the same in every run.
fn questions(items: u64) -> Vec<String> {
    const WORDS: [&str; 10] = [
        "journey", "long", "nordlys", "marlowe", "pellucid", "alder", "optical", "compact",
        "number", "phone",
    ];
    const BEGINNINGS: [&str; 5] = ["jour", "nord", "marl", "pell", "img_00"];
    let word = |number: u64| {
        WORDS
            .get((number % 10) as usize)
            .copied()
            .unwrap_or("journey")
    };
    let mut questions = Vec::new();
    for number in 0..50_u64 {
        let item = number * (items / 50);
        questions.push(if number < 10 {
            word(number).to_owned()
        } else {
            (item - item % 50).to_string()
        });
        questions.push(format!(
            "{} {}",
            word(number),
            word(number / 10 + number + 1)
        ));
        let beginning = BEGINNINGS
            .get((number % 5) as usize)
            .copied()
            .unwrap_or("jour");
        questions.push(if number < 25 {
            beginning.to_owned()
        } else {
            format!("img_{:04}", item / 1000)
        });
        questions.push(format!("IMG_{item:07}"));
    }
    questions
}

/// Asks them all in this process, on the home of `ALBUMEN_HOME`; prints how long each took.
pub(crate) async fn ask(items: u64) -> Result<(), String> {
    let words = |error: rusqlite::Error| error.to_string();
    let home = std::env::var_os("ALBUMEN_HOME").ok_or("there is no home")?;
    let core = engine::open().await?;
    let begun = Instant::now();
    core.search()
        .read_all()
        .await
        .map_err(|error| error.to_string())?;
    let read_s = begun.elapsed().as_secs_f64();
    let mut own_ms = Vec::new();
    let mut found = Vec::new();
    for question in questions(items) {
        let begun = Instant::now();
        let view = core
            .search()
            .view(&question)
            .await
            .map_err(|error| error.to_string())?;
        own_ms.push(begun.elapsed().as_secs_f64() * 1e3);
        found.push(view.newest.len());
    }
    core.close().await;
    if found.iter().filter(|found| **found > 0).count() < found.len() / 2 {
        return Err(format!("most questions found nothing: {found:?}"));
    }
    let index = index_of(home.as_ref())?;
    let database = Connection::open(&index).map_err(words)?;
    let mut like_ms = Vec::new();
    for question in questions(items) {
        let begun = Instant::now();
        like(&database, &question).map_err(words)?;
        like_ms.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let page = |name: &str| {
        database
            .pragma_query_value(None, name, |row| row.get::<_, f64>(0))
            .map_err(words)
    };
    let bytes = page("page_count")? * page("page_size")?;
    println!(
        "{}",
        json!({ "own_ms": own_ms, "like_ms": like_ms, "read_s": read_s, "bytes": bytes })
    );
    Ok(())
}

/// The newest that hold every word somewhere, as somebody finds them who has no full text.
fn like(database: &Connection, question: &str) -> rusqlite::Result<usize> {
    let each = question.split_whitespace().enumerate().map(|(number, _)| {
        let word = number + 1;
        format!(
            "(m.file_name LIKE ?{word} OR m.description LIKE ?{word} OR c.make LIKE ?{word} OR c.model LIKE ?{word})"
        )
    });
    let sql = format!(
        "SELECT m.id FROM media_items m LEFT JOIN cameras c ON c.id = m.camera_id WHERE {} \
         ORDER BY m.place DESC LIMIT {NEWEST}",
        each.collect::<Vec<_>>().join(" AND ")
    );
    let words = question.split_whitespace().map(|word| format!("%{word}%"));
    let mut statement = database.prepare(&sql)?;
    let found = statement.query_map(rusqlite::params_from_iter(words), |row| {
        row.get::<_, i64>(0)
    })?;
    Ok(found.count())
}
