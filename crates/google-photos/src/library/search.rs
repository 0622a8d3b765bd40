//! What to search for. What Google would refuse cannot be built.

use serde_json::{Map, Value, json};

use super::{Day, DayRange};
use crate::ids::AlbumId;

/// Google: at most so many days, and so many ranges.
const MAX_DATES: usize = 5;
/// Google: at most so many categories wanted, and so many unwanted.
const MAX_CATEGORIES: usize = 10;

/// Why a search cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SearchRefused {
    /// Such as 30 February.
    #[error("there is no such day")]
    NoSuchDay,
    /// Such as from a day to a year.
    #[error("both ends of a range must be days, months or years")]
    MixedRange,
    /// The end is before the start.
    #[error("the range ends before it begins")]
    BackwardRange,
    /// Over five.
    #[error("at most 5 days and 5 ranges can be searched for at once")]
    TooManyDates,
    /// Over ten.
    #[error("at most 10 categories can be searched for and 10 left out at once")]
    TooManyCategories,
    /// Wanted and unwanted at once.
    #[error("a category cannot be searched for and left out at once")]
    CategoryInBoth,
    /// An order without days.
    #[error("results can be ordered only in a search for days")]
    OrderWithoutDates,
}

/// What to search for: an album, or everything that passes the filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest(What);

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Album(AlbumId),
    Filtered(Filters, Option<Order>),
}

/// In which order days are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By the time of taking.
    OldestFirst,
    /// By the time of taking.
    NewestFirst,
}

impl SearchRequest {
    /// What is in an album, in its order. Google takes no filters with it.
    pub fn album(id: AlbumId) -> Self {
        Self(What::Album(id))
    }

    /// What passes the filters, newest first.
    pub fn filtered(filters: Filters) -> Self {
        Self(What::Filtered(filters, None))
    }

    /// What passes the filters, in this order. Errors: `OrderWithoutDates`.
    pub fn ordered(filters: Filters, order: Order) -> Result<Self, SearchRefused> {
        if filters.days.is_empty() && filters.ranges.is_empty() {
            return Err(SearchRefused::OrderWithoutDates);
        }
        Ok(Self(What::Filtered(filters, Some(order))))
    }

    pub(super) fn to_json(&self) -> Map<String, Value> {
        let mut body = Map::new();
        match &self.0 {
            What::Album(id) => {
                body.insert("albumId".to_owned(), json!(id));
            }
            What::Filtered(filters, order) => {
                let filters = filters.to_json();
                if !filters.is_empty() {
                    body.insert("filters".to_owned(), Value::Object(filters));
                }
                let order = order.map(|order| match order {
                    Order::OldestFirst => "MediaMetadata.creation_time",
                    Order::NewestFirst => "MediaMetadata.creation_time desc",
                });
                if let Some(order) = order {
                    body.insert("orderBy".to_owned(), json!(order));
                }
            }
        }
        body
    }
}

/// What an item must be like; all of it. Without any, everything passes but what is archived.
///
/// Items without a capture time never pass a filter of days.
/// Source: <https://developers.google.com/photos/library/guides/apply-filters>
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters {
    days: Vec<Day>,
    ranges: Vec<DayRange>,
    wanted: Vec<Category>,
    unwanted: Vec<Category>,
    media_type: Option<MediaType>,
    feature: Option<Feature>,
    archived: bool,
}

/// Photos or videos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// Only photos.
    Photo,
    /// Only videos.
    Video,
}

/// What a person did with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// Marked as a favourite.
    Favorites,
}

impl Filters {
    /// Everything passes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Taken on one of these days or in one of these ranges. Errors: `TooManyDates`.
    pub fn taken(mut self, days: &[Day], ranges: &[DayRange]) -> Result<Self, SearchRefused> {
        if days.len() > MAX_DATES || ranges.len() > MAX_DATES {
            return Err(SearchRefused::TooManyDates);
        }
        (self.days, self.ranges) = (days.to_vec(), ranges.to_vec());
        Ok(self)
    }

    /// Showing one of `wanted` and none of `unwanted`. Errors: `TooManyCategories`, `CategoryInBoth`.
    pub fn showing(
        mut self,
        wanted: &[Category],
        unwanted: &[Category],
    ) -> Result<Self, SearchRefused> {
        if wanted.len() > MAX_CATEGORIES || unwanted.len() > MAX_CATEGORIES {
            return Err(SearchRefused::TooManyCategories);
        }
        if wanted.iter().any(|category| unwanted.contains(category)) {
            return Err(SearchRefused::CategoryInBoth);
        }
        (self.wanted, self.unwanted) = (wanted.to_vec(), unwanted.to_vec());
        Ok(self)
    }

    /// Only photos or only videos.
    #[must_use]
    pub fn of_type(mut self, media_type: MediaType) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// Only with this feature.
    #[must_use]
    pub fn with_feature(mut self, feature: Feature) -> Self {
        self.feature = Some(feature);
        self
    }

    /// What is archived, too.
    #[must_use]
    pub fn with_archived(mut self) -> Self {
        self.archived = true;
        self
    }

    fn to_json(&self) -> Map<String, Value> {
        let mut filters = Map::new();
        let mut put = |name: &str, value: Value| filters.insert(name.to_owned(), value);
        if !self.days.is_empty() || !self.ranges.is_empty() {
            let days: Vec<Value> = self.days.iter().map(|day| day.to_json()).collect();
            let ranges: Vec<Value> = self.ranges.iter().map(|range| range.to_json()).collect();
            put("dateFilter", json!({ "dates": days, "ranges": ranges }));
        }
        if !self.wanted.is_empty() || !self.unwanted.is_empty() {
            let names = |list: &[Category]| {
                list.iter()
                    .map(|category| category.name())
                    .collect::<Vec<_>>()
            };
            let (wanted, unwanted) = (names(&self.wanted), names(&self.unwanted));
            put(
                "contentFilter",
                json!({ "includedContentCategories": wanted, "excludedContentCategories": unwanted }),
            );
        }
        if let Some(media_type) = self.media_type {
            let name = match media_type {
                MediaType::Photo => "PHOTO",
                MediaType::Video => "VIDEO",
            };
            put("mediaTypeFilter", json!({ "mediaTypes": [name] }));
        }
        if let Some(Feature::Favorites) = self.feature {
            put(
                "featureFilter",
                json!({ "includedFeatures": ["FAVORITES"] }),
            );
        }
        if self.archived {
            put("includeArchivedMedia", json!(true));
        }
        filters
    }
}

macro_rules! categories {
    ($($name:ident $wire:literal),* $(,)?) => {
        /// What Google sees in a picture.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the names say all there is")]
        pub enum Category { $($name),* }

        impl Category {
            /// Every one of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// As Google spells it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $wire),* }
            }
        }
    };
}

categories!(
    Animals "ANIMALS", Arts "ARTS", Birthdays "BIRTHDAYS", Cityscapes "CITYSCAPES", Crafts "CRAFTS",
    Documents "DOCUMENTS", Fashion "FASHION", Flowers "FLOWERS", Food "FOOD", Gardens "GARDENS", Holidays "HOLIDAYS",
    Houses "HOUSES", Landmarks "LANDMARKS", Landscapes "LANDSCAPES", Night "NIGHT", People "PEOPLE",
    Performances "PERFORMANCES", Pets "PETS", Receipts "RECEIPTS", Screenshots "SCREENSHOTS", Selfies "SELFIES",
    Sport "SPORT", Travel "TRAVEL", Utility "UTILITY", Weddings "WEDDINGS", Whiteboards "WHITEBOARDS",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_of_everything_has_an_empty_body() {
        assert!(SearchRequest::filtered(Filters::new()).to_json().is_empty());
    }

    #[test]
    fn an_album_is_searched_without_filters() {
        assert_eq!(
            Value::Object(SearchRequest::album("a".into()).to_json()),
            json!({ "albumId": "a" })
        );
    }

    #[test]
    fn all_filters_are_written_as_google_spells_them() {
        let days = [
            Day::full(2024, 2, 29).unwrap(),
            Day::every_year(12, 25).unwrap(),
        ];
        let ranges = [DayRange::new(Day::year(2020).unwrap(), Day::year(2021).unwrap()).unwrap()];
        let filters = Filters::new()
            .taken(&days, &ranges)
            .unwrap()
            .showing(&[Category::Food], &[Category::Receipts])
            .unwrap()
            .of_type(MediaType::Photo)
            .with_feature(Feature::Favorites)
            .with_archived();
        let body = SearchRequest::ordered(filters, Order::NewestFirst)
            .unwrap()
            .to_json();
        assert_eq!(
            Value::Object(body),
            json!({
                "orderBy": "MediaMetadata.creation_time desc",
                "filters": {
                    "dateFilter": {
                        "dates": [{ "year": 2024, "month": 2, "day": 29 }, { "year": 0, "month": 12, "day": 25 }],
                        "ranges": [{
                            "startDate": { "year": 2020, "month": 0, "day": 0 },
                            "endDate": { "year": 2021, "month": 0, "day": 0 }
                        }]
                    },
                    "contentFilter": { "includedContentCategories": ["FOOD"], "excludedContentCategories": ["RECEIPTS"] },
                    "mediaTypeFilter": { "mediaTypes": ["PHOTO"] },
                    "featureFilter": { "includedFeatures": ["FAVORITES"] },
                    "includeArchivedMedia": true
                }
            })
        );
    }

    #[test]
    fn what_google_refuses_cannot_be_built() {
        let day = Day::year(2020).unwrap();
        assert_eq!(
            Filters::new().taken(&[day; 6], &[]),
            Err(SearchRefused::TooManyDates)
        );
        assert_eq!(
            Filters::new().showing(&Category::ALL[..11], &[]),
            Err(SearchRefused::TooManyCategories)
        );
        assert_eq!(
            Filters::new().showing(&[Category::Food], &[Category::Food]),
            Err(SearchRefused::CategoryInBoth)
        );
        assert_eq!(
            SearchRequest::ordered(Filters::new(), Order::OldestFirst),
            Err(SearchRefused::OrderWithoutDates)
        );
    }
}
