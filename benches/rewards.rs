//! From the outcomes of a day in the store to weights: the query, the arithmetic, the plan. 256 miners with 100,000
//! outcomes, and as many older ones beside them.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use gascli::chain::weights::Rules;
use gascli::chain::{Hyperparameters, Metagraph, Neuron};
use gascli::scoring::gas::{FoolCounts, ModalityWeights, UnregisteredShare};
use gascli::store::Store;
use gascli::types::{BlockNumber, Hotkey, Netuid, Uid, UnixMillis};
use gascli::validator::SpecialHotkeys;
use gascli::validator::plan::{Budget, Scored, WINDOW, next_epoch, plan};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rusqlite::{Connection, params};

const MINERS: u8 = 255;

fn main() {
    // `cargo bench` says so; `cargo test` only wants to see it run.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let (outcomes, rounds) = if is_bench { (100_000, 20) } else { (1_000, 2) };
    let home = tempfile::tempdir().unwrap();
    let now = UnixMillis::now();
    let mut store = Store::open(home.path(), now).unwrap();
    fill(&home.path().join("prompts.db"), outcomes, now);
    let hotkeys: Vec<Hotkey> = (0..=MINERS).map(|number| Hotkey::from_bytes([number; 32])).collect();
    let counts = hotkeys.iter().map(|hotkey| (*hotkey, FoolCounts { fooled: 30, not_fooled: 10 }));
    store.save_fool_counts(&counts.collect::<BTreeMap<_, _>>(), now).unwrap();
    let metagraph = Metagraph {
        netuid: Netuid(34),
        block: BlockNumber(1),
        neurons: (0..).zip(&hotkeys).map(|(uid, hotkey)| neuron(uid, *hotkey)).collect(),
        stake_is_partial: false,
    };
    let rules = Hyperparameters::default();
    let mut spans: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    let mut note = |name, begun: Instant| spans.entry(name).or_default().push(begun.elapsed());
    for round in 0..rounds {
        let begun = Instant::now();
        let found = store.outcomes_between(now.before(WINDOW), now).unwrap();
        note("the query alone", begun);
        assert_eq!(found.len(), usize::from(MINERS) + 1);
        drop(found);
        let begun = Instant::now();
        let at = (BlockNumber(round), now);
        let (epoch, _) = next_epoch(&store, &[], ModalityWeights::default(), &metagraph, at).unwrap();
        let scored = Scored::after(&epoch, BTreeMap::new());
        let special = SpecialHotkeys::default();
        let budget =
            Budget { special: &special, unregistered: UnregisteredShare::Generators, arithmetic: Rules::Sdk10 };
        let weights = plan(&metagraph, &rules, &scored, budget).to_send();
        note("from the store to weights", begun);
        assert_eq!(weights.len(), hotkeys.len());
        let begun = Instant::now();
        store.save_epoch(&epoch, now.before(WINDOW)).unwrap();
        note("saving the epoch besides", begun);
    }
    println!("{} miners, {outcomes} outcomes of the last day, as many older ones", hotkeys.len());
    for (name, mut spans) in spans {
        spans.sort();
        let (median, worst) = (spans[spans.len() / 2], spans[spans.len() - 1]);
        println!("{name:<26} median {median:>9.1?}, worst {worst:>9.1?}");
    }
}

fn neuron(uid: u16, hotkey: Hotkey) -> Neuron {
    Neuron::new(Uid(uid), hotkey)
}

/// Outcomes as the validator writes them, half of them older than a day; three of four are verified.
fn fill(database: &std::path::Path, outcomes: u32, now: UnixMillis) {
    let mut rng = SmallRng::seed_from_u64(34);
    let mut connection = Connection::open(database).unwrap();
    let transaction = connection.transaction().unwrap();
    transaction
        .execute(
            "INSERT INTO prompts (id, content, modality, created_at, origin) VALUES ('p', 'x', 'image', 0, 'composed')",
            [],
        )
        .unwrap();
    let mut medium = transaction
        .prepare(
            "INSERT INTO media (id, prompt_id, file_path, modality, media_type, source_type, uid, hotkey, verified, created_at,
                                resolution, task_id)
             VALUES (?1, 'p', ?1, ?2, 'synthetic', 'miner', ?3, ?4, 1, ?5, ?6, ?1)",
        )
        .unwrap();
    let mut outcome = transaction
        .prepare(
            "INSERT INTO generator_challenge_outcomes
                 (task_id, uid, hotkey, prompt_id, modality, status, media_id, created_at, updated_at, model_name,
                  requested_resolution)
             VALUES (?1, ?3, ?4, 'p', ?2, ?7, ?8, ?5, ?5, ?9, ?6)",
        )
        .unwrap();
    for index in 0..outcomes * 2 {
        let id = format!("{:032x}", rng.random::<u128>());
        let miner = u8::try_from(index % 256).unwrap();
        let hotkey = Hotkey::from_bytes([miner; 32]).to_string();
        let (modality, tiers, sizes): (_, [&str; 3], [&str; 3]) = if rng.random() {
            ("image", ["1K", "2K", "4K"], ["[1024, 1024]", "[2048, 2048]", "[4096, 4096]"])
        } else {
            ("video", ["480p", "720p", "1080p"], ["[864, 496]", "[1280, 720]", "[1920, 1080]"])
        };
        let age =
            if index < outcomes { rng.random_range(86_500.0..172_800.0) } else { rng.random_range(1.0..86_300.0) };
        let at = now.as_seconds() - age;
        let (size, tier) = (sizes.choose(&mut rng).unwrap(), tiers.choose(&mut rng).unwrap());
        let model = [None, Some("dreamina-seedance-2-0"), Some("google/veo-3.1")].choose(&mut rng).copied().flatten();
        let verified = rng.random_bool(0.75);
        if verified {
            medium.execute(params![id, modality, miner, hotkey, at, size]).unwrap();
        }
        let (status, medium_id) = if verified { ("verified", Some(&id)) } else { ("failed", None) };
        outcome.execute(params![id, modality, miner, hotkey, at, tier, status, medium_id, model]).unwrap();
    }
    drop((medium, outcome));
    transaction.commit().unwrap();
}
