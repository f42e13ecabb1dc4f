//! What the child prints, judged as it passes: whether it is ready, whether it falls silent, whether a line stops coming.
//! Works while no supervisor runs, and wakes the shim only when a rule is broken.

use std::time::{Duration, Instant};

use regex::bytes::Regex;

use crate::supervisor::faults::compile;
use crate::supervisor::health::{Action, Check, HealthRule, Problem};
use crate::supervisor::journal::say;
use crate::supervisor::last_words;
use crate::supervisor::logs::Stream;
use crate::supervisor::spec::{Readiness, ServiceSpec};
use crate::types::UnixMillis;

/// Of a longer line only this much is matched.
const LONGEST_LINE: usize = 8 << 10;

/// One rule about the output, and how it stands.
#[derive(Debug)]
struct Watched {
    rule: HealthRule,
    within: Duration,
    /// `None`: any output will do.
    pattern: Option<Regex>,
    /// When what it asks for was last seen in this run.
    seen: Option<Instant>,
    /// It was found broken in this run: it is not judged again before it holds.
    judged: bool,
    /// Stays from run to run until it holds again: a restart alone cures nothing.
    problem: Option<Problem>,
}

/// The rules about the output of one service, and its last words.
#[derive(Debug, Default)]
pub(super) struct Watch {
    ready: Option<Regex>,
    is_ready: bool,
    rules: Vec<Watched>,
    out: Vec<u8>,
    err: Vec<u8>,
    tail: Vec<u8>,
    online_since: Option<Instant>,
    changed: bool,
}

impl Watch {
    pub(super) fn new(spec: &ServiceSpec) -> Self {
        let pattern = |pattern: &str| {
            // Refused before it is started; one that got past that must not keep the service down.
            compile(pattern)
                .inspect_err(|error| say(&spec.name, format_args!("`{pattern}` cannot be watched: {error}")))
                .ok()
        };
        let ready = match &spec.readiness {
            Readiness::Line { pattern: text } => pattern(text),
            _ => None,
        };
        let watched = |rule: &HealthRule| {
            let (within, pattern) = match &rule.check {
                Check::Output { within } => (*within, None),
                Check::Line { pattern: text, within } => (*within, Some(pattern(text)?)),
                _ => return None,
            };
            Some(Watched { rule: rule.clone(), within, pattern, seen: None, judged: false, problem: None })
        };
        Self { ready, rules: spec.health.iter().filter_map(watched).collect(), ..Self::default() }
    }

    /// A new child: what the one before printed counts no more.
    pub(super) fn begin_run(&mut self) {
        (self.is_ready, self.online_since) = (false, None);
        for buffer in [&mut self.out, &mut self.err, &mut self.tail] {
            *buffer = Vec::new();
        }
        for watched in &mut self.rules {
            (watched.seen, watched.judged) = (None, false);
        }
    }

    /// Looks at what was read.
    pub(super) fn take(&mut self, stream: Stream, bytes: &[u8], now: Instant) {
        self.keep_tail(bytes);
        for watched in self.rules.iter_mut().filter(|watched| watched.pattern.is_none()) {
            self.changed |= watched.holds(now);
        }
        if self.ready.is_some() && !self.is_ready || self.rules.iter().any(|watched| watched.pattern.is_some()) {
            self.split(stream, bytes, now);
        }
    }

    fn keep_tail(&mut self, bytes: &[u8]) {
        let fresh = bytes.get(bytes.len().saturating_sub(last_words::KEPT)..).unwrap_or_default();
        if self.tail.len() + fresh.len() > 2 * last_words::KEPT {
            self.tail.drain(..self.tail.len().saturating_sub(last_words::KEPT));
        }
        self.tail.extend_from_slice(fresh);
    }

    /// Cuts into lines, over the borders of chunks; a carriage return ends one as well (progress bars).
    fn split(&mut self, stream: Stream, bytes: &[u8], now: Instant) {
        let mut carried = std::mem::take(if stream == Stream::Err { &mut self.err } else { &mut self.out });
        let mut parts = bytes.split(|byte| *byte == b'\n' || *byte == b'\r').peekable();
        while let Some(part) = parts.next() {
            let room = LONGEST_LINE.saturating_sub(carried.len());
            let part = part.get(..room).unwrap_or(part);
            if parts.peek().is_none() {
                carried.extend_from_slice(part);
            } else if carried.is_empty() {
                self.line(part, now);
            } else {
                carried.extend_from_slice(part);
                self.line(&carried, now);
                carried.clear();
            }
        }
        *(if stream == Stream::Err { &mut self.err } else { &mut self.out }) = carried;
    }

    fn line(&mut self, line: &[u8], now: Instant) {
        if !self.is_ready && self.ready.as_ref().is_some_and(|pattern| pattern.is_match(line)) {
            (self.is_ready, self.changed) = (true, true);
        }
        for watched in &mut self.rules {
            if watched.pattern.as_ref().is_some_and(|pattern| pattern.is_match(line)) {
                self.changed |= watched.holds(now);
            }
        }
    }

    /// Since when the child is ready, if it is: rules are judged from then on.
    pub(super) fn set_online(&mut self, since: Option<Instant>) {
        self.online_since = since;
    }

    /// Whether the line has come by which the child is ready.
    pub(super) fn is_ready(&self) -> bool {
        self.is_ready
    }

    /// Whether anything is to be told or done since this was last asked.
    pub(super) fn take_change(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// When the next rule will be broken if nothing comes.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.rules.iter().filter_map(|watched| watched.due(self.online_since?)).min()
    }

    /// What was printed lately was not seen: rules wait anew.
    pub(super) fn excuse(&mut self, now: Instant) {
        for watched in self.rules.iter_mut().filter(|watched| watched.problem.is_none()) {
            watched.seen = Some(now);
        }
    }

    /// Finds the rules that are broken by now; the reason for a new start, if one asks for it.
    pub(super) fn judge(&mut self, now: Instant) -> Option<String> {
        let online_since = self.online_since?;
        let mut restart = None;
        for watched in &mut self.rules {
            if watched.due(online_since).is_none_or(|due| now < due) {
                continue;
            }
            watched.judged = true;
            self.changed = true;
            let reason = watched.reason();
            if watched.rule.action == Action::Restart {
                restart.get_or_insert_with(|| format!("{}: {reason}", watched.rule.name));
            }
            let since_ms = watched.problem.as_ref().map_or_else(UnixMillis::now, |problem| problem.since_ms);
            watched.problem = Some(Problem { rule: watched.rule.name.clone(), reason, since_ms });
        }
        restart
    }

    /// The rules that are broken.
    pub(super) fn problems(&self) -> Vec<Problem> {
        self.rules.iter().filter_map(|watched| watched.problem.clone()).collect()
    }

    /// Why another start would end alike, if the child's last words say so.
    pub(super) fn hopeless(&self, done: bool) -> Option<String> {
        last_words::hopeless(&self.tail, done)
    }
}

impl Watched {
    /// What it asks for has come. True if it was broken.
    fn holds(&mut self, now: Instant) -> bool {
        (self.seen, self.judged) = (Some(now), false);
        self.problem.take().is_some()
    }

    fn due(&self, online_since: Instant) -> Option<Instant> {
        if self.judged {
            return None;
        }
        let silent = self.seen.map_or(online_since, |seen| seen.max(online_since)).checked_add(self.within)?;
        Some(silent.max(online_since.checked_add(self.rule.grace)?))
    }

    fn reason(&self) -> String {
        match &self.pattern {
            None => format!("has printed nothing for {:?}", self.within),
            Some(pattern) => format!("no line that matches `{}` for {:?}", pattern.as_str(), self.within),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(check: Check, action: Action) -> ServiceSpec {
        let rule = HealthRule {
            name: "rule".into(),
            check,
            every: Duration::ZERO,
            timeout: Duration::ZERO,
            failures: 1,
            grace: Duration::from_secs(30),
            action,
        };
        let spec = ServiceSpec::new("a".parse().unwrap(), vec!["x".into()], "/".into());
        ServiceSpec { health: vec![rule], readiness: Readiness::Line { pattern: "up and running$".into() }, ..spec }
    }

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn a_line_is_found_however_the_pipe_cuts_it() {
        let text = b"loading\r\nnow up and running\nmore";
        for size in 1..text.len() {
            let mut watch = Watch::new(&spec(Check::Output { within: MINUTE }, Action::Warn));
            for chunk in text.chunks(size) {
                watch.take(Stream::Out, chunk, Instant::now());
            }
            assert!(watch.is_ready(), "in chunks of {size}");
        }
        let mut watch = Watch::new(&spec(Check::Output { within: MINUTE }, Action::Warn));
        watch.take(Stream::Out, b"up and ", Instant::now());
        watch.take(Stream::Err, b"running\n", Instant::now());
        assert!(!watch.is_ready(), "two streams make no line together");
    }

    #[test]
    fn silence_is_told_once_and_output_ends_it() {
        let mut watch = Watch::new(&spec(Check::Output { within: MINUTE }, Action::Restart));
        let start = Instant::now();
        assert_eq!(watch.deadline(), None, "not judged before it is ready");
        watch.set_online(Some(start));
        assert_eq!(watch.deadline(), Some(start + MINUTE));
        watch.take(Stream::Err, b"x", start + MINUTE / 2);
        assert_eq!(watch.judge(start + MINUTE), None);
        let reason = watch.judge(start + MINUTE * 2).unwrap();
        assert!(reason.contains("printed nothing"), "{reason}");
        assert_eq!((watch.judge(start + MINUTE * 3), watch.deadline()), (None, None));
        assert_eq!(watch.problems().len(), 1);
        watch.begin_run();
        assert_eq!(watch.problems().len(), 1, "a restart alone cures nothing");
        watch.take(Stream::Out, b"hello\n", start + MINUTE * 4);
        assert!(watch.problems().is_empty() && watch.take_change());
    }

    #[test]
    fn a_line_that_stops_coming_is_missed_though_others_come() {
        let check = Check::Line { pattern: "set weights".into(), within: MINUTE };
        let mut watch = Watch::new(&spec(check, Action::Warn));
        let start = Instant::now();
        watch.set_online(Some(start));
        watch.take(Stream::Out, b"round 1\nset weights\n", start + MINUTE / 2);
        watch.take(Stream::Out, b"round 2\n", start + MINUTE);
        assert_eq!(watch.deadline(), Some(start + MINUTE / 2 + MINUTE));
        assert_eq!(watch.judge(start + MINUTE * 2), None, "a warning restarts nothing");
        assert!(watch.problems()[0].reason.contains("set weights"));
    }

    #[test]
    fn memory_is_bounded_by_the_longest_line_and_the_last_words() {
        let check = Check::Line { pattern: "never".into(), within: MINUTE };
        let mut watch = Watch::new(&spec(check, Action::Warn));
        for _ in 0..100 {
            watch.take(Stream::Out, &[b'x'; 9000], Instant::now());
        }
        assert!(watch.out.len() <= LONGEST_LINE && watch.tail.len() <= 2 * last_words::KEPT);
    }
}
