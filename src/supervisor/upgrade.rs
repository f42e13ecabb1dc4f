//! A supervisor becomes another program, mostly a newer version, and stays the same process: with its lock, its socket,
//! its lines to shims and clients, and what these wait for. Nobody notices but by the version that answers.
//!
//! What it knows goes over in a file in memory ([`Handover`]), since environments are part of it; what it has open is
//! inherited by number.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::CString;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::sys::memfd::{MFdFlags, memfd_create};
use serde::{Deserialize, Serialize};

use super::proc::Identity;
use super::serve::Wait;
use super::spec::ServiceSpec;
use super::status::ServiceStatus;
use super::table::Pending;
use super::wire::{Environment, Line};
use crate::daemon::core_dump;
use crate::types::{Paths, ServiceName};

/// Argument that stands before the number of the handover.
pub(super) const TAKE_OVER: &str = "take-over";
/// Argument by which a program is asked whether it knows [`TAKE_OVER`]: it prints its version. Who does not know it
/// refuses it as no command.
pub(super) const CAN_TAKE_OVER: &str = "can-take-over";
/// How long a program may take to say its version. Clients wait meanwhile, services do not.
const VERSION_PATIENCE: Duration = Duration::from_secs(3);

/// Everything that a supervisor knows. A later version must understand it: additions have defaults.
#[derive(Serialize, Deserialize)]
pub(super) struct Handover {
    pub(super) listener: RawFd,
    pub(super) lock: RawFd,
    #[serde(default)]
    pub(super) clients: BTreeMap<u64, HandedLine>,
    #[serde(default)]
    pub(super) next_client: u64,
    #[serde(default)]
    pub(super) waits: Vec<Wait>,
    #[serde(default)]
    pub(super) services: BTreeMap<ServiceName, HandedService>,
    /// Who asked for it, and is told.
    #[serde(default)]
    pub(super) upgrader: Option<u64>,
    /// The version before.
    #[serde(default)]
    pub(super) version: String,
}

/// A connection, with what was half read and not yet written.
#[derive(Serialize, Deserialize)]
pub(super) struct HandedLine {
    pub(super) number: RawFd,
    #[serde(default)]
    pub(super) input: Vec<u8>,
    #[serde(default)]
    pub(super) output: Vec<u8>,
}

/// A service with what is on its way.
#[derive(Serialize, Deserialize)]
pub(super) struct HandedService {
    pub(super) status: ServiceStatus,
    #[serde(default)]
    pub(super) spec: Option<ServiceSpec>,
    #[serde(default)]
    pub(super) line: Option<HandedLine>,
    #[serde(default)]
    pub(super) stopping: bool,
    #[serde(default)]
    pub(super) asked: bool,
    #[serde(default)]
    pub(super) pending: Option<Pending>,
    #[serde(default)]
    pub(super) environment: Option<Environment>,
    #[serde(default)]
    pub(super) shim: Option<Identity>,
    #[serde(default)]
    pub(super) shim_deaths: u32,
    /// What its shim understands; 1 if that is not said.
    #[serde(default)]
    pub(super) protocol: u32,
    /// Its shim is to be replaced.
    #[serde(default)]
    pub(super) revive: bool,
}

impl Handover {
    /// Every descriptor that goes over; `None` if one is named twice.
    fn numbers(&self) -> Option<BTreeSet<RawFd>> {
        let clients = self.clients.values();
        let lines = self.services.values().filter_map(|service| service.line.as_ref());
        let mut all = clients.chain(lines).map(|line| line.number).chain([self.listener, self.lock]);
        let mut numbers = BTreeSet::new();
        all.all(|number| numbers.insert(number)).then_some(numbers)
    }

    /// Reads what the program before left at this number. Whatever else is open is closed.
    pub(super) fn receive(number: &str) -> Option<Self> {
        let mut text = Vec::new();
        let read = number
            .parse::<RawFd>()
            .map_err(io::Error::other)
            .and_then(|number| File::open(format!("/proc/self/fd/{number}"))?.read_to_end(&mut text));
        let handover = read.ok().and_then(|_| serde_json::from_slice::<Self>(&text).ok());
        let is_open = |number: &RawFd| *number > 2 && Path::new(&format!("/proc/self/fd/{number}")).is_symlink();
        let numbers = handover.as_ref().and_then(Self::numbers).filter(|numbers| numbers.iter().all(is_open));
        close_inherited(&numbers.clone().unwrap_or_default());
        handover.filter(|_| numbers.is_some())
    }
}

/// Closes what this process was started with, but for stdin, stdout, stderr and these: a pipe that a supervisor keeps
/// would hold up whoever reads its end.
pub(super) fn close_inherited(kept: &BTreeSet<RawFd>) {
    let Ok(entries) = std::fs::read_dir("/proc/self/fd") else { return };
    let open: Vec<RawFd> = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    for fd in open.into_iter().filter(|fd| *fd > 2 && !kept.contains(fd)) {
        let _ = nix::unistd::close(fd); // the listing's own is closed already
    }
}

/// Takes over what was handed over under this number, which stands in a [`Handover`] that was received.
#[expect(unsafe_code, reason = "only a number survives an exec")]
pub(super) fn take(number: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: it was open when the handover was received, stands there once, and every entry of a handover is taken
    // once; nothing else in this process has it.
    let owned = unsafe { OwnedFd::from_raw_fd(number) };
    fcntl(owned.as_fd(), FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC))?;
    Ok(owned)
}

impl HandedLine {
    pub(super) fn of(line: &Line) -> Self {
        let (input, output) = line.buffers();
        Self { number: line.fd().as_raw_fd(), input: input.to_vec(), output: output.to_vec() }
    }

    pub(super) fn take(self, longest: usize) -> io::Result<Line> {
        Line::resumed(take(self.number)?.into(), longest, self.input, self.output)
    }
}

/// Asks a program for its version, and whether it can take over: what cannot even say that is not worth becoming.
pub(super) fn check(program: &Path) -> Result<String, String> {
    let said = ask(program, "--version")?;
    if !said.starts_with("gascli ") {
        return Err(format!("`{}` is no gascli: `--version` says `{}`", program.display(), said.escape_debug()));
    }
    match ask(program, CAN_TAKE_OVER) {
        Ok(answer) if answer == said => Ok(said),
        _ => Err(format!("`{}` ({said}) cannot go on for a running supervisor", program.display())),
    }
}

/// What a program prints when it is called with this argument, in one line; bounded in time and length.
fn ask(program: &Path, argument: &str) -> Result<String, String> {
    let fault = |error: &dyn std::fmt::Display| format!("cannot run `{} {argument}`: {error}", program.display());
    let mut command = Command::new(program);
    command.arg(argument).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| fault(&error))?;
    let end = Instant::now() + VERSION_PATIENCE;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(2)),
            Ok(None) => break Err(fault(&"no answer within 3 s")),
            Err(error) => break Err(fault(&error)),
        }
    };
    let status = status.inspect_err(|_| {
        let _ = child.kill().and_then(|()| child.wait().map(drop)); // it has gone if that fails
    })?;
    let mut said = Vec::new();
    if let Some(out) = child.stdout.take().filter(|_| status.success()) {
        let _ = out.take(256).read_to_end(&mut said); // what cannot be read is no answer
    }
    Ok(String::from_utf8_lossy(&said).lines().next().unwrap_or_default().trim().to_owned())
}

/// Becomes this program. Returns only if that fails; then everything is as before.
pub(super) fn exec(program: &Path, paths: &Paths, handover: &Handover, open: &[BorrowedFd<'_>]) -> io::Error {
    let keep = |kept: bool| {
        let flag = if kept { FdFlag::empty() } else { FdFlag::FD_CLOEXEC };
        open.iter().try_for_each(|fd| fcntl(fd, FcntlArg::F_SETFD(flag)).map(drop))
    };
    let attempt = || -> io::Result<std::convert::Infallible> {
        let mut file = File::from(memfd_create(c"gascli-handover", MFdFlags::empty())?);
        file.write_all(&serde_json::to_vec(handover)?)?;
        file.rewind()?;
        let text = |bytes: &[u8]| CString::new(bytes).map_err(io::Error::from);
        let number = file.as_raw_fd().to_string();
        let arguments = [
            text(b"gascli")?,
            text(b"supervise")?,
            text(paths.state.as_os_str().as_bytes())?,
            text(paths.config.as_os_str().as_bytes())?,
            text(TAKE_OVER.as_bytes())?,
            text(number.as_bytes())?,
        ];
        keep(true)?;
        Ok(nix::unistd::execv(&text(program.as_os_str().as_bytes())?, &arguments)?)
    };
    let error = match core_dump::as_given(attempt) {
        Err(error) => error,
        Ok(never) => match never {},
    };
    let _: Result<(), Errno> = keep(false); // a descriptor that is open takes the flag
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::record::StatusFile;
    use crate::supervisor::wire::{Answer, FromShim, Request, ToShim, decode};

    /// What version 0.1.0 said and wrote before it could be upgraded (tests/it/fixtures/wire).
    macro_rules! said {
        ($file:literal) => {
            include_str!(concat!("../../tests/it/fixtures/wire/", $file))
        };
    }

    #[test]
    fn what_the_version_before_says_and_has_written_is_understood() {
        for line in said!("requests.jsonl").lines() {
            let request = decode::<Request>(line.as_bytes());
            assert!(matches!(&request, Ok(request) if !matches!(request, Request::Unknown)), "{line}: {request:?}");
        }
        for line in said!("answers.jsonl").lines() {
            assert!(decode::<Answer>(line.as_bytes()).is_ok(), "{line}");
        }
        for line in said!("to-shim.jsonl").lines() {
            let word = serde_json::from_str::<ToShim>(line);
            assert!(matches!(word, Ok(ToShim::Ready | ToShim::Watch | ToShim::Stop)), "{line}: {word:?}");
        }
        let told: Vec<FromShim> =
            said!("from-shim.jsonl").lines().map(|line| decode(line.as_bytes()).unwrap()).collect();
        assert!(matches!(&told[0], FromShim::State { shim_pid: 2374, protocol: 1, .. }), "{told:?}");
        assert!(matches!(&told[1], FromShim::Failed { .. }), "{told:?}");
        let spec: ServiceSpec = serde_json::from_str(said!("spec.json")).unwrap();
        assert_eq!(spec.stop.kill_timeout, Duration::from_secs(30));
        let status: StatusFile = serde_json::from_str(said!("status.json")).unwrap();
        assert_eq!(status.child.map(|child| child.pid), status.status.pid);
    }

    #[test]
    fn what_a_later_version_asks_is_told_apart_from_nonsense() {
        let later = br#"{"schema":"gascli/1","op":"explode","fuse_ms":5}"#;
        assert!(matches!(decode::<Request>(later), Ok(Request::Unknown)));
        assert!(matches!(serde_json::from_slice(later), Ok(ToShim::Unknown)));
        assert!(decode::<Request>(br#"{"schema":"gascli/1","op":"stop"}"#).is_err(), "without a name");
    }

    #[test]
    fn a_handover_says_no_less_to_a_version_that_knows_more() {
        let handover: Handover = serde_json::from_str(r#"{"listener":5,"lock":3,"from_the_future":1}"#).unwrap();
        assert_eq!(handover.numbers(), Some(BTreeSet::from([3, 5])));
        let twice: Handover = serde_json::from_str(r#"{"listener":5,"lock":5}"#).unwrap();
        assert_eq!(twice.numbers(), None);
    }

    #[test]
    fn a_program_is_asked_for_its_version_before_a_supervisor_becomes_it() {
        assert!(check(Path::new("/no/such/program")).unwrap_err().contains("No such file"));
        assert!(check(Path::new("/bin/true")).unwrap_err().contains("no gascli"));
        assert!(check(Path::new("/bin/false")).unwrap_err().contains("no gascli"));
    }
}
