//! One reader of a stretch of time. Pure.

use google_photos::PageToken;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::pages::{Next, Pages, Until};
use super::plan::{Came, DAY_MARGIN_MS, Endless};

/// From where a reader reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum From {
    /// The list of all items, newest first: the only one that also holds items without a time.
    List,
    /// All that has a time, oldest first.
    Oldest,
    /// From this day on, oldest first.
    Up(Date),
    /// From this day back, newest first.
    Down(Date),
}

/// At which end of a stretch a reader reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Down from the newer end.
    Newer,
    /// Up from the older end.
    Older,
}

/// One reader.
#[derive(Clone, Debug)]
pub(super) struct Sweep {
    pub(super) number: u32,
    pub(super) from: From,
    /// Where its next page begins.
    pub(super) after: Option<PageToken>,
    /// The time to which it came: everything before it on its way was read.
    pub(super) at_ms: Option<i64>,
    /// Items a millisecond, lately.
    pub(super) density: Option<f64>,
    pub(super) under_way: bool,
    /// It came to its natural end.
    pub(super) ended: bool,
    /// It reads no further: the other one comes to meet it.
    pub(super) stays: bool,
    pages: Pages,
}

impl Sweep {
    pub(super) fn new(number: u32, from: From) -> Self {
        Self {
            number,
            from,
            after: None,
            at_ms: None,
            density: None,
            under_way: false,
            ended: false,
            stays: false,
            pages: Pages::new(Until::End),
        }
    }

    /// Where it stands, without the memory of the pages it read.
    pub(super) fn standing(&self) -> Self {
        Self {
            after: self.after.clone(),
            pages: Pages::new(Until::End),
            ..*self
        }
    }

    pub(super) fn is_begun(&self) -> bool {
        self.at_ms.is_some() || self.after.is_some() || self.under_way
    }

    /// Sends it.
    pub(super) fn ask(&mut self) -> super::plan::Ask {
        self.under_way = true;
        super::plan::Ask {
            sweep: self.number,
            from: self.from,
            after: self.after.clone(),
        }
    }

    /// A page came; gives whether it is what was asked for.
    pub(super) fn took(&mut self, side: Side, came: &Came) -> Result<bool, Endless> {
        self.under_way = false;
        if !self.is_in_order(side, &came.times_ms) {
            return Ok(false);
        }
        let before = self.at_ms;
        if let (Some(first), Some(last)) = (came.times_ms.first(), came.times_ms.last()) {
            let span = (before.unwrap_or(*first) - last).abs().max(1000);
            let density = came.times_ms.len() as f64 / span as f64;
            self.density = Some(
                self.density
                    .map_or(density, |old| old * 0.7 + density * 0.3),
            );
            // Many of one moment: two readers could pass each other in it. The one from above goes through.
            self.stays |= side == Side::Older && first == last && before == Some(*last);
            self.at_ms = Some(*last);
        }
        let items = usize::try_from(came.items).unwrap_or(usize::MAX);
        match self.pages.after(items, items, came.next.clone()) {
            Next::Page(token) => self.after = Some(token),
            Next::Over => self.ended = true,
            Next::Endless => return Err(Endless),
        }
        Ok(true)
    }

    /// Whether times go on in its direction from where it is, and lie in its days.
    fn is_in_order(&self, side: Side, times_ms: &[i64]) -> bool {
        let mut at_ms = self.at_ms;
        let in_days = |time: i64| match self.from {
            From::List | From::Oldest => true,
            From::Up(day) => start_ms(day).is_none_or(|start| time >= start - DAY_MARGIN_MS),
            From::Down(day) => end_ms(day).is_none_or(|end| time <= end + DAY_MARGIN_MS),
        };
        times_ms.iter().all(|time| {
            let goes_on = match (side, at_ms) {
                (_, None) => true,
                (Side::Newer, Some(at)) => *time <= at,
                (Side::Older, Some(at)) => *time >= at,
            };
            at_ms = Some(*time);
            goes_on && in_days(*time)
        })
    }

    /// Begins again at the day to which it came, without its page token.
    pub(super) fn begin_at_day(&mut self, side: Side) {
        let mut again = Self::new(self.number, self.from);
        let margin = match side {
            Side::Newer => DAY_MARGIN_MS,
            Side::Older => -DAY_MARGIN_MS,
        };
        if let Some(day) = self.at_ms.and_then(|at| day_of(at + margin)) {
            again.from = match side {
                Side::Newer => From::Down(day),
                Side::Older => From::Up(day),
            };
        }
        again.stays = self.stays;
        *self = again;
    }

    /// Where it is, or from where it will begin; none where that cannot be told.
    pub(super) fn bound_ms(&self) -> Option<i64> {
        self.at_ms.or_else(|| match self.from {
            From::List | From::Oldest => None,
            From::Up(day) => start_ms(day),
            From::Down(day) => end_ms(day),
        })
    }
}

/// The day in UTC of a time, if a search can name it.
pub(super) fn day_of(at_ms: i64) -> Option<Date> {
    let at = Timestamp::from_millisecond(at_ms).ok()?;
    Some(Offset::UTC.to_datetime(at).date()).filter(|day| (1..=9998).contains(&day.year()))
}

fn start_ms(day: Date) -> Option<i64> {
    let start = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()?;
    Some(start.as_millisecond())
}

fn end_ms(day: Date) -> Option<i64> {
    start_ms(day.tomorrow().ok()?).map(|next| next - 1)
}
