//! Commitments: what hotkeys have published (`spec/chain.md` 7.3).

use subxt::ext::scale_decode::DecodeAsType;
use subxt::ext::scale_value::{Composite, Primitive, Value, ValueDef, Variant};

use super::Subtensor;
use super::snapshot::{Entry, Snapshot};
use crate::chain::{At, ChainError, Commitment, CommitmentField, Revealed};
use crate::types::{BlockNumber, Hotkey, Netuid};

const PALLET: &str = "Commitments";

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Registration {
    block: u64,
    info: Info,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Info {
    /// An enum of 137 variants, whose names carry meaning (`spec/chain.md` 4).
    fields: Vec<Value>,
}

pub(super) async fn commitment(
    chain: &Subtensor,
    netuid: Netuid,
    hotkey: &Hotkey,
    at: At,
) -> Result<Option<Commitment>, ChainError> {
    let hotkey = *hotkey;
    chain.read_at(at, move |state| Box::pin(async move { read(&state, netuid, &hotkey).await })).await
}

async fn read(state: &Snapshot, netuid: Netuid, hotkey: &Hotkey) -> Result<Option<Commitment>, ChainError> {
    let of_hotkey = |name| Entry::of(PALLET, name, [netuid.into(), hotkey.into()]);
    let values = state
        .values(vec![
            Entry::new("NetworksAdded", [netuid.into()]),
            of_hotkey("CommitmentOf"),
            of_hotkey("RevealedCommitments").optional(),
        ])
        .await?;
    state.exists(netuid, &values)?;
    let revealed: Vec<(Vec<u8>, u64)> = values.find("RevealedCommitments")?.unwrap_or_default();
    let revealed: Vec<_> =
        revealed.into_iter().map(|(data, block)| Revealed { block: BlockNumber(block), data }).collect();
    let Some(Registration { block, info }) = values.find("CommitmentOf")? else {
        // What was encrypted is moved away when it can be read.
        let last = revealed.iter().map(|revealed| revealed.block).max();
        return Ok(last.map(|block| Commitment { block, fields: Vec::new(), revealed }));
    };
    let fields = info.fields.iter().map(|value| {
        field(value).ok_or_else(|| state.codec.unknown(PALLET, "CommitmentOf", &value.to_string()).into())
    });
    let fields = fields.collect::<Result<_, ChainError>>()?;
    Ok(Some(Commitment { block: BlockNumber(block), fields, revealed }))
}

/// One field, by the name of its variant; `None` if that means nothing here.
fn field(value: &Value) -> Option<CommitmentField> {
    let ValueDef::Variant(Variant { name, values }) = &value.value else { return None };
    let bytes = || bytes_of(&ValueDef::Composite(values.clone()));
    Some(match name.as_str() {
        "None" => CommitmentField::None,
        "ResetBondsFlag" => CommitmentField::ResetBonds,
        "BlakeTwo256" | "Sha256" | "Keccak256" | "ShaThree256" => {
            CommitmentField::Hash { algorithm: name.clone(), digest: bytes()? }
        }
        "TimelockEncrypted" => {
            let Composite::Named(named) = values else { return None };
            let part = |wanted: &str| named.iter().find(|(name, _)| name == wanted).map(|(_, value)| &value.value);
            let round = match part("reveal_round")? {
                ValueDef::Primitive(Primitive::U128(round)) => u64::try_from(*round).ok()?,
                _ => return None,
            };
            CommitmentField::Timelocked { round, bytes: bytes_of(part("encrypted")?)?.len() }
        }
        // `Raw0` to `Raw128`, and `BigRaw` for more.
        raw if raw.starts_with("Raw") || raw == "BigRaw" => CommitmentField::Raw { data: bytes()? },
        _ => return None,
    })
}

/// Bytes, however many wrappers they are in.
fn bytes_of(value: &ValueDef<()>) -> Option<Vec<u8>> {
    let ValueDef::Composite(composite) = value else { return None };
    let parts: Vec<&Value> = composite.values().collect();
    if let [Value { value: inner @ ValueDef::Composite(_), .. }] = parts[..] {
        return bytes_of(inner);
    }
    let byte = |part: &&Value| match part.value {
        ValueDef::Primitive(Primitive::U128(byte)) => u8::try_from(byte).ok(),
        _ => None,
    };
    parts.iter().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_field_is_told_by_its_name_through_any_wrapper() {
        let bytes = |bytes: &[u8]| Value::unnamed_composite(bytes.iter().map(|byte| Value::u128((*byte).into())));
        let wrapped = |inner: Value| Value::unnamed_composite([inner]);
        let variant = |name: &str, value: Value| field(&Value::unnamed_variant(name, [value]));
        let raw = |data: &[u8]| Some(CommitmentField::Raw { data: data.to_vec() });
        assert_eq!(variant("Raw2", bytes(b"hi")), raw(b"hi"));
        assert_eq!(variant("Raw1", bytes(b"h")), raw(b"h"));
        assert_eq!(variant("Raw0", bytes(b"")), raw(b""));
        assert_eq!(variant("BigRaw", wrapped(bytes(b"long"))), raw(b"long"));
        let digest = CommitmentField::Hash { algorithm: "Sha256".into(), digest: vec![7; 32] };
        assert_eq!(variant("Sha256", bytes(&[7; 32])), Some(digest));
        let locked = [("encrypted", wrapped(bytes(&[1, 2, 3]))), ("reveal_round", Value::u128(9))];
        assert_eq!(
            field(&Value::named_variant("TimelockEncrypted", locked)),
            Some(CommitmentField::Timelocked { round: 9, bytes: 3 })
        );
        assert_eq!(field(&Value::unnamed_variant("None", [])), Some(CommitmentField::None));
        assert_eq!(field(&Value::unnamed_variant("ResetBondsFlag", [])), Some(CommitmentField::ResetBonds));
        assert_eq!(field(&Value::unnamed_variant("Novelty", [])), None);
        assert_eq!(field(&Value::u128(1)), None);
    }
}
