//! What a service is judged by and what it waits for, and what the other tables must keep to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Update;
use super::reading::{Reader, Table, Value};
use super::service::positive;
use super::shape::percent;
use crate::daemon::crash;
use crate::supervisor::notify::{Format, MOST_CHANNELS, NotifyTable};
use crate::supervisor::{
    Action, Check, Condition, EventKind, Facts, HealthRule, MinFree, Preset, Readiness, ServiceSpec,
};
use crate::types::{Secret, ServiceName};

/// How often a rule is looked at, how long a look may take, how many must fail.
const EVERY: Duration = Duration::from_secs(30);
const TIMEOUT: Duration = Duration::from_secs(5);
const FAILURES: u32 = 3;

/// `ready`
pub(super) fn readiness(reader: &mut Reader<'_>, table: &Table) -> (Readiness, Option<Duration>) {
    let Some(value) = table.get("ready") else { return (Readiness::Running, None) };
    let Some(rules) = value.as_table() else { return (ready_word(value.as_text()), None) };
    let within = positive(reader, rules, "within");
    let ways = ["http", "tcp", "exec", "line", "state", "notify"];
    let Some(way) = one_of(reader, rules, &ways, "`ready`") else { return (Readiness::Running, within) };
    let text = || rules.text(way).unwrap_or_default().to_owned();
    let readiness = match way {
        // Whatever was refused has its fault already.
        way if rules.get(way).is_none() => Readiness::Running,
        "http" => Readiness::Http { url: text() },
        "tcp" => Readiness::Tcp { address: text() },
        "exec" => Readiness::Exec { command: rules.texts(way).unwrap_or_default() },
        "line" => Readiness::Line { pattern: text() },
        _ if rules.switch(way) == Some(false) => Readiness::Running,
        way => ready_word(Some(way)),
    };
    (readiness, within)
}

fn ready_word(word: Option<&str>) -> Readiness {
    match word {
        Some("notify") => Readiness::Notify,
        Some("state") => Readiness::State,
        _ => Readiness::Running,
    }
}

/// `health`: the rules of roles, then those of the table, which replace ready-made ones of the same name. For roles there
/// are also exit statuses that another start would only repeat. Returns where each rule of the table stands.
pub(super) fn health(reader: &mut Reader<'_>, table: &Table, spec: &mut ServiceSpec) -> BTreeMap<String, usize> {
    let items = table.get("health").map(Value::items).unwrap_or_default();
    let at = table.at("health").unwrap_or_default();
    for preset in items.iter().filter_map(Value::as_text).filter_map(|word| word.parse::<Preset>().ok()) {
        let rules = preset.rules(&facts(&spec.readiness));
        if rules.is_empty() && items.len() == 1 {
            let says = "has no rules for what is known of this service: add `{ disk = \"FOLDER\", max = \"100GiB\" }`";
            reader.fault(at, format!("`health = \"data\"` {says}"));
        }
        spec.restart.permanent_codes.get_or_insert_with(Preset::permanent_codes);
        spec.health.retain(|other| rules.iter().all(|rule| rule.name != other.name));
        spec.health.extend(rules);
    }
    let mut places = BTreeMap::new();
    for table in items.iter().filter_map(Value::as_table) {
        let Some(rule) = rule(reader, table) else { continue };
        if places.insert(rule.name.clone(), table.begins_at()).is_some() {
            let text = format!("two health rules are named `{}`: give one another `name`", rule.name);
            reader.fault(table.begins_at(), text);
        }
        spec.health.retain(|other| other.name != rule.name);
        spec.health.push(rule);
    }
    places
}

/// What is known of a service that a table defines.
fn facts(readiness: &Readiness) -> Facts {
    let axon = if let Readiness::Tcp { address } = readiness { Some(address.clone()) } else { None };
    Facts { has_state: matches!(readiness, Readiness::State | Readiness::Notify), axon, quota: None }
}

fn rule(reader: &mut Reader<'_>, table: &Table) -> Option<HealthRule> {
    let checks = ["http", "tcp", "exec", "state", "output", "line", "challenges", "queue", "gpu_busy", "disk"];
    let word = one_of(reader, table, &checks, "a health rule")?;
    for (key, check) in [("within", "line"), ("max", "disk")] {
        if word == check && !table.has(key) {
            reader.fault(table.at(word).unwrap_or_default(), format!("`{check}` needs `{key}` beside it"));
        } else if word != check && table.has(key) {
            reader.fault(table.at(key).unwrap_or_default(), format!("`{key}` belongs to `{check}`, not to `{word}`"));
        }
    }
    let check = check(reader, table, word)?;
    let usual_failures = if matches!(check, Check::Output { .. } | Check::Line { .. }) { 1 } else { FAILURES };
    Some(HealthRule {
        name: table.text("name").unwrap_or(word).to_owned(),
        check,
        every: positive(reader, table, "every").unwrap_or(EVERY),
        timeout: positive(reader, table, "timeout").unwrap_or(TIMEOUT),
        failures: table.whole_u32("failures").unwrap_or(usual_failures),
        grace: table.span("grace").unwrap_or_default(),
        action: action(reader, table),
    })
}

fn check(reader: &mut Reader<'_>, table: &Table, word: &str) -> Option<Check> {
    let text = |name: &str| table.text(name).map(str::to_owned);
    Some(match word {
        "http" => Check::Http { url: text(word)? },
        "tcp" => Check::Tcp { address: text(word)? },
        "exec" => Check::Exec { command: table.texts(word)? },
        "output" => Check::Output { within: positive(reader, table, word)? },
        "line" => Check::Line { pattern: text(word)?, within: positive(reader, table, "within")? },
        "challenges" => Check::Challenges { within: positive(reader, table, word)? },
        "queue" => Check::Queue { within: positive(reader, table, word)? },
        "gpu_busy" => Check::GpuBusy { within: positive(reader, table, word)? },
        "disk" => {
            let path = reader.folder().join(text(word)?);
            Check::Disk { path, max_bytes: table.whole("max")? }
        }
        _ => Check::State,
    })
}

fn action(reader: &mut Reader<'_>, table: &Table) -> Action {
    let Some(value) = table.get("action") else { return Action::Warn };
    match (value.as_text(), value.as_table()) {
        (Some("restart"), _) => Action::Restart,
        (_, Some(hook)) if hook.has("hook") => hook.texts("hook").map_or(Action::Warn, Action::Hook),
        (_, Some(_)) => {
            reader.fault(table.at("action").unwrap_or_default(), "`action` has no `hook`");
            Action::Warn
        }
        _ => Action::Warn,
    }
}

/// The one of these keys that is set.
fn one_of<'a>(reader: &mut Reader<'_>, table: &Table, names: &[&'a str], what: &str) -> Option<&'a str> {
    let mut set = names.iter().filter(|name| table.has(name));
    match (set.next(), set.next()) {
        (Some(one), None) => Some(one),
        (None, _) => {
            reader.fault(table.begins_at(), format!("{what} needs one of {}", names.join(", ")));
            None
        }
        (Some(one), Some(other)) => {
            let at = table.at(other).unwrap_or(table.begins_at());
            reader.fault(at, format!("{what} has both `{one}` and `{other}`: one is possible"));
            None
        }
    }
}

/// `after`
pub(super) fn after(reader: &mut Reader<'_>, table: &Table) -> BTreeMap<ServiceName, Condition> {
    let Some(value) = table.get("after") else { return BTreeMap::new() };
    let mut all = BTreeMap::new();
    if let Some(conditions) = value.as_table() {
        for (name, entry) in conditions.entries() {
            let condition = match entry.value.as_text() {
                Some("started") => Condition::Started,
                Some("done") => Condition::Done,
                _ => Condition::Ready,
            };
            match name.parse() {
                Ok(name) => drop(all.insert(name, condition)),
                Err(error) => reader.fault(entry.key_at, format!("`after`: {error}")),
            }
        }
    } else {
        let names = value.items().iter().filter_map(Value::as_text).filter_map(|name| name.parse().ok());
        all.extend(names.map(|name| (name, Condition::Ready)));
    }
    all
}

/// Bounds on the logs of all services together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AllLogs {
    total_bytes: Option<u64>,
    min_free: MinFree,
}

impl AllLogs {
    /// Makes a service keep to them. They stand in its rules, since its shim knows nothing else.
    pub fn bind(self, spec: &mut ServiceSpec) {
        (spec.logs.all_bytes, spec.logs.min_free) = (self.total_bytes, self.min_free);
    }
}

/// `[logs]`
pub(super) fn all_logs(table: &Table) -> AllLogs {
    let share = table.text("min_free").and_then(percent).and_then(|share| u8::try_from(share).ok());
    let min_free = match (share, table.whole("min_free")) {
        (Some(share), _) => MinFree::Percent(share),
        (None, Some(bytes)) => MinFree::Bytes(bytes),
        (None, None) => MinFree::Usual,
    };
    AllLogs { total_bytes: table.whole("total_bytes"), min_free }
}

/// A source that is no address is a path from the folder of the file on.
pub(super) fn update(table: &Table, file: &Path) -> Update {
    let source = table.text("source").map(|source| {
        let folder = file.parent().unwrap_or(Path::new("/"));
        if source.contains("://") { source.to_owned() } else { folder.join(source).display().to_string() }
    });
    Update { source, public_key: table.text("public_key").map(str::to_owned) }
}

/// What the tables besides the services must keep to: as the supervisor will read them.
pub(super) fn whole_file(reader: &mut Reader<'_>, root: &Table) {
    let Some(tables) = root.table("notify") else { return };
    for (name, entry) in tables.entries() {
        let Some(table) = entry.value.as_table().filter(|table| table.is_whole()) else { continue };
        if let Err(wrong) = channel(table).channel(name, reader.folder()) {
            reader.fault(entry.key_at, format!("[notify.{name}] {wrong}"));
        }
    }
    if tables.entries().count() > MOST_CHANNELS {
        reader.fault(tables.begins_at(), format!("[notify] has more than {MOST_CHANNELS} channels"));
    }
}

fn channel(table: &Table) -> NotifyTable {
    let text = |name: &str| table.text(name).map(str::to_owned);
    let webhook = text("webhook");
    if let Some(address) = &webhook {
        crash::conceal("webhook", address);
    }
    let kind = |word: String| serde_json::from_value::<EventKind>(word.into()).ok();
    let format = table.text("format").map(|word| match word {
        "slack" => Format::Slack,
        "discord" => Format::Discord,
        "telegram" => Format::Telegram,
        _ => Format::Json,
    });
    NotifyTable {
        events: table.texts("events").map(|words| words.into_iter().filter_map(kind).collect()),
        services: table.texts("services").map(|names| names.iter().filter_map(|name| name.parse().ok()).collect()),
        exec: table.texts("exec"),
        webhook: webhook.map(Secret::new),
        webhook_env: text("webhook_env"),
        webhook_file: text("webhook_file").map(PathBuf::from),
        template: text("template"),
        format,
        chat_id: text("chat_id"),
        min_interval: table.span("min_interval"),
        timeout: table.span("timeout"),
        attempts: table.whole_u32("attempts"),
        allow_private: table.switch("allow_private").unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::span_text;

    #[test]
    fn documented_defaults_of_rules_are_the_ones_that_count() {
        assert_eq!((span_text(EVERY).as_str(), span_text(TIMEOUT).as_str(), FAILURES), ("30s", "5s", 3));
    }
}
