//! Programs that are run for a while: what they write is read as it comes, and they end in time.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill, killpg};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use nix::unistd::Pid;

/// How a program ended.
pub(super) struct Ended<T> {
    /// By itself, unless it was killed by us.
    pub(super) status: ExitStatus,
    /// Whether it was killed because it went on when all was read.
    pub(super) cut_short: bool,
    /// Whether it was killed because its time was over.
    pub(super) timed_out: bool,
    /// What was made of its output.
    pub(super) read: T,
}

/// Whom a program takes along when it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// Nobody: it belongs to our group, and ends with it.
    Alone,
    /// All that it has started.
    WithItsGroup,
}

/// How long a program may take to end when all of its output is read, so that its status is its own.
const PARTING: Duration = Duration::from_secs(2);

/// Between two looks at whether it has ended.
const STEP: Duration = Duration::from_millis(2);

/// A program that runs. When this is dropped, it has ended and is waited for.
struct Running {
    child: Child,
    pid: Pid,
    ends: Ends,
    /// From then on its number may be another's.
    is_waited_for: bool,
}

impl Running {
    fn start(command: &mut Command, ends: Ends) -> io::Result<Self> {
        if ends == Ends::WithItsGroup {
            command.process_group(0);
        }
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let pid = Pid::from_raw(child.id().cast_signed());
        Ok(Self { child, pid, ends, is_waited_for: false })
    }

    fn wait(&mut self) -> io::Result<ExitStatus> {
        let status = self.child.wait()?;
        self.is_waited_for = true;
        Ok(status)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_waited_for {
            end(self.pid, self.ends);
            let _ = self.child.wait();
        }
    }
}

/// Kills a program that is not waited for yet. One that has ended by itself keeps its status.
fn end(pid: Pid, ends: Ends) {
    let _ = match ends {
        Ends::Alone => kill(pid, Signal::SIGKILL),
        Ends::WithItsGroup => killpg(pid, Signal::SIGKILL),
    };
}

/// Runs a program, reads its output with `read`, and kills it at the latest after `limit`.
pub(super) fn run<T>(
    command: &mut Command,
    limit: Duration,
    ends: Ends,
    read: impl FnOnce(&mut ChildStdout) -> T,
) -> io::Result<Ended<T>> {
    let mut running = Running::start(command, ends)?;
    let pid = running.pid;
    let mut output = running.child.stdout.take().ok_or_else(|| io::Error::other("its output has no end"))?;
    let (done, waiting) = mpsc::channel::<()>();
    let ((timed_out, cut_short), read) = thread::scope(|scope| {
        let watch = thread::Builder::new().spawn_scoped(scope, move || {
            let timed_out = waiting.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
            let cut_short = !timed_out && !ends_by_itself(pid);
            // It is waited for only after this thread, so that the number is still its own.
            end(pid, ends);
            (timed_out, cut_short)
        })?;
        let read = read(&mut output);
        drop(output); // one that goes on writing ends
        drop(done);
        io::Result::Ok((watch.join().unwrap_or((false, true)), read))
    })?;
    Ok(Ended { status: running.wait()?, cut_short, timed_out, read })
}

/// Waits a moment for a program to end, but leaves it to others to learn how.
fn ends_by_itself(pid: Pid) -> bool {
    let began = Instant::now();
    let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    while matches!(waitid(Id::Pid(pid), flags), Ok(WaitStatus::StillAlive)) {
        if began.elapsed() > PARTING {
            return false;
        }
        thread::sleep(STEP);
    }
    true
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use nix::errno::Errno;

    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        command
    }

    fn text(output: &mut ChildStdout) -> String {
        let mut text = String::new();
        output.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_program_keeps_the_status_that_it_ended_with_and_one_that_goes_on_is_killed() {
        let long = Duration::from_mins(1);
        let ended = run(&mut shell("echo told; exec >&-; exit 7"), long, Ends::Alone, text).unwrap();
        assert_eq!((ended.read.as_str(), ended.status.code()), ("told\n", Some(7)));
        assert!(!ended.timed_out && !ended.cut_short);
        let ended = run(&mut shell("exec >&-; exec sleep 600"), long, Ends::WithItsGroup, text).unwrap();
        assert!(!ended.timed_out && ended.cut_short, "it had closed its output only");
        let ended = run(&mut shell("exec sleep 600"), Duration::from_millis(50), Ends::Alone, text).unwrap();
        assert!(ended.timed_out);
    }

    #[test]
    fn nothing_is_left_of_a_program_whose_reader_breaks_off() {
        let mut pid = None;
        let mut broken = |output: &mut ChildStdout| -> () {
            let mut bytes = [0; 16];
            let read = output.read(&mut bytes).unwrap();
            pid = Some(String::from_utf8_lossy(&bytes[..read]).trim().parse::<i32>().unwrap());
            panic!("it broke off");
        };
        let mut command = shell("echo $$; exec sleep 600");
        let run =
            catch_unwind(AssertUnwindSafe(|| run(&mut command, Duration::from_mins(1), Ends::Alone, &mut broken)));
        assert!(run.is_err());
        let left = waitid(Id::Pid(Pid::from_raw(pid.unwrap())), WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG);
        assert_eq!(left, Err(Errno::ECHILD), "neither running nor unburied");
    }
}
