//! Health rules that are ready-made for each role (`spec/operations.md` B9). They only warn, but for a daemon that has not
//! answered for long. What they look for in logs is what bittensor, its template and the daemons of this binary print.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::health::{Action, Check, HealthRule};
use super::spec::PERMANENT_CODES;

/// A block of the chain takes twelve seconds, a tempo has 360 of them: weights are set at least every three.
const THREE_TEMPOS: Duration = Duration::from_mins(3 * 360 * 12 / 60);
/// A miner that no validator asks for so long earns nothing.
const CHALLENGES_WITHIN: Duration = Duration::from_hours(6);
/// Tasks that wait are finished one by one, the slowest media in less.
const QUEUE_WITHIN: Duration = Duration::from_mins(30);
/// Loading a model takes less.
const GPU_IDLE_WITHIN: Duration = Duration::from_mins(15);
/// A service that makes media prints something when it does.
const SILENT_WITHIN: Duration = Duration::from_hours(2);

/// A line by which a validator says that its weights are on the chain, and none of those by which it says that it tries
/// to, or that it failed.
pub const WEIGHTS_SET: &str = "(?i)(\\bset_weights on chain successfully|\\bset weights (on chain )?successfully|\
\\bsuccessfully (set|committed|submitted|revealed) (the )?weights|\\bweights (were |have been )?(set|committed|submitted|revealed) \
(on chain )?successfully|: weights set block=)";

/// A line by which a miner says that it was asked for something: the message begins with what happened.
pub const CHALLENGE_SEEN: &str = "(?i)(?:^|[|:>\\]] *|- )(?:received|accepted|processing|got|new)( [\\w-]+){0,4} \
(?:challenge|synapse|task|request|query|job)\\b";

/// What a service does, as far as health is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Sets weights.
    Validator,
    /// Answers validators.
    Miner,
    /// Makes media from a queue.
    Generator,
    /// Fills a folder.
    Data,
}

/// What is known of the service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// It is a daemon of this binary, with a state socket.
    pub has_state: bool,
    /// Where its axon's server listens, as `HOST:PORT`.
    pub axon: Option<String>,
    /// A folder, and how many bytes it may hold.
    pub quota: Option<(PathBuf, u64)>,
}

/// No preset has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no role: validator, miner, generator and data are")]
pub struct NoPreset(String);

impl FromStr for Preset {
    type Err = NoPreset;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "validator" => Ok(Self::Validator),
            "miner" => Ok(Self::Miner),
            "generator" => Ok(Self::Generator),
            "data" => Ok(Self::Data),
            _ => Err(NoPreset(word.chars().take(40).collect())),
        }
    }
}

impl Preset {
    /// The rules for a service of this role, by what is known of it.
    pub fn rules(self, facts: &Facts) -> Vec<HealthRule> {
        let mut rules = Vec::new();
        if facts.has_state {
            rules.push(rule("state", Check::State));
            // Ten minutes without an answer: it hangs.
            rules.push(HealthRule { failures: 20, action: Action::Restart, ..rule("answers", Check::Answers) });
        }
        match self {
            Self::Validator => rules.push(weights()),
            Self::Miner => rules.extend(axon(facts).into_iter().chain([challenges(facts)])),
            Self::Generator => {
                rules.extend(axon(facts));
                if facts.has_state {
                    rules.push(rule("queue", Check::Queue { within: QUEUE_WITHIN }));
                    rules.push(rule("gpu-busy", Check::GpuBusy { within: GPU_IDLE_WITHIN }));
                } else {
                    rules.push(once("output", Check::Output { within: SILENT_WITHIN }));
                }
            }
            Self::Data => {}
        }
        if let Some((path, max_bytes)) = facts.quota.clone() {
            let every = Duration::from_mins(10);
            let check = Check::Disk { path, max_bytes };
            rules.push(HealthRule { every, timeout: Duration::from_mins(5), ..once("disk", check) });
        }
        rules
    }

    /// Exit statuses after which such a service is not tried again: 2 is what these programs say to a wrong command line.
    pub fn permanent_codes() -> Vec<i32> {
        [2].into_iter().chain(PERMANENT_CODES).collect()
    }
}

/// The rules of a miner of this binary that makes media: it answers validators, and has a queue.
pub fn generator_daemon(axon: Option<String>) -> Vec<HealthRule> {
    let facts = Facts { has_state: true, axon, quota: None };
    let mut rules = Preset::Miner.rules(&facts);
    // Its media come from services or from this machine's GPU: which it is changes from task to task.
    rules.push(rule("queue", Check::Queue { within: QUEUE_WITHIN }));
    rules
}

fn rule(name: &str, check: Check) -> HealthRule {
    HealthRule {
        name: name.into(),
        check,
        every: Duration::from_secs(30),
        timeout: Duration::from_secs(5),
        failures: 3,
        grace: Duration::from_mins(1),
        action: Action::Warn,
    }
}

fn once(name: &str, check: Check) -> HealthRule {
    HealthRule { failures: 1, ..rule(name, check) }
}

fn weights() -> HealthRule {
    once("weights", Check::Line { pattern: WEIGHTS_SET.into(), within: THREE_TEMPOS })
}

fn axon(facts: &Facts) -> Option<HealthRule> {
    facts.axon.clone().map(|address| rule("axon", Check::Tcp { address }))
}

fn challenges(facts: &Facts) -> HealthRule {
    let within = CHALLENGES_WITHIN;
    if facts.has_state {
        once("challenges", Check::Challenges { within })
    } else {
        once("challenges", Check::Line { pattern: CHALLENGE_SEEN.into(), within })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::faults::compile;

    /// The lines of a fixture that a pattern finds, and those that it should: they carry the mark `[+]` in front.
    fn check(fixture: &str, pattern: &str) {
        let pattern = compile(pattern).unwrap();
        let mut found = 0;
        for line in fixture.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (expected, line) = line.strip_prefix("[+] ").map_or((false, line), |line| (true, line));
            assert_eq!(pattern.is_match(line.as_bytes()), expected, "{line}");
            found += u32::from(expected);
        }
        assert!(found >= 5, "the fixture has {found} lines to be found only");
    }

    #[test]
    fn weight_setting_is_found_in_the_logs_of_validators_and_failures_are_not() {
        check(include_str!("../../tests/it/fixtures/logs/validator.txt"), WEIGHTS_SET);
    }

    #[test]
    fn challenges_are_found_in_the_logs_of_miners_and_other_lines_are_not() {
        check(include_str!("../../tests/it/fixtures/logs/miner.txt"), CHALLENGE_SEEN);
    }

    #[test]
    fn every_role_has_rules_that_can_be_kept_and_warn_unless_a_daemon_hangs() {
        for word in ["validator", "miner", "generator", "data"] {
            let preset: Preset = word.parse().unwrap();
            for has_state in [false, true] {
                let quota = Some(("/data".into(), 1 << 40));
                let facts = Facts { has_state, axon: Some("127.0.0.1:8091".into()), quota };
                let mut spec = crate::supervisor::ServiceSpec::new("a".parse().unwrap(), vec!["x".into()], "/".into());
                spec.health = preset.rules(&facts);
                assert!(!spec.health.is_empty(), "{word}");
                assert_eq!(crate::supervisor::faults(&spec), [], "{word}");
                let restarts = spec.health.iter().filter(|rule| rule.action != Action::Warn);
                assert!(restarts.into_iter().all(|rule| rule.name == "answers"), "{word}");
            }
        }
        assert!("owner".parse::<Preset>().unwrap_err().to_string().contains("validator"));
    }
}
