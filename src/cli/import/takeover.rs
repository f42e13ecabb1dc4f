//! Takes processes over one by one, so that there are never two of one.
//!
//! ```text
//!  Planned ──pm2 stop──> Stopping ──all of it gone, pm2 delete, pm2 save, table──> Removed ──gascli start──> Done
//! ```
//!
//! Each step is written down before what follows it. Whoever is cut off leaves at most one process running, and the
//! next import goes on from there.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::gone::{Trace, doubles};
use super::journal::{Entry, Journal, Step};
use super::plan::{KILL_TIMEOUT, Planned};
use super::program::{Pm2, patience};
use super::signals::Signals;
use super::write;
use crate::cli::start::{Starter, tables};
use crate::cli::{Context, output};
use crate::config::file;
use crate::supervisor::{Client, ServiceState, proc};
use crate::types::{ServiceName, path_word, span_text};

/// How often a service that was started is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// What came of one process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub(super) enum Outcome {
    /// It runs here.
    Started { pid: Option<u32> },
    /// It was stopped in PM2, and is so here.
    Stopped,
    /// It was not started here.
    Left { reason: String },
    /// It was started here, failed, and is stopped.
    Failed { reason: String, bring_back: String },
    /// An error came in between; where it stands now.
    Broken { reason: String, stands: String },
}

impl Outcome {
    /// Whether the next may be turned to.
    pub(super) fn is_well(&self) -> bool {
        matches!(self, Self::Started { .. } | Self::Stopped)
    }
}

/// What one import works with.
pub(super) struct Hands<'a> {
    pub(super) context: &'a Context,
    /// The PM2 that runs, if the list is its own.
    pub(super) pm2: Option<&'a Pm2>,
    /// The dump that a boot would bring back, wherever the list is from.
    pub(super) dump: PathBuf,
    /// Whether processes stay in PM2's list, stopped.
    pub(super) keep: bool,
    /// How long a service must run before the next is taken over.
    pub(super) settle: Duration,
    /// Whether somebody wants it to end.
    pub(super) signals: &'a Signals,
}

impl Hands<'_> {
    /// Takes one over, or goes on with it. `planned` is what PM2's list says, if it is still there.
    pub(super) fn take(
        &self,
        journal: &mut Journal,
        mut entry: Entry,
        planned: Option<&Planned>,
    ) -> anyhow::Result<Outcome> {
        if let Some(planned) = planned.filter(|_| self.pm2.is_none()) {
            entry.trace = Trace::of(&planned.process).and(&entry.trace);
        }
        // Before PM2's is stopped: no time is lost on what cannot be started here.
        if let Some(planned) = planned
            && let Some(pid) = self.double(journal, &entry, Some(planned))?
        {
            let then = "end it, then `gascli import pm2` again; PM2's was not touched";
            return Ok(Outcome::Left { reason: another(pid, then) });
        }
        if let Some(reason) = self.remove(journal, &mut entry, planned)? {
            return Ok(Outcome::Left { reason });
        }
        if !file::services(&tables(self.context)?).contains_key(&entry.service) {
            write::add_table(&self.context.paths, &entry)?;
        }
        entry.step = Step::Removed;
        journal.put(entry.clone())?;
        if !entry.runs {
            entry.step = Step::Done;
            journal.put(entry)?;
            return Ok(Outcome::Stopped);
        }
        // Again: what PM2 did meanwhile (a planned restart, another's `pm2 start`) is not known by any pid.
        if let Some(pid) = self.double(journal, &entry, None)? {
            let start = format!("if it is another one, `gascli start {}`", entry.service);
            let then = format!("end it, then `gascli import pm2` again; or, {start}");
            return Ok(Outcome::Left { reason: another(pid, &then) });
        }
        let outcome = self.start(&entry.service)?;
        // Of one that was not watched to the end the next import hears what became of it.
        if matches!(outcome, Outcome::Started { .. }) && self.signals.came().is_none() {
            entry.step = Step::Done;
            journal.put(entry)?;
        }
        Ok(outcome)
    }

    /// Where a process stands after an error, as far as it can be told.
    pub(super) fn stands(&self, journal: &Journal, entry: &Entry) -> String {
        let name = &entry.name;
        let step = journal.find(name, entry.instance).map_or(Step::Planned, |entry| entry.step);
        let there = match self.pm2.map(Pm2::list) {
            _ if step == Step::Planned => "was not touched in PM2".to_owned(),
            None => "is not run by PM2".into(),
            Some(Err(_)) => "was to be stopped in PM2, which does not answer (`pm2 list`)".into(),
            Some(Ok(list)) => match list.iter().find(|process| entry.is_of(process)) {
                Some(process) if process.is_at_rest() => "is stopped in PM2".into(),
                Some(process) => format!("is {} in PM2", process.state),
                None => "is off PM2's list".into(),
            },
        };
        let ask = |client: Option<Client>| client.map_or(Ok(Vec::new()), |mut client| client.status());
        let here = match Client::connect(&self.context.paths).and_then(ask) {
            Err(_) => "whether it runs here cannot be told (`gascli ps`)",
            Ok(all) => {
                let runs = all.iter().any(|status| status.name == entry.service && !status.state.is_final());
                if runs { "runs here" } else { "is not running here" }
            }
        };
        format!("`{name}` {there} and {here}; `gascli import pm2` goes on")
    }

    /// A process that does the work of this one, and is known neither as PM2's nor as another service of gascli's.
    fn double(&self, journal: &Journal, entry: &Entry, planned: Option<&Planned>) -> anyhow::Result<Option<u32>> {
        let mut others = BTreeSet::new();
        let mut add = |pid: u32| {
            others.insert(pid);
            others.extend(proc::descendants(pid));
        };
        if let Some(pm2) = self.pm2 {
            for process in pm2.list()? {
                // Once it is said to be gone from there, it is the very one that is looked for.
                let is_sought = planned.is_none() && entry.is_of(&process);
                process.pid.filter(|_| !is_sought).into_iter().for_each(&mut add);
            }
        }
        if let Some(mut client) = Client::connect(&self.context.paths)? {
            let ours = client.status()?.into_iter().filter(|status| journal.is_no_double(&status.name, entry));
            ours.filter_map(|status| status.pid).for_each(&mut add);
        }
        if let Some(planned) = planned.filter(|_| self.pm2.is_some()) {
            others.extend(Trace::of(&planned.process).and(&entry.trace).left()); // these will be ended
        }
        let found = doubles(entry, &others);
        Ok(found.first().copied())
    }

    /// Ends a process in PM2 and makes sure that PM2 will not start it again; why not, if that cannot be had.
    fn remove(
        &self,
        journal: &mut Journal,
        entry: &mut Entry,
        planned: Option<&Planned>,
    ) -> anyhow::Result<Option<String>> {
        let fresh = self.pm2.map(Pm2::list).transpose()?.unwrap_or_default();
        let mut found = fresh.into_iter().filter(|process| entry.is_of(process));
        let process = found.next();
        if found.next().is_some() {
            return Ok(Some("PM2 has several of this name by now: look with `pm2 list`, then try again".into()));
        }
        let kill_timeout = planned.map(|planned| planned.kill_timeout);
        let kill_timeout = kill_timeout.or_else(|| process.as_ref()?.span("kill_timeout")).unwrap_or(KILL_TIMEOUT);
        if let Some(process) = &process {
            entry.trace = Trace::of(process).and(&entry.trace);
            entry.runs |= process.is_wanted();
        }
        if entry.step < Step::Removed || process.is_some() {
            entry.step = Step::Stopping;
            journal.put(entry.clone())?;
        }
        let running = self.pm2.zip(process.as_ref().and_then(|process| process.id));
        if let Some((pm2, id)) = running
            && process.as_ref().is_some_and(|process| !process.is_at_rest())
        {
            output::note(format_args!("{}: PM2 stops its process {id}", entry.service));
            pm2.stop(id, kill_timeout)?;
        }
        // Where nothing was told to end, there is nothing to wait for.
        let patient = if self.pm2.is_some() { patience(kill_timeout) } else { Duration::ZERO };
        let left = entry.trace.wait(patient);
        if !left.is_empty() {
            return Ok(Some(lives(&left, patient)));
        }
        write::keep_dump(&self.dump)?;
        if let Some((pm2, id)) = running.filter(|_| !self.keep) {
            pm2.delete(id, kill_timeout)?;
            if pm2.list()?.iter().any(|other| entry.is_of(other)) {
                return Ok(Some(format!("PM2 has it still, though `pm2 delete {id}` succeeded")));
            }
            // PM2 may have started it between the two: a time of its cron_restart, a file that it watches.
            let left = entry.trace.wait(patient);
            if !left.is_empty() {
                return Ok(Some(lives(&left, patient)));
            }
        }
        if let Some(pm2) = self.pm2 {
            pm2.save()?; // also if it has gone from the list before: the import may have been cut off in between
        } else if let Err(error) = write::take_off_dump(&self.dump, entry, self.keep) {
            let why = "a boot could bring it back; mend the file or put it away, then `gascli import pm2` again";
            return Ok(Some(format!("{error:#}: {why}")));
        }
        Ok(None)
    }

    /// Starts a service as `gascli start` does, and watches it for a while.
    fn start(&self, service: &ServiceName) -> anyhow::Result<Outcome> {
        let mut starter = Starter::new(self.context, &tables(self.context)?)?;
        let planned = starter.planned(service.clone(), &[], false)?;
        let before = starter.present.get(service).filter(|status| !status.state.is_final());
        let before = before.map_or(0, |status| status.restarts);
        let started = starter.start(&[planned], None).and_then(crate::cli::start::Started::answer_alone);
        // A terminal that has gone is no reason to stop what runs.
        let is_unprinted = |error: &anyhow::Error| error.downcast_ref::<io::Error>().is_some();
        let failed = match started {
            Ok(_) => self.watch(&mut starter.client, service, before)?,
            Err(error) if is_unprinted(&error) => self.watch(&mut starter.client, service, before)?,
            Err(error) => Err(error.chain().last().map_or_else(String::new, ToString::to_string)),
        };
        let reason = match failed {
            Ok(pid) => return Ok(Outcome::Started { pid }),
            Err(reason) => reason,
        };
        let present = starter.client.status()?.iter().any(|status| status.name == *service);
        if present {
            let status = starter.client.stop(service)?;
            if !status.state.is_final() {
                anyhow::bail!("`{service}` failed ({reason}), and does not stop: `gascli stop {service} --now`");
            }
        }
        let file = write::way_back(&self.context.paths, service);
        Ok(Outcome::Failed { reason, bring_back: format!("pm2 start {}", path_word(&file)) })
    }

    /// Looks whether a service stays up; its pid, or what happened to it. `before` is how often it was restarted so far.
    /// Who wants the import to end does not wait for that.
    fn watch(
        &self,
        client: &mut Client,
        service: &ServiceName,
        before: u32,
    ) -> anyhow::Result<Result<Option<u32>, String>> {
        let end = Instant::now() + self.settle;
        loop {
            let status = client.status()?.into_iter().find(|status| status.name == *service);
            let Some(status) = status else { return Ok(Err("the supervisor knows it no more".into())) };
            let reason = || status.reason.clone().unwrap_or_else(|| status.state.word().to_owned());
            match status.state {
                // A job that has done its work.
                ServiceState::Stopped if status.last_exit.is_some_and(|last| last.exit.code == Some(0)) => {
                    return Ok(Ok(None));
                }
                ServiceState::Starting | ServiceState::Online if status.restarts <= before => {}
                ServiceState::Starting | ServiceState::Online => {
                    return Ok(Err("it ended soon after its start, and was started again".into()));
                }
                _ => return Ok(Err(reason())),
            }
            if Instant::now() >= end || self.signals.came().is_some() {
                return Ok(Ok(status.pid));
            }
            std::thread::sleep(LOOK);
        }
    }
}

fn another(pid: u32, then: &str) -> String {
    format!("a process runs already that does the same work, or that an earlier PM2 left (pid {pid}): {then}")
}

fn lives(left: &[u32], waited: Duration) -> String {
    let pids: Vec<String> = left.iter().take(8).map(ToString::to_string).collect();
    let when = if waited.is_zero() { String::new() } else { format!("{} after it was to stop, ", span_text(waited)) };
    format!(
        "{when}these of its processes live on: {}; end them (`kill {}`), then `gascli import pm2` again",
        pids.join(", "),
        pids.join(" ")
    )
}
