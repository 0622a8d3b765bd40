//! The suffix of a base URL.

/// Largest side that can be asked for.
const MOST_PX: u32 = 16_383;

/// What a suffix asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// `=d`
    Download,
    /// `=dv`
    Video,
    /// `=w…-h…`, `=w…`, `=h…`, with `-c` and `-no`
    Scaled(Box),
}

/// The box a picture is scaled into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Box {
    pub(crate) width_px: Option<u32>,
    pub(crate) height_px: Option<u32>,
    pub(crate) crop: bool,
    /// Without the play button over a video.
    pub(crate) plain: bool,
}

/// Reads a suffix; `None` if it is not one.
pub(super) fn parse(suffix: &str) -> Option<Wanted> {
    match suffix {
        "d" => return Some(Wanted::Download),
        "dv" => return Some(Wanted::Video),
        _ => {}
    }
    let mut wanted = Box {
        width_px: None,
        height_px: None,
        crop: false,
        plain: false,
    };
    for option in suffix.split('-') {
        match option {
            "c" if !wanted.crop => wanted.crop = true,
            "no" if !wanted.plain => wanted.plain = true,
            _ => {
                let (letter, digits) = option.split_at_checked(1)?;
                let px: u32 = digits
                    .parse()
                    .ok()
                    .filter(|px| (1..=MOST_PX).contains(px))?;
                let side = match letter {
                    "w" => &mut wanted.width_px,
                    "h" => &mut wanted.height_px,
                    _ => return None,
                };
                if side.replace(px).is_some() {
                    return None;
                }
            }
        }
    }
    let sides = (wanted.width_px.is_some(), wanted.height_px.is_some());
    let complete = if wanted.crop {
        sides == (true, true)
    } else {
        sides.0 || sides.1
    };
    complete.then_some(Wanted::Scaled(wanted))
}

impl Box {
    /// The size a picture gets: the aspect is kept and nothing grows, unless it is cropped.
    pub(super) fn fit(&self, width_px: u32, height_px: u32) -> (u32, u32) {
        if let (true, Some(width), Some(height)) = (self.crop, self.width_px, self.height_px) {
            return (width, height);
        }
        let (width, height) = (f64::from(width_px.max(1)), f64::from(height_px.max(1)));
        let ratio = |side: Option<u32>, of: f64| side.map_or(1.0, |side| f64::from(side) / of);
        let scale = ratio(self.width_px, width)
            .min(ratio(self.height_px, height))
            .min(1.0);
        let side = |of: f64| ((of * scale).round() as u32).max(1);
        (side(width), side(height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(suffix: &str, width: u32, height: u32) -> Option<(u32, u32)> {
        match parse(suffix)? {
            Wanted::Scaled(wanted) => Some(wanted.fit(width, height)),
            _ => None,
        }
    }

    #[test]
    fn suffixes_give_the_sizes_google_documents() {
        assert_eq!(fit("w400-h400", 4000, 3000), Some((400, 300)));
        assert_eq!(fit("w400", 3000, 4000), Some((400, 533)));
        assert_eq!(fit("h300-no", 4000, 3000), Some((400, 300)));
        assert_eq!(fit("w256-h256-c", 4000, 3000), Some((256, 256)));
        assert_eq!(
            fit("w9000-h9000", 400, 300),
            Some((400, 300)),
            "nothing grows"
        );
    }

    #[test]
    fn what_is_no_suffix_is_refused() {
        for bad in [
            "", "w0", "w16384", "w10-w10", "c", "w10-c", "x10", "wabc", "d-w10", "w-1", "é",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert_eq!(
            (parse("d"), parse("dv")),
            (Some(Wanted::Download), Some(Wanted::Video))
        );
    }
}
