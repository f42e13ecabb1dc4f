//! A block: header, transactions, and the state that it left.

use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};
use subxt::ext::codec::{Compact, Encode};

use super::hash;
use super::metadata::Runtime;
use super::model::Model;
use super::state::{self, Storage, View};

/// Item of a header's digest that its author adds before the block runs.
const PRE_RUNTIME: u8 = 6;

/// A header (`spec/chain.md` 12: the hash is that of its encoding).
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) parent: [u8; 32],
    pub(crate) number: u64,
    pub(crate) state_root: [u8; 32],
    pub(crate) extrinsics_root: [u8; 32],
    /// Encoded items.
    pub(crate) digest: Vec<Vec<u8>>,
}

impl Header {
    /// BLAKE2b-256 of the header's encoding.
    pub(crate) fn hash(&self) -> [u8; 32] {
        let mut bytes = self.parent.to_vec();
        Compact(self.number).encode_to(&mut bytes);
        bytes.extend(self.state_root);
        bytes.extend(self.extrinsics_root);
        Compact(u32::try_from(self.digest.len()).unwrap()).encode_to(&mut bytes);
        self.digest.iter().for_each(|item| bytes.extend(item));
        hash::blake2_256(&bytes)
    }

    /// As JSON-RPC writes it.
    pub(crate) fn json(&self) -> Value {
        json!({
            "parentHash": text(&self.parent),
            "number": format!("{:#x}", self.number),
            "stateRoot": text(&self.state_root),
            "extrinsicsRoot": text(&self.extrinsics_root),
            "digest": { "logs": self.digest.iter().map(|item| text(item)).collect::<Vec<_>>() },
        })
    }
}

/// The slot of the author, as Aura writes it.
pub(crate) fn slot_item(slot: u64) -> Vec<u8> {
    let mut item = vec![PRE_RUNTIME];
    item.extend(b"aura");
    slot.encode().encode_to(&mut item);
    item
}

/// `0x` and hex digits.
pub(crate) fn text(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// A block with the state after it.
pub(crate) struct Block {
    pub(crate) header: Header,
    pub(crate) hash: [u8; 32],
    pub(crate) extrinsics: Vec<Vec<u8>>,
    pub(crate) runtime: Arc<Runtime>,
    /// The state before its transactions.
    pub(crate) before: Arc<Model>,
    /// The state after them.
    pub(crate) model: Arc<Model>,
    pub(crate) events: Vec<Value>,
    pub(crate) now_ms: u64,
    /// Written when it is first read.
    pub(crate) storage: OnceLock<Storage>,
}

impl Block {
    pub(crate) fn number(&self) -> u64 {
        self.header.number
    }

    /// What its storage and answers are made from.
    pub(crate) fn view(&self) -> View<'_> {
        View {
            runtime: &self.runtime,
            model: &self.model,
            number: self.number(),
            now_ms: self.now_ms,
            parent: self.header.parent,
            events: &self.events,
        }
    }

    /// Its storage by key.
    pub(crate) fn storage(&self) -> &Storage {
        self.storage.get_or_init(|| state::storage(&self.view()))
    }
}
