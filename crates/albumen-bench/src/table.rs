//! The rows of a bench: ours, the other's, the bar, and whether it was met.

/// What a figure is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bar {
    /// The ratio must be so much or more.
    AtLeast(f64),
    /// The figure must be so much or less.
    AtMost(f64),
    /// The figure must be exactly this.
    Exactly(f64),
    /// Nothing is asked of it.
    None,
}

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// What is measured.
    pub(crate) what: String,
    /// Ours, with its unit.
    pub(crate) ours: String,
    /// The other's, or the limit, with its unit.
    pub(crate) other: String,
    /// The figure that is judged.
    pub(crate) figure: f64,
    /// The bar it is held against.
    pub(crate) bar: Bar,
    /// What a reader should know besides.
    pub(crate) note: String,
}

impl Row {
    /// Whether the bar was met.
    pub(crate) fn is_met(&self) -> bool {
        match self.bar {
            Bar::AtLeast(least) => self.figure >= least,
            Bar::AtMost(most) => self.figure <= most,
            Bar::Exactly(exact) => (self.figure - exact).abs() < f64::EPSILON,
            Bar::None => true,
        }
    }

    fn cells(&self) -> [String; 6] {
        let bar = match self.bar {
            Bar::AtLeast(least) => format!(">= {least}"),
            Bar::AtMost(most) => format!("<= {most}"),
            Bar::Exactly(exact) => format!("= {exact}"),
            Bar::None => String::new(),
        };
        let judged = match (self.bar, self.is_met()) {
            (Bar::None, _) => "",
            (_, true) => "met",
            (_, false) => "NOT MET",
        };
        let figure = if self.figure.fract() == 0.0 {
            format!("{}", self.figure)
        } else {
            format!("{:.2}", self.figure)
        };
        [
            self.what.clone(),
            self.ours.clone(),
            self.other.clone(),
            figure,
            bar,
            judged.to_owned(),
        ]
    }
}

/// The rows as a table, with the notes below.
pub(crate) fn text(rows: &[Row]) -> String {
    let head = ["", "ours", "other or limit", "figure", "bar", ""].map(str::to_owned);
    let mut cells = vec![head];
    cells.extend(rows.iter().map(Row::cells));
    let width = |column: usize| {
        let lengths = cells
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count());
        lengths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..6).map(width).collect();
    let mut text = String::new();
    for row in &cells {
        let padded: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    for row in rows.iter().filter(|row| !row.note.is_empty()) {
        text.push_str(&format!("\n{}: {}", row.what, row.note));
    }
    text
}

/// A row of pairs of times: the ratio is taken pair by pair, and the median of it counts.
pub(crate) fn timed(what: String, pairs: &[(f64, f64)], bar: Bar, note: String) -> Row {
    let column = |pick: fn(&(f64, f64)) -> f64| pairs.iter().map(pick).collect::<Vec<_>>();
    let ratios = column(|(own, other)| other / own);
    let shown: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:.2}")).collect();
    let note = format!("pairs {}. {note}", shown.join(" "));
    println!("{what}: {note}");
    Row {
        what,
        ours: format!("{:.2} s", median(&column(|pair| pair.0))),
        other: format!("{:.2} s", median(&column(|pair| pair.1))),
        figure: median(&ratios),
        bar,
        note,
    }
}

/// The middle one; of an even number, the mean of the two in the middle. 0 of none.
pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.len() / 2;
    let at = |index: usize| sorted.get(index).copied().unwrap_or(0.0);
    if sorted.len().is_multiple_of(2) {
        (at(upper.saturating_sub(1)) + at(upper)) / 2.0
    } else {
        at(upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(figure: f64, bar: Bar) -> Row {
        Row {
            what: "a".into(),
            ours: "1 s".into(),
            other: "2 s".into(),
            figure,
            bar,
            note: String::new(),
        }
    }

    #[test]
    fn the_middle_of_the_pairs_counts() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median(&[]), 0.0, "no pair is no figure");
    }

    #[test]
    fn a_bar_is_met_or_missed() {
        assert!(row(1.6, Bar::AtLeast(1.6)).is_met());
        assert!(!row(1.59, Bar::AtLeast(1.6)).is_met());
        assert!(!row(65.0, Bar::AtMost(64.0)).is_met());
        assert!(row(62.0, Bar::Exactly(62.0)).is_met());
        assert!(!row(63.0, Bar::Exactly(62.0)).is_met());
        assert!(row(0.0, Bar::None).is_met(), "nothing was asked");
    }

    #[test]
    fn a_missed_bar_is_seen_in_the_table() {
        let text = text(&[row(1.0, Bar::AtLeast(1.6))]);
        assert!(text.contains("NOT MET"), "{text}");
    }
}
