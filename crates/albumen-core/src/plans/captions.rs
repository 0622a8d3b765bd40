//! What a photo says about itself in words, and Apple's mark of a Live Photo. Reads the beginning of the file only; broken
//! data is no data.

use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::path::Path;

use exif::{Context, Exif, In, Reader, Tag, Value};

use super::movie::uuid;

/// The longest description that Google takes, in characters.
/// Source: <https://developers.google.com/photos/library/reference/rest/v1/mediaItems/batchCreate>
const MAX_CHARS: usize = 1000;
/// So much of a file is looked through for XMP and IPTC.
const HEAD_BYTES: u64 = 256 * 1024;
/// A sidecar that is larger is none.
const MAX_SIDECAR: u64 = 1024 * 1024;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What somebody wrote about it.
    pub caption: Option<String>,
    /// Apple's content identifier.
    pub content_id: Option<String>,
}

/// Reads what a photo says. A sidecar beside it comes first, then XMP, IPTC and EXIF in the file: the former hold any
/// letter. Blocks on the disk.
pub fn look(path: &Path) -> Words {
    let exif = read_exif(path);
    let in_file = || {
        let head = read_head(path)?;
        xmp(&head).or_else(|| iptc(&head))
    };
    let caption = sidecar(path)
        .and_then(worth_keeping)
        .or_else(|| in_file().and_then(worth_keeping))
        .or_else(|| exif.as_ref().and_then(of_exif));
    Words {
        caption,
        content_id: exif.as_ref().and_then(content_id),
    }
}

/// The caption in a sidecar: `photo.xmp` or `photo.jpg.xmp`.
pub fn sidecar(path: &Path) -> Option<String> {
    let mut with_suffix = path.as_os_str().to_owned();
    with_suffix.push(".xmp");
    [path.with_extension("xmp"), with_suffix.into()]
        .iter()
        .filter(|sidecar| {
            fs::metadata(sidecar).is_ok_and(|found| found.is_file() && found.len() <= MAX_SIDECAR)
        })
        .find_map(|sidecar| description(&fs::read_to_string(sidecar).ok()?))
}

fn read_exif(path: &Path) -> Option<Exif> {
    let mut file = BufReader::new(File::open(path).ok()?);
    let mut reader = Reader::new();
    // One bad field does not spoil the others.
    reader.continue_on_error(true);
    match reader.read_from_container(&mut file) {
        Ok(exif) => Some(exif),
        Err(exif::Error::PartialResult(partial)) => Some(partial.into_inner().0),
        Err(_) => None,
    }
}

fn read_head(path: &Path) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)
        .ok()?
        .take(HEAD_BYTES)
        .read_to_end(&mut head)
        .ok()?;
    Some(head)
}

fn of_exif(exif: &Exif) -> Option<String> {
    let value = |tag| exif.get_field(tag, In::PRIMARY).map(|field| &field.value);
    let described = || match value(Tag::ImageDescription)? {
        Value::Ascii(lines) => Some(text(&lines.join(&b' '))),
        _ => None,
    };
    let commented = || match value(Tag::UserComment)? {
        Value::Undefined(bytes, _) => user_comment(bytes, exif.little_endian()),
        _ => None,
    };
    let explorer = || match value(Tag(Context::Tiff, 0x9c9c))? {
        Value::Byte(bytes) => Some(utf16(bytes, true)),
        _ => None,
    };
    described()
        .and_then(worth_keeping)
        .or_else(|| commented().and_then(worth_keeping))
        .or_else(|| explorer().and_then(worth_keeping))
}

fn user_comment(bytes: &[u8], little_endian: bool) -> Option<String> {
    let (charset, comment) = bytes.split_at_checked(8)?;
    match charset {
        b"UNICODE\0" => Some(utf16(comment, little_endian)),
        b"ASCII\0\0\0" | b"\0\0\0\0\0\0\0\0" => Some(text(comment)),
        _ => None,
    }
}

/// Text in UTF-8, or in Latin-1 where it is not that.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn utf16(bytes: &[u8], little_endian: bool) -> String {
    let unit = |pair: &[u8; 2]| match little_endian {
        true => u16::from_le_bytes(*pair),
        false => u16::from_be_bytes(*pair),
    };
    let units: Vec<u16> = bytes.as_chunks().0.iter().map(unit).collect();
    String::from_utf16_lossy(&units)
}

/// A caption as it can be sent; none where a camera wrote what is no caption.
fn worth_keeping(caption: String) -> Option<String> {
    const JUNK: [&str; 18] = [
        "olympus digital camera",
        "konica minolta digital camera",
        "minolta digital camera",
        "samsung digital camera",
        "digital camera",
        "samsung",
        "sony dsc",
        "default",
        "dcim",
        "exif_jpeg_picture",
        "jpeg image",
        "image description",
        "untitled",
        "hdrplus",
        "screenshot",
        "picasa",
        "created with gimp",
        "charset=ascii",
    ];
    let whole = caption.replace('\0', " ");
    let cut: String = whole
        .trim()
        .chars()
        .filter(|letter| !letter.is_control() || *letter == '\n')
        .take(MAX_CHARS)
        .collect();
    let cut = cut.trim();
    let says_something = cut.chars().any(char::is_alphanumeric) || !cut.is_ascii();
    (says_something && !JUNK.contains(&cut.to_lowercase().as_str())).then(|| cut.to_owned())
}

/// The caption in a packet of XMP.
fn xmp(head: &[u8]) -> Option<String> {
    let from = find(head, b"<x:xmpmeta")?;
    let rest = head.get(from..)?;
    let to = find(rest, b"</x:xmpmeta>").unwrap_or(rest.len());
    description(&String::from_utf8_lossy(rest.get(..to)?))
}

/// `dc:description` of an XMP packet: the default language, else the first.
fn description(xmp: &str) -> Option<String> {
    let Some((_, rest)) = xmp.split_once("<dc:description") else {
        let (_, rest) = xmp.split_once("dc:description=")?;
        let quote = rest
            .chars()
            .next()
            .filter(|letter| matches!(letter, '"' | '\''))?;
        return Some(unescaped(rest.get(1..)?.split(quote).next()?));
    };
    let (inside, _) = rest.split_once("</dc:description>")?;
    let texts = || {
        inside.split("<rdf:li").skip(1).filter_map(|one| {
            let (attributes, rest) = one.split_once('>')?;
            let (text, _) = rest.split_once("</rdf:li>")?;
            Some((attributes, text))
        })
    };
    texts()
        .find(|(attributes, _)| attributes.contains("x-default"))
        .or_else(|| texts().next())
        .map(|(_, text)| unescaped(text))
}

fn unescaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        result.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        let letter = entity.and_then(|(name, _)| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        rest = match (letter, entity) {
            (Some(letter), Some((_, after))) => {
                result.push(letter);
                after
            }
            _ => {
                result.push('&');
                after
            }
        };
    }
    result.push_str(rest);
    result
}

/// IPTC's Caption-Abstract (2:120) in the resources that Photoshop writes.
fn iptc(head: &[u8]) -> Option<String> {
    let from = find(head, b"Photoshop 3.0\0")?;
    let resources = head.get(from..)?;
    let at = find(resources, b"8BIM\x04\x04")?;
    let mut rest = resources.get(at + 6..)?;
    // The name of the resource, padded to an even length, then the size.
    let name = usize::from(*rest.first()?) + 1;
    rest = rest.get(name + name % 2..)?;
    let size = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
    let mut data = rest.get(4..)?;
    data = data.get(..size).unwrap_or(data);
    while let [0x1c, record, dataset, high, low, after @ ..] = data {
        let long = usize::from(u16::from_be_bytes([*high, *low]));
        if long > 0x7fff {
            return None;
        }
        let value = after.get(..long)?;
        if (*record, *dataset) == (2, 120) {
            return Some(text(value));
        }
        data = after.get(long..)?;
    }
    None
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|at| at == what)
}

/// The identifier in Apple's maker note: the same stands in the video of a Live Photo.
fn content_id(exif: &Exif) -> Option<String> {
    const CONTENT_IDENTIFIER: u16 = 0x11;
    let Value::Undefined(note, _) = &exif.get_field(Tag::MakerNote, In::PRIMARY)?.value else {
        return None;
    };
    let entries = note.strip_prefix(b"Apple iOS\0\0\x01MM")?;
    let count = u16::from_be_bytes(*entries.first_chunk()?);
    let entries = entries.get(2..)?.as_chunks::<12>().0;
    let entry = entries
        .iter()
        .take(usize::from(count))
        .find(|entry| entry.first_chunk() == Some(&CONTENT_IDENTIFIER.to_be_bytes()))?;
    let offset = usize::try_from(u32::from_be_bytes(*entry.last_chunk()?)).ok()?;
    uuid(note.get(offset..offset.checked_add(36)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn jpeg(segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8];
        for (marker, data) in segments {
            bytes.extend([0xFF, *marker]);
            bytes.extend(u16::try_from(data.len() + 2).unwrap().to_be_bytes());
            bytes.extend(data);
        }
        bytes.extend([0xFF, 0xD9]);
        bytes
    }

    fn exif_segment(fields: &[exif::Field]) -> (u8, Vec<u8>) {
        let mut writer = exif::experimental::Writer::new();
        for field in fields {
            writer.push_field(field);
        }
        let mut tiff = std::io::Cursor::new(Vec::new());
        writer.write(&mut tiff, false).unwrap();
        (0xE1, [b"Exif\0\0".to_vec(), tiff.into_inner()].concat())
    }

    fn field(tag: Tag, value: Value) -> exif::Field {
        exif::Field {
            tag,
            ifd_num: In::PRIMARY,
            value,
        }
    }

    fn xmp_packet(caption: &str) -> String {
        format!(
            "<x:xmpmeta><rdf:RDF><dc:description><rdf:Alt><rdf:li xml:lang=\"de\">anders</rdf:li>\
             <rdf:li xml:lang=\"x-default\">{caption}</rdf:li></rdf:Alt></dc:description></rdf:RDF></x:xmpmeta>"
        )
    }

    fn looked(bytes: &[u8], sidecar: Option<&str>) -> Words {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.jpg");
        fs::write(&path, bytes).unwrap();
        if let Some(text) = sidecar {
            fs::write(dir.path().join("a.xmp"), text).unwrap();
        }
        look(&path)
    }

    #[test]
    fn a_caption_is_found_wherever_programs_put_it() {
        let described = field(Tag::ImageDescription, Value::Ascii(vec![b"Cabin".to_vec()]));
        let comment = [
            b"UNICODE\0".to_vec(),
            "Hütte 🏔"
                .encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect(),
        ]
        .concat();
        let commented = field(Tag::UserComment, Value::Undefined(comment, 0));
        let iptc_data = [b"\x1c\x02\x78\x00\x04".to_vec(), b"Lake".to_vec()].concat();
        let mut irb = b"Photoshop 3.0\x008BIM\x04\x04\0\0".to_vec();
        irb.extend(u32::try_from(iptc_data.len()).unwrap().to_be_bytes());
        irb.extend(iptc_data);
        let of = |segments: &[(u8, Vec<u8>)]| looked(&jpeg(segments), None).caption;
        assert_eq!(of(&[exif_segment(&[described])]).as_deref(), Some("Cabin"));
        assert_eq!(
            of(&[exif_segment(&[commented])]).as_deref(),
            Some("Hütte 🏔")
        );
        assert_eq!(of(&[(0xED, irb.clone())]).as_deref(), Some("Lake"));
        let xmp = [
            b"http://ns.adobe.com/xap/1.0/\0".to_vec(),
            xmp_packet("Tea &amp; rain &#x1F327;").into_bytes(),
        ]
        .concat();
        assert_eq!(
            of(&[(0xE1, xmp.clone()), (0xED, irb)]).as_deref(),
            Some("Tea & rain 🌧"),
            "XMP before IPTC"
        );
        let beside = looked(&jpeg(&[(0xE1, xmp)]), Some(&xmp_packet("Newer"))).caption;
        assert_eq!(
            beside.as_deref(),
            Some("Newer"),
            "what was written beside the file was written later"
        );
    }

    #[rstest]
    #[case("OLYMPUS DIGITAL CAMERA         ")]
    #[case("SAMSUNG")]
    #[case("SONY DSC")]
    #[case("   ")]
    #[case("\0\0\0")]
    #[case("- -")]
    fn what_cameras_write_is_no_caption(#[case] text: &str) {
        assert_eq!(worth_keeping(text.to_owned()), None);
    }

    #[test]
    fn a_caption_is_cut_where_google_cuts() {
        assert_eq!(
            worth_keeping("é".repeat(1001)).unwrap().chars().count(),
            1000
        );
    }

    #[test]
    fn the_attribute_form_of_xmp_is_read_too() {
        assert_eq!(
            description("<rdf:Description dc:description='A &lt;b&gt;'/>").as_deref(),
            Some("A <b>")
        );
    }

    #[test]
    fn broken_files_say_nothing() {
        assert_eq!(
            looked(b"Photoshop 3.0\x008BIM\x04\x04", None),
            Words::default()
        );
        assert_eq!(
            looked(b"<x:xmpmeta><dc:description>", Some("<dc:description")),
            Words::default()
        );
        assert_eq!(looked(b"", None), Words::default());
    }

    #[test]
    fn apples_mark_of_a_live_photo_is_read() {
        let id = b"9F1C3C2E-0001-4A5B-8C7D-0123456789AB";
        let mut note = b"Apple iOS\0\0\x01MM\0\x01".to_vec();
        note.extend([0, 0x11, 0, 2, 0, 0, 0, 37]);
        note.extend(28u32.to_be_bytes());
        note.extend(id);
        let segment = exif_segment(&[field(Tag::MakerNote, Value::Undefined(note, 0))]);
        assert_eq!(
            looked(&jpeg(&[segment]), None).content_id.as_deref(),
            std::str::from_utf8(id).ok()
        );
    }
}
