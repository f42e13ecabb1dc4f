//! What the supervisor does of its own accord: probes, limits, planned starts, services that wait for others, and the
//! events that follow.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;

use super::Supervisor;
use crate::supervisor::after::{Needs, needs};
use crate::supervisor::events::{Draft, EventKind};
use crate::supervisor::health::{Action, Check, Problem};
use crate::supervisor::limits::{Crossing, Gauge, is_near};
use crate::supervisor::probe::{Finding, Probes, View};
use crate::supervisor::proc;
use crate::supervisor::schedule;
use crate::supervisor::spec::ServiceSpec;
use crate::supervisor::status::ServiceState;
use crate::supervisor::table::Service;
use crate::supervisor::wire::ToShim;
use crate::types::{Paths, ServiceName, UnixMillis, size_words};

/// How often memory is looked at.
const MEMORY_EVERY: Duration = Duration::from_secs(10);
/// How often the driver of GPUs is asked.
const GPU_EVERY: Duration = Duration::from_secs(30);
/// The wall clock can be set: what is planned by it is looked at again after this.
const CLOCK_EVERY: Duration = Duration::from_mins(10);
/// A reason that a shim is told; its lines are short.
const LONGEST_REASON: usize = 500;

/// What is remembered between two turns.
#[derive(Debug)]
pub(super) struct Rounds {
    pub(super) probes: Probes,
    memory: BTreeMap<ServiceName, Gauge>,
    memory_next: Option<Instant>,
    gpu_memory: BTreeMap<ServiceName, Gauge>,
    gpu_next: Option<Instant>,
    plans: BTreeMap<ServiceName, Plan>,
    /// The broken rules whose hook has been run.
    hooked: BTreeMap<ServiceName, Vec<String>>,
}

/// The planned start of a service.
#[derive(Debug)]
struct Plan {
    run: u32,
    /// Times of day count from here.
    from: UnixMillis,
    next: Option<(UnixMillis, String)>,
}

impl Rounds {
    pub(super) fn new(paths: &Paths) -> Self {
        Self {
            probes: Probes::new(paths),
            memory: BTreeMap::new(),
            memory_next: None,
            gpu_memory: BTreeMap::new(),
            gpu_next: None,
            plans: BTreeMap::new(),
            hooked: BTreeMap::new(),
        }
    }

    /// When there is something to do though nothing happens.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let now = UnixMillis::now();
        let planned = self.plans.values().filter_map(|plan| plan.next.as_ref());
        let planned = planned.map(|(at, _)| Instant::now() + now.until(*at).min(CLOCK_EVERY));
        [self.probes.deadline(), self.memory_next, self.gpu_next].into_iter().flatten().chain(planned).min()
    }
}

impl Supervisor {
    /// Does what is due.
    pub(super) fn make_rounds(&mut self) {
        let now = Instant::now();
        self.rounds.probes.retain(|name| self.table.contains_key(name));
        for (name, service) in &self.table {
            let Some(spec) = service.spec.as_ref().filter(|spec| Probes::concerns(spec)) else { continue };
            let view = View {
                spec,
                state: if service.stopping { ServiceState::Stopping } else { service.status.state },
                runs: service.status.pid.is_some(),
                run: service.status.run,
                environment: &|| service.variables(),
            };
            self.rounds.probes.follow(name, &view, now);
        }
        self.rounds.probes.advance(now);
        for (name, finding) in self.rounds.probes.findings() {
            match finding {
                Finding::Ready => self.tell_shim(&name, &ToShim::Ready),
                Finding::Restart(reason) => self.restart(&name, &reason, true),
            }
        }
        self.meet_needs();
        self.measure_memory(now);
        self.measure_gpu(now);
        self.keep_plans();
        self.note_problems();
    }

    fn tell_shim(&mut self, name: &ServiceName, message: &ToShim) {
        if let Some(service) = self.table.get_mut(name) {
            service.tell_shim(message);
        }
    }

    /// Has a service ended and started again by its shim.
    fn restart(&mut self, name: &ServiceName, reason: &str, counts: bool) {
        let reason = reason.chars().take(LONGEST_REASON).collect();
        self.tell_shim(name, &ToShim::Restart { reason, counts });
    }

    /// Lets services go on that waited for others.
    fn meet_needs(&mut self) {
        let waits = |service: &&Service| {
            service.status.state == ServiceState::WaitingDependency && service.line.is_some() && !service.stopping
        };
        let waiting: Vec<(ServiceName, Needs)> = self
            .table
            .values()
            .filter(waits)
            .filter_map(|service| {
                let after = &service.spec.as_ref()?.after;
                let found = needs(after, |name| self.table.get(name).map(|service| &service.status));
                Some((service.status.name.clone(), found))
            })
            .collect();
        for (name, found) in waiting {
            let Some(service) = self.table.get_mut(&name) else { continue };
            match found {
                Needs::Open(reason) => service.status.reason = Some(reason),
                Needs::Met => {
                    // Its shim says so as well in a moment; until then it does not count as waiting.
                    (service.status.state, service.status.reason) = (ServiceState::Starting, None);
                    service.tell_shim(&ToShim::NeedsMet);
                }
                Needs::Failed(reason) => {
                    let reason: String = reason.chars().take(LONGEST_REASON).collect();
                    service.tell_shim(&ToShim::NeedsFailed { reason });
                }
            }
        }
    }

    fn measure_memory(&mut self, now: Instant) {
        let limited = |service: &Service| {
            let limit = service.spec.as_ref()?.limits.memory_bytes?;
            let shim = service.status.shim_pid?;
            service.status.pid?;
            (!service.stopping).then(|| (service.status.name.clone(), shim, service.status.run, limit))
        };
        let all: Vec<_> = self.table.values().filter_map(limited).collect();
        self.rounds.memory.retain(|name, _| all.iter().any(|(limited, ..)| limited == name));
        if all.is_empty() {
            self.rounds.memory_next = None;
            return;
        }
        let next = *self.rounds.memory_next.get_or_insert(now);
        if now < next {
            return;
        }
        self.rounds.memory_next = Some(self.rounds.probes.aligned(MEMORY_EVERY, now));
        for (name, shim, run, limit) in all {
            let mut used = proc::resident_bytes(shim);
            if is_near(used, limit) {
                used = proc::proportional_bytes(shim); // workers share what their parent has loaded
            }
            let crossing = self.rounds.memory.entry(name.clone()).or_default().take(used, limit, run);
            self.tell_crossing(&name, crossing, &format!("memory: {} of {}", size_words(used), size_words(limit)));
        }
    }

    fn measure_gpu(&mut self, now: Instant) {
        let asks = |service: &Service| {
            let spec = service.spec.as_ref()?;
            let limit = spec.limits.gpu_memory_bytes;
            let rule = spec.health.iter().any(|rule| matches!(rule.check, Check::GpuBusy { .. }));
            let shim = service.status.shim_pid?;
            service.status.pid?;
            let runs = !service.stopping && (limit.is_some() || rule);
            runs.then(|| (service.status.name.clone(), shim, service.status.run, limit))
        };
        let all: Vec<_> = self.table.values().filter_map(asks).collect();
        self.rounds.gpu_memory.retain(|name, _| all.iter().any(|(limited, ..)| limited == name));
        let Some((first, ..)) = all.first() else {
            self.rounds.gpu_next = None;
            return;
        };
        if self.rounds.gpu_next.is_none_or(|next| now >= next) {
            self.rounds.gpu_next = Some(self.rounds.probes.aligned(GPU_EVERY, now));
            self.rounds.probes.ask_gpu(first, now);
        }
        let Some(report) = self.rounds.probes.take_gpu() else { return };
        for (name, shim, run, limit) in all {
            let found = report.of(&proc::descendants(shim));
            self.rounds.probes.set_busy(&name, found.and_then(|found| found.utilization_percent));
            // A driver that tells nothing of these processes, as in some containers, breaks no limit.
            let (Some(limit), Some(found)) = (limit, found) else { continue };
            let crossing = self.rounds.gpu_memory.entry(name.clone()).or_default().take(found.memory_bytes, limit, run);
            let words = format!("GPU memory: {} of {}", size_words(found.memory_bytes), size_words(limit));
            self.tell_crossing(&name, crossing, &words);
        }
    }

    fn tell_crossing(&mut self, name: &ServiceName, crossing: Option<Crossing>, words: &str) {
        match crossing {
            None => {}
            Some(Crossing::Near) => self.news.push(Draft::of(name, EventKind::LimitNear, words)),
            Some(Crossing::Reached) => {
                self.news.push(Draft::of(name, EventKind::LimitReached, format!("{words}; it is started again")));
                self.restart(name, &format!("has reached its limit of {words}"), true);
            }
        }
    }

    /// Starts services again whose planned time has come.
    fn keep_plans(&mut self) {
        let now = UnixMillis::now();
        let mut due = Vec::new();
        let table = &self.table;
        self.rounds.plans.retain(|name, _| table.contains_key(name));
        for (name, service) in table {
            let runs = service.line.is_some() && service.status.pid.is_some() && !service.stopping;
            let Some(spec) = service.spec.as_ref().filter(|spec| runs && !spec.restart.schedule.is_empty()) else {
                self.rounds.plans.remove(name);
                continue;
            };
            let run = service.status.run;
            let plan = self.rounds.plans.entry(name.clone()).or_insert_with(|| Plan { run: 0, from: now, next: None });
            if plan.run != run {
                (plan.run, plan.from) = (run, now);
                plan.next = first_planned(spec, service.status.started_at_ms.unwrap_or(now), now);
            }
            if let Some((at, words)) = plan.next.clone().filter(|(at, _)| *at <= now) {
                let late = at.until(now) > schedule::LATE && words.starts_with("at ");
                if late {
                    plan.next = first_planned(spec, service.status.started_at_ms.unwrap_or(now), now);
                } else {
                    plan.next = None; // the next run has its own
                    due.push((name.clone(), words));
                }
            }
        }
        for (name, words) in due {
            self.news.push(Draft::of(&name, EventKind::Scheduled, format!("started again as planned ({words})")));
            self.restart(&name, &format!("started again as planned ({words})"), false);
        }
    }

    /// Takes over what probes found, and runs the hooks of rules that have just been broken.
    fn note_problems(&mut self) {
        let mut hooks = Vec::new();
        let table = &mut self.table;
        self.rounds.hooked.retain(|name, _| table.contains_key(name));
        for (name, service) in table {
            let Some(spec) = service.spec.as_ref().filter(|spec| !spec.health.is_empty()) else { continue };
            service.probe_problems = self.rounds.probes.problems(name);
            let problems = service.with_all_problems().problems;
            let hooked = self.rounds.hooked.entry(name.clone()).or_default();
            hooked.retain(|rule| problems.iter().any(|problem| problem.rule == *rule));
            for problem in problems {
                let rule = spec.health.iter().find(|rule| rule.name == problem.rule);
                if let Some(Action::Hook(command)) = rule.map(|rule| &rule.action)
                    && !hooked.contains(&problem.rule)
                {
                    hooked.push(problem.rule.clone());
                    hooks.push((name.clone(), command.clone(), problem));
                }
            }
        }
        for (name, command, problem) in hooks {
            self.hook(&name, &command, &problem);
        }
    }

    /// Runs a rule's program, in the service's environment, with the event in variables.
    fn hook(&mut self, name: &ServiceName, command: &[String], problem: &Problem) {
        let Some(service) = self.table.get(name) else { return };
        let mut environment = service.variables();
        let event = [
            ("GASCLI_EVENT_KIND", "unhealthy".to_owned()),
            ("GASCLI_EVENT_SERVICE", name.to_string()),
            ("GASCLI_EVENT_TEXT", format!("{}: {}", problem.rule, problem.reason)),
            ("GASCLI_EVENT_RULE", problem.rule.clone()),
            ("GASCLI_EVENT_AT", problem.since_ms.to_string()),
            ("GASCLI_EVENT_RUN", service.status.run.to_string()),
        ];
        environment.extend(event.map(|(key, value)| (key.to_owned(), value)));
        self.rounds.probes.hook(name, command, environment);
    }
}

/// The first of all planned starts, with its words.
fn first_planned(spec: &ServiceSpec, started: UnixMillis, from: UnixMillis) -> Option<(UnixMillis, String)> {
    let zone = TimeZone::system();
    let all = spec.restart.schedule.iter();
    all.filter_map(|each| Some((schedule::next(each, started, from, &zone)?, schedule::words(each)))).min()
}
