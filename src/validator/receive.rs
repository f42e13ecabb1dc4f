//! The body of a delivery on its way to the disk: hashed and written part by part, never in memory as a whole.
//!
//! What nobody expects is hashed only, since its signature must be checked before it is answered, and then forgotten.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use sha2::{Digest, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout, timeout_at};

use crate::daemon::http::BodyError;
use crate::store::{Incoming, MediaFolder, StoreError};
use crate::types::{Hotkey, TaskId};

/// What a body may take: this, and its length at a pace that every host that earns with media has.
const BODY_TIME: Duration = Duration::from_secs(30);
const BODY_BYTES_PER_SECOND: usize = 128 << 10;

/// Longest pause between two parts of a body.
const PAUSE: Duration = Duration::from_secs(15);

/// So much of a body is in memory before it is written.
const PART: usize = 256 << 10;

/// The free space is looked at anew after so many bytes.
const LOOK_EVERY: u64 = 16 << 20;

/// Bytes of unfinished deliveries on the disk, unless a single one may be longer.
const ROOM: usize = 4 << 30;

/// Deliveries that arrive at once: those that are expected, and others. At most 256 KiB of each are in memory.
const EXPECTED: usize = 128;
const UNEXPECTED: usize = 16;

/// Deliveries of one task at once.
const OF_ONE_TASK: usize = 3;

/// How long a delivery waits for its place.
const PLACE_WAIT: Duration = Duration::from_secs(30);

/// The longest time that a body of at most `max` bytes may take.
pub(super) fn longest(max: usize) -> Duration {
    BODY_TIME + Duration::from_secs((max / BODY_BYTES_PER_SECOND) as u64)
}

/// Why a body was not received.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReceiveError {
    /// The peer's fault.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// The disk has too little space left.
    #[error("only {free} bytes are free on the disk, and {floor} stay so (MIN_FREE_BYTES)")]
    DiskFull { free: u64, floor: u64 },
    /// The disk failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The daemon ends.
    #[error("the daemon ends")]
    Ending,
}

/// A body that arrived.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) sha256: [u8; 32],
    pub(super) bytes: u64,
    /// `None` if nobody expected it.
    file: Option<File>,
    /// What it takes of the room, until it has been dealt with.
    _place: Place,
}

impl Received {
    /// Its file, once.
    pub(super) fn take_file(&mut self) -> Option<Incoming> {
        self.file.take().and_then(|mut file| file.0.take())
    }
}

/// A file whose removal, should nobody take it, holds up no async thread.
#[derive(Debug)]
struct File(Option<Incoming>);

impl Drop for File {
    fn drop(&mut self) {
        if let (Some(incoming), Ok(runtime)) = (self.0.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn_blocking(move || drop(incoming));
        }
    }
}

/// Where bodies go.
#[derive(Debug, Clone)]
pub(super) struct Destination {
    pub(super) media: MediaFolder,
    /// Longest body.
    pub(super) max: usize,
    /// What is left free on the disk.
    pub(super) min_free: u64,
}

/// Receives a body of which `announced` bytes are said to come.
pub(super) async fn receive(
    mut body: Body,
    to: &Destination,
    announced: Option<usize>,
    place: Place,
) -> Result<Received, ReceiveError> {
    let deadline = Instant::now() + longest(announced.unwrap_or(to.max).min(to.max));
    if body.size_hint().lower() > to.max as u64 {
        return Err(BodyError::TooLarge { max: to.max }.into());
    }
    let mut sink = Sink::new(to.clone(), announced, place.is_expected).await?;
    let (mut parts, mut held, mut bytes) = (Vec::new(), 0, 0);
    loop {
        let until = deadline.min(Instant::now() + PAUSE);
        let frame = match timeout_at(until, body.frame()).await {
            Err(_) => return Err(BodyError::TooSlow.into()),
            Ok(None) => break,
            Ok(Some(frame)) => frame.map_err(BodyError::Broken)?,
        };
        let Ok(part) = frame.into_data() else { continue };
        bytes += part.len();
        if bytes > to.max {
            return Err(BodyError::TooLarge { max: to.max }.into());
        }
        held += part.len();
        parts.push(part);
        if held >= PART {
            sink = sink.take(std::mem::take(&mut parts)).await?;
            held = 0;
        }
    }
    sink = sink.take(parts).await?;
    Ok(Received { sha256: sink.hash.finalize().into(), bytes: bytes as u64, file: sink.file, _place: place })
}

/// What writes and hashes, on threads that may block.
struct Sink {
    file: Option<File>,
    hash: Sha256,
    to: Destination,
    /// Bytes until the free space is looked at again.
    look_in: u64,
}

impl Sink {
    async fn new(to: Destination, announced: Option<usize>, is_expected: bool) -> Result<Self, ReceiveError> {
        let made = spawn_blocking(move || {
            let mut sink = Self { file: None, hash: Sha256::new(), to, look_in: LOOK_EVERY };
            if is_expected {
                sink.look(announced.unwrap_or(0) as u64)?;
                sink.file = Some(File(Some(sink.to.media.incoming()?)));
            }
            Ok(sink)
        });
        made.await.map_err(|_| ReceiveError::Ending)?
    }

    /// Whether the disk has space for `more` bytes.
    fn look(&mut self, more: u64) -> Result<(), ReceiveError> {
        let (free, floor) = (self.to.media.free_bytes()?, self.to.min_free);
        self.look_in = LOOK_EVERY;
        if free.saturating_sub(more) < floor { Err(ReceiveError::DiskFull { free, floor }) } else { Ok(()) }
    }

    async fn take(self, parts: Vec<Bytes>) -> Result<Self, ReceiveError> {
        let mut this = self;
        let taken = spawn_blocking(move || {
            let mut length = 0;
            for part in &parts {
                this.hash.update(part);
                length += part.len() as u64;
            }
            if let Some(incoming) = this.file.as_mut().and_then(|file| file.0.as_mut()) {
                incoming.append(&parts)?;
                this.look_in = this.look_in.saturating_sub(length);
                if this.look_in == 0 {
                    this.look(0)?;
                }
            }
            Ok(this)
        });
        taken.await.map_err(|_| ReceiveError::Ending)?
    }
}

/// Places for deliveries that arrive. Those that are not expected have their own: nobody without an open challenge can
/// take those of the others; and nobody with one can take more than a few.
#[derive(Debug)]
pub(super) struct Places {
    expected: Arc<Semaphore>,
    unexpected: Arc<Semaphore>,
    /// KiB on the disk.
    room: Arc<Semaphore>,
    by_task: Arc<Mutex<HashMap<Whose, usize>>>,
}

/// What the deliveries of which at most [`OF_ONE_TASK`] arrive at once have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    /// A task whose challenge is open.
    Task(TaskId),
    /// A miner that is being challenged, and a task that is not known yet.
    Signer(Hotkey),
}

/// A place among those that arrive, until dropped.
#[derive(Debug)]
pub(super) struct Place {
    is_expected: bool,
    _seat: OwnedSemaphorePermit,
    _room: Option<OwnedSemaphorePermit>,
    _turn: Option<Turn>,
}

#[derive(Debug)]
struct Turn {
    by_task: Arc<Mutex<HashMap<Whose, usize>>>,
    whose: Whose,
}

impl Places {
    /// For bodies of at most `longest` bytes.
    pub(super) fn new(longest: usize) -> Self {
        let seats = |count| Arc::new(Semaphore::new(count));
        let room = usize::try_from(kib(ROOM.max(longest))).unwrap_or(usize::MAX);
        Self { expected: seats(EXPECTED), unexpected: seats(UNEXPECTED), room: seats(room), by_task: Arc::default() }
    }

    /// A place for a body of at most `bytes` bytes; `whose` says by whom it is expected. `None` if there is none in time.
    pub(super) async fn take(&self, whose: Option<Whose>, bytes: usize) -> Option<Place> {
        let (turn, seats) = match whose {
            Some(whose) => (Some(self.turn(whose)?), &self.expected),
            None => (None, &self.unexpected),
        };
        let taking = async {
            let seat = Arc::clone(seats).acquire_owned().await.ok()?;
            let room = match &turn {
                Some(_) => Some(Arc::clone(&self.room).acquire_many_owned(kib(bytes)).await.ok()?),
                None => None,
            };
            Some((seat, room))
        };
        let (seat, room) = timeout(PLACE_WAIT, taking).await.ok()??;
        Some(Place { is_expected: turn.is_some(), _seat: seat, _room: room, _turn: turn })
    }

    fn turn(&self, whose: Whose) -> Option<Turn> {
        let mut turns = self.by_task.lock().unwrap_or_else(PoisonError::into_inner);
        let count = turns.entry(whose).or_insert(0);
        if *count >= OF_ONE_TASK {
            return None;
        }
        *count += 1;
        Some(Turn { by_task: Arc::clone(&self.by_task), whose })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut turns = self.by_task.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = turns.get_mut(&self.whose) {
            *count -= 1;
            if *count == 0 {
                turns.remove(&self.whose);
            }
        }
    }
}

fn kib(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn those_whom_nobody_expects_do_not_take_the_places_of_the_others_nor_one_task_all() {
        let places = Places::new(1 << 20);
        let mut held = Vec::new();
        for _ in 0..UNEXPECTED {
            held.push(places.take(None, 1 << 20).await.unwrap());
        }
        assert!(places.take(None, 1).await.is_none());
        let (one, two) = (Whose::Task(TaskId::random()), Whose::Task(TaskId::random()));
        let mut of_one = Vec::new();
        for _ in 0..OF_ONE_TASK {
            of_one.push(places.take(Some(one), 1 << 20).await.unwrap());
        }
        assert!(places.take(Some(one), 1 << 20).await.is_none());
        assert!(places.take(Some(two), 1 << 20).await.is_some());
        of_one.pop();
        assert!(places.take(Some(one), 1 << 20).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_pauses_too_long_is_given_up_and_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let store = crate::store::Store::open(home.path(), crate::types::UnixMillis(0)).unwrap();
        let to = Destination { media: store.media().clone(), max: 1 << 20, min_free: 0 };
        let place = Places::new(1 << 20).take(Some(Whose::Task(TaskId::random())), 1 << 20).await.unwrap();
        let begun = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"begun"))]);
        let body = Body::from_stream(futures_util::StreamExt::chain(begun, futures_util::stream::pending()));
        let error = receive(body, &to, None, place).await.unwrap_err();
        assert!(matches!(error, ReceiveError::Body(BodyError::TooSlow)), "{error}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_bytes_that_wait_on_the_disk_have_a_bound() {
        let places = Places::new(1 << 20);
        let whole = places.take(Some(Whose::Task(TaskId::random())), ROOM).await.unwrap();
        assert!(places.take(Some(Whose::Task(TaskId::random())), 1).await.is_none());
        drop(whole);
        assert!(places.take(Some(Whose::Task(TaskId::random())), 1).await.is_some());
    }
}
