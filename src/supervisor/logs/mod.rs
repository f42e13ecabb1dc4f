//! Logs: segments that hold a child's bytes unchanged, and an index beside each that knows what came when.
//!
//! ```text
//!  logs/NAME/00000007.log   the child's bytes, nothing else: `tail -F` works
//!  logs/NAME/00000007.idx   one record per chunk: where, when, how much, which run, which stream
//!  logs/NAME/00000006.log.zst, .idx.zst   the same of a closed segment, compressed in frames that stand alone
//! ```
//!
//! The shim writes ([`LogWriter`], synchronous and small); every command reads the files itself ([`LogReader`]), so
//! that logs need no supervisor. Data is written before its record: what the index names is there.

mod cursor;
mod follow;
mod index;
mod keep;
mod leap;
mod lines;
mod packed;
mod reader;
mod scan;
mod search;
mod segment;
mod select;
mod writer;

pub use follow::{Wake, Watcher};
pub use index::{Record, Stream};
pub use keep::{delete_older, disk_use, free_space, logs_below, make_room, pack_closed, trim_all};
pub use lines::{LONGEST_LINE, Line, Shape};
pub use reader::{LogReader, Query};
pub use scan::Scan;
pub use search::{stored_bytes, time_after, time_before};
pub use select::{RunChoice, Selection, sgr_length};
pub use writer::{LogError, LogWriter};
