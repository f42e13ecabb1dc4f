//! What several tests need: the binary in a home of its own, shared data, patience with a limit.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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

/// What a command answered.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// An installation of its own. Whatever runs in it carries its mark in the environment and is ended with it.
pub(crate) struct Home {
    folder: tempfile::TempDir,
    mark: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("gascli-it-").tempdir().unwrap();
        let mark = folder.path().display().to_string();
        Self { folder, mark }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The binary, in this home and in an otherwise bare environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gascli"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path())
            .env("GASCLI_HOME", self.path().join("g"))
            .env("GASCLI_TEST_MARK", &self.mark)
            .current_dir(self.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).output().unwrap();
        Output {
            code: std::os::unix::process::ExitStatusExt::into_raw(output.status) >> 8,
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs with `--json` and reads the answer, whatever the exit status.
    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let arguments = [arguments, &["--json"]].concat();
        let output = self.run(&arguments);
        serde_json::from_str(&output.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}\n{}", output.stdout, output.stderr))
    }

    /// Processes of this home that are alive.
    pub(crate) fn processes(&self) -> Vec<i32> {
        let mark = format!("GASCLI_TEST_MARK={}", self.mark);
        let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
        entries
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok())
            .filter(|pid| {
                std::fs::read(format!("/proc/{pid}/environ"))
                    .is_ok_and(|environment| environment.split(|byte| *byte == 0).any(|entry| entry == mark.as_bytes()))
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
                return;
            }
            for pid in left {
                let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::Signal::SIGKILL);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
