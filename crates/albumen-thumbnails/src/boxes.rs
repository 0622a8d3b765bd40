//! Boxes in boxes, which HEIC, CR3 and MP4 files are made of. Only their heads are read.

use std::io::{Read, Seek, SeekFrom};

/// Boxes that are looked at on the way to one: more are a mistake or an attack.
const MAX_BOXES: usize = 4096;

/// Where the contents of a box lie.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The first byte.
    pub from: u64,
    /// One past the last.
    pub to: u64,
}

/// The contents of the box that this path leads to, from box to box. Only the first of each name is followed.
pub fn find(source: &mut (impl Read + Seek), within: Span, path: &[&[u8; 4]]) -> Option<Span> {
    let mut within = within;
    let mut looked = 0;
    for name in path {
        let mut at = within.from;
        within = loop {
            looked += 1;
            if looked > MAX_BOXES || at.checked_add(8)? > within.to {
                return None;
            }
            let (found, contents) = read_head(source, at, within.to)?;
            if &found == *name {
                break contents;
            }
            at = contents.to;
        };
        // This one begins with a version before the boxes in it.
        if *name == b"meta" {
            within.from += 4;
        }
    }
    Some(within)
}

fn read_head(source: &mut (impl Read + Seek), at: u64, end: u64) -> Option<([u8; 4], Span)> {
    let mut head = [0; 8];
    source.seek(SeekFrom::Start(at)).ok()?;
    source.read_exact(&mut head).ok()?;
    let [s0, s1, s2, s3, name @ ..] = head;
    let (from, to) = match u32::from_be_bytes([s0, s1, s2, s3]) {
        0 => (at + 8, end),
        1 => {
            let mut long = [0; 8];
            source.read_exact(&mut long).ok()?;
            (at + 16, at.checked_add(u64::from_be_bytes(long))?)
        }
        size => (at + 8, at + u64::from(size)),
    };
    (from <= to && to <= end).then_some((name, Span { from, to }))
}
