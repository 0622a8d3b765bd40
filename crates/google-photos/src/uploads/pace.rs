//! How fast the bytes of uploads may leave.

use futures::future::BoxFuture;

/// Decides when bytes may leave. Asked by every body before it hands bytes to the network, so a change holds for uploads
/// that are under way too.
pub trait UploadPace: Send + Sync {
    /// Returns when some of `wanted_bytes` may leave, with how many: at least one, at most as many as were wanted.
    fn allow(&self, wanted_bytes: usize) -> BoxFuture<'_, usize>;
}
