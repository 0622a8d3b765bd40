//! The brushes: colour, noise, canvas, sky, water, ridges, ground, and the darkroom that makes a print of a canvas.

pub(crate) mod canvas;
pub(crate) mod darkroom;
pub(crate) mod ground;
pub(crate) mod noise;
pub(crate) mod rgb;
pub(crate) mod ridge;
pub(crate) mod rng;
pub(crate) mod sky;
pub(crate) mod water;
