//! The values of a file, one by one, for `gascli config show`.

use serde::Serialize;

use super::reading::{Table, Value, line_and_column};
use super::shape::{Field, Shape};
use super::tables;
use crate::types::{size_text, span_text};

/// A field of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownField {
    /// The table, such as `service.web`.
    pub table: String,
    /// Its name within the table, such as `restart.delay`.
    pub key: String,
    /// As it would be written; `None` if it is not set and has no default.
    pub value: Option<String>,
    /// Whether the value may be secret: a variable, a webhook.
    pub is_secret: bool,
    /// The line on which it is set; `None` for a default.
    pub line: Option<usize>,
}

/// All fields of the tables that are there.
pub(super) fn fields(text: &str, root: &Table) -> Vec<ShownField> {
    let mut shown = Vec::new();
    for field in tables::ROOT {
        let Some(table) = root.table(field.name) else { continue };
        match field.shape {
            Shape::Table(fields) => walk(text, field.name, "", table, fields, &mut shown),
            Shape::Map(Shape::Table(fields)) => {
                for (name, entry) in table.entries() {
                    if let Some(inner) = entry.value.as_table() {
                        walk(text, &format!("{}.{name}", field.name), "", inner, fields, &mut shown);
                    }
                }
            }
            Shape::Role(role) => {
                for (name, entry) in table.entries() {
                    let is_secret = role.key(&name.to_ascii_uppercase()).is_some_and(crate::config::Key::is_secret);
                    shown.push(ShownField {
                        table: field.name.into(),
                        key: name.clone(),
                        value: Some(toml_text(&entry.value)),
                        is_secret,
                        line: Some(line_and_column(text, entry.at).0),
                    });
                }
            }
            _ => {}
        }
    }
    shown
}

fn walk(text: &str, place: &str, before: &str, table: &Table, fields: &'static [Field], shown: &mut Vec<ShownField>) {
    for field in fields {
        let key = format!("{before}{}", field.name);
        let set = table.get(field.name);
        let line = table.at(field.name).map(|at| line_and_column(text, at).0);
        let one = |key: String, value: Option<String>, is_secret: bool, line: Option<usize>| ShownField {
            table: place.to_owned(),
            key,
            value,
            is_secret,
            line,
        };
        match (inner_fields(&field.shape), set) {
            (Some(inner), Some(Value::Table(set))) => walk(text, place, &format!("{key}."), set, inner, shown),
            // Nothing of it is set: what counts are the defaults of its keys.
            (Some(inner), None) if field.default.is_empty() => {
                walk(text, place, &format!("{key}."), &Table::default(), inner, shown);
            }
            (_, Some(Value::Table(set))) if field.name == "env" => {
                for (name, entry) in set.entries() {
                    let line = Some(line_and_column(text, entry.at).0);
                    shown.push(one(format!("{key}.{name}"), Some(toml_text(&entry.value)), true, line));
                }
            }
            (_, Some(Value::Whole(bytes))) if matches!(field.shape, Shape::Size | Shape::SizeOrShare) => {
                shown.push(one(key, Some(format!("\"{}\"", size_text(*bytes))), false, line));
            }
            (_, Some(value)) => shown.push(one(key, Some(toml_text(value)), field.shape.is_secret(), line)),
            (_, None) => {
                let value = (!field.default.is_empty()).then(|| field.default.to_owned());
                shown.push(one(key, value, field.shape.is_secret(), None));
            }
        }
    }
}

fn inner_fields(shape: &Shape) -> Option<&'static [Field]> {
    match shape {
        Shape::Table(fields) => Some(fields),
        Shape::Any(shapes) => shapes.iter().find_map(inner_fields),
        _ => None,
    }
}

/// A value as it would be written.
fn toml_text(value: &Value) -> String {
    match value {
        // A JSON string is a TOML string.
        Value::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
        Value::Switch(switch) => switch.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Span(span) => format!("\"{}\"", span_text(*span)),
        Value::List(items) => format!("[{}]", items.iter().map(toml_text).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let entries = table.entries().map(|(name, entry)| format!("{name} = {}", toml_text(&entry.value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}
