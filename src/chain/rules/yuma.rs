//! Yuma consensus: what an epoch makes of the validators' weights (`spec/chain.md` 7.7).
//!
//! ```text
//!  stake ──> S ──> new permits (for the next epoch)
//!             └──> A: who has a say ─┐
//!  weights ──> W (checked rows) ─────┴──> consensus ──> clipped ──> incentive
//!                                                         └──> bonds ──> dividends
//! ```
//!
//! All shares are 32.32 fixed point, as on the chain; its own results differ from these by at most one of 65535. Liquid
//! alpha is left out: no subnet whose rules are read as [`Hyperparameters`] has it.

mod fixed;

use std::collections::BTreeMap;

use super::super::Hyperparameters;
use crate::types::{BlockNumber, Rao, Uid};
use fixed::{Fixed, normalise};

/// A seat as an epoch finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Which.
    pub uid: Uid,
    /// Its total stake.
    pub stake: Rao,
    /// Whether the last epoch gave it a permit.
    pub validator_permit: bool,
    /// A permit that was given or refused by hand, whatever the stake; `None` on a network.
    pub permit_given: Option<bool>,
    /// When it last set weights, or registered.
    pub last_update: BlockNumber,
    /// When it was taken.
    pub registered_at: BlockNumber,
    /// The weights that it has set.
    pub weights: Vec<(Uid, u16)>,
    /// Its bonds after the last epoch.
    pub bonds: Vec<(Uid, u16)>,
}

/// What an epoch is computed by, beside the seats.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The rules of the subnet.
    pub rules: &'a Hyperparameters,
    /// The seat of the subnet's owner.
    pub owner: Option<Uid>,
    /// The block of this epoch.
    pub block: BlockNumber,
    /// The block of the one before.
    pub last_epoch: BlockNumber,
    /// What this one pays.
    pub pays: Rao,
}

/// A seat as an epoch leaves it. Numbers but for the emission are shares of 65535.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Share of the stake that counts.
    pub stake_weight: u16,
    /// The weight that validators agree on.
    pub consensus: u16,
    /// Share of what miners earn.
    pub incentive: u16,
    /// Share of what validators earn.
    pub dividends: u16,
    /// How much of its weights is within the consensus.
    pub validator_trust: u16,
    /// What it is paid.
    pub emission: Rao,
    /// Whether it has a say in the next epoch.
    pub validator_permit: bool,
    /// Its bonds.
    pub bonds: Vec<(Uid, u16)>,
}

/// Shares by position of the seat; what is missing is zero.
type Row = Vec<(usize, Fixed)>;

/// The permits that stake gives for the next epoch (step 2), or whoever decided by hand, in the order of the seats.
pub fn permits(seats: &[Seat], terms: &Terms<'_>) -> Vec<bool> {
    let subnet = Subnet::new(seats, terms);
    subnet.new_permits(&subnet.stake())
}

/// Computes an epoch. Gives a standing for each seat, in their order.
pub fn epoch(seats: &[Seat], terms: &Terms<'_>) -> Vec<Standing> {
    let subnet = Subnet::new(seats, terms);
    let stake = subnet.stake();
    let new_permits = subnet.new_permits(&stake);
    let say = subnet.say(&stake);
    let weights = subnet.weights();
    let consensus = subnet.consensus(&say, &weights);
    let clipped: Vec<Row> = weights.iter().map(|row| map(row, |seat, weight| weight.min(consensus[seat]))).collect();
    let incentive = incentive(&say, &clipped);
    let bonds_weights = subnet.bonds_weights(&weights, &consensus);
    let (bonds, dividends) = if terms.rules.yuma3 {
        subnet.yuma3(&say, &bonds_weights, &incentive)
    } else {
        subnet.yuma2(&say, &bonds_weights, &incentive)
    };
    let shares = emission(&incentive, &dividends, &say, &stake);
    (0..seats.len())
        .map(|seat| Standing {
            stake_weight: stake[seat].to_u16(),
            consensus: consensus[seat].to_u16(),
            incentive: incentive[seat].to_u16(),
            dividends: dividends[seat].to_u16(),
            validator_trust: clipped[seat].iter().map(|(_, weight)| *weight).sum::<Fixed>().to_u16(),
            emission: shares[seat].of(terms.pays),
            validator_permit: new_permits[seat],
            bonds: if new_permits[seat] { subnet.named(&bonds[seat]) } else { Vec::new() },
        })
        .collect()
}

struct Subnet<'a> {
    seats: &'a [Seat],
    terms: &'a Terms<'a>,
    positions: BTreeMap<Uid, usize>,
}

impl<'a> Subnet<'a> {
    fn new(seats: &'a [Seat], terms: &'a Terms<'a>) -> Self {
        let positions = seats.iter().enumerate().map(|(position, seat)| (seat.uid, position)).collect();
        Self { seats, terms, positions }
    }

    fn is_owner(&self, seat: &Seat) -> bool {
        self.terms.owner == Some(seat.uid)
    }

    /// Step 1: who has less than the threshold counts nothing.
    fn stake(&self) -> Vec<Fixed> {
        let threshold = self.terms.rules.stake_threshold;
        let counts = |seat: &&Seat| seat.stake >= threshold || self.is_owner(seat);
        let total: u128 = self.seats.iter().filter(counts).map(|seat| u128::from(seat.stake.0)).sum();
        let share = |seat: &Seat| {
            if counts(&seat) { Fixed::ratio(seat.stake.0.into(), total) } else { Fixed::ZERO }
        };
        self.seats.iter().map(share).collect()
    }

    /// Step 2: the largest stakes, of equal ones those with the higher uid.
    fn new_permits(&self, stake: &[Fixed]) -> Vec<bool> {
        let mut ranked: Vec<usize> = (0..stake.len()).filter(|seat| stake[*seat] > Fixed::ZERO).collect();
        ranked.sort_by_key(|seat| std::cmp::Reverse((stake[*seat], self.seats[*seat].uid)));
        let mut permits: Vec<bool> = self.seats.iter().map(|seat| self.is_owner(seat)).collect();
        for seat in ranked.into_iter().take(self.terms.rules.max_validators.into()) {
            permits[seat] = true;
        }
        for (permit, seat) in permits.iter_mut().zip(self.seats) {
            *permit = seat.permit_given.unwrap_or(*permit);
        }
        permits
    }

    fn may_vote(&self, seat: &Seat) -> bool {
        seat.validator_permit || self.is_owner(seat)
    }

    /// Step 3: who has a permit and is active, by stake.
    fn say(&self, stake: &[Fixed]) -> Vec<Fixed> {
        let (cutoff, block) = (self.terms.rules.activity_cutoff, self.terms.block.0);
        let is_active = |seat: &Seat| seat.last_update.0.saturating_add(cutoff) >= block;
        let mut say: Vec<Fixed> = self
            .seats
            .iter()
            .zip(stake)
            .map(|(seat, stake)| if is_active(seat) && self.may_vote(seat) { *stake } else { Fixed::ZERO })
            .collect();
        normalise(&mut say);
        say
    }

    /// Step 4: rows of those with a permit, without weights for themselves and for whoever took a seat later.
    fn weights(&self) -> Vec<Row> {
        let row = |(position, seat): (usize, &Seat)| {
            if !self.may_vote(seat) {
                return Row::new();
            }
            let counts = |target: usize| {
                (target != position || self.is_owner(seat)) && seat.last_update > self.seats[target].registered_at
            };
            let kept: Vec<(usize, u16)> =
                self.placed(&seat.weights).filter(|(target, weight)| *weight > 0 && counts(*target)).collect();
            let sum: u128 = kept.iter().map(|(_, weight)| u128::from(*weight)).sum();
            kept.into_iter().map(|(target, weight)| (target, Fixed::ratio(weight.into(), sum))).collect()
        };
        self.seats.iter().enumerate().map(row).collect()
    }

    /// Step 5: for each seat the smallest weight that has enough of the say at or below it.
    fn consensus(&self, say: &[Fixed], weights: &[Row]) -> Vec<Fixed> {
        let total: Fixed = say.iter().copied().sum();
        let enough = Fixed::ONE - Fixed::share(self.terms.rules.kappa);
        let mut columns: Vec<Vec<(Fixed, Fixed)>> = vec![Vec::new(); self.seats.len()];
        for (row, say) in weights.iter().zip(say).filter(|(_, say)| **say > Fixed::ZERO) {
            for (target, weight) in row {
                columns[*target].push((*weight, *say));
            }
        }
        let agreed = |mut column: Vec<(Fixed, Fixed)>| {
            column.sort_unstable();
            let named: Fixed = column.iter().map(|(_, say)| *say).sum();
            let mut below = total - named; // those that give it nothing
            if below > enough || column.is_empty() {
                return Fixed::ZERO;
            }
            let reached = column.iter().find(|(_, say)| {
                below = below + *say;
                below > enough
            });
            reached.or(column.last()).map_or(Fixed::ZERO, |(weight, _)| *weight)
        };
        columns.into_iter().map(agreed).collect()
    }

    /// Step 7: weights above the consensus lower bonds by the penalty.
    fn bonds_weights(&self, weights: &[Row], consensus: &[Fixed]) -> Vec<Row> {
        let penalty = Fixed::share(self.terms.rules.bonds_penalty);
        let lowered = |seat: usize, weight: Fixed| weight - penalty * (weight - weight.min(consensus[seat]));
        weights.iter().map(|row| map(row, lowered)).collect()
    }

    /// How much a new bond counts, and how much an old one.
    fn pace(&self) -> (Fixed, Fixed) {
        let old = Fixed::ratio(self.terms.rules.bonds_moving_average.min(1_000_000).into(), 1_000_000);
        (Fixed::ONE - old, old)
    }

    /// Step 8: bonds and dividends of Yuma 2.
    fn yuma2(&self, say: &[Fixed], bonds_weights: &[Row], incentive: &[Fixed]) -> (Vec<Row>, Vec<Fixed>) {
        let count = self.seats.len();
        let is_older = |target: &usize| self.seats[*target].registered_at < self.terms.last_epoch;
        let mut old: Vec<Row> = self
            .seats
            .iter()
            .map(|seat| {
                let older = self.placed(&seat.bonds).filter(|(target, _)| is_older(target));
                older.map(|(target, bond)| (target, Fixed::share(bond))).collect()
            })
            .collect();
        normalise_columns(&mut old, count);
        let mut new: Vec<Row> =
            bonds_weights.iter().zip(say).map(|(row, say)| map(row, |_, weight| weight * *say)).collect();
        normalise_columns(&mut new, count);
        let mut bonds = self.blend(&new, &old);
        normalise_columns(&mut bonds, count);
        let mut dividends: Vec<Fixed> = bonds.iter().map(|row| earned(row, incentive)).collect();
        normalise(&mut dividends);
        let mut largest = vec![Fixed::ZERO; count];
        for (target, bond) in bonds.iter().flatten() {
            largest[*target] = largest[*target].max(*bond);
        }
        let full = bonds.iter().map(|row| map(row, |target, bond| bond / largest[target])).collect();
        (full, dividends)
    }

    /// Step 9: bonds and dividends of Yuma 3.
    fn yuma3(&self, say: &[Fixed], bonds_weights: &[Row], incentive: &[Fixed]) -> (Vec<Row>, Vec<Fixed>) {
        let stored =
            |seat: &Seat| self.placed(&seat.bonds).map(|(target, bond)| (target, Fixed::share(bond))).collect();
        let old: Vec<Row> = self.seats.iter().map(stored).collect();
        let bonds = self.blend(bonds_weights, &old);
        let mut shares = bonds.clone();
        normalise_columns(&mut shares, self.seats.len());
        let mut dividends: Vec<Fixed> =
            shares.iter().zip(say).map(|(row, say)| *say * earned(row, incentive)).collect();
        normalise(&mut dividends);
        (bonds, dividends)
    }

    fn blend(&self, new: &[Row], old: &[Row]) -> Vec<Row> {
        let (pace, rest) = self.pace();
        let blend = |(new, old): (&Row, &Row)| {
            let mut sums: BTreeMap<usize, Fixed> = new.iter().map(|(target, bond)| (*target, pace * *bond)).collect();
            for (target, bond) in old {
                let sum = sums.entry(*target).or_default();
                *sum = *sum + rest * *bond;
            }
            sums.into_iter().collect()
        };
        new.iter().zip(old).map(blend).collect()
    }

    /// By position; a uid that has no seat any more is left out.
    fn placed<'b>(&'b self, row: &'b [(Uid, u16)]) -> impl Iterator<Item = (usize, u16)> + 'b {
        row.iter().filter_map(|(uid, value)| Some((*self.positions.get(uid)?, *value)))
    }

    /// By uid, as the chain stores it: rounded down, without zeros.
    fn named(&self, row: &Row) -> Vec<(Uid, u16)> {
        let stored = row.iter().map(|(target, share)| (self.seats[*target].uid, share.to_u16()));
        stored.filter(|(_, value)| *value > 0).collect()
    }
}

/// Step 6.
fn incentive(say: &[Fixed], clipped: &[Row]) -> Vec<Fixed> {
    let mut ranks = vec![Fixed::ZERO; say.len()];
    for (row, say) in clipped.iter().zip(say) {
        for (target, weight) in row {
            ranks[*target] = ranks[*target] + *say * *weight;
        }
    }
    normalise(&mut ranks);
    ranks
}

/// Step 10: half for miners, half for validators; by stake where nobody earned anything.
fn emission(incentive: &[Fixed], dividends: &[Fixed], say: &[Fixed], stake: &[Fixed]) -> Vec<Fixed> {
    let mut shares: Vec<Fixed> = incentive.iter().zip(dividends).map(|(incentive, own)| *incentive + *own).collect();
    let is_nothing = |shares: &[Fixed]| shares.iter().all(|share| *share == Fixed::ZERO);
    if is_nothing(&shares) {
        shares = if is_nothing(say) { stake } else { say }.to_vec();
    }
    normalise(&mut shares);
    shares
}

fn earned(row: &Row, incentive: &[Fixed]) -> Fixed {
    row.iter().map(|(target, share)| *share * incentive[*target]).sum()
}

fn map(row: &Row, to: impl Fn(usize, Fixed) -> Fixed) -> Row {
    row.iter().map(|(target, value)| (*target, to(*target, *value))).collect()
}

fn normalise_columns(rows: &mut [Row], count: usize) {
    let mut sums = vec![Fixed::ZERO; count];
    for (target, value) in rows.iter().flatten() {
        sums[*target] = sums[*target] + *value;
    }
    for (target, value) in rows.iter_mut().flatten() {
        *value = *value / sums[*target];
    }
}

#[cfg(test)]
mod tests;
