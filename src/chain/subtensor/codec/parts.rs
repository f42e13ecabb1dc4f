//! The fields of a structure, found by name without decoding those that nobody asks for.
//!
//! A metagraph is mostly accounts and texts. To pass over those byte by byte takes many times as long as all the rest.

use std::collections::HashMap;

use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};
use subxt::ext::codec::{Compact, Decode as _};
use subxt::ext::scale_decode::DecodeAsType;

use super::{Codec, Item, NodeError};

/// Deepest that types may lie within each other.
const DEEPEST: u8 = 32;

/// The fields of one structure, each as its type and its bytes.
pub(in super::super) struct Parts<'a> {
    codec: &'a Codec,
    item: Item,
    fields: HashMap<&'a str, (u32, &'a [u8])>,
}

impl Codec {
    /// The fields of what a runtime API answered: an optional structure.
    pub(in super::super) fn parts<'a>(
        &'a self,
        api: &'static str,
        method: &'static str,
        bytes: &'a [u8],
    ) -> Result<Option<Parts<'a>>, NodeError> {
        let item = Item::Api { api, method };
        let known = self.metadata.runtime_api_trait_by_name(api).and_then(|api| api.method_by_name(method));
        let output = known.ok_or_else(|| self.missing(item))?.output_ty();
        let fields = optional(self.metadata.types(), output, bytes).map_err(|reason| self.changed(item, &reason))?;
        Ok(fields.map(|fields| Parts { codec: self, item, fields }))
    }
}

impl Parts<'_> {
    fn field(&self, name: &str) -> Result<(u32, &[u8]), NodeError> {
        let found = self.fields.get(name).copied();
        found.ok_or_else(|| self.codec.changed(self.item, &format!("it has no field `{name}`")))
    }

    /// One field.
    pub(in super::super) fn get<T: DecodeAsType>(&self, name: &str) -> Result<T, NodeError> {
        let (id, mut bytes) = self.field(name)?;
        T::decode_as_type(&mut bytes, id, self.codec.metadata.types())
            .map_err(|error| self.codec.changed(self.item, &format!("field `{name}`: {error}")))
    }

    /// A field that is a list of accounts.
    pub(in super::super) fn accounts(&self, name: &str) -> Result<Vec<[u8; 32]>, NodeError> {
        let (id, bytes) = self.field(name)?;
        accounts(self.codec.metadata.types(), id, bytes)
            .map_err(|reason| self.codec.changed(self.item, &format!("field `{name}`: {reason}")))
    }
}

type Fields<'a> = HashMap<&'a str, (u32, &'a [u8])>;

fn optional<'a>(types: &'a PortableRegistry, id: u32, bytes: &'a [u8]) -> Result<Option<Fields<'a>>, String> {
    let TypeDef::Variant(option) = type_of(types, id)? else { return Err("it is not optional".into()) };
    let (index, mut rest) = bytes.split_first().ok_or("it is empty")?;
    let variant = option.variants.iter().find(|variant| variant.index == *index);
    let fields = match variant.map(|variant| &*variant.fields) {
        Some([]) if rest.is_empty() => return Ok(None),
        Some([inner]) => match type_of(types, inner.ty.id)? {
            TypeDef::Composite(structure) => &structure.fields,
            _ => return Err("it is no structure".into()),
        },
        _ => return Err(format!("it begins with {index}")),
    };
    let mut found = HashMap::with_capacity(fields.len());
    for field in fields {
        let name = field.name.as_deref().unwrap_or_default();
        let before = rest;
        skip(types, field.ty.id, &mut rest, 0).map_err(|reason| format!("field `{name}`: {reason}"))?;
        found.insert(name, (field.ty.id, &before[..before.len() - rest.len()]));
    }
    if rest.is_empty() { Ok(Some(found)) } else { Err(format!("{} bytes are left over", rest.len())) }
}

fn accounts(types: &PortableRegistry, id: u32, mut bytes: &[u8]) -> Result<Vec<[u8; 32]>, String> {
    let TypeDef::Sequence(list) = type_of(types, id)? else { return Err("it is no list".into()) };
    if width(types, list.type_param.id, 0)? != Some(32) {
        return Err("it is no list of accounts".into());
    }
    let count = length(&mut bytes)?;
    let (rows, rest) = bytes.as_chunks::<32>();
    if rows.len() == count && rest.is_empty() { Ok(rows.to_vec()) } else { Err(format!("it has no {count} rows")) }
}

fn type_of(types: &PortableRegistry, id: u32) -> Result<&TypeDef<scale_info::form::PortableForm>, String> {
    types.resolve(id).map(|known| &known.type_def).ok_or_else(|| format!("type {id} is not in the metadata"))
}

/// Whether the bytes have as much in them as their lengths claim. Takes no memory.
pub(super) fn check(types: &PortableRegistry, id: u32, mut bytes: &[u8]) -> Result<(), String> {
    skip(types, id, &mut bytes, 0)
}

/// Passes over a value.
fn skip(types: &PortableRegistry, id: u32, input: &mut &[u8], depth: u8) -> Result<(), String> {
    if depth > DEEPEST {
        return Err("its types lie too deep".into());
    }
    let deeper = depth + 1;
    match type_of(types, id)? {
        TypeDef::Composite(structure) => {
            structure.fields.iter().try_for_each(|field| skip(types, field.ty.id, input, deeper))
        }
        TypeDef::Tuple(tuple) => tuple.fields.iter().try_for_each(|field| skip(types, field.id, input, deeper)),
        TypeDef::Variant(variant) => {
            let index = take(input, 1)?[0];
            let found = variant.variants.iter().find(|variant| variant.index == index);
            let fields = &found.ok_or_else(|| format!("there is no variant {index}"))?.fields;
            fields.iter().try_for_each(|field| skip(types, field.ty.id, input, deeper))
        }
        TypeDef::Sequence(list) => {
            let count = length(input)?;
            skip_items(types, list.type_param.id, count, input, deeper)
        }
        TypeDef::Array(array) => {
            let count = usize::try_from(array.len).map_err(|error| error.to_string())?;
            skip_items(types, array.type_param.id, count, input, deeper)
        }
        TypeDef::Compact(_) => {
            let first = *input.first().ok_or(ENDS)?;
            let bytes = match first & 3 {
                0 => 1,
                1 => 2,
                2 => 4,
                _ => usize::from(first >> 2) + 5,
            };
            take(input, bytes).map(drop)
        }
        TypeDef::Primitive(TypeDefPrimitive::Str) => {
            let bytes = length(input)?;
            take(input, bytes).map(drop)
        }
        TypeDef::Primitive(primitive) => take(input, width_of(primitive)).map(drop),
        TypeDef::BitSequence(_) => Err("bits are not known here".into()),
    }
}

fn skip_items(types: &PortableRegistry, id: u32, count: usize, input: &mut &[u8], depth: u8) -> Result<(), String> {
    match width(types, id, depth)? {
        // No count of these would ever end with the bytes.
        Some(0) if count > 0 => Err("a list of what takes no bytes is not known here".into()),
        Some(width) => take(input, count.checked_mul(width).ok_or(ENDS)?).map(drop),
        // Each takes a byte at least, so a count that is not true ends with the bytes.
        None => (0..count).try_for_each(|_| skip(types, id, input, depth)),
    }
}

/// Bytes of every value of a type, where all have the same.
fn width(types: &PortableRegistry, id: u32, depth: u8) -> Result<Option<usize>, String> {
    if depth > DEEPEST {
        return Err("its types lie too deep".into());
    }
    let sum = |ids: &mut dyn Iterator<Item = u32>| {
        let mut sum = Some(0_usize);
        for id in ids {
            sum = sum.zip(width(types, id, depth + 1)?).and_then(|(sum, one)| sum.checked_add(one));
        }
        Ok(sum)
    };
    match type_of(types, id)? {
        TypeDef::Composite(structure) => sum(&mut structure.fields.iter().map(|field| field.ty.id)),
        TypeDef::Tuple(tuple) => sum(&mut tuple.fields.iter().map(|field| field.id)),
        TypeDef::Array(array) => {
            let one = width(types, array.type_param.id, depth + 1)?;
            Ok(one.zip(usize::try_from(array.len).ok()).and_then(|(one, count)| one.checked_mul(count)))
        }
        TypeDef::Primitive(TypeDefPrimitive::Str) => Ok(None),
        TypeDef::Primitive(primitive) => Ok(Some(width_of(primitive))),
        TypeDef::Variant(_) | TypeDef::Sequence(_) | TypeDef::Compact(_) | TypeDef::BitSequence(_) => Ok(None),
    }
}

const fn width_of(primitive: &TypeDefPrimitive) -> usize {
    match primitive {
        TypeDefPrimitive::Bool | TypeDefPrimitive::U8 | TypeDefPrimitive::I8 => 1,
        TypeDefPrimitive::U16 | TypeDefPrimitive::I16 => 2,
        TypeDefPrimitive::U32 | TypeDefPrimitive::I32 | TypeDefPrimitive::Char => 4,
        TypeDefPrimitive::U64 | TypeDefPrimitive::I64 => 8,
        TypeDefPrimitive::U128 | TypeDefPrimitive::I128 => 16,
        TypeDefPrimitive::U256 | TypeDefPrimitive::I256 => 32,
        TypeDefPrimitive::Str => 0,
    }
}

const ENDS: &str = "it ends too soon";

fn length(input: &mut &[u8]) -> Result<usize, String> {
    let Compact(length) = Compact::<u32>::decode(input).map_err(|error| error.to_string())?;
    usize::try_from(length).map_err(|error| error.to_string())
}

fn take<'a>(input: &mut &'a [u8], bytes: usize) -> Result<&'a [u8], String> {
    let (taken, rest) = input.split_at_checked(bytes).ok_or(ENDS)?;
    *input = rest;
    Ok(taken)
}
