//! What a person types or pastes, and questions on the terminal.

use std::io::{IsTerminal as _, Write as _};

use tokio::sync::{mpsc, oneshot};

use crate::failure::Failure;

/// Lines of the standard input, read on a thread of its own, so that Ctrl-C and the browser are heard meanwhile. One for a
/// command: two would take the lines from each other.
pub struct Lines(mpsc::Receiver<String>);

impl Lines {
    /// Reads from now on.
    pub fn listen() -> Self {
        let (tell, told) = mpsc::channel(8);
        std::thread::spawn(move || {
            for line in std::io::stdin().lines() {
                // Nobody listens where the command is over.
                let Ok(line) = line else { return };
                if tell.blocking_send(line).is_err() {
                    return;
                }
            }
        });
        Self(told)
    }

    /// The next line; none when there is no more.
    pub async fn next(&mut self) -> Option<String> {
        self.0.recv().await
    }

    /// Asks a question that only yes agrees to.
    pub async fn agrees(&mut self, question: &str) -> bool {
        prompt(&format!("{question} [y/N] "));
        let answer = self.next().await;
        matches!(
            answer.as_deref().map(str::trim),
            Some("y" | "Y" | "yes" | "Yes")
        )
    }
}

/// Whether a person can be asked.
pub fn is_there() -> bool {
    std::io::stdin().is_terminal()
}

/// Asks for a secret without showing it.
pub async fn secret(what: &str) -> Result<String, Failure> {
    let prompt = format!("{what}: ");
    let (tell, told) = oneshot::channel();
    std::thread::spawn(move || drop(tell.send(rpassword::prompt_password(prompt))));
    match told.await {
        Ok(Ok(secret)) => Ok(secret),
        _ => Err(Failure::Asked(
            "The answer could not be read. Nothing was changed.".into(),
        )),
    }
}

fn prompt(text: &str) {
    let mut terminal = std::io::stderr();
    let asked = write!(terminal, "{}", crate::output::harmless(text));
    // A terminal that cannot be flushed still shows the question with the next line.
    drop(asked.and_then(|()| terminal.flush()));
}
