//! The generation service of the validator (`gascli run generation`): keeps the pool of prompts filled (`spec/gas.md` 13.2
//! and 13.3). The media that the reference makes with models of its own are disabled there, and not made here.
//!
//! ```text
//!  Composer ──> model (optional, rewords) ──> store (guard against near-duplicates) ──> drawn from by the validator
//! ```
//!
//! It shares nothing with the validator but the store's folder. The idea needed to read on: the composer alone keeps the
//! pool full, so nothing that a language model does can empty it.

mod error;
mod fill;
mod model;
mod settings;
mod tally;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use error::GenerationError;
pub use fill::add_composed;
pub use settings::{ModelSettings, Settings};

use fill::Filler;
use model::Model;
use tally::Tally;

use super::node::SharedStore;
use crate::chain::{self, wallet};
use crate::daemon::lock::{self, Lock};
use crate::daemon::{socket, state_socket};
use crate::prompts::Composer;
use crate::protocol::daemon_state::{DaemonState, NodeState, SCHEMA};
use crate::store::Store;
use crate::types::{Hotkey, Netuid, Paths, ServiceName, UnixMillis};

/// Held by the one service that fills a store.
const LOCK: &str = "generation.lock";

/// What the state tells that never changes.
struct Facts {
    endpoint: String,
    netuid: Netuid,
    hotkey: Hotkey,
    started_at: UnixMillis,
}

/// Runs the generation service until `stop`. `ready` is called once, when the store is open.
pub async fn run(
    settings: Settings,
    paths: &Paths,
    service: &ServiceName,
    stop: CancellationToken,
    ready: impl FnOnce() + Send,
) -> Result<(), GenerationError> {
    let stop = stop.child_token();
    let (filler, facts, _lock) = tokio::select! {
        () = stop.cancelled() => return Ok(()),
        started = start(settings, paths) => started?,
    };
    let (tally, model, hotkey) = (Arc::clone(&filler.tally), filler.model.clone(), facts.hotkey);
    let socket = state_socket::bind(paths.state_socket(service))?;
    let mut parts: JoinSet<()> = JoinSet::new();
    parts.spawn({
        let (tally, stop) = (Arc::clone(&tally), stop.clone());
        async move { socket.serve(move || state(&facts, &tally, model.as_deref()), stop).await }
    });
    parts.spawn({
        let stop = stop.clone();
        async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = filler.run() => {}
            }
        }
    });
    tally.ready();
    tracing::info!(%hotkey, "generation service ready");
    ready();
    let mut outcome = Ok(());
    while let Some(ended) = parts.join_next().await {
        let asked = stop.is_cancelled();
        tally.stopping();
        stop.cancel();
        outcome = outcome.and(match ended {
            Err(panic) => Err(GenerationError::Broken(panic.to_string())),
            Ok(()) if asked => Ok(()),
            Ok(()) => Err(GenerationError::Broken("it ended without being asked to".into())),
        });
    }
    tracing::info!("generation service stopped");
    outcome
}

/// The folder of the store that these settings mean.
pub fn folder(settings: &Settings, paths: &Paths, hotkey: &Hotkey) -> PathBuf {
    settings.cache_dir.clone().unwrap_or_else(|| paths.validator(hotkey))
}

async fn start(settings: Settings, paths: &Paths) -> Result<(Filler, Facts, Lock), GenerationError> {
    let hotkey = wallet::public_hotkey(&settings.wallet)?;
    let netuid = match settings.netuid.or_else(|| settings.endpoint.gas_netuid()) {
        Some(netuid) => netuid,
        None if !settings.endpoint.is_local() => return Err(GenerationError::NoNetuid),
        None => chain::connect(&settings.endpoint).await?.only_netuid().await?.ok_or(GenerationError::NoNetuid)?,
    };
    let folder = folder(&settings, paths, &hotkey);
    let opened = tokio::task::spawn_blocking(move || open(&folder));
    let (store, reader, lock) = opened.await.map_err(|panic| GenerationError::Broken(panic.to_string()))??;
    let model = settings.model.clone().map(Model::new).transpose()?.map(Arc::new);
    let facts = Facts { endpoint: settings.endpoint.to_string(), netuid, hotkey, started_at: UnixMillis::now() };
    let composer = Composer::new(settings.seed.unwrap_or_else(rand::random));
    let store = SharedStore::new(store, reader);
    Ok((Filler { settings, store, tally: Arc::new(Tally::default()), model, composer }, facts, lock))
}

fn open(folder: &Path) -> Result<(Store, Store, Lock), GenerationError> {
    socket::private_folder(folder)?;
    let path = folder.join(LOCK);
    let fault = |source| GenerationError::Io { path: path.clone(), source };
    let lock = lock::take(&path).map_err(fault)?.ok_or_else(|| GenerationError::InUse(folder.to_owned()))?;
    let now = UnixMillis::now();
    Ok((Store::open(folder, now)?, Store::open_existing(folder)?, lock))
}

fn state(facts: &Facts, tally: &Tally, model: Option<&Model>) -> DaemonState {
    let model = model.map(Model::state);
    DaemonState {
        schema: SCHEMA.into(),
        daemon: "generation".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        pid: std::process::id(),
        started_at_ms: facts.started_at,
        health: tally.health(model.as_ref()),
        node: NodeState {
            chain_endpoint: facts.endpoint.clone(),
            netuid: facts.netuid,
            hotkey: facts.hotkey,
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
        generation: Some(tally.state(model)),
        hours: Vec::new(),
        recent_tasks: Vec::new(),
    }
}
