//! What happened to a service while no supervisor ran, from the exits that its shim wrote down.

use super::file::tail_of;
use super::{Draft, EventKind, Journal};
use crate::supervisor::record::{ExitRecord, Folder};
use crate::supervisor::status::{ServiceState, ServiceStatus};

/// No more exits are told of one service: a crash loop of a week is one story.
const MOST: usize = 20;
/// Read from the end of the file of exits.
const TAIL: u64 = 64 << 10;

/// The exits that nobody has told, oldest first. `status` is how the service is now.
pub(crate) fn missed(journal: &Journal, folder: &Folder, status: &ServiceStatus) -> Vec<Draft> {
    let tail = tail_of(&folder.exits(), TAIL).unwrap_or_default();
    let lines = tail.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<ExitRecord>(line).ok());
    let mut exits: Vec<ExitRecord> =
        lines.filter(|exit| !journal.has_told(&status.name, exit.run, exit.ended_at_ms)).collect();
    let left_out = exits.len().saturating_sub(MOST);
    exits.drain(..left_out);
    let last = exits.len().saturating_sub(1);
    let told = |(index, exit): (usize, &ExitRecord)| {
        let (kind, text) = if index == last { end_of(exit, status) } else { (in_between(exit), exit.exit.to_string()) };
        let text = if index == 0 && left_out > 0 { format!("{text} ({left_out} exits before it)") } else { text };
        Draft {
            exit: Some(exit.exit),
            run: exit.run,
            while_away: Some(exit.ended_at_ms),
            ..Draft::of(&status.name, kind, text)
        }
    };
    exits.iter().enumerate().map(told).collect()
}

fn in_between(exit: &ExitRecord) -> EventKind {
    match exit {
        ExitRecord { asked: true, .. } => EventKind::Stopped,
        ExitRecord { oom: true, .. } => EventKind::OutOfMemory,
        _ => EventKind::Crashed,
    }
}

/// The newest exit is the one that led to how the service is.
fn end_of(exit: &ExitRecord, status: &ServiceStatus) -> (EventKind, String) {
    let reason = || status.reason.clone().unwrap_or_else(|| exit.exit.to_string());
    let is_its = status.last_exit.is_some_and(|last| last.at_ms == exit.ended_at_ms);
    match status.state {
        ServiceState::Errored if is_its => (EventKind::Errored, reason()),
        ServiceState::Stopped if is_its && !exit.asked && exit.exit.code == Some(0) => (EventKind::Done, reason()),
        _ => (in_between(exit), exit.exit.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::status::{Exit, LastExit};
    use crate::types::{Paths, UnixMillis};

    #[test]
    fn exits_while_no_supervisor_ran_are_told_once_and_the_last_says_what_became_of_it() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::below(home.path());
        let folder = Folder::new(paths.service(&"a".parse().unwrap()));
        std::fs::create_dir_all(folder.path()).unwrap();
        let mut status = ServiceStatus::unknown("a".parse().unwrap(), ServiceState::Errored, Some("given up".into()));
        let note = |run: u32, code: i32| {
            let exit = Exit { code: Some(code), signal: None };
            let ended_at_ms = UnixMillis::now().after(std::time::Duration::from_secs(u64::from(run)));
            let record = ExitRecord { run, pid: 9, exit, started_at_ms: None, ended_at_ms, asked: false, oom: false };
            folder.record_exit(&record).unwrap();
            LastExit { exit, at_ms: ended_at_ms, oom: false }
        };
        note(1, 7);
        assert_eq!(missed(&Journal::open(&paths), &folder, &status), [], "without a journal nothing was missed");
        let told = Draft {
            exit: Some(Exit { code: Some(7), signal: None }),
            run: 1,
            ..Draft::of(&status.name, EventKind::Crashed, "x")
        };
        assert!(Journal::open(&paths).tell(told));
        note(2, 8);
        status.last_exit = Some(note(3, 9));
        let drafts = missed(&Journal::open(&paths), &folder, &status);
        let found: Vec<_> = drafts.iter().map(|draft| (draft.kind, draft.run, draft.text.as_str())).collect();
        assert_eq!(found, [(EventKind::Crashed, 2, "exit 8"), (EventKind::Errored, 3, "given up")]);
        let mut journal = Journal::open(&paths);
        for draft in drafts {
            assert!(draft.while_away.is_some() && journal.tell(draft));
        }
        assert_eq!(missed(&Journal::open(&paths), &folder, &status), []);
    }
}
