//! Ctrl-C and its kin: the engine is closed in order, so that what was begun goes on the next time.

use tokio::sync::mpsc;

/// Hears when the person or the system asks to stop.
pub struct Stop {
    asked: mpsc::Receiver<()>,
}

impl Stop {
    /// From now on such a wish does not end the program by itself.
    pub fn listen() -> Self {
        let (tell, asked) = mpsc::channel(2);
        tokio::spawn(hear(tell));
        Self { asked }
    }

    /// Waits for the first wish; for ever where the system tells of none.
    pub async fn asked(&mut self) {
        if self.asked.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }

    /// Who asks once more while the engine closes does not want to wait.
    pub fn at_once_from_now(mut self) {
        tokio::spawn(async move {
            self.asked().await;
            std::process::exit(130);
        });
    }
}

#[cfg(unix)]
async fn hear(tell: mpsc::Sender<()>) {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind);
    let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hang_up)) = (
        listen(SignalKind::interrupt()),
        listen(SignalKind::terminate()),
        listen(SignalKind::hangup()),
    ) else {
        tracing::warn!("the system does not tell of Ctrl-C");
        return;
    };
    loop {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
        if tell.send(()).await.is_err() {
            return;
        }
    }
}

#[cfg(not(unix))]
async fn hear(tell: mpsc::Sender<()>) {
    while tokio::signal::ctrl_c().await.is_ok() {
        if tell.send(()).await.is_err() {
            return;
        }
    }
}
