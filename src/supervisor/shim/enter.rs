//! Starts a program as a child of this process, inside a control group if there is one: to move it there after its start
//! would cost some 10 ms and leave it time to fork; the kernel can start it there.
//!
//! The one idea: a copy of a process has one thread, and the locks of all, that of the allocator too. So everything is
//! made ready before, and the copy makes system calls only.

use std::collections::BTreeMap;
use std::ffi::{CStr, CString, OsStr};
use std::fs::File;
use std::io::{self, PipeWriter, Read};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc::{self, c_char};
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal};
use nix::sys::stat::Mode;
use nix::sys::wait::waitpid;
use nix::unistd::{self, Pid};

use crate::daemon::core_dump;
use crate::supervisor::cgroup::Group;

/// Where programs are when the variables do not say (`_CS_PATH`).
const DEFAULT_PATH: &[u8] = b"/bin:/usr/bin";
/// Runs files that name no interpreter, as it always was with `execvp`.
const SHELL: &CStr = c"/bin/sh";
/// Linux knows no signal above.
const LAST_SIGNAL: i32 = 64;
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

/// A program that is ready to be started, with all that a child needs between its birth and its program.
pub(super) struct Program {
    /// The paths that it may be at, in their order.
    paths: Vec<CString>,
    arguments: Strings,
    /// The same after the shell and the program's path.
    for_shell: Strings,
    variables: Strings,
    cwd: CString,
    umask: Mode,
    /// Standard input, output and error.
    ends: [OwnedFd; 3],
    parent: Pid,
}

impl Program {
    /// A program that is named without a `/` is looked for where `PATH` among `variables` says.
    pub(super) fn new(
        command: &[String],
        variables: &BTreeMap<&OsStr, &OsStr>,
        cwd: &Path,
        umask: u32,
        outputs: [PipeWriter; 2],
    ) -> io::Result<Self> {
        let words: Vec<CString> = command.iter().map(|word| CString::new(word.as_str())).collect::<Result<_, _>>()?;
        let program = words.first().ok_or(io::ErrorKind::InvalidInput)?;
        let paths = paths_of(program, variables.get(OsStr::new("PATH")).copied())?;
        let shell = [SHELL, program].into_iter().map(CStr::to_owned);
        let for_shell = Strings::new(shell.chain(words.iter().skip(1).cloned()).collect());
        let variables =
            variables.iter().map(|(name, value)| CString::new([name.as_bytes(), value.as_bytes()].join(&b'=')));
        let [out, err] = outputs;
        Ok(Self {
            paths,
            for_shell,
            variables: Strings::new(variables.collect::<Result<_, _>>()?),
            arguments: Strings::new(words),
            cwd: CString::new(cwd.as_os_str().as_bytes())?,
            umask: Mode::from_bits_truncate(umask),
            ends: [out_of_the_way(File::open("/dev/null")?)?, out_of_the_way(out)?, out_of_the_way(err)?],
            parent: unistd::getpid(),
        })
    }

    /// Starts it, in `group` if there is one; its pid, or why it does not run. [`Missing::Group`] if the group cannot be
    /// entered: then nothing was run.
    pub(super) fn start(&mut self, group: Option<&Group>) -> Result<u32, Missing> {
        let folder = group.map(|group| File::open(group.path())).transpose().map_err(Missing::Group)?;
        let (mut answer, asked) = io::pipe().map_err(Missing::Program)?;
        let asked = out_of_the_way(asked).map_err(Missing::Program)?;
        let pid = copy(folder.as_ref()).map_err(if group.is_some() { Missing::Group } else { Missing::Program })?;
        if pid == 0 {
            self.become_it(&asked);
        }
        // The child's end closes when the program begins.
        drop(asked);
        let mut told = Vec::new();
        let heard = answer.read_to_end(&mut told);
        let missing = match (told.strip_prefix(LIVES).map(<[u8; 4]>::try_from), heard) {
            (Some(Ok(code)), _) => Missing::Program(io::Error::from_raw_os_error(i32::from_ne_bytes(code))),
            // A group that was killed as a whole kills who is started in it.
            (None, Ok(_)) if group.is_some() => Missing::Group(io::Error::other("the kernel ended it at once")),
            // Whoever was killed before its program began is seen to like any other.
            _ => return Ok(pid.unsigned_abs()),
        };
        let _ = waitpid(Pid::from_raw(pid), None);
        Err(missing)
    }

    /// The child. From here on nothing may allocate, lock or panic.
    fn become_it(&mut self, asked: &OwnedFd) -> ! {
        let _ = unistd::write(asked, LIVES);
        let error = self.settle().map_or_else(|error| error, |()| self.run());
        let _ = unistd::write(asked, &(error as i32).to_ne_bytes());
        leave()
    }

    fn settle(&self) -> nix::Result<()> {
        unistd::setpgid(Pid::from_raw(0), Pid::from_raw(0))?;
        let [input, out, err] = &self.ends;
        unistd::dup2_stdin(input)?;
        unistd::dup2_stdout(out)?;
        unistd::dup2_stderr(err)?;
        unistd::chdir(self.cwd.as_c_str())?;
        nix::sys::stat::umask(self.umask);
        forget_signals();
        SigSet::empty().thread_set_mask()?;
        core_dump::give_back();
        // The kernel kills the child with its shim: a successor must never meet it.
        prctl::set_pdeathsig(Signal::SIGKILL)?;
        // The shim died before the kernel was told.
        if unistd::getppid() == self.parent { Ok(()) } else { Err(Errno::ESRCH) }
    }

    /// Becomes the first of the paths that is there, as `execvp` does; why not, otherwise.
    fn run(&mut self) -> Errno {
        let (mut last, mut denied) = (Errno::ENOENT, false);
        for path in &self.paths {
            last = execute(path, &self.arguments, &self.variables);
            if last == Errno::ENOEXEC {
                if let Some(slot) = self.for_shell.pointers.get_mut(1) {
                    *slot = path.as_ptr();
                }
                last = execute(SHELL, &self.for_shell, &self.variables);
            }
            match last {
                Errno::EACCES => denied = true,
                Errno::ENOENT
                | Errno::ENOTDIR
                | Errno::ENAMETOOLONG
                | Errno::ENODEV
                | Errno::ESTALE
                | Errno::ETIMEDOUT => {}
                _ => return last,
            }
        }
        if denied { Errno::EACCES } else { last }
    }
}

/// Where a program may be.
fn paths_of(program: &CString, path: Option<&OsStr>) -> io::Result<Vec<CString>> {
    let name = program.as_bytes();
    if name.is_empty() || name.contains(&b'/') {
        return Ok(vec![program.clone()]);
    }
    let folders = path.map_or(DEFAULT_PATH, OsStr::as_bytes).split(|byte| *byte == b':');
    // An empty folder is the current one.
    let paths = folders.map(|folder| if folder.is_empty() { name.to_vec() } else { [folder, name].join(&b'/') });
    Ok(paths.map(CString::new).collect::<Result<_, _>>()?)
}

/// Texts, as the kernel takes them.
struct Strings {
    pointers: Vec<*const c_char>,
    _texts: Vec<CString>,
}

impl Strings {
    fn new(texts: Vec<CString>) -> Self {
        let pointers = texts.iter().map(|text| text.as_ptr()).chain([std::ptr::null()]).collect();
        Self { pointers, _texts: texts }
    }
}

/// A descriptor that is none of those that a child gets.
fn out_of_the_way(fd: impl Into<OwnedFd>) -> io::Result<OwnedFd> {
    let fd = fd.into();
    if fd.as_raw_fd() > libc::STDERR_FILENO {
        return Ok(fd);
    }
    Ok(owned(fcntl(fd.as_fd(), FcntlArg::F_DUPFD_CLOEXEC(libc::STDERR_FILENO + 1))?))
}

#[expect(unsafe_code, reason = "fcntl gives a number")]
fn owned(fd: libc::c_int) -> OwnedFd {
    use std::os::fd::FromRawFd;
    // SAFETY: the kernel has just made it, and nobody else knows it.
    unsafe { OwnedFd::from_raw_fd(fd) }
}

/// `fork`, with the child in the group of this folder: 0 in the child, its pid in the parent.
#[expect(unsafe_code, reason = "no library offers clone3, and what `Command` does after a fork allocates")]
fn copy(folder: Option<&File>) -> io::Result<i32> {
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
    let pid = if let Some(folder) = folder {
        let cgroup = u64::try_from(folder.as_raw_fd()).map_err(|_| io::ErrorKind::InvalidInput)?;
        let exit_signal = u64::try_from(libc::SIGCHLD).map_err(|_| io::ErrorKind::InvalidInput)?;
        let arguments = CloneArgs { flags: INTO_CGROUP, exit_signal, cgroup, ..CloneArgs::default() };
        // SAFETY: without CLONE_VM this is a fork of the calling thread; the child only makes system calls, so that it
        // does not matter what other threads had locked or half changed. The kernel reads the arguments only, and as many
        // bytes of them as it is told.
        unsafe { libc::syscall(libc::SYS_clone3, &raw const arguments, size_of::<CloneArgs>()) }
    } else {
        // SAFETY: the child only makes system calls, as above.
        libc::c_long::from(unsafe { libc::fork() })
    };
    if pid < 0 { Err(io::Error::last_os_error()) } else { i32::try_from(pid).map_err(io::Error::other) }
}

/// `execve`, which only returns if it fails.
#[expect(unsafe_code, reason = "what libraries offer allocates")]
fn execute(path: &CStr, arguments: &Strings, variables: &Strings) -> Errno {
    // SAFETY: all three are texts that end with a zero, or lists of such that end with a null, and live beyond the call.
    unsafe { libc::execve(path.as_ptr(), arguments.pointers.as_ptr(), variables.pointers.as_ptr()) };
    Errno::last()
}

/// Otherwise the program would ignore what this process or the supervisor's caller ignores: a pipe without a reader, a
/// terminal that went.
#[expect(unsafe_code, reason = "no library changes what signals do without `unsafe`")]
fn forget_signals() {
    for signal in 1..=LAST_SIGNAL {
        // SAFETY: sets no handler. SIGKILL, SIGSTOP and those of the C library are refused, as they should be.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
}

/// Ends a child that could not become its program, without what a parent's end does (files, handlers).
#[expect(unsafe_code, reason = "`exit` would run the parent's handlers a second time")]
fn leave() -> ! {
    // SAFETY: ends this process at once.
    unsafe { libc::_exit(127) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::mpsc;
    use std::time::Duration;

    use nix::sys::wait::WaitStatus;

    use super::*;
    use crate::supervisor::cgroup::Place;
    use crate::types::Paths;

    /// Starts it and waits for its end: exit status and what it printed.
    fn run(command: &[&str], path: &str, cwd: &Path, group: Option<&Group>) -> Result<(i32, String), String> {
        let command: Vec<String> = command.iter().map(|word| (*word).to_owned()).collect();
        let variables = BTreeMap::from([(OsStr::new("PATH"), OsStr::new(path))]);
        let ((mut out, out_end), (_err, err_end)) = (io::pipe().unwrap(), io::pipe().unwrap());
        let started = Program::new(&command, &variables, cwd, 0o22, [out_end, err_end])
            .map_err(Missing::Program)
            .and_then(|mut program| program.start(group));
        let pid = started.map_err(|(Missing::Program(error) | Missing::Group(error))| error.to_string())?;
        let mut text = String::new();
        out.read_to_string(&mut text).unwrap();
        match waitpid(Pid::from_raw(i32::try_from(pid).unwrap()), None).unwrap() {
            WaitStatus::Exited(_, code) => Ok((code, text)),
            other => Err(format!("{other:?}")),
        }
    }

    fn write_script(path: &Path, text: &str, mode: u32) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_program_is_found_as_shells_find_it_and_what_is_missing_is_told() {
        let home = tempfile::tempdir().unwrap();
        let at = |below: &str| home.path().join(below);
        write_script(&at("one/tool"), "#!/bin/sh\necho first", 0o644);
        write_script(&at("two/tool"), "echo \"$0 $1\"", 0o755);
        let path = format!("{}:{}", at("one").display(), at("two").display());
        let ran = |command: &[&str], path: &str| run(command, path, home.path(), None);
        let second = format!("{} x\n", at("two/tool").display());
        assert_eq!(
            ran(&["tool", "x"], &path),
            Ok((0, second)),
            "without an interpreter, and behind one that may not run"
        );
        assert_eq!(ran(&["two/tool", "x"], ""), Ok((0, "two/tool x\n".into())), "below the working folder");
        let denied = ran(&["tool"], &at("one").display().to_string()).unwrap_err();
        assert!(denied.starts_with("Permission denied"), "{denied}");
        for nothing in ["none", "", "one/none"] {
            let missing = ran(&[nothing], &path).unwrap_err();
            assert!(missing.starts_with("No such file"), "{nothing}: {missing}");
        }
        let nowhere = run(&["true"], "/bin:/usr/bin", &at("nowhere"), None).unwrap_err();
        assert!(nowhere.starts_with("No such file"), "{nowhere}");
        assert!(ran(&["a\0b"], "").is_err());
    }

    #[test]
    fn a_program_begins_whatever_other_threads_have_locked() {
        let (done, is_done) = mpsc::channel();
        std::thread::spawn(move || {
            let home = tempfile::tempdir().unwrap();
            let make = |place: Place| Group::make(&place, &Paths::below(home.path()), &"a".parse().unwrap()).ok();
            let group = Place::find().ok().and_then(make);
            // Whoever frees what this thread has allocated, holds the lock of this thread's memory.
            let (blocks, others) = mpsc::sync_channel::<Vec<u8>>(20_000);
            std::thread::spawn(move || others.into_iter().for_each(drop));
            for turn in 0..300 {
                for size in 0..200 {
                    blocks.send(vec![1; 1500 + size * 16]).unwrap();
                }
                let group = group.as_ref().filter(|_| turn % 3 > 0);
                assert_eq!(run(&["true"], "/bin:/usr/bin", home.path(), group), Ok((0, String::new())));
            }
            group.iter().for_each(Group::remove);
            done.send(()).unwrap();
        });
        assert_eq!(is_done.recv_timeout(Duration::from_mins(2)), Ok(()), "a copy waits for a lock, or failed");
    }
}
