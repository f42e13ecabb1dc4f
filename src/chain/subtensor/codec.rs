//! Bytes of one runtime: keys, values, arguments, answers, everything addressed by name (`spec/chain.md` 2.2).
//!
//! Asks nobody. What is missing in a runtime or has another type there is an error that names it.

mod parts;

use std::fmt;

use subxt::ArcMetadata;
use subxt::ext::frame_decode::constants::decode_constant;
use subxt::ext::frame_decode::runtime_apis::encode_runtime_api_inputs;
use subxt::ext::frame_decode::storage::{
    StorageTypeInfo as _, decode_storage_value_with_info, encode_storage_key_with_info,
};
use subxt::ext::scale_decode::DecodeAsType;
use subxt::ext::scale_encode::{self, EncodeAsType};
use subxt::ext::scale_type_resolver::TypeResolver;

use super::error::{Item, NodeError};
use crate::types::{Hotkey, Netuid, Uid};

pub(super) use parts::Parts;
use parts::check;

/// The pallet that nearly everything is in.
pub(super) const SUBTENSOR: &str = "SubtensorModule";

/// One part of a storage key, or one argument of a runtime API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Number(u64),
    Account([u8; 32]),
}

impl From<Netuid> for Key {
    fn from(netuid: Netuid) -> Self {
        Self::Number(netuid.0.into())
    }
}

impl From<Uid> for Key {
    fn from(uid: Uid) -> Self {
        Self::Number(uid.0.into())
    }
}

impl From<&Hotkey> for Key {
    fn from(hotkey: &Hotkey) -> Self {
        Self::Account(*hotkey.as_bytes())
    }
}

impl EncodeAsType for Key {
    fn encode_as_type_to<R: TypeResolver>(
        &self,
        type_id: R::TypeId,
        types: &R,
        out: &mut Vec<u8>,
    ) -> Result<(), scale_encode::Error> {
        match self {
            Self::Number(number) => number.encode_as_type_to(type_id, types, out),
            Self::Account(account) => account.encode_as_type_to(type_id, types, out),
        }
    }
}

/// The types of one runtime.
#[derive(Debug, Clone)]
pub(super) struct Codec {
    metadata: ArcMetadata,
    spec_version: u32,
}

impl Codec {
    pub(super) const fn new(metadata: ArcMetadata, spec_version: u32) -> Self {
        Self { metadata, spec_version }
    }

    /// Whether the runtime stores this.
    pub(super) fn stores(&self, pallet: &str, entry: &str) -> bool {
        self.metadata.storage_info(pallet, entry).is_ok()
    }

    /// Whether the runtime answers this.
    pub(super) fn answers(&self, api: &str, method: &str) -> bool {
        self.metadata.runtime_api_trait_by_name(api).is_some_and(|api| api.method_by_name(method).is_some())
    }

    /// Where a value is stored.
    pub(super) fn key(&self, pallet: &'static str, entry: &'static str, keys: &[Key]) -> Result<Vec<u8>, NodeError> {
        let item = Item::Storage { pallet, entry };
        let info = self.metadata.storage_info(pallet, entry).map_err(|_| self.missing(item))?;
        encode_storage_key_with_info(pallet, entry, keys.to_vec(), &info, self.metadata.types())
            .map_err(|error| self.changed(item, &error))
    }

    /// A stored value, or what the runtime takes for one that is not stored; `None` if it takes nothing.
    pub(super) fn value<T: DecodeAsType>(
        &self,
        pallet: &'static str,
        entry: &'static str,
        stored: Option<&[u8]>,
    ) -> Result<Option<T>, NodeError> {
        let item = Item::Storage { pallet, entry };
        let info = self.metadata.storage_info(pallet, entry).map_err(|_| self.missing(item))?;
        let Some(mut bytes) = stored.or(info.default_value.as_deref()) else { return Ok(None) };
        // A list of values of any type takes room for as many as it says it has, before it looks whether they are there.
        check(self.metadata.types(), info.value_id, bytes).map_err(|reason| self.changed(item, &reason))?;
        let value = decode_storage_value_with_info(&mut bytes, &info, self.metadata.types(), T::into_visitor())
            .map_err(|error| self.changed(item, &error))?;
        self.nothing_left(item, bytes)?;
        Ok(Some(value))
    }

    /// The arguments of a runtime API.
    pub(super) fn arguments(
        &self,
        api: &'static str,
        method: &'static str,
        arguments: &[Key],
    ) -> Result<Vec<u8>, NodeError> {
        let item = Item::Api { api, method };
        if !self.answers(api, method) {
            return Err(self.missing(item));
        }
        encode_runtime_api_inputs(api, method, arguments.to_vec(), &*self.metadata, self.metadata.types())
            .map_err(|error| self.changed(item, &error))
    }

    /// A constant of the runtime.
    pub(super) fn constant<T: DecodeAsType>(
        &self,
        pallet: &'static str,
        constant: &'static str,
    ) -> Result<T, NodeError> {
        let item = Item::Constant { pallet, constant };
        let found = self.metadata.pallet_by_name(pallet).and_then(|pallet| pallet.constant_by_name(constant));
        if found.is_none() {
            return Err(self.missing(item));
        }
        decode_constant(pallet, constant, &*self.metadata, self.metadata.types(), T::into_visitor())
            .map_err(|error| self.changed(item, &error))
    }

    /// The error of a value that is not set, has no default, and is needed.
    pub(super) fn unset(&self, pallet: &'static str, entry: &'static str) -> NodeError {
        self.changed(Item::Storage { pallet, entry }, &"it is not set")
    }

    /// The error of a value that was decoded and means nothing here.
    pub(super) fn unknown(&self, pallet: &'static str, entry: &'static str, value: &str) -> NodeError {
        self.changed(Item::Storage { pallet, entry }, &format!("it holds {value}"))
    }

    /// The error of an answer whose parts do not go together.
    pub(super) fn contradicts(&self, api: &'static str, method: &'static str, reason: &str) -> NodeError {
        self.changed(Item::Api { api, method }, &reason)
    }

    const fn missing(&self, item: Item) -> NodeError {
        NodeError::Missing { item, spec_version: self.spec_version }
    }

    fn changed(&self, item: Item, reason: &dyn fmt::Display) -> NodeError {
        NodeError::changed(item, self.spec_version, &reason.to_string())
    }

    fn nothing_left(&self, item: Item, bytes: &[u8]) -> Result<(), NodeError> {
        match bytes.len() {
            0 => Ok(()),
            left => Err(self.changed(item, &format!("{left} bytes are left over"))),
        }
    }
}

#[cfg(test)]
mod tests;
