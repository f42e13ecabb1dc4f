//! `gascli validator weights`: what would be set and why; sets it.

use anyhow::bail;
use serde::Serialize;

use super::super::node::ConfigArgs;
use super::super::{Answer, Context, output};
use super::stored::{Stored, Subnet, runtime};
use crate::chain::{ChainError, Reveal, WeightsPreview, WeightsSet, wallet};
use crate::store::{Progress, Store};
use crate::types::{BlockNumber, Hotkey, Keypair, UnixMillis};
use crate::validator::plan::{Budget, PlannedWeight, Reason, Scored, WeightPlan, next_epoch, plan};
use crate::validator::weights::{Earlier, call, on_their_way, send, to_be_sent};

pub(in super::super) const EXAMPLES: &str = "Exit status 0: set, or there is something to set; 1: nothing to set, or too \
                                             early; 2: no answer.\n\nExamples:\n  gascli validator weights --dry-run\n  \
                                             gascli validator weights --dry-run --next-epoch --json\n  gascli validator \
                                             weights";

/// Arguments of `weights`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct WeightsArgs {
    /// Show what would be set, and set nothing.
    #[arg(long)]
    dry_run: bool,
    /// With the scores as the next epoch would make them, were it now; the validator moves scores at epochs alone.
    #[arg(long, requires = "dry_run")]
    next_epoch: bool,
    /// Show also the seats that get nothing for want of outcomes.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    dry_run: bool,
    next_epoch: bool,
    hotkey: Option<Hotkey>,
    /// When the chain took weights of this validator, or its registration, last.
    last_update: Option<BlockNumber>,
    /// When this store's validator last set them.
    last_set: Option<BlockNumber>,
    /// Blocks until weights may be set; `None` without a seat.
    blocks_left: Option<u64>,
    #[serde(flatten)]
    plan: &'a WeightPlan,
    /// Where they landed; `None` if nothing was set.
    set_at: Option<BlockNumber>,
    /// When they will count, where the subnet has them committed encrypted.
    reveal: Option<Reveal>,
    /// What setting them would send; `None` where nothing can be set now.
    call: Option<WeightsPreview>,
    /// Why the chain did not take them.
    not_set: Option<String>,
}

pub(in super::super) fn run(context: &Context, args: &WeightsArgs) -> anyhow::Result<Answer> {
    let stored = Stored::find(context, &args.config)?;
    let (mut store, settings, now) = (stored.store()?, &stored.settings, UnixMillis::now());
    // Before there are other threads: they could take a signal while a password is asked for.
    let keypair = if args.dry_run { None } else { Some(wallet::load_hotkey(&settings.wallet)?) };
    let runtime = runtime()?;
    let subnet = runtime.block_on(Subnet::read(settings))?;
    let scored = if args.next_epoch {
        let (weights, own) = (settings.modality_weights(), &settings.rewards.video_prices);
        let (epoch, trouble) = next_epoch(&store, own, weights, &subnet.metagraph, (subnet.block, now))?;
        if let Some(trouble) = trouble.filter(|_| settings.rewards.benchmark_api.is_some()) {
            output::note(format_args!("warning: {trouble}"));
        }
        Scored::after(&epoch, store.scores()?)
    } else {
        Scored::saved(&store, now)?
    };
    let budget = Budget::of(settings);
    let plan = plan(&subnet.metagraph, &subnet.rules, &scored, budget);
    let seat = stored.hotkey.and_then(|hotkey| subnet.blocks_left(hotkey).ok());
    let last_set = store.progress(Progress::Weights)?;
    let Sent { set, call, not_set } = if plan.refusal.is_some() {
        Sent::default()
    } else if let Some(keypair) = &keypair {
        runtime.block_on(set(&mut store, &subnet, keypair, &plan))?
    } else {
        runtime.block_on(preview(&stored, &subnet, &plan))?
    };
    let document = Document {
        schema: output::SCHEMA,
        dry_run: args.dry_run,
        next_epoch: args.next_epoch,
        hotkey: stored.hotkey,
        last_update: seat.map(|(last, _)| last),
        last_set,
        blocks_left: seat.map(|(_, left)| left),
        plan: &plan,
        set_at: set.map(|set| set.block),
        reveal: set.and_then(|set| set.reveal),
        call,
        not_set,
    };
    if context.json {
        output::json(&document)?;
    } else {
        print(&document, args.all)?;
    }
    let done = plan.refusal.is_none() && (set.is_some() || args.dry_run && document.not_set.is_none());
    Ok(if done { Answer::Yes } else { Answer::No })
}

/// What came of it.
#[derive(Default)]
struct Sent {
    set: Option<WeightsSet>,
    call: Option<WeightsPreview>,
    not_set: Option<String>,
}

/// The exact call, and why the chain would refuse it; an error where the chain could not be asked.
async fn preview(stored: &Stored, subnet: &Subnet, plan: &WeightPlan) -> Result<Sent, ChainError> {
    let Some(hotkey) = stored.hotkey else { return Ok(Sent::default()) };
    let weights = plan.to_send();
    match subnet.chain.preview_weights(&hotkey, &call(&subnet.metagraph, &weights)).await {
        Ok(call) => Ok(Sent { not_set: call.refused.clone(), call: Some(call), ..Sent::default() }),
        Err(error) if error.is_of_node() => Err(error),
        Err(error) => Ok(Sent { not_set: Some(error.to_string()), ..Sent::default() }),
    }
}

/// Sets the weights, noted in the store as the validator does it: neither sends while the other's may still land.
async fn set(store: &mut Store, subnet: &Subnet, signer: &Keypair, plan: &WeightPlan) -> anyhow::Result<Sent> {
    let (chain, metagraph) = (&*subnet.chain, &subnet.metagraph);
    let sending = store.progress(Progress::Sending)?;
    if let Earlier::Open { sent, until } = on_their_way(sending, metagraph, &signer.hotkey(), chain.lifetime()) {
        bail!("weights that were sent at block {sent} may still land, up to block {until}; none are sent before that");
    }
    let weights = plan.to_send();
    let noted = to_be_sent(metagraph, &weights, None);
    if !store.note_sending(sending, metagraph.block, &noted)? {
        bail!("the validator is setting weights at this moment; none are sent beside them");
    }
    let outcome = send(chain, metagraph, signer, &weights).await;
    if outcome.as_ref().is_err_and(|error| error.unknown_until().is_none()) {
        store.forget_sending(metagraph.block)?;
    }
    match outcome {
        Ok(set) => {
            store.save_weights(&noted.by_hotkey(), set.block, None)?;
            Ok(Sent { set: Some(set), ..Sent::default() })
        }
        Err(error @ ChainError::TooFast { .. }) => Ok(Sent { not_set: Some(error.to_string()), ..Sent::default() }),
        Err(error) => Err(error.into()),
    }
}

fn print(document: &Document<'_>, all: bool) -> anyhow::Result<()> {
    let plan = document.plan;
    let shown = |planned: &&PlannedWeight| {
        all || planned.weight > 0 || planned.score > 0.0 || !matches!(planned.reason, Reason::NoOutcomes)
    };
    let rows: Vec<Vec<String>> = plan.weights.iter().filter(shown).map(cells).collect();
    let hidden = plan.weights.len() - rows.len();
    output::table(&["UID", "HOTKEY", "SCORE", "SHARE", "WEIGHT", "WHY"], &rows)?;
    output::line("")?;
    if hidden > 0 {
        output::line(format_args!("{hidden} more seats have no outcomes and no weight (`--all` shows them)"))?;
    }
    let (share, count) = (plan.generators_share, plan.generators);
    output::line(format_args!("block {}: {share:.6} of all weights for {count} generators", plan.block))?;
    if plan.withheld > 0.0 {
        output::line(format_args!("{:.6} is withheld", plan.withheld))?;
    }
    output::line(rate_limit(document))?;
    for warning in &plan.warnings {
        output::line(format_args!("warning: {}", output::escaped(warning)))?;
    }
    let end = match (&plan.refusal, document.set_at, &document.not_set) {
        (Some(refusal), ..) => format!("nothing to set: {refusal}"),
        (None, Some(block), _) => format!("set at block {block}"),
        (None, None, Some(reason)) => format!("not set: {reason}"),
        (None, None, None) => "dry run: nothing was set".into(),
    };
    if let Some(call) = &document.call {
        output::line(format_args!("would be sent at block {}: {}", call.block, output::escaped(&call.call)))?;
        if let Some(encoded) = &call.encoded {
            output::line(format_args!("encoded: {encoded}"))?;
        }
    }
    output::line(output::escaped(&end))?;
    if let Some(reveal) = document.reveal {
        output::line(format_args!("encrypted until drand round {}, about block {}", reveal.round, reveal.block))?;
    }
    Ok(())
}

fn rate_limit(document: &Document<'_>) -> String {
    let last = document.last_set.map_or_else(|| "never".into(), |block| format!("at block {block}"));
    match document.blocks_left {
        None => format!("last set {last}; this hotkey has no seat, so the chain takes no weights of it"),
        Some(0) => format!("last set {last}; the chain takes weights now"),
        Some(left) => format!("last set {last}; the chain takes weights again in {left} blocks"),
    }
}

fn cells(planned: &PlannedWeight) -> Vec<String> {
    vec![
        planned.uid.map_or_else(|| "-".into(), |uid| uid.to_string()),
        planned.hotkey.to_string(),
        format!("{:.6}", planned.score),
        format!("{:.6}", planned.share),
        planned.weight.to_string(),
        planned.reason.as_str().into(),
    ]
}
