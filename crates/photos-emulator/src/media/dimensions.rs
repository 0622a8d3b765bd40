//! Width and height of a picture, from the head of its file.
//!
//! Nothing is decoded: fifty files are looked at while a client waits.

use std::io::{Read, Seek, SeekFrom};

/// Width and height in pixels as they are stored; `None` if the file ends before it says so.
pub(super) fn read(file: &mut (impl Read + Seek), mime_type: &str) -> Option<(u32, u32)> {
    file.rewind().ok()?;
    if mime_type == "image/jpeg" {
        return jpeg(file);
    }
    let mut head = Vec::new();
    file.take(4096).read_to_end(&mut head).ok()?;
    let found = match mime_type {
        "image/png" => (be32(&head, 16)?, be32(&head, 20)?),
        "image/gif" => (le16(&head, 6)?, le16(&head, 8)?),
        "image/bmp" => bmp(&head)?,
        "image/webp" => webp(&head)?,
        "image/x-icon" => icon(&head)?,
        _ => return None,
    };
    (found.0 > 0 && found.1 > 0).then_some(found)
}

fn bytes<const N: usize>(head: &[u8], at: usize) -> Option<[u8; N]> {
    head.get(at..)?.first_chunk::<N>().copied()
}

fn be32(head: &[u8], at: usize) -> Option<u32> {
    bytes(head, at).map(u32::from_be_bytes)
}

fn le32(head: &[u8], at: usize) -> Option<u32> {
    bytes(head, at).map(u32::from_le_bytes)
}

fn le16(head: &[u8], at: usize) -> Option<u32> {
    bytes(head, at).map(u16::from_le_bytes).map(u32::from)
}

fn jpeg(file: &mut (impl Read + Seek)) -> Option<(u32, u32)> {
    file.seek(SeekFrom::Start(2)).ok()?;
    loop {
        let mut byte = [0];
        let mut read = || file.read_exact(&mut byte).ok().map(|()| byte[0]);
        while read()? != 0xFF {}
        let mut marker = read()?;
        while marker == 0xFF {
            marker = read()?;
        }
        match marker {
            // Markers without a length.
            0x01 | 0xD0..=0xD8 => {}
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let mut frame = [0; 7];
                file.read_exact(&mut frame).ok()?;
                let [_, _, _, high, low, wide, narrow] = frame;
                let (height, width) = (
                    u16::from_be_bytes([high, low]),
                    u16::from_be_bytes([wide, narrow]),
                );
                return (width > 0 && height > 0).then_some((width.into(), height.into()));
            }
            0xD9 | 0xDA => return None,
            _ => {
                let mut length = [0; 2];
                file.read_exact(&mut length).ok()?;
                let rest = i64::from(u16::from_be_bytes(length)) - 2;
                if rest < 0 {
                    return None;
                }
                file.seek(SeekFrom::Current(rest)).ok()?;
            }
        }
    }
}

fn bmp(head: &[u8]) -> Option<(u32, u32)> {
    if le32(head, 14)? == 12 {
        return Some((le16(head, 18)?, le16(head, 20)?));
    }
    // A negative height says that the first row is on top.
    let side = |at| le32(head, at).map(|side| (side as i32).unsigned_abs());
    Some((side(18)?, side(22)?))
}

fn webp(head: &[u8]) -> Option<(u32, u32)> {
    match &bytes::<4>(head, 12)? {
        b"VP8 " => Some((le16(head, 26)? & 0x3FFF, le16(head, 28)? & 0x3FFF)),
        b"VP8L" => {
            let bits = le32(head, 21)?;
            Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
        }
        b"VP8X" => {
            let side = |at| Some((le32(head, at)? & 0x00FF_FFFF) + 1);
            Some((side(24)?, side(27)?))
        }
        _ => None,
    }
}

/// The largest picture of an icon; 0 stands for 256.
fn icon(head: &[u8]) -> Option<(u32, u32)> {
    let side = |byte: u8| if byte == 0 { 256 } else { u32::from(byte) };
    let count = usize::try_from(le16(head, 4)?).ok()?;
    let entries = (0..count).filter_map(|number| bytes::<2>(head, 6 + number * 16));
    entries
        .map(|[width, height]| (side(width), side(height)))
        .max_by_key(|(width, height)| width * height)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_head_that_ends_early_says_nothing() {
        for mime in [
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/bmp",
            "image/webp",
            "image/x-icon",
        ] {
            for length in 0..8 {
                assert_eq!(
                    read(&mut Cursor::new(vec![0xFF; length]), mime),
                    None,
                    "{mime} {length}"
                );
            }
        }
    }

    #[test]
    fn segments_before_the_frame_are_passed_over() {
        let mut file = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2];
        file.extend([0, 17, 8, 0x01, 0x2C, 0x01, 0x90, 3]);
        assert_eq!(read(&mut Cursor::new(file), "image/jpeg"), Some((400, 300)));
    }
}
