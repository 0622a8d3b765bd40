//! A window with an empty page: what any program of this kind costs to start. `cargo xtask bench start` is held against it.

fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default().run(tauri::generate_context!(
        "examples/empty-window/tauri.conf.json"
    ))
}
