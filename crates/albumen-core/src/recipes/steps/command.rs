//! Running a program with JSON on its standard input. There is no shell: the program and what it is given are handed to the
//! system as they are, and nothing of a photo or a file name is among them.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};

use crate::error::CoreError;
use crate::recipes::rules::again::Trouble;

/// So much of what a program writes is kept: the end of it.
const OUTPUT_BYTES: usize = 4 * 1024;
/// The only things of the surroundings that a program is told.
const TOLD: [&str; 16] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "WINDIR",
    "COMSPEC",
    "PATHEXT",
    "USERPROFILE",
];
/// How long its output is read after the program has ended: what it left running may hold it open.
const AFTER_END: Duration = Duration::from_millis(500);

/// Whether there is a program here that may be run. Blocks on the disk.
pub fn can_run(program: &Path) -> bool {
    let Ok(found) = std::fs::metadata(program) else {
        return false;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        found.is_file() && found.permissions().mode() & 0o111 != 0
    }
    #[cfg(not(unix))]
    found.is_file()
}

/// Runs a program; gives the end of what it wrote.
pub async fn run(
    program: &str,
    args: &[String],
    limit_s: u32,
    (input, folder): (&Value, &Path),
) -> Result<String, Trouble> {
    let made = folder.to_owned();
    let making = tokio::task::spawn_blocking(move || crate::paths::private_folder(&made));
    let made = making.await.map_err(|_| Trouble::from(CoreError::Closed))?;
    made.map_err(|error| Trouble::from(CoreError::file(folder, error)))?;
    let mut command = Command::new(program);
    command
        .args(args)
        .current_dir(folder)
        .env_clear()
        .envs(
            TOLD.iter()
                .filter_map(|name| Some((name, std::env::var_os(name)?))),
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let child = command
        .spawn()
        .map_err(|error| Trouble::Never(format!("The program could not be started: {error}.")))?;
    let mut child = Group(child);
    let mut text = input.to_string().into_bytes();
    text.push(b'\n');
    let limit = Duration::from_secs(u64::from(limit_s));
    let ended = tokio::time::timeout(limit, child.talk(text)).await;
    match ended {
        Err(_) => Err(Trouble::Again(format!(
            "It was ended after {}.",
            seconds(limit_s)
        ))),
        Ok(Err(error)) => Err(Trouble::Again(format!(
            "It could not be waited for: {error}."
        ))),
        Ok(Ok((status, output))) if status.success() => Ok(match output.is_empty() {
            true => "Done. It wrote nothing.".to_owned(),
            false => output,
        }),
        Ok(Ok((status, output))) => Err(Trouble::Again(format!("{}\n{output}", how(status)))),
    }
}

/// A program and all that it started; they end together.
struct Group(Child);

impl Group {
    /// Hands the input over and reads until the end.
    async fn talk(&mut self, input: Vec<u8>) -> std::io::Result<(ExitStatus, String)> {
        let stdin = self.0.stdin.take();
        let (out, err) = (self.0.stdout.take(), self.0.stderr.take());
        let write = async move {
            if let Some(mut stdin) = stdin {
                // A program that does not read its input is no failure.
                let _ = stdin.write_all(&input).await;
            }
        };
        let (mut wrote, mut complained) = (Vec::new(), Vec::new());
        let status = {
            let reading = async {
                tokio::join!(write, tail(out, &mut wrote), tail(err, &mut complained));
            };
            tokio::pin!(reading);
            tokio::select! {
                status = self.0.wait() => {
                    let _ = tokio::time::timeout(AFTER_END, &mut reading).await;
                    status?
                }
                () = &mut reading => self.0.wait().await?,
            }
        };
        wrote.extend(complained);
        let from = wrote.len().saturating_sub(OUTPUT_BYTES);
        let end = wrote.get(from..).unwrap_or_default();
        Ok((status, String::from_utf8_lossy(end).trim().to_owned()))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(id) = self.0.id()
            && let Some(group) = i32::try_from(id)
                .ok()
                .and_then(rustix::process::Pid::from_raw)
        {
            // One that has ended has no number any more, so nobody else is met.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

/// Reads to the end and keeps the last piece.
async fn tail(from: Option<impl AsyncRead + Unpin>, kept: &mut Vec<u8>) {
    let Some(mut from) = from else {
        return;
    };
    let mut piece = [0; 4096];
    while let Ok(count) = from.read(&mut piece).await {
        if count == 0 {
            return;
        }
        kept.extend(piece.iter().take(count));
        if kept.len() > OUTPUT_BYTES * 2 {
            kept.drain(..kept.len() - OUTPUT_BYTES);
        }
    }
}

fn how(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("It ended with {code}."),
        None => "It was ended from outside.".to_owned(),
    }
}

fn seconds(count: u32) -> String {
    match count {
        1 => "1 second".to_owned(),
        many if many.is_multiple_of(60) => match many / 60 {
            1 => "1 minute".to_owned(),
            minutes => format!("{minutes} minutes"),
        },
        many => format!("{many} seconds"),
    }
}
