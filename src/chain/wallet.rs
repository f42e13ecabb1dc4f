//! Hotkey files (`spec/chain.md` 9).

use std::path::PathBuf;

/// Which hotkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Folder of all wallets; default `~/.bittensor/wallets`.
    pub path: PathBuf,
    /// Wallet.
    pub name: String,
    /// Hotkey within it.
    pub hotkey: String,
}
