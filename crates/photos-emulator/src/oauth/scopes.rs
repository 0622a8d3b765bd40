//! The scopes there are, and which one each method wants.
//!
//! Source: <https://developers.google.com/photos/overview/authorization>

use crate::{Rules, route::Method};

const PREFIX: &str = "https://www.googleapis.com/auth/";

pub(crate) const OPENID: &str = "openid";
pub(crate) const EMAIL: &str = "https://www.googleapis.com/auth/userinfo.email";
pub(crate) const PROFILE: &str = "https://www.googleapis.com/auth/userinfo.profile";
pub(crate) const APPEND: &str = "https://www.googleapis.com/auth/photoslibrary.appendonly";
pub(crate) const READ: &str =
    "https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata";
pub(crate) const EDIT: &str = "https://www.googleapis.com/auth/photoslibrary.edit.appcreateddata";
pub(crate) const PICK: &str = "https://www.googleapis.com/auth/photospicker.mediaitems.readonly";
/// Removed on 31 March 2025: a call that relies on it answers 403, unless the account is a legacy one.
pub(crate) const SHARE: &str = "https://www.googleapis.com/auth/photoslibrary.sharing";
/// Removed on 31 March 2025.
pub(crate) const WHOLE: &str = "https://www.googleapis.com/auth/photoslibrary";
/// Removed on 31 March 2025.
pub(crate) const WHOLE_READ: &str = "https://www.googleapis.com/auth/photoslibrary.readonly";

/// What a token of the control endpoint has when nothing is said: all that lives, and sharing.
pub(crate) const ALL: [&str; 8] = [OPENID, EMAIL, PROFILE, APPEND, READ, EDIT, PICK, SHARE];

/// The long spelling Google grants for a scope that was asked for; `None` if there is no such scope.
pub(crate) fn canonical(scope: &str) -> Option<&'static str> {
    let known = [
        OPENID, EMAIL, PROFILE, APPEND, READ, EDIT, PICK, SHARE, WHOLE, WHOLE_READ,
    ];
    match scope {
        "email" => Some(EMAIL),
        "profile" => Some(PROFILE),
        other => known.into_iter().find(|name| *name == other),
    }
}

/// Whether a scope is the one of that name, which may be written short: `photoslibrary.appendonly`.
pub(crate) fn is_named(scope: &str, name: &str) -> bool {
    scope == name || scope.strip_prefix(PREFIX) == Some(name)
}

/// A scope that says who the person is. These cannot be unticked.
pub(crate) fn is_identity(scope: &str) -> bool {
    [OPENID, EMAIL, PROFILE].contains(&scope)
}

/// A scope of another Google product, which may not be asked for together with these.
pub(crate) fn is_drive(scope: &str) -> bool {
    scope
        .strip_prefix(PREFIX)
        .is_some_and(|name| name == "drive" || name.starts_with("drive."))
}

/// What the consent page says about a scope.
pub(crate) fn words(scope: &str) -> &'static str {
    match scope {
        APPEND => "Add photos, videos and albums to your Google Photos library",
        READ => "See the photos, videos and albums this app created",
        EDIT => "Edit the photos, videos and albums this app created",
        PICK => "See the photos and videos you pick for this app",
        SHARE => "Manage and add to shared albums on your behalf",
        WHOLE => "See, upload and organise items in your Google Photos library",
        WHOLE_READ => "See your whole Google Photos library",
        EMAIL => "See your email address",
        PROFILE => "See your name and picture",
        _ => "Know who you are on Google",
    }
}

/// The scopes of which one is enough for a method.
pub(crate) fn accepted(method: Method, rules: Rules) -> Vec<&'static str> {
    use Method::*;
    let (today, legacy): (&[&str], &[&str]) = match method {
        Uploads | MediaItemsBatchCreate | AlbumsCreate => (&[APPEND], &[WHOLE, SHARE]),
        AlbumsAddEnrichment | AlbumsBatchAdd => (&[APPEND, EDIT], &[WHOLE, SHARE]),
        AlbumsBatchRemove => (&[EDIT], &[WHOLE]),
        AlbumsPatch | MediaItemsPatch => (&[EDIT], &[]),
        AlbumsList | AlbumsGet | MediaItemsList | MediaItemsGet | MediaItemsBatchGet
        | MediaItemsSearch => (&[READ], &[WHOLE, WHOLE_READ]),
        SharedAlbumsList => (&[], &[READ, WHOLE, WHOLE_READ]),
        AlbumsShare | AlbumsUnshare | SharedAlbumsGet | SharedAlbumsJoin | SharedAlbumsLeave => {
            (&[], &[SHARE])
        }
    };
    let old = if rules == Rules::Legacy { legacy } else { &[] };
    today.iter().chain(old).copied().collect()
}

/// Whether a token sees items that its client did not create: only the removed scopes ever did.
pub(crate) fn sees_everything(scopes: &[String], rules: Rules) -> bool {
    rules == Rules::Legacy
        && scopes
            .iter()
            .any(|scope| scope == WHOLE || scope == WHOLE_READ)
}
