use proptest::prelude::*;
use serde::Deserialize;

use super::*;

/// Far from 0, so that blocks before an epoch have numbers.
const EPOCH: u64 = 1_000_000;
const TEMPO: u64 = 4;

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    stake_rao: Vec<u64>,
    permit: Vec<bool>,
    weights: BTreeMap<u16, Vec<(u16, u16)>>,
    parameters: Parameters,
    #[serde(default)]
    bonds_before: BTreeMap<u16, Vec<(u16, u16)>>,
    last_update_relative: Option<Vec<i64>>,
    registered_relative: Option<Vec<i64>>,
    epochs: Vec<Expected>,
}

#[derive(Deserialize)]
struct Parameters {
    kappa: u16,
    bonds_penalty: u16,
    bonds_moving_average: u64,
    max_validators: u16,
    stake_threshold_rao: u64,
    yuma3: bool,
    liquid_alpha: bool,
    owner_uid: Option<u16>,
}

#[derive(Deserialize)]
struct Expected {
    alpha_for_neurons_rao: u64,
    stake_weight: Vec<u16>,
    consensus: Vec<u16>,
    incentive: Vec<u16>,
    dividends: Vec<u16>,
    validator_trust: Vec<u16>,
    emission_rao: Vec<u64>,
    permit_after: Vec<bool>,
    bonds_after: BTreeMap<u16, Vec<(u16, u16)>>,
    stake_after_rao: Vec<u64>,
}

fn uids(row: &[(u16, u16)]) -> Vec<(Uid, u16)> {
    row.iter().map(|(uid, value)| (Uid(*uid), *value)).collect()
}

impl Case {
    fn seats(&self) -> Vec<Seat> {
        let at = |relative: &Option<Vec<i64>>, seat: usize, otherwise: i64| {
            let relative = relative.as_ref().map_or(otherwise, |blocks| blocks[seat]);
            BlockNumber((EPOCH - 1).checked_add_signed(relative).unwrap())
        };
        (0..self.stake_rao.len())
            .map(|seat| {
                let uid = u16::try_from(seat).unwrap();
                Seat {
                    uid: Uid(uid),
                    stake: Rao(self.stake_rao[seat]),
                    validator_permit: self.permit[seat],
                    permit_given: None,
                    last_update: at(&self.last_update_relative, seat, 0),
                    registered_at: at(&self.registered_relative, seat, -100_000),
                    weights: self.weights.get(&uid).map(|row| uids(row)).unwrap_or_default(),
                    bonds: self.bonds_before.get(&uid).map(|row| uids(row)).unwrap_or_default(),
                }
            })
            .collect()
    }

    fn rules(&self) -> Hyperparameters {
        assert!(!self.parameters.liquid_alpha, "{}", self.name);
        Hyperparameters {
            kappa: self.parameters.kappa,
            bonds_penalty: self.parameters.bonds_penalty,
            bonds_moving_average: self.parameters.bonds_moving_average,
            max_validators: self.parameters.max_validators,
            stake_threshold: Rao(self.parameters.stake_threshold_rao),
            yuma3: self.parameters.yuma3,
            ..Hyperparameters::default()
        }
    }
}

/// Within one of 65535, and two rao.
fn compare(name: &str, found: &[Standing], expected: &Expected) {
    let shares = |what: &str, of: fn(&Standing) -> u16, expected: &[u16]| {
        let found: Vec<u16> = found.iter().map(of).collect();
        let is_near = found.len() == expected.len()
            && found.iter().zip(expected).all(|(found, expected)| found.abs_diff(*expected) <= 1);
        assert!(is_near, "{what} of `{name}`: {found:?}, not {expected:?}");
    };
    shares("stake weight", |standing| standing.stake_weight, &expected.stake_weight);
    shares("consensus", |standing| standing.consensus, &expected.consensus);
    shares("incentive", |standing| standing.incentive, &expected.incentive);
    shares("dividends", |standing| standing.dividends, &expected.dividends);
    shares("validator trust", |standing| standing.validator_trust, &expected.validator_trust);
    for (uid, (standing, emission)) in found.iter().zip(&expected.emission_rao).enumerate() {
        assert!(standing.emission.0.abs_diff(*emission) <= 2, "uid {uid} of `{name}`: {:?}", standing.emission);
    }
    let permits: Vec<bool> = found.iter().map(|standing| standing.validator_permit).collect();
    assert_eq!(permits, expected.permit_after, "`{name}`");
    for (uid, expected) in &expected.bonds_after {
        let found = &found[usize::from(*uid)].bonds;
        let is_near = found.len() == expected.len()
            && found
                .iter()
                .zip(expected)
                .all(|(found, expected)| found.0.0 == expected.0 && found.1.abs_diff(expected.1) <= 1);
        assert!(is_near, "bonds of uid {uid} of `{name}`: {found:?}, not {expected:?}");
    }
}

#[test]
fn epochs_give_what_a_real_runtime_gives() {
    // spec/chain.md 7.7 and 14
    let Some(text) = vectors() else { return };
    let vectors: Vectors = serde_json::from_str(&text).unwrap();
    assert_eq!(vectors.cases.len(), 13);
    for case in vectors.cases {
        let (rules, mut seats) = (case.rules(), case.seats());
        for (number, expected) in (0..).zip(&case.epochs) {
            let block = EPOCH + number * TEMPO;
            let terms = Terms {
                rules: &rules,
                owner: case.parameters.owner_uid.map(Uid),
                block: BlockNumber(block),
                last_epoch: BlockNumber(block - TEMPO),
                pays: Rao(expected.alpha_for_neurons_rao),
            };
            let found = epoch(&seats, &terms);
            compare(&case.name, &found, expected);
            // Permits and bonds are carried on as they were found; what was paid went through stake pools there.
            for ((seat, standing), stake) in seats.iter_mut().zip(found).zip(&expected.stake_after_rao) {
                (seat.validator_permit, seat.bonds, seat.stake) =
                    (standing.validator_permit, standing.bonds, Rao(*stake));
            }
        }
    }
}

fn vectors() -> Option<String> {
    let base = std::env::var_os("GASCLI_SHARED")
        .map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), std::path::PathBuf::from);
    let text = std::fs::read_to_string(base.join("data/chain/vectors/yuma.json")).ok();
    assert!(
        text.is_some() || std::env::var_os("GASCLI_REQUIRE_SHARED").is_none_or(|value| value != "1"),
        "no shared data"
    );
    text
}

fn seat(uid: u16, stake: u64, weights: &[(u16, u16)]) -> Seat {
    Seat {
        uid: Uid(uid),
        stake: Rao::from_tao(stake),
        validator_permit: stake > 0,
        permit_given: None,
        last_update: BlockNumber(EPOCH - 1),
        registered_at: BlockNumber(0),
        weights: uids(weights),
        bonds: Vec::new(),
    }
}

fn run(seats: &[Seat], rules: &Hyperparameters) -> Vec<Standing> {
    let (block, last_epoch) = (BlockNumber(EPOCH), BlockNumber(EPOCH - 360));
    epoch(seats, &Terms { rules, owner: None, block, last_epoch, pays: Rao::from_tao(360) })
}

#[test]
fn a_validator_that_has_set_no_weights_for_long_has_no_say() {
    let rules = Hyperparameters { activity_cutoff: 100, ..Hyperparameters::default() };
    let mut seats = [seat(0, 9, &[(2, 1)]), seat(1, 1, &[(3, 1)]), seat(2, 0, &[]), seat(3, 0, &[])];
    seats[0].last_update = BlockNumber(EPOCH - 101);
    let incentive: Vec<u16> = run(&seats, &rules).iter().map(|standing| standing.incentive).collect();
    assert_eq!(incentive, [0, 0, 0, 65535]);
    seats[0].last_update = BlockNumber(EPOCH - 100);
    let incentive: Vec<u16> = run(&seats, &rules).iter().map(|standing| standing.incentive).collect();
    assert_eq!(incentive, [0, 0, 65535, 0]);
}

#[test]
fn seats_need_not_be_numbered_without_gaps_and_a_uid_without_a_seat_counts_nothing() {
    let seats = [seat(3, 9, &[(7, 10), (5, 10), (900, 20)]), seat(5, 0, &[]), seat(900, 0, &[])];
    let incentive: Vec<u16> = run(&seats, &Hyperparameters::default()).iter().map(|found| found.incentive).collect();
    assert_eq!(incentive, [0, 21844, 43689]);
}

#[test]
fn an_empty_subnet_and_one_without_stake_pay_nobody() {
    assert_eq!(run(&[], &Hyperparameters::default()), []);
    let found = run(&[seat(0, 0, &[(0, 1)])], &Hyperparameters::default());
    assert_eq!((found[0].emission, found[0].validator_permit), (Rao(0), false));
}

proptest! {
    #[test]
    fn no_epoch_pays_more_than_there_is_and_no_column_sums_to_more_than_one(
        rows in prop::collection::vec(
            (0..21_000_000_u64, any::<bool>(), prop::collection::vec((0..24_u16, 0..=u16::MAX), 0..24)), 1..24),
        kappa in 0..=u16::MAX, penalty in 0..=u16::MAX, average in 0..=1_000_000_u64, yuma3 in any::<bool>(),
    ) {
        let mut seats: Vec<Seat> = (0..)
            .zip(&rows)
            .map(|(uid, (stake, permit, weights))| {
                let once: BTreeMap<u16, u16> = weights.iter().copied().collect();
                let weights: Vec<_> = once.into_iter().collect();
                Seat { validator_permit: *permit, ..seat(uid, *stake, &weights) }
            })
            .collect();
        let rules = Hyperparameters {
            kappa, bonds_penalty: penalty, bonds_moving_average: average, yuma3, ..Hyperparameters::default()
        };
        for _ in 0..3 {
            let found = run(&seats, &rules);
            for of in [|s: &Standing| s.incentive, |s: &Standing| s.dividends, |s: &Standing| s.stake_weight] {
                prop_assert!(found.iter().map(|standing| u32::from(of(standing))).sum::<u32>() <= 65535);
            }
            let paid: u64 = found.iter().map(|standing| standing.emission.0).sum();
            prop_assert!(paid <= Rao::from_tao(360).0, "{paid}");
            for (seat, standing) in seats.iter_mut().zip(found) {
                (seat.validator_permit, seat.bonds) = (standing.validator_permit, standing.bonds);
            }
        }
    }
}
