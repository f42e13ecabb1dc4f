//! The worked examples of `spec/gas.md` 11.9, to six digits, and what must hold for any outcomes.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::media::{Dimensions, Tier};
use crate::types::{Hotkey, Modality};

fn near(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() < 5e-7, "{what}: {found} is not {expected}");
}

fn hotkey(number: u8) -> Hotkey {
    Hotkey::from_bytes([number; 32])
}

fn video(model: Option<&str>, size: Option<(u32, u32)>, requested: &str) -> Item {
    item(Modality::Video, model, size, requested)
}

fn item(modality: Modality, model: Option<&str>, size: Option<(u32, u32)>, requested: &str) -> Item {
    let observed = size.and_then(|(width, height)| Tier::classify(modality, Dimensions { width, height }));
    let requested = Some(Tier::parse(modality, requested).unwrap());
    Item { requested, observed, model_name: model.map(str::to_owned) }
}

const HD: Option<(u32, u32)> = Some((1280, 720));
const FULL: Option<(u32, u32)> = Some((1920, 1080));
const LOW: Option<(u32, u32)> = Some((864, 496));

#[test]
fn each_video_is_worth_what_its_model_and_size_cost() {
    // spec/gas.md 11.9 A
    let seedance = "dreamina-seedance-2-0";
    for (model, size, requested, price, multiplier) in [
        (None, HD, "720p", 0.152, 2.250_926),
        (None, FULL, "1080p", 0.4, 3.651_484),
        (None, FULL, "720p", 0.152, 2.250_926),
        (None, HD, "1080p", 0.152, 1.350_555),
        (None, LOW, "1080p", 0.07, 0.549_909),
        (None, LOW, "480p", 0.07, 1.527_525),
        (None, None, "1080p", 0.03, 1.0),
        (Some(seedance), FULL, "1080p", 0.48, 4.0),
        (Some(seedance), HD, "1080p", 0.4, 2.190_890),
        (Some(seedance), LOW, "1080p", 0.1, 0.657_267),
        (Some("dreamina-seedance-2-0-260128"), HD, "720p", 0.4, 3.651_484),
        (Some("dreamina-seedance-2-0-fast"), FULL, "1080p", 0.152, 2.250_926),
        (Some("SomeUnknownModel"), HD, "720p", 0.03, 1.0),
        (Some("SomeUnknownModel"), FULL, "1080p", 0.0675, 1.5),
        (Some("google/veo-3.1"), FULL, "1080p", 0.45, 3.872_983),
    ] {
        let item = video(model, size, requested);
        let prices = Prices::default();
        let what = format!("{model:?} {size:?} for {requested}");
        near(video_price(&prices, model, item.requested, item.observed), price, &what);
        near(video_multiplier(&prices, model, item.requested, item.observed), multiplier, &what);
    }
}

#[test]
fn volume_counts_ten_in_full_and_more_by_the_logarithm() {
    // spec/gas.md 11.9 B
    for (verified, expected) in [
        (0, 0.0),
        (1, 1.0),
        (10, 10.0),
        (11, 11.0),
        (12, 11.584_963),
        (13, 12.0),
        (20, 13.459_432),
        (50, 15.357_552),
        (100, 16.507_795),
    ] {
        near(volume(verified), expected, &format!("{verified} verified"));
    }
}

fn bonus_of(fooled: u64, not_fooled: u64) -> Option<FoolBonus> {
    FoolBonus::of(FoolCounts { fooled, not_fooled })
}

#[test]
fn fool_bonus_grows_with_rate_and_sample_and_stops_at_two() {
    // spec/gas.md 11.9 B
    for (fooled, not_fooled, bonus) in [
        (0, 10, 0.0),
        (1, 1, 0.25),
        (3, 7, 0.15),
        (10, 10, 0.5),
        (20, 20, 0.846_574),
        (37, 17, 1.365_747),
        (60, 40, 1.2),
        (30, 10, 1.269_860),
        (100, 0, 2.0),
    ] {
        near(bonus_of(fooled, not_fooled).unwrap().bonus, bonus, &format!("{fooled} and {not_fooled}"));
    }
    assert_eq!(bonus_of(0, 0), None);
    assert!(bonus_of(u64::MAX, u64::MAX).is_some());
}

fn miner_five() -> MinerOutcomes {
    let image = |requested, side: Option<u32>| item(Modality::Image, None, side.map(|side| (side, side)), requested);
    let films = ["480p", "720p", "1080p"].into_iter().flat_map(|requested| vec![video(None, HD, requested); 4]);
    MinerOutcomes {
        image: ModalityOutcomes {
            verified: vec![
                image("1K", Some(1024)),
                image("2K", Some(2048)),
                image("4K", Some(4096)),
                image("4K", Some(1024)),
                image("1K", Some(4096)),
                image("2K", None),
            ],
            failed: 2,
            ..ModalityOutcomes::default()
        },
        video: ModalityOutcomes { verified: films.collect(), failed: 3, ..ModalityOutcomes::default() },
    }
}

fn miner_nine() -> MinerOutcomes {
    let model = Some("dreamina-seedance-2-0");
    let verified = vec![video(model, FULL, "1080p"), video(model, HD, "720p"), video(model, LOW, "1080p")];
    let video = ModalityOutcomes { verified, failed: 1, ..ModalityOutcomes::default() };
    MinerOutcomes { video, ..MinerOutcomes::default() }
}

#[test]
fn whole_miners_earn_what_the_specification_works_out() {
    // spec/gas.md 11.9 C
    let (prices, weights) = (Prices::default(), ModalityWeights::default());
    let (five, nine) = (miner_five(), miner_nine());
    let found = reward(&prices, weights, &five, Some(FoolCounts { fooled: 30, not_fooled: 10 }));
    near(found.image.value, 5.560_660, "images of 5");
    near(found.video.value, 15.845_159, "videos of 5");
    near(found.fool.unwrap().bonus, 1.269_860, "bonus of 5");
    near(found.value, 28.962_986, "5");
    let found = reward(&prices, weights, &nine, None);
    near(found.video.value, 6.231_563, "videos of 9");
    near(found.value, 4.362_094, "9");
}

#[test]
fn what_is_explained_of_a_reward_is_what_it_was_computed_from() {
    let (five, prices) = (miner_five(), Prices::default());
    let found = reward(&prices, ModalityWeights::default(), &five, Some(FoolCounts { fooled: 30, not_fooled: 10 }));
    for base in [&found.image, &found.video] {
        let mean = base.items.iter().map(|item| item.multiplier).sum::<f64>()
            / f64::from(u32::try_from(base.verified).unwrap());
        near(base.multiplier, mean, "mean");
        near(base.value, base.pass_rate * base.volume * base.multiplier, "base");
        for item in &base.items {
            near(item.multiplier, (item.price / item.baseline).sqrt() * item.shortfall, "item");
        }
    }
    let fool = found.fool.unwrap();
    near(fool.bonus, fool.rate * fool.sample_factor, "bonus");
    near(found.value, (0.30 * found.image.value + 0.70 * found.video.value) * (1.0 + fool.bonus), "reward");
}

#[test]
fn without_records_names_alone_are_paid_by_their_flat_price() {
    // spec/gas.md 11.4
    let prices = Prices::default();
    let earned = |modality, names: &[Option<&str>]| {
        let unrecorded = names.iter().map(|name| name.map(str::to_owned)).collect();
        base_reward(&prices, modality, &ModalityOutcomes { unrecorded, ..ModalityOutcomes::default() }).value
    };
    near(earned(Modality::Video, &[None, None]), 2.0, "no name");
    let named = [Some("google/veo-3.1"), Some("dreamina-seedance-2-0"), None];
    near(earned(Modality::Video, &named), 3.0 * ((0.2_f64 / 0.03).sqrt() + (0.4_f64 / 0.03).sqrt()) / 2.0, "names");
    near(earned(Modality::Image, &named), 3.0, "images");
}

#[test]
fn set_prices_replace_the_pinned_ones_and_the_cheapest_is_the_baseline() {
    // spec/gas.md 11.2
    let price = |model: &str, tier, usd| Price { model: model.into(), tier, usd };
    let prices = Prices::default().with([
        price("google/veo-3.1-lite", None, 0.05),
        price("a/new-one", None, 0.04),
        price("a/new-one", Some(Tier::P1080), 0.5),
        price("google/veo-3.1", None, f64::NAN),
        price("google/veo-3.1", None, 0.0),
    ]);
    near(prices.baseline(), 0.04, "baseline");
    near(
        video_price(&prices, Some("google/veo-3.1"), None, Some(Tier::P720)),
        0.20,
        "what is no price changes nothing",
    );
    near(video_price(&prices, Some("a/new-one-2"), None, Some(Tier::P1080)), 0.5, "by tier");
    near(
        video_multiplier(&prices, Some("google/veo-3.1-lite"), None, Some(Tier::P720)),
        (0.05_f64 / 0.04).sqrt(),
        "lite",
    );
    let text = serde_json::to_string(&prices).unwrap();
    assert_eq!(text, r#"{"google/veo-3.1-lite":0.05,"a/new-one":0.04,"a/new-one@1080p":0.5}"#);
    assert_eq!(serde_json::from_str::<Prices>(&text).unwrap(), prices);
    assert_eq!(serde_json::from_str::<Prices>("{}").unwrap(), Prices::default());
    for odd in [r#"{"x": 0}"#, r#"{"x": "1"}"#, r#"{"x@4K": 1}"#] {
        assert!(serde_json::from_str::<Prices>(odd).is_err(), "{odd}");
    }
}

#[test]
fn discriminators_are_scored_as_the_specification_works_out() {
    // spec/gas.md 11.10
    for (mcc, brier, score) in [
        (1.0, 0.0, 1.0),
        (0.9, 0.02, 0.899_587),
        (0.8, 0.05, 0.767_939),
        (0.5, 0.15, 0.368_885),
        (-0.2, 0.1, 0.364_395),
        (0.0, 0.25, 0.000_001),
        (f64::NAN, f64::NAN, 0.000_001),
    ] {
        near(sn34_score(mcc, brier), score, &format!("{mcc} and {brier}"));
    }
    near(sn34_with_augmented(0.9, 0.4), 0.8, "augmented");
}

#[test]
fn a_score_moves_half_way_to_each_reward() {
    // spec/gas.md 11.9 D
    let (one, active) = (hotkey(1), BTreeSet::from([hotkey(1)]));
    let mut scores = BTreeMap::new();
    for (reward, score) in [(28.962_986, 14.481_493), (28.962_986, 21.722_240), (0.0, 10.861_120), (0.0, 5.430_560)] {
        update_scores(&mut scores, &BTreeMap::from([(one, reward)]), &active);
        near(scores[&one], score, "score");
    }
}

#[test]
fn who_delivers_nothing_for_a_day_falls_to_zero_but_a_validator_without_outcomes_forgets_nobody() {
    let start = BTreeMap::from([(hotkey(1), 8.0), (hotkey(2), 8.0)]);
    let mut scores = start.clone();
    update_scores(&mut scores, &BTreeMap::new(), &BTreeSet::new());
    assert_eq!(scores, start);
    update_scores(&mut scores, &BTreeMap::from([(hotkey(2), 2.0)]), &BTreeSet::from([hotkey(2)]));
    assert_eq!(scores, BTreeMap::from([(hotkey(1), 0.0), (hotkey(2), 5.0)]));
}

/// All four, with seats for those of these purposes.
fn special(seated: &[Purpose]) -> Vec<Special> {
    let of = |(number, purpose): (u8, Purpose)| Special {
        hotkey: hotkey(number),
        purpose,
        seated: seated.contains(&purpose),
    };
    (0..).zip(Purpose::ALL).map(of).collect()
}

fn scores_of_the_example() -> BTreeMap<Hotkey, f64> {
    [(4, 28.962_986), (5, 4.362_094), (6, 10.0), (8, 3.0)].map(|(uid, score)| (hotkey(uid), score)).into()
}

#[test]
fn the_budget_is_shared_as_the_specification_works_out() {
    // spec/gas.md 11.9 E
    let generators = [4, 5, 6].map(hotkey).into();
    let shares = shares(&scores_of_the_example(), &generators, &special(&Purpose::ALL), UnregisteredShare::Generators);
    for (uid, share) in [0.0, 0.4, 0.4, 0.04, 0.106_961, 0.016_109, 0.036_930, 0.0, 0.0].into_iter().enumerate() {
        let hotkey = hotkey(u8::try_from(uid).unwrap());
        near(shares.of.get(&hotkey).copied().unwrap_or(0.0), share, &format!("uid {uid}"));
    }
    near(shares.generators, 0.16, "generators");
}

#[test]
fn the_share_of_a_special_hotkey_without_a_seat_goes_where_the_operator_says() {
    // spec/gas.md 18, point 27
    let generators: BTreeSet<Hotkey> = [4, 5, 6].map(hotkey).into();
    let (scores, video_missing) =
        (scores_of_the_example(), special(&[Purpose::Burn, Purpose::ImageEscrow, Purpose::AudioEscrow]));
    for (unregistered, burnt, earned, withheld) in [
        (UnregisteredShare::Generators, 0.0, 0.56, 0.0),
        (UnregisteredShare::Burn, 0.4, 0.16, 0.0),
        (UnregisteredShare::Withheld, 0.0, 0.16, 0.4),
    ] {
        let found = shares(&scores, &generators, &video_missing, unregistered);
        let sum: f64 = generators.iter().map(|hotkey| found.of[hotkey]).sum();
        near(sum, earned, &format!("generators, {unregistered:?}"));
        near(found.of[&hotkey(0)], burnt, &format!("burnt, {unregistered:?}"));
        near(found.withheld, withheld, &format!("withheld, {unregistered:?}"));
        near(found.of.values().sum::<f64>() + found.withheld, 1.0, "the whole");
    }
    for unregistered in [UnregisteredShare::Generators, UnregisteredShare::Burn] {
        let alone = shares(&scores, &generators, &special(&[]), unregistered).of;
        near(alone.values().sum(), 1.0, "generators alone");
        assert!(alone.values().max_by(|a, b| a.total_cmp(b)) == alone.get(&hotkey(4)), "never a uniform vector");
    }
}

#[test]
fn without_a_score_nobody_is_paid_by_chance() {
    let generators: BTreeSet<Hotkey> = [4, 5].map(hotkey).into();
    let unregistered = UnregisteredShare::Generators;
    let found = shares(&BTreeMap::new(), &generators, &special(&[]), unregistered);
    assert!(found.of.values().all(|share| *share == 0.0));
    let odd = BTreeMap::from([(hotkey(4), f64::NAN), (hotkey(5), f64::INFINITY)]);
    let escrows = [Purpose::VideoEscrow, Purpose::ImageEscrow, Purpose::AudioEscrow];
    near(shares(&odd, &generators, &special(&escrows), unregistered).of.values().sum::<f64>(), 0.84, "escrows");
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let tier = || proptest::option::of(proptest::sample::select(Tier::of(Modality::Video).to_vec()));
    let models =
        [None, Some("dreamina-seedance-2-0"), Some("dreamina-seedance-2-0-fast"), Some("x"), Some("google/veo-3.1")];
    let item = (tier(), tier(), proptest::sample::select(models.to_vec()))
        .prop_map(|(requested, observed, model)| Item { requested, observed, model_name: model.map(str::to_owned) });
    proptest::collection::vec(item, 0..40)
}

proptest! {
    #[test]
    fn one_more_verified_of_the_same_kind_never_earns_less(
        kind in items().prop_filter("one is needed", |items| !items.is_empty()), count in 1..60_usize, failed in 0..50_u32,
    ) {
        let earned = |count| base_reward(
            &Prices::default(), Modality::Video, &ModalityOutcomes { verified: vec![kind[0].clone(); count], failed, ..ModalityOutcomes::default() }).value;
        prop_assert!(earned(count + 1) >= earned(count));
    }

    #[test]
    fn one_more_failure_never_earns_more(verified in items(), failed in 0..50_u32) {
        let earned = |failed| base_reward(
            &Prices::default(), Modality::Video, &ModalityOutcomes { verified: verified.clone(), failed, ..ModalityOutcomes::default() }).value;
        prop_assert!(earned(failed + 1) <= earned(failed));
    }

    #[test]
    fn delivering_less_than_asked_never_pays_more(items in items()) {
        let prices = Prices::default();
        for item in items {
            let model = item.model_name.as_deref();
            let mut last = (0.0, 0.0);
            let (image, film) = (Tier::of(Modality::Image), Tier::of(Modality::Video));
            let asked = item.requested.map_or(2, |tier| tier.rank() as usize);
            for observed in 0..=asked {
                let found = (
                    image_multiplier(Some(image[asked]), Some(image[observed])),
                    video_multiplier(&prices, model, Some(film[asked]), Some(film[observed])),
                );
                prop_assert!(found.0 >= last.0 && found.1 >= last.1, "{item:?}: {found:?} after {last:?}");
                last = found;
            }
        }
    }

    #[test]
    fn the_order_of_outcomes_changes_nothing(items in items(), failed in 0..9_u32) {
        let mut turned = items.clone();
        turned.reverse();
        let earned = |verified| base_reward(
            &Prices::default(), Modality::Video, &ModalityOutcomes { verified, failed, ..ModalityOutcomes::default() }).value;
        prop_assert_eq!(earned(items).to_bits(), earned(turned).to_bits());
    }

    #[test]
    fn shares_are_amounts_and_never_more_than_the_whole(
        scores in proptest::collection::vec(proptest::num::f64::ANY, 1..250), seated in 0..5_usize,
        unregistered in proptest::sample::select(vec![
            UnregisteredShare::Generators, UnregisteredShare::Burn, UnregisteredShare::Withheld]),
    ) {
        let scores: BTreeMap<Hotkey, f64> =
            scores.into_iter().enumerate().map(|(index, score)| (hotkey(u8::try_from(index).unwrap()), score)).collect();
        let special = special(&Purpose::ALL[..seated.min(4)]);
        let found = shares(&scores, &scores.keys().copied().collect(), &special, unregistered);
        prop_assert!(found.of.values().all(|share| share.is_finite() && *share >= 0.0));
        prop_assert!(found.of.values().sum::<f64>() <= 1.0 + 1e-9);
    }

    #[test]
    fn a_larger_bonus_never_earns_less_and_no_samples_earn_none(
        verified in items(), failed in 0..9_u32, fooled in 0..5_000_u64, not_fooled in 0..5_000_u64,
    ) {
        let video = ModalityOutcomes { verified, failed, ..ModalityOutcomes::default() };
        let miner = MinerOutcomes { video, ..MinerOutcomes::default() };
        let earned = |counts| reward(&Prices::default(), ModalityWeights::default(), &miner, counts).value;
        let base = earned(None);
        prop_assert_eq!(base.to_bits(), earned(Some(FoolCounts::default())).to_bits());
        let found = earned(Some(FoolCounts { fooled, not_fooled }));
        prop_assert!(base <= found && found <= base * 3.0 + 1e-9);
        // The same number of samples, one more of them taken for real.
        if not_fooled > 0 {
            let one_more = FoolCounts { fooled: fooled + 1, not_fooled: not_fooled - 1 };
            prop_assert!(earned(Some(one_more)) >= found);
        }
    }

    #[test]
    fn a_reward_is_an_amount_whatever_the_weights_prices_and_counts_are(
        verified in items(), unrecorded in 0..9_usize, failed: u32, image in proptest::num::f64::ANY,
        video in proptest::num::f64::ANY, usd in proptest::num::f64::ANY, fooled: u64, not_fooled: u64,
    ) {
        let prices = Prices::default().with([Price { model: "x".into(), tier: None, usd }]);
        let of = ModalityOutcomes { verified, unrecorded: vec![Some("x".into()); unrecorded], failed };
        let miner = MinerOutcomes { image: of.clone(), video: of };
        let found = reward(&prices, ModalityWeights { image, video }, &miner, Some(FoolCounts { fooled, not_fooled }));
        prop_assert!(found.value.is_finite() && found.value >= 0.0, "{}", found.value);
    }

    #[test]
    fn what_one_hotkey_earns_does_not_hang_on_the_others(
        mine in 0.0..1e3_f64, others in proptest::collection::vec(0.0..1e3_f64, 0..20),
    ) {
        // spec/gas.md 18, point 29
        let mut rewards: BTreeMap<Hotkey, f64> =
            others.iter().enumerate().map(|(index, reward)| (hotkey(u8::try_from(index + 1).unwrap()), *reward)).collect();
        rewards.insert(hotkey(0), mine);
        let mut scores = BTreeMap::from([(hotkey(0), 3.0)]);
        let steps = update_scores(&mut scores, &rewards, &BTreeSet::new());
        prop_assert_eq!(scores[&hotkey(0)].to_bits(), (0.5 * mine + 0.5 * 3.0).to_bits());
        prop_assert_eq!(steps.len(), scores.len());
        prop_assert!(steps.iter().all(|(hotkey, step)| scores[hotkey].to_bits() == step.score.to_bits()));
    }

    #[test]
    fn a_score_is_an_amount_whatever_a_reward_is(rewards in proptest::collection::vec(proptest::num::f64::ANY, 1..9)) {
        let mut scores = BTreeMap::new();
        for reward in rewards {
            update_scores(&mut scores, &BTreeMap::from([(hotkey(1), reward)]), &BTreeSet::new());
            prop_assert!(scores[&hotkey(1)].is_finite() && scores[&hotkey(1)] >= 0.0);
        }
    }
}
