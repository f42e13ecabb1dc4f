//! The miner's state folder: the store in which each task is a row, and the media beside it until they are delivered.
//!
//! A medium is written beside its place, synced and renamed, so that it is whole or absent. The folder belongs to one
//! process, which holds its lock. What a miner of the reference left there, one JSON file per task (`spec/gas.md` 3.6),
//! is taken over into the store at start.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use serde::Deserialize;

use super::document::{self, Fields};
use super::task::{State, Task};
use crate::daemon::lock::{self, Lock};
use crate::store::{MinerStore, OrderId, PlacedOrder, StoreError, StoredTask, TaskRow};
use crate::types::{Code, Hint, TaskId, UnixMillis};

/// Of the reference's files.
const VERSION: u64 = 1;

/// Why the state folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// Another miner works on this folder.
    #[error("state folder `{}` is in use by another miner", .0.display())]
    InUse(PathBuf),
    /// The system refused.
    #[error("cannot use `{}`", path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Hint for CheckpointError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::InUse(_) => {
                "`gascli ps` lists what runs; a second miner needs a hotkey or MINER_STATE_DIR of its own".into()
            }
            Self::Io { .. } => {
                "check that the folder is writable and its disk not full, or set MINER_STATE_DIR to another".into()
            }
            Self::Store(error) => return error.hint(),
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Store(error) => error.code(),
            Self::InUse(_) => Some(Code::InUse),
            Self::Io { .. } => None,
        }
    }
}

/// The state folder of one miner, locked.
#[derive(Debug)]
pub(crate) struct Checkpoints {
    folder: PathBuf,
    store: Arc<MinerStore>,
    _lock: Lock,
}

/// What [`Checkpoints::load`] found.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// Readable tasks, oldest first.
    pub(crate) tasks: Vec<Task>,
    /// Files that could not be read, as they are called now.
    pub(crate) moved_aside: Vec<PathBuf>,
    /// Tasks in the store that could not be read; they are left there.
    pub(crate) unreadable: Vec<String>,
}

/// A file of the reference.
#[derive(Deserialize)]
struct Document {
    version: u64,
    task: Fields<'static>,
}

fn fault(path: &Path) -> impl FnOnce(io::Error) -> CheckpointError {
    let path = path.to_owned();
    move |source| CheckpointError::Io { path, source }
}

/// Runs what reads or writes files where nothing else waits for it.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

impl Checkpoints {
    /// Makes the folder if need be, takes its lock and opens the store. Blocks.
    pub(crate) fn open(folder: &Path, now: UnixMillis) -> Result<Self, CheckpointError> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(fault(folder))?;
        let path = folder.join("lock");
        let lock = lock::take(&path).map_err(fault(&path))?.ok_or_else(|| CheckpointError::InUse(folder.to_owned()))?;
        let store = Arc::new(MinerStore::open(folder, now)?);
        Ok(Self { folder: folder.to_owned(), store, _lock: lock })
    }

    /// Where everything but media is.
    pub(crate) fn store(&self) -> Arc<MinerStore> {
        Arc::clone(&self.store)
    }

    /// Where a task's medium lies.
    pub(crate) fn medium(&self, id: TaskId) -> PathBuf {
        medium(&self.folder, id)
    }

    /// A place for a new task.
    pub(crate) fn new_row(&self) -> TaskRow {
        self.store.new_row()
    }

    /// Writes a new task, of which `document` tells.
    pub(crate) async fn insert(&self, row: TaskRow, id: TaskId, document: String) -> Result<(), CheckpointError> {
        Ok(self.store.insert_task(row, id, document).await?)
    }

    /// Reads one task; `None` if it is over, or cannot be read.
    pub(crate) async fn read(&self, row: TaskRow) -> Result<Option<Task>, CheckpointError> {
        Ok(self.store.task(row).await?.and_then(|document| document::read(row, &document)))
    }

    /// Writes what has become of a task; one that has ended has no place here.
    pub(crate) async fn save(&self, task: &Task) -> Result<(), CheckpointError> {
        Ok(self.store.update_task(row(task), document::write(task)).await?)
    }

    /// The same for a task whose order is about to be placed: it and the order are written together.
    pub(crate) async fn save_order(&self, task: &Task) -> Result<(), CheckpointError> {
        let bought = task.bought.as_ref().expect("a task that is ordered says what is bought");
        let placed = PlacedOrder {
            id: bought.id,
            task_id: task.id,
            at: bought.at,
            service: bought.service.clone(),
            model: bought.order.model.clone(),
            cost: bought.order.cost,
        };
        Ok(self.store.order_task(row(task), document::write(task), placed).await?)
    }

    /// The same for a task whose order was certainly not charged.
    pub(crate) async fn save_refund(&self, task: &Task, order: OrderId) -> Result<(), CheckpointError> {
        Ok(self.store.refund_task(row(task), document::write(task), order).await?)
    }

    /// Writes a task's medium.
    pub(crate) async fn save_medium(&self, id: TaskId, bytes: Bytes) -> Result<(), CheckpointError> {
        let (folder, path) = (self.folder.clone(), self.medium(id));
        off_thread(move || write(&folder, &path, &bytes)).await
    }

    /// Reads a task's medium.
    pub(crate) async fn read_medium(&self, id: TaskId) -> Result<Bytes, CheckpointError> {
        let path = self.medium(id);
        off_thread(move || fs::read(&path).map(Bytes::from).map_err(fault(&path))).await
    }

    /// Deletes a task and its medium.
    pub(crate) async fn forget(&self, task: &Task) -> Result<(), CheckpointError> {
        // The row first: a medium without one is swept away at the next start, a row without its medium would be reported
        // to the validator as lost.
        self.store.delete_task(row(task)).await?;
        let path = self.medium(task.id);
        off_thread(move || match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(fault(&path)(error)),
            _ => Ok(()),
        })
        .await
    }

    /// Reads what an earlier process left. Unreadable files are moved aside, leftovers of writes are deleted.
    pub(crate) async fn load(&self) -> Result<Loaded, CheckpointError> {
        let folder = self.folder.clone();
        let Files { found, moved_aside } = off_thread(move || read_files(&folder)).await?;
        if !found.is_empty() {
            let (paths, tasks): (Vec<PathBuf>, Vec<Task>) = found.into_iter().unzip();
            let tasks = tasks.iter().map(|task| (task.id, document::write(task))).collect();
            self.store.import_tasks(tasks).await?;
            // One that stayed would be taken over once more when its task is long over, and paid for again.
            let folder = self.folder.clone();
            off_thread(move || remove(&folder, &paths)).await?;
        }
        let (folder, stored) = (self.folder.clone(), self.store.tasks().await?);
        off_thread(move || {
            let (tasks, unreadable) = read_rows(&folder, &stored);
            sweep_media(&folder, &stored)?;
            Ok(Loaded { tasks, moved_aside, unreadable })
        })
        .await
    }
}

fn row(task: &Task) -> TaskRow {
    task.row.expect("a task has its row before it is admitted")
}

fn medium(folder: &Path, id: TaskId) -> PathBuf {
    folder.join(format!("{id}.media"))
}

fn write(folder: &Path, path: &Path, bytes: &[u8]) -> Result<(), CheckpointError> {
    let write = || -> io::Result<()> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut file = tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".tmp").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(fault(path))
}

fn remove(folder: &Path, paths: &[PathBuf]) -> Result<(), CheckpointError> {
    for path in paths {
        fs::remove_file(path).map_err(fault(path))?;
    }
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(fault(folder))
}

fn names(folder: &Path) -> Result<Vec<String>, CheckpointError> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault(folder))? {
        names.extend(entry.map_err(fault(folder))?.file_name().into_string().ok());
    }
    names.sort_unstable();
    Ok(names)
}

struct Files {
    /// Oldest first.
    found: Vec<(PathBuf, Task)>,
    moved_aside: Vec<PathBuf>,
}

fn read_files(folder: &Path) -> Result<Files, CheckpointError> {
    let (mut found, mut moved_aside) = (Vec::new(), Vec::new());
    for name in names(folder)? {
        let path = folder.join(&name);
        if name.starts_with('.') && name.strip_suffix(".tmp").is_some() {
            let _ = fs::remove_file(&path);
        } else if let Some(stem) = name.strip_suffix(".json") {
            match read_file(&path, stem) {
                Some(task) => found.push((path, task)),
                None => moved_aside.push(move_aside(&path)?),
            }
        }
    }
    found.sort_by_key(|(_, task)| task.created_at);
    Ok(Files { found, moved_aside })
}

fn read_file(path: &Path, stem: &str) -> Option<Task> {
    let document: Document = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    // A copy under another name would be worked on twice.
    let is_ours = document.version == VERSION && document.task.task_id.to_string() == stem;
    is_ours.then(|| document::task(document.task)).flatten()
}

fn move_aside(path: &Path) -> Result<PathBuf, CheckpointError> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".corrupt");
    let aside = PathBuf::from(aside);
    fs::rename(path, &aside).map_err(fault(path))?;
    Ok(aside)
}

fn read_rows(folder: &Path, stored: &[StoredTask]) -> (Vec<Task>, Vec<String>) {
    let (mut tasks, mut unreadable) = (Vec::new(), Vec::new());
    for StoredTask { row, task_id, document } in stored {
        match document::read(*row, document) {
            Some(task) => tasks.push(with_found_medium(folder, task)),
            None => unreadable.push(task_id.clone()),
        }
    }
    (tasks, unreadable)
}

/// A process may have died between writing the medium and saying so in the document, or lost the medium afterwards.
fn with_found_medium(folder: &Path, mut task: Task) -> Task {
    let found = medium(folder, task.id).metadata().is_ok_and(|facts| facts.len() > 0);
    match (&task.state, found) {
        (State::Processing, true) => task.state = State::Made { metadata: Vec::new() },
        (State::Made { .. }, false) => task.state = State::Processing,
        (State::Completed { .. }, false) => {
            task.state = State::Failed { error: "The result was lost before it could be delivered".into() };
        }
        _ => {}
    }
    task
}

/// Deletes media whose tasks are over.
fn sweep_media(folder: &Path, stored: &[StoredTask]) -> Result<(), CheckpointError> {
    for name in names(folder)? {
        let Some(stem) = name.strip_suffix(".media") else { continue };
        // `X.json.corrupt` keeps its medium too: it may have been paid for.
        let is_wanted = stored.iter().any(|task| task.task_id == stem)
            || folder.join(format!("{stem}.json.corrupt")).exists()
            || stem.parse::<TaskId>().is_err();
        if !is_wanted {
            let _ = fs::remove_file(folder.join(name));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::task::tests::task;
    use super::*;

    fn open(folder: &Path) -> Checkpoints {
        Checkpoints::open(folder, UnixMillis(0)).unwrap()
    }

    async fn insert(checkpoints: &Checkpoints, task: Task) -> Task {
        let row = checkpoints.new_row();
        let task = Task { row: Some(row), ..task };
        checkpoints.insert(row, task.id, document::write(&task)).await.unwrap();
        task
    }

    fn leave(folder: &Path, name: &str, text: &str) {
        fs::write(folder.join(name), text).unwrap();
    }

    fn file_of(task: &Task) -> String {
        format!("{{\"version\": 1, \"task\": {}}}", document::write(task))
    }

    #[tokio::test]
    async fn a_corrupt_file_is_moved_aside_and_the_others_are_taken_over_once() {
        let home = tempfile::tempdir().unwrap();
        let checkpoints = open(home.path());
        let good = task(State::Pending);
        let copy = file_of(&good);
        leave(home.path(), &format!("{}.json", good.id), &copy);
        let id = TaskId::random();
        for (name, text) in [
            (id.to_string(), String::new()),
            (TaskId::random().to_string(), "{\"version\": 1, \"task\": {}}".into()),
            (TaskId::random().to_string(), copy.replace("\"version\": 1", "\"version\": 2")),
            (TaskId::random().to_string(), copy.clone()),
            ("notes".into(), "[]".into()),
        ] {
            leave(home.path(), &format!("{name}.json"), &text);
        }
        checkpoints.save_medium(id, Bytes::from_static(b"paid")).await.unwrap();
        let loaded = checkpoints.load().await.unwrap();
        let row = loaded.tasks[0].row;
        let good = Task { row, ..good };
        assert_eq!(loaded.tasks, std::slice::from_ref(&good));
        assert_eq!(loaded.moved_aside.len(), 5);
        assert!(home.path().join(format!("{id}.json.corrupt")).exists());
        assert!(checkpoints.medium(id).exists());
        assert!(!home.path().join(format!("{}.json", good.id)).exists());
        leave(home.path(), &format!("{}.json", good.id), &copy); // died before the file was gone
        let again = checkpoints.load().await.unwrap();
        assert_eq!((again.tasks, again.moved_aside), (vec![good], Vec::new()));
    }

    #[tokio::test]
    async fn a_medium_that_was_written_before_the_process_died_counts_as_made() {
        let home = tempfile::tempdir().unwrap();
        let checkpoints = open(home.path());
        let metadata = vec![("model".to_owned(), json!("m"))];
        let (found, known, lost, unmade, stray) = (
            insert(&checkpoints, task(State::Processing)).await,
            insert(&checkpoints, task(State::Made { metadata: metadata.clone() })).await,
            insert(&checkpoints, task(State::Completed { metadata: Vec::new() })).await,
            insert(&checkpoints, task(State::Made { metadata: metadata.clone() })).await,
            TaskId::random(),
        );
        for id in [found.id, known.id, stray] {
            checkpoints.save_medium(id, Bytes::from_static(b"medium")).await.unwrap();
        }
        leave(home.path(), ".x.media.abc.tmp", "half");
        let loaded = checkpoints.load().await.unwrap();
        let state = |id: TaskId| loaded.tasks.iter().find(|task| task.id == id).unwrap().state.clone();
        assert_eq!(state(found.id), State::Made { metadata: Vec::new() });
        assert_eq!(state(known.id), State::Made { metadata });
        assert!(matches!(state(lost.id), State::Failed { .. }));
        assert_eq!(state(unmade.id), State::Processing);
        assert!(!checkpoints.medium(stray).exists());
        assert!(!home.path().join(".x.media.abc.tmp").exists());
    }

    #[tokio::test]
    async fn what_the_reference_left_behind_is_understood() {
        let home = tempfile::tempdir().unwrap();
        let checkpoints = open(home.path());
        let text = r#"{"version": 1, "task": {"task_id": "7f1b7c5e-2d0b-4f0e-9c55-0a4f6c2f8a11", "modality": "video",
            "status": "processing", "prompt": "p", "parameters": null, "webhook_url": "http://v/x",
            "signed_by": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "created_at": 1760000000.0,
            "checkpoint": {"kind": "runway", "runway_task_id": "j"}, "surprise": [1]}, "extra": true}"#;
        leave(home.path(), "7f1b7c5e-2d0b-4f0e-9c55-0a4f6c2f8a11.json", text);
        let loaded = checkpoints.load().await.unwrap();
        assert_eq!(loaded.tasks[0].checkpoint.as_ref().unwrap()["runway_task_id"], "j");
    }

    #[test]
    fn a_second_miner_on_one_folder_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let _first = open(home.path());
        assert!(matches!(Checkpoints::open(home.path(), UnixMillis(0)), Err(CheckpointError::InUse(_))));
    }
}
