//! What all parts of the validator share: who it is, its chain, its store, what is open.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, watch};
use tokio_util::task::TaskTracker;

use super::Settings;
use super::align::Watch;
use super::clock::Seen;
use super::known::SharedDuplicates;
use super::open::OpenChallenges;
use super::receive::{Destination, Places};
use super::seat::Reading;
use super::settle::{Books, Keep, Kept, Settling};
use super::tally::{Part, Tally};
use crate::chain::{At, Chain, ChainError, Metagraph};
use crate::daemon::heartbeat::Heart;
use crate::daemon::replays::Replays;
use crate::daemon::seat::seat;
use crate::daemon::signatures::Signatures;
use crate::protocol::daemon_state::{DaemonState, NodeState, SCHEMA};
use crate::scoring::gas::WINDOW;
use crate::store::{MediaFolder, Store, StoreError};
use crate::types::{Keypair, Modality, Netuid, UnixMillis};
use crate::verification::c2pa::TrustSet;

/// Handed to every part. Nothing in it waits while a lock is held.
pub(super) struct Node {
    pub(super) settings: Settings,
    pub(super) netuid: Netuid,
    pub(super) keypair: Keypair,
    pub(super) chain: Arc<dyn Chain>,
    pub(super) trust: Arc<TrustSet>,
    pub(super) store: SharedStore,
    /// What the media in the store look like.
    pub(super) duplicates: SharedDuplicates,
    pub(super) open: Arc<OpenChallenges>,
    pub(super) tally: Arc<Tally>,
    /// How the check of prompts is.
    pub(super) alignment: Watch,
    /// As last read; whoever reads it anew tells the others.
    pub(super) metagraph: watch::Sender<Arc<Metagraph>>,
    /// What else is told of our own seat.
    pub(super) reading: Mutex<Reading>,
    pub(super) clock: watch::Receiver<Seen>,
    /// For calls to miners.
    pub(super) client: reqwest::Client,
    /// Where miners are told to deliver.
    pub(super) callback_url: String,
    /// What can be asked for; never empty.
    pub(super) modalities: Vec<Modality>,
    /// Images being checked at once: one per core.
    pub(super) checking: Semaphore,
    /// Films being checked at once: half as many. They take long and up to 2 GiB each, and no image waits for them.
    pub(super) films: Semaphore,
    /// Endings being made durable at once.
    pub(super) keeping: Semaphore,
    pub(super) settling: Settling,
    /// For deliveries that arrive.
    pub(super) places: Places,
    pub(super) signatures: Signatures,
    pub(super) replays: Replays,
    /// Work that is finished even if the peer who caused it hangs up.
    pub(super) work: TaskTracker,
    pub(super) listening: SocketAddr,
    /// Watches what must end.
    pub(super) heart: Heart,
    pub(super) started_at: UnixMillis,
}

impl Node {
    /// Reads the metagraph and tells the other parts.
    pub(super) async fn read_metagraph(&self) -> Result<Arc<Metagraph>, ChainError> {
        let metagraph = Arc::new(self.chain.metagraph(self.netuid, At::Finalized).await?);
        self.tally.seats(|hotkey| metagraph.by_hotkey(hotkey).map(|neuron| neuron.uid));
        self.metagraph.send_replace(Arc::clone(&metagraph));
        self.reading().read_at = UnixMillis::now();
        Ok(metagraph)
    }

    pub(super) fn reading(&self) -> MutexGuard<'_, Reading> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the store; `change` tells the tally what became of the challenges.
    pub(super) async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Store, &Tally) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let tally = Arc::clone(&self.tally);
        let changed = self.store.call(move |store| change(store, &tally)).await;
        match &changed {
            Ok(_) => self.tally.store_works(Part::Challenges),
            Err(error) => self.tally.store_failed(Part::Challenges, error.to_string()),
        }
        changed
    }

    /// Makes an ending durable, perhaps together with others. Blocks.
    pub(super) fn settle(&self, keep: Keep) -> Kept {
        let books = Books {
            store: self.store.clone(),
            duplicates: self.duplicates.clone(),
            tally: Arc::clone(&self.tally),
            threshold: self.settings.global_duplicate_threshold,
        };
        self.settling.settle(keep, &books)
    }

    /// Where deliveries are written while they arrive.
    pub(super) fn destination(&self) -> Destination {
        Destination {
            media: self.store.media().clone(),
            max: self.settings.max_media_bytes,
            min_free: self.settings.min_free_bytes,
        }
    }

    /// Whether the longest medium would find space on the disk, so that miners may be asked for one; the tally is told.
    pub(super) async fn has_space(&self) -> bool {
        let (media, floor) = (self.store.media().clone(), self.settings.min_free_bytes);
        let needed = floor.saturating_add(self.settings.max_media_bytes as u64);
        let looked =
            tokio::task::spawn_blocking(move || media.free_bytes()).await.unwrap_or(Err(StoreError::Interrupted));
        let fault = match looked {
            Ok(free) if free >= needed => None,
            Ok(free) => Some(format!(
                "only {free} bytes are free on the disk, and {floor} stay so (MIN_FREE_BYTES): no miner is challenged until {needed} are"
            )),
            Err(error) => Some(format!("the free space on the disk is not known, so no miner is challenged: {error}")),
        };
        let has_space = fault.is_none();
        self.tally.disk(fault);
        has_space
    }

    /// What the state socket tells.
    pub(super) fn state(&self) -> DaemonState {
        let seen = *self.clock.borrow();
        let hotkey = self.keypair.hotkey();
        let metagraph = Arc::clone(&self.metagraph.borrow());
        let Reading { read_at, calendar } = *self.reading();
        let connection = self.chain.connection();
        let complaint = connection.as_ref().and_then(|connection| connection.complaint(UnixMillis::now()));
        DaemonState {
            schema: SCHEMA.into(),
            daemon: "validator".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            pid: std::process::id(),
            started_at_ms: self.started_at,
            health: self.tally.health(seen.stale_for().map(|span| span.as_secs())).with(complaint),
            node: NodeState {
                chain_endpoint: self.settings.endpoint.to_string(),
                netuid: self.netuid,
                hotkey,
                uid: metagraph.by_hotkey(&hotkey).map(|neuron| neuron.uid),
                block: Some(seen.block),
                block_seen_at_ms: Some(seen.at),
                listening: Some(self.listening.to_string()),
                connection,
                seat: seat(&metagraph, &hotkey, read_at, &calendar),
            },
            tasks: None,
            challenges: Some(self.tally.counters(self.open.len())),
            services: Vec::new(),
            models: Vec::new(),
            alignment: Some(self.alignment.state()),
            spend: None,
            webhooks: Vec::new(),
            data: None,
            generation: None,
            hours: self.tally.hours(self.started_at),
            recent_tasks: Vec::new(),
        }
    }
}

/// Since when outcomes count.
pub(super) fn window_start() -> UnixMillis {
    UnixMillis::now().before(WINDOW)
}

/// Tells the tally how the challenges stand: at the start, and now and then, since what is too old no longer counts.
pub(super) fn take_stock(store: &Store, tally: &Tally) {
    let since = window_start();
    let counted = store
        .standings_since(since)
        .and_then(|standings| Ok((standings, store.unanswered_since(since)?, store.awaiting_alignment()?)));
    match counted {
        Ok((standings, unanswered, awaiting)) => tally.standings(standings, unanswered, awaiting),
        Err(error) => tracing::warn!(%error, "the counts of miners are not up to date"),
    }
}

/// The store, for async callers: its calls block, so they run on threads that may.
#[derive(Debug, Clone)]
pub(super) struct SharedStore {
    store: Arc<Mutex<Store>>,
    /// A second connection, for questions that need not wait until something else is durable.
    reader: Arc<Mutex<Store>>,
    media: MediaFolder,
}

impl SharedStore {
    /// Two connections to one store.
    pub(super) fn new(store: Store, reader: Store) -> Self {
        let media = store.media().clone();
        Self { store: Arc::new(Mutex::new(store)), reader: Arc::new(Mutex::new(reader)), media }
    }

    /// The store, to be read only. Only for threads that may block.
    pub(super) fn reader(&self) -> MutexGuard<'_, Store> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The store itself. Only for threads that may block.
    pub(super) fn lock(&self) -> MutexGuard<'_, Store> {
        // What a panic interrupted was a transaction, and is rolled back.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the second connection, on a thread that may block.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let this = self.clone();
        let asked = tokio::task::spawn_blocking(move || question(&this.reader())).await;
        asked.unwrap_or(Err(StoreError::Interrupted))
    }

    /// Where media are written, without holding up the database.
    pub(super) const fn media(&self) -> &MediaFolder {
        &self.media
    }

    /// Runs `work` on a thread that may block.
    pub(super) async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let this = self.clone();
        match tokio::task::spawn_blocking(move || work(&mut this.lock())).await {
            Ok(answer) => answer,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(StoreError::Interrupted),
            },
        }
    }
}
