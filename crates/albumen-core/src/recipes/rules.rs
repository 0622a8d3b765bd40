//! What a recipe is made of, as far as it needs no disk and no network: what it knows of a thing, whether it applies, how it
//! reads, what is wrong with it, when it is tried again. Pure.

pub mod address;
pub mod again;
pub mod chain;
pub mod check;
pub mod matching;
pub mod sentence;
pub mod template;
pub mod words;

use crate::view::{AlbumKey, ItemKey, ItemKind, RecipeSpec, RecipeStep};

/// What is known of the thing that a recipe is done for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The item in the library, where there is one.
    pub item: Option<ItemKey>,
    /// Google's id of it.
    pub google_id: Option<String>,
    /// Its file name.
    pub name: String,
    /// What it is; none for a file that is no photo and no video.
    pub kind: Option<ItemKind>,
    /// Such as `image/jpeg`.
    pub mime_type: Option<String>,
    /// Make and model.
    pub camera: Option<String>,
    /// Its bytes, where known: Google does not tell them.
    pub size_bytes: Option<u64>,
    /// When it was taken; of a file that does not say, when it was written.
    pub taken_ms: Option<i64>,
    /// Width as displayed.
    pub width_px: Option<u32>,
    /// Height as displayed.
    pub height_px: Option<u32>,
    /// What is written about it.
    pub description: Option<String>,
    /// The albums it is in.
    pub albums: Vec<(AlbumKey, String)>,
    /// Its page at Google.
    pub page: Option<String>,
    /// The file on this computer, where there is one, as the index writes paths.
    pub path: Option<String>,
    /// The name of the folder in which that lies.
    pub folder: Option<String>,
}

/// The hash under which the person's word about a step is kept: of exactly what was shown. None for a step that needs none.
pub fn approval(step: &RecipeStep) -> Option<[u8; 32]> {
    let shown = match step {
        RecipeStep::Run { program, args, .. } => serde_json::json!(["command", program, args]),
        RecipeStep::Call { url } => serde_json::json!(["address", url]),
        _ => return None,
    };
    Some(*blake3::hash(shown.to_string().as_bytes()).as_bytes())
}

/// The hashes of everything in a recipe that needs the person's word.
pub fn approvals(spec: &RecipeSpec) -> Vec<[u8; 32]> {
    spec.then.iter().filter_map(approval).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(program: &str, args: &[&str]) -> RecipeStep {
        RecipeStep::Run {
            program: program.to_owned(),
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            limit_s: 60,
        }
    }

    #[test]
    fn any_other_command_needs_another_word() {
        let allowed = approval(&run("/bin/a", &["x y"]));
        assert_eq!(allowed, approval(&run("/bin/a", &["x y"])));
        for other in [
            run("/bin/a", &["x", "y"]),
            run("/bin/a", &["x y", ""]),
            run("/bin/a x y", &[]),
            run("/bin/b", &["x y"]),
        ] {
            assert_ne!(allowed, approval(&other), "{other:?}");
        }
        let text = "tell".to_owned();
        assert_eq!(approval(&RecipeStep::Notify { text }), None);
    }
}
