//! What is wanted of a service, on the disk: by which rules it is run, and whether it shall run.
//!
//! `spec.json` is replaced as a whole: written beside, the one before kept as `spec.previous.json`, then renamed. What a
//! power loss leaves of it, at any byte and between any two steps, is a whole file of the one generation or the other.
//! Who waits for an answer gets it after [`sync`].

use std::fs::File;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::record::{self, Folder, RecordError};
use super::spec::ServiceSpec;

/// Whether a service shall run. What it really does, its status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// It was started, and not stopped on request since.
    Running,
    /// An operator stopped it.
    Stopped,
}

/// How far what is wanted has come on its way to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Saved {
    /// It is not in the file.
    No,
    /// A power loss may still take it.
    Written,
    /// It is there for good.
    Synced,
}

/// `spec.json`. The version before read and wrote the specification alone, in the same place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Desired {
    #[serde(flatten)]
    pub(crate) spec: ServiceSpec,
    /// `None` in files of the version before.
    #[serde(default)]
    pub(crate) wanted: Option<Wanted>,
    /// Counts the changes; who reads both generations takes the higher.
    #[serde(default)]
    pub(crate) generation: u64,
}

/// What was found on the disk.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) desired: Desired,
    /// Why the generation before had to do.
    pub(crate) damage: Option<RecordError>,
}

/// Reads what is wanted; `None` if nothing ever was. A file that is damaged or gone is replaced by the one before it.
pub(crate) fn load(folder: &Folder) -> Result<Option<Found>, RecordError> {
    match record::read::<Desired>(&folder.spec()) {
        Ok(Some(desired)) => Ok(Some(Found { desired, damage: None })),
        Ok(None) => Ok(record::read(&previous(folder))?.map(|desired| Found { desired, damage: None })),
        Err(damage) => match record::read(&previous(folder)) {
            Ok(Some(desired)) => Ok(Some(Found { desired, damage: Some(damage) })),
            _ => Err(damage),
        },
    }
}

/// Replaces what is wanted. Outlives this process at once, and a power loss after [`sync`].
pub(crate) fn write(folder: &Folder, desired: &Desired) -> Result<(), RecordError> {
    STEPS.iter().try_for_each(|step| step(folder, desired))
}

/// Waits until what [`write`] wrote is on the disk, under its name.
pub(crate) fn sync(folder: &Folder) -> Result<(), RecordError> {
    record::sync(&folder.spec())?;
    record::sync(folder.path())?;
    // The folder itself may be new.
    folder.path().parent().map_or(Ok(()), record::sync)
}

type Step = fn(&Folder, &Desired) -> Result<(), RecordError>;

const STEPS: [Step; 4] = [write_beside, link_previous, rename_previous, rename_current];

fn write_beside(folder: &Folder, desired: &Desired) -> Result<(), RecordError> {
    record::write_file(&beside(folder), desired)
}

/// Gives the current generation a second name, unless it is damaged: then the one before it is kept for longer.
fn link_previous(folder: &Folder, _: &Desired) -> Result<(), RecordError> {
    let link = previous_beside(folder);
    let gone = match std::fs::remove_file(&link) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        gone => gone,
    };
    gone.map_err(|source| RecordError::Io { path: link.clone(), source })?;
    match record::read::<Desired>(&folder.spec()) {
        Ok(Some(_)) => std::fs::hard_link(folder.spec(), &link).or_else(|_| {
            // Not every file system has links.
            std::fs::copy(folder.spec(), &link).and_then(|_| File::open(&link)?.sync_all())
        }),
        _ => Ok(()),
    }
    .map_err(|source| RecordError::Io { path: link, source })
}

fn rename_previous(folder: &Folder, _: &Desired) -> Result<(), RecordError> {
    match std::fs::rename(previous_beside(folder), previous(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        renamed => renamed.map_err(|source| RecordError::Io { path: previous(folder), source }),
    }
}

fn rename_current(folder: &Folder, _: &Desired) -> Result<(), RecordError> {
    std::fs::rename(beside(folder), folder.spec()).map_err(|source| RecordError::Io { path: folder.spec(), source })
}

fn beside(folder: &Folder) -> PathBuf {
    folder.path().join("spec.json.new")
}

fn previous(folder: &Folder) -> PathBuf {
    folder.path().join("spec.previous.json")
}

fn previous_beside(folder: &Folder) -> PathBuf {
    folder.path().join("spec.previous.json.new")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desired(generation: u64) -> Desired {
        let command = vec!["sleep".into(), generation.to_string()];
        let spec = ServiceSpec::new("web".parse().unwrap(), command, "/".into());
        Desired { spec, wanted: Some(Wanted::Running), generation }
    }

    fn folder() -> (tempfile::TempDir, Folder) {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path().join("web"));
        std::fs::create_dir(folder.path()).unwrap();
        (home, folder)
    }

    fn generation(folder: &Folder) -> Option<u64> {
        load(folder).ok().flatten().map(|found| found.desired.generation)
    }

    #[test]
    fn a_power_loss_between_any_two_steps_leaves_one_generation_whole() {
        // From the third on, there is one before to keep.
        for before in [1, 2, 3] {
            for done in 0..=STEPS.len() {
                let (_home, folder) = folder();
                (1..=before).for_each(|generation| write(&folder, &desired(generation)).unwrap());
                STEPS.iter().take(done).for_each(|step| step(&folder, &desired(before + 1)).unwrap());
                let expected = if done == STEPS.len() { before + 1 } else { before };
                assert_eq!(generation(&folder), Some(expected), "{before} before, {done} steps");
                write(&folder, &desired(before + 2)).unwrap();
                assert_eq!(generation(&folder), Some(before + 2), "the next change is not held up by what was left");
            }
        }
    }

    #[test]
    fn a_power_loss_at_any_byte_leaves_the_generation_before() {
        let (_home, folder) = folder();
        write(&folder, &desired(1)).unwrap();
        write(&folder, &desired(2)).unwrap();
        let whole = std::fs::read(folder.spec()).unwrap();
        for length in 0..whole.len() - 2 {
            let zeroed: Vec<u8> = whole[..length].iter().copied().chain(vec![0; whole.len() - length]).collect();
            // Cut, or as long as it was to be with nothing in it.
            for left in [whole[..length].to_vec(), zeroed] {
                std::fs::write(folder.spec(), left).unwrap();
                let found = load(&folder).unwrap().unwrap();
                assert_eq!(found.desired, desired(1), "cut at byte {length}");
                assert!(found.damage.is_some());
            }
        }
        std::fs::remove_file(folder.spec()).unwrap();
        assert_eq!(generation(&folder), Some(1));
    }

    #[test]
    fn a_damaged_generation_does_not_push_the_good_one_before_it_out() {
        let (_home, folder) = folder();
        write(&folder, &desired(1)).unwrap();
        write(&folder, &desired(2)).unwrap();
        std::fs::write(folder.spec(), "{").unwrap();
        STEPS[..3].iter().for_each(|step| step(&folder, &desired(3)).unwrap());
        assert_eq!(generation(&folder), Some(1));
        STEPS[3](&folder, &desired(3)).unwrap();
        std::fs::write(folder.spec(), "").unwrap();
        assert_eq!(generation(&folder), Some(1));
    }

    #[test]
    fn what_the_version_before_wrote_is_understood_and_what_it_reads_is_there() {
        let (_home, folder) = folder();
        record::write(&folder.spec(), &desired(1).spec).unwrap();
        assert_eq!(load(&folder).unwrap().unwrap().desired, Desired { wanted: None, generation: 0, ..desired(1) });
        write(&folder, &desired(7)).unwrap();
        assert_eq!(record::read::<ServiceSpec>(&folder.spec()).unwrap(), Some(desired(7).spec));
    }
}
