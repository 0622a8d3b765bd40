//! `album joined`, `album join`, `album leave`

use albumen_core::Core;
use albumen_core::view::{JoinOutcome, JoinedAlbum};
use serde_json::json;

use super::share;
use crate::failure::Failure;
use crate::output::{Output, note, table};

/// Prints the albums of others that the account joined.
pub async fn list(core: &Core, out: Output) -> Result<(), Failure> {
    let joined = known(core).await?;
    if joined.is_empty() {
        note("albumen-cli: No album of somebody else's was joined.");
    }
    out.print(&joined, |joined| {
        table(&joined.iter().map(row).collect::<Vec<_>>())
    });
    Ok(())
}

/// Joins an album, or says where the person can.
pub async fn join(core: &Core, link: String, out: Output) -> Result<(), Failure> {
    match core.sharing().join(&share::given(link).await?).await? {
        JoinOutcome::Joined { album } => {
            out.print(&album, |album| vec![row(album).join("  ")]);
            Ok(())
        }
        JoinOutcome::InBrowser { url } => Err(Failure::Asked(match url {
            Some(url) => format!(
                "Google lets only you join, in the browser: open {url} there and press Join. Nothing was changed."
            ),
            None => {
                "Google lets only you join, on the page of the album's link. Nothing was changed."
                    .to_owned()
            }
        })),
    }
}

/// Leaves an album that was joined.
pub async fn leave(core: &Core, which: &str, out: Output) -> Result<(), Failure> {
    let joined = known(core).await?;
    let meant: Vec<&JoinedAlbum> = joined
        .iter()
        .filter(|album| album.title == which || album.id == which)
        .collect();
    let [album] = meant.as_slice() else {
        return Err(Failure::Asked(format!(
            "{} joined albums are called “{which}”. `album joined` prints all with their ids.",
            if meant.is_empty() {
                "No".to_owned()
            } else {
                meant.len().to_string()
            }
        )));
    };
    core.sharing().leave(&album.id).await?;
    out.print(&json!({ "left": album.id }), |_| {
        vec![format!(
            "Left “{}”. Its link stays on the list.",
            album.title
        )]
    });
    Ok(())
}

async fn known(core: &Core) -> Result<Vec<JoinedAlbum>, Failure> {
    core.sharing().joined().await?.ok_or_else(|| {
        Failure::Asked(
            "Google tells no program any more which albums were joined. They are on photos.google.com under Sharing."
                .to_owned(),
        )
    })
}

fn row(album: &JoinedAlbum) -> Vec<String> {
    let items = match album.items {
        1 => "1 item".to_owned(),
        many => format!("{many} items"),
    };
    let may = if album.collaborative { "may add" } else { "" };
    vec![album.title.clone(), items, may.to_owned(), album.id.clone()]
}
