//! A process is killed between every two steps in which it changes files, and the next start finds rows and files in
//! agreement. The process is another run of this test binary; it is stopped at each of its system calls.
#![cfg(target_arch = "x86_64")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use gascli::store::{Files, Import, PendingChallenge, Retention, Settled, Store};
use gascli::types::UnixMillis;
use nix::errno::Errno;
use nix::sys::ptrace;
use nix::sys::signal::{Signal, raise};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, gettid};

use crate::python_store::PythonStore;
use crate::store_world::{align, challenged, deliver, number, refuse, start_and_demand_agreement};

const WORK: &str = "GASCLI_TEST_CRASH_WORK";
const FOLDER: &str = "GASCLI_TEST_CRASH_FOLDER";

const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

/// Far more than any of the works has.
const MOST_STEPS: usize = 5_000;

/// What the process does that is killed.
#[derive(Debug, Clone, Copy)]
enum Work {
    Deliver,
    Refuse,
    Align,
    Remove,
    Import,
    Restore,
}

impl Work {
    const ALL: [Self; 6] = [Self::Deliver, Self::Refuse, Self::Align, Self::Remove, Self::Import, Self::Restore];

    fn name(self) -> String {
        format!("{self:?}")
    }

    /// Makes the folder that it begins with.
    fn prepare(self, folder: &Path) {
        let mut store = Store::open(&folder.join("store"), NOW).unwrap();
        let old = NOW.before(Duration::from_hours(24 * 9));
        match self {
            Self::Deliver | Self::Refuse => drop(challenged(&mut store, 1, "a red circle", NOW)),
            Self::Align | Self::Remove => {
                for body in ["one", "two"] {
                    let challenge = challenged(&mut store, 1, body, old);
                    deliver(&mut store, challenge, body.as_bytes(), old);
                }
                if matches!(self, Self::Remove) {
                    assert_eq!(align(&mut store, old), 2);
                }
            }
            Self::Import => {
                std::fs::create_dir(folder.join("python")).unwrap();
                PythonStore::new(&folder.join("python"), true, NOW).small();
            }
            Self::Restore => {
                let challenge = challenged(&mut store, 1, "known", NOW);
                deliver(&mut store, challenge, b"known", NOW);
                Store::backup(&folder.join("store"), Some(&folder.join("backup.db")), 1, 0, NOW).unwrap();
                let challenge = challenged(&mut store, 2, "unknown", NOW);
                deliver(&mut store, challenge, b"unknown", NOW);
            }
        }
    }

    /// Does it; `begin` is called when it begins.
    fn run(self, folder: &Path, begin: impl FnOnce()) {
        let at = folder.join("store");
        if matches!(self, Self::Restore) {
            begin();
            Store::restore(&at, &folder.join("backup.db"), NOW).unwrap();
            return;
        }
        let mut store = Store::open(&at, NOW).unwrap();
        let open: Vec<PendingChallenge> = store.pending().unwrap();
        begin();
        match self {
            Self::Deliver => {
                let settled = deliver(&mut store, open[0].clone(), b"a medium", NOW);
                assert!(matches!(settled, Settled::Media(_)));
            }
            Self::Refuse => refuse(&mut store, &open[0], b"no medium", NOW),
            Self::Align => assert_eq!(align(&mut store, NOW), 2),
            Self::Remove => {
                let retention = Retention { media_bytes: 0, ..Retention::default() };
                assert_eq!(store.prune(&retention, NOW).unwrap().media, 2);
            }
            Self::Import => {
                let file = folder.join("python/prompts.db");
                let import = Import { file: &file, files: Files::Copy, dry_run: false, now: NOW };
                assert_eq!(store.import(&import, &mut |_, _| {}).unwrap().media.taken, 1);
            }
            Self::Restore => unreachable!("it is done above"),
        }
        drop(store); // which carries the log over into the database
    }

    /// What must hold after the next start; returns a word for the state that was found.
    fn demand(self, folder: &Path, when: &str) -> &'static str {
        let at = folder.join("store");
        start_and_demand_agreement(&at, when);
        let count = |sql: &str| number(&at, sql);
        let media = count("SELECT count(*) FROM media");
        let of_status = |status: &str| {
            count(&format!("SELECT count(*) FROM generator_challenge_outcomes WHERE status = '{status}'"))
        };
        match self {
            Self::Deliver => match (of_status("pending"), of_status("stored"), media) {
                (1, 0, 0) => "before",
                (0, 1, 1) => "after",
                other => panic!("{when}: {other:?}"),
            },
            Self::Refuse => match (of_status("pending"), of_status("failed"), media) {
                (1, 0, 0) => "before",
                (0, 1, 0) => "after",
                other => panic!("{when}: {other:?}"),
            },
            Self::Align => {
                let decided = count("SELECT count(*) FROM media WHERE verified AND clip_embedding IS NOT NULL");
                match (of_status("stored"), of_status("verified"), decided, count("SELECT count(*) FROM embeddings")) {
                    (2, 0, 0, 0) => "before",
                    (0, 2, 2, 2) => "after",
                    other => panic!("{when}: {other:?}"),
                }
            }
            Self::Remove => {
                let known = count("SELECT count(*) FROM known_media");
                let vectors = "SELECT count(*) FROM embeddings e LEFT JOIN media m ON m.id = e.media_id
                               WHERE coalesce(e.embedding, m.clip_embedding) IS NOT NULL";
                assert_eq!(count(vectors), 2, "{when}: what they look like stays known");
                assert_eq!(of_status("verified"), 2, "{when}: how it ended is kept");
                match (media, known) {
                    (2, 0) => "before",
                    (0, 2) => "after",
                    other => panic!("{when}: {other:?}"),
                }
            }
            Self::Import => {
                let before = media;
                repeat_import(folder);
                start_and_demand_agreement(&at, when);
                let counts = (
                    count("SELECT count(*) FROM prompts WHERE used_count = 4"),
                    count("SELECT count(*) FROM media WHERE id = 'm1'"),
                    count("SELECT count(*) FROM generator_challenge_outcomes WHERE media_id = 'm1'"),
                );
                assert_eq!(counts, (1, 1, 1), "{when}: repeated, it is there once");
                if before == 0 { "before" } else { "after" }
            }
            Self::Restore => {
                let kept: BTreeSet<_> = std::fs::read_dir(&at)
                    .unwrap()
                    .map(|entry| entry.unwrap().path())
                    .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("before-restore"))
                    .collect();
                match media {
                    2 => "before",
                    1 => {
                        let beside = kept.first().unwrap_or_else(|| panic!("{when}: what was there is gone"));
                        assert_eq!(number(beside, "SELECT count(*) FROM media"), 2, "{when}");
                        let aside = std::fs::read_dir(beside.join("images/synthetic")).unwrap().count();
                        assert_eq!(aside, 1, "{when}: the medium that the backup does not know");
                        "after"
                    }
                    other => panic!("{when}: {other} media"),
                }
            }
        }
    }
}

fn repeat_import(folder: &Path) {
    let mut store = Store::open(&folder.join("store"), NOW).unwrap();
    let file = folder.join("python/prompts.db");
    store.import(&Import { file: &file, files: Files::Any, dry_run: false, now: NOW }, &mut |_, _| {}).unwrap();
}

/// The process that is killed: it lets its parent see its system calls, from the first step of its work.
#[test]
#[ignore = "the other half of the tests here"]
fn the_process_that_is_killed() {
    let (Ok(name), Ok(folder)) = (std::env::var(WORK), std::env::var(FOLDER)) else { return };
    let work = Work::ALL.into_iter().find(|work| work.name() == name).unwrap();
    work.run(Path::new(&folder), || {
        ptrace::traceme().unwrap(); // first: a thread that is not traced cannot be waited for
        println!("\nthread {}", gettid());
        std::io::stdout().flush().unwrap();
        raise(Signal::SIGSTOP).unwrap();
    });
}

fn spawn(work: Work, folder: &Path) -> (Child, Pid) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store_crash::the_process_that_is_killed", "--ignored", "--nocapture", "--test-threads=1"])
        .env(WORK, work.name())
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let thread = lines.find_map(|line| line.unwrap().strip_prefix("thread ")?.parse().ok()).expect("its thread");
    // Somebody has to read the rest, lest it waits.
    std::thread::spawn(move || lines.for_each(drop));
    (child, Pid::from_raw(thread))
}

fn wait(thread: Pid) -> WaitStatus {
    waitpid(thread, Some(WaitPidFlag::__WALL)).unwrap()
}

/// Whether the system call that the thread is about to make changes files; what it prints does not.
fn changes_files(thread: Pid) -> bool {
    use nix::libc;
    let registers = ptrace::getregs(thread).unwrap();
    let number = i64::try_from(registers.orig_rax).unwrap();
    let creates = |flags: u64| flags & u64::try_from(libc::O_CREAT | libc::O_TRUNC).unwrap() != 0;
    match number {
        libc::SYS_write | libc::SYS_writev => registers.rdi > 2,
        libc::SYS_openat => creates(registers.rdx),
        libc::SYS_open => creates(registers.rsi),
        libc::SYS_pwrite64
        | libc::SYS_pwritev
        | libc::SYS_fsync
        | libc::SYS_fdatasync
        | libc::SYS_ftruncate
        | libc::SYS_fallocate
        | libc::SYS_copy_file_range
        | libc::SYS_sendfile
        | libc::SYS_rename
        | libc::SYS_renameat
        | libc::SYS_renameat2
        | libc::SYS_link
        | libc::SYS_linkat
        | libc::SYS_unlink
        | libc::SYS_unlinkat
        | libc::SYS_mkdir
        | libc::SYS_mkdirat
        | libc::SYS_rmdir => true,
        _ => false,
    }
}

/// Runs the work and kills it before the step of this number, counted from 0. `false`: it had fewer steps, and ended well.
fn kill_before(step: usize, work: Work, folder: &Path) -> bool {
    let (mut child, thread) = spawn(work, folder);
    assert!(matches!(wait(thread), WaitStatus::Stopped(_, Signal::SIGSTOP)));
    let options = ptrace::Options::PTRACE_O_TRACESYSGOOD | ptrace::Options::PTRACE_O_EXITKILL;
    ptrace::setoptions(thread, options).unwrap();
    let (mut seen, mut enters, mut signal) = (0, true, None);
    loop {
        ptrace::syscall(thread, signal.take()).unwrap();
        match wait(thread) {
            WaitStatus::PtraceSyscall(_) => {
                if enters && changes_files(thread) {
                    if seen == step {
                        break;
                    }
                    seen += 1;
                }
                enters = !enters;
            }
            WaitStatus::Stopped(_, other) => signal = Some(other),
            WaitStatus::Exited(pid, code) => {
                // The thread alone, or with it the process.
                let is_process = u32::try_from(pid.as_raw()).unwrap() == child.id();
                assert!(code == 0 && (is_process || child.wait().unwrap().success()), "{work:?} failed by itself");
                return false;
            }
            other => panic!("{work:?}: {other:?}"),
        }
    }
    child.kill().unwrap();
    loop {
        match waitpid(thread, Some(WaitPidFlag::__WALL)) {
            Ok(WaitStatus::Signaled(..) | WaitStatus::Exited(..)) | Err(Errno::ECHILD) => break,
            Ok(_) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let _ = child.wait(); // it may be the thread that was waited for
    true
}

fn kill_between_every_two_steps(work: Work) {
    let mut found = Vec::new();
    for step in 0..MOST_STEPS {
        let folder = tempfile::tempdir().unwrap();
        work.prepare(folder.path());
        let killed = kill_before(step, work, folder.path());
        let when = format!("{work:?}, killed before step {step}");
        found.push(work.demand(folder.path(), &when));
        if !killed {
            let turn = found.iter().position(|state| *state == "after").expect("it has an end");
            assert!(step > 5 && turn > 0, "{work:?} has steps: {found:?}");
            assert!(found[turn..].iter().all(|state| *state == "after"), "{work:?} turns once: {found:?}");
            return;
        }
    }
    panic!("{work:?} did not end");
}

#[test]
fn a_delivery_that_is_killed_at_any_step_is_stored_wholly_or_can_be_sent_again() {
    kill_between_every_two_steps(Work::Deliver);
}

#[test]
fn a_refusal_that_is_killed_at_any_step_has_happened_or_not() {
    kill_between_every_two_steps(Work::Refuse);
}

#[test]
fn a_removal_that_is_killed_at_any_step_takes_rows_and_files_or_neither() {
    kill_between_every_two_steps(Work::Remove);
}

#[test]
fn an_import_that_is_killed_at_any_step_goes_on_when_it_is_repeated() {
    kill_between_every_two_steps(Work::Import);
}

#[test]
fn a_restore_that_is_killed_at_any_step_loses_neither_database_nor_media() {
    kill_between_every_two_steps(Work::Restore);
}
