//! What is signed, or was signed.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use sha2::{Digest, Sha256};

/// Longest message.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Flags that say which message.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct MessageArgs {
    /// The message.
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// The file that holds it, byte for byte; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Its bytes in hex.
    #[arg(long, value_name = "DIGITS")]
    hex: Option<String>,
}

impl MessageArgs {
    pub(super) fn read(&self) -> anyhow::Result<Vec<u8>> {
        match (&self.text, &self.file, &self.hex) {
            (Some(text), ..) => Ok(text.clone().into_bytes()),
            (_, Some(path), _) if path.as_os_str() == "-" => bounded(std::io::stdin().lock(), "standard input"),
            (_, Some(path), _) => {
                let file = File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
                bounded(file, &format!("`{}`", path.display()))
            }
            (.., Some(digits)) => {
                let digits = digits.trim();
                hex::decode(digits.strip_prefix("0x").unwrap_or(digits)).context("--hex holds no bytes in hex")
            }
            _ => bail!("no message was given"),
        }
    }
}

fn bounded(source: impl Read, name: &str) -> anyhow::Result<Vec<u8>> {
    let mut message = Vec::new();
    source.take(LONGEST + 1).read_to_end(&mut message).with_context(|| format!("cannot read {name}"))?;
    if message.len() as u64 > LONGEST {
        bail!("{name} has more than {} MiB, which is no message", LONGEST >> 20);
    }
    Ok(message)
}

/// By which people compare messages.
pub(super) fn sha256(message: &[u8]) -> String {
    hex::encode(Sha256::digest(message))
}
