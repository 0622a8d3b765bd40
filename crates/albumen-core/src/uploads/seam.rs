//! Where tests may end the process. In the product nothing is ever set, so nothing ever ends here.

/// The points of an upload at which a test may have the process die, in the order in which a file meets them.
pub const POINTS: [&str; 16] = [
    "arranged",
    "moved-over",
    "found",
    "hashed",
    "sending",
    "session",
    "chunk",
    "bytes-answered",
    "sent",
    "album-asking",
    "album-answered",
    "creating",
    "create-answered",
    "done",
    "adding",
    "add-answered",
];

/// Ends the process at once, without a goodbye, if a test asked for it to die at this point.
pub fn point(die_at: Option<&str>, name: &'static str) {
    debug_assert!(
        POINTS.contains(&name),
        "{name} is not in the list that the tests go through"
    );
    if die_at == Some(name) {
        std::process::abort();
    }
}
