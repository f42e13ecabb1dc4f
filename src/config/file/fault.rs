//! What is wrong with a file: all of it at once, each fault with its line and column.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::config::error::Link;
use crate::types::{Code, Hint};

/// One fault. Its text never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// Which file.
    pub path: PathBuf,
    /// Line, counted from 1; 0 is the file as a whole.
    pub line: usize,
    /// Character within the line, counted from 1.
    pub column: usize,
    /// What is wrong, and what is allowed.
    pub text: String,
}

impl Fault {
    /// A fault of the file as a whole.
    pub(super) fn whole(path: &Path, text: String) -> Self {
        Self { path: path.to_owned(), line: 0, column: 0, text }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, column, text } = self;
        match line {
            0 => write!(f, "{}: {text}", path.display()),
            _ => write!(f, "{}:{line}:{column}: {text}", path.display()),
        }
    }
}

/// A file that is refused. The faults are chained as each other's sources, so that whoever prints an error with its
/// causes prints them all.
#[derive(Debug)]
pub struct FileErrors {
    faults: Vec<Fault>,
    first: Option<Box<Link>>,
}

impl FileErrors {
    pub(super) fn new(mut faults: Vec<Fault>) -> Self {
        faults.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
        let first = Link::chain(&faults);
        Self { faults, first }
    }

    /// All faults, in the order of the lines.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}

impl fmt::Display for FileErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.faults.len();
        write!(f, "the configuration is refused: {count} {}", if count == 1 { "problem" } else { "problems" })
    }
}

impl std::error::Error for FileErrors {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.first.as_deref().map(|link| link as _)
    }
}

impl Hint for FileErrors {
    fn hint(&self) -> Option<String> {
        Some("correct these, then `gascli config validate`; docs/configuration.md explains every key".into())
    }

    fn code(&self) -> Option<Code> {
        Some(Code::ConfigInvalid)
    }
}
