//! The files of a service: `spec.json`, `status.json`, `exits.jsonl` and `lock`. Small, written atomically, readable for
//! people; a damaged one is reported and never stops a service.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::journal::{say, with_causes};
use super::proc::Identity;
use super::status::{Exit, ServiceStatus};
use crate::daemon::lock::{self, Lock};
use crate::types::UnixMillis;

/// When an exit file has this many bytes, it becomes `exits.jsonl.1` and a new one is begun.
const EXITS_LONGEST: u64 = 1 << 20;

/// Why a file of a service cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecordError {
    /// The system refused.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Not what was written.
    #[error("`{}` is damaged", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// Where.
        #[source]
        source: serde_json::Error,
    },
}

/// `status.json`: how the service is, and which process the shim has started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StatusFile {
    pub(crate) status: ServiceStatus,
    pub(crate) child: Option<Identity>,
    /// The shim that wrote this; `None` if a supervisor did, after the shim's end.
    #[serde(default)]
    pub(crate) shim: Option<Identity>,
    /// The control group of all that the shim has started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cgroup: Option<PathBuf>,
    /// The boot of the machine in which this was written.
    pub(crate) boot_id: String,
}

/// A line of `exits.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ExitRecord {
    pub(crate) run: u32,
    /// 0 if its shim was killed before it could note it; then it is not even sure that the child began.
    pub(crate) pid: u32,
    #[serde(flatten)]
    pub(crate) exit: Exit,
    pub(crate) started_at_ms: Option<UnixMillis>,
    pub(crate) ended_at_ms: UnixMillis,
    /// Whether an operator asked for it.
    pub(crate) asked: bool,
    /// Whether the kernel killed it for want of memory.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) oom: bool,
}

/// The folder of one service.
#[derive(Debug, Clone)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn spec(&self) -> PathBuf {
        self.0.join("spec.json")
    }

    pub(crate) fn status(&self) -> PathBuf {
        self.0.join("status.json")
    }

    pub(crate) fn exits(&self) -> PathBuf {
        self.0.join("exits.jsonl")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    pub(crate) fn shim_socket(&self) -> PathBuf {
        self.0.join("shim.sock")
    }

    /// Appends a line and waits until it is on the disk.
    pub(crate) fn record_exit(&self, record: &ExitRecord) -> Result<(), RecordError> {
        self.append_exit(record)?;
        sync(&self.exits())
    }

    /// Appends a line, which outlives this process from then on.
    pub(crate) fn append_exit(&self, record: &ExitRecord) -> Result<(), RecordError> {
        let path = self.exits();
        let fault = |source| RecordError::Io { path: path.clone(), source };
        if std::fs::metadata(&path).is_ok_and(|facts| facts.len() > EXITS_LONGEST) {
            std::fs::rename(&path, path.with_extension("jsonl.1")).map_err(fault)?;
        }
        let mut file =
            OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(&path).map_err(fault)?;
        let mut line = Vec::new();
        if file.seek(SeekFrom::End(-1)).is_ok() {
            let mut last = [0];
            // After a power loss the last line may be half written: it shall not swallow the new one.
            if file.read_exact(&mut last).is_ok() && last != *b"\n" {
                line.push(b'\n');
            }
        }
        serde_json::to_writer(&mut line, record).map_err(|error| fault(error.into()))?;
        line.push(b'\n');
        file.write_all(&line).map_err(fault)
    }

    /// The newest exit, if any. Damaged lines are passed over.
    pub(crate) fn last_exit(&self) -> Option<ExitRecord> {
        let mut file = File::open(self.exits()).ok()?;
        let length = file.metadata().ok()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(8192))).ok()?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail).ok()?;
        tail.split(|byte| *byte == b'\n').rev().find_map(|line| serde_json::from_slice(line).ok())
    }
}

/// Reads JSON; `None` if there is no such file.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, RecordError> {
    match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|source| RecordError::Damaged { path: path.to_owned(), source }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(RecordError::Io { path: path.to_owned(), source }),
    }
}

/// Writes JSON beside the file and renames it into place, for its owner alone. It outlives this process; what must
/// outlive a power loss is also given to [`sync`].
pub(crate) fn write(path: &Path, value: &impl Serialize) -> Result<(), RecordError> {
    let beside = path.with_extension("json.new");
    write_file(&beside, value)?;
    std::fs::rename(&beside, path).map_err(|source| RecordError::Io { path: path.to_owned(), source })
}

/// Writes JSON, for its owner alone.
pub(crate) fn write_file(path: &Path, value: &impl Serialize) -> Result<(), RecordError> {
    let fault = |source| RecordError::Io { path: path.to_owned(), source };
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| fault(error.into()))?;
    bytes.push(b'\n');
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(fault)?;
    file.write_all(&bytes).map_err(fault)
}

/// Waits until a file is on the disk.
pub(crate) fn sync(path: &Path) -> Result<(), RecordError> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|source| RecordError::Io { path: path.to_owned(), source })
}

/// Brings a file to the disk while the caller goes on: a thread that lives as long as the disk takes. There is one at
/// most; what is written while it is at work, it sees to as well.
#[derive(Debug, Default)]
pub(crate) struct Syncer(Arc<AtomicU8>);

impl Syncer {
    const IDLE: u8 = 0;
    /// Between the two, a thread is at work with nothing else to do.
    const ONCE_MORE: u8 = 2;
    /// Enough for two system calls.
    const STACK: usize = 64 << 10;

    /// `path` is to be on the disk soon.
    pub(crate) fn sync(&self, path: &Path) {
        if self.0.swap(Self::ONCE_MORE, Ordering::AcqRel) != Self::IDLE {
            return; // the thread at work will find it
        }
        let state = Arc::clone(&self.0);
        let file = path.to_owned();
        let work = move || {
            while state.fetch_sub(1, Ordering::AcqRel) == Self::ONCE_MORE {
                if let Err(error) = sync(&file) {
                    say(file.display(), with_causes(&error));
                }
            }
        };
        if std::thread::Builder::new().name("sync".into()).stack_size(Self::STACK).spawn(work).is_err() {
            self.0.store(Self::IDLE, Ordering::Release);
            if let Err(error) = sync(path) {
                say(path.display(), with_causes(&error));
            }
        }
    }
}

/// Takes a lock; `None` if another process holds it.
pub(crate) fn try_lock(path: &Path) -> Result<Option<Lock>, RecordError> {
    lock::take(path).map_err(|source| RecordError::Io { path: path.to_owned(), source })
}

/// How long the process that had a lock may take to let go of it. One that ends closes its sockets first, so that its
/// end can be seen a moment before its lock is free.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// Takes a lock whose holder is about to end; `None` if it holds it still after [`LOCK_PATIENCE`].
pub(crate) fn wait_for_lock(path: &Path) -> Result<Option<Lock>, RecordError> {
    let end = Instant::now() + LOCK_PATIENCE;
    loop {
        match try_lock(path)? {
            None if Instant::now() < end => std::thread::sleep(Duration::from_millis(5)),
            found => return Ok(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exit(run: u32) -> ExitRecord {
        ExitRecord {
            run,
            pid: 7,
            exit: Exit { code: Some(1), signal: None },
            started_at_ms: None,
            ended_at_ms: UnixMillis(5),
            asked: false,
            oom: false,
        }
    }

    #[test]
    fn an_exit_is_found_again_after_a_line_that_a_power_loss_cut() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path().to_owned());
        assert_eq!(folder.last_exit(), None);
        folder.record_exit(&exit(1)).unwrap();
        let mut file = OpenOptions::new().append(true).open(folder.exits()).unwrap();
        file.write_all(b"{\"run\": 2, \"pi").unwrap();
        assert_eq!(folder.last_exit(), Some(exit(1)));
        folder.record_exit(&exit(3)).unwrap();
        assert_eq!(folder.last_exit(), Some(exit(3)));
    }

    #[test]
    fn only_one_process_at_a_time_has_a_lock() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("lock");
        let held = try_lock(&path).unwrap().unwrap();
        assert!(try_lock(&path).unwrap().is_none());
        drop(held);
        assert!(try_lock(&path).unwrap().is_some());
    }

    #[test]
    fn a_lock_whose_holder_is_about_to_end_is_waited_for() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("lock");
        let held = try_lock(&path).unwrap().unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| wait_for_lock(&path).unwrap().is_some());
            drop(held);
            assert!(waiting.join().unwrap());
        });
    }
}
