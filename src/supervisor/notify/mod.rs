//! Tells operators what happens (`spec/operations.md` B14): `[notify.NAME]` tables of `gascli.toml`, each a channel that
//! runs a program or posts to a webhook.
//!
//! ```text
//!  supervisor ──events.jsonl──> `gascli notify STATE CONFIG` (short-lived) ──> exec | webhook
//! ```
//!
//! The one idea: a channel's cursor moves after its event was delivered, never before. Whoever is killed anywhere, an
//! event is told at least once.

mod deliver;
mod helper;
pub(crate) mod hook;
mod message;
mod start;
mod table;

use std::path::Path;

use super::{EventKind, ServiceEvent};
use crate::types::UnixMillis;

pub(crate) use helper::run_helper;
pub(crate) use start::Starter;
pub use table::{Address, Channel, Format, MOST_CHANNELS, NotifyError, NotifyTable, Target, load};

/// How a channel has fared.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Record {
    /// When something was last delivered.
    pub delivered_at_ms: Option<UnixMillis>,
    /// Events that could not be delivered, ever.
    pub undelivered: u64,
    /// Why the last one of them could not.
    pub last_failure: Option<String>,
}

/// How a channel has fared, as its cursor tells.
pub fn record_of(state: &Path, channel: &Channel) -> Record {
    let cursor = helper::read_cursor(state, &channel.name).unwrap_or_default();
    Record {
        delivered_at_ms: cursor.delivered_at_ms,
        undelivered: cursor.undelivered,
        last_failure: cursor.last_failure,
    }
}

/// Sends a made-up event once, and says what came back; the error is in words, too.
pub async fn test(channel: &Channel) -> Result<String, String> {
    let event = ServiceEvent {
        number: 0,
        at_ms: UnixMillis::now(),
        service: channel.services.as_ref().and_then(|services| services.first().cloned()),
        kind: channel.events.first().copied().unwrap_or(EventKind::Crashed),
        text: "this is a test by `gascli notify test`: nothing has happened".into(),
        exit: None,
        run: 0,
        while_away: false,
    };
    let host = helper::host();
    let facts = message::Facts { event: &event, host: &host, suppressed: 0 };
    deliver::attempt(channel, facts).await.map_err(|failure| failure.words().to_owned())
}
