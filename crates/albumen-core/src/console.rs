//! Calls made by hand: any method of Google's two services with the sign-in of the connection that is shown. They are counted
//! and take their turn like every other call, and are sent once. What is kept of them has no token in it and nothing of an
//! answer but its figures.

mod answer;
mod blanks;
mod calling;
mod masks;
mod pages;
mod rules;
mod store;
mod written;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::view::{
    AnswerId, CallForm, CallKey, ConsoleAnswer, ConsoleMethod, ConsolePages, ConsolePreview,
    ConsoleRequest, PastCall, SavedCall,
};

/// How many whole answers are in memory, to be copied.
const KEPT_ANSWERS: usize = 4;
/// The longest name of a kept call, in characters.
const NAME_CHARS: usize = 100;

/// Calls made by hand. Clones share what runs and what came.
#[derive(Clone)]
pub struct Console {
    inner: Arc<Inner>,
}

struct Inner {
    frame: Frame,
    connections: Connections,
    answers: Mutex<VecDeque<(AnswerId, String)>>,
    next: AtomicU32,
    running: Mutex<CancellationToken>,
}

impl Console {
    pub(crate) fn new(frame: Frame, connections: Connections) -> Self {
        Self {
            inner: Arc::new(Inner {
                frame,
                connections,
                answers: Mutex::default(),
                next: AtomicU32::new(1),
                running: Mutex::default(),
            }),
        }
    }

    /// Every method, in the order in which it is shown.
    #[must_use]
    pub fn methods(&self) -> Vec<ConsoleMethod> {
        google_photos::methods().map(rules::shown).collect()
    }

    /// What a call would be. Nothing is sent; what is wrong with it is in the answer.
    ///
    /// Errors: `NoConnection`, `ServiceNotRunning`.
    pub async fn preview(&self, request: &ConsoleRequest) -> Result<ConsolePreview, CoreError> {
        let connection = self.inner.current().await?;
        let endpoints = self.inner.connections.endpoints(connection).await?;
        Ok(written::preview(request, &endpoints))
    }

    /// Makes a call and gives what came, whatever its status. One that changes something needs `confirmed`.
    ///
    /// Errors: `CallRefused` and `NotConfirmed` before anything was sent, `CallStopped`, and as every call where no answer
    /// came.
    pub async fn send(
        &self,
        request: &ConsoleRequest,
        confirmed: bool,
    ) -> Result<ConsoleAnswer, CoreError> {
        let ready = self.inner.ready(request, confirmed).await?;
        let outcome = self.inner.once(&ready, &ready.call).await;
        self.inner
            .note(&ready, request, outcome.as_ref().ok())
            .await;
        let answer = outcome?;
        let text = answer::text(&answer.body);
        let id = AnswerId(self.inner.next.fetch_add(1, Ordering::Relaxed));
        let view = answer::view(id, &answer, &text, ready.method);
        self.inner.keep_answer(id, text.whole);
        Ok(view)
    }

    /// Makes a call again and again with the token of the next page, and gives all pages in one. `tell` hears how many came.
    ///
    /// Errors: as [`Console::send`], and `CallRefused` where the answer is no list.
    pub async fn send_all_pages(
        &self,
        request: &ConsoleRequest,
        confirmed: bool,
        mut tell: impl FnMut(u32) + Send,
    ) -> Result<ConsolePages, CoreError> {
        let ready = self.inner.ready(request, confirmed).await?;
        let mut call = ready.call.clone();
        let mut all = pages::Merged::default();
        loop {
            let outcome = self.inner.once(&ready, &call).await;
            self.inner
                .note(&ready, request, outcome.as_ref().ok())
                .await;
            let answer = outcome?;
            match all.take(&answer, ready.method)? {
                pages::Step::Next(token) => {
                    tell(all.pages());
                    pages::turn(&mut call, ready.method, &token)?;
                }
                pages::Step::Over(pages) => return Ok(pages),
            }
        }
    }

    /// Stops the calls that run. What Google has begun, it may finish.
    pub fn stop(&self) {
        lock(&self.inner.running).cancel();
    }

    /// All of an answer, while it is in memory.
    ///
    /// Errors: `NotFound`.
    pub fn whole_answer(&self, id: AnswerId) -> Result<String, CoreError> {
        let answers = lock(&self.inner.answers);
        let found = answers.iter().find(|(of, _)| *of == id);
        found
            .map(|(_, text)| text.clone())
            .ok_or(CoreError::NotFound { what: "answer" })
    }

    /// A call written for another program, without any token.
    ///
    /// Errors: `CallRefused`, `NoConnection`, `ServiceNotRunning`.
    pub async fn written(
        &self,
        request: &ConsoleRequest,
        form: CallForm,
    ) -> Result<String, CoreError> {
        let connection = self.inner.current().await?;
        let endpoints = self.inner.connections.endpoints(connection).await?;
        written::in_form(request, form, &endpoints)
    }

    /// The calls that were made with the connection that is shown, the newest first.
    pub async fn past(&self) -> Result<Vec<PastCall>, CoreError> {
        let Some(connection) = self.inner.connections.current().await? else {
            return Ok(Vec::new());
        };
        let index = &self.inner.frame.index;
        Ok(index.read(move |db| store::past(db, connection)).await?)
    }

    /// Forgets them.
    ///
    /// Errors: `NoConnection`.
    pub async fn forget_past(&self) -> Result<(), CoreError> {
        let connection = self.inner.current().await?;
        let index = &self.inner.frame.index;
        Ok(index
            .write_quietly(move |tx| store::forget_past(tx, connection))
            .await?)
    }

    /// The calls that the person kept, by name.
    pub async fn saved(&self) -> Result<Vec<SavedCall>, CoreError> {
        Ok(self.inner.frame.index.read(store::saved).await?)
    }

    /// Keeps a call under a name, with its blanks and without anything secret. One of the same name is replaced.
    ///
    /// Errors: `CallRefused` for a name that cannot be used, or a call that holds a secret.
    pub async fn save(&self, name: &str, request: &ConsoleRequest) -> Result<SavedCall, CoreError> {
        let name = name.trim().to_owned();
        if name.is_empty() || name.chars().count() > NAME_CHARS {
            return Err(CoreError::CallRefused {
                why: "A kept call needs a name of 1 to 100 characters.".to_owned(),
            });
        }
        rules::holds_no_secret(request)?;
        let request = masks::kept(request);
        let index = &self.inner.frame.index;
        Ok(index
            .write_quietly(move |tx| store::save(tx, name, request))
            .await?)
    }

    /// Forgets a kept call.
    ///
    /// Errors: `NotFound`.
    pub async fn remove_saved(&self, key: CallKey) -> Result<(), CoreError> {
        let index = &self.inner.frame.index;
        let was = index
            .write_quietly(move |tx| store::remove(tx, key))
            .await?;
        was.then_some(())
            .ok_or(CoreError::NotFound { what: "call" })
    }
}

fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
