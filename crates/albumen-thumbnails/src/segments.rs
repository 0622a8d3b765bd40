//! What the head of a JPEG says: its sides, how it is coded, how it must be turned, its colours. Pure; reads no pixels.

use image::metadata::Orientation;

/// A colour profile larger than this is not worth carrying in every thumbnail.
const MAX_PROFILE_BYTES: usize = 16 * 1024;
const PROFILE_NAME: &[u8] = b"ICC_PROFILE\0";
const EXIF_NAME: &[u8] = b"Exif\0\0";

/// What a head says.
#[derive(Clone, Debug, Default)]
pub struct Head<'a> {
    /// Width and height as coded, in pixels.
    pub sides: (u32, u32),
    /// How many colours there are to a pixel.
    pub components: u8,
    /// Whether it comes in several passes, which all must be held.
    pub is_progressive: bool,
    /// Whether it is coded without loss, as raw photos are: no thumbnail can be made of it.
    pub is_lossless: bool,
    /// The EXIF data, a TIFF.
    pub exif: Option<&'a [u8]>,
    /// The colour profile, if it is one of light and small enough to be carried along.
    pub profile: Option<&'a [u8]>,
}

impl<'a> Head<'a> {
    /// Reads the head of a JPEG. `None` where the bytes are none, or end before the sides are known.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
        let mut head = Self::default();
        loop {
            let (marker, after) = next_marker(rest)?;
            if matches!(marker, 0x01 | 0xD0..=0xD7) {
                rest = after;
                continue;
            }
            let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
            let body = after.get(2..length)?;
            rest = after.get(length..)?;
            match marker {
                0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                    head.frame(marker, body)?;
                    return Some(head);
                }
                0xE1 if head.exif.is_none() => head.exif = body.strip_prefix(EXIF_NAME),
                0xE2 if head.profile.is_none() => head.profile = profile(body),
                // The pixels or the end before the sides.
                0xD9 | 0xDA => return None,
                _ => {}
            }
        }
    }

    fn frame(&mut self, marker: u8, body: &[u8]) -> Option<()> {
        let [_, h1, h0, w1, w0, components, ..] = *body else {
            return None;
        };
        let side = |high, low| u32::from(u16::from_be_bytes([high, low]));
        self.sides = (side(w1, w0), side(h1, h0));
        self.components = components;
        self.is_progressive = matches!(marker, 0xC2 | 0xC6 | 0xCA | 0xCE);
        self.is_lossless = matches!(marker, 0xC3 | 0xC7 | 0xCB | 0xCF);
        (self.sides.0 > 0 && self.sides.1 > 0).then_some(())
    }

    /// How the picture must be turned to be seen upright.
    pub fn orientation(&self) -> Option<Orientation> {
        Orientation::from_exif_chunk(self.exif?)
    }
}

/// The next marker and what follows it. Bytes that belong nowhere are passed over, as decoders do.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut at = bytes.iter().position(|byte| *byte == 0xFF)?;
    loop {
        match *bytes.get(at)? {
            0xFF => at += 1,
            0 => {
                at += 1 + bytes.get(at + 1..)?.iter().position(|byte| *byte == 0xFF)?;
            }
            marker => return Some((marker, bytes.get(at + 1..)?)),
        }
    }
}

fn profile(body: &[u8]) -> Option<&[u8]> {
    // One that is cut into parts is too large anyway.
    let profile = body
        .strip_prefix(PROFILE_NAME)?
        .strip_prefix(&[1, 1])
        .filter(|profile| profile.len() <= MAX_PROFILE_BYTES)?;
    is_of_light(profile).then_some(profile)
}

/// Whether a profile can go with a thumbnail: a profile of inks would be read against colours of light.
pub fn is_of_light(profile: &[u8]) -> bool {
    profile.len() <= MAX_PROFILE_BYTES && profile.get(16..20) == Some(b"RGB ")
}

/// A JPEG with a colour profile put behind its first marker.
pub fn with_profile(jpeg: &[u8], profile: &[u8]) -> Vec<u8> {
    with_segment(jpeg, 0xE2, &[PROFILE_NAME, &[1, 1], profile])
}

/// A JPEG that says how it must be turned.
pub fn with_orientation(jpeg: &[u8], orientation: Orientation) -> Vec<u8> {
    let tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0";
    let value = [orientation.to_exif(), 0, 0, 0, 0, 0, 0, 0];
    with_segment(jpeg, 0xE1, &[EXIF_NAME, tiff, &value])
}

fn with_segment(jpeg: &[u8], marker: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = 2 + parts.iter().map(|part| part.len()).sum::<usize>();
    let (Ok(length), Some(rest)) = (u16::try_from(length), jpeg.strip_prefix(b"\xff\xd8")) else {
        return jpeg.to_vec();
    };
    let mut with = Vec::with_capacity(jpeg.len() + usize::from(length) + 2);
    with.extend([0xFF, 0xD8, 0xFF, marker]);
    with.extend(length.to_be_bytes());
    parts.iter().for_each(|part| with.extend_from_slice(part));
    with.extend_from_slice(rest);
    with
}
