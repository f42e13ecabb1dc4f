//! Empties the log of a service, be it running or not.

use std::io::{self, BufRead, BufReader, Write};
use std::time::Duration;

use super::logs::{LogError, LogWriter, disk_use};
use super::record::{self, Folder, RecordError};
use super::spec::ServiceSpec;
use super::wire::{FromShim, ToShim, decode, encode};
use crate::daemon::socket::{self, SocketError};
use crate::types::{Code, Hint, Paths, ServiceName};

/// How long a shim may take to answer: it may wait for a busy disk.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a log was not emptied.
#[derive(Debug, thiserror::Error)]
pub enum ClearError {
    /// Its files cannot be used.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The service's files cannot be used.
    #[error("cannot use the files of `{name}`")]
    Files {
        /// Which service.
        name: ServiceName,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The shim that writes it cannot be reached.
    #[error(transparent)]
    Socket(#[from] SocketError),
    /// The shim has tried and failed.
    #[error("the log of `{name}` was not emptied: {reason}")]
    Refused {
        /// Which service.
        name: ServiceName,
        /// Why.
        reason: String,
    },
    /// The shim is of a version that knows no such request, or has just gone.
    #[error("the shim of `{0}` does not answer")]
    Silent(ServiceName),
}

impl Hint for ClearError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Log(error) => error.hint(),
            Self::Socket(error) => error.hint(),
            Self::Silent(name) => Some(format!("if it was started by an earlier version: `gascli restart {name}`")),
            Self::Files { .. } | Self::Refused { .. } => None,
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Log(_) | Self::Files { .. } => None,
            Self::Socket(error) => error.code(),
            Self::Silent(_) => Some(Code::SupervisorUnreachable),
            Self::Refused { .. } => Some(Code::Refused),
        }
    }
}

/// Deletes what a service has written so far; how many bytes of the disk that was. The service goes on, and so do readers.
pub fn clear_log(paths: &Paths, name: &ServiceName) -> Result<u64, ClearError> {
    let (folder, log) = (Folder::new(paths.service(name)), paths.logs(name));
    let files = |source: RecordError| ClearError::Files { name: name.clone(), source: source.into() };
    let before = disk_use(&log);
    let lock = if folder.path().is_dir() { record::try_lock(&folder.lock()).map_err(files)? } else { None };
    if lock.is_some() || !folder.path().is_dir() {
        // Nobody writes to it; with the lock, nobody begins to.
        let spec: Option<ServiceSpec> = record::read(&folder.spec()).map_err(files)?;
        LogWriter::open(&log, &spec.map(|spec| spec.logs).unwrap_or_default())?.clear()?;
    } else {
        ask_shim(&folder, name)?;
    }
    Ok(before.saturating_sub(disk_use(&log)))
}

fn ask_shim(folder: &Folder, name: &ServiceName) -> Result<(), ClearError> {
    let silent = |_: io::Error| ClearError::Silent(name.clone());
    let mut stream = socket::connect(&folder.shim_socket(), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(silent)?;
    encode(ToShim::ClearLog).and_then(|line| stream.write_all(&line)).map_err(silent)?;
    for line in BufReader::new(stream).split(b'\n') {
        match decode(&line.map_err(silent)?) {
            Ok(FromShim::LogCleared { problem: None }) => return Ok(()),
            Ok(FromShim::LogCleared { problem: Some(reason) }) => {
                return Err(ClearError::Refused { name: name.clone(), reason });
            }
            // What it tells of its state is not for us.
            Ok(_) | Err(_) => {}
        }
    }
    Err(ClearError::Silent(name.clone()))
}
