//! The data service of the validator (`gascli run data`): uploads media, and removes what was uploaded (`spec/gas.md` 13.1).
//!
//! ```text
//!  store ──cycle──> build (archives, table) ──> target: Hugging Face Hub, S3-compatible store, or folder
//!    └────cleanup (what is uploaded, rewarded and old)
//! ```
//!
//! It shares nothing with the validator but the store's folder. The idea needed to read on: a batch is planned once, keeps
//! its names, and each step of its way is recorded; so a cycle may end anywhere, and nothing is published twice.

mod build;
mod cycle;
mod error;
mod hub;
mod names;
mod objects;
mod report;
mod seat;
mod settings;
mod shard;
mod tally;
mod target;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

pub use build::BuildError;
pub use cycle::Cycle;
pub use error::DataError;
pub use settings::{Settings, TargetSettings, UploadUrl, UploadUrlError, is_repository};
pub use target::TargetError;

use cycle::Uploader;
use seat::Seat;
use tally::Tally;

use super::gas_api::GasApi;
use super::node::SharedStore;
use crate::chain::wallet;
use crate::daemon::{socket, state_socket};
use crate::protocol::daemon_state::{DaemonState, NodeState, SCHEMA};
use crate::store::Store;
use crate::types::{Hotkey, Paths, ServiceName, UnixMillis};

/// The pause after a cycle that failed; it doubles with each further one, up to that between all cycles.
const AFTER_FAILURE: Duration = Duration::from_mins(1);

/// Longest patience that a target may ask for.
const LONGEST_REST: Duration = Duration::from_hours(6);

/// How often the state is read from the store.
const STOCK: Duration = Duration::from_secs(15);

/// Runs the data service until `stop`. What is under way then is gone on with at the next start. `ready` is called once.
pub async fn run(
    settings: Settings,
    paths: &Paths,
    service: &ServiceName,
    stop: CancellationToken,
    ready: impl FnOnce() + Send,
) -> Result<(), DataError> {
    let stop = stop.child_token();
    let uploader = tokio::select! {
        () = stop.cancelled() => return Ok(()),
        uploader = start(settings, paths) => Arc::new(uploader?),
    };
    let socket = state_socket::bind(paths.state_socket(service))?;
    let mut parts: JoinSet<()> = JoinSet::new();
    parts.spawn({
        let (told, stop, started_at) = (Arc::clone(&uploader), stop.clone(), UnixMillis::now());
        async move { socket.serve(move || state(&told, started_at), stop).await }
    });
    parts.spawn(until(stop.clone(), uploads(Arc::clone(&uploader))));
    parts.spawn(until(stop.clone(), cleanups(Arc::clone(&uploader))));
    parts.spawn(until(stop.clone(), stock(Arc::clone(&uploader))));
    uploader.tally.ready();
    match &uploader.settings.target {
        Some(target) => tracing::info!(hotkey = %uploader.hotkey, %target, "data service ready"),
        None => {
            tracing::info!(hotkey = %uploader.hotkey, "data service ready; no target is configured, so nothing is uploaded");
        }
    }
    ready();
    let mut outcome = Ok(());
    while let Some(ended) = parts.join_next().await {
        let asked = stop.is_cancelled();
        uploader.tally.stopping();
        stop.cancel();
        outcome = outcome.and(match ended {
            Err(panic) => Err(DataError::Broken(panic.to_string())),
            Ok(()) if asked => Ok(()),
            Ok(()) => Err(DataError::Broken("it ended without being asked to".into())),
        });
    }
    tracing::info!("data service stopped");
    outcome
}

/// Runs one cycle now, if no other process does.
pub async fn upload_now(settings: Settings, paths: &Paths) -> Result<Cycle, DataError> {
    start(settings, paths).await?.run().await
}

/// The folder of the store that these settings mean.
pub fn folder(settings: &Settings, paths: &Paths, hotkey: &Hotkey) -> PathBuf {
    settings.cache_dir.clone().unwrap_or_else(|| paths.validator(hotkey))
}

async fn until(stop: CancellationToken, part: impl Future<Output = ()> + Send) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = part => {}
    }
}

async fn start(settings: Settings, paths: &Paths) -> Result<Uploader, DataError> {
    let keypair = wallet::load_hotkey(&settings.wallet)?;
    let hotkey = keypair.hotkey();
    let folder = folder(&settings, paths, &hotkey);
    let opened = folder.clone();
    let store = cycle::blocking(move || -> Result<_, DataError> {
        socket::private_folder(&opened)?;
        let now = UnixMillis::now();
        Ok((Store::open(&opened, now)?, Store::open_existing(&opened)?))
    });
    let (store, reader) = store.await??;
    let tally = Arc::new(Tally::new(settings.target.as_ref().map(ToString::to_string)));
    tally.take_stock(&store)?;
    let seat = Seat::find(settings.endpoint.clone(), settings.netuid, hotkey).await?;
    let reporter = settings.benchmark_api_url.as_ref().and_then(|url| match GasApi::new(url, keypair) {
        Ok(api) => Some(report::Reporter(api)),
        Err(error) => {
            tracing::warn!(%error, "the API is not told how miners do");
            None
        }
    });
    Ok(Uploader { settings, store: SharedStore::new(store, reader), folder, hotkey, seat, tally, reporter })
}

/// Cycles, one after the other.
async fn uploads(uploader: Arc<Uploader>) {
    let every = uploader.settings.check_every;
    if uploader.settings.target.is_none() {
        return std::future::pending().await;
    }
    let mut failures: u32 = 0;
    loop {
        let ended = uploader.run().await;
        let mut next = every;
        let (fault, rate_limited) = match ended {
            Ok(cycle) => {
                failures = 0;
                if let Some(asked) = cycle.retry_after {
                    next = next.max(asked.min(LONGEST_REST));
                }
                (None, cycle.rate_limited)
            }
            Err(error @ DataError::Busy(_)) => {
                tracing::info!(%error, "this cycle is left out");
                (None, false)
            }
            Err(error) => {
                next = every.min(AFTER_FAILURE.saturating_mul(2_u32.saturating_pow(failures)));
                failures = failures.saturating_add(1);
                let fault = error.in_one_line();
                tracing::error!(error = fault, next_in_s = next.as_secs(), "the upload failed");
                (Some(fault), false)
            }
        };
        uploader.tally.cycle_ended(fault, rate_limited, next);
        sleep(next).await;
    }
}

/// Removes what is uploaded and old (`spec/gas.md` 12.8). At the start too: a service that is restarted each day would
/// never come to it otherwise.
async fn cleanups(uploader: Arc<Uploader>) {
    let settings = &uploader.settings;
    let (age, most, rewarded) = (settings.cleanup_min_age, settings.cleanup_batch_size, settings.cleanup_rewarded_only);
    loop {
        loop {
            let cleaned =
                uploader.store.call(move |store| store.clean_uploaded(age, most, rewarded, UnixMillis::now()));
            match cleaned.await {
                Ok(cleaned) => {
                    if cleaned.media > 0 {
                        tracing::info!(
                            media = cleaned.media,
                            bytes = cleaned.media_bytes,
                            prompts = cleaned.prompts,
                            "uploaded media removed"
                        );
                    }
                    uploader.tally.cleaned(cleaned.media, cleaned.media_bytes);
                    if usize::try_from(cleaned.media).is_ok_and(|media| media < most) {
                        break;
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "uploaded media cannot be removed");
                    uploader.tally.cleanup_failed(format!("uploaded media cannot be removed: {error}"));
                    break;
                }
            }
        }
        sleep(settings.cleanup_every).await;
    }
}

async fn stock(uploader: Arc<Uploader>) {
    loop {
        let tally = Arc::clone(&uploader.tally);
        if let Err(error) = uploader.store.call(move |store| tally.take_stock(store)).await {
            tracing::warn!(%error, "the counts are not up to date");
        }
        sleep(STOCK).await;
    }
}

fn state(uploader: &Uploader, started_at: UnixMillis) -> DaemonState {
    DaemonState {
        schema: SCHEMA.into(),
        daemon: "data".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        pid: std::process::id(),
        started_at_ms: started_at,
        health: uploader.tally.health(),
        node: NodeState {
            chain_endpoint: uploader.settings.endpoint.to_string(),
            netuid: uploader.seat.netuid,
            hotkey: uploader.hotkey,
            uid: None,
            block: None,
            block_seen_at_ms: None,
            listening: None,
            connection: uploader.seat.connection(),
            seat: None,
        },
        tasks: None,
        challenges: None,
        services: Vec::new(),
        models: Vec::new(),
        alignment: None,
        spend: None,
        webhooks: Vec::new(),
        data: Some(uploader.tally.data()),
        generation: None,
        hours: Vec::new(),
        recent_tasks: Vec::new(),
    }
}
