//! The PM2 that is installed: its folder, whether it runs, and its command line.

use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use super::error::ImportError;
use super::list::{self, LONGEST, Process};
use crate::cli::Context;
use crate::daemon::core_dump;
use crate::daemon::socket::{self, SocketError};
use crate::supervisor::proc;

/// What a command may take besides the time that a process has to stop.
const LIMIT: Duration = Duration::from_secs(30);
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// PM2's folder, as PM2 itself finds it.
pub(super) fn home(context: &Context) -> Result<PathBuf, ImportError> {
    let set = |key: &str| context.environment.get(key).filter(|value| !value.is_empty());
    let home = set("PM2_HOME").map(PathBuf::from).or_else(|| set("HOME").map(|home| Path::new(home).join(".pm2")));
    let home = home.ok_or(ImportError::NoHome)?;
    Ok(std::path::absolute(&home).unwrap_or(home))
}

/// Its dump, which a boot brings back.
pub(super) fn dump(home: &Path) -> PathBuf {
    home.join("dump.pm2")
}

/// A PM2 whose daemon runs. Nothing of it is called while none does: each of its commands would start one.
#[derive(Debug)]
pub(super) struct Pm2 {
    program: PathBuf,
    home: PathBuf,
}

impl Pm2 {
    /// `None` while no daemon runs.
    pub(super) fn running(program: &Path, home: &Path) -> Result<Option<Self>, ImportError> {
        let socket = home.join("rpc.sock");
        match socket::connect(&socket, CONNECT_LIMIT) {
            Ok(_) => Ok(Some(Self { program: program.to_owned(), home: home.to_owned() })),
            Err(SocketError::Io { source, .. })
                if matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) =>
            {
                // Another daemon beside one that lives would start all of its processes a second time.
                daemon_pid(home).map_or(Ok(None), |pid| Err(ImportError::Deaf { pid, socket }))
            }
            Err(source) => Err(ImportError::Socket { socket, source }),
        }
    }

    pub(super) fn list(&self) -> Result<Vec<Process>, ImportError> {
        list::parse(&self.run(&["jlist"], LIMIT)?, "what `pm2 jlist` prints")
    }

    /// Asks PM2 to stop one; it sends SIGKILL after the time that the process has.
    pub(super) fn stop(&self, id: u64, kill_timeout: Duration) -> Result<(), ImportError> {
        self.run(&["stop", &id.to_string()], LIMIT + kill_timeout.saturating_mul(2)).map(drop)
    }

    /// Takes one off PM2's list.
    pub(super) fn delete(&self, id: u64, kill_timeout: Duration) -> Result<(), ImportError> {
        self.run(&["delete", &id.to_string()], LIMIT + kill_timeout.saturating_mul(2)).map(drop)
    }

    /// Writes the dump anew, where there is one: without that, a boot brings nothing back.
    pub(super) fn save(&self) -> Result<(), ImportError> {
        let is_there = |name: &str| self.home.join(name).exists();
        if is_there("dump.pm2") || is_there("dump.pm2.bak") {
            self.run(&["save", "--force"], LIMIT)?;
        }
        Ok(())
    }

    /// Calls a daemon that is seen to be there: else PM2 would start one, which knows nothing of what runs.
    fn run(&self, arguments: &[&str], limit: Duration) -> Result<Vec<u8>, ImportError> {
        match Self::running(&self.program, &self.home)? {
            Some(_) => self.call(arguments, limit),
            None => Err(ImportError::Ended { home: self.home.clone() }),
        }
    }

    /// Runs a command of PM2's; what it prints, if it succeeds.
    fn call(&self, arguments: &[&str], limit: Duration) -> Result<Vec<u8>, ImportError> {
        let name = format!("pm2 {}", arguments.join(" "));
        let mut command = Command::new(&self.program);
        command.args(arguments).env("PM2_HOME", &self.home).env("PM2_DISCRETE_MODE", "true");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.process_group(0); // Ctrl-C here shall not cut it off there
        let failed = |source| ImportError::Run { program: self.program.clone(), source };
        let mut child = core_dump::as_given(|| command.spawn()).map_err(failed)?;
        let (out, err) = (reader(child.stdout.take()), reader(child.stderr.take()));
        let end = Instant::now() + limit;
        let ended = finish(&mut child, &out, &err, end).map_err(failed)?;
        let Some((success, out, err)) = ended else { return Err(ImportError::Slow { command: name, limit }) };
        if out.len() as u64 > LONGEST {
            return Err(ImportError::TooLong { of: format!("what `{name}` prints") });
        }
        if success {
            return Ok(out);
        }
        let last = |bytes: &[u8]| {
            let text = console::strip_ansi_codes(&String::from_utf8_lossy(bytes)).into_owned();
            let line = text.lines().rev().map(str::trim).find(|line| !line.is_empty());
            line.map(|line| line.chars().take(200).collect::<String>())
        };
        let said = last(&err).or_else(|| last(&out)).unwrap_or_else(|| "it does not say why".into());
        Err(ImportError::Failed { command: name, said })
    }
}

type Output = mpsc::Receiver<Vec<u8>>;

/// Whether a program ended well, its standard output and its standard error.
type Printed = (bool, Vec<u8>, Vec<u8>);

/// Reads a pipe to its end, or to what is too much.
fn reader(pipe: Option<impl Read + Send + 'static>) -> Output {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(LONGEST + 1).read_to_end(&mut bytes);
        }
        let _ = sender.send(bytes);
    });
    receiver
}

/// Waits for what it prints, then for its end; `None` if time is up, and it is ended.
fn finish(child: &mut Child, out: &Output, err: &Output, end: Instant) -> io::Result<Option<Printed>> {
    let left = || end.saturating_duration_since(Instant::now());
    let printed = out.recv_timeout(left()).ok();
    let too_long = printed.as_ref().is_some_and(|bytes| bytes.len() as u64 > LONGEST);
    let complained = if too_long { Some(Vec::new()) } else { err.recv_timeout(left()).ok() };
    let mut status = None;
    while printed.is_some() && complained.is_some() && !too_long && status.is_none() && !left().is_zero() {
        status = child.try_wait()?;
        if status.is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    if status.is_none() {
        proc::signal_group(child.id(), Signal::SIGKILL);
        child.wait()?;
    }
    Ok(match (printed, complained, status) {
        (Some(out), Some(err), Some(status)) => Some((status.success(), out, err)),
        (Some(out), Some(err), None) if too_long => Some((false, out, err)),
        _ => None,
    })
}

/// The daemon of this folder that lives, by its pid file.
fn daemon_pid(home: &Path) -> Option<u32> {
    let pid: u32 = std::fs::read_to_string(home.join("pm2.pid")).ok()?.trim().parse().ok()?;
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let line = String::from_utf8_lossy(&line);
    (line.contains("God Daemon") && line.contains(&home.display().to_string())).then_some(pid)
}

/// How long to wait for processes after PM2 says that it has stopped them.
pub(super) fn patience(kill_timeout: Duration) -> Duration {
    kill_timeout + Duration::from_secs(5)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn pm2(script: &str) -> (tempfile::TempDir, Pm2) {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("pm2");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let home = folder.path().to_owned();
        (folder, Pm2 { program, home })
    }

    #[test]
    fn a_list_without_end_is_refused_and_its_writer_ended() {
        let (_folder, pm2) = pm2("echo '['; yes '{\"pm2_env\": {}},'");
        let error = pm2.call(&["jlist"], LIMIT).unwrap_err();
        assert_eq!(error.to_string(), "what `pm2 jlist` prints is longer than 16 MiB");
    }

    #[test]
    fn a_failure_is_told_in_pm2s_last_words_without_colours() {
        let (_folder, pm2) = pm2("printf 'banner\\n\\033[31m[PM2][ERROR]\\033[39m Process 7 not found\\n' >&2; exit 1");
        let error = pm2.call(&["stop", "7"], LIMIT).unwrap_err();
        assert_eq!(error.to_string(), "`pm2 stop 7` failed: [PM2][ERROR] Process 7 not found");
    }

    #[test]
    fn a_command_that_hangs_is_ended_with_its_children() {
        let (_folder, pm2) = pm2("sleep 1000 & sleep 1000");
        let error = pm2.call(&["jlist"], Duration::from_millis(300)).unwrap_err();
        assert!(matches!(error, ImportError::Slow { .. }), "{error}");
    }

    #[test]
    fn no_daemon_runs_where_nobody_listens() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Pm2::running(Path::new("pm2"), folder.path()).unwrap().is_none());
        let socket = std::os::unix::net::UnixListener::bind(folder.path().join("rpc.sock")).unwrap();
        let pm2 = Pm2::running(Path::new("pm2"), folder.path()).unwrap().unwrap();
        drop(socket);
        assert!(matches!(pm2.list(), Err(ImportError::Ended { .. })), "PM2 is not called: it would start a daemon");
        assert!(Pm2::running(Path::new("pm2"), folder.path()).unwrap().is_none(), "what is left of a socket is none");
    }
}
