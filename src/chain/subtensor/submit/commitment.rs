//! Publishing what a hotkey commits to (`spec/chain.md` 7.3).

use subxt::SubstrateConfig;
use subxt::client::{ClientAtBlock, OfflineClientAtBlockT};

use super::super::super::{At, ChainError};
use super::super::{Subtensor, commitments};
use super::SubmitError;
use super::ask::{self, Trouble};
use super::axon::require_seat;
use super::call::{Call, Holder};
use super::turn::{Turn, connection};
use crate::chain::rules::COMMITMENT_FIELDS as FIELDS;
use crate::types::{BlockNumber, Keypair, Netuid};

/// The longest `RawN`.
const RAW: usize = 128;

/// The longest `BigRaw`.
const BIG_RAW: usize = 512;

const CALL: &str = "Commitments.set_commitment";

/// Publishes `fields` in place of the hotkey's last commitment, unless that is the same.
pub(in super::super) async fn commit(
    chain: &Subtensor,
    netuid: Netuid,
    signer: &Keypair,
    fields: &[&[u8]],
) -> Result<BlockNumber, ChainError> {
    let before = |trouble: Trouble| ChainError::Submit(trouble.before(CALL));
    let mut turn = Turn::take(chain, signer, CALL).await?;
    let connection = connection(chain).await.map_err(before)?;
    let block = ask::best(&connection).await.map_err(before)?;
    let call = build(&block, netuid, fields)?;
    require_seat(&block, netuid, &signer.hotkey(), CALL).await?;
    // An earlier one whose sender gave up may have landed; each counts for the space of an epoch.
    let here = At::Block(BlockNumber(block.block_number()));
    let held = commitments::commitment(chain, netuid, &signer.hotkey(), here).await;
    if let Ok(Some(held)) = held
        && held.fields.len() == fields.len()
        && held.fields.iter().zip(fields).all(|(held, data)| held.raw() == Some(*data))
    {
        tracing::debug!(hotkey = %signer.hotkey(), netuid = netuid.0, "the chain holds this commitment already");
        return Ok(held.block);
    }
    let landed = turn.send(&call).await?;
    tracing::info!(hotkey = %signer.hotkey(), netuid = netuid.0, block = landed.block.0, "commitment published");
    Ok(landed.block)
}

/// The call for fields of so many bytes on this runtime.
pub(super) fn build<C: OfflineClientAtBlockT<SubstrateConfig>>(
    at: &ClientAtBlock<SubstrateConfig, C>,
    netuid: Netuid,
    fields: &[&[u8]],
) -> Result<Call, SubmitError> {
    if !(1..=FIELDS).contains(&fields.len()) {
        return Err(SubmitError::CommitmentFields { fields: fields.len(), limit: FIELDS });
    }
    let bytes = fields.iter().map(|data| data.len()).max().unwrap_or_default();
    if bytes > RAW {
        // Whether the runtime has the longer form shows when a call with it is encoded.
        let takes_long_ones = Call::set_commitment(netuid, &[(&[], Holder::BigRaw)]).encode(at).is_ok();
        let limit = if takes_long_ones { BIG_RAW } else { RAW };
        if bytes > limit {
            return Err(SubmitError::CommitmentTooLong { bytes, limit });
        }
    }
    let held = |data: &&[u8]| if data.len() <= RAW { Holder::Raw } else { Holder::BigRaw };
    let fields: Vec<_> = fields.iter().map(|data| (*data, held(data))).collect();
    Ok(Call::set_commitment(netuid, &fields))
}
