//! How a first sync is shared among several readers. Pure: it is told what came and says what to ask for next.
//!
//! The library is read from both ends of open stretches of time. Each stretch has a reader that comes down from its newer
//! end and one that comes up from its older end; where they meet, nothing is left between them. A long stretch is cut in
//! two at a day: one reader goes up from there and one down, so that a cut costs nothing. What costs is that readers meet
//! in the middle of a page: one page for each stretch. No stretch is opened before the pages that are surely needed allow
//! that: [`MOST_EXTRA_PERCENT`]. Where both read at the moment they meet, one page more is lost: they do not where the end can
//! be seen to come, so it happens only where nothing lies between two times of much, at most once for each open stretch.
//! To count on it would keep eight from reading until a library has shown 27,000 items.

use google_photos::PageToken;
use jiff::civil::Date;

use super::sweep::{From, Side, Sweep};

/// Requests more than the pages of the library, of all that are sent.
pub(super) const MOST_EXTRA_PERCENT: u64 = 3;
/// Requests under way at once.
pub(super) const IN_FLIGHT: usize = 8;
/// Media items on a full page.
pub(super) const ON_A_PAGE: u64 = 100;
/// A second reader is sent into a stretch, and one is cut, only if it seems to hold so many items.
const WORTH_A_READER: f64 = 400.0;
const WORTH_A_CUT: f64 = 800.0;
/// Google may count days by the time where a photo was taken; this far that is from UTC at most.
pub(super) const DAY_MARGIN_MS: i64 = 14 * 60 * 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A stretch of time of which not everything was read.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    pub(super) newer: Sweep,
    pub(super) older: Sweep,
}

/// What to ask for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ask {
    /// Which reader asks.
    pub(super) sweep: u32,
    pub(super) from: From,
    pub(super) after: Option<PageToken>,
}

/// What a page was like.
#[derive(Clone, Debug, Default)]
pub(super) struct Came {
    /// The times of its items that have one, in their order, Unix milliseconds.
    pub(super) times_ms: Vec<i64>,
    /// How many items it held.
    pub(super) items: u64,
    /// How many of them had not come before.
    pub(super) new: u64,
    pub(super) next: Option<PageToken>,
}

/// The list goes in circles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Endless;

/// How a first sync stands.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) gaps: Vec<Gap>,
    /// Whether searching by days does what it says, as far as is known.
    pub(super) by_days: bool,
    /// Different items that came.
    pub(super) seen: u64,
    /// Pages that came, without the empty ones: those are not of our making.
    pages: u64,
    next_sweep: u32,
    /// Asked already, and not given out yet.
    waiting: Vec<Ask>,
}

impl Plan {
    /// Nothing was read yet.
    pub(super) fn new(by_days: bool) -> Self {
        let (newer, older) = (Sweep::new(0, From::List), Sweep::new(1, From::Oldest));
        Self::of(vec![Gap { newer, older }], by_days)
    }

    /// What was left of another run.
    pub(super) fn of(mut gaps: Vec<Gap>, by_days: bool) -> Self {
        let mut next_sweep = 0;
        for gap in &mut gaps {
            for sweep in [&mut gap.newer, &mut gap.older] {
                sweep.number = next_sweep;
                next_sweep += 1;
            }
        }
        Self {
            gaps,
            by_days,
            seen: 0,
            pages: 0,
            next_sweep,
            waiting: Vec::new(),
        }
    }

    /// Where all readers stand, to be written down.
    pub(super) fn standing(&self) -> Vec<Gap> {
        let stand = |gap: &Gap| Gap {
            newer: gap.newer.standing(),
            older: gap.older.standing(),
        };
        self.gaps.iter().map(stand).collect()
    }

    /// Whether everything was read.
    pub(super) fn is_over(&self) -> bool {
        self.gaps.is_empty()
    }

    /// Whether one reader reads the whole list, from its beginning on.
    pub(super) fn is_one_list(&self) -> bool {
        let is_list = |gap: &Gap| gap.newer.from == From::List && !gap.is_two_sided();
        self.gaps.len() == 1 && self.gaps.iter().all(is_list)
    }

    /// What to ask for now; none while enough is under way or nothing more may be.
    pub(super) fn next(&mut self) -> Option<Ask> {
        if let Some(ask) = self.waiting.pop() {
            return Some(ask);
        }
        let under_way = self.sweeps().filter(|sweep| sweep.under_way).count();
        if under_way >= IN_FLIGHT {
            return None;
        }
        let room = self.spare().saturating_sub(self.committed());
        let may_open = self.by_days && room > 0;
        if let Some(sweep) = self
            .gaps
            .iter_mut()
            .find_map(|gap| gap.only_reader(may_open))
        {
            return Some(sweep.ask());
        }
        if !self.by_days {
            return None;
        }
        let mut by_left: Vec<(usize, f64)> = self.gaps.iter().map(Gap::left).enumerate().collect();
        by_left.sort_by(|a, b| b.1.total_cmp(&a.1));
        let worth = |least: f64| move |(_, left): &&(usize, f64)| *left >= least;
        for (at, left) in by_left.iter().take_while(|gap| worth(WORTH_A_READER)(gap)) {
            let Some(gap) = self.gaps.get_mut(*at) else {
                continue;
            };
            if let Some(second) = gap.second_reader() {
                return Some(second.ask());
            }
            // A cut sends two readers at once, so that each meets one who has begun.
            let has_room = room > 0 && under_way + 2 <= IN_FLIGHT;
            if has_room && *left >= WORTH_A_CUT && gap.is_full() && self.cut(*at).is_some() {
                return self.waiting.pop();
            }
        }
        None
    }

    /// A page came. Gives `Endless` where the list goes in circles.
    pub(super) fn took(&mut self, sweep: u32, came: &Came) -> Result<(), Endless> {
        self.seen += came.new;
        self.pages += u64::from(came.items > 0);
        let Some((gap, side)) = self.find(sweep) else {
            return Ok(());
        };
        let reader = gap.side_mut(side);
        if !reader.took(side, came)? {
            // It is not in the order of time, or not of the days asked for.
            self.give_days_up();
            return Ok(());
        }
        if gap.is_closed() {
            self.gaps
                .retain(|gap| gap.newer.number != sweep && gap.older.number != sweep);
        }
        Ok(())
    }

    /// Google refused a request. Gives whether there is another way to go on.
    pub(super) fn refused(&mut self, sweep: u32) -> bool {
        let alone = self.is_one_list();
        let Some((gap, side)) = self.find(sweep) else {
            return true;
        };
        let reader = gap.side_mut(side);
        reader.under_way = false;
        if reader.after.take().is_some() {
            // A page token is not for ever. One reader alone begins again; of several, each goes on by the day it came to.
            if alone {
                *reader = Sweep::new(reader.number, From::List);
            } else {
                reader.begin_at_day(side);
            }
            return true;
        }
        if reader.from == From::List {
            return false;
        }
        self.give_days_up();
        true
    }

    /// One reader reads all from the newest to the oldest, as far as it did not already.
    fn give_days_up(&mut self) {
        self.by_days = false;
        self.waiting.clear();
        let list = self
            .gaps
            .drain(..)
            .map(|gap| gap.newer)
            .find(|newer| newer.from == From::List);
        let newer = list.unwrap_or_else(|| Sweep::new(self.next_sweep, From::List));
        let mut older = Sweep::new(self.next_sweep + 1, From::Oldest);
        older.stays = true;
        self.next_sweep += 2;
        self.gaps = vec![Gap { newer, older }];
    }

    /// Requests that may still be lost: allowed by the pages that are surely needed, less those lost so far.
    fn spare(&self) -> u64 {
        let needed = self.seen.div_ceil(ON_A_PAGE);
        (needed * (100 + MOST_EXTRA_PERCENT) / 100).saturating_sub(self.pages)
    }

    /// Requests that open stretches will lose.
    fn committed(&self) -> u64 {
        let open = self.gaps.iter().filter(|gap| gap.is_two_sided());
        open.count() as u64
    }

    /// Cuts a stretch at a day; none where it is too short for one.
    fn cut(&mut self, at: usize) -> Option<()> {
        let gap = self.gaps.get(at)?;
        let day = gap.middle()?;
        let number = self.next_sweep;
        let mut up = Sweep::new(number, From::Up(day.tomorrow().ok()?));
        let mut down = Sweep::new(number + 1, From::Down(day));
        self.waiting.extend([up.ask(), down.ask()]);
        self.next_sweep += 2;
        let gap = self.gaps.get_mut(at)?;
        let older = std::mem::replace(&mut gap.older, up);
        self.gaps.push(Gap { newer: down, older });
        Some(())
    }

    fn find(&mut self, sweep: u32) -> Option<(&mut Gap, Side)> {
        self.gaps.iter_mut().find_map(|gap| {
            if gap.newer.number == sweep {
                Some((gap, Side::Newer))
            } else if gap.older.number == sweep {
                Some((gap, Side::Older))
            } else {
                None
            }
        })
    }

    fn sweeps(&self) -> impl Iterator<Item = &Sweep> {
        self.gaps.iter().flat_map(|gap| [&gap.newer, &gap.older])
    }
}

impl Gap {
    fn side_mut(&mut self, side: Side) -> &mut Sweep {
        match side {
            Side::Newer => &mut self.newer,
            Side::Older => &mut self.older,
        }
    }

    /// Whether readers come from both ends.
    fn is_two_sided(&self) -> bool {
        self.older.from != From::Oldest || self.older.is_begun()
    }

    /// The reader to send where nobody reads: the one from above, unless that one is past where the other begins, or the
    /// other is to find out where that is. It does so alone: until then nobody knows whether anything is left for two.
    fn only_reader(&mut self, may_open: bool) -> Option<&mut Sweep> {
        if self.newer.under_way || self.older.under_way {
            return None;
        }
        if may_open && !self.is_two_sided() && self.newer.is_begun() {
            return Some(&mut self.older);
        }
        let is_past = self.newer.at_ms.is_some()
            && self.older.at_ms.is_none()
            && self.bounds_ms().is_some_and(|(newer, older)| newer < older);
        Some(if is_past {
            &mut self.older
        } else {
            &mut self.newer
        })
    }

    /// The reader that may go beside the one under way, in a stretch that is open.
    fn second_reader(&mut self) -> Option<&mut Sweep> {
        if !self.is_two_sided() {
            return None;
        }
        match (
            self.newer.under_way,
            self.older.under_way || self.older.stays,
        ) {
            (true, false) => Some(&mut self.older),
            (false, _) => Some(&mut self.newer),
            (true, true) => None,
        }
    }

    /// Whether both read at this moment.
    fn is_full(&self) -> bool {
        self.newer.under_way && self.older.under_way
    }

    /// Whether nothing is left between the two readers.
    fn is_closed(&self) -> bool {
        let met = self
            .newer
            .at_ms
            .zip(self.older.at_ms)
            .is_some_and(|(newer, older)| newer < older);
        met || self.newer.ended || self.older.ended
    }

    /// Where the two readers are, newer and older, if both can be told.
    fn bounds_ms(&self) -> Option<(i64, i64)> {
        Some((self.newer.bound_ms()?, self.older.bound_ms()?))
    }

    /// How many items seem to be left in it.
    fn left(&self) -> f64 {
        let Some((newer, older)) = self.bounds_ms() else {
            // Nothing is known of its older end: it may hold any number.
            return if self.newer.is_begun() { f64::MAX } else { 0.0 };
        };
        let (above, below) = self.densities();
        (above + below) / 2.0 * (newer - older).max(0) as f64
    }

    /// Items a millisecond at both ends; an end at which nothing was read is taken to be like the other.
    fn densities(&self) -> (f64, f64) {
        let (above, below) = (self.newer.density, self.older.density);
        let usual = 100.0 / (30.0 * DAY_MS as f64);
        (
            above.or(below).unwrap_or(usual),
            below.or(above).unwrap_or(usual),
        )
    }

    /// The day that seems to have half of its items on either side.
    fn middle(&self) -> Option<Date> {
        let (newer, older) = self.bounds_ms()?;
        let (above, below) = self.densities();
        let whole = (above + below) / 2.0;
        let up_to = |part: f64| above * part + (below - above) * part * part / 2.0;
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..30 {
            let middle = (low + high) / 2.0;
            if up_to(middle) < whole / 2.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        let span = (newer - older).max(0);
        let middle_ms = newer - (span as f64 * low) as i64;
        // Both neighbours stay clear of it, wherever on earth its day begins.
        let clear = 2 * DAY_MARGIN_MS + DAY_MS;
        (middle_ms + clear < newer && middle_ms - clear > older)
            .then(|| super::sweep::day_of(middle_ms))
            .flatten()
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
