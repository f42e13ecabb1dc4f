//! What supervisor and shims tell of their own end: reports of panics, and how the next supervisor knows that the one
//! before it did not end by itself.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::journal::{say, with_causes};
use super::proc::Identity;
use super::record;
use crate::daemon::crash::{self, Subject};
use crate::types::{Paths, UnixMillis};

/// Writes a report when this process panics, with the end of `supervisor.log`, and says so there.
pub(super) fn report_panics(paths: &Paths, who: &str) {
    let (paths, name) = (paths.clone(), who.to_owned());
    let who = name.clone();
    let subject = move || {
        let facts = format!("supervisor.log:\n{}", crash::tail(&paths.supervisor_log()));
        Subject { who: name.clone(), paths: Some(paths.clone()), facts }
    };
    crash::report_panics(subject, move |crash| match &crash.report {
        Ok(path) => say(&who, format_args!("{}; please report it with `{}`", crash.words, path.display())),
        Err(error) => say(&who, format_args!("{}; no report could be written: {error}", crash.words)),
    });
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
    let is_its =
        |path: &Path| crash::of_name(path).is_some_and(|(time, who)| who == "supervisor" && time >= run.started_at_ms);
    let report = crash::reports(paths).into_iter().rev().find(|path| is_its(path));
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
    use super::*;
    use crate::daemon::socket;

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
        let report = paths.state.join(format!("crashes/{}-supervisor.txt", UnixMillis::now().0));
        socket::private_folder(report.parent().unwrap()).unwrap();
        fs::write(&report, "panicked").unwrap();
        assert!(begin(&paths).unwrap().contains(report.to_str().unwrap()));
        let of_a_boot_before = Identity { boot_id: "another".into(), ..before.supervisor.clone() };
        record::write(&run_file(&paths), &Run { supervisor: of_a_boot_before, ..before }).unwrap();
        assert_eq!(begin(&paths), None, "the machine was started anew");
        end(&paths);
        assert!(!run_file(&paths).exists());
    }
}
