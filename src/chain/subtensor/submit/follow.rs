//! From submission to finality, along the statuses that the node tells.

use std::time::Duration;

use subxt::config::substrate::H256;
use subxt::rpcs::methods::legacy::TransactionStatus;
use tokio::time::timeout;

use super::super::Subtensor;
use super::super::connection::Connection;
use super::ask::LIMIT;
use super::fate::{fate, outcome_in};
use super::refusal::Answer;
use super::turn::{Sent, deadline};
use super::{Landed, SubmitError};

/// Blocks without a word about a transaction after which its fate is looked up instead.
const SILENCE: u32 = 10;

/// Submits once. Whatever the node then tells or fails to tell, the answer is what a finalized block holds.
pub(super) async fn follow(
    chain: &Subtensor,
    connection: &Connection,
    sent: &Sent,
    block_time: Duration,
) -> Result<Landed, SubmitError> {
    let submitted = timeout(LIMIT, connection.methods.author_submit_and_watch_extrinsic(&sent.bytes)).await;
    let mut statuses = match submitted {
        Ok(Ok(statuses)) => statuses,
        Ok(Err(subxt::rpcs::Error::User(error))) => {
            return match Answer::of(&error) {
                Answer::Refused(refusal) => Err(SubmitError::Refused { call: sent.call.clone(), refusal }),
                Answer::Known => fate(chain, sent, "the node had it already").await,
                Answer::Unclear(said) => fate(chain, sent, &said).await,
            };
        }
        Ok(Err(error)) => return fate(chain, sent, &format!("the connection failed ({error})")).await,
        Err(_) => return fate(chain, sent, "the node did not answer").await,
    };
    tracing::debug!(call = sent.call, nonce = sent.nonce, "transaction submitted");
    let silence = (block_time * SILENCE).max(Duration::from_secs(5));
    let end = deadline(block_time);
    loop {
        let wait = silence.min(end.saturating_duration_since(tokio::time::Instant::now()));
        let why = match timeout(wait, statuses.next()).await {
            Ok(Some(Ok(status))) => match step(&sent.call, &status) {
                Step::Wait => continue,
                Step::Final(block) => match outcome_in(connection, sent, block).await {
                    Ok(outcome) => return outcome,
                    Err(trouble) => trouble.to_string(),
                },
                Step::Over(why) => why.to_owned(),
            },
            Ok(Some(Err(error))) => format!("the connection failed ({error})"),
            Ok(None) => "the connection was lost".into(),
            Err(_) => format!("the node fell silent for {wait:?}"),
        };
        return fate(chain, sent, &why).await;
    }
}

/// What a status means.
enum Step {
    Wait,
    /// It is in this block for good.
    Final(H256),
    /// The node tells no more; that it never lands is likely, not certain: other nodes may have it.
    Over(&'static str),
}

fn step(call: &str, status: &TransactionStatus<H256>) -> Step {
    match status {
        TransactionStatus::Future | TransactionStatus::Ready | TransactionStatus::Broadcast(_) => Step::Wait,
        TransactionStatus::InBlock(block) => {
            tracing::debug!(call, ?block, "transaction included");
            Step::Wait
        }
        TransactionStatus::Retracted(block) => {
            tracing::info!(call, ?block, "the block of a transaction was replaced; it is included again or not");
            Step::Wait
        }
        TransactionStatus::Finalized(block) => Step::Final(*block),
        TransactionStatus::FinalityTimeout(_) => Step::Over("its block was not finalized in time"),
        TransactionStatus::Usurped(_) => Step::Over("another one with its nonce took its place in the pool"),
        TransactionStatus::Dropped => Step::Over("the node dropped it from its pool"),
        TransactionStatus::Invalid => Step::Over("the node found that it is not valid any more"),
    }
}
