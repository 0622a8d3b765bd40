//! Which files Google takes, told by their first bytes and never by their name. Pure.
//!
//! Source: <https://developers.google.com/photos/library/guides/upload-media> (file types and sizes).

use super::rules::Skip;

/// How many bytes from the beginning are enough to tell.
pub const HEAD_BYTES: usize = 4096;
/// The largest photo Google takes.
pub const MAX_PHOTO_BYTES: u64 = 200 * 1024 * 1024;
/// The largest video Google takes.
pub const MAX_VIDEO_BYTES: u64 = 20 * 1024 * 1024 * 1024;

/// A type Google takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType {
    /// Such as `image/jpeg`.
    pub mime: &'static str,
    /// Whether it is a video.
    pub is_video: bool,
}

/// Whether Albumen can make a thumbnail from a file of this type.
pub fn is_drawable(mime: &str) -> bool {
    matches!(
        mime,
        "image/jpeg"
            | "image/png"
            | "image/gif"
            | "image/webp"
            | "image/bmp"
            | "image/tiff"
            | "image/x-icon"
    )
}

/// Says what a file is, or why it stays: from its first bytes, its size and, only between relatives, its name.
pub fn judge(head: &[u8], size_bytes: u64, name: &str) -> Result<MediaType, Skip> {
    if size_bytes == 0 {
        return Err(Skip::Empty);
    }
    let Some(found) = sniff(head, name) else {
        return Err(if named_like_media(name) {
            Skip::NotWhatItSays
        } else {
            Skip::Unsupported
        });
    };
    match found.is_video {
        true if size_bytes > MAX_VIDEO_BYTES => Err(Skip::VideoTooLarge),
        false if size_bytes > MAX_PHOTO_BYTES => Err(Skip::PhotoTooLarge),
        _ => Ok(found),
    }
}

/// What the first bytes say.
pub fn sniff(head: &[u8], name: &str) -> Option<MediaType> {
    own_table(head, name).or_else(|| by_infer(head))
}

fn photo(mime: &'static str) -> Option<MediaType> {
    Some(MediaType {
        mime,
        is_video: false,
    })
}

fn video(mime: &'static str) -> Option<MediaType> {
    Some(MediaType {
        mime,
        is_video: true,
    })
}

fn by_infer(head: &[u8]) -> Option<MediaType> {
    match infer::get(head)?.mime_type() {
        "image/jpeg" => photo("image/jpeg"),
        "image/png" => photo("image/png"),
        "image/gif" => photo("image/gif"),
        "image/webp" => photo("image/webp"),
        "image/bmp" => photo("image/bmp"),
        "image/vnd.microsoft.icon" => photo("image/x-icon"),
        "image/heif" => photo("image/heic"),
        "image/avif" => photo("image/avif"),
        "video/x-msvideo" => video("video/x-msvideo"),
        "video/x-ms-wmv" => video("video/x-ms-wmv"),
        "video/mp4" => video("video/mp4"),
        "video/x-m4v" => video("video/x-m4v"),
        "video/quicktime" => video("video/quicktime"),
        "video/mpeg" => video("video/mpeg"),
        _ => None,
    }
}

/// What `infer` does not know or does not tell apart.
fn own_table(head: &[u8], name: &str) -> Option<MediaType> {
    iso_box(head)
        .or_else(|| raw_photo(head, name))
        .or_else(|| mpeg_stream(head))
        .or_else(|| matroska(head))
}

/// Matroska, which Google takes, and not WebM, which is the same container and which it does not name.
fn matroska(head: &[u8]) -> Option<MediaType> {
    let says = |word: &[u8]| {
        head.iter()
            .take(64)
            .copied()
            .collect::<Vec<_>>()
            .windows(word.len())
            .any(|at| at == word)
    };
    (head.starts_with(b"\x1a\x45\xdf\xa3") && says(b"matroska")).then_some(MediaType {
        mime: "video/x-matroska",
        is_video: true,
    })
}

/// ISO base media: HEIC, AVIF, CR3, MP4, MOV, 3GP by the brand; old QuickTime by its first atom.
fn iso_box(head: &[u8]) -> Option<MediaType> {
    match head.get(4..8)? {
        b"ftyp" => match head.get(8..12)? {
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" => photo("image/heic"),
            b"mif1" | b"msf1" | b"mif2" | b"miaf" => {
                let says_avif = head
                    .get(16..64.min(head.len()))
                    .is_some_and(|more| more.windows(4).any(|brand| brand == b"avif"));
                photo(if says_avif {
                    "image/avif"
                } else {
                    "image/heif"
                })
            }
            b"avif" | b"avis" => photo("image/avif"),
            b"crx " => photo("image/x-canon-cr3"),
            b"qt  " => video("video/quicktime"),
            b"M4V " | b"M4VH" | b"M4VP" => video("video/x-m4v"),
            // Sound only: Google takes none.
            b"M4A " | b"M4B " | b"M4P " => None,
            [b'3', b'g', b'2', _] => video("video/3gpp2"),
            [b'3', b'g', _, _] => video("video/3gpp"),
            _ => video("video/mp4"),
        },
        b"moov" | b"mdat" | b"wide" | b"pnot" => video("video/quicktime"),
        _ => None,
    }
}

/// Raw photos. Most are TIFF inside: which camera's, only the name tells.
fn raw_photo(head: &[u8], name: &str) -> Option<MediaType> {
    if head.starts_with(b"FUJIFILMCCD-RAW") {
        return photo("image/x-fuji-raf");
    }
    if head.starts_with(b"IIU\0") {
        return photo("image/x-panasonic-rw2");
    }
    if [b"IIRO", b"IIRS", b"MMOR"]
        .iter()
        .any(|magic| head.starts_with(*magic))
    {
        return photo("image/x-olympus-orf");
    }
    if !(head.starts_with(b"II*\0") || head.starts_with(b"MM\0*")) {
        return None;
    }
    if head.get(8..10) == Some(b"CR") {
        return photo("image/x-canon-cr2");
    }
    photo(match suffix(name).as_str() {
        "dng" => "image/x-adobe-dng",
        "nef" | "nrw" => "image/x-nikon-nef",
        "arw" | "sr2" => "image/x-sony-arw",
        "pef" => "image/x-pentax-pef",
        _ => "image/tiff",
    })
}

/// MPEG streams have no header: a start code, or a sync byte every 188 bytes (192 with time codes, as cameras write).
fn mpeg_stream(head: &[u8]) -> Option<MediaType> {
    if head.starts_with(&[0, 0, 1, 0xBA]) || head.starts_with(&[0, 0, 1, 0xB3]) {
        return video("video/mpeg");
    }
    let repeats =
        |first: usize, step: usize| (0..4).all(|n| head.get(first + n * step) == Some(&0x47));
    (repeats(0, 188) || repeats(4, 192)).then_some(MediaType {
        mime: "video/mp2t",
        is_video: true,
    })
}

fn suffix(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, suffix)| suffix.to_ascii_lowercase())
        .unwrap_or_default()
}

/// Whether a name promises a type Google takes.
fn named_like_media(name: &str) -> bool {
    const SUFFIXES: &str = " avif bmp gif heic heif ico jpg jpeg png tif tiff webp cr2 cr3 dng nef arw raf orf rw2 pef \
        3gp 3g2 asf avi divx m2t m2ts m4v mkv mmv mod mov mp4 mpg mpeg mts tod wmv ";
    let suffix = suffix(name);
    !suffix.is_empty()
        && SUFFIXES
            .split_ascii_whitespace()
            .any(|known| known == suffix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn ts(first: usize, step: usize) -> Vec<u8> {
        let mut bytes = vec![0; first + step * 4];
        for n in 0..4 {
            bytes[first + n * step] = 0x47;
        }
        bytes
    }

    #[rstest]
    #[case(b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), "image/jpeg")]
    #[case(b"\x89PNG\r\n\x1a\n".to_vec(), "image/png")]
    #[case(b"GIF89a\x01\0\x01\0".to_vec(), "image/gif")]
    #[case(b"RIFF\x10\0\0\0WEBPVP8 ".to_vec(), "image/webp")]
    #[case(b"BM\x10\0\0\0\0\0\0\0".to_vec(), "image/bmp")]
    #[case(b"II*\0\x08\0\0\0\0\0".to_vec(), "image/tiff")]
    #[case(b"II*\0\x10\0\0\0CR\x02\0".to_vec(), "image/x-canon-cr2")]
    #[case(b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), "image/heic")]
    #[case(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif".to_vec(), "image/avif")]
    #[case(b"\0\0\0\x18ftypavif\0\0\0\0".to_vec(), "image/avif")]
    #[case(b"\0\0\0\x18ftypcrx \0\0\0\0".to_vec(), "image/x-canon-cr3")]
    #[case(b"\0\0\0\x18ftypisom\0\0\x02\0".to_vec(), "video/mp4")]
    #[case(b"\0\0\0\x18ftypqt  \0\0\x02\0".to_vec(), "video/quicktime")]
    #[case(b"\0\0\0\x18ftyp3gp5\0\0\x02\0".to_vec(), "video/3gpp")]
    #[case(b"\0\0\0\x18ftyp3g2a\0\0\x02\0".to_vec(), "video/3gpp2")]
    #[case(b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska".to_vec(), "video/x-matroska")]
    #[case(b"RIFF\x10\0\0\0AVI LIST".to_vec(), "video/x-msvideo")]
    #[case(b"\0\0\x01\xba\x44\0".to_vec(), "video/mpeg")]
    #[case(ts(0, 188), "video/mp2t")]
    #[case(ts(4, 192), "video/mp2t")]
    #[case(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c".to_vec(), "video/x-ms-wmv")]
    fn the_bytes_tell_the_type(#[case] head: Vec<u8>, #[case] mime: &str) {
        assert_eq!(
            sniff(&head, "whatever.txt").map(|t| t.mime),
            Some(mime),
            "the name says nothing"
        );
    }

    #[rstest]
    #[case::text_named_jpg(b"Dear diary".as_slice(), 10, "holiday.JPG", Skip::NotWhatItSays)]
    #[case::text(b"Dear diary".as_slice(), 10, "holiday.txt", Skip::Unsupported)]
    #[case::nothing(b"".as_slice(), 0, "holiday.jpg", Skip::Empty)]
    #[case::a_pdf(b"%PDF-1.7".as_slice(), 8, "a.pdf", Skip::Unsupported)]
    #[case::sound(b"\0\0\0\x18ftypM4A \0\0\0\0".as_slice(), 100, "a.m4a", Skip::Unsupported)]
    #[case::a_huge_photo(b"\xff\xd8\xff\xe0".as_slice(), MAX_PHOTO_BYTES + 1, "a.jpg", Skip::PhotoTooLarge)]
    #[case::a_huge_video(b"\0\0\0\x18ftypisom".as_slice(), MAX_VIDEO_BYTES + 1, "a.mp4", Skip::VideoTooLarge)]
    fn what_google_does_not_take_stays(
        #[case] head: &[u8],
        #[case] size: u64,
        #[case] name: &str,
        #[case] why: Skip,
    ) {
        assert_eq!(judge(head, size, name), Err(why));
    }

    #[test]
    fn the_largest_files_google_takes_go() {
        assert!(judge(b"\xff\xd8\xff\xe0", MAX_PHOTO_BYTES, "a.jpg").is_ok());
        assert!(judge(b"\0\0\0\x18ftypisom", MAX_VIDEO_BYTES, "a.mp4").is_ok());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(head in proptest::collection::vec(any::<u8>(), 0..600), name in ".{0,20}") {
            let _ = judge(&head, head.len() as u64, &name);
        }
    }
}
