//! Reports about this program's own end: what a supervisor or shim that panics leaves for its maintainers, and how the
//! next supervisor knows that the one before it did not end by itself.

use std::backtrace::Backtrace;
use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::journal::{say, with_causes};
use super::proc::Identity;
use super::record;
use crate::daemon::socket;
use crate::types::{Paths, UnixMillis};

/// Older reports are deleted.
const REPORTS: usize = 10;
/// How much of `supervisor.log` stands in a report.
const TAIL_BYTES: u64 = 4 << 10;

/// Writes a report when this process panics, and goes on to end it.
pub(super) fn report_panics(paths: &Paths, who: &str) {
    let (paths, who) = (paths.clone(), who.to_owned());
    std::panic::set_hook(Box::new(move |panic| {
        let text = format!("{panic}\n\n{}", Backtrace::force_capture());
        match write(&paths, &who, &text) {
            Ok(path) => say(&who, format_args!("{panic}; please report it with `{}`", path.display())),
            Err(error) => say(&who, format_args!("{panic}; no report could be written: {error}")),
        }
    }));
}

fn write(paths: &Paths, who: &str, text: &str) -> std::io::Result<PathBuf> {
    let folder = folder(paths);
    socket::private_folder(&folder).map_err(std::io::Error::other)?;
    let now = UnixMillis::now();
    let path = folder.join(format!("{}-{who}.txt", now.0));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path)?;
    let version = env!("CARGO_PKG_VERSION");
    let tail = tail(&paths.supervisor_log());
    write!(file, "gascli {version}, {who}, pid {}, {now}\n\n{text}\n\nsupervisor.log:\n{tail}", std::process::id())?;
    for old in reports(paths).iter().rev().skip(REPORTS) {
        let _ = fs::remove_file(old);
    }
    Ok(path)
}

fn folder(paths: &Paths) -> PathBuf {
    paths.state.join("crashes")
}

/// The last lines of a file.
fn tail(path: &Path) -> String {
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|mut file| {
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
        file.take(TAIL_BYTES).read_to_end(&mut bytes)
    });
    read.map_or_else(|error| error.to_string(), |_| String::from_utf8_lossy(&bytes).into_owned())
}

/// All reports, oldest first.
fn reports(paths: &Paths) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(paths)).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    found.sort(); // by time: its number will have as many digits for two centuries
    found
}

/// The newest report of a crash of supervisor or shim, if there is any.
pub fn newest_report(paths: &Paths) -> Option<PathBuf> {
    reports(paths).pop()
}

/// `supervisor.run`: which supervisor serves. One that ends by itself removes it.
#[derive(Debug, Serialize, Deserialize)]
struct Run {
    supervisor: Identity,
    version: String,
    started_at_ms: UnixMillis,
}

fn run_file(paths: &Paths) -> PathBuf {
    paths.state.join("supervisor.run")
}

/// Notes that this supervisor serves. If the one before it has ended without a word since the machine was started, says
/// how that is known. Called with the supervisor's lock held.
pub(super) fn begin(paths: &Paths) -> Option<String> {
    let before = record::read::<Run>(&run_file(paths)).ok().flatten();
    let own = Identity::of(std::process::id())?;
    let vanished = before.filter(|run| run.supervisor != own && run.supervisor.boot_id == own.boot_id);
    let run = Run { supervisor: own, version: env!("CARGO_PKG_VERSION").into(), started_at_ms: UnixMillis::now() };
    if let Err(error) = record::write(&run_file(paths), &run) {
        say("supervisor", with_causes(&error));
    }
    let run = vanished?;
    let since = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?;
        let (time, who) = name.strip_suffix(".txt")?.split_once('-')?;
        (who == "supervisor" && time.parse::<u64>().ok()? >= run.started_at_ms.0).then_some(())
    };
    let report = reports(paths).into_iter().rev().find(|path| since(path).is_some());
    let how = report.map_or_else(
        || "was killed, or ended without a word".to_owned(),
        |path| format!("crashed; its report is `{}`", path.display()),
    );
    Some(format!("the supervisor before (pid {}, version {}) {how}", run.supervisor.pid, run.version))
}

/// Notes that this supervisor ends by itself.
pub(super) fn end(paths: &Paths) {
    let _ = fs::remove_file(run_file(paths)); // were it left, the next one would tell of a crash
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    /// Where [`panics`] leaves its report.
    const PANICS_IN: &str = "GASCLI_TEST_PANICS_IN";

    #[test]
    #[ignore = "panics on purpose, in a process that the next test starts"]
    fn panics() {
        let Some(home) = std::env::var_os(PANICS_IN) else { return };
        report_panics(&Paths::below(Path::new(&home)), "supervisor");
        panic!("on purpose");
    }

    #[test]
    fn a_panic_leaves_a_report_that_names_its_reason_and_place() {
        let home = tempfile::tempdir().unwrap();
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "supervisor::crash::tests::panics"]).env(PANICS_IN, home.path());
        assert!(!command.output().unwrap().status.success());
        let report = fs::read_to_string(newest_report(&Paths::below(home.path())).unwrap()).unwrap();
        assert!(report.contains("on purpose") && report.contains("crash.rs:"), "{report}");
    }

    #[test]
    fn the_newest_ten_reports_are_kept_for_their_owner_with_the_end_of_the_log() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::below(home.path());
        assert_eq!(newest_report(&paths), None);
        let folder = folder(&paths);
        socket::private_folder(&folder).unwrap();
        for number in 0..12 {
            fs::write(folder.join(format!("10000000000{number:02}-supervisor.txt")), "").unwrap();
        }
        fs::write(paths.supervisor_log(), "its last words\n").unwrap();
        let path = write(&paths, "supervisor", "panicked at table.rs").unwrap();
        assert_eq!(newest_report(&paths), Some(path.clone()));
        assert_eq!(reports(&paths).len(), REPORTS);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("panicked at table.rs") && text.contains("its last words"), "{text}");
        assert!(text.contains(env!("CARGO_PKG_VERSION")), "{text}");
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_supervisor_that_vanished_is_told_of_once_and_one_that_ended_is_not() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::below(home.path());
        socket::private_folder(&paths.state).unwrap();
        assert_eq!(begin(&paths), None, "the first");
        assert_eq!(begin(&paths), None, "it has become another program");
        let supervisor = Identity { pid: 7, ..Identity::of(std::process::id()).unwrap() };
        let before = Run { supervisor, version: "0.0.1".into(), started_at_ms: UnixMillis(5) };
        record::write(&run_file(&paths), &before).unwrap();
        assert!(begin(&paths).unwrap().contains("(pid 7, version 0.0.1) was killed"));
        assert_eq!(begin(&paths), None);
        record::write(&run_file(&paths), &before).unwrap();
        let report = write(&paths, "supervisor", "panicked").unwrap();
        assert!(begin(&paths).unwrap().contains(report.to_str().unwrap()));
        let of_a_boot_before = Identity { boot_id: "another".into(), ..before.supervisor.clone() };
        record::write(&run_file(&paths), &Run { supervisor: of_a_boot_before, ..before }).unwrap();
        assert_eq!(begin(&paths), None, "the machine was started anew");
        end(&paths);
        assert!(!run_file(&paths).exists());
    }
}
