//! Whether the services come back when the machine does: what `gascli startup status` looks at, in one check.

use super::{Check, Id, Request};
use crate::supervisor::startup::{self, Finding, Verdict, inspect, look};
use crate::types::ServiceName;

pub(super) fn check(request: &Request, services: &[ServiceName]) -> Check {
    if services.is_empty() {
        return Check::ok(Id::Boot, "there is no service to start");
    }
    let (Some(home), Ok(program)) = (&request.home, std::env::current_exe()) else {
        return Check::warn(Id::Boot, "this user has no home folder, where a unit could be", "set HOME");
    };
    match startup::unit_in_use(&request.paths, &request.environment, home, &program) {
        Ok(unit) => {
            let found = look(&unit);
            judge(&unit.path.display().to_string(), found.booted, &inspect(&unit, &found))
        }
        Err(error) => Check::warn(Id::Boot, error.to_string(), "gascli startup status"),
    }
}

/// `booted`: systemd starts this machine, so that services need a unit.
fn judge(unit: &str, booted: bool, findings: &[Finding]) -> Check {
    let of = |check| findings.iter().find(|finding| finding.check == check && finding.verdict != Verdict::Ok);
    if let Some(finding) = of("manager") {
        if booted {
            return Check::warn(
                Id::Boot,
                finding.text.clone(),
                finding.fix.as_deref().unwrap_or("gascli startup status"),
            );
        }
        let reason = format!(
            "{}, as in a container: whatever starts it must run `gascli daemon run`",
            finding.text.trim_end_matches('.')
        );
        return Check::ok(Id::Boot, reason);
    }
    if of("unit").is_some_and(|finding| finding.verdict == Verdict::Failure) {
        return Check::warn(Id::Boot, "the services will not start after a reboot", "gascli startup install");
    }
    // What keeps services from starting comes before what is merely odd.
    let worst = findings.iter().filter(|finding| finding.verdict != Verdict::Ok).max_by_key(|finding| finding.verdict);
    let Some(finding) = worst else { return Check::ok(Id::Boot, unit) };
    let fix = finding.fix.as_deref().unwrap_or("gascli startup status");
    let reason = format!("{unit}: {}", finding.text);
    match (finding.check, finding.verdict) {
        ("program", Verdict::Failure) => Check::fail(Id::Boot, reason, fix),
        _ => Check::warn(Id::Boot, reason, fix),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Warn};
    use super::*;

    #[test]
    fn services_come_back_by_a_unit_that_is_there_enabled_and_starts_what_is_there() {
        let finding = |check, verdict| Finding { check, verdict, text: "so".into(), fix: Some("mend it".into()) };
        let unasked = || vec![finding("manager", Verdict::Failure), finding("unit", Verdict::Failure)];
        for (booted, findings, severity, fix) in [
            (true, vec![finding("unit", Verdict::Ok)], Ok, None),
            (false, unasked(), Ok, None),
            (true, unasked(), Warn, Some("mend it")),
            (true, vec![finding("unit", Verdict::Failure)], Warn, Some("gascli startup install")),
            (true, vec![finding("unit", Verdict::Warning), finding("linger", Verdict::Failure)], Warn, Some("mend it")),
            (true, vec![finding("unit", Verdict::Ok), finding("program", Verdict::Failure)], Fail, Some("mend it")),
        ] {
            let found = judge("/u", booted, &findings);
            assert_eq!((found.severity, found.fix.as_deref()), (severity, fix), "{}", found.reason);
        }
    }
}
