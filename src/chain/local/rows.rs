//! The ledger's SQL: reads and writes rows inside a transaction that the caller began.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::super::rules::Space;
use super::super::{Axon, ChainError, Neuron};
use super::error::LedgerError;
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

/// All seats, by uid.
pub(super) fn neurons(tx: &Transaction<'_>, netuid: Netuid) -> rusqlite::Result<Vec<Neuron>> {
    let mut select = tx.prepare(
        "SELECT uid, hotkey, coldkey, stake_rao, validator_permit, axon_ip, axon_port, incentive, last_update, dividends,
             consensus, emission_rao, registered_at FROM neurons WHERE netuid = ?1 ORDER BY uid",
    )?;
    let rows = select.query_map([netuid.0], |row| {
        let ip = row.get::<_, Option<String>>(5)?.and_then(|text| text.parse().ok());
        let stake = Rao(unsigned(row, 3)?);
        Ok(Neuron {
            coldkey: row.get::<_, Option<[u8; 32]>>(2)?.map(Coldkey::from_bytes),
            stake,
            alpha_stake: stake,
            validator_permit: row.get(4)?,
            axon: ip.zip(row.get(6)?).map(|(ip, port)| Axon { ip, port }),
            incentive: row.get(7)?,
            last_update: BlockNumber(unsigned(row, 8)?),
            dividends: row.get(9)?,
            consensus: row.get(10)?,
            emission: Rao(unsigned(row, 11)?),
            registered_at: BlockNumber(unsigned(row, 12)?),
            ..Neuron::new(Uid(row.get(0)?), Hotkey::from_bytes(row.get(1)?))
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

/// Takes a seat, without stake, permit or axon.
pub(super) fn insert_neuron(
    tx: &Transaction<'_>,
    netuid: Netuid,
    uid: Uid,
    hotkey: &Hotkey,
    block: BlockNumber,
) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO neurons (netuid, uid, hotkey, stake_rao, validator_permit, last_update, registered_at)
             VALUES (?1, ?2, ?3, 0, 0, ?4, ?4)",
        params![netuid.0, uid.0, hotkey.as_bytes(), signed(block.0)?],
    )?;
    Ok(())
}

/// Takes a seat away from whoever holds it, with its weights and bonds and those for it.
pub(super) fn remove_neuron(tx: &Transaction<'_>, netuid: Netuid, uid: Uid) -> rusqlite::Result<()> {
    for table in ["weights", "bonds", "neurons"] {
        tx.execute(&format!("DELETE FROM {table} WHERE netuid = ?1 AND uid = ?2"), params![netuid.0, uid.0])?;
    }
    Ok(())
}

/// Lets stake decide over a permit again.
pub(super) fn forget_permit(tx: &Transaction<'_>, netuid: Netuid, uid: Uid) -> rusqlite::Result<()> {
    let sql = "UPDATE neurons SET permit_given = NULL WHERE netuid = ?1 AND uid = ?2";
    tx.execute(sql, params![netuid.0, uid.0]).map(|_| ())
}

/// Changes what is given of stake and permit. Who is refused a permit has no bonds from then on.
pub(super) fn update_neuron(
    tx: &Transaction<'_>,
    netuid: Netuid,
    uid: Uid,
    given: &Registration,
) -> rusqlite::Result<()> {
    tx.execute(
        "UPDATE neurons SET stake_rao = coalesce(?3, stake_rao), validator_permit = coalesce(?4, validator_permit),
             permit_given = coalesce(?4, permit_given) WHERE netuid = ?1 AND uid = ?2",
        params![netuid.0, uid.0, given.stake.map(|stake| signed(stake.0)).transpose()?, given.validator_permit],
    )?;
    if given.validator_permit == Some(false) {
        tx.execute("DELETE FROM bonds WHERE netuid = ?1 AND validator_uid = ?2", params![netuid.0, uid.0])?;
    }
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

/// The fields of a commitment, one to three.
pub(super) type Fields = Vec<Vec<u8>>;

/// What a hotkey has published, in which block, and how much of its space is used.
pub(super) fn commitment(
    tx: &Transaction<'_>,
    netuid: Netuid,
    hotkey: &Hotkey,
) -> rusqlite::Result<Option<(BlockNumber, Fields, Space)>> {
    tx.query_row(
        "SELECT block, epoch, bytes, data, second, third FROM commitments WHERE netuid = ?1 AND hotkey = ?2",
        params![netuid.0, hotkey.as_bytes()],
        |row| {
            let used = Space { epoch: unsigned(row, 1)?, bytes: unsigned(row, 2)? };
            let further = [row.get::<_, Option<Vec<u8>>>(4)?, row.get(5)?];
            let fields = std::iter::once(row.get(3)?).chain(further.into_iter().flatten()).collect();
            Ok((BlockNumber(unsigned(row, 0)?), fields, used))
        },
    )
    .optional()
}

/// Publishes one to three fields in place of what a hotkey has published before.
pub(super) fn replace_commitment(
    tx: &Transaction<'_>,
    netuid: Netuid,
    hotkey: &Hotkey,
    fields: &[&[u8]],
    block: BlockNumber,
    used: Space,
) -> rusqlite::Result<()> {
    let field = |index: usize| fields.get(index).copied();
    tx.execute(
        "INSERT OR REPLACE INTO commitments (netuid, hotkey, block, epoch, bytes, data, second, third)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            netuid.0,
            hotkey.as_bytes(),
            signed(block.0)?,
            signed(used.epoch)?,
            signed(used.bytes)?,
            field(0),
            field(1),
            field(2)
        ],
    )?;
    Ok(())
}
