//! The calls, by name, as the runtime's metadata asks for them (`spec/chain.md` 4).

use std::fmt;
use std::net::IpAddr;

use subxt::client::OfflineClientAtBlockT;
use subxt::ext::scale_value::{Composite, Value};
use subxt::tx::DynamicPayload;
use subxt::{Metadata, SubstrateConfig};

use super::SubmitError;
use crate::types::{Netuid, Uid};

/// The subnets' pallet.
pub(super) const PALLET: &str = "SubtensorModule";

/// A call with its arguments.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pallet: &'static str,
    name: &'static str,
    arguments: Vec<(&'static str, Argument)>,
}

#[derive(Debug, Clone)]
enum Argument {
    Plain(Value<()>),
    Bytes(Vec<u8>),
}

/// An axon as it is published (`spec/chain.md` 7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AxonFields {
    pub(super) version: u32,
    pub(super) ip: u128,
    pub(super) port: u16,
    pub(super) ip_type: u8,
    pub(super) protocol: u8,
}

/// What a commitment puts its bytes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// One of `Raw0` to `Raw128`.
    Raw,
    /// `BigRaw`, of newer runtimes.
    BigRaw,
}

impl Call {
    /// Weights that anybody can read. `set_weights` for runtimes that know one mechanism only.
    pub(super) fn set_weights(
        metadata: &Metadata,
        netuid: Netuid,
        mechanism: u8,
        weights: &[(Uid, u16)],
        version_key: u64,
    ) -> Self {
        let dests = Value::unnamed_composite(weights.iter().map(|(uid, _)| integer(uid.0)));
        let values = Value::unnamed_composite(weights.iter().map(|(_, weight)| integer(*weight)));
        let rest = [("dests", plain(dests)), ("weights", plain(values)), ("version_key", number(version_key))];
        Self::of_mechanism(metadata, ["set_mechanism_weights", "set_weights"], netuid, mechanism, rest)
    }

    /// Weights that a drand round opens.
    pub(super) fn commit_weights(
        metadata: &Metadata,
        netuid: Netuid,
        mechanism: u8,
        commit: Vec<u8>,
        (round, version): (u64, u16),
    ) -> Self {
        let rest = [
            ("commit", Argument::Bytes(commit)),
            ("reveal_round", number(round)),
            ("commit_reveal_version", number(version)),
        ];
        let names = ["commit_timelocked_mechanism_weights", "commit_timelocked_weights"];
        Self::of_mechanism(metadata, names, netuid, mechanism, rest)
    }

    // Both forms do the same for mechanism 0, and only there the second can stand in.
    fn of_mechanism<const N: usize>(
        metadata: &Metadata,
        [name, without]: [&'static str; 2],
        netuid: Netuid,
        mechanism: u8,
        rest: [(&'static str, Argument); N],
    ) -> Self {
        let has =
            |name| metadata.pallet_by_name(PALLET).is_some_and(|pallet| pallet.call_variant_by_name(name).is_some());
        let mut arguments = vec![("netuid", number(netuid.0))];
        let name = if mechanism == 0 && !has(name) && has(without) { without } else { name };
        if name != without {
            arguments.push(("mecid", number(mechanism)));
        }
        arguments.extend(rest);
        Self { pallet: PALLET, name, arguments }
    }

    /// Where a hotkey can be reached.
    pub(super) fn serve_axon(netuid: Netuid, axon: AxonFields) -> Self {
        let arguments = vec![
            ("netuid", number(netuid.0)),
            ("version", number(axon.version)),
            ("ip", number(axon.ip)),
            ("port", number(axon.port)),
            ("ip_type", number(axon.ip_type)),
            ("protocol", number(axon.protocol)),
            ("placeholder1", number(0_u8)),
            ("placeholder2", number(0_u8)),
        ];
        Self { pallet: PALLET, name: "serve_axon", arguments }
    }

    /// A commitment of these fields, in this order.
    pub(super) fn set_commitment(netuid: Netuid, fields: &[(&[u8], Holder)]) -> Self {
        let field = |(data, holder): &(&[u8], Holder)| {
            let name = match holder {
                Holder::Raw => format!("Raw{}", data.len()),
                Holder::BigRaw => "BigRaw".to_owned(),
            };
            Value::unnamed_variant(name, [Value::from_bytes(data)])
        };
        let fields = Value::unnamed_composite([Value::unnamed_composite(fields.iter().map(field))]);
        let info = Value::named_composite([("fields", fields)]);
        Self {
            pallet: "Commitments",
            name: "set_commitment",
            arguments: vec![("netuid", number(netuid.0)), ("info", plain(info))],
        }
    }

    /// `SubtensorModule.serve_axon`.
    pub(super) fn title(&self) -> String {
        format!("{}.{}", self.pallet, self.name)
    }

    /// For subxt.
    pub(super) fn payload(&self) -> DynamicPayload<Composite<()>> {
        let arguments = self.arguments.iter().map(|(name, value)| ((*name).to_owned(), value.value())).collect();
        subxt::dynamic::transaction(self.pallet, self.name, Composite::Named(arguments))
    }

    /// The bytes of the call, without signature and all.
    pub(super) fn encode<C: OfflineClientAtBlockT<SubstrateConfig>>(
        &self,
        at: &subxt::client::ClientAtBlock<SubstrateConfig, C>,
    ) -> Result<Vec<u8>, SubmitError> {
        at.tx().call_data(&self.payload()).map_err(|error| SubmitError::Build {
            call: self.title(),
            spec_version: at.spec_version(),
            reason: error.to_string(),
        })
    }
}

impl fmt::Display for Call {
    /// With its arguments, as one line: `SubtensorModule.set_weights(netuid: 1, …)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}(", self.pallet, self.name)?;
        for (index, (name, value)) in self.arguments.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{name}: {value}")?;
        }
        f.write_str(")")
    }
}

impl Argument {
    fn value(&self) -> Value<()> {
        match self {
            Self::Plain(value) => value.clone(),
            Self::Bytes(bytes) => Value::from_bytes(bytes),
        }
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(value) => write!(f, "{value}"),
            Self::Bytes(bytes) => write!(f, "0x{} ({} bytes)", hex::encode(bytes), bytes.len()),
        }
    }
}

fn plain(value: Value<()>) -> Argument {
    Argument::Plain(value)
}

fn number(number: impl Into<u128>) -> Argument {
    plain(integer(number))
}

fn integer(number: impl Into<u128>) -> Value<()> {
    Value::u128(number.into())
}

/// An address as the number that the chain keeps, and its kind.
pub(super) fn ip_number(ip: IpAddr) -> (u128, u8) {
    match ip {
        IpAddr::V4(ip) => (u128::from(ip.to_bits()), 4),
        IpAddr::V6(ip) => (ip.to_bits(), 6),
    }
}
