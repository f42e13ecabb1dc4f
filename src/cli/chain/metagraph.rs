//! `gascli chain metagraph`: the neurons of a subnet, sorted and filtered.

use std::cmp::Ordering;

use serde::Serialize;

use super::super::{Answer, Context, output};
use super::figures::{Row, address, ago, amount, share, short, yes};
use super::place::{AtArgs, Place};
use crate::chain::Neuron;
use crate::types::{BlockNumber, Hotkey, Netuid};

pub(super) const EXAMPLES: &str = "Own seats are marked with `*`: those of the wallet that is configured. Amounts are in the \
                                   subnet's own token, shares of one; UPDATED is blocks since weights were set or the seat \
                                   was taken. A narrow terminal shows fewer columns; a pipe and --json show all.\n\n\
                                   Examples:\n  gascli chain metagraph --netuid 34 --sort incentive --limit 20\n  \
                                   gascli chain metagraph --validators --sort stake\n  gascli chain metagraph --network \
                                   archive --netuid 34 --at 5000000 --json\n  gascli chain metagraph --network \
                                   local:chain.sqlite";

/// Arguments of `metagraph`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(in super::super) struct MetagraphArgs {
    #[command(flatten)]
    at: AtArgs,
    /// Sort by this column; all but uid and hotkey begin with the largest.
    #[arg(long, value_name = "COLUMN", value_enum, default_value_t = Column::Uid)]
    sort: Column,
    /// The other way round.
    #[arg(long)]
    reverse: bool,
    /// Only neurons with a validator permit.
    #[arg(long, conflicts_with = "miners")]
    validators: bool,
    /// Only neurons without one.
    #[arg(long)]
    miners: bool,
    /// Only neurons that have published an axon.
    #[arg(long)]
    served: bool,
    /// Only neurons that set weights within the activity cutoff.
    #[arg(long)]
    active: bool,
    /// Only hotkeys that begin so.
    #[arg(long, value_name = "PREFIX")]
    hotkey: Option<String>,
    /// Only neurons whose coldkey begins so.
    #[arg(long, value_name = "PREFIX")]
    coldkey: Option<String>,
    /// Show so many at most.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    limit: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Column {
    Uid,
    Hotkey,
    Stake,
    Incentive,
    Dividends,
    Consensus,
    Emission,
    /// The block of the last weights.
    LastUpdate,
    /// The block at which the seat was taken.
    Registered,
}

impl Column {
    fn compare(self, one: &Neuron, other: &Neuron) -> Ordering {
        let largest_first = match self {
            Self::Uid => return one.uid.cmp(&other.uid),
            Self::Hotkey => return one.hotkey.to_string().cmp(&other.hotkey.to_string()),
            Self::Stake => one.stake.cmp(&other.stake),
            Self::Incentive => one.incentive.cmp(&other.incentive),
            Self::Dividends => one.dividends.cmp(&other.dividends),
            Self::Consensus => one.consensus.cmp(&other.consensus),
            Self::Emission => one.emission.cmp(&other.emission),
            Self::LastUpdate => one.last_update.cmp(&other.last_update),
            Self::Registered => one.registered_at.cmp(&other.registered_at),
        };
        largest_first.reverse()
    }
}

impl MetagraphArgs {
    fn wants(&self, neuron: &Neuron) -> bool {
        let begins = |prefix: &Option<String>, key: Option<String>| {
            prefix.as_ref().is_none_or(|prefix| key.is_some_and(|key| key.starts_with(prefix.as_str())))
        };
        (!self.validators || neuron.validator_permit)
            && (!self.miners || !neuron.validator_permit)
            && (!self.served || neuron.axon.is_some())
            && (!self.active || neuron.is_active)
            && begins(&self.hotkey, Some(neuron.hotkey.to_string()))
            && begins(&self.coldkey, neuron.coldkey.map(|coldkey| coldkey.to_string()))
    }

    fn choose(&self, mut neurons: Vec<Neuron>) -> Vec<Neuron> {
        neurons.retain(|neuron| self.wants(neuron));
        // Stable: equal ones stay in the order of the uid, also the other way round.
        neurons.sort_by(|one, other| {
            let order = self.sort.compare(one, other);
            if self.reverse { order.reverse() } else { order }
        });
        neurons.truncate(self.limit.map_or(usize::MAX, usize::from));
        neurons
    }
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    endpoint: String,
    netuid: Netuid,
    block: BlockNumber,
    /// Seats that are taken, shown or not.
    taken: usize,
    neurons: Vec<Row>,
}

pub(super) fn run(context: &Context, args: &MetagraphArgs) -> anyhow::Result<Answer> {
    let place = Place::open(context, &args.at.place)?;
    let metagraph = place.metagraph(args.at.at())?;
    let (netuid, block, taken) = (metagraph.netuid, metagraph.block, metagraph.neurons.len());
    let neurons = args.choose(metagraph.neurons);
    if context.json {
        let neurons = neurons.iter().map(|neuron| Row::of(neuron, place.own)).collect();
        let endpoint = place.endpoint.to_string();
        output::json(&Document { schema: output::SCHEMA, endpoint, netuid, block, taken, neurons })?;
        return Ok(Answer::Yes);
    }
    draw(&neurons, block, place.own)?;
    output::line("")?;
    output::line(format_args!(
        "netuid {netuid} of {} at block {block}: {} of {taken} neurons",
        place.network(),
        neurons.len()
    ))?;
    Ok(Answer::Yes)
}

/// A column of the table: its head, whether it is a number, its cells, and what it gives way to on narrow terminals.
type Drawn = (&'static str, bool, fn(&Neuron, BlockNumber) -> String);

const ALWAYS: [Drawn; 6] = [
    ("HOTKEY", false, |neuron, _| short(&neuron.hotkey)),
    ("STAKE", true, |neuron, _| amount(neuron.stake)),
    ("PERMIT", false, |neuron, _| yes(neuron.validator_permit)),
    ("INCENTIVE", true, |neuron, _| share(neuron.incentive)),
    ("DIVIDENDS", true, |neuron, _| share(neuron.dividends)),
    ("UPDATED", true, |neuron, block| ago(block, neuron.last_update).to_string()),
];

/// In the order in which they come as the terminal gets wider.
const WIDER: [Drawn; 6] = [
    ("AXON", false, |neuron, _| address(neuron.axon)),
    ("EMISSION", true, |neuron, _| amount(neuron.emission)),
    ("CONSENSUS", true, |neuron, _| share(neuron.consensus)),
    ("ACTIVE", false, |neuron, _| yes(neuron.is_active)),
    ("COLDKEY", false, |neuron, _| neuron.coldkey.map_or_else(|| "-".into(), |coldkey| short(&coldkey))),
    ("REGISTERED", true, |neuron, _| neuron.registered_at.to_string()),
];

fn draw(neurons: &[Neuron], block: BlockNumber, own: Option<Hotkey>) -> std::io::Result<()> {
    let uid = |neuron: &Neuron| {
        let mark = if own == Some(neuron.hotkey) { "*" } else { " " };
        format!("{}{mark}", neuron.uid)
    };
    let mut heads = vec!["UID "];
    let mut numbers = vec![0];
    let mut columns: Vec<Vec<String>> = vec![neurons.iter().map(uid).collect()];
    let width_of = |head: &str, cells: &[String]| {
        cells.iter().map(|cell| cell.chars().count()).chain([head.len()]).max().unwrap_or(0)
    };
    let mut used = width_of(heads[0], &columns[0]);
    let limit = output::width().unwrap_or(usize::MAX);
    for (index, (head, is_number, cell)) in ALWAYS.iter().chain(&WIDER).enumerate() {
        let cells: Vec<String> = neurons.iter().map(|neuron| cell(neuron, block)).collect();
        let wider = used + 2 + width_of(head, &cells);
        if index >= ALWAYS.len() && wider > limit {
            break;
        }
        used = wider;
        numbers.extend(is_number.then_some(heads.len()));
        heads.push(head);
        columns.push(cells);
    }
    let rows: Vec<Vec<String>> =
        (0..neurons.len()).map(|row| columns.iter().map(|cells| cells[row].clone()).collect()).collect();
    output::number_table(&heads, &rows, &numbers)
}
