//! Reports of panics: what a command, daemon, supervisor or shim that panics leaves for its maintainers.
//!
//! A report is a file that can be sent to others: it names the version, the command without its values, the place and the
//! way there. Values of secret variables, and words that look like keys, are taken out of its message.

use std::backtrace::Backtrace;
use std::cmp::Reverse;
use std::collections::VecDeque;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::socket;
use crate::types::{Build, Paths, Secret, UnixMillis, is_caught, looks_secret};

/// Older reports are deleted. One process writes no more than these.
const REPORTS: usize = 10;
/// How much of a log stands in a report.
const TAIL_BYTES: u64 = 4 << 10;
/// Variables with such a word in their name hold secrets.
const SECRET_NAMES: [&str; 8] = ["KEY", "TOKEN", "SECRET", "PASS", "PHRASE", "SEED", "MNEMONIC", "WEBHOOK"];
/// Shorter values stand in ordinary words.
const SHORTEST_SECRET: usize = 6;
/// Most values besides the environment's that are taken out, and the longest of them, in bytes.
const CONCEALED: usize = 64;
const LONGEST_SECRET: usize = 4 << 10;

/// Of whom a report is.
#[derive(Debug, Clone)]
pub struct Subject {
    /// A word for the name of the file.
    pub who: String,
    /// Where reports are kept; `None` if that is not known, and none is written.
    pub paths: Option<Paths>,
    /// What else the maintainers should know. It is shown as it is, but for secrets.
    pub facts: String,
}

/// A panic that was seen.
#[derive(Debug)]
pub struct Crash {
    /// Its message and place, without secrets.
    pub words: String,
    /// Where it was written down.
    pub report: io::Result<PathBuf>,
}

type Ask = Arc<dyn Fn() -> Subject + Send + Sync>;

/// Of whom reports are, at this moment.
static SUBJECT: Mutex<Option<Ask>> = Mutex::new(None);
/// Secrets that stand in files, with the names that they have there; the newest last.
static HIDDEN: Mutex<VecDeque<(String, Secret<String>)>> = Mutex::new(VecDeque::new());
/// Reports of this process.
static WRITTEN: AtomicUsize = AtomicUsize::new(0);

/// From now on, reports do not show this value, but its name. The last 64 are remembered.
pub fn conceal(name: &str, value: &str) {
    let value = value.trim();
    if !(SHORTEST_SECRET..=LONGEST_SECRET).contains(&value.len()) {
        return;
    }
    let mut hidden = HIDDEN.lock().unwrap_or_else(PoisonError::into_inner);
    hidden.retain(|(_, known)| known.expose() != value);
    if hidden.len() == CONCEALED {
        hidden.pop_front();
    }
    hidden.push_back((name.to_owned(), Secret::new(value.to_owned())));
}

/// From now on, every panic of this process that nobody [`caught`](crate::types::caught) is written down and told.
/// `subject` is asked then, and `tell` says it to whom it concerns.
pub fn report_panics(
    subject: impl Fn() -> Subject + Send + Sync + 'static,
    tell: impl Fn(&Crash) + Send + Sync + 'static,
) {
    *SUBJECT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(subject));
    std::panic::set_hook(Box::new(move |panic| {
        if let Some(crash) = record(panic) {
            tell(&crash);
        }
    }));
}

/// Writes a panic down, for who replaces the hook; `None` if it is the answer of somebody who catches it.
pub fn record(panic: &PanicHookInfo<'_>) -> Option<Crash> {
    if is_caught() {
        return None;
    }
    let words = masked(&panic.to_string());
    let subject = SUBJECT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let report = match subject.map(|ask| ask()) {
        Some(Subject { who, paths: Some(paths), facts }) => {
            write(&paths, &who, &format!("{words}\n\n{}", Backtrace::force_capture()), &facts)
        }
        _ => Err(io::Error::other("no folder is known for it")),
    };
    Some(Crash { words, report })
}

fn write(paths: &Paths, who: &str, text: &str, facts: &str) -> io::Result<PathBuf> {
    if WRITTEN.fetch_add(1, Ordering::Relaxed) >= REPORTS {
        return Err(io::Error::other(format!("this process has written {REPORTS} already")));
    }
    let folder = folder(paths);
    socket::private_folder(&folder).map_err(io::Error::other)?;
    let now = UnixMillis::now();
    let path = folder.join(format!("{}-{who}.txt", now.0));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path)?;
    let Build { version, commit, target, .. } = Build::this();
    let commit = commit.map(|commit| format!(" ({commit})")).unwrap_or_default();
    let system = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("without a name");
    write!(
        file,
        "gascli {version}{commit}, {who}, pid {}, {now}\n{target}, kernel {}, thread `{thread}`\n\n{text}\n\n{}\n",
        std::process::id(),
        system.trim(),
        masked(facts)
    )?;
    for old in reports(paths).iter().rev().skip(REPORTS) {
        let _ = fs::remove_file(old);
    }
    Ok(path)
}

/// A text without the values of secret variables and of secrets in files, and without words that look like keys.
pub(crate) fn masked(text: &str) -> String {
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let (name, value) = (name.into_string().ok()?, value.into_string().ok()?);
        let upper = name.to_ascii_uppercase();
        let is_secret = value.len() >= SHORTEST_SECRET && SECRET_NAMES.iter().any(|word| upper.contains(word));
        is_secret.then(|| (name, Secret::new(value)))
    });
    let mut secrets: Vec<_> = variables.collect();
    secrets.extend(HIDDEN.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned());
    // One may be a part of another.
    secrets.sort_by_key(|(_, value)| Reverse(value.expose().len()));
    let mut text = text.to_owned();
    for (name, value) in &secrets {
        text = text.replace(value.expose(), &format!("<{name}>"));
    }
    let is_end = |c: char| c.is_whitespace() || c.is_control() || "`'\"()[]{}<>,;:!?|=&@".contains(c);
    let mut shown = String::with_capacity(text.len());
    for piece in text.split_inclusive(is_end) {
        let word = piece.trim_end_matches(is_end);
        shown.push_str(if looks_secret(word) { "<key>" } else { word });
        shown.push_str(piece.get(word.len()..).unwrap_or_default());
    }
    shown
}

fn folder(paths: &Paths) -> PathBuf {
    paths.state.join("crashes")
}

/// The last lines of a file.
pub fn tail(path: &Path) -> String {
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|mut file| {
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
        file.take(TAIL_BYTES).read_to_end(&mut bytes)
    });
    read.map_or_else(|error| error.to_string(), |_| String::from_utf8_lossy(&bytes).into_owned())
}

/// All reports, oldest first.
pub fn reports(paths: &Paths) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(paths)).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    found.sort(); // by time: its number will have as many digits for two centuries
    found
}

/// When a report was written, and of whom it is.
pub fn of_name(report: &Path) -> Option<(UnixMillis, &str)> {
    let (time, who) = report.file_name()?.to_str()?.strip_suffix(".txt")?.split_once('-')?;
    Some((UnixMillis(time.parse().ok()?), who))
}

/// The newest report, if there is any.
pub fn newest_report(paths: &Paths) -> Option<PathBuf> {
    reports(paths).pop()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;
    use crate::types::caught;

    /// Where [`panics`] leaves its report.
    const PANICS_IN: &str = "GASCLI_TEST_PANICS_IN";

    #[test]
    #[ignore = "panics on purpose, in a process that the next test starts"]
    fn panics() {
        let Some(home) = std::env::var_os(PANICS_IN) else { return };
        let paths = Paths::below(Path::new(&home));
        let subject = move || Subject { who: "test".into(), paths: Some(paths.clone()), facts: "command: test".into() };
        conceal("OPENAI_API_KEY", " in-a-file ");
        report_panics(subject, |crash| {
            let mut err = io::stderr().lock();
            let _ = writeln!(err, "told: {}", crash.words.replace('\n', " "));
        });
        assert!(caught(|| panic!("is an answer")).is_err());
        let part = std::thread::Builder::new().name("part".into()).spawn(|| panic!("in a thread")).unwrap();
        assert!(part.join().is_err());
        panic!("on purpose, with hunter2-hunter2, in-a-file and sk-0123456789abcdef0123456789");
    }

    #[test]
    fn a_panic_leaves_a_report_that_names_its_reason_and_place_and_no_secret() {
        let home = tempfile::tempdir().unwrap();
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "--nocapture", "daemon::crash::tests::panics"]);
        command.env(PANICS_IN, home.path()).env("TEST_PASSWORD", "hunter2-hunter2");
        let output = command.output().unwrap();
        assert!(!output.status.success());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("in a thread") && !told.contains("is an answer"), "{told}");
        let reports = reports(&Paths::below(home.path()));
        assert!(!reports.is_empty() && reports.len() <= 2, "{reports:?}"); // both may fall into one millisecond
        let report = fs::read_to_string(reports.last().unwrap()).unwrap();
        for part in
            ["on purpose, with <TEST_PASSWORD>, <OPENAI_API_KEY> and <key>", "crash.rs:", "command: test", "thread `"]
        {
            assert!(report.contains(part), "{part}: {report}");
        }
        assert!(!report.contains("hunter2") && !report.contains("0123456789"), "{report}");
    }

    #[test]
    fn the_newest_ten_reports_are_kept_for_their_owner() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::below(home.path());
        assert_eq!(newest_report(&paths), None);
        let folder = folder(&paths);
        socket::private_folder(&folder).unwrap();
        for number in 0..12 {
            fs::write(folder.join(format!("10000000000{number:02}-supervisor.txt")), "").unwrap();
        }
        let log = home.path().join("log");
        fs::write(&log, "its last words\n").unwrap();
        let path = write(&paths, "supervisor", "panicked at table.rs", &tail(&log)).unwrap();
        assert_eq!(newest_report(&paths), Some(path.clone()));
        assert_eq!(of_name(&path).unwrap().1, "supervisor");
        assert_eq!(super::reports(&paths).len(), REPORTS);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("panicked at table.rs") && text.contains("its last words"), "{text}");
        assert!(text.contains(env!("CARGO_PKG_VERSION")), "{text}");
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    }
}
