//! `logs`: the output of services, from the segments on disk. No supervisor is asked.

mod clear;
mod format;
mod options;

use std::collections::BTreeSet;
use std::io;
use std::os::fd::AsFd;

use anyhow::Context as _;

use super::services::how_to_make;
use super::{Answer, Context, output};
use crate::supervisor::logs::{LogReader, Query, Wake, Watcher};
use crate::types::{Code, Hint, ServiceName, nearest};

use format::Format;
use options::LogsCommand;
pub(super) use options::{LogArgs, LogOptions, moment};

/// Output is collected up to this many bytes before it is written.
const BUFFER: usize = 32 << 10;
/// A pipe that is ready takes this much without blocking.
const PIPE_PIECE: usize = 4096;

/// Why there is no log to show.
#[derive(Debug, thiserror::Error)]
pub(super) enum LogsError {
    /// Nothing of that name has ever run.
    #[error("no service is named `{name}`")]
    Unknown {
        /// The name that was asked for.
        name: ServiceName,
        /// The most similar one that exists.
        nearest: Option<String>,
    },
    /// Deleting is not undone.
    #[error("a log that is cleared is gone: that takes `--yes` where nobody can be asked")]
    NeedsYes,
}

impl Hint for LogsError {
    fn hint(&self) -> Option<String> {
        let Self::Unknown { name, nearest } = self else {
            return Some("the same command with `--yes`; `--dry-run` shows what would go".into());
        };
        Some(match nearest {
            Some(nearest) => format!("did you mean `gascli logs {nearest}`?"),
            None => format!("`gascli ps` lists the services; `{}` makes a new one", how_to_make(name)),
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Unknown { .. } => Some(Code::NoSuchService),
            Self::NeedsYes => Some(Code::InputNeeded),
        }
    }
}

/// A log that is being shown.
struct Source {
    name: ServiceName,
    reader: LogReader,
    has_line: bool,
    /// Nothing more was there when it was last asked.
    is_idle: bool,
}

pub(super) fn run(context: &Context, args: &LogArgs) -> anyhow::Result<Answer> {
    match &args.command {
        Some(LogsCommand::Clear(args)) => clear::run(context, args),
        None => show(context, &args.names, &args.options),
    }
}

/// Prints the logs of these services, merged by time; of all without a name.
pub(super) fn show(context: &Context, names: &[ServiceName], options: &LogOptions) -> anyhow::Result<Answer> {
    let query = options.query(context.json)?;
    let chosen = choose(context, names)?;
    let parent = context.paths.state.join("logs");
    let mut watcher = None;
    if options.follow {
        watcher = Some(Watcher::new(&parent).context("cannot watch the logs")?);
    }
    let mut view = View {
        context,
        query,
        sources: Vec::new(),
        format: Format::new(context.json, options.raw, &chosen),
        watcher,
        buffer: Vec::new(),
        said_damaged: false,
    };
    for name in chosen {
        view.add(name)?;
    }
    if view.sources.is_empty() {
        output::note("no service has written anything yet");
    }
    view.run(names.is_empty())
}

/// Everything that printing needs.
struct View<'a> {
    context: &'a Context,
    query: Query,
    sources: Vec<Source>,
    format: Format,
    watcher: Option<Watcher>,
    buffer: Vec<u8>,
    said_damaged: bool,
}

impl View<'_> {
    fn add(&mut self, name: ServiceName) -> anyhow::Result<()> {
        let folder = self.context.paths.logs(&name);
        // Watch first, then read: a line that comes between the two wakes us.
        if let Some(watcher) = &mut self.watcher {
            watcher.watch(&folder);
        }
        if !folder.exists() {
            let waiting = if self.watcher.is_some() { "; waiting" } else { "" };
            output::note(format!("`{name}` has written nothing yet{waiting}"));
        }
        let reader =
            LogReader::open(&folder, &self.query).with_context(|| format!("cannot read the log of `{name}`"))?;
        self.format.add(&name);
        self.sources.push(Source { name, reader, has_line: false, is_idle: false });
        Ok(())
    }

    fn run(&mut self, all: bool) -> anyhow::Result<Answer> {
        loop {
            while let Some(at) = self.next()? {
                let source = &mut self.sources[at];
                if let Some(line) = source.reader.line() {
                    self.format.line(&mut self.buffer, &source.name, line);
                }
                source.has_line = false;
                if self.buffer.len() >= BUFFER && !self.write()? {
                    return Ok(Answer::Yes);
                }
            }
            if !self.write()? {
                return Ok(Answer::Yes);
            }
            let Some(watcher) = &mut self.watcher else { return Ok(Answer::Yes) };
            match watcher.wait(io::stdout().as_fd()).context("cannot watch the logs")? {
                Wake::More | Wake::Writable => {}
                Wake::OutputClosed | Wake::Interrupted => return Ok(Answer::Yes),
            }
            let new_folders = watcher.take_new_folders();
            for source in &mut self.sources {
                source.is_idle = false;
            }
            if all && new_folders {
                let known: BTreeSet<ServiceName> = self.sources.iter().map(|source| source.name.clone()).collect();
                for name in logged(self.context)?.difference(&known) {
                    self.add(name.clone())?;
                }
            }
        }
    }

    /// The source with the oldest line.
    fn next(&mut self) -> anyhow::Result<Option<usize>> {
        for source in self.sources.iter_mut().filter(|source| !source.has_line && !source.is_idle) {
            let advanced = source.reader.advance();
            source.has_line = advanced.with_context(|| format!("cannot read the log of `{}`", source.name))?;
            source.is_idle = !source.has_line;
            if let Some(path) = source.reader.take_damaged().filter(|_| !self.said_damaged) {
                self.said_damaged = true;
                let is_index = path.file_stem().is_some_and(|stem| !stem.to_string_lossy().ends_with(".log"));
                let path = path.display();
                output::note(if is_index {
                    format!("the index `{path}` is missing or damaged: its lines come without times")
                } else {
                    format!("the segment `{path}` is damaged: its lines are missing here")
                });
            }
        }
        let waiting = self.sources.iter().enumerate().filter(|(_, source)| source.has_line);
        Ok(waiting.min_by_key(|(_, source)| source.reader.line().map(|line| line.time_us)).map(|(at, _)| at))
    }

    /// Writes what is collected. False if there is nobody to write to, or we were asked to end.
    fn write(&mut self) -> anyhow::Result<bool> {
        let pieces = self.buffer.chunks(if self.watcher.is_some() { PIPE_PIECE } else { usize::MAX });
        for piece in pieces {
            if let Some(watcher) = &self.watcher
                && let Wake::OutputClosed | Wake::Interrupted = watcher.wait_writable(io::stdout().as_fd())?
            {
                return Ok(false);
            }
            match output::bytes(piece) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(false),
                written => written.context("cannot write to stdout")?,
            }
        }
        self.buffer.clear();
        Ok(true)
    }
}

/// The services to show: those named, each once, or all that have a log.
fn choose(context: &Context, names: &[ServiceName]) -> anyhow::Result<BTreeSet<ServiceName>> {
    if names.is_empty() {
        return logged(context);
    }
    for name in names {
        if !context.paths.logs(name).exists() && !context.paths.service(name).exists() {
            let known: BTreeSet<_> = logged(context)?.into_iter().chain(folders(&context.paths.services())?).collect();
            let nearest = nearest(name.as_str(), known.iter().map(ServiceName::as_str)).map(str::to_owned);
            return Err(LogsError::Unknown { name: name.clone(), nearest }.into());
        }
    }
    Ok(names.iter().cloned().collect())
}

/// Every service that has a log.
fn logged(context: &Context) -> anyhow::Result<BTreeSet<ServiceName>> {
    folders(&context.paths.state.join("logs"))
}

pub(super) fn folders(parent: &std::path::Path) -> anyhow::Result<BTreeSet<ServiceName>> {
    let entries = match std::fs::read_dir(parent) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        entries => entries.with_context(|| format!("cannot read `{}`", parent.display()))?,
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    Ok(names.collect())
}
