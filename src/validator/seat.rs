//! Keeps what the validator tells of its own seat from growing old between two rounds.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::node::Node;
use crate::chain::Chain;
use crate::daemon::seat::Calendar;
use crate::types::{BlockNumber, Netuid, UnixMillis};

/// Between two looks at how old it is.
const LOOK: Duration = Duration::from_secs(6);

/// How old a metagraph may be that nobody else needs. Over a connection it is work for a node that others use too.
const AGE: Duration = Duration::from_mins(1);
const AGE_FAR: Duration = Duration::from_mins(5);

/// When the metagraph was read, and what goes with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) read_at: UnixMillis,
    pub(super) calendar: Calendar,
}

impl Reading {
    /// For a metagraph that was just read.
    pub(super) async fn begin(chain: &dyn Chain, netuid: Netuid, block: BlockNumber) -> Self {
        let (read_at, mut calendar) = (UnixMillis::now(), Calendar::default());
        calendar.refresh(chain, netuid, block).await;
        Self { read_at, calendar }
    }
}

/// Reads anew what has grown old, until `stop`.
pub(super) async fn run(node: Arc<Node>, stop: CancellationToken) {
    let age = if node.chain.connection().is_some() { AGE_FAR } else { AGE };
    let mut tried_at = UnixMillis::now();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let (Reading { read_at, mut calendar }, block) = (*node.reading(), node.clock.borrow().block);
        let look = async {
            calendar.refresh(&*node.chain, node.netuid, block).await;
            node.reading().calendar = calendar;
            let now = UnixMillis::now();
            if read_at.max(tried_at).until(now) >= age {
                tried_at = now;
                if let Err(error) = node.read_metagraph().await {
                    tracing::debug!(%error, "the metagraph could not be read anew");
                }
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = look => {}
        }
    }
}
