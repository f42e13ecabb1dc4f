//! One integration binary: each further one would link every heavy crate again.
#![expect(missing_docs, reason = "test names are the documentation")]

mod layers;
mod logs;
mod supervisor;
mod support;
