//! The families of pictures. Each takes an empty canvas, an hour and a seed, and says how to print what it drew.

pub(crate) mod aurora;
pub(crate) mod avenue;
pub(crate) mod balloons;
pub(crate) mod beach;
pub(crate) mod city;
pub(crate) mod dunes;
pub(crate) mod facade;
pub(crate) mod fields;
pub(crate) mod flower;
pub(crate) mod hills;
pub(crate) mod lighthouse;
pub(crate) mod meadow;
pub(crate) mod mountains;
pub(crate) mod night;
pub(crate) mod rain;
pub(crate) mod sea;
pub(crate) mod table;
pub(crate) mod waterfall;
pub(crate) mod woods;

use crate::paint::canvas::Canvas;
use crate::paint::darkroom::Print;
use crate::paint::sky::Light;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Alpine,
    Aurora,
    Avenue,
    Balloons,
    Beach,
    City,
    Dunes,
    Facade,
    Flower,
    Forest,
    Hills,
    Lake,
    Lavender,
    Lighthouse,
    Meadow,
    MilkyWay,
    Rain,
    Sea,
    Table,
    Vineyard,
    Waterfall,
    WinterWood,
}

impl Family {
    /// All of them.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 22] = [
        Self::Alpine,
        Self::Aurora,
        Self::Avenue,
        Self::Balloons,
        Self::Beach,
        Self::City,
        Self::Dunes,
        Self::Facade,
        Self::Flower,
        Self::Forest,
        Self::Hills,
        Self::Lake,
        Self::Lavender,
        Self::Lighthouse,
        Self::Meadow,
        Self::MilkyWay,
        Self::Rain,
        Self::Sea,
        Self::Table,
        Self::Vineyard,
        Self::Waterfall,
        Self::WinterWood,
    ];
}

/// One picture to draw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brief {
    pub light: Light,
    pub seed: u64,
    /// Seconds into a clip; 0 for a photograph.
    pub time: f32,
}

/// Draws one picture.
pub(crate) fn draw(family: Family, c: &mut Canvas, b: &Brief) -> Print {
    match family {
        Family::Alpine => mountains::alpine(c, b),
        Family::Aurora => aurora::draw(c, b),
        Family::Avenue => avenue::draw(c, b),
        Family::Balloons => balloons::draw(c, b),
        Family::Beach => beach::draw(c, b),
        Family::City => city::draw(c, b),
        Family::Dunes => dunes::draw(c, b),
        Family::Facade => facade::draw(c, b),
        Family::Flower => flower::draw(c, b),
        Family::Forest => woods::forest(c, b),
        Family::Hills => hills::draw(c, b),
        Family::Lake => mountains::lake(c, b),
        Family::Lavender => fields::lavender(c, b),
        Family::Lighthouse => lighthouse::draw(c, b),
        Family::Meadow => meadow::draw(c, b),
        Family::MilkyWay => night::draw(c, b),
        Family::Rain => rain::draw(c, b),
        Family::Sea => sea::draw(c, b),
        Family::Table => table::draw(c, b),
        Family::Vineyard => fields::vineyard(c, b),
        Family::Waterfall => waterfall::draw(c, b),
        Family::WinterWood => woods::winter(c, b),
    }
}
