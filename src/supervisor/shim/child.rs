//! Starts the child so that it cannot outlive its shim unseen.

use std::collections::BTreeMap;
use std::io::{self, PipeReader};
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal};
use nix::sys::stat::Mode;

use super::enter::{self, Missing};
use crate::daemon::env_file;
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
    let Some((program, arguments)) = spec.command.split_first() else {
        return Err(SpawnError::Never("its command is empty".into()));
    };
    if !spec.cwd.is_dir() {
        return Err(SpawnError::Never(format!("its working folder `{}` is missing", spec.cwd.display())));
    }
    let variables = variables(spec, environment)?;
    let not_now = |error: io::Error| SpawnError::NotNow(format!("no pipe for its output: {error}"));
    let (out, out_end) = pipe().map_err(not_now)?;
    let (err, err_end) = pipe().map_err(not_now)?;
    let mut command = Command::new(program);
    command.args(arguments).current_dir(&spec.cwd).process_group(0);
    command.stdin(Stdio::null()).stdout(out_end).stderr(err_end);
    command.env_clear().envs(&variables);
    command.env("GASCLI_SERVICE", spec.name.as_str()).env("GASCLI_NOTIFY", notify);
    if !variables.contains_key("PYTHONUNBUFFERED") {
        // Python writes to pipes in blocks otherwise, and its last words are lost with it (spec/operations.md 3, 7).
        command.env("PYTHONUNBUFFERED", "1");
    }
    tie_to_this_process(&mut command, environment.umask);
    match begin(&mut command, group) {
        Ok(pid) => Ok(Running { pid, out, err }),
        Err(error) if is_passing(&error) => Err(SpawnError::NotNow(format!("cannot run `{program}`: {error}"))),
        Err(error) => Err(SpawnError::Never(format!("cannot run `{program}`: {error}"))),
    }
}

/// Runs it, in its control group if that can be had.
fn begin(command: &mut Command, group: Option<&Group>) -> io::Result<u32> {
    match group.map(|group| enter::spawn(command, group)) {
        Some(Ok(pid)) => Ok(pid),
        Some(Err(Missing::Program(error))) => Err(error),
        Some(Err(Missing::Group(error))) => {
            say("shim", format_args!("its child is in no control group: {error}"));
            Ok(command.spawn()?.id())
        }
        None => Ok(command.spawn()?.id()),
    }
}

/// The child's variables: those of its operator's shell, over them those of its env files as they are now, over them those
/// of its table in `gascli.toml`. A file that cannot be read, or has a line that says nothing, may be whole in a moment:
/// it may just be written.
fn variables(spec: &ServiceSpec, environment: &Environment) -> Result<BTreeMap<String, String>, SpawnError> {
    let mut variables = environment.variables.clone();
    for file in &spec.env_files {
        let path = spec.cwd.join(file);
        let text = env_file::read_text(&path)
            .map_err(|error| SpawnError::NotNow(format!("cannot read its env file `{}`: {error}", path.display())))?;
        let (entries, remarks) = env_file::parse(&text);
        if let Some(remark) = remarks.iter().find(|remark| remark.fault == env_file::Fault::NoAssignment) {
            let place = format!("{}:{}", path.display(), remark.line);
            return Err(SpawnError::NotNow(format!("its env file is broken: {place}: not `KEY=value`")));
        }
        variables.extend(entries.into_iter().map(|(key, entry)| (key, entry.value)));
    }
    variables.extend(environment.set.clone());
    Ok(variables)
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

/// The kernel kills the child with its shim: a successor must never meet it. The shim blocks signals, and keeps its files
/// to itself; the child does neither.
#[expect(unsafe_code, reason = "nothing but a hook between fork and exec can say this to the kernel in time")]
fn tie_to_this_process(command: &mut Command, umask: u32) {
    let shim = nix::unistd::getpid();
    let hook = move || {
        nix::sys::stat::umask(Mode::from_bits_truncate(umask));
        prctl::set_pdeathsig(Signal::SIGKILL)?;
        SigSet::empty().thread_set_mask()?;
        // The shim died before the kernel was told.
        if nix::unistd::getppid() == shim { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    };
    // SAFETY: the hook makes async-signal-safe system calls only, and allocates nothing.
    unsafe { command.pre_exec(hook) };
}
