//! How files are named: `{album}/{date:%Y-%m-%d}_{filename}`. Pure.

use jiff::Timestamp;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

use super::names;
use crate::view::ItemKind;

/// The day, where a template asks for a date and does not say how.
const DATE: &str = "%Y-%m-%d";
const NO_ALBUM: &str = "Not in an album";
const NO_CAMERA: &str = "Unknown camera";
/// A longer template is none that a person wrote.
const LONGEST: usize = 500;

/// What is known of an item when it is named.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// Its name at Google.
    pub file_name: &'a str,
    /// The title of the album it is downloaded with.
    pub album: Option<&'a str>,
    /// When it was taken.
    pub taken_ms: i64,
    /// What it is.
    pub kind: ItemKind,
    /// Make and model.
    pub camera: Option<&'a str>,
    /// Google's id.
    pub google_id: &'a str,
    /// The ending of a file of its type, for a name that has none.
    pub ending: &'a str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Album,
    Date(String),
    FileName,
    Ending,
    Camera,
    Type,
    Id,
}

/// A template that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

impl Template {
    /// Reads a template. The error is a sentence for the person.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("Write how files are to be named, such as {album}/{filename}.".to_owned());
        }
        if text.len() > LONGEST {
            return Err(format!("A name has at most {LONGEST} characters."));
        }
        let (mut pieces, mut plain) = (Vec::new(), String::new());
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '{' | '}' if rest.peek() == Some(&c) => {
                    rest.next();
                    plain.push(c);
                }
                '{' => {
                    let mut field = String::new();
                    loop {
                        match rest.next() {
                            Some('}') => break,
                            Some(c) if c != '{' => field.push(c),
                            _ => return Err(format!("{{{field} has no end. Write }} behind it.")),
                        }
                    }
                    if !plain.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    }
                    pieces.push(piece(&field)?);
                }
                '}' => return Err("There is a } without a { before it.".to_owned()),
                c => plain.push(c),
            }
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self { pieces })
    }

    /// Whether the album is part of the name.
    pub fn has_album(&self) -> bool {
        self.pieces.contains(&Piece::Album)
    }

    /// The name of an item within the folder, with `/` between folders. It always has the ending of its file.
    pub fn name(&self, about: &About<'_>) -> String {
        let own = names::ending(about.file_name);
        let ending = if own.is_empty() { about.ending } else { own };
        let stem = about.file_name.strip_suffix(own).unwrap_or(about.file_name);
        let wished: String = self
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.replace('\\', "/"),
                Piece::Album => names::plain(about.album.unwrap_or(NO_ALBUM)),
                Piece::Date(format) => dated(about.taken_ms, format).unwrap_or_default(),
                Piece::FileName => names::plain(stem),
                Piece::Ending => names::plain(ending.trim_start_matches('.')),
                Piece::Camera => names::plain(about.camera.unwrap_or(NO_CAMERA)),
                Piece::Type => type_word(about.kind).to_owned(),
                Piece::Id => names::plain(about.google_id),
            })
            .collect();
        names::path(&wished, ending)
    }
}

fn type_word(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Photo => "Photos",
        ItemKind::Animation => "Animations",
        ItemKind::Video => "Videos",
    }
}

fn piece(field: &str) -> Result<Piece, String> {
    let (name, how) = match field.split_once(':') {
        Some((name, how)) => (name.trim(), Some(how)),
        None => (field.trim(), None),
    };
    let piece = match name {
        "album" => Piece::Album,
        "date" => {
            let format = how.unwrap_or(DATE);
            if format.is_empty() || dated(0, format).is_none() {
                return Err(format!(
                    "{format} is no way to write a date. Try {{date:%Y-%m-%d}}."
                ));
            }
            return Ok(Piece::Date(format.to_owned()));
        }
        "year" => Piece::Date("%Y".to_owned()),
        "month" => Piece::Date("%m".to_owned()),
        "day" => Piece::Date("%d".to_owned()),
        "filename" => Piece::FileName,
        "ext" => Piece::Ending,
        "camera" => Piece::Camera,
        "type" => Piece::Type,
        "id" => Piece::Id,
        other => {
            return Err(format!(
                "{{{other}}} is not known. Use album, date, year, month, day, filename, ext, camera, type or id."
            ));
        }
    };
    match how {
        None => Ok(piece),
        Some(_) => Err(format!(
            "Only a date can say how it is written, not {{{name}}}."
        )),
    }
}

/// A time as a format says, by the same clock as the days of the library.
fn dated(taken_ms: i64, format: &str) -> Option<String> {
    let at = Timestamp::from_millisecond(taken_ms).ok()?;
    let text = strtime::format(format, &at.to_zoned_datetime(TimeZone::UTC)).ok()?;
    // A colon of a time is no letter of a name; a slash makes a folder, as the person wrote it.
    Some(text.replace(':', "."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn about() -> About<'static> {
        About {
            file_name: "IMG_1.JPG",
            album: Some("Summer / Sea"),
            taken_ms: 1_718_216_403_000,
            kind: ItemKind::Photo,
            camera: Some("Pixel 8"),
            google_id: "AF1QipM",
            ending: ".jpg",
        }
    }

    #[rstest]
    #[case("{filename}", "IMG_1.JPG")]
    #[case(
        "{album}/{date:%Y-%m-%d}_{filename}",
        "Summer _ Sea/2024-06-12_IMG_1.JPG"
    )]
    #[case("{year}/{month}/{day} {filename}", "2024/06/12 IMG_1.JPG")]
    #[case("{date:%Y/%m}/{filename}", "2024/06/IMG_1.JPG")]
    #[case("{date:%H:%M:%S}", "18.20.03.JPG")]
    #[case("{date} {id}", "2024-06-12 AF1QipM.JPG")]
    #[case("{filename}.{ext}", "IMG_1.JPG")]
    #[case("{filename}_{id}", "IMG_1_AF1QipM.JPG")]
    #[case("{camera}/{type}/{filename}", "Pixel 8/Photos/IMG_1.JPG")]
    #[case("{{mine}}/{filename}", "{mine}/IMG_1.JPG")]
    #[case("a\\b/{filename}", "a/b/IMG_1.JPG")]
    #[case("../{filename}", "IMG_1.JPG")]
    #[case("photos/", "photos/photo.JPG")]
    fn a_template_names_an_item(#[case] template: &str, #[case] expected: &str) {
        assert_eq!(Template::read(template).unwrap().name(&about()), expected);
    }

    #[test]
    fn what_is_not_known_has_words_of_its_own() {
        let bare = About {
            file_name: "scan",
            album: None,
            camera: None,
            ..about()
        };
        let template = Template::read("{album}/{camera}/{filename}").unwrap();
        assert_eq!(
            template.name(&bare),
            "Not in an album/Unknown camera/scan.jpg",
            "and a file gets the ending of its type"
        );
    }

    #[rstest]
    #[case("", "Write how")]
    #[case("{foo}", "{foo} is not known")]
    #[case("{album", "has no end")]
    #[case("album}", "without a {")]
    #[case("{date:%!}", "no way to write a date")]
    #[case("{date:}", "no way to write a date")]
    #[case("{album:%Y}", "Only a date")]
    fn a_template_that_is_none_is_said_to_be(#[case] template: &str, #[case] part: &str) {
        let problem = Template::read(template).unwrap_err();
        assert!(problem.contains(part), "{problem}");
    }
}
