//! The project's own node: a chain of one process with real metadata, over a real socket, with faults at will
//! (`spec/chain.md` 13). It is the other side in every test of the chain's client, and can be run by hand
//! (`docs/interoperability.md`).
//!
//! ```text
//!  Node (this file: what tests call)
//!    └─ server       the socket, latency, dropped and refused connections
//!         └─ rpc     JSON-RPC methods, subscriptions
//!              ├─ apis, state     answers and storage of one block, written from the model
//!              └─ chain           blocks, best and final, the log that subscriptions follow
//!                   ├─ pool, transaction       what is let in: signature, era, nonce, the runtime's codes
//!                   ├─ dispatch, registration  what calls do
//!                   └─ epoch                   what time does: epochs, drand, commits that open
//!  model     accounts, subnets, seats: plain values that a test may change
//!  metadata, codec, hash, keys, block         a runtime by name; JSON to SCALE and back; the rest of the craft
//! ```
//!
//! The checks in here are written from the specification and are the oracle: they share no line with `gascli::chain::rules`.

mod apis;
pub(crate) mod block;
mod chain;
pub(crate) mod codec;
mod dispatch;
mod epoch;
pub(crate) mod hash;
pub(crate) mod keys;
pub(crate) mod metadata;
pub(crate) mod model;
mod pool;
mod registration;
mod rpc;
mod server;
mod state;
pub(crate) mod transaction;

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use gascli::types::Keypair;
use tokio::sync::oneshot;

use crate::support;
use chain::Chain;
use metadata::Runtime;
use model::{Account, Model, Seat, TAO};
use pool::RpcError;
use server::Shared;

pub(crate) use chain::Submitted;
pub(crate) use metadata::Spec;

/// Blocks that there are at the start.
const FIRST_BLOCKS: u64 = 10;
/// Who has an account, and a hotkey below it.
const PEOPLE: [&str; 5] = ["//Alice", "//Bob", "//Charlie", "//Dave", "//Eve"];

/// How the next transaction is refused by the pool.
#[derive(Debug, Clone)]
pub(crate) enum Refusal {
    /// With a code of the runtime's extension (`spec/chain.md` 8.1).
    Custom(u8),
    /// With that code, message and data.
    Code(i64, String, Option<String>),
}

/// A running node. It stops when it is dropped.
pub(crate) struct Node {
    port: u16,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Node {
    /// Starts a node of that runtime on a port of its own, with subnet 1 (plain) and 2 (commit-reveal), ten blocks old. No
    /// further block comes by itself. `None`, and a word, where the metadata is not on this machine.
    pub(crate) fn start(spec: Spec) -> Option<Self> {
        Self::start_at(spec, 0)
    }

    /// The same on a given port; 0: any.
    pub(crate) fn start_at(spec: Spec, port: u16) -> Option<Self> {
        let runtime = Runtime::load(spec)?;
        let mut chain = Chain::new(runtime, seeds());
        for _ in 0..FIRST_BLOCKS {
            chain.mint();
        }
        let shared = Shared::new(chain);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || server::serve(listener, &shared, stopped)
        });
        Some(Self { port, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// Makes a block now; gives its number.
    pub(crate) fn block(&self) -> u64 {
        let number = self.shared.chain().mint();
        self.shared.moved();
        number
    }

    /// Makes blocks by itself from now on; with zero it stops doing so.
    pub(crate) fn blocks_every(&self, period: Duration) {
        self.shared.period.send_replace(period);
    }

    /// Number of the best block that clients see.
    pub(crate) fn best(&self) -> u64 {
        self.shared.chain().best()
    }

    /// Number of the newest finalized block that clients see.
    pub(crate) fn finalized(&self) -> u64 {
        self.shared.chain().finalized()
    }

    /// Changes the state; the next block shows it.
    pub(crate) fn model<T>(&self, change: impl FnOnce(&mut Model) -> T) -> T {
        change(Arc::make_mut(&mut self.shared.chain().model))
    }

    /// The pair of a path of the seeds: `//Alice` to `//Eve`, `//Alice//hot` to `//Eve//hot`.
    #[expect(clippy::unused_self, reason = "tests ask the node for its keys")]
    pub(crate) fn key(&self, path: &str) -> Keypair {
        keys::derive(path)
    }

    /// Lets subscriptions and heads stand still while the socket stays open; blocks that are made meanwhile are seen when
    /// it goes on.
    pub(crate) fn stall(&self, stalls: bool) {
        self.shared.chain().stall(stalls);
        self.shared.moved();
    }

    /// Ends all connections without a word.
    pub(crate) fn drop_connections(&self) {
        self.shared.drop_connections();
    }

    /// Answers new connections with an HTTP status; `None`: takes them again.
    pub(crate) fn refuse_connections(&self, status: Option<u16>) {
        self.shared.manner().refuse = status;
    }

    /// Time that passes before a client sees an answer.
    pub(crate) fn delay(&self, delay: Duration) {
        self.shared.manner().delay = delay;
    }

    /// Forgets the state of all blocks below that one.
    pub(crate) fn prune_below(&self, block: u64) {
        self.shared.chain().faults.pruned_below = block;
    }

    /// Replaces the best block by a sibling without its transactions, which then wait for the next block. Changes of the
    /// model since that block are lost with it.
    pub(crate) fn reorg(&self) {
        self.shared.chain().reorg();
        self.shared.moved();
    }

    /// Another runtime from the next block on.
    pub(crate) fn upgrade(&self, spec: Spec) {
        let runtime = Runtime::load(spec).unwrap();
        self.shared.chain().runtime = runtime;
    }

    /// Refuses the next transaction that is submitted; the runtime's own check of it (`validate`) says nothing of that.
    pub(crate) fn refuse_next(&self, refusal: Refusal) {
        let error = match refusal {
            Refusal::Custom(code) => pool::Invalid::Custom(code).into(),
            Refusal::Code(code, message, None) => RpcError::new(code, message),
            Refusal::Code(code, message, Some(data)) => RpcError::new(code, message).with(data),
        };
        self.shared.chain().faults.refuse.push_back(error);
    }

    /// Lets the next transaction that is included fail with that error of the runtime.
    pub(crate) fn fail_next(&self, pallet: &str, name: &str) {
        let mut chain = self.shared.chain();
        assert!(chain.runtime.has_error(pallet, name), "this runtime has no error {pallet}.{name}");
        chain.faults.fail.push_back(dispatch::Failure { pallet: pallet.into(), name: name.into() });
    }

    /// Takes the next transaction and hangs up instead of answering.
    pub(crate) fn swallow_next(&self) {
        self.shared.chain().faults.swallow += 1;
    }

    /// The transactions that the pool took, in order.
    pub(crate) fn submitted(&self) -> Vec<Submitted> {
        self.shared.chain().submitted.clone()
    }

    /// The methods that clients asked for, in order.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.shared.requests().clone()
    }

    /// Stores a pulse of drand. There is the signature of one round, 1000; any other round gets that one too, which opens
    /// nothing.
    pub(crate) fn pulse(&self, round: u64) {
        let path = support::shared("data/chain/vectors/timelock.json").unwrap();
        let vectors: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let signature = hex::decode(vectors["signature"].as_str().unwrap()).unwrap();
        self.model(|model| {
            model.pulses.insert(round, signature);
            model.last_round = model.last_round.max(round);
        });
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the node has failed; its panic says why");
        }
    }
}

/// Where a new chain begins (`spec/chain.md` 13.8).
fn seeds() -> Model {
    let account = |path: &str| -> Account { *keys::derive(path).hotkey().as_bytes() };
    let mut model = Model::new();
    for person in PEOPLE {
        model.account(&account(person)).free = 10_000 * TAO;
        model.owners.insert(account(&format!("{person}//hot")), account(person));
    }
    model.subnet(0).name = "root".into();
    for netuid in [1, 2] {
        let subnet = model.subnet(netuid);
        subnet.owner_coldkey = account("//Eve");
        subnet.owner_hotkey = account("//Eve//hot");
        subnet.commit_reveal = netuid == 2;
        let validator = Seat {
            hotkey: account("//Alice//hot"),
            coldkey: account("//Alice"),
            alpha_stake: 1000 * TAO,
            tao_stake: 100 * TAO,
            permit: true,
            active: true,
            ..Seat::default()
        };
        let miner = Seat { hotkey: account("//Bob//hot"), coldkey: account("//Bob"), active: true, ..Seat::default() };
        model.seat(netuid, validator);
        model.seat(netuid, miner);
    }
    model
}
