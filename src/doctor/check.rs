//! What one check found, and all of them together.

use serde::Serialize;

use super::Id;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// As it should be, or of no matter here.
    Ok,
    /// Works, but should be known.
    Warn,
    /// Could not be found out.
    Unknown,
    /// Keeps a node from its work.
    Fail,
}

/// What one check found. Its texts hold no secret; names of files, and what programs and nodes said, are strangers' text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which.
    pub id: Id,
    /// Its heading.
    pub group: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// Of whom, where there are several: a role, a service, a folder.
    pub subject: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub reason: String,
    /// What to do, as a command or an edit; `None` if nothing.
    pub fix: Option<String>,
}

impl Check {
    fn new(id: Id, severity: Severity, reason: String, fix: Option<String>) -> Self {
        Self { id, group: id.group(), title: id.title(), subject: None, severity, reason, fix }
    }

    pub(super) fn ok(id: Id, reason: impl Into<String>) -> Self {
        Self::new(id, Severity::Ok, reason.into(), None)
    }

    pub(super) fn warn(id: Id, reason: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(id, Severity::Warn, reason.into(), Some(fix.into()))
    }

    pub(super) fn unknown(id: Id, reason: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(id, Severity::Unknown, reason.into(), Some(fix.into()))
    }

    pub(super) fn fail(id: Id, reason: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(id, Severity::Fail, reason.into(), Some(fix.into()))
    }

    /// The same about one of several.
    pub(super) fn of(self, subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..self }
    }
}

/// What all checks found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Version of this program.
    pub version: &'static str,
    /// Whose nodes were looked at: `generator`, `validator`.
    pub roles: Vec<&'static str>,
    /// In the order of [`Id::ALL`].
    pub checks: Vec<Check>,
    /// How many are as they should be.
    pub ok: usize,
    /// How many should be known.
    pub warn: usize,
    /// How many keep a node from its work.
    pub fail: usize,
    /// How many could not be found out.
    pub unknown: usize,
    /// What was not asked, as nobody wanted the network to be asked.
    pub not_asked: Vec<Id>,
}

impl Report {
    pub(super) fn new(roles: Vec<&'static str>, mut checks: Vec<Check>, not_asked: Vec<Id>) -> Self {
        checks.sort_by_key(|check| check.id);
        let count = |severity| checks.iter().filter(|check| check.severity == severity).count();
        Self {
            version: env!("CARGO_PKG_VERSION"),
            roles,
            ok: count(Severity::Ok),
            warn: count(Severity::Warn),
            fail: count(Severity::Fail),
            unknown: count(Severity::Unknown),
            checks,
            not_asked,
        }
    }
}
