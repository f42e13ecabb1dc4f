//! Where a daemon's log goes: stderr, one line per event, RFC 3339 times in UTC.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

/// Logs from `level` on: a word (`info`, in any case), or a filter such as `gascli=debug,hyper=info`. Other crates are
/// heard from `warn` on unless the filter names them. Without colour when stderr is no terminal or `NO_COLOR` is set.
///
/// A level that cannot be read counts as `info`, with a warning. Calling this twice changes nothing.
pub fn init(level: &str) {
    let (filter, understood) = filter(level);
    let builder = tracing_subscriber::fmt().with_writer(io::stderr).with_env_filter(filter);
    // The default asks NO_COLOR, but not whether anybody would see the colours.
    let set = if io::stderr().is_terminal() { builder.try_init() } else { builder.with_ansi(false).try_init() };
    if set.is_ok() && !understood {
        tracing::warn!(level, "unknown log level; `info` is used");
    }
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
