//! Tasks on disk: one JSON file per task (`spec/gas.md` 3.6), and the medium beside it until it is delivered.
//!
//! Each file is written beside its place, synced and renamed, so that it is whole or absent. The folder belongs to one
//! process, which holds its lock. Synchronous: callers use `spawn_blocking`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::task::{State, Task};
use crate::daemon::lock::{self, Lock};
use crate::types::{Hint, Hotkey, Modality, TaskId, UnixMillis};

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
        })
    }
}

/// The state folder of one miner, locked.
#[derive(Debug)]
pub(crate) struct Checkpoints {
    folder: PathBuf,
    _lock: Lock,
}

/// What [`Checkpoints::load`] found.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// Readable tasks, oldest first.
    pub(crate) tasks: Vec<Task>,
    /// Files that could not be read, as they are called now.
    pub(crate) moved_aside: Vec<PathBuf>,
}

#[derive(Serialize, Deserialize)]
struct Document {
    version: u64,
    task: Fields,
}

/// The reference's fields, in its order; `metadata` is ours. What is unknown is ignored.
#[derive(Serialize, Deserialize)]
struct Fields {
    task_id: TaskId,
    modality: Modality,
    status: String,
    prompt: String,
    #[serde(default)]
    parameters: Option<Map<String, Value>>,
    webhook_url: String,
    signed_by: Hotkey,
    created_at: f64,
    #[serde(default)]
    checkpoint: Option<Value>,
    #[serde(default, deserialize_with = "null")]
    input_data: (),
    #[serde(default, deserialize_with = "null")]
    result_data: (),
    #[serde(default, deserialize_with = "null")]
    result_url: (),
    #[serde(default)]
    error_message: Option<String>,
    #[serde(default)]
    started_at: Option<f64>,
    #[serde(default)]
    completed_at: Option<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    metadata: Vec<(String, Value)>,
}

// Always null here; whatever another writer put there is of no use.
fn null<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    serde::de::IgnoredAny::deserialize(deserializer).map(drop)
}

impl Checkpoints {
    /// Makes the folder if need be, and takes its lock.
    pub(crate) fn open(folder: &Path) -> Result<Self, CheckpointError> {
        let fault = |path: &Path| {
            let path = path.to_owned();
            move |source| CheckpointError::Io { path, source }
        };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(fault(folder))?;
        let path = folder.join("lock");
        let lock = lock::take(&path).map_err(fault(&path))?.ok_or_else(|| CheckpointError::InUse(folder.to_owned()))?;
        Ok(Self { folder: folder.to_owned(), _lock: lock })
    }

    fn document(&self, id: TaskId) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }

    /// Where a task's medium lies.
    pub(crate) fn medium(&self, id: TaskId) -> PathBuf {
        self.folder.join(format!("{id}.media"))
    }

    /// Writes a task; one that has ended has no place here.
    pub(crate) fn save(&self, task: &Task) -> Result<(), CheckpointError> {
        let text = serde_json::to_vec_pretty(&Document { version: VERSION, task: fields(task) })
            .expect("a task has text keys only");
        self.write(&self.document(task.id), &text)
    }

    /// Writes a task's medium.
    pub(crate) fn save_medium(&self, id: TaskId, bytes: &[u8]) -> Result<(), CheckpointError> {
        self.write(&self.medium(id), bytes)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), CheckpointError> {
        let write = || -> io::Result<()> {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let mut file =
                tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".tmp").tempfile_in(&self.folder)?;
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(|error| error.error)?;
            File::open(&self.folder)?.sync_all()
        };
        write().map_err(|source| CheckpointError::Io { path: path.to_owned(), source })
    }

    /// Deletes a task and its medium.
    pub(crate) fn forget(&self, id: TaskId) -> Result<(), CheckpointError> {
        // The document first: a medium without one is swept away at the next start, a document without its medium
        // would be reported to the validator as lost.
        for path in [self.document(id), self.medium(id)] {
            match fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(CheckpointError::Io { path, source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads what an earlier process left. Unreadable documents are moved aside, leftovers of writes are deleted.
    pub(crate) fn load(&self) -> Result<Loaded, CheckpointError> {
        let mut loaded = Loaded::default();
        let fault = |source| CheckpointError::Io { path: self.folder.clone(), source };
        let mut names: Vec<String> = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(fault)? {
            names.extend(entry.map_err(fault)?.file_name().into_string().ok());
        }
        names.sort_unstable();
        for name in &names {
            let path = self.folder.join(name);
            if name.starts_with('.') && name.strip_suffix(".tmp").is_some() {
                let _ = fs::remove_file(&path);
            } else if let Some(stem) = name.strip_suffix(".json") {
                match self.read(&path, stem) {
                    Some(task) => loaded.tasks.push(task),
                    None => loaded.moved_aside.push(Self::move_aside(&path)?),
                }
            } else if let Some(stem) = name.strip_suffix(".media") {
                // `X.json.corrupt` keeps its medium too: it may have been paid for.
                let kept = [format!("{stem}.json"), format!("{stem}.json.corrupt")];
                if stem.parse::<TaskId>().is_ok() && !kept.iter().any(|name| self.folder.join(name).exists()) {
                    let _ = fs::remove_file(&path);
                }
            }
        }
        loaded.tasks.sort_by_key(|task| task.created_at);
        Ok(loaded)
    }

    fn read(&self, path: &Path, stem: &str) -> Option<Task> {
        let bytes = fs::read(path).ok()?;
        let document: Document = serde_json::from_slice(&bytes).ok()?;
        let task = task(document)?;
        if task.id.to_string() != stem {
            return None; // a copy under another name would be worked on twice
        }
        Some(self.with_found_medium(task))
    }

    /// A process may have died between writing the medium and saying so in the document, or lost the medium afterwards.
    fn with_found_medium(&self, mut task: Task) -> Task {
        let found = self.medium(task.id).metadata().is_ok_and(|facts| facts.len() > 0);
        match (&task.state, found) {
            (State::Processing, true) => task.state = State::Completed { metadata: Vec::new() },
            (State::Completed { .. }, false) => {
                task.state = State::Failed { error: "The result was lost before it could be delivered".into() };
            }
            _ => {}
        }
        task
    }

    fn move_aside(path: &Path) -> Result<PathBuf, CheckpointError> {
        let mut aside = path.as_os_str().to_owned();
        aside.push(".corrupt");
        let aside = PathBuf::from(aside);
        fs::rename(path, &aside).map_err(|source| CheckpointError::Io { path: path.to_owned(), source })?;
        Ok(aside)
    }
}

fn fields(task: &Task) -> Fields {
    Fields {
        task_id: task.id,
        modality: task.modality,
        status: task.status().into(),
        prompt: task.prompt.clone(),
        parameters: Some(task.parameters.clone()),
        webhook_url: task.webhook_url.clone(),
        signed_by: task.signed_by,
        created_at: task.created_at.as_seconds(),
        checkpoint: task.checkpoint.clone(),
        input_data: (),
        result_data: (),
        result_url: (),
        error_message: task.error().map(str::to_owned),
        started_at: task.started_at.map(UnixMillis::as_seconds),
        completed_at: task.completed_at.map(UnixMillis::as_seconds),
        metadata: match &task.state {
            State::Completed { metadata } => metadata.clone(),
            _ => Vec::new(),
        },
    }
}

fn task(Document { version, task: fields }: Document) -> Option<Task> {
    if version != VERSION {
        return None;
    }
    let state = match fields.status.as_str() {
        "pending" => State::Pending,
        "processing" => State::Processing,
        "completed" => State::Completed { metadata: fields.metadata },
        "failed" => State::Failed { error: fields.error_message.unwrap_or_else(|| "Unknown error".into()) },
        _ => return None,
    };
    Some(Task {
        id: fields.task_id,
        modality: fields.modality,
        prompt: fields.prompt,
        parameters: fields.parameters.unwrap_or_default(),
        webhook_url: fields.webhook_url,
        signed_by: fields.signed_by,
        created_at: UnixMillis::from_seconds(fields.created_at)?,
        started_at: fields.started_at.and_then(UnixMillis::from_seconds),
        completed_at: fields.completed_at.and_then(UnixMillis::from_seconds),
        checkpoint: fields.checkpoint,
        state,
    })
}

#[cfg(test)]
mod tests {
    use super::super::task::tests::task;
    use super::*;

    #[test]
    fn a_task_reads_as_it_was_written_in_the_shape_of_the_reference() {
        let home = tempfile::tempdir().unwrap();
        let checkpoints = Checkpoints::open(home.path()).unwrap();
        let written = Task { started_at: Some(UnixMillis(1_760_000_001_000)), ..task(State::Processing) };
        checkpoints.save(&written).unwrap();
        let text = fs::read_to_string(home.path().join(format!("{}.json", written.id))).unwrap();
        let expected = format!(
            "{{\n  \"version\": 1,\n  \"task\": {{\n    \"task_id\": \"{}\",\n    \"modality\": \"image\",\n    \"status\": \
             \"processing\",\n    \"prompt\": \"a red fox\",\n    \"parameters\": {{\n      \"resolution\": \"1K\"\n    }},\n    \
             \"webhook_url\": \"http://127.0.0.1:9/generative_callback\",\n    \"signed_by\": \"{}\",\n    \"created_at\": \
             1760000000.5,\n    \"checkpoint\": null,\n    \"input_data\": null,\n    \"result_data\": null,\n    \
             \"result_url\": null,\n    \"error_message\": null,\n    \"started_at\": 1760000001.0,\n    \"completed_at\": \
             null\n  }}\n}}",
            written.id, written.signed_by
        ); // spec/gas.md 3.6
        assert_eq!(text, expected);
        assert_eq!(checkpoints.load().unwrap().tasks, [written]);
    }

    #[test]
    fn a_corrupt_file_is_moved_aside_and_the_others_are_read() {
        let home = tempfile::tempdir().unwrap();
        let checkpoints = Checkpoints::open(home.path()).unwrap();
        let good = task(State::Pending);
        checkpoints.save(&good).unwrap();
        let copy = fs::read_to_string(home.path().join(format!("{}.json", good.id))).unwrap();
        let id = TaskId::random();
        for (name, text) in [
            (id.to_string(), String::new()),
            (TaskId::random().to_string(), "{\"version\": 1, \"task\": {}}".into()),
            (TaskId::random().to_string(), copy.replace("\"version\": 1", "\"version\": 2")),
            (TaskId::random().to_string(), copy),
            ("notes".into(), "[]".into()),
        ] {
            fs::write(home.path().join(format!("{name}.json")), text).unwrap();
        }
        checkpoints.save_medium(id, b"paid").unwrap();
        let loaded = checkpoints.load().unwrap();
        assert_eq!(loaded.tasks, [good]);
        assert_eq!(loaded.moved_aside.len(), 5);
        assert!(home.path().join(format!("{id}.json.corrupt")).exists());
        assert!(checkpoints.medium(id).exists());
        assert!(checkpoints.load().unwrap().moved_aside.is_empty());
    }

    #[test]
    fn a_medium_that_was_written_before_the_process_died_counts_as_the_result() {
        let home = tempfile::tempdir().unwrap();
        let checkpoints = Checkpoints::open(home.path()).unwrap();
        let (found, lost, stray) =
            (task(State::Processing), task(State::Completed { metadata: Vec::new() }), TaskId::random());
        checkpoints.save(&found).unwrap();
        checkpoints.save_medium(found.id, b"medium").unwrap();
        checkpoints.save(&lost).unwrap();
        checkpoints.save_medium(stray, b"leftover").unwrap();
        fs::write(home.path().join(".x.json.abc.tmp"), "half").unwrap();
        let loaded = checkpoints.load().unwrap();
        for task in &loaded.tasks {
            let completed = matches!(task.state, State::Completed { .. });
            assert_eq!(completed, task.id == found.id, "{task:?}");
        }
        assert!(!checkpoints.medium(stray).exists());
        assert!(!home.path().join(".x.json.abc.tmp").exists());
    }

    #[test]
    fn what_the_reference_left_behind_is_understood() {
        let home = tempfile::tempdir().unwrap();
        let checkpoints = Checkpoints::open(home.path()).unwrap();
        let text = r#"{"version": 1, "task": {"task_id": "7f1b7c5e-2d0b-4f0e-9c55-0a4f6c2f8a11", "modality": "video",
            "status": "processing", "prompt": "p", "parameters": null, "webhook_url": "http://v/x",
            "signed_by": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "created_at": 1760000000.0,
            "checkpoint": {"kind": "runway", "runway_task_id": "j"}, "surprise": [1]}, "extra": true}"#;
        fs::write(home.path().join("7f1b7c5e-2d0b-4f0e-9c55-0a4f6c2f8a11.json"), text).unwrap();
        let loaded = checkpoints.load().unwrap();
        assert_eq!(loaded.tasks[0].checkpoint.as_ref().unwrap()["runway_task_id"], "j");
    }

    #[test]
    fn a_second_miner_on_one_folder_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let _first = Checkpoints::open(home.path()).unwrap();
        assert!(matches!(Checkpoints::open(home.path()), Err(CheckpointError::InUse(_))));
    }
}
