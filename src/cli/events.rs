//! `gascli events`: what happened to services, from the journal on disk. No supervisor is asked.

use std::io;
use std::os::fd::AsFd;

use anyhow::Context as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::logs::{folders, moment};
use super::services::known;
use super::{Answer, Context, output};
use crate::supervisor::logs::{Wake, Watcher};
use crate::supervisor::{EventKind, ServiceEvent, read_last};
use crate::types::ServiceName;

/// How many are shown unless more is asked.
const DEFAULT: usize = 50;

/// Arguments of `events`.
#[derive(Debug, clap::Args)]
pub(super) struct EventArgs {
    /// Services to tell of; all, and the supervisor itself, without a name.
    #[arg(value_name = "NAME")]
    names: Vec<ServiceName>,
    /// Keep printing what comes, until Ctrl-C.
    #[arg(short, long)]
    follow: bool,
    /// Show the last N [default: 50, but all with --since].
    #[arg(short = 'n', long, value_name = "N")]
    lines: Option<usize>,
    /// Show what happened since a time, such as `10m`, `14:05` or `2026-01-31T14:05:00Z`.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<Timestamp>,
    /// Show events of this kind, such as `crashed`; may be given more than once.
    #[arg(long = "kind", value_name = "KIND", value_parser = kind)]
    kinds: Vec<EventKind>,
}

fn kind(text: &str) -> Result<EventKind, String> {
    text.parse().map_err(|_| format!("possible are {}", EventKind::ALL.map(EventKind::word).join(", ")))
}

impl EventArgs {
    fn wants(&self, event: &ServiceEvent) -> bool {
        let of_service = self.names.is_empty() || event.service.as_ref().is_some_and(|name| self.names.contains(name));
        let since = self.since.map_or(0, |time| u64::try_from(time.as_millisecond()).unwrap_or(0));
        of_service && event.at_ms.0 >= since && (self.kinds.is_empty() || self.kinds.contains(&event.kind))
    }
}

/// Refuses names that no service has, and none ever had.
fn refuse_slips(context: &Context, names: &[ServiceName]) -> anyhow::Result<()> {
    let all: Vec<ServiceName> = folders(&context.paths.services())?.into_iter().collect();
    for name in names {
        let is_its = |event: &ServiceEvent| event.service.as_ref() == Some(name);
        let (ever, _) = read_last(&context.paths.state, 1, is_its).context("cannot read the journal of events")?;
        if ever.is_empty() {
            known(std::slice::from_ref(name), &all)?;
        }
    }
    Ok(())
}

/// Prints events, oldest first.
pub(super) fn run(context: &Context, args: &EventArgs) -> anyhow::Result<Answer> {
    let state = &context.paths.state;
    // Watch first, then read: what comes between the two wakes us.
    let mut watcher = None;
    if args.follow {
        let mut watching = Watcher::new(&context.paths.services()).context("cannot watch the journal of events")?;
        watching.watch(state);
        watcher = Some(watching);
    }
    let most = args.lines.unwrap_or(if args.since.is_some() { usize::MAX } else { DEFAULT });
    let (events, mut reader) =
        read_last(state, most, |event| args.wants(event)).context("cannot read the journal of events")?;
    if events.is_empty() && !args.follow {
        refuse_slips(context, &args.names)?;
        output::note("no such events");
    }
    for event in &events {
        print(context, event)?;
    }
    let Some(mut watcher) = watcher else { return Ok(Answer::Yes) };
    loop {
        while let Some(event) = reader.advance().context("cannot read the journal of events")? {
            if args.wants(&event) {
                print(context, &event)?;
            }
        }
        match watcher.wait(io::stdout().as_fd()).context("cannot watch the journal of events")? {
            Wake::More | Wake::Writable => {}
            Wake::OutputClosed | Wake::Interrupted => return Ok(Answer::Yes),
        }
    }
}

fn print(context: &Context, event: &ServiceEvent) -> anyhow::Result<()> {
    if context.json {
        output::line(serde_json::to_string(event)?)?;
        return Ok(());
    }
    let time = i64::try_from(event.at_ms.0).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let time = time
        .map_or_else(String::new, |time| time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string());
    let about = event.service.as_ref().map_or("supervisor", ServiceName::as_str);
    let late = if event.while_away { " (while no supervisor ran)" } else { "" };
    let text = output::escaped(&event.text);
    output::line(format_args!("{time}  {:<13}  {about}: {text}{late}", event.kind.word()))?;
    Ok(())
}
