//! Where a daemon's log goes: stderr, one line per event, RFC 3339 times in UTC.
//!
//! A thread of its own writes the lines, as many at once as have come: who logs does not wait for the disk behind a pipe.

use std::io::{self, BufWriter};

use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;

/// Lines that may wait to be written. Beyond it, whoever logs waits: the supervisor's shim never blocks for longer than
/// a second, and a reader of one's own that does is to have every line.
const WAITING: usize = 8192;

/// Bytes that are written at once.
const AT_ONCE: usize = 64 << 10;

/// The log of a daemon. What was logged before it is dropped is written.
#[must_use = "lines that wait are lost with it"]
#[derive(Debug)]
pub struct Log {
    _writer: WorkerGuard,
}

/// Logs from `level` on: a word (`info`, in any case), or a filter such as `gascli=debug,hyper=info`. Other crates are
/// heard from `warn` on unless the filter names them.
///
/// A level that cannot be read counts as `info`, with a warning. Calling this twice changes nothing.
pub fn init(level: &str, is_coloured: bool) -> Log {
    let (filter, understood) = filter(level);
    let stderr = BufWriter::with_capacity(AT_ONCE, io::stderr());
    let (lines, writer) =
        NonBlockingBuilder::default().lossy(false).buffered_lines_limit(WAITING).thread_name("log").finish(stderr);
    let builder = tracing_subscriber::fmt().with_writer(lines).with_env_filter(filter).with_ansi(is_coloured);
    if builder.try_init().is_ok() && !understood {
        tracing::warn!(level, "unknown log level; `info` is used");
    }
    Log { _writer: writer }
}

fn filter(level: &str) -> (EnvFilter, bool) {
    let level = level.trim().to_ascii_lowercase();
    let word = match level.as_str() {
        // Python's words for the same.
        "warning" => "warn",
        "critical" => "error",
        other => other,
    };
    let directives = if ["off", "error", "warn", "info", "debug", "trace"].contains(&word) {
        format!("warn,gascli={word}")
    } else {
        word.to_owned()
    };
    let names_something = directives.contains('=');
    match EnvFilter::try_new(&directives) {
        Ok(filter) if names_something => (filter, true),
        _ => (EnvFilter::new("warn,gascli=info"), level.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_in_any_case_and_an_unknown_one_becomes_info() {
        for (text, shown, understood) in [
            ("DEBUG", "gascli=debug", true),
            ("warning", "gascli=warn", true),
            ("hyper=trace", "hyper=trace", true),
            ("loud", "gascli=info", false),
            ("", "gascli=info", true),
        ] {
            let (found, known) = filter(text);
            assert!(found.to_string().contains(shown), "{text}: {found}");
            assert_eq!(known, understood, "{text}");
        }
    }
}
