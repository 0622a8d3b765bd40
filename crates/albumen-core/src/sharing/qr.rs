//! A link as a QR code: for the window as a path that it draws, for a file as SVG or PNG.

use qrcode::{Color, EcLevel, QrCode};

use crate::view::QrView;

/// The light edge that readers need, in units. Source: ISO/IEC 18004, 4 modules.
const QUIET: usize = 4;
/// A picture of it is at least this wide.
const MIN_WIDTH_PX: usize = 1024;

/// The squares of a code, row after row, with the quiet edge.
pub struct Squares {
    side: usize,
    dark: Vec<bool>,
}

/// The code of a text. None where it is too long for one.
pub fn squares(text: &str) -> Option<Squares> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let inner = code.width();
    let side = inner + 2 * QUIET;
    let colors = code.to_colors();
    let dark = (0..side * side)
        .map(|at| {
            let (row, column) = (at / side, at % side);
            let inside = |place: usize| place.checked_sub(QUIET).filter(|place| *place < inner);
            let square = inside(row)
                .zip(inside(column))
                .and_then(|(row, column)| colors.get(row * inner + column));
            square == Some(&Color::Dark)
        })
        .collect();
    Some(Squares { side, dark })
}

impl Squares {
    /// As a path, a stretch of dark squares after the other.
    pub fn view(&self) -> QrView {
        let mut path = String::new();
        for (y, row) in self.dark.chunks(self.side).enumerate() {
            let mut x = 0;
            for stretch in row.chunk_by(|before, after| before == after) {
                if stretch.first() == Some(&true) {
                    let width = stretch.len();
                    path.push_str(&format!("M{x} {y}h{width}v1h-{width}z"));
                }
                x += stretch.len();
            }
        }
        QrView {
            side: u32::try_from(self.side).unwrap_or(u32::MAX),
            path,
        }
    }

    /// As a picture for any program that draws lines.
    pub fn svg(&self) -> String {
        let QrView { side, path } = self.view();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"512\" height=\"512\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>\n"
        )
    }

    /// As a picture of black and white dots.
    pub fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let scale = MIN_WIDTH_PX.div_ceil(self.side);
        let width = self.side * scale;
        let row_bytes = width.div_ceil(8);
        let mut bits = Vec::with_capacity(row_bytes * width);
        for row in self.dark.chunks(self.side) {
            let mut line = vec![0_u8; row_bytes];
            for (x, dark) in row
                .iter()
                .flat_map(|dark| std::iter::repeat_n(dark, scale))
                .enumerate()
            {
                if let Some(byte) = line.get_mut(x / 8).filter(|_| !dark) {
                    *byte |= 0x80 >> (x % 8);
                }
            }
            for _ in 0..scale {
                bits.extend_from_slice(&line);
            }
        }
        let side = u32::try_from(width).unwrap_or(u32::MAX);
        let mut file = Vec::new();
        let mut picture = png::Encoder::new(&mut file, side, side);
        picture.set_color(png::ColorType::Grayscale);
        picture.set_depth(png::BitDepth::One);
        picture.write_header()?.write_image_data(&bits)?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://photos.app.goo.gl/7Qm2xKfL9ofoten4e";

    #[test]
    fn a_code_has_its_three_corners_and_a_light_edge() {
        let code = squares(LINK).unwrap();
        assert_eq!(
            code.side,
            33 + 2 * QUIET,
            "44 bytes at level M are a code of 33"
        );
        for edge in 0..code.side {
            assert!(!code.dark[edge], "the first row is light");
            assert!(!code.dark[edge * code.side], "and so is the first column");
        }
        let view = code.view();
        // The corners begin with a bar of seven squares.
        assert!(view.path.starts_with("M4 4h7v1h-7z"), "{}", view.path);
        assert!(view.path.contains("M30 4h7v1h-7z") && view.path.contains("M4 30h7v1h-7z"));
    }

    #[test]
    fn the_path_covers_the_dark_squares_and_no_others() {
        let code = squares(LINK).unwrap();
        let mut drawn = vec![false; code.dark.len()];
        for bar in code.view().path.split_terminator('z') {
            let (at, rest) = bar[1..].split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let width: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            let start = y.parse::<usize>().unwrap() * code.side + x.parse::<usize>().unwrap();
            drawn[start..start + width].fill(true);
        }
        assert!(drawn == code.dark);
    }

    #[test]
    fn the_picture_shows_the_same_squares() {
        let code = squares(LINK).unwrap();
        let picture = image::load_from_memory(&code.png().unwrap())
            .unwrap()
            .to_luma8();
        let scale = picture.width() as usize / code.side;
        assert!(picture.width() >= 1024 && picture.width() == picture.height());
        for (at, dark) in code.dark.iter().enumerate() {
            let (x, y) = (at % code.side * scale, at / code.side * scale);
            let middle = picture.get_pixel((x + scale / 2) as u32, (y + scale / 2) as u32);
            assert_eq!(middle.0[0], if *dark { 0 } else { 255 }, "{x}, {y}");
        }
    }

    #[test]
    fn a_text_that_no_code_holds_is_none() {
        assert!(squares(&"a".repeat(4_000)).is_none());
    }
}
