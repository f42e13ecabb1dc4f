//! SCALE by type: any JSON value to the bytes of any type of a runtime's metadata, and back (`spec/chain.md` 13.1).
//!
//! | type | JSON |
//! |---|---|
//! | numbers, compact or not | a number; decimal text where 64 bits do not hold it |
//! | bytes, `[u8; N]`, `Vec<Compact<u8>>` | `0x` and hex digits; written also as plain text or a list of numbers |
//! | `AccountId32` | SS58; written also as `0x` and hex digits |
//! | a structure | an object; one with a single unnamed field is its field |
//! | a tuple | a list; one with a single element is its element |
//! | an account among other addresses | the account |
//! | an enum | `"Name"` or `{"Name": fields}`; a single unnamed field stands for itself |
//! | an option | null or the value; `{"Some": null}` where the value is null too |
//!
//! What is missing, or null, is written as zero, empty, the first variant: one model serves all runtimes.

use scale_info::{Field, PortableRegistry, TypeDef, TypeDefPrimitive, Variant, form::PortableForm};
use serde_json::{Map, Value, json};
use subxt::ext::codec::{Compact, Decode, Encode};

use gascli::types::Hotkey;

/// More elements than any list of a block has: a length that was read from garbage ends here.
const MOST_ELEMENTS: u32 = 1 << 20;

/// What cannot be written or read, and why.
pub(crate) type Result<T> = std::result::Result<T, String>;

/// Appends `value` as a value of type `ty`.
pub(crate) fn encode(types: &PortableRegistry, ty: u32, value: &Value, out: &mut Vec<u8>) -> Result<()> {
    match &types.resolve(ty).ok_or("unknown type")?.type_def {
        TypeDef::Primitive(primitive) => encode_primitive(primitive, value, out),
        TypeDef::Compact(inner) => encode_compact(types, inner.type_param.id, value, out),
        TypeDef::Composite(composite) => encode_fields(types, &composite.fields, value, out),
        TypeDef::Tuple(tuple) => match (&tuple.fields[..], value) {
            ([], _) => Ok(()),
            ([only], value) => encode(types, only.id, value, out),
            (fields, value) => {
                for (position, field) in fields.iter().enumerate() {
                    encode(types, field.id, value.get(position).unwrap_or(&Value::Null), out)?;
                }
                Ok(())
            }
        },
        TypeDef::Sequence(sequence) => {
            let inner = sequence.type_param.id;
            if let Value::String(text) = value {
                let bytes = bytes_of(text)?;
                Compact(u32::try_from(bytes.len()).map_err(|_| "too long")?).encode_to(out);
                return encode_bytes(types, inner, &bytes, out);
            }
            let elements = value.as_array().map_or(&[][..], Vec::as_slice);
            Compact(u32::try_from(elements.len()).map_err(|_| "too long")?).encode_to(out);
            elements.iter().try_for_each(|element| encode(types, inner, element, out))
        }
        TypeDef::Array(array) => {
            let (inner, length) = (array.type_param.id, array.len as usize);
            match value {
                Value::Null => (0..length).try_for_each(|_| encode(types, inner, &Value::Null, out)),
                Value::String(text) => {
                    let bytes = if text.starts_with("0x") {
                        bytes_of(text)?
                    } else {
                        text.parse::<Hotkey>().map_err(|error| format!("`{text}`: {error}"))?.as_bytes().to_vec()
                    };
                    if bytes.len() != length {
                        return Err(format!("{} bytes where {length} belong", bytes.len()));
                    }
                    encode_bytes(types, inner, &bytes, out)
                }
                Value::Array(elements) if elements.len() == length => {
                    elements.iter().try_for_each(|element| encode(types, inner, element, out))
                }
                other => Err(format!("{other} is no list of {length}")),
            }
        }
        TypeDef::Variant(variants) => encode_variant(types, &variants.variants, value, out),
        TypeDef::BitSequence(_) => match value {
            Value::Null => {
                out.push(0);
                Ok(())
            }
            other => Err(format!("{other} as a sequence of bits")),
        },
    }
}

/// Takes a value of type `ty` off the front of `bytes`.
pub(crate) fn decode(types: &PortableRegistry, ty: u32, bytes: &mut &[u8]) -> Result<Value> {
    let resolved = types.resolve(ty).ok_or("unknown type")?;
    match &resolved.type_def {
        TypeDef::Primitive(primitive) => decode_primitive(primitive, bytes),
        TypeDef::Compact(inner) => match types.resolve(innermost(types, inner.type_param.id)).map(|ty| &ty.type_def) {
            Some(TypeDef::Tuple(_)) => Ok(Value::Null),
            _ => Ok(number(take::<Compact<u128>>(bytes)?.0)),
        },
        TypeDef::Composite(_) if resolved.path.segments.last().is_some_and(|name| name == "AccountId32") => {
            Ok(json!(Hotkey::from_bytes(take::<[u8; 32]>(bytes)?).to_string()))
        }
        TypeDef::Composite(composite) => decode_fields(types, &composite.fields, bytes),
        TypeDef::Tuple(tuple) => match &tuple.fields[..] {
            [] => Ok(Value::Null),
            [only] => decode(types, only.id, bytes),
            fields => {
                fields.iter().map(|field| decode(types, field.id, bytes)).collect::<Result<Vec<_>>>().map(Value::from)
            }
        },
        TypeDef::Sequence(sequence) => {
            let length = take::<Compact<u32>>(bytes)?.0;
            decode_list(types, sequence.type_param.id, length, bytes)
        }
        TypeDef::Array(array) => decode_list(types, array.type_param.id, array.len, bytes),
        TypeDef::Variant(variants) => {
            let index = take::<u8>(bytes)?;
            let variant = variants
                .variants
                .iter()
                .find(|variant| variant.index == index)
                .ok_or_else(|| format!("no variant {index} in {}", resolved.path))?;
            let fields = decode_fields(types, &variant.fields, bytes)?;
            Ok(match (variant.name.as_str(), variant.fields.len()) {
                ("None", 0) => Value::Null,
                (name, 0) => json!(name),
                ("Some", _) if !fields.is_null() => fields,
                (name, _) => json!({ name: fields }),
            })
        }
        TypeDef::BitSequence(_) => Err("a sequence of bits".into()),
    }
}

/// Whether exactly one value of type `ty` stands in `bytes`, and which.
pub(crate) fn decode_all(types: &PortableRegistry, ty: u32, mut bytes: &[u8]) -> Result<Value> {
    let value = decode(types, ty, &mut bytes)?;
    if bytes.is_empty() { Ok(value) } else { Err(format!("{} bytes are left over", bytes.len())) }
}

/// Bytes as text, the way they are read back.
pub(crate) fn hex(bytes: &[u8]) -> Value {
    json!(format!("0x{}", hex::encode(bytes)))
}

/// The bytes that text stands for: hex digits after `0x`, else its own.
pub(crate) fn bytes_of(text: &str) -> Result<Vec<u8>> {
    match text.strip_prefix("0x") {
        Some(digits) => hex::decode(digits).map_err(|error| format!("`{text}`: {error}")),
        None => Ok(text.as_bytes().to_vec()),
    }
}

/// A number as JSON can carry it.
pub(crate) fn number(value: u128) -> Value {
    u64::try_from(value).map_or_else(|_| json!(value.to_string()), |small| json!(small))
}

fn encode_primitive(primitive: &TypeDefPrimitive, value: &Value, out: &mut Vec<u8>) -> Result<()> {
    match primitive {
        TypeDefPrimitive::Bool => value.as_bool().unwrap_or(false).encode_to(out),
        TypeDefPrimitive::Str => value.as_str().unwrap_or("").encode_to(out),
        TypeDefPrimitive::Char => {
            (value.as_str().and_then(|text| text.chars().next()).unwrap_or('\0') as u32).encode_to(out);
        }
        TypeDefPrimitive::U8 => narrow::<u8>(value)?.encode_to(out),
        TypeDefPrimitive::U16 => narrow::<u16>(value)?.encode_to(out),
        TypeDefPrimitive::U32 => narrow::<u32>(value)?.encode_to(out),
        TypeDefPrimitive::U64 => narrow::<u64>(value)?.encode_to(out),
        TypeDefPrimitive::U128 => unsigned(value)?.encode_to(out),
        TypeDefPrimitive::U256 => (unsigned(value)?, 0_u128).encode_to(out),
        TypeDefPrimitive::I8 => signed::<i8>(value)?.encode_to(out),
        TypeDefPrimitive::I16 => signed::<i16>(value)?.encode_to(out),
        TypeDefPrimitive::I32 => signed::<i32>(value)?.encode_to(out),
        TypeDefPrimitive::I64 => signed::<i64>(value)?.encode_to(out),
        TypeDefPrimitive::I128 => signed::<i128>(value)?.encode_to(out),
        TypeDefPrimitive::I256 => {
            let number = signed::<i128>(value)?;
            (number, if number < 0 { -1_i128 } else { 0 }).encode_to(out);
        }
    }
    Ok(())
}

fn decode_primitive(primitive: &TypeDefPrimitive, bytes: &mut &[u8]) -> Result<Value> {
    Ok(match primitive {
        TypeDefPrimitive::Bool => json!(take::<bool>(bytes)?),
        TypeDefPrimitive::Str => json!(take::<String>(bytes)?),
        TypeDefPrimitive::Char => json!(char::from_u32(take::<u32>(bytes)?).ok_or("no character")?),
        TypeDefPrimitive::U8 => json!(take::<u8>(bytes)?),
        TypeDefPrimitive::U16 => json!(take::<u16>(bytes)?),
        TypeDefPrimitive::U32 => json!(take::<u32>(bytes)?),
        TypeDefPrimitive::U64 => json!(take::<u64>(bytes)?),
        TypeDefPrimitive::U128 => number(take::<u128>(bytes)?),
        TypeDefPrimitive::I8 => json!(take::<i8>(bytes)?),
        TypeDefPrimitive::I16 => json!(take::<i16>(bytes)?),
        TypeDefPrimitive::I32 => json!(take::<i32>(bytes)?),
        TypeDefPrimitive::I64 => json!(take::<i64>(bytes)?),
        TypeDefPrimitive::I128 => json!(take::<i128>(bytes)?.to_string()),
        TypeDefPrimitive::U256 | TypeDefPrimitive::I256 => hex(&take::<[u8; 32]>(bytes)?),
    })
}

fn unsigned(value: &Value) -> Result<u128> {
    match value {
        Value::Null => Ok(0),
        Value::Number(number) => number.as_u64().map(u128::from).ok_or_else(|| format!("{number} is no whole number")),
        Value::String(text) => text.parse().map_err(|_| format!("`{text}` is no whole number")),
        Value::Bool(set) => Ok(u128::from(*set)),
        other => Err(format!("{other} is no whole number")),
    }
}

fn narrow<T: TryFrom<u128>>(value: &Value) -> Result<T> {
    T::try_from(unsigned(value)?).map_err(|_| format!("{value} is too large"))
}

fn signed<T: TryFrom<i128>>(value: &Value) -> Result<T> {
    let number = match value {
        Value::Null => 0,
        Value::Number(number) => {
            number.as_i64().map(i128::from).ok_or_else(|| format!("{number} is no whole number"))?
        }
        Value::String(text) => text.parse().map_err(|_| format!("`{text}` is no whole number"))?,
        other => return Err(format!("{other} is no whole number")),
    };
    T::try_from(number).map_err(|_| format!("{value} is out of range"))
}

/// The type inside of structures with one field.
fn innermost(types: &PortableRegistry, ty: u32) -> u32 {
    match types.resolve(ty).map(|ty| &ty.type_def) {
        Some(TypeDef::Composite(composite)) if composite.fields.len() == 1 => {
            innermost(types, composite.fields[0].ty.id)
        }
        _ => ty,
    }
}

fn encode_compact(types: &PortableRegistry, inner: u32, value: &Value, out: &mut Vec<u8>) -> Result<()> {
    match types.resolve(innermost(types, inner)).map(|ty| &ty.type_def) {
        Some(TypeDef::Tuple(_)) => return Ok(()),
        Some(TypeDef::Primitive(TypeDefPrimitive::U8)) => drop(narrow::<u8>(value)?),
        Some(TypeDef::Primitive(TypeDefPrimitive::U16)) => drop(narrow::<u16>(value)?),
        Some(TypeDef::Primitive(TypeDefPrimitive::U32)) => drop(narrow::<u32>(value)?),
        Some(TypeDef::Primitive(TypeDefPrimitive::U64)) => drop(narrow::<u64>(value)?),
        _ => {}
    }
    Compact(unsigned(value)?).encode_to(out);
    Ok(())
}

fn encode_fields(
    types: &PortableRegistry,
    fields: &[Field<PortableForm>],
    value: &Value,
    out: &mut Vec<u8>,
) -> Result<()> {
    let of = |field: &Field<PortableForm>, error: String| match &field.name {
        Some(name) => format!("{name}: {error}"),
        None => error,
    };
    match (fields, value) {
        ([only], value) => {
            let named = only.name.as_deref().and_then(|name| value.get(name));
            let alone = if only.name.is_none() {
                value.as_array().filter(|list| list.len() == 1).map(|list| &list[0])
            } else {
                None
            };
            // A list of one is the field's list, unless only its element fits.
            let start = out.len();
            let first = encode(types, only.ty.id, named.unwrap_or(value), out);
            match (first, alone) {
                (Err(_), Some(inner)) => {
                    out.truncate(start);
                    encode(types, only.ty.id, inner, out).map_err(|error| of(only, error))
                }
                (result, _) => result.map_err(|error| of(only, error)),
            }
        }
        (fields, Value::Array(list)) => {
            if list.len() > fields.len() {
                return Err(format!("{} values for {} fields", list.len(), fields.len()));
            }
            fields.iter().enumerate().try_for_each(|(position, field)| {
                let value = list.get(position).unwrap_or(&Value::Null);
                encode(types, field.ty.id, value, out).map_err(|error| of(field, error))
            })
        }
        (fields, Value::Object(object)) => fields.iter().try_for_each(|field| {
            let value = field.name.as_deref().and_then(|name| object.get(name)).unwrap_or(&Value::Null);
            encode(types, field.ty.id, value, out).map_err(|error| of(field, error))
        }),
        (fields, Value::Null) => fields.iter().try_for_each(|field| encode(types, field.ty.id, &Value::Null, out)),
        ([], _) => Ok(()),
        (_, other) => Err(format!("{other} is no structure")),
    }
}

fn decode_fields(types: &PortableRegistry, fields: &[Field<PortableForm>], bytes: &mut &[u8]) -> Result<Value> {
    match fields {
        [] => Ok(Value::Null),
        [only] if only.name.is_none() => decode(types, only.ty.id, bytes),
        named if named.iter().all(|field| field.name.is_some()) => {
            let mut object = Map::new();
            for field in named {
                let name = field.name.clone().unwrap_or_default();
                let value = decode(types, field.ty.id, bytes).map_err(|error| format!("{name}: {error}"))?;
                object.insert(name, value);
            }
            Ok(Value::Object(object))
        }
        unnamed => {
            unnamed.iter().map(|field| decode(types, field.ty.id, bytes)).collect::<Result<Vec<_>>>().map(Value::from)
        }
    }
}

fn encode_variant(
    types: &PortableRegistry,
    variants: &[Variant<PortableForm>],
    value: &Value,
    out: &mut Vec<u8>,
) -> Result<()> {
    let named = |name: &str| variants.iter().find(|variant| variant.name == name);
    let nothing = Value::Null;
    let is_option = variants.len() == 2 && named("None").is_some() && named("Some").is_some();
    let (variant, fields) = match value {
        Value::Null => (variants.iter().min_by_key(|variant| variant.index), &nothing),
        Value::Object(object) if object.len() == 1 && object.keys().all(|name| named(name).is_some()) => {
            let (name, fields) = object.iter().next().ok_or("an empty object")?;
            (named(name), fields)
        }
        value if is_option => (named("Some"), value),
        Value::String(name) if named(name).is_some() => (named(name), &nothing),
        Value::String(_) => (named("Id"), value),
        _ => (None, &nothing),
    };
    let Some(variant) = variant else {
        return if variants.is_empty() { Ok(()) } else { Err(format!("{value} is none of the enum's variants")) };
    };
    out.push(variant.index);
    encode_fields(types, &variant.fields, fields, out).map_err(|error| format!("{}: {error}", variant.name))
}

/// Each byte as an element of type `inner`.
fn encode_bytes(types: &PortableRegistry, inner: u32, bytes: &[u8], out: &mut Vec<u8>) -> Result<()> {
    if is_byte(types, inner) {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    bytes.iter().try_for_each(|byte| encode(types, inner, &json!(byte), out))
}

fn decode_list(types: &PortableRegistry, inner: u32, length: u32, bytes: &mut &[u8]) -> Result<Value> {
    if length > MOST_ELEMENTS {
        return Err(format!("a list of {length} elements"));
    }
    if is_byte(types, inner) {
        let (front, rest) = bytes.split_at_checked(length as usize).ok_or("too short")?;
        *bytes = rest;
        return Ok(hex(front));
    }
    (0..length).map(|_| decode(types, inner, bytes)).collect::<Result<Vec<_>>>().map(Value::from)
}

fn is_byte(types: &PortableRegistry, ty: u32) -> bool {
    matches!(types.resolve(ty).map(|ty| &ty.type_def), Some(TypeDef::Primitive(TypeDefPrimitive::U8)))
}

/// Takes a plain value off the front of `bytes`.
pub(crate) fn take<T: Decode>(bytes: &mut &[u8]) -> Result<T> {
    T::decode(bytes).map_err(|error| error.to_string())
}
