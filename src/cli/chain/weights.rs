//! `gascli chain weights`: what a validator has set, as the chain holds it.

use anyhow::bail;
use serde::Serialize;

use super::super::{Answer, Context, output};
use super::figures::short;
use super::place::{AtArgs, Place, Who};
use crate::chain::Metagraph;
use crate::types::{BlockNumber, Hotkey, Netuid, Uid};

pub(super) const EXAMPLES: &str = "SHARE is of the sum of all weights of this neuron. Weights that are committed encrypted \
                                   show only once they are revealed.\nExit status 0: there is such a neuron; 1: there is \
                                   none; 2: no answer.\n\nExamples:\n  gascli chain weights 7 --netuid 34\n  gascli chain \
                                   weights 7 --network local:chain.sqlite --json";

/// Arguments of `weights`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct WeightsArgs {
    /// Uid or hotkey of who set them.
    #[arg(value_name = "UID|HOTKEY")]
    who: String,
    /// Mechanism within the subnet.
    #[arg(long, value_name = "N", default_value_t = 0)]
    mechanism: u8,
    /// In order of the uid, instead of the largest first.
    #[arg(long)]
    by_uid: bool,
    /// Show so many at most.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    limit: Option<u16>,
    #[command(flatten)]
    at: AtArgs,
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    endpoint: String,
    netuid: Netuid,
    block: BlockNumber,
    mechanism: u8,
    /// Who set them; `null` if there is no such neuron.
    uid: Option<Uid>,
    hotkey: Option<Hotkey>,
    last_update: Option<BlockNumber>,
    /// How many there are, shown or not.
    set: usize,
    weights: Vec<Given>,
}

/// What one seat is given.
#[derive(Debug, Serialize)]
struct Given {
    uid: Uid,
    /// Who sits there at that block.
    hotkey: Option<Hotkey>,
    weight: u16,
    share: f64,
}

pub(super) fn run(context: &Context, args: &WeightsArgs) -> anyhow::Result<Answer> {
    let who: Who = args.who.parse()?;
    let place = Place::open(context, &args.at.place)?;
    let metagraph = place.metagraph(args.at.at())?;
    let (netuid, block) = (metagraph.netuid, metagraph.block);
    let neuron = who.find(&metagraph);
    let set = match neuron {
        Some(neuron) => {
            // Of the same block: between two of them a uid can change hands.
            let at = place.same(block);
            let mechanisms = place.ask(place.chain.hyperparameters(netuid, at))?.mechanisms;
            if args.mechanism >= mechanisms {
                bail!("netuid {netuid} has no mechanism {}: it has {mechanisms}, counted from 0", args.mechanism);
            }
            place.ask(place.chain.weights(netuid, args.mechanism, neuron.uid, at))?
        }
        None => Vec::new(),
    };
    let count = set.len();
    let weights = shown(set, &metagraph, args);
    if context.json {
        output::json(&Document {
            schema: output::SCHEMA,
            endpoint: place.endpoint.to_string(),
            netuid,
            block,
            mechanism: args.mechanism,
            uid: neuron.map(|neuron| neuron.uid),
            hotkey: neuron.map(|neuron| neuron.hotkey),
            last_update: neuron.map(|neuron| neuron.last_update),
            set: count,
            weights,
        })?;
    } else if let Some(neuron) = neuron {
        let (uid, hotkey, network) = (neuron.uid, short(&neuron.hotkey), place.network());
        if count == 0 {
            output::line(format_args!(
                "uid {uid} ({hotkey}) has set no weights on netuid {netuid} of {network} at block {block}"
            ))?;
        } else {
            draw(&weights)?;
            output::line("")?;
            output::line(format_args!(
                "{} of {count} weights of uid {uid} ({hotkey}) on netuid {netuid} of {network} at block {block}; its last \
                 update was at block {}",
                weights.len(),
                neuron.last_update
            ))?;
        }
    } else {
        output::line(who.is_missing(&place, &metagraph))?;
    }
    Ok(if neuron.is_some() { Answer::Yes } else { Answer::No })
}

fn shown(mut set: Vec<(Uid, u16)>, metagraph: &Metagraph, args: &WeightsArgs) -> Vec<Given> {
    let sum: u64 = set.iter().map(|(_, weight)| u64::from(*weight)).sum();
    set.sort_by_key(|(uid, weight)| (if args.by_uid { 0 } else { u16::MAX - *weight }, *uid));
    set.truncate(args.limit.map_or(usize::MAX, usize::from));
    #[expect(clippy::cast_precision_loss, reason = "at most 4096 weights of 65535")]
    let share = |weight: u16| if sum == 0 { 0.0 } else { f64::from(weight) / sum as f64 };
    let seat = |uid: Uid| metagraph.neurons.iter().find(|neuron| neuron.uid == uid).map(|neuron| neuron.hotkey);
    set.into_iter().map(|(uid, weight)| Given { uid, hotkey: seat(uid), weight, share: share(weight) }).collect()
}

fn draw(weights: &[Given]) -> std::io::Result<()> {
    let cells = |weight: &Given| {
        vec![
            weight.uid.to_string(),
            weight.hotkey.map_or_else(|| "-".into(), |hotkey| short(&hotkey)),
            weight.weight.to_string(),
            format!("{:.6}", weight.share),
        ]
    };
    let rows: Vec<Vec<String>> = weights.iter().map(cells).collect();
    output::number_table(&["UID", "HOTKEY", "WEIGHT", "SHARE"], &rows, &[0, 2, 3])
}
