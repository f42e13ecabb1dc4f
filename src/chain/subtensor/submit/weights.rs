//! Setting weights, plain or committed (`spec/chain.md` 7.4 to 7.6).

use std::time::Duration;

use super::super::super::timelock::{self, EpochClock};
use super::super::super::{
    At, ChainError, Hyperparameters, Metagraph, Reveal, WeightsCall, WeightsPreview, WeightsSet, rules,
};
use super::super::{Subtensor, metagraph, reads};
use super::ask::{self, Block, Trouble};
use super::call::{Call, PALLET};
use super::refusal::{Refusal, TOO_FAST};
use super::turn::{Turn, connection, pace};
use super::{Landed, SubmitError};
use crate::types::{BlockNumber, Hotkey, Keypair, Netuid, Rao, UnixMillis};

/// The form of committed weights that this program writes (`CommitRevealWeightsVersion`).
const VERSION: u16 = 4;

/// Longest commit that the call takes, in bytes.
const LONGEST: usize = 5000;

/// How far the clock here and that of the newest block may be apart.
const DRIFT: Duration = Duration::from_mins(1);

const CALL: &str = "SubtensorModule.set_mechanism_weights";

/// Whether weights go out in the open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Committed,
}

/// What a call is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Send,
    /// It is made though the chain would not take it at this moment.
    Show,
}

/// A call that passed all checks, and what they went by.
struct Prepared {
    call: Call,
    form: Form,
    reveal: Option<Reveal>,
    block: Block,
    facts: Facts,
    /// Why the chain would not take it now; of a preview alone.
    refused: Option<ChainError>,
}

/// For errors in an operator's words.
#[derive(Debug, Clone, Copy)]
struct Facts {
    netuid: Netuid,
    hotkey: Hotkey,
    mechanism: u8,
    stake: Rao,
    stake_is_partial: bool,
    threshold: Rao,
    burn: Rao,
    rate_limit: u64,
}

/// What would be sent; nothing is.
pub(in super::super) async fn preview_weights(
    chain: &Subtensor,
    signer: &Hotkey,
    call: &WeightsCall<'_>,
) -> Result<WeightsPreview, ChainError> {
    let prepared = prepare(chain, signer, call, (None, Purpose::Show)).await?;
    let bytes = prepared.call.encode(&prepared.block)?;
    Ok(WeightsPreview {
        call: prepared.call.to_string(),
        encoded: Some(format!("0x{}", hex::encode(bytes))),
        block: BlockNumber(prepared.block.block_number()),
        reveal: prepared.reveal,
        refused: prepared.refused.map(|refused| refused.to_string()),
    })
}

/// Sets weights and waits until they have landed for good. A subnet that changes between plain and committed weights at this
/// very moment is asked once more, the other way; that the first call failed is certain then.
pub(in super::super) async fn set_weights(
    chain: &Subtensor,
    signer: &Keypair,
    call: &WeightsCall<'_>,
) -> Result<WeightsSet, ChainError> {
    // A turn first: weights that are still on their way count for the rate limit once they have landed.
    let mut turn = Turn::take(chain, signer, CALL).await?;
    turn.made_at(call.seats.map(|seats| seats.block));
    let prepared = prepare(chain, &signer.hotkey(), call, (None, Purpose::Send)).await?;
    let error = match turn.send(&prepared.call).await {
        Ok(landed) => return Ok(set(&prepared, landed)),
        Err(error) => error,
    };
    let Some(other) = other_form(&error, prepared.form) else {
        return Err(explain(chain, error, prepared.facts).await);
    };
    tracing::info!(
        netuid = call.netuid.0,
        ?other,
        "the subnet has changed how it takes weights; setting them that way"
    );
    let prepared = prepare(chain, &signer.hotkey(), call, (Some(other), Purpose::Send)).await?;
    match turn.send(&prepared.call).await {
        Ok(landed) => Ok(set(&prepared, landed)),
        Err(error) => Err(explain(chain, error, prepared.facts).await),
    }
}

fn set(prepared: &Prepared, landed: Landed) -> WeightsSet {
    WeightsSet { block: landed.block, reveal: prepared.reveal }
}

fn other_form(error: &SubmitError, form: Form) -> Option<Form> {
    let SubmitError::Failed { name, .. } = error else { return None };
    match (form, name.as_str()) {
        (Form::Plain, "CommitRevealEnabled") => Some(Form::Committed),
        (Form::Committed, "CommitRevealDisabled") => Some(Form::Plain),
        _ => None,
    }
}

/// Reads the subnet's rules at the newest block, checks by them, and builds the call.
async fn prepare(
    chain: &Subtensor,
    hotkey: &Hotkey,
    call: &WeightsCall<'_>,
    (form, purpose): (Option<Form>, Purpose),
) -> Result<Prepared, ChainError> {
    let before = |trouble: Trouble| ChainError::Submit(trouble.before(CALL));
    let netuid = call.netuid;
    let connection = connection(chain).await.map_err(before)?;
    let block = ask::best(&connection).await.map_err(before)?;
    let number = BlockNumber(block.block_number());
    let rules = reads::hyperparameters(chain, netuid, At::Block(number)).await?;
    let Metagraph { mut neurons, stake_is_partial, .. } =
        metagraph::metagraph(chain, netuid, At::Block(number)).await?;
    let Some(own) = neurons.iter_mut().find(|neuron| neuron.hotkey == *hotkey) else {
        return Err(SubmitError::NotRegistered { hotkey: *hotkey, netuid, burn: rules.burn }.into());
    };
    if call.mechanism > 0 {
        // The metagraph's is that of mechanism 0.
        own.last_update = last_update(&block, netuid, call.mechanism, own.uid.0).await.map_err(before)?;
    }
    let facts = Facts {
        netuid,
        hotkey: *hotkey,
        mechanism: call.mechanism,
        stake: own.stake,
        stake_is_partial,
        threshold: rules.stake_threshold,
        burn: rules.burn,
        rate_limit: rules.weights_rate_limit,
    };
    let owner: Option<[u8; 32]> =
        ask::stored(&block, PALLET, "SubnetOwnerHotkey", (netuid.0,)).await.map_err(before)?;
    let owner = owner.map(Hotkey::from_bytes);
    let checked = without_threshold(&rules, facts);
    let checked = checked.as_ref().unwrap_or(&rules);
    let refused = match rules::check_weights(hotkey, call, checked, &neurons, owner.as_ref(), number) {
        Ok(_) => None,
        Err(error @ (ChainError::TooFast { .. } | ChainError::LowStake { .. } | ChainError::NoPermit { .. }))
            if purpose == Purpose::Show =>
        {
            Some(error)
        }
        Err(error) => return Err(error),
    };
    let form = form.unwrap_or(if rules.commit_reveal { Form::Committed } else { Form::Plain });
    let (built, reveal) = match form {
        Form::Plain => {
            let plain = Call::set_weights(block.metadata_ref(), netuid, call.mechanism, call.weights, call.version_key);
            (plain, None)
        }
        Form::Committed => {
            let times = Times { tempo: rules.tempo, period: rules.reveal_period_epochs, block_time: pace(&connection) };
            let (committed, reveal) = committed(&block, hotkey, call, times).await?;
            (committed, Some(reveal))
        }
    };
    Ok(Prepared { call: built, form, reveal, block, facts, refused })
}

/// The rules without the stake that setting weights takes, where what is known of the stake is too little and not all of it: a
/// hotkey to which others delegate may have enough, so the chain is left to decide. A call that it refuses costs nothing.
fn without_threshold(rules: &Hyperparameters, facts: Facts) -> Option<Hyperparameters> {
    let Facts { netuid, hotkey, stake, threshold, .. } = facts;
    if !facts.stake_is_partial || stake >= threshold {
        return None;
    }
    tracing::warn!(
        %hotkey, netuid = netuid.0, stake_rao = stake.0, threshold_rao = threshold.0,
        "the stake as far as it is known is too low for weights; what other hotkeys delegate is not in it, so the chain decides"
    );
    Some(Hyperparameters { stake_threshold: Rao(0), ..rules.clone() })
}

/// When a subnet reads committed weights.
#[derive(Debug, Clone, Copy)]
struct Times {
    tempo: u16,
    /// Epochs between a commit and its reveal.
    period: u64,
    /// Time between two blocks.
    block_time: Duration,
}

/// Encrypts weights for the epoch in which the chain reads them.
async fn committed(
    block: &Block,
    hotkey: &Hotkey,
    call: &WeightsCall<'_>,
    Times { tempo, period, block_time }: Times,
) -> Result<(Call, Reveal), ChainError> {
    let netuid = call.netuid;
    let before = |trouble: Trouble| ChainError::Submit(trouble.before(CALL));
    let refuse = |reason: String| ChainError::Submit(SubmitError::NoCommit { netuid, reason });
    let version: Option<u16> = ask::stored(block, PALLET, "CommitRevealWeightsVersion", ()).await.map_err(before)?;
    if let Some(version) = version.filter(|version| *version != VERSION) {
        return Err(refuse(format!("the chain takes version {version} of the form, and gascli writes {VERSION}")));
    }
    let clock = epoch_clock(block, netuid, tempo).await.map_err(before)?;
    let head = BlockNumber(block.block_number());
    let Some(reveal) = clock.reveal_block(head, period) else {
        return Err(refuse("the subnet runs no epochs (its tempo is 0), so they would never be read".into()));
    };
    let shown: Option<u64> = ask::stored(block, "Timestamp", "Now", ()).await.map_err(before)?;
    let now = moment(shown.map(UnixMillis), UnixMillis::now());
    #[expect(clippy::cast_precision_loss, reason = "some thousands of blocks")]
    let ahead = block_time.as_secs_f64() * reveal.0.saturating_sub(head.0) as f64;
    let round = timelock::round_at(now.as_seconds() + ahead);
    let payload = timelock::payload(hotkey, call.weights, call.version_key);
    let sealed = tokio::task::spawn_blocking(move || timelock::encrypt(&payload, round)).await;
    let sealed = match sealed {
        Ok(Ok(sealed)) => sealed,
        Ok(Err(error)) => return Err(refuse(error.to_string())),
        Err(_) => return Err(refuse("the encryption was interrupted".into())),
    };
    if sealed.len() > LONGEST {
        let (bytes, entries) = (sealed.len(), call.weights.len());
        return Err(refuse(format!("{entries} entries make {bytes} bytes, and the chain takes {LONGEST}")));
    }
    let built = Call::commit_weights(block.metadata_ref(), netuid, call.mechanism, sealed, (round, VERSION));
    Ok((built, Reveal { round, block: reveal }))
}

/// The moment of the newest block. Our own clock tells it finer, unless the two disagree: then the block's is taken, since the
/// chain reads weights by its own time, and a clock here that is minutes fast would choose a round that is out too late.
fn moment(block: Option<UnixMillis>, here: UnixMillis) -> UnixMillis {
    let Some(block) = block.filter(|block| block.0 > 0) else { return here };
    if here.0.abs_diff(block.0) <= u64::try_from(DRIFT.as_millis()).unwrap_or(u64::MAX) {
        return here;
    }
    tracing::warn!(
        clock_here = %here, newest_block = %block,
        "the clock of this machine and the newest block are more than a minute apart: set the clock, or the node is behind; the \
         block's time is used"
    );
    block
}

/// By which rule epochs come on this runtime.
async fn epoch_clock(block: &Block, netuid: Netuid, tempo: u16) -> Result<EpochClock, Trouble> {
    let remembers = block
        .metadata_ref()
        .pallet_by_name(PALLET)
        .and_then(|pallet| pallet.storage())
        .is_some_and(|storage| storage.entry_by_name("LastEpochBlock").is_some());
    if !remembers {
        return Ok(EpochClock::Counted { netuid, tempo });
    }
    let read = async |entry| ask::required::<_, u64>(block, PALLET, entry, (netuid.0,)).await;
    Ok(EpochClock::Remembered {
        last: read("LastEpochBlock").await?,
        pending: read("PendingEpochAt").await?,
        tempo,
        since_step: read("BlocksSinceLastStep").await?,
    })
}

/// When a seat last set weights of a mechanism.
async fn last_update(block: &Block, netuid: Netuid, mechanism: u8, uid: u16) -> Result<BlockNumber, Trouble> {
    let Some(index) = reads::storage_index(netuid, mechanism) else { return Ok(BlockNumber(0)) };
    let all: Vec<u64> = ask::stored(block, PALLET, "LastUpdate", (index,)).await?.unwrap_or_default();
    Ok(BlockNumber(all.get(usize::from(uid)).copied().unwrap_or(0)))
}

/// The chain's refusal in the words of the rule that it follows from, with the facts.
async fn explain(chain: &Subtensor, error: SubmitError, facts: Facts) -> ChainError {
    let Facts { netuid, hotkey, stake, threshold, burn, .. } = facts;
    let rule = match &error {
        SubmitError::Refused { refusal: Refusal::Custom(code), .. } => match *code {
            1 => "NotEnoughStakeToSetWeights",
            3 => "SubnetNotExists",
            TOO_FAST => "SettingWeightsTooFast",
            4 | 10 | 19 => "HotKeyNotRegisteredInSubNet",
            _ => return error.into(),
        },
        SubmitError::Failed { name, .. } => name.as_str(),
        _ => return error.into(),
    };
    let explained = match rule {
        "HotKeyNotRegisteredInSubNet" | "HotKeyNotRegisteredInNetwork" | "HotKeyAccountNotExists" => {
            SubmitError::NotRegistered { hotkey, netuid, burn }.into()
        }
        // By what was read it is enough: the chain's own words mislead less than the figures.
        "NotEnoughStakeToSetWeights" if stake < threshold && !facts.stake_is_partial => {
            ChainError::LowStake { hotkey, netuid, stake, threshold }
        }
        "NeuronNoValidatorPermit" => ChainError::NoPermit { hotkey, netuid },
        "SubnetNotExists" => ChainError::NoSuchSubnet { netuid, chain: "this network".into() },
        "SettingWeightsTooFast" | "CommittingWeightsTooFast" => {
            ChainError::TooFast { netuid, blocks_left: blocks_left(chain, facts).await }
        }
        _ => return error.into(),
    };
    tracing::warn!(%error, %hotkey, netuid = netuid.0, "the chain took no weights");
    explained
}

/// Blocks until weights may be set again, read anew: another process may have set some. At least one.
async fn blocks_left(chain: &Subtensor, facts: Facts) -> u64 {
    let read = async {
        let block = ask::best(&*connection(chain).await?).await?;
        let keys = (facts.netuid.0, *facts.hotkey.as_bytes());
        let uid: Option<u16> = ask::stored(&block, PALLET, "Uids", keys).await?;
        let last = match uid {
            Some(uid) => last_update(&block, facts.netuid, facts.mechanism, uid).await?,
            None => BlockNumber(0),
        };
        Ok::<_, Trouble>(rules::blocks_left(last, facts.rate_limit, BlockNumber(block.block_number())))
    };
    read.await.unwrap_or(facts.rate_limit).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_clock_here_does_not_move_the_round_and_a_right_one_is_used() {
        let (block, near) = (UnixMillis(1_790_000_000_000), UnixMillis(1_790_000_011_000));
        assert_eq!(moment(Some(block), near), near);
        for here in [UnixMillis(1_790_000_300_000), UnixMillis(1_789_999_000_000)] {
            assert_eq!(moment(Some(block), here), block);
        }
        assert_eq!(moment(None, near), near);
        assert_eq!(moment(Some(UnixMillis(0)), near), near);
    }
}
