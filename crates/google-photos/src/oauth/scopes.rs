//! What a person allowed.

use std::fmt;
use std::ops::{BitAnd, BitOr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A set of the permissions that this client knows. Google lets a person untick each of them.
///
/// Source: <https://developers.google.com/photos/overview/authorization>
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Scopes(u8);

const NAMES: [(Scopes, &str); 8] = [
    (Scopes::OPENID, "openid"),
    (Scopes::EMAIL, "email"),
    (Scopes::PROFILE, "profile"),
    (
        Scopes::ADD,
        "https://www.googleapis.com/auth/photoslibrary.appendonly",
    ),
    (
        Scopes::READ,
        "https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata",
    ),
    (
        Scopes::EDIT,
        "https://www.googleapis.com/auth/photoslibrary.edit.appcreateddata",
    ),
    (
        Scopes::PICK,
        "https://www.googleapis.com/auth/photospicker.mediaitems.readonly",
    ),
    (
        Scopes::SHARE,
        "https://www.googleapis.com/auth/photoslibrary.sharing",
    ),
];

impl Scopes {
    /// No permission at all.
    pub const NONE: Self = Self(0);
    /// To know that somebody signed in.
    pub const OPENID: Self = Self(1);
    /// To know the address.
    pub const EMAIL: Self = Self(1 << 1);
    /// To know name and portrait.
    pub const PROFILE: Self = Self(1 << 2);
    /// To upload, and to make albums.
    pub const ADD: Self = Self(1 << 3);
    /// To list and read what this client created.
    pub const READ: Self = Self(1 << 4);
    /// To change what this client created.
    pub const EDIT: Self = Self(1 << 5);
    /// To let the person pick photos of the whole library.
    pub const PICK: Self = Self(1 << 6);
    /// To share albums. Google removed it in March 2025, so it is asked for only where the endpoints are not Google's.
    pub const SHARE: Self = Self(1 << 7);
    /// Who the person is.
    pub const IDENTITY: Self = Self(Self::OPENID.0 | Self::EMAIL.0 | Self::PROFILE.0);
    /// Everything this client asks Google for.
    pub const ALL: Self = Self((1 << 7) - 1);

    /// Reads a list with spaces between, as the token endpoint gives it. Unknown permissions are left out.
    pub fn parse(list: &str) -> Self {
        list.split_whitespace()
            .map(Self::named)
            .fold(Self::NONE, |all, one| all | one)
    }

    fn named(name: &str) -> Self {
        // Google: asked for `email`, it grants the long name.
        match name {
            "https://www.googleapis.com/auth/userinfo.email" => Self::EMAIL,
            "https://www.googleapis.com/auth/userinfo.profile" => Self::PROFILE,
            _ => NAMES
                .iter()
                .find(|(_, known)| *known == name)
                .map_or(Self::NONE, |(scope, _)| *scope),
        }
    }

    /// The names in this set, as Google spells them.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES
            .into_iter()
            .filter(move |(scope, _)| self.contains(*scope))
            .map(|(_, name)| name)
    }

    /// Whether all of `other` is in this set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What this client asks for and is not in this set.
    #[must_use]
    pub fn missing(self) -> Self {
        Self(Self::ALL.0 & !self.0)
    }

    /// Whether albums and media items can be listed.
    pub fn can_read(self) -> bool {
        self.contains(Self::READ)
    }

    /// Whether files can be uploaded and albums made.
    pub fn can_add(self) -> bool {
        self.contains(Self::ADD)
    }

    /// Whether titles, covers, descriptions and the contents of albums can be changed.
    pub fn can_edit(self) -> bool {
        self.contains(Self::EDIT)
    }

    /// Whether albums can be shared through the API, which Google grants to nobody any more.
    pub fn can_share(self) -> bool {
        self.contains(Self::SHARE)
    }

    /// Whether the person can pick photos of the whole library.
    pub fn can_pick(self) -> bool {
        self.contains(Self::PICK)
    }
}

impl BitOr for Scopes {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Scopes {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// The list with spaces between, as it goes into a request.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, name) in self.names().enumerate() {
            if nth > 0 {
                f.write_str(" ")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scopes({self})")
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|list| Self::parse(&list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_long_names_of_address_and_profile_are_known() {
        let list = "openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile";
        assert_eq!(Scopes::parse(list), Scopes::IDENTITY);
    }

    #[test]
    fn removed_scopes_and_strangers_give_nothing() {
        let list = "https://www.googleapis.com/auth/photoslibrary https://www.googleapis.com/auth/drive READ";
        assert_eq!(Scopes::parse(list), Scopes::NONE);
    }

    proptest! {
        #[test]
        fn a_list_read_back_is_the_same_set(bits in any::<u8>()) {
            let scopes = Scopes(bits);
            prop_assert_eq!(Scopes::parse(&scopes.to_string()), scopes);
            prop_assert_eq!(serde_json::from_value::<Scopes>(serde_json::to_value(scopes).unwrap()).unwrap(), scopes);
        }

        #[test]
        fn what_is_there_and_what_is_missing_make_all(bits in any::<u8>()) {
            let scopes = Scopes(bits);
            prop_assert!((scopes | scopes.missing()).contains(Scopes::ALL));
            prop_assert!(!scopes.missing().can_share(), "nobody can be asked for what Google removed");
            prop_assert!((scopes & scopes.missing()).is_empty());
        }

        #[test]
        fn any_text_can_be_read(text in "\\PC*") {
            let _ = Scopes::parse(&text);
        }
    }
}
