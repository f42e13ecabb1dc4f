//! Follows the heads that a node tells of, for as long as they come and make sense.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

use super::NodeError;
use super::connection::{Connection, Header, REQUEST};
use super::keeper::{Seen, Shared};
use super::rotation::Rotation;
use crate::types::BlockNumber;

/// Block times without a finalized block, while new ones come, after which finality has stalled.
const UNFINALIZED_BLOCKS: u32 = 30;
const SHORTEST_LAG: Duration = Duration::from_secs(30);

/// Why a connection is followed no longer.
pub(super) enum End {
    /// It is closed, or its subscriptions are, or nothing that it says can be believed.
    Lost(NodeError),
    /// Nothing new comes, or nothing is answered. What it does answer can still be used.
    Unfit(NodeError),
    /// Somebody wants another one.
    Asked(NodeError),
}

/// Follows the heads for as long as they come. `wishes`: those for another connection than this one.
pub(super) async fn follow(
    shared: &Shared,
    connection: &Connection,
    rotation: &mut Rotation,
    wishes: &mut watch::Receiver<u64>,
) -> End {
    let failed = |method: &str, error| NodeError::of_request(&connection.endpoint, method, REQUEST, &error);
    let mut best = match connection.methods.chain_subscribe_new_heads().await {
        Ok(heads) => heads,
        Err(error) => return End::Lost(failed("chain_subscribeNewHeads", error)),
    };
    let mut finalized = match connection.methods.chain_subscribe_finalized_heads().await {
        Ok(heads) => heads,
        Err(error) => return End::Lost(failed("chain_subscribeFinalizedHeads", error)),
    };
    let (patience, began) = (connection.patience(), Instant::now());
    let lag = (connection.block_time * UNFINALIZED_BLOCKS).max(SHORTEST_LAG);
    // A node that is behind what was seen before and catches up is not silent.
    let (mut newest, mut silent_at) = (connection.best.1, began + patience);
    loop {
        tokio::select! {
            head = best.next() => match head {
                Some(Ok(head)) => {
                    let block = BlockNumber(head.number);
                    if let Err(error) = check(shared, connection, block) {
                        return End::Lost(error);
                    }
                    if block > newest {
                        newest = block;
                        silent_at = Instant::now() + patience;
                        rotation.works();
                        told_best(shared, block);
                        check_finality(shared, began, lag);
                        let unfinalized = final_since(shared.state.borrow().finalized, began).elapsed();
                        if unfinalized > lag && !rotation.is_alone() {
                            let endpoint = connection.endpoint.clone();
                            return End::Unfit(NodeError::Unfinalized { endpoint, after: unfinalized });
                        }
                    }
                }
                other => return End::Lost(why(connection, other).await),
            },
            head = finalized.next() => match head {
                Some(Ok(head)) => {
                    let block = BlockNumber(head.number);
                    if let Err(error) = check(shared, connection, block) {
                        return End::Lost(error);
                    }
                    told_finalized(shared, block);
                }
                other => return End::Lost(why(connection, other).await),
            },
            () = sleep_until(silent_at) => {
                shared.state.send_modify(|state| state.is_stale = true);
                return End::Unfit(NodeError::Stale { endpoint: connection.endpoint.clone(), after: patience });
            }
            error = connection.unfit() => {
                // To connect anew to the only endpoint, which limits us, would begin its pauses anew.
                if !(error.is_policy() && rotation.is_alone()) {
                    return End::Unfit(error);
                }
            }
            Ok(()) = wishes.changed() => {
                return End::Asked(NodeError::GivenUp { endpoint: connection.endpoint.clone() });
            }
        }
    }
}

/// Why a subscription ended.
async fn why(connection: &Connection, last: Option<Result<Header, subxt::rpcs::Error>>) -> NodeError {
    // The socket's own words come a moment after its subscriptions have ended.
    if let Ok(error) = timeout(Duration::from_secs(1), connection.ended()).await {
        return error;
    }
    match last {
        Some(Err(error)) => connection.garbled(&format!("a head cannot be read: {error}")),
        _ => connection.garbled("it ended the subscription of heads"),
    }
}

/// Numbers come unproven. One that is absurd would make every honest node look as if it were behind.
fn check(shared: &Shared, connection: &Connection, block: BlockNumber) -> Result<(), NodeError> {
    match shared.state.borrow().best {
        Some(seen) if block > seen.highest(connection.block_time) => {
            Err(NodeError::Ahead { endpoint: connection.endpoint.clone(), best: block, known: seen.block })
        }
        _ => Ok(()),
    }
}

/// Takes note of a new block over this connection, which need not be the newest of all.
fn told_best(shared: &Shared, block: BlockNumber) {
    shared.state.send_modify(|state| {
        if state.is_stale {
            tracing::info!(%block, "the chain shows new blocks again");
        }
        state.is_stale = false;
        if state.best.is_none_or(|seen| block > seen.block) {
            state.best = Some(Seen::now(block));
        }
    });
}

fn told_finalized(shared: &Shared, block: BlockNumber) {
    shared.state.send_if_modified(|state| {
        let is_newer = state.finalized.is_none_or(|seen| block > seen.block);
        if is_newer {
            if state.finality_stalled {
                tracing::info!(%block, "blocks become final again");
            }
            state.finalized = Some(Seen::now(block));
            state.finality_stalled = false;
        }
        is_newer
    });
}

/// Since when a connection has shown no block that became final: one that is younger than the last of those has its time
/// first, so that where the whole chain stalls, endpoints are changed no more often than that.
fn final_since(finalized: Option<Seen>, began: Instant) -> Instant {
    finalized.map_or(began, |seen| seen.since.max(began))
}

/// Says once that blocks come and none of them becomes final.
fn check_finality(shared: &Shared, began: Instant, lag: Duration) {
    shared.state.send_if_modified(|state| {
        let since = state.finalized.map_or(began, |seen| seen.since);
        let stalls = !state.finality_stalled && since.elapsed() > lag;
        if stalls {
            state.finality_stalled = true;
            let finalized = state.finalized.map(|seen| seen.block.0);
            tracing::warn!(finalized, "new blocks come, but none has become final for a while");
        }
        stalls
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_connections_missed_is_not_held_against_a_new_one() {
        let (earlier, mut seen) = (Instant::now(), Seen::now(BlockNumber(9)));
        seen.since = earlier + SHORTEST_LAG;
        let later = seen.since + SHORTEST_LAG;
        assert_eq!(final_since(None, earlier), earlier);
        assert_eq!(final_since(Some(seen), earlier), seen.since);
        assert_eq!(final_since(Some(seen), later), later);
    }
}
