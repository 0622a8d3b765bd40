//! What a QuickTime or MP4 file says of itself: when it was taken, how long it is, to which photo it belongs. Reads a few
//! headers only; broken data is no data.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Movie {
    /// When it was taken, Unix milliseconds.
    pub taken_ms: Option<i64>,
    /// How long it is.
    pub duration_ms: Option<i64>,
    /// Apple's content identifier.
    pub content_id: Option<String>,
}

/// Headers of more than this are not read: they are tables of samples.
const MAX_HEADER: u64 = 64 * 1024;
/// From 1904, where the clock of QuickTime begins, to 1970.
const SECONDS_TO_1970: i64 = 2_082_844_800;
const MAX_ATOMS: usize = 64;

/// Reads what a file says. Blocks on the disk.
pub fn look(path: &Path) -> Movie {
    File::open(path)
        .ok()
        .and_then(|mut file| {
            let end = file.metadata().ok()?.len();
            let moov = find(&mut file, (0, end), *b"moov")?;
            let mut movie = find(&mut file, moov, *b"mvhd")
                .and_then(|at| bytes(&mut file, at))
                .map_or_else(Movie::default, |head| of_mvhd(&head));
            movie.content_id = find(&mut file, moov, *b"meta")
                .and_then(|at| bytes(&mut file, at))
                .and_then(|meta| content_id(&meta));
            Some(movie)
        })
        .unwrap_or_default()
}

/// Where the inside of an atom lies within another.
fn find(file: &mut File, within: (u64, u64), name: [u8; 4]) -> Option<(u64, u64)> {
    let (mut at, end) = within;
    for _ in 0..MAX_ATOMS {
        if at + 8 > end {
            return None;
        }
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut head = [0u8; 16];
        file.read_exact(head.get_mut(..8)?).ok()?;
        let short = u64::from(u32::from_be_bytes(head.first_chunk().copied()?));
        let (size, header) = match short {
            0 => (end - at, 8),
            1 => {
                file.read_exact(head.get_mut(8..)?).ok()?;
                (u64::from_be_bytes(head.last_chunk().copied()?), 16)
            }
            size => (size, 8),
        };
        let next = at.checked_add(size)?;
        if size < header || next > end {
            return None;
        }
        if head.get(4..8) == Some(&name) {
            return Some((at + header, next));
        }
        at = next;
    }
    None
}

fn bytes(file: &mut File, (from, to): (u64, u64)) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(from)).ok()?;
    let mut bytes = Vec::new();
    file.take((to - from).min(MAX_HEADER))
        .read_to_end(&mut bytes)
        .ok()?;
    Some(bytes)
}

fn of_mvhd(head: &[u8]) -> Movie {
    let word = |at: usize| {
        let bytes = head.get(at..at + 4)?.first_chunk().copied()?;
        Some(i64::from(u32::from_be_bytes(bytes)))
    };
    let long = |at: usize| Some((word(at)? << 32) | word(at + 4)?);
    let (made, scale, duration) = match head.first() {
        Some(1) => (long(4), word(20), long(24)),
        _ => (word(4), word(12), word(16)),
    };
    // 0, or years before there were digital cameras, is a clock that was never set.
    let taken_s = made
        .map(|made| made - SECONDS_TO_1970)
        .filter(|s| *s > 315_532_800);
    let duration_ms = scale
        .filter(|scale| *scale > 0)
        .zip(duration.filter(|long| (0..1 << 40).contains(long)))
        .map(|(scale, duration)| duration * 1000 / scale);
    Movie {
        taken_ms: taken_s.and_then(|s| s.checked_mul(1000)),
        duration_ms,
        content_id: None,
    }
}

/// The value of Apple's key, which stands in the file as 36 letters of a UUID.
fn content_id(meta: &[u8]) -> Option<String> {
    const KEY: &[u8] = b"com.apple.quicktime.content.identifier";
    let has_key = meta.windows(KEY.len()).any(|at| at == KEY);
    has_key.then(|| meta.windows(36).find_map(uuid))?
}

/// A UUID as text, in capitals.
pub fn uuid(letters: &[u8]) -> Option<String> {
    let fits = letters.len() == 36
        && letters.iter().enumerate().all(|(at, letter)| match at {
            8 | 13 | 18 | 23 => *letter == b'-',
            _ => letter.is_ascii_hexdigit(),
        });
    fits.then(|| String::from_utf8_lossy(letters).to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atom(name: &[u8; 4], inside: &[u8]) -> Vec<u8> {
        let mut bytes = u32::try_from(inside.len() + 8)
            .unwrap()
            .to_be_bytes()
            .to_vec();
        bytes.extend(name);
        bytes.extend(inside);
        bytes
    }

    fn looked(bytes: &[u8]) -> Movie {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.mov");
        std::fs::write(&path, bytes).unwrap();
        look(&path)
    }

    #[test]
    fn a_movie_says_when_it_was_taken_how_long_it_is_and_to_which_photo_it_belongs() {
        let mut mvhd = vec![0; 4];
        for word in [2_082_844_800u32 + 1_718_217_012, 0, 600, 1_800] {
            mvhd.extend(word.to_be_bytes());
        }
        let mut meta = b"....com.apple.quicktime.content.identifier....".to_vec();
        meta.extend(b"9f1c3c2e-0001-4a5b-8c7d-0123456789ab");
        let moov = [
            atom(b"mvhd", &mvhd),
            atom(b"trak", &[0; 40]),
            atom(b"meta", &meta),
        ]
        .concat();
        let file = [
            atom(b"ftyp", b"qt  "),
            atom(b"mdat", &[0; 999]),
            atom(b"moov", &moov),
        ]
        .concat();
        let movie = looked(&file);
        assert_eq!(movie.taken_ms, Some(1_718_217_012_000));
        assert_eq!(movie.duration_ms, Some(3_000));
        assert_eq!(
            movie.content_id.as_deref(),
            Some("9F1C3C2E-0001-4A5B-8C7D-0123456789AB")
        );
    }

    #[test]
    fn broken_movies_say_nothing() {
        assert_eq!(looked(b""), Movie::default());
        assert_eq!(looked(b"\0\0\0\x01moov"), Movie::default());
        assert_eq!(
            looked(&atom(b"moov", &atom(b"mvhd", b"\x01"))),
            Movie::default()
        );
        assert_eq!(looked(b"\xff\xff\xff\xffmoov\0\0\0\0"), Movie::default());
        assert_eq!(
            looked(&vec![0; 4096]),
            Movie::default(),
            "an atom without end is one atom"
        );
    }
}
