//! The journal's file: written by the one supervisor, read by everyone.
//!
//! `events.jsonl` becomes `events.jsonl.1` when it is full. Lines that are damaged or half written (power loss, full
//! disk) are passed over. Numbers go on across both.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Draft, ServiceEvent};
use crate::supervisor::journal::say;
use crate::types::{Paths, ServiceName, UnixMillis};

/// A file of this size is set aside, and a new one begun.
const FULL: u64 = 4 << 20;
/// Read from the end to learn how far the journal counts.
const TAIL: u64 = 256 << 10;
/// An exit that is older than the newest event by more than this was told, or needed no telling.
const TELLING: Duration = Duration::from_secs(2);
/// Longest text of an event; programs may say more than anybody reads.
const LONGEST_TEXT: usize = 2000;
/// No line is longer, as long as only supervisors write.
const LONGEST_LINE: u64 = 64 << 10;

/// The journal, open for writing by the one supervisor.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    next: u64,
    /// When the newest event happened that a supervisor before told.
    newest_at: Option<UnixMillis>,
    /// The newest exit that was told of each service.
    told_runs: BTreeMap<ServiceName, u32>,
}

impl Journal {
    /// Opens the journal and finds out how far it counts and what it has told.
    pub(crate) fn open(paths: &Paths) -> Self {
        let path = path_of(&paths.state);
        let mut journal = Self { path, next: 1, newest_at: None, told_runs: BTreeMap::new() };
        for path in [journal.path.clone(), set_aside(&journal.path)] {
            journal.look_at(&path);
            if journal.next > 1 {
                break;
            }
        }
        journal
    }

    /// Reads the end of a file, or all of it if the end is of no use.
    fn look_at(&mut self, path: &Path) {
        for most in [TAIL, FULL + LONGEST_LINE] {
            let tail = tail_of(path, most).unwrap_or_default();
            for event in tail.split(|byte| *byte == b'\n').filter_map(parse) {
                self.next = self.next.max(event.number.saturating_add(1));
                self.newest_at = self.newest_at.max(Some(event.at_ms));
                if let (Some(service), true) = (event.service, event.exit.is_some()) {
                    let told = self.told_runs.entry(service).or_default();
                    *told = event.run.max(*told);
                }
            }
            if self.next > 1 || (tail.len() as u64) < most {
                return;
            }
        }
    }

    /// Whether an exit was told by a supervisor before. Without any journal nothing was missed: there was none.
    pub(super) fn has_told(&self, service: &ServiceName, run: u32, at_ms: UnixMillis) -> bool {
        self.told_runs.get(service).is_some_and(|told| run <= *told)
            || self.newest_at.is_none_or(|newest| at_ms.after(TELLING) < newest)
    }

    /// Tells an event; false if that failed: a disk that is full loses it, which the supervisor's own log says.
    pub(crate) fn tell(&mut self, draft: Draft) -> bool {
        let Draft { service, kind, text, exit, run, while_away } = draft;
        let at_ms = while_away.unwrap_or_else(UnixMillis::now);
        let text = one_line(&text);
        let event =
            ServiceEvent { number: self.next, at_ms, service, kind, text, exit, run, while_away: while_away.is_some() };
        match self.append(&event) {
            Ok(()) => self.next += 1,
            Err(error) => {
                say("events", format_args!("`{}` could not be told: {error}", event.text));
                return false;
            }
        }
        true
    }

    fn append(&self, event: &ServiceEvent) -> io::Result<()> {
        let open = || OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(&self.path);
        let mut file = open()?;
        if file.metadata()?.len() >= FULL {
            std::fs::rename(&self.path, set_aside(&self.path))?;
            file = open()?;
        }
        let mut line = Vec::new();
        if file.seek(SeekFrom::End(-1)).is_ok() {
            let mut last = [0];
            // A half-written line shall not swallow the new one.
            if file.read_exact(&mut last).is_ok() && last != *b"\n" {
                line.push(b'\n');
            }
        }
        serde_json::to_writer(&mut line, event)?;
        line.push(b'\n');
        file.write_all(&line)
    }
}

/// Where the journal of a state folder is.
fn path_of(state: &Path) -> PathBuf {
    state.join("events.jsonl")
}

fn set_aside(path: &Path) -> PathBuf {
    path.with_extension("jsonl.1")
}

/// At most so much from the end of a file.
pub(super) fn tail_of(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
    let mut tail = Vec::new();
    file.take(most).read_to_end(&mut tail)?;
    Ok(tail)
}

fn parse(line: &[u8]) -> Option<ServiceEvent> {
    serde_json::from_slice(line).ok()
}

/// A text as one line of bounded length.
fn one_line(text: &str) -> String {
    let mut line: String = text.trim().replace(['\n', '\r'], " ");
    if let Some((end, _)) = line.char_indices().nth(LONGEST_TEXT) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// Reads events in the order of their numbers, beginning after one of them, and goes on with what comes.
#[derive(Debug)]
pub struct EventReader {
    path: PathBuf,
    /// The number of the last one that was read.
    after: u64,
    /// The file that is read, with its identity.
    open: Option<(BufReader<File>, u64)>,
    /// The beginning of a line whose end is not yet written.
    part: Vec<u8>,
}

impl EventReader {
    /// Reads what has a greater number than `after`.
    pub fn new(state: &Path, after: u64) -> Self {
        Self { path: path_of(state), after, open: None, part: Vec::new() }
    }

    /// The next event; `None` if there is none yet.
    pub fn advance(&mut self) -> io::Result<Option<ServiceEvent>> {
        loop {
            let Some((reader, inode)) = &mut self.open else {
                if !self.open_next(None)? {
                    return Ok(None);
                }
                continue;
            };
            let inode = *inode;
            let count = reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut self.part)?;
            if self.part.last() == Some(&b'\n') {
                let event = parse(&self.part).filter(|event| event.number > self.after);
                self.part.clear();
                if let Some(event) = event {
                    self.after = event.number;
                    return Ok(Some(event));
                }
            } else if self.part.len() as u64 >= LONGEST_LINE {
                self.part.clear(); // no event of ours; its rest is passed over as damaged, too
            } else if count == 0 {
                // The end of this file. If it was set aside meanwhile, nothing more comes to it.
                if !self.open_next(Some(inode))? {
                    return Ok(None);
                }
            }
        }
    }

    /// Opens the file that comes after the one with this identity: the older one first, then the present one.
    fn open_next(&mut self, done: Option<u64>) -> io::Result<bool> {
        let open = |path: &Path| match File::open(path) {
            Ok(file) => Ok(Some((file.metadata()?.ino(), file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        let current = open(&self.path)?;
        if done.is_some() && current.as_ref().map(|(inode, _)| *inode) == done {
            return Ok(false);
        }
        let older = open(&set_aside(&self.path))?;
        let next = match (older, done) {
            // Neither the present file nor the one before: two have been set aside meanwhile, or this is the beginning.
            (Some((inode, file)), done) if Some(inode) != done => Some((inode, file)),
            (_, _) => current,
        };
        let Some((inode, file)) = next else { return Ok(false) };
        self.part.clear();
        self.open = Some((BufReader::new(file), inode));
        Ok(true)
    }
}

/// The last `most` events for which `wanted` holds, oldest first.
pub fn read_last(
    state: &Path,
    most: usize,
    mut wanted: impl FnMut(&ServiceEvent) -> bool,
) -> io::Result<(Vec<ServiceEvent>, EventReader)> {
    let mut reader = EventReader::new(state, 0);
    let mut found = VecDeque::new();
    while let Some(event) = reader.advance()? {
        if !wanted(&event) || most == 0 {
            continue;
        }
        if found.len() == most {
            found.pop_front();
        }
        found.push_back(event);
    }
    Ok((found.into(), reader))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::EventKind;

    fn journal(home: &Path) -> Journal {
        let paths = Paths::below(home);
        std::fs::create_dir_all(&paths.state).unwrap();
        Journal::open(&paths)
    }

    fn tell(journal: &mut Journal, text: &str) {
        assert!(journal.tell(Draft::of(&"a".parse().unwrap(), EventKind::Ready, text)));
    }

    fn all(home: &Path) -> Vec<(u64, String)> {
        let (events, _) = read_last(&Paths::below(home).state, usize::MAX, |_| true).unwrap();
        events.into_iter().map(|event| (event.number, event.text)).collect()
    }

    #[test]
    fn a_half_written_line_costs_itself_alone_and_numbers_go_on() {
        let home = tempfile::tempdir().unwrap();
        tell(&mut journal(home.path()), "one");
        let mut file = OpenOptions::new().append(true).open(home.path().join("state/events.jsonl")).unwrap();
        file.write_all(b"damaged\n{\"number\": 2, \"at").unwrap();
        tell(&mut journal(home.path()), "two\nlines");
        assert_eq!(all(home.path()), [(1, "one".into()), (2, "two lines".into())]);
    }

    #[test]
    fn numbers_go_on_when_the_journal_was_just_set_aside_or_ends_in_much_damage() {
        let home = tempfile::tempdir().unwrap();
        let mut first = journal(home.path());
        tell(&mut first, "one");
        tell(&mut first, "two");
        let path = home.path().join("state/events.jsonl");
        std::fs::rename(&path, set_aside(&path)).unwrap();
        tell(&mut journal(home.path()), "three");
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(&vec![b'x'; usize::try_from(TAIL).unwrap() + 10]).unwrap();
        tell(&mut journal(home.path()), "four");
        let numbers: Vec<u64> = all(home.path()).into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
    }

    #[test]
    fn a_reader_that_follows_loses_nothing_when_the_journal_is_set_aside() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = journal(home.path());
        let path = home.path().join("state/events.jsonl");
        let mut reader = EventReader::new(&home.path().join("state"), 0);
        let mut heard = Vec::new();
        for round in 0..3_u64 {
            for _ in 0..3 {
                tell(&mut journal, "x");
            }
            if round == 1 {
                heard.push(reader.advance().unwrap().unwrap().number); // in the middle of a file
            }
            std::fs::rename(&path, set_aside(&path)).unwrap();
            tell(&mut journal, "after");
            while let Some(event) = reader.advance().unwrap() {
                heard.push(event.number);
            }
        }
        assert_eq!(heard, (1..=12).collect::<Vec<u64>>());
    }

    #[test]
    fn the_journal_never_grows_beyond_two_files_of_its_size() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = journal(home.path());
        let long = "y".repeat(5000);
        for _ in 0..6000 {
            tell(&mut journal, &long);
        }
        let size = |name: &str| std::fs::metadata(home.path().join("state").join(name)).unwrap().len();
        assert!(size("events.jsonl") <= FULL + 4096 && size("events.jsonl.1") <= FULL + 4096);
        let numbers: Vec<u64> = all(home.path()).into_iter().map(|(number, _)| number).collect();
        assert_eq!(*numbers.last().unwrap(), 6000);
        assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1));
    }
}
