//! How services are, from the supervisor. None is started for that: whether one runs is a fact, too.

use std::collections::BTreeMap;
use std::sync::mpsc::SyncSender;

use super::{Hub, Watched};
use crate::dashboard::facts::{Fact, ServiceFact, SupervisorFact};
use crate::supervisor::logs::{LogReader, Query, Selection, Shape};
use crate::supervisor::{Client, ClientError, ServiceSpec, ServiceStatus, SupervisorInfo};
use crate::types::{Hint, Paths, ServiceName, UnixMillis};

/// Looks until nobody listens.
pub(super) fn run(paths: &Paths, hub: &Hub, tell: &SyncSender<Fact>) {
    let mut looker = Looker::default();
    loop {
        for fact in looker.look(paths, hub) {
            if tell.send(fact).is_err() {
                return;
            }
        }
        if !hub.pause() {
            return;
        }
    }
}

/// What is kept between two looks.
#[derive(Default)]
struct Looker {
    client: Option<Client>,
    /// Each with the run that it was read for: a new command comes with a new run.
    specs: BTreeMap<ServiceName, (Start, ServiceSpec)>,
    /// The oldest segment of a log, and when it begins.
    oldest: BTreeMap<ServiceName, (String, Option<UnixMillis>)>,
}

impl Looker {
    fn look(&mut self, paths: &Paths, hub: &Hub) -> Vec<Fact> {
        let found = match self.ask(paths) {
            Err(ClientError::Lost { .. }) => {
                // Between two looks it may have gone and come.
                self.client = None;
                self.ask(paths)
            }
            found => found,
        };
        match found {
            Ok(Some((info, services))) => {
                let services = self.services(paths, services);
                hub.set_services(services.iter().map(watched).collect());
                vec![Fact::Supervisor(SupervisorFact::Up(info)), Fact::Services(services)]
            }
            Ok(None) => {
                self.client = None;
                hub.guess_services(|| on_disk(paths));
                let none = on_disk(paths).is_empty().then(|| Fact::Services(Vec::new()));
                [Fact::Supervisor(SupervisorFact::Down)].into_iter().chain(none).collect()
            }
            Err(error) => {
                self.client = None;
                hub.guess_services(|| on_disk(paths));
                let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
                vec![Fact::Supervisor(SupervisorFact::Trouble { reason: format!("{error}{hint}") })]
            }
        }
    }

    fn ask(&mut self, paths: &Paths) -> Result<Option<(SupervisorInfo, Vec<ServiceStatus>)>, ClientError> {
        if self.client.is_none() {
            self.client = Client::connect(paths)?;
        }
        let Some(client) = &mut self.client else { return Ok(None) };
        let services = client.usage()?;
        for service in &services {
            if self.specs.get(&service.name).is_none_or(|(start, _)| *start != start_of(service))
                && let Some(spec) = client.spec(&service.name)?
            {
                self.specs.insert(service.name.clone(), (start_of(service), spec));
            }
        }
        Ok(Some((client.info()?, services)))
    }

    fn services(&mut self, paths: &Paths, mut services: Vec<ServiceStatus>) -> Vec<ServiceFact> {
        services.sort_by(|one, other| one.name.cmp(&other.name));
        self.specs.retain(|name, _| services.iter().any(|service| service.name == *name));
        self.oldest.retain(|name, _| services.iter().any(|service| service.name == *name));
        services.into_iter().map(|status| self.service(paths, status)).collect()
    }

    fn service(&mut self, paths: &Paths, status: ServiceStatus) -> ServiceFact {
        let log = self.log(paths, &status.name);
        let needs = |spec: &&ServiceSpec| spec.after.contains_key(&status.name);
        let needed_by = self.specs.values().map(|(_, spec)| spec).filter(needs).map(|spec| spec.name.clone()).collect();
        let spec = self.specs.get(&status.name).map(|(_, spec)| spec);
        ServiceFact {
            role: spec.and_then(role),
            stop_signal: spec.map(|spec| spec.stop.signal.clone()).unwrap_or_default(),
            kill_timeout: spec.map(|spec| spec.stop.kill_timeout).unwrap_or_default(),
            memory_limit_bytes: spec.and_then(|spec| spec.limits.memory_bytes),
            needed_by,
            log_bytes: log.bytes,
            log_since_ms: log.since,
            last_line_ms: log.newest,
            status,
        }
    }

    /// Sizes and times of the files alone: no line is read, but the very first, once.
    fn log(&mut self, paths: &Paths, name: &ServiceName) -> Log {
        let folder = paths.logs(name);
        let Ok(entries) = std::fs::read_dir(&folder) else { return Log::default() };
        let mut log = Log::default();
        let mut oldest: Option<String> = None;
        for entry in entries.flatten() {
            let (Ok(facts), Ok(file)) = (entry.metadata(), entry.file_name().into_string()) else { continue };
            log.bytes += facts.len();
            let Some((number, kind)) = file.split_once('.') else { continue };
            if kind == "log" && facts.len() > 0 {
                log.newest = log.newest.max(facts.modified().ok().map(UnixMillis::from));
            }
            if kind.starts_with("log") && oldest.as_deref().is_none_or(|oldest| number < oldest) {
                oldest = Some(number.to_owned());
            }
        }
        log.since = oldest.and_then(|number| {
            let known = self.oldest.get(name).filter(|(known, since)| *known == number && since.is_some());
            if known.is_none() {
                let first = || {
                    let all = Query {
                        selection: Selection::default(),
                        last: None,
                        shape: Shape::Lines,
                        follow: false,
                        scan: None,
                    };
                    let mut reader = LogReader::open(&folder, &all).ok()?;
                    reader.advance().ok().filter(|found| *found)?;
                    Some(UnixMillis(reader.line()?.time_us? / 1000))
                };
                self.oldest.insert(name.clone(), (number, first()));
            }
            self.oldest.get(name)?.1
        });
        log
    }
}

/// A run's number, and when it began.
type Start = (u32, Option<UnixMillis>);

/// Which start it was: a service that was deleted and made anew counts its runs from 1 again.
fn start_of(service: &ServiceStatus) -> Start {
    (service.run, service.started_at_ms)
}

/// What the files of a log tell.
#[derive(Default)]
struct Log {
    bytes: u64,
    since: Option<UnixMillis>,
    newest: Option<UnixMillis>,
}

fn watched(service: &ServiceFact) -> Watched {
    Watched {
        name: service.status.name.clone(),
        is_daemon: service.role.is_some(),
        is_running: service.status.pid.is_some(),
    }
}

/// Services that have a folder, any of which may run, and be a daemon.
fn on_disk(paths: &Paths) -> Vec<Watched> {
    let Ok(entries) = std::fs::read_dir(paths.services()) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    names.map(|name| Watched { name, is_daemon: false, is_running: true }).collect()
}

/// The daemon of `gascli run DAEMON`; `None` for another command.
fn role(spec: &ServiceSpec) -> Option<String> {
    let [program, verb, daemon, ..] = spec.command.as_slice() else { return None };
    let is_ours =
        std::path::Path::new(program).file_name().is_some_and(|name| name.to_string_lossy().contains("gascli"));
    (is_ours && verb == "run").then(|| daemon.clone())
}
