//! The engine of Albumen: connections, index, sync, thumbnails, uploads, sharing. Knows no window.

pub mod view;
