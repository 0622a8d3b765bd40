//! A frame of a video on this computer, by the program for that which the system has, if it has one.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

/// How long it may take. A file that keeps a decoder busy longer is made for that.
const WITHIN: Duration = Duration::from_secs(10);
/// The longer side of the frame, in pixels: the largest thumbnail.
const SIDE_PX: &str = "2048";

/// Writes a frame of a video to a JPEG file. Gives whether it is there; it is still to be looked at before it is believed.
pub async fn take(video: &Path, to: &Path) -> bool {
    run(by_thumbnailer(video, to)).await && to.is_file()
        || run(by_ffmpeg(video, to)).await && to.is_file()
}

fn by_thumbnailer(video: &Path, to: &Path) -> Command {
    let mut command = Command::new("ffmpegthumbnailer");
    command.arg("-i").arg(video).arg("-o").arg(to);
    command.args(["-s", SIDE_PX, "-c", "jpeg", "-q", "9"]);
    command
}

fn by_ffmpeg(video: &Path, to: &Path) -> Command {
    let mut command = Command::new("ffmpeg");
    command.args(["-nostdin", "-v", "error", "-y", "-threads", "1"]);
    // A list inside the file that leads elsewhere is not followed.
    command
        .args(["-protocol_whitelist", "file", "-i"])
        .arg(video);
    command.args(["-map", "0:v:0", "-frames:v", "1", "-vf"]);
    command.arg(format!(
        "thumbnail=24,scale='min({SIDE_PX},iw)':'min({SIDE_PX},ih)':force_original_aspect_ratio=decrease"
    ));
    command.args(["-q:v", "3", "-f", "image2"]).arg(to);
    command
}

async fn run(mut command: Command) -> bool {
    let started = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn();
    // Most systems do not have it.
    let Ok(mut running) = started else {
        return false;
    };
    matches!(tokio::time::timeout(WITHIN, running.wait()).await, Ok(Ok(status)) if status.success())
}
