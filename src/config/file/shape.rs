//! What a value may be. A field is its name, its shape, its default and what it is for.

use super::units;
use crate::config::Role;
use crate::supervisor::{address, compile};
use crate::types::{Span, size_of_text};

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Text,
    /// A text that is never shown.
    Secret,
    /// A text, a number or a switch, taken as a text.
    Scalar,
    Switch,
    Whole {
        min: u64,
        max: u64,
    },
    /// A number of bytes, bare or with a unit.
    Size,
    /// The same, or a share such as `5%`.
    SizeOrShare,
    Span,
    Path,
    Signal,
    /// A time of day, with or without a day of the week.
    Time,
    /// A regular expression.
    Pattern,
    /// An `http://` address that a probe can ask.
    Url,
    /// `HOST:PORT` to which a probe can connect.
    Address,
    /// The name of a service.
    Service,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Program and arguments, or a line for `sh -c`.
    Command,
    List(&'static Shape),
    /// A table whose names the operator chooses.
    Map(&'static Shape),
    Table(&'static [Field]),
    /// The keys of a role, in small letters.
    Role(Role),
    /// What fits the kind of value that stands there.
    Any(&'static [Shape]),
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    /// What counts when it is not set, as it would be written; empty if that is nothing.
    pub(super) default: &'static str,
    /// What it is for, in one line.
    pub(super) doc: &'static str,
}

pub(super) const fn field(name: &'static str, shape: Shape, default: &'static str, doc: &'static str) -> Field {
    Field { name, shape, default, doc }
}

/// What TOML calls a kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Integer,
    Boolean,
    Array,
    Table,
    /// Floats, dates.
    Other,
}

impl Shape {
    /// Whether it may be written as this kind of value.
    pub(super) fn takes(&self, kind: Kind) -> bool {
        match self {
            Self::Scalar => matches!(kind, Kind::String | Kind::Integer | Kind::Boolean),
            Self::Switch => kind == Kind::Boolean,
            Self::Whole { .. } => kind == Kind::Integer,
            Self::Size | Self::SizeOrShare => matches!(kind, Kind::String | Kind::Integer),
            Self::Command => matches!(kind, Kind::String | Kind::Array),
            Self::List(_) => kind == Kind::Array,
            Self::Map(_) | Self::Table(_) | Self::Role(_) => kind == Kind::Table,
            Self::Any(shapes) => shapes.iter().any(|shape| shape.takes(kind)),
            _ => kind == Kind::String,
        }
    }

    /// Whether it must not be seen.
    pub(super) fn is_secret(&self) -> bool {
        matches!(self, Self::Secret)
    }

    /// What is allowed, as the end of "… is expected".
    pub(super) fn allowed(&self) -> String {
        match self {
            Self::Text | Self::Secret => "a text".into(),
            Self::Scalar => "a text, a number, true or false".into(),
            Self::Switch => "true or false".into(),
            Self::Whole { min, max } => format!("a whole number from {min} to {max}"),
            Self::Size => "a size such as `64MiB` or `2GiB`".into(),
            Self::SizeOrShare => "a size such as `2GiB`, or a share such as `5%`".into(),
            Self::Span => "a time span such as `500ms`, `30s`, `5m`, `1h` or `7d`".into(),
            Self::Path => "a path".into(),
            Self::Signal => "a signal such as `SIGTERM`".into(),
            Self::Time => "a time such as `04:00` or `sun 03:30`".into(),
            Self::Pattern => "a regular expression".into(),
            Self::Url => {
                "an `http://` address of this machine or an IP address, such as `http://127.0.0.1:80/health`".into()
            }
            Self::Address => "`HOST:PORT` with an IP address or `localhost`".into(),
            Self::Service => "the name of a service".into(),
            Self::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
            Self::Command => "a list of program and arguments, or one line for `sh -c`".into(),
            Self::List(inner) => format!("a list: {}", inner.allowed()),
            Self::Map(inner) => format!("a table of names, each with {}", inner.allowed()),
            Self::Table(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
                format!("a table of {}", names.join(", "))
            }
            Self::Role(role) => format!("the table of the {}", role.as_str()),
            Self::Any(shapes) => shapes.iter().map(Self::allowed).collect::<Vec<_>>().join("; or "),
        }
    }

    /// What is wrong with a text of this shape; `None` if nothing is.
    pub(super) fn refuses(&self, text: &str) -> Option<String> {
        let quoted = || format!("`{}`", units::shortened(text).escape_debug());
        let expected =
            |fits: bool| (!fits).then(|| format!("{} is not possible: {} is expected", quoted(), self.allowed()));
        match self {
            Self::Text | Self::Secret | Self::Scalar | Self::Command => {
                text.contains('\0').then(|| "a NUL character is not possible".into())
            }
            Self::Size => expected(size_of_text(text).is_some()),
            Self::SizeOrShare => expected(percent(text).is_some() || size_of_text(text).is_some()),
            Self::Span => text.parse::<Span>().err().map(|error| error.to_string()),
            Self::Path if text.starts_with('~') => {
                Some(format!("{}: `~` stands for nothing here; write the whole path", quoted()))
            }
            Self::Path => expected(!text.is_empty() && !text.contains('\0')),
            Self::Signal => text.parse::<units::SignalName>().err().map(|error| error.to_string()),
            Self::Time => expected(units::time(text).is_some()),
            Self::Pattern => compile(text).err().map(|error| {
                // The last line says what is wrong; the others show where, for a fixed-width font.
                let error = error.to_string();
                let what = error.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned();
                format!("{} is no regular expression: {what}", quoted())
            }),
            Self::Url => address::http(text).err().map(|error| error.to_string()),
            Self::Address => address::tcp(text).err().map(|error| error.to_string()),
            Self::Service => text.parse::<crate::types::ServiceName>().err().map(|error| error.to_string()),
            Self::Word(words) if words.contains(&text) => None,
            Self::Word(words) => {
                let meant = nearest(text, words.iter().copied());
                let meant = meant.map_or_else(String::new, |word| format!(" (did you mean `{word}`?)"));
                Some(format!("{} is not possible: {} is expected{meant}", quoted(), self.allowed()))
            }
            _ => None,
        }
    }
}

/// The word that was probably meant.
pub(super) fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (text.len() / 3).clamp(1, 3);
    let lower = text.to_ascii_lowercase().replace('-', "_");
    let near = known.map(|word| (strsim::damerau_levenshtein(&lower, &word.replace('-', "_")), word));
    near.filter(|(distance, _)| *distance <= allowed).min().map(|(_, word)| word)
}

/// The number of a share such as `5%`, at most 50.
pub(super) fn percent(text: &str) -> Option<u64> {
    text.strip_suffix('%')?.trim_end().parse().ok().filter(|share| *share <= 50)
}
