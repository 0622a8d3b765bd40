//! Photos and videos that are made: distinct, random to the last byte, and still what they say they are.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use rand::rngs::StdRng;
use rand::{RngCore as _, SeedableRng as _};

/// The same files in every bench.
const SEED: u64 = 0x0A1B_0E11;
const PIECE: usize = 1024 * 1024;

/// A whole JPEG of 8 by 8 grey dots, without the two bytes at its beginning.
const PICTURE: &[&[u8]] = &[
    // One quantisation table, all ones.
    &[0xFF, 0xDB, 0, 67, 0],
    &[1; 64],
    // 8 by 8, one component.
    &[0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0],
    // A Huffman table for DC with one word, and one for AC.
    &[
        0xFF, 0xC4, 0, 20, 0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ],
    &[
        0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ],
    // One scan: no difference, end of block.
    &[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x3F],
    &[0xFF, 0xD9],
];

/// Writes `count` photos of `bytes` each, taken a minute apart, as `photo-00000.jpg` and so on, `per_folder` in a folder.
pub(crate) fn photos(
    folder: &Path,
    count: usize,
    bytes: usize,
    per_folder: usize,
) -> std::io::Result<()> {
    for number in 0..count {
        let folder = if count > per_folder {
            folder.join(format!("folder-{:04}", number / per_folder))
        } else {
            folder.to_owned()
        };
        if number % per_folder == 0 {
            fs::create_dir_all(&folder)?;
        }
        let mut file = BufWriter::new(File::create(folder.join(format!("photo-{number:06}.jpg")))?);
        let head = photo_head(number);
        file.write_all(&head)?;
        random(&mut file, number as u64, bytes.saturating_sub(head.len()))?;
        file.flush()?;
    }
    Ok(())
}

/// The picture with its capture time. What follows its end is ignored, as it is behind the picture of a motion photo.
fn photo_head(number: usize) -> Vec<u8> {
    let minute = number % (60 * 24 * 28);
    let taken = format!(
        "2024:02:{:02} {:02}:{:02}:00\0",
        1 + minute / (60 * 24),
        minute / 60 % 24,
        minute % 60
    );
    let mut head = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 72];
    head.extend_from_slice(b"Exif\0\0II*\0\x08\0\0\0");
    // IFD 0: where the Exif IFD is. The Exif IFD: when the photo was taken.
    head.extend_from_slice(b"\x01\0\x69\x87\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0");
    head.extend_from_slice(b"\x01\0\x03\x90\x02\0\x14\0\0\0\x2c\0\0\0\0\0\0\0");
    head.extend_from_slice(taken.as_bytes());
    head.extend(PICTURE.concat());
    head.extend_from_slice(&(number as u64).to_be_bytes());
    head
}

/// Writes one video of `bytes`: the boxes of an MP4 around random bytes.
pub(crate) fn video(path: &Path, bytes: usize) -> std::io::Result<()> {
    const BRAND: &[u8] = b"\0\0\0\x18ftypisom\0\0\x02\0isommp42";
    let data = bytes.saturating_sub(BRAND.len());
    let mut file = BufWriter::with_capacity(PIECE, File::create(path)?);
    file.write_all(BRAND)?;
    file.write_all(b"\0\0\0\x01mdat")?;
    file.write_all(&(data as u64).to_be_bytes())?;
    random(&mut file, u64::MAX, data.saturating_sub(16))?;
    file.flush()
}

fn random(file: &mut impl std::io::Write, salt: u64, mut left: usize) -> std::io::Result<()> {
    let mut source = StdRng::seed_from_u64(SEED ^ salt);
    let mut piece = vec![0; PIECE.min(left)];
    while left > 0 {
        piece.truncate(left);
        source.fill_bytes(&mut piece);
        file.write_all(&piece)?;
        left -= piece.len();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_as_long_as_asked_and_no_two_are_equal() {
        let folder = tempfile::tempdir().unwrap();
        photos(folder.path(), 2, 5_000, 10).unwrap();
        let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
        let (first, second) = (read("photo-000000.jpg"), read("photo-000001.jpg"));
        assert_eq!((first.len(), second.len()), (5_000, 5_000));
        assert_ne!(first, second, "equal files would be one media item");
        assert_eq!(first.get(..4), Some(&[0xFF, 0xD8, 0xFF, 0xE1][..]));
    }

    #[test]
    fn the_segment_lengths_lead_from_one_to_the_next_until_the_scan() {
        let head = photo_head(7);
        let mut at = 2;
        let mut seen = Vec::new();
        while let Some([0xFF, kind, high, low]) = head.get(at..at + 4) {
            seen.push(*kind);
            if *kind == 0xDA {
                break;
            }
            at += 2 + usize::from(*high) * 256 + usize::from(*low);
        }
        assert_eq!(seen, [0xE1, 0xDB, 0xC0, 0xC4, 0xC4, 0xDA]);
    }

    #[test]
    fn a_video_has_one_box_of_data_as_long_as_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film.mp4");
        video(&path, 10_000).unwrap();
        let bytes = fs::read(path).unwrap();
        assert_eq!(bytes.len(), 10_000);
        assert_eq!(bytes.get(4..8), Some(&b"ftyp"[..]));
        assert_eq!(
            bytes.get(32..40),
            Some(&(10_000_u64 - 24).to_be_bytes()[..]),
            "a reader that adds up the boxes ends at the end of the file"
        );
    }
}
