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

/// Everything that makes a service impossible, in words; empty if it can be run.
pub fn faults(spec: &ServiceSpec) -> Vec<String> {
    let mut found = Vec::new();
    readiness(spec, &mut found);
    rules(spec, &mut found);
    for schedule in &spec.restart.schedule {
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
    }
    if spec.after.contains_key(&spec.name) {
        found.push(format!("`{}` cannot wait for itself", spec.name));
    }
    found
}

fn readiness(spec: &ServiceSpec, found: &mut Vec<String>) {
    let fault = match &spec.readiness {
        Readiness::Running | Readiness::Notify | Readiness::State => None,
        Readiness::Http { url } => address::http(url).err().map(|error| error.to_string()),
        Readiness::Tcp { address } => address::tcp(address).err().map(|error| error.to_string()),
        Readiness::Exec { command } => command.is_empty().then(|| "its command is empty".to_owned()),
        Readiness::Line { pattern } => compile(pattern).err().map(|error| error.to_string()),
    };
    found.extend(fault.map(|fault| format!("readiness: {fault}")));
}

fn rules(spec: &ServiceSpec, found: &mut Vec<String>) {
    if spec.health.len() > MOST_RULES {
        found.push(format!("{} health rules; {MOST_RULES} are possible", spec.health.len()));
    }
    let mut names = BTreeSet::new();
    for rule in &spec.health {
        let mut say = |fault: String| found.push(format!("health rule `{}`: {fault}", rule.name));
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
        assert_eq!(faults(&spec), Vec::<String>::new());
        spec.readiness = Readiness::Line { pattern: "(".into() };
        spec.health = vec![
            rule("page", Check::Http { url: "https://example.org/".into() }),
            rule("page", Check::Exec { command: Vec::new() }),
            HealthRule { every: Duration::ZERO, ..rule("state", Check::State) },
        ];
        spec.restart.schedule = vec![Schedule::At { weekday: Some(8), hour: 24, minute: 0 }];
        spec.after.insert("a".parse().unwrap(), crate::supervisor::Condition::Ready);
        let found = faults(&spec).join("\n");
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
