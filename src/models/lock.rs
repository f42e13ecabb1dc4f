//! One at a time changes the models' folder.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::Duration;

use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use tokio_util::sync::CancellationToken;

use super::{ModelError, Progress};

/// How often a lock that another process holds is asked for.
const AGAIN: Duration = Duration::from_millis(100);

/// Waits for the lock of the models' folder, which is made if need be. It is given back when dropped.
pub(super) fn take(
    models: &Path,
    stop: &CancellationToken,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Flock<File>, ModelError> {
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(models);
    made.map_err(|source| ModelError::write(models, source))?;
    let path = models.join(".lock");
    let failed = |source| ModelError::write(&path, source);
    let open = || OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
    let mut file = open().map_err(failed)?;
    let mut is_told = false;
    loop {
        file = match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
            Ok(lock) => return Ok(lock),
            Err((file, Errno::EWOULDBLOCK)) => file,
            Err((_, error)) => return Err(failed(error.into())),
        };
        if stop.is_cancelled() {
            return Err(ModelError::Stopped);
        }
        if !is_told {
            progress(Progress::Waiting);
            is_told = true;
        }
        std::thread::sleep(AGAIN);
    }
}
