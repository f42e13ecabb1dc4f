//! `gascli score explain`: how a miner's weight came about.

use anyhow::bail;
use serde::Serialize;

use super::super::node::ConfigArgs;
use super::super::validator::stored::{Stored, Subnet, runtime};
use super::super::{Answer, Context, output};
use crate::scoring::gas::{self, BaseReward, EMA, ItemValue, Reward};
use crate::store::{CountedOutcome, CountedOutcomes, Epoch, EpochScore, Store};
use crate::types::{BlockNumber, Hotkey, Modality, Uid, UnixMillis};
use crate::validator::plan::{Budget, PlannedWeight, Scored, WINDOW, WeightPlan, next_epoch, plan};

pub(super) const EXAMPLES: &str = "Explains the newest epoch of the validator's store. The share and the weight are those of \
                                   the seats as they are now.\n\nExamples:\n  gascli score explain --uid 12\n  gascli score \
                                   explain --hotkey HOTKEY --at-epoch 4521600\n  gascli score explain --uid 12 --now --json";

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct ExplainArgs {
    /// Whose score.
    #[arg(long, value_name = "HOTKEY", required_unless_present = "uid")]
    hotkey: Option<Hotkey>,
    /// Likewise, by seat.
    #[arg(long, value_name = "UID", conflicts_with = "hotkey")]
    uid: Option<u16>,
    /// The newest epoch at or before this block, instead of the last one; the last 200 epochs are kept.
    #[arg(long, value_name = "BLOCK", conflicts_with = "now")]
    at_epoch: Option<u64>,
    /// The next epoch as it would be, were it now.
    #[arg(long)]
    now: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    hotkey: Hotkey,
    uid: Option<Uid>,
    /// `None` for an epoch that has not been.
    epoch_block: Option<BlockNumber>,
    at_ms: UnixMillis,
    /// Outcomes from here on count.
    since_ms: UnixMillis,
    outcomes: &'a Counted<'a>,
    reward: &'a Reward<'a>,
    /// The reward that the epoch found, where it is another: outcomes have been removed since.
    reward_then: Option<f64>,
    /// `None` for who had neither outcomes nor a score.
    score: Option<EpochScore>,
    /// `None` where the chain does not answer.
    generators_share: Option<f64>,
    /// Scores of all generators together.
    generators_score: Option<f64>,
    weight: Option<PlannedWeight>,
    notes: &'a [String],
}

/// Which outcomes the items of the reward are, in their order.
#[derive(Debug, Serialize)]
struct Counted<'a> {
    images: &'a [CountedOutcome],
    videos: &'a [CountedOutcome],
    failures: &'a std::collections::BTreeMap<Modality, std::collections::BTreeMap<String, u32>>,
    awaiting: &'a std::collections::BTreeMap<Modality, u32>,
}

pub(in super::super) fn run(context: &Context, args: &ExplainArgs) -> anyhow::Result<Answer> {
    let stored = Stored::find(context, &args.config)?;
    let (store, settings, now) = (stored.store()?, &stored.settings, UnixMillis::now());
    let mut notes = Vec::new();
    // The outcomes are here; without the chain only the share cannot be told.
    let subnet = match runtime()?.block_on(Subnet::read(settings)) {
        Ok(subnet) => Some(subnet),
        Err(error) => {
            notes.push(format!("no share and no weight: {error}"));
            None
        }
    };
    let hotkey = match (args.hotkey, args.uid) {
        (Some(hotkey), _) => hotkey,
        (None, uid) => holder(&store, subnet.as_ref(), Uid(uid.unwrap_or_default()))?,
    };
    let kept = if args.now { None } else { store.epoch(args.at_epoch.map(BlockNumber))? };
    let is_kept = kept.is_some();
    let epoch = match (kept, &subnet) {
        (Some(epoch), _) => epoch,
        (None, _) if args.at_epoch.is_some() => bail!("no epoch at or before this block is kept"),
        (None, None) => bail!("no epoch is kept yet, and without the chain none can be computed"),
        (None, Some(subnet)) => {
            if !args.now {
                notes.push("no epoch is kept yet; this is how the first would be, were it now".into());
            }
            let (weights, own) = (settings.modality_weights(), &settings.rewards.video_prices);
            let (epoch, trouble) = next_epoch(&store, own, weights, &subnet.metagraph, (subnet.block, now))?;
            notes.extend(trouble.filter(|_| settings.rewards.benchmark_api.is_some()));
            epoch
        }
    };
    let since = epoch.at.before(WINDOW);
    let counted = store.outcomes_of(&hotkey, since, epoch.at)?;
    let score = epoch.scores.get(&hotkey).copied();
    let (rules, counts) = (&epoch.rules, score.and_then(|score| score.counts));
    let reward = gas::reward(&rules.prices, rules.weights, &counted.outcomes, counts);
    let reward_then = score.map(|score| score.step.reward).filter(|then| then.to_bits() != reward.value.to_bits());
    if reward_then.is_some() {
        notes.push(
            "outcomes of this epoch have been removed since; the score below follows from the reward then".into(),
        );
    }
    let scored = Scored::after(&epoch, store.scores()?);
    let budget = Budget::of(settings);
    let plan = subnet.as_ref().map(|subnet| plan(&subnet.metagraph, &subnet.rules, &scored, budget));
    let weight = plan.as_ref().and_then(|plan| of(plan, &hotkey));
    let seat = subnet.as_ref().and_then(|subnet| subnet.metagraph.by_hotkey(&hotkey)).map(|neuron| neuron.uid);
    let generators_score = plan.as_ref().map(|plan| total(plan, &scored));
    if let Some(plan) = &plan {
        notes.extend(plan.warnings.iter().cloned());
        notes.extend(plan.refusal.clone());
    }
    let CountedOutcomes { images, videos, failures, awaiting, .. } = &counted;
    let document = Document {
        schema: output::SCHEMA,
        hotkey,
        uid: seat.or(counted.uid),
        epoch_block: is_kept.then_some(epoch.block),
        at_ms: epoch.at,
        since_ms: since,
        outcomes: &Counted { images, videos, failures, awaiting },
        reward: &reward,
        reward_then,
        score,
        generators_share: plan.as_ref().map(|plan| plan.generators_share),
        generators_score,
        weight,
        notes: &notes,
    };
    if context.json {
        output::json(&document)?;
    } else {
        print(&document, &epoch)?;
    }
    Ok(Answer::Yes)
}

/// Who holds a seat: by the chain, else by the newest outcome.
fn holder(store: &Store, subnet: Option<&Subnet>, uid: Uid) -> anyhow::Result<Hotkey> {
    let seated = subnet.and_then(|subnet| subnet.metagraph.neurons.iter().find(|neuron| neuron.uid == uid));
    let found = match seated {
        Some(neuron) => Some(neuron.hotkey),
        None => store.newest_holder(uid)?,
    };
    match found {
        Some(hotkey) => Ok(hotkey),
        None => bail!("uid {uid} has no holder on the chain, and no outcome in the store"),
    }
}

fn of(plan: &WeightPlan, hotkey: &Hotkey) -> Option<PlannedWeight> {
    plan.weights.iter().find(|planned| planned.hotkey == *hotkey).copied()
}

/// Scores of those who share the generators' part.
fn total(plan: &WeightPlan, scored: &Scored) -> f64 {
    let generators = plan.weights.iter().filter(|planned| planned.uid.is_some() && planned.share > 0.0);
    generators.filter(|planned| scored.generators.contains(&planned.hotkey)).map(|planned| planned.score).sum()
}

fn print(document: &Document<'_>, epoch: &Epoch) -> anyhow::Result<()> {
    let uid = document.uid.map_or_else(|| "no seat".into(), |uid| format!("uid {uid}"));
    let which = match document.epoch_block {
        Some(block) => format!("epoch at block {block}, {}", document.at_ms),
        None => format!("as of now, {}", document.at_ms),
    };
    output::line(format_args!("{} ({uid}), {which}", document.hotkey))?;
    output::line(format_args!(
        "outcomes since {}; baseline {} USD/s",
        document.since_ms,
        epoch.rules.prices.baseline()
    ))?;
    let outcomes = document.outcomes;
    modality(Modality::Image, &document.reward.image, outcomes.images, document)?;
    modality(Modality::Video, &document.reward.video, outcomes.videos, document)?;
    output::line("")?;
    for line in arithmetic(document) {
        output::line(line)?;
    }
    for note in document.notes {
        output::line(format_args!("note: {}", output::escaped(note)))?;
    }
    Ok(())
}

fn modality(
    modality: Modality,
    base: &BaseReward<'_>,
    counted: &[CountedOutcome],
    document: &Document<'_>,
) -> anyhow::Result<()> {
    output::line("")?;
    let BaseReward { items, verified, failed, pass_rate, volume, multiplier, value } = base;
    let reasons = document.outcomes.failures.get(&modality).into_iter().flatten();
    let reasons: Vec<String> = reasons.map(|(class, count)| format!("{count} {}", output::escaped(class))).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    let awaiting = document.outcomes.awaiting.get(&modality).map_or_else(String::new, |count| {
        format!("; {count} await the check of their prompt, and count for nothing yet")
    });
    output::line(format_args!("{modality}s: {verified} verified, {failed} failed{reasons}{awaiting}"))?;
    if *verified == 0 {
        return Ok(());
    }
    let rows: Vec<Vec<String>> = items.iter().zip(counted).map(|(item, counted)| cells(item, counted)).collect();
    output::table(
        &["ENDED", "TASK", "MODEL", "ASKED", "FOUND", "PAID", "PRICE", "/ BASE", "× SHORT", "MULTIPLIER"],
        &rows,
    )?;
    let all = *verified as u64 + u64::from(*failed);
    output::line(format_args!(
        "pass rate {verified}/{all} = {pass_rate:.6} × volume {volume:.6} × mean multiplier {multiplier:.6} = {value:.6}"
    ))?;
    Ok(())
}

fn cells(item: &ItemValue<'_>, counted: &CountedOutcome) -> Vec<String> {
    let tier = |tier: Option<crate::media::Tier>| tier.map_or_else(|| "?".into(), |tier| tier.to_string());
    let task: String = counted.task_id.chars().take(8).collect();
    vec![
        counted.ended_at_ms.to_string(),
        output::escaped(&task),
        output::escaped(item.item.model_name.as_deref().unwrap_or("-")),
        tier(item.item.requested),
        tier(item.item.observed),
        tier(item.paid),
        item.price.to_string(),
        item.baseline.to_string(),
        item.shortfall.to_string(),
        format!("{:.6}", item.multiplier),
    ]
}

/// Bonus, reward, score, share and weight, each with what it is made of.
fn arithmetic(document: &Document<'_>) -> Vec<String> {
    let Reward { image, video, weights, weighted, fool, value } = document.reward;
    let mut lines = vec![match fool {
        Some(fool) => {
            let (fooled, all) = (fool.counts.fooled, fool.counts.fooled.saturating_add(fool.counts.not_fooled));
            let (rate, factor, bonus) = (fool.rate, fool.sample_factor, fool.bonus);
            format!("fool bonus  {fooled}/{all} = {rate:.6} × sample factor {factor:.6} = {bonus:.6}")
        }
        None => "fool bonus  0: the benchmark has no samples of it, or it has delivered nothing".into(),
    }];
    lines.push(format!(
        "reward      ({} × {:.6} + {} × {:.6} = {weighted:.6}) × (1 + {:.6}) = {value:.6}",
        weights.image,
        image.value,
        weights.video,
        video.value,
        fool.map_or(0.0, |fool| fool.bonus)
    ));
    lines.push(match document.score {
        None => "score       none: it had neither outcomes nor a score".into(),
        Some(EpochScore { step, held: true, .. }) => {
            format!("score       stays {:.6}: much of what it delivered awaits the check of its prompt", step.score)
        }
        Some(EpochScore { step, .. }) => {
            let kept = 1.0 - EMA;
            let cutoff = if step.active { String::new() } else { ", but nothing was delivered in 24 h: 0".into() };
            let (reward, previous, average) = (step.reward, step.previous, step.average);
            format!("score       {EMA} × {reward:.6} + {kept} × {previous:.6} = {average:.6}{cutoff}")
        }
    });
    if let (Some(weight), Some(share), Some(total)) =
        (document.weight, document.generators_share, document.generators_score)
    {
        lines.push(if weight.share > 0.0 && document.score.is_some_and(|score| score.generator) {
            let score = weight.score;
            format!("share       {score:.6} of {total:.6} × {share:.6} = {:.6}", weight.share)
        } else {
            format!("share       {:.6}: {}", weight.share, weight.reason.as_str())
        });
        lines.push(format!("weight      {} of 65535: {}", weight.weight, weight.reason.as_str()));
    }
    lines
}
