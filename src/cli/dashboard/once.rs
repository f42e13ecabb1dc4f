//! One frame as text: `--once` prints it, `--snapshot` writes it to a file.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::feed::Feed;
use super::{DashboardArgs, screen};
use crate::cli::{Answer, Context, output};
use crate::dashboard::facts::Fact;
use crate::dashboard::{App, Ask, Effect, Event, draw, mask, update};
use crate::types::UnixMillis;

/// How long to wait for figures. What is not known by then is not in the frame.
const LIMIT: Duration = Duration::from_secs(3);
/// How long to wait for the first lines of the log, once all else is known.
const LOG: Duration = Duration::from_millis(300);
/// A log is told in pieces, so close together.
const QUIET: Duration = Duration::from_millis(30);
/// Columns and rows without a terminal.
const USUAL: (u16, u16) = (120, 40);

/// What `--once --json` prints: the facts that the frame is drawn from.
#[derive(Serialize)]
struct Document {
    schema: &'static str,
    facts: Vec<Fact>,
}

/// Prints or writes it.
pub(super) fn run(context: &Context, app: &mut App, mut feed: Feed, args: &DashboardArgs) -> anyhow::Result<Answer> {
    let of_terminal = io::stdout().is_terminal().then(screen::size);
    let (columns, rows) = args.size.or(of_terminal).unwrap_or(USUAL);
    app.is_masked = args.snapshot.is_some();
    hear(app, &mut feed, Event::Resize(columns, rows));
    let facts = gather(app, &mut feed);
    drop(feed);
    if context.json && args.once {
        output::json(&Document { schema: output::SCHEMA, facts })?;
        return Ok(Answer::Yes);
    }
    app.now = UnixMillis::now();
    update(app, Event::Tick);
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).context("cannot draw")?;
    terminal.draw(|frame| draw(frame, app)).context("cannot draw")?;
    let text = text_of(terminal.backend().buffer());
    match &args.snapshot {
        None => output::bytes(text.as_bytes())?,
        Some(path) => {
            // Drawn with everything masked; once more, lest a pane forgets.
            let masked: Vec<_> = text.lines().map(|line| mask::text(app, line)).collect();
            write(path, &format!("{}\n", masked.join("\n")))?;
            output::note(format_args!("written to `{}`; look at it before you pass it on", path.display()));
        }
    }
    Ok(Answer::Yes)
}

/// Takes facts until each kind was told, and the log's first lines.
fn gather(app: &mut App, feed: &mut Feed) -> Vec<Fact> {
    let mut missing = vec!["services", "daemons", "gpus", "host"];
    let mut facts = Vec::new();
    let mut awaits_log = false;
    let mut end = Instant::now() + LIMIT;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let is_complete = missing.is_empty() && !awaits_log;
        let Some(fact) = feed.wait(if is_complete { left.min(QUIET) } else { left }) else { break };
        let had_all = missing.is_empty();
        missing.retain(|kind| Some(*kind) != kind_of(&fact));
        awaits_log &= !matches!(fact, Fact::Log(_));
        if !matches!(fact, Fact::Log(_)) {
            facts.push(fact.clone());
        }
        awaits_log |= hear(app, feed, Event::Fact(fact));
        if missing.is_empty() && !had_all {
            end = end.min(Instant::now() + LOG);
        }
    }
    facts
}

/// Which of the awaited kinds a fact is.
const fn kind_of(fact: &Fact) -> Option<&'static str> {
    match fact {
        fact if fact.tells_of_services() => Some("services"),
        Fact::Daemons(_) => Some("daemons"),
        Fact::Gpus(_) => Some("gpus"),
        Fact::Host(_) => Some("host"),
        _ => None,
    }
}

/// Whether a log is awaited now.
fn hear(app: &mut App, feed: &mut Feed, event: Event) -> bool {
    app.now = UnixMillis::now();
    let mut watches = false;
    for effect in update(app, event) {
        if let Effect::Ask(ask) = effect {
            watches |= matches!(&ask, Ask::Watch { services, .. } if !services.is_empty());
            feed.ask(ask);
        }
    }
    watches
}

/// The characters of a frame, without spaces at the ends of lines.
fn text_of(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            // A wide character takes the place of the next cells, too.
            x += u16::try_from(symbol.width()).unwrap_or(1).max(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Writes beside the file and renames, for its owner alone.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let whole = std::path::absolute(path)?;
    let put = || -> io::Result<()> {
        let folder = whole.parent().ok_or(io::ErrorKind::IsADirectory)?;
        let mut beside = tempfile::Builder::new().prefix(".gascli-snapshot-").tempfile_in(folder)?;
        beside.write_all(text.as_bytes())?;
        beside.persist(&whole).map_err(|error| error.error)?;
        Ok(())
    };
    put().with_context(|| format!("cannot write `{}`", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_text_with_wide_characters_in_one_piece() {
        let buffer = Buffer::with_lines(["a東b   ", "       ", " 🦀 end", "       "]);
        assert_eq!(text_of(&buffer), "a東b\n\n 🦀 end\n");
    }
}
