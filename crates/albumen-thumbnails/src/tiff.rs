//! Lists of fields as TIFF has them, which raw photos and EXIF are made of. Reads no more than the lists themselves.

use std::io::{Read, Seek, SeekFrom};

/// Lists of fields in one file, and fields in one list: more are not looked at.
const MAX_LISTS: usize = 24;
const MAX_FIELDS: u16 = 1024;
/// Values of one field: more are no list of places.
const MAX_VALUES: u32 = 32;

/// One list of fields.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(u16, Vec<u32>)>);

impl Fields {
    /// The values of a field; empty where there is none.
    pub fn values(&self, tag: u16) -> &[u32] {
        self.0
            .iter()
            .find(|(of, _)| *of == tag)
            .map_or(&[], |(_, values)| values.as_slice())
    }

    /// The one value of a field.
    pub fn one(&self, tag: u16) -> Option<u32> {
        match self.values(tag) {
            [value] => Some(*value),
            _ => None,
        }
    }

    /// Whether there is such a field, whatever it holds.
    pub fn has(&self, tag: u16) -> bool {
        self.0.iter().any(|(of, _)| *of == tag)
    }
}

/// A TIFF in a file. Places in it are counted from its beginning.
pub struct Tiff<'a, S> {
    source: &'a mut S,
    begins: u64,
    little: bool,
}

const SUB_LISTS: u16 = 0x014A;

impl<'a, S: Read + Seek> Tiff<'a, S> {
    /// All lists of fields of the TIFF that begins here: those in its chain and those below them. Raw formats write marks of
    /// their own after the order of bytes, so the mark is not looked at.
    pub fn lists(source: &'a mut S, begins: u64) -> Vec<Fields> {
        let mut tiff = Self {
            source,
            begins,
            little: true,
        };
        let mut found = Vec::new();
        let Some(first) = tiff.first() else {
            return found;
        };
        let mut places = vec![first];
        let mut seen = Vec::new();
        while let Some(at) = places.pop() {
            if at == 0 || seen.contains(&at) || seen.len() >= MAX_LISTS {
                continue;
            }
            seen.push(at);
            if let Some((fields, next)) = tiff.list(at) {
                places.push(next);
                places.extend(fields.values(SUB_LISTS).iter().rev());
                found.push(fields);
            }
        }
        found
    }

    fn first(&mut self) -> Option<u32> {
        let head: [u8; 8] = self.read(0)?;
        self.little = match head {
            [b'I', b'I', ..] => true,
            [b'M', b'M', ..] => false,
            _ => return None,
        };
        head.last_chunk().map(|place| self.long(*place))
    }

    fn list(&mut self, at: u32) -> Option<(Fields, u32)> {
        let count = self.read(u64::from(at)).map(|two| self.short(two))?;
        let count = count.min(MAX_FIELDS);
        let mut bytes = vec![0; usize::from(count) * 12 + 4];
        self.source.read_exact(&mut bytes).ok()?;
        let (fields, end) = bytes.as_chunks::<12>();
        let next = end.first_chunk().map_or(0, |place| self.long(*place));
        let fields = fields
            .iter()
            .filter_map(|field| self.field(*field))
            .collect();
        Some((Fields(fields), next))
    }

    fn field(&mut self, field: [u8; 12]) -> Option<(u16, Vec<u32>)> {
        let [t0, t1, k0, k1, c0, c1, c2, c3, v0, v1, v2, v3] = field;
        let tag = self.short([t0, t1]);
        let count = self.long([c0, c1, c2, c3]);
        let value = [v0, v1, v2, v3];
        let width: u32 = match self.short([k0, k1]) {
            3 => 2,
            4 | 13 => 4,
            // Bytes of any meaning: where they lie and how many they are is what can be used of them.
            7 if count > 4 => return Some((tag, vec![self.long(value), count])),
            _ => return Some((tag, Vec::new())),
        };
        if count > MAX_VALUES {
            return Some((tag, Vec::new()));
        }
        let mut bytes = value.to_vec();
        if count * width > 4 {
            bytes = vec![0; (count * width) as usize];
            let place = self.begins + u64::from(self.long(value));
            self.source.seek(SeekFrom::Start(place)).ok()?;
            self.source.read_exact(&mut bytes).ok()?;
        }
        let values = match width {
            2 => {
                let (shorts, _) = bytes.as_chunks::<2>();
                shorts
                    .iter()
                    .map(|two| u32::from(self.short(*two)))
                    .collect::<Vec<_>>()
            }
            _ => {
                let (longs, _) = bytes.as_chunks::<4>();
                longs.iter().map(|four| self.long(*four)).collect()
            }
        };
        Some((tag, values.into_iter().take(count as usize).collect()))
    }

    fn read<const N: usize>(&mut self, at: u64) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        self.source.seek(SeekFrom::Start(self.begins + at)).ok()?;
        self.source.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    fn short(&self, bytes: [u8; 2]) -> u16 {
        match self.little {
            true => u16::from_le_bytes(bytes),
            false => u16::from_be_bytes(bytes),
        }
    }

    fn long(&self, bytes: [u8; 4]) -> u32 {
        match self.little {
            true => u32::from_le_bytes(bytes),
            false => u32::from_be_bytes(bytes),
        }
    }
}
