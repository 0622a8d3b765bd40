//! EXIF data: lists of fields, as TIFF has them. A capture time and a description are put in without moving what is there. Pure.

const EXIF_POINTER: u16 = 0x8769;
const DATE_TIME_ORIGINAL: u16 = 0x9003;
const IMAGE_DESCRIPTION: u16 = 0x010E;
/// The kind of a field that is text; programs write and read UTF-8 in it.
const ASCII: u16 = 2;
/// The length of `2024:06:12 18:30:12` with its end.
pub const DATE_BYTES: u32 = 20;

/// What is written into EXIF.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written<'a> {
    /// The capture time with its end, [`DATE_BYTES`] long.
    pub date: Option<&'a str>,
    /// What the person wrote about it.
    pub description: Option<&'a str>,
}

/// EXIF with a capture time, a description or both: what was there stays where it was, new lists of fields are put behind it.
pub fn tiff_with(old: &[u8], written: Written<'_>) -> Option<Vec<u8>> {
    let mut tiff = Tiff::of(old);
    let (mut main, after_main) = tiff.fields(tiff.word(4)?)?;
    if let Some(date) = written.date {
        let pointer = main.iter().find(|field| tiff.tag(field) == EXIF_POINTER);
        let exif_at = pointer.and_then(|field| tiff.long(field.last_chunk()?));
        let (mut exif, after_exif) = match exif_at {
            Some(at) => tiff.fields(at).unwrap_or_default(),
            None => Default::default(),
        };
        let date_at = tiff.push(date.as_bytes())?;
        exif.retain(|field| tiff.tag(field) != DATE_TIME_ORIGINAL);
        exif.push(tiff.field(DATE_TIME_ORIGINAL, ASCII, DATE_BYTES, date_at));
        let exif_at = tiff.push_fields(exif, after_exif)?;
        main.retain(|field| tiff.tag(field) != EXIF_POINTER);
        main.push(tiff.field(EXIF_POINTER, 4, 1, exif_at));
    }
    if let Some(description) = written.description {
        let mut text = description.replace('\0', "").into_bytes();
        text.push(0);
        // Up to four bytes stand in the field itself.
        text.resize(text.len().max(5), 0);
        let length = u32::try_from(text.len()).ok()?;
        let text_at = tiff.push(&text)?;
        main.retain(|field| tiff.tag(field) != IMAGE_DESCRIPTION);
        main.push(tiff.field(IMAGE_DESCRIPTION, ASCII, length, text_at));
    }
    let main_at = tiff.push_fields(main, after_main)?;
    let first = tiff.long_bytes(main_at);
    tiff.bytes.get_mut(4..8)?.copy_from_slice(&first);
    Some(tiff.bytes)
}

type Field = [u8; 12];

/// EXIF data, in the order of bytes in which it was written.
struct Tiff {
    bytes: Vec<u8>,
    little: bool,
}

impl Tiff {
    fn of(old: &[u8]) -> Self {
        let (is_little, is_big) = (old.starts_with(b"II*\0"), old.starts_with(b"MM\0*"));
        if old.len() >= 8 && (is_little || is_big) {
            return Self {
                bytes: old.to_vec(),
                little: is_little,
            };
        }
        // An empty list of fields.
        Self {
            bytes: b"II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec(),
            little: true,
        }
    }

    fn short(&self, bytes: [u8; 2]) -> u16 {
        if self.little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        }
    }

    fn long(&self, bytes: &[u8; 4]) -> Option<u32> {
        Some(if self.little {
            u32::from_le_bytes(*bytes)
        } else {
            u32::from_be_bytes(*bytes)
        })
    }

    fn long_bytes(&self, value: u32) -> [u8; 4] {
        if self.little {
            value.to_le_bytes()
        } else {
            value.to_be_bytes()
        }
    }

    fn short_bytes(&self, value: u16) -> [u8; 2] {
        if self.little {
            value.to_le_bytes()
        } else {
            value.to_be_bytes()
        }
    }

    fn word(&self, at: usize) -> Option<u32> {
        self.long(self.bytes.get(at..)?.first_chunk()?)
    }

    fn tag(&self, field: &Field) -> u16 {
        let [high, low, ..] = *field;
        self.short([high, low])
    }

    /// The fields of a list, and where the next list lies.
    fn fields(&self, at: u32) -> Option<(Vec<Field>, u32)> {
        let rest = self.bytes.get(usize::try_from(at).ok()?..)?;
        let count = usize::from(self.short(*rest.first_chunk()?));
        let fields = rest.get(2..2 + count * 12)?.as_chunks().0.to_vec();
        let next = rest
            .get(2 + count * 12..)
            .and_then(|end| self.long(end.first_chunk()?));
        Some((fields, next.unwrap_or(0)))
    }

    fn field(&self, tag: u16, kind: u16, count: u32, value: u32) -> Field {
        let mut field = Field::default();
        let parts = [
            self.short_bytes(tag).to_vec(),
            self.short_bytes(kind).to_vec(),
            self.long_bytes(count).to_vec(),
            self.long_bytes(value).to_vec(),
        ];
        for (place, byte) in field.iter_mut().zip(parts.concat()) {
            *place = byte;
        }
        field
    }

    /// Puts data behind what is there; gives where.
    fn push(&mut self, data: &[u8]) -> Option<u32> {
        if self.bytes.len() % 2 == 1 {
            self.bytes.push(0);
        }
        let at = u32::try_from(self.bytes.len()).ok()?;
        self.bytes.extend(data);
        Some(at)
    }

    fn push_fields(&mut self, mut fields: Vec<Field>, next: u32) -> Option<u32> {
        // Readers may rely on the order of the tags.
        fields.sort_by_key(|field| self.tag(field));
        let mut data = self.short_bytes(u16::try_from(fields.len()).ok()?).to_vec();
        data.extend(fields.concat());
        data.extend(self.long_bytes(next));
        self.push(&data)
    }
}
