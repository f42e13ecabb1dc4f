//! The supervisor as a process. It is known by more than its pid, so that one that hangs can be ended and nobody else.

use std::time::Duration;

use nix::sys::signal::Signal;
use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};

use super::proc::{self, Identity, NotSent};
use super::record;
use super::wire::is_ours;
use crate::daemon::socket;
use crate::types::Paths;

/// How long the system may take to connect.
const PATIENCE: Duration = Duration::from_secs(1);

/// The process of a supervisor, until the end of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupervisorProcess(Identity);

/// Why a supervisor that hangs was not ended.
#[derive(Debug, thiserror::Error)]
pub enum NotEnded {
    /// Nobody listens, and the one that was known has gone.
    #[error("no process of it is known")]
    Unknown,
    /// It got no signal.
    #[error("pid {pid} got no signal: {why}")]
    NotSent {
        /// Which process.
        pid: u32,
        /// Why.
        why: String,
    },
    /// It has not gone.
    #[error("pid {0} was killed, and its lock is held still")]
    Holds(u32),
}

impl SupervisorProcess {
    /// Who listens for this installation, whether or not it answers.
    pub fn find(paths: &Paths) -> Option<Self> {
        let stream = socket::connect(&paths.supervisor_socket(), PATIENCE).ok().filter(is_ours)?;
        let peer = getsockopt(&stream, PeerCredentials).ok()?;
        Identity::of(u32::try_from(peer.pid()).ok()?).map(Self)
    }

    /// Ends a supervisor that hangs; services live on. `known` is the one that ran when all was well: an upgrade leaves its
    /// pid and start time as they are, whatever it has become. Another one must bear a supervisor's name.
    pub fn end_hung(paths: &Paths, known: Option<&Self>) -> Result<u32, NotEnded> {
        let known = known.filter(|process| process.0.exists());
        let listens = Self::find(paths).filter(|found| Some(found) == known || proc::is_keeper(found.0.pid));
        let Self(meant) = listens.as_ref().or(known).ok_or(NotEnded::Unknown)?;
        let pid = meant.pid;
        match proc::signal_pinned(pid, Signal::SIGKILL, || meant.exists()) {
            Ok(()) | Err(NotSent::Gone | NotSent::Another) => {} // its pid is another's by now: it has gone
            Err(NotSent::Refused(why)) => return Err(NotEnded::NotSent { pid, why }),
        }
        match record::wait_for_lock(&paths.supervisor_lock()) {
            Ok(None) => Err(NotEnded::Holds(pid)),
            _ => Ok(pid),
        }
    }
}
