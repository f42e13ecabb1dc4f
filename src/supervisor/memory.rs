//! What a service was started with, where it outlives both supervisor and shim but not the machine: a file in `/dev/shm`,
//! which is memory. Variables may hold secrets, so that no disk ever sees them.
//!
//! The one idea: the file is there as long as the service is wanted. Whoever finds it, and nobody who keeps the service,
//! may start it again.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use nix::sys::statfs::{FsType, TMPFS_MAGIC, statfs};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::journal::say;
use super::wire::Environment;
use crate::chain::wallet;
use crate::daemon::socket;

/// A file system in memory.
const MEMORY: &str = "/dev/shm";
/// `RAMFS_MAGIC` of `linux/magic.h`.
const RAMFS: i64 = 0x8584_58f6;

#[derive(Serialize, Deserialize)]
struct Kept {
    /// The service's folder: what is left of an installation that was removed can be told by it.
    folder: PathBuf,
    environment: Environment,
}

/// Keeps the environment of the service in `folder`. Without such memory, a service whose supervisor and shim are both
/// killed must be started by hand, as after a reboot.
pub(super) fn keep(folder: &Path, environment: &Environment) {
    let kept = store(true).and_then(|store| {
        let file = store.join(name_of(folder)?);
        let beside = file.with_extension("new");
        let kept = Kept { folder: folder.canonicalize()?, environment: kept_of(environment) };
        let _ = fs::remove_file(&beside);
        let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        new.write_all(&serde_json::to_vec(&kept)?)?;
        fs::rename(&beside, &file)
    });
    if let Err(error) = kept {
        say(folder.display(), format_args!("its environment is not kept beyond this supervisor and its shim: {error}"));
    }
}

/// What is kept of an environment: no password of a wallet where a file is named that holds it.
fn kept_of(environment: &Environment) -> Environment {
    let mut kept = environment.clone();
    let file = kept.set.get(wallet::COMMON_FILE).or_else(|| kept.variables.get(wallet::COMMON_FILE));
    if file.is_some_and(|path| !path.trim().is_empty()) {
        for variables in [&mut kept.variables, &mut kept.set] {
            variables.retain(|name, _| name != wallet::COMMON && !name.starts_with(wallet::FILE_PREFIX));
        }
    }
    kept
}

/// The environment of a service that is wanted, if it was kept.
pub(super) fn recall(folder: &Path) -> Option<Environment> {
    let file = store(false).ok()?.join(name_of(folder).ok()?);
    let kept: Kept = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
    (kept.folder == folder.canonicalize().ok()?).then_some(kept.environment)
}

/// Whether the service is wanted and its environment kept.
pub(super) fn has(folder: &Path) -> bool {
    store(false).and_then(|store| Ok(store.join(name_of(folder)?).exists())).unwrap_or(false)
}

/// The service is not wanted any more.
pub(super) fn forget(folder: &Path) {
    if let Ok(file) = store(false).and_then(|store| Ok(store.join(name_of(folder)?))) {
        let _ = fs::remove_file(file); // it may never have been there
    }
}

/// Removes what services left whose folders are gone.
pub(super) fn tidy() {
    let Ok(entries) = store(false).and_then(fs::read_dir) else { return };
    for entry in entries.flatten() {
        let kept = fs::read(entry.path()).ok().and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok());
        if kept.is_some_and(|kept| !kept.folder.exists()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The folder of this user's, if it is nobody else's and in memory.
fn store(make: bool) -> io::Result<PathBuf> {
    let kind = statfs(MEMORY)?.filesystem_type();
    if kind != TMPFS_MAGIC && kind != FsType(RAMFS) {
        return Err(io::Error::other(format!("`{MEMORY}` is not in memory")));
    }
    let folder = Path::new(MEMORY).join(format!("gascli-{}", nix::unistd::getuid()));
    if make {
        socket::private_folder(&folder).map_err(io::Error::other)?;
    }
    socket::check_own(&folder).map_err(io::Error::other)?;
    Ok(folder)
}

fn name_of(folder: &Path) -> io::Result<String> {
    // Whatever way a path leads there.
    let hash = hex::encode(Sha256::digest(folder.canonicalize()?.as_os_str().as_bytes()));
    Ok(format!("{}.json", &hash[..16]))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::os::unix::fs::MetadataExt;

    use super::*;

    #[test]
    fn no_password_is_kept_where_a_file_holds_it() {
        let all = ["BT_WALLET_PASSWORD", "BT_PW_HOT", "BT_WALLET_PASSWORD_FILE", "BT_WALLET_NAME"];
        let variables = BTreeMap::from(all.map(|name| (name.to_owned(), "x".to_owned())));
        let environment = Environment { set: variables.clone(), variables, umask: 0o027 };
        let kept = kept_of(&environment);
        for variables in [&kept.variables, &kept.set] {
            assert_eq!(variables.keys().collect::<Vec<_>>(), ["BT_WALLET_NAME", "BT_WALLET_PASSWORD_FILE"]);
        }
        for file in [None, Some(" ".to_owned())] {
            let mut environment = environment.clone();
            for variables in [&mut environment.variables, &mut environment.set] {
                variables.remove("BT_WALLET_PASSWORD_FILE");
                variables.extend(file.clone().map(|file| ("BT_WALLET_PASSWORD_FILE".to_owned(), file)));
            }
            assert!(kept_of(&environment) == environment, "no other place has the password");
        }
    }

    #[test]
    fn an_environment_is_kept_in_memory_for_its_owner_alone_until_it_is_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let variables = BTreeMap::from([("KEY".to_owned(), "sk-secret".to_owned())]);
        let environment = Environment { variables, set: BTreeMap::new(), umask: 0o027 };
        assert_eq!(recall(home.path()), None);
        keep(home.path(), &environment);
        assert!(has(home.path()));
        assert_eq!(recall(home.path()), Some(environment));
        let store = store(false).unwrap();
        let file = fs::metadata(store.join(name_of(home.path()).unwrap())).unwrap();
        assert_eq!(file.mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&store).unwrap().mode() & 0o777, 0o700);
        tidy();
        assert!(has(home.path()), "its folder is there");
        forget(home.path());
        assert!(!has(home.path()));
    }
}
