//! The chain, and the node's seat on it.

use std::time::Duration;

use tokio::time::timeout;

use super::node::{Node, Place};
use super::{Check, Id, with_causes};
use crate::chain::{self, At, Chain, ChainError, ChainStatus, Neuron};
use crate::config::{MINIMUM_STAKE, Role};
use crate::types::{BlockNumber, Hint, Hotkey, Netuid, Rao, UnixMillis, shell_word};

/// How long a chain may take to answer.
const LIMIT: Duration = Duration::from_secs(5);

/// How long a whole subnet may take to come: some hundred kilobytes.
const SEATS_LIMIT: Duration = Duration::from_secs(10);

/// After so many block times without a new block a chain stands (`spec/chain.md` 11), and never before [`SHORTEST`].
const STALE: u32 = 5;
const SHORTEST: Duration = Duration::from_secs(5);

/// Blocks by which what is final may lag behind.
const FINALITY_LAG: u64 = 30;

/// What a chain says.
#[derive(Debug, Clone)]
pub(super) struct ChainFacts {
    role: Role,
    endpoint: String,
    pub(super) is_local: bool,
    /// As `WALLET/HOTKEY`.
    wallet: String,
    pub(super) heard: Result<Heard, Failure>,
}

#[derive(Debug, Clone)]
pub(super) struct Failure {
    text: String,
    hint: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Heard {
    best: BlockNumber,
    finalized: BlockNumber,
    pub(super) block_time: Duration,
    /// Below zero where the newest block comes from the future; `None` where the chain does not tell the time.
    pub(super) age_ms: Option<i64>,
    netuid: Option<Netuid>,
    pub(super) seat: Seat,
}

/// Whether the hotkey has a seat.
#[derive(Debug, Clone)]
pub(super) enum Seat {
    Has(Box<Neuron>),
    HasNone,
    Unknown(String),
}

pub(super) async fn look(node: &Node, hotkey: Option<Hotkey>) -> Option<ChainFacts> {
    let place = node.chain.as_ref()?;
    Some(ChainFacts {
        role: node.role,
        endpoint: place.endpoint.to_string(),
        is_local: place.endpoint.is_local(),
        wallet: format!("{}/{}", place.wallet.name, place.wallet.hotkey),
        heard: hear(place, hotkey).await,
    })
}

async fn hear(place: &Place, hotkey: Option<Hotkey>) -> Result<Heard, Failure> {
    let begin = async {
        let chain = chain::connect(&place.endpoint).await?;
        let status = chain.status().await?;
        Ok::<_, ChainError>((chain, status))
    };
    let begun =
        timeout(LIMIT, begin).await.map_err(|_| Failure { text: format!("no answer within {LIMIT:?}"), hint: None });
    let (chain, status) = begun?.map_err(|error| Failure { text: with_causes(&error), hint: error.hint() })?;
    let age_ms = age_ms(&status, UnixMillis::now());
    let seats = timeout(SEATS_LIMIT, seat(chain.as_ref(), place.netuid, hotkey));
    let (netuid, seat) = match seats.await {
        Ok(found) => found,
        Err(_) => (place.netuid, Seat::Unknown(format!("the seats did not come within {SEATS_LIMIT:?}"))),
    };
    let ChainStatus { best, finalized, block_time, .. } = status;
    Ok(Heard { best, finalized, block_time, age_ms, netuid, seat })
}

async fn seat(chain: &dyn Chain, netuid: Option<Netuid>, hotkey: Option<Hotkey>) -> (Option<Netuid>, Seat) {
    let netuid = match netuid {
        Some(netuid) => Some(netuid),
        None => match chain.only_netuid().await {
            Ok(netuid) => netuid,
            Err(error) => return (None, Seat::Unknown(with_causes(&error))),
        },
    };
    let (Some(known), Some(hotkey)) = (netuid, hotkey) else {
        let what = if hotkey.is_none() { "the hotkey is not known" } else { "the subnet is not known" };
        return (netuid, Seat::Unknown(what.into()));
    };
    let seat = match chain.metagraph(known, At::Finalized).await {
        Ok(metagraph) => match metagraph.by_hotkey(&hotkey) {
            Some(neuron) => Seat::Has(Box::new(neuron.clone())),
            None => Seat::HasNone,
        },
        Err(error) => Seat::Unknown(with_causes(&error)),
    };
    (netuid, seat)
}

fn age_ms(status: &ChainStatus, now: UnixMillis) -> Option<i64> {
    i64::try_from(i128::from(now.0) - i128::from(status.time?.0)).ok()
}

impl ChainFacts {
    /// The seat, if there is one.
    pub(super) fn neuron(&self) -> Option<&Neuron> {
        match self.heard.as_ref().ok().map(|heard| &heard.seat) {
            Some(Seat::Has(neuron)) => Some(neuron),
            _ => None,
        }
    }
}

impl Heard {
    /// Whether the newest block is older than a chain's that goes on.
    fn is_stale(&self) -> bool {
        let bound = (self.block_time * STALE).max(SHORTEST);
        self.age_ms.is_some_and(|age| u128::try_from(age).is_ok_and(|age| age > bound.as_millis()))
    }
}

pub(super) fn judge(facts: &ChainFacts) -> Vec<Check> {
    let ChainFacts { endpoint, role, .. } = facts;
    let mut checks = match &facts.heard {
        Err(failure) => {
            let status = || format!("gascli chain status --network {}", shell_word(endpoint));
            let fix = failure.hint.clone().unwrap_or_else(status);
            vec![
                Check::fail(Id::Chain, format!("{endpoint}: {}", failure.text), fix),
                Check::unknown(Id::Registration, "the chain does not answer", "mend `chain` first"),
            ]
        }
        Ok(heard) => {
            let mut checks = vec![
                Check::ok(Id::Chain, format!("{endpoint} answers, block {}", heard.best)),
                newest_block(facts, heard),
            ];
            checks.extend(judge_seat(facts, heard));
            checks
        }
    };
    checks = checks.into_iter().map(|check| check.of(role.as_str())).collect();
    checks
}

fn newest_block(facts: &ChainFacts, heard: &Heard) -> Check {
    let look = format!("gascli chain status --network {}", shell_word(&facts.endpoint));
    let behind = heard.best.0.saturating_sub(heard.finalized.0);
    let Some(age) = heard.age_ms else { return Check::ok(Id::NewestBlock, "the chain does not tell its time") };
    let seconds = age.unsigned_abs() / 1000;
    if heard.is_stale() {
        let reason = format!("{seconds} s old: the chain or its node stands, or this machine's clock is ahead");
        Check::fail(Id::NewestBlock, reason, look)
    } else if behind > FINALITY_LAG {
        Check::warn(Id::NewestBlock, format!("{seconds} s old, but blocks become final {behind} blocks late"), look)
    } else if age < 0 {
        Check::ok(Id::NewestBlock, format!("{seconds} s in the future by this machine's clock (see `clock`)"))
    } else {
        Check::ok(Id::NewestBlock, format!("{seconds} s old"))
    }
}

fn judge_seat(facts: &ChainFacts, heard: &Heard) -> Vec<Check> {
    let ChainFacts { wallet, .. } = facts;
    let on = heard.netuid.map_or_else(|| "the subnet".into(), |netuid| format!("netuid {netuid}"));
    let register = |more: &str| {
        if let Some(ledger) = facts.endpoint.strip_prefix("local:") {
            return format!("gascli localnet --ledger {} register {}{more}", shell_word(ledger), shell_word(wallet));
        }
        let (name, hotkey) = wallet.split_once('/').unwrap_or((wallet, ""));
        let netuid = heard.netuid.map_or(34, |netuid| netuid.0);
        let (name, hotkey) = (shell_word(name), shell_word(hotkey));
        format!("btcli subnets register --netuid {netuid} --wallet-name {name} --hotkey {hotkey}")
    };
    match &heard.seat {
        Seat::Unknown(why) => {
            vec![Check::unknown(
                Id::Registration,
                why,
                format!("`gascli wallet check {}`, then once more", shell_word(wallet)),
            )]
        }
        Seat::HasNone => {
            let reason = format!("{wallet} has no seat on {on} (block {})", heard.best);
            vec![Check::fail(Id::Registration, reason, register(""))]
        }
        Seat::Has(neuron) => {
            let seat = Check::ok(Id::Registration, format!("uid {} on {on}", neuron.uid));
            if facts.role == Role::Generator {
                return vec![seat];
            }
            let more = if facts.is_local {
                register(" --permit --stake 20000")
            } else {
                format!("stake more on {wallet}: permits go to the largest stakes at the end of each epoch")
            };
            let permit = if neuron.validator_permit {
                Check::ok(Id::ValidatorPermit, "it may set weights")
            } else {
                Check::fail(Id::ValidatorPermit, format!("uid {} has none: it cannot set weights", neuron.uid), &more)
            };
            vec![seat, permit, judge_stake(neuron.stake, more)]
        }
    }
}

/// Miners refuse callers with less (`spec/gas.md` 2.4).
fn judge_stake(stake: Rao, fix: String) -> Check {
    if stake < MINIMUM_STAKE {
        let reason = format!("{stake}: miners refuse validators with less than {MINIMUM_STAKE}");
        Check::warn(Id::Stake, reason, fix)
    } else {
        Check::ok(Id::Stake, stake.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{self, Fail, Ok, Unknown, Warn};
    use super::*;
    use crate::types::Uid;

    fn facts(role: Role, age_ms: i64, finalized: u64, seat: Seat) -> ChainFacts {
        let block_time = Duration::from_secs(12);
        let heard = Heard {
            best: BlockNumber(100),
            finalized: BlockNumber(finalized),
            block_time,
            age_ms: Some(age_ms),
            netuid: Some(Netuid(34)),
            seat,
        };
        let wallet = "mine/hot".to_owned();
        ChainFacts {
            role,
            endpoint: "wss://node".into(),
            is_local: false,
            wallet,
            heard: std::result::Result::Ok(heard),
        }
    }

    fn found(facts: &ChainFacts) -> Vec<(Id, Severity)> {
        judge(facts).iter().map(|check| (check.id, check.severity)).collect()
    }

    #[test]
    fn a_block_is_too_old_after_five_block_times_and_late_finality_is_told() {
        for (age, finalized, expected) in
            [(59_000, 98, Ok), (61_000, 98, Fail), (6000, 60, Warn), (-2000, 98, Ok), (-600_000, 98, Ok)]
        {
            let found = found(&facts(Role::Generator, age, finalized, Seat::HasNone));
            assert_eq!(found[1], (Id::NewestBlock, expected), "{age}");
        }
    }

    #[test]
    fn a_validator_needs_seat_permit_and_stake_and_a_miner_a_seat() {
        let seat = |permit, tao| {
            let mut neuron = Neuron::new(Uid(5), Hotkey::from_bytes([1; 32]));
            (neuron.validator_permit, neuron.stake) = (permit, Rao::from_tao(tao));
            Seat::Has(Box::new(neuron))
        };
        let of = |role, seat| found(&facts(role, 0, 100, seat)).split_off(2);
        assert_eq!(of(Role::Generator, seat(false, 0)), [(Id::Registration, Ok)]);
        assert_eq!(of(Role::Generator, Seat::HasNone), [(Id::Registration, Fail)]);
        assert_eq!(of(Role::Generator, Seat::Unknown("x".into())), [(Id::Registration, Unknown)]);
        let validator = |permit, tao| of(Role::Validator, seat(permit, tao));
        let told = |permit, stake| [(Id::Registration, Ok), (Id::ValidatorPermit, permit), (Id::Stake, stake)];
        assert_eq!(validator(true, 20_000), told(Ok, Ok));
        assert_eq!(validator(false, 19_999), told(Fail, Warn));
    }

    #[test]
    fn a_chain_that_does_not_answer_fails_and_leaves_the_seat_open() {
        let mut silent = facts(Role::Validator, 0, 100, Seat::HasNone);
        silent.heard = Err(Failure { text: "refused".into(), hint: None });
        assert_eq!(found(&silent), [(Id::Chain, Fail), (Id::Registration, Unknown)]);
    }
}
