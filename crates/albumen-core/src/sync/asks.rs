//! How a reader asks Google for its next page.

use google_photos::{
    ApiError, Day, DayRange, Filters, GooglePhotos, MediaItem, Order, Page, PageToken,
    SearchRefused, SearchRequest,
};
use jiff::civil::{Date, date};

use super::sweep::From;

/// Nothing was taken before, and nothing will be after: what clocks of cameras say lies between.
const FIRST: Date = date(1, 1, 1);
const LAST: Date = date(9998, 12, 31);

/// The next page of a reader.
pub(super) async fn page(
    client: &GooglePhotos,
    from: From,
    after: Option<&PageToken>,
) -> Result<Page<MediaItem>, ApiError> {
    let (first, last, order) = match from {
        From::List => return client.media_items_page(after).await,
        From::Oldest => (FIRST, LAST, Order::OldestFirst),
        From::Up(day) => (day, LAST, Order::OldestFirst),
        From::Down(day) => (FIRST, day, Order::NewestFirst),
    };
    let request = request(first, last, order).map_err(|_| ApiError::Invalid {
        call: "mediaItems.search",
        reason: "there are no such days",
    })?;
    client.search_page(&request, after).await
}

fn request(first: Date, last: Date, order: Order) -> Result<SearchRequest, SearchRefused> {
    let day = |date: Date| {
        let number = |value: i8| u8::try_from(value).unwrap_or(0);
        Day::full(
            u16::try_from(date.year()).unwrap_or(0),
            number(date.month()),
            number(date.day()),
        )
    };
    let range = DayRange::new(day(first)?, day(last)?)?;
    SearchRequest::ordered(Filters::new().taken(&[], &[range])?.with_archived(), order)
}
