//! What a file is, by its first bytes. The name counts only among raw formats.
//!
//! Source of the list: <https://developers.google.com/photos/library/guides/upload-media#file-types-sizes>

use crate::library::item::Kind;

/// Bytes of the beginning that are looked at.
pub(super) const HEAD_BYTES: usize = 512;

const RAW: [(&str, &str); 9] = [
    ("dng", "image/x-adobe-dng"),
    ("cr2", "image/x-canon-cr2"),
    ("nef", "image/x-nikon-nef"),
    ("nrw", "image/x-nikon-nrw"),
    ("arw", "image/x-sony-arw"),
    ("srw", "image/x-samsung-srw"),
    ("pef", "image/x-pentax-pef"),
    ("rw2", "image/x-panasonic-rw2"),
    ("orf", "image/x-olympus-orf"),
];

/// Kind and type of a file Google takes; `None` for all others.
pub(super) fn sniff(head: &[u8], name: &str) -> Option<(Kind, &'static str)> {
    let at = |offset: usize, bytes: &[u8]| {
        head.get(offset..)
            .is_some_and(|rest| rest.starts_with(bytes))
    };
    let extension = name
        .rsplit_once('.')
        .map(|(_, end)| end.to_ascii_lowercase())
        .unwrap_or_default();
    if at(4, b"ftyp") {
        return Some(brand(head, &extension));
    }
    let photo = |mime| Some((Kind::Photo, mime));
    let video = |mime| Some((Kind::Video, mime));
    match head {
        [0xFF, 0xD8, 0xFF, ..] => photo("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => photo("image/png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => photo("image/gif"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => photo("image/webp"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'A',
            b'V',
            b'I',
            b' ',
            ..,
        ] => video("video/x-msvideo"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => photo("image/bmp"),
        [0, 0, 1, 0, count, 0, ..] if *count > 0 => photo("image/x-icon"),
        [b'I', b'I', 42 | b'R' | b'U', ..] | [b'M', b'M', 0, 42, ..] => photo(
            RAW.iter()
                .find(|(end, _)| *end == extension)
                .map_or("image/tiff", |(_, mime)| mime),
        ),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => video("video/x-matroska"),
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => video("video/x-ms-wmv"),
        [0, 0, 1, 0xB3 | 0xBA, ..] => video("video/mpeg"),
        [0x47, ..] if at(188, &[0x47]) => video("video/mp2t"),
        _ if at(4, &[0x47]) && at(196, &[0x47]) => video("video/mp2t"),
        _ if [&b"moov"[..], b"mdat", b"wide", b"free"]
            .iter()
            .any(|word| at(4, word)) =>
        {
            video("video/quicktime")
        }
        _ => None,
    }
}

fn brand(head: &[u8], extension: &str) -> (Kind, &'static str) {
    match head.get(8..12).unwrap_or_default() {
        b"heic" | b"heix" | b"heim" | b"heis" => (Kind::Photo, "image/heic"),
        b"mif1" | b"msf1" if extension == "avif" => (Kind::Photo, "image/avif"),
        b"mif1" | b"msf1" => (Kind::Photo, "image/heif"),
        b"avif" | b"avis" => (Kind::Photo, "image/avif"),
        b"crx " => (Kind::Photo, "image/x-canon-cr3"),
        b"qt  " => (Kind::Video, "video/quicktime"),
        [b'3', b'g', b'2', _] => (Kind::Video, "video/3gpp2"),
        [b'3', b'g', b'p', _] => (Kind::Video, "video/3gpp"),
        b"M4V " => (Kind::Video, "video/x-m4v"),
        _ => (Kind::Video, "video/mp4"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_decide_and_not_the_name() {
        assert_eq!(sniff(b"hello, I am a picture", "a.jpg"), None);
        assert_eq!(
            sniff(&[0xFF, 0xD8, 0xFF, 0xE0], "a.txt"),
            Some((Kind::Photo, "image/jpeg"))
        );
        assert_eq!(
            sniff(b"\0\0\0\x18ftypheic", ""),
            Some((Kind::Photo, "image/heic"))
        );
        assert_eq!(
            sniff(b"\0\0\0\x18ftypisom", "x.mp4"),
            Some((Kind::Video, "video/mp4"))
        );
        assert_eq!(sniff(b"", ""), None);
    }
}
