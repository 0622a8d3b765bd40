//! A typed client of the Google Photos services.
