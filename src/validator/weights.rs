//! Epochs: outcomes become rewards, rewards scores, scores weights, weights land on the chain (`spec/gas.md` 11.7, 11.8).
//!
//! Weights that are on their way are noted in the store before they are sent. A validator that was killed meanwhile thus
//! looks what became of them, or waits until they cannot land any more, before it sends others. Likewise it still looks whether
//! those that were committed encrypted are revealed.
//!
//! What is to be done is decided in `plan`; here it is done, saved and told. Runs beside everything else, so that a chain
//! that does not answer holds no delivery up.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::clock::{ANEW, Seen, at_or_past, at_or_past_or_anew};
use super::node::Node;
use super::plan::{Budget, Scored, WINDOW, WeightPlan, next_epoch, plan};
use super::tally::Tally;
use super::{WORK_LIMIT, benchmark};
use crate::chain::{At, Chain, ChainError, Hyperparameters, Metagraph, Reveal, WeightsCall, WeightsSet};
use crate::store::{Progress, SentCommit, SentWeights, StoreError};
use crate::types::{BlockNumber, Hotkey, Keypair, Uid, UnixMillis};

/// Attempts at one epoch, and the pause between them. What no node was asked for is no attempt: it is tried until the next
/// epoch is due, with pauses that grow.
const ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_secs(15);
const LONGEST_PAUSE: Duration = Duration::from_mins(2);

/// The reference's version as a version key, which the subnet may demand at least (`spec/gas.md` 11.8).
const VERSION_KEY: u64 = 409_090;

/// What the tally calls the alert about special hotkeys.
const TOPIC: &str = "special";

/// Why an epoch sets no weights.
#[derive(Debug, thiserror::Error)]
enum EpochError {
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing to set.
    #[error("{0}")]
    Nothing(String),
    /// What an earlier attempt sent may still land.
    #[error("weights that were sent at block {sent} may still land, up to block {until}; none are sent before that")]
    OnTheirWay {
        /// When.
        sent: BlockNumber,
        /// After this block they cannot land.
        until: BlockNumber,
    },
}

/// Committed weights that the chain has not shown yet.
#[derive(Debug)]
struct Awaited {
    /// The block that took them, by which the store knows them.
    landed: BlockNumber,
    uid: Uid,
    weights: Vec<(Uid, u16)>,
    reveal: Reveal,
    /// See [`SentCommit::epoch_blocks`].
    epoch: u64,
    /// Whether it was looked for already.
    late: bool,
}

impl Awaited {
    /// `None` for weights that are in force at once.
    fn of(landed: BlockNumber, sent: &SentWeights) -> Option<Self> {
        let SentCommit { uid, reveal, epoch_blocks: epoch } = sent.commit?;
        let weights = sent.weights.iter().map(|(uid, _, weight)| (*uid, *weight)).collect();
        Some(Self { landed, uid, weights, reveal, epoch, late: false })
    }
}

/// Blocks after the expected one at which committed weights must be there.
const GRACE: u64 = 20;

/// Commits that are awaited at once; the chain itself keeps no more of a hotkey in one epoch.
const MOST_AWAITED: usize = 10;

/// What the tally calls the alert about commits that were not revealed.
const REVEAL: &str = "reveal";

/// Scores and sets weights at the intervals of the settings until `stop`, and tells `next` when the next epoch is due.
/// `unfinished`: an earlier run ended between the two, so its scores are weighed first.
pub(super) async fn run(node: Arc<Node>, next: watch::Sender<BlockNumber>, unfinished: bool, stop: CancellationToken) {
    let mut clock = node.clock.clone();
    let length = node.settings.epoch_length_blocks.max(1);
    let mut due = *next.borrow();
    let mut awaited = still_awaited(&node).await;
    if unfinished {
        tokio::select! {
            () = stop.cancelled() => return,
            committed = resume(&node, due) => awaited.extend(committed),
        }
    }
    loop {
        let block = tokio::select! {
            () = stop.cancelled() => return,
            () = revealed(&node, &mut awaited) => continue,
            block = at_or_past_or_anew(&mut clock, due, length) => block,
        };
        let Some(block) = block else { return };
        let is_anew = block < due;
        due = BlockNumber(block.0.saturating_add(length));
        next.send_replace(due);
        if is_anew {
            // As at the start: nothing that was sent before is on this chain, and an epoch is a whole one.
            awaited.clear();
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            committed = epoch(&node, block, due) => awaited.extend(committed),
        }
        while awaited.len() > MOST_AWAITED {
            forget_oldest(&node, &mut awaited).await;
        }
    }
}

/// Commits of earlier runs. Those of another subnet, or of a chain that has begun anew, will never be revealed.
async fn still_awaited(node: &Node) -> VecDeque<Awaited> {
    let stored = match node.store.call(|store| store.awaited_reveals()).await {
        Ok(stored) => stored,
        Err(error) => {
            tracing::warn!(%error, "whether weights that were committed before the start are revealed is not looked at");
            return VecDeque::new();
        }
    };
    let now = node.clock.borrow().block;
    let (mut awaited, mut others) = (VecDeque::new(), VecDeque::new());
    for (landed, sent) in stored {
        let is_ours = sent.netuid == node.netuid && landed <= now;
        let to = if is_ours { &mut awaited } else { &mut others };
        to.extend(Awaited::of(landed, &sent));
    }
    while !others.is_empty() {
        forget_oldest(node, &mut others).await;
    }
    awaited
}

/// Forgotten by the store first: whoever is interrupted between the two looks once more.
async fn forget_oldest(node: &Node, awaited: &mut VecDeque<Awaited>) {
    if let Some(landed) = awaited.front().map(|oldest| oldest.landed) {
        let forgotten = node.store.call(move |store| store.forget_awaited(landed)).await;
        if let Err(error) = forgotten {
            tracing::warn!(%error, block = landed.0, "a commit will be looked at again after the next start");
        }
    }
    awaited.pop_front();
}

async fn epoch(node: &Node, block: BlockNumber, next: BlockNumber) -> Option<Awaited> {
    // Once for each epoch, however often the chain has to be asked: a score moves half way each time.
    let score = || node.heart.watch("the sum of rewards", WORK_LIMIT, score(node, block));
    let scored = stored(&node.tally, &node.clock, next, score).await?;
    weigh(node, &scored, block, next).await
}

/// Weighs the scores as they were saved.
async fn resume(node: &Node, next: BlockNumber) -> Option<Awaited> {
    let saved = || node.store.call(|store| Scored::saved(store, UnixMillis::now()));
    let scored = stored(&node.tally, &node.clock, next, saved).await?;
    let epoch = || node.store.call(|store| store.progress(Progress::Epoch));
    let since = stored(&node.tally, &node.clock, next, epoch).await?.unwrap_or(node.clock.borrow().block);
    weigh(node, &scored, since, next).await
}

/// What the store makes of the scores, tried again until it can or the next epoch is due: a store that is busy or a disk
/// that is full for a moment must not cost an epoch. What fails has changed nothing.
async fn stored<T, F: Future<Output = Result<T, StoreError>>>(
    tally: &Tally,
    clock: &watch::Receiver<Seen>,
    next: BlockNumber,
    work: impl Fn() -> F,
) -> Option<T> {
    loop {
        match work().await {
            Ok(done) => return Some(done),
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::error!(%error, cause, "scores could not be updated");
                tally.weights_failed(format!("scores could not be updated: {error}"));
            }
        }
        tokio::time::sleep(PAUSE).await;
        if clock.borrow().block >= next {
            return None;
        }
    }
}

/// Sets the weights that follow from scores of the epoch at `block`: with a few attempts where they are refused, until the
/// next epoch where the chain cannot be asked.
async fn weigh(node: &Node, scored: &Scored, block: BlockNumber, next: BlockNumber) -> Option<Awaited> {
    let mut patience = Patience::default();
    loop {
        let error = match set(node, scored, (block, next)).await {
            Ok(committed) => return committed,
            Err(error) => error,
        };
        if let EpochError::Nothing(reason) = error {
            // Nothing to pay anybody for yet is no fault of the validator's; that nobody passes may be.
            tracing::warn!(reason, block = block.0, miners = scored.generators.len(), "no weights set");
            if !scored.generators.is_empty() {
                node.tally.weights_failed(reason);
            }
            return None;
        }
        tracing::warn!(%error, block = block.0, "weights could not be set");
        node.tally.weights_failed(error.to_string());
        tokio::time::sleep(patience.after(&error)?).await;
        if node.clock.borrow().block >= next {
            return None;
        }
    }
}

/// What is left of the attempts at one epoch.
#[derive(Debug, Default)]
struct Patience {
    attempts: u32,
    outages: u32,
}

impl Patience {
    /// How long to wait after that failure; `None`: not at all, it ends here.
    fn after(&mut self, error: &EpochError) -> Option<Duration> {
        if !is_worth_another_try(error) {
            return None;
        }
        if matches!(error, EpochError::Chain(error) if error.is_of_node()) {
            let pause = PAUSE.saturating_mul(2_u32.saturating_pow(self.outages)).min(LONGEST_PAUSE);
            self.outages = self.outages.saturating_add(1);
            return Some(pause);
        }
        self.outages = 0;
        self.attempts += 1;
        (self.attempts < ATTEMPTS).then_some(PAUSE)
    }
}

/// Rules of the chain refuse the same again; a chain that could not be asked may answer.
fn is_worth_another_try(error: &EpochError) -> bool {
    match error {
        EpochError::Chain(error) => error.may_pass(),
        EpochError::Store(_) => true,
        EpochError::Nothing(_) | EpochError::OnTheirWay { .. } => false,
    }
}

/// Takes the newest rewards into the scores, and saves how each came about.
async fn score(node: &Node, block: BlockNumber) -> Result<Scored, StoreError> {
    let (weights, own) = (node.settings.modality_weights(), node.settings.rewards.video_prices.clone());
    let metagraph = Arc::clone(&node.metagraph.borrow());
    let (scored, trouble) = node
        .store
        .call(move |store| {
            let now = UnixMillis::now();
            let (epoch, trouble) = next_epoch(store, &own, weights, &metagraph, (block, now))?;
            store.save_epoch(&epoch, now.before(WINDOW))?;
            Ok((Scored::after(&epoch, store.scores()?), trouble))
        })
        .await?;
    benchmark::tell(node, trouble);
    node.tally.scores(&scored.scores);
    Ok(scored)
}

/// Sets the weights that follow from the scores of the epoch at `since`. Waits out the rate limit, and weights whose fate is
/// not known, but not beyond the next epoch.
async fn set(
    node: &Node,
    scored: &Scored,
    (since, next): (BlockNumber, BlockNumber),
) -> Result<Option<Awaited>, EpochError> {
    let mut refused = 0_u32;
    loop {
        let metagraph = node.read_metagraph().await?;
        let sending = node.store.call(|store| store.progress(Progress::Sending)).await?;
        match on_their_way(sending, &metagraph, &node.keypair.hotkey(), node.chain.lifetime()) {
            Earlier::Landed(block) if block >= since => {
                return Ok(found(node, sending, block).await?);
            }
            Earlier::None | Earlier::Landed(_) | Earlier::Lost => node.tally.weights_sent(None),
            Earlier::Open { sent, until } => {
                // Finality is some blocks behind.
                let looked = BlockNumber(metagraph.block.0.max(node.clock.borrow().block.0).saturating_add(2));
                if looked >= next || at_or_past_or_anew(&mut node.clock.clone(), looked, ANEW).await.is_none() {
                    return Err(EpochError::OnTheirWay { sent, until });
                }
                continue;
            }
        }
        let rules = rules_for(&*node.chain, &metagraph).await?;
        let plan = plan(&metagraph, &rules, scored, Budget::of(&node.settings));
        tell(node, &plan);
        if let Some(reason) = plan.refusal {
            return Err(EpochError::Nothing(reason));
        }
        let (weights, noted) = (plan.to_send(), metagraph.block);
        let sent = to_be_sent(&metagraph, &weights, commit(node, &metagraph, &weights, &rules).await);
        let note = sent.clone();
        if !node.store.call(move |store| store.note_sending(sending, noted, &note)).await? {
            continue; // an operator's command is just setting some
        }
        node.tally.weights_sent(Some(noted));
        let error = match send(&*node.chain, &metagraph, &node.keypair, &weights).await {
            Ok(set) => return landed(node, sent, (own_uid(node, &metagraph), set, rules.tempo)).await,
            Err(error) => error,
        };
        if error.unknown_until().is_some() {
            tracing::warn!(%error, "what became of the weights is looked up before others are sent");
            node.tally.weights_failed(error.to_string());
            continue;
        }
        node.tally.weights_sent(None);
        node.store.call(move |store| store.forget_sending(noted)).await?;
        let wait = match error {
            ChainError::TooFast { blocks_left, .. } => blocks_left.max(1 << refused.min(6)),
            // Seats are read where they are final, some blocks later.
            ChainError::SeatChanged { .. } => 2,
            error => return Err(error.into()),
        };
        refused += 1;
        let now = node.clock.borrow().block;
        let again = BlockNumber(now.0.saturating_add(wait));
        tracing::info!(%error, block = now.0, again_at = again.0, "weights are set later");
        if again >= next || at_or_past_or_anew(&mut node.clock.clone(), again, wait).await.is_none() {
            // The next epoch sets newer ones; once too early is as usual, again and again is not.
            if refused > 2 {
                node.tally.weights_failed(format!("not set in this epoch, after {refused} attempts: {error}"));
            }
            return Ok(None);
        }
    }
}

/// The rules at the block at which the seats were read, or the newest where a chain keeps no others.
pub async fn rules_for(chain: &dyn Chain, metagraph: &Metagraph) -> Result<Hyperparameters, ChainError> {
    match chain.hyperparameters(metagraph.netuid, At::Block(metagraph.block)).await {
        Err(ChainError::NoHistory { .. }) => chain.hyperparameters(metagraph.netuid, At::Best).await,
        other => other,
    }
}

/// Weights of an earlier attempt, or of an earlier run, of which nobody was told, have landed. `sending`: their note.
async fn found(node: &Node, sending: Option<BlockNumber>, block: BlockNumber) -> Result<Option<Awaited>, StoreError> {
    tracing::info!(block = block.0, "weights that were sent earlier have landed");
    let sent = node
        .store
        .call(move |store| {
            let sent = match sending {
                Some(sending) => store.sending_weights(sending)?,
                None => None,
            };
            match &sent {
                Some(sent) => store.save_weights(&sent.by_hotkey(), block, Some(sent))?,
                None => store.save_landed(block)?,
            }
            Ok(sent)
        })
        .await?;
    match &sent {
        Some(sent) => node.tally.weights(sent.by_hotkey(), block),
        None => node.tally.weights_found(block),
    }
    Ok(sent.and_then(|sent| Awaited::of(block, &sent)))
}

/// Where the subnet has weights committed: when these would be revealed, as far as that can be told before they are sent. What
/// the chain then does may be an epoch later.
async fn commit(
    node: &Node,
    metagraph: &Metagraph,
    weights: &[(Uid, u16)],
    rules: &Hyperparameters,
) -> Option<SentCommit> {
    if !rules.commit_reveal {
        return None;
    }
    match node.chain.preview_weights(&node.keypair.hotkey(), &call(metagraph, weights)).await {
        Ok(preview) => sent_commit(own_uid(node, metagraph), preview.reveal, rules.tempo),
        Err(error) => {
            // Sending fails for the same reason, and tells it.
            tracing::debug!(%error, "when weights would be revealed is not known");
            None
        }
    }
}

fn sent_commit(uid: Option<Uid>, reveal: Option<Reveal>, tempo: u16) -> Option<SentCommit> {
    Some(SentCommit { uid: uid?, reveal: reveal?, epoch_blocks: u64::from(tempo) + 1 })
}

fn own_uid(node: &Node, metagraph: &Metagraph) -> Option<Uid> {
    metagraph.by_hotkey(&node.keypair.hotkey()).map(|neuron| neuron.uid)
}

/// Weights as they are noted.
pub fn to_be_sent(metagraph: &Metagraph, weights: &[(Uid, u16)], commit: Option<SentCommit>) -> SentWeights {
    let seat = |uid: Uid| metagraph.neurons.iter().find(|neuron| neuron.uid == uid).map(|neuron| neuron.hotkey);
    let weights = weights.iter().filter_map(|(uid, weight)| Some((*uid, seat(*uid)?, *weight))).collect();
    SentWeights { netuid: metagraph.netuid, weights, commit }
}

/// What became of weights that an earlier attempt sent.
#[derive(Debug, PartialEq, Eq)]
pub enum Earlier {
    /// There are none.
    None,
    /// The chain has taken weights of this hotkey since, at this block.
    Landed(BlockNumber),
    /// They can not land any more.
    Lost,
    /// They may still land.
    Open {
        /// When they were sent.
        sent: BlockNumber,
        /// After this block they cannot land.
        until: BlockNumber,
    },
}

/// What a metagraph, which was read at a finalized block, tells of weights that were made for the seats of the finalized block
/// `sending`. What was final then cannot land after it: a seat that was updated since took them.
pub fn on_their_way(sending: Option<BlockNumber>, metagraph: &Metagraph, hotkey: &Hotkey, lifetime: u64) -> Earlier {
    let Some(sent) = sending else { return Earlier::None };
    let last = metagraph.by_hotkey(hotkey).map(|neuron| neuron.last_update);
    let until = BlockNumber(sent.0.saturating_add(lifetime));
    match last {
        // Registering anew moves it too, and clears whatever was set before.
        Some(last) if last > sent => Earlier::Landed(last),
        _ if lifetime == 0 || metagraph.block > until => Earlier::Lost,
        // Sent on another chain, or on this one before it began anew.
        _ if sent.0 > metagraph.block.0.saturating_add(lifetime) => Earlier::Lost,
        _ => Earlier::Open { sent, until },
    }
}

/// Sets weights for whoever asks: the daemon at an epoch, an operator at any time. The chain's rate limit orders the two.
pub async fn send(
    chain: &dyn Chain,
    metagraph: &Metagraph,
    signer: &Keypair,
    weights: &[(Uid, u16)],
) -> Result<WeightsSet, ChainError> {
    chain.set_weights(signer, &call(metagraph, weights)).await
}

/// What is sent.
pub fn call<'a>(metagraph: &'a Metagraph, weights: &'a [(Uid, u16)]) -> WeightsCall<'a> {
    WeightsCall { netuid: metagraph.netuid, mechanism: 0, weights, version_key: VERSION_KEY, seats: Some(metagraph) }
}

/// Warnings are an operator's to see; a special hotkey without a seat is one until it has one.
fn tell(node: &Node, plan: &WeightPlan) {
    for warning in &plan.warnings {
        tracing::warn!(warning, "odd weights");
    }
    node.tally.alert(TOPIC, (!plan.warnings.is_empty()).then(|| plan.warnings.join("; ")));
}

async fn landed(
    node: &Node,
    sent: SentWeights,
    (uid, set, tempo): (Option<Uid>, WeightsSet, u16),
) -> Result<Option<Awaited>, EpochError> {
    let (block, described) = (set.block, describe(&sent.weights));
    match set.reveal {
        None => tracing::info!(block = block.0, weights = %described, "weights set"),
        Some(reveal) => tracing::info!(
            block = block.0, readable_from = reveal.block.0, round = reveal.round, weights = %described,
            "weights set, encrypted until they can be read"
        ),
    }
    let sent = SentWeights { commit: sent_commit(uid, set.reveal, tempo), ..sent };
    let (weights, awaited) = (sent.by_hotkey(), Awaited::of(block, &sent));
    let kept = weights.clone();
    node.store.call(move |store| store.save_weights(&kept, block, Some(&sent))).await?;
    node.tally.weights(weights, block);
    Ok(awaited)
}

/// Looks whether the oldest commit was revealed, once that is due. A failure within the reveal shows in the chain's own log
/// alone, and the weights before stay in force (`spec/chain.md` 7.6). Waits for ever without one.
async fn revealed(node: &Node, awaited: &mut VecDeque<Awaited>) {
    let Some(oldest) = awaited.front() else { return std::future::pending().await };
    let due = BlockNumber(oldest.reveal.block.0.saturating_add(GRACE));
    if at_or_past(&mut node.clock.clone(), due).await.is_none() {
        return std::future::pending().await;
    }
    match node.chain.weights(node.netuid, 0, oldest.uid, At::Finalized).await {
        Ok(found) => {
            // Commits of one epoch are read together, and the newest of them counts.
            let is_there = awaited.iter().any(|one| unrevealed(one, &found).is_none());
            let fault = if is_there { None } else { unrevealed(oldest, &found) };
            if fault.is_some() && !oldest.late {
                tracing::info!(round = oldest.reveal.round, "committed weights are not revealed yet");
                if let Some(oldest) = awaited.front_mut() {
                    oldest.late = true;
                    oldest.reveal.block = BlockNumber(oldest.reveal.block.0.saturating_add(oldest.epoch));
                }
                return;
            }
            match &fault {
                None => tracing::info!(round = oldest.reveal.round, "committed weights were revealed"),
                Some(fault) => tracing::error!(fault, "committed weights do not count"),
            }
            node.tally.alert(REVEAL, fault);
            forget_oldest(node, awaited).await;
        }
        Err(error) => {
            tracing::warn!(%error, "whether committed weights were revealed could not be read");
            tokio::time::sleep(PAUSE).await;
        }
    }
}

fn unrevealed(awaited: &Awaited, found: &[(Uid, u16)]) -> Option<String> {
    let sorted = |weights: &[(Uid, u16)]| weights.iter().copied().collect::<BTreeMap<_, _>>();
    (sorted(&awaited.weights) != sorted(found)).then(|| {
        let Reveal { round, block } = awaited.reveal;
        format!(
            "the weights that were committed for drand round {round} are not in force {GRACE} blocks after block {block}: the \
             permit or the stake was lost meanwhile, or the round came too late (is this machine's clock right?)"
        )
    })
}

/// Weights as an operator reads them: `3=65535 4=21845`.
fn describe(weights: &[(Uid, Hotkey, u16)]) -> String {
    weights.iter().map(|(uid, _, weight)| format!("{uid}={weight}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::chain::Neuron;
    use crate::protocol::daemon_state::Health;
    use crate::types::Netuid;
    use crate::validator::tally::Part;

    #[test]
    fn weights_that_were_sent_before_a_crash_are_waited_for_until_they_have_landed_or_cannot() {
        let hotkey = Keypair::from_seed(&[3; 32]).hotkey();
        let seen = |block, last_update| Metagraph {
            netuid: Netuid(34),
            block: BlockNumber(block),
            neurons: vec![Neuron { last_update: BlockNumber(last_update), ..Neuron::new(Uid(0), hotkey) }],
            stake_is_partial: false,
        };
        let sent = Some(BlockNumber(100));
        let ask = |sent, metagraph: &Metagraph| on_their_way(sent, metagraph, &hotkey, 176);
        assert_eq!(ask(None, &seen(101, 5)), Earlier::None);
        let open = Earlier::Open { sent: BlockNumber(100), until: BlockNumber(276) };
        assert_eq!(ask(sent, &seen(101, 5)), open);
        assert_eq!(ask(sent, &seen(276, 5)), open);
        assert_eq!(ask(sent, &seen(104, 103)), Earlier::Landed(BlockNumber(103)));
        assert_eq!(ask(sent, &seen(277, 5)), Earlier::Lost);
        // Of another chain, or of one that began anew.
        let elsewhere = on_their_way(Some(BlockNumber(7_000_000)), &seen(5_000_000, 5), &hotkey, 176);
        assert_eq!(elsewhere, Earlier::Lost, "it would be waited for until that chain is as long");
        // On a local chain nothing is ever on its way.
        assert_eq!(on_their_way(sent, &seen(100, 5), &hotkey, 0), Earlier::Lost);
    }

    #[test]
    fn a_commit_that_is_not_in_force_after_its_reveal_is_told() {
        let reveal = Reveal { round: 1000, block: BlockNumber(50) };
        let weights = vec![(Uid(3), 65535), (Uid(1), 7)];
        let awaited = Awaited { landed: BlockNumber(20), uid: Uid(0), weights, reveal, epoch: 361, late: true };
        assert_eq!(unrevealed(&awaited, &[(Uid(1), 7), (Uid(3), 65535)]), None);
        let fault = unrevealed(&awaited, &[(Uid(1), 65535)]).unwrap();
        assert!(fault.contains("drand round 1000") && !fault.contains("  "), "{fault}");
    }

    #[test]
    fn an_outage_of_the_node_uses_no_attempt_up_and_a_refusal_does() {
        let node = || ChainError::NoHistory { chain: "a node".into(), block: BlockNumber(7) };
        let mut patience = Patience::default();
        let pauses: Vec<u64> = (0..6).map(|_| patience.after(&node().into()).unwrap().as_secs()).collect();
        assert_eq!(pauses, [15, 30, 60, 120, 120, 120]);
        let busy = || EpochError::Store(StoreError::Interrupted);
        assert_eq!([patience.after(&busy()), patience.after(&busy())], [Some(PAUSE); 2]);
        assert_eq!(patience.after(&busy()), None, "the third attempt is the last");
        let rule = ChainError::NoPermit { hotkey: Hotkey::from_bytes([1; 32]), netuid: Netuid(34) };
        assert_eq!(Patience::default().after(&rule.into()), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_store_that_fails_for_a_moment_costs_no_epoch_and_is_told_until_weights_land() {
        let (tally, (_, clock)) = (Tally::default(), watch::channel(Seen::new(BlockNumber(10))));
        tally.ready();
        let attempts = Cell::new(0);
        let work = || {
            attempts.set(attempts.get() + 1);
            let failed = attempts.get() < 4;
            async move { if failed { Err(StoreError::Interrupted) } else { Ok("scored") } }
        };
        assert_eq!(stored(&tally, &clock, BlockNumber(20), work).await, Some("scored"));
        assert_eq!(attempts.get(), 4);
        tally.store_works(Part::Challenges);
        let Health::Degraded { reason } = tally.health(None) else { panic!("it is not told") };
        assert!(reason.contains("scores could not be updated"), "{reason}");
        tally.weights(BTreeMap::new(), BlockNumber(12));
        assert_eq!(tally.health(None), Health::Healthy);
    }

    #[tokio::test(start_paused = true)]
    async fn an_epoch_that_the_store_never_takes_ends_where_the_next_begins() {
        let (tally, (seen, clock)) = (Tally::default(), watch::channel(Seen::new(BlockNumber(10))));
        let attempts = Cell::new(0);
        let work = || {
            attempts.set(attempts.get() + 1);
            if attempts.get() == 3 {
                seen.send_replace(Seen::new(BlockNumber(20)));
            }
            async { Err::<(), _>(StoreError::Interrupted) }
        };
        assert_eq!(stored(&tally, &clock, BlockNumber(20), work).await, None);
        assert_eq!(attempts.get(), 3);
    }
}
