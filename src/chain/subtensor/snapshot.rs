//! The state of the chain at one block.

use std::collections::HashMap;
use std::sync::Arc;

use subxt::config::substrate::H256;
use subxt::ext::scale_decode::DecodeAsType;
use subxt::rpcs::rpc_params;

use super::NodeError;
use super::codec::{Codec, Key, SUBTENSOR};
use super::connection::{AtBlock, Connection};
use crate::chain::{At, ChainError};
use crate::types::{BlockNumber, Netuid};

/// Values that one request asks for at most.
const VALUES: usize = 512;

/// Everything that is read through it is from one block.
pub(super) struct Snapshot {
    pub(super) connection: Arc<Connection>,
    /// For transactions, and what else subxt does.
    pub(super) at: AtBlock,
    pub(super) codec: Codec,
}

/// Something stored.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) pallet: &'static str,
    pub(super) name: &'static str,
    pub(super) keys: Vec<Key>,
    /// Whether some runtimes lack it.
    pub(super) is_optional: bool,
}

impl Entry {
    /// Of the main pallet.
    pub(super) fn new(name: &'static str, keys: impl Into<Vec<Key>>) -> Self {
        Self { pallet: SUBTENSOR, name, keys: keys.into(), is_optional: false }
    }

    pub(super) fn of(pallet: &'static str, name: &'static str, keys: impl Into<Vec<Key>>) -> Self {
        Self { pallet, ..Self::new(name, keys) }
    }

    /// Some runtimes lack it.
    pub(super) fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }
}

/// What was stored, by the names of entries that were asked for once each.
pub(super) struct Values<'a> {
    codec: &'a Codec,
    found: HashMap<&'static str, (Entry, Option<Vec<u8>>)>,
}

impl Values<'_> {
    /// A value that the runtime must have.
    pub(super) fn get<T: DecodeAsType>(&self, name: &'static str) -> Result<T, NodeError> {
        self.find(name)?.ok_or_else(|| self.codec.unset(self.pallet(name), name))
    }

    /// A value; `None` if the runtime lacks it, or if it is not set and has no default.
    pub(super) fn find<T: DecodeAsType>(&self, name: &'static str) -> Result<Option<T>, NodeError> {
        match self.found.get(name) {
            Some((entry, stored)) => self.codec.value(entry.pallet, name, stored.as_deref()),
            None => Ok(None),
        }
    }

    fn pallet(&self, name: &str) -> &'static str {
        self.found.get(name).map_or(SUBTENSOR, |(entry, _)| entry.pallet)
    }
}

impl Snapshot {
    /// The state at a block.
    pub(super) async fn take(connection: Arc<Connection>, at: At) -> Result<Self, ChainError> {
        let (hash, number) = match at {
            At::Finalized => connection.finalized_head().await?,
            At::Best => connection.best_head().await?,
            At::Block(number) => {
                let found: Option<H256> = connection.request("chain_getBlockHash", rpc_params![number.0]).await?;
                let endpoint = connection.endpoint.clone();
                (found.ok_or(NodeError::NoBlock { endpoint, block: number })?, number)
            }
        };
        let at = connection.at(hash, number).await.map_err(|error| explained(error, number))?;
        let codec = Codec::new(at.metadata(), at.spec_version());
        Ok(Self { connection, at, codec })
    }

    pub(super) fn number(&self) -> BlockNumber {
        BlockNumber(self.at.block_number())
    }

    pub(super) fn hash(&self) -> H256 {
        self.at.block_hash()
    }

    /// Reads what is stored in one request.
    pub(super) async fn values(&self, entries: Vec<Entry>) -> Result<Values<'_>, ChainError> {
        let present: Vec<Entry> = entries
            .into_iter()
            .filter(|entry| !entry.is_optional || self.codec.stores(entry.pallet, entry.name))
            .collect();
        let keys = present
            .iter()
            .map(|entry| self.codec.key(entry.pallet, entry.name, &entry.keys))
            .collect::<Result<Vec<_>, _>>()?;
        let stored = self.stored(&keys).await?;
        let found = present.into_iter().zip(stored).map(|(entry, stored)| (entry.name, (entry, stored))).collect();
        Ok(Values { codec: &self.codec, found })
    }

    /// One value; `None` if it is not set and has no default.
    pub(super) async fn value<T: DecodeAsType>(&self, entry: Entry) -> Result<Option<T>, ChainError> {
        let name = entry.name;
        Ok(self.values(vec![entry]).await?.find(name)?)
    }

    /// The same entry under many keys, in their order.
    pub(super) async fn column<T: DecodeAsType>(
        &self,
        name: &'static str,
        rows: impl IntoIterator<Item = Vec<Key>>,
    ) -> Result<Vec<Option<T>>, ChainError> {
        let keys: Result<Vec<_>, _> = rows.into_iter().map(|row| self.codec.key(SUBTENSOR, name, &row)).collect();
        let stored = self.stored(&keys?).await?;
        let values = stored.iter().map(|stored| self.codec.value(SUBTENSOR, name, stored.as_deref()));
        Ok(values.collect::<Result<_, _>>()?)
    }

    /// The bytes under keys, in their order.
    async fn stored(&self, keys: &[Vec<u8>]) -> Result<Vec<Option<Vec<u8>>>, ChainError> {
        let mut found: HashMap<String, Option<String>> = HashMap::with_capacity(keys.len());
        let names: Vec<String> = keys.iter().map(|key| format!("0x{}", hex::encode(key))).collect();
        for names in names.chunks(VALUES) {
            let params = rpc_params![names, self.hash()];
            let asked = self.connection.request::<Vec<Changes>>("state_queryStorageAt", params).await;
            for set in asked.map_err(|error| self.explain(error))? {
                found.extend(set.changes.into_iter().map(|(key, value)| (key.to_ascii_lowercase(), value)));
            }
        }
        let value = |name: &String| match found.get(name) {
            Some(stored) => stored.as_deref().map(|value| self.bytes(value)).transpose(),
            // A node names what it was asked for also where nothing is stored. To take silence for that would be to
            // believe in defaults.
            None => Err(self.connection.garbled("it leaves out keys that were asked for").into()),
        };
        names.iter().map(value).collect()
    }

    /// What the runtime answers, in bytes.
    pub(super) async fn ask(
        &self,
        api: &'static str,
        method: &'static str,
        arguments: &[Key],
    ) -> Result<Vec<u8>, ChainError> {
        let arguments = format!("0x{}", hex::encode(self.codec.arguments(api, method, arguments)?));
        let params = rpc_params![format!("{api}_{method}"), arguments, self.hash()];
        let answer: String =
            self.connection.request("state_call", params).await.map_err(|error| self.explain(error))?;
        self.bytes(&answer)
    }

    fn bytes(&self, text: &str) -> Result<Vec<u8>, ChainError> {
        let digits = text.strip_prefix("0x").unwrap_or(text);
        Ok(hex::decode(digits).map_err(|error| self.connection.garbled(&format!("bytes that are not hex: {error}")))?)
    }

    /// Fails if the subnet does not exist.
    pub(super) fn exists(&self, netuid: Netuid, values: &Values<'_>) -> Result<(), ChainError> {
        if values.get::<bool>("NetworksAdded")? { Ok(()) } else { Err(self.no_subnet(netuid)) }
    }

    pub(super) fn no_subnet(&self, netuid: Netuid) -> ChainError {
        ChainError::NoSuchSubnet { netuid, chain: self.connection.endpoint.clone() }
    }

    fn explain(&self, error: NodeError) -> ChainError {
        explained(error, self.number())
    }
}

/// What `state_queryStorageAt` answers.
#[derive(serde::Deserialize)]
struct Changes {
    changes: Vec<(String, Option<String>)>,
}

fn explained(error: NodeError, block: BlockNumber) -> ChainError {
    match error {
        NodeError::Refused { ref endpoint, .. } if error.is_discarded() => {
            ChainError::NoHistory { chain: endpoint.clone(), block }
        }
        error => error.into(),
    }
}
