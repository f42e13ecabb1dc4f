//! `gascli wallet sign`.

use std::path::Path;

use anyhow::bail;
use serde::Serialize;

use super::super::{Answer, Context, output};
use super::message::{MessageArgs, sha256};
use super::named;
use crate::chain::wallet;
use crate::types::Hotkey;

pub(super) const EXAMPLES: &str = "Examples:\n  gascli wallet sign mine/default 'this hotkey is mine'\n  \
                                   gascli wallet sign mine/default --file statement.txt --json";

/// Flags of `wallet sign`.
#[derive(Debug, clap::Args)]
pub(super) struct SignArgs {
    /// Which hotkey.
    #[arg(value_name = "WALLET/HOTKEY")]
    hotkey: String,
    #[command(flatten)]
    message: MessageArgs,
    /// Sign the message between `<Bytes>` and `</Bytes>`, as browser wallets do: no chain takes that for a transaction.
    #[arg(long, conflicts_with = "raw")]
    wrap: bool,
    /// Sign bytes that are no text, or are 32, as they are. They could be a transaction that somebody else has made: whoever has the
    /// signature can then send it.
    #[arg(long)]
    raw: bool,
}

#[derive(Serialize)]
struct Signed {
    schema: &'static str,
    hotkey: Hotkey,
    signature: String,
    message_sha256: String,
    message_bytes: usize,
    /// Whether `<Bytes>` and `</Bytes>` were signed around it.
    wrapped: bool,
}

pub(super) fn run(context: &Context, folder: &Path, args: &SignArgs) -> anyhow::Result<Answer> {
    let settings = named(context, folder, &args.hotkey)?;
    let message = args.message.read()?;
    if !args.wrap && !args.raw && could_be_transaction(&message) {
        bail!(
            "the message {}, so it could be a transaction in disguise: `--wrap` signs it so that no chain takes it for one, \
             `--raw` as it is",
            if message.len() == HASH { "has 32 bytes, as the hash of one has" } else { "is no text" }
        );
    }
    let keypair = wallet::load_hotkey(&settings)?;
    let signature =
        if args.wrap { keypair.sign(&[b"<Bytes>", &*message, b"</Bytes>"].concat()) } else { keypair.sign(&message) };
    let signed = Signed {
        schema: output::SCHEMA,
        hotkey: keypair.hotkey(),
        signature: signature.to_string(),
        message_sha256: sha256(&message),
        message_bytes: message.len(),
        wrapped: args.wrap,
    };
    if context.json {
        output::json(&signed)?;
    } else {
        output::line(&signed.signature)?;
    }
    Ok(Answer::Yes)
}

/// Length of the hash that is signed for a transaction of more than 256 bytes (`spec/chain.md` 3.1).
const HASH: usize = 32;

/// Whether a chain could take the signature for one over a transaction. A short one holds the hash of a chain's first block,
/// which is no text; a long one is signed by its hash, and who is free in its content can try until that reads as text.
fn could_be_transaction(message: &[u8]) -> bool {
    message.len() == HASH || !is_text(message)
}

/// What a person could have read.
fn is_text(message: &[u8]) -> bool {
    std::str::from_utf8(message)
        .is_ok_and(|text| text.chars().all(|letter| !letter.is_control() || matches!(letter, '\n' | '\r' | '\t')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_is_no_text() {
        assert!(is_text("Zürich, 東京\n\tok\r\n".as_bytes()) && is_text(b""));
        assert!(!is_text(&[0x07, 0x00, 0x04]) && !is_text(&[0xff; 32]) && !is_text(b"a\0"));
    }

    #[test]
    fn a_text_as_long_as_a_hash_could_be_a_transaction() {
        assert!(could_be_transaction(b"I own this hotkey, challenge 42!"));
        assert!(
            could_be_transaction(b"\0") && !could_be_transaction(b"I own this hotkey, challenge 421"[..31].as_ref())
        );
        assert!(!could_be_transaction(b"I own this hotkey, challenge 4242"));
    }
}
