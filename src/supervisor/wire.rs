//! What is said on the sockets of supervisor and shim: one JSON object a line, versioned, bounded. `Line` is both ends'
//! non-blocking connection.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Instant;

use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};
use serde::{Deserialize, Serialize};

use super::cgroup::Containment;
use super::record::StatusFile;
use super::spec::ServiceSpec;
use super::status::ServiceStatus;
use crate::daemon::env_file::{self, EnvFileError};
use crate::types::{ServiceName, UnixMillis};

/// The version that both ends must speak.
pub(crate) const SCHEMA: &str = "gascli/1";
/// Longest line to a supervisor; a start carries a whole environment.
pub(crate) const LONGEST_REQUEST: usize = 256 << 10;
/// Longest line to a shim.
pub(crate) const LONGEST_TO_SHIM: usize = 4 << 10;
/// What may wait to be read by the other side.
const LONGEST_BACKLOG: usize = 4 << 20;
/// With more than this waiting, nothing further is read from the other side.
const ENOUGH_BACKLOG: usize = 64 << 10;

/// A line with its version.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Envelope<T> {
    pub(crate) schema: String,
    #[serde(flatten)]
    pub(crate) body: T,
}

/// What a child takes over from the caller who starts it. Variables may hold secrets: not shown, not written.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Environment {
    pub(crate) variables: BTreeMap<String, String>,
    /// Set on top of [`ServiceSpec::env_files`], which are set on top of `variables`.
    #[serde(default)]
    pub(crate) set: BTreeMap<String, String>,
    /// Which rights new files do not have.
    pub(crate) umask: u32,
}

impl Environment {
    /// The variables of a service: those of its operator's shell, over them those of its env files as they are now, over
    /// them those of its table in `gascli.toml`.
    pub(crate) fn variables_of(&self, spec: &ServiceSpec) -> Result<BTreeMap<String, String>, EnvFileError> {
        let mut variables = self.variables.clone();
        for file in &spec.env_files {
            variables.extend(env_file::variables(&spec.cwd.join(file))?);
        }
        variables.extend(self.set.clone());
        Ok(variables)
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} variables>", self.variables.len())
    }
}

/// What a client asks of a supervisor. Several may be under way on one connection; answers carry the service's name.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case")]
pub(crate) enum Request {
    /// Run this, once. With `anew`, end what runs first.
    Start { spec: Box<ServiceSpec>, environment: Environment, anew: bool, wait_ready_ms: Option<u64> },
    /// End it; answered when it is gone.
    Stop { name: ServiceName },
    /// End it as [`Request::Stop`] does, but it stays wanted: the machine goes down, or a container.
    End { name: ServiceName },
    /// End it, if it runs, and start it with what it was started with. Refused ([`NOT_WANTED`]) once it was stopped on request.
    Renew { name: ServiceName, wait_ready_ms: Option<u64> },
    /// End it with SIGKILL at once, also if it is being ended; answered when it is gone.
    Kill { name: ServiceName },
    /// End it and forget it; answered when it is gone.
    Delete { name: ServiceName },
    /// How all are.
    Status,
    /// By which rules one is run.
    Spec { name: ServiceName },
    /// How all are, with what they use ([`ServiceStatus::usage`]).
    Usage,
    /// The supervisor itself.
    Info,
    /// Go on as this program, a newer version: services, sockets and locks stay. Answered by the new one's [`Answer::Info`].
    Upgrade { program: PathBuf },
    /// End the supervisor; services live on.
    Quit,
    /// A later version's request.
    #[serde(other)]
    Unknown,
}

/// What the supervisor answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub(crate) enum Answer {
    Started { status: ServiceStatus },
    AlreadyRunning { status: ServiceStatus },
    Stopped { status: ServiceStatus },
    Deleted,
    Services { services: Vec<ServiceStatus> },
    Spec { spec: Option<Box<ServiceSpec>> },
    Info { info: SupervisorInfo },
    Quitting,
    Refused { code: String, message: String, name: Option<ServiceName> },
}

/// The code of [`Answer::Refused`] for a service that shall not run.
pub(crate) const NOT_WANTED: &str = "not-wanted";

/// The supervisor itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SupervisorInfo {
    /// Its process.
    pub pid: u32,
    /// Its version.
    pub version: String,
    /// Since when it runs.
    pub started_at_ms: UnixMillis,
    /// The shims that it keeps in touch with, by service.
    pub shims: BTreeMap<ServiceName, u32>,
    /// How the processes of services are held together; earlier versions do not say.
    #[serde(default)]
    pub containment: Option<Containment>,
}

/// What a shim is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case")]
pub(crate) enum ToShim {
    /// The child is ready.
    Ready,
    /// Tell each new state on this connection.
    Watch,
    /// End the child and then yourself.
    Stop,
    /// End the child with SIGKILL and then yourself.
    Kill,
    /// End the child and then yourself: another shim is to start the service anew, with what memory holds for it.
    MakeWay,
    /// End the child and start it again; `counts` if it has failed, so that pauses grow.
    Restart { reason: String, counts: bool },
    /// The services that it needs are so far.
    NeedsMet,
    /// One of them will never be so far.
    NeedsFailed { reason: String },
    /// Tell what the child is started with.
    Environment,
    /// Delete what the child has written so far.
    ClearLog,
    /// A later version's word.
    #[serde(other)]
    Unknown,
}

/// What [`FromShim::State`] calls its protocol; [`ToShim::since`] says who knows what.
pub(crate) const SHIM_PROTOCOL: u32 = 3;

impl ToShim {
    /// The first protocol that knows it.
    pub(crate) const fn since(&self) -> u32 {
        match self {
            Self::Ready | Self::Watch | Self::Stop => 1,
            Self::Kill => 3,
            _ => 2,
        }
    }
}

/// The protocol of shims that say nothing of it.
fn first_protocol() -> u32 {
    1
}

/// What a shim tells.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "tells", rename_all = "kebab-case")]
pub(crate) enum FromShim {
    /// How the service is now.
    State {
        shim_pid: u32,
        file: Box<StatusFile>,
        /// [`SHIM_PROTOCOL`] of the version that it is.
        #[serde(default = "first_protocol")]
        protocol: u32,
    },
    /// What its child is started with.
    Environment { environment: Environment },
    /// What came of [`ToShim::ClearLog`].
    LogCleared { problem: Option<String> },
    /// It cannot even begin.
    Failed { message: String },
}

/// What came of reading.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Read1 {
    /// Complete lines, perhaps none.
    Lines(Vec<Vec<u8>>),
    /// Complete lines, and the other side has closed.
    Closed(Vec<Vec<u8>>),
    /// A line is longer than allowed.
    TooLong,
}

/// Cuts a stream of bytes into lines of a bounded length.
#[derive(Debug)]
pub(crate) struct Splitter {
    longest: usize,
    input: Vec<u8>,
}

/// A line is longer than allowed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

impl Splitter {
    /// `longest` is the longest line that is accepted.
    pub(crate) fn new(longest: usize) -> Self {
        Self { longest, input: Vec::new() }
    }

    /// Takes what has come. False when it is time to cut.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> bool {
        self.input.extend_from_slice(bytes);
        self.input.len() <= self.longest
    }

    /// The lines that are complete.
    pub(crate) fn lines(&mut self) -> Result<Vec<Vec<u8>>, TooLong> {
        let end = self.input.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        let rest = self.input.split_off(end);
        let complete = std::mem::replace(&mut self.input, rest);
        let lines = complete.split_inclusive(|byte| *byte == b'\n');
        let lines: Vec<Vec<u8>> = lines.map(|line| line.strip_suffix(b"\n").unwrap_or(line).to_vec()).collect();
        let is_long = |line: &Vec<u8>| line.len() > self.longest;
        if lines.iter().any(is_long) || is_long(&self.input) { Err(TooLong) } else { Ok(lines) }
    }
}

/// A non-blocking connection that carries lines.
#[derive(Debug)]
pub(crate) struct Line {
    stream: UnixStream,
    input: Splitter,
    output: Vec<u8>,
    heard: Instant,
}

impl Line {
    /// Takes over a stream. `longest` is the longest line that is accepted.
    pub(crate) fn new(stream: UnixStream, longest: usize) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        Ok(Self { stream, input: Splitter::new(longest), output: Vec::new(), heard: Instant::now() })
    }

    /// Goes on with a connection that another program had, with what it had half read and not yet written.
    pub(crate) fn resumed(stream: UnixStream, longest: usize, input: Vec<u8>, output: Vec<u8>) -> io::Result<Self> {
        Ok(Self { input: Splitter { longest, input }, output, ..Self::new(stream, longest)? })
    }

    /// What is half read, and what is not yet written.
    pub(crate) fn buffers(&self) -> (&[u8], &[u8]) {
        (&self.input.input, &self.output)
    }

    /// The process that opened the other end.
    pub(crate) fn peer(&self) -> Option<u32> {
        getsockopt(&self.stream, PeerCredentials).ok().and_then(|peer| u32::try_from(peer.pid()).ok())
    }

    pub(crate) fn fd(&self) -> BorrowedFd<'_> {
        self.stream.as_fd()
    }

    /// When something last came; when it was opened, if nothing ever did.
    pub(crate) fn heard(&self) -> Instant {
        self.heard
    }

    /// Whether the other side reads what it is told. While it does not, it is not asked for more.
    pub(crate) fn wants_read(&self) -> bool {
        self.output.len() <= ENOUGH_BACKLOG
    }

    /// Whether something waits to be written.
    pub(crate) fn wants_write(&self) -> bool {
        !self.output.is_empty()
    }

    /// Reads what is there.
    pub(crate) fn read(&mut self) -> Read1 {
        let mut chunk = [0; 4096];
        let mut closed = false;
        loop {
            match self.stream.read(&mut chunk) {
                Ok(0) => closed = true,
                Ok(count) => {
                    self.heard = Instant::now();
                    // A sender that never pauses shall not keep this loop, nor fill the memory.
                    if self.input.take(chunk.get(..count).unwrap_or_default()) {
                        continue;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => closed = true,
            }
            break;
        }
        let Ok(lines) = self.input.lines() else { return Read1::TooLong };
        if closed { Read1::Closed(lines) } else { Read1::Lines(lines) }
    }

    /// Queues a message and writes what can be written. An error means that the connection is of no use any more.
    pub(crate) fn send(&mut self, body: impl Serialize) -> io::Result<()> {
        self.output.extend_from_slice(&encode(body)?);
        if self.output.len() > LONGEST_BACKLOG {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        self.flush()
    }

    /// Writes what can be written.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        while !self.output.is_empty() {
            match self.stream.write(&self.output) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => drop(self.output.drain(..count)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        self.output = Vec::new();
        Ok(())
    }
}

/// A message as a line.
pub(crate) fn encode(body: impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(&Envelope { schema: SCHEMA.into(), body })?;
    line.push(b'\n');
    Ok(line)
}

/// A line as a message; the error is for the sender.
pub(crate) fn decode<T: serde::de::DeserializeOwned>(line: &[u8]) -> Result<T, String> {
    #[derive(Deserialize)]
    struct Version {
        schema: String,
    }
    match serde_json::from_slice::<Version>(line) {
        Err(error) => Err(format!("no request: {error}")),
        Ok(version) if version.schema != SCHEMA => {
            Err(format!("schema `{}` is not spoken here, but `{SCHEMA}`", version.schema.escape_debug()))
        }
        Ok(_) => serde_json::from_slice::<Envelope<T>>(line)
            .map(|envelope| envelope.body)
            .map_err(|error| format!("no request: {error}")),
    }
}

/// Reads bytes as either side of either socket does, and demands that what is understood can be said again and is
/// understood again. For the fuzz target: it panics on a contradiction.
#[doc(hidden)]
pub fn examine(bytes: &[u8]) {
    fn again<T: Serialize + serde::de::DeserializeOwned>(line: &[u8]) {
        let Ok(body) = decode::<T>(line) else { return };
        let said = encode(&body).expect("what was read can be written");
        decode::<T>(said.trim_ascii_end()).map(drop).expect("what was written can be read");
    }
    for longest in [LONGEST_TO_SHIM, LONGEST_REQUEST] {
        let mut splitter = Splitter::new(longest);
        let mut whole = Vec::new();
        for chunk in bytes.chunks(1000) {
            splitter.take(chunk);
            let Ok(lines) = splitter.lines() else { return };
            for line in lines {
                assert!(line.len() <= longest && !line.contains(&b'\n'), "a line that is none");
                again::<Request>(&line);
                again::<Answer>(&line);
                again::<FromShim>(&line);
                if let Ok(told) = serde_json::from_slice::<ToShim>(&line) {
                    encode(&told).expect("what was read can be written");
                }
                whole.extend_from_slice(&line);
                whole.push(b'\n');
            }
        }
        assert!(bytes.starts_with(&whole), "lines are the very bytes");
    }
}

/// Whether the other side is this user, or root, who could do as he likes anyway.
pub(crate) fn is_ours(stream: &UnixStream) -> bool {
    let own = nix::unistd::getuid().as_raw();
    getsockopt(stream, PeerCredentials).is_ok_and(|peer| peer.uid() == own || peer.uid() == 0)
}
