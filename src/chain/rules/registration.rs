//! Who gets which seat, and what a seat costs (`spec/chain.md` 7.1).

use super::super::{Hyperparameters, Neuron};
use crate::types::{BlockNumber, Hotkey, Rao, Uid};

/// Seats outside their immunity that are left alone (`MinNonImmuneUids`).
const MIN_NON_IMMUNE: usize = 10;

/// By how much a registration raises the price, in percent of it (`BurnIncreaseMult`).
const INCREASE: u128 = 126;

/// Where a new neuron sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On a seat that nobody holds.
    Free(Uid),
    /// On that of a neuron, which loses it.
    Instead(Uid),
}

/// The seat for a new neuron at `block`; `None` if all are taken and none may be taken away.
///
/// `neurons`: those that there are, in order of the uid. The owner of the subnet never loses its seat.
pub fn place(neurons: &[Neuron], rules: &Hyperparameters, owner: Option<&Hotkey>, block: BlockNumber) -> Option<Place> {
    let next = neurons.last().map_or(0, |neuron| neuron.uid.0.saturating_add(1));
    if next < rules.max_uids {
        return Some(Place::Free(Uid(next)));
    }
    // No network leaves gaps; a subnet that was written by hand may have some.
    let taken = |uid: u16| neurons.binary_search_by_key(&uid, |neuron| neuron.uid.0).is_ok();
    if let Some(gap) = (0..rules.max_uids).find(|uid| !taken(*uid)) {
        return Some(Place::Free(Uid(gap)));
    }
    let is_immune =
        |neuron: &&Neuron| block.0.saturating_sub(neuron.registered_at.0) < u64::from(rules.immunity_period);
    let others = neurons.iter().filter(|neuron| Some(&neuron.hotkey) != owner);
    let (immune, open): (Vec<&Neuron>, Vec<&Neuron>) = others.partition(is_immune);
    let candidates = if open.len() > MIN_NON_IMMUNE { open } else { immune };
    let worst = candidates.into_iter().min_by_key(|neuron| (neuron.emission, neuron.registered_at, neuron.uid));
    worst.map(|neuron| Place::Instead(neuron.uid))
}

/// What a seat costs: more with each one that is taken, less with each block that passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Burn {
    /// At the block where it was last computed.
    pub price: Rao,
    /// It never falls below this (`MinBurn`).
    pub least: Rao,
    /// It never rises above this (`MaxBurn`).
    pub most: Rao,
    /// Blocks in which it halves (`BurnHalfLife`); 0 leaves it where it is.
    pub half_life: u16,
}

impl Burn {
    /// After so many blocks without a registration.
    pub fn after(&self, blocks: u64) -> Rao {
        let half_life = u64::from(self.half_life);
        if half_life == 0 {
            return self.bounded(self.price.0);
        }
        let halved = u32::try_from(blocks / half_life).ok().and_then(|times| self.price.0.checked_shr(times));
        #[expect(clippy::cast_precision_loss, reason = "a price falls by much more than the 2^-53 that is lost")]
        let (halved, part) = (halved.unwrap_or(0) as f64, (blocks % half_life) as f64 / half_life as f64);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not above the price, not below 0")]
        let price = (halved * (-part).exp2()) as u64;
        self.bounded(price)
    }

    /// What the next seat costs once one is taken at this price.
    pub fn after_registration(&self) -> Rao {
        let raised = u128::from(self.price.0) * INCREASE / 100;
        self.bounded(u64::try_from(raised).unwrap_or(u64::MAX))
    }

    fn bounded(&self, price: u64) -> Rao {
        Rao(price.max(self.least.0).min(self.most.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Keypair;

    /// Seats by uid: emission, block of the registration.
    fn subnet(seats: &[(u64, u64)]) -> Vec<Neuron> {
        let hotkey = |uid: u16| Keypair::from_seed(&[u8::try_from(uid).unwrap(); 32]).hotkey();
        (0_u16..)
            .zip(seats)
            .map(|(uid, (emission, registered))| Neuron {
                emission: Rao(*emission),
                registered_at: BlockNumber(*registered),
                ..Neuron::new(Uid(uid), hotkey(uid))
            })
            .collect()
    }

    fn rules(seats: u16) -> Hyperparameters {
        Hyperparameters { max_uids: seats, immunity_period: 100, ..Hyperparameters::default() }
    }

    fn place_on(seats: &[(u64, u64)], most: u16, owner: Option<usize>) -> Option<Place> {
        let neurons = subnet(seats);
        let owner = owner.map(|uid| neurons[uid].hotkey);
        place(&neurons, &rules(most), owner.as_ref(), BlockNumber(1000))
    }

    #[test]
    fn a_new_neuron_gets_the_next_uid_and_in_a_full_subnet_the_seat_that_earns_least() {
        // spec/chain.md 7.1
        assert_eq!(place_on(&[], 3, None), Some(Place::Free(Uid(0))));
        assert_eq!(place_on(&[(5, 0), (1, 0)], 3, None), Some(Place::Free(Uid(2))));
        let mut seats = [(9, 0); 12];
        seats[7] = (3, 500);
        assert_eq!(place_on(&seats, 12, None), Some(Place::Instead(Uid(7))));
        assert_eq!(place_on(&seats, 12, Some(7)), Some(Place::Instead(Uid(0))), "the owner stays");
        seats[4] = (3, 400);
        assert_eq!(place_on(&seats, 12, None), Some(Place::Instead(Uid(4))), "the older one of two");
        seats[2] = (3, 400);
        assert_eq!(place_on(&seats, 12, None), Some(Place::Instead(Uid(2))), "the lower uid of two");
    }

    #[test]
    fn a_new_seat_is_immune_unless_ten_or_fewer_are_not() {
        let mut seats = [(9, 0); 12];
        seats[3] = (0, 901); // 99 blocks old
        assert_eq!(place_on(&seats, 12, None), Some(Place::Instead(Uid(0))));
        seats[3] = (0, 900);
        assert_eq!(place_on(&seats, 12, None), Some(Place::Instead(Uid(3))), "its time is over");
        seats[3] = (5, 950);
        seats[8] = (4, 950);
        assert_eq!(place_on(&seats, 12, None), Some(Place::Instead(Uid(8))), "ten are left that are not immune");
        assert_eq!(place_on(&[(9, 0); 3], 3, None), None);
    }

    #[test]
    fn a_gap_is_filled_before_anybody_loses_a_seat() {
        let mut neurons = subnet(&[(9, 0); 4]);
        neurons.remove(1);
        assert_eq!(place(&neurons, &rules(4), None, BlockNumber(1000)), Some(Place::Free(Uid(1))));
    }

    #[test]
    fn a_seat_costs_a_quarter_more_each_time_and_half_after_its_half_life() {
        let burn = Burn { price: Rao(1_000_000), least: Rao(500), most: Rao(1_100_000), half_life: 360 };
        assert_eq!(
            [0, 180, 360, 720, 100_000].map(|blocks| burn.after(blocks).0),
            [1_000_000, 707_106, 500_000, 250_000, 500]
        );
        assert_eq!(burn.after(u64::MAX), Rao(500));
        assert_eq!(burn.after_registration(), Rao(1_100_000));
        assert_eq!(Burn { most: Rao(u64::MAX), ..burn }.after_registration(), Rao(1_260_000));
        assert_eq!(Burn { half_life: 0, ..burn }.after(9999), Rao(1_000_000));
    }
}
