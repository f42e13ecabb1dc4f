//! Starts a shim: a fork of the supervisor that goes another way and never comes back. An exec would cost each shim a
//! megabyte of pages of its own, for the same program; a fork shares them until one side writes.

use std::ffi::CString;
use std::fs::OpenOptions;
use std::io::{self, Seek, SeekFrom, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::sys::resource::{Resource, getrlimit};
use nix::unistd::ForkResult;

use super::journal::{self, say, with_causes};
use super::spec::ServiceSpec;
use super::wire::Environment;
use super::{FAILED, crash, proc, shim};
use crate::types::Paths;

/// Starts a shim, which starts the child. `line` is its end of the connection to this process. Returns its pid.
pub(super) fn start_shim(
    paths: &Paths,
    spec: &ServiceSpec,
    environment: &Environment,
    line: UnixStream,
) -> io::Result<u32> {
    debug_assert!(threads() <= 1, "a fork copies one thread, and the locks of all");
    match fork()? {
        ForkResult::Parent { child } => Ok(child.as_raw().unsigned_abs()),
        ForkResult::Child => live(paths, spec, environment, line),
    }
}

#[expect(unsafe_code, reason = "see the module: what `Command` offers ends in an exec")]
fn fork() -> nix::Result<ForkResult> {
    // SAFETY: the supervisor has one thread (see `serve`), so that nothing in the copy is locked or half changed.
    unsafe { nix::unistd::fork() }
}

/// The life of the forked process. Nothing of the supervisor's is dropped here: its locks would be let go, its sockets
/// shut down.
#[expect(clippy::exit, reason = "a return would go on as a second supervisor")]
fn live(paths: &Paths, spec: &ServiceSpec, environment: &Environment, line: UnixStream) -> ! {
    let status = catch_unwind(AssertUnwindSafe(|| {
        close_all_but(line.as_raw_fd());
        journal::write_to(paths.supervisor_log());
        let _ = nix::unistd::setsid(); // cannot fail: no new process leads a group
        let _ = nix::sys::prctl::set_name(proc::SHIM_COMM);
        set_title(&format!("gascli shim {}", spec.name));
        crash::report_panics(paths, &format!("shim-{}", spec.name));
        match shim::run(paths, spec.clone(), environment.clone(), line) {
            Ok(()) => 0,
            Err(error) => {
                say(&spec.name, with_causes(&error));
                i32::from(FAILED)
            }
        }
    }));
    std::process::exit(status.unwrap_or(101))
}

/// Closes what the supervisor has open: a socket that a shim keeps would hold up whoever reads its end.
pub(super) fn close_all_but(kept: RawFd) {
    let open: Vec<RawFd> = if let Ok(entries) = std::fs::read_dir("/proc/self/fd") {
        entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
    } else {
        // No descriptor was left to look: all that there can be.
        let most = getrlimit(Resource::RLIMIT_NOFILE).map_or(1024, |(now, _)| now.min(1 << 20));
        (0..RawFd::try_from(most).unwrap_or(1024)).collect()
    };
    for fd in open.into_iter().filter(|fd| *fd != kept) {
        let _ = nix::unistd::close(fd); // the listing's own is closed already
    }
}

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count)
}

/// Sets what `ps` shows of this process, in the room that its arguments took; where that cannot be, `ps` shows the
/// supervisor's arguments.
fn set_title(title: &str) {
    let _ = write_title(title);
}

fn write_title(title: &str) -> io::Result<()> {
    let (start, end) = proc::arguments_at().ok_or(io::ErrorKind::Unsupported)?;
    let room = usize::try_from(end.saturating_sub(start)).unwrap_or(0);
    let mut text = CString::new(title)?.into_bytes();
    // The last byte stays zero: the kernel takes anything else for a sign to read on behind.
    text.resize(room.max(1), 0);
    if let Some(last) = text.last_mut() {
        *last = 0;
    }
    let mut memory = OpenOptions::new().write(true).open("/proc/self/mem")?;
    memory.seek(SeekFrom::Start(start))?;
    memory.write_all(&text)
}
