//! `mediaItems.search`: what a request may ask for, and which items answer it.
//!
//! Source: <https://developers.google.com/photos/library/guides/apply-filters>

use serde::{Deserialize, Serialize};

use super::{
    caller::Caller,
    dates::DateFilter,
    item::Kind,
    payload,
    shelf::{Found, Span},
};
use crate::error::ApiError;

const MOST_CATEGORIES: usize = 10;
const CATEGORIES: [&str; 27] = [
    "NONE",
    "ANIMALS",
    "ARTS",
    "BIRTHDAYS",
    "CITYSCAPES",
    "CRAFTS",
    "DOCUMENTS",
    "FASHION",
    "FLOWERS",
    "FOOD",
    "GARDENS",
    "HOLIDAYS",
    "HOUSES",
    "LANDMARKS",
    "LANDSCAPES",
    "NIGHT",
    "PEOPLE",
    "PERFORMANCES",
    "PETS",
    "RECEIPTS",
    "SCREENSHOTS",
    "SELFIES",
    "SPORT",
    "TRAVEL",
    "UTILITY",
    "WEDDINGS",
    "WHITEBOARDS",
];

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ContentFilter {
    #[serde(
        default,
        alias = "includedContentCategories",
        deserialize_with = "payload::list"
    )]
    included_content_categories: Vec<String>,
    #[serde(
        default,
        alias = "excludedContentCategories",
        deserialize_with = "payload::list"
    )]
    excluded_content_categories: Vec<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct MediaTypeFilter {
    #[serde(default, alias = "mediaTypes", deserialize_with = "payload::list")]
    media_types: Vec<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct FeatureFilter {
    #[serde(
        default,
        alias = "includedFeatures",
        deserialize_with = "payload::list"
    )]
    included_features: Vec<String>,
}

/// `filters` of a search.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Filters {
    #[serde(alias = "dateFilter")]
    date_filter: Option<DateFilter>,
    #[serde(alias = "contentFilter")]
    content_filter: Option<ContentFilter>,
    #[serde(alias = "mediaTypeFilter")]
    media_type_filter: Option<MediaTypeFilter>,
    #[serde(alias = "featureFilter")]
    feature_filter: Option<FeatureFilter>,
    #[serde(alias = "includeArchivedMedia")]
    include_archived_media: Option<bool>,
    #[serde(alias = "excludeNonAppCreatedData")]
    exclude_non_app_created_data: Option<bool>,
}

/// A checked search.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// Oldest first.
    pub(super) spans: Vec<Span>,
    pub(super) newest_first: bool,
    dated_only: bool,
    kind: Option<Kind>,
    favourites: bool,
    included: Vec<String>,
    excluded: Vec<String>,
}

impl Wanted {
    /// The whole library, newest first.
    pub(super) fn everything() -> Self {
        Self {
            spans: vec![Span::ALWAYS],
            newest_first: true,
            dated_only: false,
            kind: None,
            favourites: false,
            included: Vec::new(),
            excluded: Vec::new(),
        }
    }

    /// Checks filters and order.
    pub(super) fn of(filters: &Filters, order_by: &str) -> Result<Self, ApiError> {
        let mut wanted = Self::everything();
        if let Some(dates) = &filters.date_filter {
            wanted.spans = dates.spans()?;
            wanted.dated_only = true;
        }
        wanted.newest_first = match order_by {
            "" | "MediaMetadata.creation_time desc" => true,
            "MediaMetadata.creation_time" => false,
            _ => {
                return Err(ApiError::invalid(
                    "Invalid orderBy. Only \"MediaMetadata.creation_time\" is supported.",
                ));
            }
        };
        if !order_by.is_empty() && filters.date_filter.is_none() {
            return Err(ApiError::invalid(
                "orderBy is only supported with a date filter.",
            ));
        }
        if let Some(content) = &filters.content_filter {
            (wanted.included, wanted.excluded) = content.check()?;
        }
        if let Some(types) = &filters.media_type_filter {
            wanted.kind = types.check()?;
        }
        if let Some(features) = &filters.feature_filter {
            wanted.favourites = features.check()?;
        }
        Ok(wanted)
    }

    /// Whether an item within the spans is one of those.
    pub(super) fn admits(&self, found: &Found<'_>, caller: &Caller) -> bool {
        caller.sees(found.client_id())
            && (found.has_capture_date() || !self.dated_only)
            && self.kind.is_none_or(|kind| found.kind() == kind)
            && (found.is_favourite() || !self.favourites)
            && (self.included.is_empty() || found.is_in(&self.included))
            && !found.is_in(&self.excluded)
    }
}

fn unknown(place: &str, value: &str) -> ApiError {
    ApiError::invalid(format!("Invalid value at '{place}', \"{value}\""))
}

impl ContentFilter {
    fn check(&self) -> Result<(Vec<String>, Vec<String>), ApiError> {
        let (included, excluded) = (
            &self.included_content_categories,
            &self.excluded_content_categories,
        );
        if included.len() > MOST_CATEGORIES || excluded.len() > MOST_CATEGORIES {
            return Err(ApiError::invalid(
                "Request must have less than or equal to 10 content categories.",
            ));
        }
        if let Some(name) = included
            .iter()
            .chain(excluded)
            .find(|name| !CATEGORIES.contains(&name.as_str()))
        {
            return Err(unknown("filters.content_filter", name));
        }
        if included.iter().any(|name| excluded.contains(name)) {
            return Err(ApiError::invalid(
                "A content category cannot be both included and excluded.",
            ));
        }
        let kept = |names: &[String]| {
            names
                .iter()
                .filter(|name| *name != "NONE")
                .cloned()
                .collect()
        };
        Ok((kept(included), kept(excluded)))
    }
}

impl MediaTypeFilter {
    fn check(&self) -> Result<Option<Kind>, ApiError> {
        match self.media_types.as_slice() {
            [one] => match one.as_str() {
                "ALL_MEDIA" => Ok(None),
                "PHOTO" => Ok(Some(Kind::Photo)),
                "VIDEO" => Ok(Some(Kind::Video)),
                other => Err(unknown("filters.media_type_filter.media_types[0]", other)),
            },
            _ => Err(ApiError::invalid(
                "Media type filter must have exactly one media type.",
            )),
        }
    }
}

impl FeatureFilter {
    fn check(&self) -> Result<bool, ApiError> {
        match self
            .included_features
            .iter()
            .find(|name| !["NONE", "FAVORITES"].contains(&name.as_str()))
        {
            Some(name) => Err(unknown("filters.feature_filter.included_features", name)),
            None => Ok(self
                .included_features
                .iter()
                .any(|name| name == "FAVORITES")),
        }
    }
}
