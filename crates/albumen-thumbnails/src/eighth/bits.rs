//! The bits of a scan, read from where they lie.

/// What every [`Bits::fill`] makes sure of, wherever the scan ends: as many bits can be taken before the next.
pub const FILLED: u32 = 56;

/// A place in the bits of a scan. Behind their end it gives zeros, and [`Bits::are_short`] tells of it.
///
/// It is `Copy` so that it can live in registers: what is seldom needed takes it whole and gives it back.
#[derive(Clone, Copy)]
pub struct Bits<'a> {
    /// The next ones, the first uppermost. Below `count` there may be the beginning of the byte that follows.
    next: u64,
    /// How many of them there are, at most 63.
    count: u32,
    /// How many of them, at the end, were never in the file.
    made_up: u32,
    rest: &'a [u8],
}

impl<'a> Bits<'a> {
    /// The first bit of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            next: 0,
            count: 0,
            made_up: 0,
            rest: bytes,
        }
    }

    /// Makes sure of [`FILLED`] bits.
    #[inline(always)]
    pub fn fill(&mut self) {
        if let Some(bytes) = self.rest.first_chunk::<8>() {
            let window = u64::from_be_bytes(*bytes);
            if !holds_ff(window) {
                self.next |= window >> (self.count & 63);
                let taken = (63 - (self.count & 63)) / 8;
                self.rest = self.rest.get(taken as usize..).unwrap_or_default();
                self.count |= FILLED;
                return;
            }
        }
        *self = self.filled_bytewise();
    }

    /// The same where a byte of ones is near: one that a nought was put behind, or the marker that ends the scan.
    #[cold]
    #[inline(never)]
    fn filled_bytewise(mut self) -> Self {
        while self.count < FILLED {
            let byte = match self.rest {
                [0xFF, 0, rest @ ..] => {
                    self.rest = rest;
                    0xFF
                }
                [0xFF, ..] | [] => {
                    self.made_up = self.made_up.saturating_add(8);
                    0
                }
                [byte, rest @ ..] => {
                    self.rest = rest;
                    *byte
                }
            };
            self.next |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
        self
    }

    /// The next `COUNT` bits, which stay.
    #[inline(always)]
    pub fn peek<const COUNT: u32>(&self) -> usize {
        (self.next >> (64 - COUNT)) as usize
    }

    /// Passes over so many bits, which must be there.
    #[inline(always)]
    pub fn pass(&mut self, count: u32) {
        self.next <<= count & 63;
        self.count = self.count.wrapping_sub(count & 63);
    }

    /// Takes so many bits, at most 31, which must be there.
    #[inline(always)]
    pub fn take(&mut self, count: u32) -> i32 {
        // In two steps, because a shift by 64 is none.
        let taken = (self.next >> 1) >> (63 - (count & 31));
        self.pass(count & 31);
        taken as i32
    }

    /// Whether more bits were taken than there are.
    pub fn are_short(&self) -> bool {
        self.made_up > self.count
    }

    /// What follows the marker at which the bits end, if it is this one and no whole byte is left before it.
    pub fn after(mut self, marker: u8) -> Option<&'a [u8]> {
        self.fill();
        let left = self.count.checked_sub(self.made_up)?;
        // A marker may have any number of bytes of ones before it.
        let mut rest = self.rest.strip_prefix(&[0xFF])?;
        while let Some(more) = rest.strip_prefix(&[0xFF]) {
            rest = more;
        }
        rest.strip_prefix(&[marker]).filter(|_| left < 8)
    }
}

/// Whether one of these eight bytes is `FF`.
#[inline(always)]
fn holds_ff(bytes: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    (!bytes).wrapping_sub(ONES) & bytes & (ONES << 7) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_ones_lose_the_nought_behind_them() {
        let mut bytes: Vec<u8> = (0..100).collect();
        bytes.extend([0xFF, 0, 0xFF, 0, 7, 0xFF, 0]);
        bytes.extend(0..50);
        bytes.extend([0xFF, 0, 1, 0xFF, 0xFF, 0xD9, 1]);
        let want: Vec<u8> = (0..100)
            .chain([0xFF, 0xFF, 7, 0xFF])
            .chain(0..50)
            .chain([0xFF, 1])
            .collect();
        for step in [1_u32, 3, 7, 8, 13, 31] {
            let mut bits = Bits::new(&bytes);
            let mut left = want.len() as u32 * 8;
            let mut read = Vec::new();
            while left > 0 {
                bits.fill();
                let taken = step.min(left);
                let value = bits.take(taken);
                read.extend((0..taken).rev().map(|bit| value >> bit & 1));
                left -= taken;
            }
            let is: Vec<u8> = read
                .chunks(8)
                .map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | *bit as u8))
                .collect();
            assert_eq!(is, want, "{step} at a time");
            assert!(!bits.are_short());
            assert_eq!(bits.after(0xD9), Some([1].as_slice()), "{step} at a time");
        }
    }

    #[test]
    fn what_is_behind_the_end_is_known_to_be_made_up() {
        for end in [[0xFF, 0xD9].as_slice(), &[]] {
            let bytes = [[1, 2].as_slice(), end].concat();
            let mut bits = Bits::new(&bytes);
            bits.fill();
            bits.pass(16);
            assert!(!bits.are_short());
            bits.pass(1);
            assert!(bits.are_short());
            bits.fill();
            assert!(bits.are_short(), "more noughts do not mend it");
            assert_eq!(bits.after(0xD9), None);
        }
    }

    #[test]
    fn a_byte_before_the_marker_is_one_too_many() {
        let mut bits = Bits::new(&[1, 2, 0xFF, 0xD9]);
        bits.fill();
        bits.pass(7);
        assert_eq!(bits.after(0xD9), None, "a byte and a bit are left");
        bits.pass(2);
        assert_eq!(bits.after(0xD0), None, "another marker");
        assert_eq!(bits.after(0xD9), Some([].as_slice()));
    }
}
