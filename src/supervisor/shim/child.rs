//! Starts the child so that it cannot outlive its shim unseen.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, PipeReader};
use std::os::fd::AsFd;
use std::path::Path;

use nix::fcntl::{FcntlArg, OFlag, fcntl};

use super::enter::{Missing, Program};
use crate::supervisor::ServiceSpec;
use crate::supervisor::cgroup::Group;
use crate::supervisor::journal::say;
use crate::supervisor::wire::Environment;

/// Room for bursts between child and shim, where the system allows it.
const PIPE_BYTES: i32 = 256 << 10;

/// A child that runs, and the ends of its pipes.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) pid: u32,
    pub(super) out: PipeReader,
    pub(super) err: PipeReader,
}

/// Why a child does not run.
#[derive(Debug)]
pub(super) enum SpawnError {
    /// It never will, like this.
    Never(String),
    /// The system has no room just now.
    NotNow(String),
}

/// Runs the command in a process group of its own, with the environment that its operator gave it and three variables
/// more.
pub(super) fn spawn(
    spec: &ServiceSpec,
    environment: &Environment,
    notify: &Path,
    group: Option<&Group>,
) -> Result<Running, SpawnError> {
    let Some(program) = spec.command.first() else {
        return Err(SpawnError::Never("its command is empty".into()));
    };
    if !spec.cwd.is_dir() {
        return Err(SpawnError::Never(format!("its working folder `{}` is missing", spec.cwd.display())));
    }
    // An env file that cannot be read, or has a line that says nothing, may be whole in a moment: it may just be written.
    let variables = environment.variables_of(spec).map_err(|error| SpawnError::NotNow(error.to_string()))?;
    let not_now = |error: io::Error| SpawnError::NotNow(format!("no pipe for its output: {error}"));
    let (out, out_end) = pipe().map_err(not_now)?;
    let (err, err_end) = pipe().map_err(not_now)?;
    let name = OsStr::new::<str>;
    let mut all: BTreeMap<&OsStr, &OsStr> = variables.iter().map(|(key, value)| (name(key), name(value))).collect();
    all.insert(name("GASCLI_SERVICE"), name(spec.name.as_str()));
    all.insert(name("GASCLI_NOTIFY"), notify.as_os_str());
    // Python writes to pipes in blocks otherwise, and its last words are lost with it (spec/operations.md 3, 7).
    all.entry(name("PYTHONUNBUFFERED")).or_insert(name("1"));
    let started = Program::new(&spec.command, &all, &spec.cwd, environment.umask, [out_end, err_end])
        .and_then(|mut program| begin(&mut program, group));
    match started {
        Ok(pid) => Ok(Running { pid, out, err }),
        Err(error) if is_passing(&error) => Err(SpawnError::NotNow(format!("cannot run `{program}`: {error}"))),
        Err(error) => Err(SpawnError::Never(format!("cannot run `{program}`: {error}"))),
    }
}

/// Runs it, in its control group if that can be had.
fn begin(program: &mut Program, group: Option<&Group>) -> io::Result<u32> {
    match program.start(group) {
        Ok(pid) => Ok(pid),
        Err(Missing::Program(error)) => Err(error),
        Err(Missing::Group(error)) => {
            say("shim", format_args!("its child is in no control group: {error}"));
            program.start(None).map_err(|(Missing::Program(error) | Missing::Group(error))| error)
        }
    }
}

fn is_passing(error: &io::Error) -> bool {
    use nix::libc::{EAGAIN, EINTR, EMFILE, ENFILE, ENOMEM, ETXTBSY};
    error.raw_os_error().is_some_and(|code| [EAGAIN, EINTR, ENOMEM, EMFILE, ENFILE, ETXTBSY].contains(&code))
}

fn pipe() -> io::Result<(PipeReader, io::PipeWriter)> {
    let (reader, writer) = io::pipe()?;
    fcntl(reader.as_fd(), FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
    // A system with many pipes refuses; the default size works too.
    let _ = fcntl(reader.as_fd(), FcntlArg::F_SETPIPE_SZ(PIPE_BYTES));
    Ok((reader, writer))
}
