//! The stage: a network of its own in which Google's names are this machine, and nothing leads out.

use std::fs;
use std::process::Command;

/// Says to the second start of this program that the stage is there.
const MARK: &str = "ALBUMEN_BENCH_STAGE";

/// The names that lead to the front, with commas between them.
pub(crate) const NAMES: &str = "photoslibrary.googleapis.com,oauth2.googleapis.com,accounts.google.com,\
                                openidconnect.googleapis.com,www.googleapis.com,lh3.googleusercontent.com";

/// The name under which uploads go up.
pub(crate) const LIBRARY_HOST: &str = "photoslibrary.googleapis.com";

/// Whether this process is on the stage.
pub(crate) fn is_set() -> bool {
    std::env::var_os(MARK).is_some()
}

/// Starts this program again in a private network and mount namespace. Whether every bar was met.
pub(crate) fn enter() -> Result<bool, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    // Without root, a user namespace in which this user is root serves as well where the system allows it.
    let ways: [&[&str]; 2] = [&["-n", "-m"], &["-r", "-n", "-m"]];
    for way in ways {
        let tried = Command::new("unshare").args(way).arg("true").output();
        if !tried.is_ok_and(|tried| tried.status.success()) {
            continue;
        }
        let status = Command::new("unshare")
            .args(way)
            .arg(own)
            .args(std::env::args_os().skip(1))
            .env(MARK, "1")
            .status()
            .map_err(|error| error.to_string())?;
        return Ok(status.success());
    }
    Err(
        "a private network is needed, so that nothing here can reach Google. Run it as root, or allow user \
         namespaces (kernel.unprivileged_userns_clone = 1), and have `unshare` (package util-linux)."
            .into(),
    )
}

/// Brings loopback up and turns Google's names to it.
pub(crate) fn set() -> Result<(), String> {
    run("ip", &["link", "set", "lo", "up"])?;
    let hosts = std::env::temp_dir().join(format!("albumen-bench-hosts-{}", std::process::id()));
    let names = NAMES.replace(',', " ");
    fs::write(&hosts, format!("127.0.0.1 localhost {names}\n"))
        .map_err(|error| error.to_string())?;
    let bound = run("mount", &["--bind", &hosts.to_string_lossy(), "/etc/hosts"]);
    // The mount keeps the file alive for as long as the namespace lives.
    drop(fs::remove_file(&hosts));
    bound
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{program} {}: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr).trim()
    ))
}
