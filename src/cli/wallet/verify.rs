//! `gascli wallet verify`.

use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

use super::super::{Answer, Context, output};
use super::message::{MessageArgs, sha256};
use super::named;
use crate::chain::wallet;
use crate::types::{Hotkey, Signature};

pub(super) const EXAMPLES: &str = "Examples:\n  gascli wallet verify 5Grwva… 0x12ab… 'this hotkey is mine'\n  \
                                   gascli wallet verify mine/default 0x12ab… --file statement.txt";

/// Flags of `wallet verify`.
#[derive(Debug, clap::Args)]
pub(super) struct VerifyArgs {
    /// Whose signature: an SS58 key, or WALLET/HOTKEY.
    #[arg(value_name = "HOTKEY")]
    hotkey: String,
    /// `0x` and 128 hex digits.
    #[arg(value_name = "SIGNATURE")]
    signature: String,
    #[command(flatten)]
    message: MessageArgs,
}

#[derive(Serialize)]
struct Verified {
    schema: &'static str,
    valid: bool,
    hotkey: Hotkey,
    message_sha256: String,
    message_bytes: usize,
}

pub(super) fn run(context: &Context, folder: &Path, args: &VerifyArgs) -> anyhow::Result<Answer> {
    let hotkey = if args.hotkey.contains('/') {
        wallet::public_hotkey(&named(context, folder, &args.hotkey)?)?
    } else {
        args.hotkey.parse::<Hotkey>().context("HOTKEY is neither an SS58 key nor WALLET/HOTKEY")?
    };
    let text = args.signature.trim();
    let signature: Signature = if text.starts_with("0x") { text.parse() } else { format!("0x{text}").parse() }
        .context("SIGNATURE is no signature")?;
    let message = args.message.read()?;
    let verified = Verified {
        schema: output::SCHEMA,
        valid: hotkey.verify(&message, &signature),
        hotkey,
        message_sha256: sha256(&message),
        message_bytes: message.len(),
    };
    if context.json {
        output::json(&verified)?;
    } else if verified.valid {
        output::line(format_args!("valid: {hotkey} signed this message"))?;
    } else {
        output::line(format_args!("NOT valid: {hotkey} did not sign this message"))?;
    }
    Ok(if verified.valid { Answer::Yes } else { Answer::No })
}
