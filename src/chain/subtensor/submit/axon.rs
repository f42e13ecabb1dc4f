//! Publishing where a hotkey can be reached (`spec/chain.md` 7.2).

use std::net::{IpAddr, Ipv4Addr};

use subxt::ext::scale_decode::DecodeAsType;

use super::super::super::{Axon, ChainError, rules};
use super::super::Subtensor;
use super::SubmitError;
use super::ask::{self, Block, Trouble};
use super::call::{AxonFields, Call, PALLET, ip_number};
use super::refusal::{Refusal, SERVING_TOO_OFTEN};
use super::turn::{Turn, connection};
use crate::types::{Hotkey, Keypair, Netuid, Rao};

/// What every SDK sends; the chain does not look at it.
const PROTOCOL: u8 = 4;

const CALL: &str = "SubtensorModule.serve_axon";

/// `Axons` as it is stored; fields that newer runtimes add are passed over.
#[derive(Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Stored {
    block: u64,
    version: u32,
    ip: u128,
    port: u16,
    ip_type: u8,
    protocol: u8,
}

/// Publishes `axon` unless the chain holds it already. The unspecified address takes an axon back.
pub(in super::super) async fn serve_axon(
    chain: &Subtensor,
    netuid: Netuid,
    signer: &Keypair,
    axon: Axon,
) -> Result<(), ChainError> {
    let fields = fields(axon)?;
    let before = |trouble: Trouble| ChainError::Submit(trouble.before(CALL));
    // A turn first: what an earlier one has published must be seen.
    let mut turn = Turn::take(chain, signer, CALL).await?;
    let connection = connection(chain).await.map_err(before)?;
    let block = ask::best(&connection).await.map_err(before)?;
    let hotkey = signer.hotkey();
    require_seat(&block, netuid, &hotkey, CALL).await?;
    let keys = (netuid.0, *hotkey.as_bytes());
    let held: Option<Stored> = ask::stored(&block, PALLET, "Axons", keys).await.map_err(before)?;
    if held.as_ref().is_some_and(|held| held.fields() == fields) {
        tracing::debug!(%hotkey, netuid = netuid.0, "the chain holds this axon already");
        return Ok(());
    }
    if let Some(held) = &held {
        let limit: u64 = ask::required(&block, PALLET, "ServingRateLimit", (netuid.0,)).await.map_err(before)?;
        let left = limit.saturating_sub(block.block_number().saturating_sub(held.block));
        if held.block > 0 && left > 0 {
            return Err(SubmitError::ServingTooOften { netuid, blocks_left: left }.into());
        }
    }
    match turn.send(&Call::serve_axon(netuid, fields)).await {
        Ok(landed) => {
            tracing::info!(%hotkey, netuid = netuid.0, block = landed.block.0, "axon published");
            Ok(())
        }
        Err(SubmitError::Refused { refusal: Refusal::Custom(SERVING_TOO_OFTEN), .. }) => {
            Err(SubmitError::ServingTooOften { netuid, blocks_left: 1 }.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// As it goes into the call. Our version has the form that the SDK gives its own: 10.4.0 is 10004000.
pub(super) fn fields(axon: Axon) -> Result<AxonFields, ChainError> {
    let Some(axon) = rules::check_axon(axon)? else {
        let (ip, ip_type) = ip_number(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        return Ok(AxonFields { version: 0, ip, port: 1, ip_type, protocol: PROTOCOL });
    };
    let (ip, ip_type) = ip_number(axon.ip);
    Ok(AxonFields { version: version(), ip, port: axon.port, ip_type, protocol: PROTOCOL })
}

fn version() -> u32 {
    let part = |text: &str| text.parse::<u32>().unwrap_or(0);
    let (major, minor, patch) = (
        part(env!("CARGO_PKG_VERSION_MAJOR")),
        part(env!("CARGO_PKG_VERSION_MINOR")),
        part(env!("CARGO_PKG_VERSION_PATCH")),
    );
    major * 1_000_000 + minor * 1_000 + patch
}

impl Stored {
    const fn fields(&self) -> AxonFields {
        let Self { version, ip, port, ip_type, protocol, .. } = *self;
        AxonFields { version, ip, port, ip_type, protocol }
    }
}

/// Fails unless the hotkey has a seat, with the price of one.
pub(super) async fn require_seat(block: &Block, netuid: Netuid, hotkey: &Hotkey, call: &str) -> Result<(), ChainError> {
    let before = |trouble: Trouble| ChainError::Submit(trouble.before(call));
    let keys = (netuid.0, *hotkey.as_bytes());
    let uid: Option<u16> = ask::stored(block, PALLET, "Uids", keys).await.map_err(before)?;
    if uid.is_some() {
        return Ok(());
    }
    let exists: Option<bool> = ask::stored(block, PALLET, "NetworksAdded", (netuid.0,)).await.map_err(before)?;
    if exists != Some(true) {
        let chain = "this network".to_owned();
        return Err(ChainError::NoSuchSubnet { netuid, chain });
    }
    let burn: Option<u64> = ask::stored(block, PALLET, "Burn", (netuid.0,)).await.map_err(before)?;
    Err(SubmitError::NotRegistered { hotkey: *hotkey, netuid, burn: Rao(burn.unwrap_or(0)) }.into())
}
