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

/// What a body may take at any moment: this, and what has come of it at a pace that every host that earns with media has.
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

/// Those of one miner, likewise; and those of all together that say of no task who may deliver it.
const SHARE: usize = ROOM / 8;

/// Deliveries that arrive at once: those that are expected, and others. At most 256 KiB of each are in memory.
const EXPECTED: usize = 128;
const UNEXPECTED: usize = 16;

/// Deliveries of one task at once; and in the name of one miner for a task that is not known yet, since anybody can use it.
const OF_ONE_TASK: usize = 3;
const OF_NO_TASK: usize = 1;

/// How long a delivery waits for its place.
const PLACE_WAIT: Duration = Duration::from_secs(30);

/// The longest time that a body may take of which `max` bytes come.
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
    let begun = Instant::now();
    if body.size_hint().lower() > to.max as u64 {
        return Err(BodyError::TooLarge { max: to.max }.into());
    }
    let mut sink = Sink::new(to.clone(), announced, place.is_expected).await?;
    let (mut parts, mut held, mut bytes) = (Vec::new(), 0, 0);
    loop {
        // By what has come, not by what was announced: who sends next to nothing keeps its place for a moment only.
        let until = (begun + longest(bytes)).min(Instant::now() + PAUSE);
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
/// take those of the others; and nobody with some can take more than a share.
#[derive(Debug)]
pub(super) struct Places {
    expected: Arc<Semaphore>,
    unexpected: Arc<Semaphore>,
    /// KiB on the disk.
    room: Arc<Semaphore>,
    /// How much of it is a share.
    share: usize,
    taken: Arc<Mutex<Taken>>,
}

/// Who has taken what; only who has taken anything is in it.
#[derive(Debug, Default)]
struct Taken {
    turns: HashMap<Whose, usize>,
    /// What is left of each share, and for how many turns. That of nobody is of those whose task is not known.
    shares: HashMap<Option<Hotkey>, (Arc<Semaphore>, usize)>,
}

/// What the deliveries of which only a few arrive at once have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    /// A task whose challenge is open, and the miner that was challenged.
    Task(TaskId, Hotkey),
    /// A miner that is being challenged, and a task that is not known yet.
    Signer(Hotkey),
}

impl Whose {
    const fn most(self) -> usize {
        match self {
            Self::Task(..) => OF_ONE_TASK,
            Self::Signer(_) => OF_NO_TASK,
        }
    }

    /// Whose share of the room it takes.
    const fn share(self) -> Option<Hotkey> {
        match self {
            Self::Task(_, miner) => Some(miner),
            Self::Signer(_) => None,
        }
    }
}

/// A place among those that arrive, until dropped.
#[derive(Debug)]
pub(super) struct Place {
    is_expected: bool,
    _seat: OwnedSemaphorePermit,
    _room: Option<[OwnedSemaphorePermit; 2]>,
    _turn: Option<Turn>,
}

#[derive(Debug)]
struct Turn {
    taken: Arc<Mutex<Taken>>,
    whose: Whose,
}

impl Places {
    /// For bodies of at most `longest` bytes.
    pub(super) fn new(longest: usize) -> Self {
        let seats = |count| Arc::new(Semaphore::new(count));
        let room = |bytes: usize| usize::try_from(kib(bytes.max(longest))).unwrap_or(usize::MAX);
        Self {
            expected: seats(EXPECTED),
            unexpected: seats(UNEXPECTED),
            room: seats(room(ROOM)),
            share: room(SHARE),
            taken: Arc::default(),
        }
    }

    /// A place for a body of at most `bytes` bytes; `whose` says by whom it is expected. `None` if there is none in time.
    pub(super) async fn take(&self, whose: Option<Whose>, bytes: usize) -> Option<Place> {
        let Some(whose) = whose else {
            let seat = timeout(PLACE_WAIT, Arc::clone(&self.unexpected).acquire_owned()).await.ok()?.ok()?;
            return Some(Place { is_expected: false, _seat: seat, _room: None, _turn: None });
        };
        let (turn, share) = self.turn(whose)?;
        let taking = async {
            // The share first: who has used up its own keeps nobody waiting but itself.
            let share = share.acquire_many_owned(kib(bytes)).await.ok()?;
            let seat = Arc::clone(&self.expected).acquire_owned().await.ok()?;
            let room = Arc::clone(&self.room).acquire_many_owned(kib(bytes)).await.ok()?;
            Some((seat, [share, room]))
        };
        let (seat, room) = timeout(PLACE_WAIT, taking).await.ok()??;
        Some(Place { is_expected: true, _seat: seat, _room: Some(room), _turn: Some(turn) })
    }

    /// A turn, and the share of the room that it takes from.
    fn turn(&self, whose: Whose) -> Option<(Turn, Arc<Semaphore>)> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.turns.get(&whose).copied().unwrap_or(0);
        if count >= whose.most() {
            return None;
        }
        taken.turns.insert(whose, count + 1);
        let new = || (Arc::new(Semaphore::new(self.share)), 0);
        let (share, turns) = taken.shares.entry(whose.share()).or_insert_with(new);
        *turns += 1;
        Some((Turn { taken: Arc::clone(&self.taken), whose }, Arc::clone(share)))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.turns.get_mut(&self.whose) {
            *count -= 1;
            if *count == 0 {
                taken.turns.remove(&self.whose);
            }
        }
        if let Some((_, turns)) = taken.shares.get_mut(&self.whose.share()) {
            *turns -= 1;
            if *turns == 0 {
                taken.shares.remove(&self.whose.share());
            }
        }
    }
}

fn kib(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;
    use futures_util::stream;

    use super::*;

    const MINER: Hotkey = Hotkey::from_bytes([1; 32]);

    fn task_of(miner: Hotkey) -> Whose {
        Whose::Task(TaskId::random(), miner)
    }

    /// How receiving a body ends, and after how long.
    async fn received(body: Body) -> (Result<Received, ReceiveError>, Duration) {
        let home = tempfile::tempdir().unwrap();
        let store = crate::store::Store::open(home.path(), crate::types::UnixMillis(0)).unwrap();
        let to = Destination { media: store.media().clone(), max: 256 << 20, min_free: 0 };
        let place = Places::new(to.max).take(Some(task_of(MINER)), to.max).await.unwrap();
        let begun = Instant::now();
        let ended = receive(body, &to, Some(to.max), place).await;
        (ended, begun.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn those_whom_nobody_expects_do_not_take_the_places_of_the_others_nor_one_task_all() {
        let places = Places::new(1 << 20);
        let mut held = Vec::new();
        for _ in 0..UNEXPECTED {
            held.push(places.take(None, 1 << 20).await.unwrap());
        }
        assert!(places.take(None, 1).await.is_none());
        let (one, two) = (Some(task_of(MINER)), Some(task_of(MINER)));
        let mut of_one = Vec::new();
        for _ in 0..OF_ONE_TASK {
            of_one.push(places.take(one, 1 << 20).await.unwrap());
        }
        assert!(places.take(one, 1 << 20).await.is_none());
        assert!(places.take(two, 1 << 20).await.is_some());
        of_one.pop();
        assert!(places.take(one, 1 << 20).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_pauses_too_long_is_given_up() {
        let begun = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"begun"))]);
        let (ended, after) = received(Body::from_stream(begun.chain(stream::pending()))).await;
        let error = ended.unwrap_err();
        assert!(matches!(error, ReceiveError::Body(BodyError::TooSlow)), "{error}");
        assert!(after <= PAUSE * 2, "{after:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_trickles_is_given_up_however_much_it_announces() {
        let trickle = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(10)).await;
            Some((Ok::<_, std::io::Error>(Bytes::from_static(b"x")), ()))
        });
        let (ended, after) = received(Body::from_stream(trickle)).await;
        let error = ended.unwrap_err();
        assert!(matches!(error, ReceiveError::Body(BodyError::TooSlow)), "{error}");
        assert!(after <= BODY_TIME + PAUSE, "{after:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_keeps_the_pace_may_take_its_time() {
        let steady = stream::unfold(0, |parts| async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            (parts < 90).then(|| (Ok::<_, std::io::Error>(Bytes::from(vec![0; BODY_BYTES_PER_SECOND])), parts + 1))
        });
        let (ended, after) = received(Body::from_stream(steady)).await;
        assert_eq!(ended.unwrap().bytes, 90 * BODY_BYTES_PER_SECOND as u64);
        assert!(after > BODY_TIME * 2, "{after:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_bytes_that_wait_on_the_disk_have_a_bound() {
        let places = Places::new(1 << 20);
        let mut held = Vec::new();
        for miner in 0..8 {
            held.push(places.take(Some(task_of(Hotkey::from_bytes([miner; 32]))), SHARE).await.unwrap());
        }
        let late = Some(task_of(Hotkey::from_bytes([9; 32])));
        assert!(places.take(late, 1).await.is_none());
        held.pop();
        assert!(places.take(late, 1).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn who_fills_its_share_of_the_room_keeps_nobody_else_out() {
        let places = Places::new(256 << 20);
        let mut held = Vec::new();
        while let Some(place) = places.take(Some(task_of(MINER)), 256 << 20).await {
            held.push(place);
        }
        assert_eq!(held.len(), 2, "tasks do not add to the share");
        let begun = Instant::now();
        assert!(places.take(Some(task_of(Hotkey::from_bytes([2; 32]))), 256 << 20).await.is_some());
        assert_eq!(begun.elapsed(), Duration::ZERO);
        held.pop();
        assert!(places.take(Some(task_of(MINER)), 256 << 20).await.is_some());
        held.clear();
        assert!(places.taken.lock().unwrap().shares.is_empty(), "what is over is forgotten");
    }

    #[tokio::test(start_paused = true)]
    async fn in_a_miners_name_alone_there_is_one_place_and_all_names_have_one_share() {
        let places = Places::new(256 << 20);
        let signer = |n: u8| Some(Whose::Signer(Hotkey::from_bytes([n; 32])));
        let first = places.take(signer(1), 256 << 20).await.unwrap();
        assert!(places.take(signer(1), 1).await.is_none());
        let second = places.take(signer(2), 256 << 20).await.unwrap();
        assert!(places.take(signer(3), 1).await.is_none(), "the share is used up");
        assert!(places.take(Some(task_of(MINER)), 256 << 20).await.is_some(), "that miner's own is not");
        drop(first);
        assert!(places.take(signer(1), 1).await.is_some());
        drop(second);
    }
}
