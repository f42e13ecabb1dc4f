//! `gascli validator weights`: what would be set and why; sets it.

use serde::Serialize;

use super::super::node::ConfigArgs;
use super::super::{Answer, Context, output};
use super::stored::{Stored, Subnet, runtime};
use crate::chain::{ChainError, wallet};
use crate::store::Progress;
use crate::types::{BlockNumber, Hotkey, UnixMillis};
use crate::validator::plan::{Budget, PlannedWeight, Reason, Scored, WeightPlan, next_epoch, plan};
use crate::validator::weights::{by_hotkey, send};

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
    #[arg(short, long)]
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
    /// Why the chain did not take them.
    not_set: Option<String>,
}

pub(in super::super) fn run(context: &Context, args: &WeightsArgs) -> anyhow::Result<Answer> {
    let stored = Stored::find(context, &args.config)?;
    let (mut store, settings, now) = (stored.store()?, &stored.settings, UnixMillis::now());
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
    let budget = Budget { special: &settings.special, unregistered: settings.rewards.unregistered_share };
    let plan = plan(&subnet.metagraph, &subnet.rules, &scored, budget);
    let seat = stored.hotkey.and_then(|hotkey| subnet.blocks_left(hotkey).ok());
    let last_set = store.progress(Progress::Weights)?;
    let (mut set_at, mut not_set) = (None, None);
    if !args.dry_run && plan.refusal.is_none() {
        let keypair = wallet::load_hotkey(&settings.wallet)?;
        let weights = plan.to_send();
        match runtime.block_on(send(&*subnet.chain, &subnet.metagraph, &keypair, &weights)) {
            Ok(block) => {
                store.save_weights(&by_hotkey(&subnet.metagraph, &weights), block)?;
                set_at = Some(block);
            }
            Err(error @ ChainError::TooFast { .. }) => not_set = Some(error.to_string()),
            Err(error) => return Err(error.into()),
        }
    }
    let document = Document {
        schema: output::SCHEMA,
        dry_run: args.dry_run,
        next_epoch: args.next_epoch,
        hotkey: stored.hotkey,
        last_update: seat.map(|(last, _)| last),
        last_set,
        blocks_left: seat.map(|(_, left)| left),
        plan: &plan,
        set_at,
        not_set,
    };
    if context.json {
        output::json(&document)?;
    } else {
        print(&document, args.all)?;
    }
    let done = plan.refusal.is_none() && (args.dry_run || set_at.is_some());
    Ok(if done { Answer::Yes } else { Answer::No })
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
    output::line(output::escaped(&end))?;
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
