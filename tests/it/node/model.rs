//! The state behind the node: accounts, subnets and their seats, as plain values that a test may change.
//!
//! One model serves all runtimes; `state` and `apis` write of it what a runtime has. Numbers of blocks, epochs due and the
//! like are no part of it: `blocks` knows them.

use std::collections::BTreeMap;

use serde_json::Value;

/// 32 bytes of a public key.
pub(crate) type Account = [u8; 32];

/// TAO in rao.
pub(crate) const TAO: u64 = 1_000_000_000;

/// How far the keys of two mechanisms lie apart (`spec/chain.md` 4).
const MECHANISM_STRIDE: u16 = 4096;

/// Everything a block's state is made from.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) subnets: BTreeMap<u16, Subnet>,
    pub(crate) accounts: BTreeMap<Account, Funds>,
    /// Coldkey of each hotkey.
    pub(crate) owners: BTreeMap<Account, Account>,
    /// Stake that setting weights takes, in rao.
    pub(crate) stake_threshold: u64,
    /// How much TAO on the root network counts, a share of 2⁶⁴.
    pub(crate) tao_weight: u64,
    /// `CommitRevealWeightsVersion`.
    pub(crate) commit_reveal_version: u16,
    /// Signatures of drand by round.
    pub(crate) pulses: BTreeMap<u64, Vec<u8>>,
    /// `Drand.LastStoredRound`.
    pub(crate) last_round: u64,
    /// The next block's time; it then runs on by the block time. `None`: the machine's clock.
    pub(crate) now_ms: Option<u64>,
}

/// What an account has.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Funds {
    pub(crate) nonce: u32,
    /// In rao.
    pub(crate) free: u64,
}

/// A subnet: its rules, its seats, and what was published on it. Names as in `spec/chain.md` 5 and 6.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "the chain's own switches")]
pub(crate) struct Subnet {
    pub(crate) name: String,
    pub(crate) symbol: String,
    pub(crate) owner_hotkey: Account,
    pub(crate) owner_coldkey: Account,
    pub(crate) registered_at: u64,
    pub(crate) tempo: u16,
    /// Block of the last epoch.
    pub(crate) last_epoch: u64,
    /// An epoch that the owner asked for (from 424); 0: none.
    pub(crate) pending_epoch_at: u64,
    /// Number of epochs so far (from 424).
    pub(crate) epoch_index: u64,
    pub(crate) weights_version: u64,
    pub(crate) weights_rate_limit: u64,
    pub(crate) serving_rate_limit: u64,
    pub(crate) min_allowed_weights: u16,
    pub(crate) max_weights_limit: u16,
    pub(crate) commit_reveal: bool,
    pub(crate) reveal_period: u64,
    pub(crate) immunity_period: u16,
    pub(crate) activity_cutoff: u16,
    pub(crate) max_uids: u16,
    pub(crate) max_validators: u16,
    pub(crate) kappa: u16,
    pub(crate) rho: u16,
    pub(crate) bonds_moving_average: u64,
    pub(crate) bonds_penalty: u16,
    pub(crate) yuma3: bool,
    pub(crate) liquid_alpha: bool,
    /// Price of a seat in rao.
    pub(crate) burn: u64,
    pub(crate) min_burn: u64,
    pub(crate) max_burn: u64,
    pub(crate) registration_allowed: bool,
    pub(crate) mechanisms: u8,
    pub(crate) tao_in: u64,
    pub(crate) alpha_in: u64,
    pub(crate) alpha_out: u64,
    /// By uid.
    pub(crate) seats: Vec<Seat>,
    pub(crate) commitments: BTreeMap<Account, Published>,
    /// Encrypted weights by (mechanism, epoch), in order of arrival.
    pub(crate) timelocked: BTreeMap<(u8, u64), Vec<Sealed>>,
}

/// A neuron.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seat {
    pub(crate) hotkey: Account,
    pub(crate) coldkey: Account,
    /// Stake in the subnet's own token, in rao.
    pub(crate) alpha_stake: u64,
    /// Stake on the root network, unweighted, in rao.
    pub(crate) tao_stake: u64,
    pub(crate) permit: bool,
    pub(crate) active: bool,
    /// Block of registration or of the last weights, of mechanism 0.
    pub(crate) last_update: u64,
    pub(crate) registered_at: u64,
    pub(crate) axon: Option<Axon>,
    pub(crate) prometheus: Option<Axon>,
    /// Algorithm, then the key.
    pub(crate) certificate: Option<Vec<u8>>,
    /// Weights of mechanism 0, by uid.
    pub(crate) weights: Vec<(u16, u16)>,
    pub(crate) bonds: Vec<(u16, u16)>,
    /// Of the mechanisms above 0.
    pub(crate) mechanisms: BTreeMap<u8, Mechanism>,
    pub(crate) incentive: u16,
    pub(crate) dividends: u16,
    pub(crate) consensus: u16,
    pub(crate) validator_trust: u16,
    pub(crate) emission: u64,
}

/// A seat's part in a mechanism above 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mechanism {
    pub(crate) last_update: u64,
    pub(crate) weights: Vec<(u16, u16)>,
}

/// Where a neuron can be reached. That of Prometheus has no protocol and placeholders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Axon {
    pub(crate) block: u64,
    pub(crate) version: u32,
    pub(crate) ip: u128,
    pub(crate) port: u16,
    pub(crate) ip_type: u8,
    pub(crate) protocol: u8,
    pub(crate) placeholder1: u8,
    pub(crate) placeholder2: u8,
}

/// A commitment.
#[derive(Debug, Clone)]
pub(crate) struct Published {
    pub(crate) block: u64,
    /// `CommitmentInfo` as it was sent.
    pub(crate) info: Value,
    /// Epoch in which `used` was counted.
    pub(crate) epoch: u64,
    /// Bytes in that epoch.
    pub(crate) used: u64,
    /// What timelocks have opened: text and block.
    pub(crate) revealed: Vec<(Vec<u8>, u64)>,
}

/// Weights that a later drand round opens.
#[derive(Debug, Clone)]
pub(crate) struct Sealed {
    pub(crate) hotkey: Account,
    pub(crate) block: u64,
    pub(crate) commit: Vec<u8>,
    pub(crate) round: u64,
}

impl Default for Subnet {
    /// The chain's own defaults (`spec/chain.md` 5), but that one weight is enough and nothing is committed.
    fn default() -> Self {
        Self {
            name: "test".into(),
            symbol: "t".into(),
            owner_hotkey: [0; 32],
            owner_coldkey: [0; 32],
            registered_at: 0,
            tempo: 360,
            last_epoch: 0,
            pending_epoch_at: 0,
            epoch_index: 0,
            weights_version: 0,
            weights_rate_limit: 100,
            serving_rate_limit: 50,
            min_allowed_weights: 1,
            max_weights_limit: u16::MAX,
            commit_reveal: false,
            reveal_period: 1,
            immunity_period: 4096,
            activity_cutoff: 5000,
            max_uids: 256,
            max_validators: 128,
            kappa: 32_767,
            rho: 10,
            bonds_moving_average: 900_000,
            bonds_penalty: 65_535,
            yuma3: false,
            liquid_alpha: false,
            burn: TAO / 2,
            min_burn: 500_000,
            max_burn: 100 * TAO,
            registration_allowed: true,
            mechanisms: 1,
            tao_in: 1000 * TAO,
            alpha_in: 4000 * TAO,
            alpha_out: 2000 * TAO,
            seats: Vec::new(),
            commitments: BTreeMap::new(),
            timelocked: BTreeMap::new(),
        }
    }
}

impl Model {
    /// No account, no subnet, the chain's defaults.
    pub(crate) fn new() -> Self {
        Self {
            subnets: BTreeMap::new(),
            accounts: BTreeMap::new(),
            owners: BTreeMap::new(),
            stake_threshold: 0,
            tao_weight: 0x0d7c_3cfa_3ee0_62fc,
            commit_reveal_version: 4,
            pulses: BTreeMap::new(),
            last_round: 0,
            now_ms: None,
        }
    }

    /// The subnet of that number, made if there is none.
    pub(crate) fn subnet(&mut self, netuid: u16) -> &mut Subnet {
        self.subnets.entry(netuid).or_default()
    }

    /// What an account has, made if there is none.
    pub(crate) fn account(&mut self, account: &Account) -> &mut Funds {
        self.accounts.entry(*account).or_default()
    }

    /// Adds a seat to a subnet, and its owner to the hotkeys known; gives its uid.
    pub(crate) fn seat(&mut self, netuid: u16, seat: Seat) -> u16 {
        self.owners.insert(seat.hotkey, seat.coldkey);
        let seats = &mut self.subnet(netuid).seats;
        seats.push(seat);
        u16::try_from(seats.len() - 1).unwrap()
    }

    /// Stake as weights count it: alpha, and TAO by its weight (`spec/chain.md` 6).
    pub(crate) fn total_stake(&self, seat: &Seat) -> u64 {
        let weighted = (u128::from(seat.tao_stake) * u128::from(self.tao_weight)) >> 64;
        seat.alpha_stake.saturating_add(u64::try_from(weighted).unwrap_or(u64::MAX))
    }

    /// Whether the hotkey has a seat anywhere.
    pub(crate) fn is_registered_anywhere(&self, hotkey: &Account) -> bool {
        self.subnets.values().any(|subnet| subnet.uid(hotkey).is_some())
    }
}

impl Subnet {
    /// The seat of a hotkey.
    pub(crate) fn uid(&self, hotkey: &Account) -> Option<u16> {
        let position = self.seats.iter().position(|seat| seat.hotkey == *hotkey)?;
        u16::try_from(position).ok()
    }

    /// The seat of a hotkey, to read or change.
    pub(crate) fn seat(&mut self, hotkey: &Account) -> Option<&mut Seat> {
        self.seats.iter_mut().find(|seat| seat.hotkey == *hotkey)
    }

    /// Number of seats taken.
    pub(crate) fn size(&self) -> u16 {
        u16::try_from(self.seats.len()).unwrap_or(u16::MAX)
    }
}

impl Seat {
    /// Weights in a mechanism.
    pub(crate) fn weights_in(&self, mechanism: u8) -> &[(u16, u16)] {
        match mechanism {
            0 => &self.weights,
            above => self.mechanisms.get(&above).map_or(&[], |mechanism| &mechanism.weights),
        }
    }

    /// Puts weights into a mechanism.
    pub(crate) fn set_weights_in(&mut self, mechanism: u8, weights: Vec<(u16, u16)>) {
        match mechanism {
            0 => self.weights = weights,
            above => self.mechanisms.entry(above).or_default().weights = weights,
        }
    }

    /// Block of the last weights in a mechanism.
    pub(crate) fn last_update_in(&self, mechanism: u8) -> u64 {
        match mechanism {
            0 => self.last_update,
            above => self.mechanisms.get(&above).map_or(0, |mechanism| mechanism.last_update),
        }
    }

    /// Notes weights in a mechanism.
    pub(crate) fn touch(&mut self, mechanism: u8, block: u64) {
        match mechanism {
            0 => self.last_update = block,
            above => self.mechanisms.entry(above).or_default().last_update = block,
        }
    }
}

/// The key under which a mechanism's storage lies (`spec/chain.md` 4).
pub(crate) fn storage_index(netuid: u16, mechanism: u8) -> u16 {
    netuid.wrapping_add(MECHANISM_STRIDE.wrapping_mul(u16::from(mechanism)))
}
