//! Which bytes a player asks for. Pure.

/// What a `Range` header comes to for a body of a known length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The whole of it.
    Whole,
    /// From the first to the last byte, both included.
    Part {
        /// The first byte.
        first: u64,
        /// The last byte.
        last: u64,
    },
    /// Bytes that are not there.
    NotThere,
}

/// Reads a `Range` header. Several ranges at once, another unit and nonsense are answered with the whole, as HTTP allows.
///
/// Source: RFC 9110, section 14.
#[must_use]
pub fn asked(header: Option<&str>, length: u64) -> Asked {
    let Some((first, last)) = header
        .and_then(|value| value.trim().strip_prefix("bytes="))
        .and_then(|spec| spec.split_once('-'))
    else {
        return Asked::Whole;
    };
    let (first, last) = (first.trim(), last.trim());
    let part = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => (first, last.min(length.saturating_sub(1))),
        (Ok(first), Err(_)) if last.is_empty() => (first, length.saturating_sub(1)),
        (Err(_), Ok(0)) if first.is_empty() => return Asked::NotThere,
        (Err(_), Ok(tail)) if first.is_empty() => {
            (length.saturating_sub(tail), length.saturating_sub(1))
        }
        _ => return Asked::Whole,
    };
    if part.0 >= length {
        return Asked::NotThere;
    }
    Asked::Part {
        first: part.0,
        last: part.1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, asked};

    #[test]
    fn a_range_is_read_as_http_says() {
        let part = |first, last| Asked::Part { first, last };
        for (header, wanted) in [
            (None, Asked::Whole),
            (Some("bytes=0-"), part(0, 99)),
            (Some("bytes=0-0"), part(0, 0)),
            (Some("bytes=10-19"), part(10, 19)),
            (Some("bytes=90-1000"), part(90, 99)),
            (Some("bytes=-10"), part(90, 99)),
            (Some("bytes=-1000"), part(0, 99)),
            (Some(" bytes=5- "), part(5, 99)),
            (Some("bytes=100-"), Asked::NotThere),
            (Some("bytes=-0"), Asked::NotThere),
            (Some("bytes=20-10"), Asked::Whole),
            (Some("bytes=0-1,5-6"), Asked::Whole),
            (Some("bytes=a-b"), Asked::Whole),
            (Some("items=0-1"), Asked::Whole),
            (Some("bytes=18446744073709551616-"), Asked::Whole),
        ] {
            assert_eq!(asked(header, 100), wanted, "{header:?}");
        }
    }

    #[test]
    fn nothing_can_be_asked_of_an_empty_body() {
        assert_eq!(
            asked(Some("bytes=0-"), 0),
            Asked::NotThere,
            "there is no first byte"
        );
        assert_eq!(
            asked(Some("bytes=-5"), 0),
            Asked::NotThere,
            "there are no last bytes"
        );
        assert_eq!(
            asked(None, 0),
            Asked::Whole,
            "the whole of nothing is nothing"
        );
    }
}
