//! What is written beside a file: what Google knows of it and the file itself does not say. Pure.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::Serialize;

use crate::view::SidecarKind;

/// What is known of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// Google's id.
    pub id: String,
    /// Its name at Google.
    pub file_name: String,
    /// Its type.
    pub mime_type: String,
    /// When it was taken.
    #[serde(skip)]
    pub taken_ms: i64,
    /// What the person wrote about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The titles of its albums.
    pub albums: Vec<String>,
    /// Make and model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub camera: Option<String>,
    /// Its page at Google, for its owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// The name of the file beside another: its whole name first, so that a photo and a video of one name have one each.
pub fn name(path: &str, kind: SidecarKind) -> String {
    match kind {
        SidecarKind::Xmp => format!("{path}.xmp"),
        SidecarKind::Json => format!("{path}.json"),
    }
}

/// What is written into it. The same facts always give the same text.
pub fn text(facts: &Facts, kind: SidecarKind) -> String {
    match kind {
        SidecarKind::Xmp => xmp(facts),
        SidecarKind::Json => json(facts),
    }
}

fn taken(facts: &Facts) -> Option<String> {
    let at = Timestamp::from_millisecond(facts.taken_ms).ok()?;
    Some(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn json(facts: &Facts) -> String {
    #[derive(Serialize)]
    struct File<'a> {
        #[serde(flatten)]
        facts: &'a Facts,
        taken: Option<String>,
    }
    let file = File {
        facts,
        taken: taken(facts),
    };
    // A struct of texts can always be written.
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}

/// Source: <https://developer.adobe.com/xmp/docs/XMPSpecifications/>
fn xmp(facts: &Facts) -> String {
    let mut out = String::from(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n \
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n  \
         <rdf:Description rdf:about=\"\"\n   \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n   \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n   \
         xmlns:exif=\"http://ns.adobe.com/exif/1.0/\"\n   \
         xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\"\n   \
         xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n   \
         xmlns:lr=\"http://ns.adobe.com/lightroom/1.0/\">\n",
    );
    let mut simple = |name: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(out, "   <{name}>{}</{name}>", escaped(value));
    };
    if let Some(taken) = taken(facts) {
        simple("exif:DateTimeOriginal", &taken);
        simple("photoshop:DateCreated", &taken);
        simple("xmp:CreateDate", &taken);
    }
    simple("dc:identifier", &facts.id);
    simple("dc:format", &facts.mime_type);
    simple("xmpMM:PreservedFileName", &facts.file_name);
    if let Some(page) = &facts.page {
        simple("dc:source", page);
    }
    if let Some(description) = &facts.description {
        let _ = writeln!(
            out,
            "   <dc:description>\n    <rdf:Alt>\n     <rdf:li xml:lang=\"x-default\">{}</rdf:li>\n    </rdf:Alt>\n   \
             </dc:description>",
            escaped(description)
        );
    }
    if !facts.albums.is_empty() {
        out.push_str("   <lr:hierarchicalSubject>\n    <rdf:Bag>\n");
        for album in &facts.albums {
            let _ = writeln!(
                out,
                "     <rdf:li>Albums|{}</rdf:li>",
                escaped(&album.replace('|', "/"))
            );
        }
        out.push_str("    </rdf:Bag>\n   </lr:hierarchicalSubject>\n");
    }
    out.push_str("  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
    out
}

/// Text as XML takes it: what it has no way to write is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            id: "AF1QipM".to_owned(),
            file_name: "IMG_1.jpg".to_owned(),
            mime_type: "image/jpeg".to_owned(),
            taken_ms: 1_718_216_403_000,
            description: Some("Mara & Tom\n<3 the \u{1}sea".to_owned()),
            albums: vec!["Summer | 2024".to_owned()],
            camera: Some("Pixel 8".to_owned()),
            page: Some("https://photos.google.com/lr/photo/AF1QipM".to_owned()),
        }
    }

    #[test]
    fn a_sidecar_of_photo_programs_says_what_google_knows() {
        let text = text(&facts(), SidecarKind::Xmp);
        for part in [
            "<exif:DateTimeOriginal>2024-06-12T18:20:03Z</exif:DateTimeOriginal>",
            "Mara &amp; Tom\n&lt;3 the sea</rdf:li>",
            "<rdf:li>Albums|Summer / 2024</rdf:li>",
            "<dc:identifier>AF1QipM</dc:identifier>",
            "<dc:source>https://photos.google.com/lr/photo/AF1QipM</dc:source>",
        ] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }

    #[test]
    fn a_sidecar_of_ones_own_is_json() {
        let text = text(&facts(), SidecarKind::Json);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["taken"], "2024-06-12T18:20:03Z");
        assert_eq!(read["albums"][0], "Summer | 2024");
        assert_eq!(read["description"], "Mara & Tom\n<3 the \u{1}sea");
    }

    #[test]
    fn a_photo_and_a_video_of_one_name_have_one_each() {
        assert_eq!(name("a/b.jpg", SidecarKind::Xmp), "a/b.jpg.xmp");
        assert_eq!(name("a/b.mp4", SidecarKind::Json), "a/b.mp4.json");
    }
}
