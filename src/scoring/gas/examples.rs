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
        near(fool_bonus(fooled, not_fooled).unwrap(), bonus, &format!("{fooled} and {not_fooled}"));
    }
    assert_eq!(fool_bonus(0, 0), None);
    assert!(fool_bonus(u32::MAX, u32::MAX).is_some());
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
        },
        video: ModalityOutcomes { verified: films.collect(), failed: 3 },
    }
}

fn miner_nine() -> MinerOutcomes {
    let model = Some("dreamina-seedance-2-0");
    let verified = vec![video(model, FULL, "1080p"), video(model, HD, "720p"), video(model, LOW, "1080p")];
    MinerOutcomes { video: ModalityOutcomes { verified, failed: 1 }, ..MinerOutcomes::default() }
}

#[test]
fn whole_miners_earn_what_the_specification_works_out() {
    // spec/gas.md 11.9 C
    let (prices, weights) = (Prices::default(), ModalityWeights::default());
    near(base_reward(&prices, Modality::Image, &miner_five().image), 5.560_660, "images of 5");
    near(base_reward(&prices, Modality::Video, &miner_five().video), 15.845_159, "videos of 5");
    near(reward(&prices, weights, &miner_five(), fool_bonus(30, 10).unwrap()), 28.962_986, "5");
    near(base_reward(&prices, Modality::Video, &miner_nine().video), 6.231_563, "videos of 9");
    near(reward(&prices, weights, &miner_nine(), 0.0), 4.362_094, "9");
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

fn special() -> Vec<(Hotkey, f64)> {
    vec![
        (hotkey(0), BURN_SHARE),
        (hotkey(1), VIDEO_ESCROW_SHARE),
        (hotkey(2), IMAGE_ESCROW_SHARE),
        (hotkey(3), AUDIO_ESCROW_SHARE),
    ]
}

fn scores_of_the_example() -> BTreeMap<Hotkey, f64> {
    [(4, 28.962_986), (5, 4.362_094), (6, 10.0), (8, 3.0)].map(|(uid, score)| (hotkey(uid), score)).into()
}

#[test]
fn the_budget_is_shared_as_the_specification_works_out() {
    // spec/gas.md 11.9 E
    let generators = [4, 5, 6].map(hotkey).into();
    let shares = shares(&scores_of_the_example(), &generators, &special());
    for (uid, share) in [0.0, 0.4, 0.4, 0.04, 0.106_961, 0.016_109, 0.036_930, 0.0, 0.0].into_iter().enumerate() {
        let hotkey = hotkey(u8::try_from(uid).unwrap());
        near(shares.get(&hotkey).copied().unwrap_or(0.0), share, &format!("uid {uid}"));
    }
}

#[test]
fn the_share_of_a_special_hotkey_without_a_seat_goes_to_the_generators() {
    // spec/gas.md 18, point 27
    let generators: BTreeSet<Hotkey> = [4, 5, 6].map(hotkey).into();
    let without_video = shares(&scores_of_the_example(), &generators, &special()[2..]);
    let earned: f64 = generators.iter().map(|hotkey| without_video[hotkey]).sum();
    near(earned, 0.56, "generators");
    let alone = shares(&scores_of_the_example(), &generators, &[]);
    near(alone.values().sum(), 1.0, "generators alone");
    assert!(alone.values().max_by(|a, b| a.total_cmp(b)) == alone.get(&hotkey(4)));
}

#[test]
fn without_a_score_nobody_is_paid_by_chance() {
    let generators: BTreeSet<Hotkey> = [4, 5].map(hotkey).into();
    let found = shares(&BTreeMap::new(), &generators, &[]);
    assert!(found.values().all(|share| *share == 0.0));
    let odd = BTreeMap::from([(hotkey(4), f64::NAN), (hotkey(5), f64::INFINITY)]);
    assert!(shares(&odd, &generators, &special()[1..]).values().sum::<f64>() < 0.85);
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
            &Prices::default(), Modality::Video, &ModalityOutcomes { verified: vec![kind[0].clone(); count], failed });
        prop_assert!(earned(count + 1) >= earned(count));
    }

    #[test]
    fn one_more_failure_never_earns_more(verified in items(), failed in 0..50_u32) {
        let earned = |failed| base_reward(
            &Prices::default(), Modality::Video, &ModalityOutcomes { verified: verified.clone(), failed });
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
        let earned = |verified| base_reward(&Prices::default(), Modality::Video, &ModalityOutcomes { verified, failed });
        prop_assert_eq!(earned(items).to_bits(), earned(turned).to_bits());
    }

    #[test]
    fn shares_are_amounts_and_never_more_than_the_whole(
        scores in proptest::collection::vec(proptest::num::f64::ANY, 1..250), specials in 0..5_usize,
    ) {
        let scores: BTreeMap<Hotkey, f64> =
            scores.into_iter().enumerate().map(|(index, score)| (hotkey(u8::try_from(index).unwrap()), score)).collect();
        let found = shares(&scores, &scores.keys().copied().collect(), &special()[..specials.min(4)]);
        prop_assert!(found.values().all(|share| share.is_finite() && *share >= 0.0));
        prop_assert!(found.values().sum::<f64>() <= 1.0 + 1e-9);
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
