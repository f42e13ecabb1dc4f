//! Lock files: what may exist once only holds one for as long as it lives.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};

/// A lock that is held. It is given back when it is dropped, or when the process ends, however it ends.
pub(crate) type Lock = Flock<File>;

/// Takes the lock at `path`, making the file if need be; `None` if another process holds it.
pub(crate) fn take(path: &Path) -> io::Result<Option<Lock>> {
    retake(OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path)?)
}

/// Takes the lock of an open file. A process that has inherited a lock's file has the lock already.
pub(crate) fn retake(file: File) -> io::Result<Option<Lock>> {
    match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
        Ok(lock) => Ok(Some(lock)),
        Err((_, Errno::EWOULDBLOCK)) => Ok(None),
        Err((_, error)) => Err(error.into()),
    }
}
