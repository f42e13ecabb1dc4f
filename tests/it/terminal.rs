//! A command on a terminal of its own, as a person would use it.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nix::pty::openpty;
use nix::sys::signal::{Signal, kill};
use nix::sys::termios::{LocalFlags, tcgetattr};
use nix::unistd::Pid;

use crate::support::{Home, wait_for};

/// Longest wait for anything.
const LIMIT: Duration = Duration::from_mins(2);

/// A running command, and everything that its terminal was sent.
pub(crate) struct Terminal {
    child: Child,
    keyboard: File,
    shown: Arc<Mutex<Vec<u8>>>,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Terminal {
    /// Runs the binary so. `None`, saying so, where no tool gives it a terminal.
    pub(crate) fn start(home: &Home, arguments: &[&str], environment: &[(&str, &str)]) -> Option<Self> {
        let plain = home.command(arguments);
        let pair = openpty(None, None).unwrap();
        let slave = File::from(pair.slave);
        let end = || Stdio::from(slave.try_clone().unwrap());
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg("--wait").arg(plain.get_program()).args(plain.get_args()).env_clear();
        command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.env("TERM", "xterm").envs(environment.iter().copied()).current_dir(plain.get_current_dir().unwrap());
        let child = match command.stdin(end()).stdout(end()).stderr(end()).spawn() {
            Ok(child) => child,
            Err(error) => {
                eprintln!("skipped 1 test: there is no `setsid` to give a command a terminal: {error}");
                return None;
            }
        };
        let mut master = File::from(pair.master);
        let keyboard = master.try_clone().unwrap();
        let shown = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&shown);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Ends with an error when the last program has closed the terminal.
            while let Ok(length @ 1..) = master.read(&mut bytes) {
                seen.lock().unwrap().extend_from_slice(&bytes[..length]);
            }
        });
        Some(Self { child, keyboard, shown, reader: Some(reader) })
    }

    /// Everything that was shown so far.
    pub(crate) fn shown(&self) -> String {
        String::from_utf8_lossy(&self.shown.lock().unwrap()).into_owned()
    }

    /// Waits until this was shown.
    pub(crate) fn expect(&self, text: &str) {
        wait_for(LIMIT, &format!("`{text}` on the terminal"), || self.shown().contains(text).then_some(()));
    }

    /// Types this.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Sends this signal to the command.
    pub(crate) fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id().cast_signed()), signal).unwrap();
    }

    /// Whether the terminal shows what is typed, and Ctrl-C works.
    pub(crate) fn is_sane(&self) -> bool {
        let flags = tcgetattr(&self.keyboard).unwrap().local_flags;
        flags.contains(LocalFlags::ECHO | LocalFlags::ICANON | LocalFlags::ISIG)
    }

    /// Waits for the end of the command.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        wait_for(LIMIT, "the end of the command", || self.child.try_wait().unwrap())
    }

    /// Waits for the end; gives the exit status and all that was shown.
    pub(crate) fn end(mut self) -> (ExitStatus, String) {
        let status = self.wait();
        self.reader.take().unwrap().join().unwrap();
        (status, self.shown())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
