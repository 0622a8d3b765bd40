//! One byte range of a file, as video players ask for.

/// First and last byte, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) first: u64,
    pub(super) last: u64,
}

impl Range {
    /// All of so many bytes; of none, the one that is not there.
    pub(super) fn all(length: u64) -> Self {
        Self {
            first: 0,
            last: length.saturating_sub(1),
        }
    }

    pub(super) fn count(self) -> u64 {
        self.last - self.first + 1
    }
}

/// Reads a `Range` header. `None`: the whole file. `Some(None)`: nothing of the file is in it.
pub(super) fn parse(header: &str, length: u64) -> Option<Option<Range>> {
    let text = header.strip_prefix("bytes=")?;
    let (first, last) = text.split_once('-')?;
    let end = length.checked_sub(1);
    let range = match (first.parse::<u64>().ok(), last.parse::<u64>().ok()) {
        (Some(first), last) if last.is_some() || text.ends_with('-') => end.map(|end| Range {
            first,
            last: last.unwrap_or(end).min(end),
        }),
        (None, Some(count)) if first.is_empty() => end.filter(|_| count > 0).map(|end| Range {
            first: length.saturating_sub(count),
            last: end,
        }),
        _ => return None,
    };
    Some(range.filter(|range| range.first <= range.last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_cut_to_the_file() {
        let of = |text: &str| parse(text, 100);
        assert_eq!(of("bytes=0-9"), Some(Some(Range { first: 0, last: 9 })));
        assert_eq!(
            of("bytes=90-"),
            Some(Some(Range {
                first: 90,
                last: 99
            }))
        );
        assert_eq!(
            of("bytes=-10"),
            Some(Some(Range {
                first: 90,
                last: 99
            }))
        );
        assert_eq!(
            of("bytes=50-500"),
            Some(Some(Range {
                first: 50,
                last: 99
            }))
        );
        assert_eq!(of("bytes=100-"), Some(None), "behind the end");
        assert_eq!(
            of("bytes=0-1,3-4"),
            None,
            "several ranges give the whole file"
        );
        assert_eq!(of("lines=1-2"), None);
    }
}
