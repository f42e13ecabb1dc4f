//! Logs: segments that hold a child's bytes unchanged, and an index beside each that knows what came when.
//!
//! ```text
//!  logs/NAME/00000007.log   the child's bytes, nothing else: `tail -F` works
//!  logs/NAME/00000007.idx   one record per chunk: where, when, how much, which run, which stream
//! ```
//!
//! The shim writes ([`LogWriter`], synchronous and small); every command reads the files itself ([`LogReader`]), so
//! that logs need no supervisor. Data is written before its record: what the index names is there.

mod cursor;
mod follow;
mod index;
mod lines;
mod reader;
mod search;
mod segment;
mod select;
mod writer;

pub use follow::{Wake, Watcher};
pub use index::{Record, Stream};
pub use lines::{LONGEST_LINE, Line, Shape};
pub use reader::{LogReader, Query};
pub use select::{RunChoice, Selection, sgr_length};
pub use writer::{LogError, LogWriter};
