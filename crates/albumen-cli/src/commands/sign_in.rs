//! Signing in from a terminal: the browser may be on this computer or on another one.

use albumen_core::view::{ConnectionView, MadeView, OtherClientView, SignInView, SignInWith};
use albumen_core::{Core, CoreError};

use super::connection;
use crate::failure::Failure;
use crate::output::{Output, note};
use crate::terminal::{self, Lines};
use crate::words::counted;

/// How to sign in.
#[derive(Debug, Default)]
pub struct How {
    /// Only print the address.
    pub no_browser: bool,
    /// What the connection is to be called.
    pub name: Option<String>,
    /// Agrees beforehand to a second connection of an account with another client.
    pub beside: bool,
}

/// Signs in through a browser and prints the connection.
pub async fn run(core: &Core, with: SignInWith, how: How, out: Output) -> Result<(), Failure> {
    let connections = core.connections();
    let waiting = connections.begin_sign_in(with).await?;
    tell(&waiting, &how);
    let mut lines = Lines::listen();
    let connection = match finish(core, waiting.id, &mut lines).await {
        Err(CoreError::OtherClient { .. }) => beside(core, waiting.id, &how, &mut lines).await?,
        other => named(core, other?, how.name.as_deref()).await?,
    };
    out.print(&connection, |connection| {
        vec![format!(
            "Connected: {}",
            connection::row(connection).join("  ")
        )]
    });
    Ok(())
}

fn tell(waiting: &SignInView, how: &How) {
    let opened =
        !how.no_browser && opens_here() && open::that_detached(&waiting.consent_url).is_ok();
    note(if opened {
        "Your browser opens this address. Allow Albumen there:"
    } else {
        "Open this address in a browser and allow Albumen:"
    });
    note("");
    note(&waiting.consent_url);
    note("");
    note(
        "Is the browser on another computer? Then lead its answer here before you press Allow, with",
    );
    note(&format!("  {}", forwarding(waiting.port, &env)));
    note(
        "or press Allow, copy the address that the browser ends at, although its page does not load, and paste it here.",
    );
    note("");
}

/// A browser that comes up where nobody sees it is of no use: over ssh it would take over the terminal.
fn opens_here() -> bool {
    let is_remote = env("SSH_CONNECTION").is_some() || env("SSH_TTY").is_some();
    let has_screen =
        !cfg!(target_os = "linux") || env("DISPLAY").is_some() || env("WAYLAND_DISPLAY").is_some();
    !is_remote && has_screen
}

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The command for the other computer. Over ssh this one knows by which address it is reached.
fn forwarding(port: u16, env: &dyn Fn(&str) -> Option<String>) -> String {
    let connection = env("SSH_CONNECTION").unwrap_or_default();
    let mut parts = connection.split_whitespace().skip(2);
    let host = parts.next().unwrap_or("THIS-COMPUTER");
    let ssh_port = parts.next().filter(|number| *number != "22");
    let user = env("USER").map(|user| format!("{user}@"));
    let ssh_port = ssh_port.map(|number| format!("-p {number} "));
    format!(
        "ssh -L {port}:127.0.0.1:{port} {}{}{host}",
        ssh_port.unwrap_or_default(),
        user.unwrap_or_default()
    )
}

/// Waits for the browser, or for its address to be pasted.
async fn finish(core: &Core, id: u32, lines: &mut Lines) -> Result<ConnectionView, CoreError> {
    let connections = core.connections();
    let finishing = connections.finish_sign_in(id);
    tokio::pin!(finishing);
    loop {
        tokio::select! {
            finished = &mut finishing => return finished,
            Some(line) = lines.next() => {
                if !line.trim().is_empty()
                    && let Err(refused) = connections.answer_sign_in(id, &line).await
                {
                    note(&format!("albumen-cli: {refused}"));
                }
            }
        }
    }
}

async fn named(
    core: &Core,
    connection: ConnectionView,
    name: Option<&str>,
) -> Result<ConnectionView, Failure> {
    let Some(name) = name else {
        return Ok(connection);
    };
    core.connections().rename(connection.key, name).await?;
    Ok(core.connections().get(connection.key).await?)
}

/// The account is connected already, with another client: a second connection only where the person agrees.
async fn beside(
    core: &Core,
    id: u32,
    how: &How,
    lines: &mut Lines,
) -> Result<ConnectionView, Failure> {
    let connections = core.connections();
    let question = connections.sign_in_question(id).await?;
    for line in beside_words(&question) {
        note(&line);
    }
    if !how.beside && !terminal::is_there() {
        connections.cancel_sign_in(id).await;
        return Err(Failure::Asked(
            "Nothing was changed. Add --beside to connect the account a second time, with this client.".into(),
        ));
    }
    if !how.beside && !lines.agrees("Add it beside?").await {
        connections.cancel_sign_in(id).await;
        return Err(Failure::Asked("Nothing was changed.".into()));
    }
    let name = how.name.as_ref().unwrap_or(&question.suggested_name);
    Ok(connections.add_beside(id, name).await?)
}

fn beside_words(question: &OtherClientView) -> Vec<String> {
    let mut lines = vec![format!(
        "{} is connected already, with another client. Google shows each client only what it made itself, so this one will not \
         reach:",
        question.email
    )];
    lines.extend(
        question
            .there
            .iter()
            .map(|there| format!("  what “{}” made: {}", there.name, made_words(&there.made))),
    );
    lines.push("That stays where it is, and its connection is left as it is.".into());
    lines
}

/// `1,204 items, 12 albums, 3 links`
pub fn made_words(made: &MadeView) -> String {
    format!(
        "{}, {}, {}",
        counted(made.items, "item"),
        counted(made.albums, "album"),
        counted(made.links, "link")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_ssh_the_line_names_this_computer_as_it_is_reached() {
        let env = |name: &str| match name {
            "SSH_CONNECTION" => Some("192.0.2.1 5000 192.0.2.7 22".to_owned()),
            "USER" => Some("mara".to_owned()),
            _ => None,
        };
        assert_eq!(
            forwarding(4711, &env),
            "ssh -L 4711:127.0.0.1:4711 mara@192.0.2.7"
        );
        let other_port =
            |name: &str| (name == "SSH_CONNECTION").then(|| "a 1 192.0.2.7 2222".to_owned());
        assert_eq!(
            forwarding(4711, &other_port),
            "ssh -L 4711:127.0.0.1:4711 -p 2222 192.0.2.7"
        );
        assert_eq!(
            forwarding(4711, &|_| None),
            "ssh -L 4711:127.0.0.1:4711 THIS-COMPUTER"
        );
    }
}
