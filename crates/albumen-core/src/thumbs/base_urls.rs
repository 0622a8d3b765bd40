//! Base URLs of media items: asked for together, kept in memory only, for less than the hour they live.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use google_photos::{BaseUrl, MediaItem, MediaItemId, MediaKind, MediaSize, VideoStatus};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use super::rules::{BASE_URL_LIFE_MS, FULL, LARGEST_PX, MAX_BATCHES, MAX_TOGETHER};
use crate::connections::Connections;
use crate::engine::Frame;
use crate::error::CoreError;
use crate::view::ConnectionKey;

/// So many base URLs are known at a time, so that memory does not grow with what is scrolled through.
const MOST_KNOWN: usize = 5_000;
/// How young those are that stay when there are more.
const KEPT_WHEN_FULL_MS: i64 = 60 * 1000;

/// Where the pixels of a media item are.
#[derive(Clone, Debug)]
pub struct Source {
    /// Their base URL.
    pub base: BaseUrl,
    is_video: bool,
}

impl Source {
    /// The picture in a square box of this side, without the play mark that Google draws on videos.
    pub fn fitting(&self, side_px: u32) -> MediaSize {
        let (width, height) = (side_px, side_px);
        match self.is_video {
            // A video has no larger picture than this.
            true if side_px == FULL => MediaSize::Poster {
                width: LARGEST_PX,
                height: LARGEST_PX,
            },
            false if side_px == FULL => MediaSize::Download,
            true => MediaSize::Poster { width, height },
            false => MediaSize::Fit { width, height },
        }
    }
}

/// What Google says of a media item's pixels.
#[derive(Clone, Debug)]
pub enum Pixels {
    /// They are here.
    At(Source),
    /// A video on which Google still works, or could not.
    NotReady,
}

type Answer = Result<Pixels, CoreError>;
type Known = Arc<Mutex<HashMap<(ConnectionKey, String), (Source, i64)>>>;

struct Ask {
    of: ConnectionKey,
    google_id: String,
    answer: oneshot::Sender<Answer>,
}

/// Gives base URLs.
pub struct BaseUrls {
    known: Known,
    asks: mpsc::UnboundedSender<Ask>,
    frame: Frame,
}

impl BaseUrls {
    pub fn start(frame: &Frame, connections: Connections) -> Self {
        let (asks, queue) = mpsc::unbounded_channel();
        let known = Known::default();
        frame.tasks.spawn_until_stopped(gather(
            queue,
            Arc::clone(&known),
            frame.clone(),
            connections,
        ));
        Self {
            known,
            asks,
            frame: frame.clone(),
        }
    }

    /// Where the pixels of an item are. Those asked for within a few milliseconds cost one request for 50 of them.
    pub async fn get(&self, of: ConnectionKey, google_id: &str) -> Answer {
        let name = (of, google_id.to_owned());
        if let Some((base, until_ms)) = lock(&self.known).get(&name)
            && self.frame.clock.now_ms() < *until_ms
        {
            return Ok(Pixels::At(base.clone()));
        }
        let (answer, coming) = oneshot::channel();
        self.asks
            .send(Ask {
                of,
                google_id: name.1,
                answer,
            })
            .map_err(|_| CoreError::Closed)?;
        coming.await.map_err(|_| CoreError::Closed)?
    }

    /// Forgets one that Google did not honour.
    pub fn forget(&self, of: ConnectionKey, google_id: &str) {
        lock(&self.known).remove(&(of, google_id.to_owned()));
    }
}

fn lock(
    known: &Known,
) -> std::sync::MutexGuard<'_, HashMap<(ConnectionKey, String), (Source, i64)>> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn gather(
    mut queue: mpsc::UnboundedReceiver<Ask>,
    known: Known,
    frame: Frame,
    connections: Connections,
) {
    let mut waiting = Vec::new();
    let mut under_way = JoinSet::new();
    loop {
        tokio::select! {
            ask = queue.recv() => {
                let Some(ask) = ask else { return };
                waiting.push(ask);
                tokio::time::sleep(frame.policy.pictures.gather).await;
                while let Ok(ask) = queue.try_recv() {
                    waiting.push(ask);
                }
            }
            Some(_) = under_way.join_next() => {}
        }
        // Whoever asked may have scrolled on: no request is spent on that.
        waiting.retain(|ask: &Ask| !ask.answer.is_closed());
        while under_way.len() < MAX_BATCHES
            && let Some((of, batch)) = newest(&mut waiting)
        {
            let (known, frame, connections) =
                (Arc::clone(&known), frame.clone(), connections.clone());
            under_way.spawn(async move { answer(of, batch, &known, &frame, &connections).await });
        }
    }
}

/// Takes those out that were asked for last, of one connection and as many as one request answers.
fn newest(waiting: &mut Vec<Ask>) -> Option<(ConnectionKey, Vec<Ask>)> {
    let of = waiting.last()?.of;
    let (mut mine, others): (Vec<_>, Vec<_>) = std::mem::take(waiting)
        .into_iter()
        .partition(|ask| ask.of == of);
    let batch = mine.split_off(mine.len().saturating_sub(MAX_TOGETHER));
    *waiting = others;
    waiting.append(&mut mine);
    Some((of, batch))
}

async fn answer(
    of: ConnectionKey,
    batch: Vec<Ask>,
    known: &Known,
    frame: &Frame,
    connections: &Connections,
) {
    let ids: Vec<_> = batch
        .iter()
        .map(|ask| MediaItemId::from(ask.google_id.as_str()))
        .collect();
    let got = async {
        let client = connections.client(of).await?;
        connections
            .outcome(of, client.media_items_get(&ids).await)
            .await
    };
    let items = match got.await {
        Ok(items) => items,
        Err(error) => {
            for ask in batch {
                // Whoever asked may have gone.
                let _ = ask.answer.send(Err(error.clone()));
            }
            return;
        }
    };
    let now = frame.clock.now_ms();
    {
        let mut known = lock(known);
        known.retain(|_, (_, until_ms)| now < *until_ms);
        if known.len() > MOST_KNOWN {
            // What was scrolled past long ago is asked for again if it comes back into sight.
            let until_ms = now + BASE_URL_LIFE_MS - KEPT_WHEN_FULL_MS;
            known.retain(|_, (_, until)| until_ms < *until);
        }
        for item in items.iter().flatten() {
            if let Pixels::At(base) = pixels(item) {
                known.insert(
                    (of, item.id.as_str().to_owned()),
                    (base, now + BASE_URL_LIFE_MS),
                );
            }
        }
    }
    for (ask, item) in batch.into_iter().zip(items) {
        let answer = item
            .map(|item| pixels(&item))
            .map_err(|_| CoreError::NotFound { what: "photo" });
        let _ = ask.answer.send(answer);
    }
}

fn pixels(item: &MediaItem) -> Pixels {
    let unready = matches!(&item.kind, MediaKind::Video(video) if matches!(video.status, VideoStatus::Processing | VideoStatus::Failed));
    match &item.base_url {
        Some(base) if !unready => Pixels::At(Source {
            base: base.clone(),
            is_video: matches!(item.kind, MediaKind::Video(_)),
        }),
        _ => Pixels::NotReady,
    }
}
