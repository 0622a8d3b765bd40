//! The size of a HEIF or AVIF picture, from its property boxes.

use std::io::Read;

/// Properties stand near the beginning of the file.
const LOOKED_AT_BYTES: u64 = 256 * 1024;

/// Width and height of the largest picture in the file, as displayed.
pub(super) fn dimensions(file: &mut impl Read) -> Option<(u32, u32)> {
    let mut head = Vec::new();
    file.take(LOOKED_AT_BYTES).read_to_end(&mut head).ok()?;
    let mut best = None;
    let mut turned = false;
    for (offset, word) in head.windows(4).enumerate() {
        if word == b"ispe" {
            // Version and flags, then both sides.
            let side = |at: usize| Some(u32::from_be_bytes(head.get(at..at + 4)?.try_into().ok()?));
            if let (Some(width), Some(height)) = (side(offset + 8), side(offset + 12)) {
                let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
                if best.is_none_or(|found| area(found) < area((width, height))) {
                    best = Some((width, height));
                }
            }
        } else if word == b"irot" {
            turned |= head.get(offset + 4).is_some_and(|quarter| quarter % 2 == 1);
        }
    }
    best.map(|(width, height)| {
        if turned {
            (height, width)
        } else {
            (width, height)
        }
    })
}
