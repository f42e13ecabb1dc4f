//! What the file says beside what runs: where they differ, and what would make them the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::file::{Defined, time_text};
use crate::daemon::env_file;
use crate::supervisor::{Schedule, ServiceSpec, ServiceState, ServiceStatus, Wanted};
use crate::types::{ServiceName, size_text, span_text};

/// A service that the supervisor knows.
#[derive(Debug, Clone)]
pub struct Present {
    /// How it is.
    pub status: ServiceStatus,
    /// By which rules it is run.
    pub spec: Option<ServiceSpec>,
    /// The variables that its process was started with, as far as the system tells.
    pub variables: Option<BTreeMap<String, String>>,
}

/// A field in which file and service differ. Values of variables are never told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which field, such as `restart.delay` or `env.PORT`.
    pub field: String,
    /// What the file says; `None` if it says nothing.
    pub in_file: Option<String>,
    /// What the service is run by.
    pub in_use: Option<String>,
}

/// What is to be done with a service so that it is as the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// It does not run, and shall.
    Start,
    /// It runs by other rules.
    Restart,
    /// It is as the file says.
    Keep,
    /// An operator stopped it, which counts more than the file.
    LeaveStopped,
    /// No file defines it any more.
    Stop,
}

/// A service with what is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Which.
    pub name: ServiceName,
    /// What.
    pub deed: Deed,
    /// Where file and service differ.
    pub differences: Vec<Difference>,
}

/// What is to be done so that all services are as the files say. With `prune`, those that a file defined once, and none
/// does any more, are stopped.
pub fn plan(
    defined: &BTreeMap<ServiceName, Defined>,
    present: &BTreeMap<ServiceName, Present>,
    prune: bool,
) -> Vec<Step> {
    let mut steps: Vec<Step> = defined
        .iter()
        .map(|(name, defined)| {
            let Some(present) = present.get(name) else {
                return Step { name: name.clone(), deed: Deed::Start, differences: Vec::new() };
            };
            let differences = differences(defined, present);
            let runs = !present.status.state.is_final();
            let deed = match (runs, present.status.wanted) {
                (true, _) if differences.is_empty() => Deed::Keep,
                (true, _) => Deed::Restart,
                (false, Some(Wanted::Stopped)) if present.spec.is_some() => Deed::LeaveStopped,
                // Its work is done, and would be done again.
                (false, _) if present.status.state == ServiceState::Stopped && differences.is_empty() => Deed::Keep,
                (false, _) => Deed::Start,
            };
            Step { name: name.clone(), deed, differences }
        })
        .collect();
    if prune {
        let gone = present
            .iter()
            .filter(|(name, it)| !defined.contains_key(*name) && !it.status.state.is_final() && is_of_a_file(it));
        steps.extend(gone.map(|(name, _)| Step { name: name.clone(), deed: Deed::Stop, differences: Vec::new() }));
    }
    steps
}

fn is_of_a_file(present: &Present) -> bool {
    present.spec.as_ref().is_some_and(|spec| spec.defined_in.is_some())
}

/// Where a service differs from its table.
pub fn differences(defined: &Defined, present: &Present) -> Vec<Difference> {
    let mut found = Vec::new();
    let Some(spec) = &present.spec else { return found };
    compare("", &comparable(&defined.spec), &comparable(spec), &mut found);
    let set = |names: &BTreeSet<String>, name: &String| names.contains(name).then(|| "set".to_owned());
    for name in defined.spec.env_names.symmetric_difference(&spec.env_names) {
        found.push(Difference {
            field: format!("env.{name}"),
            in_file: set(&defined.spec.env_names, name),
            in_use: set(&spec.env_names, name),
        });
    }
    if let Some(variables) = &present.variables {
        for (name, value) in from_files(defined).iter().filter(|(name, _)| !defined.env.contains_key(*name)) {
            found.extend(other_value(name, value, variables));
        }
        for (name, value) in defined.env.iter().filter(|(name, _)| spec.env_names.contains(*name)) {
            found.extend(other_value(name, value, variables));
        }
    }
    found
}

fn other_value(name: &str, value: &str, variables: &BTreeMap<String, String>) -> Option<Difference> {
    let (in_file, in_use) = match variables.get(name) {
        Some(used) if used == value => return None,
        Some(_) => ("set, to another value", Some("set".to_owned())),
        None => ("set", None),
    };
    Some(Difference { field: format!("env.{name}"), in_file: Some(in_file.into()), in_use })
}

/// What the env files say now. One that cannot be read says nothing: the start will tell.
fn from_files(defined: &Defined) -> BTreeMap<String, String> {
    let files = defined.spec.env_files.iter().filter_map(|path| env_file::read_text(path).ok());
    files
        .flat_map(|text| env_file::parse(&text).0)
        .map(|(name, mut entry)| (name, std::mem::take(&mut *entry.value)))
        .collect()
}

/// A specification in the words of the file, without what says where it is from.
fn comparable(spec: &ServiceSpec) -> Value {
    let mut value = serde_json::to_value(spec).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        for name in ["name", "defined_in", "env_names"] {
            fields.remove(name);
        }
        for (name, word) in [("readiness", "ready"), ("env_files", "env_file")] {
            if let Some(inner) = fields.remove(name) {
                fields.insert(word.into(), inner);
            }
        }
    }
    value
}

fn compare(field: &str, file: &Value, used: &Value, found: &mut Vec<Difference>) {
    let is_span = |value: &Value| value.get("secs").is_some() && value.get("nanos").is_some();
    match (file, used) {
        _ if file == used => {}
        (Value::Object(in_file), Value::Object(in_use)) if !is_span(file) && !is_span(used) => {
            let names: BTreeSet<&String> = in_file.keys().chain(in_use.keys()).collect();
            for name in names {
                let below = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
                let side = |side: &serde_json::Map<String, Value>| side.get(name).cloned().unwrap_or_default();
                compare(&below, &side(in_file), &side(in_use), found);
            }
        }
        _ => {
            let (in_file, in_use) = (words(field, file), words(field, used));
            found.push(Difference { field: field.to_owned(), in_file, in_use });
        }
    }
}

fn words(field: &str, value: &Value) -> Option<String> {
    let number = |name: &str| value.get(name).and_then(Value::as_u64);
    match value {
        Value::Null => None,
        Value::Array(_) if field == "restart.schedule" => {
            let all: Vec<Schedule> = serde_json::from_value(value.clone()).unwrap_or_default();
            Some(all.iter().map(time_text).collect::<Vec<_>>().join(", "))
        }
        Value::Object(_) if number("nanos").is_some() => {
            let nanos = u32::try_from(number("nanos")?).ok()?;
            Some(span_text(std::time::Duration::new(number("secs")?, nanos)))
        }
        Value::Number(bytes) if field.ends_with("_bytes") => bytes.as_u64().map(size_text),
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn defined(command: &str) -> Defined {
        let name: ServiceName = "web".parse().unwrap();
        let mut spec = ServiceSpec::new(name, vec![command.into()], "/".into());
        spec.defined_in = Some("/etc/gascli.toml".into());
        Defined { spec, env: BTreeMap::new() }
    }

    fn present(defined: &Defined, state: ServiceState, wanted: Wanted) -> Present {
        let mut status: ServiceStatus = serde_json::from_value(serde_json::json!({
            "name": "web", "state": state, "pid": null, "reason": null, "started_at_ms": null,
        }))
        .unwrap();
        status.wanted = Some(wanted);
        Present { status, spec: Some(defined.spec.clone()), variables: Some(defined.env.clone()) }
    }

    fn deed(defined: &Defined, present: Option<Present>, prune: bool) -> Vec<Deed> {
        let name = defined.spec.name.clone();
        let all = BTreeMap::from([(name.clone(), defined.clone())]);
        let present = present.map(|it| (name, it)).into_iter().collect();
        plan(&all, &present, prune).into_iter().map(|step| step.deed).collect()
    }

    #[test]
    fn what_is_the_same_is_left_alone_and_what_was_stopped_by_hand_stays_stopped() {
        let web = defined("serve");
        let mut slower = web.clone();
        slower.spec.restart.delay = Duration::from_secs(7);
        let with = |state, wanted| Some(present(&web, state, wanted));
        assert_eq!(deed(&web, None, false), [Deed::Start]);
        assert_eq!(deed(&web, with(ServiceState::Online, Wanted::Running), false), [Deed::Keep]);
        assert_eq!(deed(&slower, with(ServiceState::Online, Wanted::Running), false), [Deed::Restart]);
        assert_eq!(deed(&slower, with(ServiceState::WaitingRestart, Wanted::Running), false), [Deed::Restart]);
        assert_eq!(deed(&web, with(ServiceState::Errored, Wanted::Running), false), [Deed::Start]);
        assert_eq!(deed(&web, with(ServiceState::Stopped, Wanted::Running), false), [Deed::Keep], "its work is done");
        assert_eq!(deed(&slower, with(ServiceState::Stopped, Wanted::Stopped), false), [Deed::LeaveStopped]);
    }

    #[test]
    fn only_services_that_a_file_defined_are_pruned() {
        let web = defined("serve");
        let mut running = present(&web, ServiceState::Online, Wanted::Running);
        let deeds = |present: &Present, prune| {
            let all = BTreeMap::from([(web.spec.name.clone(), present.clone())]);
            plan(&BTreeMap::new(), &all, prune).into_iter().map(|step| step.deed).collect::<Vec<_>>()
        };
        assert_eq!(deeds(&running, true), [Deed::Stop]);
        assert_eq!(deeds(&running, false), []);
        running.spec.as_mut().unwrap().defined_in = None;
        assert_eq!(deeds(&running, true), [], "a command made it");
    }

    #[test]
    fn differences_name_the_field_in_the_words_of_the_file_and_no_value_of_a_variable() {
        let mut web = defined("serve");
        web.env = [("KEPT", "1"), ("CHANGED", "new secret"), ("NEW", "x")].map(|(k, v)| (k.into(), v.into())).into();
        web.spec.env_names = web.env.keys().cloned().collect();
        let mut running = present(&web, ServiceState::Online, Wanted::Running);
        let spec = running.spec.as_mut().unwrap();
        spec.env_names = ["KEPT", "CHANGED", "REMOVED"].map(String::from).into();
        spec.restart.delay = Duration::from_millis(1500);
        spec.logs.total_bytes = 3 << 30;
        spec.ready_within = Some(Duration::from_mins(1));
        let used = [("KEPT", "1"), ("CHANGED", "old secret"), ("REMOVED", "y")].map(|(k, v)| (k.into(), v.into()));
        running.variables = Some(used.into());
        let told: Vec<String> = differences(&web, &running)
            .into_iter()
            .map(|it| format!("{}: {:?} {:?}", it.field, it.in_file.as_deref(), it.in_use.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                r#"logs.total_bytes: Some("1GiB") Some("3GiB")"#,
                r#"ready_within: None Some("1m")"#,
                r#"restart.delay: Some("1s") Some("1500ms")"#,
                r#"env.NEW: Some("set") None"#,
                r#"env.REMOVED: None Some("set")"#,
                r#"env.CHANGED: Some("set, to another value") Some("set")"#,
            ]
        );
    }
}
