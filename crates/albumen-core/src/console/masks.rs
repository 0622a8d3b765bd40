//! What is taken out of a call before it is kept or copied: upload tokens, share tokens and the file. Pure.

use google_photos::method_at;

use crate::view::ConsoleRequest;

/// Fields and blanks whose value is a secret.
const SECRET: [&str; 2] = ["uploadToken", "shareToken"];

/// Whether a blank of this name is never kept.
pub fn is_secret(name: &str) -> bool {
    SECRET
        .iter()
        .any(|secret| name.eq_ignore_ascii_case(secret))
}

/// The call without anything secret: a blank stands where it stood.
pub fn kept(request: &ConsoleRequest) -> ConsoleRequest {
    let mut kept = request.clone();
    kept.file = None;
    kept.blanks.retain(|blank| !is_secret(&blank.name));
    for name in SECRET {
        kept.body = without(&kept.body, name);
    }
    let path = kept.path.split('?').next().unwrap_or_default();
    let path = path
        .get(path.find("/v1/").unwrap_or(0)..)
        .unwrap_or_default();
    let method = method_at(kept.api.into(), kept.verb.into(), path);
    if let Some(method) = method.filter(|method| method.path.contains("{{shareToken}}")) {
        kept.path = method.path.to_owned();
    }
    for pair in kept.query.iter_mut().chain(&mut kept.headers) {
        if is_secret(&pair.name) {
            pair.value = blank(&pair.name);
        }
    }
    kept
}

fn blank(name: &str) -> String {
    format!("{{{{{name}}}}}")
}

/// JSON, with or without blanks, in which the values of a field are blanks.
fn without(body: &str, name: &str) -> String {
    let field = format!("\"{name}\"");
    let mut made = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find(&field) {
        let (before, after) = rest.split_at(at + field.len());
        made.push_str(before);
        let value = after.trim_start().strip_prefix(':').map(str::trim_start);
        match value.and_then(|value| value.strip_prefix('"')) {
            Some(inside) => {
                let end = end_of_string(inside);
                made.push_str(&format!(": \"{}\"", blank(name)));
                rest = inside.get(end..).unwrap_or_default();
            }
            None => rest = after,
        }
    }
    made.push_str(rest);
    made
}

/// Behind the closing quote.
fn end_of_string(inside: &str) -> usize {
    let mut letters = inside.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return at + 1,
            '\\' => drop(letters.next()),
            _ => {}
        }
    }
    inside.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{ConsoleApi, ConsolePair, ConsoleVerb};

    fn request(verb: ConsoleVerb, path: &str, body: &str) -> ConsoleRequest {
        ConsoleRequest {
            api: ConsoleApi::Library,
            verb,
            path: path.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            body: body.to_owned(),
            blanks: vec![
                ConsolePair {
                    name: "uploadToken".to_owned(),
                    value: "CAIShush".to_owned(),
                },
                ConsolePair {
                    name: "title".to_owned(),
                    value: "Rain".to_owned(),
                },
            ],
            file: Some("/home/mara/a.jpg".to_owned()),
        }
    }

    #[test]
    fn tokens_become_blanks_and_the_rest_stays() {
        let body = "{\"newMediaItems\":[{\"simpleMediaItem\":{\"uploadToken\" :\n \"CAIS\\\"hush\",\"fileName\":\"a\"}},\
                    {\"simpleMediaItem\":{\"uploadToken\":\"CAIShush\"}}],\"n\":{{n}}}";
        let kept = kept(&request(
            ConsoleVerb::Post,
            "/v1/mediaItems:batchCreate",
            body,
        ));
        assert!(!kept.body.contains("hush"), "{}", kept.body);
        assert_eq!(kept.body.matches("{{uploadToken}}").count(), 2);
        assert!(kept.body.contains("\"fileName\":\"a\"") && kept.body.ends_with("\"n\":{{n}}}"));
        assert_eq!(kept.blanks.len(), 1, "the title stays");
        assert_eq!(kept.file, None, "no path of a file is kept");
    }

    #[test]
    fn a_share_token_in_a_path_becomes_a_blank() {
        for path in [
            "/v1/sharedAlbums/AOVP0rHush",
            "https://photoslibrary.googleapis.com/v1/sharedAlbums/AOVP0rHush?fields=id",
        ] {
            assert_eq!(
                kept(&request(ConsoleVerb::Get, path, "")).path,
                "/v1/sharedAlbums/{{shareToken}}"
            );
        }
        let body = kept(&request(
            ConsoleVerb::Post,
            "/v1/sharedAlbums:join",
            "{\"shareToken\":\"hush\"}",
        ))
        .body;
        assert_eq!(body, "{\"shareToken\": \"{{shareToken}}\"}");
    }
}
