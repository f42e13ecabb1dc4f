//! Starts a program inside a control group. To move it there after its start would cost some 10 ms and leave it time to
//! fork; the kernel can start it there.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::Signal;
use nix::sys::wait::waitpid;
use nix::unistd::Pid;

use crate::supervisor::cgroup::Group;
use crate::supervisor::proc;

/// Runs `command` in `group`; its pid, or why it does not run. [`Missing::Group`] if the group cannot be entered: then
/// nothing was run.
pub(super) fn spawn(command: &mut Command, group: &Group) -> Result<u32, Missing> {
    let folder = File::open(group.path()).map_err(Missing::Group)?;
    let (mut answer, mut asked) = io::pipe().map_err(Missing::Program)?;
    let pid = clone_into(&folder).map_err(Missing::Group)?;
    if pid == 0 {
        // The child. Its end of the pipe closes when the program begins.
        let _ = asked.write_all(LIVES);
        let error = command.exec();
        let _ = asked.write_all(&error.raw_os_error().unwrap_or(libc::EINVAL).to_ne_bytes());
        leave();
    }
    drop(asked);
    let mut code = Vec::new();
    if !hears(&mut answer, &mut code).map_err(Missing::Program)? {
        proc::signal(pid.unsigned_abs(), Signal::SIGKILL);
        let _ = waitpid(Pid::from_raw(pid), None);
        return Err(Missing::Group(io::ErrorKind::TimedOut.into()));
    }
    let missing = match code.strip_prefix(LIVES).map(<[u8; 4]>::try_from) {
        Some(Err(_)) => return Ok(pid.unsigned_abs()),
        Some(Ok(code)) => Missing::Program(io::Error::from_raw_os_error(i32::from_ne_bytes(code))),
        // A group that was killed as a whole kills who is started in it.
        None => Missing::Group(io::Error::other("the kernel ended it at once")),
    };
    let _ = waitpid(Pid::from_raw(pid), None);
    Err(missing)
}

/// Reads until the child's end closes; false if that takes too long. A thread that writes to the disk may have held the
/// allocator's lock at the very moment of the fork: such a child never gets further.
fn hears(answer: &mut io::PipeReader, told: &mut Vec<u8>) -> io::Result<bool> {
    let end = Instant::now() + PATIENCE;
    loop {
        let left = u16::try_from(end.saturating_duration_since(Instant::now()).as_millis()).unwrap_or(u16::MAX);
        match poll(&mut [PollFd::new(answer.as_fd(), PollFlags::POLLIN)], PollTimeout::from(left)) {
            Ok(0) => return Ok(false),
            Ok(_) => {}
            Err(Errno::EINTR) => continue,
            Err(error) => return Err(error.into()),
        }
        let mut part = [0; 16];
        match answer.read(&mut part) {
            Ok(0) => return Ok(true),
            Ok(count) => told.extend_from_slice(part.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// How long a child may take to become its program.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the child says first.
const LIVES: &[u8] = b"+";

/// What is missing.
#[derive(Debug)]
pub(super) enum Missing {
    /// The group, or a kernel that can start processes in one.
    Group(io::Error),
    /// The program.
    Program(io::Error),
}

/// `fork`, with the child in this group: 0 in the child, its pid in the parent.
#[expect(unsafe_code, reason = "no library offers clone3")]
fn clone_into(folder: &File) -> io::Result<i32> {
    /// `struct clone_args` of the kernel, in its second size.
    #[repr(C)]
    #[derive(Default)]
    struct CloneArgs {
        flags: u64,
        pidfd: u64,
        child_tid: u64,
        parent_tid: u64,
        exit_signal: u64,
        stack: u64,
        stack_size: u64,
        tls: u64,
        set_tid: u64,
        set_tid_size: u64,
        cgroup: u64,
    }
    const INTO_CGROUP: u64 = 0x2_0000_0000;
    let cgroup = u64::try_from(folder.as_raw_fd()).map_err(|_| io::ErrorKind::InvalidInput)?;
    let exit_signal = u64::try_from(libc::SIGCHLD).map_err(|_| io::ErrorKind::InvalidInput)?;
    let arguments = CloneArgs { flags: INTO_CGROUP, exit_signal, cgroup, ..CloneArgs::default() };
    // SAFETY: without CLONE_VM this is a fork of the calling thread. The only other one that a shim may have writes to the
    // disk; should the copy wait for a lock of its, `hears` ends it. The kernel reads the arguments only, and as many bytes
    // of them as it is told.
    let pid = unsafe { libc::syscall(libc::SYS_clone3, &raw const arguments, size_of::<CloneArgs>()) };
    if pid < 0 { Err(io::Error::last_os_error()) } else { i32::try_from(pid).map_err(io::Error::other) }
}

/// Ends a child that could not become its program, without what a parent's end does (files, handlers).
#[expect(unsafe_code, reason = "`exit` would run the parent's handlers a second time")]
fn leave() -> ! {
    // SAFETY: ends this process at once.
    unsafe { libc::_exit(127) }
}
