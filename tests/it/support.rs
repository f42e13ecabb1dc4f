//! What several tests need: the binary in a home of its own, shared data, patience with a limit.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use gascli::providers::{Journal, JournalError, Order};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Folder of shared data: `$GASCLI_SHARED`, else `../shared` beside the checkout. Without it a test skips, saying so,
/// unless `GASCLI_REQUIRE_SHARED=1` makes that a failure.
pub(crate) fn shared(below: &str) -> Option<PathBuf> {
    let base = std::env::var_os("GASCLI_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = base.join(below);
    if path.exists() {
        return Some(path);
    }
    assert!(
        std::env::var_os("GASCLI_REQUIRE_SHARED").is_none_or(|value| value != "1"),
        "shared data is required but missing: {}",
        path.display()
    );
    eprintln!("skipped 1 test: shared data `{below}` is not on this machine");
    None
}

/// For a provider whose orders nobody has to remember.
pub(crate) struct NoJournal;

#[async_trait::async_trait]
impl Journal for NoJournal {
    async fn ordering(&self, _: &Order) -> Result<(), JournalError> {
        Ok(())
    }

    async fn accepted(&self, _: &serde_json::Value) {}
}

/// Asks until there is an answer; fails, saying what was awaited, when there is none within the limit.
pub(crate) fn wait_for<T>(limit: Duration, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + limit;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < end, "waited {limit:?} in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Longest that a command may take; the demo is the slowest.
const COMMAND_LIMIT: Duration = Duration::from_mins(3);

/// An installation of its own. Whatever runs in it carries its mark in the environment and is ended with it.
pub(crate) struct Home {
    folder: tempfile::TempDir,
    /// What `GASCLI_HOME` is.
    pub(crate) below: PathBuf,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self::at("g")
    }

    /// With its folders at this path below the temporary folder.
    pub(crate) fn at(below: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("gascli-it-").tempdir().unwrap();
        let below = folder.path().join(below);
        Self { folder, below }
    }

    /// A path below the temporary folder, which is the current folder and the user's home.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// The variable that everything of this home carries.
    pub(crate) fn mark(&self) -> (String, String) {
        ("GASCLI_TEST_MARK".into(), self.folder.path().display().to_string())
    }

    /// The binary, in this home and in an otherwise bare environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.command_of(Path::new(env!("CARGO_BIN_EXE_gascli")), arguments)
    }

    /// The same for the binary at another place.
    pub(crate) fn command_of(&self, program: &Path, arguments: &[&str]) -> Command {
        let (key, value) = self.mark();
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("GASCLI_HOME", &self.below)
            .env(key, value)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, &[])
    }

    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
        let mut command = self.command(arguments);
        command.envs(environment.iter().copied());
        assert_cmd::Command::from_std(command).timeout(COMMAND_LIMIT).output().unwrap()
    }

    /// Runs, demands success, gives stdout.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stdout)
    }

    /// Runs with `--json` and reads the answer, whatever the exit status.
    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let mut arguments = arguments.to_vec();
        if !arguments.contains(&"--json") {
            arguments.push("--json");
        }
        let output = self.run(&arguments);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{arguments:?}: {error}\n{}\n{}", text(&output.stdout), text(&output.stderr))
        })
    }

    /// Removes the control groups of services whose shims were killed.
    fn remove_groups(&self) {
        let Ok(entries) = std::fs::read_dir(self.below.join("state/services")) else { return };
        for entry in entries.flatten() {
            let text = std::fs::read(entry.path().join("status.json")).unwrap_or_default();
            let status: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
            if let Some(group) = status["cgroup"].as_str() {
                let _ = std::fs::remove_dir(group); // only an empty one can be removed
            }
        }
    }

    /// Processes of this home that are alive.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let (key, value) = self.mark();
        let mark = format!("{key}={value}");
        let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
        let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        pids.filter(|pid| {
            let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|entry| entry == mark.as_bytes())
        })
        .collect()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // Shims restart what they keep, so the sweep goes on until nothing is left.
        let end = Instant::now() + Duration::from_secs(10);
        while Instant::now() < end {
            let left = self.processes();
            if left.is_empty() {
                return self.remove_groups();
            }
            for pid in left {
                strike(pid, Signal::SIGKILL);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// What a command printed.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Sends a signal; a process that has gone already is no fault.
pub(crate) fn strike(pid: u32, signal: Signal) {
    let _ = kill(Pid::from_raw(i32::try_from(pid).unwrap()), signal);
}
