//! Looks at services from outside, in the supervisor's own loop: whether those that start are ready, and whether those
//! that run keep their health rules. What they print is watched by their shims.
//!
//! Looks are aligned: all that are due every ten seconds happen in the same moment, so that a supervisor with many rules
//! wakes up seldom.

pub(crate) mod address;
pub(crate) mod folder;
mod judge;
mod look;

use std::collections::{BTreeMap, BTreeSet};
use std::os::fd::BorrowedFd;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nix::poll::PollFlags;

use super::gpu::GpuReport;
use super::health::{Action, Check, HealthRule, Problem};
use super::spec::{Readiness, ServiceSpec};
use super::status::{Exit, ServiceState};
use crate::types::{Paths, ServiceName, UnixMillis};
use judge::Standing;
use look::{Found, Look, Program, Target};

/// Looks at once; further ones wait for a moment.
const LOOKS: usize = 64;
/// How long they wait.
const LATER: Duration = Duration::from_millis(200);
/// Pause between the first looks at whether a service is ready, doubled with each.
const READY_FIRST: Duration = Duration::from_millis(100);
/// No pause between them is longer.
const READY_LONGEST: Duration = Duration::from_secs(2);
/// How long such a look may take.
const READY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a hook may take.
const HOOK_LIMIT: Duration = Duration::from_mins(1);
/// How long the driver of GPUs may take to tell.
const GPU_TIMEOUT: Duration = Duration::from_secs(20);
/// Longest report of the driver.
const GPU_REPORT: usize = 1 << 20;
/// Of what a probe's program prints.
const KEPT_OUTPUT: usize = 1 << 10;

/// A service as probes see it.
pub(super) struct View<'a> {
    pub(super) spec: &'a ServiceSpec,
    pub(super) state: ServiceState,
    /// Whether its process runs.
    pub(super) runs: bool,
    pub(super) run: u32,
    /// With what its programs are run; asked only when one is.
    pub(super) environment: &'a dyn Fn() -> BTreeMap<String, String>,
}

/// What follows from a look.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Finding {
    /// The service is ready.
    Ready,
    /// A rule asks for a new start.
    Restart(String),
}

/// Why a look is taken.
#[derive(Debug, Clone)]
enum Purpose {
    Ready,
    /// For these rules, by number.
    Rules(Vec<usize>),
    Hook,
    Gpu,
}

impl Purpose {
    /// Whether the look goes on whatever becomes of the service.
    fn outlives(&self) -> bool {
        matches!(self, Self::Hook | Self::Gpu)
    }
}

#[derive(Debug)]
struct UnderWay {
    service: ServiceName,
    purpose: Purpose,
    look: Look,
    limit: Duration,
}

#[derive(Debug, Default)]
struct Probed {
    run: u32,
    health: Vec<HealthRule>,
    standings: Vec<Standing>,
    /// When each rule is looked at next; `None` while it is not judged or is being looked at.
    next: Vec<Option<Instant>>,
    online: bool,
    ready_next: Option<Instant>,
    ready_pause: Duration,
}

/// Every look that is under way or due.
#[derive(Debug)]
pub(super) struct Probes {
    paths: Paths,
    /// Multiples of a rule's interval since then are when it is looked at.
    epoch: Instant,
    services: BTreeMap<ServiceName, Probed>,
    looks: BTreeMap<u64, UnderWay>,
    next_look: u64,
    woken: BTreeSet<u64>,
    findings: Vec<(ServiceName, Finding)>,
    gpu: Option<GpuReport>,
    /// How busy GPUs are with services, where that is known.
    busy: BTreeMap<ServiceName, u32>,
}

impl Probes {
    pub(super) fn new(paths: &Paths) -> Self {
        Self {
            paths: paths.clone(),
            epoch: Instant::now(),
            services: BTreeMap::new(),
            looks: BTreeMap::new(),
            next_look: 0,
            woken: BTreeSet::new(),
            findings: Vec::new(),
            gpu: None,
            busy: BTreeMap::new(),
        }
    }

    /// The next moment at which everything of this interval is looked at.
    pub(super) fn aligned(&self, every: Duration, from: Instant) -> Instant {
        let every = every.max(Duration::from_millis(1));
        let passed = from.saturating_duration_since(self.epoch);
        let rounds = passed.as_nanos() / every.as_nanos() + 1;
        let until = u32::try_from(rounds).ok().and_then(|rounds| every.checked_mul(rounds));
        until.and_then(|until| self.epoch.checked_add(until)).unwrap_or(from + every)
    }

    /// Whether a service needs to be followed at all.
    pub(super) fn concerns(spec: &ServiceSpec) -> bool {
        is_probed(&spec.readiness) || spec.health.iter().any(|rule| is_ours(&rule.check))
    }

    /// Forgets services that are not there any more.
    pub(super) fn retain(&mut self, exists: impl Fn(&ServiceName) -> bool) {
        self.services.retain(|name, _| exists(name));
        self.looks.retain(|_, under_way| under_way.purpose.outlives() || exists(&under_way.service));
    }

    /// Takes note of how a service is, and begins the looks that are due.
    pub(super) fn follow(&mut self, name: &ServiceName, view: &View<'_>, now: Instant) {
        let probed = self.services.entry(name.clone()).or_default();
        let mut left = false;
        if probed.health != view.spec.health {
            let rules = view.spec.health.len();
            *probed = Probed { health: view.spec.health.clone(), ..Probed::default() };
            (probed.standings, probed.next) = (vec![Standing::default(); rules], vec![None; rules]);
            left = true;
        }
        if probed.run != view.run {
            probed.run = view.run;
            probed.standings.iter_mut().for_each(Standing::begin_run);
            left = true;
        }
        let lives = matches!(view.state, ServiceState::Starting | ServiceState::Online);
        if view.state != ServiceState::Starting || left {
            probed.ready_next = None;
        }
        if view.state != ServiceState::Online || left {
            probed.online = false;
            probed.next.fill(None);
        }
        if left || !lives {
            self.looks.retain(|_, it| it.purpose.outlives() || it.service != *name);
        }
        match view.state {
            ServiceState::Starting if view.runs && is_probed(&view.spec.readiness) => {
                self.follow_start(name, view, now);
            }
            ServiceState::Online => self.follow_rules(name, view, now),
            state if state.is_final() => {
                self.services.remove(name);
            }
            _ => {}
        }
    }

    fn follow_start(&mut self, name: &ServiceName, view: &View<'_>, now: Instant) {
        let asks = self.looks.values().any(|it| it.service == *name && matches!(it.purpose, Purpose::Ready));
        let Some(probed) = self.services.get_mut(name) else { return };
        if asks || probed.ready_next.is_some_and(|at| now < at) {
            return;
        }
        probed.ready_pause = match probed.ready_next {
            None => READY_FIRST,
            Some(_) => (probed.ready_pause * 2).min(READY_LONGEST),
        };
        probed.ready_next = Some(now + probed.ready_pause);
        if let Some(target) = self.readiness_target(view) {
            self.begin(name, Purpose::Ready, &target, READY_TIMEOUT, now);
        }
    }

    fn follow_rules(&mut self, name: &ServiceName, view: &View<'_>, now: Instant) {
        if self.services.get(name).is_some_and(|probed| !probed.online) {
            let first: Vec<Option<Instant>> = view
                .spec
                .health
                .iter()
                .map(|rule| is_ours(&rule.check).then(|| self.aligned(rule.every, now + rule.grace)))
                .collect();
            if let Some(probed) = self.services.get_mut(name) {
                (probed.online, probed.next) = (true, first);
            }
        }
        let Some(probed) = self.services.get_mut(name) else { return };
        let due: Vec<usize> = probed
            .next
            .iter()
            .enumerate()
            .filter(|(_, next)| next.is_some_and(|at| now >= at))
            .map(|(number, _)| number)
            .collect();
        if due.is_empty() {
            return;
        }
        if self.looks.len() + due.len() > LOOKS {
            for number in due {
                probed.next[number] = Some(now + LATER);
            }
            return;
        }
        for number in &due {
            probed.next[*number] = None;
        }
        // All that ask the state socket share one answer.
        let (state, others): (Vec<usize>, Vec<usize>) =
            due.into_iter().partition(|number| asks_state(&view.spec.health[*number].check));
        let state = (!state.is_empty()).then_some(state);
        for numbers in others.into_iter().map(|number| vec![number]).chain(state) {
            let rules = numbers.iter().filter_map(|number| view.spec.health.get(*number));
            let limit = rules.clone().map(|rule| rule.timeout).max().unwrap_or(READY_TIMEOUT);
            let Some(target) = numbers.first().and_then(|number| self.rule_target(*number, view)) else { continue };
            self.begin(name, Purpose::Rules(numbers), &target, limit, now);
        }
    }

    fn begin(&mut self, name: &ServiceName, purpose: Purpose, target: &Target, limit: Duration, now: Instant) {
        match Look::begin(target, now + limit) {
            Ok(look) => {
                let number = self.next_look;
                self.next_look += 1;
                self.looks.insert(number, UnderWay { service: name.clone(), purpose, look, limit });
                self.woken.insert(number);
            }
            Err(reason) => self.conclude(name, purpose, &Err(reason), now),
        }
        self.advance(now);
    }

    /// Runs an operator's program because of an event. What it prints is not kept.
    pub(super) fn hook(&mut self, name: &ServiceName, command: &[String], environment: BTreeMap<String, String>) {
        if self.looks.len() >= LOOKS {
            return super::journal::say(name, "too many probes and hooks run already; a hook was left out");
        }
        let program = Program { command: command.to_vec(), cwd: PathBuf::from("/"), environment, keeps: KEPT_OUTPUT };
        self.begin(name, Purpose::Hook, &Target::Exec(program), HOOK_LIMIT, Instant::now());
    }

    /// Asks the driver of GPUs, by a helper: its library starts threads, and may hang.
    pub(super) fn ask_gpu(&mut self, name: &ServiceName, now: Instant) {
        if self.looks.values().any(|it| matches!(it.purpose, Purpose::Gpu)) {
            return;
        }
        let text = |(key, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((key.into_string().ok()?, value.into_string().ok()?))
        };
        let program = Program {
            command: vec!["/proc/self/exe".into(), "gpu".into()],
            cwd: "/".into(),
            environment: std::env::vars_os().filter_map(text).collect(),
            keeps: GPU_REPORT,
        };
        self.begin(name, Purpose::Gpu, &Target::Exec(program), GPU_TIMEOUT, now);
    }

    /// What the driver told since this was last asked.
    pub(super) fn take_gpu(&mut self) -> Option<GpuReport> {
        self.gpu.take()
    }

    /// How busy the GPUs are with a service.
    pub(super) fn set_busy(&mut self, name: &ServiceName, percent: Option<u32>) {
        match percent {
            Some(percent) => drop(self.busy.insert(name.clone(), percent)),
            None => drop(self.busy.remove(name)),
        }
    }

    /// What to poll for: number, descriptor, flags.
    pub(super) fn descriptors(&self) -> impl Iterator<Item = (u64, BorrowedFd<'_>, PollFlags)> {
        self.looks.iter().filter_map(|(number, under_way)| {
            let (fd, flags) = under_way.look.waits_for()?;
            Some((*number, fd, flags))
        })
    }

    /// Something happened on this descriptor.
    pub(super) fn wake(&mut self, number: u64) {
        self.woken.insert(number);
    }

    /// A child of the supervisor has ended.
    pub(super) fn reaped(&mut self, pid: u32, exit: Exit) {
        for (number, under_way) in &mut self.looks {
            if under_way.look.reaped(pid, exit) {
                self.woken.insert(*number);
            }
        }
    }

    /// Goes on with what can go on, and ends what takes too long.
    pub(super) fn advance(&mut self, now: Instant) {
        let mut woken = std::mem::take(&mut self.woken);
        woken.extend(self.looks.iter().filter(|(_, it)| now >= it.look.deadline).map(|(number, _)| *number));
        for number in woken {
            let Some(under_way) = self.looks.get_mut(&number) else { continue };
            let late = now >= under_way.look.deadline;
            let outcome = match under_way.look.advance() {
                Some(outcome) => outcome,
                None if late => Err(format!("no answer within {:?}", under_way.limit)),
                None => continue,
            };
            if let Some(UnderWay { service, purpose, .. }) = self.looks.remove(&number) {
                self.conclude(&service, purpose, &outcome, now);
            }
        }
    }

    fn conclude(&mut self, name: &ServiceName, purpose: Purpose, outcome: &Result<Found, String>, now: Instant) {
        let numbers = match purpose {
            Purpose::Hook => {
                if let Err(reason) = outcome {
                    super::journal::say(name, format_args!("its hook failed: {reason}"));
                }
                return;
            }
            Purpose::Gpu => {
                let report = match outcome {
                    Ok(Found::Text(text)) => serde_json::from_str(text).ok(),
                    _ => None,
                };
                self.gpu = Some(report.unwrap_or_default());
                return;
            }
            Purpose::Ready => {
                if outcome.as_ref().is_ok_and(Found::is_ready) {
                    self.findings.push((name.clone(), Finding::Ready));
                }
                return;
            }
            Purpose::Rules(numbers) => numbers,
        };
        for number in numbers {
            let Some(every) = self.services.get(name).and_then(|it| it.health.get(number)).map(|rule| rule.every)
            else {
                continue;
            };
            let again = self.aligned(every, now);
            let busy = self.busy.get(name).copied();
            let Some(probed) = self.services.get_mut(name) else { continue };
            let (Some(rule), Some(standing)) = (probed.health.get(number), probed.standings.get_mut(number)) else {
                continue;
            };
            let verdict = match (&rule.check, outcome) {
                (Check::GpuBusy { within }, Ok(Found::State(told))) => standing.gpu_verdict(*within, told, busy, now),
                _ => standing.verdict(&rule.check, outcome, now),
            };
            let acts = standing.take(rule, verdict, UnixMillis::now());
            probed.next[number] = Some(again);
            if let (true, Action::Restart, Some(problem)) = (acts, &rule.action, &standing.problem) {
                self.findings.push((name.clone(), Finding::Restart(format!("{}: {}", rule.name, problem.reason))));
            }
        }
    }

    /// What was found since this was last asked.
    pub(super) fn findings(&mut self) -> Vec<(ServiceName, Finding)> {
        std::mem::take(&mut self.findings)
    }

    /// The rules of a service that are broken.
    pub(super) fn problems(&self, name: &ServiceName) -> Vec<Problem> {
        let standings = self.services.get(name).map(|probed| probed.standings.as_slice()).unwrap_or_default();
        standings.iter().filter_map(|standing| standing.problem.clone()).collect()
    }

    /// When something is due though nothing happens.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let looks = self.looks.values().map(|under_way| under_way.look.deadline);
        let due = self.services.iter().flat_map(|(name, probed)| {
            let asks = self.looks.values().any(|it| it.service == *name && matches!(it.purpose, Purpose::Ready));
            probed.next.iter().copied().flatten().chain(probed.ready_next.filter(|_| !asks && !probed.online))
        });
        looks.chain(due).min()
    }

    fn readiness_target(&self, view: &View<'_>) -> Option<Target> {
        match &view.spec.readiness {
            Readiness::State => Some(self.state_target(view)),
            Readiness::Http { url } => address::http(url).ok().map(Target::Http),
            Readiness::Tcp { address } => address::tcp(address).ok().map(Target::Tcp),
            Readiness::Exec { command } => Some(exec(command, view)),
            Readiness::Running | Readiness::Notify | Readiness::Line { .. } => None,
        }
    }

    fn rule_target(&self, number: usize, view: &View<'_>) -> Option<Target> {
        match &view.spec.health.get(number)?.check {
            check if asks_state(check) => Some(self.state_target(view)),
            Check::Http { url } => address::http(url).ok().map(Target::Http),
            Check::Tcp { address } => address::tcp(address).ok().map(Target::Tcp),
            Check::Exec { command } => Some(exec(command, view)),
            Check::Disk { path, .. } => Some(Target::Exec(Program {
                command: vec!["/proc/self/exe".into(), folder::VERB.into(), path.to_str()?.into()],
                cwd: "/".into(),
                environment: BTreeMap::new(),
                keeps: KEPT_OUTPUT,
            })),
            _ => None,
        }
    }

    fn state_target(&self, view: &View<'_>) -> Target {
        Target::State(self.paths.state_socket(&view.spec.name))
    }
}

fn exec(command: &[String], view: &View<'_>) -> Target {
    Target::Exec(Program {
        command: command.to_vec(),
        cwd: view.spec.cwd.clone(),
        environment: (view.environment)(),
        keeps: KEPT_OUTPUT,
    })
}

/// Whether the supervisor finds out that a service is ready, not the service itself or its shim.
fn is_probed(readiness: &Readiness) -> bool {
    !matches!(readiness, Readiness::Running | Readiness::Notify | Readiness::Line { .. })
}

/// Whether a rule is for probes; those about the output are for the shim.
fn is_ours(check: &Check) -> bool {
    !matches!(check, Check::Output { .. } | Check::Line { .. })
}

fn asks_state(check: &Check) -> bool {
    matches!(
        check,
        Check::Answers | Check::State | Check::Challenges { .. } | Check::Queue { .. } | Check::GpuBusy { .. }
    )
}
