//! Takes the place out of a JPEG file: `=d` gives all EXIF but the location.

const APP1: u8 = 0xE1;
const START_OF_SCAN: u8 = 0xDA;
const GPS_POINTER: u16 = 0x8825;

/// Bytes of the beginning within which EXIF stands.
pub(super) const HEAD_BYTES: u64 = 256 * 1024;

/// Blanks the GPS directory in the head of a JPEG file, in place, so that its length stays.
pub(super) fn strip(head: &mut [u8]) {
    let Some((start, end)) = exif_segment(head) else {
        return;
    };
    if let Some(tiff) = head.get_mut(start..end) {
        let _ = blank(tiff);
    }
}

/// The TIFF part of the EXIF segment.
fn exif_segment(head: &[u8]) -> Option<(usize, usize)> {
    let mut at = 2;
    loop {
        let [0xFF, marker, high, low] = *head.get(at..at + 4)?.first_chunk::<4>()? else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if marker == START_OF_SCAN || length < 2 {
            return None;
        }
        let end = at + 2 + length;
        if marker == APP1 && head.get(at + 4..at + 10) == Some(b"Exif\0\0") {
            return Some((at + 10, end.min(head.len())));
        }
        at = end;
    }
}

struct Order {
    little: bool,
}

impl Order {
    fn u16(&self, bytes: &[u8], at: usize) -> Option<u16> {
        let pair = *bytes.get(at..)?.first_chunk::<2>()?;
        Some(if self.little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        })
    }

    fn u32(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let four = *bytes.get(at..)?.first_chunk::<4>()?;
        let value = if self.little {
            u32::from_le_bytes(four)
        } else {
            u32::from_be_bytes(four)
        };
        usize::try_from(value).ok()
    }
}

fn blank(tiff: &mut [u8]) -> Option<()> {
    let order = Order {
        little: tiff.first()? == &b'I',
    };
    let first = order.u32(tiff, 4)?;
    let entries = usize::from(order.u16(tiff, first)?);
    let pointer = (0..entries)
        .map(|number| first + 2 + number * 12)
        .find(|at| order.u16(tiff, *at) == Some(GPS_POINTER))?;
    let gps = order.u32(tiff, pointer + 8)?;
    let count = usize::from(order.u16(tiff, gps)?);
    for number in 0..count {
        let at = gps + 2 + number * 12;
        let size = match order.u16(tiff, at + 2)? {
            3 => 2,
            4 | 9 => 4,
            5 | 10 => 8,
            _ => 1,
        };
        let length = order.u32(tiff, at + 4)?.checked_mul(size)?;
        if length > 4 {
            let value = order.u32(tiff, at + 8)?;
            tiff.get_mut(value..value.checked_add(length)?)?.fill(0);
        }
        tiff.get_mut(at..at + 12)?.fill(0);
    }
    tiff.get_mut(gps..gps + 2)?.fill(0);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG head with one directory that points to a GPS directory of one latitude.
    fn head() -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        tiff.extend([1, 0]);
        tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0]);
        tiff.extend([0, 0, 0, 0]);
        tiff.extend([1, 0]);
        tiff.extend([2, 0, 5, 0, 3, 0, 0, 0, 44, 0, 0, 0]);
        tiff.extend([0, 0, 0, 0]);
        tiff.extend([59, 0, 0, 0, 1, 0, 0, 0].repeat(3));
        let mut file = vec![0xFF, 0xD8, 0xFF, 0xE1];
        file.extend((tiff.len() as u16 + 8).to_be_bytes());
        file.extend(b"Exif\0\0");
        file.extend(tiff);
        file.extend([0xFF, 0xDA, 0, 2]);
        file
    }

    #[test]
    fn the_place_is_gone_and_the_length_stays() {
        let before = head();
        let mut after = before.clone();
        strip(&mut after);
        assert_eq!(after.len(), before.len());
        assert!(
            before.contains(&59) && !after.contains(&59),
            "the degrees are gone"
        );
        let mut again = after.clone();
        strip(&mut again);
        assert_eq!(again, after, "an empty directory is left as it is");
    }

    #[test]
    fn heads_of_all_kinds_do_no_harm() {
        let whole = head();
        for length in 0..whole.len() {
            let mut cut: Vec<u8> = whole.iter().take(length).copied().collect();
            strip(&mut cut);
        }
        let mut text = b"this is no picture at all".to_vec();
        strip(&mut text);
        assert_eq!(text, b"this is no picture at all");
    }
}
