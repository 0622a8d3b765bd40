//! Writes the APP1 segment that a camera would write: TIFF, little-endian, two directories.

use crate::item::SampleItem;

enum Value {
    Text(String),
    Short(u16),
    Long(u32),
    Ratio(u32, u32),
    Raw([u8; 4]),
}

impl Value {
    /// EXIF type number, count, bytes.
    fn encode(&self) -> (u16, u32, Vec<u8>) {
        match self {
            Self::Text(t) => {
                let mut bytes = t.as_bytes().to_vec();
                bytes.push(0);
                (2, bytes.len() as u32, bytes)
            }
            Self::Short(v) => (3, 1, v.to_le_bytes().to_vec()),
            Self::Long(v) => (4, 1, v.to_le_bytes().to_vec()),
            Self::Ratio(n, d) => (5, 1, [n.to_le_bytes(), d.to_le_bytes()].concat()),
            Self::Raw(bytes) => (7, 4, bytes.to_vec()),
        }
    }
}

/// One directory that starts at `offset`; what does not fit into four bytes follows it.
fn directory(entries: &[(u16, Value)], offset: u32) -> Vec<u8> {
    let mut out = (entries.len() as u16).to_le_bytes().to_vec();
    let mut tail = Vec::new();
    let tail_at = offset + 2 + 12 * entries.len() as u32 + 4;
    for (tag, value) in entries {
        let (kind, count, mut bytes) = value.encode();
        out.extend(tag.to_le_bytes());
        out.extend(kind.to_le_bytes());
        out.extend(count.to_le_bytes());
        if bytes.len() <= 4 {
            bytes.resize(4, 0);
            out.extend(bytes);
        } else {
            out.extend((tail_at + tail.len() as u32).to_le_bytes());
            // Order: values start on even offsets.
            if bytes.len() % 2 == 1 {
                bytes.push(0);
            }
            tail.extend(bytes);
        }
    }
    out.extend([0; 4]);
    out.extend(tail);
    out
}

fn tenths(v: f32) -> Value {
    Value::Ratio((v * 10.0).round() as u32, 10)
}

fn exposure(s: f32) -> Value {
    if s < 0.5 {
        Value::Ratio(1, (1.0 / s).round() as u32)
    } else {
        tenths(s)
    }
}

/// The whole segment, marker included. `local` and `offset` are the local time of the shot as EXIF writes it.
pub(crate) fn segment(item: &SampleItem, stored: (u32, u32), local: &str, offset: &str) -> Vec<u8> {
    let text = |v: &Option<String>| Value::Text(v.clone().unwrap_or_default());
    let mut detail = Vec::new();
    if let Some(s) = item.exposure_s {
        detail.push((0x829A, exposure(s)));
    }
    if let Some(f) = item.aperture {
        detail.push((0x829D, tenths(f)));
    }
    if let Some(iso) = item.iso {
        detail.push((0x8827, Value::Short(iso.min(65_535) as u16)));
    }
    detail.push((0x9000, Value::Raw(*b"0232")));
    detail.push((0x9003, Value::Text(local.to_owned())));
    detail.push((0x9011, Value::Text(offset.to_owned())));
    if let Some(mm) = item.focal_length_mm {
        detail.push((0x920A, tenths(mm)));
    }
    detail.push((0xA002, Value::Long(stored.0)));
    detail.push((0xA003, Value::Long(stored.1)));
    let main = |exif_at: u32| {
        let mut entries = Vec::new();
        if let Some(words) = &item.description {
            entries.push((0x010E, Value::Text(words.clone())));
        }
        entries.push((0x010F, text(&item.camera_make)));
        entries.push((0x0110, text(&item.camera_model)));
        entries.push((0x0112, Value::Short(u16::from(item.orientation))));
        entries.push((0x0132, Value::Text(local.to_owned())));
        entries.push((0x8769, Value::Long(exif_at)));
        directory(&entries, 8)
    };
    let exif_at = 8 + main(0).len() as u32;
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend(main(exif_at));
    tiff.extend(directory(&detail, exif_at));
    let mut out = vec![0xFF, 0xE1];
    out.extend((tiff.len() as u16 + 8).to_be_bytes());
    out.extend(b"Exif\0\0");
    out.extend(tiff);
    out
}
