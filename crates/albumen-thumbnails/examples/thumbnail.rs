//! Makes thumbnails as a program of its own, so that it can be measured against others of its kind.
//!
//! `thumbnail SIZE OUT_DIR WORKERS FILES...` writes a JPEG for every file, each from one decoding. With `--pixels` before the
//! size it writes the pixels as they are before they become a JPEG (PPM), to be compared with another program's.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use albumen_thumbnails::{make_from, pixels_from};

struct Task {
    size_px: u32,
    out: PathBuf,
    workers: usize,
    pixels: bool,
    files: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let Some(task) = task() else {
        eprintln!("thumbnail [--pixels] SIZE OUT_DIR WORKERS FILES...");
        return ExitCode::FAILURE;
    };
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..task.workers {
            scope.spawn(|| {
                while let Some(file) = task.files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(error) = write(&task, file) {
                        eprintln!("{}: {error}", file.display());
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    match failed.load(Ordering::Relaxed) {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn task() -> Option<Task> {
    let mut words = std::env::args_os().skip(1).peekable();
    let pixels = words.next_if(|word| word == "--pixels").is_some();
    Some(Task {
        pixels,
        size_px: words.next()?.to_str()?.parse().ok()?,
        out: words.next()?.into(),
        workers: words.next()?.to_str()?.parse().ok()?,
        files: words.map(PathBuf::from).collect(),
    })
}

fn write(task: &Task, file: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let name = task.out.join(file.file_stem().unwrap_or_default());
    if task.pixels {
        let picture = pixels_from(file, task.size_px)?;
        let mut ppm = format!("P6 {} {} 255\n", picture.width(), picture.height()).into_bytes();
        ppm.extend_from_slice(&picture);
        std::fs::write(name.with_extension("ppm"), ppm)?;
        return Ok(());
    }
    for thumbnail in make_from(file, &[task.size_px])?.thumbnails {
        std::fs::write(name.with_extension("jpg"), thumbnail.jpeg)?;
    }
    Ok(())
}
