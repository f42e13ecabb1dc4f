//! Unix sockets that only their owner can reach: folders 0700, sockets 0600, paths of any length.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::types::{Code, Hint, path_word};

/// What fits into `sockaddr_un`, less the closing zero.
const LONGEST: usize = 107;
/// Where stand-ins for longer paths are. Not `TMPDIR`: who connects may have another than who listens.
const STAND_INS: &str = "/tmp";

/// Why a socket cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SocketError {
    /// Somebody listens there already.
    #[error("socket `{}` is in use by another process", .0.display())]
    InUse(PathBuf),
    /// The stand-in folder for long paths belongs to somebody else.
    #[error("folder `{}` is not this user's own, or others may enter it", .0.display())]
    NotOurs(PathBuf),
    /// A folder for sockets belongs to somebody else.
    #[error("`{}` belongs to user {owner}, not to you", path.display())]
    Foreign {
        /// Which.
        path: PathBuf,
        /// Whose it is.
        owner: u32,
    },
    /// Others could put a socket of theirs into a folder.
    #[error("others may write to `{}` (mode {mode:o})", path.display())]
    Writable {
        /// Which.
        path: PathBuf,
        /// What they may.
        mode: u32,
    },
    /// The system refused.
    #[error("cannot use socket `{}`", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Hint for SocketError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::InUse(_) => Some("`gascli ps` lists what runs".into()),
            Self::NotOurs(path) => {
                Some(format!("remove it (`rm -r {}`), or set GASCLI_HOME to a shorter path", path.display()))
            }
            Self::Foreign { .. } => Some("run as that user, or set GASCLI_HOME to a folder of your own".into()),
            Self::Writable { path, .. } => {
                Some(format!("look through it for what is not yours, then `chmod 700 {}`", path_word(path)))
            }
            Self::Io { .. } => Some("check that the state folder is writable and its disk not full".into()),
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::InUse(_) => Some(Code::InUse),
            Self::Io { .. } => None,
            _ => Some(Code::PermissionDenied),
        }
    }
}

/// The path to use for a socket that belongs at `path`: itself, or, if it is too long for the system, a short one in a
/// 0700 folder of this user's below `/tmp`. The same `path` always gives the same answer.
pub fn effective(path: &Path) -> Result<PathBuf, SocketError> {
    if path.as_os_str().as_bytes().len() <= LONGEST {
        return Ok(path.to_owned());
    }
    let uid = nix::unistd::getuid();
    let folder = Path::new(STAND_INS).join(format!("gascli-{uid}"));
    private_folder(&folder)?;
    check_own(&folder)?;
    // A hash that the next version of this program computes alike, so that it finds the sockets of this one.
    let hash = hex::encode(Sha256::digest(path.as_os_str().as_bytes()));
    Ok(folder.join(format!("{}.sock", &hash[..16])))
}

/// Creates a folder, and those above it, for its owner alone.
pub fn private_folder(folder: &Path) -> Result<(), SocketError> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|source| SocketError::Io { path: folder.to_owned(), source })
}

/// [`private_folder`] that is truly private: one of another user, or that others may write to, is refused; one that
/// others may only look into is closed to them.
pub fn own_folder(folder: &Path) -> Result<(), SocketError> {
    private_folder(folder)?;
    let fault = |source| SocketError::Io { path: folder.to_owned(), source };
    let facts = std::fs::metadata(folder).map_err(fault)?;
    let (mode, owner) = (facts.mode() & 0o777, facts.uid());
    if owner != nix::unistd::getuid().as_raw() {
        return Err(SocketError::Foreign { path: folder.to_owned(), owner });
    }
    if mode & 0o022 != 0 {
        return Err(SocketError::Writable { path: folder.to_owned(), mode });
    }
    if mode & 0o077 != 0 {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(fault)?;
    }
    Ok(())
}

/// Refuses what is not a folder of this user's that nobody else may enter.
pub(crate) fn check_own(folder: &Path) -> Result<(), SocketError> {
    let facts =
        std::fs::symlink_metadata(folder).map_err(|source| SocketError::Io { path: folder.to_owned(), source })?;
    if !facts.is_dir() || facts.uid() != nix::unistd::getuid().as_raw() || facts.mode() & 0o077 != 0 {
        return Err(SocketError::NotOurs(folder.to_owned()));
    }
    Ok(())
}

/// Listens at `path` for its owner alone. A socket that nobody answers on is replaced; whoever calls holds the lock
/// that makes sure of being alone.
pub fn listen(path: &Path) -> Result<UnixListener, SocketError> {
    let path = effective(path)?;
    if let Some(folder) = path.parent() {
        private_folder(folder)?;
    }
    let fault = |source| SocketError::Io { path: path.clone(), source };
    match std::fs::symlink_metadata(&path) {
        Ok(facts) if facts.file_type().is_socket() => {
            if UnixStream::connect(&path).is_ok() {
                return Err(SocketError::InUse(path));
            }
            std::fs::remove_file(&path).map_err(fault)?;
        }
        Ok(_) => return Err(fault(io::ErrorKind::AlreadyExists.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(fault(error)),
    }
    // Nobody can connect between the two calls: the folder is 0700.
    let listener = UnixListener::bind(&path).map_err(fault)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(fault)?;
    Ok(listener)
}

/// Connects, with `limit` for each later read and write.
pub fn connect(path: &Path, limit: Duration) -> Result<UnixStream, SocketError> {
    let path = effective(path)?;
    let stream = UnixStream::connect(&path).and_then(|stream| {
        stream.set_read_timeout(Some(limit))?;
        stream.set_write_timeout(Some(limit))?;
        Ok(stream)
    });
    stream.map_err(|source| SocketError::Io { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_any_length_can_be_listened_on_by_its_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        for path in [home.path().join("a/b.sock"), home.path().join("x".repeat(150)).join("b.sock")] {
            let _listener = listen(&path).unwrap();
            let found = effective(&path).unwrap();
            assert_eq!(std::fs::metadata(&found).unwrap().mode() & 0o777, 0o600);
            assert_eq!(std::fs::metadata(found.parent().unwrap()).unwrap().mode() & 0o077, 0);
            assert!(connect(&path, Duration::from_secs(1)).is_ok());
            assert!(matches!(listen(&path), Err(SocketError::InUse(_))));
        }
    }

    #[test]
    fn a_folder_that_others_may_write_to_is_refused_and_one_that_they_may_enter_is_closed() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state");
        let set = |mode| std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).unwrap();
        own_folder(&folder).unwrap();
        for mode in [0o777, 0o770, 0o702] {
            set(mode);
            let error = own_folder(&folder).unwrap_err();
            assert!(matches!(error, SocketError::Writable { .. }), "{mode:o}");
            assert!(error.hint().unwrap().contains("chmod 700"));
        }
        set(0o755);
        own_folder(&folder).unwrap();
        assert_eq!(std::fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_socket_left_by_a_dead_process_is_replaced_and_another_file_is_not() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("s.sock");
        drop(listen(&path).unwrap());
        assert!(path.exists());
        listen(&path).unwrap();
        let file = home.path().join("precious");
        std::fs::write(&file, "x").unwrap();
        assert!(listen(&file).is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "x");
    }
}
