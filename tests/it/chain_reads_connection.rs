//! The connection to a network's chain: lost, silent, limited, of another chain, and made anew.

use std::sync::Arc;
use std::time::Duration;

use gascli::chain::{self, At, Chain, ChainError, Endpoint};
use gascli::protocol::daemon_state::ConnectionState;
use gascli::types::{BlockNumber, Hint as _, Netuid};
use serde_json::json;

use crate::chain_gate::{Gate, Reply};
use crate::node::{Node, Spec};

const NETUID: Netuid = Netuid(1);

/// Nobody listens there.
const DEAD: &str = "ws://127.0.0.1:1";

const LIMIT: Duration = Duration::from_secs(40);

async fn connect(urls: &[&str]) -> Result<Arc<dyn Chain>, ChainError> {
    chain::connect(&Endpoint::Remote(urls.iter().map(|url| (*url).to_owned()).collect())).await
}

/// Waits until the connection is as wanted.
async fn until(chain: &dyn Chain, what: &str, is: impl FnMut(&ConnectionState) -> bool) -> ConnectionState {
    until_within(LIMIT, chain, what, is).await
}

async fn until_within(
    limit: Duration,
    chain: &dyn Chain,
    what: &str,
    mut is: impl FnMut(&ConnectionState) -> bool,
) -> ConnectionState {
    let looking = async {
        loop {
            let state = chain.connection().unwrap();
            if is(&state) {
                return state;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let found = tokio::time::timeout(limit, looking).await;
    found.unwrap_or_else(|_| panic!("waited {limit:?} in vain for {what}: {:?}", chain.connection()))
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_endpoints_the_one_that_works_is_used() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let chain = connect(&[DEAD, &node.url()]).await.unwrap();
    assert_eq!(chain.block().await.unwrap(), BlockNumber(node.best()));
    let status = chain.status().await.unwrap();
    assert_eq!((status.endpoint, status.fallbacks), (node.url(), vec![DEAD.to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_endpoint_works_each_is_named_with_its_reason() {
    let error = connect(&[DEAD, "ws://127.0.0.1:2"]).await.err().unwrap();
    let text = error.to_string();
    assert!(text.contains("127.0.0.1:1: ") && text.contains("127.0.0.1:2: ") && text.contains("refused"), "{text}");
    assert!(error.hint().unwrap().contains("BT_CHAIN_ENDPOINT"));
}

#[tokio::test(flavor = "multi_thread")]
async fn new_blocks_are_seen_without_asking_for_them() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    let chain = connect(&[&gate.url()]).await.unwrap();
    let asked = gate.asked("chain_getHeader");
    for _ in 0..5 {
        let best = node.block();
        until(&*chain, "the new block", |state| state.best == Some(BlockNumber(best))).await;
        assert_eq!(chain.block().await.unwrap(), BlockNumber(best));
    }
    assert_eq!(gate.asked("chain_getHeader"), asked);
    until(&*chain, "the final block", |state| state.finalized == Some(BlockNumber(node.finalized()))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_is_made_anew_and_reads_go_on() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let chain = connect(&[&node.url()]).await.unwrap();
    let before = chain.metagraph(NETUID, At::Finalized).await.unwrap();
    node.drop_connections();
    // Asked at once: whether the loss is known by then or not, the answer is the same.
    assert_eq!(chain.metagraph(NETUID, At::Finalized).await.unwrap(), before);
    let state = until(&*chain, "a new connection", |state| state.reconnects == 1 && state.connected).await;
    assert!(state.last_error.is_some() && state.connected_since_ms.is_some());
    let best = node.block();
    until(&*chain, "blocks over the new connection", |state| state.best == Some(BlockNumber(best))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_falls_silent_is_told_to_be_stale_and_left_for_the_next_endpoint() {
    // Blocks of 250 ms: the shortest silence that counts is five seconds.
    let Some(node) = Node::start(Spec::S461) else { return };
    let (one, two) = (Gate::before(node.url()).await, Gate::before(node.url()).await);
    let chain = connect(&[&one.url(), &two.url()]).await.unwrap();
    node.block();
    node.stall(true);
    let state = until(&*chain, "the silence to be told", |state| state.stale_since_ms.is_some()).await;
    assert!(state.connected, "what is there can still be asked");
    assert!(state.complaint(gascli::types::UnixMillis::now()).unwrap().contains("no new block for"));
    let state = until(&*chain, "the next endpoint", |state| state.endpoint == two.url()).await;
    assert!(state.last_error.unwrap().contains("no new block for 5 s"));
    assert!(chain.block().await.is_ok(), "the last block that was seen");
    node.stall(false);
    let best = node.block();
    let state = until(&*chain, "blocks again", |state| state.best == Some(BlockNumber(best))).await;
    assert_eq!((state.stale_since_ms, state.complaint(gascli::types::UnixMillis::now())), (None, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_on_which_nothing_becomes_final_is_left_for_the_next_endpoint() {
    // Blocks of 250 ms: the shortest lag that counts is half a minute.
    let Some(node) = Node::start(Spec::S461) else { return };
    let (one, two) = (Gate::before(node.url()).await, Gate::before(node.url()).await);
    one.edits(|method, _, _| match method {
        "chain_finalizedHead" => Reply::Silence,
        _ => Reply::Same,
    });
    let chain = connect(&[&one.url(), &two.url()]).await.unwrap();
    node.blocks_every(Duration::from_millis(250));
    let limit = Duration::from_mins(2);
    let state = until_within(limit, &*chain, "the next endpoint", |state| state.endpoint == two.url()).await;
    let error = state.last_error.unwrap();
    assert!(error.contains(&format!("{} has shown new blocks, but none that became final for ", one.url())), "{error}");
    let state = until(&*chain, "final blocks", |state| state.finalized.is_some()).await;
    assert_eq!((state.finality_stalled_since_ms, state.reconnects, state.connected), (None, 1, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_limits_us_is_left_alone_and_the_others_are_not_asked_in_its_place() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let spare = Gate::before(node.url()).await;
    node.refuse_connections(Some(429));
    let error = connect(&[&node.url(), DEAD]).await.err().unwrap();
    assert_eq!(
        error.to_string(),
        format!("{} limits this machine: it answers the handshake with HTTP 429", node.url())
    );
    node.refuse_connections(None);

    let chain = connect(&[&node.url(), &spare.url()]).await.unwrap();
    node.refuse_connections(Some(403));
    node.drop_connections();
    // A connection that breaks is followed by the next endpoint; that one reaches the same node, which limits now.
    until(&*chain, "the loss", |state| !state.connected).await;
    node.refuse_connections(None);
    until(&*chain, "a connection", |state| state.connected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_closes_for_policy_is_waited_for() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let (gate, spare) = (Gate::before(node.url()).await, Gate::before(node.url()).await);
    let chain = connect(&[&gate.url(), &spare.url()]).await.unwrap();
    gate.throw_out(false, Some(1008));
    let state = until(&*chain, "the same endpoint again", |state| state.reconnects == 1).await;
    assert_eq!(state.endpoint, gate.url());
    assert!(state.last_error.unwrap().contains("limits this machine: it closed the connection (code 1008"));
    assert_eq!(spare.asked("chain_getHeader"), 0);
    // Broken is another matter.
    gate.throw_out(true, None);
    let state = until(&*chain, "the spare endpoint", |state| state.reconnects == 2).await;
    assert_eq!(state.endpoint, spare.url());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_answers_with_its_limit_is_not_asked_again_at_once() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    let chain = connect(&[&gate.url()]).await.unwrap();
    gate.edits(|method, _, _| match method {
        "chain_getFinalizedHead" => Reply::Error(-32005, "too many requests"),
        _ => Reply::Same,
    });
    let asked = gate.asked("chain_getFinalizedHead");
    for _ in 0..20 {
        let error = chain.metagraph(NETUID, At::Finalized).await.unwrap_err().to_string();
        assert!(error.contains("limits this machine: too many requests (-32005)"), "{error}");
    }
    assert_eq!(gate.asked("chain_getFinalizedHead"), asked + 1, "asked once, then left alone");
    gate.edits(|_, _, _| Reply::Same);
    let answers = async {
        while chain.metagraph(NETUID, At::Finalized).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LIMIT, answers).await.expect("it is asked again after the pause");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_of_another_chain_is_never_used() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let (gate, other) = (Gate::before(node.url()).await, Gate::before(node.url()).await);
    let another = format!("0x{}", "ab".repeat(32));
    let said = another.clone();
    other.edits(move |method, params, _| match method {
        "chain_getBlockHash" if params[0] == json!(0) => Reply::Result(said.clone().into()),
        _ => Reply::Same,
    });
    let chain = connect(&[&gate.url(), &other.url()]).await.unwrap();
    gate.throw_out(true, None);
    let state = until(&*chain, "the other chain to be refused", |state| {
        state.last_error.as_ref().is_some_and(|error| error.contains("belongs to another chain"))
    })
    .await;
    assert!(!state.connected && state.last_error.unwrap().contains(&another));
    assert_eq!(other.asked("state_call") + other.asked("state_queryStorageAt"), 0, "nothing was read from it");
    gate.throw_out(false, None);
    let state = until(&*chain, "the first one again", |state| state.connected).await;
    assert_eq!(state.endpoint, gate.url());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_node_is_waited_for_and_one_that_never_answers_is_given_up() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    let chain = connect(&[&gate.url()]).await.unwrap();
    node.delay(Duration::from_millis(700));
    assert!(chain.metagraph(NETUID, At::Finalized).await.is_ok());
    node.delay(Duration::ZERO);
    gate.edits(|method, _, _| match method {
        "state_queryStorageAt" => Reply::Silence,
        _ => Reply::Same,
    });
    let error = chain.hyperparameters(NETUID, At::Finalized).await.unwrap_err();
    assert_eq!(error.to_string(), format!("{} did not answer within 20s", gate.url()));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_a_new_connection_gets_one_to_the_next_endpoint() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let (one, two) = (Gate::before(node.url()).await, Gate::before(node.url()).await);
    let chain = connect(&[&one.url(), &two.url()]).await.unwrap();
    chain.reconnect().await.unwrap();
    let state = chain.connection().unwrap();
    assert_eq!((state.endpoint, state.reconnects), (two.url(), 1));
    assert!(chain.metagraph(NETUID, At::Finalized).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_while_a_connection_is_being_made_do_not_throw_away_the_one_that_comes() {
    let Some(node) = Node::start(Spec::S461) else { return };
    let chain = connect(&[&node.url()]).await.unwrap();
    node.block();
    node.stall(true);
    node.refuse_connections(Some(502));
    until(&*chain, "the failure to connect anew", |state| {
        state.last_error.as_ref().is_some_and(|error| error.contains("502"))
    })
    .await;
    for _ in 0..3 {
        let _ = tokio::time::timeout(Duration::from_millis(200), chain.reconnect()).await;
    }
    node.refuse_connections(None);
    node.stall(false);
    until(&*chain, "a connection", |state| state.reconnects > 0).await;
    for _ in 0..5 {
        let best = node.block();
        let state = until(&*chain, "a block", |state| state.best == Some(BlockNumber(best))).await;
        assert_eq!((state.reconnects, state.connected), (1, true));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_number_that_cannot_be_is_not_believed_and_blocks_go_on_after_it() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    let chain = connect(&[&gate.url()]).await.unwrap();
    gate.edits(|method, _, head| match method {
        "chain_newHead" | "chain_finalizedHead" => {
            let mut head = head.clone();
            head["number"] = "0x3b9aca00".into();
            Reply::Result(head)
        }
        _ => Reply::Same,
    });
    node.block();
    let state = until(&*chain, "the number to be refused", |state| {
        state.last_error.as_ref().is_some_and(|error| error.contains("shows block 1000000000, which is too far ahead"))
    })
    .await;
    assert!(state.best.unwrap().0 <= node.best());
    gate.edits(|_, _, _| Reply::Same);
    until(&*chain, "a connection", |state| state.connected).await;
    let best = node.block();
    until(&*chain, "the true block", |state| state.best == Some(BlockNumber(best))).await;
    assert_eq!(chain.block().await.unwrap(), BlockNumber(best));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_begins_anew_is_followed_from_where_it_is() {
    let (Some(long), Some(short)) = (Node::start(Spec::S424), Node::start(Spec::S424)) else { return };
    let gate = Gate::before(long.url()).await;
    // Both have the same first block, as a network of one's own has after it was cleared.
    gate.edits(|method, params, _| match method {
        "chain_getBlockHash" if params[0] == json!(0) => Reply::Result(format!("0x{}", "ab".repeat(32)).into()),
        _ => Reply::Same,
    });
    for _ in 0..60 {
        long.block();
    }
    let chain = connect(&[&gate.url()]).await.unwrap();
    assert_eq!(chain.block().await.unwrap(), BlockNumber(long.best()));
    gate.leads_to(short.url());
    gate.throw_out(false, None);
    until(&*chain, "doubts", |state| state.last_error.as_ref().is_some_and(|error| error.contains("is behind"))).await;
    until(&*chain, "a connection", |state| state.connected && state.best == Some(BlockNumber(short.best()))).await;
    let best = short.block();
    until(&*chain, "a block", |state| state.best == Some(BlockNumber(best))).await;
    assert_eq!(chain.metagraph(NETUID, At::Best).await.unwrap().block, BlockNumber(best));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_was_far_behind_and_caught_up_is_believed_after_some_doubts() {
    let Some(node) = Node::start(Spec::S424) else { return };
    let gate = Gate::before(node.url()).await;
    let chain = connect(&[&gate.url()]).await.unwrap();
    gate.throw_out(true, None);
    until(&*chain, "the loss", |state| !state.connected).await;
    // More than the time that passes explains.
    for _ in 0..400 {
        node.block();
    }
    gate.throw_out(false, None);
    until(&*chain, "doubts", |state| state.last_error.as_ref().is_some_and(|error| error.contains("too far ahead")))
        .await;
    until(&*chain, "a connection", |state| state.connected && state.best == Some(BlockNumber(node.best()))).await;
    let best = node.block();
    until(&*chain, "a block", |state| state.best == Some(BlockNumber(best))).await;
    assert_eq!(chain.block().await.unwrap(), BlockNumber(best));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_tells_blocks_and_answers_nothing_is_left_for_the_next_endpoint() {
    let Some(node) = Node::start(Spec::S461) else { return };
    let (one, two) = (Gate::before(node.url()).await, Gate::before(node.url()).await);
    let chain = connect(&[&one.url(), &two.url()]).await.unwrap();
    node.blocks_every(Duration::from_millis(250));
    one.edits(|method, _, _| match method {
        "state_call" | "state_queryStorageAt" => Reply::Error(-32603, "busy"),
        _ => Reply::Same,
    });
    let reading = async {
        while chain.metagraph(NETUID, At::Finalized).await.is_err() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(LIMIT, reading).await.expect("the other endpoint is asked");
    let state = chain.connection().unwrap();
    assert_eq!((state.endpoint, state.reconnects), (two.url(), 1));
}
