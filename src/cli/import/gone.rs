//! Whether a process of PM2's, with all that came of it, has gone; and whether anything does its work elsewhere.

use std::collections::BTreeSet;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::journal::Entry;
use super::list::Process;
use crate::supervisor::proc::{self, Identity, Stat};

/// By then a fork runs the program that it was made for.
const FORK_TIME: Duration = Duration::from_millis(300);

/// By so much may the age of a process and that of a file that was written then differ.
const CLOCKS_DIFFER: Duration = Duration::from_secs(3);

/// How the processes of one entry of PM2's are known, also after their parents have gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trace {
    /// PM2's child; it leads a session of its own.
    main: Option<Identity>,
    /// Those below it.
    below: Vec<Identity>,
    /// Variables that PM2 gives to each start of an entry, and that are inherited.
    marks: Vec<String>,
}

/// Variable by which PM2 numbers those of one name, unless `instance_var` names another.
const NUMBER: &str = "NODE_APP_INSTANCE";

impl Trace {
    /// Of what runs now.
    pub(super) fn of(process: &Process) -> Self {
        let below = process.pid.map(proc::descendants).unwrap_or_default();
        Self {
            main: process.pid.and_then(Identity::of),
            below: below.into_iter().filter_map(Identity::of).collect(),
            marks: marks(process),
        }
    }

    /// With what an earlier look knew.
    pub(super) fn and(mut self, earlier: &Self) -> Self {
        if self.main.is_none() {
            self.main.clone_from(&earlier.main);
            self.below.extend(earlier.below.iter().cloned());
        } else if self.main != earlier.main {
            self.below.extend(earlier.main.iter().chain(&earlier.below).cloned());
        }
        if self.marks.is_empty() {
            self.marks.clone_from(&earlier.marks);
        }
        self
    }

    /// Those that are left.
    pub(super) fn left(&self) -> Vec<u32> {
        let session = self.main.as_ref().filter(|main| {
            // A number that is another process's by now is another session's, too.
            main.boot_id == proc::boot_id()
                && proc::stat(main.pid).is_none_or(|stat| stat.start_ticks == main.start_ticks)
        });
        let is_left = |pid: u32, stat: &Stat| {
            let known = || self.main.iter().chain(&self.below).any(|it| it.pid == pid && it.exists());
            let in_session = || session.is_some_and(|main| [stat.session, stat.group].contains(&main.pid));
            known() || in_session() || self.is_marked(pid)
        };
        living().filter(|(pid, stat)| is_left(*pid, stat)).map(|(pid, _)| pid).collect()
    }

    fn is_marked(&self, pid: u32) -> bool {
        if self.marks.is_empty() {
            return false;
        }
        let environ = environ(pid);
        let has = |mark: &String| environ.split(|byte| *byte == 0).any(|entry| entry == mark.as_bytes());
        self.marks.iter().all(has) && !is_god(pid)
    }

    /// Waits until none is left; those that are if time is up.
    pub(super) fn wait(&self, limit: Duration) -> Vec<u32> {
        let end = Instant::now() + limit;
        loop {
            let left = self.left();
            if left.is_empty() || Instant::now() >= end {
                return left;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// What PM2 has started as this one by its pid file, if that lives: a leader of a session that was there when the file was
/// written. It is known so even if it has written over its title and its environment.
pub(super) fn started(process: &Process) -> Option<u32> {
    let path = Path::new(process.text("pm_pid_path")?);
    let facts = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    let mut text = String::new();
    std::fs::File::open(path).ok()?.take(32).read_to_string(&mut text).ok()?;
    let pid: u32 = text.trim().parse().ok()?;
    let stat = proc::stat(pid).filter(|stat| stat.session == pid)?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let up_ms = uptime.split('.').next()?.parse::<u64>().ok()?.saturating_mul(1000);
    let age = Duration::from_millis(up_ms.saturating_sub(proc::ticks_to_ms(stat.start_ticks)));
    let written = facts.modified().ok()?.elapsed().unwrap_or_default();
    (age + CLOCKS_DIFFER >= written).then_some(pid)
}

/// Those of one start. Instances may share the first; a number tells them apart. A dump has none of PM2's numbers.
fn marks(process: &Process) -> Vec<String> {
    let Some(unique) = process.text("unique_id") else { return Vec::new() };
    let variable = process.text("instance_var").unwrap_or(NUMBER);
    let number = process.id.map(|id| format!("pm_id={id}"));
    let number = number.or_else(|| process.instance().map(|instance| format!("{variable}={instance}")));
    std::iter::once(format!("unique_id={unique}")).chain(number).collect()
}

/// The variables that a process was started with; none of another user's.
fn environ(pid: u32) -> Vec<u8> {
    std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default()
}

/// PM2's daemon has the marks of a process that called PM2 while none ran.
fn is_god(pid: u32) -> bool {
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).contains(": God Daemon (")
}

/// Whether PM2 started it, or what started it, as this one, be it in an earlier life of PM2's.
fn is_of_pm2(pid: u32, entry: &Entry) -> bool {
    let environ = environ(pid);
    let value = |key: &[u8]| {
        let mut words = environ.split(|byte| *byte == 0);
        words.find_map(|word| word.strip_prefix(key)?.strip_prefix(b"="))
    };
    let variable = value(b"instance_var").unwrap_or(NUMBER.as_bytes());
    let number = value(variable).and_then(|number| std::str::from_utf8(number).ok()?.parse::<u64>().ok());
    value(b"name") == Some(entry.name.as_bytes())
        && value(b"pm_id").is_some()
        && value(b"pm_exec_path") == Some(entry.script.as_os_str().as_bytes())
        && entry.instance.zip(number).is_none_or(|(one, other)| one == other)
        && !is_god(pid)
}

/// Every process but this one, the keepers of services, and those that have ended and are still listed.
fn living() -> impl Iterator<Item = (u32, Stat)> {
    let own = std::process::id();
    proc::all().into_iter().filter(move |(pid, stat)| *pid != own && stat.state != b'Z' && !proc::is_keeper(*pid))
}

/// Processes that run its command in its folder, or that PM2 started as it, but for those that are known to be others. A
/// fork looks like its parent until it runs another program: who is gone, or another, a moment later is none.
pub(super) fn doubles(entry: &Entry, others: &BTreeSet<u32>) -> Vec<u32> {
    let mut found = alike(entry, others);
    if !found.is_empty() {
        std::thread::sleep(FORK_TIME);
        let still = alike(entry, others);
        found.retain(|pid| still.contains(pid));
    }
    found
}

fn alike(entry: &Entry, others: &BTreeSet<u32>) -> Vec<u32> {
    let Entry { command, cwd, script, .. } = entry;
    let arguments = command.iter().position(|word| Path::new(word) == script).map(|at| &command[at + 1..]);
    let does_its_work = |pid: u32, arguments: &[String]| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let folder = format!("/proc/{pid}/cwd");
        // Of another user's process the folder is not to be seen: in doubt, it is the same.
        let seen = std::fs::read_link(&folder).ok();
        seen.as_deref().is_none_or(|seen| seen == cwd || is_same(Path::new(&folder), cwd))
            && runs(&line, seen.as_deref().unwrap_or(cwd), script, arguments)
    };
    let is_alike = |pid: u32| {
        arguments.is_some_and(|arguments| does_its_work(pid, arguments))
            || is_of_pm2(pid, entry)
            || entry.trace.is_marked(pid)
    };
    living().map(|(pid, _)| pid).filter(|pid| !others.contains(pid) && is_alike(*pid)).collect()
}

/// Whether two paths lead to one thing, whatever links are on the way.
fn is_same(one: &Path, other: &Path) -> bool {
    let thing = |path: &Path| std::fs::metadata(path).map(|facts| (facts.dev(), facts.ino())).ok();
    thing(one).is_some_and(|one| thing(other) == Some(one))
}

/// Whether a command line ends in this script with these arguments. Node writes its own, as one word.
fn runs(line: &[u8], folder: &Path, script: &Path, arguments: &[String]) -> bool {
    let line = line.strip_suffix(b"\0").unwrap_or(line);
    if line.is_empty() {
        return false; // of the kernel
    }
    let words: Vec<String> =
        line.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned()).collect();
    let is_script = |word: &str| {
        let path = folder.join(word);
        let is_name = !word.contains('/') && Some(Path::new(word).as_os_str()) == script.file_name();
        path == script || is_name || is_same(&path, script)
    };
    let place = words.len().checked_sub(arguments.len() + 1);
    if place.is_some_and(|at| words[at + 1..] == *arguments && is_script(&words[at])) {
        return true;
    }
    let whole = words.join(" ");
    let ends_in = |script: &Path| {
        let tail = format!("{} {}", script.display(), arguments.join(" "));
        let before = whole.trim_end().strip_suffix(tail.trim_end());
        before.is_some_and(|before| before.is_empty() || before.ends_with(' '))
    };
    ends_in(script) || script.canonicalize().is_ok_and(|script| ends_in(&script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_known_again_however_it_was_called() {
        let arguments = ["--port", "8093", "a b"].map(str::to_owned);
        let script = Path::new("/app/run.py");
        let known = |line: &str| runs(line.replace('|', "\0").as_bytes(), Path::new("/app"), script, &arguments);
        for line in [
            "/usr/bin/python3|/app/run.py|--port|8093|a b|",
            "python3|-u|run.py|--port|8093|a b|",
            "/app/run.py|--port|8093|a b|",
            "node /app/run.py --port 8093 a b|",
        ] {
            assert!(known(line), "{line}");
        }
        for line in [
            "",
            "python3|/app/run.py|--port|8094|a b|",
            "python3|/app/run.py|--port|8093|",
            "python3|/other/run.py|--port|8093|a b|",
            "vi|/app/run.py|",
            "python3|/app/run.py|--port|8093|a b|more|",
        ] {
            assert!(!known(line), "{line}");
        }
        let none: [String; 0] = [];
        assert!(runs(b"sleep\0", Path::new("/"), Path::new("/usr/bin/sleep"), &none));
    }

    #[test]
    fn a_second_one_is_found_behind_links_and_under_another_title() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        std::fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        std::fs::write(real.join("run.sh"), "while :; do sleep 0.05; done").unwrap();
        let script = link.join("run.sh");
        let json = serde_json::json!({ "name": "w", "instance": 1, "service": "w-1", "command": ["sh", script],
            "script": script, "cwd": link, "table": "", "runs": true, "step": "planned" });
        let entry: Entry = serde_json::from_value(json).unwrap();
        let found = |command: &mut std::process::Command, is_double: bool| {
            let mut child = command.current_dir(&real).spawn().unwrap();
            let found = doubles(&entry, &BTreeSet::new());
            child.kill().unwrap();
            let id = child.id();
            child.wait().unwrap();
            assert_eq!(found.contains(&id), is_double, "{command:?}: {found:?}");
        };
        let command = |program: &str, argument: &str| {
            let mut command = std::process::Command::new(program);
            command.arg(argument);
            command
        };
        found(&mut command("sh", "run.sh"), true);
        found(&mut command("sh", real.join("run.sh").to_str().unwrap()), true);
        let marked = |number: &str| {
            let mut command = command("sleep", "1000");
            command.env("name", "w").env("pm_id", "7").env("NODE_APP_INSTANCE", number).env("pm_exec_path", &script);
            command
        };
        found(&mut marked("1"), true);
        found(&mut marked("0"), false);
    }

    #[test]
    fn what_a_pid_file_names_is_known_unless_it_came_later() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w-1.pid");
        let mut child = std::process::Command::new("setsid").args(["sleep", "1000"]).spawn().unwrap();
        let json = serde_json::json!([{ "name": "w", "pm_pid_path": path }]).to_string();
        let process = super::super::list::parse(json.as_bytes(), "it").unwrap().remove(0);
        std::fs::write(&path, child.id().to_string()).unwrap();
        let end = Instant::now() + Duration::from_secs(10);
        while started(&process).is_none() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(started(&process), Some(child.id()));
        let before = std::time::SystemTime::now() - Duration::from_hours(1);
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(before).unwrap();
        assert_eq!(started(&process), None, "its number has passed to another");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn a_process_its_child_and_what_left_its_group_are_all_waited_for() {
        use std::os::unix::process::CommandExt;
        let mut command = std::process::Command::new("sh");
        command.args(["-c", "setsid sleep 1000 & sleep 1000 & wait"]).process_group(0);
        command.env("unique_id", "it-is-this-one").env("pm_id", "7");
        let mut child = command.spawn().unwrap();
        let json = serde_json::json!([{ "pid": child.id(), "pm2_env":
            { "name": "a", "status": "online", "pm_id": 7, "unique_id": "it-is-this-one" } }]);
        let process = super::super::list::parse(json.to_string().as_bytes(), "it").unwrap().remove(0);
        let end = Instant::now() + Duration::from_secs(10);
        let trace = Trace::of(&process);
        while trace.left().len() < 3 && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(trace.left().len(), 3);
        child.kill().unwrap();
        child.wait().unwrap();
        let left = trace.wait(Duration::from_millis(50));
        assert_eq!(left.len(), 2, "they outlive their parent, and are known all the same");
        let again: Trace = serde_json::from_str(&serde_json::to_string(&trace).unwrap()).unwrap();
        assert_eq!(again.left(), left);
        for pid in left {
            proc::signal(pid, nix::sys::signal::Signal::SIGKILL);
        }
        assert!(trace.wait(Duration::from_secs(10)).is_empty());
    }
}
