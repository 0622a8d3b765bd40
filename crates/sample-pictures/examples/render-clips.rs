//! Draws the two videos again and encodes them with ffmpeg, which must be on the path.
//!
//! `cargo run -p sample-pictures --example render-clips -- crates/sample-pictures/clips`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for the person who draws; it may stop at the first problem"
)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rayon::prelude::*;
use sample_pictures::{CLIPS, Clip, clip_frame};

fn main() {
    let dir = PathBuf::from(
        std::env::args()
            .nth(1)
            .unwrap_or_else(|| "crates/sample-pictures/clips".to_owned()),
    );
    for which in CLIPS {
        let (w, h) = which.size_px();
        let mut ffmpeg = Command::new("ffmpeg");
        ffmpeg.args(["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"]);
        ffmpeg.args([
            "-s",
            &format!("{w}x{h}"),
            "-r",
            &which.frame_rate().to_string(),
            "-i",
            "-",
        ]);
        if which == Clip::Waves {
            // Brown noise that swells: a quiet sea.
            let seconds = which.duration_ms() as f32 / 1000.0;
            let sea = format!(
                "anoisesrc=color=brown:amplitude=0.12:seed=7:duration={seconds},tremolo=f=0.3:d=0.7"
            );
            ffmpeg.args([
                "-f",
                "lavfi",
                "-i",
                &sea,
                "-c:a",
                "aac",
                "-b:a",
                "32k",
                "-ac",
                "1",
                "-shortest",
            ]);
        }
        ffmpeg.args([
            "-c:v", "libx264", "-preset", "veryslow", "-crf", "28", "-pix_fmt", "yuv420p",
        ]);
        ffmpeg.args([
            "-fflags",
            "+bitexact",
            "-flags:v",
            "+bitexact",
            "-movflags",
            "+faststart",
        ]);
        let to = dir.join(which.file_name());
        let mut child = ffmpeg.arg(&to).stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let frames: Vec<u32> = (0..which.frames()).collect();
        for few in frames.chunks(8) {
            let drawn: Vec<_> = few
                .par_iter()
                .map(|frame| clip_frame(which, *frame))
                .collect();
            for frame in drawn {
                pipe.write_all(frame.as_raw()).unwrap();
            }
        }
        drop(pipe);
        assert!(
            child.wait().unwrap().success(),
            "ffmpeg could not encode {}",
            to.display()
        );
        println!("{} {} bytes", to.display(), to.metadata().unwrap().len());
    }
}
