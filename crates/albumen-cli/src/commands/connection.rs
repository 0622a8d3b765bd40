//! `connection …`

use albumen_core::Core;
use albumen_core::view::{
    ConnectionHealth, ConnectionView, LeavingView, SignInWith, SignedOutView,
};

use super::sign_in::{self, How, made_words};
use crate::args::{AddArgs, ConnectionCommand, RemoveArgs};
use crate::failure::Failure;
use crate::output::{Output, note, table};
use crate::terminal::{self, Lines};
use crate::words::{counted, files, size};

/// What is said where there is no connection.
pub const NONE_YET: &str = "There is no connection yet. Make one with `connection add`, or try the sample library with --sample.";

/// Where the client secret may come from; never from an argument, which other programs can read.
const SECRET: &str = "ALBUMEN_CLIENT_SECRET";

/// Runs one `connection` command.
pub async fn run(core: &Core, command: ConnectionCommand, out: Output) -> Result<(), Failure> {
    match command {
        ConnectionCommand::List => list(core, out).await,
        ConnectionCommand::Add(args) => add(core, args, out).await,
        ConnectionCommand::Renew {
            connection,
            no_browser,
        } => {
            let connection = find(core, &connection).await?.key;
            let how = How {
                no_browser,
                ..How::default()
            };
            sign_in::run(core, SignInWith::Again { connection }, how, out).await
        }
        ConnectionCommand::Rename { connection, name } => {
            let key = find(core, &connection).await?.key;
            core.connections().rename(key, &name).await?;
            let renamed = core.connections().get(key).await?;
            out.print(&renamed, |renamed| vec![row(renamed).join("  ")]);
            Ok(())
        }
        ConnectionCommand::Doctor { connection } => {
            let connection = match connection {
                Some(which) => find(core, &which).await?,
                None => current(core).await?,
            };
            super::doctor::run(core, &connection, out).await
        }
        ConnectionCommand::Remove(args) => remove(core, args, out).await,
    }
}

async fn current(core: &Core) -> Result<ConnectionView, Failure> {
    match core.connections().current().await? {
        Some(key) => Ok(core.connections().get(key).await?),
        None => Err(Failure::Asked(NONE_YET.into())),
    }
}

async fn list(core: &Core, out: Output) -> Result<(), Failure> {
    let connections = core.connections().list().await?;
    if connections.is_empty() {
        note(&format!("albumen-cli: {NONE_YET}"));
    }
    out.print(&connections, |list| {
        table(&list.iter().map(row).collect::<Vec<_>>())
    });
    Ok(())
}

async fn add(core: &Core, args: AddArgs, out: Output) -> Result<(), Failure> {
    let with = match (args.client_file, args.client_id) {
        (Some(path), _) => SignInWith::File {
            path: path.to_string_lossy().into_owned(),
        },
        (None, client_id) => SignInWith::Typed {
            client_id: client_id.unwrap_or_default(),
            client_secret: client_secret().await?,
            is_web: false,
        },
    };
    let how = How {
        no_browser: args.no_browser,
        name: args.name,
        beside: args.beside,
    };
    sign_in::run(core, with, how, out).await
}

/// From the environment, or asked for on the terminal.
async fn client_secret() -> Result<String, Failure> {
    match std::env::var(SECRET) {
        Ok(secret) => Ok(secret),
        Err(_) if terminal::is_there() => terminal::secret("Client secret").await,
        Err(_) => Err(Failure::Asked(format!(
            "The client secret is missing. Put it into {SECRET}, or give the downloaded file with --client-file."
        ))),
    }
}

async fn remove(core: &Core, args: RemoveArgs, out: Output) -> Result<(), Failure> {
    let connection = find(core, &args.connection).await?;
    let leaving = core.connections().leaving(connection.key).await?;
    if !args.yes {
        if !terminal::is_there() {
            return Err(Failure::Asked(
                "There is no terminal to ask on. Nothing was changed. Add --yes to disconnect without being asked."
                    .into(),
            ));
        }
        for line in leaving_words(&connection, &leaving, args.keep_library) {
            note(&line);
        }
        if !Lines::listen().agrees("Disconnect?").await {
            return Err(Failure::Asked("Nothing was changed.".into()));
        }
    }
    let signed_out = if args.keep_library {
        core.connections().sign_out(connection.key).await?
    } else {
        core.connections().remove(connection.key).await?
    };
    out.print(&signed_out, |signed_out| {
        signed_out_words(&connection, signed_out, args.keep_library)
    });
    Ok(())
}

fn leaving_words(of: &ConnectionView, leaving: &LeavingView, keep: bool) -> Vec<String> {
    let mut lines = vec![
        format!("“{}” ({})", of.name, of.email),
        format!("Stays at Google: {}.", made_words(&leaving.made)),
        if keep {
            "Stays on this computer, to be looked at: the list of photos and albums, and their pictures.".into()
        } else {
            "Leaves this computer: the list of photos and albums, their pictures, the links as they can be copied here. \
             Your own files stay."
                .into()
        },
    ];
    if leaving.waiting_files > 0 {
        lines.push(format!(
            "Will not go up{}: {} in the upload queue, {}.",
            until(keep),
            files(leaving.waiting_files),
            size(leaving.waiting_bytes)
        ));
    }
    if leaving.folders > 0 {
        let folders = counted(leaving.folders, "watched folder");
        lines.push(match keep {
            true => {
                format!("Waits in the queue until you sign in again: what is new in {folders}.")
            }
            false => format!("Ends: {folders}."),
        });
    }
    if !leaving.also_signed_out.is_empty() {
        lines.push(format!(
            "Google signs out with it, as their clients are of the same project: {}.",
            leaving.also_signed_out.join(", ")
        ));
    }
    lines
}

fn until(keep: bool) -> &'static str {
    if keep { " until you sign in again" } else { "" }
}

fn signed_out_words(of: &ConnectionView, signed_out: &SignedOutView, keep: bool) -> Vec<String> {
    let mut lines = vec![match keep {
        true => format!(
            "“{}” is signed out; its library stays here. `connection renew` signs in again.",
            of.name
        ),
        false => format!("“{}” is disconnected.", of.name),
    }];
    if !signed_out.revoked {
        let remedy = signed_out
            .permissions_page
            .as_ref()
            .map(|page| format!(" Take it back at {page}."));
        lines.push(format!(
            "Google did not answer, so its permission may still stand there. Here it is forgotten.{}",
            remedy.unwrap_or_default()
        ));
    }
    lines
}

/// The one connection meant: its number, its name or its address.
pub async fn find(core: &Core, which: &str) -> Result<ConnectionView, Failure> {
    let mut found = core.connections().list().await?;
    if let Some(exactly) = found.iter().find(|one| which.parse() == Ok(one.key.0)) {
        return Ok(exactly.clone());
    }
    if found.iter().any(|one| one.name == which) {
        found.retain(|one| one.name == which);
    } else {
        found.retain(|one| one.email == which);
    }
    match (found.pop(), found.is_empty()) {
        (Some(connection), true) => Ok(connection),
        (None, _) => Err(Failure::Asked(format!(
            "There is no connection “{which}”. `connection list` shows them."
        ))),
        (Some(last), false) => {
            let keys = found.iter().chain([&last]).map(|one| one.key.0.to_string());
            Err(Failure::Asked(format!(
                "There are {} connections called “{which}”. Name one by its number: {}",
                found.len() + 1,
                keys.collect::<Vec<_>>().join(", ")
            )))
        }
    }
}

/// A connection in the columns of a line.
pub fn row(connection: &ConnectionView) -> Vec<String> {
    let health = match connection.health {
        ConnectionHealth::Connected => "connected",
        ConnectionHealth::Offline => "offline",
        ConnectionHealth::SignInNeeded => "sign in again",
        ConnectionHealth::ConsentMissing => "a permission is missing",
        ConnectionHealth::ApiOff => "the Photos Library API is switched off",
        ConnectionHealth::SignedOut => "signed out",
    };
    let quota = &connection.quota;
    let mut requests = format!("{} of {} requests today", quota.requests, quota.limit);
    if quota.project_loads > 0 {
        let (loads, limit) = (quota.project_loads, quota.loads_limit);
        requests.push_str(&format!(", {loads} of {limit} loads"));
    }
    vec![
        connection.key.0.to_string(),
        connection.name.clone(),
        connection.email.clone(),
        health.to_owned(),
        requests,
    ]
}
