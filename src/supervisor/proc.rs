//! Facts about processes from `/proc`, and signals to families. Pids are reused: who remembers one remembers its start
//! time and the boot it belongs to as well ([`Identity`]).

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde::{Deserialize, Serialize};

/// Names the one process that had this pid, until the end of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) pid: u32,
    /// Clock ticks from boot to its start.
    pub(crate) start_ticks: u64,
    pub(crate) boot_id: String,
}

/// What is used of `/proc/PID/stat`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stat {
    pub(crate) state: u8,
    pub(crate) parent: u32,
    pub(crate) group: u32,
    pub(crate) session: u32,
    pub(crate) cpu_ticks: u64,
    /// CPU time of children that it has waited for.
    pub(crate) waited_ticks: u64,
    pub(crate) threads: u64,
    pub(crate) start_ticks: u64,
    pub(crate) resident_pages: u64,
}

impl Identity {
    /// `None` if the process has gone.
    pub(crate) fn of(pid: u32) -> Option<Self> {
        Some(Self { pid, start_ticks: stat(pid)?.start_ticks, boot_id: boot_id() })
    }

    /// Whether that very process is still there, be it as a zombie.
    pub(crate) fn exists(&self) -> bool {
        self.boot_id == boot_id() && stat(self.pid).is_some_and(|stat| stat.start_ticks == self.start_ticks)
    }
}

/// The kernel's name of this boot; empty where `/proc` has none.
pub(crate) fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id").map(|text| text.trim().to_owned()).unwrap_or_default()
}

/// Reads `/proc/PID/stat`.
pub(crate) fn stat(pid: u32) -> Option<Stat> {
    let text = std::fs::read(format!("/proc/{pid}/stat")).ok()?;
    // The name may hold blanks and brackets; what follows the last bracket cannot.
    let end = text.iter().rposition(|byte| *byte == b')')?;
    let fields: Vec<&str> = std::str::from_utf8(text.get(end + 2..)?).ok()?.split_ascii_whitespace().collect();
    let number = |index: usize| -> Option<u64> { fields.get(index)?.parse().ok() };
    Some(Stat {
        state: *fields.first()?.as_bytes().first()?,
        parent: u32::try_from(number(1)?).ok()?,
        group: fields.get(2)?.parse().ok()?,
        session: fields.get(3)?.parse().ok()?,
        cpu_ticks: number(11)? + number(12)?,
        waited_ticks: number(13).unwrap_or(0) + number(14).unwrap_or(0),
        threads: number(17)?,
        start_ticks: number(19)?,
        resident_pages: number(21)?,
    })
}

/// Every process, by pid.
fn all() -> BTreeMap<u32, Stat> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return BTreeMap::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter_map(|pid: u32| Some((pid, stat(pid)?))).collect()
}

/// Children of `pid`, of all its threads. `None` where the kernel does not list them.
fn children(pid: u32) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    for task in std::fs::read_dir(format!("/proc/{pid}/task")).ok()?.flatten() {
        let text = std::fs::read_to_string(task.path().join("children")).ok()?;
        found.extend(text.split_ascii_whitespace().filter_map(|word| word.parse::<u32>().ok()));
    }
    Some(found)
}

/// Living descendants of `ancestor`, without itself. A supervisor or shim below it, and what they keep, is none of its
/// family: a service may have started them by a `gascli` of its own.
pub(crate) fn descendants(ancestor: u32) -> Vec<u32> {
    let mut everyone = None;
    let mut found: Vec<u32> = Vec::new();
    let mut open = vec![ancestor];
    while let Some(pid) = open.pop() {
        let below = children(pid).or_else(|| {
            stat(pid)?; // has just gone: it has no children
            let everyone = everyone.get_or_insert_with(all);
            Some(everyone.iter().filter(|(_, stat)| stat.parent == pid).map(|(pid, _)| *pid).collect())
        });
        for child in below.unwrap_or_default() {
            let alive = stat(child).is_some_and(|stat| stat.state != b'Z');
            if alive && !found.contains(&child) && !is_keeper(child) {
                found.push(child);
                open.push(child);
            }
        }
    }
    found
}

/// Resident memory of all living descendants.
pub(crate) fn resident_bytes(ancestor: u32) -> u64 {
    let pages = descendants(ancestor).into_iter().filter_map(stat).map(|stat| stat.resident_pages);
    pages.fold(0, u64::saturating_add).saturating_mul(page_bytes())
}

/// Whether a process is a supervisor or shim of ours; they give themselves these names.
fn is_keeper(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/comm"))
        .is_ok_and(|name| [SUPERVISOR_COMM, SHIM_COMM].iter().any(|keeper| keeper.to_str() == Ok(name.trim())))
}

/// Name of a supervisor in process lists.
pub(crate) const SUPERVISOR_COMM: &std::ffi::CStr = c"gascli-super";
/// Name of a shim in process lists.
pub(crate) const SHIM_COMM: &std::ffi::CStr = c"gascli-shim";

/// Sends a signal; a process that has gone is none to complain about.
pub(crate) fn signal(pid: u32, signal: Signal) {
    if let Ok(pid) = i32::try_from(pid) {
        let _ = kill(Pid::from_raw(pid), signal);
    }
}

/// Sends a signal to a process group, and SIGCONT after it, since what is stopped (`SIGSTOP`) cannot obey.
pub(crate) fn signal_group(leader: u32, signal: Signal) {
    if let Ok(leader) = i32::try_from(leader) {
        let _ = nix::sys::signal::killpg(Pid::from_raw(leader), signal);
        let _ = nix::sys::signal::killpg(Pid::from_raw(leader), Signal::SIGCONT);
    }
}

/// What a shim that was killed may have left, and how it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Remains<'a> {
    /// The shim: its children are in its session, unless they have made one of their own.
    pub(crate) shim: Option<&'a Identity>,
    /// Its child, which leads a group.
    pub(crate) child: Option<&'a Identity>,
    /// Its socket, which stands in the environment of all.
    pub(crate) socket: &'a Path,
}

/// How long those who were sent SIGKILL may take to go.
const SWEEP_PATIENCE: Duration = Duration::from_secs(1);

/// Ends whatever a shim that was killed left behind, and waits until it has gone. Returns how many there were.
pub(crate) fn sweep(remains: Remains<'_>) -> usize {
    let mut marker = b"GASCLI_NOTIFY=".to_vec();
    marker.extend_from_slice(remains.socket.as_os_str().as_bytes());
    let boot = boot_id();
    let number_of = |known: Option<&Identity>| {
        let known = known.filter(|known| known.boot_id == boot)?;
        // The number of a group or session is nobody's pid while one of its members lives. If it is another's pid by
        // now, then all of them have gone, and the group or session of that number is another's too.
        let is_others = stat(known.pid).is_some_and(|stat| stat.start_ticks != known.start_ticks);
        (!is_others).then_some(known.pid)
    };
    let (session, group) = (number_of(remains.shim), number_of(remains.child));
    let own = std::process::id();
    let is_left = |pid: u32, stat: &Stat| {
        let marked = || {
            std::fs::read(format!("/proc/{pid}/environ"))
                .is_ok_and(|environ| environ.split(|byte| *byte == 0).any(|entry| entry == marker))
        };
        let is_known = session == Some(stat.session) || group == Some(stat.group);
        pid != own && stat.state != b'Z' && !is_keeper(pid) && (is_known || marked())
    };
    let mut swept: BTreeSet<u32> = BTreeSet::new();
    let end = Instant::now() + SWEEP_PATIENCE;
    loop {
        // Again until nothing is found: who was struck needs a moment to go, and may have forked meanwhile.
        let left: Vec<u32> = all().into_iter().filter(|(pid, stat)| is_left(*pid, stat)).map(|(pid, _)| pid).collect();
        for pid in &left {
            signal(*pid, Signal::SIGKILL);
        }
        swept.extend(&left);
        if left.is_empty() || Instant::now() >= end {
            return swept.len();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Variables that a process was started with, in so far as they are text. `None` if they are not to be seen.
pub(crate) fn environment(pid: u32) -> Option<BTreeMap<String, String>> {
    let environ = std::fs::read(format!("/proc/{pid}/environ")).ok().filter(|environ| !environ.is_empty())?;
    let entries = environ.split(|byte| *byte == 0).filter_map(|entry| std::str::from_utf8(entry).ok());
    Some(entries.filter_map(|entry| entry.split_once('=')).map(|(key, value)| (key.into(), value.into())).collect())
}

/// Which rights the new files of a process do not have; the usual ones where that is not to be seen.
pub(crate) fn umask(pid: u32) -> u32 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("Umask:"));
    mask.and_then(|mask| u32::from_str_radix(mask.trim(), 8).ok()).unwrap_or(0o022)
}

/// Makes every signal do what it does by default, but for SIGPIPE, which Rust's own runtime ignores and gives back to its
/// children. What a caller ignores is inherited otherwise: SIGINT by what a script starts with `&`, SIGHUP below `nohup`,
/// and with SIGCHLD the exits of children would be lost.
#[expect(unsafe_code, reason = "the C function takes handlers; the default is none")]
pub(crate) fn default_signals() {
    use nix::libc;
    for number in (1..=libc::SIGRTMAX()).filter(|number| *number != libc::SIGPIPE) {
        // SAFETY: no handler is installed, so none can run. The two signals that cannot be set refuse.
        unsafe { libc::signal(number, libc::SIG_DFL) };
    }
}

/// Size of a page of memory.
pub(crate) fn page_bytes() -> u64 {
    system_number(nix::unistd::SysconfVar::PAGE_SIZE, 4096)
}

/// Share of one core that so many ticks in `span` are, in percent.
#[expect(clippy::cast_precision_loss, reason = "a figure for people; ticks stay far below 2^53")]
pub(crate) fn cpu_percent(ticks: u64, span: Duration) -> f64 {
    let seconds = ticks as f64 / system_number(nix::unistd::SysconfVar::CLK_TCK, 100) as f64;
    (seconds / span.as_secs_f64() * 1000.0).round() / 10.0
}

/// So many ticks in milliseconds.
pub(crate) fn ticks_to_ms(ticks: u64) -> u64 {
    ticks.saturating_mul(1000) / system_number(nix::unistd::SysconfVar::CLK_TCK, 100)
}

fn system_number(which: nix::unistd::SysconfVar, otherwise: u64) -> u64 {
    let found = nix::unistd::sysconf(which).ok().flatten();
    found.and_then(|number| u64::try_from(number).ok()).filter(|number| *number > 0).unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pid_alone_does_not_make_a_process_the_same() {
        let me = Identity::of(std::process::id()).unwrap();
        assert!(me.exists());
        assert!(!Identity { start_ticks: me.start_ticks + 1, ..me.clone() }.exists());
        assert!(!Identity { boot_id: "another".into(), ..me }.exists());
    }

    #[test]
    fn a_child_is_found_below_its_parent_and_a_zombie_is_not() {
        let mut child = std::process::Command::new("sleep").arg("100").spawn().unwrap();
        let below = descendants(std::process::id());
        assert!(below.contains(&child.id()), "{below:?}");
        kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGKILL).unwrap();
        let gone = || !descendants(std::process::id()).contains(&child.id());
        let end = Instant::now() + Duration::from_secs(5);
        while !gone() && Instant::now() < end {
            std::thread::yield_now();
        }
        assert!(gone());
        child.wait().unwrap();
    }
}
