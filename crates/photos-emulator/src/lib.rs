//! A Google Photos service on 127.0.0.1, for tests, demonstrations and the curious.
