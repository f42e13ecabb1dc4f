//! Takes processes over one by one, so that there are never two of one.
//!
//! ```text
//!  Planned ──pm2 stop──> Stopping ──all of it gone, pm2 delete, pm2 save, table──> Removed ──gascli start──> Done
//! ```
//!
//! Each step is written down before what follows it. Whoever is cut off leaves at most one process running, and the
//! next import goes on from there.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::gone::{Trace, doubles};
use super::journal::{Entry, Journal, Step};
use super::list::Process;
use super::plan::{KILL_TIMEOUT, Planned};
use super::program::{Pm2, patience, patience_text};
use super::write;
use crate::cli::start::{Starter, tables};
use crate::cli::{Context, output};
use crate::config::file;
use crate::supervisor::{Client, ServiceState, proc};
use crate::types::{ServiceName, path_word};

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
}

/// What one import works with.
pub(super) struct Hands<'a> {
    pub(super) context: &'a Context,
    /// The PM2 that runs, if the list is its own.
    pub(super) pm2: Option<&'a Pm2>,
    /// The dump that a boot would bring back.
    pub(super) dump: Option<PathBuf>,
    /// Whether processes stay in PM2's list, stopped.
    pub(super) keep: bool,
    /// How long a service must run before the next is taken over.
    pub(super) settle: Duration,
}

impl Hands<'_> {
    /// Takes one over, or goes on with it. `planned` is what PM2's list says, if it is still there.
    pub(super) fn take(
        &self,
        journal: &mut Journal,
        mut entry: Entry,
        planned: Option<&Planned>,
    ) -> anyhow::Result<Outcome> {
        // Before PM2's is stopped: no time is lost on what cannot be started here.
        if let Some(planned) = planned.filter(|_| self.pm2.is_some())
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
        if matches!(outcome, Outcome::Started { .. }) {
            entry.step = Step::Done;
            journal.put(entry)?;
        }
        Ok(outcome)
    }

    /// A process of the same command and folder that neither PM2 nor gascli knows.
    fn double(&self, journal: &Journal, entry: &Entry, planned: Option<&Planned>) -> anyhow::Result<Option<u32>> {
        let mut others = BTreeSet::new();
        let mut add = |pid: u32| {
            others.insert(pid);
            others.extend(proc::descendants(pid));
        };
        if let Some(pm2) = self.pm2 {
            for process in pm2.list()? {
                // Once it is said to be gone from there, it is the very one that is looked for.
                let is_sought = planned.is_none() && is_it(&process, entry);
                process.pid.filter(|_| !is_sought).into_iter().for_each(&mut add);
            }
        }
        if let Some(mut client) = Client::connect(&self.context.paths)? {
            let ours = client.status()?.into_iter().filter(|status| journal.has(&status.name));
            ours.filter_map(|status| status.pid).for_each(&mut add);
        }
        if planned.is_some() {
            others.extend(entry.trace.pids());
        }
        let found = doubles(&entry.command, &entry.cwd, &entry.script, &others);
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
        let mut found = fresh.into_iter().filter(|process| is_it(process, entry));
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
        let left = entry.trace.wait(patience(kill_timeout));
        if !left.is_empty() {
            return Ok(Some(lives(&left, kill_timeout)));
        }
        if let Some(dump) = &self.dump {
            write::keep_dump(dump)?;
        }
        if let Some((pm2, id)) = running.filter(|_| !self.keep) {
            pm2.delete(id, kill_timeout)?;
            if pm2.list()?.iter().any(|other| is_it(other, entry)) {
                return Ok(Some(format!("PM2 has it still, though `pm2 delete {id}` succeeded")));
            }
            // PM2 may have started it between the two: a time of its cron_restart, a file that it watches.
            let left = entry.trace.wait(patience(kill_timeout));
            if !left.is_empty() {
                return Ok(Some(lives(&left, kill_timeout)));
            }
        }
        if let Some(pm2) = self.pm2 {
            pm2.save()?; // also if it has gone from the list before: the import may have been cut off in between
        } else if let Some(dump) = self.dump.as_ref().filter(|_| !self.keep) {
            write::take_off_dump(dump, entry)?;
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
        let failed = match started {
            Ok(_) => watch(&mut starter.client, service, self.settle, before)?,
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
}

/// Whether this is the process of PM2's list that an entry is about; one that does not say which of several it is may
/// be.
fn is_it(process: &Process, entry: &Entry) -> bool {
    let instance = entry.instance.zip(process.instance());
    process.name == entry.name && instance.is_none_or(|(one, other)| one == other)
}

fn another(pid: u32, then: &str) -> String {
    format!("a process of the same command and folder runs, which is neither PM2's nor gascli's (pid {pid}): {then}")
}

fn lives(left: &[u32], kill_timeout: Duration) -> String {
    let pids: Vec<String> = left.iter().take(8).map(ToString::to_string).collect();
    format!(
        "{} after it was to stop, these of its processes live on: {}; end them (`kill {}`), then `gascli import pm2` \
         again",
        patience_text(kill_timeout),
        pids.join(", "),
        pids.join(" ")
    )
}

/// Looks whether a service stays up; its pid, or what happened to it. `before` is how often it was restarted so far.
fn watch(
    client: &mut Client,
    service: &ServiceName,
    settle: Duration,
    before: u32,
) -> anyhow::Result<Result<Option<u32>, String>> {
    let end = Instant::now() + settle;
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
        if Instant::now() >= end {
            return Ok(Ok(status.pid));
        }
        std::thread::sleep(LOOK);
    }
}
