//! Transactions on the test node, on all runtimes: set, committed, published; refused, failed, lost, replaced.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use gascli::chain::subtensor::{SubmitError, Subtensor};
use gascli::chain::{At, Axon, Chain, ChainError, CommitmentField, Metagraph, WeightsCall, WeightsSet};
use gascli::types::{Hint, Keypair, Netuid, Uid};

use crate::chain_gate::{Gate, Reply};
use crate::chain_reads::without_metagraph;
use crate::node::{Node, Refusal, Spec, Submitted, hash};

/// Time between two blocks, where they come by themselves.
const TICK: Duration = Duration::from_millis(40);

/// Patience with anything.
const LIMIT: Duration = Duration::from_mins(1);

const WEIGHTS: [(Uid, u16); 2] = [(Uid(0), 21845), (Uid(1), 65535)];

struct World {
    node: Node,
    chain: Arc<Subtensor>,
}

impl World {
    async fn new(spec: Spec) -> Option<Self> {
        let node = Node::start(spec)?;
        let chain = Arc::new(Subtensor::connect(vec![node.url()]).await.unwrap());
        Some(Self { node, chain })
    }

    fn validator(&self) -> Keypair {
        self.node.key("//Alice//hot")
    }

    /// With a gate before the node.
    async fn gated(spec: Spec) -> Option<(Self, Gate)> {
        let node = Node::start(spec)?;
        let gate = Gate::before(node.url()).await;
        let chain = Arc::new(Subtensor::connect(vec![gate.url()]).await.unwrap());
        Some((Self { node, chain }, gate))
    }

    async fn set(&self, netuid: u16) -> Result<WeightsSet, ChainError> {
        set(&self.chain, &self.validator(), netuid).await
    }

    /// The same, going on by itself.
    fn setting(&self, netuid: u16) -> tokio::task::JoinHandle<Result<WeightsSet, ChainError>> {
        let (chain, signer) = (Arc::clone(&self.chain), self.validator());
        tokio::spawn(async move { set(&chain, &signer, netuid).await })
    }

    /// Waits until so many transactions have been taken.
    async fn taken(&self, count: usize) -> Vec<Submitted> {
        let end = Instant::now() + LIMIT;
        loop {
            let submitted = self.node.submitted();
            if submitted.len() >= count {
                return submitted;
            }
            assert!(Instant::now() < end, "{} of {count} transactions after {LIMIT:?}", submitted.len());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    fn calls(&self) -> Vec<(String, Result<(), String>)> {
        self.node.submitted().into_iter().map(|one| (one.call, one.outcome)).collect()
    }
}

async fn set(chain: &Subtensor, signer: &Keypair, netuid: u16) -> Result<WeightsSet, ChainError> {
    let call =
        WeightsCall { netuid: Netuid(netuid), mechanism: 0, weights: &WEIGHTS, version_key: 409_090, seats: None };
    tokio::time::timeout(LIMIT, chain.set_weights(signer, &call)).await.expect("setting weights ends")
}

async fn done<T>(task: tokio::task::JoinHandle<T>) -> T {
    tokio::time::timeout(LIMIT, task).await.expect("it ends").unwrap()
}

#[tokio::test]
async fn plain_weights_land_for_good_on_every_runtime() {
    for spec in Spec::ALL {
        let Some(world) = World::new(spec).await else { return };
        world.node.blocks_every(TICK);
        let set = world.set(1).await.unwrap();
        assert_eq!(set.reveal, None);
        assert!(world.node.finalized() >= set.block.0, "it is not final");
        assert_eq!(world.calls(), [("set_mechanism_weights".into(), Ok(()))]);
        let shown = world.chain.weights(Netuid(1), 0, Uid(0), At::Finalized).await.unwrap();
        assert_eq!(shown, WEIGHTS);
        // And once more: told at once, with the blocks that are left, and nothing is sent.
        let error = world.set(1).await.unwrap_err();
        assert!(matches!(error, ChainError::TooFast { blocks_left: 1..=100, .. }), "{error}");
        // What would be sent is shown all the same.
        let call = WeightsCall { netuid: Netuid(1), mechanism: 0, weights: &WEIGHTS, version_key: 0, seats: None };
        let preview = world.chain.preview_weights(&world.validator().hotkey(), &call).await.unwrap();
        assert!(preview.encoded.is_some(), "{}", preview.call);
        assert!(preview.refused.unwrap().contains("rate limit"));
        assert_eq!(world.node.submitted().len(), 1);
    }
}

#[tokio::test]
async fn committed_weights_are_revealed_by_the_round_that_was_chosen_on_every_runtime() {
    // The round whose signature is known: the chain's clock is set so that just that one is chosen.
    const ROUND: u64 = 1000;
    for spec in Spec::ALL {
        let Some(world) = World::new(spec).await else { return };
        let block_time = world.chain.status().await.unwrap().block_time;
        let step = u64::try_from(block_time.as_millis()).unwrap();
        let start = 1_692_803_367_000 + 6_000_000;
        world.node.model(|model| {
            model.subnet(2).tempo = 30;
            model.now_ms = Some(start);
        });
        world.node.block();
        let call = WeightsCall { netuid: Netuid(2), mechanism: 0, weights: &WEIGHTS, version_key: 0, seats: None };
        let preview = world.chain.preview_weights(&world.validator().hotkey(), &call).await.unwrap();
        assert!(preview.call.starts_with("SubtensorModule.commit_timelocked_mechanism_weights(netuid: 2, mecid: 0"));
        let round: u64 =
            preview.call.split("reveal_round: ").nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
        world.node.model(|model| model.now_ms = Some(start + step + ROUND * 3000 - round * 3000));
        let head = world.node.block();
        let end = Instant::now() + LIMIT;
        while world.chain.block().await.unwrap().0 < head {
            assert!(Instant::now() < end, "the head is not seen");
        }
        let setting = world.setting(2);
        world.taken(1).await;
        // Until it is final, and no further.
        for _ in 0..5 {
            world.node.block();
        }
        let set = done(setting).await.unwrap();
        assert_eq!(world.calls(), [("commit_timelocked_mechanism_weights".into(), Ok(()))]);
        let reveal = set.reveal.expect("it was committed");
        assert_eq!(reveal.round, ROUND);
        assert!(world.chain.weights(Netuid(2), 0, Uid(0), At::Best).await.unwrap().is_empty(), "readable at once");
        // The beacon goes by the chain's clock: a round that was chosen too late is not out when the epoch comes.
        let out_at = 1_692_803_367_000 + (ROUND - 1) * 3000;
        let (revealed, time) = (0..100)
            .find_map(|_| {
                let time = world.node.model(|model| model.now_ms.unwrap());
                if time >= out_at {
                    world.node.pulse(ROUND);
                }
                let block = world.node.block();
                world.node.model(|model| !model.subnet(2).seats[0].weights.is_empty()).then_some((block, time))
            })
            .unwrap_or_else(|| panic!("{spec:?}: never revealed"));
        let early = reveal.block.0.checked_sub(revealed);
        assert!(
            early.is_some_and(|early| early <= 3),
            "{spec:?}: told for block {}, revealed at {revealed}",
            reveal.block
        );
        assert!(time.abs_diff(out_at) <= 6000, "{spec:?}: out at {out_at}, revealed at {time}");
        for _ in 0..5 {
            world.node.block();
        }
        let end = Instant::now() + LIMIT;
        while world.chain.weights(Netuid(2), 0, Uid(0), At::Finalized).await.unwrap() != WEIGHTS {
            assert!(Instant::now() < end, "{spec:?}: other weights are revealed");
        }
    }
}

#[tokio::test]
async fn a_transaction_that_is_included_and_fails_is_told_by_name_whatever_number_the_runtime_has_for_it() {
    for spec in Spec::ALL {
        let Some(world) = World::new(spec).await else { return };
        world.node.blocks_every(TICK);
        world.node.fail_next("SubtensorModule", "SettingWeightsTooFast");
        let error = world.set(1).await.unwrap_err();
        assert!(matches!(error, ChainError::TooFast { .. }), "{error}");
        world.node.fail_next("SubtensorModule", "NeuronNoValidatorPermit");
        let error = world.set(1).await.unwrap_err();
        assert!(matches!(error, ChainError::NoPermit { .. }), "{error}");
        world.node.fail_next("SubtensorModule", "TooManyUnrevealedCommits");
        let error = world.set(2).await.unwrap_err();
        let ChainError::Submit(SubmitError::Failed { name, .. }) = &error else { panic!("{error}") };
        assert_eq!(name, "TooManyUnrevealedCommits");
        assert!(error.to_string().contains("wait for the next"), "{error}");
        world.node.fail_next("SubtensorModule", "HotKeyNotRegisteredInSubNet");
        let error = world.set(1).await.unwrap_err();
        assert!(error.to_string().contains("is not registered on netuid 1, where a seat costs τ0.5"), "{error}");
        assert!(error.hint().unwrap().contains("btcli subnets register --netuid 1"));
    }
}

#[tokio::test]
async fn every_refusal_of_the_pool_is_told_in_words_and_nothing_is_sent_again() {
    let Some(world) = World::new(Spec::S424).await else { return };
    world.node.blocks_every(TICK);
    for (refusal, words) in [
        (Refusal::Custom(0), "swap of the coldkey"),
        (Refusal::Custom(1), "the stake of the hotkey is too low"),
        (Refusal::Custom(3), "netuid 1 does not exist"),
        (Refusal::Custom(4), "is not registered on netuid 1"),
        (Refusal::Custom(6), "weights can be set again in"),
        (Refusal::Custom(10), "is not registered on netuid 1"),
        (Refusal::Custom(15), "is past already"),
        (Refusal::Custom(19), "is not registered on netuid 1"),
        (Refusal::Custom(255), "bad request"),
        (Refusal::Code(1010, "Invalid Transaction".into(), Some("Transaction is outdated".into())), "nonce is used"),
        (Refusal::Code(1012, "Transaction is temporarily banned".into(), None), "some minutes ago"),
        (Refusal::Code(1014, "Priority is too low".into(), None), "the same nonce waits"),
        (Refusal::Code(-32005, "rate limit".into(), None), "limits requests"),
    ] {
        let before = world.node.requests().iter().filter(|one| *one == "author_submitAndWatchExtrinsic").count();
        world.node.refuse_next(refusal.clone());
        let error = world.set(1).await.unwrap_err();
        assert!(error.to_string().contains(words), "{refusal:?}: {error}");
        let after = world.node.requests().iter().filter(|one| *one == "author_submitAndWatchExtrinsic").count();
        assert_eq!(after, before + 1, "{refusal:?}");
    }
    assert!(world.node.submitted().is_empty());
}

#[tokio::test]
async fn a_submission_whose_answer_never_comes_is_found_on_the_chain_and_never_sent_twice() {
    for spec in [Spec::S365, Spec::S461] {
        let Some(world) = World::new(spec).await else { return };
        world.node.swallow_next();
        let setting = world.setting(1);
        world.taken(1).await;
        world.node.blocks_every(TICK);
        let set = done(setting).await.unwrap();
        let submitted = world.node.submitted();
        assert_eq!(submitted.len(), 1, "sent again");
        assert_eq!(submitted[0].block, Some(set.block.0));
    }
}

#[tokio::test]
async fn a_connection_that_is_lost_while_waiting_costs_nothing_but_time() {
    let Some(world) = World::new(Spec::S424).await else { return };
    let setting = world.setting(1);
    world.taken(1).await;
    world.node.drop_connections();
    world.node.blocks_every(TICK);
    let set = done(setting).await.unwrap();
    assert_eq!(world.node.submitted()[0].block, Some(set.block.0));
    assert_eq!(world.node.submitted().len(), 1);
    // A failure is found that way too.
    world.node.blocks_every(Duration::ZERO);
    world.node.fail_next("SubtensorModule", "TooManyUnrevealedCommits");
    let setting = world.setting(2);
    world.taken(2).await;
    world.node.drop_connections();
    world.node.blocks_every(TICK);
    let error = done(setting).await.unwrap_err();
    assert!(error.to_string().contains("TooManyUnrevealedCommits"), "{error}");
    assert_eq!(world.node.submitted().len(), 2);
}

#[tokio::test]
async fn an_answer_that_says_nothing_is_no_failure_before_the_transaction_cannot_land_any_more() {
    let Some(world) = World::new(Spec::S424).await else { return };
    world.node.refuse_next(Refusal::Code(-32603, "Internal error".into(), None));
    let setting = world.setting(1);
    let end = Instant::now() + LIMIT;
    while !world.node.requests().contains(&"author_submitAndWatchExtrinsic".to_owned()) {
        assert!(Instant::now() < end, "nothing is submitted");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let before = world.node.finalized();
    world.node.blocks_every(Duration::from_millis(10));
    let error = done(setting).await.unwrap_err();
    assert!(error.to_string().contains("no block took it, and it is void after block"), "{error}");
    assert!(world.node.finalized() > before + 128, "told before that was certain");
}

#[tokio::test]
async fn a_caller_that_gives_up_half_way_does_not_lead_to_a_second_transaction() {
    let Some(world) = World::new(Spec::S424).await else { return };
    let setting = world.setting(1);
    world.taken(1).await;
    setting.abort();
    let _ = setting.await;
    // While its fate is open, nothing is sent.
    let error = world.set(1).await.unwrap_err();
    assert!(matches!(error, ChainError::Submit(SubmitError::Blocked { .. })), "{error}");
    assert_eq!(world.node.submitted().len(), 1);
    // Once it has landed, the rate limit holds.
    for _ in 0..4 {
        world.node.block();
    }
    let error = world.set(1).await.unwrap_err();
    assert!(matches!(error, ChainError::TooFast { .. }), "{error}");
    assert_eq!(world.node.submitted().len(), 1);
}

#[tokio::test]
async fn weights_whose_block_is_replaced_are_followed_into_the_next_one() {
    let Some(world) = World::new(Spec::S424).await else { return };
    let setting = world.setting(1);
    world.taken(1).await;
    let first = world.node.block();
    world.node.reorg();
    world.node.blocks_every(TICK);
    let set = done(setting).await.unwrap();
    assert!(set.block.0 > first, "block {} of {first}", set.block);
    assert_eq!(world.calls(), [("set_mechanism_weights".into(), Ok(()))]);
}

#[tokio::test]
async fn an_upgrade_of_the_runtime_between_reading_and_signing_is_signed_anew_once() {
    let Some(world) = World::new(Spec::S365).await else { return };
    let bad = || Refusal::Code(1010, "Invalid Transaction".into(), Some("Transaction has a bad signature".into()));
    world.node.blocks_every(TICK);
    world.node.refuse_next(bad());
    world.set(1).await.unwrap();
    assert_eq!(world.node.submitted().iter().map(|one| one.nonce).collect::<Vec<_>>(), [0]);
    // A real one, and the next, over the same connection.
    for (spec, netuid) in [(Spec::S424, 2), (Spec::S461, 1)] {
        world.node.upgrade(spec);
        world.node.model(|model| model.subnet(netuid).weights_rate_limit = 0);
        let upgraded = world.node.block();
        let end = Instant::now() + LIMIT;
        while world.chain.block().await.unwrap().0 <= upgraded {
            assert!(Instant::now() < end, "no new block is seen");
            tokio::time::sleep(TICK).await;
        }
        world.set(netuid).await.unwrap();
    }
    // Twice refused is told.
    world.node.refuse_next(bad());
    world.node.refuse_next(bad());
    let error = world.set(1).await.unwrap_err();
    assert!(error.to_string().contains("signature does not fit"), "{error}");
}

#[tokio::test]
async fn a_subnet_that_turns_to_committed_weights_meanwhile_gets_them_committed() {
    let Some(world) = World::new(Spec::S424).await else { return };
    let setting = world.setting(1);
    world.taken(1).await;
    world.node.model(|model| model.subnet(1).commit_reveal = true);
    world.node.blocks_every(TICK);
    let set = done(setting).await.unwrap();
    assert!(set.reveal.is_some());
    let failed = Err("CommitRevealEnabled".into());
    let calls = [("set_mechanism_weights".into(), failed), ("commit_timelocked_mechanism_weights".into(), Ok(()))];
    assert_eq!(world.calls(), calls);
}

#[tokio::test]
async fn two_transactions_of_one_hotkey_at_once_get_different_nonces() {
    let Some(world) = World::new(Spec::S461).await else { return };
    world.node.blocks_every(TICK);
    let setting = world.setting(1);
    let axon = Axon { ip: "203.0.113.7".parse().unwrap(), port: 8091 };
    world.chain.serve_axon(Netuid(1), &world.validator(), axon).await.unwrap();
    done(setting).await.unwrap();
    let mut nonces: Vec<u64> = world.node.submitted().iter().map(|one| one.nonce).collect();
    nonces.sort_unstable();
    assert_eq!(nonces, [0, 1]);
    assert!(world.calls().iter().all(|(_, outcome)| outcome.is_ok()));
}

#[tokio::test]
async fn a_seat_that_changed_hands_is_told_with_its_price_before_anything_is_sent() {
    let Some(world) = World::new(Spec::S424).await else { return };
    let other = *world.node.key("//Dave//hot").hotkey().as_bytes();
    world.node.model(|model| model.subnet(1).seats[0].hotkey = other);
    world.node.block();
    world.node.blocks_every(TICK);
    let error = world.set(1).await.unwrap_err();
    assert!(error.to_string().contains("is not registered on netuid 1, where a seat costs τ0.5"), "{error}");
    assert!(world.node.submitted().is_empty());
}

#[tokio::test]
async fn an_axon_is_published_once_and_skipped_when_the_chain_holds_it() {
    for spec in Spec::ALL {
        let Some(world) = World::new(spec).await else { return };
        world.node.blocks_every(TICK);
        let (miner, netuid) = (world.node.key("//Bob//hot"), Netuid(1));
        let axon = Axon { ip: "2001:db8::1".parse().unwrap(), port: 8091 };
        for _ in 0..2 {
            world.chain.serve_axon(netuid, &miner, axon).await.unwrap();
        }
        assert_eq!(world.calls(), [("serve_axon".into(), Ok(()))]);
        let metagraph = world.chain.metagraph(netuid, At::Finalized).await.unwrap();
        assert_eq!(metagraph.by_hotkey(&miner.hotkey()).unwrap().axon, Some(axon));
        let moved = Axon { port: 8092, ..axon };
        let error = world.chain.serve_axon(netuid, &miner, moved).await.unwrap_err();
        assert!(error.to_string().contains("can be changed again in"), "{error}");
        world.node.model(|model| model.subnet(1).serving_rate_limit = 0);
        world.node.block();
        let moved = Axon { ip: IpAddr::V4([203, 0, 113, 7].into()), port: 8092 };
        let end = Instant::now() + LIMIT;
        while let Err(error) = world.chain.serve_axon(netuid, &miner, moved).await {
            assert!(Instant::now() < end, "{error}");
        }
        let own = Axon { ip: "127.0.0.1".parse().unwrap(), port: 8092 };
        let error = world.chain.serve_axon(netuid, &miner, own).await.unwrap_err();
        assert!(matches!(error, ChainError::BadAxon { .. }), "{error}");
        assert_eq!(world.node.submitted().len(), 2);
    }
}

#[tokio::test]
async fn a_commitment_is_published_and_one_too_many_is_told() {
    for spec in Spec::ALL {
        let Some(world) = World::new(spec).await else { return };
        world.node.blocks_every(TICK);
        let (miner, netuid) = (world.node.key("//Bob//hot"), Netuid(1));
        let block = world.chain.commit(netuid, &miner, &[b"hello"]).await.unwrap();
        let found = world.chain.commitment(netuid, &miner.hotkey(), At::Finalized).await.unwrap().unwrap();
        assert_eq!((found.block, found.fields), (block, vec![CommitmentField::Raw { data: b"hello".to_vec() }]));
        // The same once more takes no space of the epoch.
        assert_eq!(world.chain.commit(netuid, &miner, &[b"hello"]).await.unwrap(), block);
        assert_eq!(world.node.submitted().len(), 1);
        // Several fields are read back in their order.
        let fields: [&[u8]; 3] = [b"third", &[7; 128], b"hello"];
        world.chain.commit(netuid, &miner, &fields).await.unwrap();
        let found = world.chain.commitment(netuid, &miner.hotkey(), At::Finalized).await.unwrap().unwrap();
        assert_eq!(found.fields, fields.map(|data| CommitmentField::Raw { data: data.to_vec() }));
        world.node.fail_next("Commitments", "SpaceLimitExceeded");
        let error = world.chain.commit(netuid, &miner, &[b"again"]).await.unwrap_err();
        assert!(error.to_string().contains("as an epoch allows"), "{error}");
        let error = world.chain.commit(netuid, &miner, &[&[7; 600]]).await.unwrap_err();
        assert!(error.to_string().contains("600 bytes is too long"), "{error}");
        let stranger = world.node.key("//Dave//hot");
        let error = world.chain.commit(netuid, &stranger, &[b"hello"]).await.unwrap_err();
        assert!(error.to_string().contains("is not registered"), "{error}");
    }
}

#[tokio::test]
async fn a_fate_that_no_node_can_tell_any_more_does_not_hold_the_hotkey() {
    let Some((world, gate)) = World::gated(Spec::S424).await else { return };
    let setting = world.setting(1);
    world.taken(1).await;
    setting.abort();
    let _ = setting.await;
    for _ in 0..6 {
        world.node.block();
    }
    // A question that fails once says nothing.
    gate.edits(|method, params, _| match method {
        "state_call" if params[0] == "AccountNonceApi_account_nonce" => Reply::Error(-32603, "busy"),
        _ => Reply::Same,
    });
    let error = world.set(1).await.unwrap_err();
    assert!(matches!(error, ChainError::Submit(SubmitError::Blocked { .. })), "{error}");
    // The node has the states, but no bodies: how it ended is not known, that it is over is.
    gate.edits(|method, _, _| match method {
        "chain_getBlock" => Reply::Result(serde_json::Value::Null),
        _ => Reply::Same,
    });
    let error = world.set(1).await.unwrap_err();
    assert!(matches!(error, ChainError::TooFast { .. }), "{error}");
    assert_eq!(world.node.submitted().len(), 1);
}

#[tokio::test]
async fn one_question_that_fails_at_the_last_step_leaves_no_fate_unread() {
    const EVENTS: &str = "0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7";
    let Some((world, gate)) = World::gated(Spec::S424).await else { return };
    let failed = std::sync::atomic::AtomicBool::new(false);
    gate.edits(move |method, params, _| {
        let is_first = method == "state_getStorage"
            && params[0] == EVENTS
            && !failed.swap(true, std::sync::atomic::Ordering::Relaxed);
        if is_first { Reply::Error(-32603, "busy") } else { Reply::Same }
    });
    world.node.blocks_every(TICK);
    let set = world.set(1).await.unwrap();
    assert_eq!(world.node.submitted()[0].block, Some(set.block.0));
    assert!(gate.asked("state_getStorage") > 1, "the first answer was taken");
}

#[tokio::test]
async fn a_node_that_limits_us_is_left_alone_by_transactions_too() {
    let Some((world, gate)) = World::gated(Spec::S424).await else { return };
    gate.edits(|method, _, _| match method {
        "system_accountNextIndex" => Reply::Error(-32005, "rate limit"),
        _ => Reply::Same,
    });
    let error = world.set(1).await.unwrap_err();
    assert!(error.to_string().contains("limits this machine"), "{error}");
    let asked = ["chain_getHeader", "system_accountNextIndex"].map(|method| gate.asked(method));
    let error = world.set(1).await.unwrap_err();
    assert!(error.to_string().contains("limits this machine"), "{error}");
    assert_eq!(["chain_getHeader", "system_accountNextIndex"].map(|method| gate.asked(method)), asked);
}

#[tokio::test]
async fn a_stake_that_is_known_only_in_part_keeps_nobody_from_setting_weights() {
    let Some((world, gate)) = World::gated(Spec::S424).await else { return };
    let tao = 1_000_000_000;
    world.node.model(|model| model.stake_threshold = 500 * tao);
    world.node.block();
    world.node.blocks_every(TICK);
    // What others delegate is in the runtime's own sum alone: by what storage shows, there is no stake.
    let prefix = [hash::twox_128(b"SubtensorModule"), hash::twox_128(b"TotalHotkeyAlpha")].concat();
    let prefix = format!("0x{}", hex::encode(prefix));
    gate.edits(move |method, params, result| {
        if method != "state_queryStorageAt" {
            return without_metagraph(method, params, result);
        }
        let mut result = result.clone();
        for change in result[0]["changes"].as_array_mut().into_iter().flatten() {
            if change[0].as_str().is_some_and(|key| key.starts_with(&prefix)) {
                change[1] = serde_json::Value::Null;
            }
        }
        Reply::Result(result)
    });
    let end = Instant::now() + LIMIT;
    while world.chain.hyperparameters(Netuid(1), At::Best).await.unwrap().stake_threshold.0 == 0 {
        assert!(Instant::now() < end, "the new rule is not seen");
    }
    let stake = world.chain.metagraph(Netuid(1), At::Best).await.unwrap().neurons[0].stake;
    assert_eq!(stake.0, 0, "{stake}");
    world.set(1).await.unwrap();
    assert_eq!(world.calls(), [("set_mechanism_weights".into(), Ok(()))]);
    // Where it is too low, the chain says so in its own words, not with figures that lack something.
    world.node.model(|model| model.stake_threshold = 50_000 * tao);
    world.node.model(|model| model.subnet(1).weights_rate_limit = 0);
    let end = Instant::now() + LIMIT;
    while world.chain.hyperparameters(Netuid(1), At::Best).await.unwrap().weights_rate_limit > 0 {
        assert!(Instant::now() < end, "the new rule is not seen");
    }
    let error = world.set(1).await.unwrap_err();
    assert!(error.to_string().contains("refused: the stake of the hotkey is too low"), "{error}");
    assert_eq!(world.node.submitted().len(), 1);
}

async fn send(world: &World, seats: &Metagraph) -> ChainError {
    let call = WeightsCall { netuid: Netuid(1), mechanism: 0, weights: &WEIGHTS, version_key: 0, seats: Some(seats) };
    world.chain.set_weights(&world.validator(), &call).await.unwrap_err()
}

#[tokio::test]
async fn weights_made_long_ago_or_for_another_owner_of_a_seat_are_not_sent() {
    let Some(world) = World::new(Spec::S424).await else { return };
    let seats = world.chain.metagraph(Netuid(1), At::Finalized).await.unwrap();
    let mut others = seats.clone();
    others.neurons[1].hotkey = world.node.key("//Dave//hot").hotkey();
    let error = send(&world, &others).await;
    assert!(matches!(error, ChainError::SeatChanged { uid: Uid(1), .. }), "{error}");
    // What is sent later than this could land when it is taken for lost already.
    for _ in 0..60 {
        world.node.block();
    }
    let error = send(&world, &seats).await;
    assert!(error.to_string().contains("is 60 blocks old"), "{error}");
    assert!(world.node.submitted().is_empty());
}
