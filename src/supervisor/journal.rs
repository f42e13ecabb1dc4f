//! What supervisor and shims say about themselves: a line each in `supervisor.log`. It is the stderr of a supervisor;
//! shims open it when they have something to say, and have a descriptor less.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::types::UnixMillis;
pub(crate) use crate::types::with_causes;

static FILE: OnceLock<PathBuf> = OnceLock::new();

/// From now on, this process says everything in this file instead of on its stderr.
pub(crate) fn write_to(file: PathBuf) {
    let _ = FILE.set(file); // a second call would name the same
}

/// Writes a line. Nobody is left to be told if that fails.
pub(crate) fn say(about: impl std::fmt::Display, text: impl std::fmt::Display) {
    let line = format!("{} {about}[{}]: {text}\n", UnixMillis::now(), std::process::id());
    if let Some(path) = FILE.get() {
        let file = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
        let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
    } else {
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }
}
