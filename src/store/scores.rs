//! Scores by hotkey, and the blocks at which things were last done. Saved whenever they change: the reference saves after
//! challenge rounds only and loses what weights changed (`spec/gas.md` 18, point 45).

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};

use super::sent_weights::{SentWeights, delete_sending, write_awaited, write_sending};
use super::{Store, StoreError};
use crate::types::{BlockNumber, Hotkey};

/// What is done at or past a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Scores took in the newest rewards.
    Epoch,
    /// Weights landed.
    Weights,
    /// A challenge round began.
    Round,
    /// Weights were about to be sent, for seats that were read at that finalized block; there only until it is certain what
    /// became of them. Changed by [`Store::note_sending`], [`Store::forget_sending`] and [`Store::save_weights`] alone.
    Sending,
}

impl Progress {
    const fn name(self) -> &'static str {
        match self {
            Self::Epoch => "epoch",
            Self::Weights => "weights",
            Self::Round => "round",
            Self::Sending => "sending",
        }
    }
}

impl Store {
    /// All scores.
    pub fn scores(&self) -> Result<BTreeMap<Hotkey, f64>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare("SELECT hotkey, score FROM scores")?;
            let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, f64>(1)?)))?;
            // Keys were written from hotkeys; a row that somebody edited by hand is nobody's.
            rows.filter_map(|row| row.map(|(text, score)| Some((text.parse().ok()?, score))).transpose()).collect()
        })
    }

    /// The weights that last landed.
    pub fn weights(&self) -> Result<BTreeMap<Hotkey, u16>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare("SELECT hotkey, weight FROM weights")?;
            let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u16>(1)?)))?;
            rows.filter_map(|row| row.map(|(text, weight)| Some((text.parse().ok()?, weight))).transpose()).collect()
        })
    }

    /// Replaces the weights by those that landed at `block`, and forgets that they were about to be sent: both or neither, so
    /// that weights which landed are never taken for lost. `sent`: as they were sent; if they were committed, it is remembered
    /// that their reveal is awaited.
    pub fn save_weights(
        &mut self,
        weights: &BTreeMap<Hotkey, u16>,
        block: BlockNumber,
        sent: Option<&SentWeights>,
    ) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            transaction.execute("DELETE FROM weights", [])?;
            let mut statement = transaction.prepare("INSERT INTO weights VALUES (?1, ?2)")?;
            for (hotkey, weight) in weights {
                statement.execute(params![hotkey.to_string(), weight])?;
            }
            write_landed(transaction, block, sent)
        })
    }

    /// Likewise of weights that are not known any more: those before stay.
    pub fn save_landed(&mut self, block: BlockNumber) -> Result<(), StoreError> {
        self.transaction(|transaction| write_landed(transaction, block, None))
    }

    /// Notes that these weights, for seats read at `block`, are about to be sent. `earlier`: the note that was found before, whose
    /// weights have landed or never will. `false`, and nothing noted, where another process has noted its own since.
    pub fn note_sending(
        &mut self,
        earlier: Option<BlockNumber>,
        block: BlockNumber,
        sent: &SentWeights,
    ) -> Result<bool, StoreError> {
        let earlier = earlier.map(|earlier| i64::try_from(earlier.0).unwrap_or(i64::MAX));
        self.transaction(|transaction| {
            let mut statement = transaction.prepare("SELECT block FROM progress WHERE name = ?1")?;
            let found: Option<i64> = statement.query_row([Progress::Sending.name()], |row| row.get(0)).optional()?;
            let is_ours = found == earlier;
            if is_ours {
                write_progress(transaction, Progress::Sending, block)?;
                write_sending(transaction, block, sent)?;
            }
            Ok(is_ours)
        })
    }

    /// Forgets the note of that block; another process's stays.
    pub fn forget_sending(&mut self, block: BlockNumber) -> Result<(), StoreError> {
        let number = i64::try_from(block.0).unwrap_or(i64::MAX);
        self.transaction(|transaction| {
            let name = Progress::Sending.name();
            transaction.execute("DELETE FROM progress WHERE name = ?1 AND block = ?2", params![name, number])?;
            delete_sending(transaction, block)
        })
    }

    /// The block at which this was last done.
    pub fn progress(&self, progress: Progress) -> Result<Option<BlockNumber>, StoreError> {
        let block: Option<i64> = self.read(|connection| {
            connection
                .query_row("SELECT block FROM progress WHERE name = ?1", [progress.name()], |row| row.get(0))
                .optional()
        })?;
        Ok(block.and_then(|block| u64::try_from(block).ok()).map(BlockNumber))
    }

    /// Remembers that this was done at `block`.
    pub fn save_progress(&mut self, progress: Progress, block: BlockNumber) -> Result<(), StoreError> {
        self.transaction(|transaction| write_progress(transaction, progress, block))
    }
}

/// Weights landed at `block`; a note from before it was theirs.
fn write_landed(
    transaction: &rusqlite::Transaction<'_>,
    block: BlockNumber,
    sent: Option<&SentWeights>,
) -> rusqlite::Result<()> {
    let landed = i64::try_from(block.0).unwrap_or(i64::MAX);
    let name = Progress::Sending.name();
    transaction.execute("DELETE FROM progress WHERE name = ?1 AND block <= ?2", params![name, landed])?;
    write_awaited(transaction, block, sent)?;
    write_progress(transaction, Progress::Weights, block)
}

pub(super) fn write_progress(
    transaction: &rusqlite::Transaction<'_>,
    progress: Progress,
    block: BlockNumber,
) -> rusqlite::Result<()> {
    let block = i64::try_from(block.0).unwrap_or(i64::MAX);
    transaction.execute("INSERT OR REPLACE INTO progress VALUES (?1, ?2)", params![progress.name(), block]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Netuid, UnixMillis};

    fn sent() -> SentWeights {
        SentWeights { netuid: Netuid(34), weights: Vec::new(), commit: None }
    }

    #[test]
    fn weights_that_land_end_the_note_of_their_sending_with_them_or_neither_is_done() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let weights = BTreeMap::from([(Hotkey::from_bytes([1; 32]), 65_535)]);
        assert!(store.note_sending(None, BlockNumber(100), &sent()).unwrap());
        let refuse = "CREATE TRIGGER full BEFORE INSERT ON weights BEGIN SELECT RAISE(ABORT, 'disk full'); END";
        store.connection.execute_batch(refuse).unwrap();
        store.save_weights(&weights, BlockNumber(103), None).unwrap_err();
        let sending = store.progress(Progress::Sending).unwrap();
        assert_eq!(sending, Some(BlockNumber(100)), "taken for never sent, so it is sent again");
        store.connection.execute_batch("DROP TRIGGER full").unwrap();
        store.save_weights(&weights, BlockNumber(103), None).unwrap();
        let progress = [Progress::Sending, Progress::Weights].map(|one| store.progress(one).unwrap());
        assert_eq!(progress, [None, Some(BlockNumber(103))]);
    }

    #[test]
    fn of_two_processes_that_set_weights_neither_touches_the_other_s_note() {
        let home = tempfile::tempdir().unwrap();
        let mut daemon = Store::open(home.path(), UnixMillis(0)).unwrap();
        let mut command = Store::open_existing(home.path()).unwrap();
        assert!(daemon.note_sending(None, BlockNumber(100), &sent()).unwrap());
        // The command looked before that.
        assert!(!command.note_sending(None, BlockNumber(101), &sent()).unwrap());
        command.forget_sending(BlockNumber(101)).unwrap();
        assert_eq!(command.progress(Progress::Sending).unwrap(), Some(BlockNumber(100)));
        assert!(
            daemon.note_sending(Some(BlockNumber(100)), BlockNumber(300), &sent()).unwrap(),
            "its own, which is over"
        );
        daemon.forget_sending(BlockNumber(300)).unwrap();
        assert_eq!(daemon.progress(Progress::Sending).unwrap(), None);
        daemon.note_sending(None, BlockNumber(400), &sent()).unwrap();
        daemon.save_landed(BlockNumber(404)).unwrap();
        let progress = [Progress::Sending, Progress::Weights].map(|one| command.progress(one).unwrap());
        assert_eq!(progress, [None, Some(BlockNumber(404))]);
    }

    #[test]
    fn weights_and_their_block_survive_together() {
        let home = tempfile::tempdir().unwrap();
        let weights = BTreeMap::from([(Hotkey::from_bytes([1; 32]), 65_535), (Hotkey::from_bytes([2; 32]), 7)]);
        {
            let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
            let older = BTreeMap::from([(Hotkey::from_bytes([9; 32]), 1)]);
            store.save_weights(&older, BlockNumber(1), None).unwrap();
            store.save_weights(&weights, BlockNumber(2), None).unwrap();
        }
        let store = Store::open(home.path(), UnixMillis(0)).unwrap();
        assert_eq!(store.weights().unwrap(), weights);
        assert_eq!(store.progress(Progress::Weights).unwrap(), Some(BlockNumber(2)));
    }
}
