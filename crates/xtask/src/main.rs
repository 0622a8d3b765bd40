//! The project's own checks: `cargo xtask layers`, `cargo xtask bindings`, `cargo xtask bench`.

mod benchmarks;
mod bindings;
mod layers;

use std::process::ExitCode;

const USAGE: &str = "cargo xtask layers    checks who may depend on whom, and that rules stay pure
cargo xtask bindings  writes ui/src/lib/ipc/bindings.ts from the commands
cargo xtask bench     runs all benchmarks; `cargo xtask bench grid` runs one, `cargo xtask bench list` names them";

fn main() -> ExitCode {
    let done = match std::env::args().nth(1).as_deref() {
        Some("layers") => layers::check(),
        Some("bindings") => bindings::write(),
        Some("bench") => benchmarks::run(std::env::args().skip(2)),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(sentence) => {
            println!("{sentence}");
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// The cargo that runs this.
fn cargo() -> std::process::Command {
    let mut command =
        std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    command
}
