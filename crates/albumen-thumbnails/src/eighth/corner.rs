//! A block of colours as four samples: what is left of it where the colours have half the brightness's samples both ways.
//! The same sums in the same order as libjpeg's reduced transform, so the same numbers.

use super::bits::Bits;
use super::huffman::{PLACES, Value, Values};

/// No value that is multiplied is larger in a file that is whole.
pub const MOST: u32 = 2047;

/// The columns that count, and the rows that do.
const USED: [usize; 5] = [0, 1, 3, 5, 7];
/// What the values in the odd rows and columns weigh, in parts of 2^13.
const WEIGHTS: [i32; 8] = [1 << 15, 29_692, 0, -10_426, 0, 6_967, 0, -5_906];
/// Where in a block the values lie, in the order of the file: eight times the row, and the column.
const ORDER: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// What is done with a value.
#[derive(Clone, Copy, Default)]
struct Place {
    scale: i32,
    weight: i32,
    /// The column; 8 more for the odd rows.
    sum: u8,
}

/// Makes four samples of a block.
pub struct Corners {
    places: [Place; PLACES as usize],
}

impl Corners {
    /// For values that are multiples of these, in the order of the file.
    pub fn of(scale: &[u8; 64]) -> Self {
        let mut places = [Place::default(); PLACES as usize];
        for ((place, scale), at) in places.iter_mut().zip(scale).zip(ORDER) {
            let (row, column) = (at / 8, at % 8);
            let is_used = USED.contains(&usize::from(column));
            *place = Place {
                scale: i32::from(*scale),
                weight: WEIGHTS
                    .get(usize::from(row))
                    .copied()
                    .filter(|_| is_used)
                    .unwrap_or_default(),
                sum: column + if row == 0 { 0 } else { 8 },
            };
        }
        Self { places }
    }

    /// Reads a block whose first value was read and multiplied: the upper two samples, the lower two. Adds to `seen` the bits
    /// of all values.
    #[inline(always)]
    pub fn read(
        &self,
        bits: &mut Bits<'_>,
        values: &Values,
        first: i32,
        seen: &mut u32,
    ) -> Option<[[u8; 2]; 2]> {
        bits.fill();
        let mut value = values.next(bits)?;
        if value.places == Value::END {
            return Some([[sample(first.wrapping_add(4) >> 3); 2]; 2]);
        }
        let mut sums = [0_i32; 16];
        sums[0] = first << 15;
        let mut place = 0;
        let mut looks = 1;
        loop {
            place += value.places;
            if place >= PLACES {
                return None;
            }
            let how = self.places.get(place as usize)?;
            let scaled = value.value.wrapping_mul(how.scale);
            *seen |= scaled.unsigned_abs();
            let sum = sums.get_mut(usize::from(how.sum & 15))?;
            *sum = sum.wrapping_add(scaled.wrapping_mul(how.weight));
            if place == PLACES - 1 {
                break;
            }
            if looks == Value::BETWEEN_FILLS {
                bits.fill();
                looks = 0;
            }
            looks += 1;
            value = values.next(bits)?;
            if value.places == Value::END {
                break;
            }
        }
        Some(four(&sums))
    }
}

fn four(sums: &[i32; 16]) -> [[u8; 2]; 2] {
    let (even, odd) = sums.split_at(8);
    let mut rows = [[0_i32; 8]; 2];
    let [upper, lower] = &mut rows;
    for ((upper, lower), (even, odd)) in upper.iter_mut().zip(lower).zip(even.iter().zip(odd)) {
        *upper = rounded(even.wrapping_add(*odd), 13);
        *lower = rounded(even.wrapping_sub(*odd), 13);
    }
    rows.map(|row| {
        let [even, one, _, three, _, five, _, seven] = row;
        let even = even.wrapping_mul(WEIGHTS[0]);
        let odd = [
            one.wrapping_mul(WEIGHTS[1]),
            three.wrapping_mul(WEIGHTS[3]),
            five.wrapping_mul(WEIGHTS[5]),
            seven.wrapping_mul(WEIGHTS[7]),
        ];
        let odd = odd.into_iter().fold(0, i32::wrapping_add);
        [
            sample(rounded(even.wrapping_add(odd), 20)),
            sample(rounded(even.wrapping_sub(odd), 20)),
        ]
    })
}

/// Divided by a power of two.
fn rounded(value: i32, bits: u32) -> i32 {
    value.wrapping_add(1 << (bits - 1)) >> bits
}

/// A sample from a number whose middle is nought.
#[inline(always)]
pub fn sample(value: i32) -> u8 {
    value.saturating_add(128).clamp(0, 255) as u8
}
