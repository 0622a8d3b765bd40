//! What recipes tell the person through the system. Many at once become one: an import of a thousand photos is one notice.

use std::time::Duration;

use albumen_core::{Core, CoreEvent};
use tauri::AppHandle;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::notice::{self, To, Words};

/// How long more is waited for after the last one.
const GATHER: Duration = Duration::from_secs(2);
/// How long they are gathered at most.
const LONGEST: Duration = Duration::from_secs(20);

/// Shows what recipes say until the engine closes.
pub fn follow(app: &AppHandle, core: &Core) {
    let (app, mut events) = (app.clone(), core.events());
    tauri::async_runtime::spawn(async move {
        while let Some(first) = next(&mut events).await {
            let mut said = vec![first];
            let gathering = async {
                while let Ok(Some(more)) = tokio::time::timeout(GATHER, next(&mut events)).await {
                    said.push(more);
                }
            };
            // Either way what was said so far is shown.
            let _ = tokio::time::timeout(LONGEST, gathering).await;
            notice::show(&app, words(&said), To::Recipes);
        }
    });
}

/// What a recipe said, and its name.
struct Said {
    recipe: String,
    text: String,
}

async fn next(events: &mut Receiver<CoreEvent>) -> Option<Said> {
    loop {
        match events.recv().await {
            Ok(CoreEvent::RecipeSays { recipe, text }) => return Some(Said { recipe, text }),
            // What was missed is in the history of the recipe.
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}

fn words(said: &[Said]) -> Words {
    let text = said
        .last()
        .map(|last| last.text.clone())
        .unwrap_or_default();
    let first = said.first().map(|first| first.recipe.as_str());
    let one = first.filter(|first| said.iter().all(|other| other.recipe == *first));
    let title = one.map_or_else(|| "Recipes".to_owned(), str::to_owned);
    let text = match said.len() {
        0 | 1 => text,
        many => format!("{text}, and {} more", many - 1),
    };
    Words { title, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(recipe: &str, text: &str) -> Said {
        Said {
            recipe: recipe.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn many_are_one_notice() {
        let one = words(&[said("Camera", "a is there")]);
        assert_eq!(
            (one.title.as_str(), one.text.as_str()),
            ("Camera", "a is there")
        );
        let many = words(&[said("Camera", "a is there"), said("Camera", "b is there")]);
        assert_eq!(many.text, "b is there, and 1 more");
        assert_eq!(many.title, "Camera");
        let mixed = words(&[said("Camera", "a"), said("Best", "b")]);
        assert_eq!(mixed.title, "Recipes");
    }
}
