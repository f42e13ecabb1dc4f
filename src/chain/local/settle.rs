//! Computes the epochs that have ended since anybody last looked.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rusqlite::{Transaction, params};

use super::super::rules::yuma::{self, Seat, Standing, Terms};
use super::super::rules::{self, Epochs};
use super::rows::{self, signed};
use super::subnets::{self, SubnetRow};
use crate::types::{BlockNumber, Netuid, Rao, Uid};

/// Epochs that are computed at once. Whatever stood before so many is worn away to less than a unit: of a bond, nine
/// tenths stay each time. Older ones that nobody saw are passed over and pay nothing.
const MOST: u64 = 128;

/// What each block pays, in the subnet's own token.
const PER_BLOCK: Rao = Rao::from_tao(1);

/// How the epochs of a subnet come.
pub(super) fn epochs(subnet: &SubnetRow) -> Epochs {
    Epochs::SinceLast { tempo: subnet.rules.tempo, last: subnet.last_epoch, pending: None }
}

/// Whether an epoch has ended by `block` that is not computed yet.
pub(super) fn is_due(subnet: &SubnetRow, block: BlockNumber) -> bool {
    missed(subnet, block) > 0
}

fn missed(subnet: &SubnetRow, block: BlockNumber) -> u64 {
    block.0.saturating_sub(subnet.last_epoch.0) / rules::step(subnet.rules.tempo)
}

/// Leaves the epochs that have ended by `block` out: there was nobody whom they could concern.
pub(super) fn pass_over(subnet: &mut SubnetRow, block: BlockNumber) {
    let missed = missed(subnet, block);
    subnet.epochs = subnet.epochs.saturating_add(missed);
    subnet.last_epoch.0 += missed * rules::step(subnet.rules.tempo);
}

/// Counts epochs by a tempo that is new at `block`. A shorter one makes up for nothing: one epoch at most is due, with the
/// next block (`spec/chain.md` 7.6).
pub(super) fn begin_tempo(subnet: &mut SubnetRow, block: BlockNumber) {
    let earliest = (block.0 + 1).saturating_sub(rules::step(subnet.rules.tempo));
    subnet.last_epoch.0 = subnet.last_epoch.0.max(earliest);
}

/// Computes the epochs that have ended by `block`, from the state as it stands, but no longer than `patience` and one epoch.
/// `subnet` is changed with its row. Tells whether all are done.
pub(super) fn settle(
    tx: &Transaction<'_>,
    netuid: Netuid,
    subnet: &mut SubnetRow,
    block: BlockNumber,
    patience: Duration,
) -> rusqlite::Result<bool> {
    let (began, missed, step) = (Instant::now(), missed(subnet, block), rules::step(subnet.rules.tempo));
    if missed == 0 {
        return Ok(true);
    }
    let (mut seats, owner) = seats(tx, netuid, subnet)?;
    let lived = lived(subnet, &seats, missed);
    let mut left = lived.min(MOST);
    let mut last = BlockNumber(subnet.last_epoch.0 + (lived - left) * step);
    let terms = |last: BlockNumber| Terms {
        rules: &subnet.rules,
        owner,
        block: BlockNumber(last.0 + step),
        last_epoch: last,
        pays: Rao(PER_BLOCK.0.saturating_mul(step)),
    };
    let mut standings = Vec::new();
    while left > 0 && (standings.is_empty() || began.elapsed() < patience) {
        standings = yuma::epoch(&seats, &terms(last));
        for (seat, standing) in seats.iter_mut().zip(&standings) {
            seat.stake.0 = seat.stake.0.saturating_add(standing.emission.0).min(i64::MAX.unsigned_abs());
            seat.validator_permit = standing.validator_permit;
            seat.bonds.clone_from(&standing.bonds);
        }
        (last, left) = (BlockNumber(last.0 + step), left - 1);
    }
    if left == 0 && lived < missed {
        let permits = yuma::permits(&seats, &terms(last));
        for (seat, permit) in seats.iter_mut().zip(permits) {
            seat.validator_permit = permit;
            if !permit {
                seat.bonds.clear();
            }
        }
        last = BlockNumber(subnet.last_epoch.0 + missed * step);
    }
    let passed = (last.0 - subnet.last_epoch.0) / step;
    (subnet.epochs, subnet.last_epoch) = (subnet.epochs.saturating_add(passed), last);
    store(tx, netuid, &seats, &standings)?;
    subnets::write(tx, netuid, subnet)?;
    Ok(left == 0)
}

/// How many of the epochs that were missed ended while anybody was active. The rest, in which the whole subnet stood, pays
/// nothing and leaves everybody's standing as it was; only permits are given, so that stake counts when it goes on.
fn lived(subnet: &SubnetRow, seats: &[Seat], missed: u64) -> u64 {
    let newest = seats.iter().map(|seat| seat.last_update.0).max().unwrap_or(0);
    let until = newest.saturating_add(subnet.rules.activity_cutoff);
    missed.min(until.saturating_sub(subnet.last_epoch.0) / rules::step(subnet.rules.tempo))
}

/// Permits that an operator has given or refused; stake decides over the others.
fn permits_given(tx: &Transaction<'_>, netuid: Netuid) -> rusqlite::Result<BTreeMap<Uid, bool>> {
    let mut select =
        tx.prepare("SELECT uid, permit_given FROM neurons WHERE netuid = ?1 AND permit_given IS NOT NULL")?;
    select.query_map([netuid.0], |row| Ok((Uid(row.get(0)?), row.get(1)?)))?.collect()
}

/// All seats, and which of them is the owner's.
pub(super) fn seats(
    tx: &Transaction<'_>,
    netuid: Netuid,
    subnet: &SubnetRow,
) -> rusqlite::Result<(Vec<Seat>, Option<Uid>)> {
    let given = permits_given(tx, netuid)?;
    let mut weights: BTreeMap<Uid, Vec<(Uid, u16)>> = BTreeMap::new();
    for weight in rows::weights(tx, netuid)? {
        weights.entry(weight.validator_uid).or_default().push((weight.uid, weight.weight));
    }
    let mut bonds = bonds(tx, netuid)?;
    let neurons = rows::neurons(tx, netuid)?;
    let owner = neurons.iter().find(|neuron| Some(neuron.hotkey) == subnet.owner).map(|neuron| neuron.uid);
    let seat = |neuron: super::super::Neuron| Seat {
        uid: neuron.uid,
        stake: neuron.stake,
        validator_permit: neuron.validator_permit,
        permit_given: given.get(&neuron.uid).copied(),
        last_update: neuron.last_update,
        registered_at: neuron.registered_at,
        weights: weights.remove(&neuron.uid).unwrap_or_default(),
        bonds: bonds.remove(&neuron.uid).unwrap_or_default(),
    };
    Ok((neurons.into_iter().map(seat).collect(), owner))
}

fn bonds(tx: &Transaction<'_>, netuid: Netuid) -> rusqlite::Result<BTreeMap<Uid, Vec<(Uid, u16)>>> {
    let mut select =
        tx.prepare("SELECT validator_uid, uid, bond FROM bonds WHERE netuid = ?1 ORDER BY validator_uid, uid")?;
    let mut bonds: BTreeMap<Uid, Vec<(Uid, u16)>> = BTreeMap::new();
    for row in select.query_map([netuid.0], |row| Ok((Uid(row.get(0)?), (Uid(row.get(1)?), row.get(2)?))))? {
        let (validator, bond) = row?;
        bonds.entry(validator).or_default().push(bond);
    }
    Ok(bonds)
}

/// Writes what epochs made of the seats; without `standings` those of the last one stay.
fn store(tx: &Transaction<'_>, netuid: Netuid, seats: &[Seat], standings: &[Standing]) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM bonds WHERE netuid = ?1", [netuid.0])?;
    let mut update =
        tx.prepare("UPDATE neurons SET stake_rao = ?3, validator_permit = ?4 WHERE netuid = ?1 AND uid = ?2")?;
    let mut insert = tx.prepare("INSERT INTO bonds (netuid, validator_uid, uid, bond) VALUES (?1, ?2, ?3, ?4)")?;
    for seat in seats {
        update.execute(params![netuid.0, seat.uid.0, signed(seat.stake.0)?, seat.validator_permit])?;
        for (uid, bond) in &seat.bonds {
            insert.execute(params![netuid.0, seat.uid.0, uid.0, bond])?;
        }
    }
    let mut update = tx.prepare(
        "UPDATE neurons SET consensus = ?3, incentive = ?4, dividends = ?5, emission_rao = ?6
             WHERE netuid = ?1 AND uid = ?2",
    )?;
    for (seat, found) in seats.iter().zip(standings) {
        let (consensus, incentive, dividends) = (found.consensus, found.incentive, found.dividends);
        let emission = signed(found.emission.0)?;
        update.execute(params![netuid.0, seat.uid.0, consensus, incentive, dividends, emission])?;
    }
    Ok(())
}
