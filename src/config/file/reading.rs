//! Reads the tree of a TOML document by shapes: values with their places, and every fault at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Fault;
use super::shape::{Field, Kind, Shape, nearest, percent};
use super::units;
use crate::config::Role;
use crate::types::{Span, size_of_text};

/// A value that fits its shape.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Switch(bool),
    Whole(u64),
    Span(Duration),
    List(Vec<Value>),
    Table(Table),
}

/// A value of a table, with the places of its name and of itself.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key_at: usize,
    pub(super) at: usize,
    pub(super) value: Value,
}

/// The values of a table that fit their shapes.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    at: usize,
    entries: BTreeMap<String, Entry>,
    /// Names that are set, with values that fit or not.
    seen: BTreeSet<String>,
}

impl Value {
    pub(super) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn as_table(&self) -> Option<&Table> {
        if let Self::Table(table) = self { Some(table) } else { None }
    }

    /// The items of a list; anything else is a list of one.
    pub(super) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { std::slice::from_ref(self) }
    }

    fn texts(&self) -> Vec<String> {
        self.items().iter().filter_map(|item| item.as_text().map(str::to_owned)).collect()
    }
}

impl Table {
    pub(super) fn entries(&self) -> impl Iterator<Item = (&String, &Entry)> {
        self.entries.iter()
    }

    /// Whether a name is set, even if its value is refused.
    pub(super) fn has(&self, name: &str) -> bool {
        self.seen.contains(name)
    }

    /// Whether every value that is set fits its shape.
    pub(super) fn is_whole(&self) -> bool {
        self.seen.len() == self.entries.len()
    }

    /// Where the table begins.
    pub(super) fn begins_at(&self) -> usize {
        self.at
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.entries.get(name).map(|entry| &entry.value)
    }

    pub(super) fn at(&self, name: &str) -> Option<usize> {
        self.entries.get(name).map(|entry| entry.at)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    pub(super) fn texts(&self, name: &str) -> Option<Vec<String>> {
        self.get(name).map(Value::texts)
    }

    pub(super) fn span(&self, name: &str) -> Option<Duration> {
        if let Some(Value::Span(span)) = self.get(name) { Some(*span) } else { None }
    }

    pub(super) fn whole(&self, name: &str) -> Option<u64> {
        if let Some(Value::Whole(number)) = self.get(name) { Some(*number) } else { None }
    }

    /// A whole number; larger ones than fit are refused by the shape before.
    pub(super) fn whole_u32(&self, name: &str) -> Option<u32> {
        self.whole(name).and_then(|number| u32::try_from(number).ok())
    }

    pub(super) fn switch(&self, name: &str) -> Option<bool> {
        if let Some(Value::Switch(switch)) = self.get(name) { Some(*switch) } else { None }
    }

    pub(super) fn table(&self, name: &str) -> Option<&Self> {
        self.get(name)?.as_table()
    }
}

/// Reads one file and keeps its faults.
pub(super) struct Reader<'a> {
    path: PathBuf,
    text: &'a str,
    faults: Vec<(usize, String)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(path: &Path, text: &'a str) -> Self {
        Self { path: path.to_owned(), text, faults: Vec::new() }
    }

    /// The folder of the file.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("/"))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Notes what is wrong at this byte.
    pub(super) fn fault(&mut self, at: usize, text: impl Into<String>) {
        self.faults.push((at, text.into()));
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        let place = |at: usize| {
            let (line, column) = line_and_column(self.text, at);
            (line, column)
        };
        self.faults
            .into_iter()
            .map(|(at, text)| {
                let (line, column) = place(at);
                Fault { path: self.path.clone(), line, column, text }
            })
            .collect()
    }

    /// The whole document. If it is no TOML, that is the only fault told: what follows from it would mislead.
    pub(super) fn document(&mut self, fields: &'static [Field]) -> Table {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            self.fault(at, format!("is not TOML: {}", error.message().lines().next().unwrap_or_default().trim()));
        }
        if errors.is_empty() { self.table(document.get_ref(), 0, fields, "gascli.toml") } else { Table::default() }
    }

    fn table(&mut self, source: &DeTable<'_>, at: usize, fields: &'static [Field], place: &str) -> Table {
        let mut table = Table { at, ..Table::default() };
        for (key, value) in source {
            let name = key.get_ref().as_ref();
            let Some(field) = fields.iter().find(|field| field.name == name) else {
                let meant = nearest(name, fields.iter().map(|field| field.name));
                let meant = meant.map_or_else(
                    || format!("it may have {}", fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ")),
                    |word| format!("did you mean `{word}`?"),
                );
                let name = units::shortened(name);
                self.fault(key.span().start, format!("`{}` is no key of {place}: {meant}", name.escape_debug()));
                continue;
            };
            self.entry(&mut table, key, value, &field.shape, &below(place, name));
        }
        table
    }

    fn entry(
        &mut self,
        table: &mut Table,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        shape: &'static Shape,
        place: &str,
    ) {
        let name = key.get_ref().to_string();
        table.seen.insert(name.clone());
        // Tables that are begun in several places have the place of the first.
        let at = if matches!(value.get_ref(), DeValue::Table(_)) { key.span().start } else { value.span().start };
        if let Some(value) = self.value(value, shape, place) {
            table.entries.insert(name, Entry { key_at: key.span().start, at, value });
        }
    }

    fn value(&mut self, source: &Spanned<DeValue<'_>>, shape: &'static Shape, place: &str) -> Option<Value> {
        let at = source.span().start;
        let kind = kind(source.get_ref());
        if !shape.takes(kind) {
            let found = source.get_ref().type_str();
            self.fault(at, format!("{place} is of the kind {found}: {} is expected", shape.allowed()));
            return None;
        }
        match (shape, source.get_ref()) {
            (Shape::Any(shapes), _) => {
                let shape = shapes.iter().find(|shape| shape.takes(kind))?;
                self.value(source, shape, place)
            }
            (Shape::Table(fields), DeValue::Table(inner)) => Some(Value::Table(self.table(inner, at, fields, place))),
            (Shape::Map(inner), DeValue::Table(entries)) => {
                let mut table = Table { at, ..Table::default() };
                for (key, value) in entries {
                    let place = below(place, key.get_ref());
                    self.entry(&mut table, key, value, inner, &place);
                }
                Some(Value::Table(table))
            }
            (Shape::Role(role), DeValue::Table(entries)) => Some(Value::Table(self.role(*role, entries, at))),
            (Shape::List(inner), DeValue::Array(items)) => {
                let items: Vec<Value> = items.iter().filter_map(|item| self.value(item, inner, place)).collect();
                Some(Value::List(items))
            }
            (Shape::Command, DeValue::Array(items)) => {
                let words: Vec<Value> = items.iter().filter_map(|item| self.value(item, &Shape::Text, place)).collect();
                if items.is_empty() || words.first().and_then(Value::as_text) == Some("") {
                    self.fault(at, format!("{place} names no program"));
                    return None;
                }
                Some(Value::List(words))
            }
            (_, DeValue::Boolean(switch)) if matches!(shape, Shape::Switch) => Some(Value::Switch(*switch)),
            (Shape::Scalar, DeValue::Boolean(switch)) => Some(Value::Text(switch.to_string())),
            (Shape::Scalar, DeValue::Integer(number)) => Some(Value::Text(number.to_string())),
            (_, DeValue::Integer(number)) => self.whole(number, at, shape, place),
            (_, DeValue::String(text)) => self.text(text, at, shape, place),
            _ => None,
        }
    }

    fn whole(&mut self, number: &toml::de::DeInteger<'_>, at: usize, shape: &Shape, place: &str) -> Option<Value> {
        let found = u64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok();
        let fits = found.filter(|number| match shape {
            Shape::Whole { min, max } => (min..=max).contains(&number),
            _ => true,
        });
        if fits.is_none() {
            self.fault(at, format!("{place}: `{number}` is not possible: {} is expected", shape.allowed()));
        }
        fits.map(Value::Whole)
    }

    fn text(&mut self, text: &str, at: usize, shape: &Shape, place: &str) -> Option<Value> {
        if let Some(wrong) = shape.refuses(text) {
            self.fault(at, format!("{place}: {wrong}"));
            return None;
        }
        Some(match shape {
            Shape::Span => Value::Span(text.parse::<Span>().ok()?.0),
            Shape::SizeOrShare if percent(text).is_some() => Value::Text(text.to_owned()),
            Shape::Size | Shape::SizeOrShare => Value::Whole(size_of_text(text)?),
            Shape::Signal => Value::Text(text.parse::<units::SignalName>().ok()?.0),
            Shape::Command if text.trim().is_empty() => {
                self.fault(at, format!("{place} names no program"));
                return None;
            }
            Shape::Command => {
                Value::List(["/bin/sh", "-c", text].into_iter().map(|word| Value::Text(word.into())).collect())
            }
            _ => Value::Text(text.to_owned()),
        })
    }

    /// The keys of a role. What fits together, the role's own reader checks.
    fn role(&mut self, role: Role, entries: &DeTable<'_>, at: usize) -> Table {
        let mut table = Table { at, ..Table::default() };
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            let known = role.key(&name.to_ascii_uppercase()).filter(|_| name == name.to_ascii_lowercase());
            let Some(known) = known else {
                let meant = role.nearest(name).map(str::to_ascii_lowercase);
                let meant = meant.map_or_else(String::new, |word| format!(": did you mean `{word}`?"));
                let name = units::shortened(name);
                let text = format!("`{}` is no key of [{}]{meant}", name.escape_debug(), role.as_str());
                self.fault(key.span().start, text);
                continue;
            };
            let text = match value.get_ref() {
                DeValue::Float(number) => number.to_string(),
                other if Shape::Scalar.takes(kind(other)) => match self.value(value, &Shape::Scalar, name) {
                    Some(Value::Text(text)) => text,
                    _ => continue,
                },
                other => {
                    let text = format!("{name} is of the kind {}: {} is expected", other.type_str(), known.allowed());
                    self.fault(value.span().start, text);
                    continue;
                }
            };
            if !known.accepts(text.trim()) {
                let found = if known.is_secret() { "this".into() } else { format!("`{}`", units::shortened(&text)) };
                let text = format!("{name}: {found} is not possible: {} is expected", known.allowed());
                self.fault(value.span().start, text);
            }
            table.seen.insert(name.to_owned());
            let entry = Entry { key_at: key.span().start, at: value.span().start, value: Value::Text(text) };
            table.entries.insert(name.to_owned(), entry);
        }
        table
    }
}

/// How a key is called in messages: tables in brackets, keys by their way from the table's head.
fn below(place: &str, name: &str) -> String {
    let name = units::shortened(name);
    match (place, place.strip_suffix(']')) {
        ("gascli.toml", _) => format!("[{name}]"),
        (_, Some(head)) if matches!(head, "[service" | "[notify") => format!("{head}.{name}]"),
        (_, Some(_)) => format!("`{name}`"),
        _ => format!("{}.{name}`", place.trim_end_matches('`')),
    }
}

fn kind(value: &DeValue<'_>) -> Kind {
    match value {
        DeValue::String(_) => Kind::String,
        DeValue::Integer(_) => Kind::Integer,
        DeValue::Boolean(_) => Kind::Boolean,
        DeValue::Array(_) => Kind::Array,
        DeValue::Table(_) => Kind::Table,
        DeValue::Float(_) | DeValue::Datetime(_) => Kind::Other,
    }
}

/// Line and column of a byte, counted from 1, columns in characters.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
