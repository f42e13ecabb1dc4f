//! The JSON Schema of `gascli.toml`, for editors, and the reference in the documentation. Both are made from the fields.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::shape::{Field, Shape};
use super::tables;
use crate::config::Role;

const SIZE: &str = "^[0-9]+ *([KkMmGgTt]?[Bb]|[KkMmGgTt][Ii][Bb])$";

/// The JSON Schema (draft 7, which editors of TOML understand).
pub fn schema() -> Value {
    let mut schema = table(tables::ROOT);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = "gascli.toml".into();
    schema["description"] = "Services, notifications and settings of gascli".into();
    schema
}

fn table(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|field| (field.name.to_owned(), described(field))).collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| field.doc.ends_with("Needed")).map(|field| field.name).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema
}

fn described(field: &Field) -> Value {
    let mut schema = of(&field.shape);
    schema["description"] = field.doc.into();
    if let Some(default) = toml::from_str::<toml::Table>(&format!("v = {}", field.default))
        .ok()
        .and_then(|mut table| serde_json::to_value(table.remove("v")?).ok())
    {
        schema["default"] = default;
    }
    schema
}

fn of(shape: &Shape) -> Value {
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match shape {
        Shape::Text | Shape::Secret | Shape::Path | Shape::Pattern | Shape::Signal => json!({ "type": "string" }),
        Shape::Scalar => json!({ "type": ["string", "integer", "boolean"] }),
        Shape::Switch => json!({ "type": "boolean" }),
        Shape::Whole { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Shape::Size => json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, text(SIZE)] }),
        Shape::SizeOrShare => {
            let share = text("^([0-9]|[1-4][0-9]|50) *%$");
            json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, text(SIZE), share] })
        }
        Shape::Span => text("^[0-9]+ *(ms|s|m|h|d)$"),
        Shape::Time => text("^([A-Za-z]{3} +)?([01][0-9]|2[0-3]):[0-5][0-9]$"),
        Shape::Url => text("^http://"),
        Shape::Address => text("^.+:[0-9]+$"),
        Shape::Service => text("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Command => json!({ "anyOf": [
            { "type": "string" },
            { "type": "array", "items": { "type": "string" }, "minItems": 1 },
        ] }),
        Shape::List(inner) => json!({ "type": "array", "items": of(inner) }),
        Shape::Map(inner) => json!({ "type": "object", "additionalProperties": of(inner) }),
        Shape::Table(fields) => table(fields),
        Shape::Role(role) => role_schema(*role),
        Shape::Any(shapes) => json!({ "anyOf": shapes.iter().map(of).collect::<Vec<_>>() }),
    }
}

fn role_schema(role: Role) -> Value {
    let mut properties = Map::new();
    for key in role.keys() {
        for name in key.names {
            let mut schema = json!({ "type": ["string", "number", "boolean"], "description": key.doc });
            if !key.default.is_empty() {
                schema["default"] = key.default.into();
            }
            properties.insert(name.to_ascii_lowercase(), schema);
        }
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// The reference of every table but those of roles, in Markdown.
pub fn reference() -> String {
    let mut text = String::new();
    for field in tables::ROOT {
        match field.shape {
            Shape::Table(fields) => section(&mut text, &format!("[{}]", field.name), fields),
            Shape::Map(Shape::Table(fields)) => section(&mut text, &format!("[{}.NAME]", field.name), fields),
            _ => {}
        }
    }
    text
}

fn section(text: &mut String, head: &str, fields: &[Field]) {
    // Writing to a String cannot fail.
    let _ = write!(text, "\n### `{head}`\n\n| key | allowed | default | meaning |\n|---|---|---|---|\n");
    rows(text, "", fields);
}

fn rows(text: &mut String, before: &str, fields: &[Field]) {
    for field in fields {
        let cell = |text: &str| text.replace('|', "\\|");
        let default = if field.default.is_empty() { "–".into() } else { format!("`{}`", cell(field.default)) };
        let name = format!("{before}{}", field.name);
        let _ = writeln!(text, "| `{name}` | {} | {default} | {} |", cell(&allowed(&field.shape)), cell(field.doc));
        if let Some((mark, inner)) = inner(&field.shape) {
            rows(text, &format!("{name}{mark}."), inner);
        }
    }
}

/// What is allowed, short where the rows that follow say the rest.
fn allowed(shape: &Shape) -> String {
    match shape {
        Shape::Table(_) => "a table".into(),
        Shape::List(Shape::Table(_)) => "a list of tables".into(),
        Shape::List(Shape::Any(shapes)) => {
            let each: Vec<String> = shapes.iter().map(allowed).collect();
            format!("a list, each {}", each.join("; or "))
        }
        Shape::Any(shapes) => shapes.iter().map(allowed).collect::<Vec<_>>().join("; or "),
        other => other.allowed(),
    }
}

fn inner(shape: &Shape) -> Option<(&'static str, &'static [Field])> {
    match shape {
        Shape::Table(fields) => Some(("", fields)),
        Shape::List(inner_shape) => inner(inner_shape).map(|(_, fields)| ("[]", fields)),
        Shape::Any(shapes) => shapes.iter().find_map(inner),
        _ => None,
    }
}
