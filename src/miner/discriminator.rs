//! Entering discriminators: upload, confirmation, registration on chain (`spec/gas.md` 14.1).
//!
//! ```text
//!  archive ──push──> service (presigned, PUT, confirm) ──> chain (key and hash, read back)
//!              └───> submissions: on disk after each step, so that the next run goes on from there
//! ```
//!
//! A hotkey has three submissions a round, so nothing is submitted twice and nothing that was accepted is lost.

mod error;
mod push;
mod service;
mod standing;
mod submissions;

pub use error::PushError;
pub use push::{Archive, Done, Event, MayDrop, Outcome, Push};
pub use service::{DEFAULT_URL, UploadError, UploadService};
pub use standing::Dropped;
pub use submissions::{Stage, Submission, Submissions, SubmissionsError};
