//! A control group (cgroup, version 2) for each service, where the system lets this user make one: whatever a service
//! starts is in it, whatever it does, and one word to the kernel ends it all. Where there is none, the shim's family and
//! session are swept instead ([`proc`](super::proc)).

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use nix::unistd::AccessFlags;
use serde::{Deserialize, Serialize};

use super::proc;
use crate::types::{Paths, ServiceName};

/// What the names of groups begin with.
const PREFIX: &str = "gascli-";
/// Groups within groups that are looked through.
const DEEPEST: u32 = 8;
/// How long those who were sent SIGKILL may take to go.
const END_PATIENCE: Duration = Duration::from_secs(1);

/// How the processes of services are held together, and why not better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "kebab-case")]
pub enum Containment {
    /// Each service has a control group below this folder.
    Cgroup {
        /// The folder.
        folder: PathBuf,
    },
    /// Processes are found as descendants of the shim, by its session and by a variable.
    Sweep {
        /// Why there are no control groups.
        why: String,
    },
}

/// Why no control group can be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CgroupError {
    #[error("this system has no control groups of version 2")]
    None,
    #[error("control groups of version 2 are not mounted where this process can see its own")]
    NotMounted,
    #[error("`{}` may not be changed by this user: it is not delegated", path.display())]
    NotDelegated {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("cannot make the control group `{}`", path.display())]
    Make {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

/// Where this process is among the control groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its own group's folder.
    pub(crate) own: PathBuf,
    /// Where groups of services are made: its own, or, within a service, what is around that service's.
    pub(crate) base: PathBuf,
}

impl Place {
    /// Finds it, and whether groups may be made there.
    pub(crate) fn find() -> Result<Self, CgroupError> {
        let groups = std::fs::read_to_string("/proc/self/cgroup").map_err(|_| CgroupError::None)?;
        let mounts = std::fs::read("/proc/self/mountinfo").map_err(|_| CgroupError::NotMounted)?;
        let place = Self::parse(&groups, &mounts)?;
        for path in [place.base.clone(), place.base.join("cgroup.procs")] {
            nix::unistd::access(&path, AccessFlags::W_OK)
                .map_err(|error| CgroupError::NotDelegated { path, source: error.into() })?;
        }
        Ok(place)
    }

    /// From the texts of `/proc/self/cgroup` and `/proc/self/mountinfo`.
    fn parse(groups: &str, mounts: &[u8]) -> Result<Self, CgroupError> {
        let own = groups.lines().find_map(|line| line.strip_prefix("0::")).ok_or(CgroupError::None)?;
        let mut seen = mounts.split(|byte| *byte == b'\n').filter_map(|line| {
            let fields: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
            let end = fields.iter().position(|field| *field == b"-")?;
            (fields.get(end + 1) == Some(&b"cgroup2".as_slice())).then_some(())?;
            let below = Path::new(own).strip_prefix(plain(fields.get(3)?)).ok()?.to_owned();
            let is_plain = below.components().all(|part| matches!(part, Component::Normal(_)));
            let mount = plain(fields.get(4).copied().unwrap_or_default());
            is_plain.then(|| mount.components().chain(below.components()).collect::<PathBuf>())
        });
        let own = seen.next().ok_or(CgroupError::NotMounted)?;
        let service = own.ancestors().filter(|path| is_service(path)).last();
        let base = service.and_then(Path::parent).unwrap_or(&own).to_owned();
        Ok(Self { own, base })
    }
}

/// A path as it stands in mount tables: blanks and the like are octal there.
fn plain(field: &[u8]) -> PathBuf {
    let mut bytes = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((first, after)) = rest.split_first() {
        let octal = after.get(..3).filter(|_| *first == b'\\').and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = octal.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            bytes.push(byte);
            rest = after.get(3..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

/// Whether a group is a service's.
fn is_service(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some((id, service)) = name.strip_prefix(PREFIX).and_then(|rest| rest.split_at_checked(16)) else {
        return false;
    };
    id.bytes().all(|byte| byte.is_ascii_hexdigit())
        && service.strip_prefix('-').is_some_and(|name| name.parse::<ServiceName>().is_ok())
}

/// How services of this process are held together. Looked at once.
pub(crate) fn containment() -> Containment {
    static FOUND: OnceLock<Containment> = OnceLock::new();
    let look = || match Place::find() {
        Ok(place) => Containment::Cgroup { folder: place.base },
        Err(error) => Containment::Sweep { why: super::journal::with_causes(&error) },
    };
    FOUND.get_or_init(look).clone()
}

/// Leaves the group of a service that has started this process: a supervisor is none of a service's family.
pub(crate) fn step_out() {
    if let Ok(place) = Place::find()
        && place.own != place.base
    {
        let _ = write_word(&place.base.join("cgroup.procs"), b"0"); // then its keeper's name protects it
    }
}

/// The control group of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    path: PathBuf,
}

impl Group {
    /// Makes the group of a service, unless it is there.
    pub(crate) fn make(place: &Place, paths: &Paths, name: &ServiceName) -> Result<Self, CgroupError> {
        let id = fnv(paths.state.as_os_str().as_bytes());
        let path = place.base.join(format!("{PREFIX}{id:016x}-{name}"));
        match std::fs::create_dir(&path) {
            Err(source) if source.kind() != io::ErrorKind::AlreadyExists => Err(CgroupError::Make { path, source }),
            _ => Ok(Self { path }),
        }
    }

    /// One that an earlier process wrote down; `None` if that is no service's, or has gone.
    pub(crate) fn known(path: &Path) -> Option<Self> {
        (is_service(path) && path.join("cgroup.procs").exists()).then(|| Self { path: path.to_owned() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Every process in it.
    pub(crate) fn members(&self) -> Vec<u32> {
        let mut found = Vec::new();
        for folder in folders(&self.path, 0) {
            let text = std::fs::read_to_string(folder.join("cgroup.procs")).unwrap_or_default();
            found.extend(text.lines().filter_map(|line| line.parse::<u32>().ok()));
        }
        found
    }

    /// SIGKILL to all of it at once, but for supervisors and shims that are in it. Returns how many there were.
    pub(crate) fn kill(&self) -> usize {
        let (keepers, family): (Vec<u32>, Vec<u32>) = self.members().into_iter().partition(|pid| proc::is_keeper(*pid));
        if family.is_empty() {
            return 0;
        }
        if keepers.is_empty() && write_word(&self.path.join("cgroup.kill"), b"1").is_ok() {
            return family.len();
        }
        // Kernels before 5.14 do not know `cgroup.kill`.
        for pid in &family {
            proc::signal(*pid, Signal::SIGKILL);
        }
        family.len()
    }

    /// Ends all that is left in it and waits until that has gone. Returns how many there were.
    pub(crate) fn end(&self) -> usize {
        let end = Instant::now() + END_PATIENCE;
        let mut most = 0;
        loop {
            let left = self.kill();
            most = most.max(left);
            if left == 0 || Instant::now() >= end {
                return most;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Makes it anew. The kernel kills what is started in a group that was ended as a whole before (it compares how often
    /// that happened with the same of the parent's group).
    pub(crate) fn renew(&self) {
        self.remove();
        let _ = std::fs::create_dir(&self.path); // where it could not be removed, or made, the child starts outside it
    }

    /// Removes the group, if it is empty.
    pub(crate) fn remove(&self) {
        for folder in folders(&self.path, 0).iter().rev() {
            let _ = std::fs::remove_dir(folder); // one that is not empty stays, and is found by its name
        }
    }
}

/// A group and those below it, each before its own.
fn folders(path: &Path, depth: u32) -> Vec<PathBuf> {
    let mut found = vec![path.to_owned()];
    if depth < DEEPEST
        && let Ok(entries) = std::fs::read_dir(path)
    {
        let below = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        found.extend(below.flat_map(|entry| folders(&entry.path(), depth + 1)));
    }
    found
}

fn write_word(path: &Path, word: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.write_all(word)
}

/// FNV-1a: the next version of this program must find the groups of this one.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef";

    /// A folder that looks like a group; its files are plain ones.
    fn fake(home: &Path, procs: &str, can_kill: bool) -> Group {
        let path = home.join(format!("{PREFIX}{ID}-a"));
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("cgroup.procs"), procs).unwrap();
        if can_kill {
            std::fs::write(path.join("cgroup.kill"), "").unwrap();
        }
        Group::known(&path).unwrap()
    }

    #[test]
    fn a_process_finds_its_group_where_systems_mount_them() {
        let mounts = b"20 1 0:1 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n\
                       21 20 0:2 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n\
                       22 20 0:3 / /sys/fs/cgroup/my\\040own rw,relatime shared:4 - cgroup2 cgroup2 rw\n";
        let place = Place::parse("4:memory:/m\n0::/user.slice/x.service\n", mounts).unwrap();
        assert_eq!(place.own, Path::new("/sys/fs/cgroup/my own/user.slice/x.service"));
        assert_eq!(place.base, place.own);
        // A container sees part of the tree.
        let part = b"22 20 0:3 /box/1 /cg rw - cgroup2 cgroup2 rw\n";
        assert_eq!(Place::parse("0::/box/1/a\n", part).unwrap().own, Path::new("/cg/a"));
        assert!(matches!(Place::parse("0::/box/2\n", part), Err(CgroupError::NotMounted)));
        assert!(matches!(Place::parse("0::/../x\n", mounts), Err(CgroupError::NotMounted)));
        assert!(matches!(Place::parse("4:memory:/m\n", mounts), Err(CgroupError::None)));
        assert!(matches!(Place::parse("0::/\n", b""), Err(CgroupError::NotMounted)));
    }

    #[test]
    fn what_a_service_starts_makes_its_groups_beside_that_service() {
        let mounts = b"22 20 0:3 / /cg rw - cgroup2 cgroup2 rw\n";
        let groups = format!("0::/x/{PREFIX}{ID}-outer/y/{PREFIX}{ID}-inner\n");
        let place = Place::parse(&groups, mounts).unwrap();
        assert_eq!(place.base, Path::new("/cg/x"));
        assert_eq!(Place::parse("0::/gascli-tools/y\n", mounts).unwrap().base, Path::new("/cg/gascli-tools/y"));
    }

    #[test]
    fn the_kernel_is_asked_to_end_a_group_where_it_can() {
        let home = tempfile::tempdir().unwrap();
        let mut sleeper = std::process::Command::new("sleep").arg("100").spawn().unwrap();
        let group = fake(home.path(), &format!("{}\n", sleeper.id()), true);
        assert_eq!((group.members(), group.kill()), (vec![sleeper.id()], 1));
        assert_eq!(std::fs::read_to_string(group.path().join("cgroup.kill")).unwrap(), "1");
        assert!(sleeper.try_wait().unwrap().is_none(), "a plain file kills nobody, and nothing else was done");
        sleeper.kill().unwrap();
        sleeper.wait().unwrap();
    }

    #[test]
    fn without_that_its_processes_are_ended_one_by_one_those_of_groups_below_it_too() {
        let home = tempfile::tempdir().unwrap();
        let mut sleepers: Vec<_> =
            (0..2).map(|_| std::process::Command::new("sleep").arg("100").spawn().unwrap()).collect();
        let group = fake(home.path(), &format!("{}\n", sleepers[0].id()), false);
        std::fs::create_dir(group.path().join("below")).unwrap();
        std::fs::write(group.path().join("below/cgroup.procs"), format!("{}\n", sleepers[1].id())).unwrap();
        assert_eq!(group.kill(), 2);
        for sleeper in &mut sleepers {
            use std::os::unix::process::ExitStatusExt;
            assert_eq!(sleeper.wait().unwrap().signal(), Some(9));
        }
    }

    #[test]
    fn a_path_that_is_no_services_group_is_never_touched() {
        let home = tempfile::tempdir().unwrap();
        for name in ["user.slice", "gascli-", "gascli-x", "gascli-0123456789abcdeg-a", "gascli-0123456789abcdef-"] {
            let path = home.path().join(name);
            std::fs::create_dir(&path).unwrap();
            std::fs::write(path.join("cgroup.procs"), "1\n").unwrap();
            assert_eq!(Group::known(&path), None, "{name}");
        }
        assert_eq!(Group::known(&home.path().join(format!("{PREFIX}{ID}-gone"))), None);
    }
}
