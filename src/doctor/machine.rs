//! What the machine gives: disk, memory, GPU, ffmpeg.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use sysinfo::{MemoryRefreshKind, RefreshKind, System};

use super::node::{self, Node, Settings};
use super::{Check, Id, Request};
use crate::chain::wallet;
use crate::config::Role;
use crate::supervisor::{GpuReport, MinFree};
use crate::types::{path_word, size_words};

/// Below this much free space, nothing that writes goes on for long.
const FULL: u64 = 256 << 20;

/// Memory that is asked for: of any node, of one that looks at pictures with the network's model.
const NODE: u64 = 256 << 20;
const LOOKER: u64 = 2 << 30;

/// The disk below a folder.
#[derive(Debug, Clone)]
struct Disk {
    folder: PathBuf,
    free: u64,
    total: u64,
    /// What the validator leaves free (`MIN_FREE_BYTES`).
    floor: u64,
    is_read_only: bool,
}

pub(super) fn disks(request: &Request, nodes: &[Node]) -> Vec<Check> {
    let floor = nodes.iter().filter_map(|node| match &node.settings {
        Some(Settings::Validator(settings)) => Some(settings.min_free_bytes),
        _ => None,
    });
    let floor = floor.max().unwrap_or(0);
    let own = [request.paths.state.as_path(), request.paths.cache.as_path()];
    let folders = own.into_iter().chain(nodes.iter().flat_map(node::folders));
    let mut seen = BTreeSet::new();
    let mut checks = Vec::new();
    for folder in folders {
        // It may not be there yet.
        let Some(there) = folder.ancestors().find(|path| path.is_dir()) else { continue };
        if there.metadata().is_ok_and(|facts| seen.insert(facts.dev())) {
            checks.push(match disk(folder, there, floor) {
                Ok(disk) => judge_disk(&disk),
                Err(error) => Check::unknown(Id::Disk, error.to_string(), format!("df -h {}", path_word(there)))
                    .of(folder.display().to_string()),
            });
        }
    }
    checks
}

fn disk(folder: &Path, there: &Path, floor: u64) -> nix::Result<Disk> {
    let facts = nix::sys::statvfs::statvfs(there)?;
    let block = facts.fragment_size();
    Ok(Disk {
        folder: folder.to_owned(),
        free: facts.blocks_available().saturating_mul(block),
        total: facts.blocks().saturating_mul(block),
        floor,
        is_read_only: facts.flags().contains(nix::sys::statvfs::FsFlags::ST_RDONLY),
    })
}

fn judge_disk(disk: &Disk) -> Check {
    let room = format!("{} of {} free", size_words(disk.free), size_words(disk.total));
    let folder = disk.folder.display();
    let word = path_word(&disk.folder);
    let fix = format!("make room: `du -xh {word} | sort -h | tail`, `gascli logs clear`, `gascli validator prune`");
    // Below this, logs are cut.
    let usual = MinFree::Usual.of(disk.total);
    let check = if disk.is_read_only {
        Check::fail(Id::Disk, "it is mounted read-only", format!("sudo mount -o remount,rw {word}, or set GASCLI_HOME"))
    } else if disk.free < FULL.min(disk.total / 20) {
        Check::fail(Id::Disk, format!("{room}: nothing can be written for long"), fix)
    } else if disk.free < disk.floor {
        Check::fail(
            Id::Disk,
            format!("{room}: the validator leaves {} and takes nothing more", size_words(disk.floor)),
            fix,
        )
    } else if disk.free < usual {
        Check::warn(Id::Disk, format!("{room}: below {} old logs are removed", size_words(usual)), fix)
    } else {
        Check::ok(Id::Disk, room)
    };
    check.of(folder.to_string())
}

pub(super) fn memory(nodes: &[Node]) -> Check {
    let kind = RefreshKind::nothing().with_memory(MemoryRefreshKind::everything());
    let Ok(system) = System::new_with_specifics(kind) else {
        return Check::warn(Id::Memory, "the system does not tell", "free -h");
    };
    // A container's or a unit's bound counts where it is tighter.
    let free_here = wallet::left_by_groups(0).unwrap_or(u64::MAX);
    judge_memory(system.available_memory().min(free_here), system.total_memory(), nodes.iter().map(need).sum())
}

fn need(node: &Node) -> u64 {
    match &node.settings {
        Some(Settings::Validator(settings)) if settings.alignment.model.is_some() && !node.is_local() => LOOKER,
        _ => NODE,
    }
}

fn judge_memory(available: u64, total: u64, need: u64) -> Check {
    let words = format!("{} of {} available", size_words(available), size_words(total));
    let fix = "see what takes it with `gascli ps --usage`, `ps aux --sort -rss | head`; add memory or swap";
    if available < need {
        Check::warn(Id::Memory, format!("{words}; these nodes want {}", size_words(need)), fix)
    } else {
        Check::ok(Id::Memory, words)
    }
}

/// Whether a node asks for a GPU.
fn wants_gpu(node: &Node) -> bool {
    matches!(&node.settings, Some(Settings::Validator(s)) if s.alignment.device.starts_with("cuda"))
}

pub(super) fn gpu(nodes: &[Node], report: &GpuReport) -> Check {
    judge_gpu(report, nodes.iter().any(wants_gpu))
}

fn judge_gpu(report: &GpuReport, is_wanted: bool) -> Check {
    if let Some(first) = report.gpus.first() {
        let driver = report.driver.as_deref().unwrap_or("unknown");
        return Check::ok(Id::Gpu, format!("{} × {}, driver {driver}", report.gpus.len(), first.name));
    }
    let why = report.why_not.join("; ");
    if is_wanted {
        let fix =
            "install NVIDIA's driver (`nvidia-smi` must work; a container needs `--gpus all`), or set MINER_DEVICE=cpu";
        Check::fail(Id::Gpu, format!("none is found, and MINER_DEVICE wants one: {why}"), fix)
    } else {
        Check::ok(Id::Gpu, format!("none, and none is needed ({why})"))
    }
}

pub(super) fn ffmpeg(nodes: &[Node], is_here: bool) -> Check {
    let checks_films = |node: &Node| match (&node.settings, node.role) {
        _ if node.is_local() => false, // the demo's films are H.264
        (Some(Settings::Generator(s)), _) => {
            s.check.before_sending && s.services.video_service.as_deref() != Some("none")
        }
        (_, Role::Validator) => true,
        (_, Role::Generator) => false,
    };
    judge_ffmpeg(is_here, nodes.iter().any(checks_films))
}

fn judge_ffmpeg(is_here: bool, is_wanted: bool) -> Check {
    match (is_here, is_wanted) {
        (true, _) => Check::ok(Id::Ffmpeg, "ffmpeg and ffprobe are on the PATH"),
        (false, true) => Check::warn(
            Id::Ffmpeg,
            "not on the PATH: films that are not H.264 in MP4 cannot be looked at",
            "sudo apt-get install ffmpeg",
        ),
        (false, false) => Check::ok(Id::Ffmpeg, "not on the PATH; only films that are not H.264 need it"),
    }
}

/// Programs that reap what others leave.
const REAPERS: [&str; 9] =
    ["systemd", "init", "tini", "dumb-init", "docker-init", "catatonit", "podman-init", "s6-svscan", "runit"];

/// Whether processes whose parents have ended are reaped.
pub(super) fn process_1() -> Check {
    let name = std::fs::read_to_string("/proc/1/comm").unwrap_or_default().trim().to_owned();
    let pids = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = pids.filter(|entry| entry.file_name().to_str().is_some_and(|name| name.parse::<u32>().is_ok()));
    let stats = pids.filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok());
    judge_process_1(&name, stats.filter(|stat| is_orphaned_zombie(stat)).count())
}

/// By `/proc/PID/stat`: `PID (NAME) STATE PARENT …`, where a name may hold anything.
fn is_orphaned_zombie(stat: &str) -> bool {
    let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    rest.starts_with("Z 1 ")
}

fn judge_process_1(name: &str, zombies: usize) -> Check {
    // One may just be about to be reaped.
    if zombies > 3 && !REAPERS.contains(&name) {
        let reason = format!("`{name}` does not reap: {zombies} processes that ended are left");
        return Check::warn(Id::Process1, reason, "start the container with `docker run --init`");
    }
    Check::ok(Id::Process1, format!("`{name}`"))
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Warn};
    use super::*;
    use crate::supervisor::Gpu;

    const GIB: u64 = 1 << 30;

    #[test]
    fn a_disk_that_fills_is_told_before_nothing_works() {
        for (free, floor, is_read_only, expected) in [
            (50 * GIB, 0, false, Ok),
            (GIB, 0, false, Warn),
            (50 * GIB, 60 * GIB, false, Fail),
            (FULL - 1, 0, false, Fail),
            (50 * GIB, 0, true, Fail),
        ] {
            let disk = Disk { folder: "/s".into(), free, total: 100 * GIB, floor, is_read_only };
            assert_eq!(judge_disk(&disk).severity, expected, "{disk:?}");
        }
    }

    #[test]
    fn memory_is_judged_by_what_a_node_wants() {
        assert_eq!(judge_memory(GIB, 4 * GIB, LOOKER).severity, Warn);
        assert_eq!(judge_memory(3 * GIB, 4 * GIB, LOOKER).severity, Ok);
    }

    #[test]
    fn a_gpu_and_ffmpeg_matter_only_to_those_who_want_them_and_why_there_is_no_gpu_is_told() {
        let none = GpuReport { why_not: vec!["no /dev/nvidia0".into()], ..GpuReport::default() };
        assert_eq!(judge_gpu(&none, false).severity, Ok);
        let wanted = judge_gpu(&none, true);
        assert!(wanted.severity == Fail && wanted.reason.contains("no /dev/nvidia0"));
        let one = GpuReport { gpus: vec![Gpu { name: "H100".into(), ..Gpu::default() }], ..GpuReport::default() };
        assert_eq!(judge_gpu(&one, true).severity, Ok);
        for (is_here, is_wanted, expected) in [(true, true, Ok), (false, true, Warn), (false, false, Ok)] {
            assert_eq!(judge_ffmpeg(is_here, is_wanted).severity, expected);
        }
    }

    #[test]
    fn a_first_process_that_leaves_zombies_is_told_of() {
        assert_eq!(judge_process_1("sleep", 4).severity, Warn);
        assert_eq!(judge_process_1("sleep", 0).severity, Ok);
        assert_eq!(judge_process_1("tini", 9).severity, Ok);
        assert!(is_orphaned_zombie("12 (a) b) Z 1 12 12 0"));
        assert!(!is_orphaned_zombie("12 (a) Z 7 12") && !is_orphaned_zombie("12 (Z 1) S 1 12"));
    }
}
