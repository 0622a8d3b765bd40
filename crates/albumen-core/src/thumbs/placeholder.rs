//! Drawn stand-ins for pictures that cannot be shown (yet). Pure: small SVG texts in neutral tones, no words, no fonts.

/// What a stand-in stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// The bytes are no picture, or too large a one to be opened safely.
    Broken,
    /// The file is fine, but Albumen cannot draw its type (HEIC, raw).
    NoPreview,
    /// A video that Google still works on, or one that lies here without a poster.
    Video,
    /// A person without a picture.
    Person,
}

/// The type of what [`draw`] gives.
pub const CONTENT_TYPE: &str = "image/svg+xml";

/// Draws a stand-in. The ground lets the page through, so that it sits quietly on light and on dark.
pub fn draw(what: Placeholder) -> String {
    let figure = match what {
        Placeholder::Broken => {
            r#"<path d="M72 84h112v88H72z"/><path d="m72 152 34-34 24 24 18-18 36 36"/><path d="m88 68 80 120"/>"#
        }
        Placeholder::NoPreview => {
            r#"<path d="M72 84h112v88H72z"/><path d="m72 152 34-34 24 24 18-18 36 36"/><circle cx="152" cy="108" r="8"/>"#
        }
        Placeholder::Video => {
            r#"<circle cx="128" cy="128" r="44"/><path d="m116 106 34 22-34 22z"/>"#
        }
        Placeholder::Person => {
            r#"<circle cx="128" cy="104" r="30"/><path d="M68 196c6-34 30-50 60-50s54 16 60 50"/>"#
        }
    };
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256">"#,
            r##"<rect width="256" height="256" fill="#8c8580" fill-opacity=".18"/>"##,
            r##"<g fill="none" stroke="#8c8580" stroke-width="6" stroke-linejoin="round" stroke-linecap="round">{}</g></svg>"##
        ),
        figure
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stand_in_is_small_and_alone() {
        for what in [
            Placeholder::Broken,
            Placeholder::NoPreview,
            Placeholder::Video,
            Placeholder::Person,
        ] {
            let svg = draw(what);
            assert!(
                svg.len() < 1000,
                "it is sent instead of a thumbnail, so it must not cost more than one"
            );
            assert!(
                !svg.contains("href") && !svg.contains("script"),
                "it fetches and runs nothing: {svg}"
            );
            assert_eq!(svg.matches('<').count(), svg.matches('>').count(), "{svg}");
        }
    }
}
