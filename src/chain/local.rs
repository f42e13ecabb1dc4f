//! The embedded chain.
use std::path::PathBuf;

use crate::types::Hint;

/// A ledger in a file.
#[derive(Debug)]
pub struct LocalChain;

/// Why the ledger failed.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Broken.
    #[error("not written")]
    NotWritten,
}

impl Hint for LedgerError {}

impl LocalChain {
    /// Opens an existing ledger.
    pub async fn open(_path: PathBuf) -> Result<Self, super::ChainError> {
        Err(LedgerError::NotWritten.into())
    }
}

#[async_trait::async_trait]
impl super::Chain for LocalChain {
    async fn block(&self) -> Result<crate::types::BlockNumber, super::ChainError> {
        Err(LedgerError::NotWritten.into())
    }
    async fn metagraph(&self, _: crate::types::Netuid) -> Result<super::Metagraph, super::ChainError> {
        Err(LedgerError::NotWritten.into())
    }
    async fn hyperparameters(&self, _: crate::types::Netuid) -> Result<super::Hyperparameters, super::ChainError> {
        Err(LedgerError::NotWritten.into())
    }
    async fn serve_axon(
        &self,
        _: crate::types::Netuid,
        _: &crate::types::Keypair,
        _: super::Axon,
    ) -> Result<(), super::ChainError> {
        Err(LedgerError::NotWritten.into())
    }
    async fn set_weights(
        &self,
        _: crate::types::Netuid,
        _: &crate::types::Keypair,
        _: &[(crate::types::Uid, u16)],
        _: u64,
    ) -> Result<crate::types::BlockNumber, super::ChainError> {
        Err(LedgerError::NotWritten.into())
    }
}
