//! The types and functions that the page is compiled against.

use std::path::Path;

/// Set by `cargo xtask bindings`: write the file instead of comparing it.
const WRITE: &str = "ALBUMEN_WRITE_BINDINGS";

#[test]
fn bindings_match_the_commands() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/ipc/bindings.ts");
    let wanted = albumen_window::ipc::bindings().unwrap();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&file, &wanted).unwrap();
    }
    let committed = std::fs::read_to_string(&file)
        .unwrap()
        .replace("\r\n", "\n");
    assert!(
        committed == wanted,
        "the commands changed: run `cargo xtask bindings` and commit ui/src/lib/ipc/bindings.ts"
    );
}
