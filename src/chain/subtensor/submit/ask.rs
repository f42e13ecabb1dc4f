//! Questions to a node, each bounded in time.

use std::fmt::Display;
use std::future::Future;
use std::time::Duration;

use subxt::SubstrateConfig;
use subxt::config::RpcConfigFor;
use subxt::config::substrate::H256;
use subxt::ext::frame_decode::storage::{IntoDecodableValues, IntoEncodableValues};
use subxt::ext::scale_decode::DecodeAsType;
use subxt::rpcs::methods::legacy::{BlockDetails, Bytes};
use subxt::rpcs::rpc_params;
use tokio::time::timeout;

use super::super::NodeError;
use super::super::connection::{AtBlock, Connection};
use super::SubmitError;
use super::refusal::printable;
use super::sign::account;
use crate::types::{BlockNumber, Hotkey};

/// Longest wait for one answer.
pub(super) const LIMIT: Duration = Duration::from_secs(20);

/// Everything read or signed through it belongs to one block.
pub(super) type Block = AtBlock;

/// What could not be asked, and why.
#[derive(Debug)]
pub(super) struct Trouble {
    doing: &'static str,
    reason: String,
    /// The node has thrown away what was asked for, and will not have it again.
    pub(super) is_gone: bool,
}

impl Trouble {
    pub(super) fn new(doing: &'static str, reason: impl Display) -> Self {
        Self { doing, reason: printable(&reason.to_string()), is_gone: false }
    }

    /// From what the connection says, which leaves an endpoint alone that limits us.
    pub(super) fn of_node(doing: &'static str, error: &NodeError) -> Self {
        Self { is_gone: error.is_discarded(), ..Self::new(doing, error) }
    }

    /// As the failure of a call that was not sent for it.
    pub(super) fn before(self, call: &str) -> SubmitError {
        SubmitError::NotSent { call: call.to_owned(), doing: self.doing, reason: self.reason }
    }
}

impl Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} failed: {}", self.doing, self.reason)
    }
}

/// Waits for an answer, but not for ever.
pub(super) async fn bounded<T, E: Display>(
    doing: &'static str,
    question: impl Future<Output = Result<T, E>>,
) -> Result<T, Trouble> {
    match timeout(LIMIT, question).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(Trouble::new(doing, error)),
        Err(_) => Err(Trouble::new(doing, format_args!("no answer within {LIMIT:?}"))),
    }
}

/// Likewise over the connection.
async fn answer<T>(doing: &'static str, question: impl Future<Output = Result<T, NodeError>>) -> Result<T, Trouble> {
    match timeout(LIMIT, question).await {
        Ok(answer) => answer.map_err(|error| Trouble::of_node(doing, &error)),
        Err(_) => Err(Trouble::new(doing, format_args!("no answer within {LIMIT:?}"))),
    }
}

/// The newest block, by which nonces, runtimes and rate limits go.
pub(super) async fn best(connection: &Connection) -> Result<Block, Trouble> {
    let (hash, number) = answer("reading the newest block", connection.best_head()).await?;
    at(connection, hash, number).await
}

/// A block by its hash.
pub(super) async fn at(connection: &Connection, hash: H256, number: BlockNumber) -> Result<Block, Trouble> {
    answer("reading a block's runtime", connection.at(hash, number)).await
}

/// The newest block that cannot be taken back.
pub(super) async fn finalized(connection: &Connection) -> Result<(u64, H256), Trouble> {
    let (hash, number) = answer("reading the finalized block", connection.finalized_head()).await?;
    Ok((number.0, hash))
}

/// The hash of a block that is finalized.
pub(super) async fn hash_of(connection: &Connection, number: u64) -> Result<H256, Trouble> {
    const DOING: &str = "finding a block";
    let question = connection.request::<Option<H256>>("chain_getBlockHash", rpc_params![number]);
    let hash = answer(DOING, question).await?;
    let none = || Trouble { is_gone: true, ..Trouble::new(DOING, format_args!("the node has no block {number}")) };
    hash.ok_or_else(none)
}

/// A block's extrinsics and the rest of it.
pub(super) async fn body(
    connection: &Connection,
    hash: H256,
) -> Result<BlockDetails<RpcConfigFor<SubstrateConfig>>, Trouble> {
    const DOING: &str = "reading a block";
    let details = answer(DOING, connection.request::<Option<_>>("chain_getBlock", rpc_params![hash])).await?;
    details.ok_or_else(|| Trouble { is_gone: true, ..Trouble::new(DOING, "the node does not have it") })
}

/// The bytes under a key, which is in hex, at a block.
pub(super) async fn raw(
    connection: &Connection,
    doing: &'static str,
    key: &str,
    hash: H256,
) -> Result<Option<Vec<u8>>, Trouble> {
    let question = connection.request::<Option<Bytes>>("state_getStorage", rpc_params![format!("0x{key}"), hash]);
    Ok(answer(doing, question).await?.map(|bytes| bytes.0))
}

/// The nonce of a hotkey's next transaction, those in the pool counted.
pub(super) async fn next_nonce(connection: &Connection, hotkey: &Hotkey) -> Result<u64, Trouble> {
    let question = connection.request("system_accountNextIndex", rpc_params![account(hotkey)]);
    answer("reading the next nonce", question).await
}

/// Number of transactions of a hotkey up to a block, that is, the nonce of its next one.
pub(super) async fn nonce_at(connection: &Connection, hotkey: &Hotkey, hash: H256) -> Result<u64, Trouble> {
    const DOING: &str = "reading the nonce";
    let params = rpc_params!["AccountNonceApi_account_nonce", format!("0x{}", hex::encode(hotkey.as_bytes())), hash];
    let bytes: Bytes = answer(DOING, connection.request("state_call", params)).await?;
    let bytes: [u8; 4] = bytes.0.try_into().map_err(|_| Trouble::new(DOING, "the answer is no nonce"))?;
    Ok(u64::from(u32::from_le_bytes(bytes)))
}

/// What is stored under a key, with the runtime's default where it has one.
pub(super) async fn stored<K: IntoEncodableValues + IntoDecodableValues, V: DecodeAsType>(
    block: &Block,
    pallet: &'static str,
    entry: &'static str,
    keys: K,
) -> Result<Option<V>, Trouble> {
    let address = subxt::dynamic::storage::<K, V>(pallet, entry);
    let storage = block.storage();
    let value = bounded(entry, storage.try_fetch(address, keys)).await?;
    value.map(|value| value.decode()).transpose().map_err(|error| Trouble::new(entry, error))
}

/// Likewise, of something that is always there.
pub(super) async fn required<K: IntoEncodableValues + IntoDecodableValues, V: DecodeAsType>(
    block: &Block,
    pallet: &'static str,
    entry: &'static str,
    keys: K,
) -> Result<V, Trouble> {
    stored(block, pallet, entry, keys).await?.ok_or_else(|| Trouble::new(entry, "nothing is stored"))
}
