//! What must be known before the first bit of a scan: sides, thinning, scales, codes. `None` for all that is left to
//! libjpeg-turbo: every other kind of JPEG, and whatever is not as it should be.

use super::huffman::Code;

/// The colour each of the three components is, in this order: brightness, blue, red.
#[derive(Clone, Copy, Default)]
pub struct Component {
    id: u8,
    /// How many blocks lie side by side, and one below the other, in a unit.
    sampling: (usize, usize),
    scale: usize,
    /// Which codes first values and the others are written with.
    pub codes: (usize, usize),
}

/// A scan that can be read.
pub struct Frame<'a> {
    /// Width and height in pixels.
    pub sides: (usize, usize),
    pub components: [Component; 3],
    /// What the numbers of each component are multiples of, in the order of the file.
    pub scales: [[u8; 64]; 3],
    pub codes: Codes,
    /// After how many units the scan begins anew; nought if it never does.
    pub restart: usize,
    /// What comes after the head of the scan.
    pub scan: &'a [u8],
}

/// Four codes for first values, four for the others.
#[derive(Default)]
pub struct Codes {
    pub first: [Option<Code>; 4],
    pub other: [Option<Code>; 4],
}

impl Frame<'_> {
    /// How many blocks of brightness lie side by side, and one below the other, in a unit. Of colour there is one.
    pub fn unit(&self) -> (usize, usize) {
        self.components[0].sampling
    }
}

/// What the segments before the scan say.
#[derive(Default)]
struct Said {
    sides: Option<(usize, usize)>,
    components: [Component; 3],
    scales: [Option<[u8; 64]>; 4],
    codes: Codes,
    restart: usize,
    is_jfif: bool,
    /// What Adobe's programs say of the colours.
    transform: Option<u8>,
}

impl<'a> Frame<'a> {
    /// Reads all up to the scan.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
        let mut said = Said::default();
        loop {
            rest = rest.strip_prefix(&[0xFF])?;
            while let Some(more) = rest.strip_prefix(&[0xFF]) {
                rest = more;
            }
            let (marker, after) = rest.split_first()?;
            let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
            let body = after.get(2..length)?;
            rest = after.get(length..)?;
            match marker {
                0xC0 | 0xC1 => said.frame(body)?,
                0xC4 => said.codes(body)?,
                0xDA => {
                    said.scan(body)?;
                    return said.whole(rest);
                }
                0xDB => said.scales(body)?,
                0xDD => said.restart = usize::from(u16::from_be_bytes(body.try_into().ok()?)),
                0xE0 => said.is_jfif |= body.len() >= 14 && body.starts_with(b"JFIF\0"),
                0xEE if body.starts_with(b"Adobe") => {
                    said.transform = body.get(11).copied().or(said.transform);
                }
                0xE1..=0xEF | 0xFE => {}
                _ => return None,
            }
        }
    }
}

impl Said {
    fn frame(&mut self, body: &[u8]) -> Option<()> {
        let (head, components) = body.split_first_chunk::<6>()?;
        let [8, h1, h0, w1, w0, 3] = *head else {
            return None;
        };
        let (components, []) = components.as_chunks::<3>() else {
            return None;
        };
        let side = |high, low| usize::from(u16::from_be_bytes([high, low]));
        let sides = (side(w1, w0), side(h1, h0));
        if self.sides.is_some() || sides.0 == 0 || sides.1 == 0 || components.len() != 3 {
            return None;
        }
        self.sides = Some(sides);
        for (component, [id, sampling, scale]) in self.components.iter_mut().zip(components) {
            component.id = *id;
            component.sampling = (usize::from(sampling >> 4), usize::from(sampling & 15));
            component.scale = usize::from(*scale);
        }
        let [brightness, blue, red] = self.components;
        let is_known = matches!(brightness.sampling, (1 | 2, 1 | 2))
            && blue.sampling == (1, 1)
            && red.sampling == (1, 1);
        is_known.then_some(())
    }

    fn codes(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((which, rest)) = body.split_first() {
            let (code, rest) = Code::read(rest)?;
            let codes = match which >> 4 {
                0 if code.is_of_first_values() => &mut self.codes.first,
                1 => &mut self.codes.other,
                _ => return None,
            };
            *codes.get_mut(usize::from(which & 15))? = Some(code);
            body = rest;
        }
        Some(())
    }

    fn scales(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((which, rest)) = body.split_first() {
            let (scale, rest) = rest.split_first_chunk::<64>()?;
            // With a bit above the lower four, its numbers have sixteen bits.
            *self.scales.get_mut(usize::from(*which))? = Some(*scale);
            body = rest;
        }
        Some(())
    }

    /// The one scan there is: all components, all values, in one pass.
    fn scan(&mut self, body: &[u8]) -> Option<()> {
        let [3, id0, codes0, id1, codes1, id2, codes2, 0, 63, 0] = *body else {
            return None;
        };
        let given = [(id0, codes0), (id1, codes1), (id2, codes2)];
        for (component, (id, codes)) in self.components.iter_mut().zip(given) {
            if component.id != id {
                return None;
            }
            component.codes = (usize::from(codes >> 4), usize::from(codes & 15));
        }
        Some(())
    }

    fn whole(self, scan: &[u8]) -> Option<Frame<'_>> {
        let ids = self.components.map(|component| component.id);
        let is_brightness_and_colours = match self.transform {
            _ if self.is_jfif => ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2],
            Some(transform) => transform == 1,
            None => ids == [1, 2, 3],
        };
        if !is_brightness_and_colours {
            return None;
        }
        let scale = |which: usize| -> Option<[u8; 64]> {
            let scale = (*self.scales.get(which)?)?;
            (!scale.contains(&0)).then_some(scale)
        };
        let [brightness, blue, red] = self.components;
        Some(Frame {
            sides: self.sides?,
            components: self.components,
            scales: [
                scale(brightness.scale)?,
                scale(blue.scale)?,
                scale(red.scale)?,
            ],
            codes: self.codes,
            restart: self.restart,
            scan,
        })
    }
}
