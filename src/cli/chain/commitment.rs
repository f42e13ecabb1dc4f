//! `gascli chain commitment`: what a hotkey has published.

use serde::Serialize;

use super::super::{Answer, Context, output};
use super::place::{AtArgs, Place, Who};
use crate::chain::{Commitment, CommitmentField};
use crate::types::{BlockNumber, Hotkey, Netuid};

pub(super) const EXAMPLES: &str = "Exit status 0: it has published something; 1: nothing, or there is no such neuron; 2: no \
                                   answer.\n\nExamples:\n  gascli chain commitment \
                                   5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY --netuid 11\n  gascli chain commitment 12 \
                                   --json";

/// Arguments of `commitment`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct CommitmentArgs {
    /// Hotkey, or the uid of who has it.
    #[arg(value_name = "HOTKEY|UID")]
    who: String,
    #[command(flatten)]
    at: AtArgs,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    endpoint: String,
    netuid: Netuid,
    /// `null` for a uid that nobody holds.
    hotkey: Option<Hotkey>,
    /// `null` if there is none.
    commitment: Option<&'a Commitment>,
    /// Its fields as text, in the same order; `null` for those that are none.
    texts: Vec<Option<&'a str>>,
}

pub(super) fn run(context: &Context, args: &CommitmentArgs) -> anyhow::Result<Answer> {
    let who: Who = args.who.parse()?;
    let place = Place::open(context, &args.at.place)?;
    let netuid = place.netuid()?;
    let (hotkey, missing, at) = match who {
        // Who has lost its seat may have published something before.
        Who::Hotkey(hotkey) => (Some(hotkey), None, args.at.at()),
        Who::Uid(_) => {
            let metagraph = place.metagraph(args.at.at())?;
            let found = who.find(&metagraph).map(|neuron| neuron.hotkey);
            (found, found.is_none().then(|| who.is_missing(&place, &metagraph)), place.same(metagraph.block))
        }
    };
    let commitment = match hotkey {
        Some(hotkey) => place.ask(place.chain.commitment(netuid, &hotkey, at))?,
        None => None,
    };
    if context.json {
        let texts = commitment.iter().flat_map(|found| &found.fields).map(text).collect();
        let (endpoint, commitment) = (place.endpoint.to_string(), commitment.as_ref());
        output::json(&Document { schema: output::SCHEMA, endpoint, netuid, hotkey, commitment, texts })?;
    } else if let (Some(hotkey), Some(commitment)) = (hotkey, &commitment) {
        draw(&place.network(), netuid, hotkey, commitment)?;
    } else if let Some(hotkey) = hotkey {
        output::line(format_args!("hotkey {hotkey} has published nothing on netuid {netuid} of {}", place.network()))?;
    } else {
        output::line(missing.unwrap_or_default())?;
    }
    Ok(if commitment.is_some() { Answer::Yes } else { Answer::No })
}

/// What is meant to be read.
fn text(field: &CommitmentField) -> Option<&str> {
    match field {
        CommitmentField::Raw { data } => readable(data),
        _ => None,
    }
}

fn readable(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok().filter(|text| !text.chars().any(char::is_control))
}

/// Text as it is, anything else in hex.
fn shown(data: &[u8]) -> String {
    readable(data).map_or_else(|| format!("0x{}", hex::encode(data)), output::escaped)
}

fn draw(network: &str, netuid: Netuid, hotkey: Hotkey, commitment: &Commitment) -> std::io::Result<()> {
    output::line(format_args!("{hotkey} on netuid {netuid} of {network}, published at block {}", commitment.block))?;
    for field in &commitment.fields {
        let line = match field {
            CommitmentField::None => "nothing".into(),
            CommitmentField::Raw { data } => shown(data),
            CommitmentField::Hash { algorithm, digest } => {
                format!("{} 0x{}", output::escaped(algorithm), hex::encode(digest))
            }
            CommitmentField::Timelocked { round, bytes } => {
                format!("{bytes} bytes that can be read after round {round} of drand")
            }
            CommitmentField::ResetBonds => "the hotkey's bonds start anew".into(),
        };
        output::line(format_args!("  {line}"))?;
    }
    for revealed in &commitment.revealed {
        let BlockNumber(block) = revealed.block;
        output::line(format_args!("  revealed at block {block}: {}", shown(&revealed.data)))?;
    }
    Ok(())
}
