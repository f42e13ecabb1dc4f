//! Starts the helper that delivers, from the supervisor: one at a time, and none while no file asks for any.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use nix::unistd::Pid;

use crate::supervisor::journal::say;
use crate::types::Paths;

/// A file that is longer is not looked into: the helper may find out.
const LONGEST_FILE: u64 = 1 << 20;

/// What the supervisor knows of its notifier.
#[derive(Debug)]
pub(crate) struct Starter {
    state: PathBuf,
    config: PathBuf,
    /// The helper that runs.
    helper: Option<Pid>,
    /// There are events that no helper was started for.
    is_due: bool,
    /// Whether the file names a channel, as of the file of this time.
    names_channel: Option<(SystemTime, bool)>,
}

impl Starter {
    pub(crate) fn new(paths: &Paths) -> Self {
        let (state, config) = (paths.state.clone(), paths.config.clone());
        Self { state, config, helper: None, is_due: false, names_channel: None }
    }

    /// An event was told.
    pub(crate) fn wake(&mut self) {
        self.is_due = true;
    }

    /// A child of the supervisor has gone.
    pub(crate) fn has_ended(&mut self, child: Option<Pid>) {
        if child.is_some() && child == self.helper {
            self.helper = None;
        }
    }

    /// Starts a helper if one is due and none runs.
    pub(crate) fn start(&mut self) {
        if !self.is_due || self.helper.is_some() {
            return;
        }
        self.is_due = false;
        if !self.has_channels() {
            return;
        }
        let mut command = Command::new("/proc/self/exe");
        command.arg0("gascli").arg("notify").arg(&self.state).arg(&self.config).current_dir("/");
        command.stdin(Stdio::null()).stdout(Stdio::null());
        match command.spawn() {
            // Reaped by whoever collects all children of this process, not by this handle.
            Ok(child) => self.helper = i32::try_from(child.id()).ok().map(Pid::from_raw),
            Err(error) => {
                say("notify", format_args!("no helper could be started: {error}; the next event tries again"));
            }
        }
    }

    /// Looked up again only after the file has changed.
    fn has_channels(&mut self) -> bool {
        let path = self.config.join("gascli.toml");
        let facts = std::fs::metadata(&path).ok().filter(|facts| facts.is_file() && path.is_absolute());
        let Some((facts, changed)) = facts.and_then(|facts| Some((facts.len(), facts.modified().ok()?))) else {
            return false;
        };
        match self.names_channel {
            Some((at, names)) if at == changed => names,
            _ => {
                let text = if facts > LONGEST_FILE { None } else { std::fs::read_to_string(&path).ok() };
                let names = text.is_none_or(|text| text.contains("notify"));
                self.names_channel = Some((changed, names));
                names
            }
        }
    }
}
