//! Ends a service: whom a stop is for ([`Kill`]), how they are told and how they are struck, and when none is left.

use nix::errno::Errno;
use nix::sys::signal::Signal;
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};

use super::{CHUNKS_IN_A_ROW, Shim};
use crate::supervisor::cgroup::{CgroupError, Group, Place};
use crate::supervisor::journal::{say, with_causes};
use crate::supervisor::oom::OomKills;
use crate::supervisor::policy::{Event, State};
use crate::supervisor::proc;
use crate::supervisor::spec::{Kill, ServiceSpec};
use crate::supervisor::status::Exit;
use crate::types::Paths;

/// Looks for more to strike in one go: who was found with its children could still lose one to its shim.
const STRIKES: u32 = 8;

/// What holds the processes of a service together.
#[derive(Debug, Default)]
pub(super) struct Family {
    /// Its control group, if it has one.
    pub(super) group: Option<Group>,
    place: Option<Place>,
    /// As of the child's start.
    oom_kills: Option<OomKills>,
    /// This shim has sent SIGKILL.
    struck: bool,
}

impl Family {
    /// Makes a control group where that is possible. A service of which others may survive has none: they would be found
    /// in it.
    pub(super) fn begin(paths: &Paths, spec: &ServiceSpec) -> Self {
        let place = Place::find();
        let made = match &place {
            Ok(place) if spec.stop.kill == Kill::Tree => Some(Group::make(place, paths, &spec.name)),
            _ => None,
        };
        let group = made.transpose().unwrap_or_else(|error: CgroupError| {
            say(&spec.name, with_causes(&error));
            None
        });
        // Of a shim that was killed, and whose status was lost.
        let left = group.as_ref().map_or(0, Group::end);
        if left > 0 {
            say(&spec.name, format_args!("{left} processes that an earlier shim left were ended"));
            group.iter().for_each(Group::renew);
        }
        Self { group, place: place.ok(), oom_kills: None, struck: false }
    }

    /// A child is about to be started.
    pub(super) fn renew(&mut self) {
        if std::mem::take(&mut self.struck) {
            self.group.iter().for_each(Group::renew);
        }
    }

    /// A child was started.
    pub(super) fn begun(&mut self) {
        self.oom_kills = OomKills::now(self.group.as_ref(), self.place.as_ref());
    }

    /// Whether a child that ended like this was killed for want of memory, in words.
    pub(super) fn out_of_memory(&self, exit: Exit) -> Option<String> {
        self.oom_kills.as_ref().filter(|_| !self.struck)?.explain(exit)
    }
}

impl Shim {
    pub(super) fn stop_signal(&self) -> Signal {
        self.spec.stop.signal.parse().unwrap_or(Signal::SIGTERM)
    }

    /// Tells the child to end, and its process group.
    pub(super) fn signal_group(&mut self, pid: u32) {
        if self.spec.stop.kill == Kill::Main {
            proc::signal(pid, self.stop_signal());
            proc::signal(pid, Signal::SIGCONT);
        } else {
            self.signalled_group = Some(pid);
            proc::signal_group(pid, self.stop_signal());
        }
    }

    /// The child has ended: tells the others. [`Event::Gone`] if there are none.
    pub(super) fn signal_rest(&mut self) -> Option<Event> {
        let family = self.family_members();
        for pid in &family {
            // Who has been told once is not told again: many programs take a second signal for impatience.
            let told = proc::stat(*pid).is_some_and(|stat| Some(stat.group) == self.signalled_group);
            if !told {
                proc::signal(*pid, self.stop_signal());
            }
            proc::signal(*pid, Signal::SIGCONT);
        }
        let by_itself =
            self.signalled_group.is_none() && matches!(self.life.state, State::Stopping { asked: false, .. });
        if !family.is_empty() && by_itself {
            // Whoever starts a program that goes to the background shall not wonder where it went.
            let text = "processes outlived it and are ended; a service must stay in the foreground";
            self.output.remark(self.run, &format!("{} {text}", family.len()));
        }
        (family.is_empty() && self.is_alone()).then(|| self.gone())
    }

    /// SIGKILL to all of it. They are stopped first, each before its children are looked at, so that none can start
    /// another meanwhile.
    pub(super) fn kill_all(&mut self) {
        self.family.struck = true;
        match self.spec.stop.kill {
            Kill::Main => {
                if let Some(pid) = self.life.summary().1 {
                    proc::signal(pid, Signal::SIGKILL);
                }
            }
            Kill::Group => {
                for pid in self.family_members() {
                    proc::signal(pid, Signal::SIGKILL);
                }
            }
            Kill::Tree => {
                if let Some(group) = &self.family.group {
                    group.kill();
                }
                for _ in 0..STRIKES {
                    let found = proc::descendants_after(std::process::id(), |pid| proc::signal(pid, Signal::SIGSTOP));
                    for pid in &found {
                        proc::signal(*pid, Signal::SIGKILL);
                    }
                    if found.is_empty() {
                        break;
                    }
                }
            }
        }
    }

    /// Nothing is left of the family; what it wrote last is still in the pipes.
    pub(super) fn gone(&mut self) -> Event {
        self.drain_last(CHUNKS_IN_A_ROW);
        (self.out, self.err) = (None, None);
        self.child = None;
        Event::Gone
    }

    pub(super) fn look_for_gone(&mut self) {
        if matches!(self.life.state, State::Stopping { pid: None, .. }) && self.is_alone() {
            let event = self.gone();
            self.happen(event);
        }
    }

    /// Processes that a stop is for, the child's own not among them once it has ended.
    fn family_members(&self) -> Vec<u32> {
        let mut found = proc::descendants(std::process::id());
        let leader = self.child.as_ref().map(|child| child.pid);
        match self.spec.stop.kill {
            Kill::Tree => {}
            Kill::Group => found.retain(|pid| proc::stat(*pid).is_some_and(|stat| Some(stat.group) == leader)),
            Kill::Main => found.retain(|pid| Some(*pid) == leader),
        }
        found
    }

    /// Whether none is left. One that forks and ends while it is counted escapes the count, but leaves a zombie here, or
    /// its parent: then this is asked again when the zombie has been seen to.
    fn is_alone(&self) -> bool {
        let look = || waitid(Id::All, WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT);
        match look() {
            Err(Errno::ECHILD) => true,
            // Living children remain: perhaps only such as may stay.
            Ok(WaitStatus::StillAlive) => {
                self.family_members().is_empty() && matches!(look(), Ok(WaitStatus::StillAlive) | Err(Errno::ECHILD))
            }
            _ => false,
        }
    }
}
