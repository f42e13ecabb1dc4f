//! All about one thing, as names and values.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::app::{Alert, App};
use super::super::facts::{LogLine, ServiceFact};
use super::super::rows;
use super::text::{moment, patience, span};
use crate::protocol::daemon_state::{MinerRow, RecentTask};
use crate::supervisor::Gpu;
use crate::types::{ServiceName, UnixMillis, size_words};

/// Name and value.
pub(super) type Lines = Vec<(String, String)>;

/// Adds what there is.
fn add(lines: &mut Lines, name: &str, value: impl Into<Option<String>>) {
    if let Some(value) = value.into().filter(|value| !value.is_empty()) {
        lines.push((name.into(), value));
    }
}

pub(super) fn of_service(app: &App, fact: &ServiceFact) -> (String, Lines) {
    let status = &fact.status;
    let standing = rows::health(app, fact);
    let mut lines = Lines::new();
    add(&mut lines, "role", fact.role.clone());
    add(&mut lines, "state", status.state.word().to_owned());
    add(&mut lines, "health", format!("{} {}", standing.word(), standing.reason()).trim().to_owned());
    add(&mut lines, "reason", status.reason.clone());
    for problem in &status.problems {
        let text = format!("{}: {}, since {}", problem.rule, problem.reason, moment(app, problem.since_ms));
        add(&mut lines, "problem", text);
    }
    add(&mut lines, "pid", status.pid.map(|pid| pid.to_string()));
    add(&mut lines, "shim", status.shim_pid.map(|pid| format!("pid {pid}")));
    add(&mut lines, "started", status.started_at_ms.map(|at| moment(app, at)));
    add(&mut lines, "uptime", status.uptime_ms.map(|ms| span(Duration::from_millis(ms))));
    add(&mut lines, "next start", status.next_start_at_ms.map(|at| moment(app, at)));
    add(&mut lines, "restarts", format!("{} since the last start, run {}", status.restarts, status.run));
    add(
        &mut lines,
        "last exit",
        status.last_exit.map(|last| {
            let memory = if last.oom { ", out of memory" } else { "" };
            format!("{}{memory}, {}", last.exit, moment(app, last.at_ms))
        }),
    );
    usage(&mut lines, app, fact);
    add(&mut lines, "stops by", format!("{}, then SIGKILL after {}", fact.stop_signal, patience(fact.kill_timeout)));
    add(&mut lines, "needed by", names(&fact.needed_by));
    add(&mut lines, "log", format!("{} in {}", size_words(fact.log_bytes), status.log_dir.display()));
    add(&mut lines, "log since", fact.log_since_ms.map(|at| moment(app, at)));
    add(&mut lines, "last line", fact.last_line_ms.map(|at| moment(app, at)));
    add(&mut lines, "log trouble", status.log_trouble.clone());
    daemon(&mut lines, app, &status.name);
    (status.name.to_string(), lines)
}

fn names(names: &[ServiceName]) -> String {
    names.iter().map(ServiceName::as_str).collect::<Vec<_>>().join(", ")
}

fn usage(lines: &mut Lines, app: &App, fact: &ServiceFact) {
    let status = &fact.status;
    add(lines, "cpu", status.cpu_percent.map(|percent| format!("{percent:.0} % of a core")));
    let limit = fact.memory_limit_bytes.map(|limit| format!(", limit {}", size_words(limit))).unwrap_or_default();
    add(lines, "memory", status.memory_bytes.map(|bytes| format!("{}{limit}", size_words(bytes))));
    if let Some(usage) = &status.usage {
        let files = usage.descriptors.map(|count| format!(", {count} open files")).unwrap_or_default();
        add(lines, "processes", format!("{}, {} threads{files}", usage.pids.len(), usage.threads));
        let disk = usage.read_bytes.zip(usage.written_bytes);
        add(
            lines,
            "disk",
            disk.map(|(read, written)| format!("read {}, written {}", size_words(read), size_words(written))),
        );
    }
    add(
        lines,
        "gpu",
        rows::gpu_use(app, fact).map(|it| {
            let busy = it.utilization_percent.map(|percent| format!(", {percent} %")).unwrap_or_default();
            format!("{}{busy}", size_words(it.memory_bytes))
        }),
    );
}

/// What the daemon tells of its place on the chain.
fn daemon(lines: &mut Lines, app: &App, name: &ServiceName) {
    let Some(entry) = app.world.daemons.get(name) else { return };
    add(lines, "silent", entry.silent.clone());
    let Some(state) = &entry.state else { return };
    add(lines, "told", entry.state_at.map(|at| moment(app, at)));
    add(lines, "version", state.version.clone());
    add(lines, "hotkey", state.node.hotkey.to_string());
    let uid = state.node.uid.map_or_else(|| "none".into(), |uid| uid.to_string());
    add(lines, "uid", format!("{uid} on subnet {}", state.node.netuid));
    add(lines, "chain", state.node.chain_endpoint.clone());
    add(lines, "block", state.node.block.map(|block| block.to_string()));
    add(lines, "connection", state.node.connection.as_ref().and_then(|it| it.complaint(app.now)));
    add(lines, "listens on", state.node.listening.clone());
}

pub(super) fn of_miner(row: &MinerRow) -> (String, Lines) {
    let mut lines = Lines::new();
    add(&mut lines, "hotkey", row.hotkey.to_string());
    add(&mut lines, "score", format!("{:.4}", row.score));
    add(&mut lines, "weight", row.weight.to_string());
    add(&mut lines, "challenged", row.challenged.to_string());
    add(&mut lines, "verified", row.verified.to_string());
    add(&mut lines, "awaiting alignment", row.awaiting_alignment.to_string());
    counts(&mut lines, "rejected", &row.rejected);
    counts(&mut lines, "unanswered", &row.unanswered);
    (format!("miner {}", row.uid), lines)
}

/// The sum, then each reason.
fn counts(lines: &mut Lines, name: &str, by: &BTreeMap<String, u64>) {
    add(lines, name, by.values().sum::<u64>().to_string());
    for (reason, count) in by {
        add(lines, &format!("  {reason}"), count.to_string());
    }
}

pub(super) fn of_task(app: &App, task: &RecentTask) -> (String, Lines) {
    let mut lines = Lines::new();
    add(&mut lines, "modality", task.modality.to_string());
    add(&mut lines, "status", task.status.clone());
    add(&mut lines, "validator", task.validator.clone());
    add(&mut lines, "model", task.model.clone());
    add(&mut lines, "accepted", moment(app, task.accepted_at_ms));
    add(&mut lines, "ended", task.ended_at_ms.map(|at| moment(app, at)));
    add(&mut lines, "took", task.ended_at_ms.map(|at| span(task.accepted_at_ms.until(at))));
    add(&mut lines, "error", task.error.clone());
    (format!("task {}", task.task_id), lines)
}

pub(super) fn of_gpu(app: &App, gpu: &Gpu) -> (String, Lines) {
    let mut lines = Lines::new();
    add(&mut lines, "model", gpu.name.clone());
    add(&mut lines, "uuid", gpu.uuid.clone());
    add(&mut lines, "driver", app.world.gpus.as_ref().and_then(|report| report.driver.clone()));
    let memory = gpu.memory_used_bytes.zip(gpu.memory_total_bytes);
    add(&mut lines, "memory", memory.map(|(used, total)| format!("{} of {}", size_words(used), size_words(total))));
    add(&mut lines, "utilization", gpu.utilization_percent.map(|percent| format!("{percent} %")));
    add(&mut lines, "temperature", gpu.temperature_celsius.map(|celsius| format!("{celsius} °C")));
    for process in &gpu.processes {
        let has = |fact: &&ServiceFact| fact.status.usage.as_ref().is_some_and(|it| it.pids.contains(&process.pid));
        let whose = app.world.services.iter().find(has).map_or("not of a service", |fact| fact.status.name.as_str());
        let memory = process.memory_bytes.map(size_words).unwrap_or_default();
        add(&mut lines, &format!("pid {}", process.pid), format!("{memory} {whose}").trim().to_owned());
    }
    for unknown in &gpu.unknown {
        add(&mut lines, "unknown", unknown.clone());
    }
    (format!("GPU {}", gpu.index), lines)
}

pub(super) fn of_line(line: &LogLine, text: Option<String>) -> (String, Lines) {
    let mut lines = Lines::new();
    let at = line.time_us.map(|time_us| UnixMillis(time_us / 1000).to_string());
    add(&mut lines, "written", at);
    add(&mut lines, "run", line.run.to_string());
    add(&mut lines, "length", size_words(line.bytes));
    add(&mut lines, "text", text);
    (format!("line of {}", line.service), lines)
}

pub(super) fn of_alert(app: &App, alert: &Alert) -> (String, Lines) {
    let mut lines = Lines::new();
    add(&mut lines, "what", alert.text.clone());
    add(&mut lines, "since", moment(app, alert.at));
    let key = alert.leads_to.map(|command| format!("{} ({})", command.words(), app.keys.keys_of(command)));
    add(&mut lines, "leads to", key);
    (alert.subject.clone(), lines)
}
