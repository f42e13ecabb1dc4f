//! SEAM: to be written.
