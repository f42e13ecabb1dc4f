//! The models of an installation.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use super::manifest::{MANIFEST, Manifest};
use super::pull::{CONFIG, TOKENIZER, VOCABULARY, WEIGHTS};
use super::{ModelError, ModelName, Progress, lock, own};
use crate::clip::{self, ClipError, Device, Encoder};

/// Begins the name of a model that is being replaced, among those that are not whole.
const REPLACED: &str = ".old-";

/// A model that is part of this program.
pub struct BuiltIn {
    /// Its name.
    pub name: &'static str,
    /// What it is good for.
    pub purpose: &'static str,
    /// Bytes of its weights.
    pub bytes: usize,
    open: fn(Device) -> Result<Encoder, ClipError>,
}

/// The models that are part of this program.
pub const fn built_in() -> &'static [BuiltIn] {
    &[BuiltIn {
        name: "demo",
        purpose: "scenes that the demo provider paints, and nothing else",
        bytes: clip::DEMO_BYTES,
        open: |_| Encoder::demo(),
    }]
}

/// The folder in which models lie, each in one of its own.
#[derive(Debug, Clone)]
pub struct Models {
    folder: PathBuf,
}

/// A model on disk.
#[derive(Debug, Clone)]
pub struct ModelFolder {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub path: PathBuf,
    /// What it should be; `None` if that cannot be read, which makes it unusable.
    pub manifest: Option<Manifest>,
}

/// What has come of a model that is not whole.
#[derive(Debug, Clone)]
pub struct Begun {
    /// The model's name.
    pub name: String,
    /// Its folder.
    pub path: PathBuf,
    /// Bytes that have come.
    pub bytes: u64,
}

impl ModelFolder {
    /// Whether its files are there and as long as they should be. Their hashes are for [`Models::verify`].
    pub fn is_whole(&self) -> bool {
        let Some(manifest) = self.manifest.as_ref().filter(|manifest| manifest.name == self.name) else { return false };
        let lists = |name: &&str| manifest.files.iter().any(|file| file.name == **name);
        let is_model = [CONFIG, WEIGHTS].iter().all(lists) && (lists(&TOKENIZER) || VOCABULARY.iter().all(lists));
        let has = |name: &str, bytes| fs::metadata(self.path.join(name)).is_ok_and(|found| found.len() == bytes);
        is_model && manifest.files.iter().all(|file| has(&file.name, file.bytes))
    }

    /// Whether a hub may have it.
    pub fn can_be_pulled(&self) -> bool {
        self.name.parse::<ModelName>().is_ok_and(|name| name.repository().is_some())
    }
}

impl Models {
    /// Of this folder, which need not be there.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What lies there, by name; also what is damaged.
    pub fn list(&self) -> Result<Vec<ModelFolder>, ModelError> {
        let found = named(&self.folder)?.into_iter().filter(|(_, path)| is_there(path));
        Ok(found.map(|(name, _)| self.folder_of(&name)).collect())
    }

    fn folder_of(&self, name: &ModelName) -> ModelFolder {
        let path = self.path(name);
        ModelFolder { name: name.as_str().into(), manifest: Manifest::read(&path), path }
    }

    /// The model on disk of a name or alias, damaged or not.
    pub fn find(&self, name: &str) -> Result<ModelFolder, ModelError> {
        if built_in().iter().any(|model| model.name == name) {
            return Err(ModelError::BuiltIn(name.into()));
        }
        let name: ModelName = name.parse()?;
        let found = self.folder_of(&name);
        if is_there(&found.path) {
            return Ok(found);
        }
        Err(if found.path.is_dir() {
            ModelError::NotOurs { path: found.path, holds: None }
        } else {
            self.unknown(&name)
        })
    }

    /// Whether a model could be opened by this name: it is built in, or whole on disk.
    pub fn has(&self, name: &str) -> bool {
        built_in().iter().any(|model| model.name == name) || self.find(name).is_ok_and(|found| found.is_whole())
    }

    fn unknown(&self, name: &ModelName) -> ModelError {
        let there = self.list().unwrap_or_default().into_iter().map(|model| model.name);
        let there = built_in().iter().map(|model| model.name.to_owned()).chain(there).collect();
        ModelError::Unknown { name: name.to_string(), there, can_be_pulled: name.repository().is_some() }
    }

    /// Loads a model, built in or on disk.
    pub fn open(&self, name: &str, device: Device) -> Result<Encoder, ModelError> {
        let failed = |source| ModelError::Unusable { name: name.into(), source: Box::new(source) };
        if let Some(model) = built_in().iter().find(|model| model.name == name) {
            return (model.open)(device).map_err(failed);
        }
        let found = self.find(name)?;
        if !found.is_whole() {
            return Err(ModelError::Damaged { name: found.name, path: found.path });
        }
        Encoder::open(&found.path, device).map_err(failed)
    }

    /// Removes a model from disk, and what was begun of it. Waits while another process changes the models.
    pub fn remove(&self, name: &str, progress: &mut dyn FnMut(Progress<'_>)) -> Result<(), ModelError> {
        self.check(name)?;
        let _lock = self.lock(&CancellationToken::new(), progress)?;
        // Another process may have been at it meanwhile.
        self.check(name)?;
        let name: ModelName = name.parse()?;
        let (partial, path) = (self.partial(&name), self.path(&name));
        if is_there(&path) {
            own::check(&path)?;
            own::clear(&partial)?;
            fs::create_dir_all(self.partials()).map_err(|source| ModelError::write(&partial, source))?;
            // Out of sight at once: half a model must not be found.
            fs::rename(&path, &partial).map_err(|source| ModelError::write(&path, source))?;
        }
        own::clear(&partial)
    }

    /// Whether there is something of this name that could be removed.
    pub fn check(&self, name: &str) -> Result<(), ModelError> {
        match self.find(name) {
            Err(ModelError::Unknown { .. }) if is_there(&self.partial(&name.parse()?)) => Ok(()),
            other => other.map(drop),
        }
    }

    /// What was begun and not brought to its end, by name.
    pub fn begun(&self) -> Result<Vec<Begun>, ModelError> {
        let mut found = Vec::new();
        for (name, path) in named(&self.partials())? {
            // A file may get its name, or go, while it is looked at.
            let files = fs::read_dir(&path).into_iter().flatten().flatten();
            let bytes = files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
            found.push(Begun { name: name.to_string(), path, bytes });
        }
        Ok(found)
    }

    fn partials(&self) -> PathBuf {
        self.folder.join(".partial")
    }

    /// Where a model lies until it is whole.
    pub(super) fn partial(&self, name: &ModelName) -> PathBuf {
        self.partials().join(name.folder())
    }

    fn path(&self, name: &ModelName) -> PathBuf {
        self.folder.join(name.folder())
    }

    /// Fails if a folder that is no model's lies where the model shall lie.
    pub(super) fn check_place(&self, name: &ModelName) -> Result<(), ModelError> {
        let path = self.path(name);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(source) => Err(ModelError::Read { path, source }),
            Ok(_) if is_there(&path) => own::check(&path),
            Ok(_) => Err(ModelError::NotOurs { path, holds: None }),
        }
    }

    /// The right to change the models.
    pub(super) fn lock(
        &self,
        stop: &CancellationToken,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<impl Drop + use<>, ModelError> {
        let lock = lock::take(&self.folder, stop, progress)?;
        self.recover()?;
        Ok(lock)
    }

    /// Ends what a process that was killed while it replaced a model had begun.
    fn recover(&self) -> Result<(), ModelError> {
        let Ok(entries) = fs::read_dir(self.partials()) else { return Ok(()) };
        for old in entries.flatten() {
            let old_name = old.file_name();
            let Some(name) = old_name.to_str().and_then(|name| name.strip_prefix(REPLACED)) else { continue };
            let path = self.folder.join(name);
            if fs::symlink_metadata(&path).is_ok() {
                own::clear(&old.path())?;
            } else {
                fs::rename(old.path(), &path).map_err(|source| ModelError::write(&path, source))?;
            }
        }
        Ok(())
    }

    /// Takes a whole model: it is opened once, described, and gets its name. One that bore the name goes.
    pub(super) fn install(&self, name: &ModelName, manifest: &Manifest) -> Result<ModelFolder, ModelError> {
        let partial = self.partial(name);
        let opened = Encoder::open(&partial, Device::cpu());
        opened.map_err(|source| ModelError::Unusable { name: name.to_string(), source: Box::new(source) })?;
        let names: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
        own::keep_only(&partial, &names)?;
        for name in names {
            own::sync(&partial.join(name))?;
        }
        manifest.write(&partial)?;
        own::sync(&partial)?;
        self.check_place(name)?;
        let (path, old) = (self.path(name), self.partials().join(format!("{REPLACED}{}", name.folder())));
        let failed = |source| ModelError::write(&path, source);
        if is_there(&path) {
            fs::rename(&path, &old).map_err(failed)?;
        }
        fs::rename(&partial, &path).map_err(failed)?;
        own::sync(&self.folder)?;
        own::clear(&old)?;
        Ok(self.folder_of(name))
    }
}

/// Whether a model lies in a folder, damaged or not; of what is begun, whether anything does.
fn is_there(path: &Path) -> bool {
    let is_begun = path.parent().is_some_and(|parent| parent.ends_with(".partial"));
    path.is_dir() && (is_begun || path.join(MANIFEST).is_file())
}

/// Folders in a folder that are called as models are.
fn named(folder: &Path) -> Result<Vec<(ModelName, PathBuf)>, ModelError> {
    let failed = |source| ModelError::Read { path: folder.into(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).map(|name| name.replace("--", "/"));
        let Some(name) = name.and_then(|name| name.parse::<ModelName>().ok()) else { continue };
        if path.is_dir() {
            found.push((name, path));
        }
    }
    found.sort_by(|one, other| one.0.as_str().cmp(other.0.as_str()));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, names: &[&str]) {
        fs::create_dir_all(path).unwrap();
        for name in names {
            fs::write(path.join(name), "{}").unwrap();
        }
    }

    #[test]
    fn a_folder_without_description_is_no_model_and_stays() {
        let home = tempfile::tempdir().unwrap();
        let models = Models::at(home.path());
        write(&home.path().join("backups"), &["config.json", "model.safetensors", "letters.txt"]);
        assert!(models.list().unwrap().is_empty() && !models.has("backups"));
        assert!(matches!(models.find("backups"), Err(ModelError::NotOurs { holds: None, .. })));
        assert!(models.remove("backups", &mut |_| {}).is_err());
        assert!(models.check_place(&"backups".parse().unwrap()).is_err());
        assert_eq!(fs::read_dir(home.path().join("backups")).unwrap().count(), 3);
    }

    #[test]
    fn what_is_not_the_models_own_keeps_it_from_being_removed() {
        let home = tempfile::tempdir().unwrap();
        let (models, mine) = (Models::at(home.path()), home.path().join("mine"));
        write(&mine, &["config.json", "model.json", "letters.txt"]);
        let error = models.remove("mine", &mut |_| {}).unwrap_err();
        assert!(error.to_string().contains("letters.txt"), "{error}");
        assert_eq!(fs::read_dir(&mine).unwrap().count(), 3);
        fs::remove_file(mine.join("letters.txt")).unwrap();
        fs::create_dir(mine.join("vocab.json")).unwrap();
        assert!(models.remove("mine", &mut |_| {}).is_err());
        fs::remove_dir(mine.join("vocab.json")).unwrap();
        models.remove("mine", &mut |_| {}).unwrap();
        assert!(!mine.exists() && models.begun().unwrap().is_empty());
    }

    #[test]
    fn what_a_pull_left_is_seen_and_can_be_removed() {
        let home = tempfile::tempdir().unwrap();
        let (models, begun) = (Models::at(home.path()), home.path().join(".partial/a--b"));
        write(&begun, &["config.json", "model.safetensors.part", "model.safetensors.state"]);
        let found = models.begun().unwrap();
        assert_eq!((found[0].name.as_str(), found[0].bytes), ("a/b", 6));
        models.remove("a/b", &mut |_| {}).unwrap();
        assert!(!begun.exists());
        assert!(matches!(models.remove("a/b", &mut |_| {}), Err(ModelError::Unknown { .. })));
    }

    #[test]
    fn a_model_that_was_being_replaced_when_the_process_died_is_back() {
        let home = tempfile::tempdir().unwrap();
        let models = Models::at(home.path());
        let (old, path) = (home.path().join(".partial/.old-mine"), home.path().join("mine"));
        write(&old, &["config.json", "model.json"]);
        drop(models.lock(&CancellationToken::new(), &mut |_| {}).unwrap());
        assert!(path.join("model.json").exists() && !old.exists());
        // Where the new one got its name, the old one goes.
        write(&old, &["config.json", "model.json"]);
        drop(models.lock(&CancellationToken::new(), &mut |_| {}).unwrap());
        assert!(path.exists() && !old.exists());
    }

    #[test]
    fn a_description_of_no_files_or_of_another_model_makes_none_usable() {
        let home = tempfile::tempdir().unwrap();
        let models = Models::at(home.path());
        let mut manifest = Manifest { name: "mine".into(), added_at: "now".into(), ..Manifest::default() };
        let path = home.path().join("mine");
        fs::create_dir(&path).unwrap();
        manifest.write(&path).unwrap();
        assert!(!models.find("mine").unwrap().is_whole());
        for name in ["config.json", "model.safetensors", "tokenizer.json"] {
            fs::write(path.join(name), "{}").unwrap();
            let sha256 = "0".repeat(64);
            manifest.files.push(super::super::ManifestFile { name: name.into(), bytes: 2, sha256 });
        }
        manifest.write(&path).unwrap();
        assert!(models.find("mine").unwrap().is_whole());
        manifest.name = "other".into();
        manifest.write(&path).unwrap();
        assert!(!models.find("mine").unwrap().is_whole());
    }
}
