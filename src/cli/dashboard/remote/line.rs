//! One connection: an `ssh` process, what it says, and what it complains about.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Target;
use crate::cli::dashboard::serve::GREETING;
use crate::cli::output;
use crate::dashboard::facts::Fact;

/// The longest fact: a whole line of a log, with every byte escaped.
const LONGEST_FACT: u64 = 128 << 20;
/// Lines that the shell there may print before the feed begins.
const NOISE: usize = 100;
/// The longest of these.
const LONGEST_NOISE: u64 = 16 << 10;
/// What is kept of complaints.
const LONGEST_COMPLAINT: usize = 4 << 10;
/// How long ssh may take to say why it has ended.
const LAST_WORDS: Duration = Duration::from_millis(200);
/// No reason is longer, in characters.
const LONGEST_REASON: usize = 200;

/// A connection with a feed at its other end.
pub(super) struct Line {
    process: Killer,
    facts: BufReader<ChildStdout>,
    input: Option<ChildStdin>,
    complaints: Arc<Mutex<Vec<u8>>>,
    listener: Option<JoinHandle<()>>,
    /// Of the gascli there.
    pub(super) version: String,
}

/// Ends a connection from another thread.
#[derive(Clone)]
pub(super) struct Killer(Arc<Mutex<Child>>);

impl Killer {
    pub(super) fn kill(&self) {
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).kill();
    }
}

impl Line {
    /// Connects; says why if it cannot. Only `may_ask` lets ssh ask the operator: later the screen is ours. `begun` is
    /// given what ends it, also while it is being made.
    pub(super) fn connect(target: &Target, may_ask: bool, begun: impl FnOnce(Killer)) -> Result<Self, String> {
        let batch = if may_ask { "BatchMode=no" } else { "BatchMode=yes" };
        let mut command = Command::new("sh");
        // Ctrl-C and Ctrl-Z are for us, or for a pager that has the terminal, and not for the connection.
        command.args(["-c", "trap '' INT QUIT TSTP; exec \"$0\" \"$@\"", &target.program]);
        for option in [batch, "ConnectTimeout=10", "ServerAliveInterval=5", "ServerAliveCountMax=3"] {
            command.args(["-o", option]);
        }
        command.args(["-T", "--", &target.host, &target.command]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("cannot run `sh`: {error}"))?;
        let input = child.stdin.take();
        let (Some(facts), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
            return Err("ssh has no output".into());
        };
        let complaints = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&complaints);
        let listen = move || listen(stderr, &kept);
        let listener = std::thread::Builder::new().name("ssh".into()).spawn(listen).ok();
        let process = Killer(Arc::new(Mutex::new(child)));
        begun(process.clone());
        let facts = BufReader::new(facts);
        let mut line = Self { process, facts, input, complaints, listener, version: String::new() };
        match line.greeting() {
            Ok(version) => Ok(Self { version, ..line }),
            Err(Some(reason)) => {
                line.end();
                Err(reason)
            }
            Err(None) => Err(line.end()),
        }
    }

    /// The version of the gascli there, or why it cannot be used; `None` if only ssh can tell.
    fn greeting(&mut self) -> Result<String, Option<String>> {
        for _ in 0..NOISE {
            let mut text = Vec::new();
            let read = (&mut self.facts).take(LONGEST_NOISE).read_until(b'\n', &mut text);
            if !matches!(read, Ok(1..)) {
                return Err(None);
            }
            let text = String::from_utf8_lossy(&text);
            match text.trim_end().split_once(' ') {
                Some((GREETING, version)) => return Ok(version.into()),
                Some((other, version)) if other.starts_with("gascli-feed/") => {
                    let (version, own) = (output::escaped(version), env!("CARGO_PKG_VERSION"));
                    return Err(Some(format!(
                        "gascli {version} there and {own} here do not understand each other: install the same one"
                    )));
                }
                _ => {}
            }
        }
        Err(Some("what answers there is not gascli".into()))
    }

    /// To end it from elsewhere.
    pub(super) fn killer(&self) -> Killer {
        self.process.clone()
    }

    /// Where asks go.
    pub(super) const fn take_input(&mut self) -> Option<ChildStdin> {
        self.input.take()
    }

    /// The next fact; `None` when the connection is lost. What is not understood is of another version: it is passed over.
    pub(super) fn next_fact(&mut self) -> Option<Fact> {
        loop {
            let mut text = Vec::new();
            (&mut self.facts).take(LONGEST_FACT).read_until(b'\n', &mut text).ok()?;
            if text.last() != Some(&b'\n') {
                return None;
            }
            if let Ok(fact) = serde_json::from_slice(&text) {
                return Some(fact);
            }
        }
    }

    /// Ends it, and says what ssh said.
    pub(super) fn end(mut self) -> String {
        self.input = None;
        self.process.kill();
        let status = self.process.0.lock().unwrap_or_else(PoisonError::into_inner).wait();
        // Not for ever: a process that ssh leaves behind to be used again holds the pipe.
        let end = Instant::now() + LAST_WORDS;
        while self.listener.as_ref().is_some_and(|listener| !listener.is_finished()) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(5));
        }
        let complaints = self.complaints.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&complaints);
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let last =
            lines.clone().find(|line| line.starts_with("error: ")).or_else(|| lines.next_back()).map(output::escaped);
        let reason = last.unwrap_or_else(|| match status.ok().and_then(|status| status.code()) {
            Some(code) => format!("ssh ended with {code}"),
            None => "the connection was closed".into(),
        });
        reason.chars().take(LONGEST_REASON).collect()
    }
}

/// Keeps the end of what is complained.
fn listen(mut stderr: impl Read, kept: &Mutex<Vec<u8>>) {
    let mut part = [0; 1024];
    while let Ok(count @ 1..) = stderr.read(&mut part) {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(part.iter().take(count));
        let surplus = kept.len().saturating_sub(LONGEST_COMPLAINT);
        kept.drain(..surplus);
    }
}
