//! What is wrong with a configuration: all of it at once, each fault with the place where it stands.

use std::fmt;

use super::{Origin, ShownValue};
use crate::types::{Code, Hint};

/// One fault. Its text holds the refused value only where that is no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands; `None` where nothing is the fault.
    pub origin: Option<Origin>,
    /// Which key, if one is meant.
    pub key: Option<String>,
    /// What is wrong, and what is allowed.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(f, "{origin}: ")?;
        }
        if let Some(key) = &self.key {
            write!(f, "{key} ")?;
        }
        f.write_str(&self.text)
    }
}

/// Something odd that does not keep a daemon from starting; told as a problem is.
pub type Warning = Problem;

/// A configuration that is refused.
///
/// The problems are chained as each other's sources, so that whoever prints an error with its causes prints them all.
#[derive(Debug)]
pub struct ConfigErrors {
    role: &'static str,
    problems: Vec<Problem>,
    first: Option<Box<Link>>,
    /// What could be read nevertheless, for `info`.
    pub values: Vec<ShownValue>,
    /// What is odd besides.
    pub warnings: Vec<Warning>,
}

/// A fault with the next one as its cause.
#[derive(Debug)]
pub(super) struct Link {
    text: String,
    next: Option<Box<Link>>,
}

impl Link {
    /// The faults as a chain, the first one outermost.
    pub(super) fn chain<T: fmt::Display>(faults: &[T]) -> Option<Box<Self>> {
        faults.iter().rev().fold(None, |next, fault| Some(Box::new(Self { text: fault.to_string(), next })))
    }
}

impl ConfigErrors {
    pub(super) fn new(
        role: &'static str,
        problems: Vec<Problem>,
        values: Vec<ShownValue>,
        warnings: Vec<Warning>,
    ) -> Self {
        let first = Link::chain(&problems);
        Self { role, problems, first, values, warnings }
    }

    /// All faults, in the order of the lines.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.problems.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        write!(f, "the configuration of the {} is refused: {count} {noun}", self.role)
    }
}

impl std::error::Error for ConfigErrors {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.first.as_deref().map(|link| link as _)
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Link {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.next.as_deref().map(|link| link as _)
    }
}

impl Hint for ConfigErrors {
    fn hint(&self) -> Option<String> {
        Some(format!("correct these, then look with `gascli {} info`", self.role))
    }

    fn code(&self) -> Option<Code> {
        Some(Code::ConfigInvalid)
    }
}
