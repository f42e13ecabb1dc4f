//! What a chain holds, as plain values.

use std::net::IpAddr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::{BlockNumber, Coldkey, Hotkey, Netuid, Rao, Uid, UnixMillis};

/// Endpoint a miner or validator publishes on the chain (`spec/chain.md` 7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axon {
    /// Address; unspecified (`0.0.0.0`) if never served.
    pub ip: IpAddr,
    /// Port; 0 if never served.
    pub port: u16,
}

/// One row of the metagraph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Neuron {
    /// Seat.
    pub uid: Uid,
    /// Who holds it.
    pub hotkey: Hotkey,
    /// Who owns the hotkey; `None` where the chain does not say.
    pub coldkey: Option<Coldkey>,
    /// Total subnet stake: alpha, and TAO by its weight.
    pub stake: Rao,
    /// The part of it in the subnet's own token.
    pub alpha_stake: Rao,
    /// TAO on the root network, unweighted.
    pub tao_stake: Rao,
    /// Whether it may set weights.
    pub validator_permit: bool,
    /// Whether it set weights within the activity cutoff.
    pub is_active: bool,
    /// Where it can be reached; `None` if it never served.
    pub axon: Option<Axon>,
    /// Share of the incentive, 0 to 65535.
    pub incentive: u16,
    /// Share of the dividends, 0 to 65535.
    pub dividends: u16,
    /// Agreed weight, 0 to 65535.
    pub consensus: u16,
    /// Alpha that the last epoch paid, in rao.
    pub emission: Rao,
    /// Block at which it registered or last set weights.
    pub last_update: BlockNumber,
    /// Block at which it took the seat.
    pub registered_at: BlockNumber,
}

impl Neuron {
    /// A seat that was taken at block 0, without stake, permit, axon or income.
    pub fn new(uid: Uid, hotkey: Hotkey) -> Self {
        Self {
            uid,
            hotkey,
            coldkey: None,
            stake: Rao(0),
            alpha_stake: Rao(0),
            tao_stake: Rao(0),
            validator_permit: false,
            is_active: false,
            axon: None,
            incentive: 0,
            dividends: 0,
            consensus: 0,
            emission: Rao(0),
            last_update: BlockNumber(0),
            registered_at: BlockNumber(0),
        }
    }
}

/// The seats of one subnet at one block, in order of the uid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metagraph {
    /// Subnet.
    pub netuid: Netuid,
    /// Block at which all rows were read.
    pub block: BlockNumber,
    /// The rows.
    pub neurons: Vec<Neuron>,
    /// Whether stakes lack what is delegated from hotkey to hotkey, which the runtime alone adds up.
    #[serde(default)]
    pub stake_is_partial: bool,
}

impl Metagraph {
    /// The row of a hotkey.
    pub fn by_hotkey(&self, hotkey: &Hotkey) -> Option<&Neuron> {
        self.neurons.iter().find(|neuron| neuron.hotkey == *hotkey)
    }
}

/// What a subnet demands (`spec/chain.md` 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hyperparameters {
    /// Blocks per epoch.
    pub tempo: u16,
    /// Blocks between two weights of one validator.
    pub weights_rate_limit: u64,
    /// Fewest non-zero weights.
    pub min_allowed_weights: u16,
    /// Largest share of one weight, of 65535.
    pub max_weights_limit: u16,
    /// Lowest version key that is accepted; 0 accepts any.
    pub weights_version: u64,
    /// Whether weights are committed encrypted and revealed later.
    pub commit_reveal: bool,
    /// Epochs between a commit and its reveal.
    pub reveal_period_epochs: u64,
    /// Stake that setting weights takes.
    #[serde(rename = "stake_threshold_rao")]
    pub stake_threshold: Rao,
    /// Blocks after which a validator that sets no weights loses its say.
    pub activity_cutoff: u64,
    /// Blocks for which a new seat cannot be taken away.
    pub immunity_period: u16,
    /// Blocks between two changes of an axon.
    pub serving_rate_limit: u64,
    /// Seats at most.
    pub max_uids: u16,
    /// Validator permits at most.
    pub max_validators: u16,
    /// Share of stake, of 65535, that a weight needs behind it to count.
    pub kappa: u16,
    /// How much of a bond stays from one epoch to the next, of 1,000,000.
    pub bonds_moving_average: u64,
    /// How far weights above the consensus lower bonds, of 65535.
    pub bonds_penalty: u16,
    /// Whether bonds are those of Yuma 3.
    pub yuma3: bool,
    /// What a seat costs now.
    #[serde(rename = "burn_rao")]
    pub burn: Rao,
    /// Whether seats can be had.
    pub registration_allowed: bool,
    /// Number of mechanisms.
    pub mechanisms: u8,
}

impl Default for Hyperparameters {
    /// The chain's own defaults (`spec/chain.md` 5), but that one weight is enough and nothing is committed.
    fn default() -> Self {
        Self {
            tempo: 360,
            weights_rate_limit: 100,
            min_allowed_weights: 1,
            max_weights_limit: u16::MAX,
            weights_version: 0,
            commit_reveal: false,
            reveal_period_epochs: 1,
            stake_threshold: Rao(0),
            activity_cutoff: 5000,
            immunity_period: 4096,
            serving_rate_limit: 50,
            max_uids: 256,
            max_validators: 128,
            kappa: 32_767,
            bonds_moving_average: 900_000,
            bonds_penalty: 65_535,
            yuma3: false,
            burn: Rao(0),
            registration_allowed: true,
            mechanisms: 1,
        }
    }
}

/// Which state is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum At {
    /// What cannot be taken back any more: the newest finalized block.
    #[default]
    Finalized,
    /// The newest block, which may still be replaced by another one.
    Best,
    /// The block of that number.
    Block(BlockNumber),
}

/// Weights that a validator wants set.
#[derive(Debug, Clone, Copy)]
pub struct WeightsCall<'a> {
    /// Subnet.
    pub netuid: Netuid,
    /// Mechanism within it; 0 is the first, and mostly the only one.
    pub mechanism: u8,
    /// By uid; who is not named gets zero.
    pub weights: &'a [(Uid, u16)],
    /// Version of the validator's code, as it says.
    pub version_key: u64,
    /// The seats that they were made for, as read at a finalized block: nothing is sent once one of them has another owner, or
    /// so late that it could land more than [`super::Chain::lifetime`] blocks after that. `None`: whoever has the seats now.
    pub seats: Option<&'a Metagraph>,
}

/// Weights that the chain has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WeightsSet {
    /// Block in which they landed.
    pub block: BlockNumber,
    /// When they will count, where they were committed encrypted; `None`: at once.
    pub reveal: Option<Reveal>,
}

/// When committed weights become readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// The drand round whose signature decrypts them.
    pub round: u64,
    /// The block by which that round is expected.
    pub block: BlockNumber,
}

/// What setting weights would send, for a person to read before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeightsPreview {
    /// The call, by pallet, name and arguments.
    pub call: String,
    /// Its bytes as they would be signed, in hex with `0x`; `None` where a chain has no such form.
    pub encoded: Option<String>,
    /// The block at which the rules were read.
    pub block: BlockNumber,
    /// When they would count, were they sent now, where they are committed encrypted.
    pub reveal: Option<Reveal>,
    /// Why the chain would not take it now, such as its rate limit; `None` if it would.
    pub refused: Option<String>,
}

/// What a hotkey has published (`spec/chain.md` 7.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Commitment {
    /// When.
    pub block: BlockNumber,
    /// Its fields, in order.
    pub fields: Vec<CommitmentField>,
    /// Fields that were encrypted once and are readable by now, oldest first.
    pub revealed: Vec<Revealed>,
}

/// One field of a commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CommitmentField {
    /// Nothing.
    None,
    /// Bytes as they are, mostly text.
    Raw {
        /// In hex.
        #[serde(serialize_with = "hex::serde::serialize")]
        data: Vec<u8>,
    },
    /// A hash of something that is kept elsewhere.
    Hash {
        /// By which function, as the chain names it.
        algorithm: String,
        /// In hex.
        #[serde(serialize_with = "hex::serde::serialize")]
        digest: Vec<u8>,
    },
    /// Not readable before a drand round.
    Timelocked {
        /// The round.
        round: u64,
        /// How many bytes.
        bytes: usize,
    },
    /// The hotkey's bonds start anew.
    ResetBonds,
}

impl CommitmentField {
    /// Bytes that stand there as they are.
    pub fn raw(&self) -> Option<&[u8]> {
        match self {
            Self::Raw { data } => Some(data),
            _ => None,
        }
    }
}

/// What was encrypted and is readable by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revealed {
    /// When it became so.
    pub block: BlockNumber,
    /// In hex.
    #[serde(serialize_with = "hex::serde::serialize")]
    pub data: Vec<u8>,
}

/// How a chain and the connection to it are doing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainStatus {
    /// The endpoint in use, without a password.
    pub endpoint: String,
    /// The other endpoints that are tried when it fails, in order.
    pub fallbacks: Vec<String>,
    /// The runtime's name and spec version; `None` on a local chain.
    pub runtime: Option<Runtime>,
    /// The newest block.
    pub best: BlockNumber,
    /// The newest block that cannot be taken back.
    pub finalized: BlockNumber,
    /// What the newest block says the time is.
    pub time: Option<UnixMillis>,
    /// Time between two blocks.
    #[serde(rename = "block_time_ms", serialize_with = "millis")]
    pub block_time: Duration,
    /// Connections that were made anew since the start.
    pub reconnects: u64,
    /// Why the last one was lost, or could not be made.
    pub last_error: Option<String>,
}

/// The program that a chain runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Runtime {
    /// Such as `node-subtensor`.
    pub name: String,
    /// Grows with each upgrade.
    pub spec_version: u32,
    /// Hash of the first block, in hex with `0x`.
    pub genesis: String,
}

fn millis<S: serde::Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(span.as_millis()).unwrap_or(u64::MAX))
}
