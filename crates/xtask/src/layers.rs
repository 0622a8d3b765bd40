//! Who may depend on whom. The table is the rule; see docs/architecture.md.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// One crate of ours: which of ours it may use, which in its tests too, and what it may never see.
struct Layer {
    name: &'static str,
    uses: &'static [&'static str],
    in_tests: &'static [&'static str],
    never: &'static [&'static str],
}

const WINDOW: &[&str] = &["tauri", "tauri-build", "tauri-specta", "webkit2gtk"];

const LAYERS: &[Layer] = &[
    Layer {
        name: "sample-pictures",
        uses: &[],
        in_tests: &[],
        never: WINDOW,
    },
    Layer {
        name: "google-photos",
        uses: &[],
        in_tests: &["photos-emulator"],
        never: &["tauri", "rusqlite"],
    },
    Layer {
        name: "photos-emulator-pixels",
        uses: &[],
        in_tests: &[],
        never: WINDOW,
    },
    // Neither in its tests: it shares no code with the client, else one mistake would hide in both.
    Layer {
        name: "photos-emulator",
        uses: &["photos-emulator-pixels", "sample-pictures"],
        in_tests: &[],
        never: WINDOW,
    },
    Layer {
        name: "albumen-thumbnails",
        uses: &[],
        in_tests: &["photos-emulator-pixels"],
        never: WINDOW,
    },
    Layer {
        name: "albumen-core",
        uses: &["albumen-thumbnails", "google-photos"],
        in_tests: &["photos-emulator", "sample-pictures"],
        never: WINDOW,
    },
    Layer {
        name: "albumen-sample",
        uses: &["albumen-core", "google-photos", "photos-emulator"],
        in_tests: &[],
        never: WINDOW,
    },
    Layer {
        name: "albumen-cli",
        uses: &["albumen-core", "albumen-sample", "google-photos"],
        in_tests: &["photos-emulator", "sample-pictures"],
        never: WINDOW,
    },
    Layer {
        name: "albumen",
        uses: &["albumen-core", "albumen-sample"],
        in_tests: &["photos-emulator", "sample-pictures"],
        never: &["rusqlite"],
    },
    Layer {
        name: "albumen-bench",
        uses: &["albumen-core", "photos-emulator", "photos-emulator-pixels"],
        in_tests: &[],
        never: WINDOW,
    },
    // None of ours, so that a check need not wait for the engine to be compiled.
    Layer {
        name: "xtask",
        uses: &[],
        in_tests: &[],
        never: WINDOW,
    },
];

/// What a file of rules may not hold: it decides from what it is given.
const IMPURE: &[&str] = &[
    "async ",
    ".await",
    "tokio::",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "reqwest::",
    "rusqlite::",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "thread_rng",
    "rand::",
];

/// Checks the crates and every `rules.rs`.
pub fn check() -> Result<String, String> {
    let metadata = metadata()?;
    let packages = metadata
        .get("packages")
        .and_then(Value::as_array)
        .ok_or("cargo metadata names no packages")?;
    let mut found = check_crates(packages);
    let root = metadata
        .get("workspace_root")
        .and_then(Value::as_str)
        .ok_or("cargo metadata names no folder")?;
    let files = rules_below(Path::new(root))?;
    for file in &files {
        let text =
            fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        found.extend(
            impurities(&text).into_iter().map(|(line, what)| {
                format!("{}:{line}: {what} in a file of rules", file.display())
            }),
        );
    }
    if found.is_empty() {
        Ok(format!(
            "{} crates and {} files of rules keep to their layers",
            packages.len(),
            files.len()
        ))
    } else {
        Err(found.join("\n"))
    }
}

fn metadata() -> Result<Value, String> {
    let output = crate::cargo()
        .args(["metadata", "--no-deps", "--format-version", "1", "--locked"])
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

fn check_crates(packages: &[Value]) -> Vec<String> {
    let layers: BTreeMap<&str, &Layer> = LAYERS.iter().map(|layer| (layer.name, layer)).collect();
    let mut found = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(layer) = layers.get(name) else {
            found.push(format!(
                "{name} has no layer yet: say in crates/xtask/src/layers.rs what it may use"
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let in_tests = dependency["kind"].as_str() == Some("dev");
            let ours = layers.contains_key(used);
            let allowed =
                layer.uses.contains(&used) || (in_tests && layer.in_tests.contains(&used));
            if (ours && !allowed) || layer.never.contains(&used) {
                found.push(format!("{name} may not use {used}"));
            }
        }
    }
    found
}

fn rules_below(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    let mut folders = vec![root.join("crates"), root.join("src-tauri").join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == "rules.rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The lines outside comments that do more than decide, counted from 1.
fn impurities(text: &str) -> Vec<(usize, &'static str)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .flat_map(|(index, line)| {
            IMPURE
                .iter()
                .filter(move |what| line.contains(**what))
                .map(move |what| (index + 1, what.trim()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, used: &str, kind: Option<&str>) -> Vec<Value> {
        vec![json!({ "name": name, "dependencies": [{ "name": used, "kind": kind }] })]
    }

    #[test]
    fn the_client_and_the_emulator_never_meet_but_in_the_clients_tests() {
        assert!(
            !check_crates(&package("photos-emulator", "google-photos", None)).is_empty(),
            "a mistake would hide in both"
        );
        assert!(
            !check_crates(&package("photos-emulator", "google-photos", Some("dev"))).is_empty(),
            "nor in its tests"
        );
        assert!(
            !check_crates(&package("google-photos", "photos-emulator", None)).is_empty(),
            "the client talks to Google"
        );
        assert!(
            check_crates(&package("google-photos", "photos-emulator", Some("dev"))).is_empty(),
            "its tests need a service"
        );
    }

    #[test]
    fn the_core_knows_no_window() {
        assert!(
            !check_crates(&package("albumen-core", "tauri", None)).is_empty(),
            "the command line uses it too"
        );
        assert!(
            check_crates(&package("albumen", "tauri", None)).is_empty(),
            "the window is Tauri's"
        );
    }

    #[test]
    fn a_new_crate_must_be_given_its_layer() {
        assert!(
            !check_crates(&package("newcomer", "serde", None)).is_empty(),
            "otherwise it could use anything"
        );
    }

    #[test]
    fn rules_do_nothing_but_decide() {
        assert_eq!(
            impurities("fn a() {}\n// std::fs is not used\n"),
            [],
            "a comment may name what is not done"
        );
        assert_eq!(
            impurities("let now = Timestamp::now();"),
            [(1, "Timestamp::now")],
            "the time is handed in"
        );
        assert_eq!(
            impurities("\nasync fn wait() {}"),
            [(2, "async")],
            "rules do not wait"
        );
    }
}
