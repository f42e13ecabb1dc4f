//! `verify-c2pa`: the very check that decides over deliveries, for files on this machine.
//!
//! ```text
//!  arguments ──> files (which they are) ──> order (threads; results in input order) ──> print (text or JSON)
//!                                             │
//!                                             └─ judge: medium (opened, never a device) ──> verdict ──> freshness
//!                                                                                             └─ remote, if allowed
//! ```

mod files;
mod judge;
mod medium;
mod order;
mod print;
mod remote;

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::num::NonZero;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use self::files::Item;
use self::judge::Judge;
use self::print::{Printer, Shown, Style};
use self::remote::Fetcher;
use super::trust::{self, Adviser};
use super::{Answer, Context, output};
use crate::daemon::client::Reach;
use crate::types::UnixMillis;
use crate::verification::c2pa::{Check, Policy, RemoteManifests};

/// With so many files or fewer there is no progress to show.
const FEW: usize = 5;

/// End of the help.
pub(super) const EXAMPLES: &str =
    "Exit status: 0 if every file passes, 1 if one does not, 2 if one cannot be read or nothing can be checked.

Examples:
  gascli verify-c2pa image.png
  gascli verify-c2pa media/ --json
  gascli verify-c2pa --quiet --challenged-at 2026-03-01T12:00:00Z video.mp4 && echo good
  curl -s https://example.com/image.png | gascli verify-c2pa -";

/// Arguments of `verify-c2pa`, also as `generator verify-c2pa`.
#[derive(Debug, clap::Args)]
pub(super) struct VerifyArgs {
    /// Images, videos or audio to check; folders, with all that is in them; `-` for standard input.
    #[arg(required = true, value_name = "FILE|DIR|-")]
    files: Vec<PathBuf>,

    /// Show the manifest of files that pass.
    #[arg(short, long)]
    verbose: bool,

    /// Print nothing but errors: the exit status is the answer.
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,

    /// Files to check at the same time; as many as there are processors by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,

    /// How strictly to judge.
    #[arg(long, value_enum, default_value_t)]
    policy: PolicyName,

    /// Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or
    /// seconds since 1970.
    #[arg(long, value_name = "TIME", value_parser = challenge_time)]
    challenged_at: Option<UnixMillis>,

    /// Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also
    /// those of this machine and its networks. Without this option nothing is fetched.
    #[arg(long, value_name = "WHERE", num_args = 0..=1, require_equals = true, default_missing_value = "public")]
    allow_remote: Option<Servers>,

    /// Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else
    /// built-in roots and the trust store (`gascli trust list`).
    #[arg(long, value_name = "FILE|DIR")]
    trust_anchors: Vec<PathBuf>,
}

/// [`Policy`] on the command line.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum PolicyName {
    /// As the network's validators do, quirks included.
    #[default]
    Sn34,
    /// Only what nobody could have forged.
    Strict,
}

impl From<PolicyName> for Policy {
    fn from(name: PolicyName) -> Self {
        match name {
            PolicyName::Sn34 => Self::Sn34,
            PolicyName::Strict => Self::Strict,
        }
    }
}

/// Which servers may be asked for a manifest. The addresses come from the files, so from strangers.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Servers {
    /// Those on the internet.
    Public,
    /// Also those of this machine and its networks.
    Any,
}

impl From<Servers> for Reach {
    fn from(servers: Servers) -> Self {
        match servers {
            Servers::Public => Self::Public,
            Servers::Any => Self::Any,
        }
    }
}

/// Checks files and prints the verdicts. Yes only if every file passes; an error, after the verdicts on the others, if
/// one cannot be read.
pub(super) fn verify(context: &Context, args: &VerifyArgs) -> anyhow::Result<Answer> {
    let trust = trust::trust_set(context, &args.trust_anchors)?;
    let listing = files::list(&args.files)?;
    if let Some(skipped) = listing.skipped().filter(|_| !args.quiet) {
        output::note(skipped);
    }
    let fetcher = args.allow_remote.map(|servers| Fetcher::new(servers.into()));
    let remote = fetcher.as_ref().map(|fetcher| fetcher as &dyn RemoteManifests);
    let check = Check { policy: args.policy.into(), remote, weaknesses: !args.quiet, ..Check::new(&trust) };
    let style = Style::new(context.json, args.verbose, args.quiet);
    let mut run = Run::new(style, Adviser::new(context, &args.trust_anchors), listing.items.len());
    run.judge_all(&listing.items, &Judge::new(check, args.challenged_at), jobs(args.jobs, listing.items.len()))?;
    run.end()
}

/// A verdict to print, or the file that has none and why.
type Outcome = Result<Shown, (String, String)>;

/// Results as they come, and what to say of them in the end.
struct Run {
    style: Style,
    adviser: Adviser,
    files: usize,
    printer: Printer,
    bar: ProgressBar,
    passed: usize,
    refused: BTreeMap<&'static str, usize>,
    /// Anchors that were said to be missing: once is enough, for a folder may hold thousands of files of one provider.
    advised: BTreeSet<String>,
    /// Files without a verdict: name and reason.
    unreadable: Vec<(String, String)>,
}

impl Run {
    fn new(style: Style, adviser: Adviser, files: usize) -> Self {
        Self {
            style,
            adviser,
            files,
            printer: Printer::new(style),
            bar: if style == Style::Quiet { ProgressBar::hidden() } else { progress_bar(files) },
            passed: 0,
            refused: BTreeMap::new(),
            advised: BTreeSet::new(),
            unreadable: Vec::new(),
        }
    }

    /// Every file's verdict, printed in the order of the files.
    fn judge_all(&mut self, items: &[Item], judge: &Judge<'_>, jobs: usize) -> anyhow::Result<()> {
        let (style, adviser) = (self.style, self.adviser);
        let work = |item: &Item| -> Outcome {
            let judged = judge.judge(item).map_err(|reason| (item.path.display().to_string(), reason))?;
            Ok(style.render(item, &judged, adviser))
        };
        let outcome = order::in_order(items, jobs, work, size, |result| self.take(result));
        self.bar.finish_and_clear();
        outcome
    }

    fn take(&mut self, outcome: Outcome) -> anyhow::Result<()> {
        self.bar.inc(1);
        let mut shown = match outcome {
            Ok(shown) => shown,
            Err(failed) => {
                self.unreadable.push(failed);
                return Ok(());
            }
        };
        match shown.class {
            None => self.passed += 1,
            Some(class) => *self.refused.entry(class).or_default() += 1,
        }
        shown.advice = shown.advice.filter(|advice| self.advised.insert(advice.anchor.clone()));
        // Only what goes to the very terminal that the bar is on needs it out of the way.
        let in_the_way = !self.bar.is_hidden() && (std::io::stdout().is_terminal() || shown.advice.is_some());
        let Self { bar, printer, .. } = self;
        if in_the_way { bar.suspend(|| printer.print(&shown)) } else { printer.print(&shown) }?;
        Ok(())
    }

    /// Closes what was printed, and answers.
    fn end(self) -> anyhow::Result<Answer> {
        self.printer.close()?;
        if self.files > 1 && matches!(self.style, Style::Text { .. }) {
            output::note(self.summary());
        }
        if !self.unreadable.is_empty() {
            return Err(unreadable(&self.unreadable, self.files));
        }
        Ok(if self.refused.is_empty() { Answer::Yes } else { Answer::No })
    }

    /// For instance `12 of 14 passed (1 no-manifest, 1 stale)`.
    fn summary(&self) -> String {
        let mut parts: Vec<String> = self.refused.iter().map(|(class, count)| format!("{count} {class}")).collect();
        if !self.unreadable.is_empty() {
            parts.push(format!("{} unreadable", self.unreadable.len()));
        }
        let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
        format!("{} of {} passed{parts}", self.passed, self.files)
    }
}

/// Bytes that a result holds until its turn to be printed comes.
fn size(outcome: &Outcome) -> usize {
    outcome.as_ref().map_or(0, |shown| shown.text.len())
}

/// Names every file that has no verdict, in one error.
fn unreadable(failed: &[(String, String)], of: usize) -> anyhow::Error {
    if let [(path, reason)] = failed {
        // What is not there, or may not be seen, is such an error again.
        let source = std::fs::metadata(path).err().filter(|error| error.to_string() == *reason);
        let source = source.unwrap_or_else(|| std::io::Error::other(reason.clone()));
        return anyhow::Error::new(source).context(format!("cannot read `{path}`"));
    }
    let list: Vec<String> = failed.iter().map(|(path, reason)| format!("`{path}` ({reason})")).collect();
    anyhow::anyhow!("cannot read {} of {of} files: {}", list.len(), list.join("; "))
}

/// How many files to check at once.
fn jobs(asked: Option<u16>, files: usize) -> usize {
    match asked {
        _ if files <= 1 => 1, // asking the system for its processors takes longer than some verdicts
        Some(jobs) => jobs.into(),
        None => std::thread::available_parallelism().map_or(1, NonZero::get),
    }
}

fn progress_bar(files: usize) -> ProgressBar {
    if files <= FEW || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} files, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(files as u64).with_style(style)
}

/// Reads `--challenged-at`.
fn challenge_time(text: &str) -> Result<UnixMillis, String> {
    let is_number = text.chars().all(|character| character.is_ascii_digit() || character == '.');
    let time = if is_number {
        text.parse().ok().and_then(UnixMillis::from_seconds)
    } else {
        text.parse::<Timestamp>().ok().and_then(|time| u64::try_from(time.as_millisecond()).ok()).map(UnixMillis)
    };
    // Milliseconds that were taken for seconds lie beyond the year 9999.
    let time = time.filter(|time| i64::try_from(time.0).is_ok_and(|ms| Timestamp::from_millisecond(ms).is_ok()));
    time.ok_or_else(|| {
        "not a time: give RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970, such as 1772366400".into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_time_is_rfc_3339_or_seconds() {
        for (text, millis) in [
            ("2026-03-01T12:00:00Z", Some(1_772_366_400_000)),
            ("2026-03-01T14:00:00.5+02:00", Some(1_772_366_400_500)),
            ("1772366400", Some(1_772_366_400_000)),
            ("1772366400.25", Some(1_772_366_400_250)),
            ("0", Some(0)),
            ("1772366400000", None), // milliseconds
            ("2026-03-01T12:00:00", None),
            ("1969-12-31T23:59:59Z", None),
            ("yesterday", None),
            ("", None),
            ("1.2.3", None),
            ("9e9", None),
        ] {
            assert_eq!(challenge_time(text).ok(), millis.map(UnixMillis), "{text}");
        }
    }
}
