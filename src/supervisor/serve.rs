//! The supervisor: one process per installation that answers clients and keeps the table. Single-threaded, on `poll`;
//! it sleeps while nobody asks and nothing is due. Whatever it knows is on the disk or with the shims: it may be killed at any moment.

mod rounds;

use std::collections::{BTreeMap, BTreeSet};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::stat::Mode;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use serde::{Deserialize, Serialize};

use super::cgroup;
use super::desired::Wanted;
use super::events::{Draft, EventKind, Journal, missed};
use super::faults::faults;
use super::journal::say;
use super::notify::Starter;
use super::order::{self, Circle};
use super::probe::Probes;
use super::record;
use super::shim::timeout;
use super::spec::ServiceSpec;
use super::status::{Exit, ServiceState};
use super::table::{Pending, Service, adopt_all};
use super::tend::Tender;
use super::upgrade::{self, HandedLine, Handover};
use super::wire::{
    Answer, Environment, LONGEST_REQUEST, Line, NOT_WANTED, Read1, Request, SupervisorInfo, decode, is_ours,
};
use super::{crash, memory, proc};
use crate::daemon::lock::{self, Lock};
use crate::daemon::socket;
use crate::types::{Hint, Paths, ServiceName, UnixMillis};
use rounds::Rounds;

/// Clients at once; for a further one, who has been silent longest and waits for nothing makes room.
const CLIENTS: usize = 128;
/// Clients that are let in before those who are there get their turn.
const CLIENTS_IN_A_ROW: usize = 32;
/// Pause before clients are let in again when the system has no descriptor left for them.
const NO_DESCRIPTOR_PAUSE: Duration = Duration::from_millis(20);
/// How long shims may take to tell their state when a supervisor begins.
const ADOPTION_PATIENCE: Duration = Duration::from_millis(500);
/// Longest wait for readiness that a client may ask for.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// Why there is no supervisor.
#[derive(Debug, thiserror::Error)]
pub(super) enum ServeError {
    #[error("a supervisor runs already for `{}`", .0.display())]
    Second(std::path::PathBuf),
    #[error(transparent)]
    Record(#[from] record::RecordError),
    #[error(transparent)]
    Socket(#[from] socket::SocketError),
    #[error("the system refused")]
    System(#[from] Errno),
    #[error("the system refused")]
    Io(#[from] std::io::Error),
}

/// What a client waits for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Until {
    /// The child runs, or has failed to. `fresh`: this client's request started it.
    Running { fresh: bool },
    /// The child is ready, or has failed, or time is up.
    Ready { fresh: bool },
    /// Nothing of it runs.
    Gone,
    /// Nothing of it is left.
    Deleted,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Wait {
    client: u64,
    name: ServiceName,
    until: Until,
    #[serde(skip)]
    deadline: Option<Instant>,
    /// What is left to the deadline, while it is handed over.
    #[serde(default)]
    left: Option<Duration>,
}

struct Supervisor {
    paths: Paths,
    table: BTreeMap<ServiceName, Service>,
    clients: BTreeMap<u64, Line>,
    next_client: u64,
    waits: Vec<Wait>,
    listener: UnixListener,
    signals: SignalFd,
    started_at: UnixMillis,
    events: Journal,
    rounds: Rounds,
    tender: Tender,
    news: Vec<Draft>,
    notifier: Starter,
    lock: Lock,
    /// What this process is to become, and for which client.
    becomes: Option<(PathBuf, u64)>,
    quits: bool,
}

/// Of what a descriptor tells.
#[derive(Debug, Clone)]
enum Source {
    Shim(ServiceName),
    Client(u64),
    Look(u64),
    Signals,
    Knocks,
}

/// Serves until it is told to quit. Services live on. `handover` is the number of what another program that this process
/// was before has left.
pub(super) fn serve(paths: &Paths, handover: Option<&str>) -> Result<(), ServeError> {
    crash::report_panics(paths, "supervisor");
    proc::default_signals();
    nix::sys::stat::umask(Mode::from_bits_truncate(0o077));
    let _ = nix::unistd::setsid(); // fails only for a group leader, which a shell made and then watches
    let _ = nix::sys::prctl::set_name(proc::SUPERVISOR_COMM);
    let mut handover = handover.and_then(Handover::receive);
    if handover.is_none() {
        upgrade::close_inherited(&BTreeSet::new());
    }
    cgroup::step_out();
    socket::own_folder(&paths.state)?;
    let lock = match &handover {
        Some(handover) => lock::retake(upgrade::take(handover.lock)?.into())?,
        None => record::try_lock(&paths.supervisor_lock())?,
    };
    let Some(lock) = lock else { return Err(ServeError::Second(paths.state.clone())) };
    // A disk that cannot be read is not one without services: these would run on, and nobody would know of them.
    if handover.is_none()
        && let Err(source) = std::fs::read_dir(paths.services())
        && source.kind() != std::io::ErrorKind::NotFound
    {
        return Err(record::RecordError::Io { path: paths.services(), source }.into());
    }
    let crashed = crash::begin(paths);
    let mut mask = SigSet::empty();
    for signal in [Signal::SIGCHLD, Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP] {
        mask.add(signal);
    }
    // A shim that starts inherits the mask and sets its own; its child gets an empty one.
    mask.thread_block()?;
    let signals = SignalFd::with_flags(&mask, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)?;
    memory::tidy();
    let handed = handover.as_mut().map(|handover| std::mem::take(&mut handover.services)).unwrap_or_default();
    let table = adopt_all(paths, handed);
    let listener = match &handover {
        Some(handover) => upgrade::take(handover.listener)?.into(),
        None => socket::listen(&paths.supervisor_socket())?,
    };
    listener.set_nonblocking(true)?;
    let mut supervisor = Supervisor {
        paths: paths.clone(),
        table,
        clients: BTreeMap::new(),
        next_client: 0,
        waits: Vec::new(),
        listener,
        signals,
        started_at: UnixMillis::now(),
        rounds: Rounds::new(paths),
        events: Journal::open(paths),
        news: Vec::new(),
        notifier: Starter::new(paths),
        tender: Tender::new(),
        lock,
        becomes: None,
        quits: false,
    };
    supervisor.tell_begin(crashed, handover.as_ref().map(|handover| handover.version.as_str()));
    for service in supervisor.table.values_mut() {
        let missed = missed(&supervisor.events, &service.folder, &service.status);
        service.add_news(missed);
    }
    supervisor.hear_adopted()?;
    if let Some(handover) = handover {
        supervisor.resume(handover);
    }
    say("supervisor", format_args!("version {}, {} services", env!("CARGO_PKG_VERSION"), supervisor.table.len()));
    proc::give_back_program();
    while !supervisor.quits {
        supervisor.turn(None)?;
        supervisor.become_other();
    }
    crash::end(paths);
    if let Ok(path) = socket::effective(&paths.supervisor_socket()) {
        let _ = std::fs::remove_file(path);
    }
    Ok(())
}

impl Supervisor {
    /// Tells how this supervisor came to be.
    fn tell_begin(&mut self, crashed: Option<String>, version_before: Option<&str>) {
        if let Some(text) = crashed {
            say("supervisor", &text);
            self.news.push(Draft::own(EventKind::SupervisorCrashed, text));
        }
        let (version, services) = (env!("CARGO_PKG_VERSION"), self.table.len());
        let text = match version_before {
            Some(before) => format!("supervisor {version} goes on for {before} with {services} services"),
            None => format!("supervisor {version} begins with {services} services"),
        };
        self.news.push(Draft::own(EventKind::SupervisorStarted, text));
    }

    /// Goes on with what clients asked of the program before.
    fn resume(&mut self, handover: Handover) {
        for (client, line) in handover.clients {
            match line.take(LONGEST_REQUEST) {
                Ok(line) => drop(self.clients.insert(client, line)),
                Err(error) => say("supervisor", format_args!("a client was lost in the upgrade: {error}")),
            }
        }
        self.next_client = handover.next_client;
        let now = Instant::now();
        let resumed = |wait: Wait| Wait { deadline: wait.left.map(|left| now + left), ..wait };
        self.waits = handover.waits.into_iter().map(resumed).collect();
        if let Some(client) = handover.upgrader {
            self.tell_info(client);
        }
    }

    /// Becomes another program if that was asked for. If it cannot, goes on as before.
    fn become_other(&mut self) {
        let Some((program, upgrader)) = self.becomes.take() else { return };
        let now = Instant::now();
        for wait in &mut self.waits {
            wait.left = wait.deadline.map(|deadline| deadline.saturating_duration_since(now));
        }
        let handover = Handover {
            listener: self.listener.as_raw_fd(),
            lock: self.lock.as_raw_fd(),
            clients: self.clients.iter().map(|(client, line)| (*client, HandedLine::of(line))).collect(),
            next_client: self.next_client,
            waits: std::mem::take(&mut self.waits),
            services: self.table.iter().map(|(name, service)| (name.clone(), service.hand_over())).collect(),
            upgrader: Some(upgrader),
            version: env!("CARGO_PKG_VERSION").into(),
        };
        say("supervisor", format_args!("becomes `{}`", program.display()));
        let lines = self.clients.values().chain(self.table.values().filter_map(|service| service.line.as_ref()));
        let open: Vec<BorrowedFd<'_>> = lines.map(Line::fd).chain([self.listener.as_fd(), self.lock.as_fd()]).collect();
        // What probes have started is nobody's afterwards.
        self.rounds.probes = Probes::new(&self.paths);
        let error = upgrade::exec(&program, &self.paths, &handover, &open);
        self.waits = handover.waits;
        let text = format!("cannot become `{}`: {error}; this version goes on", program.display());
        say("supervisor", &text);
        self.refuse(upgrader, "not-upgraded", &text, None);
    }

    fn upgrade(&mut self, client: u64, program: PathBuf) {
        if !program.is_absolute() {
            return self.refuse(client, "bad-request", "the path of the program must be absolute", None);
        }
        match upgrade::check(&program) {
            Ok(version) => {
                say("supervisor", format_args!("`{}` is {version}", program.display()));
                self.becomes = Some((program, client));
            }
            Err(text) => self.refuse(client, "not-upgraded", &text, None),
        }
    }

    fn tell_info(&mut self, client: u64) {
        let shims = self.table.iter().filter_map(|(name, service)| {
            Some((name.clone(), service.status.shim_pid.filter(|_| service.line.is_some())?))
        });
        let info = SupervisorInfo {
            pid: std::process::id(),
            version: env!("CARGO_PKG_VERSION").into(),
            started_at_ms: self.started_at,
            shims: shims.collect(),
            containment: Some(cgroup::containment()),
        };
        self.answer(client, &Answer::Info { info });
    }

    /// Clients that wait since the socket is there get true answers: first the shims are heard.
    fn hear_adopted(&mut self) -> Result<(), ServeError> {
        let end = Instant::now() + ADOPTION_PATIENCE;
        let silent = |table: &BTreeMap<ServiceName, Service>| {
            table.values().any(|service| service.line.is_some() && service.status.shim_pid.is_none())
        };
        while silent(&self.table) && Instant::now() < end {
            self.turn(Some(end))?;
        }
        for service in self.table.values_mut() {
            if service.line.is_some() && service.status.shim_pid.is_none() {
                service.status.reason = Some("its shim does not answer".into());
            }
        }
        Ok(())
    }

    /// Waits for something to happen and deals with it. With `adopting`, only shims are heard, until that time.
    fn turn(&mut self, adopting: Option<Instant>) -> Result<(), ServeError> {
        let ready = {
            let (sources, mut fds): (Vec<Source>, Vec<PollFd<'_>>) = self.sources(adopting.is_some()).unzip();
            match poll(&mut fds, timeout(adopting.or_else(|| self.deadline()))) {
                Ok(_) => {}
                Err(Errno::EINTR) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
            let ready = sources.into_iter().zip(&fds).filter(|(_, fd)| fd.any().unwrap_or(true));
            ready.map(|(source, _)| source).collect::<Vec<Source>>()
        };
        for source in ready {
            match source {
                Source::Shim(name) => self.hear_shim(&name),
                Source::Client(client) => self.hear_client(client),
                Source::Look(number) => self.rounds.probes.wake(number),
                Source::Signals => self.read_signals(),
                Source::Knocks => self.accept(),
            }
        }
        if adopting.is_none() {
            self.make_rounds();
        }
        self.revive();
        self.table.values_mut().for_each(Service::settle);
        self.tell();
        self.tender.turn(&self.paths);
        self.answer_waits();
        Ok(())
    }

    /// All that can tell something, in the order in which it is heard. With `shims_only`, clients have to wait.
    fn sources(&self, shims_only: bool) -> impl Iterator<Item = (Source, PollFd<'_>)> {
        let shims = self
            .table
            .iter()
            .filter_map(|(name, service)| Some((Source::Shim(name.clone()), poll_line(service.line.as_ref()?))));
        let clients = self.clients.iter().map(|(client, line)| (Source::Client(*client), poll_line(line)));
        let looks = self.rounds.probes.descriptors();
        let looks = looks.map(|(number, fd, flags)| (Source::Look(number), PollFd::new(fd, flags)));
        let own = [(Source::Signals, self.signals.as_fd()), (Source::Knocks, self.listener.as_fd())];
        let own = own.into_iter().map(|(source, fd)| (source, PollFd::new(fd, PollFlags::POLLIN)));
        shims.chain(clients.chain(looks).chain(own).filter(move |_| !shims_only))
    }

    fn deadline(&self) -> Option<Instant> {
        let waits = self.waits.iter().filter_map(|wait| wait.deadline);
        let services = self
            .table
            .values()
            .flat_map(|service| [service.revive_at, service.silent_at(), service.look_again_at])
            .flatten();
        waits.chain(services).chain(self.rounds.deadline()).chain(self.tender.due()).min()
    }

    /// Tells what has happened, and has it passed on.
    fn tell(&mut self) {
        self.news.extend(self.table.values_mut().flat_map(Service::take_news));
        for draft in std::mem::take(&mut self.news) {
            if self.events.tell(draft) {
                self.notifier.wake();
            }
        }
        self.notifier.start();
    }

    fn hear_shim(&mut self, name: &ServiceName) {
        let Some(service) = self.table.get_mut(name) else { return };
        let is_open = service.listen();
        self.tender.hear(name, service.status.log_segment);
        if is_open {
            return;
        }
        service.shim_gone(&self.paths);
        if matches!(service.pending, Some(Pending::Delete)) {
            self.remove(name);
        }
    }

    fn remove(&mut self, name: &ServiceName) {
        let Some(service) = self.table.get_mut(name) else { return };
        service.pending = None;
        self.news.extend(service.take_news());
        match service.remove_files(&self.paths) {
            Ok(()) => drop(self.table.remove(name)),
            Err(error) => service.fail(&error),
        }
    }

    fn revive(&mut self) {
        let now = Instant::now();
        for service in self.table.values_mut() {
            if service.revive_at.is_some_and(|at| now >= at) {
                service.revive(&self.paths);
            }
            if service.look_again_at.is_some_and(|at| now >= at) {
                service.look_again();
            }
            if service.silent_at().is_some_and(|at| now >= at) {
                service.kill_silent();
            }
        }
    }

    fn read_signals(&mut self) {
        while let Ok(Some(signal)) = self.signals.read_signal() {
            let number = i32::try_from(signal.ssi_signo);
            if number == Ok(Signal::SIGTERM as i32) || number == Ok(Signal::SIGINT as i32) {
                say("supervisor", "ended by a signal; services live on");
                self.quits = true;
            }
        }
        // Shims that have gone (how, their lines and files tell), helpers, and the programs of probes.
        loop {
            let (pid, exit) = match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
                Ok(WaitStatus::Exited(pid, code)) => (pid, Exit { code: Some(code), signal: None }),
                Ok(WaitStatus::Signaled(pid, signal, _)) => (pid, Exit { code: None, signal: Some(signal as i32) }),
                Ok(WaitStatus::StillAlive) => break,
                Err(Errno::EINTR) | Ok(_) => continue,
                Err(_) => break,
            };
            self.notifier.has_ended(Some(pid));
            self.tender.ended(pid.as_raw());
            if let Ok(pid) = u32::try_from(pid.as_raw()) {
                self.rounds.probes.reaped(pid, exit);
            }
        }
    }

    fn accept(&mut self) {
        for _ in 0..CLIENTS_IN_A_ROW {
            let stream = match self.listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return,
                Err(_) => {
                    // No descriptor is left; that of a silent client will do.
                    if !self.make_room() {
                        std::thread::sleep(NO_DESCRIPTOR_PAUSE);
                    }
                    return;
                }
            };
            let ours = is_ours(&stream);
            let Ok(mut line) = Line::new(stream, LONGEST_REQUEST) else { continue };
            if !ours {
                let _ = line.send(refusal("not-yours", "this supervisor belongs to another user", None));
            } else if self.clients.len() >= CLIENTS && !self.make_room() {
                let _ = line.send(refusal("busy", "too many clients; try again", None));
            } else {
                self.clients.insert(self.next_client, line);
                self.next_client += 1;
            }
        }
    }

    /// Hangs up on the client that has been silent longest, unless all wait for an answer.
    fn make_room(&mut self) -> bool {
        let waits: Vec<u64> = self.waits.iter().map(|wait| wait.client).collect();
        let idle = self.clients.iter().filter(|(client, _)| !waits.contains(client));
        let silent = idle.min_by_key(|(_, line)| line.heard()).map(|(client, _)| *client);
        silent.and_then(|client| self.clients.remove(&client)).is_some()
    }

    fn hear_client(&mut self, client: u64) {
        let Some(line) = self.clients.get_mut(&client) else { return };
        let mut open = line.flush().is_ok();
        if open && !line.wants_read() {
            return; // it shall read first
        }
        let lines = match line.read() {
            Read1::Lines(lines) => lines,
            Read1::Closed(lines) => {
                open = false;
                lines
            }
            Read1::TooLong => {
                let text = format!("a request may have {LONGEST_REQUEST} bytes at most");
                let _ = line.send(refusal("too-long", &text, None));
                open = false;
                Vec::new()
            }
        };
        for line in lines {
            match decode(&line) {
                Ok(request) => self.handle(client, request),
                Err(error) => {
                    // Who speaks another language is not listened to any longer.
                    self.answer(client, &refusal("bad-request", &error, None));
                    open = false;
                    break;
                }
            }
        }
        // A client that hangs up leaves its request in force: Ctrl-C during a stop does not undo it.
        if !open {
            self.clients.remove(&client);
            self.waits.retain(|wait| wait.client != client);
        }
    }

    fn answer(&mut self, client: u64, answer: &Answer) {
        if self.clients.get_mut(&client).is_some_and(|line| line.send(answer).is_err()) {
            self.clients.remove(&client);
        }
    }

    fn handle(&mut self, client: u64, request: Request) {
        match request {
            Request::Start { spec, environment, anew, wait_ready_ms } => {
                self.start(client, *spec, environment, anew, wait_ready_ms);
            }
            Request::Stop { name } => self.stop(client, name, Service::stop_for_good),
            Request::End { name } => self.stop(client, name, Service::stop),
            Request::Renew { name, wait_ready_ms } => self.renew(client, name, wait_ready_ms),
            Request::Kill { name } => self.stop(client, name, Service::kill_for_good),
            Request::Delete { name } => self.delete(client, name),
            Request::Upgrade { program } => self.upgrade(client, program),
            Request::Unknown => {
                let text =
                    "this supervisor is too old for that; `gascli daemon upgrade` makes it as new as the command";
                self.refuse(client, "unknown-request", text, None);
            }
            Request::Status => {
                let services = self.table.values_mut().map(Service::measured).collect();
                self.answer(client, &Answer::Services { services });
            }
            Request::Usage => {
                let services = self.table.values_mut().map(Service::measured_whole).collect();
                self.answer(client, &Answer::Services { services });
            }
            Request::Spec { name } => {
                let spec = self.table.get(&name).and_then(|service| service.spec.clone()).map(Box::new);
                self.answer(client, &Answer::Spec { spec });
            }
            Request::Info => self.tell_info(client),
            Request::Quit => {
                self.answer(client, &Answer::Quitting);
                self.quits = true;
            }
        }
    }

    fn start(
        &mut self,
        client: u64,
        spec: ServiceSpec,
        environment: Environment,
        anew: bool,
        wait_ready_ms: Option<u64>,
    ) {
        let name = spec.name.clone();
        let mut faults: Vec<String> = faults(&spec).into_iter().map(|fault| fault.text).collect();
        faults.extend(self.circle(&spec).map(|circle| circle.to_string()));
        if !faults.is_empty() {
            return self.refuse(client, "impossible", &faults.join("; "), Some(name));
        }
        let service = self.table.entry(name.clone()).or_insert_with(|| Service::new(&self.paths, &name));
        if matches!(service.pending, Some(Pending::Delete)) {
            return self.refuse(client, "being-deleted", "it is being deleted just now", Some(name));
        }
        service.find_shim();
        let state = service.status.state;
        let begun = [ServiceState::Online, ServiceState::Starting, ServiceState::WaitingDependency];
        let runs = begun.contains(&state) && !service.stopping;
        let lives = service.line.is_some();
        let mut fresh = true;
        if lives && (anew || !runs) {
            if let Err(error) = service.make_way(spec, environment) {
                let message = super::journal::with_causes(&error);
                return self.refuse(client, "not-started", &message, Some(name));
            }
        } else if lives {
            fresh = false;
        } else if let Err(error) = service.start(&self.paths, spec, environment) {
            service.fail(&error);
            let message = service.status.reason.clone().unwrap_or_default();
            return self.refuse(client, "not-started", &message, Some(name));
        }
        let (until, deadline) = match wait_ready_ms {
            None => (Until::Running { fresh }, None),
            Some(limit) => {
                let limit = Duration::from_millis(limit).min(LONGEST_WAIT);
                (Until::Ready { fresh }, Some(Instant::now() + limit))
            }
        };
        self.waits.push(Wait { client, name, until, deadline, left: None });
    }

    /// Starts a service anew as it was started last, by the shim of this version.
    fn renew(&mut self, client: u64, name: ServiceName, wait_ready_ms: Option<u64>) {
        let Some(service) = self.table.get(&name) else { return self.refuse_unknown(client, name) };
        if service.wanted == Wanted::Stopped {
            return self.refuse(client, NOT_WANTED, "it was stopped on request", Some(name));
        }
        let Some((spec, environment)) = service.started_with() else {
            let text = "what it was started with is not known any more: start it again";
            return self.refuse(client, "not-started", text, Some(name));
        };
        self.start(client, spec, environment, true, wait_ready_ms);
    }

    /// The services that would wait for each other for ever with this specification.
    fn circle(&self, spec: &ServiceSpec) -> Option<Circle> {
        let needs = |name: &ServiceName| -> Vec<ServiceName> {
            let known = self.table.get(name).and_then(|service| service.spec.as_ref());
            let spec = if *name == spec.name { Some(spec) } else { known };
            spec.map(|spec| spec.after.keys().cloned().collect()).unwrap_or_default()
        };
        order::by_need([&spec.name], needs).err()
    }

    fn stop(&mut self, client: u64, name: ServiceName, end: fn(&mut Service)) {
        let Some(service) = self.table.get_mut(&name) else { return self.refuse_unknown(client, name) };
        service.find_shim();
        if matches!(service.pending, Some(Pending::Start(..))) {
            service.pending = None;
        }
        end(service);
        service.evict();
        if service.is_gone() {
            service.accept_down();
        }
        self.waits.push(Wait { client, name, until: Until::Gone, deadline: None, left: None });
    }

    fn delete(&mut self, client: u64, name: ServiceName) {
        let Some(service) = self.table.get_mut(&name) else { return self.refuse_unknown(client, name) };
        service.find_shim();
        service.pending = Some(Pending::Delete);
        service.stop_for_good();
        service.settle();
        service.evict();
        if service.line.is_none() {
            self.remove(&name);
        }
        self.waits.push(Wait { client, name, until: Until::Deleted, deadline: None, left: None });
    }

    fn refuse_unknown(&mut self, client: u64, name: ServiceName) {
        let message = format!("no service is named `{name}`");
        self.refuse(client, "unknown-service", &message, Some(name));
    }

    fn refuse(&mut self, client: u64, code: &str, message: &str, name: Option<ServiceName>) {
        self.answer(client, &refusal(code, message, name));
    }

    /// Answers those whose wait is over.
    fn answer_waits(&mut self) {
        let now = Instant::now();
        let mut answers = Vec::new();
        let table = &mut self.table;
        self.waits.retain(|wait| {
            let late = wait.deadline.is_some_and(|deadline| now >= deadline);
            let answer = match table.get_mut(&wait.name) {
                Some(service) => result(service, &wait.until, late),
                None if matches!(wait.until, Until::Deleted) => Some(Answer::Deleted),
                None => Some(refusal("deleted", "it was deleted meanwhile", Some(wait.name.clone()))),
            };
            answer.is_none_or(|answer| {
                answers.push((wait.client, answer));
                false
            })
        });
        for (client, answer) in answers {
            self.answer(client, &answer);
        }
    }
}

/// What a waiting client is to be told now, if anything.
fn result(service: &mut Service, until: &Until, late: bool) -> Option<Answer> {
    let state = service.status.state;
    let starts = matches!(service.pending, Some(Pending::Start(..)));
    let failed = !starts && (state.is_final() || state == ServiceState::WaitingRestart);
    let runs = !starts && service.status.pid.is_some() && !service.stopping;
    let waits = !starts && state == ServiceState::WaitingDependency;
    let started = |service: &mut Service, fresh: bool| {
        let status = service.measured();
        Some(if fresh { Answer::Started { status } } else { Answer::AlreadyRunning { status } })
    };
    match until {
        Until::Running { fresh } if runs || failed || waits => started(service, *fresh),
        Until::Ready { fresh } if failed || late || (runs && state == ServiceState::Online) => started(service, *fresh),
        Until::Gone if service.is_gone() => Some(Answer::Stopped { status: service.measured() }),
        Until::Gone if starts => {
            let text = "it was started again meanwhile";
            Some(refusal("started-meanwhile", text, Some(service.status.name.clone())))
        }
        Until::Deleted if service.pending.is_none() => {
            let reason = service.status.reason.clone().unwrap_or_default();
            Some(refusal("not-deleted", &reason, Some(service.status.name.clone())))
        }
        _ => None,
    }
}

fn refusal(code: &str, message: &str, name: Option<ServiceName>) -> Answer {
    Answer::Refused { code: code.into(), message: message.into(), name }
}

fn poll_line(line: &Line) -> PollFd<'_> {
    let writing = if line.wants_write() { PollFlags::POLLOUT } else { PollFlags::empty() };
    let reading = if line.wants_read() { PollFlags::POLLIN } else { PollFlags::empty() };
    PollFd::new(line.fd(), reading | writing)
}

impl Hint for ServeError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Second(_) => Some("`gascli daemon status` shows it".into()),
            Self::Socket(error) => error.hint(),
            _ => None,
        }
    }
}
