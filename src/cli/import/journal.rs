//! What an import has done so far, so that one that was cut off can be gone on with. Holds no variables.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::gone::Trace;
use super::list::Process;
use crate::types::{Paths, ServiceName};

/// How far a process has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Step {
    /// PM2's process is untouched.
    Planned,
    /// PM2 has been told to stop it, or will be.
    Stopping,
    /// It is gone, and PM2 will not start it again.
    Removed,
    /// gascli has it.
    Done,
}

/// One process.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) instance: Option<u64>,
    pub(super) service: ServiceName,
    /// Program and arguments, that of them which is its script, and its folder: by these a second one is known.
    pub(super) command: Vec<String>,
    pub(super) script: PathBuf,
    pub(super) cwd: PathBuf,
    /// Its table, which is written as soon as PM2 has it no more: until then nothing must start it here.
    pub(super) table: String,
    /// Whether it ran when it was first met.
    pub(super) runs: bool,
    pub(super) step: Step,
    /// How its processes are known.
    #[serde(default)]
    pub(super) trace: Trace,
}

impl Entry {
    /// Whether this is the process of PM2's list that the entry is about; one that does not say which of several it is
    /// may be.
    pub(super) fn is_of(&self, process: &Process) -> bool {
        let instance = self.instance.zip(process.instance());
        process.name == self.name && instance.is_none_or(|(one, other)| one == other)
    }

    /// Whether the other is known to be of another process of PM2's than this one.
    fn is_another(&self, other: &Self) -> bool {
        let instance = self.instance.zip(other.instance);
        self.name != other.name || instance.is_some_and(|(one, other)| one != other)
    }
}

/// All processes of this and earlier imports.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    entries: Vec<Entry>,
    #[serde(skip)]
    path: PathBuf,
}

/// Its place, and that of the lock that goes with it.
fn place(paths: &Paths) -> PathBuf {
    paths.state.join("import-pm2.json")
}

/// Lock of whoever takes over.
pub(super) fn lock(paths: &Paths) -> PathBuf {
    paths.state.join("import-pm2.lock")
}

impl Journal {
    /// What there is; an empty one if there is none.
    pub(super) fn read(paths: &Paths) -> anyhow::Result<Self> {
        let path = place(paths);
        let journal = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| {
                format!("`{}`, which tells how far an earlier import came, is damaged", path.display())
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => return Err(error).with_context(|| format!("cannot read `{}`", path.display())),
        };
        Ok(Self { path, ..journal })
    }

    pub(super) fn find(&self, name: &str, instance: Option<u64>) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name && entry.instance == instance)
    }

    /// All that was met.
    pub(super) fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether a service is this entry's, or was made of what is known to be another process of PM2's.
    pub(super) fn is_no_double(&self, service: &ServiceName, entry: &Entry) -> bool {
        let mut of_it = self.entries.iter().filter(|other| other.service == *service).peekable();
        *service == entry.service || (of_it.peek().is_some() && of_it.all(|other| entry.is_another(other)))
    }

    /// Those that were begun and not brought to an end.
    pub(super) fn open(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.step != Step::Done)
    }

    /// Notes where a process stands, durably, before anything else is done.
    pub(super) fn put(&mut self, entry: Entry) -> anyhow::Result<()> {
        match self.entries.iter_mut().find(|old| old.name == entry.name && old.instance == entry.instance) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
        let bytes = serde_json::to_vec(self)?;
        write(&self.path, &bytes, 0o600)
    }
}

/// Writes a file whole: beside, synced, renamed.
pub(super) fn write(path: &Path, bytes: &[u8], mode: u32) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let refused = || format!("cannot write `{}`", path.display());
    let folder = path.parent().with_context(refused)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(refused)?;
    file.write_all(bytes).with_context(refused)?;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(mode)).with_context(refused)?;
    file.as_file().sync_all().with_context(refused)?;
    file.persist(path).map_err(|error| error.error).with_context(refused)?;
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).with_context(refused)
}
