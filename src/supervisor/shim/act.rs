//! Takes the steps of [`policy`](crate::supervisor::policy) and does what they say.

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Instant;

use super::Shim;
use super::child::{self, Running, SpawnError};
use crate::supervisor::journal::{say, with_causes};
use crate::supervisor::memory;
use crate::supervisor::policy::{Effect, Event, State, step};
use crate::supervisor::proc::{self, Identity};
use crate::supervisor::record::{self, ExitRecord, StatusFile};
use crate::supervisor::status::{Exit, LastExit, ServiceState, ServiceStatus};
use crate::supervisor::wire::{FromShim, SHIM_PROTOCOL};
use crate::types::UnixMillis;

impl Shim {
    /// Takes a step and does what follows from it, until nothing follows.
    pub(super) fn happen(&mut self, event: Event) {
        if matches!(event, Event::StopAsked(_) | Event::KillAsked) {
            // Should this process be killed meanwhile, nobody may start the service again.
            memory::forget(self.folder.path());
        }
        let (life, effects) = step(self.life.clone(), event, &self.spec, Instant::now(), jitter());
        self.life = life;
        self.perform(effects);
    }

    pub(super) fn perform(&mut self, effects: Vec<Effect>) {
        let mut open: VecDeque<Effect> = effects.into();
        while let Some(effect) = open.pop_front() {
            let Some(event) = self.do_one(effect) else { continue };
            let (life, more) = step(self.life.clone(), event, &self.spec, Instant::now(), jitter());
            self.life = life;
            open.extend(more);
        }
        // Last: a disk that is brought up to date is slow to take what the next start writes.
        if std::mem::take(&mut self.unsynced) {
            self.syncer.sync(&self.folder.exits());
        }
    }

    /// Does one thing; what came of it may be an event.
    pub(super) fn do_one(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Spawn => return Some(self.spawn()),
            Effect::Record(exit, asked) => self.record(exit, asked),
            Effect::SignalGroup(pid) => self.signal_group(pid),
            Effect::SignalRest => return self.signal_rest(),
            Effect::KillAll => self.kill_all(),
            Effect::Save => self.save(),
            Effect::Ignored(event) => say(&self.spec.name, format_args!("unexpected: {event:?}")),
        }
        None
    }

    pub(super) fn spawn(&mut self) -> Event {
        self.run = self.run.saturating_add(1);
        (self.signalled_group, self.child) = (None, None);
        self.watch.begin_run();
        self.started_at = Some(UnixMillis::now());
        // Should this process be killed before it can note the pid: the start itself is known.
        self.write_status(&self.status());
        self.family.renew();
        match child::spawn(&self.spec, &self.environment, &self.notify, self.family.group.as_ref()) {
            Ok(Running { pid, out, err }) => {
                self.family.begun();
                self.has_run = true;
                (self.out, self.err) = (Some(out), Some(err));
                self.child = Identity::of(pid);
                Event::Spawned(pid)
            }
            // What could be run before will be there again: an installation may be under way, a disk away for a moment.
            Err(SpawnError::Never(reason)) if self.has_run => Event::SpawnDelayed(reason),
            Err(SpawnError::Never(reason)) => Event::SpawnFailed(reason),
            Err(SpawnError::NotNow(reason)) => Event::SpawnDelayed(reason),
        }
    }

    pub(super) fn record(&mut self, exit: Exit, asked: bool) {
        let ended_at_ms = UnixMillis::now();
        let pid = self.child.as_ref().map_or(0, |child| child.pid);
        let out_of_memory = self.family.out_of_memory(exit);
        let oom = out_of_memory.is_some();
        let entry = ExitRecord { run: self.run, pid, exit, started_at_ms: self.started_at, ended_at_ms, asked, oom };
        match self.folder.append_exit(&entry) {
            // Nothing follows an exit that was asked for; what follows any other need not wait for the disk either, as
            // whatever loses the record now would end the successor too.
            Ok(()) if asked => {}
            Ok(()) => self.unsynced = true,
            Err(error) => {
                say(
                    &self.spec.name,
                    format_args!("{exit} of pid {pid} could not be recorded: {}", with_causes(&error)),
                );
            }
        }
        self.last_exit = Some(LastExit { exit, at_ms: ended_at_ms, oom });
        if let Some(text) = out_of_memory {
            self.output.remark(self.run, &text);
            self.life.explain(&text);
        }
    }

    pub(super) fn status(&self) -> StatusFile {
        let (state, pid, reason) = self.life.summary();
        let next_start_at_ms = match &self.life.state {
            State::WaitingRestart { until, .. } => {
                Some(UnixMillis::now().after(until.saturating_duration_since(Instant::now())))
            }
            _ => None,
        };
        let status = ServiceStatus {
            pid,
            reason: reason.map(str::to_owned),
            started_at_ms: self.started_at,
            next_start_at_ms,
            restarts: self.life.tries.restarts,
            run: self.run,
            last_exit: self.last_exit,
            log_trouble: self.output.trouble(),
            log_dir: self.log_dir.clone(),
            problems: if state.is_final() { Vec::new() } else { self.watch.problems() },
            log_segment: self.output.segment(),
            ..ServiceStatus::unknown(self.spec.name.clone(), state, None)
        };
        let child = self.child.clone().filter(|_| pid.is_some() || state == ServiceState::Stopping);
        let cgroup = self.family.group.as_ref().map(|group| group.path().to_owned());
        StatusFile { status, child, shim: self.own.clone(), cgroup, boot_id: proc::boot_id() }
    }

    pub(super) fn write_status(&self, file: &StatusFile) {
        if let Err(error) = record::write(&self.folder.status(), file) {
            say(&self.spec.name, with_causes(&error));
        }
    }

    /// Tells the state: to the disk for those who come later, to the lines for those who listen.
    pub(super) fn save(&mut self) {
        let file = Box::new(self.status());
        if file.status.state.is_final() && !self.makes_way {
            memory::forget(self.folder.path());
        }
        self.write_status(&file);
        let told = FromShim::State { shim_pid: std::process::id(), file, protocol: SHIM_PROTOCOL };
        self.watchers.retain_mut(|watcher| !watcher.watches || watcher.line.send(&told).is_ok());
    }
}

/// From -1 to 1, for pauses. Not for secrets.
fn jitter() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    f64::from(u32::try_from(random >> 32).unwrap_or(0)) / f64::from(u32::MAX) * 2.0 - 1.0
}
