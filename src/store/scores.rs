//! Scores by hotkey, and the blocks at which things were last done. Saved whenever they change: the reference saves after
//! challenge rounds only and loses what weights changed (`spec/gas.md` 18, point 45).

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};

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
}

impl Progress {
    const fn name(self) -> &'static str {
        match self {
            Self::Epoch => "epoch",
            Self::Weights => "weights",
            Self::Round => "round",
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

    /// Replaces the weights by those that landed at `block`.
    pub fn save_weights(&mut self, weights: &BTreeMap<Hotkey, u16>, block: BlockNumber) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            transaction.execute("DELETE FROM weights", [])?;
            let mut statement = transaction.prepare("INSERT INTO weights VALUES (?1, ?2)")?;
            for (hotkey, weight) in weights {
                statement.execute(params![hotkey.to_string(), weight])?;
            }
            write_progress(transaction, Progress::Weights, block)
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
    use crate::types::UnixMillis;

    #[test]
    fn weights_and_their_block_survive_together() {
        let home = tempfile::tempdir().unwrap();
        let weights = BTreeMap::from([(Hotkey::from_bytes([1; 32]), 65_535), (Hotkey::from_bytes([2; 32]), 7)]);
        {
            let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
            let older = BTreeMap::from([(Hotkey::from_bytes([9; 32]), 1)]);
            store.save_weights(&older, BlockNumber(1)).unwrap();
            store.save_weights(&weights, BlockNumber(2)).unwrap();
        }
        let store = Store::open(home.path(), UnixMillis(0)).unwrap();
        assert_eq!(store.weights().unwrap(), weights);
        assert_eq!(store.progress(Progress::Weights).unwrap(), Some(BlockNumber(2)));
    }
}
