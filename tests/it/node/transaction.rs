//! A signed transaction, read and checked against a runtime (`spec/chain.md` 3).

use schnorrkel::{PublicKey, Signature};
use serde_json::Value;
use subxt::ext::codec::{Compact, Encode};

use super::codec::{self, Result, take};
use super::dispatch::Call;
use super::hash;
use super::metadata::Runtime;
use super::model::Account;

/// Signed, version 4.
const SIGNED: u8 = 0x84;
/// Longer payloads are hashed before they are signed.
const LONGEST_PAYLOAD: usize = 256;

/// A transaction as it was sent.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    /// With the length in front.
    pub(crate) bytes: Vec<u8>,
    pub(crate) hash: [u8; 32],
    pub(crate) signer: Account,
    pub(crate) nonce: u32,
    pub(crate) tip: u64,
    pub(crate) era: Era,
    pub(crate) call: Call,
    signature: [u8; 64],
    /// Call, then what the extensions put into the transaction: the front of what was signed.
    signed_part: Vec<u8>,
}

/// How long a transaction can be included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Era {
    /// For ever.
    Immortal,
    /// For `period` blocks from each block that is `phase` past a multiple of it.
    Mortal { period: u64, phase: u64 },
}

impl Era {
    fn read(bytes: &mut &[u8]) -> Result<Self> {
        let first: u8 = take(bytes)?;
        if first == 0 {
            return Ok(Self::Immortal);
        }
        let encoded = u64::from(first) | u64::from(take::<u8>(bytes)?) << 8;
        let period = 2 << (encoded % 16);
        let phase = (encoded >> 4) * (period >> 12).max(1);
        if period < 4 || phase >= period { Err("no era".into()) } else { Ok(Self::Mortal { period, phase }) }
    }

    /// First block of the era that `block` lies in.
    pub(crate) fn birth(self, block: u64) -> u64 {
        match self {
            Self::Immortal => 0,
            Self::Mortal { period, phase } => (block.max(phase) - phase) / period * period + phase,
        }
    }

    /// First block after the era that `block` lies in.
    pub(crate) fn death(self, block: u64) -> u64 {
        match self {
            Self::Immortal => u64::MAX,
            Self::Mortal { period, .. } => self.birth(block) + period,
        }
    }
}

impl Transaction {
    /// Reads a transaction with the types of a runtime.
    pub(crate) fn read(runtime: &Runtime, bytes: &[u8]) -> Result<Self> {
        let mut rest = bytes;
        let length = take::<Compact<u32>>(&mut rest)?.0 as usize;
        if rest.len() != length {
            return Err(format!("{} bytes where {length} are announced", rest.len()));
        }
        let version: u8 = take(&mut rest)?;
        if version != SIGNED {
            return Err(format!("version {version:#04x} is not a signed transaction of version 4"));
        }
        if take::<u8>(&mut rest)? != 0 {
            return Err("the signer is not given by its account".into());
        }
        let signer: Account = take(&mut rest)?;
        if take::<u8>(&mut rest)? != 1 {
            return Err("the signature is not sr25519".into());
        }
        let signature: [u8; 64] = take(&mut rest)?;
        let extra_start = rest;
        let (mut nonce, mut tip, mut era) = (0, 0, Era::Immortal);
        for extension in &runtime.metadata.extrinsic.signed_extensions {
            let mut here = rest;
            codec::decode(runtime.types(), extension.ty.id, &mut rest)?;
            match extension.identifier.as_str() {
                "CheckMortality" => era = Era::read(&mut here)?,
                "CheckNonce" => nonce = take::<Compact<u32>>(&mut here)?.0,
                "ChargeTransactionPayment" | "ChargeTransactionPaymentWrapper" => {
                    tip = take::<Compact<u64>>(&mut here)?.0;
                }
                "CheckMetadataHash" if here.first() != Some(&0) => return Err("a metadata hash is asked for".into()),
                _ => {}
            }
        }
        let extra = &extra_start[..extra_start.len() - rest.len()];
        let call = read_call(runtime, rest)?;
        Ok(Self {
            bytes: bytes.to_vec(),
            hash: hash::blake2_256(bytes),
            signer,
            nonce,
            tip,
            era,
            call,
            signature,
            signed_part: [rest, extra].concat(),
        })
    }

    /// What has to be signed on that chain, if the era began with that block.
    pub(crate) fn payload(&self, runtime: &Runtime, genesis: &[u8; 32], birth: &[u8; 32]) -> Vec<u8> {
        let mut payload = self.signed_part.clone();
        for extension in &runtime.metadata.extrinsic.signed_extensions {
            match extension.identifier.as_str() {
                "CheckSpecVersion" => runtime.spec.encode_to(&mut payload),
                "CheckTxVersion" => runtime.transaction_version.encode_to(&mut payload),
                "CheckGenesis" => payload.extend(genesis),
                "CheckMortality" => payload.extend(birth),
                "CheckMetadataHash" => payload.push(0),
                _ => {}
            }
        }
        if payload.len() > LONGEST_PAYLOAD { hash::blake2_256(&payload).to_vec() } else { payload }
    }

    /// Whether the signer signed it for that chain, runtime and era.
    pub(crate) fn is_signed(&self, runtime: &Runtime, genesis: &[u8; 32], birth: &[u8; 32]) -> bool {
        let payload = self.payload(runtime, genesis, birth);
        let (Ok(key), Ok(signature)) = (PublicKey::from_bytes(&self.signer), Signature::from_bytes(&self.signature))
        else {
            return false;
        };
        key.verify_simple(b"substrate", &payload, &signature).is_ok()
    }
}

/// Reads a call, which has to fill all of `bytes`.
pub(crate) fn read_call(runtime: &Runtime, bytes: &[u8]) -> Result<Call> {
    let value = codec::decode_all(runtime.types(), runtime.metadata.outer_enums.call_enum_ty.id, bytes)?;
    let (pallet, inner) = only(&value).ok_or("a call without pallet")?;
    let (name, args) = match inner {
        Value::String(name) => (name.clone(), Value::Null),
        inner => only(inner).map(|(name, args)| (name.clone(), args.clone())).ok_or("a call without name")?,
    };
    Ok(Call { pallet: pallet.clone(), name, args })
}

fn only(value: &Value) -> Option<(&String, &Value)> {
    value.as_object().filter(|object| object.len() == 1)?.iter().next()
}
