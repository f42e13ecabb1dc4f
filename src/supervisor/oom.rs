//! Whether the kernel killed a process for want of memory. A SIGKILL does not say who sent it; the kernel's counters do.

use std::path::{Path, PathBuf};

use super::cgroup::{Group, Place};
use super::status::Exit;

/// Where every kernel counts, for the whole machine.
const MACHINE: &str = "/proc/vmstat";
/// Exit status of a shell whose command was ended by SIGKILL.
const SHELL_KILLED: i32 = 128 + 9;

/// How often the kernel had killed for want of memory, by the counter that is closest to the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OomKills {
    file: PathBuf,
    /// It counts this service alone.
    is_own: bool,
    count: u64,
}

impl OomKills {
    /// As of now. A service's own group counts only where the memory controller is delegated as well.
    pub(crate) fn now(group: Option<&Group>, place: Option<&Place>) -> Option<Self> {
        let own = group.map(|group| group.path().join("memory.events"));
        let around = place.map(|place| place.own.join("memory.events"));
        let own = own.into_iter().map(|file| (file, true));
        Self::first_of(own.chain(around.into_iter().chain([PathBuf::from(MACHINE)]).map(|file| (file, false))))
    }

    fn first_of(files: impl Iterator<Item = (PathBuf, bool)>) -> Option<Self> {
        files.into_iter().find_map(|(file, is_own)| Some(Self { count: count(&file)?, file, is_own }))
    }

    /// Whether a process that ended like this was killed for want of memory, in words.
    pub(crate) fn explain(&self, exit: Exit) -> Option<String> {
        let killed = exit.signal == Some(9) || exit.code == Some(SHELL_KILLED);
        let (before, after) = (self.count, count(&self.file).filter(|_| killed)?);
        let counted = format!("oom_kill {before} -> {after}");
        let who = if self.is_own {
            "killed by the kernel for want of memory"
        } else if self.file == Path::new(MACHINE) {
            "killed, it seems, for want of memory: the kernel has done so on this machine since its start"
        } else {
            "killed, it seems, for want of memory: the kernel has done so among these services since its start"
        };
        (after > before).then(|| format!("{who} ({counted})"))
    }
}

/// The counter in a file of lines `NAME NUMBER`.
fn count(file: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix("oom_kill "))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KILLED: Exit = Exit { code: None, signal: Some(9) };

    #[test]
    fn a_kill_is_the_kernels_when_its_counter_has_grown_and_nobody_elses_fault_otherwise() {
        let home = tempfile::tempdir().unwrap();
        let events = home.path().join("memory.events");
        std::fs::write(&events, "low 0\nhigh 0\nmax 7\noom 1\noom_kill 3\noom_group_kill 0\n").unwrap();
        let files = [(home.path().join("missing"), true), (events.clone(), true)];
        let kills = OomKills::first_of(files.into_iter()).unwrap();
        assert_eq!(kills.explain(KILLED), None, "an operator's `kill -9`");
        std::fs::write(&events, "low 0\noom_kill 4\n").unwrap();
        let text = "killed by the kernel for want of memory (oom_kill 3 -> 4)";
        assert_eq!(kills.explain(KILLED).as_deref(), Some(text));
        let wrapper = Exit { code: Some(137), signal: None };
        assert_eq!(kills.explain(wrapper).as_deref(), Some(text), "a shell around it says it like this");
        let around = OomKills { is_own: false, ..kills.clone() };
        assert!(around.explain(KILLED).unwrap().contains("it seems"), "it may have been another service");
        for other in [Exit { code: Some(1), signal: None }, Exit { code: None, signal: Some(15) }] {
            assert_eq!(kills.explain(other), None, "{other}");
        }
    }

    #[test]
    fn this_kernel_counts() {
        assert!(OomKills::now(None, None).is_some());
    }
}
