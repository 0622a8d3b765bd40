//! What is shown when the program cannot start: a small window that says what happened, what is kept and what to do.

use albumen_core::CoreError;
use tauri::http::{Request, Response};
use tauri::{AppHandle, Manager, UriSchemeContext, WebviewUrl, WebviewWindowBuilder, Wry};

use crate::window;

struct Message(String);

/// Opens the window that tells of the error.
///
/// # Errors
/// When the system refuses a window.
pub fn open(app: &AppHandle, error: &CoreError) -> tauri::Result<()> {
    app.manage(Message(error.to_string()));
    let address = if cfg!(windows) {
        "http://trouble.localhost/"
    } else {
        "trouble://localhost/"
    };
    let url =
        WebviewUrl::CustomProtocol(address.parse().map_err(|_| tauri::Error::WebviewNotFound)?);
    let opened = WebviewWindowBuilder::new(app, "trouble", url)
        .title("Albumen cannot start")
        .inner_size(560.0, 300.0)
        .min_inner_size(400.0, 240.0)
        .center()
        .build()?;
    window::without_gpu(&opened)
}

/// The page of that window. It has no script and asks for nothing.
pub fn page(context: UriSchemeContext<'_, Wry>, _request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let message = context
        .app_handle()
        .try_state::<Message>()
        .map(|message| escape(&message.0))
        .unwrap_or_default();
    let mut response = Response::new(PAGE.replace("{message}", &message).into_bytes());
    response.headers_mut().insert("content-type", HTML);
    response
}

const HTML: tauri::http::HeaderValue =
    tauri::http::HeaderValue::from_static("text/html; charset=utf-8");

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Albumen cannot start</title>
<style>
  :root { color-scheme: light dark; }
  body { margin: 0; padding: 32px; font: 14px/20px system-ui, "Segoe UI Variable", Cantarell, "Noto Sans", sans-serif;
    color: #221C1A; background: #F8F7F6; user-select: text; }
  h1 { margin: 0 0 12px; font-size: 18px; line-height: 24px; font-weight: 600; }
  p { margin: 0 0 12px; white-space: pre-line; overflow-wrap: anywhere; }
  .quiet { color: #625853; }
  @media (prefers-color-scheme: dark) { body { color: #F0ECE9; background: #161413; } .quiet { color: #ABA19B; } }
</style>
<main role="alert">
  <h1>Albumen cannot start</h1>
  <p id="message">{message}</p>
  <p class="quiet">Nothing was changed. Close this window, and start Albumen again afterwards.</p>
</main>
</html>
"#;

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_message_cannot_bring_markup_into_the_page() {
        assert_eq!(
            escape("<b>\"a\" & b"),
            "&lt;b&gt;&quot;a&quot; &amp; b",
            "a file name may hold anything"
        );
    }
}
