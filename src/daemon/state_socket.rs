//! The socket on which a daemon tells how it is: whoever connects gets one JSON document and the end of the stream.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::protocol::daemon_state::DaemonState;
use crate::types::{Code, Hint};

use super::socket::{self, SocketError};

/// Readers served at once; the next one waits in the system's queue.
const READERS: usize = 16;

/// How long a reader may take.
const WRITE_LIMIT: Duration = Duration::from_secs(1);

/// The longest document that a client takes.
const LONGEST: u64 = 4 << 20;

/// Why a daemon's state cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Nobody listens.
    #[error("no daemon answers on `{}`", .0.display())]
    NotRunning(PathBuf),
    /// The socket cannot be used.
    #[error(transparent)]
    Socket(#[from] SocketError),
    /// The daemon did not tell everything in time.
    #[error("the daemon on `{}` did not tell its state within {limit:?}", path.display())]
    TimedOut {
        /// Which socket.
        path: PathBuf,
        /// The limit.
        limit: Duration,
    },
    /// The daemon broke off.
    #[error("cannot read the daemon's state from `{}`", path.display())]
    Io {
        /// Which socket.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// What it told is no state.
    #[error("what answers on `{}` tells no state of this schema", path.display())]
    Malformed {
        /// Which socket.
        path: PathBuf,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// Longer than any state is.
    #[error("what answers on `{}` tells more than {LONGEST} bytes", .0.display())]
    TooLong(PathBuf),
}

impl Hint for StateError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NotRunning(_) => Some("`gascli ps` shows which services run".into()),
            Self::Socket(error) => error.hint(),
            Self::TimedOut { .. } | Self::Io { .. } => Some("`gascli logs NAME` shows what the daemon does".into()),
            Self::Malformed { .. } | Self::TooLong(_) => {
                Some("another version may be running: restart the service".into())
            }
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Socket(error) => error.code(),
            _ => Some(Code::DaemonUnreachable),
        }
    }
}

/// A socket on which nobody is answered yet.
#[derive(Debug)]
pub struct Bound {
    path: PathBuf,
    listener: UnixListener,
}

/// Makes the socket; whoever connects from now on waits for [`Bound::serve`]. For daemons that say when they are ready.
pub fn bind(path: PathBuf) -> Result<Bound, SocketError> {
    let fault = |source| SocketError::Io { path: path.clone(), source };
    let listener = socket::listen(&path)?;
    listener.set_nonblocking(true).map_err(fault)?;
    let listener = UnixListener::from_std(listener).map_err(fault)?;
    Ok(Bound { path, listener })
}

impl Bound {
    /// Serves `state()` until `stop`, then removes the socket.
    ///
    /// `state` is called on an async thread for each reader, so it must not block.
    pub async fn serve(self, state: impl Fn() -> DaemonState + Send + Sync + 'static, stop: CancellationToken) {
        let Self { path, listener } = self;
        answer(&listener, Arc::new(state), &stop, &path).await;
    }
}

async fn answer(
    listener: &UnixListener,
    state: Arc<impl Fn() -> DaemonState + Send + Sync + 'static>,
    stop: &CancellationToken,
    path: &Path,
) {
    let mut readers = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = readers.join_next() => {}
            accepted = listener.accept(), if readers.len() < READERS => match accepted {
                Ok((stream, _)) => {
                    let state = Arc::clone(&state);
                    readers.spawn(async move { tell(stream, &state()).await });
                }
                Err(error) => {
                    tracing::warn!(%error, "state socket: cannot accept");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
    // Removed before the last readers end, so that a successor finds the place free.
    if let Ok(place) = socket::effective(path) {
        let _ = std::fs::remove_file(place);
    }
    while readers.join_next().await.is_some() {}
}

async fn tell(mut stream: UnixStream, state: &DaemonState) {
    let mut document = serde_json::to_vec(state).expect("a state has text keys only");
    document.push(b'\n');
    let write = async {
        stream.write_all(&document).await?;
        stream.shutdown().await
    };
    match tokio::time::timeout(WRITE_LIMIT, write).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "state socket: the reader has gone"),
        Err(_) => tracing::debug!("state socket: the reader is too slow"),
    }
}

/// Asks the daemon at `path` how it is, within `limit`.
pub fn read(path: &Path, limit: Duration) -> Result<DaemonState, StateError> {
    let fault = |source| StateError::Io { path: path.to_owned(), source };
    let deadline = Instant::now() + limit;
    let mut stream = match socket::connect(path, limit) {
        Err(SocketError::Io { source, .. })
            if matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) =>
        {
            return Err(StateError::NotRunning(path.to_owned()));
        }
        other => other?,
    };
    let mut document = Vec::new();
    let mut part = [0; 16 << 10];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(StateError::TimedOut { path: path.to_owned(), limit });
        }
        stream.set_read_timeout(Some(left)).map_err(fault)?;
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(count) => document.extend_from_slice(&part[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Err(StateError::TimedOut { path: path.to_owned(), limit });
            }
            Err(error) => return Err(fault(error)),
        }
        if document.len() as u64 > LONGEST {
            return Err(StateError::TooLong(path.to_owned()));
        }
    }
    serde_json::from_slice(&document).map_err(|source| StateError::Malformed { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::daemon_state::{Health, NodeState, SCHEMA};
    use crate::types::{Hotkey, Netuid, UnixMillis};

    fn state() -> DaemonState {
        DaemonState {
            schema: SCHEMA.into(),
            daemon: "generator".into(),
            version: "0".into(),
            pid: 1,
            started_at_ms: UnixMillis(5),
            health: Health::Healthy,
            node: NodeState {
                chain_endpoint: "local:/x".into(),
                netuid: Netuid(34),
                hotkey: Hotkey::from_bytes([1; 32]),
                uid: None,
                block: None,
                block_seen_at_ms: None,
                listening: None,
                connection: None,
                seat: None,
            },
            tasks: None,
            challenges: None,
            services: Vec::new(),
            models: Vec::new(),
            alignment: None,
            spend: None,
            webhooks: Vec::new(),
            data: None,
            generation: None,
            hours: Vec::new(),
            recent_tasks: Vec::new(),
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_connects_reads_the_state_and_a_stopped_daemon_leaves_no_socket() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("d/x.sock");
        let stop = CancellationToken::new();
        let serving = tokio::spawn(bind(path.clone()).unwrap().serve(state, stop.clone()));
        let asked = path.clone();
        let found = tokio::task::spawn_blocking(move || {
            let deadline = Instant::now() + Duration::from_secs(10);
            loop {
                match read(&asked, Duration::from_secs(5)) {
                    Err(StateError::NotRunning(_)) if Instant::now() < deadline => std::thread::yield_now(),
                    other => return other,
                }
            }
        });
        assert_eq!(found.await.unwrap().unwrap(), state());
        stop.cancel();
        serving.await.unwrap();
        assert!(!path.exists());
        assert!(matches!(read(&path, Duration::from_secs(1)), Err(StateError::NotRunning(_))));
    }

    #[test]
    fn a_daemon_that_says_nothing_or_nonsense_is_told_apart() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("x.sock");
        let listener = socket::listen(&path).unwrap();
        let silent = read(&path, Duration::from_millis(50));
        assert!(matches!(silent, Err(StateError::TimedOut { .. })), "{silent:?}");
        let answering = std::thread::spawn(move || {
            let _unread = listener.accept().unwrap();
            let (mut stream, _) = listener.accept().unwrap();
            std::io::Write::write_all(&mut stream, b"hello").unwrap();
        });
        let nonsense = read(&path, Duration::from_secs(5));
        assert!(matches!(nonsense, Err(StateError::Malformed { .. })), "{nonsense:?}");
        answering.join().unwrap();
    }
}
