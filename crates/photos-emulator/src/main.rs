//! `photos-emulator`: a Google Photos service on 127.0.0.1.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::Parser;
use photos_emulator::{Config, LibrarySource, OwnItems, Progress, Rules, start};

/// A Google Photos service on 127.0.0.1, for tests, demonstrations and the curious.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Port to listen on; 0 takes any free one
    #[arg(long, default_value_t = 8085)]
    port: u16,
    /// Puts both accounts under one set of rules: today or legacy. Without it the first is legacy
    #[arg(long)]
    rules: Option<Rules>,
    /// What the accounts hold: sample, empty or synthetic:N[,month=N][,day=N]
    #[arg(long, default_value = "sample")]
    library: LibrarySource,
    /// Items each account has that no app made; 600 beside the sample library
    #[arg(long, value_name = "N")]
    own_items: Option<u64>,
    /// Folder that keeps drawings, uploads, albums and links over restarts
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Host names it answers to besides this machine's own, where a TLS front passes them on
    #[arg(long = "behind-tls", value_name = "HOST", value_delimiter = ',')]
    names: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("photos-emulator: {words}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let config = Config {
        port: arguments.port,
        rules: arguments.rules,
        library: arguments.library,
        own: arguments.own_items.map(|count| OwnItems {
            count,
            longest_px: 1600,
        }),
        persist: arguments.data.is_some(),
        data_dir: arguments.data,
        pictures_dir: None,
        progress: Some(Arc::new(tell)),
        names: arguments.names,
    };
    let emulator = start(config).await.map_err(|error| with_source(&error))?;
    println!(
        "listening on {}",
        emulator.url().as_str().trim_end_matches('/')
    );
    for account in emulator.accounts() {
        eprintln!(
            "account {} ({}), {:?} rules",
            account.email, account.name, account.rules
        );
    }
    stopped()
        .await
        .map_err(|error| format!("signals cannot be awaited: {error}"))?;
    emulator.stop().await;
    Ok(())
}

fn tell(progress: Progress) {
    if progress.done == progress.total || progress.done.is_multiple_of(40) {
        eprintln!(
            "drawing the sample library: {} of {}",
            progress.done, progress.total
        );
    }
}

fn with_source(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// Waits for Ctrl+C or, on Unix, for the polite request to end.
async fn stopped() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut polite = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            ended = tokio::signal::ctrl_c() => ended,
            _ = polite.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
