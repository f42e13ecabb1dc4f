//! Weights on their way: those that are about to be sent, and those that were committed encrypted and wait for their reveal.
//! A validator that is killed meanwhile still knows what it sent, and looks whether it came into force.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::benchmark::whole;
use super::{Store, StoreError};
use crate::chain::Reveal;
use crate::types::{BlockNumber, Hotkey, Netuid, Uid};

/// Weights that are about to be sent, or that the chain took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentWeights {
    /// Subnet.
    pub netuid: Netuid,
    /// By seat, and who had it then.
    pub weights: Vec<(Uid, Hotkey, u16)>,
    /// Where they are committed encrypted.
    pub commit: Option<SentCommit>,
}

/// How weights that were committed come into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentCommit {
    /// The seat that sets them.
    pub uid: Uid,
    /// When they become readable.
    pub reveal: Reveal,
    /// Blocks of one epoch of the subnet. A commit that landed just after an epoch began is read an epoch later.
    pub epoch_blocks: u64,
}

impl SentWeights {
    /// As they are kept: a seat changes hands, a hotkey does not.
    pub fn by_hotkey(&self) -> BTreeMap<Hotkey, u16> {
        self.weights.iter().map(|(_, hotkey, weight)| (*hotkey, *weight)).collect()
    }
}

impl Store {
    /// The weights of the note of that block ([`super::Progress::Sending`]); `None` if it is not known which they were.
    pub fn sending_weights(&self, block: BlockNumber) -> Result<Option<SentWeights>, StoreError> {
        let document: Option<String> = self.read(|connection| {
            let mut statement =
                connection.prepare("SELECT document FROM sent_weights WHERE block = ?1 AND NOT landed")?;
            statement.query_row([whole(block.0)], |row| row.get(0)).optional()
        })?;
        Ok(document.and_then(|document| serde_json::from_str(&document).ok()))
    }

    /// Commits that wait for their reveal, with the blocks that took them, oldest first.
    pub fn awaited_reveals(&self) -> Result<Vec<(BlockNumber, SentWeights)>, StoreError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare("SELECT block, document FROM sent_weights WHERE landed ORDER BY block")?;
            let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
            let read = |(block, document): (i64, String)| {
                Some((BlockNumber(u64::try_from(block).ok()?), serde_json::from_str(&document).ok()?))
            };
            rows.filter_map(|row| row.map(read).transpose()).collect()
        })
    }

    /// It is known what became of the commit that landed at that block.
    pub fn forget_awaited(&mut self, block: BlockNumber) -> Result<(), StoreError> {
        self.transaction(|transaction| {
            let sql = "DELETE FROM sent_weights WHERE block = ?1 AND landed";
            transaction.execute(sql, [whole(block.0)]).map(drop)
        })
    }
}

/// Weights are about to be sent; those of an earlier note have landed or never will.
pub(super) fn write_sending(
    transaction: &Transaction<'_>,
    block: BlockNumber,
    sent: &SentWeights,
) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM sent_weights WHERE NOT landed", [])?;
    write(transaction, block, false, sent)
}

/// They never were.
pub(super) fn delete_sending(transaction: &Transaction<'_>, block: BlockNumber) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM sent_weights WHERE block = ?1 AND NOT landed", [whole(block.0)]).map(drop)
}

/// Weights landed at `block`; a note from before it was theirs. What was committed waits for its reveal from now on.
pub(super) fn write_awaited(
    transaction: &Transaction<'_>,
    block: BlockNumber,
    sent: Option<&SentWeights>,
) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM sent_weights WHERE block <= ?1 AND NOT landed", [whole(block.0)])?;
    match sent.filter(|sent| sent.commit.is_some()) {
        Some(sent) => write(transaction, block, true, sent),
        None => Ok(()),
    }
}

fn write(transaction: &Transaction<'_>, block: BlockNumber, landed: bool, sent: &SentWeights) -> rusqlite::Result<()> {
    let document = serde_json::to_string(sent).unwrap_or_default();
    let sql = "INSERT OR REPLACE INTO sent_weights VALUES (?1, ?2, ?3)";
    transaction.execute(sql, params![whole(block.0), landed, document]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Progress;
    use crate::types::UnixMillis;

    #[test]
    fn a_commit_is_known_from_before_it_is_sent_until_its_reveal_was_seen() {
        let home = tempfile::tempdir().unwrap();
        let block = BlockNumber;
        let open = || Store::open(home.path(), UnixMillis(0)).unwrap();
        let commit = |round| SentCommit { uid: Uid(4), reveal: Reveal { round, block: block(170) }, epoch_blocks: 361 };
        let sent = |round| SentWeights {
            netuid: Netuid(34),
            weights: vec![(Uid(3), Hotkey::from_bytes([3; 32]), 65_535), (Uid(1), Hotkey::from_bytes([1; 32]), 7)],
            commit: Some(commit(round)),
        };
        assert!(open().note_sending(None, block(100), &sent(1)).unwrap());
        assert_eq!(open().sending_weights(block(100)).unwrap(), Some(sent(1)));
        assert_eq!(open().awaited_reveals().unwrap(), []);
        open().save_weights(&sent(2).by_hotkey(), block(103), Some(&sent(2))).unwrap();
        assert_eq!(open().sending_weights(block(100)).unwrap(), None);
        assert_eq!(open().awaited_reveals().unwrap(), [(block(103), sent(2))]);
        // The next one, which is not sent in the end, and one in the open.
        assert!(open().note_sending(None, block(200), &sent(3)).unwrap());
        open().forget_sending(block(200)).unwrap();
        assert_eq!(open().sending_weights(block(200)).unwrap(), None);
        let plain = SentWeights { commit: None, ..sent(4) };
        assert!(open().note_sending(None, block(300), &plain).unwrap());
        open().save_weights(&plain.by_hotkey(), block(304), Some(&plain)).unwrap();
        assert_eq!(open().awaited_reveals().unwrap(), [(block(103), sent(2))]);
        open().forget_awaited(block(103)).unwrap();
        assert_eq!(open().awaited_reveals().unwrap(), []);
        assert_eq!(open().progress(Progress::Weights).unwrap(), Some(block(304)));
    }
}
