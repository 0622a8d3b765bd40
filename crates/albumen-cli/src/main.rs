//! Albumen without a window.
fn main() {}
