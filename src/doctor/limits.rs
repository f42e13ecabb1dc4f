//! What the system bounds: open files, and what wakes who follows logs.

use std::path::Path;

use super::{Check, Id};
use crate::types::ServiceName;

/// Open files: a node with its sockets, and what is comfortable.
const FILES: (u64, u64) = (256, 1024);

/// What is raised to, where the system lets this user.
const PLENTY: u64 = 65_536;

/// What the kernel gives who follows logs: instances and watches for all of a user's programs.
const INOTIFY: (u64, u64) = (16, 1024);

/// How many files a process may open: now, and at most if it asks for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Files {
    soft: u64,
    hard: u64,
}

/// Of the supervisor (else of this process), from whom services inherit it, and of each service: one that was started before
/// keeps what it had then.
pub(super) fn descriptors(supervisor: Option<u32>, services: &[(&ServiceName, u32)]) -> Check {
    let own = limits_of(&supervisor.map_or_else(|| "self".into(), |pid| pid.to_string()));
    let of_services = services.iter().filter_map(|(name, pid)| Some((name.as_str(), limits_of(&pid.to_string())?)));
    match own {
        Some(own) => judge_descriptors(own, &of_services.collect::<Vec<_>>()),
        None => Check::warn(Id::FileDescriptors, "the system does not tell the limit", "ulimit -n"),
    }
}

fn limits_of(pid: &str) -> Option<Files> {
    files_in(&std::fs::read_to_string(format!("/proc/{pid}/limits")).ok()?)
}

fn files_in(limits: &str) -> Option<Files> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let mut numbers =
        line.split_whitespace().map(|word| if word == "unlimited" { Some(u64::MAX) } else { word.parse().ok() });
    Some(Files { soft: numbers.next()??, hard: numbers.next()?? })
}

fn judge_descriptors(own: Files, services: &[(&str, Files)]) -> Check {
    let words = |limit| if limit == u64::MAX { "no limit".into() } else { format!("{limit} at once") };
    let low: Vec<(&str, Files)> = services.iter().copied().filter(|(_, files)| files.soft < FILES.1).collect();
    let Some(least) = low.iter().map(|(_, files)| files.soft).chain((own.soft < FILES.1).then_some(own.soft)).min()
    else {
        return Check::ok(Id::FileDescriptors, words(own.soft));
    };
    let names: Vec<&str> = low.iter().map(|(name, _)| *name).collect();
    let whose = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
    let fix = raise(own, &names);
    if least < FILES.0 {
        let reason = format!("{}{whose}, and a node wants {}", words(least), FILES.0);
        Check::fail(Id::FileDescriptors, reason, fix)
    } else {
        Check::warn(Id::FileDescriptors, format!("{}{whose}; {} are comfortable", words(least), FILES.1), fix)
    }
}

/// What raises the limit: for the supervisor, if its own is too low, then for services, which keep theirs until they are
/// started anew.
fn raise(own: Files, services: &[&str]) -> String {
    let restart = if services.is_empty() { String::new() } else { format!("gascli restart {}", services.join(" ")) };
    if own.soft >= FILES.1 {
        return restart;
    }
    if own.hard < FILES.1 {
        let anew = if restart.is_empty() { restart } else { format!(", then {restart}") };
        return format!("`LimitNOFILE=65536` in the unit, or `ulimits` of the container{anew}");
    }
    let then = if restart.is_empty() { restart } else { format!("; {restart}") };
    let number = PLENTY.min(own.hard);
    format!("ulimit -n {number}; gascli daemon stop; gascli daemon start{then}")
}

pub(super) fn inotify() -> Check {
    let read = |name: &str| {
        let text = std::fs::read_to_string(Path::new("/proc/sys/fs/inotify").join(name)).ok()?;
        text.trim().parse::<u64>().ok()
    };
    judge_inotify(read("max_user_instances").zip(read("max_user_watches")))
}

fn judge_inotify(limits: Option<(u64, u64)>) -> Check {
    match limits {
        None => Check::ok(Id::Inotify, "not here: `logs --follow` looks once a second"),
        Some((instances, watches)) if instances < INOTIFY.0 || watches < INOTIFY.1 => Check::warn(
            Id::Inotify,
            format!("{instances} instances, {watches} watches: `logs --follow` may have to look once a second"),
            "sudo sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=65536",
        ),
        Some((instances, watches)) => Check::ok(Id::Inotify, format!("{instances} instances, {watches} watches")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Warn};
    use super::*;

    #[test]
    fn limits_are_judged_by_what_a_node_wants() {
        for (soft, expected) in [(100, Fail), (256, Warn), (1023, Warn), (1024, Ok), (u64::MAX, Ok)] {
            assert_eq!(judge_descriptors(Files { soft, hard: u64::MAX }, &[]).severity, expected, "{soft}");
        }
        for (limits, expected) in
            [(None, Ok), (Some((128, 65_536)), Ok), (Some((1, 65_536)), Warn), (Some((128, 8)), Warn)]
        {
            assert_eq!(judge_inotify(limits).severity, expected, "{limits:?}");
        }
        let limits =
            "Limit  Soft Limit  Hard Limit  Units\nMax open files            1024                 unlimited   files\n";
        assert_eq!(files_in(limits), Some(Files { soft: 1024, hard: u64::MAX }));
        assert!(limits_of("self").is_some());
    }

    #[test]
    fn a_service_that_kept_an_old_limit_is_named_and_what_is_said_raises_it() {
        let (low, high) = (Files { soft: 200, hard: 4096 }, Files { soft: 65_536, hard: 65_536 });
        let old = judge_descriptors(high, &[("miner", low), ("web", high)]);
        assert_eq!((old.severity, old.fix.as_deref()), (Fail, Some("gascli restart miner")));
        assert!(old.reason.contains("(miner)"), "{}", old.reason);
        let all = judge_descriptors(low, &[("miner", low)]);
        let fix = "ulimit -n 4096; gascli daemon stop; gascli daemon start; gascli restart miner";
        assert_eq!(all.fix.as_deref(), Some(fix));
    }
}
