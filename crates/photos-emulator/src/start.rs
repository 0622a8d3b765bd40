//! Starts and stops an emulator.

use std::{
    fmt, io,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, middleware};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{
    Config, LibrarySource, SampleAccount,
    account::{self, Who},
    app::App,
    control,
    dirs::Dirs,
    faults::{Faults, weather},
    gateway::{Gateway, Hand, Line},
    library, media,
    media::scale::Scaler,
    oauth, pages, persist,
    picker::own::Own,
    random::Seal,
    sample,
    stats::Stats,
    synthetic::Synthetic,
    world::World,
};

/// Requests that run get this long when the emulator is stopped.
const GRACE: Duration = Duration::from_millis(500);

/// Why an emulator did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Another program listens on the port.
    #[error(
        "port {0} on 127.0.0.1 is taken by another program; choose another one, or 0 for any free one"
    )]
    PortTaken(u16),
    /// The port cannot be listened on for another reason, such as a missing right.
    #[error("port {port} on 127.0.0.1 cannot be listened on")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The data folder cannot be written or read.
    #[error("the data folder cannot be used")]
    Data(#[source] io::Error),
    /// The sample library cannot be drawn.
    #[error("the sample library cannot be drawn")]
    Drawing(#[source] io::Error),
}

/// A running emulator. It stops when it is dropped.
pub struct Emulator {
    url: Url,
    app: Arc<App>,
    hand: Hand,
    stop: Stop,
    server: Option<JoinHandle<()>>,
}

#[derive(Clone)]
struct Stop {
    /// No new connections, no new requests.
    listening: CancellationToken,
    /// No connections at all.
    connections: CancellationToken,
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("url", &self.url.as_str())
            .finish_non_exhaustive()
    }
}

/// Starts an emulator and returns once it answers.
///
/// The first start with the sample library draws it, which takes some seconds; `config.progress` hears of it.
///
/// # Errors
/// [`StartError`]: a port that is taken, a data folder that cannot be used.
pub async fn start(config: Config) -> Result<Emulator, StartError> {
    let dirs = Dirs::create(&config).map_err(StartError::Data)?;
    let earlier = if config.persist {
        persist::load(&dirs.state_file, config.library).map_err(StartError::Data)?
    } else {
        None
    };
    let stop = Stop {
        listening: CancellationToken::new(),
        connections: CancellationToken::new(),
    };
    let earlier_port = earlier.as_ref().map(|earlier| earlier.port);
    let gateway = bind(config.port, earlier_port, &stop).await?;
    let port = gateway.port().map_err(|source| StartError::Listen {
        port: config.port,
        source,
    })?;
    let dirs = draw(&config, dirs).await?;
    let world = match earlier {
        Some(earlier) => with_computed_items(earlier.world, config.library),
        None => fresh_world(&dirs, config.library).map_err(StartError::Drawing)?,
    };
    let app = Arc::new(App {
        origin: format!("http://127.0.0.1:{port}"),
        port,
        names: config.names.clone(),
        accounts: account::accounts(config.rules),
        library: config.library,
        own: Own::new(config.own, config.library),
        faults: Faults::default(),
        stats: Stats::default(),
        seal: Seal::new(),
        scaler: Scaler::new(),
        dirs,
        persist: config.persist,
        state: Mutex::new(world),
        saving: Mutex::new(()),
    });
    app.world().touch();
    persist::save_if_changed(&app);
    let url = Url::parse(&app.origin).map_err(|error| StartError::Listen {
        port,
        source: io::Error::other(error),
    })?;
    let hand = gateway.hand();
    let server = tokio::spawn(serve(gateway, app.clone(), stop.listening.clone()));
    Ok(Emulator {
        url,
        app,
        hand,
        stop,
        server: Some(server),
    })
}

async fn bind(port: u16, earlier: Option<u16>, stop: &Stop) -> Result<Gateway, StartError> {
    // Links that were given away hold the port, so any free one means the one of last time first.
    if let (0, Some(earlier)) = (port, earlier)
        && let Ok(gateway) = Gateway::bind(earlier, stop.connections.clone()).await
    {
        return Ok(gateway);
    }
    Gateway::bind(port, stop.connections.clone())
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => StartError::PortTaken(port),
            _ => StartError::Listen { port, source },
        })
}

async fn draw(config: &Config, dirs: Dirs) -> Result<Dirs, StartError> {
    if config.library != LibrarySource::Sample {
        return Ok(dirs);
    }
    let progress = config.progress.clone();
    let drawn = tokio::task::spawn_blocking(move || {
        sample::draw(&dirs.drawings, progress.as_ref()).map(|()| dirs)
    });
    drawn
        .await
        .map_err(io::Error::other)
        .flatten()
        .map_err(StartError::Drawing)
}

/// The libraries as at the first start.
pub(crate) fn fresh_world(dirs: &Dirs, library: LibrarySource) -> io::Result<World> {
    let mut world = World::new();
    match library {
        LibrarySource::Empty => {}
        LibrarySource::Sample => {
            for who in Who::BOTH {
                sample::fill(&dirs.drawings, who, world.shelves.of_mut(who))?;
            }
        }
        LibrarySource::Synthetic(_) | LibrarySource::Crowded { .. } => {
            world.shelves.first.albums = computed(library)
                .map(|items| items.albums())
                .unwrap_or_default();
        }
    }
    Ok(with_computed_items(world, library))
}

fn with_computed_items(mut world: World, library: LibrarySource) -> World {
    world.shelves.first.synthetic = computed(library);
    world
}

fn computed(library: LibrarySource) -> Option<Synthetic> {
    match library {
        LibrarySource::Synthetic(count) => Some(Synthetic::new(count, 0, 0)),
        LibrarySource::Crowded { count, month, day } => Some(Synthetic::new(count, month, day)),
        LibrarySource::Empty | LibrarySource::Sample => None,
    }
}

async fn serve(gateway: Gateway, app: Arc<App>, stop: CancellationToken) {
    let routes = Router::new()
        .merge(oauth::routes())
        .merge(media::routes())
        .merge(pages::routes())
        .merge(control::routes())
        .route("/v1/{*call}", axum::routing::any(library::handle))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(app.clone(), weather::pass))
        .with_state(app);
    let service = routes.into_make_service_with_connect_info::<Line>();
    let served = axum::serve(gateway, service)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await;
    if let Err(error) = served {
        tracing::error!(%error, "the emulator stopped listening");
    }
}

impl Emulator {
    /// Where it answers: `http://127.0.0.1:PORT/`.
    #[must_use]
    pub fn url(&self) -> Url {
        self.url.clone()
    }

    /// Takes connections that somebody else accepted: a TLS front in the same process.
    #[must_use]
    pub fn hand(&self) -> Hand {
        self.hand.clone()
    }

    /// The accounts one can sign in to, in the order the consent page shows them.
    #[must_use]
    pub fn accounts(&self) -> Vec<SampleAccount> {
        Who::BOTH
            .into_iter()
            .map(|who| self.app.accounts.of(who).clone())
            .collect()
    }

    /// Stops: requests that run may end, briefly; what is to be kept is on the disk afterwards.
    pub async fn stop(mut self) {
        self.stop.listening.cancel();
        if let Some(mut server) = self.server.take()
            && tokio::time::timeout(GRACE, &mut server).await.is_err()
        {
            self.stop.connections.cancel();
            let _ = server.await;
        }
        persist::save_if_changed(&self.app);
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.stop.listening.cancel();
        self.stop.connections.cancel();
    }
}
