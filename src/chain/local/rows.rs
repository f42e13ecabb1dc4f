//! The ledger's SQL: reads and writes rows inside a transaction that the caller began.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::super::{Axon, ChainError, Hyperparameters, Neuron};
use super::error::LedgerError;
use super::rules;
use super::values::{Registration, Weight};
use crate::types::{BlockNumber, Coldkey, Hotkey, Netuid, Rao, Uid, UnixMillis};

/// A failure inside a transaction: SQLite's, which still lacks the path, or the chain's.
pub(super) enum Fault {
    /// Without the path yet.
    Sqlite(rusqlite::Error),
    /// As the caller gets it.
    Chain(ChainError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<ChainError> for Fault {
    fn from(error: ChainError) -> Self {
        Self::Chain(error)
    }
}

impl Fault {
    pub(super) fn named(self, path: &Path) -> ChainError {
        match self {
            Self::Sqlite(source) => LedgerError::of(path, source).into(),
            Self::Chain(error) => error,
        }
    }
}

/// SQLite's integers are signed; what a ledger holds fits (supply of TAO: 2.1·10¹⁶ rao).
pub(super) fn signed(value: u64) -> rusqlite::Result<i64> {
    i64::try_from(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// The other direction of [`signed`].
pub(super) fn unsigned(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

/// When blocks began and how they come.
pub(super) fn insert_chain(connection: &Connection, block_time: Duration) -> rusqlite::Result<()> {
    let block_time = u64::try_from(block_time.as_millis()).unwrap_or(u64::MAX);
    connection.execute(
        "INSERT INTO chain (only_row, genesis_ms, block_time_ms) VALUES (1, ?1, ?2)",
        params![signed(UnixMillis::now().0)?, signed(block_time)?],
    )?;
    Ok(())
}

/// A subnet without neurons.
pub(super) fn insert_subnet(
    connection: &Connection,
    netuid: Netuid,
    rules: &Hyperparameters,
    epoch: u64,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO subnets (netuid, tempo, weights_rate_limit, min_allowed_weights, max_weights_limit, weights_version,
             settled_epoch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            netuid.0,
            rules.tempo,
            signed(rules.weights_rate_limit)?,
            rules.min_allowed_weights,
            rules.max_weights_limit,
            signed(rules.weights_version)?,
            signed(epoch)?
        ],
    )?;
    Ok(())
}

/// A subnet's rules, and the last epoch whose incentive is computed.
pub(super) fn subnet(tx: &Transaction<'_>, netuid: Netuid, path: &Path) -> Result<(Hyperparameters, u64), Fault> {
    let found = tx
        .query_row(
            "SELECT tempo, weights_rate_limit, min_allowed_weights, max_weights_limit, weights_version, settled_epoch
                 FROM subnets WHERE netuid = ?1",
            [netuid.0],
            |row| {
                let rules = Hyperparameters {
                    tempo: row.get(0)?,
                    weights_rate_limit: unsigned(row, 1)?,
                    min_allowed_weights: row.get(2)?,
                    max_weights_limit: row.get(3)?,
                    weights_version: unsigned(row, 4)?,
                };
                Ok((rules, unsigned(row, 5)?))
            },
        )
        .optional()?;
    found.ok_or_else(|| ChainError::NoSuchSubnet { netuid, chain: format!("local:{}", path.display()) }.into())
}

/// All seats, by uid.
pub(super) fn neurons(tx: &Transaction<'_>, netuid: Netuid) -> rusqlite::Result<Vec<Neuron>> {
    let mut select = tx.prepare(
        "SELECT uid, hotkey, coldkey, stake_rao, validator_permit, axon_ip, axon_port, incentive, last_update
             FROM neurons WHERE netuid = ?1 ORDER BY uid",
    )?;
    let rows = select.query_map([netuid.0], |row| {
        let ip = row.get::<_, Option<String>>(5)?.and_then(|text| text.parse().ok());
        Ok(Neuron {
            uid: Uid(row.get(0)?),
            hotkey: Hotkey::from_bytes(row.get(1)?),
            coldkey: row.get::<_, Option<[u8; 32]>>(2)?.map(Coldkey::from_bytes),
            stake: Rao(unsigned(row, 3)?),
            validator_permit: row.get(4)?,
            axon: ip.zip(row.get(6)?).map(|(ip, port)| Axon { ip, port }),
            incentive: row.get(7)?,
            last_update: BlockNumber(unsigned(row, 8)?),
        })
    })?;
    rows.collect()
}

/// A hotkey's seat.
pub(super) fn uid_of(tx: &Transaction<'_>, netuid: Netuid, hotkey: &Hotkey) -> rusqlite::Result<Option<Uid>> {
    tx.query_row(
        "SELECT uid FROM neurons WHERE netuid = ?1 AND hotkey = ?2",
        params![netuid.0, hotkey.as_bytes()],
        |row| row.get(0).map(Uid),
    )
    .optional()
}

/// The next free seat.
pub(super) fn free_uid(tx: &Transaction<'_>, netuid: Netuid, path: &Path) -> Result<Uid, Fault> {
    let next: u16 =
        tx.query_row("SELECT coalesce(max(uid) + 1, 0) FROM neurons WHERE netuid = ?1", [netuid.0], |row| row.get(0))?;
    if next >= rules::SEATS {
        return Err(ChainError::from(LedgerError::Full { path: path.to_owned(), netuid }).into());
    }
    Ok(Uid(next))
}

/// Takes a seat, without stake, permit or axon.
pub(super) fn insert_neuron(
    tx: &Transaction<'_>,
    netuid: Netuid,
    uid: Uid,
    hotkey: &Hotkey,
    block: BlockNumber,
) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO neurons (netuid, uid, hotkey, stake_rao, validator_permit, last_update)
             VALUES (?1, ?2, ?3, 0, 0, ?4)",
        params![netuid.0, uid.0, hotkey.as_bytes(), signed(block.0)?],
    )?;
    Ok(())
}

/// Changes what is given of stake and permit.
pub(super) fn update_neuron(
    tx: &Transaction<'_>,
    netuid: Netuid,
    uid: Uid,
    given: &Registration,
) -> rusqlite::Result<()> {
    tx.execute(
        "UPDATE neurons SET stake_rao = coalesce(?3, stake_rao), validator_permit = coalesce(?4, validator_permit)
             WHERE netuid = ?1 AND uid = ?2",
        params![netuid.0, uid.0, given.stake.map(|stake| signed(stake.0)).transpose()?, given.validator_permit],
    )?;
    Ok(())
}

/// Publishes an axon, or takes it back.
pub(super) fn update_axon(tx: &Transaction<'_>, netuid: Netuid, uid: Uid, axon: Option<Axon>) -> rusqlite::Result<()> {
    tx.execute(
        "UPDATE neurons SET axon_ip = ?3, axon_port = ?4 WHERE netuid = ?1 AND uid = ?2",
        params![netuid.0, uid.0, axon.map(|axon| axon.ip.to_string()), axon.map(|axon| axon.port)],
    )?;
    Ok(())
}

/// Empties a subnet; weights go with the seats that set them.
pub(super) fn clear(tx: &Transaction<'_>, netuid: Netuid) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM neurons WHERE netuid = ?1", [netuid.0]).map(|_| ())
}

/// Replaces a validator's weights, and notes when.
pub(super) fn replace_weights(
    tx: &Transaction<'_>,
    netuid: Netuid,
    validator: Uid,
    weights: &[(Uid, u16)],
    block: BlockNumber,
) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM weights WHERE netuid = ?1 AND validator_uid = ?2", params![netuid.0, validator.0])?;
    let mut insert =
        tx.prepare("INSERT INTO weights (netuid, validator_uid, uid, weight, block) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (uid, weight) in weights.iter().filter(|(_, weight)| *weight > 0) {
        insert.execute(params![netuid.0, validator.0, uid.0, weight, signed(block.0)?])?;
    }
    tx.execute(
        "UPDATE neurons SET last_update = ?3 WHERE netuid = ?1 AND uid = ?2",
        params![netuid.0, validator.0, signed(block.0)?],
    )?;
    Ok(())
}

/// All weights that are set, by validator and uid.
pub(super) fn weights(tx: &Transaction<'_>, netuid: Netuid) -> rusqlite::Result<Vec<Weight>> {
    let mut select = tx.prepare(
        "SELECT validator_uid, uid, weight, block FROM weights WHERE netuid = ?1 ORDER BY validator_uid, uid",
    )?;
    let rows = select.query_map([netuid.0], |row| {
        Ok(Weight {
            validator_uid: Uid(row.get(0)?),
            uid: Uid(row.get(1)?),
            weight: row.get(2)?,
            block: BlockNumber(unsigned(row, 3)?),
        })
    })?;
    rows.collect()
}

/// Computes the incentive at the end of the epochs before `epoch`.
pub(super) fn settle(tx: &Transaction<'_>, netuid: Netuid, epoch: u64) -> rusqlite::Result<()> {
    let set = weights(tx, netuid)?;
    let rows: Vec<rules::Row> = neurons(tx, netuid)?
        .into_iter()
        .filter(|neuron| neuron.validator_permit)
        .map(|neuron| {
            let own = set.iter().filter(|weight| weight.validator_uid == neuron.uid);
            rules::Row { stake: neuron.stake, weights: own.map(|weight| (weight.uid, weight.weight)).collect() }
        })
        .collect();
    tx.execute("UPDATE neurons SET incentive = 0 WHERE netuid = ?1", [netuid.0])?;
    for (uid, incentive) in rules::incentives(&rows) {
        tx.execute(
            "UPDATE neurons SET incentive = ?3 WHERE netuid = ?1 AND uid = ?2",
            params![netuid.0, uid.0, incentive],
        )?;
    }
    tx.execute("UPDATE subnets SET settled_epoch = ?2 WHERE netuid = ?1", params![netuid.0, signed(epoch)?])?;
    Ok(())
}
