//! What needs a person: found in what is known, most urgent first.
//!
//! Each finding has an id that stays the same as long as it lasts, so that it can be put off, and so that since when it
//! lasts is known where no fact tells it.

mod daemons;
mod machine;
mod services;

use super::app::{Alert, App, Severity};
use super::keys::Command;

/// What needs a person now, but for what was put off.
pub fn alerts(app: &App) -> Vec<Alert> {
    let mut found = all(app);
    found.retain(|alert| app.snoozed.get(&alert.id).is_none_or(|until| *until <= app.now));
    found
}

/// The same with what was put off.
pub(super) fn all(app: &App) -> Vec<Alert> {
    let mut found = Found { app, alerts: Vec::new() };
    machine::find(&mut found);
    for fact in &app.world.services {
        services::find(&mut found, fact);
    }
    for (name, entry) in &app.world.daemons {
        daemons::find(&mut found, name, entry);
    }
    let mut alerts = found.alerts;
    // The most urgent first, of equals the newest, and of those by id, so that rows keep their places.
    alerts.sort_by(|one, other| {
        one.severity.cmp(&other.severity).then(other.at.cmp(&one.at)).then_with(|| one.id.cmp(&other.id))
    });
    alerts
}

/// What was found so far.
struct Found<'a> {
    app: &'a App,
    alerts: Vec<Alert>,
}

/// What is wrong with what: `kind` with `subject` is the id.
struct Finding<'a> {
    kind: &'a str,
    subject: &'a str,
    severity: Severity,
    text: String,
    leads_to: Command,
}

impl Found<'_> {
    /// Adds what lasts since it was first found.
    fn add(&mut self, finding: Finding<'_>) {
        let id = id(&finding);
        let since = self.app.alerts_since.get(&id).copied().unwrap_or(self.app.now);
        self.add_since(finding, since);
    }

    /// Adds what lasts since a known time.
    fn add_since(&mut self, finding: Finding<'_>, at: crate::types::UnixMillis) {
        let id = id(&finding);
        let Finding { subject, severity, text, leads_to, .. } = finding;
        // What acts is not offered where nothing may be done.
        let leads_to = (!(self.app.is_read_only && leads_to.acts())).then_some(leads_to);
        let text = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
        self.alerts.push(Alert { id, severity, at, subject: subject.into(), text, leads_to });
    }
}

fn id(finding: &Finding<'_>) -> String {
    format!("{}:{}", finding.subject, finding.kind)
}

#[cfg(test)]
mod tests;
