//! The daemons on a network's chain: processes of their own, with the throw-away wallets, on the test node.

use std::collections::BTreeMap;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::Duration;

use gascli::daemon::state_socket;
use gascli::protocol::daemon_state::{ConnectionState, DaemonState};
use gascli::scoring::gas::{ModalityWeights, Prices, ScoreStep};
use gascli::store::{Epoch, EpochRules, EpochScore, Store};
use gascli::types::{BlockNumber, Hotkey, Paths, ServiceName, UnixMillis};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::node::{Node, Spec};
use crate::support::{Home, wait_for};
use crate::wallet_world::{self, MINER, VALIDATOR};

/// Patience with anything; daemons start slowly on a busy machine.
const LIMIT: Duration = Duration::from_mins(2);

const TICK: Duration = Duration::from_millis(200);

/// Seats of subnet 1 on the test node.
const VALIDATOR_SEAT: usize = 0;
const MINER_SEAT: usize = 1;

/// A daemon of the binary, which is killed with the test.
struct Daemon {
    child: Child,
    socket: PathBuf,
    log: PathBuf,
}

impl Daemon {
    fn start(home: &Home, verb: &str, service: &ServiceName, settings: &[(&str, &str)]) -> Self {
        let log = home.path("daemon.log");
        let file = std::fs::File::create(&log).unwrap();
        let mut command = home.command(&["run", verb]);
        command.envs(settings.iter().copied()).stdout(file.try_clone().unwrap()).stderr(file);
        let child = command.stdin(Stdio::null()).spawn().unwrap();
        Self { child, socket: Paths::below(&home.below).state_socket(service), log }
    }

    /// Waits until what it tells of itself is as wanted.
    fn until<T>(&mut self, what: &str, wanted: impl Fn(&DaemonState) -> Option<T>) -> T {
        wait_for(LIMIT, what, || {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("it ended with {status}:\n{}", self.said());
            }
            wanted(&state_socket::read(&self.socket, Duration::from_secs(5)).ok()?)
        })
    }

    fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Ends as a supervisor ends it.
    fn stop(mut self) {
        kill(Pid::from_raw(self.child.id().try_into().unwrap()), Signal::SIGTERM).unwrap();
        let ended = wait_for(LIMIT, "the end", || self.child.try_wait().unwrap());
        assert!(ended.success(), "{ended}:\n{}", self.said());
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A node on which a throw-away hotkey has a seat, and blocks that come by themselves.
fn node(spec: Spec, seat: usize, hotkey: &str) -> Option<Node> {
    let node = Node::start(spec)?;
    let hotkey: Hotkey = hotkey.parse().unwrap();
    node.model(|model| {
        for netuid in [1, 2] {
            let own = &mut model.subnet(netuid).seats[seat];
            let coldkey = own.coldkey;
            own.hotkey = *hotkey.as_bytes();
            model.owners.insert(*hotkey.as_bytes(), coldkey);
        }
    });
    // Until the seat is final.
    for _ in 0..4 {
        node.block();
    }
    node.blocks_every(TICK);
    Some(node)
}

/// The connection, once it was made anew and blocks come over it.
fn recovered(state: &DaemonState, after: u64) -> Option<ConnectionState> {
    let connection = state.node.connection.clone()?;
    let is_back = connection.connected && connection.reconnects > 0 && connection.best?.0 > after;
    is_back.then_some(connection)
}

#[test]
fn a_miner_publishes_its_axon_on_every_runtime_and_outlives_its_connection() {
    for spec in Spec::ALL {
        let (Some(node), Some(home)) = (node(spec, MINER_SEAT, MINER), wallet_world::home()) else { return };
        let url = node.url();
        let settings = [
            ("BT_CHAIN_ENDPOINT", url.as_str()),
            ("BT_NETUID", "1"),
            ("BT_WALLET_NAME", "testplain"),
            ("BT_WALLET_HOTKEY", "miner"),
            ("BT_AXON_IP", "127.0.0.1"),
            ("BT_AXON_PORT", "0"),
            ("BT_AXON_EXTERNAL_IP", "203.0.113.7"),
            ("MINER_METRICS_ADDRESS", "none"),
            ("IMAGE_SERVICE", "openai"),
            ("VIDEO_SERVICE", "none"),
            ("OPENAI_API_KEY", "sk-0123456789"),
        ];
        let mut miner = Daemon::start(&home, "generator", &ServiceName::gas_miner(), &settings);
        let uid = miner.until("its seat", |state| state.node.uid);
        assert_eq!(usize::from(uid.0), MINER_SEAT, "{spec:?}");
        let axon =
            wait_for(LIMIT, "an axon on the chain", || node.submitted().into_iter().find(|sent| sent.block.is_some()));
        assert_eq!((axon.call.as_str(), &axon.outcome), ("serve_axon", &Ok(())), "{spec:?}");
        assert_eq!(axon.args["ip"].to_string().trim_matches('"'), "3405803783", "{spec:?}");
        node.drop_connections();
        let after = node.best();
        miner.until("another connection", |state| recovered(state, after));
        miner.stop();
        assert_eq!(node.submitted().len(), 1, "{spec:?}: an axon is published once");
    }
}

#[test]
fn a_validator_lives_on_a_network_and_outlives_its_connection_and_an_upgrade() {
    let (Some(node), Some(home)) = (node(Spec::S365, VALIDATOR_SEAT, VALIDATOR), wallet_world::home()) else { return };
    let url = node.url();
    let settings = validator_settings(&url, "1");
    let mut validator = Daemon::start(&home, "validator", &ServiceName::gas_validator(), &settings);
    let uid = validator.until("its seat", |state| state.node.uid);
    assert_eq!(usize::from(uid.0), VALIDATOR_SEAT);
    node.upgrade(Spec::S424);
    node.drop_connections();
    let after = node.best() + 3;
    validator.until("another connection", |state| recovered(state, after));
    validator.until("blocks", |state| state.node.block.filter(|block| block.0 > after));
    validator.stop();
    assert_eq!(node.submitted().len(), 0, "there is nothing to set weights for");
}

/// What a validator needs. The epochs after the first are far away.
fn validator_settings<'a>(url: &'a str, netuid: &'a str) -> [(&'a str, &'a str); 10] {
    [
        ("CHAIN_ENDPOINT", url),
        ("NETUID", netuid),
        ("WALLET_NAME", "testplain"),
        ("WALLET_HOTKEY", "validator"),
        ("CALLBACK_PORT", "0"),
        ("EXTERNAL_IP", "203.0.113.9"),
        ("PROMPT_SOURCE", "scenes"),
        ("PROMPT_MODALITIES", "image"),
        ("CLIP_MODEL", "demo"),
        ("EPOCH_LENGTH", "100000"),
    ]
}

/// A validator's store as an earlier run left it, which saved the scores of an epoch and did not come to weigh them; where it is.
fn scored(home: &Home, node: &Node) -> PathBuf {
    let folder = Paths::below(&home.below).validator(&VALIDATOR.parse().unwrap());
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).unwrap();
    let miner = node.key("//Bob//hot").hotkey();
    let step = ScoreStep { previous: 0.0, reward: 1.0, average: 0.5, active: true, score: 0.5 };
    let now = UnixMillis::now();
    let epoch = Epoch {
        block: BlockNumber(node.finalized()),
        at: now,
        rules: EpochRules { prices: Prices::default(), weights: ModalityWeights { image: 1.0, video: 0.0 } },
        scores: BTreeMap::from([(miner, EpochScore { step, counts: None, generator: true, held: false })]),
    };
    Store::open(&folder, now).unwrap().save_epoch(&epoch, UnixMillis(0)).unwrap();
    folder
}

/// A validator that has just sent weights, which no block has taken yet.
fn sending(node: &Node, home: &Home, netuid: &str) -> Daemon {
    let url = node.url();
    let mut validator =
        Daemon::start(home, "validator", &ServiceName::gas_validator(), &validator_settings(&url, netuid));
    validator.until("weights on their way", |_| (node.submitted().len() == 1).then_some(()));
    validator
}

/// The block of the only weights that were sent, once the validator tells it.
fn until_told(validator: &mut Daemon, node: &Node) -> u64 {
    let told = validator.until("the block of the weights", |state| state.challenges.as_ref()?.last_weights_block);
    let submitted = node.submitted();
    assert_eq!(submitted.len(), 1, "sent again");
    assert_eq!((submitted[0].block, &submitted[0].outcome), (Some(told.0), &Ok(())));
    told.0
}

#[test]
fn a_validator_that_was_killed_while_its_weights_were_on_their_way_does_not_send_them_again() {
    let (Some(node), Some(home)) = (node(Spec::S424, VALIDATOR_SEAT, VALIDATOR), wallet_world::home()) else { return };
    node.blocks_every(Duration::ZERO);
    let folder = scored(&home, &node);
    drop(sending(&node, &home, "1")); // with SIGKILL
    for _ in 0..5 {
        node.block();
    }
    let url = node.url();
    let settings = validator_settings(&url, "1");
    let mut validator = Daemon::start(&home, "validator", &ServiceName::gas_validator(), &settings);
    until_told(&mut validator, &node);
    validator.stop();
    assert_eq!(node.submitted().len(), 1, "sent again");
    let miner = node.key("//Bob//hot").hotkey();
    assert_eq!(Store::open_existing(&folder).unwrap().weights().unwrap(), BTreeMap::from([(miner, u16::MAX)]));
}

#[test]
fn a_validator_whose_node_hangs_up_instead_of_answering_sends_its_weights_once() {
    let (Some(node), Some(home)) = (node(Spec::S424, VALIDATOR_SEAT, VALIDATOR), wallet_world::home()) else { return };
    node.blocks_every(Duration::ZERO);
    scored(&home, &node);
    node.swallow_next();
    let mut validator = sending(&node, &home, "1");
    node.blocks_every(TICK);
    until_told(&mut validator, &node);
    validator.stop();
    assert_eq!(node.submitted().len(), 1, "sent again");
}

#[test]
fn committed_weights_that_are_never_revealed_are_told_after_a_restart_too() {
    let (Some(node), Some(home)) = (node(Spec::S424, VALIDATOR_SEAT, VALIDATOR), wallet_world::home()) else { return };
    node.blocks_every(Duration::ZERO);
    node.model(|model| model.subnet(2).tempo = 20);
    node.block();
    let folder = scored(&home, &node);
    drop(sending(&node, &home, "2")); // with SIGKILL
    for _ in 0..5 {
        node.block();
    }
    let url = node.url();
    let settings = validator_settings(&url, "2");
    let start = || Daemon::start(&home, "validator", &ServiceName::gas_validator(), &settings);
    let mut validator = start();
    let landed = until_told(&mut validator, &node);
    validator.stop();
    let awaited = Store::open_existing(&folder).unwrap().awaited_reveals().unwrap();
    assert_eq!(awaited.iter().map(|(block, _)| block.0).collect::<Vec<_>>(), [landed]);
    // No pulse of drand comes on this node.
    let validator = start();
    node.blocks_every(TICK / 4);
    wait_for(LIMIT, "a word of the commit", || {
        validator.said().contains("committed weights do not count").then_some(())
    });
    validator.stop();
    assert_eq!(Store::open_existing(&folder).unwrap().awaited_reveals().unwrap(), []);
}
