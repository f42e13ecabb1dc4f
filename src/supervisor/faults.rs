//! What is wrong with a specification that can be read: found before anything is started by it.

use std::collections::BTreeSet;
use std::time::Duration;

use regex::bytes::{Regex, RegexBuilder};

use super::health::{Action, Check};
use super::probe::address;
use super::spec::{Readiness, Schedule, ServiceSpec};

/// The most that a compiled expression may take; a shim is counted in kilobytes.
const LARGEST_PATTERN: usize = 1 << 20;
/// Rules of one service.
const MOST_RULES: usize = 32;
/// Lookups share the processor with services.
const SHORTEST_EVERY: Duration = Duration::from_millis(100);

/// What is impossible in a specification, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct SpecFault {
    /// Which of its parts.
    pub part: Part,
    /// What is wrong with it.
    pub text: String,
}

/// A part of a specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// When it counts as ready.
    Readiness,
    /// All rules together.
    Health,
    /// The rule of this name.
    Rule(String),
    /// When it is started anew.
    Schedule,
    /// What it waits for.
    After,
}

/// Compiles an expression for lines of output, which may be no UTF-8.
pub(crate) fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    let build = |unicode| {
        RegexBuilder::new(pattern)
            .unicode(unicode)
            .size_limit(LARGEST_PATTERN)
            .dfa_size_limit(LARGEST_PATTERN / 4)
            .build()
    };
    // Without the tables of Unicode it is much smaller; what needs them gets them.
    build(false).or_else(|_| build(true))
}

/// Everything that makes a service impossible; empty if it can be run.
pub fn faults(spec: &ServiceSpec) -> Vec<SpecFault> {
    let mut found = Vec::new();
    readiness(spec, &mut found);
    rules(spec, &mut found);
    let schedules = spec.restart.schedule.iter().flat_map(schedule);
    found.extend(schedules.map(|text| SpecFault { part: Part::Schedule, text }));
    if spec.after.contains_key(&spec.name) {
        found.push(SpecFault { part: Part::After, text: format!("`{}` cannot wait for itself", spec.name) });
    }
    found
}

fn schedule(schedule: &Schedule) -> Vec<String> {
    let mut found = Vec::new();
    match schedule {
        Schedule::Every(span) if span.is_zero() => found.push("a schedule of every 0s never ends".into()),
        Schedule::At { weekday, hour, minute } => {
            if *hour > 23 || *minute > 59 {
                found.push(format!("{hour:02}:{minute:02} is no time of day"));
            }
            if weekday.is_some_and(|day| !(1..=7).contains(&day)) {
                found.push("a weekday is 1 (Monday) to 7 (Sunday)".into());
            }
        }
        Schedule::Every(_) => {}
    }
    found
}

fn readiness(spec: &ServiceSpec, found: &mut Vec<SpecFault>) {
    let fault = match &spec.readiness {
        Readiness::Running | Readiness::Notify | Readiness::State => None,
        Readiness::Http { url } => address::http(url).err().map(|error| error.to_string()),
        Readiness::Tcp { address } => address::tcp(address).err().map(|error| error.to_string()),
        Readiness::Exec { command } => command.is_empty().then(|| "its command is empty".to_owned()),
        Readiness::Line { pattern } => compile(pattern).err().map(|error| error.to_string()),
    };
    found.extend(fault.map(|fault| SpecFault { part: Part::Readiness, text: format!("readiness: {fault}") }));
}

fn rules(spec: &ServiceSpec, found: &mut Vec<SpecFault>) {
    if spec.health.len() > MOST_RULES {
        let text = format!("{} health rules; {MOST_RULES} are possible", spec.health.len());
        found.push(SpecFault { part: Part::Health, text });
    }
    let mut names = BTreeSet::new();
    for rule in &spec.health {
        let mut say = |fault: String| {
            let text = format!("health rule `{}`: {fault}", rule.name);
            found.push(SpecFault { part: Part::Rule(rule.name.clone()), text });
        };
        if rule.name.is_empty() || rule.name.len() > 64 || rule.name.chars().any(char::is_control) {
            say("a name has 1 to 64 letters".into());
        }
        if !names.insert(&rule.name) {
            say("there are two of this name".into());
        }
        match &rule.check {
            Check::Http { url } => drop(address::http(url).map_err(|error| say(error.to_string()))),
            Check::Tcp { address } => drop(address::tcp(address).map_err(|error| say(error.to_string()))),
            Check::Exec { command } if command.is_empty() => say("its command is empty".into()),
            Check::Line { pattern, .. } => drop(compile(pattern).map_err(|error| say(error.to_string()))),
            _ => {}
        }
        let within = match &rule.check {
            Check::Output { within } | Check::Line { within, .. } => Some(within),
            _ => None,
        };
        match within {
            Some(within) if within.is_zero() => say("`within` is zero".into()),
            None if rule.every < SHORTEST_EVERY => say(format!("`every` is below {SHORTEST_EVERY:?}")),
            None if rule.timeout.is_zero() => say("`timeout` is zero".into()),
            _ => {}
        }
        if matches!(&rule.action, Action::Hook(command) if command.is_empty()) {
            say("its hook is empty".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::health::HealthRule;

    fn rule(name: &str, check: Check) -> HealthRule {
        let second = Duration::from_secs(1);
        let (name, action) = (name.to_owned(), Action::Warn);
        HealthRule { name, check, every: second, timeout: second, failures: 1, grace: second, action }
    }

    #[test]
    fn everything_that_is_impossible_is_named_at_once() {
        let mut spec = ServiceSpec::new("a".parse().unwrap(), vec!["x".into()], "/".into());
        assert_eq!(faults(&spec), []);
        spec.readiness = Readiness::Line { pattern: "(".into() };
        spec.health = vec![
            rule("page", Check::Http { url: "https://example.org/".into() }),
            rule("page", Check::Exec { command: Vec::new() }),
            HealthRule { every: Duration::ZERO, ..rule("state", Check::State) },
        ];
        spec.restart.schedule = vec![Schedule::At { weekday: Some(8), hour: 24, minute: 0 }];
        spec.after.insert("a".parse().unwrap(), crate::supervisor::Condition::Ready);
        let found: Vec<String> = faults(&spec).iter().map(ToString::to_string).collect();
        let found = found.join("\n");
        for says in [
            "readiness: ",
            "https://",
            "two of this name",
            "its command is empty",
            "`every`",
            "24:00",
            "weekday",
            "itself",
        ] {
            assert!(found.contains(says), "{says}: {found}");
        }
    }

    #[test]
    fn lines_that_are_no_text_can_be_matched_and_letters_of_any_script_asked_for() {
        assert!(compile("b+").unwrap().is_match(b"\xffbb\xff"));
        assert!(compile("^\\p{Greek}+$").unwrap().is_match("λ".as_bytes()));
        assert!(compile("a{1000}{1000}{1000}").is_err(), "one that would take all memory");
    }
}
