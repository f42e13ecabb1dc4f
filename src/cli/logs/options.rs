//! What can be asked of `logs`.

use std::str::FromStr;

use anyhow::bail;
use clap::ValueEnum;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned, civil};
use regex::bytes::Regex;

use crate::supervisor::logs::{Query, RunChoice, Selection, Shape, Stream};
use crate::types::ServiceName;

/// How many lines are shown unless more is asked.
const DEFAULT_LINES: u64 = 50;

/// What can be done with logs but show them.
#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum LogsCommand {
    /// Delete what services have written so far; they may go on running, and `--follow` goes on showing.
    #[command(after_help = "Examples:\n  gascli logs clear web\n  gascli logs clear --all --yes")]
    Clear(ClearArgs),
}

/// Arguments of `logs clear`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ClearArgs {
    /// Services whose logs are cleared.
    #[arg(value_name = "NAME", required_unless_present = "all", conflicts_with = "all")]
    pub(in crate::cli) names: Vec<ServiceName>,
    /// Clear every log.
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Do not ask.
    #[arg(short, long)]
    pub(in crate::cli) yes: bool,
    /// Only say what would be deleted.
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
}

/// Arguments of `logs`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct LogArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: Option<LogsCommand>,
    /// Services to show; all without a name.
    #[arg(value_name = "NAME")]
    pub(in crate::cli) names: Vec<ServiceName>,
    #[command(flatten)]
    pub(in crate::cli) options: LogOptions,
}

/// Options of `logs`, also those of `generator logs` and its like.
#[derive(Debug, Clone, Default, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(in crate::cli) struct LogOptions {
    /// Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run,
    /// --grep or --level].
    #[arg(short = 'n', long, visible_alias = "tail", value_name = "N")]
    pub(in crate::cli) lines: Option<Amount>,
    /// Keep printing what comes, until Ctrl-C.
    #[arg(short, long, conflicts_with = "until")]
    pub(in crate::cli) follow: bool,
    /// Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(in crate::cli) since: Option<Timestamp>,
    /// Show what came until a time, written like that of --since.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(in crate::cli) until: Option<Timestamp>,
    /// Show lines that match a regular expression; `(?i)` in front ignores case.
    #[arg(long, value_name = "RE")]
    pub(in crate::cli) grep: Option<Regex>,
    /// Show lines that name this level or a graver one.
    #[arg(long)]
    pub(in crate::cli) level: Option<Level>,
    /// Show one run of the service: `current`, `previous` or its number.
    #[arg(long, value_name = "RUN", value_parser = run_choice)]
    pub(in crate::cli) run: Option<RunChoice>,
    /// Show only what went to stdout.
    #[arg(long, conflicts_with = "err")]
    pub(in crate::cli) out: bool,
    /// Show only what went to stderr.
    #[arg(long)]
    pub(in crate::cli) err: bool,
    /// Print the bytes as the service wrote them, with nothing in front.
    #[arg(long)]
    pub(in crate::cli) raw: bool,
}

/// A number of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Amount {
    /// Every line.
    All,
    /// The last ones.
    Last(u64),
}

impl FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self::All);
        }
        text.parse().map(Self::Last).map_err(|_| "a number of lines, or `all`".into())
    }
}

/// How grave a line is, by the words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Level {
    /// Errors, panics, tracebacks.
    Error,
    /// Warnings and errors.
    Warn,
    /// All but debug lines, if they name a level.
    Info,
}

impl Level {
    /// Capital words, as loggers write them, or a field `level`: an `error` in a sentence is none.
    fn pattern(self) -> Result<Regex, regex::Error> {
        let mut words = String::from("ERROR|CRITICAL|FATAL|PANIC");
        if self != Self::Error {
            words.push_str("|WARN|WARNING");
        }
        if self == Self::Info {
            words.push_str("|INFO|SUCCESS");
        }
        Regex::new(&format!(
            r#"\b(?:{words})\b|(?i:\blevel"?\s*[:=]\s*"?(?:{words})\b)|^Traceback \(most recent|\bpanicked at\b"#
        ))
    }
}

impl LogOptions {
    /// What to read for these options.
    pub(super) fn query(&self, json: bool) -> anyhow::Result<Query> {
        if self.raw && json {
            bail!("--raw prints bytes and --json prints objects: leave one of them out");
        }
        let mut patterns: Vec<Regex> = self.grep.iter().cloned().collect();
        if let Some(level) = self.level {
            patterns.push(level.pattern()?);
        }
        let is_narrowed = self.since.is_some() || self.until.is_some() || self.run.is_some() || !patterns.is_empty();
        let last = match self.lines {
            Some(Amount::All) => None,
            Some(Amount::Last(last)) => Some(last),
            None => (!is_narrowed).then_some(DEFAULT_LINES),
        };
        // Matching needs whole lines; without it, bytes pass in the order of their coming.
        let shape = if self.raw && patterns.is_empty() { Shape::Raw } else { Shape::Lines };
        let micros = |time: Timestamp| u64::try_from(time.as_microsecond()).unwrap_or(0);
        let selection = Selection {
            stream: if self.out { Some(Stream::Out) } else { self.err.then_some(Stream::Err) },
            without_notes: self.raw,
            run: self.run,
            since_us: self.since.map(micros),
            until_us: self.until.map(micros),
            patterns,
        };
        Ok(Query { selection, last, shape, follow: self.follow, scan: None })
    }
}

/// A span before now, a point in time, or a local date or time of day.
pub(in crate::cli) fn moment(text: &str) -> Result<Timestamp, String> {
    let now = Zoned::now();
    if let Ok(span) = text.parse::<Span>() {
        return now.checked_sub(span.abs()).map(|time| time.timestamp()).map_err(|error| error.to_string());
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    let local = text
        .parse::<civil::DateTime>()
        .or_else(|_| text.parse::<civil::Time>().map(|time| now.date().to_datetime(time)));
    local
        .and_then(|local| local.to_zoned(TimeZone::system()))
        .map(|time| time.timestamp())
        .map_err(|_| "a span such as `10m`, a time such as `14:05`, or one as of RFC 3339".into())
}

fn run_choice(text: &str) -> Result<RunChoice, String> {
    match text {
        "current" => Ok(RunChoice::Current),
        "previous" => Ok(RunChoice::Previous),
        number => number.parse().map(RunChoice::Number).map_err(|_| "`current`, `previous` or a number".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_can_be_given_as_a_span_a_point_or_an_hour_of_today() {
        let now = Timestamp::now();
        for (text, seconds) in [("10m", 600), ("2h30m", 9000), ("1d", 86400), ("90 seconds", 90)] {
            let ago = now.duration_since(moment(text).unwrap()).as_secs();
            assert!((ago - seconds).abs() <= 3601, "{text}: {ago} s ago");
        }
        assert_eq!(moment("2026-01-31T14:05:00Z").unwrap().as_second(), 1_769_868_300);
        for text in ["14:05", "2026-01-31", "2026-01-31 14:05"] {
            assert!(moment(text).is_ok(), "{text}");
        }
        for text in ["", "soon", "10 parsecs"] {
            assert!(moment(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_level_is_a_word_of_the_logger_and_not_of_a_sentence() {
        let warn = Level::Warn.pattern().unwrap();
        for line in
            ["12:00 WARN odd", "ERROR: x", r#"{"level":"warning"}"#, "level=error", "Traceback (most recent call last)"]
        {
            assert!(warn.is_match(line.as_bytes()), "{line}");
        }
        for line in ["INFO 0 errors", "all warnings are gone", "WARNED", "level=info"] {
            assert!(!warn.is_match(line.as_bytes()), "{line}");
        }
    }
}
