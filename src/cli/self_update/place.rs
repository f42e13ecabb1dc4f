//! The program's own file, and how another takes its place: made ready beside it, then renamed. Whatever happens between
//! two steps, a whole program lies under its name.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::release::{UpdateError, Version};
use crate::daemon::lock::{self, Lock};
use crate::supervisor;

/// Where everything is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The program.
    pub(super) program: PathBuf,
    /// What is to take its place.
    pub(super) new: PathBuf,
    /// What was there before.
    pub(super) previous: PathBuf,
    folder: PathBuf,
}

impl Place {
    /// That of this program.
    pub(super) fn find() -> Result<Self, UpdateError> {
        let fault = |source| UpdateError::Io { path: "/proc/self/exe".into(), source };
        let program = std::env::current_exe().and_then(|program| program.canonicalize()).map_err(fault)?;
        Ok(Self::of(program))
    }

    fn of(program: PathBuf) -> Self {
        let folder = program.parent().unwrap_or(Path::new("/")).to_owned();
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self {
            new: folder.join(format!(".{name}.new")),
            previous: folder.join(format!("{name}.previous")),
            program,
            folder,
        }
    }

    /// Keeps a second one out by a lock on the folder, which leaves no file, and finds out whether anything can be changed here.
    pub(super) fn lock(&self) -> Result<Lock, UpdateError> {
        let not_yours = || UpdateError::NotYours { folder: self.folder.clone(), program: self.program.clone() };
        match File::open(&self.folder).and_then(lock::retake) {
            Ok(Some(lock)) => {
                self.clear()?;
                tempfile::tempfile_in(&self.folder).map_err(|_| not_yours())?;
                Ok(lock)
            }
            Ok(None) => Err(UpdateError::Locked(self.program.clone())),
            Err(error) if is_denied(&error) => Err(not_yours()),
            Err(source) => Err(UpdateError::Io { path: self.folder.clone(), source }),
        }
    }

    /// Makes sure that what is to be replaced is what runs here. Asked under the lock: another update may have ended just
    /// before.
    pub(super) fn is_own(&self) -> Result<(), UpdateError> {
        let file = |path: &Path| {
            let facts = fs::metadata(path).map_err(|source| UpdateError::Io { path: path.to_owned(), source })?;
            Ok((facts.dev(), facts.ino()))
        };
        let same = file(Path::new("/proc/self/exe"))? == file(&self.program)?;
        if same { Ok(()) } else { Err(UpdateError::Replaced(self.program.clone())) }
    }

    /// Removes what an earlier one left that was ended.
    fn clear(&self) -> Result<(), UpdateError> {
        match fs::remove_file(&self.new) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(UpdateError::Io { path: self.new.clone(), source })
            }
            _ => Ok(()),
        }
    }

    /// Makes the version before ready to take its place again.
    pub(super) fn stage_previous(&self) -> Result<(), UpdateError> {
        if !self.previous.is_file() {
            return Err(UpdateError::NoPrevious(self.previous.clone()));
        }
        self.clear()?;
        copy(&self.previous, &self.new)
    }

    /// Asks what is to take its place whether it could: its version, with the rights of the program that it replaces.
    pub(super) fn check(&self, announced: Option<Version>) -> Result<Version, UpdateError> {
        let fault = |source| UpdateError::Io { path: self.new.clone(), source };
        let mode = fs::metadata(&self.program).map_or(0o755, |facts| facts.permissions().mode());
        fs::set_permissions(&self.new, fs::Permissions::from_mode(mode & 0o777 | 0o500)).map_err(fault)?;
        let said = supervisor::check_program(&self.new).map_err(UpdateError::Unfit)?;
        let version = Version::of_line(&said).ok_or_else(|| UpdateError::Unfit(format!("it says `{said}`")))?;
        match announced {
            Some(announced) if announced != version => {
                Err(UpdateError::Unfit(format!("it was announced as {announced} and says that it is {version}")))
            }
            _ => Ok(version),
        }
    }

    /// Puts what was made ready in the program's place, and keeps the program as the version before.
    pub(super) fn swap(&self) -> Result<(), UpdateError> {
        STEPS.iter().try_for_each(|step| step(self))
    }

    /// Removes what was made ready.
    pub(super) fn abandon(&self) {
        let _ = self.clear(); // the next one tries again
    }

    fn beside(&self) -> PathBuf {
        self.previous.with_extension("previous.new")
    }
}

type Step = fn(&Place) -> Result<(), UpdateError>;

const STEPS: [Step; 4] = [keep, name_previous, name_program, sync];

fn keep(place: &Place) -> Result<(), UpdateError> {
    let beside = place.beside();
    match fs::remove_file(&beside) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(UpdateError::Io { path: beside, source }),
        _ => copy(&place.program, &beside),
    }
}

fn name_previous(place: &Place) -> Result<(), UpdateError> {
    rename(&place.beside(), &place.previous)
}

fn name_program(place: &Place) -> Result<(), UpdateError> {
    rename(&place.new, &place.program)
}

fn sync(place: &Place) -> Result<(), UpdateError> {
    let synced = File::open(&place.folder).and_then(|folder| folder.sync_all());
    synced.map_err(|source| UpdateError::Io { path: place.folder.clone(), source })
}

/// The same file under a second name, or a copy that is on the disk.
fn copy(from: &Path, to: &Path) -> Result<(), UpdateError> {
    let linked = fs::hard_link(from, to).or_else(|_| fs::copy(from, to).and_then(|_| File::open(to)?.sync_all()));
    linked.map_err(|source| UpdateError::Io { path: to.to_owned(), source })
}

fn rename(from: &Path, to: &Path) -> Result<(), UpdateError> {
    fs::rename(from, to).map_err(|source| UpdateError::Io { path: to.to_owned(), source })
}

fn is_denied(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &Path) -> Option<String> {
        fs::read_to_string(path).ok()
    }

    #[test]
    fn a_kill_between_any_two_steps_leaves_a_whole_program_and_the_next_update_works() {
        for done in 0..=STEPS.len() {
            let folder = tempfile::tempdir().unwrap();
            let place = Place::of(folder.path().join("gascli"));
            for (path, text) in [(&place.program, "old"), (&place.previous, "older"), (&place.new, "new")] {
                fs::write(path, text).unwrap();
            }
            STEPS.iter().take(done).for_each(|step| step(&place).unwrap());
            let expected = if done < 3 { "old" } else { "new" };
            assert_eq!(read(&place.program).as_deref(), Some(expected), "{done} steps");
            assert!(matches!(read(&place.previous).as_deref(), Some("old" | "older")), "{done} steps");
            drop(place.lock().unwrap());
            fs::write(&place.new, "newest").unwrap();
            place.swap().unwrap();
            assert_eq!(read(&place.program).as_deref(), Some("newest"), "{done} steps");
            assert_eq!(read(&place.previous).as_deref(), Some(expected), "{done} steps");
        }
    }

    #[test]
    fn to_go_back_twice_is_to_stay() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(folder.path().join("gascli"));
        fs::write(&place.program, "new").unwrap();
        assert!(matches!(place.stage_previous(), Err(UpdateError::NoPrevious(_))));
        fs::write(&place.previous, "old").unwrap();
        for expected in ["old", "new"] {
            place.stage_previous().unwrap();
            place.swap().unwrap();
            assert_eq!(read(&place.program).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_does_not_run_here_any_more_is_not_replaced() {
        Place::find().unwrap().is_own().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(folder.path().join("gascli"));
        fs::write(&place.program, "another update's").unwrap();
        assert!(matches!(place.is_own(), Err(UpdateError::Replaced(_))));
    }

    #[test]
    fn a_second_update_is_refused_while_one_is_under_way() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(folder.path().join("gascli"));
        let held = place.lock().unwrap();
        assert!(matches!(place.lock(), Err(UpdateError::Locked(_))));
        drop(held);
        place.lock().unwrap();
    }
}
