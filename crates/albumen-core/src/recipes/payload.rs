//! What a program or an address is told, as JSON. Never a token, and no path of this computer for anybody elsewhere.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::rules::Facts;
use super::rules::words::kind_word;
use super::store::runs::Run;
use crate::uploads::text_to_path;
use crate::view::RecipeWhen;

/// The JSON. `here`: whoever reads it is on this computer and may know where the file lies.
pub fn of(run: &Run, facts: &Facts, here: bool) -> Value {
    json!({
        "recipe": { "key": run.recipe.0, "name": run.spec.name },
        "run": run.key.0,
        "event": event(&run.spec.when),
        "item": facts.kind.map(|_| item(facts)),
        "file": file(facts, here),
    })
}

fn event(when: &RecipeWhen) -> &'static str {
    match when {
        RecipeWhen::NewItem => "newItem",
        RecipeWhen::EntersAlbum { .. } => "entersAlbum",
        RecipeWhen::FileAppears { .. } => "fileAppears",
        RecipeWhen::ImportFinished => "importFinished",
        RecipeWhen::EveryDay { .. } => "everyDay",
    }
}

fn item(facts: &Facts) -> Value {
    let taken = facts
        .taken_ms
        .and_then(|ms| Timestamp::from_millisecond(ms).ok())
        .map(|taken| taken.to_string());
    let albums: Vec<&str> = facts
        .albums
        .iter()
        .map(|(_, title)| title.as_str())
        .collect();
    json!({
        "id": facts.google_id,
        "fileName": facts.name,
        "kind": facts.kind.map(kind_word),
        "mimeType": facts.mime_type,
        "taken": taken,
        "camera": facts.camera,
        "width": facts.width_px,
        "height": facts.height_px,
        "description": facts.description,
        "albums": albums,
        "page": facts.page,
    })
}

fn file(facts: &Facts, here: bool) -> Value {
    let Some(text) = &facts.path else {
        return Value::Null;
    };
    let path = text_to_path(text);
    match here {
        true => json!({ "path": path.to_string_lossy(), "sizeBytes": facts.size_bytes }),
        false => json!({ "sizeBytes": facts.size_bytes }),
    }
}
