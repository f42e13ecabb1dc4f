//! `gascli dashboard`: services, GPUs, scores and logs on one screen, of this machine or of another.
//!
//! ```text
//!  feed (threads here, or `--feed` behind ssh) ──facts──> window ──draws──> screen
//!        ^───────────────────asks─────────────────────────┘ ^──keys, mouse── input
//! ```

mod demo;
mod feed;
mod input;
mod keyfile;
mod logs;
mod look;
mod once;
mod pager;
mod remote;
mod screen;
mod serve;
mod signals;
mod window;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Answer, Context, output};
use crate::dashboard::{App, Notice, Theme};
use crate::types::{Code, Hint, Span, UnixMillis};

use feed::Feed;
use remote::Target;

/// Looks that are closer together cost more than they tell.
const SHORTEST: Duration = Duration::from_millis(500);
/// What is older is not worth showing.
const LONGEST: Duration = Duration::from_mins(1);
/// The largest terminal that `--size` takes, either way.
const LARGEST: u16 = 1000;

/// Watch and steer everything on one screen.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gascli dashboard\n  gascli dashboard --ssh me@gpu-07\n  \
                        gascli dashboard --once --size 160x45\n  gascli dashboard --demo\n\nKeys: ? lists them, : finds \
                        one by name; `keys.toml` in the configuration folder changes them.")]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(super) struct DashboardArgs {
    /// Only look: no key starts, stops or deletes anything.
    #[arg(long)]
    read_only: bool,
    /// Show another machine, through ssh. gascli must be there, too.
    #[arg(long, value_name = "USER@HOST", conflicts_with = "demo")]
    ssh: Option<String>,
    /// Where gascli is on that machine, if its shell does not find it.
    #[arg(long, value_name = "PATH", requires = "ssh")]
    remote_gascli: Option<String>,
    /// Print one frame as text, and end: for scripts and screen readers.
    #[arg(long)]
    once: bool,
    /// Write one frame to a file, with keys, addresses and names of hosts masked: for bug reports.
    #[arg(long, value_name = "FILE", conflicts_with = "once")]
    snapshot: Option<PathBuf>,
    /// Show the subnet of `gascli demo --keep`; if none runs, run one until this ends.
    #[arg(long)]
    demo: bool,
    /// Time between two looks, 500ms to 1m.
    #[arg(long, value_name = "SPAN", default_value = "2s", value_parser = refresh)]
    refresh: Span,
    /// Colours; a key changes them while it runs.
    #[arg(long, value_name = "THEME", default_value = Theme::Dark.word(), value_parser = theme())]
    theme: Theme,
    /// No character beyond ASCII. By itself so where the locale is not UTF-8.
    #[arg(long)]
    ascii: bool,
    /// No colours. By itself so with `NO_COLOR`, and where TERM is `dumb`.
    #[arg(long)]
    no_color: bool,
    /// Times in UTC.
    #[arg(long)]
    utc: bool,
    /// Columns and rows for `--once` and `--snapshot`; without this those of the terminal, or 120x40.
    #[arg(long, value_name = "COLUMNSxROWS", value_parser = size)]
    size: Option<(u16, u16)>,
    /// Tell facts and take wishes as lines of JSON: what `--ssh` starts on the other machine.
    #[arg(long, hide = true, conflicts_with_all = ["once", "snapshot", "ssh", "demo"])]
    feed: bool,
}

/// Why there is no dashboard.
#[derive(Debug, thiserror::Error)]
pub(super) enum DashboardError {
    #[error("the dashboard needs a terminal to draw on and to be typed at")]
    NoTerminal,
    #[error("`{0}` is no destination for ssh")]
    Destination(String),
    #[error("cannot show `{host}`: {reason}")]
    Remote { host: String, reason: String },
    #[error("`{}`{}: {reason}", path.display(), line.map(|line| format!(" line {line}")).unwrap_or_default())]
    Keys { path: PathBuf, line: Option<usize>, reason: String },
}

impl Hint for DashboardError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoTerminal => "`gascli dashboard --once` prints one frame".into(),
            Self::Destination(_) => "write it as `user@host`; ports and keys belong in `~/.ssh/config`".into(),
            Self::Remote { host, .. } => {
                format!("`ssh {host} gascli --version` must work; `--remote-gascli PATH` says where gascli is there")
            }
            Self::Keys { .. } => {
                "correct it, or remove it to have the usual keys; `?` in the dashboard names them".into()
            }
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::NoTerminal => Some(Code::InputNeeded),
            Self::Destination(_) => Some(Code::Usage),
            Self::Remote { .. } => Some(Code::Network),
            Self::Keys { .. } => Some(Code::ConfigInvalid),
        }
    }
}

fn refresh(text: &str) -> Result<Span, String> {
    let Span(every) = text.parse().map_err(|error: crate::types::SpanError| error.to_string())?;
    let fits = (SHORTEST..=LONGEST).contains(&every);
    if fits { Ok(Span(every)) } else { Err(format!("`{text}` is not within 500ms and 1m")) }
}

fn theme() -> impl TypedValueParser<Value = Theme> {
    PossibleValuesParser::new(Theme::ALL.map(Theme::word))
        .map(|word| word.parse::<Theme>().expect("only words of themes are let through"))
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let parsed = text.split_once('x').and_then(|(columns, rows)| Some((columns.parse().ok()?, rows.parse().ok()?)));
    let fits = parsed.filter(|(columns, rows)| (1..=LARGEST).contains(columns) && (1..=LARGEST).contains(rows));
    fits.ok_or_else(|| format!("`{text}` is no size: columns and rows of 1 to {LARGEST} are expected, as in `120x40`"))
}

/// Shows the dashboard, or what else was asked for.
pub(super) fn run(context: &Context, args: &DashboardArgs) -> anyhow::Result<Answer> {
    if args.feed {
        serve::serve(context, args.refresh.0)?;
        return Ok(Answer::Yes);
    }
    let is_one_frame = args.once || args.snapshot.is_some();
    if !is_one_frame && !screen::is_there() {
        return Err(DashboardError::NoTerminal.into());
    }
    let target =
        args.ssh.as_ref().map(|host| Target::new(context, host, args.remote_gascli.as_deref(), args.refresh.0));
    let target = target.transpose()?;
    let (keys, clashes) = keyfile::read(&context.paths.config)?;
    let look = look::look(&context.environment, args.theme, args.no_color || output::forbids_colour(), args.ascii);
    let mut app = App::new(UnixMillis::now(), look, keys);
    app.is_read_only = args.read_only;
    app.remote.clone_from(&args.ssh);
    app.view.is_utc = args.utc;
    app.view.refresh = args.refresh.0;
    app.notice = clashes.first().map(|clash| Notice { text: clash.to_string(), is_bad: true, at: app.now });
    let demo = args.demo.then(|| demo::attach(context)).transpose()?;
    let (waker, alarm) = signals::Alarm::new().context("cannot make a pair of sockets")?;
    // With ssh, this is where a password is asked for: the screen is still the shell's.
    let feed = match target {
        None => Feed::local(&context.paths, args.refresh.0, &waker),
        Some(target) => Feed::remote(target, &waker, &mut app.notice)?,
    };
    if is_one_frame {
        return once::run(context, &mut app, feed, args);
    }
    let left = window::run(context, &mut app, feed, &waker, &alarm)?;
    if demo.as_ref().is_none_or(|demo| !demo.is_ours()) {
        say_what_lives_on(&app);
    }
    drop(demo);
    Ok(left)
}

/// After leaving: that nothing was stopped.
fn say_what_lives_on(app: &App) {
    let alive = app.world.services.iter().filter(|service| service.status.pid.is_some()).count();
    let there = app.remote.as_ref().map(|host| format!(" on {host}")).unwrap_or_default();
    match alive {
        0 => {}
        1 => output::note(format_args!("1 service keeps running{there}; `gascli ps` shows it")),
        _ => output::note(format_args!("{alive} services keep running{there}; `gascli ps` shows them")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_spans_out_of_reason_are_refused() {
        assert_eq!(size("160x45"), Ok((160, 45)));
        for text in ["", "80", "80x", "0x24", "80x0", "-1x5", "1001x40", "80X24", "70000x1"] {
            assert!(size(text).is_err(), "{text}");
        }
        for text in ["500ms", "2s", "1m", "60s"] {
            assert!(refresh(text).is_ok(), "{text}");
        }
        for text in ["499ms", "61s", "2", "soon"] {
            assert!(refresh(text).is_err(), "{text}");
        }
    }
}
