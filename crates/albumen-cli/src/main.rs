//! Albumen without a window: the same engine on the command line.

mod args;
mod commands;
mod failure;
mod output;
mod session;
mod stop;
mod terminal;
mod words;

use std::process::ExitCode;

use albumen_core::view::UploadTotals;
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
    let stop = stop::Stop::listen();
    let code = match run(cli, out, stop).await {
        Ok(()) => 0,
        Err(failure) => {
            out.fail(&failure);
            failure.exit_code()
        }
    };
    if output::was_lost() {
        output::note("albumen-cli: The output could not be written. Make room where it goes.");
        return ExitCode::from(code.max(1));
    }
    ExitCode::from(code)
}

async fn run(cli: Cli, out: Output, mut stop: stop::Stop) -> Result<(), Failure> {
    // To be stopped is how it ends.
    let watches = matches!(cli.command, Command::Watch(_));
    let by_itself = matches!(&cli.command, Command::Watch(args) if !args.once);
    let session = tokio::select! {
        session = Session::open(&cli.common, by_itself) => session?,
        () = stop.asked() => return Err(Failure::Interrupted(UploadTotals::default())),
    };
    let answer = tokio::select! {
        answer = answer(&session, cli, out) => answer,
        () = stop.asked() => match watches {
            true => Ok(()),
            false => Err(interrupted(&session).await),
        },
    };
    stop.at_once_from_now();
    session.close().await;
    answer
}

/// What is kept where the person stops it.
async fn interrupted(session: &Session) -> Failure {
    let view = session.core.uploads().view().await;
    view.map_or_else(Failure::Core, |view| Failure::Interrupted(view.totals))
}

async fn answer(session: &Session, cli: Cli, out: Output) -> Result<(), Failure> {
    let core = &session.core;
    if let Command::Connection(command) = cli.command {
        return commands::connection::run(core, command, out).await;
    }
    if let Command::Doctor = cli.command {
        let connection = session.point_at(&cli.common).await?;
        return commands::doctor::run(core, &connection, out).await;
    }
    if let Command::Call(args) = cli.command {
        // The list of methods needs nobody who is signed in.
        if args.method.is_some() {
            session.point_at(&cli.common).await?;
        }
        return commands::call::run(core, *args, out).await;
    }
    if let Command::Sync { compare } = cli.command {
        session.point_at(&cli.common).await?;
        return commands::sync::run(core, compare, out).await;
    }
    if let Command::Watch(args) = cli.command {
        let only = match cli.common.connection.is_some() || cli.common.sample {
            true => Some(session.point_at(&cli.common).await?.key),
            false => None,
        };
        return commands::watch::run(core, &args, only, out).await;
    }
    session.choose(&cli.common).await?;
    if let Command::Safekeeping(args) = cli.command {
        let connection = session.point_at(&cli.common).await?;
        return commands::safekeeping::run(core, &connection, args, out).await;
    }
    match cli.command {
        Command::Album(command) => commands::album::run(core, command, out).await,
        Command::Links { format } => commands::links::print(core, format, out).await,
        Command::Link(command) => commands::links::run(core, command, out).await,
        Command::Media(command) => commands::media::run(core, command, out).await,
        Command::Upload(args) => commands::upload::run(core, *args, out).await,
        Command::Download(args) => commands::download::run(core, *args, out).await,
        Command::Import(command) => commands::import::run(core, command, out).await,
        Command::Recipe(command) => commands::recipe::run(core, command, out).await,
        Command::Uploads(command) => commands::uploads::run(core, command, out).await,
        Command::Connection(_)
        | Command::Sync { .. }
        | Command::Watch(_)
        | Command::Doctor
        | Command::Safekeeping(_)
        | Command::Call(_) => Ok(()),
    }
}
