//! Albumen without a window: the same engine on the command line.

mod args;
mod commands;
mod failure;
mod output;
mod session;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use failure::Failure;
use output::Output;
use session::Session;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let out = Output::new(cli.common.json);
    match run(cli, out).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            out.fail(failure.code(), &failure.to_string());
            ExitCode::from(failure.exit_code())
        }
    }
}

async fn run(cli: Cli, out: Output) -> Result<(), Failure> {
    let session = Session::open(&cli.common).await?;
    let answer = answer(&session, cli, out).await;
    session.close().await;
    answer
}

async fn answer(session: &Session, cli: Cli, out: Output) -> Result<(), Failure> {
    let core = &session.core;
    if let Command::Connection(command) = cli.command {
        return commands::connection::run(core, command, out).await;
    }
    session.choose(&cli.common).await?;
    match cli.command {
        Command::Album(command) => commands::album::run(core, command, out).await,
        Command::Media(command) => commands::media::run(core, command, out).await,
        Command::Upload(args) => commands::upload::run(core, *args, out).await,
        Command::Uploads(command) => commands::uploads::run(core, command, out).await,
        Command::Connection(_) => Ok(()),
    }
}
