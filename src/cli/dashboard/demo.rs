//! `--demo`: the subnet of `gascli demo --keep`. One that was not there before ends with the dashboard.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use anyhow::Context as _;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::cli::{Context, output};
use crate::supervisor::Client;

/// How the demo's services are called.
const PREFIX: &str = "demo-";
/// The program that runs here.
const OWN_PROGRAM: &str = "/proc/self/exe";

/// A demo that is looked at, with the process that sets it up if that is ours.
pub(super) struct Demo(Option<Child>);

/// Finds the demo, or begins one.
pub(super) fn attach(context: &Context) -> anyhow::Result<Demo> {
    let services = match Client::connect(&context.paths)? {
        Some(mut client) => client.status()?,
        None => Vec::new(),
    };
    if services.iter().any(|service| service.name.as_str().starts_with(PREFIX) && service.pid.is_some()) {
        return Ok(Demo(None));
    }
    output::note("no demo is running: starting one, which ends with the dashboard");
    // Its own group: keys are for the dashboard.
    let child = own(&["demo", "--keep"]).process_group(0).spawn().context("cannot start the demo")?;
    Ok(Demo(Some(child)))
}

fn own(arguments: &[&str]) -> Command {
    let mut command = Command::new(OWN_PROGRAM);
    command.arg0("gascli").args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

impl Demo {
    /// Whether it ends with the dashboard.
    pub(super) const fn is_ours(&self) -> bool {
        self.0.is_some()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let Some(child) = &mut self.0 else { return };
        if child.try_wait().ok().flatten().is_some_and(|status| !status.success()) {
            return; // it could not begin: what runs is somebody else's
        }
        output::note("ending the demo");
        if let (Ok(None), Ok(pid)) = (child.try_wait(), i32::try_from(child.id())) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGINT);
            let _ = child.wait();
        }
        // Whatever it left behind: it may just have finished, and kept all.
        let _ = own(&["demo", "--end"]).status();
    }
}
