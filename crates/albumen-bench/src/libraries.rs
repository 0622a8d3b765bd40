//! Two libraries in the index of the product, a small and a large one, for what is measured on them.

use photos_emulator::LibrarySource;
use serde_json::{Value, json};
use tokio::process::Command;
use tokio::sync::OnceCell;

use crate::Asked;
use crate::emulator::Emulator;
use crate::home::Product;
use crate::{engine, run};

const FEW: u64 = 1_000;
/// Of the large library, in one month.
const CROWD: u64 = 70_000;

/// Made when somebody first asks for them.
#[derive(Default)]
pub(crate) struct Libraries {
    few: OnceCell<Library>,
    many: OnceCell<Library>,
}

/// A library: its service, and a home whose index knows all of it.
pub(crate) struct Library {
    emulator: Emulator,
    product: Product,
    _folder: tempfile::TempDir,
}

impl Libraries {
    /// A thousand items.
    pub(crate) async fn few(&self, asked: &Asked) -> Result<&Library, String> {
        let library = LibrarySource::Synthetic(FEW);
        self.few
            .get_or_try_init(|| Library::make(asked, library))
            .await
    }

    /// A million, unless told otherwise, with a crowded month.
    pub(crate) async fn many(&self, asked: &Asked) -> Result<&Library, String> {
        let library = LibrarySource::Crowded {
            count: asked.items,
            month: CROWD.min(asked.items / 10),
            day: 0,
        };
        self.many
            .get_or_try_init(|| Library::make(asked, library))
            .await
    }
}

impl Library {
    async fn make(asked: &Asked, library: LibrarySource) -> Result<Self, String> {
        // On a disk: what is in memory cannot be forgotten before a start.
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let held = folder.path().join("emulator");
        std::fs::create_dir_all(&held).map_err(|error| error.to_string())?;
        let emulator = Emulator::start(&held, library).await?;
        emulator
            .weather(json!([{ "kind": "quirks", "on": false }]))
            .await?;
        let product = Product::sign_in_plainly(&asked.binaries, folder.path(), &emulator).await?;
        let mut engine = product.engine(product.own_home(), engine::LOOK)?;
        let ran = run::to_end(&mut engine).await?.well("the engine")?;
        println!(
            "{library:?} is in the index after {:.1} s",
            ran.wall.as_secs_f64()
        );
        Ok(Self {
            emulator,
            product,
            _folder: folder,
        })
    }

    /// The engine by itself in the home.
    pub(crate) fn engine(&self, word: &str) -> Result<Command, String> {
        self.product.engine(self.product.own_home(), word)
    }

    /// Where the home is and where its service listens, for those who open a window on it.
    pub(crate) fn place(&self) -> Value {
        json!({ "home": self.product.own_home(), "google": self.emulator.base() })
    }
}
