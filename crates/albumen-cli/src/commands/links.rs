//! `links`, `link …`

use albumen_core::Core;
use albumen_core::view::{LinkFormat as Format, LinkState, LinkView};

use super::share;
use crate::args::{LinkCommand, LinkFormat};
use crate::failure::Failure;
use crate::output::{self, Output, note, table};
use crate::words;

const NONE_YET: &str = "albumen-cli: There are no links yet. `album share` makes one, `link keep` keeps one of somebody else's.";

/// Prints all links.
pub async fn print(core: &Core, format: LinkFormat, out: Output) -> Result<(), Failure> {
    if out.is_json() || matches!(format, LinkFormat::Json) {
        let links = core.sharing().links().await?;
        Output::new(true).print(&links, |_| Vec::new());
        return Ok(());
    }
    let format = match format {
        LinkFormat::Text => Format::Text,
        LinkFormat::Md => Format::Markdown,
        LinkFormat::Csv => Format::Csv,
        LinkFormat::Html => Format::Html,
        LinkFormat::Json => Format::Json,
    };
    let (text, handed) = core.sharing().hand_out(None, format).await?;
    if handed.links == 0 && handed.dead == 0 {
        note(NONE_YET);
    }
    if handed.dead > 0 {
        note(&format!(
            "albumen-cli: Links that work no more are left out: {}. `links --format csv` has them too.",
            handed.dead
        ));
    }
    output::whole(&text);
    Ok(())
}

/// `album shared`: all albums with a link, with how each stands.
pub async fn shared(core: &Core, out: Output) -> Result<(), Failure> {
    let links = core.sharing().links().await?;
    if links.is_empty() {
        note(NONE_YET);
    }
    out.print(&links, |links| {
        table(&links.iter().map(standing).collect::<Vec<_>>())
    });
    Ok(())
}

fn standing(link: &LinkView) -> Vec<String> {
    let whose = match link.album {
        Some(_) => "yours",
        None => "kept",
    };
    let seen = match link.checked_ms {
        Some(at) => format!("checked {}", words::moment(at)),
        None => "never checked".to_owned(),
    };
    vec![
        link.key.0.to_string(),
        link.title.clone(),
        whose.to_owned(),
        state(link).to_owned(),
        seen,
        link.url.clone(),
    ]
}

fn state(link: &LinkView) -> &'static str {
    match link.state {
        LinkState::Alive => "works",
        LinkState::Dead => "is dead",
        LinkState::Unknown => "could not be checked yet",
    }
}

/// Runs one `link` command.
pub async fn run(core: &Core, command: LinkCommand, out: Output) -> Result<(), Failure> {
    let sharing = core.sharing();
    match command {
        LinkCommand::Keep { url, name } => {
            let link = sharing.keep_other(&share::given(url).await?, &name).await?;
            out.print(&link, |link| vec![described(link)]);
        }
        LinkCommand::Rename { link, name } => {
            let link = find(core, &link).await?;
            if link.album.is_some() {
                return Err(Failure::Asked(format!(
                    "“{}” is an album of your own. Its link is called as the album is.",
                    link.title
                )));
            }
            let link = sharing.rename(link.key, &name).await?;
            out.print(&link, |link| vec![described(link)]);
        }
        LinkCommand::Remove { link } => {
            let link = find(core, &link).await?;
            sharing.forget(link.key).await?;
            out.print(&link, |link| {
                vec![format!(
                    "“{}” is off the list. Its link was not changed.",
                    link.title
                )]
            });
        }
        LinkCommand::Check { link } => {
            let link = find(core, &link).await?;
            let link = sharing.check(link.key).await?;
            out.print(&link, |link| vec![described(link)]);
        }
    }
    Ok(())
}

/// The one link meant.
async fn find(core: &Core, which: &str) -> Result<LinkView, Failure> {
    let links = core.sharing().links().await?;
    let named: Vec<&LinkView> = links.iter().filter(|link| link.title == which).collect();
    if let [one] = named.as_slice() {
        return Ok((*one).clone());
    }
    if named.len() > 1 {
        let keys: Vec<String> = named.iter().map(|link| link.key.0.to_string()).collect();
        return Err(Failure::Asked(format!(
            "There are {} links called “{which}”. Name one by its number: {}",
            keys.len(),
            keys.join(", ")
        )));
    }
    let by_number = which
        .parse()
        .ok()
        .and_then(|key: i64| links.iter().find(|link| link.key.0 == key));
    by_number.cloned().ok_or_else(|| {
        Failure::Asked(format!(
            "There is no link “{which}”. `links --format json` shows all with their numbers."
        ))
    })
}

fn described(link: &LinkView) -> String {
    let silent = match (link.tried_ms, link.checked_ms) {
        (Some(tried), Some(checked)) if tried > checked => {
            ", as last seen: there was no clear answer now"
        }
        _ => "",
    };
    format!(
        "{}  {}  {}  {}{silent}",
        link.key.0,
        link.title,
        link.url,
        state(link)
    )
}
