//! The two short videos: drawn frame by frame by this crate, encoded once and kept beside the code.

use image::RgbImage;

use crate::paint::canvas::Canvas;
use crate::paint::darkroom::{self, Print};
use crate::paint::sky::Light;
use crate::scenes::{Brief, mountains, sea};

/// A clip of the sample library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clip {
    /// Waves under an evening sky.
    Waves,
    /// Clouds that pass over mountains.
    Clouds,
}

/// Both clips.
pub const CLIPS: [Clip; 2] = [Clip::Waves, Clip::Clouds];

impl Clip {
    /// Name of the encoded file.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Waves => "waves.mp4",
            Self::Clouds => "clouds.mp4",
        }
    }

    /// Width and height in pixels.
    pub const fn size_px(self) -> (u32, u32) {
        (960, 540)
    }

    /// Frames in a second.
    pub const fn frame_rate(self) -> u32 {
        24
    }

    /// Frames in all.
    pub const fn frames(self) -> u32 {
        match self {
            Self::Waves => 132,
            Self::Clouds => 120,
        }
    }

    /// Length in milliseconds.
    pub const fn duration_ms(self) -> u32 {
        self.frames() * 1000 / self.frame_rate()
    }
}

/// The encoded clip.
pub(crate) fn file(which: Clip) -> &'static [u8] {
    match which {
        Clip::Waves => include_bytes!("../clips/waves.mp4"),
        Clip::Clouds => include_bytes!("../clips/clouds.mp4"),
    }
}

/// Draws one frame, to be encoded again when the drawing changes.
pub fn clip_frame(which: Clip, frame: u32) -> RgbImage {
    let (w, h) = which.size_px();
    let mut canvas = Canvas::new(w as usize, h as usize);
    let time = frame as f32 / which.frame_rate() as f32;
    let print = match which {
        Clip::Waves => sea::draw(
            &mut canvas,
            &Brief {
                light: Light::Dusk,
                seed: 15,
                time,
            },
        ),
        Clip::Clouds => mountains::alpine(
            &mut canvas,
            &Brief {
                light: Light::Day,
                seed: 14,
                time,
            },
        ),
    };
    darkroom::print(
        canvas,
        &Print {
            grain: 0.6,
            ..print
        },
        0,
    )
}
