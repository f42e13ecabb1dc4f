//! What the pool says to a transaction before any block holds it (`spec/chain.md` 8.1).

use serde_json::{Value, json};

use super::dispatch::{self, small, uint};
use super::metadata::Runtime;
use super::model::Model;
use super::transaction::{Era, Transaction};

/// What a transaction costs that is not free, in rao.
pub(crate) const FEE: u64 = 166_247;
/// Blocks of which the runtime knows the hash.
const HASHES_KEPT: u64 = 2400;

/// Why a transaction is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invalid {
    Custom(u8),
    Stale,
    BadProof,
    AncientBirthBlock,
    Payment,
}

/// An answer that is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RpcError {
    pub(crate) code: i64,
    pub(crate) message: String,
    pub(crate) data: Option<Value>,
}

impl RpcError {
    pub(crate) fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    pub(crate) fn with(mut self, data: impl Into<Value>) -> Self {
        self.data = Some(data.into());
        self
    }
}

impl From<Invalid> for RpcError {
    fn from(invalid: Invalid) -> Self {
        let data = match invalid {
            Invalid::Custom(code) => format!("Custom error: {code}"),
            Invalid::Stale => "Transaction is outdated".into(),
            Invalid::BadProof => "Transaction has a bad signature".into(),
            Invalid::AncientBirthBlock => "Transaction has an ancient birth block".into(),
            Invalid::Payment => "Inability to pay some fees (e.g. account balance too low)".into(),
        };
        Self::new(1010, "Invalid Transaction").with(data)
    }
}

impl Invalid {
    /// As the runtime writes it.
    pub(crate) fn value(self) -> Value {
        match self {
            Self::Custom(code) => json!({ "Invalid": { "Custom": code } }),
            Self::Stale => json!({ "Invalid": "Stale" }),
            Self::BadProof => json!({ "Invalid": "BadProof" }),
            Self::AncientBirthBlock => json!({ "Invalid": "AncientBirthBlock" }),
            Self::Payment => json!({ "Invalid": "Payment" }),
        }
    }
}

/// Whether a call is free for its signer.
pub(crate) fn is_free(call: &dispatch::Call) -> bool {
    let pays = ["burned_register", "register_limit"].contains(&call.name.as_str());
    !pays && matches!(call.pallet.as_str(), "SubtensorModule" | "Commitments")
}

/// Where a transaction is checked: for the block after the last of `branch`.
pub(crate) struct Ground<'a> {
    pub(crate) runtime: &'a Runtime,
    pub(crate) model: &'a Model,
    /// Hashes of the blocks up to the best one.
    pub(crate) branch: &'a [[u8; 32]],
}

impl Ground<'_> {
    /// Number of the block that could hold the transaction.
    pub(crate) fn next(&self) -> u64 {
        self.branch.len() as u64
    }
}

/// All checks but the order of nonces above the account's.
pub(crate) fn validate(ground: &Ground<'_>, transaction: &Transaction) -> Result<(), Invalid> {
    signature(ground, transaction)?;
    let funds = ground.model.accounts.get(&transaction.signer).copied().unwrap_or_default();
    if transaction.nonce < funds.nonce {
        return Err(Invalid::Stale);
    }
    if !is_free(&transaction.call) && funds.free < FEE + transaction.tip {
        return Err(Invalid::Payment);
    }
    custom(ground, transaction).map_or(Ok(()), |code| Err(Invalid::Custom(code)))
}

fn signature(ground: &Ground<'_>, transaction: &Transaction) -> Result<(), Invalid> {
    let signed_at = |birth: u64| {
        let hash = usize::try_from(birth).ok().and_then(|birth| ground.branch.get(birth));
        hash.is_some_and(|hash| transaction.is_signed(ground.runtime, &ground.branch[0], hash))
    };
    let next = ground.next();
    let Era::Mortal { period, .. } = transaction.era else {
        return if signed_at(0) { Ok(()) } else { Err(Invalid::BadProof) };
    };
    let birth = transaction.era.birth(next);
    if signed_at(birth) {
        return if next.saturating_sub(birth) < HASHES_KEPT { Ok(()) } else { Err(Invalid::AncientBirthBlock) };
    }
    // Signed for an era that has ended.
    let ended = (1..=birth / period).any(|eras| signed_at(birth - eras * period));
    Err(if ended { Invalid::AncientBirthBlock } else { Invalid::BadProof })
}

/// The codes of the runtime's own extension: what would fail for sure is not let in.
fn custom(ground: &Ground<'_>, transaction: &Transaction) -> Option<u8> {
    let (model, signer, next) = (ground.model, &transaction.signer, ground.next());
    let args = &transaction.call.args;
    match (transaction.call.pallet.as_str(), transaction.call.name.as_str()) {
        ("SubtensorModule", "set_weights" | "set_mechanism_weights") => {
            let subnet = model.subnets.get(&small(args, "netuid"));
            let is_plain = subnet.is_some_and(|subnet| !subnet.commit_reveal);
            weights(ground, transaction, is_plain)
        }
        ("SubtensorModule", "commit_timelocked_weights" | "commit_timelocked_mechanism_weights") => {
            weights(ground, transaction, true).or_else(|| {
                let is_past = uint(args, "reveal_round") < model.last_round;
                (is_past && ground.runtime.has_error("SubtensorModule", "InvalidRevealRound")).then_some(15)
            })
        }
        ("SubtensorModule", name @ ("serve_axon" | "serve_axon_tls" | "serve_prometheus")) => {
            let failure = dispatch::check_serve(model, signer, args, next, name == "serve_prometheus").err()?;
            match failure.name.as_str() {
                "HotKeyNotRegisteredInNetwork" => Some(10),
                "InvalidIpType" | "InvalidIpAddress" => Some(11),
                "ServingRateLimitExceeded" => Some(12),
                "InvalidPort" => Some(13),
                _ => None,
            }
        }
        _ => None,
    }
}

fn weights(ground: &Ground<'_>, transaction: &Transaction, is_limited: bool) -> Option<u8> {
    let args = &transaction.call.args;
    let mechanism = args.get("mecid").map_or(0, |_| small(args, "mecid"));
    let subnet = ground.model.subnets.get(&small(args, "netuid"))?;
    let seat = subnet.seats.get(usize::from(subnet.uid(&transaction.signer)?))?;
    let owns = subnet.owner_hotkey == transaction.signer;
    if !owns && ground.model.total_stake(seat) < ground.model.stake_threshold {
        return Some(1);
    }
    let is_too_fast = dispatch::is_too_fast(subnet, seat.last_update_in(mechanism), ground.next());
    (is_limited && is_too_fast).then_some(6)
}
