//! Runs a program and measures it.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, Command};

/// How often the memory of a process is looked at. The kernel keeps the peak, so only its last moments can be missed.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// How one run of a program went.
#[derive(Debug)]
pub(crate) struct Ran {
    /// When it began, in milliseconds since 1970.
    pub(crate) began_ms: i64,
    /// From start to end.
    pub(crate) wall: Duration,
    /// What it and those it waited for took of the processors; whole hundredths of a second.
    pub(crate) cpu: Duration,
    /// Most memory it had, in bytes, as `VmHWM` says.
    pub(crate) peak_bytes: u64,
    /// The code it ended with; `None` where it was killed.
    pub(crate) code: Option<i32>,
    /// What it wrote.
    pub(crate) stdout: String,
    /// What it wrote for people.
    pub(crate) stderr: String,
}

impl Ran {
    /// An error where it did not end well.
    pub(crate) fn well(self, what: &str) -> Result<Self, String> {
        if self.code == Some(0) {
            return Ok(self);
        }
        let shown: String = self.stdout.chars().take(2_000).collect();
        Err(format!(
            "{what} ended with {:?}.\n{shown}\n{}",
            self.code, self.stderr
        ))
    }
}

/// Runs a program to its end.
pub(crate) async fn to_end(command: &mut Command) -> Result<Ran, String> {
    until(command, || async { false }).await
}

/// Runs a program until it ends or `enough` says so, and then kills it with no warning. `enough` is asked again and again.
pub(crate) async fn until<F, A>(command: &mut Command, mut enough: F) -> Result<Ran, String>
where
    F: FnMut() -> A,
    A: Future<Output = bool>,
{
    let (begun, began_ms) = (Instant::now(), now_ms());
    let before = cpu_of_children();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("{:?}: {error}", command.as_std().get_program()))?;
    let stdout = tokio::spawn(all_of(child.stdout.take()));
    let stderr = tokio::spawn(all_of(child.stderr.take()));
    let id = child.id().unwrap_or_default();
    let mut peak_bytes = 0;
    let code = loop {
        peak_bytes = peak_bytes.max(peak_of(id));
        if let Some(ended) = ended_within(&mut child, LOOK_EVERY).await? {
            break ended;
        }
        if enough().await {
            child.kill().await.map_err(|error| error.to_string())?;
            break None;
        }
    };
    let wall = begun.elapsed();
    Ok(Ran {
        began_ms,
        wall,
        cpu: cpu_of_children().saturating_sub(before),
        peak_bytes,
        code,
        stdout: stdout.await.unwrap_or_default(),
        stderr: stderr.await.unwrap_or_default(),
    })
}

async fn ended_within(child: &mut Child, time: Duration) -> Result<Option<Option<i32>>, String> {
    match tokio::time::timeout(time, child.wait()).await {
        Ok(status) => Ok(Some(status.map_err(|error| error.to_string())?.code())),
        Err(_) => Ok(None),
    }
}

async fn all_of(pipe: Option<impl tokio::io::AsyncRead + Unpin>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        drop(pipe.read_to_end(&mut bytes).await);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What the children that have ended took of the processors. The kernel counts in hundredths of a second.
fn cpu_of_children() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    // Counted from the state, which is field 3: cutime is field 16, cstime 17.
    let ticks = behind_name.split_whitespace().skip(13).take(2);
    let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// The most memory a process had so far; 0 once it has ended.
fn peak_of(id: u32) -> u64 {
    let status = std::fs::read_to_string(Path::new("/proc").join(id.to_string()).join("status"));
    let status = status.unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().strip_suffix("kB"));
    number
        .and_then(|number| number.trim().parse::<u64>().ok())
        .unwrap_or_default()
        * 1024
}

/// The time of the day, as the emulator tells it too.
#[expect(
    clippy::disallowed_methods,
    reason = "a bench has no clock but the system's"
)]
fn now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0))
}
