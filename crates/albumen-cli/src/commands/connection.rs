//! `connection …`

use albumen_core::Core;
use albumen_core::view::{ConnectionHealth, ConnectionView, SignInWith};

use crate::args::ConnectionCommand;
use crate::failure::Failure;
use crate::output::{Output, note, table};

/// What is said where there is no connection.
pub const NONE_YET: &str = "There is no connection yet. Make one with `connection add`, or try the sample library with --sample.";

/// Runs one `connection` command.
pub async fn run(core: &Core, command: ConnectionCommand, out: Output) -> Result<(), Failure> {
    match command {
        ConnectionCommand::List => {
            let connections = core.connections().list().await?;
            if connections.is_empty() {
                note(&format!("albumen-cli: {NONE_YET}"));
            }
            out.print(&connections, |list| {
                table(&list.iter().map(row).collect::<Vec<_>>())
            });
        }
        ConnectionCommand::Add {
            credentials,
            client_id,
        } => {
            let waiting = core
                .connections()
                .begin_sign_in(credentials_of(credentials, client_id)?)
                .await?;
            note("Open this address in a browser on this computer and allow Albumen:");
            note("");
            note(waiting.consent_url.as_str());
            note("");
            let connection = core.connections().finish_sign_in(waiting.id).await?;
            out.print(&connection, |connection| {
                vec![format!("Connected: {}", row(connection).join("  "))]
            });
        }
    }
    Ok(())
}

/// The way to sign in that the arguments name. The secret comes from the file or the environment.
fn credentials_of(
    file: Option<std::path::PathBuf>,
    client_id: Option<String>,
) -> Result<SignInWith, Failure> {
    if let Some(path) = file {
        return Ok(SignInWith::File {
            path: path.to_string_lossy().into_owned(),
        });
    }
    let client_secret = std::env::var("ALBUMEN_CLIENT_SECRET")
        .map_err(|_| Failure::Asked("The client secret is missing. Put it into ALBUMEN_CLIENT_SECRET, or give the downloaded file with --credentials.".into()))?;
    Ok(SignInWith::Typed {
        client_id: client_id.unwrap_or_default(),
        client_secret,
        is_web: false,
    })
}

fn row(connection: &ConnectionView) -> Vec<String> {
    let health = match connection.health {
        ConnectionHealth::Connected => "connected",
        ConnectionHealth::Offline => "offline",
        ConnectionHealth::SignInNeeded => "sign in again",
        ConnectionHealth::ConsentMissing => "a permission is missing",
        ConnectionHealth::ApiOff => "the Photos Library API is switched off",
    };
    let requests = format!(
        "{} of {} requests today",
        connection.quota.requests, connection.quota.limit
    );
    vec![
        connection.key.0.to_string(),
        connection.name.clone(),
        connection.email.clone(),
        health.to_owned(),
        requests,
    ]
}
