//! `cargo xtask bench grid`, `start` and `memory`: the real window, on a display of its own.

mod figures;

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

use crate::Asked;
use crate::emulator::at;
use crate::libraries::Libraries;
use crate::table::{Bar, Row, median};
use figures::{all, number, pairs};

const SECONDS: u64 = 10;

/// The grid while it is scrolled: a million against a thousand.
pub(crate) async fn grid(asked: &Asked, libraries: &Libraries) -> Result<Vec<Row>, String> {
    // The crowded month of the large library begins behind as many items as a month has otherwise.
    let crowd = [4_464.0, 30_000.0, 60_000.0].map(|item| item / asked.items as f64);
    let job = json!({ "what": "grid", "rounds": asked.rounds, "seconds": SECONDS, "crowd": crowd });
    let told = measured(asked, libraries, job).await?;
    let (few, many) = (at(&told, "few"), at(&told, "many"));
    let crowd = at(&told, "crowd");
    let ratio = |what: &str, name: &str, unit: &str, bar: Bar| {
        let pairs = pairs(many, few, name);
        let ratios: Vec<f64> = pairs.iter().map(|(own, other)| own / other).collect();
        Row {
            what: format!("4  {what}, {} against 1,000 items", asked.items),
            ours: format!("{:.1} {unit}", median(&all(many, name))),
            other: format!("{:.1} {unit}", median(&all(few, name))),
            figure: median(&ratios),
            bar,
            note: format!(
                "pairs {}",
                ratios
                    .iter()
                    .map(|ratio| format!("{ratio:.2}"))
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
        }
    };
    let most = |what: &str, figure: f64, limit: f64, unit: &str| Row {
        what: format!("4  {what}"),
        ours: format!("{figure:.1} {unit}"),
        other: format!("{limit} {unit}"),
        figure,
        bar: Bar::AtMost(limit),
        note: String::new(),
    };
    let highest = |name: &str| all(many, name).into_iter().fold(0.0, f64::max);
    let mut rows = vec![
        ratio(
            "frames a second at 3,000 px/s",
            "fps",
            "fps",
            Bar::AtLeast(0.95),
        ),
        ratio("95th of 100 frames", "frameP95", "ms", Bar::AtMost(1.15)),
        ratio(
            "memory of the web process",
            "share",
            "MiB",
            Bar::AtMost(1.15),
        ),
        most(
            "script of the page in 99 of 100 frames",
            median(&all(many, "scriptP99")),
            8.0,
            "ms",
        ),
        most(
            "most tiles in the page",
            highest("tiles").max(number(crowd, "tiles")),
            300.0,
            "tiles",
        ),
        most(
            "longest task, with a month of 70,000",
            number(crowd, "longest").max(median(&all(many, "longest"))),
            50.0,
            "ms",
        ),
        most(
            "first thumbnail of a random place, 95 of 100",
            median(&all(many, "jumpP95")),
            150.0,
            "ms",
        ),
        ratio("the same", "jumpP95", "ms", Bar::None),
    ];
    if let Some(row) = rows.get_mut(5) {
        row.note = format!(
            "a task and the painting after it count as one; longest script alone {:.1} ms",
            highest("scriptMost").max(number(crowd, "scriptMost"))
        );
    }
    Ok(rows)
}

/// From the start of the process to painted thumbnails.
pub(crate) async fn start(asked: &Asked, libraries: &Libraries) -> Result<Vec<Row>, String> {
    let job = json!({ "what": "start", "rounds": asked.rounds });
    let told = measured(asked, libraries, job).await?;
    let rounds = at(&told, "rounds");
    let against = |what: String, other: &str, most: f64| {
        let pairs: Vec<(f64, f64)> = all(rounds, "many")
            .into_iter()
            .zip(all(rounds, other))
            .collect();
        let ratios: Vec<f64> = pairs.iter().map(|(own, other)| own / other).collect();
        Row {
            what,
            ours: format!("{:.0} ms", median(&all(rounds, "many"))),
            other: format!("{:.0} ms", median(&all(rounds, other))),
            figure: median(&ratios),
            bar: Bar::AtMost(most),
            note: if at(&told, "dropped").as_bool() == Some(true) {
                "before each start the system forgot what it had read".into()
            } else {
                "the system kept what it had read: only root may make it forget".into()
            },
        }
    };
    Ok(vec![
        against(
            format!(
                "6  start to painted thumbnails, {} against 1,000 items",
                asked.items
            ),
            "few",
            1.15,
        ),
        against("6  the same, against an empty window".into(), "empty", 1.3),
    ])
}

/// Memory of the program after the whole was seen, and whether it grows.
pub(crate) async fn memory(asked: &Asked, libraries: &Libraries) -> Result<Vec<Row>, String> {
    let job = json!({ "what": "memory", "minutes": asked.soak });
    let told = measured(asked, libraries, job).await?;
    let samples: Vec<f64> = at(&told, "samples")
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect();
    let (first, second) = samples.split_at(samples.len() / 2);
    let growth = median(second) / median(first).max(1.0);
    let through = number(&told, "through");
    Ok(vec![
        Row {
            what: format!(
                "8  memory of the program, {} items seen end to end",
                asked.items
            ),
            ours: format!("{through:.0} MiB"),
            other: "150 MB".into(),
            figure: through * 1.048_576,
            bar: Bar::AtMost(150.0),
            note: format!(
                "RssAnon; {:.0} MiB before, the web process has {:.0} MiB",
                number(&told, "from"),
                number(&told, "web")
            ),
        },
        Row {
            what: format!(
                "8  the same after {} minutes of scrolling, second half against first",
                asked.soak
            ),
            ours: format!("{:.0} MiB", median(second)),
            other: format!("{:.0} MiB", median(first)),
            figure: growth,
            bar: Bar::AtMost(1.05),
            note: samples
                .iter()
                .map(|sample| format!("{sample:.0}"))
                .collect::<Vec<_>>()
                .join(" "),
        },
    ])
}

/// Lets the script beside the end-to-end tests drive the window, and reads what it measured.
async fn measured(asked: &Asked, libraries: &Libraries, mut job: Value) -> Result<Value, String> {
    if let Some(fields) = job.as_object_mut() {
        fields.insert("few".into(), libraries.few(asked).await?.place());
        fields.insert("many".into(), libraries.many(asked).await?.place());
    }
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let file = folder.path().join("job.json");
    std::fs::write(&file, job.to_string()).map_err(|error| error.to_string())?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut child = Command::new("node")
        .arg(root.join("ui/e2e/desktop/measure/run.mjs"))
        .args([&file, &folder.path().join("stage"), &asked.binaries])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("node: {error}"))?;
    let mut lines = BufReader::new(child.stdout.take().ok_or("node says nothing")?).lines();
    let mut found = None;
    while let Some(line) = lines.next_line().await.map_err(|error| error.to_string())? {
        match line.strip_prefix("MEASURED ") {
            Some(told) => found = serde_json::from_str(told).ok(),
            None => println!("  {line}"),
        }
    }
    let status = child.wait().await.map_err(|error| error.to_string())?;
    found.ok_or_else(|| format!("the window was not measured, {status}"))
}
