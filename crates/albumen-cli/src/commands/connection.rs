//! `connection …`

use albumen_core::Core;
use albumen_core::view::{ConnectionHealth, ConnectionView, SignInView, SignInWith};

use crate::args::{Common, ConnectionCommand};
use crate::failure::Failure;
use crate::output::{Output, note, table};
use crate::session::Session;

/// What is said where there is no connection.
pub const NONE_YET: &str = "There is no connection yet. Make one with `connection add`, or try the sample library with --sample.";

/// Runs one `connection` command.
pub async fn run(
    session: &Session,
    common: &Common,
    command: ConnectionCommand,
    out: Output,
) -> Result<(), Failure> {
    let core = &session.core;
    match command {
        ConnectionCommand::List => {
            let connections = core.connections().list().await?;
            if connections.is_empty() {
                note(&format!("albumen-cli: {NONE_YET}"));
            }
            out.print(&connections, |list| {
                table(&list.iter().map(row).collect::<Vec<_>>())
            });
            Ok(())
        }
        ConnectionCommand::Add {
            credentials,
            client_id,
        } => sign_in(core, credentials_of(credentials, client_id)?, out).await,
        ConnectionCommand::Renew { which } => {
            let chosen = session.find(common, which.as_deref()).await?;
            if chosen.is_sample {
                return Err(Failure::Asked(
                    "This is an account of the sample library. It signs in by itself with --sample."
                        .into(),
                ));
            }
            let again = SignInWith::Again {
                connection: chosen.key,
            };
            sign_in(core, again, out).await
        }
    }
}

/// Prints the address at which the person allows it, and waits until that is done.
async fn sign_in(core: &Core, with: SignInWith, out: Output) -> Result<(), Failure> {
    let waiting = core.connections().begin_sign_in(with).await?;
    note("Open this address in a browser on this computer and allow Albumen:");
    note("");
    note(waiting.consent_url.as_str());
    note("");
    if let Some(port) = way_back(&waiting) {
        note(&format!(
            "The browser comes back to port {port}. Over ssh: `ssh -L {port}:127.0.0.1:{port} this-computer` in another \
             terminal, and open the address there."
        ));
        note("");
    }
    let connection = core.connections().finish_sign_in(waiting.id).await?;
    out.print(&connection, |connection| {
        vec![format!("Connected: {}", row(connection).join("  "))]
    });
    Ok(())
}

/// The port on which the answer of the browser is awaited.
fn way_back(waiting: &SignInView) -> Option<u16> {
    let address = url::Url::parse(&waiting.consent_url).ok()?;
    let (_, back) = address
        .query_pairs()
        .find(|(name, _)| name == "redirect_uri")?;
    url::Url::parse(&back).ok()?.port()
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
    })
}

fn row(connection: &ConnectionView) -> Vec<String> {
    let health = match connection.health {
        ConnectionHealth::Connected => "connected",
        ConnectionHealth::Offline => "offline",
        ConnectionHealth::SignInNeeded => "sign in again",
        ConnectionHealth::ConsentMissing => "a permission is missing",
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
