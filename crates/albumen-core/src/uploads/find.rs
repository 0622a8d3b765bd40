//! Reaches a file: its first bytes, its path as text.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::media_types::HEAD_BYTES;

/// The first bytes of a file.
pub fn read_head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    File::open(path)?
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)?;
    Ok(head)
}

/// A path as text for the index. Names that are not Unicode are kept exactly, in hexadecimal behind a mark that no
/// absolute path begins with; `None` where this system has no way to do that.
pub fn path_to_text(path: &Path) -> Option<String> {
    if let Some(text) = path.to_str() {
        return Some(text.to_owned());
    }
    #[cfg(unix)]
    {
        use std::fmt::Write as _;
        use std::os::unix::ffi::OsStrExt as _;
        let mut text = String::from(BYTES_MARK);
        for byte in path.as_os_str().as_bytes() {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        Some(text)
    }
    #[cfg(not(unix))]
    None
}

/// The path that [`path_to_text`] wrote.
pub fn text_to_path(text: &str) -> PathBuf {
    #[cfg(unix)]
    if let Some(hex) = text.strip_prefix(BYTES_MARK) {
        use std::os::unix::ffi::OsStringExt as _;
        let digit = |c: u8| {
            char::from(c)
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
                .unwrap_or(0)
        };
        let bytes = hex
            .as_bytes()
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, c| byte << 4 | digit(*c)));
        return PathBuf::from(std::ffi::OsString::from_vec(bytes.collect()));
    }
    PathBuf::from(text)
}

#[cfg(unix)]
const BYTES_MARK: &str = "bytes:";

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_unicode_survives_the_index() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = PathBuf::from(OsStr::from_bytes(b"/tmp/\xff\xfe photo.jpg"));
        assert_eq!(text_to_path(&path_to_text(&path).unwrap()), path);
        let plain = PathBuf::from("/tmp/🏔 \"quoted\"\nline.jpg");
        assert_eq!(text_to_path(&path_to_text(&plain).unwrap()), plain);
    }
}
