//! Serves pictures under `photo://`: `/item/KEY/SIZE` (256, 512, 2048 or `full`), `/upload/KEY`, `/plan/KEY`, `/avatar/KEY`. Keys are looked up in the core; no
//! path out of an address is ever opened, and nothing an address says can make it fail otherwise than with a status.

use albumen_core::view::{ConnectionKey, ItemKey, PlanFileKey, UploadKey};
use albumen_core::{Core, PictureFile, PictureRequest};
use tauri::http::{HeaderValue, Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

use crate::times::First;

/// A media item's picture does not change; how long its bytes may be kept is Google's rule, and the core keeps it. The page
/// holds them in memory only.
const KEPT: HeaderValue = HeaderValue::from_static("private, max-age=3600, immutable");
/// A preview or a portrait may change.
const SHORT: HeaderValue = HeaderValue::from_static("private, max-age=60");
/// A stand-in: the picture itself may come.
const NEVER: HeaderValue = HeaderValue::from_static("no-store");

static FIRST_PICTURE: First = First::time();

/// Answers one request, off the thread that draws the window.
pub fn answer(
    context: UriSchemeContext<'_, Wry>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let core = context
        .app_handle()
        .try_state::<Core>()
        .map(|core| core.inner().clone());
    tauri::async_runtime::spawn(async move {
        let response = match (&core, wanted(request.uri().path())) {
            (Some(core), Some(wanted)) => picture(core, wanted).await,
            (_, None) => empty(StatusCode::BAD_REQUEST),
            (None, _) => empty(StatusCode::NOT_FOUND),
        };
        responder.respond(response);
        if let Some(core) = core {
            // The first picture of a grid is here, so the grid is drawn.
            core.painted();
            FIRST_PICTURE.mark("first picture");
        }
    });
}

async fn picture(core: &Core, wanted: PictureRequest) -> Response<Vec<u8>> {
    match core.pictures().get(wanted).await {
        Ok(found) => with_bytes(found, wanted).await,
        Err(error) => {
            tracing::debug!(code = error.code(), "no picture");
            empty(StatusCode::NOT_FOUND)
        }
    }
}

async fn with_bytes(found: PictureFile, wanted: PictureRequest) -> Response<Vec<u8>> {
    let content_type = HeaderValue::from_static(found.content_type);
    let kept = match wanted {
        _ if found.is_stand_in() => NEVER,
        PictureRequest::Item { .. } => KEPT,
        PictureRequest::Upload { .. }
        | PictureRequest::Plan { .. }
        | PictureRequest::Avatar { .. } => SHORT,
    };
    let Ok(bytes) = found.read().await else {
        return empty(StatusCode::NOT_FOUND);
    };
    let mut response = Response::new(bytes);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    response
}

/// What an address asks for; none where it is no address of ours.
fn wanted(path: &str) -> Option<PictureRequest> {
    // The page's own function writes the whole of it as one part: `/item%2F12%2F256`.
    let path = path.replace("%2F", "/").replace("%2f", "/");
    let mut parts = path.strip_prefix('/')?.split('/');
    let kind = parts.next()?;
    let key: i64 = parts.next()?.parse().ok()?;
    let wanted = match kind {
        "item" => {
            let size = match parts.next()? {
                "256" => 256,
                "512" => 512,
                "2048" => 2048,
                "full" => PictureRequest::FULL,
                _ => return None,
            };
            PictureRequest::Item {
                key: ItemKey(key),
                size,
            }
        }
        "upload" => PictureRequest::Upload {
            key: UploadKey(key),
        },
        "plan" => PictureRequest::Plan {
            key: PlanFileKey(key),
        },
        "avatar" => PictureRequest::Avatar {
            connection: ConnectionKey(key),
        },
        _ => return None,
    };
    parts.next().is_none().then_some(wanted)
}

fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CACHE_CONTROL, NEVER);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_picture_in_either_spelling() {
        for path in ["/item/12/256", "/item%2F12%2F256", "/item%2f12%2f256"] {
            assert!(
                matches!(
                    wanted(path),
                    Some(PictureRequest::Item {
                        key: ItemKey(12),
                        size: 256
                    })
                ),
                "{path} is how a system spells it"
            );
        }
        assert!(matches!(
            wanted("/item/12/full"),
            Some(PictureRequest::Item {
                key: ItemKey(12),
                size: PictureRequest::FULL
            })
        ));
        assert!(matches!(
            wanted("/upload/7"),
            Some(PictureRequest::Upload { key: UploadKey(7) })
        ));
        assert!(matches!(
            wanted("/plan/9"),
            Some(PictureRequest::Plan {
                key: PlanFileKey(9)
            })
        ));
        assert!(matches!(
            wanted("/avatar/1"),
            Some(PictureRequest::Avatar {
                connection: ConnectionKey(1)
            })
        ));
    }

    #[test]
    fn anything_else_is_no_address() {
        for path in [
            "",
            "/",
            "/item",
            "/item/12",
            "/item/12/257",
            "/item/12/65535",
            "/item/12/256/more",
            "/item/x/256",
            "/item/../../etc/passwd",
            "/etc/passwd",
            "/upload/",
            "/upload/7/256",
            "/plan/",
            "/plan/9/256",
            "/avatar/99999999999999999999",
            "/%2e%2e/7",
        ] {
            assert!(
                wanted(path).is_none(),
                "{path} must be refused, not looked up"
            );
        }
    }
}
