//! A subnet's row of the ledger: its rules, its owner, its epochs, its price.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::super::rules::Burn;
use super::super::{ChainError, Hyperparameters};
use super::rows::{Fault, signed, unsigned};
use crate::types::{BlockNumber, Hotkey, Netuid, Rao};

/// What a seat costs at least and at most, and how fast the price falls: as on the main network. A local chain has no
/// balances, so nobody pays it.
const LEAST: Rao = Rao(500_000);
const MOST: Rao = Rao::from_tao(100);
const HALF_LIFE: u16 = 360;

/// A subnet, but for its neurons.
#[derive(Debug, Clone)]
pub(super) struct SubnetRow {
    /// Its rules; the price of a seat is that of `burn_block`.
    pub(super) rules: Hyperparameters,
    /// Whose it is.
    pub(super) owner: Option<Hotkey>,
    /// Epochs that were settled.
    pub(super) epochs: u64,
    /// The block of the last one.
    pub(super) last_epoch: BlockNumber,
    /// When the price of a seat was last computed.
    pub(super) burn_block: BlockNumber,
}

impl SubnetRow {
    /// A subnet without an owner, with `epochs` of its tempo behind it.
    pub(super) fn new(rules: &Hyperparameters, epochs: u64) -> Self {
        let last_epoch = BlockNumber(epochs.saturating_mul(rules.tempo.into()));
        let rules = Hyperparameters { burn: LEAST, ..rules.clone() };
        Self { rules, owner: None, epochs, last_epoch, burn_block: BlockNumber(0) }
    }

    /// Its rules with the price of a seat at a block.
    pub(super) fn rules_at(&self, block: BlockNumber) -> Hyperparameters {
        Hyperparameters { burn: self.price(block), ..self.rules.clone() }
    }

    /// Notes that a seat was sold.
    pub(super) fn registered(&mut self, block: BlockNumber) {
        self.rules.burn = Burn { price: self.price(block), ..self.burn() }.after_registration();
        self.burn_block = block;
    }

    fn price(&self, block: BlockNumber) -> Rao {
        self.burn().after(block.0.saturating_sub(self.burn_block.0))
    }

    fn burn(&self) -> Burn {
        Burn { price: self.rules.burn, least: LEAST, most: MOST, half_life: HALF_LIFE }
    }
}

/// A subnet's row.
pub(super) fn read(tx: &Transaction<'_>, netuid: Netuid, path: &Path) -> Result<SubnetRow, Fault> {
    let found = tx
        .query_row(
            "SELECT tempo, weights_rate_limit, min_allowed_weights, max_weights_limit, weights_version, settled_epoch,
                 last_epoch, owner, stake_threshold_rao, activity_cutoff, immunity_period, max_uids, max_validators, kappa,
                 bonds_moving_average, bonds_penalty, yuma3, registration_allowed, burn_rao, burn_block
                 FROM subnets WHERE netuid = ?1",
            [netuid.0],
            |row| {
                Ok(SubnetRow {
                    rules: rules(row)?,
                    epochs: unsigned(row, 5)?,
                    last_epoch: BlockNumber(unsigned(row, 6)?),
                    owner: row.get::<_, Option<[u8; 32]>>(7)?.map(Hotkey::from_bytes),
                    burn_block: BlockNumber(unsigned(row, 19)?),
                })
            },
        )
        .optional()?;
    found.ok_or_else(|| ChainError::NoSuchSubnet { netuid, chain: format!("local:{}", path.display()) }.into())
}

fn rules(row: &Row<'_>) -> rusqlite::Result<Hyperparameters> {
    Ok(Hyperparameters {
        tempo: row.get(0)?,
        weights_rate_limit: unsigned(row, 1)?,
        min_allowed_weights: row.get(2)?,
        max_weights_limit: row.get(3)?,
        weights_version: unsigned(row, 4)?,
        stake_threshold: Rao(unsigned(row, 8)?),
        activity_cutoff: unsigned(row, 9)?,
        immunity_period: row.get(10)?,
        max_uids: row.get(11)?,
        max_validators: row.get(12)?,
        kappa: row.get(13)?,
        bonds_moving_average: unsigned(row, 14)?,
        bonds_penalty: row.get(15)?,
        yuma3: row.get(16)?,
        registration_allowed: row.get(17)?,
        burn: Rao(unsigned(row, 18)?),
        serving_rate_limit: 0, // a restarted node may publish its new port at once
        ..Hyperparameters::default()
    })
}

/// Writes a subnet's row, new or in place of the one there is.
pub(super) fn write(connection: &Connection, netuid: Netuid, subnet: &SubnetRow) -> rusqlite::Result<()> {
    let rules = &subnet.rules;
    let mut write = connection.prepare(
        "INSERT INTO subnets (netuid, tempo, weights_rate_limit, min_allowed_weights, max_weights_limit, weights_version,
             settled_epoch, last_epoch, owner, stake_threshold_rao, activity_cutoff, immunity_period, max_uids,
             max_validators, kappa, bonds_moving_average, bonds_penalty, yuma3, registration_allowed, burn_rao, burn_block)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
             ON CONFLICT (netuid) DO UPDATE SET (tempo, weights_rate_limit, min_allowed_weights, max_weights_limit,
             weights_version, settled_epoch, last_epoch, owner, stake_threshold_rao, activity_cutoff, immunity_period,
             max_uids, max_validators, kappa, bonds_moving_average, bonds_penalty, yuma3, registration_allowed, burn_rao,
             burn_block) = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
    )?;
    write.execute(params![
        netuid.0,
        rules.tempo,
        signed(rules.weights_rate_limit)?,
        rules.min_allowed_weights,
        rules.max_weights_limit,
        signed(rules.weights_version)?,
        signed(subnet.epochs)?,
        signed(subnet.last_epoch.0)?,
        subnet.owner.map(|owner| *owner.as_bytes()),
        signed(rules.stake_threshold.0)?,
        signed(rules.activity_cutoff)?,
        rules.immunity_period,
        rules.max_uids,
        rules.max_validators,
        rules.kappa,
        signed(rules.bonds_moving_average)?,
        rules.bonds_penalty,
        rules.yuma3,
        rules.registration_allowed,
        signed(rules.burn.0)?,
        signed(subnet.burn_block.0)?,
    ])?;
    Ok(())
}
