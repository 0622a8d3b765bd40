//! The engine of Albumen: connections, index, sync, thumbnails, uploads, sharing.
