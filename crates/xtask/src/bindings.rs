//! Writes the types and functions that the page is compiled against.

/// Runs the test that compares them, and tells it to write instead.
pub fn write() -> Result<String, String> {
    let status = crate::cargo()
        .args([
            "test",
            "--quiet",
            "--locked",
            "--package",
            "albumen",
            "--test",
            "it",
            "bindings_match_the_commands",
        ])
        .env("ALBUMEN_WRITE_BINDINGS", "1")
        .status()
        .map_err(|error| error.to_string())?;
    if status.success() {
        Ok("ui/src/lib/ipc/bindings.ts is what the commands say".to_owned())
    } else {
        Err("the bindings could not be written".to_owned())
    }
}
