//! One transaction of a hotkey at a time, and none while the fate of an earlier one is open.
//!
//! ```text
//!  take ── waits for whoever is before us
//!    │ ─── an earlier transaction without a known fate: what became of it is looked up first (`fate`)
//!    │ ─── one that waits in the node's pool, of an earlier run of this program: it is waited for
//!  send ── sign, validate (once more after an upgrade), remember, submit once, follow (`follow`)
//! ```
//!
//! What was sent is remembered before it goes out and forgotten only when its fate is certain. A caller that gives up
//! half way, or a connection that is lost, therefore never leads to a second transaction while the first may still land.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use subxt::config::substrate::H256;
use subxt::tx::ValidationResult;
use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, sleep, timeout};

use super::super::Subtensor;
use super::super::connection::Connection;
use super::ask::{self, Trouble};
use super::call::Call;
use super::fate::{PAUSE, fate_now};
use super::follow::follow;
use super::refusal::Refusal;
use super::sign::{PERIOD, Terms, sign};
use super::{Landed, SubmitError};
use crate::types::{BlockNumber, Hotkey, Keypair};

/// Blocks for which whoever is before us is waited for. Usually it takes four to land for good.
const BEFORE_US: u32 = 20;

/// Blocks for which an earlier transaction in the node's pool is waited for.
const IN_POOL: u32 = 10;

/// Blocks within which a call must be signed, from the finalized block by which it was made: the waits before signing, and
/// some for reading.
const TO_SIGN: u64 = (BEFORE_US + IN_POOL) as u64 + 18;

/// Blocks after that one after which what may have been sent cannot land any more.
pub(in super::super) const LIFETIME: u64 = PERIOD + TO_SIGN;

/// Blocks that finality may be behind when something is signed, since it is signed for blocks after the finalized one.
const FINALITY: u64 = 32;

/// A transaction on its way.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) call: String,
    pub(super) hotkey: Hotkey,
    /// As they were submitted, by which it is recognised in a block.
    pub(super) bytes: Vec<u8>,
    pub(super) nonce: u64,
    /// The finalized block when it was signed.
    pub(super) anchor: u64,
}

impl Sent {
    /// The last block that could take it.
    pub(super) const fn until(&self) -> BlockNumber {
        BlockNumber(self.anchor.saturating_add(PERIOD))
    }

    pub(super) fn unknown(&self, why: impl Into<String>) -> SubmitError {
        SubmitError::Unknown { call: self.call.clone(), why: why.into(), until: self.until() }
    }
}

type Place = Arc<tokio::sync::Mutex<Option<Sent>>>;

/// By chain and hotkey. The process's own, whichever connection is used: a key's nonces are one sequence.
static PLACES: LazyLock<Mutex<HashMap<(H256, Hotkey), Place>>> = LazyLock::new(Mutex::default);

/// The right to send a hotkey's next transaction.
pub(super) struct Turn<'a> {
    chain: &'a Subtensor,
    signer: &'a Keypair,
    genesis: H256,
    place: OwnedMutexGuard<Option<Sent>>,
    made_at: Option<BlockNumber>,
}

impl<'a> Turn<'a> {
    /// Waits until nothing of this hotkey is on its way any more. `call` names what will be sent.
    pub(super) async fn take(chain: &'a Subtensor, signer: &'a Keypair, call: &str) -> Result<Self, SubmitError> {
        let connection = connection(chain).await.map_err(|trouble| trouble.before(call))?;
        let (genesis, hotkey) = (connection.api.genesis_hash(), signer.hotkey());
        let place = {
            let mut places = PLACES.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(places.entry((genesis, hotkey)).or_default())
        };
        let limit = (pace(&connection) * BEFORE_US).max(Duration::from_secs(5));
        let busy = |_| Trouble::new("waiting for an earlier transaction", format_args!("it takes more than {limit:?}"));
        let place = timeout(limit, place.lock_owned()).await.map_err(busy).map_err(|trouble| trouble.before(call))?;
        let mut turn = Self { chain, signer, genesis, place, made_at: None };
        turn.settle_earlier(call).await?;
        turn.wait_for_pool(call).await?;
        Ok(turn)
    }

    /// What is sent was made by the state of that finalized block: signed so late that it could land after its
    /// [`LIFETIME`], nothing is sent.
    pub(super) const fn made_at(&mut self, block: Option<BlockNumber>) {
        self.made_at = block;
    }

    /// Looks up what became of a transaction whose sender gave up. Whatever it was, it is over then.
    async fn settle_earlier(&mut self, call: &str) -> Result<(), SubmitError> {
        let Some(sent) = self.place.clone() else { return Ok(()) };
        match fate_now(self.chain, &sent).await {
            Err(SubmitError::Unknown { call: earlier, why, until }) => {
                return Err(SubmitError::Blocked { call: call.to_owned(), earlier, why, until });
            }
            Ok(landed) => tracing::info!(call = sent.call, block = landed.block.0, "an earlier transaction has landed"),
            Err(error) => tracing::warn!(call = sent.call, %error, "an earlier transaction has ended"),
        }
        *self.place = None;
        Ok(())
    }

    /// An earlier run of this program, ended between sending and landing, left its transaction in the pool.
    async fn wait_for_pool(&self, call: &str) -> Result<(), SubmitError> {
        let before = |trouble: Trouble| trouble.before(call);
        let mut end = None;
        loop {
            let connection = connection(self.chain).await.map_err(before)?;
            let best = ask::best(&connection).await.map_err(before)?;
            let hotkey = self.signer.hotkey();
            let landed = ask::nonce_at(&connection, &hotkey, best.block_hash()).await.map_err(before)?;
            let next = ask::next_nonce(&connection, &hotkey).await.map_err(before)?;
            if next <= landed {
                return Ok(());
            }
            if end.is_none() {
                tracing::info!(%hotkey, nonce = landed, "an earlier transaction waits to be included; it goes first");
            }
            let end = *end.get_or_insert_with(|| Instant::now() + pace(&connection) * IN_POOL);
            if Instant::now() >= end {
                return Err(SubmitError::Busy { call: call.to_owned(), hotkey, nonce: landed });
            }
            sleep(pace(&connection).min(PAUSE)).await;
        }
    }

    /// Sends `call` once and follows it until it cannot be taken back. A bad signature, as of an upgrade of the runtime
    /// between reading and sending, is signed anew once, with the same nonce: the first one was refused for certain.
    pub(super) async fn send(&mut self, call: &Call) -> Result<Landed, SubmitError> {
        let mut nonce = None;
        for attempt in 0..2 {
            let outcome = self.try_send(call, &mut nonce).await;
            match outcome {
                Err(SubmitError::Refused { refusal: Refusal::BadSignature, .. }) if attempt == 0 => {
                    tracing::info!(call = call.title(), "the runtime was upgraded while signing; signing again");
                }
                other => return other,
            }
        }
        Err(SubmitError::Refused { call: call.title(), refusal: Refusal::BadSignature })
    }

    async fn try_send(&mut self, call: &Call, nonce: &mut Option<u64>) -> Result<Landed, SubmitError> {
        let title = call.title();
        let before = |trouble: Trouble| trouble.before(&title);
        let connection = connection(self.chain).await.map_err(before)?;
        self.is_same_chain(&connection, &title)?;
        let hotkey = self.signer.hotkey();
        let (anchor, hash) = ask::finalized(&connection).await.map_err(before)?;
        let best = ask::best(&connection).await.map_err(before)?;
        self.is_in_time(anchor, best.block_number()).map_err(before)?;
        let next = match *nonce {
            Some(nonce) => nonce,
            None => *nonce.insert(ask::next_nonce(&connection, &hotkey).await.map_err(before)?),
        };
        let signed = sign(&best, call, self.signer, Terms { nonce: next, anchor: (anchor, hash) })?;
        let refused = |refusal| SubmitError::Refused { call: title.clone(), refusal };
        match ask::bounded("asking whether it is valid", signed.validate()).await.map_err(before)? {
            ValidationResult::Valid(_) => {}
            ValidationResult::Invalid(invalid) => return Err(refused(Refusal::of_invalid(&invalid))),
            ValidationResult::Unknown(unknown) => return Err(refused(Refusal::of_unknown(&unknown))),
        }
        let sent = Sent { call: title.clone(), hotkey, bytes: signed.encoded().to_vec(), nonce: next, anchor };
        // From here on it may be out, whatever happens to us.
        *self.place = Some(sent.clone());
        let outcome = follow(self.chain, &connection, &sent, pace(&connection)).await;
        let is_open = matches!(&outcome, Err(SubmitError::Unknown { .. }));
        if !is_open {
            *self.place = None;
        }
        outcome
    }

    /// Whether what is signed at the finalized block `anchor` can land, and not too late.
    fn is_in_time(&self, anchor: u64, best: u64) -> Result<(), Trouble> {
        let behind = best.saturating_sub(anchor);
        if behind > FINALITY {
            let reason = format_args!("it stands still, {behind} blocks behind the newest one");
            return Err(Trouble::new("waiting for finality", reason));
        }
        match self.made_at {
            Some(made) if anchor > made.0.saturating_add(TO_SIGN) => {
                let reason = format_args!("the state that it goes by is {} blocks old", anchor - made.0);
                Err(Trouble::new("signing it in time", reason))
            }
            _ => Ok(()),
        }
    }

    fn is_same_chain(&self, connection: &Connection, call: &str) -> Result<(), SubmitError> {
        let found = connection.api.genesis_hash();
        if found == self.genesis {
            return Ok(());
        }
        let (expected, found) = (format!("{:?}", self.genesis), format!("{found:?}"));
        Err(SubmitError::OtherChain { call: call.to_owned(), expected, found })
    }
}

/// The connection, as trouble if there is none.
pub(super) async fn connection(chain: &Subtensor) -> Result<Arc<Connection>, Trouble> {
    chain.connection().await.map_err(|error| Trouble::of_node("connecting", &error))
}

/// Time between two blocks, within bounds, since waits follow it.
pub(super) fn pace(connection: &Connection) -> Duration {
    connection.block_time.clamp(Duration::from_millis(100), Duration::from_mins(1))
}

/// When waiting for a transaction ends, by the clock: blocks may stop coming.
pub(super) fn deadline(block_time: Duration) -> Instant {
    Instant::now() + block_time * 160 + Duration::from_mins(1)
}
