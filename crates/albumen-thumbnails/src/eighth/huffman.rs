//! Huffman codes: as the file gives them, and as tables for looking up what the next bits mean.

use super::bits::{Bits, FILLED};

/// The bits that a [`Skips`] is asked with. More find more at one look; the table must stay in the nearest cache.
const SKIP_BITS: u32 = 12;
/// The most bits that one look passes over: so many looks are free of counting.
const SKIP_MOST: u32 = 18;
const SKIP_LOOKS: u32 = FILLED / SKIP_MOST;
/// What an entry adds to the place where the block ends. No sum of places comes near.
const SKIP_END: u32 = 512;
/// What an entry adds where one code alone is too long for it.
const SKIP_SLOW: u32 = 1023;
/// The bits that a [`Values`] is asked with.
const VALUE_BITS: u32 = 10;
const VALUE_LOOKS: u32 = FILLED / VALUE_BITS;

/// The places of a block, and so the place behind the last.
pub const PLACES: u32 = 64;

/// A code and what its words mean.
#[derive(Clone)]
pub struct Code {
    /// For words of one to sixteen bits: the first sixteen bits at which they are longer.
    ends: [u32; 16],
    /// The place of the first such symbol less the word for it.
    first: [i32; 16],
    symbols: [u8; 256],
}

impl Code {
    /// Reads one from a segment of the file: how many words there are of each length, then the symbols. Gives what follows.
    /// `None` where it is no code.
    pub fn read(body: &[u8]) -> Option<(Self, &[u8])> {
        let (counts, body) = body.split_first_chunk::<16>()?;
        let total = counts.iter().map(|count| usize::from(*count)).sum();
        let (given, rest) = body.split_at_checked(total)?;
        let mut code = Self {
            ends: [0; 16],
            first: [0; 16],
            symbols: [0; 256],
        };
        code.symbols.get_mut(..total)?.copy_from_slice(given);
        let (mut word, mut place) = (0_u32, 0_i32);
        let lengths = counts.iter().zip(&mut code.ends).zip(&mut code.first);
        for (length, ((count, end), first)) in (1..).zip(lengths) {
            *first = place - word as i32;
            word += u32::from(*count);
            place += i32::from(*count);
            // A word of nothing but ones is not allowed.
            if *count > 0 && word >= 1 << length {
                return None;
            }
            *end = word << (16 - length);
            word <<= 1;
        }
        Some((code, rest))
    }

    /// Whether no word says that values are left out, as none for a first value may.
    pub fn is_of_first_values(&self) -> bool {
        self.symbols.iter().all(|symbol| *symbol < 16)
    }

    /// The symbol that these sixteen bits begin with, and how many of them it takes.
    fn symbol(&self, sixteen: u32) -> Option<(u32, u8)> {
        let lengths = self.ends.iter().zip(&self.first);
        let found = (1..).zip(lengths).find(|(_, (end, _))| sixteen < **end);
        let (length, (_, first)) = found?;
        let place = (sixteen >> (16 - length)) as i32 + first;
        let symbol = self.symbols.get(usize::try_from(place).ok()?)?;
        Some((length, *symbol))
    }

    /// The next symbol, for which there must be bits.
    fn next(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let (length, symbol) = self.symbol(bits.peek::<16>() as u32)?;
        bits.pass(length);
        Some(symbol)
    }
}

/// Passes over the values of a block that nobody wants: what so many next bits pass over, as many values as they tell of.
pub struct Skips {
    /// The bits in the lower six, the places in the rest.
    looks: Box<[u16; 1 << SKIP_BITS]>,
    code: Code,
}

impl Skips {
    /// For the values after the first.
    pub fn of(code: &Code) -> Self {
        let words: Vec<Option<(u32, u8)>> = (0..1 << SKIP_BITS)
            .map(|bits: u32| {
                code.symbol(bits << (16 - SKIP_BITS))
                    .filter(|(length, _)| *length <= SKIP_BITS)
            })
            .collect();
        let mut looks = Box::new([0; 1 << SKIP_BITS]);
        for (bits, look) in looks.iter_mut().enumerate() {
            let (mut taken, mut places) = (0, 0);
            // The symbol must be seen whole; the bits of its value may lie behind what is looked at.
            while taken < SKIP_BITS {
                let rest = bits << taken & ((1 << SKIP_BITS) - 1);
                let Some(Some((length, symbol))) = words.get(rest) else {
                    break;
                };
                let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
                let until = taken + length + size;
                let is_known = size > 0 || run == 0 || run == 15;
                if taken + length > SKIP_BITS || until > SKIP_MOST || !is_known {
                    break;
                }
                taken = until;
                if *symbol == 0 {
                    places += SKIP_END;
                    break;
                }
                places += run + 1;
            }
            if taken == 0 {
                places = SKIP_SLOW;
            }
            *look = (places << 6 | taken) as u16;
        }
        Self {
            looks,
            code: code.clone(),
        }
    }

    /// Passes over a block whose first value was read. `None` where it is none.
    #[inline(always)]
    pub fn pass(&self, bits: &mut Bits<'_>) -> Option<()> {
        let mut place = 1;
        loop {
            bits.fill();
            for _ in 0..SKIP_LOOKS {
                let look = u32::from(*self.looks.get(bits.peek::<SKIP_BITS>())?);
                let next = place + (look >> 6);
                if next >= PLACES {
                    if next == PLACES || next.wrapping_sub(SKIP_END) < PLACES {
                        bits.pass(look & 63);
                        return Some(());
                    }
                    // The block may end before all that was seen, which is then of the next.
                    (*bits, place) = self.passed_one(*bits, place)?;
                    if place == PLACES {
                        return Some(());
                    }
                    break;
                }
                bits.pass(look & 63);
                place = next;
            }
        }
    }

    /// Passes over one value.
    #[cold]
    #[inline(never)]
    fn passed_one<'a>(&self, mut bits: Bits<'a>, place: u32) -> Option<(Bits<'a>, u32)> {
        bits.fill();
        let symbol = self.code.next(&mut bits)?;
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        let next = match (run, size) {
            (0, 0) => PLACES,
            (1..15, 0) => return None,
            _ => place + run + 1,
        };
        bits.pass(size);
        (next <= PLACES).then_some((bits, next))
    }
}

/// A value and how far it lies from the one before.
#[derive(Clone, Copy)]
pub struct Value {
    /// The places up to it and its own. [`Value::END`] where the block ends instead.
    pub places: u32,
    /// The value.
    pub value: i32,
}

impl Value {
    /// The places where the block ends: more than there are.
    pub const END: u32 = 128;
    /// How many can be read without filling in between, however long they are: those that are too long fill by themselves.
    pub const BETWEEN_FILLS: u32 = VALUE_LOOKS;

    fn of(symbol: u8, bits: &mut Bits<'_>) -> Option<Self> {
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        let places = match (run, size) {
            (0, 0) => Self::END,
            (1..15, 0) => return None,
            _ => run + 1,
        };
        let value = signed(bits.take(size), size);
        Some(Self { places, value })
    }
}

/// Reads the values of a block: what the next bits mean where they hold a whole one.
pub struct Values {
    /// The bits in the lower six, then the places in eight, the value in the upper half. Nought where it is too long.
    looks: Box<[u32; 1 << VALUE_BITS]>,
    code: Code,
}

impl Values {
    /// For any values: a first one is one whose places do not matter.
    pub fn of(code: &Code) -> Self {
        let mut looks = Box::new([0; 1 << VALUE_BITS]);
        for (bits, look) in (0_u32..).zip(looks.iter_mut()) {
            let Some((length, symbol)) = code.symbol(bits << (16 - VALUE_BITS)) else {
                continue;
            };
            let size = u32::from(symbol & 15);
            if length + size > VALUE_BITS {
                continue;
            }
            let raw = bits >> (VALUE_BITS - length - size) & ((1 << size) - 1);
            let places = match (symbol >> 4, size) {
                (0, 0) => Value::END,
                (1..15, 0) => continue,
                (run, _) => u32::from(run) + 1,
            };
            let value = signed(raw as i32, size);
            *look = (value as u32) << 16 | places << 8 | (length + size);
        }
        Self {
            looks,
            code: code.clone(),
        }
    }

    /// The next value. The bits must have been filled, and at most [`Value::BETWEEN_FILLS`] times asked for since.
    #[inline(always)]
    pub fn next(&self, bits: &mut Bits<'_>) -> Option<Value> {
        let look = *self.looks.get(bits.peek::<VALUE_BITS>())?;
        if look == 0 {
            let value;
            (*bits, value) = self.next_long(*bits)?;
            return Some(value);
        }
        bits.pass(look & 63);
        Some(Value {
            places: look >> 8 & 255,
            value: look as i32 >> 16,
        })
    }

    #[cold]
    #[inline(never)]
    fn next_long<'a>(&self, mut bits: Bits<'a>) -> Option<(Bits<'a>, Value)> {
        bits.fill();
        let symbol = self.code.next(&mut bits)?;
        let value = Value::of(symbol, &mut bits)?;
        bits.fill();
        Some((bits, value))
    }
}

/// The value that these bits stand for: those that begin with a nought are negative.
fn signed(raw: i32, size: u32) -> i32 {
    if size > 0 && raw < 1 << (size - 1) {
        raw + 1 - (1 << size)
    } else {
        raw
    }
}
