//! A `[service.NAME]` table as a specification.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::reading::{Reader, Table, Value};
use super::{rules, units};
use crate::supervisor::{
    Kill, Limits, LogPolicy, Part, RestartPolicy, RestartRule, Schedule, ServiceSpec, SpecFault, StopPolicy, WhenSlow,
    faults,
};
use crate::types::{ServiceName, span_text};

/// The variable by which programs are told which GPUs are theirs.
const GPUS: &str = "CUDA_VISIBLE_DEVICES";

/// A service as its table defines it.
#[derive(Debug, Clone, PartialEq)]
pub struct Defined {
    /// By which rules it is run.
    pub spec: ServiceSpec,
    /// Set on top of the caller's environment and of the env files.
    pub env: BTreeMap<String, String>,
}

/// The rules that go with a restart policy: who takes PM2's restarts gets PM2's stop, too.
pub fn rules_of(policy: RestartRule) -> (RestartPolicy, StopPolicy) {
    match policy {
        RestartRule::Pm2 => (RestartPolicy::pm2(), StopPolicy::pm2()),
        policy => (RestartPolicy { policy, ..RestartPolicy::default() }, StopPolicy::default()),
    }
}

/// The service of a table; `None` if it says nothing that could be run.
pub(super) fn defined(reader: &mut Reader<'_>, name: &ServiceName, table: &Table, at: usize) -> Option<Defined> {
    if !table.has("command") {
        reader.fault(at, format!("[service.{name}] has no `command`"));
    }
    let command = table.texts("command")?;
    let folder = reader.folder().to_owned();
    // `join` keeps an absolute path as it is.
    let cwd = table.text("cwd").map_or_else(|| folder.clone(), |cwd| folder.join(cwd));
    let mut spec = ServiceSpec::new(name.clone(), command, cwd);
    spec.defined_in = Some(reader.path().to_owned());
    spec.env_files =
        table.texts("env_file").unwrap_or_default().iter().map(|path| folder.join(path)).collect::<Vec<PathBuf>>();
    restart(reader, table, &mut spec);
    stop(reader, table, &mut spec.stop);
    logs(reader, table, &mut spec.logs);
    (spec.readiness, spec.ready_within) = rules::readiness(reader, table);
    let rules = rules::health(reader, table, &mut spec);
    spec.limits = limits(reader, table);
    spec.after = rules::after(reader, table);
    let env = environment(reader, table);
    spec.env_names = env.keys().cloned().collect();
    for SpecFault { part, text } in faults(&spec) {
        let at_key = |key: &str| table.at(key).unwrap_or(at);
        let at = match &part {
            Part::Readiness => at_key("ready"),
            Part::Health => at_key("health"),
            Part::Rule(name) => rules.get(name).copied().unwrap_or_else(|| at_key("health")),
            Part::Schedule => at_key("restart"),
            Part::After => at_key("after"),
        };
        reader.fault(at, text);
    }
    Some(Defined { spec, env })
}

fn environment(reader: &mut Reader<'_>, table: &Table) -> BTreeMap<String, String> {
    let mut env = BTreeMap::new();
    for (key, entry) in table.table("env").into_iter().flat_map(Table::entries) {
        if key.is_empty() || key.contains(['=', '\0']) {
            reader.fault(entry.key_at, "a variable's name is not empty and has no `=`");
        }
        env.extend(entry.value.as_text().map(|value| (key.clone(), value.to_owned())));
    }
    if let Some(gpus) = table.texts("gpus") {
        if env.contains_key(GPUS) {
            reader.fault(table.at("gpus").unwrap_or_default(), format!("`gpus` and `env.{GPUS}` say the same twice"));
        }
        // A number that no GPU has hides all.
        let none = gpus.is_empty() || gpus == ["none"];
        env.insert(GPUS.into(), if none { "-1".into() } else { gpus.join(",") });
    }
    env
}

fn restart(reader: &mut Reader<'_>, table: &Table, spec: &mut ServiceSpec) {
    let Some(value) = table.get("restart") else { return };
    let none = Table::default();
    let rules = value.as_table().unwrap_or(&none);
    match value.as_text().or(rules.text("policy")) {
        Some("always") => spec.restart.policy = RestartRule::Always,
        Some("never") => spec.restart.policy = RestartRule::Never,
        Some("pm2") => (spec.restart, spec.stop) = rules_of(RestartRule::Pm2),
        _ => {}
    }
    let policy = &mut spec.restart;
    policy.max_restarts = rules.whole_u32("max_restarts").or(policy.max_restarts);
    let longest = rules.span("longest_delay");
    policy.delay = rules.span("delay").unwrap_or(policy.delay);
    policy.longest_delay = longest.unwrap_or_else(|| policy.longest_delay.max(policy.delay));
    if policy.longest_delay < policy.delay {
        let text = format!("`longest_delay` is shorter than `delay`, which is {}", span_text(policy.delay));
        reader.fault(rules.at("longest_delay").unwrap_or_default(), text);
    }
    policy.stable_after = rules.span("stable_after").unwrap_or(policy.stable_after);
    if let Some(codes) = rules.get("permanent_codes") {
        let codes = codes.items().iter().filter_map(|code| match code {
            Value::Whole(code) => i32::try_from(*code).ok(),
            _ => None,
        });
        policy.permanent_codes = Some(codes.collect());
    }
    policy.schedule.extend(positive(reader, rules, "every").map(Schedule::Every));
    policy.schedule.extend(rules.texts("at").unwrap_or_default().iter().filter_map(|text| units::time(text)));
}

fn stop(reader: &mut Reader<'_>, table: &Table, policy: &mut StopPolicy) {
    let none = Table::default();
    let rules = table.table("stop").unwrap_or(&none);
    once(reader, table, "stop_signal", rules, "signal");
    once(reader, table, "kill_timeout", rules, "kill_timeout");
    if let Some(signal) = rules.text("signal").or(table.text("stop_signal")) {
        signal.clone_into(&mut policy.signal);
    }
    policy.kill_timeout = rules.span("kill_timeout").or(table.span("kill_timeout")).unwrap_or(policy.kill_timeout);
    policy.kill = match rules.text("kill") {
        Some("group") => Kill::Group,
        Some("main") => Kill::Main,
        _ => Kill::Tree,
    };
}

fn logs(reader: &mut Reader<'_>, table: &Table, policy: &mut LogPolicy) {
    let none = Table::default();
    let rules = table.table("logs").unwrap_or(&none);
    once(reader, table, "log_segment_bytes", rules, "segment_bytes");
    once(reader, table, "log_total_bytes", rules, "total_bytes");
    let segment = rules.whole("segment_bytes").or(table.whole("log_segment_bytes"));
    policy.total_bytes = rules.whole("total_bytes").or(table.whole("log_total_bytes")).unwrap_or(policy.total_bytes);
    // A segment that is written to cannot be deleted: a small log has small ones.
    policy.segment_bytes = segment.unwrap_or_else(|| policy.segment_bytes.min(policy.total_bytes / 4));
    let at = || rules.at("segment_bytes").or(table.at("log_segment_bytes")).unwrap_or(rules.begins_at());
    if policy.segment_bytes == 0 || policy.segment_bytes > policy.total_bytes {
        let text = format!("a segment has from 1 to {} bytes, as all of them", policy.total_bytes);
        reader.fault(at(), text);
    }
    policy.segment_age = positive(reader, rules, "segment_age").unwrap_or(policy.segment_age);
    policy.max_age = positive(reader, rules, "max_age");
    policy.compress = rules.switch("compress").unwrap_or(policy.compress);
    policy.when_slow = if rules.text("when_slow") == Some("block") { WhenSlow::Block } else { WhenSlow::Drop };
}

fn limits(reader: &mut Reader<'_>, table: &Table) -> Limits {
    let Some(rules) = table.table("limits") else { return Limits::default() };
    let mut limit = |name: &str| {
        let bytes = rules.whole(name);
        if bytes == Some(0) {
            reader.fault(rules.at(name).unwrap_or_default(), format!("`{name}`: a limit of 0 lets nothing run"));
        }
        bytes
    };
    Limits { memory_bytes: limit("memory"), gpu_memory_bytes: limit("gpu_memory") }
}

/// A span; one of 0 is refused.
pub(super) fn positive(reader: &mut Reader<'_>, table: &Table, name: &str) -> Option<Duration> {
    let span = table.span(name);
    if span == Some(Duration::ZERO) {
        reader.fault(table.at(name).unwrap_or_default(), format!("`{name}` must be longer than 0"));
        return None;
    }
    span
}

/// The flat spelling of a key must not stand beside the one in its table.
fn once(reader: &mut Reader<'_>, table: &Table, flat: &str, rules: &Table, name: &str) {
    if table.has(flat) && rules.has(name) {
        reader
            .fault(table.at(flat).unwrap_or_default(), format!("`{flat}` is set a second time as `{name}` in a table"));
    }
}
