//! `gascli chain status`: how the chain and the connection to its node are doing.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::super::status_table::span;
use super::super::{Answer, Context, output};
use super::place::{Place, PlaceArgs};
use crate::chain::local::LedgerError;
use crate::chain::{At, ChainError, ChainStatus};
use crate::types::{BlockNumber, Netuid, UnixMillis};

pub(super) const EXAMPLES: &str = "Exit status 0: blocks come; 1: they have stopped, or become final no more, or the node is \
                                   still catching up; 2: no answer. Where the newest block looks too old or comes from the \
                                   future, the command waits for the next ones, half a minute at most, to tell a chain that \
                                   stands, a node that is catching up and a clock that is wrong from each other.\n\nExamples:\n  gascli \
                                   chain status\n  gascli chain status --network wss://entrypoint-finney.opentensor.ai:443 \
                                   --netuid 34 --json";

/// Without a new block for so many block times a chain stands (`spec/chain.md` 11).
const STALE: u32 = 5;

/// Blocks by which what is final may lag behind.
const FINALITY_LAG: u64 = 30;

/// Longest wait for a block, and the pause between two looks.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(500);

/// Where the times of blocks advance by so many block times more than this clock does, they are of the past.
const SLACK: u32 = 3;

/// Arguments of `status`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct StatusArgs {
    #[command(flatten)]
    place: PlaceArgs,
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    #[serde(flatten)]
    chain: ChainStatus,
    /// How old the newest block is by this machine's clock; below zero where it comes from the future.
    block_age_ms: Option<i64>,
    /// By how much this machine's clock is ahead of the chain, where it is wrong.
    clock_ahead_ms: Option<i64>,
    is_stale: bool,
    /// Whether the node still imports blocks of the past.
    is_syncing: bool,
    is_finality_stalled: bool,
    subnet: Option<Subnet>,
}

/// A subnet's place in its epoch.
#[derive(Debug, Serialize)]
struct Subnet {
    netuid: Netuid,
    tempo: u16,
    next_epoch: Option<BlockNumber>,
    blocks_left: Option<u64>,
}

pub(super) fn run(context: &Context, args: &StatusArgs) -> anyhow::Result<Answer> {
    let place = Place::open(context, &args.place)?;
    let (chain, verdict) = place.ask(look(&place))?;
    let netuid = match place.maybe_netuid() {
        // The chain has been read; which of its subnets is meant is another question.
        Err(ChainError::Ledger(LedgerError::NoSubnet(_) | LedgerError::SeveralSubnets { .. })) => None,
        found => found?,
    };
    let subnet = match netuid {
        Some(netuid) => Some(place.ask(read_subnet(&place, netuid, chain.best))?),
        None => None,
    };
    let document = Document {
        schema: output::SCHEMA,
        block_age_ms: verdict.age_ms,
        clock_ahead_ms: verdict.clock_ahead_ms,
        is_stale: verdict.is_stale,
        is_syncing: verdict.is_syncing,
        is_finality_stalled: chain.best.0.saturating_sub(chain.finalized.0) > FINALITY_LAG,
        chain,
        subnet,
    };
    if context.json {
        output::json(&document)?;
    } else {
        draw(&document)?;
    }
    let lives = !document.is_stale && !document.is_syncing && !document.is_finality_stalled;
    Ok(if lives { Answer::Yes } else { Answer::No })
}

async fn read_subnet(place: &Place, netuid: Netuid, best: BlockNumber) -> Result<Subnet, ChainError> {
    let tempo = place.chain.hyperparameters(netuid, At::Best).await?.tempo;
    let next_epoch = place.chain.next_epoch(netuid).await?;
    Ok(Subnet { netuid, tempo, next_epoch, blocks_left: next_epoch.map(|next| next.0.saturating_sub(best.0)) })
}

/// What the age of the newest block means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Verdict {
    age_ms: Option<i64>,
    clock_ahead_ms: Option<i64>,
    is_stale: bool,
    is_syncing: bool,
}

/// Reads the status; where the newest block is old or young beyond reason, waits for the next ones: if they come, the chain
/// lives, and this clock is wrong or the node is behind.
async fn look(place: &Place) -> Result<(ChainStatus, Verdict), ChainError> {
    let (first, began) = (place.chain.status().await?, Instant::now());
    let age = age_ms(&first, UnixMillis::now());
    if is_plausible(age, first.block_time) {
        return Ok((first, Verdict { age_ms: age, ..Verdict::default() }));
    }
    let patience = PATIENCE.min(first.block_time * 2).max(LOOK * 4);
    let mut newest = first.clone();
    while began.elapsed() < patience {
        tokio::time::sleep(LOOK).await;
        newest = place.chain.status().await?;
        if let Some(verdict) = judge(&first, &newest, UnixMillis::now(), began.elapsed()) {
            return Ok((newest, verdict));
        }
    }
    let verdict = last_word(&first, &newest, UnixMillis::now());
    Ok((newest, verdict))
}

/// What can be said before the patience is over: that the node has caught up or is catching up, or that blocks come from the
/// future. `waited`: since `first` was read.
fn judge(first: &ChainStatus, newest: &ChainStatus, now: UnixMillis, waited: Duration) -> Option<Verdict> {
    if newest.best <= first.best {
        return None;
    }
    let age_ms = age_ms(newest, now);
    let lives = Verdict { age_ms, ..Verdict::default() };
    match (first.time, newest.time) {
        (Some(before), Some(after)) => {
            let passed = before.until(after);
            if is_plausible(age_ms, newest.block_time) {
                Some(lives)
            } else if passed > waited + newest.block_time * SLACK {
                Some(Verdict { is_syncing: true, ..lives })
            } else {
                age_ms.filter(|age| *age < 0).map(|age| Verdict { clock_ahead_ms: Some(age), ..lives })
            }
        }
        _ => Some(lives),
    }
}

/// What is said when the patience is over.
fn last_word(first: &ChainStatus, newest: &ChainStatus, now: UnixMillis) -> Verdict {
    let (age_ms, is_stale) = (age_ms(newest, now), newest.best <= first.best);
    Verdict { age_ms, clock_ahead_ms: age_ms.filter(|_| !is_stale), is_stale, is_syncing: false }
}

fn age_ms(status: &ChainStatus, now: UnixMillis) -> Option<i64> {
    let time = status.time?;
    i64::try_from(i128::from(now.0) - i128::from(time.0)).ok()
}

/// Whether a block of this age may be the newest one by a clock that is right. A chain that does not tell the time has to
/// show a new block.
fn is_plausible(age_ms: Option<i64>, block_time: Duration) -> bool {
    let ms = |blocks: u32| i64::try_from((block_time * blocks).as_millis()).unwrap_or(i64::MAX);
    age_ms.is_some_and(|age| (-ms(1)..=ms(STALE).max(5000)).contains(&age))
}

fn draw(document: &Document) -> std::io::Result<()> {
    let chain = &document.chain;
    let fact = |name: &str, text: &str| output::line(format_args!("{name:<12}{}", output::escaped(text)));
    fact("endpoint", &chain.endpoint)?;
    if !chain.fallbacks.is_empty() {
        fact("fallbacks", &chain.fallbacks.join(", "))?;
    }
    if let Some(runtime) = &chain.runtime {
        fact("runtime", &format!("{} {}", runtime.name, runtime.spec_version))?;
        fact("genesis", &runtime.genesis)?;
    }
    let behind = chain.best.0.saturating_sub(chain.finalized.0);
    let stalled = if document.is_finality_stalled { ": finality is stalled" } else { "" };
    fact("best block", &format!("{}, {}", chain.best, age(document.block_age_ms)))?;
    fact("finalized", &format!("{}, {behind} blocks behind{stalled}", chain.finalized))?;
    fact("block time", &block_time(chain.block_time))?;
    let state = if document.is_stale {
        "no new block came while waiting: the chain or this node stands"
    } else if document.is_syncing {
        "this node is catching up: blocks of the past come faster than new ones can"
    } else {
        "blocks come"
    };
    fact("state", state)?;
    if let Some(ahead) = document.clock_ahead_ms {
        let by = span(ahead.unsigned_abs() / 1000);
        let text = if ahead > 0 {
            format!(
                "this machine's clock is about {by} ahead of the chain, or this node lags behind it: compare the clock \
                 with another one, and set it right if it is wrong, or commits miss their round"
            )
        } else {
            format!("this machine's clock is about {by} behind the chain: set it right, or commits miss their round")
        };
        fact("clock", &text)?;
    }
    if let Some(error) = &chain.last_error {
        fact("connection", &format!("made anew {} times; the last one was lost: {error}", chain.reconnects))?;
    }
    if let Some(subnet) = &document.subnet {
        let next = match (subnet.next_epoch, subnet.blocks_left) {
            (Some(next), Some(left)) => {
                let wait = chain.block_time.saturating_mul(u32::try_from(left).unwrap_or(u32::MAX));
                format!("next epoch at block {next}, in {left} blocks (about {})", span(wait.as_secs()))
            }
            _ => "no epoch will come".into(),
        };
        fact(&format!("netuid {}", subnet.netuid), &format!("tempo {}, {next}", subnet.tempo))?;
    }
    Ok(())
}

fn block_time(time: Duration) -> String {
    jiff::SignedDuration::try_from(time).map_or_else(|_| format!("{time:?}"), |time| format!("{time:#}"))
}

fn age(age_ms: Option<i64>) -> String {
    match age_ms {
        None => "of unknown age".into(),
        Some(age) if age < 0 => format!("{} in the future", span(age.unsigned_abs() / 1000)),
        Some(age) => format!("{} old", span(age.unsigned_abs() / 1000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_old_after_five_block_times_and_never_before_five_seconds() {
        let plausible = |age, ms| is_plausible(Some(age), Duration::from_millis(ms));
        assert!(plausible(60_000, 12_000) && !plausible(60_001, 12_000));
        assert!(plausible(5000, 250) && !plausible(5001, 250));
        assert!(plausible(-12_000, 12_000) && !plausible(-12_001, 12_000));
        assert!(!is_plausible(None, Duration::from_secs(12)), "unknown");
    }

    /// A chain of 12 s blocks whose newest one is of that number and that second.
    fn at(best: u64, seconds: u64) -> ChainStatus {
        ChainStatus {
            endpoint: "ws://node.example".into(),
            fallbacks: Vec::new(),
            runtime: None,
            best: BlockNumber(best),
            finalized: BlockNumber(best),
            time: Some(UnixMillis(seconds * 1000)),
            block_time: Duration::from_secs(12),
            reconnects: 0,
            last_error: None,
        }
    }

    #[test]
    fn a_node_that_imports_old_blocks_is_catching_up_and_no_reason_to_set_the_clock() {
        let (first, now) = (at(100, 1200), UnixMillis(20_000_000));
        let judged = |newest: &ChainStatus, waited| judge(&first, newest, now, Duration::from_millis(waited));
        assert_eq!(judged(&at(100, 1200), 500), None, "no new block yet");
        assert_eq!(judged(&at(101, 1212), 500), None, "one block tells nothing");
        assert_eq!(judged(&at(103, 1236), 24_000), None, "as fast as this clock");
        let found = judged(&at(150, 1800), 1000).unwrap();
        assert!(found.is_syncing && !found.is_stale && found.clock_ahead_ms.is_none(), "{found:?}");
        let found = judged(&at(1666, 19_992), 2000).unwrap();
        assert_eq!(found, Verdict { age_ms: Some(8000), ..Verdict::default() }, "caught up meanwhile");
        let found = last_word(&first, &at(102, 1224), now);
        assert_eq!((found.clock_ahead_ms, found.is_stale, found.is_syncing), (Some(18_776_000), false, false));
        assert!(last_word(&first, &first, now).is_stale);
    }

    #[test]
    fn blocks_from_the_future_mean_a_clock_that_is_behind() {
        let found = judge(&at(100, 1200), &at(101, 1212), UnixMillis(600_000), Duration::from_secs(3)).unwrap();
        assert_eq!(found.clock_ahead_ms, Some(-612_000));
        assert!(!found.is_syncing && !found.is_stale);
    }
}
