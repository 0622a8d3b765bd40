//! Checks of the project.
fn main() {}
