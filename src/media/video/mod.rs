//! Films: whether they play, what they show, how long they last (`spec/gas.md` 8.3, 9.2, 10.3, 18.39).
//!
//! ```text
//!  view ──copy──> file without a name ──stdin──> helper: tables ──> sample ──> h264, or ffmpeg for other codecs
//!                                                   └────────────── facts and at most 8 frames ──stdout──> Film
//! ```
//!
//! What strangers send is decoded by a library in C++. So the binary does it in a process of its own (`isolation`) with
//! bounds of memory and time: whatever happens there costs one film.

mod codec;
mod error;
mod ffmpeg;
mod film;
mod h264;
mod isolation;
mod sample;
mod sps;
mod supervise;
mod tables;
mod watch;

#[cfg(test)]
mod tests;

pub use codec::Codec;
pub use error::FilmError;
pub use ffmpeg::has_ffmpeg;
pub use film::{Film, MAX_FILM_BYTES};
pub use isolation::{isolate, run_hidden};

pub(super) use isolation::examine;
pub(super) use tables::glance;
