//! Which items came already, out of a million: eight bytes for each. Pure.

use std::collections::HashSet;

/// So many are put in order at once.
const YOUNG: usize = 32_768;

/// A set of hashes. Most stand in one row in order, so that they take no more than they are; the youngest wait beside it.
#[derive(Debug, Default)]
pub(super) struct Hashes {
    row: Vec<u64>,
    young: HashSet<u64>,
}

impl Hashes {
    pub(super) fn contains(&self, hash: u64) -> bool {
        self.young.contains(&hash) || self.row.binary_search(&hash).is_ok()
    }

    /// Gives whether it was not there.
    pub(super) fn insert(&mut self, hash: u64) -> bool {
        if self.contains(hash) {
            return false;
        }
        self.young.insert(hash);
        if self.young.len() >= YOUNG {
            self.put_in_order();
        }
        true
    }

    fn put_in_order(&mut self) {
        self.row.reserve_exact(self.young.len());
        let ordered = self.row.len();
        self.row.extend(self.young.drain());
        if let Some(young) = self.row.get_mut(ordered..) {
            young.sort_unstable();
        }
        // Two rows in order: this kind of sorting sees them, and brings them together.
        self.row.sort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_new_once_however_many_there_are() {
        let mut hashes = Hashes::default();
        let many = YOUNG as u64 * 3 + 17;
        let hash = |number: u64| number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        assert!((0..many).all(|number| hashes.insert(hash(number))));
        assert!(
            (0..many).all(|number| !hashes.insert(hash(number)) && hashes.contains(hash(number)))
        );
        assert!(!hashes.contains(hash(many)) && hashes.insert(hash(many)));
    }
}
