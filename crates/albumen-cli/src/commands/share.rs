//! `album share`, `album unshare`: by the service where it does that, by the person on the album's page where it does not.

use std::io::IsTerminal as _;
use std::time::Duration;

use albumen_core::view::{
    AlbumView, LinkKey, LinkProof, LinkState, LinkView, ShareOutcome, ShareWith,
};
use albumen_core::{Core, CoreError};
use tokio::time::Instant;

use crate::failure::Failure;
use crate::output::{self, Output, note};

/// How long `--wait` waits for the person in the browser.
const WAITS: Duration = Duration::from_secs(10 * 60);
/// The pause between two proofs.
const PAUSE: Duration = Duration::from_secs(5);

/// Shares an album; prints its link.
pub async fn share(
    core: &Core,
    album: &AlbumView,
    with: ShareWith,
    link: Option<String>,
    out: Output,
) -> Result<(), Failure> {
    if let Some(link) = link {
        let link = given(link).await?;
        let kept = core.sharing().keep_link(album.key, &link).await?;
        print_link(&kept, out);
        return Ok(());
    }
    match core.sharing().share(album.key, with).await? {
        ShareOutcome::Link { link } => {
            if is_sample(core).await? {
                note(
                    "albumen-cli: the sample service ends with this command; the link works again whenever it runs.",
                );
            }
            print_link(&link, out);
            Ok(())
        }
        ShareOutcome::Stopped | ShareOutcome::InBrowser => {
            print_link(&pasted(core, album).await?, out);
            Ok(())
        }
    }
}

/// Stops sharing an album.
pub async fn unshare(
    core: &Core,
    album: &AlbumView,
    wait: bool,
    out: Output,
) -> Result<(), Failure> {
    let outcome = core.sharing().unshare(album.key).await?;
    if outcome == ShareOutcome::InBrowser {
        let live = album
            .link
            .as_ref()
            .filter(|link| link.state != LinkState::Dead);
        switched_off(core, album, live.map(|link| link.key), wait).await?;
    }
    out.print(&ShareOutcome::Stopped, |_| {
        vec![format!("“{}” is no longer shared.", album.title)]
    });
    Ok(())
}

/// Prints a link.
pub fn print_link(link: &LinkView, out: Output) {
    out.print(link, |link| vec![link.url.clone()]);
}

/// A link as it stands in the arguments, or on stdin.
pub async fn given(link: String) -> Result<String, Failure> {
    if link != "-" {
        return Ok(link);
    }
    let line = output::line_from_stdin().await;
    line.ok_or_else(|| Failure::Asked("No link came on stdin. Nothing was changed.".into()))
}

/// Leads to the page and takes the link that is pasted.
async fn pasted(core: &Core, album: &AlbumView) -> Result<LinkView, Failure> {
    let page = page_of(core, album).await;
    let by_hand = || {
        Failure::Asked(format!(
            "Google no longer lets apps switch sharing on. “{}” is unchanged. Open its page in a browser, press Share, then \
             “Create link”, and give the link with `album share {} --link URL`: {page}",
            album.title, album.key.0
        ))
    };
    if !std::io::stdin().is_terminal() {
        return Err(by_hand());
    }
    note(
        "Google no longer lets apps switch sharing on. Open this page, press Share, then “Create link”, and copy the link:",
    );
    note("");
    note(&page);
    note("");
    note("Then paste the link here and press Enter:");
    loop {
        let line = output::line_from_stdin().await.ok_or_else(by_hand)?;
        match core.sharing().keep_link(album.key, &line).await {
            Err(error @ (CoreError::NotALink | CoreError::LinkKnown { .. })) => {
                note(&error.to_string());
            }
            kept => return Ok(kept?),
        }
    }
}

/// Leads to the page and stays until the link is dead.
async fn switched_off(
    core: &Core,
    album: &AlbumView,
    link: Option<LinkKey>,
    wait: bool,
) -> Result<(), Failure> {
    let page = page_of(core, album).await;
    let by_hand = |how_it_is: &str| {
        Failure::Asked(format!(
            "Google no longer lets apps switch sharing off. {how_it_is} Open the page of “{}” in a browser, press Share, and \
             switch the link off there: {page}",
            album.title
        ))
    };
    let Some(link) = link else {
        return Err(by_hand("Albumen knows no link of this album that works."));
    };
    if wait {
        note(
            "Google no longer lets apps switch sharing off. Open this page, press Share, and switch the link off:",
        );
        note("");
        note(&page);
        note("");
    }
    let until = Instant::now() + WAITS;
    loop {
        let proof = if wait {
            core.sharing().prove_dead(link).await?
        } else {
            one_look(core, link).await?
        };
        let how_it_is = match proof {
            LinkProof::Dead => return Ok(()),
            LinkProof::StillAlive => "The link still works.",
            LinkProof::NoAnswer => "Whether the link works could not be seen: there was no answer.",
        };
        if !wait || Instant::now() >= until {
            return Err(by_hand(how_it_is));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// What one look says, for who does not wait.
async fn one_look(core: &Core, link: LinkKey) -> Result<LinkProof, Failure> {
    let link = core.sharing().check(link).await?;
    Ok(match link.state {
        LinkState::Dead => LinkProof::Dead,
        _ if link.tried_ms == link.checked_ms => LinkProof::StillAlive,
        _ => LinkProof::NoAnswer,
    })
}

/// Whether the current connection is one of the sample library.
async fn is_sample(core: &Core) -> Result<bool, Failure> {
    let current = core.connections().current().await?;
    let connections = core.connections().list().await?;
    Ok(connections
        .iter()
        .any(|connection| Some(connection.key) == current && connection.is_sample))
}

/// The page on which the person does it.
async fn page_of(core: &Core, album: &AlbumView) -> String {
    let page = core.albums().page_url(album.key).await.ok().flatten();
    page.map_or_else(
        || "https://photos.google.com/albums".to_owned(),
        |url| url.to_string(),
    )
}
