//! How much memory the control groups of this process leave it: a container's, a systemd unit's, a slice's. What takes more
//! is killed.

use std::path::{Path, PathBuf};

/// How one version of control groups names things.
struct Names {
    limit: &'static str,
    used: &'static str,
    /// What can be dropped when memory is short, in `memory.stat`.
    dropped: [&'static str; 2],
}

const V1: Names = Names {
    limit: "memory.limit_in_bytes",
    used: "memory.usage_in_bytes",
    dropped: ["total_inactive_file", "total_active_file"],
};
const V2: Names = Names { limit: "memory.max", used: "memory.current", dropped: ["inactive_file", "active_file"] };

/// Bytes that the tightest group leaves this process, swap of the machine included; `None` without a limit.
pub(crate) fn left_by_groups(free_swap: u64) -> Option<u64> {
    let own = std::fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    left(&own, Path::new("/sys/fs/cgroup"), free_swap)
}

/// `own` is what `/proc/self/cgroup` says. Groups that are not seen from within a container are passed over; its own is at
/// the root then.
fn left(own: &str, root: &Path, free_swap: u64) -> Option<u64> {
    let groups = own.lines().filter_map(|line| {
        let (number, rest) = line.split_once(':')?;
        let (controllers, path) = rest.split_once(':')?;
        match (number, controllers) {
            ("0", "") => Some((V2, root.to_owned(), path)),
            _ if controllers.split(',').any(|name| name == "memory") => Some((V1, root.join("memory"), path)),
            _ => None,
        }
    });
    let of_group = |(names, base, path): (Names, PathBuf, &str)| {
        let folders = Path::new(path.trim_start_matches('/')).ancestors();
        folders.filter_map(|folder| left_by(&names, &base.join(folder), free_swap)).min()
    };
    groups.filter_map(of_group).min()
}

fn left_by(names: &Names, folder: &Path, free_swap: u64) -> Option<u64> {
    let number = |name: &str| std::fs::read_to_string(folder.join(name)).ok()?.trim().parse::<u64>().ok();
    let limit = number(names.limit)?; // `max` is none
    let stat = std::fs::read_to_string(folder.join("memory.stat")).unwrap_or_default();
    let dropped = |name: &str| {
        let line = stat.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|number| number.trim().parse::<u64>().ok()).unwrap_or(0)
    };
    let held: u64 = number(names.used)?.saturating_sub(names.dropped.into_iter().map(dropped).sum());
    let swap = match number("memory.swap.max") {
        Some(most) => most.saturating_sub(number("memory.swap.current").unwrap_or(0)).min(free_swap),
        None => free_swap,
    };
    Some(limit.saturating_sub(held).saturating_add(swap))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(folder: &Path, files: &[(&str, &str)]) {
        std::fs::create_dir_all(folder).unwrap();
        for (name, content) in files {
            std::fs::write(folder.join(name), content).unwrap();
        }
    }

    #[test]
    fn the_tightest_of_all_groups_of_a_process_counts_with_what_is_used_already() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let own = "0::/system.slice/gascli.service\n";
        assert_eq!(left(own, root, 0), None);
        group(&root.join("system.slice/gascli.service"), &[("memory.max", "max\n"), ("memory.current", "7\n")]);
        assert_eq!(left(own, root, 0), None);
        let slice = root.join("system.slice");
        group(&slice, &[("memory.max", "1000\n"), ("memory.current", "900\n")]);
        assert_eq!(left(own, root, 0), Some(100));
        group(&slice, &[("memory.stat", "anon 5\ninactive_file 50\nactive_file 25\n")]);
        assert_eq!(left(own, root, 0), Some(175));
        group(&slice, &[("memory.swap.max", "20\n"), ("memory.swap.current", "5\n")]);
        assert_eq!((left(own, root, 0), left(own, root, 40)), (Some(175), Some(190)));
        // In a container the group is the root.
        group(root, &[("memory.max", "60\n"), ("memory.current", "10\n")]);
        assert_eq!((left("0::/\n", root, 0), left(own, root, 0)), (Some(50), Some(50)));
        let old = root.join("memory");
        group(&old.join("docker"), &[("memory.limit_in_bytes", "30\n"), ("memory.usage_in_bytes", "10\n")]);
        assert_eq!(left("5:cpu:/\n4:pids,memory:/docker\n", root, 0), Some(20));
    }
}
