//! `gascli import`: takes over what another process manager runs (`spec/operations.md` B15).
//!
//! The one idea: two processes with one hotkey are the worst that can happen to a miner, so nothing is started here
//! before what PM2 ran is seen to be gone and off PM2's list.

mod error;
mod gone;
mod journal;
mod list;
mod plan;
mod program;
mod show;
mod signals;
mod table;
mod takeover;
mod variables;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::start::tables;
use super::{Answer, Context, output};
use crate::config::file;
use crate::daemon::{lock, socket};
use crate::types::{ServiceName, Span};
use journal::{Entry, Journal, Step};
use list::{LONGEST, Process};
use plan::{Facts, Planned, Policy, Verdict};
use program::Pm2;
use signals::Signals;
use takeover::{Hands, Outcome};

pub(super) use error::ImportError;

/// What is taken over from.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ImportCommand {
    Pm2(Pm2Args),
}

/// Take over the processes of PM2.
///
/// Reads PM2's list, or its dump where no PM2 runs. Then, one by one: stops the process in PM2, waits until it and all it
/// started are gone, takes it off PM2's list and dump, writes its table in gascli.toml and its env file, starts it here
/// and watches it. Run again, it goes on where it was cut off.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gascli import pm2 --dry-run\n  gascli import pm2\n  \
                        gascli import pm2 sn34-validator --policy default --yes")]
pub(super) struct Pm2Args {
    /// Processes by PM2's name or number; all without one.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Read a dump instead of asking PM2; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    dump: Option<PathBuf>,
    /// PM2's program.
    #[arg(long, value_name = "PROGRAM", default_value = "pm2")]
    pm2: PathBuf,
    /// When services are started again: as PM2 did, or by gascli's own rules.
    #[arg(long, value_enum, default_value_t, value_name = "POLICY")]
    policy: Policy,
    /// How long each must run here before the next is taken over.
    #[arg(long, value_name = "SPAN", default_value = "10s")]
    settle: Span,
    /// Only show the plan.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
    /// Leave the processes in PM2's list, stopped.
    #[arg(long)]
    keep_in_pm2: bool,
}

/// Where the list is from.
enum Source {
    Running { home: PathBuf },
    Dump { of: String, is_pm2s: bool },
}

impl Source {
    fn word(&self) -> &'static str {
        match self {
            Self::Running { .. } => "running",
            Self::Dump { .. } => "dump",
        }
    }
}

/// What there is to do.
struct Work {
    source: Source,
    planned: Vec<Planned>,
    /// What an earlier import began, and PM2's list has no more.
    resumed: Vec<ServiceName>,
    /// Services that gascli.toml has.
    defined: BTreeSet<ServiceName>,
}

impl Work {
    fn taken(&self) -> Vec<&Planned> {
        self.planned.iter().filter(|one| one.is_taken()).collect()
    }

    fn count(&self) -> usize {
        self.taken().len() + self.resumed.len()
    }

    /// What is answered if all of it is done: whether anything stays in PM2 that was meant.
    fn answer(&self) -> Answer {
        let refused = self.planned.iter().any(|one| matches!(one.verdict, Verdict::Refuse(_)));
        if refused { Answer::No } else { Answer::Yes }
    }
}

pub(super) fn run(context: &Context, command: ImportCommand) -> anyhow::Result<Answer> {
    let ImportCommand::Pm2(args) = command;
    let home = program::home(context)?;
    let pm2 = Pm2::running(&args.pm2, &home)?;
    let journal = Journal::read(&context.paths)?;
    let (source, processes) = read(&args, &home, pm2.as_ref(), &journal)?;
    // Of what PM2 runs itself, no dump tells anything.
    let running = pm2.as_ref().filter(|_| matches!(source, Source::Dump { .. }));
    let running = running.map(Pm2::list).transpose()?.unwrap_or_default();
    let planned = chosen(context, &args, &journal, &processes, &running)?;
    let is_listed = |entry: &Entry| {
        planned.iter().any(|one| is_same(one, entry)) || running.iter().any(|process| entry.is_of(process))
    };
    let resumed = journal.open().filter(|entry| is_named(&args.names, entry) && !is_listed(entry));
    let resumed = resumed.map(|entry| entry.service.clone()).collect();
    let defined = file::services(&tables(context)?).into_keys().collect();
    let work = Work { source, planned, resumed, defined };
    if !context.json {
        show::plan(&context.paths, &work.source, &work.planned, &work.resumed)?;
    }
    let clashes = write::clashes(&context.paths, &work.taken(), &work.defined, &journal);
    if !clashes.is_empty() {
        return Err(ImportError::Exist(clashes).into());
    }
    if args.dry_run || work.count() == 0 {
        if context.json {
            show::document(&work.source, &work.planned, &BTreeMap::new(), args.dry_run)?;
        } else if !args.dry_run {
            output::note("nothing is to be taken over");
        }
        return Ok(work.answer());
    }
    if !args.yes && !confirmed(&format!("Take over {}, one by one?", work.count()))? {
        output::note("nothing was done");
        return Ok(Answer::No);
    }
    perform(context, &args, &home, pm2.as_ref(), &work)
}

fn perform(context: &Context, args: &Pm2Args, home: &Path, pm2: Option<&Pm2>, work: &Work) -> anyhow::Result<Answer> {
    socket::own_folder(&context.paths.state)?;
    let _lock = lock::take(&journal::lock(&context.paths))?.ok_or(ImportError::Busy)?;
    let mut journal = Journal::read(&context.paths)?;
    write::prepare(&context.paths, &work.taken(), &work.defined, &mut journal)?;
    let signals = Signals::take().context("cannot wait for signals")?;
    let hands = Hands {
        context,
        pm2: pm2.filter(|_| matches!(work.source, Source::Running { .. })),
        dump: program::dump(home),
        keep: args.keep_in_pm2,
        settle: args.settle.0,
        signals: &signals,
    };
    let (outcomes, mut end) = take_all(&hands, &mut journal, work);
    let all_done = outcomes.len() == work.count() && outcomes.values().all(Outcome::is_well);
    if let Some(pm2) = hands.pm2.filter(|_| all_done) {
        end = end.and(pm2.save().map_err(Into::into)); // twice, so that the dump before does not have them either
    }
    // Whatever went wrong: what was done is told.
    if context.json {
        show::document(&work.source, &work.planned, &outcomes, false)?;
    } else {
        finish(&work.source, &outcomes, work.count())?;
    }
    end?;
    Ok(match signals.came() {
        Some(signal) => Answer::Signal(u8::try_from(signal as i32).unwrap_or_default()),
        None if all_done => work.answer(),
        None => Answer::No,
    })
}

fn confirmed(question: &str) -> anyhow::Result<bool> {
    if output::may_ask() { output::agreed(question) } else { Err(ImportError::NeedsYes.into()) }
}

/// PM2's processes, and where they are read.
fn read(args: &Pm2Args, home: &Path, pm2: Option<&Pm2>, journal: &Journal) -> anyhow::Result<(Source, Vec<Process>)> {
    if let Some(path) = &args.dump {
        let (of, bytes) = if path == Path::new("-") {
            ("standard input".to_owned(), limited(std::io::stdin().lock(), path)?)
        } else {
            let file = std::fs::File::open(path);
            let file = file.map_err(|source| ImportError::Read { path: path.clone(), source })?;
            (format!("`{}`", path.display()), limited(file, path)?)
        };
        let processes = from_file(&bytes, &of)?;
        let is_pm2s =
            path.canonicalize().ok().is_some_and(|path| Some(path) == program::dump(home).canonicalize().ok());
        return Ok((Source::Dump { of, is_pm2s }, processes));
    }
    if let Some(pm2) = pm2 {
        return Ok((Source::Running { home: home.to_owned() }, pm2.list()?));
    }
    let dump = program::dump(home);
    let of = format!("`{}`", dump.display());
    match std::fs::File::open(&dump) {
        Ok(file) => {
            let processes = from_file(&limited(file, &dump)?, &of)?;
            Ok((Source::Dump { of, is_pm2s: true }, processes))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if journal.open().next().is_some() {
                return Ok((Source::Dump { of, is_pm2s: true }, Vec::new()));
            }
            Err(ImportError::Nothing { home: home.to_owned(), dump }.into())
        }
        Err(source) => Err(ImportError::Read { path: dump, source }.into()),
    }
}

/// What a file lists. Its pids may be others' by now; what a killed PM2 left may live.
fn from_file(bytes: &[u8], of: &str) -> Result<Vec<Process>, ImportError> {
    let mut processes = list::parse(bytes, of)?;
    for process in &mut processes {
        process.pid = gone::started(process);
    }
    Ok(processes)
}

fn limited(from: impl Read, path: &Path) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    let read = from.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|source| ImportError::Read { path: path.to_owned(), source })?;
    Ok(bytes)
}

/// The plan for those that are named, or for all. `running` is what PM2 runs, where the list is from elsewhere.
fn chosen(
    context: &Context,
    args: &Pm2Args,
    journal: &Journal,
    processes: &[Process],
    running: &[Process],
) -> anyhow::Result<Vec<Planned>> {
    let facts = Facts {
        environment: &context.environment,
        policy: args.policy,
        user: nix::unistd::User::from_uid(nix::unistd::getuid()).ok().flatten().map(|user| user.name),
        known: journal.all(),
        is_file: &Path::is_file,
        is_folder: &Path::is_dir,
    };
    let mut planned = plan::plan(processes, &facts);
    let goes_by = |one: &Planned, name: &str| {
        one.process.name == *name
            || one.service.as_str() == name
            || one.process.id.is_some_and(|id| id.to_string() == *name)
    };
    let is_open = |name: &String| journal.open().any(|entry| is_named(std::slice::from_ref(name), entry));
    if let Some(name) = args.names.iter().find(|name| !is_open(name) && !planned.iter().any(|one| goes_by(one, name))) {
        return Err(ImportError::Unknown(name.clone()).into());
    }
    planned.retain(|one| args.names.is_empty() || args.names.iter().any(|name| goes_by(one, name)));
    for one in planned.iter_mut().filter(|one| one.verdict == Verdict::Take) {
        let entry = journal.find(&one.process.name, one.instance);
        if entry.is_some_and(|entry| entry.step == Step::Done) && one.process.is_at_rest() {
            one.verdict = Verdict::Skip("was taken over before, and is stopped in PM2".into());
        } else if running.iter().any(|process| process.name == one.process.name) {
            one.verdict = Verdict::Refuse("is in the list of the PM2 that runs: import it without `--dump`".into());
        } else if args.keep_in_pm2 && one.process.get("cron_restart").is_some() {
            let why = "would be started by PM2 at the time of its cron_restart; not possible with `--keep-in-pm2`";
            one.verdict = Verdict::Refuse(why.into());
        } else if args.keep_in_pm2 && one.process.switch("watch") == Some(true) {
            let why = "would be started by PM2 as soon as a file changes that it watches; not possible with \
                       `--keep-in-pm2`";
            one.verdict = Verdict::Refuse(why.into());
        } else if entry.is_some_and(|entry| entry.step != Step::Done && entry.runs) && !one.process.is_wanted() {
            one.warnings.push("an earlier import stopped it in PM2, and was cut off: it will be started".into());
        }
    }
    Ok(planned)
}

fn is_named(names: &[String], entry: &Entry) -> bool {
    names.is_empty() || names.iter().any(|name| entry.name == *name || entry.service.as_str() == name)
}

fn is_same(one: &Planned, entry: &Entry) -> bool {
    one.process.name == entry.name && one.instance == entry.instance
}

/// Those that were cut off first, then the others, until one does not do well or somebody wants an end. What came of
/// them, and the error that came in between.
fn take_all(
    hands: &Hands<'_>,
    journal: &mut Journal,
    work: &Work,
) -> (BTreeMap<ServiceName, Outcome>, anyhow::Result<()>) {
    let resumed = journal.open().filter(|entry| work.resumed.contains(&entry.service));
    let mut all: Vec<(Entry, Option<&Planned>)> = resumed.map(|entry| (entry.clone(), None)).collect();
    for one in work.taken() {
        all.extend(journal.find(&one.process.name, one.instance).map(|entry| (entry.clone(), Some(one))));
    }
    let mut outcomes = BTreeMap::new();
    for (entry, one) in all {
        if hands.signals.came().is_some() {
            break;
        }
        let service = entry.service.clone();
        let (outcome, mut end) = match hands.take(journal, entry.clone(), one) {
            Ok(outcome) => (outcome, Ok(())),
            Err(error) => {
                let stands = hands.stands(journal, &entry);
                (Outcome::Broken { reason: format!("{error:#}"), stands }, Err(error))
            }
        };
        if !hands.context.json {
            end = end.and(show::outcome(&service, &outcome).map_err(Into::into));
        }
        let is_well = outcome.is_well();
        outcomes.insert(service, outcome);
        if end.is_err() || !is_well {
            return (outcomes, end);
        }
    }
    (outcomes, Ok(()))
}

fn finish(source: &Source, outcomes: &BTreeMap<ServiceName, Outcome>, count: usize) -> anyhow::Result<()> {
    if outcomes.len() < count {
        let left = count - outcomes.len();
        output::line(format_args!("{left} more were left as they are; `gascli import pm2` goes on with them"))?;
    }
    if let Source::Dump { of, is_pm2s: false } = source {
        output::note(format_args!(
            "warning: {of} is as it was: a PM2 that reads it starts the processes a second time"
        ));
    }
    for (command, what) in show::NEXT {
        output::line(format_args!("next: `{command}` {what}"))?;
    }
    Ok(())
}
