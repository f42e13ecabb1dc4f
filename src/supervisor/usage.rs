//! What all processes of a service use together, from `/proc`. Looked at on request only.

use super::proc;
use super::status::Usage;

/// Proportional figures (PSS) would cost a walk over every page table: resident memory is what is told.
pub(crate) fn of_family(shim: u32) -> Usage {
    of(proc::descendants(shim))
}

/// The same for one process, such as the supervisor.
pub(crate) fn of_one(pid: u32) -> Usage {
    of(vec![pid])
}

fn of(pids: Vec<u32>) -> Usage {
    let mut usage = Usage::default();
    let (mut descriptors, mut read, mut written) = (Sum::default(), Sum::default(), Sum::default());
    let mut ticks = 0;
    for pid in pids {
        let Some(stat) = proc::stat(pid) else { continue }; // has just gone
        ticks += stat.cpu_ticks + stat.waited_ticks;
        usage.memory_bytes += stat.resident_pages.saturating_mul(proc::page_bytes());
        usage.threads += stat.threads;
        descriptors.add(std::fs::read_dir(format!("/proc/{pid}/fd")).ok().map(|entries| entries.count() as u64));
        let io = std::fs::read_to_string(format!("/proc/{pid}/io")).ok();
        let field = |name: &str| io.as_ref()?.lines().find_map(|line| line.strip_prefix(name))?.trim().parse().ok();
        read.add(field("read_bytes:"));
        written.add(field("write_bytes:"));
        usage.pids.push(pid);
    }
    usage.cpu_ms = proc::ticks_to_ms(ticks);
    (usage.descriptors, usage.read_bytes, usage.written_bytes) = (descriptors.0, read.0, written.0);
    usage
}

/// A sum of what the system tells; `None` if it has told nothing.
#[derive(Default)]
struct Sum(Option<u64>);

impl Sum {
    fn add(&mut self, part: Option<u64>) {
        if let Some(part) = part {
            self.0 = Some(self.0.unwrap_or(0) + part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_and_what_they_hold_count_for_their_service() {
        let mut shell = std::process::Command::new("sh").args(["-c", "sleep 100 & sleep 100 & wait"]).spawn().unwrap();
        let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
        let (mut usage, mut parts) = (Usage::default(), Vec::new());
        // A process that is just beginning its program grows between two looks: wait for looks that agree.
        while std::time::Instant::now() < end {
            usage = of_family(shell.id());
            parts = usage.pids.iter().map(|pid| of_one(*pid).memory_bytes).collect();
            if parts.len() == 2 && !parts.contains(&0) && usage.memory_bytes == parts.iter().sum::<u64>() {
                break;
            }
            std::thread::yield_now();
        }
        usage.pids.iter().for_each(|pid| proc::signal(*pid, nix::sys::signal::Signal::SIGKILL));
        shell.wait().unwrap();
        assert_eq!((usage.pids.len(), usage.threads), (2, 2));
        assert!(!parts.contains(&0), "{usage:?}");
        assert_eq!(usage.memory_bytes, parts.iter().sum::<u64>(), "{usage:?}");
        let mut own = of_one(std::process::id());
        while own.cpu_ms == 0 && std::time::Instant::now() < end {
            own = of_one(std::process::id()); // looking takes CPU time too
        }
        assert!(own.descriptors.unwrap() > 2 && own.cpu_ms > 0 && own.written_bytes.is_some(), "{own:?}");
    }
}
