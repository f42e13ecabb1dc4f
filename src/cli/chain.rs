//! `gascli chain`: looks at a network's chain, or at a local one. Signs nothing and needs no key.

mod commitment;
mod figures;
mod metagraph;
mod neuron;
mod place;
mod status;
mod weights;

use super::{Answer, Context};
pub(super) use place::PlaceError;

/// The commands below `chain`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ChainCommand {
    /// Show how the chain and the connection to its node are doing.
    #[command(after_help = status::EXAMPLES)]
    Status(status::StatusArgs),
    /// List the neurons of a subnet.
    #[command(after_help = metagraph::EXAMPLES)]
    Metagraph(metagraph::MetagraphArgs),
    /// Show one neuron.
    #[command(after_help = neuron::EXAMPLES)]
    Neuron(neuron::NeuronArgs),
    /// Show the weights that a neuron has set.
    #[command(after_help = weights::EXAMPLES)]
    Weights(weights::WeightsArgs),
    /// Show what a hotkey has published.
    #[command(after_help = commitment::EXAMPLES)]
    Commitment(commitment::CommitmentArgs),
}

pub(super) fn run(context: &Context, command: &ChainCommand) -> anyhow::Result<Answer> {
    match command {
        ChainCommand::Status(args) => status::run(context, args),
        ChainCommand::Metagraph(args) => metagraph::run(context, args),
        ChainCommand::Neuron(args) => neuron::run(context, args),
        ChainCommand::Weights(args) => weights::run(context, args),
        ChainCommand::Commitment(args) => commitment::run(context, args),
    }
}
