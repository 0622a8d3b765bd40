//! Links as texts that are handed on. Titles are other people's words: each format takes them as words and nothing else. Pure.

use jiff::Timestamp;
use serde::Serialize;

use crate::view::{LinkState, LinkView};

/// A link with the picture that stands for it.
pub struct Entry {
    /// The link.
    pub link: LinkView,
    /// The cover as a `data:` address.
    pub cover: Option<String>,
}

/// The title that is shown.
fn title(link: &LinkView) -> &str {
    if link.title.is_empty() {
        "Untitled album"
    } else {
        &link.title
    }
}

/// A title in one line without signs that move a cursor or turn the direction of what follows.
fn one_line(text: &str) -> String {
    let turns = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .filter(|letter| !turns(*letter))
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

/// Title and address of each, with an empty line between.
pub fn text(entries: &[Entry]) -> String {
    let blocks: Vec<String> = entries
        .iter()
        .map(|one| format!("{}\n{}\n", one_line(title(&one.link)), one.link.url))
        .collect();
    blocks.join("\n")
}

/// A list in Markdown.
pub fn markdown(entries: &[Entry]) -> String {
    entries
        .iter()
        .map(|one| {
            format!(
                "- [{}](<{}>)\n",
                escaped_markdown(&one_line(title(&one.link))),
                one.link.url
            )
        })
        .collect()
}

/// Every sign of ASCII that could mean something gets a back slash, which Markdown allows before all of them.
///
/// Source: <https://spec.commonmark.org/0.31.2/#backslash-escapes>
fn escaped_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_punctuation()
            && !matches!(letter, ',' | '.' | ':' | ';' | '?' | '\'' | '"' | '/')
        {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// One line of a table, one object of an array. The names of its fields are the names of the columns.
#[derive(Serialize)]
struct Line<'a> {
    title: String,
    link: &'a str,
    state: &'static str,
    last_seen_working: String,
    last_checked: String,
    own: bool,
}

fn line(link: &LinkView) -> Line<'_> {
    let time = |ms: Option<i64>| {
        ms.and_then(|ms| Timestamp::from_millisecond(ms).ok())
            .map(|at| at.to_string())
            .unwrap_or_default()
    };
    Line {
        title: title(link).to_owned(),
        link: &link.url,
        state: match link.state {
            LinkState::Alive => "works",
            LinkState::Dead => "dead",
            LinkState::Unknown => "not checked",
        },
        last_seen_working: time(link.alive_ms),
        last_checked: time(link.checked_ms),
        own: link.album.is_some(),
    }
}

/// A table with a line of names as RFC 4180 has it. A title that begins like a formula gets an apostrophe before it, or a
/// spreadsheet would work it out. Source: <https://owasp.org/www-community/attacks/CSV_Injection>
pub fn csv(entries: &[Entry]) -> Result<String, csv::Error> {
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .has_headers(false)
        .from_writer(Vec::new());
    table.write_record([
        "title",
        "link",
        "state",
        "last_seen_working",
        "last_checked",
        "own",
    ])?;
    for one in entries {
        let mut line = line(&one.link);
        if line.title.trim_start().starts_with(['=', '+', '-', '@'])
            || line.title.starts_with(['\t', '\r', '\n'])
        {
            line.title.insert(0, '\'');
        }
        table.serialize(line)?;
    }
    let bytes = table.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// An array of objects. Titles are as they are.
pub fn json(entries: &[Entry]) -> Result<String, serde_json::Error> {
    let lines: Vec<Line<'_>> = entries.iter().map(|one| line(&one.link)).collect();
    Ok(serde_json::to_string_pretty(&lines)? + "\n")
}

/// One page that needs nothing beside it, asks for nothing, and runs nothing.
pub fn html(entries: &[Entry]) -> String {
    let heading = match entries {
        [one] => escaped(&one_line(title(&one.link))),
        _ => "Shared albums".to_owned(),
    };
    let cards: String = entries.iter().map(card).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{heading}</title>\n<style>{STYLE}</style>\n<main>\n<h1><bdi>{heading}</bdi></h1>\n<ul>\n{cards}</ul>\n</main>\n</html>\n"
    )
}

fn card(one: &Entry) -> String {
    let url = escaped(&one.link.url);
    let picture = match &one.cover {
        Some(data) => format!("<img src=\"{}\" alt=\"\">", escaped(data)),
        None => "<span></span>".to_owned(),
    };
    let shown = escaped(one.link.url.split_once("://").map_or("", |(_, rest)| rest));
    format!(
        "<li><a href=\"{url}\" rel=\"noopener noreferrer\">{picture}<b><bdi>{}</bdi></b><small>{shown}</small></a></li>\n",
        escaped(&one_line(title(&one.link)))
    )
}

/// Text that is nothing but text, between tags and in quoted attributes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

const STYLE: &str = "\
:root{color-scheme:light dark;--ground:#f8f7f6;--card:#fff;--line:#dcd7d3;--sunken:#e8e5e2;--text:#221c1a;--quiet:#625853;--accent:#6a3346}\
@media(prefers-color-scheme:dark){:root{--ground:#161413;--card:#242120;--line:#35302e;--sunken:#0f0e0d;--text:#f0ece9;--quiet:#aba19b;--accent:#e0b2b5}}\
body{margin:0;background:var(--ground);color:var(--text);font:14px/20px system-ui,sans-serif}\
main{max-width:1080px;margin:0 auto;padding:40px 20px}\
h1{margin:0 0 24px;font-size:32px;line-height:38px;font-weight:600;letter-spacing:-.022em;overflow-wrap:anywhere}\
ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:20px;margin:0;padding:0;list-style:none}\
a{display:block;height:100%;box-sizing:border-box;border:1px solid var(--line);border-radius:10px;background:var(--card);color:inherit;text-decoration:none;overflow:hidden}\
a:hover b{text-decoration:underline}\
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}\
img,span{display:block;width:100%;aspect-ratio:3/2;object-fit:cover;background:var(--sunken)}\
b,small{display:block;padding:0 14px;overflow-wrap:anywhere}\
b{padding-top:12px;font-weight:600}\
small{padding:2px 14px 14px;font-size:13px;line-height:18px;color:var(--quiet)}";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{AlbumKey, LinkKey, SharingLane};
    use rstest::rstest;

    const URL: &str = "https://photos.google.com/share/AF1Qip?key=k";

    fn entry(title: &str) -> Entry {
        Entry {
            link: LinkView {
                key: LinkKey(1),
                album: Some(AlbumKey(1)),
                title: title.to_owned(),
                cover: None,
                url: URL.to_owned(),
                lane: SharingLane::Browser,
                state: LinkState::Alive,
                collaborative: false,
                commentable: false,
                made_ms: 0,
                checked_ms: Some(1_000),
                alive_ms: Some(1_000),
                tried_ms: Some(1_000),
            },
            cover: None,
        }
    }

    #[test]
    fn a_text_has_a_line_for_each_title_and_address() {
        let text = text(&[entry("Lofoten\nin \u{202e}June"), entry("")]);
        assert_eq!(
            text,
            format!("Lofoten in June\n{URL}\n\nUntitled album\n{URL}\n")
        );
    }

    #[rstest]
    #[case("[x](https://example.com)", r"\[x\]\(https://example.com\)")]
    #[case("a*b_c`d", r"a\*b\_c\`d")]
    #[case("<script>", r"\<script\>")]
    #[case("# 1 \\ 2", r"\# 1 \\ 2")]
    fn a_title_is_no_markdown(#[case] title: &str, #[case] shown: &str) {
        assert_eq!(markdown(&[entry(title)]), format!("- [{shown}](<{URL}>)\n"));
    }

    #[rstest]
    #[case("=1+1")]
    #[case("+1")]
    #[case("-1")]
    #[case("@SUM(A1)")]
    #[case("  =1+1")]
    fn no_cell_is_a_formula(#[case] title: &str) {
        let table = csv(&[entry(title)]).unwrap();
        let mut lines = csv::Reader::from_reader(table.as_bytes());
        let row = lines.records().next().unwrap().unwrap();
        assert_eq!(&row[0], format!("'{title}"));
    }

    #[test]
    fn a_table_names_its_columns_and_quotes_what_needs_it() {
        let table = csv(&[entry("a \"b\", c\r\nd")]).unwrap();
        assert!(table.starts_with("title,link,state,last_seen_working,last_checked,own\r\n"));
        assert!(table.contains("\"a \"\"b\"\", c\r\nd\""));
        assert!(table.contains("works,1970-01-01T00:00:01Z"), "{table}");
    }

    #[rstest]
    #[case("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    #[case(
        "\"><img src=x onerror=alert(1)>",
        "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"
    )]
    #[case("Tom & Jerry's", "Tom &amp; Jerry&#39;s")]
    fn a_title_is_no_markup(#[case] title: &str, #[case] shown: &str) {
        let page = html(&[entry(title), entry("b")]);
        assert!(page.contains(&format!("<bdi>{shown}</bdi>")), "{page}");
        assert!(!page.contains("<script") && !page.contains("<img src=x"));
        let alone = html(&[entry(title)]);
        assert!(alone.contains(&format!("<title>{shown}</title>")));
    }

    #[test]
    fn a_page_asks_for_nothing_and_runs_nothing() {
        let mut one = entry("Lakes");
        one.cover = Some("data:image/jpeg;base64,AAAA".to_owned());
        let page = html(&[one, entry("Woods")]);
        assert!(page.contains("default-src 'none'; img-src data:"));
        assert!(page.contains("<img src=\"data:image/jpeg;base64,AAAA\" alt=\"\">"));
        assert_eq!(page.matches("https://").count(), 2, "the two links only");
        assert_eq!(page.matches(&format!("href=\"{URL}\"")).count(), 2);
    }

    #[test]
    fn json_has_titles_as_they_are() {
        let array: serde_json::Value =
            serde_json::from_str(&json(&[entry("=1")]).unwrap()).unwrap();
        assert_eq!(array[0]["title"], "=1");
        assert_eq!(array[0]["own"], true);
        assert_eq!(json(&[]).unwrap(), "[]\n");
    }
}
