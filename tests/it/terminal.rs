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
        Self::run(&home.command(arguments), environment)
    }

    /// A shell with job control, as whoever logs in has. `None` likewise.
    pub(crate) fn shell(home: &Home, environment: &[(&str, &str)]) -> Option<Self> {
        Self::of(home, "bash", &["--noprofile", "--norc", "-i"], environment)
    }

    /// Another program, with the environment that the binary would have. `None` likewise.
    pub(crate) fn of(home: &Home, name: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Option<Self> {
        let binary = home.command(&[]);
        let mut program = Command::new(name);
        program.args(arguments).current_dir(binary.get_current_dir().unwrap());
        program.envs(binary.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Self::run(&program, environment)
    }

    fn run(plain: &Command, environment: &[(&str, &str)]) -> Option<Self> {
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

    /// What a terminal of this size would show now.
    pub(crate) fn screen(&self, (columns, rows): (u16, u16)) -> vt100::Screen {
        let mut parser = vt100::Parser::new(rows, columns, 0);
        parser.process(&self.shown.lock().unwrap());
        parser.screen().clone()
    }

    /// Waits until the screen is so; fails with what it shows instead.
    pub(crate) fn expect_screen(&self, size: (u16, u16), what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let end = std::time::Instant::now() + LIMIT;
        while !is_so(&self.screen(size)) {
            assert!(std::time::Instant::now() < end, "no {what} on the screen:\n{}", self.screen(size).contents());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Gives the terminal another size, as dragging its window does.
    pub(crate) fn resize(&self, (columns, rows): (u16, u16)) {
        let (columns, rows) = (columns.to_string(), rows.to_string());
        let mut command = Command::new("stty");
        command.args(["cols", &columns, "rows", &rows]).stdin(self.keyboard.try_clone().unwrap());
        assert!(command.status().unwrap().success());
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
