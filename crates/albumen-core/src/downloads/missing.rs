//! Date and description that a photo does not have are written into the copy of it, never into a file of the person's.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use exif::{In, Reader, Tag};

use crate::items::Known;
use crate::thumbs::capture_time_ms;
use crate::uploads::{can_date, copy_with};

/// A copy of a part with what it does not have; none where it has all, or takes none. Blocks.
pub(super) fn written(part: &Path, known: &Known) -> io::Result<Option<PathBuf>> {
    if !can_date(&known.mime_type) {
        return Ok(None);
    }
    let date = match capture_time_ms(part) {
        Some(_) => None,
        None => Some(known.taken_ms),
    };
    let description = known.description.as_deref().filter(|_| !is_described(part));
    let to = part.with_extension("with.part");
    let Some(mut copy) = copy_with(part, &to, date, description)? else {
        return Ok(None);
    };
    // A copy deletes what it is of when it is let go. This one is placed.
    Ok(Some(std::mem::take(&mut copy.path)))
}

fn is_described(part: &Path) -> bool {
    let Ok(file) = File::open(part) else {
        return true;
    };
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let exif = match reader.read_from_container(&mut BufReader::new(file)) {
        Ok(exif) => exif,
        Err(exif::Error::PartialResult(partial)) => partial.into_inner().0,
        Err(_) => return false,
    };
    let field = exif.get_field(Tag::ImageDescription, In::PRIMARY);
    field.is_some_and(|field| match &field.value {
        exif::Value::Ascii(lines) => lines.iter().any(|line| {
            line.iter()
                .any(|byte| !byte.is_ascii_whitespace() && *byte != 0)
        }),
        _ => true,
    })
}
