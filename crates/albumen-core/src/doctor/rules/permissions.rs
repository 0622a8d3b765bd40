//! What the person allows, and what is off without it.

use google_photos::Scopes;

use super::{Renewed, sign_in_to};
use crate::connections::Service;
use crate::view::{CheckKind, CheckView, Remedy};

struct Words {
    kind: CheckKind,
    scope: Scopes,
    /// What Albumen may.
    may: &'static str,
    /// What does not work without it.
    off: &'static str,
}

const ALL: [Words; 4] = [
    Words {
        kind: CheckKind::Add,
        scope: Scopes::ADD,
        may: "add photos and albums",
        off: "Without it nothing can be uploaded and no album can be made.",
    },
    Words {
        kind: CheckKind::Read,
        scope: Scopes::READ,
        may: "see what it added",
        off: "Without it nothing new is found, and photos have no previews.",
    },
    Words {
        kind: CheckKind::Edit,
        scope: Scopes::EDIT,
        may: "change what it added",
        off: "Without it titles, covers, descriptions and the contents of albums stay as they are.",
    },
    Words {
        kind: CheckKind::Pick,
        scope: Scopes::PICK,
        may: "get photos that you choose from your whole library",
        off: "Without it older photos cannot be brought in. All else works.",
    },
];

/// Each permission by what the renewal said of it.
pub(in crate::doctor) fn permissions(service: Service, renewed: Renewed<'_>) -> [CheckView; 4] {
    let granted = match renewed {
        Some(Ok(renewal)) => Some(renewal.scopes),
        _ => None,
    };
    ALL.map(|words| match granted {
        None => CheckView::skipped(words.kind, "Not checked: the sign-in comes first."),
        Some(granted) if granted.contains(words.scope) => {
            CheckView::ok(words.kind, format!("Albumen may {}.", words.may))
        }
        Some(_) => missing(&words, service),
    })
}

fn missing(words: &Words, service: Service) -> CheckView {
    let remedy = match service {
        Service::Sample => sign_in_to(service),
        Service::Google | Service::Loopback => Remedy::GrantPermission,
    };
    let sentence = format!("Albumen may not {}.", words.may);
    // Picking has its own screen, which says so; all others need these three.
    let check = match words.kind {
        CheckKind::Pick => CheckView::warning(words.kind, sentence, remedy),
        _ => CheckView::failed(words.kind, sentence, remedy),
    };
    check.with(words.off)
}
