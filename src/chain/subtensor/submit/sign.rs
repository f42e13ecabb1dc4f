//! From a call to the bytes that are sent (`spec/chain.md` 3.1).

use subxt::SubstrateConfig;
use subxt::client::{ClientAtBlock, OfflineClientAtBlockT};
use subxt::config::substrate::H256;
use subxt::config::{DefaultExtrinsicParams, DefaultExtrinsicParamsBuilder};
use subxt::tx::{Signer, SubmittableTransaction};
use subxt::utils::{AccountId32, MultiSignature};

use super::SubmitError;
use super::call::Call;
use crate::types::{Hotkey, Keypair};

/// Blocks for which a transaction is valid: after them it cannot land any more (`spec/chain.md` 3.2).
pub(super) const PERIOD: u64 = 128;

/// What a transaction is signed with besides the call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    /// Number that a key uses once.
    pub(super) nonce: u64,
    /// The finalized block at which its era begins.
    pub(super) anchor: (u64, H256),
}

/// A hotkey as subxt takes it.
struct HotkeySigner<'a>(&'a Keypair);

impl Signer<SubstrateConfig> for HotkeySigner<'_> {
    fn account_id(&self) -> AccountId32 {
        account(&self.0.hotkey())
    }

    fn sign(&self, payload: &[u8]) -> MultiSignature {
        MultiSignature::Sr25519(*self.0.sign(payload).as_bytes())
    }
}

/// A hotkey as subxt names accounts.
pub(super) fn account(hotkey: &Hotkey) -> AccountId32 {
    AccountId32(*hotkey.as_bytes())
}

/// Signs `call` for the runtime at a block. Synchronous: it asks nobody.
pub(super) fn sign<C: OfflineClientAtBlockT<SubstrateConfig>>(
    at: &ClientAtBlock<SubstrateConfig, C>,
    call: &Call,
    signer: &Keypair,
    terms: Terms,
) -> Result<SubmittableTransaction<SubstrateConfig, C>, SubmitError> {
    let build = |error: subxt::error::ExtrinsicError| SubmitError::Build {
        call: call.title(),
        spec_version: at.spec_version(),
        reason: error.to_string(),
    };
    // Version 4 by name: newer metadata lists 5 too, which the chain does not take from hotkeys yet (2.3).
    let payload = call.payload();
    let mut signable = at.tx().create_v4_signable_offline(&payload, parameters(terms, PERIOD)).map_err(build)?;
    signable.sign(&HotkeySigner(signer)).map_err(build)
}

/// What goes in beside the call, valid for `period` blocks.
pub(super) fn parameters(terms: Terms, period: u64) -> DefaultExtrinsicParams<SubstrateConfig> {
    let (number, hash) = terms.anchor;
    DefaultExtrinsicParamsBuilder::new().nonce(terms.nonce).mortal_from_unchecked(period, number, hash).build()
}
