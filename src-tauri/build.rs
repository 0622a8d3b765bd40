//! Prepares what the window is built from: permissions, icons, the front end.

fn main() {
    // Order: the front end's folder must be there before the window's code is compiled, even when nothing is in it yet.
    let front_end = std::path::Path::new("../ui/dist");
    if let Err(error) = std::fs::create_dir_all(front_end) {
        println!("cargo:warning=ui/dist could not be made: {error}");
    }
    println!("cargo:rerun-if-changed=../ui/dist");
    tauri_build::build();
}
