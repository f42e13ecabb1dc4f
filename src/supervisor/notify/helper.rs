//! The helper that delivers: reads the journal behind each channel's cursor until nothing is left, and ends.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use super::deliver::{Failure, attempt, pause};
use super::message::Facts;
use super::table::{self, Channel};
use crate::daemon::socket::private_folder;
use crate::supervisor::journal::{say, with_causes};
use crate::supervisor::{EventReader, ServiceEvent, proc, record};
use crate::types::UnixMillis;

/// How often a channel that has told everything looks again, while another one is still busy.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// A channel that is new is not told what is older than this.
const NEWS: Duration = Duration::from_hours(1);
/// What is remembered of pairs of service and kind.
const MOST_PAIRS: usize = 4096;

/// How far a channel has told, on the disk. It moves after a delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// The number of the last event that is dealt with.
    pub(super) number: u64,
    /// When each kind of event of each service was last told.
    #[serde(default)]
    sent: BTreeMap<String, UnixMillis>,
    /// How many were held back since.
    #[serde(default)]
    suppressed: BTreeMap<String, u64>,
    /// Events that could not be delivered, ever.
    #[serde(default)]
    pub(super) undelivered: u64,
    /// Why the last one of them could not.
    #[serde(default)]
    pub(super) last_failure: Option<String>,
    /// When something was last delivered.
    #[serde(default)]
    pub(super) delivered_at_ms: Option<UnixMillis>,
}

/// Delivers what is left to deliver. Says what fails in the supervisor's log.
pub(crate) fn run_helper(state: &Path, config: &Path) {
    proc::default_signals();
    if let Err(error) = run(state, config) {
        say("notify", error);
    }
}

fn run(state: &Path, config: &Path) -> Result<(), String> {
    let folder = folder_of(state);
    loop {
        let channels = table::load(config).map_err(|error| with_causes(&error))?;
        if channels.is_empty() {
            return Ok(());
        }
        private_folder(&folder).map_err(|error| with_causes(&error))?;
        let lock = record::try_lock(&folder.join("lock")).map_err(|error| with_causes(&error))?;
        // Another helper delivers. It looks once more after it has let go of the lock.
        let Some(lock) = lock else { return Ok(()) };
        let new_since = new_since(config);
        let couriers: Vec<Courier> =
            channels.into_iter().map(|channel| Courier::new(state, channel, new_since)).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
        let couriers = runtime.block_on(deliver_all(couriers));
        drop(lock);
        if !couriers.iter().any(Courier::has_more) {
            return Ok(());
        }
    }
}

/// From when on a channel without a cursor is told: since the file names it, as far as can be known.
fn new_since(config: &Path) -> UnixMillis {
    let changed = std::fs::metadata(config.join("gascli.toml")).and_then(|facts| facts.modified());
    UnixMillis::from(changed.unwrap_or_else(|_| SystemTime::now())).max(UnixMillis::now().before(NEWS))
}

/// Where cursors are.
fn folder_of(state: &Path) -> PathBuf {
    state.join("notify")
}

fn cursor_path(state: &Path, name: &str) -> PathBuf {
    folder_of(state).join(format!("{name}.json"))
}

/// How far a channel is; `None` if it has told nothing yet, or its file is damaged.
pub(super) fn read_cursor(state: &Path, name: &str) -> Option<Cursor> {
    record::read(&cursor_path(state, name)).ok().flatten()
}

/// The name of this machine.
pub(super) fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    if name.trim().is_empty() { "localhost".into() } else { name.trim().into() }
}

/// Lets every channel deliver, each at its own pace, until none has anything left. One that has told everything looks again
/// while another one is still busy: what comes meanwhile is not held up by that.
async fn deliver_all(mut idle: Vec<Courier>) -> Vec<Courier> {
    let mut busy = JoinSet::new();
    loop {
        let (due, rest): (Vec<Courier>, Vec<Courier>) = idle.into_iter().partition(Courier::has_more);
        idle = rest;
        for mut courier in due {
            busy.spawn(async move {
                courier.deliver().await;
                courier
            });
        }
        if busy.is_empty() {
            return idle;
        }
        tokio::select! {
            Some(ended) = busy.join_next() => idle.extend(ended.ok()),
            () = tokio::time::sleep(LOOK_EVERY), if !idle.is_empty() => {}
        }
    }
}

/// One channel on its way through the journal.
#[derive(Debug)]
struct Courier {
    state: PathBuf,
    channel: Channel,
    cursor: Cursor,
    host: String,
}

impl Courier {
    fn new(state: &Path, channel: Channel, new_since: UnixMillis) -> Self {
        let cursor = read_cursor(state, &channel.name).unwrap_or_else(|| {
            let mut number = 0;
            let mut reader = EventReader::new(state, 0);
            while let Ok(Some(event)) = reader.advance() {
                if event.at_ms < new_since {
                    number = event.number;
                }
            }
            Cursor { number, ..Cursor::default() }
        });
        Self { state: state.to_owned(), channel, cursor, host: host() }
    }

    fn has_more(&self) -> bool {
        matches!(EventReader::new(&self.state, self.cursor.number).advance(), Ok(Some(_)))
    }

    /// Delivers what is there. A cursor that cannot be written ends it: the same would be told over and over.
    async fn deliver(&mut self) {
        let mut reader = EventReader::new(&self.state, self.cursor.number);
        loop {
            let event = match reader.advance() {
                Ok(Some(event)) => event,
                Ok(None) => break,
                Err(error) => return say("notify", format_args!("events cannot be read: {error}")),
            };
            if let Some(pair) = self.is_due(&event, UnixMillis::now()) {
                self.deliver_one(&event, &pair).await;
                if let Err(error) = self.keep(event.number) {
                    return say("notify", error);
                }
            }
            self.cursor.number = event.number;
        }
        if let Err(error) = self.keep(self.cursor.number) {
            say("notify", error);
        }
    }

    /// Whether an event is to be told now, and what it is counted under. One that is held back is counted.
    fn is_due(&mut self, event: &ServiceEvent, now: UnixMillis) -> Option<String> {
        let of_service = match (&self.channel.services, &event.service) {
            (None, _) => true,
            (Some(services), Some(service)) => services.contains(service),
            (Some(_), None) => false,
        };
        if !of_service || !self.channel.events.contains(&event.kind) {
            return None;
        }
        let service = event.service.as_ref().map_or("", |name| name.as_str());
        let pair = format!("{service} {}", event.kind.word());
        // A clock that was set back holds nothing back for long.
        let is_fresh = |sent: &UnixMillis| *sent <= now && sent.until(now) < self.channel.min_interval;
        if self.cursor.sent.get(&pair).is_some_and(is_fresh) {
            *self.cursor.suppressed.entry(pair).or_default() += 1;
            return None;
        }
        Some(pair)
    }

    async fn deliver_one(&mut self, event: &ServiceEvent, pair: &str) {
        let suppressed = self.cursor.suppressed.get(pair).copied().unwrap_or(0);
        let mut failed = 0;
        let failure = loop {
            match attempt(&self.channel, Facts { event, host: &self.host, suppressed }).await {
                Ok(_) => break None,
                Err(Failure::Passing(_, wish)) if failed + 1 < self.channel.attempts => {
                    failed += 1;
                    tokio::time::sleep(pause(failed, wish)).await;
                }
                Err(failure) => break Some(failure),
            }
        };
        let now = UnixMillis::now();
        self.cursor.sent.insert(pair.to_owned(), now);
        self.cursor.suppressed.remove(pair);
        match failure {
            None => self.cursor.delivered_at_ms = Some(now),
            Some(failure) => {
                let text =
                    format!("`{}` was not told of event {}: {}", self.channel.name, event.number, failure.words());
                say("notify", &text);
                self.cursor.undelivered += 1;
                self.cursor.last_failure = Some(text);
            }
        }
    }

    /// Writes how far it is.
    fn keep(&mut self, number: u64) -> Result<(), String> {
        self.cursor.number = number;
        let now = UnixMillis::now();
        let Cursor { sent, suppressed, .. } = &mut self.cursor;
        let interval = self.channel.min_interval;
        sent.retain(|pair, at| at.until(now) < interval || suppressed.contains_key(pair));
        while sent.len() > MOST_PAIRS {
            sent.pop_first();
        }
        while suppressed.len() > MOST_PAIRS {
            suppressed.pop_first();
        }
        record::write(&cursor_path(&self.state, &self.channel.name), &self.cursor).map_err(|error| with_causes(&error))
    }
}
