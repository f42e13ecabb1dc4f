//! What became of a transaction, by what finalized blocks hold (`spec/chain.md` 3.3).
//!
//! A hotkey's nonce tells it: as long as the nonce has not moved past the transaction's, it has not landed; where it
//! moves, the block holds either the transaction or another one of the same key, and then ours never can. When the era is over
//! and the nonce has not moved, it did not happen.

use std::time::Duration;

use subxt::config::substrate::H256;
use subxt::error::DispatchError;
use subxt::events::Phase;
use tokio::time::{Instant, sleep, timeout};

use super::super::Subtensor;
use super::super::connection::Connection;
use super::ask::{self, Trouble};
use super::dispatch;
use super::turn::{Sent, connection, deadline, pace};
use super::{Landed, SubmitError};
use crate::types::BlockNumber;

/// Longest time without an answer of any node before it is given up for now.
const UNREACHABLE: Duration = Duration::from_mins(5);

/// Pause between two looks, at most.
pub(super) const PAUSE: Duration = Duration::from_secs(3);

/// The same where no node could be asked.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Longest that one look may take: a few questions for each block of an era at worst.
const LOOK: Duration = Duration::from_mins(2);

/// twox128("System") and twox128("Events").
const EVENTS: &str = "26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7";

/// Looks until it is certain what became of `sent`. `why`: what made it uncertain.
pub(super) async fn fate(chain: &Subtensor, sent: &Sent, why: &str) -> Result<Landed, SubmitError> {
    tracing::warn!(call = sent.call, nonce = sent.nonce, why, "a transaction's fate is looked up");
    let mut search = Search::new(sent);
    let mut end: Option<Instant> = None;
    let mut reached = Instant::now();
    let mut rest = Duration::from_secs(1);
    loop {
        let pause = match search.look(chain, sent).await {
            Ok(Look::Certain(outcome)) => return outcome,
            Ok(Look::Open(block_time)) => {
                (reached, rest) = (Instant::now(), Duration::from_secs(1));
                let end = *end.get_or_insert_with(|| deadline(block_time));
                if Instant::now() >= end {
                    return Err(sent.unknown(format!("{why}, and no block came that would tell")));
                }
                block_time.min(PAUSE)
            }
            Err(trouble) if reached.elapsed() >= UNREACHABLE => {
                return Err(sent.unknown(format!("{why}, and no node could be asked ({trouble})")));
            }
            Err(trouble) => {
                tracing::debug!(%trouble, "a transaction's fate could not be looked up yet");
                let pause = rest;
                rest = rest.saturating_mul(2).min(LONGEST_PAUSE);
                pause
            }
        };
        sleep(pause).await;
    }
}

/// What is certain about `sent` by now.
pub(super) async fn fate_now(chain: &Subtensor, sent: &Sent) -> Result<Landed, SubmitError> {
    match Search::new(sent).look(chain, sent).await {
        Ok(Look::Certain(outcome)) => outcome,
        Ok(Look::Open(_)) => Err(sent.unknown("nobody followed it any more")),
        Err(trouble) => Err(sent.unknown(format!("nobody followed it any more, and {trouble}"))),
    }
}

enum Look {
    Certain(Result<Landed, SubmitError>),
    /// Not yet; with the time between two blocks.
    Open(Duration),
}

/// The finalized blocks between which it landed, if it did. Kept from look to look.
struct Search {
    /// It is in none up to this one.
    low: u64,
    /// Its nonce is used by this one.
    high: Option<u64>,
}

impl Search {
    const fn new(sent: &Sent) -> Self {
        Self { low: sent.anchor, high: None }
    }

    async fn look(&mut self, chain: &Subtensor, sent: &Sent) -> Result<Look, Trouble> {
        let late = || Trouble::new("looking it up", format_args!("it takes more than {LOOK:?}"));
        timeout(LOOK, self.look_now(chain, sent)).await.unwrap_or_else(|_| Err(late()))
    }

    async fn look_now(&mut self, chain: &Subtensor, sent: &Sent) -> Result<Look, Trouble> {
        let connection = connection(chain).await?;
        let (number, hash) = ask::finalized(&connection).await?;
        if ask::nonce_at(&connection, &sent.hotkey, hash).await? <= sent.nonce {
            if number > sent.until().0 {
                return Ok(Look::Certain(Err(expired(sent))));
            }
            self.low = self.low.max(number);
            return Ok(Look::Open(pace(&connection)));
        }
        if !self.narrow(&connection, sent, number).await? {
            return Ok(Look::Certain(Err(expired(sent))));
        }
        Ok(Look::Certain(self.find(&connection, sent).await?))
    }

    /// Narrows the search to one block, as far as the node still has the states. By the finalized block `head` the nonce is
    /// used. `false`: it was not as long as the transaction could land.
    async fn narrow(&mut self, connection: &Connection, sent: &Sent, head: u64) -> Result<bool, Trouble> {
        let nonce_of = async |number| {
            let hash = ask::hash_of(connection, number).await?;
            ask::nonce_at(connection, &sent.hotkey, hash).await
        };
        let mut high = self.high.map_or(head, |high| high.min(head));
        let last = sent.until().0;
        if high > last {
            match nonce_of(last).await {
                Ok(nonce) if nonce <= sent.nonce => return Ok(false),
                Err(trouble) if !trouble.is_gone => return Err(trouble),
                Ok(_) | Err(_) => high = last,
            }
        }
        if high <= self.low {
            // Another node has told otherwise.
            (self.low, self.high) = (sent.anchor, None);
            return Err(Trouble::new("finding its block", "the nodes contradict each other"));
        }
        self.high = Some(high);
        while high - self.low > 1 {
            let middle = self.low + (high - self.low) / 2;
            match nonce_of(middle).await {
                Ok(nonce) if nonce > sent.nonce => {
                    high = middle;
                    self.high = Some(high);
                }
                Ok(_) => self.low = middle,
                // A node that has forgotten so old a state: the bodies are looked at instead.
                Err(trouble) if trouble.is_gone => break,
                Err(trouble) => return Err(trouble),
            }
        }
        Ok(true)
    }

    /// The block in which the nonce was used, and what is there. Whatever it is, it is over.
    async fn find(&mut self, connection: &Connection, sent: &Sent) -> Result<Result<Landed, SubmitError>, Trouble> {
        let high = self.high.unwrap_or(self.low);
        let mut unread = None;
        for number in self.low + 1..=high {
            let found = match ask::hash_of(connection, number).await {
                Ok(hash) => holds(connection, sent, hash).await.map(|holds| holds.then_some(hash)),
                Err(trouble) => Err(trouble),
            };
            match found {
                Ok(Some(hash)) => return outcome_in(connection, sent, hash).await,
                Ok(None) if unread.is_none() && number < high => self.low = number,
                Ok(None) => {}
                Err(trouble) if trouble.is_gone => unread = Some(trouble.to_string()),
                Err(trouble) => return Err(trouble),
            }
        }
        let (call, hotkey, nonce) = (sent.call.clone(), sent.hotkey, sent.nonce);
        Ok(Err(match unread {
            Some(why) => SubmitError::Unread { call, block: BlockNumber(high), why },
            None => SubmitError::Replaced { call, hotkey, nonce },
        }))
    }
}

fn expired(sent: &Sent) -> SubmitError {
    SubmitError::Expired { call: sent.call.clone(), until: sent.until() }
}

async fn holds(connection: &Connection, sent: &Sent, hash: H256) -> Result<bool, Trouble> {
    Ok(ask::body(connection, hash).await?.block.extrinsics.iter().any(|one| one.0 == sent.bytes))
}

/// How a transaction ended in the block that holds it.
pub(super) async fn outcome_in(
    connection: &Connection,
    sent: &Sent,
    hash: H256,
) -> Result<Result<Landed, SubmitError>, Trouble> {
    let found = ask::body(connection, hash).await?.block;
    let block = BlockNumber(found.header.number);
    let unread = |why: String| SubmitError::Unread { call: sent.call.clone(), block, why };
    let Some(index) = found.extrinsics.iter().position(|one| one.0 == sent.bytes) else {
        return Err(Trouble::new("finding it in its block", "it is not there"));
    };
    // What the node will never have again is unread for good; anything else may be asked for once more.
    let events = match ask::raw(connection, "reading events", EVENTS, hash).await {
        Ok(Some(events)) => events,
        Ok(None) => return Ok(Err(unread("the block has no events".into()))),
        Err(trouble) if trouble.is_gone => return Ok(Err(unread(trouble.to_string()))),
        Err(trouble) => return Err(trouble),
    };
    // Events are written by the runtime that made the block, which is its parent's; an upgrade counts for the next.
    let parent = BlockNumber(block.0.saturating_sub(1));
    let runtime = match ask::at(connection, found.header.parent_hash, parent).await {
        Ok(runtime) => runtime,
        Err(trouble) if trouble.is_gone => return Ok(Err(unread(trouble.to_string()))),
        Err(trouble) => return Err(trouble),
    };
    let events = runtime.events().from_bytes(events);
    for event in events.iter() {
        let event = match event {
            Ok(event) => event,
            Err(error) => return Ok(Err(unread(error.to_string()))),
        };
        if event.phase() != Phase::ApplyExtrinsic(u32::try_from(index).unwrap_or(u32::MAX))
            || event.pallet_name() != "System"
        {
            continue;
        }
        match event.event_name() {
            "ExtrinsicSuccess" => return Ok(Ok(Landed { block })),
            "ExtrinsicFailed" => {
                let failure = DispatchError::decode_from(event.field_bytes(), runtime.metadata());
                let (name, words) = dispatch::name_and_words(failure);
                return Ok(Err(SubmitError::Failed { call: sent.call.clone(), block, name, words }));
            }
            _ => {}
        }
    }
    Ok(Err(unread("the block's events do not mention it".into())))
}
