//! Draws the photographs, the animation and the clips of the sample library.
