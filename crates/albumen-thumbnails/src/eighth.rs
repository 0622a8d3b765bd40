//! A JPEG at one eighth of its size: the kind that cameras write, which is what most thumbnails are made of.
//!
//! It gives the picture that libjpeg-turbo gives. What is quicker is that values nobody needs are passed over several at a
//! time. It knows one kind of file, whole: every other one, and every file in which anything is wrong, is `None`, and
//! libjpeg-turbo has its say.

mod bits;
mod corner;
mod frame;
mod huffman;

use image::RgbImage;

use bits::Bits;
use corner::{Corners, MOST, sample};
use frame::Frame;
use huffman::{Code, Skips, Values};

/// Decodes a JPEG so that each block of 8 x 8 pixels becomes one.
pub fn decode(bytes: &[u8]) -> Option<RgbImage> {
    let frame = Frame::read(bytes)?;
    let tables = Tables::of(&frame)?;
    let (wide, high) = frame.unit();
    let across = frame.sides.0.div_ceil(8 * wide);
    let (width, height) = (frame.sides.0.div_ceil(8), frame.sides.1.div_ceil(8));
    let stride = across * wide;
    let mut samples = [(); 3].map(|()| vec![0; stride * high]);
    let mut pixels = vec![0; width * height * 3];
    let mut scan = Scan::of(&frame, &tables)?;
    for rows in pixels.chunks_mut(width * 3 * high) {
        scan.read_units(across, &mut samples)?;
        let [brightness, blue, red] = &samples;
        let planes = brightness
            .chunks_exact(stride)
            .zip(blue.chunks_exact(stride).zip(red.chunks_exact(stride)));
        for (row, (brightness, (blue, red))) in rows.chunks_exact_mut(width * 3).zip(planes) {
            let (row, _) = row.as_chunks_mut::<3>();
            let samples = brightness.iter().zip(blue.iter().zip(red));
            for (pixel, (brightness, (blue, red))) in row.iter_mut().zip(samples) {
                *pixel = light(*brightness, *blue, *red);
            }
        }
    }
    // The end of the file must be where it should be.
    scan.bits.after(0xD9)?;
    RgbImage::from_raw(width.try_into().ok()?, height.try_into().ok()?, pixels)
}

/// Red, green and blue, in the whole numbers of libjpeg.
#[inline(always)]
fn light(brightness: u8, blue: u8, red: u8) -> [u8; 3] {
    let (blue, red) = (i32::from(blue) - 128, i32::from(red) - 128);
    const HALF: i32 = 1 << 15;
    [
        (91_881 * red + HALF) >> 16,
        (-22_554 * blue - 46_802 * red + HALF) >> 16,
        (116_130 * blue + HALF) >> 16,
    ]
    .map(|more| (i32::from(brightness) + more).clamp(0, 255) as u8)
}

/// What the bits are looked up in. One for each code, so that components with the same code share it.
struct Tables {
    first: [Option<Values>; 4],
    skips: [Option<Skips>; 4],
    /// Only where colours are thinned both ways.
    others: [Option<Values>; 4],
    /// Whether they are.
    corners: bool,
}

impl Tables {
    fn of(frame: &Frame<'_>) -> Option<Self> {
        let [brightness, blue, red] = frame.components.map(|component| component.codes);
        let corners = frame.unit() == (2, 2);
        let (skipped, read) = match corners {
            true => (vec![brightness.1], vec![blue.1, red.1]),
            false => (vec![brightness.1, blue.1, red.1], vec![]),
        };
        let codes = &frame.codes;
        Some(Self {
            first: made(&codes.first, &[brightness.0, blue.0, red.0], Values::of)?,
            skips: made(&codes.other, &skipped, Skips::of)?,
            others: made(&codes.other, &read, Values::of)?,
            corners,
        })
    }
}

/// Tables for those of the codes that are used. `None` where one is not there.
fn made<T>(
    codes: &[Option<Code>; 4],
    used: &[usize],
    make: fn(&Code) -> T,
) -> Option<[Option<T>; 4]> {
    let mut tables = [const { None }; 4];
    for which in used {
        let table = tables.get_mut(*which)?;
        if table.is_none() {
            *table = Some(make(codes.get(*which)?.as_ref()?));
        }
    }
    Some(tables)
}

/// How one component is read.
struct Reader<'t> {
    first: &'t Values,
    scale: i32,
    others: Others<'t>,
}

enum Others<'t> {
    Passed(&'t Skips),
    Read(&'t Values, Box<Corners>),
}

impl<'t> Reader<'t> {
    fn of(frame: &Frame<'_>, tables: &'t Tables, which: usize) -> Option<Self> {
        let (first, other) = frame.components.get(which)?.codes;
        let scale = frame.scales.get(which)?;
        Some(Self {
            first: tables.first.get(first)?.as_ref()?,
            scale: i32::from(scale[0]),
            others: match tables.corners && which > 0 {
                true => Others::Read(
                    tables.others.get(other)?.as_ref()?,
                    Box::new(Corners::of(scale)),
                ),
                false => Others::Passed(tables.skips.get(other)?.as_ref()?),
            },
        })
    }

    /// A block's mean, eight times and from the middle. Adds its bits to `seen`.
    #[inline(always)]
    fn first(&self, bits: &mut Bits<'_>, before: &mut i32, seen: &mut u32) -> Option<i32> {
        bits.fill();
        *before = before.wrapping_add(self.first.next(bits)?.value);
        let first = before.wrapping_mul(self.scale);
        *seen |= first.unsigned_abs();
        Some(first)
    }

    /// A block of brightness.
    #[inline(always)]
    fn one(&self, bits: &mut Bits<'_>, before: &mut i32, seen: &mut u32) -> Option<u8> {
        let first = self.first(bits, before, seen)?;
        let Others::Passed(skips) = &self.others else {
            return None;
        };
        skips.pass(bits)?;
        Some(mean(first))
    }

    /// A block of colour, which lies under up to two by two of brightness.
    #[inline(always)]
    fn four(&self, bits: &mut Bits<'_>, before: &mut i32, seen: &mut u32) -> Option<[[u8; 2]; 2]> {
        let first = self.first(bits, before, seen)?;
        match &self.others {
            Others::Read(values, corners) => corners.read(bits, values, first, seen),
            Others::Passed(skips) => {
                skips.pass(bits)?;
                Some([[mean(first); 2]; 2])
            }
        }
    }
}

/// The mean of a block.
#[inline(always)]
fn mean(first: i32) -> u8 {
    sample(first.wrapping_add(4) >> 3)
}

/// A scan and how far it was read.
struct Scan<'a, 't> {
    bits: Bits<'a>,
    readers: [Reader<'t>; 3],
    /// How many blocks of brightness a unit has side by side, and one below the other.
    unit: (usize, usize),
    /// The last first value of each component: the next says only how it differs.
    before: [i32; 3],
    restart: usize,
    until_restart: usize,
    restarts: u8,
}

impl<'a, 't> Scan<'a, 't> {
    fn of(frame: &Frame<'a>, tables: &'t Tables) -> Option<Self> {
        Some(Self {
            bits: Bits::new(frame.scan),
            readers: [
                Reader::of(frame, tables, 0)?,
                Reader::of(frame, tables, 1)?,
                Reader::of(frame, tables, 2)?,
            ],
            unit: frame.unit(),
            before: [0; 3],
            restart: frame.restart,
            until_restart: match frame.restart {
                0 => usize::MAX,
                restart => restart,
            },
            restarts: 0,
        })
    }

    /// Reads a row of units into rows of samples.
    fn read_units(&mut self, across: usize, samples: &mut [Vec<u8>; 3]) -> Option<()> {
        let (wide, high) = self.unit;
        let stride = across * wide;
        let [brightness, blue, red] = samples;
        // Those that are changed all the time are kept where the compiler can put them into registers.
        let (mut bits, mut before, mut seen) = (self.bits, self.before, 0);
        for unit in 0..across {
            if self.until_restart == 0 {
                bits = self.restarted(bits)?;
                before = [0; 3];
            }
            self.until_restart -= 1;
            let [reader, blue_reader, red_reader] = &self.readers;
            let at = unit * wide;
            for row in 0..high {
                for column in 0..wide {
                    let sample = reader.one(&mut bits, &mut before[0], &mut seen)?;
                    *brightness.get_mut(row * stride + at + column)? = sample;
                }
            }
            let blues = blue_reader.four(&mut bits, &mut before[1], &mut seen)?;
            let reds = red_reader.four(&mut bits, &mut before[2], &mut seen)?;
            for (row, (blues, reds)) in blues.iter().zip(&reds).enumerate().take(high) {
                let at = row * stride + at;
                for (column, (one, other)) in blues.iter().zip(reds).enumerate().take(wide) {
                    *blue.get_mut(at + column)? = *one;
                    *red.get_mut(at + column)? = *other;
                }
            }
        }
        (self.bits, self.before) = (bits, before);
        (seen <= MOST && !bits.are_short()).then_some(())
    }

    #[cold]
    fn restarted(&mut self, bits: Bits<'a>) -> Option<Bits<'a>> {
        let rest = bits.after(0xD0 + self.restarts % 8)?;
        self.restarts = (self.restarts + 1) % 8;
        self.until_restart = self.restart;
        Some(Bits::new(rest))
    }
}
