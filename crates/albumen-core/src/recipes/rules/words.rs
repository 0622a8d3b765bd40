//! Words that several sentences share.

use crate::view::{ItemKind, RecipeStep};

/// `photo`, `video`, `animation`.
pub fn kind_word(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Photo => "photo",
        ItemKind::Animation => "animation",
        ItemKind::Video => "video",
    }
}

/// In quotes.
pub fn quoted(text: &str) -> String {
    format!("\u{201c}{text}\u{201d}")
}

/// The last name of a path, as far as it is text.
pub fn last_name(path: &str) -> &str {
    let short = path.trim_end_matches(['/', '\\']);
    let name = short.rsplit(['/', '\\']).next().unwrap_or(short);
    if name.is_empty() { path } else { name }
}

/// `20:05`.
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Bytes as a person reads them, in units of 1000.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} bytes");
    }
    let mut tenths = bytes / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    let unit = UNITS.get(unit).copied().unwrap_or("KB");
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} {unit}"),
        (whole, _) if whole >= 100 => format!("{whole} {unit}"),
        (whole, part) => format!("{whole}.{part} {unit}"),
    }
}

/// Several, the last after `word`: `a, b or c`.
pub fn joined(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// What a step does, in a few words: the row of a history.
pub fn step_words(step: &RecipeStep) -> String {
    match step {
        RecipeStep::Upload { .. } => "Upload".to_owned(),
        RecipeStep::AddToAlbum { .. } => "Add to an album".to_owned(),
        RecipeStep::Download { .. } => "Save a copy".to_owned(),
        RecipeStep::Describe { .. } => "Describe".to_owned(),
        RecipeStep::Notify { .. } => "Tell me".to_owned(),
        RecipeStep::Run { program, .. } => format!("Run {}", last_name(program)),
        RecipeStep::Call { url } => format!("Send to {}", host(url)),
    }
}

/// The host of an address, which is all of it that is shown in passing: the rest may be a secret.
pub fn host(url: &str) -> String {
    let parsed = url::Url::parse(url).ok();
    let host = parsed.as_ref().and_then(|url| url.host_str());
    host.unwrap_or("an address").to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(999, "999 bytes")]
    #[case(1_000, "1 KB")]
    #[case(1_500, "1.5 KB")]
    #[case(5_000_000, "5 MB")]
    #[case(20_400_000_000, "20.4 GB")]
    fn sizes_are_read_by_people(#[case] bytes: u64, #[case] expected: &str) {
        assert_eq!(size(bytes), expected);
    }

    #[test]
    fn of_an_address_only_the_host_is_shown() {
        let url = "https://example.com/hook/very-secret".to_owned();
        assert_eq!(step_words(&RecipeStep::Call { url }), "Send to example.com");
    }

    #[rstest]
    #[case("/home/mara/Camera", "Camera")]
    #[case("/home/mara/Camera/", "Camera")]
    #[case("C:\\Photos", "Photos")]
    #[case("/", "/")]
    fn a_folder_is_called_by_its_name(#[case] path: &str, #[case] expected: &str) {
        assert_eq!(last_name(path), expected);
    }
}
