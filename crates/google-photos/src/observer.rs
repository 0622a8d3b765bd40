//! Who wants to know that a request left: the quota counters of the caller.

/// The two daily quotas of the Library API.
///
/// Source: <https://developers.google.com/photos/overview/api-limits-quotas>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestKind {
    /// Any call of the Library API, uploads included: 10,000 a day for each Google Cloud project.
    Library,
    /// One read of a base URL: 75,000 a day for each Google Cloud project.
    MediaBytes,
}

/// Told of each request just before it leaves, repeats included.
pub trait RequestObserver: Send + Sync {
    /// `method` is the name of the REST method, such as `albums.list`.
    fn request_sent(&self, kind: RequestKind, method: &'static str);
}

/// Counts nothing.
impl RequestObserver for () {
    fn request_sent(&self, _kind: RequestKind, _method: &'static str) {}
}
