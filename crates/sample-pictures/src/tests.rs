//! Facts about the catalogue and the drawing that everything above relies on.
