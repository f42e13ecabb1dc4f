//! What the supervisor and the child say to the shim, and what it tells them.

use super::{CONNECTIONS, Shim};
use crate::supervisor::journal::{say, with_causes};
use crate::supervisor::policy::Event;
use crate::supervisor::wire::{FromShim, LONGEST_TO_SHIM, Line, Read1, SHIM_PROTOCOL, ToShim, is_ours};

/// A connection, and whether it is told each new state.
pub(super) struct Watcher {
    pub(super) line: Line,
    pub(super) watches: bool,
}

impl Shim {
    pub(super) fn accept(&mut self) {
        while let Ok((stream, _)) = self.listener.accept() {
            if is_ours(&stream) {
                if self.watchers.len() >= CONNECTIONS {
                    // Who is silent makes room: a supervisor must always get through.
                    let silent = self.watchers.iter().position(|watcher| !watcher.watches);
                    self.watchers.remove(silent.unwrap_or(0));
                }
                let line = Line::new(stream, LONGEST_TO_SHIM);
                self.watchers.extend(line.ok().map(|line| Watcher { line, watches: false }));
            }
        }
    }

    pub(super) fn read_lines(&mut self, ready: &[bool]) {
        let mut asked = Vec::new();
        let mut cleared = false;
        let mut index = 0;
        let told = |shim: &Self| FromShim::State {
            shim_pid: std::process::id(),
            file: Box::new(shim.status()),
            protocol: SHIM_PROTOCOL,
        };
        let mut watchers = std::mem::take(&mut self.watchers);
        watchers.retain_mut(|watcher| {
            let is_ready = ready.get(index).copied().unwrap_or(false);
            index += 1;
            if !is_ready {
                return true;
            }
            let (lines, open) = match watcher.line.read() {
                Read1::Lines(lines) => (lines, true),
                Read1::Closed(lines) => (lines, false),
                Read1::TooLong => (Vec::new(), false),
            };
            let mut fine = open && watcher.line.flush().is_ok();
            for line in lines {
                match serde_json::from_slice(&line) {
                    Ok(ToShim::Watch) => {
                        watcher.watches = true;
                        fine = fine && watcher.line.send(told(self)).is_ok();
                    }
                    Ok(ToShim::Ready) => asked.push(Event::Ready),
                    Ok(ToShim::MakeWay) => {
                        self.makes_way = true;
                        asked.push(Event::StopAsked("stopped on request".into()));
                    }
                    Ok(ToShim::Stop) => asked.push(Event::StopAsked("stopped on request".into())),
                    Ok(ToShim::Kill) => asked.push(Event::KillAsked),
                    Ok(ToShim::Restart { reason, counts }) => asked.push(Event::RestartAsked { reason, counts }),
                    Ok(ToShim::NeedsMet) => asked.push(Event::NeedsMet),
                    Ok(ToShim::NeedsFailed { reason }) => asked.push(Event::NeedsFailed(reason)),
                    Ok(ToShim::Environment) => {
                        let environment = self.environment.clone();
                        fine = fine && watcher.line.send(FromShim::Environment { environment }).is_ok();
                    }
                    Ok(ToShim::ClearLog) => {
                        let problem = self.output.clear().err().map(|error| with_causes(&error));
                        cleared = true;
                        fine = fine && watcher.line.send(FromShim::LogCleared { problem }).is_ok();
                    }
                    // A later version's word, and not worth the connection.
                    Ok(ToShim::Unknown) => say(&self.spec.name, "its supervisor says what is not understood"),
                    Err(_) => fine = false,
                }
            }
            fine
        });
        self.watchers = watchers;
        if cleared {
            self.save();
        }
        for event in asked {
            self.happen(event);
        }
    }
}
