//! The animated GIF: snow that falls in a wood, without an end.

use std::io;

use image::codecs::gif::{GifEncoder, Repeat};
use image::{Delay, DynamicImage, Frame};

use crate::catalogue::Recipe;
use crate::paint::canvas::Canvas;
use crate::paint::darkroom::{self, Print};
use crate::paint::rgb::Rgb;
use crate::paint::rng::Rng;
use crate::scenes::{Brief, woods};

pub(crate) const WIDTH: u32 = 480;
pub(crate) const HEIGHT: u32 = 320;
const FRAMES: usize = 16;

/// The encoded animation.
///
/// # Errors
/// What the encoder reports.
pub(crate) fn file(recipe: &Recipe) -> io::Result<Vec<u8>> {
    let scale = 3usize;
    let mut large = Canvas::new(WIDTH as usize * scale, HEIGHT as usize * scale);
    let print = woods::winter(
        &mut large,
        &Brief {
            light: recipe.light,
            seed: recipe.seed,
            time: 0.0,
        },
    );
    let mut wood = Canvas::new(WIDTH as usize, HEIGHT as usize);
    wood.fill(0, HEIGHT as usize, |x, y| {
        let s = scale as f32;
        let mut sum = Rgb::BLACK;
        for j in 0..scale {
            for i in 0..scale {
                sum += large.near(x * s + i as f32, y * s + j as f32);
            }
        }
        sum * (1.0 / (s * s))
    });
    let flakes = woods::flakes(260, &mut Rng::new(recipe.seed ^ 77));
    let mut out = Vec::new();
    {
        let mut encoder = GifEncoder::new_with_speed(&mut out, 10);
        encoder
            .set_repeat(Repeat::Infinite)
            .map_err(io::Error::other)?;
        for i in 0..FRAMES {
            let mut frame = wood.clone();
            let t = i as f32 / FRAMES as f32;
            for (x, y, size) in &flakes {
                // A near flake falls two heights in one turn, a far one one: both end where they began.
                let speed = if *size > 0.8 { 2.0 } else { 1.0 };
                let fall = (y + t * speed).fract();
                let sway = (t * std::f32::consts::TAU + y * 40.0).sin() * 0.008;
                let r = 0.7 + size * 1.5;
                frame.disc(
                    (x + sway) * WIDTH as f32,
                    fall * HEIGHT as f32,
                    r,
                    r * 0.6,
                    Rgb::grey(0.97),
                    0.8,
                );
            }
            // No grain: it would flicker.
            let picture = darkroom::print(
                frame,
                &Print {
                    grain: 0.0,
                    ..print
                },
                0,
            );
            let shown = DynamicImage::ImageRgb8(picture).into_rgba8();
            let delay = Delay::from_numer_denom_ms(100, 1);
            encoder
                .encode_frame(Frame::from_parts(shown, 0, 0, delay))
                .map_err(io::Error::other)?;
        }
    }
    Ok(out)
}
