//! One look at a service from outside: a connection, a request, a program. Never blocks; the supervisor's `poll` says
//! when to go on.

use std::collections::BTreeMap;
use std::io::{self, PipeReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::PollFlags;
use nix::sys::signal::Signal;
use nix::sys::socket::{
    AddressFamily, SockFlag, SockType, SockaddrIn, SockaddrIn6, UnixAddr, connect, getsockopt, socket, sockopt,
};
use serde::Deserialize;

use super::address::Get;
use crate::daemon::socket;
use crate::protocol::daemon_state::{Health, TaskCounters};
use crate::supervisor::proc;
use crate::supervisor::status::Exit;

/// A status line is shorter.
const LONGEST_STATUS_LINE: usize = 4 << 10;
/// A daemon's state is shorter.
const LONGEST_STATE: usize = 4 << 20;
/// Of a program's last line, so much becomes a reason.
const LONGEST_REASON: usize = 200;

/// At what to look.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    /// Something listens at one of these.
    Tcp(Vec<SocketAddr>),
    /// A status below 400.
    Http(Get),
    /// The state socket at this path.
    State(PathBuf),
    /// Exit status 0.
    Exec(Program),
}

/// A program, and with what it is run.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) command: Vec<String>,
    pub(crate) cwd: PathBuf,
    pub(crate) environment: BTreeMap<String, String>,
    /// How much of the end of its output is kept.
    pub(crate) keeps: usize,
}

/// What a daemon tells of itself, as far as rules ask.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Told {
    pub(crate) health: Health,
    #[serde(default)]
    pub(crate) tasks: Option<TaskCounters>,
}

/// What was found by a look that succeeded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Found {
    /// It is there.
    Well,
    /// What the daemon told.
    State(Box<Told>),
    /// The last line that a program printed.
    Text(String),
}

impl Found {
    /// Whether what was found says that a service does its work. One that calls itself degraded does.
    pub(crate) fn is_ready(&self) -> bool {
        match self {
            Self::State(told) => matches!(told.health, Health::Healthy | Health::Degraded { .. }),
            Self::Well | Self::Text(_) => true,
        }
    }
}

#[derive(Debug)]
enum Step {
    Connecting { stream: OwnedFd, others: Vec<SocketAddr>, request: Option<Vec<u8>> },
    Sending { stream: TcpStream, request: Vec<u8> },
    Receiving { stream: TcpStream, answer: Vec<u8> },
    State { stream: UnixStream, answer: Vec<u8> },
    Program { pid: u32, output: Option<PipeReader>, keeps: usize, tail: Vec<u8>, exit: Option<Exit> },
}

/// A look under way. A program that is dropped while it runs is killed with its group.
#[derive(Debug)]
pub(crate) struct Look {
    step: Option<Step>,
    pub(crate) deadline: Instant,
}

/// What came of going on.
type Outcome = Option<Result<Found, String>>;

impl Look {
    /// Begins; the answer may be there at once.
    pub(crate) fn begin(target: &Target, deadline: Instant) -> Result<Self, String> {
        let step = match target {
            Target::Tcp(addresses) => connect_any(addresses, None)?,
            Target::Http(get) => connect_any(&get.addresses, Some(get.request.clone()))?,
            Target::State(path) => connect_state(path)?,
            Target::Exec(program) => run(program)?,
        };
        Ok(Self { step: Some(step), deadline })
    }

    /// What to wait for.
    pub(crate) fn waits_for(&self) -> Option<(BorrowedFd<'_>, PollFlags)> {
        match self.step.as_ref()? {
            Step::Connecting { stream, .. } => Some((stream.as_fd(), PollFlags::POLLOUT)),
            Step::Sending { stream, .. } => Some((stream.as_fd(), PollFlags::POLLOUT)),
            Step::Receiving { stream, .. } => Some((stream.as_fd(), PollFlags::POLLIN)),
            Step::State { stream, .. } => Some((stream.as_fd(), PollFlags::POLLIN)),
            Step::Program { output, .. } => Some((output.as_ref()?.as_fd(), PollFlags::POLLIN)),
        }
    }

    /// Goes on as far as it can without waiting.
    pub(crate) fn advance(&mut self) -> Outcome {
        loop {
            let step = self.step.take()?;
            match go_on(step) {
                Gone::Done(outcome) => return Some(outcome),
                Gone::Next(step) => self.step = Some(step),
                Gone::Waits(step) => {
                    self.step = Some(step);
                    return None;
                }
            }
        }
    }

    /// A child of this process has ended: perhaps this look's program.
    pub(crate) fn reaped(&mut self, ended: u32, how: Exit) -> bool {
        match &mut self.step {
            Some(Step::Program { pid, exit, .. }) if *pid == ended => {
                *exit = Some(how);
                true
            }
            _ => false,
        }
    }
}

impl Drop for Look {
    fn drop(&mut self) {
        if let Some(Step::Program { pid, exit: None, .. }) = &self.step {
            // Not reaped yet: the number is still its own.
            proc::signal_group(*pid, Signal::SIGKILL);
        }
    }
}

enum Gone {
    Done(Result<Found, String>),
    Next(Step),
    Waits(Step),
}

fn go_on(step: Step) -> Gone {
    match step {
        Step::Connecting { stream, others, request } => connected(stream, others, request),
        Step::Sending { mut stream, mut request } => match stream.write(&request) {
            Ok(count) => {
                request.drain(..count);
                if request.is_empty() {
                    return Gone::Next(Step::Receiving { stream, answer: Vec::new() });
                }
                Gone::Next(Step::Sending { stream, request })
            }
            Err(error) if waits(&error) => Gone::Waits(Step::Sending { stream, request }),
            Err(error) => Gone::Done(Err(format!("the request could not be sent: {error}"))),
        },
        Step::Receiving { mut stream, mut answer } => {
            let end = fill(&mut stream, &mut answer, LONGEST_STATUS_LINE);
            match (status(&answer), end) {
                (Some(verdict), _) => Gone::Done(verdict.map(|()| Found::Well)),
                (None, Ok(false)) if answer.len() < LONGEST_STATUS_LINE => {
                    Gone::Waits(Step::Receiving { stream, answer })
                }
                (None, Err(error)) => Gone::Done(Err(format!("no answer: {error}"))),
                (None, Ok(_)) => Gone::Done(Err("what it answers is no HTTP".into())),
            }
        }
        Step::State { mut stream, mut answer } => match fill(&mut stream, &mut answer, LONGEST_STATE) {
            Ok(false) if answer.len() < LONGEST_STATE => Gone::Waits(Step::State { stream, answer }),
            Ok(_) => Gone::Done(match serde_json::from_slice::<Told>(&answer) {
                Ok(told) => Ok(Found::State(Box::new(told))),
                Err(error) => Err(format!("what its state socket tells is not understood: {error}")),
            }),
            Err(error) => Gone::Done(Err(format!("its state socket broke off: {error}"))),
        },
        Step::Program { pid, mut output, keeps, mut tail, exit } => {
            if let Some(pipe) = &mut output {
                let ended = fill_tail(pipe, &mut tail, keeps);
                if ended {
                    output = None;
                }
            }
            let Some(exit) = exit else {
                return Gone::Waits(Step::Program { pid, output, keeps, tail, exit: None });
            };
            let line = last_line(&tail);
            Gone::Done(match exit.code {
                Some(0) => Ok(Found::Text(line)),
                _ if line.is_empty() => Err(exit.to_string()),
                _ => Err(format!("{exit}: {}", line.chars().take(LONGEST_REASON).collect::<String>())),
            })
        }
    }
}

fn waits(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

/// Reads what is there, up to a limit. True at the end of the stream.
fn fill(stream: &mut impl Read, answer: &mut Vec<u8>, longest: usize) -> io::Result<bool> {
    let mut chunk = [0; 4096];
    while answer.len() < longest {
        match stream.read(&mut chunk) {
            Ok(0) => return Ok(true),
            Ok(count) => answer.extend_from_slice(chunk.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// Reads what is there, a bounded amount at a time, and keeps its end. True when nothing more can come.
fn fill_tail(pipe: &mut PipeReader, tail: &mut Vec<u8>, keeps: usize) -> bool {
    let mut chunk = [0; 4096];
    for _ in 0..16 {
        match pipe.read(&mut chunk) {
            Ok(0) => return true,
            Ok(count) => {
                tail.extend_from_slice(chunk.get(..count).unwrap_or_default());
                tail.drain(..tail.len().saturating_sub(keeps));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return error.kind() != io::ErrorKind::WouldBlock,
        }
    }
    false
}

fn last_line(tail: &[u8]) -> String {
    let text = String::from_utf8_lossy(tail);
    let line = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    line.chars().filter(|letter| !letter.is_control()).collect()
}

/// The verdict of a status line, as soon as it is complete.
fn status(answer: &[u8]) -> Option<Result<(), String>> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let line = String::from_utf8_lossy(answer.get(..end).unwrap_or_default());
    let mut words = line.split_ascii_whitespace();
    let is_http = words.next().is_some_and(|word| word.starts_with("HTTP/"));
    let code = words.next().and_then(|word| word.parse::<u16>().ok()).filter(|code| (100..600).contains(code));
    Some(match code.filter(|_| is_http) {
        None => Err("what it answers is no HTTP".into()),
        Some(code) if code < 400 => Ok(()),
        Some(code) => Err(format!("answered with status {code}")),
    })
}

/// Begins to connect to the first of these.
fn connect_any(addresses: &[SocketAddr], request: Option<Vec<u8>>) -> Result<Step, String> {
    let (first, others) = addresses.split_first().ok_or("there is no address")?;
    let failed = |error: Errno| format!("no connection to {first}: {}", error.desc());
    let family = if first.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 };
    let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
    let stream = socket(family, SockType::Stream, flags, None).map_err(failed)?;
    let begun = match first {
        SocketAddr::V4(address) => connect(stream.as_raw_fd(), &SockaddrIn::from(*address)),
        SocketAddr::V6(address) => connect(stream.as_raw_fd(), &SockaddrIn6::from(*address)),
    };
    match begun {
        Ok(()) | Err(Errno::EINPROGRESS | Errno::EINTR) => {
            Ok(Step::Connecting { stream, others: others.to_vec(), request })
        }
        Err(_) if !others.is_empty() => connect_any(others, request),
        Err(error) => Err(failed(error)),
    }
}

/// Whether a connection stands by now.
fn connected(stream: OwnedFd, others: Vec<SocketAddr>, request: Option<Vec<u8>>) -> Gone {
    let error = getsockopt(&stream, sockopt::SocketError).unwrap_or(0);
    if error != 0 {
        if others.is_empty() {
            return Gone::Done(Err(format!("no connection: {}", Errno::from_raw(error).desc())));
        }
        return connect_any(&others, request).map_or_else(|reason| Gone::Done(Err(reason)), Gone::Waits);
    }
    let stream = TcpStream::from(stream);
    if stream.peer_addr().is_err() {
        return Gone::Waits(Step::Connecting { stream: stream.into(), others, request });
    }
    match request {
        None => Gone::Done(Ok(Found::Well)),
        Some(request) => Gone::Next(Step::Sending { stream, request }),
    }
}

fn connect_state(path: &Path) -> Result<Step, String> {
    let path = socket::effective(path).map_err(|error| error.to_string())?;
    let failed = |error: Errno| format!("its state socket does not answer: {}", error.desc());
    let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
    let stream = nix::sys::socket::socket(AddressFamily::Unix, SockType::Stream, flags, None).map_err(failed)?;
    let address = UnixAddr::new(&path).map_err(failed)?;
    // A daemon with a full queue does not answer either.
    connect(stream.as_raw_fd(), &address).map_err(failed)?;
    Ok(Step::State { stream: UnixStream::from(stream), answer: Vec::new() })
}

fn run(program: &Program) -> Result<Step, String> {
    let (name, arguments) = program.command.split_first().ok_or("its command is empty")?;
    let failed = |error: io::Error| format!("cannot run `{name}`: {error}");
    let (output, end) = io::pipe().map_err(failed)?;
    fcntl(output.as_fd(), FcntlArg::F_SETFL(OFlag::O_NONBLOCK)).map_err(|error| failed(error.into()))?;
    let mut command = Command::new(name);
    command.args(arguments).current_dir(&program.cwd).env_clear().envs(&program.environment).process_group(0);
    command.stdin(Stdio::null()).stdout(end.try_clone().map_err(failed)?).stderr(end);
    tie_to_this_process(&mut command);
    // Reaped by whoever collects all children of this process, who says so by `reaped`.
    let child = command.spawn().map_err(failed)?;
    Ok(Step::Program { pid: child.id(), output: Some(output), keeps: program.keeps, tail: Vec::new(), exit: None })
}

/// The kernel kills the program with the supervisor: nobody else would end it when its time is up.
#[expect(unsafe_code, reason = "nothing but a hook between fork and exec can say this to the kernel in time")]
fn tie_to_this_process(command: &mut Command) {
    let supervisor = nix::unistd::getpid();
    let hook = move || {
        nix::sys::prctl::set_pdeathsig(Signal::SIGKILL)?;
        nix::sys::signal::SigSet::empty().thread_set_mask()?;
        if nix::unistd::getppid() == supervisor { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    };
    // SAFETY: the hook makes async-signal-safe system calls only, and allocates nothing.
    unsafe { command.pre_exec(hook) };
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::os::unix::net::UnixListener;
    use std::time::Duration;

    use nix::poll::{PollFd, PollTimeout, poll};
    use nix::sys::wait::{WaitStatus, waitpid};
    use nix::unistd::Pid;

    use super::super::address;
    use super::*;

    /// Goes on until there is an answer, as the supervisor does.
    fn wait(mut look: Look) -> Result<Found, String> {
        loop {
            if let Some(outcome) = look.advance() {
                return outcome;
            }
            if let Some(Step::Program { pid, output: None, .. }) = &look.step {
                let pid = *pid;
                let code = match waitpid(Pid::from_raw(pid.cast_signed()), None).unwrap() {
                    WaitStatus::Exited(_, code) => code,
                    other => panic!("{other:?}"),
                };
                assert!(look.reaped(pid, Exit { code: Some(code), signal: None }));
                continue;
            }
            let (fd, flags) = look.waits_for().unwrap();
            let mut fds = [PollFd::new(fd, flags)];
            assert_ne!(poll(&mut fds, PollTimeout::from(10_000_u16)).unwrap(), 0, "nothing happens");
        }
    }

    fn look(target: &Target) -> Result<Found, String> {
        wait(Look::begin(target, Instant::now())?)
    }

    fn answer(text: &'static [u8]) -> (Target, std::thread::JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let get = address::http(&format!("http://{}/health", listener.local_addr().unwrap())).unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = vec![0; 1000];
            let count = stream.read(&mut request).unwrap();
            stream.write_all(text).unwrap();
            request.truncate(count);
            request
        });
        (Target::Http(get), server)
    }

    #[test]
    fn a_status_below_400_is_well_and_any_other_answer_is_not() {
        for (text, says) in [
            (&b"HTTP/1.1 200 OK\r\n\r\n"[..], None),
            (b"HTTP/1.0 302 Found\r\nLocation: /\r\n\r\n", None),
            (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", Some("status 503")),
            (b"SSH-2.0-OpenSSH_9.6\r\n", Some("no HTTP")),
            (b"", Some("no HTTP")),
        ] {
            let (target, server) = answer(text);
            let found = look(&target);
            assert!(server.join().unwrap().starts_with(b"GET /health HTTP/1.1\r\n"));
            match says {
                None => assert_eq!(found, Ok(Found::Well)),
                Some(says) => assert!(found.as_ref().is_err_and(|reason| reason.contains(says)), "{found:?}"),
            }
        }
    }

    #[test]
    fn a_port_is_open_or_it_is_said_that_it_is_not() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = listener.local_addr().unwrap();
        assert_eq!(look(&Target::Tcp(vec![here])), Ok(Found::Well));
        drop(listener);
        let refused = look(&Target::Tcp(vec![here])).unwrap_err();
        assert!(refused.contains("refused"), "{refused}");
        let six = TcpListener::bind("127.0.0.1:0").unwrap();
        let both = vec![here, six.local_addr().unwrap()];
        assert_eq!(look(&Target::Tcp(both)), Ok(Found::Well), "the next address is tried");
    }

    #[test]
    fn a_state_socket_tells_what_rules_ask_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sock");
        assert!(look(&Target::State(path.clone())).unwrap_err().contains("state socket"));
        for (text, well) in
            [(&br#"{"health": {"state": "healthy"}, "more": [1]}"#[..], true), (b"{}", false), (b"", false)]
        {
            let _ = std::fs::remove_file(&path);
            let listener = UnixListener::bind(&path).unwrap();
            let server = std::thread::spawn(move || listener.accept().unwrap().0.write_all(text).unwrap());
            let found = look(&Target::State(path.clone()));
            server.join().unwrap();
            assert_eq!(found.is_ok(), well, "{found:?}");
        }
    }

    #[test]
    fn a_program_answers_by_its_exit_status_and_explains_by_its_last_line() {
        let program = |script: &str| {
            Target::Exec(Program {
                command: ["/bin/sh", "-c", script].map(str::to_owned).to_vec(),
                cwd: "/".into(),
                environment: BTreeMap::from([("WORD".to_owned(), "here".to_owned())]),
                keeps: 100,
            })
        };
        assert_eq!(look(&program("echo first; echo $WORD")), Ok(Found::Text("here".into())));
        let failed = look(&program("echo first; echo queue is stuck >&2; exit 3"));
        assert_eq!(failed, Err("exit 3: queue is stuck".into()));
        let missing = Target::Exec(Program {
            command: vec!["/no/such".into()],
            cwd: "/".into(),
            environment: BTreeMap::new(),
            keeps: 100,
        });
        assert!(look(&missing).unwrap_err().contains("/no/such"));
    }

    #[test]
    fn a_program_that_is_given_up_is_killed_with_its_children() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pids");
        let script = format!("sleep 100 & echo $$ $! > {0}.new; mv {0}.new {0}; wait", file.display());
        let program = Program {
            command: vec!["/bin/sh".into(), "-c".into(), script],
            cwd: "/".into(),
            environment: BTreeMap::new(),
            keeps: 100,
        };
        let look = Look::begin(&Target::Exec(program), Instant::now()).unwrap();
        let end = Instant::now() + Duration::from_secs(10);
        while !file.exists() {
            assert!(Instant::now() < end, "it does not begin");
            std::thread::yield_now();
        }
        let pids: Vec<u32> = std::fs::read_to_string(&file)
            .unwrap()
            .split_ascii_whitespace()
            .map(|word| word.parse().unwrap())
            .collect();
        drop(look);
        waitpid(Pid::from_raw(pids[0].cast_signed()), None).unwrap();
        let dead = |pid| proc::stat(pid).is_none_or(|stat| stat.state == b'Z');
        while !dead(pids[1]) {
            assert!(Instant::now() < end, "its child lives on");
            std::thread::yield_now();
        }
    }
}
