//! `gascli chain neuron`: one seat, with what its holder asks about.

use serde::Serialize;

use super::super::{Answer, Context, output};
use super::figures::{Row, address, ago, amount, share, yes};
use super::place::{AtArgs, Place, Who};
use crate::chain::rules::blocks_left;
use crate::chain::{Hyperparameters, Neuron};
use crate::types::{BlockNumber, Netuid};

pub(super) const EXAMPLES: &str = "Exit status 0: there is such a neuron; 1: there is none; 2: no answer.\n\nExamples:\n  \
                                   gascli chain neuron 12 --netuid 34\n  gascli chain neuron \
                                   5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY --network test --json";

/// Arguments of `neuron`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct NeuronArgs {
    /// Uid or hotkey.
    #[arg(value_name = "UID|HOTKEY")]
    who: String,
    #[command(flatten)]
    at: AtArgs,
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    endpoint: String,
    netuid: Netuid,
    block: BlockNumber,
    /// `null` if there is none.
    neuron: Option<Row>,
    /// The block from which blocks are counted that are left: the newest one, unless another is asked for.
    counted_from: Option<BlockNumber>,
    /// Blocks until it may set weights.
    weights_blocks_left: Option<u64>,
    /// Blocks for which its seat cannot be taken away.
    immune_blocks_left: Option<u64>,
}

/// What the rules say of a seat at a block.
struct Limits {
    block: BlockNumber,
    weights: u64,
    immune: u64,
}

impl Limits {
    fn of(neuron: &Neuron, rules: &Hyperparameters, block: BlockNumber) -> Self {
        let ends = neuron.registered_at.0.saturating_add(rules.immunity_period.into());
        Self {
            block,
            weights: blocks_left(neuron.last_update, rules.weights_rate_limit, block),
            immune: ends.saturating_sub(block.0),
        }
    }
}

pub(super) fn run(context: &Context, args: &NeuronArgs) -> anyhow::Result<Answer> {
    let who: Who = args.who.parse()?;
    let place = Place::open(context, &args.at.place)?;
    let metagraph = place.metagraph(args.at.at())?;
    let (netuid, block) = (metagraph.netuid, metagraph.block);
    let neuron = who.find(&metagraph);
    let limits = match neuron {
        Some(neuron) => {
            let rules = place.ask(place.chain.hyperparameters(netuid, place.same(block)))?;
            Some(Limits::of(neuron, &rules, args.at.block().map_or_else(|| place.ask(place.chain.block()), Ok)?))
        }
        None => None,
    };
    if context.json {
        output::json(&Document {
            schema: output::SCHEMA,
            endpoint: place.endpoint.to_string(),
            netuid,
            block,
            neuron: neuron.map(|neuron| Row::of(neuron, place.own)),
            counted_from: limits.as_ref().map(|limits| limits.block),
            weights_blocks_left: limits.as_ref().map(|limits| limits.weights),
            immune_blocks_left: limits.as_ref().map(|limits| limits.immune),
        })?;
    } else if let (Some(neuron), Some(limits)) = (neuron, &limits) {
        draw(neuron, limits, &place, (netuid, block))?;
    } else {
        output::line(who.is_missing(&place, &metagraph))?;
    }
    Ok(if neuron.is_some() { Answer::Yes } else { Answer::No })
}

fn draw(neuron: &Neuron, limits: &Limits, place: &Place, (netuid, block): (Netuid, BlockNumber)) -> anyhow::Result<()> {
    let mine = if place.own == Some(neuron.hotkey) { " (yours)" } else { "" };
    let since = |then: BlockNumber| format!("block {then}, {} blocks ago", ago(block, then));
    let left = |blocks: u64, now: &str| if blocks == 0 { now.to_owned() } else { format!("in {blocks} blocks") };
    let coldkey = neuron.coldkey.map_or_else(|| "-".into(), |coldkey| coldkey.to_string());
    let stake =
        format!("{} (alpha {}, TAO {})", amount(neuron.stake), amount(neuron.alpha_stake), amount(neuron.tao_stake));
    for (name, text) in [
        ("uid", format!("{}{mine} on netuid {netuid} of {}, block {block}", neuron.uid, place.network())),
        ("hotkey", neuron.hotkey.to_string()),
        ("coldkey", coldkey),
        ("axon", address(neuron.axon)),
        ("stake", stake),
        ("permit", yes(neuron.validator_permit)),
        ("active", yes(neuron.is_active)),
        ("incentive", share(neuron.incentive)),
        ("dividends", share(neuron.dividends)),
        ("consensus", share(neuron.consensus)),
        ("emission", format!("{} in the last epoch", amount(neuron.emission))),
        ("registered", since(neuron.registered_at)),
        ("immune", if limits.immune == 0 { "no".into() } else { format!("for {} blocks more", limits.immune) }),
        ("last update", since(neuron.last_update)),
        ("weights", left(limits.weights, "may be set now, by whoever has the right to")),
    ] {
        output::line(format_args!("{name:<13}{text}"))?;
    }
    Ok(())
}
