//! Another machine: `gascli dashboard --feed` behind `ssh`, and a connection that is made again when it is lost.
//!
//! ```text
//!  link thread: connects, reads facts, waits, connects again        writer thread: asks, to whichever ssh there is
//! ```

mod line;

use std::collections::BTreeSet;
use std::io::Write;
use std::process::ChildStdin;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::DashboardError;
use super::feed::{WAITING, start};
use super::signals::Waker;
use crate::cli::{Context, output};
use crate::dashboard::facts::{Fact, LinkFact, LogFact, Outcome};
use crate::dashboard::{Ask, Notice};
use crate::types::{UnixMillis, shell_word};

use line::Line;

/// The pauses before a lost connection is made again; the last one for ever.
const PAUSES_S: [u64; 6] = [1, 2, 4, 8, 16, 30];
/// What is said of actions whose outcome nobody heard.
const UNHEARD: &str = "the connection was lost before it was told how this went: see the services";

/// Where to connect to, and how.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// `user@host`.
    pub(super) host: String,
    /// `ssh`, or what takes its place.
    program: String,
    /// What is run there, for its shell.
    command: String,
}

impl Target {
    /// A destination that begins with `-` would be an option of ssh.
    pub(super) fn new(
        context: &Context,
        host: &str,
        gascli: Option<&str>,
        every: Duration,
    ) -> Result<Self, DashboardError> {
        if host.is_empty() || host.starts_with('-') || host.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(DashboardError::Destination(host.into()));
        }
        let program = context.environment.get("GASCLI_SSH").filter(|program| !program.is_empty());
        let gascli = gascli.unwrap_or("gascli");
        // The shell over there knows what `~` is.
        let in_home = gascli.strip_prefix("~/").map(|path| format!("~/{}", shell_word(path)));
        let gascli = in_home.unwrap_or_else(|| shell_word(gascli));
        let command = format!("{gascli} dashboard --feed --refresh {}ms", every.as_millis());
        Ok(Self { host: host.into(), program: program.map_or("ssh", String::as_str).into(), command })
    }
}

/// A feed on another machine.
pub(super) struct Remote {
    facts: Receiver<Fact>,
    asks: SyncSender<Ask>,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// What the threads share.
#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// Where asks are written to while the connection stands. Apart from the rest: a write may take long.
    input: Mutex<Option<ChildStdin>>,
}

#[derive(Default)]
struct State {
    is_over: bool,
    /// To end the connection.
    line: Option<line::Killer>,
    /// The last watch, with the newest line that came of it, and how often to look: told again after a loss.
    watch: Option<Ask>,
    newest_us: u64,
    /// The newest line when the connection was last lost.
    seen_us: u64,
    refresh: Option<Ask>,
    /// Actions without an outcome.
    open: BTreeSet<u64>,
}

impl State {
    /// The connection can be ended from elsewhere; at once if all is over.
    fn hold(&mut self, line: line::Killer) {
        if self.is_over {
            line.kill();
        }
        self.line = Some(line);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn input(&self) -> MutexGuard<'_, Option<ChildStdin>> {
        self.input.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks, if there is a connection.
    fn write(&self, ask: &Ask) -> bool {
        self.input().as_mut().is_some_and(|pipe| write(pipe, ask))
    }
}

fn write(pipe: &mut ChildStdin, ask: &Ask) -> bool {
    let Ok(mut line) = serde_json::to_vec(ask) else { return false };
    line.push(b'\n');
    pipe.write_all(&line).is_ok()
}

impl Remote {
    /// Connects, for as long as that takes: ssh may ask for a password.
    pub(super) fn connect(target: Target, waker: &Waker, notice: &mut Option<Notice>) -> Result<Self, DashboardError> {
        let failed = |reason| DashboardError::Remote { host: target.host.clone(), reason };
        let line = Line::connect(&target, true, drop).map_err(failed)?;
        if line.version != env!("CARGO_PKG_VERSION") {
            let (there, here) = (output::escaped(&line.version), env!("CARGO_PKG_VERSION"));
            let text = format!("gascli {there} runs on {}, {here} here: some figures may be missing", target.host);
            *notice = Some(Notice { text, is_bad: true, at: UnixMillis::now() });
        }
        let shared = Arc::new(Shared::default());
        let (tell, facts) = sync_channel(WAITING);
        let (asks, asked) = sync_channel(WAITING);
        let teller = Teller { tell, waker: waker.clone() };
        let mut threads = Vec::new();
        let (link, own) = (Arc::clone(&shared), teller.clone());
        start(&mut threads, "link", move || run(&target, line, &link, &own));
        let writer = Arc::clone(&shared);
        start(&mut threads, "asks", move || pass_on(&asked, &writer, &teller));
        Ok(Self { facts, asks, shared, threads })
    }

    /// Asks; false if too much is waiting already.
    pub(super) fn ask(&self, ask: Ask) -> bool {
        self.asks.try_send(ask).is_ok()
    }

    pub(super) const fn facts(&self) -> &Receiver<Fact> {
        &self.facts
    }

    pub(super) const fn facts_mut(&mut self) -> &mut Receiver<Fact> {
        &mut self.facts
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.is_over = true;
        if let Some(line) = &state.line {
            line.kill();
        }
        drop(state);
        for thread in &self.threads {
            thread.thread().unpark();
        }
        // They wait for nothing that lasts; whoever tells a fact or hears an ask finds that nobody is there any more.
    }
}

/// Tells facts to the thread that draws.
#[derive(Clone)]
struct Teller {
    tell: SyncSender<Fact>,
    waker: Waker,
}

impl Teller {
    fn tell(&self, fact: Fact) -> bool {
        let is_told = self.tell.send(fact).is_ok();
        self.waker.wake();
        is_told
    }

    fn fail(&self, action: u64, text: &str) -> bool {
        self.tell(Fact::Outcome(Outcome { action, is_done: false, text: text.into() }))
    }
}

/// Passes asks on to whichever connection there is.
fn pass_on(asked: &Receiver<Ask>, shared: &Shared, teller: &Teller) {
    while let Ok(ask) = asked.recv() {
        let mut state = shared.state();
        match &ask {
            Ask::Watch { .. } => (state.watch, state.newest_us, state.seen_us) = (Some(ask.clone()), 0, 0),
            Ask::Refresh { .. } => state.refresh = Some(ask.clone()),
            Ask::Act { action, .. } => {
                state.open.insert(*action);
            }
            _ => {}
        }
        drop(state);
        if let (false, Ask::Act { action, .. }) = (shared.write(&ask), &ask)
            && shared.state().open.remove(action)
            && !teller.fail(*action, "not connected: nothing was done")
        {
            return;
        }
    }
}

/// Keeps the connection up until the end.
fn run(target: &Target, first: Line, shared: &Shared, teller: &Teller) {
    let mut line = Some(first);
    let mut failures = 0;
    let mut is_up = true; // as far as anybody was told
    loop {
        let found = match line.take() {
            Some(line) => Ok(line),
            None => Line::connect(target, false, |killer| shared.state().hold(killer)),
        };
        let reason = match found {
            Ok(line) => {
                failures = 0;
                if !is_up && !teller.tell(Fact::Link(LinkFact::Up)) {
                    return;
                }
                use_up(line, shared, teller)
            }
            Err(reason) => reason,
        };
        shared.state().line = None;
        let lost = std::mem::take(&mut shared.state().open);
        if shared.state().is_over || !lost.into_iter().all(|action| teller.fail(action, UNHEARD)) {
            return;
        }
        let pause = Duration::from_secs(PAUSES_S.get(failures).or(PAUSES_S.last()).copied().unwrap_or(1));
        failures += 1;
        is_up = false;
        let retry_at_ms = UnixMillis::now().after(pause);
        if !teller.tell(Fact::Link(LinkFact::Down { reason, retry_at_ms })) {
            return;
        }
        while UnixMillis::now() < retry_at_ms {
            std::thread::park_timeout(UnixMillis::now().until(retry_at_ms).min(pause));
            if shared.state().is_over {
                return;
            }
        }
    }
}

/// Reads facts until the connection is lost; says why it was.
fn use_up(mut line: Line, shared: &Shared, teller: &Teller) -> String {
    if let Some(mut pipe) = line.take_input() {
        let mut input = shared.input();
        let mut state = shared.state();
        state.hold(line.killer());
        state.seen_us = state.newest_us;
        for ask in [&state.refresh, &state.watch].into_iter().flatten() {
            write(&mut pipe, ask);
        }
        *input = Some(pipe);
    }
    while let Some(fact) = line.next_fact() {
        let fact = {
            let mut state = shared.state();
            if let Fact::Outcome(outcome) = &fact {
                state.open.remove(&outcome.action);
            }
            unseen(fact, &mut state)
        };
        if let Some(fact) = fact
            && !teller.tell(fact)
        {
            break;
        }
    }
    line.killer().kill(); // whoever writes to it holds the input
    *shared.input() = None;
    line.end()
}

/// Without the lines that came before the connection was lost: a watch that is begun again tells its last lines again.
fn unseen(fact: Fact, state: &mut State) -> Option<Fact> {
    let Fact::Log(LogFact::Lines { watch, mut lines, skipped }) = fact else { return Some(fact) };
    if matches!(&state.watch, Some(Ask::Watch { watch: wanted, .. }) if *wanted == watch) {
        let was_empty = lines.is_empty();
        lines.retain(|line| state.seen_us == 0 || line.time_us.is_none_or(|time| time > state.seen_us));
        if lines.is_empty() && !was_empty {
            return None;
        }
        state.newest_us = lines.iter().filter_map(|line| line.time_us).fold(state.newest_us, u64::max);
    }
    Some(Fact::Log(LogFact::Lines { watch, lines, skipped }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dashboard::facts::LogLine;
    use crate::supervisor::logs::Stream;

    #[test]
    fn a_destination_cannot_become_an_option_and_a_path_stays_one_word() {
        let paths = crate::types::Paths::below(std::path::Path::new("/x"));
        let context = Context { paths, environment: std::collections::BTreeMap::new(), json: false };
        let target = |host: &str, gascli| Target::new(&context, host, gascli, Duration::from_secs(2));
        for host in ["", "-oProxyCommand=x", "a b", "a\nb"] {
            assert!(target(host, None).is_err(), "{host}");
        }
        assert_eq!(target("me@host", None).unwrap().command, "gascli dashboard --feed --refresh 2000ms");
        let odd = target("host", Some("/opt/my tools/it's")).unwrap();
        assert!(odd.command.starts_with("'/opt/my tools/it'\\''s' dashboard"), "{}", odd.command);
    }

    #[test]
    fn after_a_loss_a_log_goes_on_without_a_line_twice() {
        let line = |time| LogLine {
            service: "a".parse().unwrap(),
            time_us: Some(time),
            run: 1,
            stream: Stream::Out,
            text: String::new(),
            bytes: 0,
        };
        let lines = |times: &[u64]| {
            let lines = times.iter().map(|time| line(*time)).collect();
            Fact::Log(LogFact::Lines { watch: 3, lines, skipped: 0 })
        };
        let watch = Ask::Watch { watch: 3, services: Vec::new(), last: 10 };
        let mut state = State { watch: Some(watch), ..State::default() };
        assert_eq!(unseen(lines(&[1, 2, 2]), &mut state), Some(lines(&[1, 2, 2])));
        assert_eq!(unseen(lines(&[2, 3]), &mut state), Some(lines(&[2, 3])));
        state.seen_us = state.newest_us;
        assert_eq!(unseen(lines(&[2, 3]), &mut state), None);
        assert_eq!(unseen(lines(&[3, 4]), &mut state), Some(lines(&[4])));
    }
}
