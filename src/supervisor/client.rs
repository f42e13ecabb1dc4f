//! Talks to the supervisor, and starts one when there is none.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::proc;
use super::record;
use super::wire::{Answer, Environment, LONGEST_REQUEST, NOT_WANTED, Request, SupervisorInfo, decode, encode, is_ours};
use super::{ServiceSpec, ServiceState, ServiceStatus};
use crate::chain::wallet;
use crate::daemon::core_dump;
use crate::daemon::socket::{self, SocketError};
use crate::types::{Code, Hint, Paths, ServiceName};

/// How long a supervisor may take to listen.
const START_PATIENCE: Duration = Duration::from_secs(5);
/// Supervisors that are started besides the first when it does not come up.
const START_ATTEMPTS: u32 = 5;
/// How long an answer may take that needs no waiting.
const ANSWER_PATIENCE: Duration = Duration::from_secs(5);
/// How long a supervisor may take to become another program: that is asked for its version first.
const UPGRADE_PATIENCE: Duration = Duration::from_secs(15);
/// The program that runs here, even if its file has been replaced since.
const OWN_PROGRAM: &str = "/proc/self/exe";
/// What an answer may take beyond the time that the service itself is given.
const MARGIN: Duration = Duration::from_secs(10);
/// Longest answer.
const LONGEST_ANSWER: u64 = 16 << 20;
/// From this size on, the supervisor's log is set aside when a new one starts.
const LOG_LONGEST: u64 = 1 << 20;
const FOLDER_HINT: &str = "check that the state folder is writable and its disk not full";
/// How names of variables with passwords of wallets begin.
const SECRET_VARIABLES: [&str; 2] = [wallet::COMMON, wallet::FILE_PREFIX];
/// Told to children by their shim; a child that calls `gascli` does not hand them on.
const OWN_VARIABLES: [&str; 2] = ["GASCLI_SERVICE", "GASCLI_NOTIFY"];

/// A connection to the supervisor. Synchronous: a `status` must be back within milliseconds.
#[derive(Debug)]
pub struct Client {
    stream: BufReader<UnixStream>,
    path: PathBuf,
    /// Where another supervisor may be started if this one goes while it is asked.
    restarts_in: Option<Paths>,
}

/// A service to be started.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// By which rules.
    pub spec: &'a ServiceSpec,
    /// With the variables of the caller.
    pub environment: &'a BTreeMap<String, String>,
    /// With these on top of them, and of what the env files say.
    pub set: &'a BTreeMap<String, String>,
    /// Whether it is ended first, if it runs.
    pub anew: bool,
}

/// What a start did.
#[derive(Debug, Clone, PartialEq)]
pub enum StartOutcome {
    /// Now running.
    Started(ServiceStatus),
    /// It ran before; nothing was done.
    AlreadyRunning(ServiceStatus),
}

impl StartOutcome {
    /// How the service is now.
    pub fn status(&self) -> &ServiceStatus {
        let (Self::Started(status) | Self::AlreadyRunning(status)) = self;
        status
    }
}

/// What became of several services that were to end.
#[derive(Debug, Default)]
pub struct Ended {
    /// Nothing of them runs any more, in the order in which they went.
    pub gone: Vec<ServiceStatus>,
    /// The supervisor would not end them.
    pub refused: Vec<(ServiceName, ClientError)>,
    /// Why nothing is known of the rest. The line is of no use then: answers may still be under way on it.
    pub lost: Option<ClientError>,
}

impl Ended {
    fn all(self) -> Result<Vec<ServiceStatus>, ClientError> {
        let failure = self.refused.into_iter().map(|(_, error)| error).next().or(self.lost);
        failure.map_or(Ok(self.gone), Err)
    }
}

/// Why the supervisor did not do it.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Its socket cannot be used.
    #[error(transparent)]
    Socket(#[from] SocketError),
    /// It could not be started.
    #[error("cannot start the supervisor")]
    CannotStart(#[source] io::Error),
    /// It was started, and is not there.
    #[error("the supervisor did not come up within {} s", START_PATIENCE.as_secs())]
    NotUp {
        /// Where it says why.
        log: PathBuf,
    },
    /// It lives, but is silent.
    #[error("the supervisor is alive, but does not answer on `{}`", path.display())]
    Silent {
        /// Its socket.
        path: PathBuf,
    },
    /// Somebody else listens in its place.
    #[error("what listens on `{}` belongs to another user, and is told nothing", path.display())]
    Stranger {
        /// The socket.
        path: PathBuf,
    },
    /// The line broke.
    #[error("lost the supervisor on `{}`", path.display())]
    Lost {
        /// Its socket.
        path: PathBuf,
        /// How.
        #[source]
        source: io::Error,
    },
    /// It says what is not understood.
    #[error("the supervisor answers what this version does not understand: {0}")]
    Strange(String),
    /// The environment is too large to send.
    #[error("command and environment of `{name}` are {bytes} bytes; {LONGEST_REQUEST} are possible")]
    TooLarge {
        /// Of which service.
        name: ServiceName,
        /// How large.
        bytes: usize,
    },
    /// There is no such service.
    #[error("no service is named `{0}`")]
    Unknown(ServiceName),
    /// It was started and has failed.
    #[error("`{name}` did not start: {reason}")]
    NotStarted {
        /// Which.
        name: ServiceName,
        /// Why.
        reason: String,
    },
    /// Refused for another reason.
    #[error("the supervisor refused: {message}")]
    Refused {
        /// For programs.
        code: String,
        /// For people.
        message: String,
    },
}

impl ClientError {
    /// Whether the service is not to run any more: it was stopped on request, or deleted.
    pub fn is_withdrawn(&self) -> bool {
        match self {
            Self::Unknown(_) => true,
            Self::Refused { code, .. } => [NOT_WANTED, "being-deleted", "deleted"].contains(&code.as_str()),
            _ => false,
        }
    }
}

impl Hint for ClientError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Socket(error) => return error.hint(),
            Self::NotUp { log } => format!("`tail {}` says why", log.display()),
            Self::Silent { .. } => "`gascli daemon stop`, or kill the process that holds `supervisor.lock`; \
                                    services live on, and the next command starts a new supervisor"
                .into(),
            Self::Stranger { path } => format!(
                "`ls -l {}` shows whose it is; run as that user, or set GASCLI_HOME to a folder of your own",
                path.display()
            ),
            Self::Lost { .. } => "the next command starts a new supervisor; services live on".into(),
            Self::Strange(_) => "`gascli daemon stop`, then the same command again: services live on".into(),
            Self::TooLarge { .. } => "unset variables that it does not need (`env | sort` shows all)".into(),
            Self::Unknown(_) => "`gascli ps` lists the services".into(),
            Self::NotStarted { name, reason } if reason.starts_with("cannot run") => {
                format!("correct it: `gascli start {name} -- COMMAND` with a program that is there")
            }
            Self::NotStarted { reason, .. } if reason.starts_with("cannot use") => FOLDER_HINT.into(),
            Self::CannotStart(_) => FOLDER_HINT.into(),
            Self::NotStarted { name, .. } => format!("`gascli logs {name}` shows what it said"),
            Self::Refused { .. } => return None,
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Socket(error) => error.code(),
            Self::TooLarge { .. } => Some(Code::InvalidInput),
            Self::Unknown(_) => Some(Code::NoSuchService),
            Self::NotStarted { .. } => Some(Code::ServiceFailed),
            Self::Refused { .. } => Some(Code::Refused),
            _ => Some(Code::SupervisorUnreachable),
        }
    }
}

impl Client {
    /// Connects; `None` when no supervisor runs.
    pub fn connect(paths: &Paths) -> Result<Option<Self>, ClientError> {
        let path = paths.supervisor_socket();
        match socket::connect(&path, ANSWER_PATIENCE) {
            Ok(stream) if !is_ours(&stream) => Err(ClientError::Stranger { path }),
            Ok(stream) => Ok(Some(Self { stream: BufReader::new(stream), path, restarts_in: None })),
            Err(SocketError::Io { source, .. })
                if matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) =>
            {
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Connects, starting a supervisor first when none runs.
    pub fn connect_or_start(paths: &Paths) -> Result<Self, ClientError> {
        Self::connect_or_spawn(paths, Path::new(OWN_PROGRAM))
    }

    fn connect_or_spawn(paths: &Paths, program: &Path) -> Result<Self, ClientError> {
        if let Some(client) = Self::answering(paths)? {
            return Ok(client);
        }
        let mut started = spawn_supervisor(paths, program)?;
        let end = Instant::now() + START_PATIENCE;
        let mut attempts = START_ATTEMPTS;
        let mut pause = Duration::from_micros(500);
        loop {
            // Asked before the socket: who let go of the lock in between has been there to be found.
            let ended = matches!(started.try_wait(), Ok(Some(_)));
            let alone = !matches!(record::try_lock(&paths.supervisor_lock()), Ok(None));
            if let Some(client) = Self::answering(paths)? {
                return Ok(client);
            }
            let late = Instant::now() >= end;
            if ended && alone && attempts > 0 && !late {
                // It met the lock of one that was about to go, or failed; its log says which.
                attempts -= 1;
                started = spawn_supervisor(paths, program)?;
            } else if late || (ended && alone) {
                return Err(if alone {
                    ClientError::NotUp { log: paths.supervisor_log() }
                } else {
                    ClientError::Silent { path: paths.supervisor_socket() }
                });
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }

    /// Connects to a supervisor that answers. One that is about to go still takes connections, and drops them.
    fn answering(paths: &Paths) -> Result<Option<Self>, ClientError> {
        let Some(mut client) = Self::connect(paths)? else { return Ok(None) };
        match client.info() {
            Ok(_) => {
                client.restarts_in = Some(paths.clone());
                Ok(Some(client))
            }
            Err(ClientError::Lost { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Starts a service with this environment. Success also when it runs already.
    pub fn start(
        &mut self,
        spec: &ServiceSpec,
        environment: &BTreeMap<String, String>,
    ) -> Result<StartOutcome, ClientError> {
        self.begin(spec, environment, false, None)
    }

    /// Starts a service anew, whether it ran or not.
    pub fn restart(
        &mut self,
        spec: &ServiceSpec,
        environment: &BTreeMap<String, String>,
    ) -> Result<StartOutcome, ClientError> {
        self.begin(spec, environment, true, None)
    }

    /// [`Client::start`] (or, with `anew`, [`Client::restart`]) that waits until the service is ready, for at most so
    /// long: the status says whether it is.
    pub fn start_and_wait(
        &mut self,
        spec: &ServiceSpec,
        environment: &BTreeMap<String, String>,
        anew: bool,
        limit: Duration,
    ) -> Result<StartOutcome, ClientError> {
        self.begin(spec, environment, anew, Some(limit))
    }

    fn begin(
        &mut self,
        spec: &ServiceSpec,
        environment: &BTreeMap<String, String>,
        anew: bool,
        wait: Option<Duration>,
    ) -> Result<StartOutcome, ClientError> {
        let order = Order { spec, environment, set: &BTreeMap::new(), anew };
        let mut outcomes = self.start_all(&[order], wait)?;
        outcomes.remove(&spec.name).unwrap_or_else(|| Err(ClientError::Unknown(spec.name.clone())))
    }

    /// Starts several at once, and waits until each runs, with `wait` until it is ready or time is up. One outcome for
    /// each; an error of its own if nothing can be said of any.
    pub fn start_all(
        &mut self,
        orders: &[Order<'_>],
        wait: Option<Duration>,
    ) -> Result<BTreeMap<ServiceName, Result<StartOutcome, ClientError>>, ClientError> {
        let umask = proc::umask(std::process::id());
        let wait_ready_ms = wait.map(|limit| u64::try_from(limit.as_millis()).unwrap_or(u64::MAX));
        let mut limit = Duration::ZERO;
        let mut lines = Vec::with_capacity(orders.len());
        for Order { spec, environment, set, anew } in orders {
            let own = |key: &str| OWN_VARIABLES.contains(&key);
            let of_caller = environment.iter().filter(|(key, _)| !own(key));
            let variables = of_caller.map(|(key, value)| (key.clone(), value.clone())).collect();
            // The old specification's time counts for ending what runs; the supervisor does not tell it beforehand.
            let before = if *anew { self.kill_timeout(&spec.name)? } else { Duration::ZERO };
            limit = limit.max(before + wait.unwrap_or_default() + spec.stop.kill_timeout + MARGIN);
            let environment = Environment { variables, set: (*set).clone(), umask };
            let request = Request::Start { spec: Box::new((*spec).clone()), environment, anew: *anew, wait_ready_ms };
            lines.push(self.encoded(&request, Some(&spec.name))?);
        }
        for line in lines {
            self.stream.get_mut().write_all(&line).map_err(|source| self.lost(source))?;
        }
        let mut outcomes = BTreeMap::new();
        for _ in orders {
            let (name, outcome) = match self.receive_any(limit)? {
                Answer::Started { status } => (status.name.clone(), begun(StartOutcome::Started(status))),
                Answer::AlreadyRunning { status } => (status.name.clone(), begun(StartOutcome::AlreadyRunning(status))),
                Answer::Refused { code, message, name: Some(name) } => {
                    (name.clone(), Err(refused(code, message, Some(name))))
                }
                Answer::Refused { code, message, name: None } => return Err(refused(code, message, None)),
                answer => return Err(strange(&answer)),
            };
            outcomes.insert(name, outcome);
        }
        Ok(outcomes)
    }

    /// Stops a service and waits until it is gone. Success also when it does not run.
    pub fn stop(&mut self, name: &ServiceName) -> Result<ServiceStatus, ClientError> {
        let limit = self.kill_timeout(name)? + MARGIN;
        self.send(&Request::Stop { name: name.clone() }, Some(name))?;
        self.receive_gone(limit)
    }

    /// Ends a service with SIGKILL at once, also one that is being stopped, and waits until it is gone.
    pub fn kill(&mut self, name: &ServiceName) -> Result<ServiceStatus, ClientError> {
        // A shim of an earlier version stops it as usual.
        let limit = self.kill_timeout(name)? + MARGIN;
        self.send(&Request::Kill { name: name.clone() }, Some(name))?;
        self.receive_gone(limit)
    }

    fn receive_gone(&mut self, limit: Duration) -> Result<ServiceStatus, ClientError> {
        match self.receive(limit)? {
            Answer::Stopped { status } => Ok(status),
            answer => Err(strange(&answer)),
        }
    }

    /// Stops several at once and waits until all are gone; one result for each, in the order in which they went.
    pub fn stop_all(&mut self, names: &[ServiceName]) -> Result<Vec<ServiceStatus>, ClientError> {
        self.end_each(names, |name| Request::Stop { name }).all()
    }

    /// Ends several at once and waits until all are gone or their time is up. What cannot be ended costs the others nothing.
    /// With `keep_wanted`, whoever starts what is wanted starts them again.
    pub fn end_all(&mut self, names: &[ServiceName], keep_wanted: bool) -> Ended {
        let request: fn(ServiceName) -> Request =
            if keep_wanted { |name| Request::End { name } } else { |name| Request::Stop { name } };
        self.end_each(names, request)
    }

    /// Starts a service anew with what it was started with, and waits until it is ready, at most so long: the status says
    /// whether it is.
    pub fn renew(&mut self, name: &ServiceName, wait: Duration) -> Result<ServiceStatus, ClientError> {
        let limit = self.kill_timeout(name)? * 2 + wait + MARGIN;
        let wait_ready_ms = Some(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        self.send(&Request::Renew { name: name.clone(), wait_ready_ms }, Some(name))?;
        match self.receive(limit)? {
            Answer::Started { status } | Answer::AlreadyRunning { status } => Ok(status),
            answer => Err(strange(&answer)),
        }
    }

    /// [`Client::kill`] for several at once.
    pub fn kill_all(&mut self, names: &[ServiceName]) -> Result<Vec<ServiceStatus>, ClientError> {
        self.end_each(names, |name| Request::Kill { name }).all()
    }

    fn end_each(&mut self, names: &[ServiceName], request: fn(ServiceName) -> Request) -> Ended {
        let mut ended = Ended::default();
        ended.lost = self.end_into(&mut ended, names, request).err();
        ended
    }

    fn end_into(
        &mut self,
        ended: &mut Ended,
        names: &[ServiceName],
        request: fn(ServiceName) -> Request,
    ) -> Result<(), ClientError> {
        let mut limit = MARGIN;
        for name in names {
            limit = limit.max(self.kill_timeout(name)? + MARGIN);
        }
        for name in names {
            self.send(&request(name.clone()), Some(name))?;
        }
        let end = Instant::now() + limit;
        for _ in names {
            let left = end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            match self.receive_any(left)? {
                Answer::Stopped { status } => ended.gone.push(status),
                Answer::Refused { code, message, name: Some(name) } => {
                    ended.refused.push((name.clone(), refused(code, message, Some(name))));
                }
                Answer::Refused { code, message, name: None } => return Err(refused(code, message, None)),
                answer => return Err(strange(&answer)),
            }
        }
        Ok(())
    }

    /// Stops a service and forgets it, its log included.
    pub fn delete(&mut self, name: &ServiceName) -> Result<(), ClientError> {
        let limit = self.kill_timeout(name)? + MARGIN;
        self.send(&Request::Delete { name: name.clone() }, Some(name))?;
        match self.receive(limit)? {
            Answer::Deleted => Ok(()),
            answer => Err(strange(&answer)),
        }
    }

    /// All services, by name.
    pub fn status(&mut self) -> Result<Vec<ServiceStatus>, ClientError> {
        match self.ask(&Request::Status)? {
            Answer::Services { services } => Ok(services),
            answer => Err(strange(&answer)),
        }
    }

    /// All services, by name, with what they use.
    pub fn usage(&mut self) -> Result<Vec<ServiceStatus>, ClientError> {
        match self.ask(&Request::Usage)? {
            Answer::Services { services } => Ok(services),
            answer => Err(strange(&answer)),
        }
    }

    /// By which rules a service is run; `None` if there is no such service.
    pub fn spec(&mut self, name: &ServiceName) -> Result<Option<ServiceSpec>, ClientError> {
        match self.ask(&Request::Spec { name: name.clone() })? {
            Answer::Spec { spec } => Ok(spec.map(|spec| *spec)),
            answer => Err(strange(&answer)),
        }
    }

    /// The supervisor itself.
    pub fn info(&mut self) -> Result<SupervisorInfo, ClientError> {
        match self.ask(&Request::Info)? {
            Answer::Info { info } => Ok(info),
            answer => Err(strange(&answer)),
        }
    }

    /// Makes the supervisor go on as this program; services, their logs and other clients do not notice. One of a version
    /// that cannot do so is ended, and another begun.
    pub fn upgrade(mut self, paths: &Paths, program: &Path) -> Result<SupervisorInfo, ClientError> {
        self.send(&Request::Upgrade { program: program.to_owned() }, None)?;
        match self.receive(UPGRADE_PATIENCE) {
            Ok(Answer::Info { info }) => Ok(info),
            Ok(answer) => Err(strange(&answer)),
            Err(ClientError::Refused { code, .. }) if code == "bad-request" || code == "unknown-request" => {
                if let Some(client) = Self::connect(paths)? {
                    client.quit()?;
                }
                let program = if program.is_absolute() { program } else { Path::new(OWN_PROGRAM) };
                Self::connect_or_spawn(paths, program)?.info()
            }
            Err(error) => Err(error),
        }
    }

    /// Ends the supervisor and waits until it has gone. Services live on.
    pub fn quit(mut self) -> Result<(), ClientError> {
        self.send(&Request::Quit, None)?;
        match self.receive(ANSWER_PATIENCE)? {
            Answer::Quitting => {}
            answer => return Err(strange(&answer)),
        }
        // The line ends with the process.
        let mut rest = Vec::new();
        let ended = self.stream.get_mut().take(LONGEST_ANSWER).read_to_end(&mut rest);
        ended.map(drop).map_err(|source| self.lost(source))
    }

    fn kill_timeout(&mut self, name: &ServiceName) -> Result<Duration, ClientError> {
        Ok(self.spec(name)?.map_or(Duration::ZERO, |spec| spec.stop.kill_timeout))
    }

    /// Asks what changes nothing. If the supervisor goes meanwhile, its successor is asked.
    fn ask(&mut self, request: &Request) -> Result<Answer, ClientError> {
        let answer = self.send(request, None).and_then(|()| self.receive(ANSWER_PATIENCE));
        match (answer, self.restarts_in.take()) {
            (Err(ClientError::Lost { .. }), Some(paths)) => {
                *self = Self::connect_or_start(&paths)?;
                self.send(request, None)?;
                self.receive(ANSWER_PATIENCE)
            }
            (answer, paths) => {
                self.restarts_in = paths;
                answer
            }
        }
    }

    fn lost(&self, source: io::Error) -> ClientError {
        match source.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => ClientError::Silent { path: self.path.clone() },
            _ => ClientError::Lost { path: self.path.clone(), source },
        }
    }

    fn send(&mut self, request: &Request, name: Option<&ServiceName>) -> Result<(), ClientError> {
        let line = self.encoded(request, name)?;
        self.stream.get_mut().write_all(&line).map_err(|source| self.lost(source))
    }

    fn encoded(&self, request: &Request, name: Option<&ServiceName>) -> Result<Vec<u8>, ClientError> {
        let line = encode(request).map_err(|source| self.lost(source))?;
        match name.filter(|_| line.len() > LONGEST_REQUEST) {
            Some(name) => Err(ClientError::TooLarge { name: name.clone(), bytes: line.len() }),
            None => Ok(line),
        }
    }

    fn receive(&mut self, limit: Duration) -> Result<Answer, ClientError> {
        match self.receive_any(limit)? {
            Answer::Refused { code, message, name } => Err(refused(code, message, name)),
            answer => Ok(answer),
        }
    }

    fn receive_any(&mut self, limit: Duration) -> Result<Answer, ClientError> {
        let read = self.stream.get_mut().set_read_timeout(Some(limit)).and_then(|()| {
            let mut line = Vec::new();
            (&mut self.stream).take(LONGEST_ANSWER).read_until(b'\n', &mut line)?;
            if line.last() == Some(&b'\n') { Ok(line) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
        });
        decode(&read.map_err(|source| self.lost(source))?).map_err(ClientError::Strange)
    }
}

/// What a refusal means.
fn refused(code: String, message: String, name: Option<ServiceName>) -> ClientError {
    match (code.as_str(), name) {
        ("unknown-service", Some(name)) => ClientError::Unknown(name),
        ("not-started", Some(name)) => ClientError::NotStarted { name, reason: message },
        (_, Some(name)) => ClientError::Refused { code, message: format!("`{name}`: {message}") },
        (_, None) => ClientError::Refused { code, message },
    }
}

/// A start that ended in a state for the operator is an error.
fn begun(outcome: StartOutcome) -> Result<StartOutcome, ClientError> {
    let status = outcome.status();
    if status.state == ServiceState::Errored {
        let reason = status.reason.clone().unwrap_or_else(|| "no reason given".into());
        return Err(ClientError::NotStarted { name: status.name.clone(), reason });
    }
    Ok(outcome)
}

fn strange(answer: &Answer) -> ClientError {
    ClientError::Strange(format!("{answer:?}").chars().take(120).collect())
}

/// Starts a supervisor that is detached from this terminal.
fn spawn_supervisor(paths: &Paths, program: &Path) -> Result<Child, ClientError> {
    socket::own_folder(&paths.state)?;
    let log = open_log(&paths.supervisor_log()).map_err(ClientError::CannotStart)?;
    let mut command = Command::new(program);
    command.arg0("gascli"); // what `ps` shows
    command.arg("supervise").arg(&paths.state).arg(&paths.config).current_dir("/");
    for variable in OWN_VARIABLES {
        command.env_remove(variable);
    }
    // It outlives its caller and runs hooks; services get theirs with the request to start them.
    for (variable, _) in std::env::vars_os() {
        if variable.to_str().is_some_and(|name| SECRET_VARIABLES.iter().any(|start| name.starts_with(start))) {
            command.env_remove(variable);
        }
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    core_dump::as_given(|| command.spawn()).map_err(ClientError::CannotStart)
}

fn open_log(path: &Path) -> io::Result<std::fs::File> {
    if std::fs::metadata(path).is_ok_and(|facts| facts.len() > LOG_LONGEST) {
        std::fs::rename(path, path.with_extension("log.1"))?;
    }
    OpenOptions::new().append(true).create(true).mode(0o600).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A client of a supervisor that knows no rules of any service, and says this once it was asked to end them.
    fn told(answers: Vec<Answer>) -> Ended {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let supervisor = std::thread::spawn(move || {
            let mut lines = BufReader::new(theirs.try_clone().unwrap()).lines();
            for _ in ["web", "db"] {
                assert!(matches!(decode(lines.next().unwrap().unwrap().as_bytes()), Ok(Request::Spec { .. })));
                (&theirs).write_all(&encode(Answer::Spec { spec: None }).unwrap()).unwrap();
            }
            for _ in ["web", "db"] {
                assert!(matches!(decode(lines.next().unwrap().unwrap().as_bytes()), Ok(Request::End { .. })));
            }
            for answer in answers {
                (&theirs).write_all(&encode(answer).unwrap()).unwrap();
            }
        });
        let mut client = Client { stream: BufReader::new(ours), path: PathBuf::new(), restarts_in: None };
        let ended = client.end_all(&["web".parse().unwrap(), "db".parse().unwrap()], true);
        supervisor.join().unwrap();
        ended
    }

    #[test]
    fn one_that_cannot_be_ended_costs_the_others_nothing() {
        let gone =
            || Answer::Stopped { status: ServiceStatus::unknown("db".parse().unwrap(), ServiceState::Stopped, None) };
        let web: ServiceName = "web".parse().unwrap();
        let refused =
            told(vec![Answer::Refused { code: "no".into(), message: "no".into(), name: Some(web.clone()) }, gone()]);
        assert_eq!((refused.gone.len(), refused.refused.len()), (1, 1));
        assert!(refused.refused[0].0 == web && refused.lost.is_none());
        let broken = told(vec![gone()]);
        assert_eq!((broken.gone[0].name.as_str(), broken.refused.len()), ("db", 0));
        assert!(matches!(broken.lost, Some(ClientError::Lost { .. })));
    }
}
