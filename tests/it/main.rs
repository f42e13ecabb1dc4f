//! One integration binary: each further one would link every heavy crate again.
#![expect(missing_docs, reason = "test names are the documentation")]
#![allow(clippy::unwrap_used, reason = "a panic is the way of a test to fail, also in what several tests share")]

mod layers;
mod logs;
mod supervisor;
mod support;
