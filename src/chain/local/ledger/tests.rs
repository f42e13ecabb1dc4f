//! The ledger, in files of its own.

use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::types::{Keypair, Rao};

const NETUID: Netuid = Netuid(34);

fn hotkey(seed: u8) -> Hotkey {
    Keypair::from_seed(&[seed; 32]).hotkey()
}

fn axon(text: &str) -> Axon {
    let address: std::net::SocketAddr = text.parse().unwrap();
    Axon { ip: address.ip(), port: address.port() }
}

fn fresh(new: &NewLedger) -> (tempfile::TempDir, Ledger) {
    let home = tempfile::tempdir().unwrap();
    let ledger = Ledger::create(&home.path().join("new/chain.sqlite"), new).unwrap();
    (home, ledger)
}

fn validator() -> Registration {
    Registration { stake: Some(Rao::from_tao(1000)), validator_permit: Some(true), axon: None }
}

#[test]
fn a_new_ledger_is_its_owners_alone_and_is_never_overwritten() {
    let (_home, mut ledger) = fresh(&NewLedger::default());
    let path = ledger.path().to_owned();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    ledger.register(NETUID, &hotkey(1), &Registration::default()).unwrap();
    assert!(matches!(Ledger::create(&path, &NewLedger::default()), Err(LedgerError::Exists(_))));
    assert_eq!(Ledger::open(&path).unwrap().metagraph(NETUID).unwrap().neurons.len(), 1);
    let left: Vec<_> = std::fs::read_dir(path.parent().unwrap()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(left.iter().all(|name| name.to_string_lossy().starts_with("chain.sqlite")), "{left:?}");
}

#[test]
fn a_missing_foreign_or_newer_file_is_refused_by_name_and_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("chain.sqlite");
    assert!(matches!(Ledger::open(&path), Err(LedgerError::Missing(_))));
    assert!(!path.exists());
    assert!(matches!(Ledger::open(home.path()), Err(LedgerError::Foreign(_))));
    for content in ["", "not a database, but long enough to look like one: 0123456789012345678901234567890123456789"] {
        std::fs::write(&path, content).unwrap();
        assert!(matches!(Ledger::open(&path), Err(LedgerError::Foreign(_))), "{content:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
    }
    std::fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    assert!(matches!(Ledger::open(&path), Err(LedgerError::Foreign(_))));
    std::fs::remove_file(&path).unwrap();
    let ledger = Ledger::create(&path, &NewLedger::default()).unwrap();
    ledger.connection.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Ledger::open(&path), Err(LedgerError::Newer { found: 99, known: 3, .. })));
}

#[test]
fn registering_again_changes_what_is_given_and_keeps_the_uid() {
    let (_home, mut ledger) = fresh(&NewLedger::default());
    let given = Registration { axon: Some(axon("127.0.0.1:8091")), ..validator() };
    assert_eq!(ledger.register(NETUID, &hotkey(1), &given).unwrap(), Uid(0));
    assert_eq!(ledger.register(NETUID, &hotkey(2), &Registration::default()).unwrap(), Uid(1));
    let more = Registration { stake: Some(Rao::from_tao(5)), ..Registration::default() };
    assert_eq!(ledger.register(NETUID, &hotkey(1), &more).unwrap(), Uid(0));
    let metagraph = ledger.metagraph(NETUID).unwrap();
    let row = metagraph.by_hotkey(&hotkey(1)).unwrap();
    assert_eq!((row.stake, row.validator_permit, row.axon), (Rao::from_tao(5), true, Some(axon("127.0.0.1:8091"))));
    assert_eq!(metagraph.neurons.len(), 2);
}

#[test]
fn the_unspecified_address_takes_an_axon_back_and_port_zero_is_refused() {
    let (_home, mut ledger) = fresh(&NewLedger::default());
    ledger.register(NETUID, &hotkey(1), &Registration::default()).unwrap();
    ledger.serve_axon(NETUID, &hotkey(1), axon("[::1]:8091")).unwrap();
    assert_eq!(ledger.metagraph(NETUID).unwrap().neurons[0].axon, Some(axon("[::1]:8091")));
    ledger.serve_axon(NETUID, &hotkey(1), axon("0.0.0.0:1")).unwrap(); // spec/chain.md 7.2, stop serving
    assert_eq!(ledger.metagraph(NETUID).unwrap().neurons[0].axon, None);
    for refused in ["127.0.0.1:0", "255.255.255.255:80"] {
        let error = ledger.serve_axon(NETUID, &hotkey(1), axon(refused)).unwrap_err();
        assert!(matches!(error, ChainError::BadAxon { ip: IpAddr::V4(_), .. }), "{refused}");
    }
    let error = ledger.serve_axon(NETUID, &hotkey(9), axon("127.0.0.1:80")).unwrap_err();
    assert!(matches!(error, ChainError::NotRegistered { .. }));
}

#[test]
fn weights_pay_off_at_the_end_of_their_epoch_and_not_before() {
    let (_home, mut ledger) = fresh(&NewLedger { tempo: 20, weights_rate_limit: 0, ..NewLedger::default() });
    ledger.register(NETUID, &hotkey(1), &validator()).unwrap();
    ledger.register(NETUID, &hotkey(2), &Registration::default()).unwrap();
    ledger.register(NETUID, &hotkey(3), &Registration::default()).unwrap();
    let set = |ledger: &mut Ledger, block, weights: &[(u16, u16)]| {
        let weights: Vec<_> = weights.iter().map(|(uid, weight)| (Uid(*uid), *weight)).collect();
        let call = WeightsCall { netuid: NETUID, mechanism: 0, weights: &weights, version_key: 0, seats: None };
        ledger.set_weights_at(|| BlockNumber(block), &hotkey(1), &call).unwrap();
    };
    let incentives = |ledger: &mut Ledger, block| {
        let metagraph = ledger.metagraph_at(NETUID, || BlockNumber(block)).unwrap();
        metagraph.neurons.iter().map(|neuron| neuron.incentive).collect::<Vec<_>>()
    };
    set(&mut ledger, 5, &[(1, 3), (2, 1)]);
    assert_eq!(incentives(&mut ledger, 19), [0, 0, 0]);
    // Set after the boundary, before anybody looked: the epoch before is computed without it.
    set(&mut ledger, 21, &[(1, 0), (2, 7)]);
    assert_eq!(incentives(&mut ledger, 22), [0, 49151, 16383]);
    assert_eq!(incentives(&mut ledger, 40), [0, 0, 65535]);
    let row = &ledger.metagraph_at(NETUID, || BlockNumber(41)).unwrap().neurons[0];
    assert_eq!(row.last_update, BlockNumber(21));
}

/// A ledger in which nothing depends on the wall clock: all blocks are given.
fn with_rules(rules: impl FnOnce(&mut Hyperparameters, &mut Option<Hotkey>)) -> (tempfile::TempDir, Ledger) {
    let new =
        NewLedger { tempo: 20, weights_rate_limit: 0, block_time: Duration::from_hours(1), ..NewLedger::default() };
    let (home, mut ledger) = fresh(&new);
    ledger.change_rules(NETUID, rules).unwrap();
    (home, ledger)
}

fn at(block: u64) -> impl Fn() -> BlockNumber {
    move || BlockNumber(block)
}

fn weigh(ledger: &mut Ledger, signer: u8, block: u64, weights: &[(u16, u16)]) -> Result<(), ChainError> {
    let weights: Vec<_> = weights.iter().map(|(uid, weight)| (Uid(*uid), *weight)).collect();
    let call = WeightsCall { netuid: NETUID, mechanism: 0, weights: &weights, version_key: 0, seats: None };
    ledger.set_weights_at(at(block), &hotkey(signer), &call).map(|_| ())
}

#[test]
fn stake_gives_a_permit_at_the_next_epoch_unless_the_operator_has_decided() {
    let (_home, mut ledger) = with_rules(|rules, _| rules.max_validators = 2);
    let stake = |tao| Registration { stake: Some(Rao::from_tao(tao)), ..Registration::default() };
    let refused = Registration { validator_permit: Some(false), ..stake(9) };
    let granted = Registration { validator_permit: Some(true), ..Registration::default() };
    for (seed, given) in [(1, stake(3)), (2, refused), (3, stake(1)), (4, granted), (5, stake(5))] {
        ledger.register_at(at(1), NETUID, &hotkey(seed), &given).unwrap();
    }
    let permits = |ledger: &mut Ledger, block| {
        let neurons = ledger.metagraph_at(NETUID, at(block)).unwrap().neurons;
        neurons.iter().map(|neuron| neuron.validator_permit).collect::<Vec<_>>()
    };
    assert_eq!(permits(&mut ledger, 19), [false, false, false, true, false]);
    assert_eq!(permits(&mut ledger, 20), [false, false, false, true, true], "the two largest stakes are uids 1 and 4");
    assert!(matches!(weigh(&mut ledger, 1, 21, &[(2, 1)]), Err(ChainError::NoPermit { .. })));
    weigh(&mut ledger, 5, 21, &[(2, 1)]).unwrap();
}

#[test]
fn an_epoch_pays_its_blocks_into_the_stake_of_those_who_earned_them() {
    let (_home, mut ledger) = with_rules(|_, _| ());
    ledger.register_at(at(1), NETUID, &hotkey(1), &validator()).unwrap();
    ledger.register_at(at(1), NETUID, &hotkey(2), &Registration::default()).unwrap();
    weigh(&mut ledger, 1, 5, &[(1, 1)]).unwrap();
    let metagraph = ledger.metagraph_at(NETUID, at(20)).unwrap();
    let rows: Vec<_> = metagraph
        .neurons
        .iter()
        .map(|row| (row.stake, row.emission, row.incentive, row.dividends, row.consensus, row.is_active))
        .collect();
    let tao = Rao::from_tao;
    assert_eq!(rows, [(tao(1010), tao(10), 0, 65535, 0, true), (tao(10), tao(10), 65535, 0, 65535, true)]);
}

#[test]
fn epochs_that_nobody_saw_are_made_up_for_in_order_and_within_bounds() {
    // A validator that joins late has a tenth of the other's bonds after one epoch, and catches up with each.
    let dividends = |block: u64| {
        let (_home, mut ledger) = with_rules(|rules, _| rules.activity_cutoff = 1_000_000_000);
        for seed in [1, 2] {
            ledger.register_at(at(1), NETUID, &hotkey(seed), &validator()).unwrap();
        }
        ledger.register_at(at(1), NETUID, &hotkey(3), &Registration::default()).unwrap();
        weigh(&mut ledger, 1, 5, &[(2, 1)]).unwrap();
        ledger.metagraph_at(NETUID, at(40)).unwrap();
        weigh(&mut ledger, 2, 41, &[(2, 1)]).unwrap();
        let metagraph = ledger.metagraph_at(NETUID, at(block)).unwrap();
        let next = settle::epochs(&ledger.read(|tx, path| subnets::read(tx, NETUID, path)).unwrap());
        assert_eq!(next.next(BlockNumber(block)), Some(BlockNumber(block / 20 * 20 + 20)));
        metagraph.neurons[1].dividends
    };
    let (once, thrice, long) = (dividends(60), dividends(100), dividends(20_000_000));
    assert!(once < thrice && thrice < long, "{once} {thrice} {long}");
    // Its stake is a little below the other's, which was paid for the first epochs alone.
    assert!((31_000..=32_767).contains(&long), "{long}");
}

/// Dividends and bonds of two validators with equal stakes and weights, of whom the second is given or refused a permit after
/// the first epoch, when the subnet has so many permits for stake.
fn decided_by_hand(max_validators: u16, permit: bool) -> ([u16; 2], [bool; 2]) {
    let (_home, mut ledger) = with_rules(|rules, _| rules.max_validators = max_validators);
    ledger.register_at(at(1), NETUID, &hotkey(1), &validator()).unwrap();
    ledger.register_at(at(1), NETUID, &hotkey(2), &validator()).unwrap();
    ledger.register_at(at(1), NETUID, &hotkey(3), &Registration::default()).unwrap();
    for signer in [1, 2] {
        weigh(&mut ledger, signer, 5, &[(2, 1)]).unwrap();
    }
    ledger.metagraph_at(NETUID, at(20)).unwrap();
    let given = Registration { validator_permit: Some(permit), ..Registration::default() };
    ledger.register_at(at(21), NETUID, &hotkey(2), &given).unwrap();
    let neurons = ledger.metagraph_at(NETUID, at(200)).unwrap().neurons;
    let bonds = ledger
        .read(|tx, path| {
            let subnet = subnets::read(tx, NETUID, path)?;
            Ok(settle::seats(tx, NETUID, &subnet)?.0.into_iter().map(|seat| !seat.bonds.is_empty()).collect::<Vec<_>>())
        })
        .unwrap();
    ([neurons[0].dividends, neurons[1].dividends], [bonds[0], bonds[1]])
}

#[test]
fn a_permit_that_was_given_by_hand_keeps_bonds_and_one_that_was_refused_ends_them() {
    let (dividends, bonds) = decided_by_hand(1, true);
    assert!(dividends[0].abs_diff(dividends[1]) <= 1, "equal stakes, equal weights: {dividends:?}");
    assert_eq!(bonds, [true, true], "though stake gives a permit to one of them alone");
    assert_eq!(decided_by_hand(128, false), ([65535, 0], [true, false]));
}

#[test]
fn a_shorter_tempo_makes_up_for_no_epochs_of_the_past() {
    let (_home, mut ledger) = with_rules(|_, _| ());
    let read = |ledger: &mut Ledger| ledger.read(|tx, path| subnets::read(tx, NETUID, path)).unwrap();
    let set = |ledger: &mut Ledger, block, tempo| {
        ledger.change_rules_at(at(block), NETUID, |rules, _| rules.tempo = tempo).unwrap();
    };
    set(&mut ledger, 5, 360);
    ledger.metagraph_at(NETUID, at(360)).unwrap();
    set(&mut ledger, 710, 20);
    ledger.metagraph_at(NETUID, at(710)).unwrap();
    assert_eq!((read(&mut ledger).epochs, read(&mut ledger).last_epoch), (1, BlockNumber(691)));
    ledger.metagraph_at(NETUID, at(711)).unwrap();
    assert_eq!(
        (read(&mut ledger).epochs, read(&mut ledger).last_epoch),
        (2, BlockNumber(711)),
        "one, at the next block"
    );
    set(&mut ledger, 720, 10);
    assert_eq!(read(&mut ledger).last_epoch, BlockNumber(711), "not due yet by the new one either");
}

#[test]
fn a_pause_of_the_whole_subnet_pays_nothing_and_leaves_what_everybody_has() {
    let (_home, mut ledger) = with_rules(|rules, _| rules.activity_cutoff = 100);
    ledger.register_at(at(1), NETUID, &hotkey(1), &validator()).unwrap();
    ledger.register_at(at(1), NETUID, &hotkey(2), &Registration::default()).unwrap();
    weigh(&mut ledger, 1, 5, &[(1, 1)]).unwrap();
    let sum = |ledger: &mut Ledger, block| {
        let neurons = ledger.metagraph_at(NETUID, at(block)).unwrap().neurons;
        let stake: u64 = neurons.iter().map(|neuron| neuron.stake.0).sum();
        (Rao(stake), neurons[0].dividends, neurons[1].incentive)
    };
    // Five epochs end while the validator is active: at 20 … 100.
    assert_eq!(sum(&mut ledger, 1_000_010), (Rao::from_tao(1100), 65535, 65535));
    let more = Registration { stake: Some(Rao::from_tao(7)), ..Registration::default() };
    ledger.register_at(at(1_000_011), NETUID, &hotkey(2), &more).unwrap();
    let row = ledger.metagraph_at(NETUID, at(1_000_020)).unwrap().neurons.swap_remove(1);
    assert!(row.validator_permit, "stake counts also while nobody is active");
    weigh(&mut ledger, 1, 1_000_021, &[(1, 1)]).unwrap();
    assert_eq!(sum(&mut ledger, 1_000_040).0, Rao::from_tao(1050 + 7 + 20), "and it goes on where it stopped");
}

#[test]
fn epochs_that_take_long_are_stored_as_they_are_computed_and_come_to_the_same() {
    let after = |patience: Option<Duration>| {
        let (_home, mut ledger) = with_rules(|_, _| ());
        for seed in [1, 2] {
            ledger.register_at(at(1), NETUID, &hotkey(seed), &validator()).unwrap();
        }
        weigh(&mut ledger, 1, 5, &[(1, 1)]).unwrap();
        weigh(&mut ledger, 2, 25, &[(0, 1)]).unwrap();
        for expected in 2..=10 {
            let Some(patience) = patience else { break };
            let tx = ledger.connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
            let Ok(mut subnet) = subnets::read(&tx, NETUID, &ledger.path) else { panic!("there is one") };
            let is_done = settle::settle(&tx, NETUID, &mut subnet, BlockNumber(200), patience).unwrap();
            tx.commit().unwrap();
            assert_eq!((subnet.epochs, is_done), (expected, expected == 10));
        }
        ledger.metagraph_at(NETUID, at(200)).unwrap().neurons
    };
    assert_eq!(after(Some(Duration::ZERO)), after(None));
}

#[test]
fn a_permit_is_left_to_the_stake_again() {
    let (_home, mut ledger) = with_rules(|_, _| ());
    ledger.register(NETUID, &hotkey(1), &Registration { validator_permit: Some(false), ..validator() }).unwrap();
    let permit =
        |ledger: &mut Ledger, block| ledger.metagraph_at(NETUID, at(block)).unwrap().neurons[0].validator_permit;
    assert!(!permit(&mut ledger, 20));
    ledger.permit_by_stake(NETUID, &hotkey(1)).unwrap();
    assert!(permit(&mut ledger, 40));
    let error = ledger.permit_by_stake(NETUID, &hotkey(9)).unwrap_err();
    assert!(matches!(error, ChainError::NotRegistered { .. }), "{error}");
}

#[test]
fn stake_decides_over_imported_permits_of_which_the_file_says_nothing() {
    let (_home, mut ledger) = with_rules(|_, _| ());
    let row = |uid: u8, more: &str| format!(r#"{{"uid": {uid}, "hotkey": "{}", "stake": 9{more}}}"#, hotkey(uid));
    let rows = [row(0, ""), row(1, r#", "validator_permit": false"#)].join(",");
    let text = format!(r#"{{"netuid": 34, "neurons": [{rows}]}}"#);
    ledger.import(&Subnet::from_json(text.as_bytes()).unwrap()).unwrap();
    let neurons = ledger.metagraph_at(NETUID, at(20)).unwrap().neurons;
    assert_eq!(neurons.iter().map(|neuron| neuron.validator_permit).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn the_root_network_is_no_subnet_of_a_local_chain_but_an_older_ledger_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("chain.sqlite");
    let error = Ledger::create(&path, &NewLedger { netuid: Netuid(0), ..NewLedger::default() }).unwrap_err();
    assert!(error.to_string().contains("netuid 0, which is the root network"), "{error}");
    assert!(!path.exists());
    assert!(Subnet::from_json(br#"{"netuid": 0, "neurons": []}"#).is_err());
    let mut ledger = Ledger::create(&path, &NewLedger { netuid: Netuid(7), ..NewLedger::default() }).unwrap();
    ledger.connection.execute("UPDATE subnets SET netuid = 0", []).unwrap();
    ledger.register(Netuid(0), &hotkey(1), &validator()).unwrap();
    let call = WeightsCall { netuid: Netuid(0), mechanism: 0, weights: &[(Uid(0), 1)], version_key: 0, seats: None };
    ledger.set_weights(&hotkey(1), &call).unwrap();
}

#[test]
fn in_a_full_subnet_a_new_neuron_takes_the_worst_seat_with_all_that_belonged_to_it() {
    let (_home, mut ledger) = with_rules(|rules, owner| {
        (rules.max_uids, rules.immunity_period) = (12, 10);
        *owner = Some(hotkey(2));
    });
    for seed in 1..=12 {
        let given = if seed == 1 { validator() } else { Registration::default() };
        ledger.register_at(at(1), NETUID, &hotkey(seed), &given).unwrap();
    }
    weigh(&mut ledger, 1, 5, &[(1, 1), (2, 1), (3, 1)]).unwrap();
    ledger.metagraph_at(NETUID, at(20)).unwrap();
    // uid 0 earns dividends, 1 to 3 incentive; uid 1 is the owner's besides. The lowest of the others goes.
    let taken = ledger.register_at(at(21), NETUID, &hotkey(13), &Registration::default()).unwrap();
    assert_eq!(taken, TakenSeat { uid: Uid(4), replaced: Some(hotkey(5)) }, "who has lost its seat is told");
    ledger.change_rules(NETUID, |rules, _| rules.registration_allowed = false).unwrap();
    let closed = ledger.register_at(at(22), NETUID, &hotkey(14), &Registration::default()).unwrap_err();
    assert!(matches!(closed, ChainError::RegistrationClosed { netuid: NETUID }), "{closed}");
    ledger.change_rules(NETUID, |rules, _| rules.registration_allowed = true).unwrap();
    weigh(&mut ledger, 1, 23, &[(5, 1)]).unwrap();
    weigh(&mut ledger, 1, 41, &[(2, 1), (5, 1)]).unwrap();
    assert_eq!(ledger.register_at(at(41), NETUID, &hotkey(14), &Registration::default()).unwrap().uid, Uid(2));
    let metagraph = ledger.metagraph_at(NETUID, at(41)).unwrap();
    assert_eq!((metagraph.neurons.len(), metagraph.neurons[2].registered_at), (12, BlockNumber(41)));
    assert_eq!(metagraph.by_hotkey(&hotkey(3)), None);
    assert_eq!(ledger.weights(NETUID, Uid(0)).unwrap(), [(Uid(5), 65535)]);
}

#[test]
fn the_price_of_a_seat_rises_with_each_registration_and_falls_with_time() {
    let (_home, mut ledger) = with_rules(|_, _| ());
    for seed in 1..=3 {
        ledger.register_at(at(1), NETUID, &hotkey(seed), &Registration::default()).unwrap();
    }
    let subnet = ledger.read(|tx, path| subnets::read(tx, NETUID, path)).unwrap();
    let price = |block| subnet.rules_at(BlockNumber(block)).burn.0;
    assert_eq!([price(1), price(100_000)], [1_000_188, 500_000]); // 500000 rao, raised by 26 % three times
    assert!((500_000..1_000_188).contains(&price(200)), "{}", price(200));
}

#[test]
fn a_commitment_replaces_the_last_one_within_the_space_of_an_epoch() {
    let (_home, mut ledger) = with_rules(|_, _| ());
    let error = ledger.commit(NETUID, &hotkey(1), &[b"x"]).unwrap_err();
    assert!(matches!(error, ChainError::NotRegistered { .. }), "{error}");
    ledger.register(NETUID, &hotkey(1), &Registration::default()).unwrap();
    assert_eq!(ledger.commitment(NETUID, &hotkey(1)).unwrap(), None);
    for text in [&b"first"[..], b"second"] {
        ledger.commit(NETUID, &hotkey(1), &[text]).unwrap();
    }
    assert_eq!(ledger.commitment(NETUID, &hotkey(1)).unwrap().unwrap().1, [b"second"]);
    let error = (0..100).find_map(|_| ledger.commit(NETUID, &hotkey(1), &[&[7; 500]]).err()).unwrap();
    assert!(error.to_string().contains("2700 of 3100 bytes are used in this epoch"), "{error}");
}

#[test]
fn rules_that_no_subnet_can_have_are_refused() {
    let (_home, mut ledger) = with_rules(|_, _| ());
    ledger.register(NETUID, &hotkey(1), &Registration::default()).unwrap();
    ledger.register(NETUID, &hotkey(2), &Registration::default()).unwrap();
    let refused: [fn(&mut Hyperparameters); 5] = [
        |rules| rules.tempo = 0,
        |rules| rules.max_uids = 1,
        |rules| rules.max_uids = 5000,
        |rules| rules.weights_rate_limit = u64::MAX,
        |rules| rules.bonds_moving_average = 1_000_001,
    ];
    for change in refused {
        let error = ledger.change_rules(NETUID, |rules, _| change(rules)).unwrap_err();
        assert!(matches!(error, ChainError::Ledger(LedgerError::Settings(_))), "{error}");
    }
    ledger.change_rules(NETUID, |rules, _| (rules.max_uids, rules.immunity_period) = (2, 0)).unwrap();
    let error = ledger.register(NETUID, &hotkey(3), &Registration::default()).unwrap_err();
    assert!(matches!(error, ChainError::NoSeat { .. }), "ten seats outside their immunity are left alone: {error}");
}

#[test]
fn registrations_from_many_connections_at_once_get_distinct_uids() {
    let (_home, ledger) = fresh(&NewLedger::default());
    let path = ledger.path();
    let mut uids: Vec<u16> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2_u8)
            .map(|worker| {
                scope.spawn(move || {
                    let mut ledger = Ledger::open(path).unwrap();
                    (0..20_u8)
                        .map(|seed| ledger.register(NETUID, &hotkey(worker * 20 + seed), &validator()).unwrap().0)
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    uids.sort_unstable();
    assert_eq!(uids, (0..40).collect::<Vec<_>>());
}

#[test]
fn a_damaged_ledger_is_named_and_not_read_as_an_empty_one() {
    let (_home, ledger) = fresh(&NewLedger::default());
    let path = ledger.path().to_owned();
    drop(ledger);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100..].fill(0xff); // all but the header
    std::fs::write(&path, bytes).unwrap();
    let error = Ledger::open(&path).unwrap_err();
    assert!(matches!(error, LedgerError::Damaged { .. }), "{error:?}");
}

#[test]
fn an_imported_second_subnet_must_be_asked_for_by_its_netuid() {
    let (_home, mut ledger) = fresh(&NewLedger::default());
    let text = format!(r#"{{"netuid": 7, "neurons": [{{"uid": 3, "hotkey": "{}"}}]}}"#, hotkey(1));
    ledger.import(&Subnet::from_json(text.as_bytes()).unwrap()).unwrap();
    let error = ledger.only_netuid().unwrap_err().to_string();
    assert!(error.ends_with("holds several subnets (7, 34)"), "{error}");
    assert_eq!(ledger.register(Netuid(7), &hotkey(2), &Registration::default()).unwrap(), Uid(4));
    assert!(ledger.metagraph(NETUID).unwrap().neurons.is_empty());
}

#[test]
fn a_subnet_that_does_not_exist_is_named_with_the_chain() {
    let (_home, mut ledger) = fresh(&NewLedger::default());
    assert_eq!(ledger.only_netuid().unwrap(), NETUID);
    let error = ledger.metagraph(Netuid(1)).unwrap_err().to_string();
    assert!(error.starts_with("netuid 1 does not exist on local:/"), "{error}");
}
