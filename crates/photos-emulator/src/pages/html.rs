//! The frame all pages share.

const STYLE: &str = "
:root{color-scheme:light dark;--ground:#f6f7f8;--card:#fff;--ink:#1d2226;--quiet:#5c666f;--line:#dde1e4;--accent:#14687e;--on-accent:#fff}
@media(prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1e2327;--ink:#e8ebed;--quiet:#9aa5ad;--line:#343b41;--accent:#6cc3d8;--on-accent:#0d2a32}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
.card{max-width:30rem;margin:6vh auto;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:16px}
.brand{margin:0;color:var(--accent);font-weight:600;font-size:.875rem}
h1{margin:.25rem 0 1rem;font-size:1.75rem;font-weight:500;line-height:1.25;overflow-wrap:anywhere}
fieldset{border:0;margin:1.25rem 0;padding:0}legend{padding:0;margin-bottom:.5rem;font-weight:600}
.choice{display:flex;gap:.75rem;align-items:center;padding:.6rem .75rem;border:1px solid var(--line);border-radius:10px;margin-bottom:.5rem;cursor:pointer}
.choice:has(:checked){border-color:var(--accent)}.choice img{border-radius:50%}.choice small,.note,.quiet-text{color:var(--quiet);overflow-wrap:anywhere}
.row{display:flex;gap:.75rem;justify-content:flex-end;align-items:center;flex-wrap:wrap}
button,.button{font:inherit;padding:.55rem 1.25rem;border:1px solid var(--accent);border-radius:999px;background:var(--accent);color:var(--on-accent);cursor:pointer;text-decoration:none}
button.quiet,.button.quiet{background:transparent;color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.wide{max-width:72rem;margin:0 auto;padding:1.5rem}
header.bar{display:flex;gap:1rem;justify-content:space-between;align-items:start;flex-wrap:wrap}
.panel{border:1px solid var(--line);border-radius:12px;background:var(--card);padding:1rem 1.25rem;margin:0 0 1.25rem}
.panel input{font:inherit;flex:1 1 20rem;min-width:0;padding:.5rem .75rem;border:1px solid var(--line);border-radius:8px;background:var(--ground);color:var(--ink)}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:8px}
.grid img{display:block;width:100%;aspect-ratio:1;object-fit:cover;border-radius:6px;background:var(--line)}
.albums{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:1.25rem}
.albums a{color:inherit;text-decoration:none}.albums img,.albums .blank{display:block;width:100%;aspect-ratio:4/3;object-fit:cover;border-radius:12px;background:var(--line)}
figure{margin:0}.big{display:block;max-width:100%;max-height:78vh;margin:0 auto;border-radius:8px}
";

/// Text that is safe between tags and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A whole page. The body is HTML already.
pub(crate) fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"referrer\" content=\"no-referrer\"><link rel=\"icon\" href=\"data:,\">\
         <title>{title} – Photos emulator</title><style>{STYLE}</style></head><body>{body}</body></html>",
        title = escape(title),
    )
}

/// A page that says one thing.
pub(super) fn message(title: &str, words: &str) -> String {
    let body = format!(
        "<main class=\"card\"><p class=\"brand\">Photos emulator</p><h1>{}</h1><p>{}</p></main>",
        escape(title),
        escape(words)
    );
    page(title, &body)
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_a_person_wrote_becomes_a_tag() {
        assert_eq!(
            super::escape("<b a=\"1\">'&"),
            "&lt;b a=&quot;1&quot;&gt;&#39;&amp;"
        );
    }
}
