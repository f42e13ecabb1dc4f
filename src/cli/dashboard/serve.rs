//! `dashboard --feed`: facts as lines of JSON on stdout, asks as lines on stdin. What `--ssh` starts on the other machine.
//!
//! The first line names the form ([`GREETING`]) and this version. It ends with its input, or with who reads it.

use std::io::{self, BufRead};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use anyhow::Context as _;

use super::feed::Feed;
use super::signals::Alarm;
use crate::cli::{Context, output};
use crate::dashboard::Ask;
use crate::dashboard::facts::Fact;

/// The first word of the first line; another form would have another number.
pub(super) const GREETING: &str = "gascli-feed/1";
/// The longest ask: a pattern may be long.
const LONGEST_ASK: u64 = 64 << 10;
/// Facts are written together up to this many bytes.
const BATCH: usize = 256 << 10;

/// Tells and asks until the input ends.
pub(super) fn serve(context: &Context, every: Duration) -> anyhow::Result<()> {
    output::bytes(format!("{GREETING} {}\n", env!("CARGO_PKG_VERSION")).as_bytes())?;
    let (waker, _alarm) = Alarm::new().context("cannot make a pair of sockets")?;
    let mut feed = Feed::local(&context.paths, every, &waker);
    let facts = feed.take_facts();
    // It ends with the process: in a write that blocks it can hear nothing.
    let writer = std::thread::Builder::new().name("writer".into()).spawn(move || write(&facts));
    writer.context("cannot start a thread")?;
    let mut input = io::stdin().lock();
    while let Some(line) = ask_line(&mut input) {
        // What is no ask is of a newer version: it is passed over.
        if let Ok(ask) = serde_json::from_slice::<Ask>(&line) {
            feed.ask(ask);
        }
    }
    Ok(())
}

/// Writes facts until nobody tells or reads any more.
fn write(facts: &Receiver<Fact>) {
    while let Ok(first) = facts.recv() {
        let mut batch = Vec::new();
        let mut next = Some(first);
        while let Some(fact) = next {
            if serde_json::to_writer(&mut batch, &fact).is_ok() {
                batch.push(b'\n');
            }
            next = if batch.len() < BATCH { facts.try_recv().ok() } else { None };
        }
        if output::bytes(&batch).is_err() {
            return;
        }
    }
}

/// A line of the input; `None` at its end. A line that is longer than any ask is the end, too.
fn ask_line(input: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    io::Read::take(input, LONGEST_ASK).read_until(b'\n', &mut line).ok()?;
    (line.last() == Some(&b'\n')).then_some(line)
}
