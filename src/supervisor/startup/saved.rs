//! What is on the disk of each service: what the next boot has to go by. Read without a supervisor, which may be away.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use crate::supervisor::desired::{self, Wanted};
use crate::supervisor::journal::with_causes;
use crate::supervisor::record::{self, Folder, RecordError, StatusFile};
use crate::supervisor::spec::ServiceSpec;
use crate::supervisor::status::ServiceState;
use crate::supervisor::{memory, proc};
use crate::types::{Hint, Paths, ServiceName};

/// A service as it was read back.
#[derive(Debug)]
pub struct SavedService {
    /// Its name.
    pub name: ServiceName,
    /// Whether the next boot is to start it.
    pub wanted: bool,
    /// By which rules; `None` if neither generation can be read.
    pub spec: Option<ServiceSpec>,
    /// What is wrong with the newest generation, if anything.
    pub damage: Option<String>,
    /// Names of the variables of the shell that it was started from; `None` if that is not known.
    pub variables: Option<BTreeSet<String>>,
}

/// Every service that has a folder, by name. None if there is no folder of services: a disk that cannot be read is not a
/// machine without services.
pub fn saved(paths: &Paths) -> Result<Vec<SavedService>, Unreadable> {
    let folder = paths.services();
    let fault = |source| Unreadable { path: folder.clone(), source };
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(fault)?,
    };
    let mut names = BTreeSet::new();
    for entry in entries {
        let name = entry.map_err(fault)?.file_name();
        names.extend(name.to_str().and_then(|name| name.parse::<ServiceName>().ok()));
    }
    Ok(names.into_iter().filter_map(|name| read(paths, name)).collect())
}

/// What is wanted cannot be told.
#[derive(Debug, thiserror::Error)]
#[error("cannot read which services there are in `{}`", path.display())]
pub struct Unreadable {
    path: PathBuf,
    #[source]
    source: io::Error,
}

impl Hint for Unreadable {
    fn hint(&self) -> Option<String> {
        Some("check that the disk of the state folder is mounted, and that its folders are yours".into())
    }
}

/// What is wanted of a service is not safe.
#[derive(Debug, thiserror::Error)]
#[error("cannot bring `{}` to the disk", path.display())]
pub struct NotOnDisk {
    path: PathBuf,
    #[source]
    source: io::Error,
}

impl Hint for NotOnDisk {
    fn hint(&self) -> Option<String> {
        Some("check that the disk of the state folder is there, writable and not full".into())
    }
}

/// Waits until what is wanted of every service is on the disk.
pub fn bring_to_disk(paths: &Paths, services: &[SavedService]) -> Result<(), NotOnDisk> {
    for service in services.iter().filter(|service| service.spec.is_some()) {
        match desired::sync(&Folder::new(paths.service(&service.name))) {
            // Only the generation before is there, which is on the disk since the one after it was written.
            Err(RecordError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
            Err(RecordError::Io { path, source }) => return Err(NotOnDisk { path, source }),
            Ok(()) | Err(RecordError::Damaged { .. }) => {}
        }
    }
    Ok(())
}

/// `None` if nothing was ever wanted of it.
fn read(paths: &Paths, name: ServiceName) -> Option<SavedService> {
    let folder = Folder::new(paths.service(&name));
    let status = || record::read::<StatusFile>(&folder.status()).ok().flatten();
    let told = |error: &RecordError| with_causes(error);
    let found = match desired::load(&folder) {
        Ok(found) => found?,
        Err(error) => {
            let damage = Some(told(&error));
            return Some(SavedService { name, wanted: true, spec: None, damage, variables: None });
        }
    };
    // The version before did not say whether it is wanted.
    let usual = || match status() {
        Some(file) if file.status.state == ServiceState::Stopped => Wanted::Stopped,
        _ => Wanted::Running,
    };
    let wanted = found.desired.wanted.unwrap_or_else(usual) == Wanted::Running;
    let kept = memory::recall(folder.path()).map(|environment| environment.variables);
    let of_child = || {
        let child = status()?.child.filter(proc::Identity::exists)?;
        proc::environment(child.pid)
    };
    let variables = kept.or_else(of_child).map(|variables| variables.into_keys().collect());
    let damage = found.damage.as_ref().map(told);
    Some(SavedService { name, wanted, spec: Some(found.desired.spec), damage, variables })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::desired::Desired;

    #[test]
    fn a_damaged_generation_is_said_and_the_one_before_it_counts() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::below(home.path());
        let name: ServiceName = "web".parse().unwrap();
        let folder = Folder::new(paths.service(&name));
        std::fs::create_dir_all(folder.path()).unwrap();
        for generation in [1, 2] {
            let spec = ServiceSpec::new(name.clone(), vec!["sleep".into(), generation.to_string()], "/".into());
            desired::write(&folder, &Desired { spec, wanted: Some(Wanted::Running), generation }).unwrap();
        }
        let whole = saved(&paths).unwrap();
        assert!(whole[0].wanted && whole[0].damage.is_none());
        std::fs::write(folder.spec(), "{\"na").unwrap();
        let torn = saved(&paths).unwrap();
        assert_eq!(torn[0].spec.as_ref().unwrap().command, ["sleep", "1"]);
        assert!(torn[0].wanted && torn[0].damage.as_deref().unwrap().contains("spec.json"));
        bring_to_disk(&paths, &torn).unwrap();
    }

    #[test]
    fn a_folder_that_is_missing_has_no_services_and_one_that_cannot_be_read_is_a_failure() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::below(home.path());
        assert!(saved(&paths).unwrap().is_empty());
        std::fs::create_dir_all(&paths.state).unwrap();
        std::fs::write(paths.services(), "").unwrap();
        assert!(saved(&paths).is_err());
    }
}
