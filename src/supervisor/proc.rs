//! Facts about processes from `/proc`, and signals to families. Pids are reused: who remembers one remembers its start
//! time and the boot it belongs to as well ([`Identity`]).

use std::collections::{BTreeMap, BTreeSet};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde::{Deserialize, Serialize};

use super::spec::Kill;

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
    static BOOT_ID: OnceLock<String> = OnceLock::new(); // no process lives through two
    let read = || std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    BOOT_ID.get_or_init(|| read().trim().to_owned()).clone()
}

/// Reads `/proc/PID/stat`.
pub(crate) fn stat(pid: u32) -> Option<Stat> {
    let text = std::fs::read(format!("/proc/{pid}/stat")).ok()?;
    let fields = fields(&text)?;
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

/// The fields of a `stat` file from the third on. The second, a name, may hold blanks and brackets; what follows the last
/// bracket cannot.
fn fields(text: &[u8]) -> Option<Vec<&str>> {
    let end = text.iter().rposition(|byte| *byte == b')')?;
    Some(std::str::from_utf8(text.get(end + 2..)?).ok()?.split_ascii_whitespace().collect())
}

/// From where to where the arguments of this process stand in its memory.
pub(crate) fn arguments_at() -> Option<(u64, u64)> {
    let text = std::fs::read("/proc/self/stat").ok()?;
    let fields = fields(&text)?;
    Some((fields.get(45)?.parse().ok()?, fields.get(46)?.parse().ok()?))
}

/// Every process, by pid.
pub(crate) fn all() -> BTreeMap<u32, Stat> {
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
    descendants_after(ancestor, |_| {})
}

/// [`descendants`], each of which is met by `meet` before its children are looked for.
pub(crate) fn descendants_after(ancestor: u32, meet: impl Fn(u32)) -> Vec<u32> {
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
                meet(child);
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

/// The same with what several of them share counted once, as limits should see it. Dear: the kernel walks every page.
pub(crate) fn proportional_bytes(ancestor: u32) -> u64 {
    let of_one = |pid: u32| {
        let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
        let kib = text.lines().find_map(|line| line.strip_prefix("Pss:"))?.trim().strip_suffix("kB")?;
        kib.trim().parse::<u64>().ok()?.checked_mul(1024)
    };
    let resident = |pid| stat(pid).map_or(0, |stat| stat.resident_pages.saturating_mul(page_bytes()));
    descendants(ancestor)
        .into_iter()
        .map(|pid| of_one(pid).unwrap_or_else(|| resident(pid)))
        .fold(0, u64::saturating_add)
}

/// Whether a process is a supervisor or shim of ours; they give themselves these names.
pub(crate) fn is_keeper(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/comm"))
        .is_ok_and(|name| [SUPERVISOR_COMM, SHIM_COMM].iter().any(|keeper| keeper.to_str() == Ok(name.trim())))
}

/// Name of a supervisor in process lists.
pub(crate) const SUPERVISOR_COMM: &std::ffi::CStr = c"gascli-super";
/// Name of a shim in process lists.
pub(crate) const SHIM_COMM: &std::ffi::CStr = c"gascli-shim";

/// Why a process was not sent a signal.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotSent {
    #[error("it has gone")]
    Gone,
    #[error("its pid is another process's by now")]
    Another,
    #[error("the system refused: {0}")]
    Refused(String),
}

/// Sends a signal to a process that is `still` the one that is meant. Between that look and the signal, the pid cannot
/// pass to another: a descriptor pins the process. Kernels before 5.3 have none; there the look alone must do.
pub(crate) fn signal_pinned(pid: u32, number: Signal, still: impl FnOnce() -> bool) -> Result<(), NotSent> {
    let refused = |error: Errno| match error {
        Errno::ESRCH => NotSent::Gone,
        error => NotSent::Refused(error.to_string()),
    };
    let pinned = match pin(pid) {
        Ok(pinned) => Some(pinned),
        Err(Errno::ENOSYS | Errno::EPERM) => None, // a sandbox may refuse it too
        Err(error) => return Err(refused(error)),
    };
    if !still() {
        return Err(NotSent::Another);
    }
    let Some(pinned) = pinned else {
        signal(pid, number);
        return Ok(());
    };
    signal_pin(&pinned, number).map_err(refused)
}

/// A descriptor of a process: what it names stays the same when its pid goes to another.
#[expect(unsafe_code, reason = "nix does not offer pidfd_open")]
fn pin(pid: u32) -> Result<OwnedFd, Errno> {
    // SAFETY: the call takes two numbers and returns a new descriptor, which is closed on exec.
    let found = unsafe { nix::libc::syscall(nix::libc::SYS_pidfd_open, nix::libc::c_long::from(pid), 0) };
    let number = RawFd::try_from(Errno::result(found)?).map_err(|_| Errno::EBADF)?;
    // SAFETY: the kernel has just made it, and nobody else knows of it.
    Ok(unsafe { OwnedFd::from_raw_fd(number) })
}

#[expect(unsafe_code, reason = "nix does not offer pidfd_send_signal")]
fn signal_pin(pinned: &OwnedFd, number: Signal) -> Result<(), Errno> {
    let nothing = std::ptr::null::<nix::libc::siginfo_t>();
    // SAFETY: the descriptor is open, and no information goes with the signal.
    let sent = unsafe {
        nix::libc::syscall(nix::libc::SYS_pidfd_send_signal, pinned.as_raw_fd(), number as nix::libc::c_int, nothing, 0)
    };
    Errno::result(sent).map(drop)
}

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
    /// Whom its end is for.
    pub(crate) kill: Kill,
}

/// How long those who were sent SIGKILL may take to go.
const SWEEP_PATIENCE: Duration = Duration::from_secs(1);

/// What came of a sweep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Swept {
    /// How many were struck.
    pub(crate) struck: usize,
    /// Those that live on nevertheless: of another user, or stuck in the kernel.
    pub(crate) left: Vec<u32>,
}

/// Ends whatever a shim that was killed left behind, and waits for a while until it has gone.
pub(crate) fn sweep(remains: Remains<'_>) -> Swept {
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
        let is_meant = match remains.kill {
            Kill::Tree => session == Some(stat.session) || group == Some(stat.group) || marked(),
            Kill::Group => group == Some(stat.group),
            Kill::Main => group == Some(pid),
        };
        pid != own && stat.state != b'Z' && !is_keeper(pid) && is_meant
    };
    let mut swept: BTreeSet<u32> = BTreeSet::new();
    let end = Instant::now() + SWEEP_PATIENCE;
    loop {
        // Again until nothing is found: who was struck needs a moment to go, and may have forked meanwhile.
        let left: Vec<u32> = all().into_iter().filter(|(pid, stat)| is_left(*pid, stat)).map(|(pid, _)| pid).collect();
        for pid in &left {
            let _ = signal_pinned(*pid, Signal::SIGKILL, || stat(*pid).is_some_and(|stat| is_left(*pid, &stat)));
        }
        swept.extend(&left);
        if left.is_empty() || Instant::now() >= end {
            return Swept { struck: swept.len(), left };
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

/// Gives back what this process has read of its program while it started (4 MiB, a quarter of it relocations that are
/// done). What is needed again comes back from the page cache.
pub(crate) fn give_back_program() {
    let Ok(program) = std::fs::read_link("/proc/self/exe") else { return };
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    for line in maps.lines().filter(|line| line.ends_with(program.as_os_str().to_str().unwrap_or("?"))) {
        let mut fields = line.split_ascii_whitespace();
        let (Some(range), Some(rights), Some(offset)) = (fields.next(), fields.next(), fields.next()) else { continue };
        // The code, and the tables before it. What stands behind was written to while it was relocated.
        let is_tables = rights == "r--p" && offset.bytes().all(|digit| digit == b'0');
        let ends = range.split_once('-').map(|(start, end)| [start, end].map(|end| usize::from_str_radix(end, 16)));
        if let Some([Ok(start), Ok(end)]) = ends.filter(|_| rights == "r-xp" || is_tables) {
            give_back(start, end.saturating_sub(start));
        }
    }
}

#[expect(unsafe_code, reason = "what the kernel is told is about memory")]
fn give_back(start: usize, length: usize) {
    use nix::libc;
    // SAFETY: the range is a mapping of the program's file that nothing has ever written to, so that the kernel reads the
    // very same bytes when one of its pages is touched again.
    unsafe { libc::madvise(std::ptr::with_exposed_provenance_mut(start), length, libc::MADV_DONTNEED) };
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
    fn a_signal_meets_the_process_that_is_meant_or_none() {
        let mut child = std::process::Command::new("sleep").arg("100").spawn().unwrap();
        let known = Identity::of(child.id()).unwrap();
        let other = Identity { start_ticks: known.start_ticks + 1, ..known.clone() };
        assert_eq!(signal_pinned(child.id(), Signal::SIGKILL, || other.exists()), Err(NotSent::Another));
        assert!(child.try_wait().unwrap().is_none(), "it lives");
        assert_eq!(signal_pinned(child.id(), Signal::SIGKILL, || known.exists()), Ok(()));
        child.wait().unwrap();
        assert_eq!(signal_pinned(child.id(), Signal::SIGKILL, || known.exists()), Err(NotSent::Gone));
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
