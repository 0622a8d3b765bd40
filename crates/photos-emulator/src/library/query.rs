//! Query parameters, refused when a method does not know them.

use crate::{error::ApiError, oauth::fields::Fields, route::Method};

const STANDARD: [&str; 14] = [
    "fields",
    "alt",
    "$alt",
    "prettyPrint",
    "quotaUser",
    "key",
    "access_token",
    "oauth_token",
    "callback",
    "upload_protocol",
    "uploadType",
    "$.xgafv",
    "xgafv",
    "$prettyPrint",
];

/// The parameters of one call.
pub(crate) struct Query(Fields);

impl Query {
    pub(super) fn parse(method: Method, text: &str) -> Result<Self, ApiError> {
        use Method::*;
        let own: &[&str] = match method {
            AlbumsList | SharedAlbumsList => &["pageSize", "pageToken", "excludeNonAppCreatedData"],
            MediaItemsList => &["pageSize", "pageToken"],
            MediaItemsBatchGet => &["mediaItemIds"],
            PickerSessionsCreate => &["requestId"],
            PickerItemsList => &["sessionId", "pageSize", "pageToken"],
            AlbumsPatch | MediaItemsPatch => &["updateMask"],
            _ => &[],
        };
        let fields = Fields::parse(text.as_bytes());
        // proto3 JSON takes the names of the .proto file too: page_size is pageSize.
        let known = |name: &str| STANDARD.contains(&name) || own.contains(&camel(name).as_str());
        if let Some(name) = fields.names().find(|name| !known(name)) {
            return Err(ApiError::invalid(format!(
                "Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' \
                 could not be found in request message."
            )));
        }
        Ok(Self(fields))
    }

    /// The last value of a name, as proto3 JSON takes it; empty if there is none.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.all(name).last().copied().unwrap_or_default()
    }

    /// All values of a repeated name.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let mut seen = std::collections::HashSet::new();
        let keys: Vec<&str> = self
            .0
            .names()
            .filter(|key| camel(key) == name && seen.insert(*key))
            .collect();
        keys.into_iter().flat_map(|key| self.0.all(key)).collect()
    }

    /// A whole number; 0 if absent.
    pub(crate) fn number(&self, name: &str) -> Result<i64, ApiError> {
        match self.one(name) {
            "" => Ok(0),
            text => text.parse().map_err(|_| {
                ApiError::invalid(format!(
                    "Invalid value at '{}' (TYPE_INT32), \"{text}\"",
                    snake(name)
                ))
            }),
        }
    }

    /// The fields of an update mask.
    pub(super) fn mask(&self) -> Result<Vec<String>, ApiError> {
        let mask: Vec<String> = self
            .one("updateMask")
            .split(',')
            .map(|name| snake(name.trim()))
            .filter(|name| !name.is_empty())
            .collect();
        if mask.is_empty() {
            return Err(ApiError::invalid("Request must have an update mask."));
        }
        Ok(mask)
    }
}

fn camel(name: &str) -> String {
    let mut upper = false;
    name.chars()
        .filter_map(|letter| {
            if letter == '_' {
                upper = true;
                return None;
            }
            Some(if std::mem::take(&mut upper) {
                letter.to_ascii_uppercase()
            } else {
                letter
            })
        })
        .collect()
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_names_keep_their_order_and_occur_once() {
        let query = Query::parse(
            Method::MediaItemsBatchGet,
            "mediaItemIds=a&mediaItemIds=b&mediaItemIds=a",
        );
        assert_eq!(
            query.map(|query| query.all("mediaItemIds").join(",")).ok(),
            Some("a,b,a".into())
        );
    }

    #[test]
    fn an_unknown_name_is_refused_and_both_spellings_are_known() {
        assert!(Query::parse(Method::AlbumsList, "pagesize=5").is_err());
        assert!(
            Query::parse(Method::AlbumsGet, "pageSize=5").is_err(),
            "another method's parameter"
        );
        let query = Query::parse(Method::AlbumsList, "page_size=5&prettyPrint=false");
        assert_eq!(
            query.and_then(|query| query.number("pageSize")).ok(),
            Some(5)
        );
    }
}
