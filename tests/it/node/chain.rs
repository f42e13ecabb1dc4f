//! The chain itself: blocks, which of them is best and final, the pool, and what has happened in what order.
//!
//! What clients are told is the log: a subscription is a place in it. A stalled node still makes blocks when it is told to,
//! but shows neither them nor what comes after in the log until it goes on.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use gascli::types::Hotkey;
use serde_json::{Value, json};
use subxt::ext::codec::{Compact, Encode};

use super::block::{Block, Header, slot_item, text};
use super::dispatch::{self, Failure, Outcome};
use super::metadata::Runtime;
use super::model::Model;
use super::pool::{self, FEE, Ground, Invalid, RpcError};
use super::transaction::Transaction;
use super::{epoch, hash};

/// Blocks from the best to the finalized one.
pub(crate) const FINALITY_LAG: u64 = 2;
/// Version of what nobody signs.
const BARE: u8 = 5;
/// Transactions that the pool holds at most.
const POOL_SIZE: usize = 1000;

/// What happened.
#[derive(Clone)]
pub(crate) enum Entry {
    /// A block came, as the best one.
    Imported([u8; 32]),
    /// A block cannot be taken back any more.
    Finalized([u8; 32]),
    /// The best block has another runtime than its parent.
    Upgraded(Arc<Runtime>),
    /// Something happened to a transaction; whether it is the last that will.
    Transaction { hash: [u8; 32], status: Value, is_last: bool },
}

/// A transaction that the pool took.
#[derive(Debug, Clone)]
pub(crate) struct Submitted {
    pub(crate) pallet: String,
    pub(crate) call: String,
    pub(crate) args: Value,
    pub(crate) signer: Hotkey,
    pub(crate) nonce: u64,
    /// The block that holds it; `None` as long as it waits.
    pub(crate) block: Option<u64>,
    /// The name of the error with which it was included, or why it left the pool.
    pub(crate) outcome: Result<(), String>,
    pub(crate) hash: [u8; 32],
}

/// What the node does to the next transaction.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    pub(crate) refuse: VecDeque<RpcError>,
    pub(crate) fail: VecDeque<Failure>,
    pub(crate) swallow: usize,
    pub(crate) pruned_below: u64,
}

/// The chain.
pub(crate) struct Chain {
    pub(crate) blocks: HashMap<[u8; 32], Arc<Block>>,
    /// The best branch by number.
    branch: Vec<[u8; 32]>,
    finalized: u64,
    /// Of the next block.
    pub(crate) runtime: Arc<Runtime>,
    /// The state of the next block before its transactions.
    pub(crate) model: Arc<Model>,
    pool: Vec<Arc<Transaction>>,
    banned: HashSet<[u8; 32]>,
    pub(crate) log: Vec<Entry>,
    /// Best and finalized block, and length of the log, when the node stalled.
    stalled: Option<(u64, u64, usize)>,
    pub(crate) submitted: Vec<Submitted>,
    pub(crate) faults: Faults,
    /// Makes siblings differ.
    salt: u64,
    block_time_ms: u64,
}

impl Chain {
    /// A chain with its first block.
    pub(crate) fn new(runtime: Arc<Runtime>, model: Model) -> Self {
        let mut chain = Self {
            blocks: HashMap::new(),
            branch: Vec::new(),
            finalized: 0,
            block_time_ms: runtime.number_constant("Aura", "SlotDuration").unwrap_or(12_000),
            runtime,
            model: Arc::new(model),
            pool: Vec::new(),
            banned: HashSet::new(),
            log: Vec::new(),
            stalled: None,
            submitted: Vec::new(),
            faults: Faults::default(),
            salt: 0,
        };
        chain.mint();
        chain
    }

    /// Number of the best block, as clients see it.
    pub(crate) fn best(&self) -> u64 {
        self.stalled.map_or(self.height(), |(best, _, _)| best)
    }

    /// Number of the newest block that cannot be taken back, as clients see it.
    pub(crate) fn finalized(&self) -> u64 {
        self.stalled.map_or(self.finalized, |(_, finalized, _)| finalized)
    }

    /// How much of the log clients see.
    pub(crate) fn visible(&self) -> usize {
        self.stalled.map_or(self.log.len(), |(_, _, length)| length)
    }

    /// The block of that number on the best branch, if clients see it.
    pub(crate) fn at(&self, number: u64) -> Option<&Arc<Block>> {
        if number > self.best() {
            return None;
        }
        self.blocks.get(self.branch.get(usize::try_from(number).ok()?)?)
    }

    /// The best block that clients see.
    pub(crate) fn head(&self) -> &Arc<Block> {
        self.at(self.best()).expect("the best block is on the branch")
    }

    /// Stands still for clients, or goes on.
    pub(crate) fn stall(&mut self, stalls: bool) {
        self.stalled = match (stalls, self.stalled) {
            (true, None) => Some((self.height(), self.finalized, self.log.len())),
            (true, since) => since,
            (false, _) => None,
        };
    }

    /// Makes a block of what waits; gives its number.
    pub(crate) fn mint(&mut self) -> u64 {
        let transactions = self.take_ready();
        let block = self.build(&transactions);
        self.import(block)
    }

    /// Replaces the best block by a sibling without its transactions, which wait again. Changes of the model that a test
    /// made since that block go with it.
    pub(crate) fn reorg(&mut self) {
        assert!(self.height() > self.finalized, "the best block cannot be taken back");
        let gone = self.branch.pop().expect("there is a best block");
        let old = Arc::clone(&self.blocks[&gone]);
        self.model = Arc::clone(&old.before);
        self.runtime = Arc::clone(&old.runtime);
        let mut back = Vec::new();
        for bytes in old.extrinsics.iter().skip(1) {
            let Ok(transaction) = Transaction::read(&old.runtime, bytes) else { continue };
            self.note(transaction.hash, json!({ "retracted": text(&gone) }), false);
            for submitted in self.submitted.iter_mut().filter(|submitted| submitted.hash == transaction.hash) {
                submitted.block = None;
                submitted.outcome = Ok(());
            }
            back.push(Arc::new(transaction));
        }
        let block = self.build(&[]);
        self.import(block);
        back.append(&mut self.pool);
        self.pool = back;
    }

    fn height(&self) -> u64 {
        (self.branch.len() as u64).saturating_sub(1)
    }

    fn note(&mut self, hash: [u8; 32], status: Value, is_last: bool) {
        self.log.push(Entry::Transaction { hash, status, is_last });
    }

    /// What can be included now, in order; what never can any more leaves the pool.
    fn take_ready(&mut self) -> Vec<Arc<Transaction>> {
        if self.pool.is_empty() {
            return Vec::new();
        }
        let (mut ready, mut waiting) = (Vec::new(), Vec::new());
        let mut nonces = HashMap::new();
        let mut pool = std::mem::take(&mut self.pool);
        pool.sort_by_key(|transaction| transaction.nonce); // stable: otherwise in order of arrival
        for transaction in pool {
            if let Err(invalid) = pool::validate(&self.ground(), &transaction) {
                self.note(transaction.hash, json!("invalid"), true);
                self.end(transaction.hash, invalid);
                continue;
            }
            let current = self.model.accounts.get(&transaction.signer).map_or(0, |funds| funds.nonce);
            let next = nonces.entry(transaction.signer).or_insert(current);
            if transaction.nonce == *next {
                *next += 1;
                ready.push(transaction);
            } else {
                waiting.push(transaction);
            }
        }
        self.pool = waiting;
        ready
    }

    fn end(&mut self, hash: [u8; 32], invalid: Invalid) {
        for submitted in self.submitted.iter_mut().filter(|submitted| submitted.hash == hash) {
            submitted.outcome = Err(format!("{invalid:?}"));
        }
    }

    /// Where the next block's transactions are checked.
    pub(crate) fn ground(&self) -> Ground<'_> {
        Ground { runtime: &self.runtime, model: &self.model, branch: &self.branch }
    }

    /// Where transactions were checked after that block, which has to be on the best branch.
    pub(crate) fn ground_after<'a>(&'a self, block: &'a Block) -> Ground<'a> {
        let end = usize::try_from(block.number() + 1).map_or(self.branch.len(), |end| end.min(self.branch.len()));
        Ground { runtime: &block.runtime, model: &block.model, branch: &self.branch[..end] }
    }

    fn build(&mut self, transactions: &[Arc<Transaction>]) -> Block {
        let parent = self.branch.last().map(|hash| Arc::clone(&self.blocks[hash]));
        let number = self.branch.len() as u64;
        let runtime = Arc::clone(&self.runtime);
        let before = Arc::clone(&self.model);
        let mut model = Model::clone(&before);
        let now_ms = self.time(&mut model, parent.as_deref());
        let mut events: Vec<Value> = epoch::run(&runtime, &mut model, number)
            .into_iter()
            .map(|event| record(&json!("Initialization"), &event))
            .collect();
        let mut extrinsics = vec![inherent(&runtime, now_ms)];
        events.push(record(&json!({ "ApplyExtrinsic": 0 }), &success("Mandatory")));
        for (index, transaction) in (1_u32..).zip(transactions) {
            let phase = json!({ "ApplyExtrinsic": index });
            let outcome = self.run(&runtime, &mut model, transaction, number, &mut events, &phase);
            for submitted in self.submitted.iter_mut().filter(|submitted| submitted.hash == transaction.hash) {
                submitted.block = Some(number);
                submitted.outcome.clone_from(&outcome);
            }
            extrinsics.push(transaction.bytes.clone());
        }
        self.salt += 1;
        let header = Header {
            parent: parent.map_or([0; 32], |parent| parent.hash),
            number,
            state_root: hash::blake2_256(&(number, self.salt, "state").encode()),
            extrinsics_root: hash::blake2_256(&(self.salt, &extrinsics).encode()),
            digest: if number == 0 { Vec::new() } else { vec![slot_item(now_ms / self.block_time_ms.max(1))] },
        };
        let (hash, model) = (header.hash(), Arc::new(model));
        Block { header, hash, extrinsics, runtime, before, model, events, now_ms, storage: OnceLock::new() }
    }

    /// Time of the next block: as the model says, else the machine's clock; never that of its parent.
    fn time(&self, model: &mut Model, parent: Option<&Block>) -> u64 {
        let after = parent.map_or(0, |parent| parent.now_ms + 1);
        if let Some(at) = model.now_ms {
            model.now_ms = Some(at + self.block_time_ms);
            return at;
        }
        let clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        u64::try_from(clock).unwrap_or(u64::MAX).max(after)
    }

    fn run(
        &mut self,
        runtime: &Runtime,
        model: &mut Model,
        transaction: &Transaction,
        number: u64,
        events: &mut Vec<Value>,
        phase: &Value,
    ) -> Result<(), String> {
        let signer = transaction.signer;
        let paid = if pool::is_free(&transaction.call) { 0 } else { FEE + transaction.tip };
        let funds = model.account(&signer);
        funds.nonce += 1;
        funds.free = funds.free.saturating_sub(paid);
        let mut after = model.clone();
        let outcome: Outcome = match self.faults.fail.pop_front() {
            Some(failure) => Err(failure),
            None => dispatch::dispatch(runtime, &mut after, &signer, &transaction.call, number),
        };
        let class = if paid == 0 { "No" } else { "Yes" };
        let info = json!({ "class": "Normal", "pays_fee": class });
        let (last, result) = match outcome {
            Ok(done) => {
                *model = after;
                events.extend(done.iter().map(|event| record(phase, event)));
                (json!({ "System": { "ExtrinsicSuccess": { "dispatch_info": info } } }), Ok(()))
            }
            Err(failure) => {
                let error = runtime.error(&failure.pallet, &failure.name);
                let failed = json!({ "dispatch_error": error, "dispatch_info": info });
                (json!({ "System": { "ExtrinsicFailed": failed } }), Err(failure.name))
            }
        };
        if paid > 0 {
            let fee = json!({ "who": text(&signer), "actual_fee": paid, "tip": transaction.tip });
            events.push(record(phase, &json!({ "TransactionPayment": { "TransactionFeePaid": fee } })));
        }
        events.push(record(phase, &last));
        result
    }

    /// Makes a block the best one.
    fn import(&mut self, block: Block) -> u64 {
        let (hash, number) = (block.hash, block.number());
        let block = Arc::new(block);
        let parent = self.blocks.get(&block.header.parent);
        let is_upgraded = parent.is_some_and(|parent| parent.runtime.spec != block.runtime.spec);
        self.blocks.insert(hash, Arc::clone(&block));
        self.branch.push(hash);
        self.model = Arc::clone(&block.model);
        self.log.push(Entry::Imported(hash));
        if is_upgraded {
            self.log.push(Entry::Upgraded(Arc::clone(&block.runtime)));
        }
        for transaction in included(&block) {
            self.note(transaction, json!({ "inBlock": text(&hash) }), false);
        }
        let due = number.saturating_sub(FINALITY_LAG);
        while self.finalized < due {
            self.finalized += 1;
            let hash = self.branch[usize::try_from(self.finalized).expect("few blocks")];
            self.log.push(Entry::Finalized(hash));
            let block = Arc::clone(&self.blocks[&hash]);
            for transaction in included(&block) {
                self.note(transaction, json!({ "finalized": text(&hash) }), true);
            }
        }
        number
    }

    /// The next nonce of an account, with what waits.
    pub(crate) fn next_nonce(&self, account: &super::model::Account) -> u32 {
        let mut next = self.model.accounts.get(account).map_or(0, |funds| funds.nonce);
        let waits = |nonce| self.pool.iter().any(|waiting| waiting.signer == *account && waiting.nonce == nonce);
        while waits(next) {
            next += 1;
        }
        next
    }

    /// Takes a transaction into the pool. Whether the client is told is for the caller to decide.
    pub(crate) fn submit(&mut self, bytes: &[u8]) -> Result<[u8; 32], RpcError> {
        if let Some(refusal) = self.faults.refuse.pop_front() {
            return Err(refusal);
        }
        let unreadable = |error: String| {
            RpcError::new(1002, format!("Verification Error: Runtime error: Execution failed: {error}"))
                .with("RuntimeApi(\"Execution failed\")")
        };
        let transaction = Transaction::read(&self.runtime, bytes).map_err(unreadable)?;
        if self.banned.contains(&transaction.hash) {
            return Err(RpcError::new(1012, "Transaction is temporarily banned"));
        }
        if self.pool.iter().any(|waiting| waiting.hash == transaction.hash) {
            return Err(RpcError::new(1013, "Transaction Already Imported").with(text(&transaction.hash)));
        }
        if let Err(invalid) = pool::validate(&self.ground(), &transaction) {
            self.banned.insert(transaction.hash);
            return Err(invalid.into());
        }
        let same =
            |waiting: &Arc<Transaction>| (waiting.signer, waiting.nonce) == (transaction.signer, transaction.nonce);
        if self.pool.iter().any(same) {
            let message = "Priority is too low: (1 vs 1)";
            let data = "The transaction has too low priority to replace another transaction already in the pool.";
            return Err(RpcError::new(1014, message).with(data));
        }
        if self.pool.len() >= POOL_SIZE {
            return Err(RpcError::new(1016, "Immediately Dropped")
                .with("The transaction couldn't enter the pool because of the limit"));
        }
        let is_future = transaction.nonce > self.next_nonce(&transaction.signer);
        self.note(transaction.hash, json!(if is_future { "future" } else { "ready" }), false);
        self.submitted.push(Submitted {
            pallet: transaction.call.pallet.clone(),
            call: transaction.call.name.clone(),
            args: transaction.call.args.clone(),
            signer: Hotkey::from_bytes(transaction.signer),
            nonce: u64::from(transaction.nonce),
            block: None,
            outcome: Ok(()),
            hash: transaction.hash,
        });
        let hash = transaction.hash;
        self.pool.push(Arc::new(transaction));
        Ok(hash)
    }
}

/// Hashes of a block's transactions; the first extrinsic is the clock's.
fn included(block: &Block) -> Vec<[u8; 32]> {
    block.extrinsics.iter().skip(1).map(|bytes| hash::blake2_256(bytes)).collect()
}

fn record(phase: &Value, event: &Value) -> Value {
    json!({ "phase": phase, "event": event, "topics": [] })
}

fn success(class: &str) -> Value {
    json!({ "System": { "ExtrinsicSuccess": { "dispatch_info": { "class": class, "pays_fee": "Yes" } } } })
}

/// The transaction with which each block sets the clock.
fn inherent(runtime: &Runtime, now_ms: u64) -> Vec<u8> {
    let call = json!({ "Timestamp": { "set": { "now": now_ms } } });
    let call = runtime.encode(runtime.metadata.outer_enums.call_enum_ty.id, &call).expect("every runtime has a clock");
    let mut out = Vec::new();
    Compact(u32::try_from(call.len() + 1).expect("a short call")).encode_to(&mut out);
    out.push(BARE);
    out.extend(call);
    out
}
