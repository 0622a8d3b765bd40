//! The pictures on the three doors of the first run.

use image::{RgbImage, imageops};

use crate::paint::canvas::Canvas;
use crate::paint::darkroom;
use crate::paint::sky::Light;
use crate::scenes::{self, Brief, Family};

/// A picture that the app shows as a part of itself.
#[derive(Clone, Copy, Debug)]
pub struct Illustration {
    /// File name, without the ending.
    pub name: &'static str,
    family: Family,
    light: Light,
    seed: u64,
}

/// The pictures of the app.
pub const ILLUSTRATIONS: [Illustration; 4] = [
    Illustration {
        name: "door-sample",
        family: Family::Hills,
        light: Light::Dawn,
        seed: 15,
    },
    Illustration {
        name: "door-connect",
        family: Family::Sea,
        light: Light::Dusk,
        seed: 16,
    },
    Illustration {
        name: "door-upload",
        family: Family::Forest,
        light: Light::Overcast,
        seed: 2,
    },
    Illustration {
        name: "empty-library",
        family: Family::Lake,
        light: Light::Dawn,
        seed: 12,
    },
];

/// Draws one at 720 by 376 pixels.
pub fn illustration(which: &Illustration) -> RgbImage {
    let mut canvas = Canvas::new(1440, 752);
    let print = scenes::draw(
        which.family,
        &mut canvas,
        &Brief {
            light: which.light,
            seed: which.seed,
            time: 0.0,
        },
    );
    let large = darkroom::print(canvas, &print, which.seed);
    imageops::resize(&large, 720, 376, imageops::FilterType::Triangle)
}
