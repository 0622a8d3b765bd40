//! Starting with the person's session, in the background.

use auto_launch::{AutoLaunch, AutoLaunchBuilder};

/// The option of a start without a window.
pub const BACKGROUND: &str = "--background";

/// What could not be done, in words.
type Refused = String;

/// Whether the program starts when the person signs in to this computer.
///
/// # Errors
/// When the system does not tell.
pub fn is_on() -> Result<bool, Refused> {
    entry()?.is_enabled().map_err(|error| error.to_string())
}

/// Lets the program start with the session, or not.
///
/// # Errors
/// When the system refuses the entry.
pub fn set(on: bool) -> Result<(), Refused> {
    let entry = entry()?;
    if on { entry.enable() } else { entry.disable() }.map_err(|error| error.to_string())
}

fn entry() -> Result<AutoLaunch, Refused> {
    let program = match std::env::var_os("APPIMAGE") {
        Some(image) => image.into(),
        None => std::env::current_exe().map_err(|error| error.to_string())?,
    };
    let program = program
        .to_str()
        .ok_or("the path of the program is not readable as text")?;
    AutoLaunchBuilder::new()
        .set_app_name("Albumen")
        .set_app_path(&quoted(program))
        .set_args(&[BACKGROUND])
        .build()
        .map_err(|error| error.to_string())
}

/// A path as a desktop entry writes a program; elsewhere the library does so.
fn quoted(path: &str) -> String {
    if !cfg!(target_os = "linux") {
        return path.to_owned();
    }
    let mut quoted = String::from('"');
    for letter in path.chars() {
        match letter {
            // First what the entry's quoting marks, then what its strings mark once more.
            '"' | '`' | '$' => quoted.extend(['\\', '\\', letter]),
            '\\' => quoted.push_str(r"\\\\"),
            '%' => quoted.push_str("%%"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::quoted;

    #[test]
    fn a_path_is_written_so_that_the_session_reads_the_same() {
        assert_eq!(quoted("/opt/albumen"), r#""/opt/albumen""#);
        assert_eq!(
            quoted("/home/Mara Lind/100%/a$b"),
            r#""/home/Mara Lind/100%%/a\\$b""#
        );
    }
}
