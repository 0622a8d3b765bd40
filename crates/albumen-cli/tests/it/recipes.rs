//! Recipes as a script uses them.

use serde_json::{Value, json};

use crate::{Home, picture};

fn spec(folder: &std::path::Path, program: &str) -> Value {
    json!({
        "name": "Copies",
        "when": { "kind": "newItem" },
        "onlyIf": { "kinds": ["photo"], "camera": "", "name": "new*", "album": null, "minBytes": null, "maxBytes": null },
        "then": [
            { "kind": "download", "folder": folder, "below": "{year}" },
            { "kind": "run", "program": program, "args": ["-c"], "limitS": 20 },
        ],
    })
}

#[test]
fn a_recipe_is_kept_tried_allowed_and_done_once() {
    let home = Home::new();
    let copies = home.path().join("copies");
    std::fs::create_dir(&copies).unwrap();
    let file = home.file(
        "recipe.json",
        spec(&copies, "/usr/bin/wc").to_string().as_bytes(),
    );
    let saved = home.json(&[
        "recipe",
        "save",
        file.to_str().unwrap(),
        "--sample",
        "--json",
    ]);
    assert_eq!(
        (&saved["on"], &saved["reading"]["problems"]),
        (&false.into(), &json!([])),
        "{saved}"
    );
    let tries = home.json(&["recipe", "run", "--dry", "Copies", "--sample", "--json"]);
    let tries = tries.as_array().unwrap();
    assert!(!tries.is_empty() && tries.iter().all(|one| one["leftAlone"].is_string()));

    let refused = home.run(&["recipe", "on", "Copies", "--sample"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(
        said.contains("/usr/bin/wc") && said.contains("-c") && said.contains("--allow"),
        "{said}"
    );
    let on = home.json(&["recipe", "on", "Copies", "--allow", "--sample", "--json"]);
    assert_eq!(on["on"], true);

    let new = home.file("new one.bmp", &picture(7));
    home.json(&["upload", new.to_str().unwrap(), "--sample", "--json"]);
    let first = home.json(&["recipe", "run", "--sample", "--json"]);
    assert_eq!(first[0]["done"], 1, "{first}");
    let again = home.json(&["recipe", "run", "--sample", "--json"]);
    assert_eq!(again[0]["done"], 1, "done once: {again}");
    let history = home.run(&["recipe", "history", "1", "--sample"]);
    let history = String::from_utf8_lossy(&history.stdout).into_owned();
    assert!(
        history.contains("new one.bmp") && history.contains("✓ Run wc"),
        "{history}"
    );
    let off = home.json(&["recipe", "off", "Copies", "--sample", "--json"]);
    assert_eq!(off["on"], false);
    let files = walkdir(&copies);
    assert_eq!(files.len(), 1, "{files:?}");
}

fn walkdir(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => found.extend(walkdir(&path)),
            path => found.push(path),
        }
    }
    found
}

#[test]
fn what_is_no_recipe_is_refused_in_words() {
    let home = Home::new();
    let file = home.file("recipe.json", b"{\"name\": \"Half\"}");
    let refused = home.run(&["recipe", "save", file.to_str().unwrap(), "--sample"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("This is not a recipe"), "{said}");
    let nobody = home.run(&["recipe", "on", "Nothing", "--sample"]);
    assert_eq!(nobody.status.code(), Some(1), "there is none");
}
