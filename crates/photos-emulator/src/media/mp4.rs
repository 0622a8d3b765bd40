//! Size, date and frame rate of an MP4 or QuickTime film.

use std::io::{Read, Seek, SeekFrom};

/// Seconds between 1904 and 1970, where these files begin to count.
const EPOCH_S: i64 = 2_082_844_800;
/// A `moov` box larger than this is not read.
const MOST_MOOV_BYTES: u64 = 64 * 1024 * 1024;

/// What was found; zeros and `None` for what was not.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Film {
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    pub(super) created_ms: Option<i64>,
    pub(super) fps: Option<f64>,
}

/// Reads the `moov` box, wherever it stands.
pub(super) fn read(file: &mut (impl Read + Seek)) -> Option<Film> {
    let mut at = 0;
    loop {
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut head = [0; 16];
        file.read_exact(head.first_chunk_mut::<8>()?).ok()?;
        let [a, b, c, d, kind @ .., _, _, _, _, _, _, _, _] = head;
        let (start, size) = match u32::from_be_bytes([a, b, c, d]) {
            1 => {
                let mut long = [0; 8];
                file.read_exact(&mut long).ok()?;
                (16, u64::from_be_bytes(long))
            }
            size => (8, u64::from(size)),
        };
        if &kind == b"moov" {
            let length = if size == 0 {
                MOST_MOOV_BYTES
            } else {
                size.checked_sub(start)?
            };
            let mut body = Vec::new();
            file.take(length.min(MOST_MOOV_BYTES))
                .read_to_end(&mut body)
                .ok()?;
            return Some(film(&body));
        }
        if size < start {
            return None;
        }
        at = at.checked_add(size)?;
    }
}

/// The boxes inside a box.
fn boxes(body: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = body;
    std::iter::from_fn(move || {
        let size = u32::from_be_bytes(*rest.first_chunk::<4>()?) as usize;
        let kind: [u8; 4] = rest.get(4..8)?.try_into().ok()?;
        let inside = rest.get(8..size.max(8))?;
        rest = rest.get(size.max(8)..)?;
        Some((kind, inside))
    })
}

fn find<'a>(body: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    path.iter().try_fold(body, |body, name| {
        boxes(body)
            .find(|(kind, _)| kind == *name)
            .map(|(_, inside)| inside)
    })
}

fn be32(body: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(body.get(at..at + 4)?.try_into().ok()?))
}

fn film(moov: &[u8]) -> Film {
    let mut film = Film {
        created_ms: find(moov, &[b"mvhd"]).and_then(created_ms),
        ..Film::default()
    };
    let tracks = boxes(moov)
        .filter(|(kind, _)| kind == b"trak")
        .map(|(_, track)| track);
    let is_video = |track: &&[u8]| {
        find(track, &[b"mdia", b"hdlr"]).is_some_and(|body| body.get(8..12) == Some(b"vide"))
    };
    if let Some(track) = tracks.into_iter().find(is_video) {
        if let Some((width, height)) = find(track, &[b"tkhd"]).and_then(sides) {
            (film.width_px, film.height_px) = (width, height);
        }
        film.fps = frame_rate(track);
    }
    film
}

fn created_ms(mvhd: &[u8]) -> Option<i64> {
    let seconds = match mvhd.first()? {
        0 => i64::from(be32(mvhd, 4)?),
        _ => i64::from_be_bytes(mvhd.get(4..12)?.try_into().ok()?),
    };
    seconds
        .checked_sub(EPOCH_S)
        .filter(|seconds| *seconds > 0)
        .and_then(|seconds| seconds.checked_mul(1000))
}

fn sides(tkhd: &[u8]) -> Option<(u32, u32)> {
    let matrix = if *tkhd.first()? == 0 { 40 } else { 52 };
    let (width, height) = (
        be32(tkhd, matrix + 36)? >> 16,
        be32(tkhd, matrix + 40)? >> 16,
    );
    // A quarter turn leaves nothing on the diagonal of the matrix.
    let turned = be32(tkhd, matrix)? == 0 && be32(tkhd, matrix + 16)? == 0;
    Some(if turned {
        (height, width)
    } else {
        (width, height)
    })
}

fn frame_rate(track: &[u8]) -> Option<f64> {
    let mdhd = find(track, &[b"mdia", b"mdhd"])?;
    let (scale, length) = match mdhd.first()? {
        0 => (be32(mdhd, 12)?, u64::from(be32(mdhd, 16)?)),
        _ => (
            be32(mdhd, 20)?,
            u64::from_be_bytes(mdhd.get(24..32)?.try_into().ok()?),
        ),
    };
    let stts = find(track, &[b"mdia", b"minf", b"stbl", b"stts"])?;
    let entries = be32(stts, 4)? as usize;
    let frames: u64 = (0..entries.min(100_000))
        .filter_map(|number| be32(stts, 8 + number * 8))
        .map(u64::from)
        .sum();
    let fps = frames as f64 * f64::from(scale) / length as f64;
    (fps.is_finite() && fps > 0.0).then_some((fps * 1000.0).round() / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn boxed(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
        let mut bytes = (inside.len() as u32 + 8).to_be_bytes().to_vec();
        bytes.extend_from_slice(kind);
        bytes.extend_from_slice(inside);
        bytes
    }

    #[test]
    fn a_turned_film_is_as_high_as_it_was_wide() {
        let mut mvhd = vec![0; 100];
        mvhd.splice(4..8, (EPOCH_S as u32 + 86_400).to_be_bytes());
        let mut tkhd = vec![0; 84];
        tkhd.splice(76..80, (1920_u32 << 16).to_be_bytes());
        tkhd.splice(80..84, (1080_u32 << 16).to_be_bytes());
        let mut hdlr = vec![0; 24];
        hdlr.splice(8..12, *b"vide");
        let mut mdhd = vec![0; 24];
        mdhd.splice(12..16, 30_000_u32.to_be_bytes());
        mdhd.splice(16..20, 60_000_u32.to_be_bytes());
        let stts: Vec<u8> = [0_u32, 1, 60, 1000]
            .iter()
            .flat_map(|part| part.to_be_bytes())
            .collect();
        let stbl = boxed(b"minf", &boxed(b"stbl", &boxed(b"stts", &stts)));
        let mdia = boxed(
            b"mdia",
            &[boxed(b"hdlr", &hdlr), boxed(b"mdhd", &mdhd), stbl].concat(),
        );
        let trak = boxed(b"trak", &[boxed(b"tkhd", &tkhd), mdia].concat());
        let moov = boxed(b"moov", &[boxed(b"mvhd", &mvhd), trak].concat());
        let file = [boxed(b"ftyp", b"isom"), boxed(b"mdat", &[7; 99]), moov].concat();
        let film = read(&mut Cursor::new(file));
        let expected = Film {
            width_px: 1080,
            height_px: 1920,
            created_ms: Some(86_400_000),
            fps: Some(30.0),
        };
        assert_eq!(film, Some(expected));
    }

    #[test]
    fn a_file_that_ends_early_gives_nothing() {
        assert_eq!(read(&mut Cursor::new(b"\0\0\0\x20ftypisom".to_vec())), None);
        assert_eq!(
            read(&mut Cursor::new(vec![0; 40])),
            None,
            "boxes of no size would never end"
        );
    }
}
