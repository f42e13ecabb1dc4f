//! What becomes of a service whose shim has gone: it was to go, it was killed, or it is only out of reach.

use std::time::{Duration, Instant};

use super::{LOOK_AGAIN, Pending, REVIVE_LONGEST, SHIM_STABLE, Service, TableError};
use crate::supervisor::desired::Wanted;
use crate::supervisor::events::{Draft, EventKind};
use crate::supervisor::journal::{say, with_causes};
use crate::supervisor::proc::Identity;
use crate::supervisor::record::{self, StatusFile};
use crate::supervisor::status::{ServiceState, ServiceStatus};
use crate::supervisor::wire::ToShim;
use crate::supervisor::{adopt, memory, policy};
use crate::types::{Paths, UnixMillis};

impl Service {
    /// The shim has gone: as it should, or killed.
    pub(in crate::supervisor) fn shim_gone(&mut self, paths: &Paths) {
        self.line = None;
        let final_state = self.status.state.is_final();
        let refused = std::mem::take(&mut self.refused);
        if !final_state || (refused && self.pending.is_none()) {
            let is_there = self.reconnect();
            if is_there && self.stopping {
                let makes_way = matches!(self.pending, Some(Pending::Start(..))) && self.understands(&ToShim::MakeWay);
                self.end_shim(if makes_way { &ToShim::MakeWay } else { &ToShim::Stop });
            }
            if is_there {
                return; // it lives, and only the line broke; or it is the one that was in its successor's way
            }
        }
        let was_stopping = std::mem::take(&mut self.stopping);
        self.status.shim_pid = None;
        match self.pending.take() {
            Some(Pending::Start(spec, environment)) => {
                if let Err(error) = self.start(paths, *spec, environment) {
                    self.start_later(&error);
                }
            }
            Some(Pending::Delete) => self.pending = Some(Pending::Delete),
            None if refused && self.revived => {
                let reason = self.status.reason.take().unwrap_or_default();
                self.plan_revival(reason);
            }
            None if final_state => {
                // A restart that the supervisor before had begun: the shim made way.
                self.environment = memory::recall(self.folder.path()).filter(|_| self.wanted == Wanted::Running);
                if self.environment.is_some() {
                    self.plan_revival("its restart was under way".into());
                } else {
                    memory::forget(self.folder.path());
                }
            }
            None => self.after_killed_shim(was_stopping),
        }
    }

    pub(super) fn after_killed_shim(&mut self, was_stopping: bool) {
        // What an earlier shim wrote says nothing of this one, which was killed before its child began.
        let is_its = |file: &StatusFile| file.shim.is_some() && file.shim == self.shim;
        if self.environment.is_none() && !was_stopping {
            self.environment = memory::recall(self.folder.path());
        }
        let file = record::read::<StatusFile>(&self.folder.status()).ok().flatten().filter(is_its);
        let log_dir = std::mem::take(&mut self.status.log_dir);
        match file {
            // Its last words were lost on the way here, but not on the disk.
            Some(file) if file.status.state.is_final() => {
                self.status = ServiceStatus { log_dir, ..file.status };
                return;
            }
            Some(file) => {
                let status = adopt::after_death(&self.folder, &file, "its shim was killed; start it again");
                self.status = ServiceStatus { log_dir, ..status };
            }
            None => {
                self.status = ServiceStatus {
                    state: ServiceState::Errored,
                    pid: None,
                    reason: Some("its shim was killed; start it again".into()),
                    log_dir,
                    ..self.status.clone()
                };
            }
        }
        if was_stopping {
            self.accept_down();
        } else if self.environment.is_some() {
            // One that was there before this supervisor has lived long.
            let lived = self.shim_started.map_or(SHIM_STABLE, |at| at.elapsed());
            self.shim_deaths = if lived >= SHIM_STABLE { 0 } else { self.shim_deaths };
            self.plan_revival("its shim was killed".into());
            self.note_killed_shim();
        }
    }

    /// Finds the shim that holds the lock, if there is one.
    pub(super) fn reconnect(&mut self) -> bool {
        if matches!(record::try_lock(&self.folder.lock()), Ok(None)) {
            self.line = adopt::connect(&self.folder);
        }
        // Otherwise it was killed, and a child that had not begun held its lock for a moment longer: who it was decides
        // whose word its status is.
        if let Some(line) = &self.line {
            self.shim = line.peer().and_then(Identity::of);
        }
        self.line.is_some()
    }

    /// Before something is asked of it: a shim that was out of reach may listen by now.
    pub(in crate::supervisor) fn find_shim(&mut self) {
        if self.look_again_at.is_some() {
            self.look_again();
        }
    }

    /// Looks again for a shim that was out of reach; if there is none any more, it was killed.
    pub(in crate::supervisor) fn look_again(&mut self) {
        self.look_again_at = None;
        if self.line.is_some() || self.reconnect() {
            return;
        }
        if matches!(record::try_lock(&self.folder.lock()), Ok(None)) {
            self.look_again_at = Some(Instant::now() + LOOK_AGAIN);
        } else if !self.status.state.is_final() {
            let was_stopping = std::mem::take(&mut self.stopping);
            self.after_killed_shim(was_stopping);
        }
    }

    /// Instead of the crash that its status shows.
    pub(super) fn note_killed_shim(&mut self) {
        let exit = self.status.last_exit.filter(|_| self.status.last_exit != self.told.last_exit);
        let text = "its shim was killed, and it ended with it; a new shim starts it again";
        let (exit, run) = (exit.map(|last| last.exit), self.status.run);
        self.news.push(Draft { exit, run, ..Draft::of(&self.status.name, EventKind::ShimKilled, text) });
        self.told.clone_from(&self.status);
    }

    /// Starts a new shim in place of one that was killed. A system that has no room for it just now is asked again.
    pub(in crate::supervisor) fn revive(&mut self, paths: &Paths) {
        say(&self.status.name, "starting a new shim");
        self.revived = true;
        if let Err(error) = self.start_shim(paths) {
            self.line = None;
            self.plan_revival(with_causes(&error));
        }
    }

    pub(super) fn plan_revival(&mut self, reason: String) {
        // The first time at once, then with the pauses that a child gets.
        let pause = match self.shim_deaths {
            0 => Duration::ZERO,
            deaths => policy::backoff(Duration::from_secs(1), REVIVE_LONGEST, deaths - 1, 0.0),
        };
        self.shim_deaths += 1;
        self.revive_at = Some(Instant::now() + pause);
        self.status.state = ServiceState::WaitingRestart;
        self.status.reason = Some(reason);
        self.status.next_start_at_ms = Some(UnixMillis::now().after(pause));
    }

    /// It ran, was asked to make way, and cannot be started just now: that may pass.
    pub(super) fn start_later(&mut self, error: &TableError) {
        if self.environment.is_some() && self.spec.is_some() {
            say(&self.status.name, with_causes(error));
            self.line = None;
            self.plan_revival(with_causes(error));
        } else {
            self.fail(error);
        }
    }

    /// An operator must act.
    pub(in crate::supervisor) fn fail(&mut self, error: &dyn std::error::Error) {
        let reason = with_causes(error);
        say(&self.status.name, &reason);
        memory::forget(self.folder.path());
        self.line = None;
        self.revive_at = None;
        self.status.state = ServiceState::Errored;
        self.status.pid = None;
        self.status.shim_pid = None;
        self.status.reason = Some(reason);
    }
}
