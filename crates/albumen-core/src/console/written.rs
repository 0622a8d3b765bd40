//! A call written down: as it would be, for a shell, as JSON. Never with a token. Pure.

use google_photos::{Api, Endpoints, Method, RawAddress, RawCall, RawRefusal};
use serde_json::{Value, json};

use super::{blanks, masks, rules};
use crate::error::CoreError;
use crate::view::{CallForm, ConsolePreview, ConsoleRequest};

/// What a call would be.
pub fn preview(request: &ConsoleRequest, endpoints: &Endpoints) -> ConsolePreview {
    let open = blanks::open(request);
    let looked = blanks::filled_but(request, |_| false).map(|call| call.address(endpoints));
    let (to, mut problem) = match looked {
        Ok(Ok(to)) => (Some(to), None),
        // JSON with open blanks need not be JSON yet.
        Ok(Err(RawRefusal::NotJson { .. } | RawRefusal::HalfJson)) if !open.is_empty() => {
            (None, None)
        }
        Ok(Err(why)) => (None, Some(why.to_string())),
        Err(why) => (None, Some(why.to_string())),
    };
    match &to {
        Some(to) if takes_file(to) && request.file.is_none() => {
            problem = Some(RawRefusal::NoFile.to_string());
        }
        _ => {}
    }
    let method = to.as_ref().and_then(|to| to.method);
    ConsolePreview {
        url: to.as_ref().map_or_else(|| request.path.clone(), address),
        method: method.map(|method| method.id.to_owned()),
        changes: to.as_ref().is_some_and(|to| to.changes),
        counted: to.as_ref().is_none_or(|to| to.api == Api::Library),
        blanks: blanks::names(request),
        open,
        problem,
    }
}

/// An address, its open blanks readable.
fn address(to: &RawAddress) -> String {
    to.url
        .as_str()
        .replace("%7B%7B", "{{")
        .replace("%7D%7D", "}}")
}

/// A call for another program.
///
/// Errors: `CallRefused` for a call that would not be sent.
pub fn in_form(
    request: &ConsoleRequest,
    form: CallForm,
    endpoints: &Endpoints,
) -> Result<String, CoreError> {
    rules::holds_no_secret(request)?;
    let call = blanks::filled_but(&masks::kept(request), masks::is_secret)?;
    let to = call.address(endpoints).map_err(rules::refused)?;
    let file = file_name(request);
    Ok(match form {
        CallForm::Curl => curl(&call, &to, file.as_deref()),
        CallForm::Json => object(&call, &to, file.as_deref()),
    })
}

/// What a file is called; never where it lies.
fn file_name(request: &ConsoleRequest) -> Option<String> {
    let path = std::path::Path::new(request.file.as_ref()?);
    Some(path.file_name()?.to_string_lossy().into_owned())
}

fn takes_file(to: &RawAddress) -> bool {
    to.method.is_some_and(|method: &Method| method.takes_file)
}

/// A command for a shell of the kind that every system but Windows has. The token comes from a variable.
fn curl(call: &RawCall, to: &RawAddress, file: Option<&str>) -> String {
    let mut parts = vec![format!(
        "curl --request {} {}",
        call.verb.as_str(),
        quoted(&address(to))
    )];
    // In double quotes: the shell puts the variable in.
    parts.push("--header \"Authorization: Bearer $ACCESS_TOKEN\"".to_owned());
    for (name, value) in &call.headers {
        parts.push(format!("--header {}", quoted(&format!("{name}: {value}"))));
    }
    if takes_file(to) {
        parts.push("--header 'Content-Type: application/octet-stream'".to_owned());
        parts.push("--header 'X-Goog-Upload-Protocol: raw'".to_owned());
        let file = file.unwrap_or("FILE");
        parts.push(format!("--data-binary {}", quoted(&format!("@{file}"))));
    } else if !call.body.trim().is_empty() {
        parts.push("--header 'Content-Type: application/json'".to_owned());
        parts.push(format!("--data {}", quoted(call.body.trim())));
    }
    parts.join(" \\\n  ")
}

/// In single quotes nothing means anything but the quote itself.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn object(call: &RawCall, to: &RawAddress, file: Option<&str>) -> String {
    let headers: serde_json::Map<String, Value> = call
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().into()))
        .collect();
    let body = match call.body.trim() {
        "" => Value::Null,
        body => serde_json::from_str(body).unwrap_or_else(|_| body.into()),
    };
    let written = json!({
        "method": call.verb.as_str(),
        "url": address(to),
        "headers": headers,
        "body": body,
        "file": file,
    });
    serde_json::to_string_pretty(&written).unwrap_or_default()
}
