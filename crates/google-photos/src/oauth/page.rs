//! What the browser shows when it comes back.

/// One small page: nothing in it is loaded from elsewhere, nothing is kept.
pub(crate) struct Page {
    status: &'static str,
    title: &'static str,
    text: &'static str,
}

impl Page {
    pub const SIGNED_IN: Self = Self {
        status: "200 OK",
        title: "You are signed in",
        text: "You can close this tab and go back to the app.",
    };
    pub const DENIED: Self = Self {
        status: "200 OK",
        title: "Sign-in cancelled",
        text: "Nothing was changed. You can close this tab and go back to the app.",
    };
    pub const FAILED: Self = Self {
        status: "200 OK",
        title: "The sign-in did not work",
        text: "You can close this tab. The app says what happened and what to do.",
    };
    pub const STRANGE: Self = Self {
        status: "400 Bad Request",
        title: "This is not the sign-in the app waits for",
        text: "You can close this tab and start again from the app.",
    };
    pub const NOTHING: Self = Self {
        status: "404 Not Found",
        title: "Nothing here",
        text: "You can close this tab.",
    };

    /// The whole HTTP answer.
    pub fn answer(&self) -> String {
        let Self {
            status,
            title,
            text,
        } = self;
        let html = format!(
            "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
             <title>{title}</title>\
             <style>body{{font:1.1rem/1.6 system-ui,sans-serif;max-width:28rem;margin:20vh auto;padding:0 1.5rem}}\
             h1{{font-size:1.6rem;font-weight:600;margin:0 0 .5rem}}p{{margin:0;opacity:.8}}</style>\
             <h1>{title}</h1><p>{text}</p></html>\n"
        );
        format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\
             Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nConnection: close\r\n\r\n{html}",
            html.len()
        )
    }
}
