//! What the engine calls out: a job moved, the index changed. Events carry no data to show; who hears one reads again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::broadcast;

use crate::view::{IndexChanged, JobEvent};

/// How many events a slow listener may be behind before it misses some.
const WAITING_EVENTS: usize = 256;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoreEvent {
    /// A job changed.
    Job(JobEvent),
    /// The local index changed.
    IndexChanged(IndexChanged),
    /// A recipe has something to tell the person, who may not be looking. What it says is in its history too.
    RecipeSays {
        /// The recipe's name.
        recipe: String,
        /// What it says.
        text: String,
    },
    /// Something came into a library by itself: [`crate::Watching::noticed_since`] has it.
    Noticed,
}

/// Where events are called out. Clones share their listeners.
#[derive(Clone, Debug)]
pub(crate) struct Events {
    sender: broadcast::Sender<CoreEvent>,
    generation: Arc<AtomicU32>,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self {
            sender: broadcast::channel(WAITING_EVENTS).0,
            generation: Arc::default(),
        }
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<CoreEvent> {
        self.sender.subscribe()
    }

    pub(crate) fn job(&self, event: JobEvent) {
        // Nobody listening is no failure: the list of jobs can be read at any time.
        let _ = self.sender.send(CoreEvent::Job(event));
    }

    pub(crate) fn recipe_says(&self, recipe: &str, text: &str) {
        let _ = self.sender.send(CoreEvent::RecipeSays {
            recipe: recipe.to_owned(),
            text: text.to_owned(),
        });
    }

    /// To be called after the commit.
    pub(crate) fn noticed(&self) {
        let _ = self.sender.send(CoreEvent::Noticed);
    }

    /// To be called after the commit, or after a change of what is only in memory.
    pub(crate) fn index_changed(&self) {
        let generation = self
            .generation
            .fetch_add(1, Ordering::SeqCst)
            .wrapping_add(1);
        let _ = self
            .sender
            .send(CoreEvent::IndexChanged(IndexChanged { generation }));
    }
}
