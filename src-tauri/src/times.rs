//! When the steps of a start were over, in the log: `ALBUMEN_TIMES=1` shows them on the standard error.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// What the log shows when nothing else is asked for.
pub fn log_filter() -> &'static str {
    let asked = std::env::var_os("ALBUMEN_TIMES").is_some_and(|asked| !asked.is_empty());
    if asked {
        "warn,albumen_window::times=info"
    } else {
        "warn"
    }
}

/// The clock starts.
pub fn begin() {
    LazyLock::force(&BEGIN);
}

/// A step of the start is over.
pub fn mark(step: &'static str) {
    let ms = BEGIN.elapsed().as_secs_f64() * 1000.0;
    tracing::info!(step, ms, "start");
}

/// A step that happens again and again, of which the first time counts.
pub struct First(AtomicBool);

impl First {
    /// One that did not happen yet.
    pub const fn time() -> Self {
        Self(AtomicBool::new(false))
    }

    /// It happened.
    pub fn mark(&self, step: &'static str) {
        if !self.0.swap(true, Ordering::Relaxed) {
            mark(step);
        }
    }
}
