//! Serves videos to the player on 127.0.0.1, because WebKitGTK plays none from a custom scheme.
//!
//! It listens from the first video on, on a port the system picks, under a path nobody can guess, and only while the
//! program runs. Keys are looked up in the core; no path out of an address is ever opened. Pages in a browser can send
//! requests here too: see [`visitors`] for what is refused before anything is looked up.

mod answer;
mod range;
mod visitors;

use std::net::Ipv4Addr;
use std::sync::Arc;

use albumen_core::Core;
use albumen_core::view::ItemKey;
use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;

use crate::ipc_error::{IpcError, IpcResult};

/// The server; asleep until the first video.
pub struct MediaServer {
    core: Core,
    base: OnceCell<String>,
}

/// What a request is answered from.
struct Shared {
    core: Core,
    token: String,
}

impl MediaServer {
    /// A server for the videos of this core.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self {
            core,
            base: OnceCell::new(),
        }
    }

    /// An address from which this video plays, until the program ends.
    ///
    /// # Errors
    /// When there is no such video, when it cannot be played yet, and when no port is free.
    pub async fn address_of(&self, key: ItemKey) -> IpcResult<String> {
        // Asked here already, so that the window can say why a video does not play; the player itself says only that.
        self.core.items().video_source(key).await?;
        let base = self
            .base
            .get_or_try_init(|| listen(self.core.clone()))
            .await
            .map_err(|error| {
                IpcError::other(format!(
                    "Videos cannot be played right now: {error}. Start Albumen again."
                ))
            })?;
        Ok(format!("{base}/{}", key.0))
    }
}

async fn listen(core: Core) -> std::io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = listener.local_addr()?.port();
    let token = uuid::Uuid::new_v4().simple().to_string();
    let base = format!("http://127.0.0.1:{port}/{token}");
    let router = visitors::only_ours(router(Arc::new(Shared { core, token })), port);
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::warn!(%error, "the player's server stopped");
        }
    });
    Ok(base)
}

fn router(shared: Arc<Shared>) -> Router {
    // HEAD is answered like GET, without the bytes.
    Router::new()
        .route("/{token}/{key}", get(answer::answer))
        .with_state(shared)
}
