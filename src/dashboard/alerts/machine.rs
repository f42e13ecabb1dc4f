//! The machine: its supervisor, the way to it, its disk, its GPUs and its trust store.

use super::{Finding, Found};
use crate::dashboard::app::Severity;
use crate::dashboard::facts::{LinkFact, SupervisorFact};
use crate::dashboard::keys::Command;
use crate::dashboard::rows;
use crate::types::size_words;

/// Percent of a disk.
const LITTLE_FREE: u64 = 10;
/// Likewise; logs and stores fail soon.
const HARDLY_FREE: u64 = 5;

pub(super) fn find(found: &mut Found<'_>) {
    link(found);
    supervisor(found);
    disk(found);
    gpus(found);
    anchors(found);
}

fn link(found: &mut Found<'_>) {
    let app = found.app;
    let Some(LinkFact::Down { reason, retry_at_ms }) = &app.world.link else { return };
    let wait = app.now.until(*retry_at_ms).as_secs();
    let whom = app.remote.as_deref().unwrap_or("the machine");
    let text = format!("no connection to {whom}: {reason}; next try in {wait} s");
    let severity = Severity::Failed;
    let finding = Finding { kind: "link", subject: "link", severity, text, leads_to: Command::ShowServices };
    found.add_since(finding, app.world.link_down_since.unwrap_or(app.now));
}

fn supervisor(found: &mut Found<'_>) {
    let world = &found.app.world;
    let (severity, text, leads_to) = match &world.supervisor {
        Some(SupervisorFact::Down) => {
            // Shims start what crashes without it; schedules, health rules and notifications do not work.
            let severity = if world.services.is_empty() { Severity::Info } else { Severity::Warning };
            (severity, "no supervisor runs: nothing watches the health of services".into(), Command::StartSupervisor)
        }
        Some(SupervisorFact::Trouble { reason }) => {
            (Severity::Failed, format!("the supervisor cannot be asked: {reason}"), Command::ShowServices)
        }
        Some(SupervisorFact::Up(_)) | None => return,
    };
    let since = world.supervisor_down_since.unwrap_or(found.app.now);
    found.add_since(Finding { kind: "down", subject: "supervisor", severity, text, leads_to }, since);
}

fn disk(found: &mut Found<'_>) {
    let Some(host) = &found.app.world.host else { return };
    let (Some(total), Some(free)) = (host.disk_total_bytes, host.disk_free_bytes) else { return };
    let is_below = |percent: u64| free < total / 100 * percent;
    let severity = if is_below(HARDLY_FREE) {
        Severity::Failed
    } else if is_below(LITTLE_FREE) {
        Severity::Warning
    } else {
        return;
    };
    let text = format!("{} of {} are free on the disk of logs and stores", size_words(free), size_words(total));
    found.add(Finding { kind: "disk", subject: "host", severity, text, leads_to: Command::ShowServices });
}

fn gpus(found: &mut Found<'_>) {
    let app = found.app;
    let Some(report) = &app.world.gpus else { return };
    // Where none was ever seen, none is missed: many services need none.
    if report.gpus.is_empty() && !app.histories.gpus.is_empty() {
        let why = report.why_not.join("; ");
        let text =
            if why.is_empty() { "the driver shows no GPU any more".into() } else { format!("the driver fails: {why}") };
        found.add(Finding {
            kind: "gone",
            subject: "gpu",
            severity: Severity::Failed,
            text,
            leads_to: Command::ShowGpus,
        });
    }
    for gpu in &report.gpus {
        let Some(celsius) = gpu.temperature_celsius.filter(|celsius| *celsius >= rows::HOT_CELSIUS[1]) else {
            continue;
        };
        let text = format!("GPU {} is at {celsius} °C: it slows down", gpu.index);
        let kind = format!("{}:hot", gpu.index);
        found.add(Finding {
            kind: &kind,
            subject: "gpu",
            severity: Severity::Warning,
            text,
            leads_to: Command::ShowGpus,
        });
    }
}

fn anchors(found: &mut Found<'_>) {
    let app = found.app;
    for anchor in app.world.anchors.iter().flatten() {
        let days = app.now.until(anchor.expires_at_ms).as_secs() / (24 * 60 * 60);
        let (severity, when) = match days {
            _ if anchor.expires_at_ms <= app.now => (Severity::Failed, "has run out".into()),
            0 => (Severity::Warning, "runs out today".into()),
            _ => (Severity::Warning, format!("runs out in {days} d")),
        };
        let text = format!("trust anchor `{}` {when}: `gascli trust update` fetches what follows it", anchor.name);
        let kind = format!("{}:expires", anchor.name);
        found.add(Finding { kind: &kind, subject: "trust", severity, text, leads_to: Command::Details });
    }
}
