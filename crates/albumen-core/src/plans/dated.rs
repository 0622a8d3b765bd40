//! Which files can get a capture time.

/// Whether a capture time can be written into a copy of a file of this type without touching its picture.
pub fn can_date(mime: &str) -> bool {
    matches!(mime, "image/jpeg" | "image/png" | "image/webp")
}
