//! Whether a small picture is the picture: against a full decoding with Lanczos3, and upright in all eight orientations.

use std::path::{Path, PathBuf};

use image::RgbImage;
use image::imageops::FilterType;

use super::photographs::Photographs;
use super::{EDGE_PX, Thumbs};
use crate::run;
use crate::table::{Bar, Row, median};

/// Looked at of each size; a full decoding takes its time.
const LOOKED_AT: usize = 8;

/// How like they are, and how they stand.
pub(super) async fn rows(stage: &Thumbs, photographs: &Photographs) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (size, files) in [("12 MP", &photographs.small), ("24 MP", &photographs.large)] {
        let files: Vec<PathBuf> = files.iter().take(LOOKED_AT).cloned().collect();
        let made = pixels(stage, &files).await?;
        let mut likeness = Vec::new();
        for (file, picture) in files.iter().zip(&made) {
            likeness.push(psnr(&full(file)?, picture)?);
        }
        let least = likeness.iter().copied().fold(f64::INFINITY, f64::min);
        rows.push(Row {
            what: format!(
                "3  {} JPEG of {size}: PSNR to a full decoding with Lanczos3, dB",
                files.len()
            ),
            ours: format!("{:.1} dB", median(&likeness)),
            other: "50 dB".into(),
            figure: least,
            bar: Bar::AtLeast(50.0),
            note: "the least is judged".into(),
        });
    }
    let made = pixels(stage, &photographs.turned).await?;
    let upright = photographs
        .turned
        .first()
        .ok_or("no photograph was turned")?;
    let upright = full(upright)?;
    let right = made
        .iter()
        .filter(|picture| psnr(&upright, picture).is_ok_and(|likeness| likeness > 30.0));
    let right = right.count();
    rows.push(Row {
        what: "3  orientations that come out upright".into(),
        ours: right.to_string(),
        other: "8".into(),
        figure: right as f64,
        bar: Bar::Exactly(8.0),
        note: String::new(),
    });
    Ok(rows)
}

async fn pixels(stage: &Thumbs, files: &[PathBuf]) -> Result<Vec<RgbImage>, String> {
    let out = stage.empty("pixels")?;
    let mut command = stage.ours(&["--pixels"], &out, 1, files);
    run::to_end(&mut command).await?.well("thumbnail")?;
    let made = files.iter().map(|file| {
        let name = file.file_stem().unwrap_or_default();
        read(&out.join(name).with_extension("ppm"))
    });
    made.collect()
}

/// The body of `P6 WIDTH HEIGHT 255`.
fn read(path: &Path) -> Result<RgbImage, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let end = bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .ok_or("no head")?;
    let (head, body) = bytes.split_at(end + 1);
    let head = String::from_utf8_lossy(head).into_owned();
    let sides: Vec<u32> = head
        .split_whitespace()
        .skip(1)
        .filter_map(|word| word.parse().ok())
        .collect();
    let [width, height, _] = sides.as_slice() else {
        return Err(format!("a strange head: {head}"));
    };
    RgbImage::from_raw(*width, *height, body.to_vec())
        .ok_or_else(|| "a body of another size".to_owned())
}

fn full(file: &Path) -> Result<RgbImage, String> {
    let picture = image::open(file).map_err(|error| error.to_string())?;
    Ok(picture
        .resize(EDGE_PX, EDGE_PX, FilterType::Lanczos3)
        .into_rgb8())
}

fn psnr(one: &RgbImage, other: &RgbImage) -> Result<f64, String> {
    if one.dimensions() != other.dimensions() {
        return Err(format!(
            "{:?} is not {:?}",
            one.dimensions(),
            other.dimensions()
        ));
    }
    let pairs = one.iter().zip(other.iter());
    let squares: f64 = pairs
        .map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2))
        .sum();
    let mean = squares / one.len() as f64;
    Ok(if mean == 0.0 {
        99.0
    } else {
        10.0 * (255.0_f64.powi(2) / mean).log10()
    })
}
