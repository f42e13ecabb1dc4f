//! What an epoch makes of the scores, and which weights follow from them: decided here, done in `weights`.
//!
//! ```text
//!  outcomes, fool counts, scores ──epoch──> scores ──plan (seats, rules of the chain)──> weights, with reasons
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::Serialize;

use super::benchmark;
use super::prices::prices_in_use;
use super::{Settings, SpecialHotkeys};
use crate::chain::weights::{self, WeightsError, to_u16};
use crate::chain::{Hyperparameters, Metagraph};
use crate::scoring::gas::{
    self, FoolBonus, FoolCounts, MinerOutcomes, ModalityWeights, Price, Purpose, ScoreStep, Special, UnregisteredShare,
};
use crate::store::{Epoch, EpochRules, EpochScore, Store, StoreError, Undecided};
use crate::types::{BlockNumber, Hotkey, Netuid, Uid, UnixMillis};

pub use crate::scoring::gas::WINDOW;

/// A medium that awaits the check of its prompt for so long waits for something that is missing here, such as the model.
const LATE: Duration = Duration::from_hours(1);

/// Scores stay as they are from one late medium among so many outcomes on. What is missing then moves a reward by more than
/// luck does; and one medium in a while that cannot be looked at holds no score.
const HELD_FROM: u32 = 4;

/// What miners delivered lately, beyond the outcomes that are decided.
#[derive(Debug, Clone, Default)]
pub struct Lately {
    /// Those of whom media were taken, which may await the check of their prompt or have failed it: that they are there
    /// counts (`spec/gas.md` 8.8).
    pub delivered: BTreeSet<Hotkey>,
    /// What awaits that check.
    pub undecided: BTreeMap<Hotkey, Undecided>,
}

/// An epoch as it would be now, from what is stored; nothing is changed. Also what is wrong with the benchmark's answer.
pub fn next_epoch(
    store: &Store,
    own_prices: &[Price],
    weights: ModalityWeights,
    metagraph: &Metagraph,
    (block, now): (BlockNumber, UnixMillis),
) -> Result<(Epoch, Option<String>), StoreError> {
    let rules = EpochRules { prices: prices_in_use(store, own_prices)?, weights };
    let outcomes = store.outcomes_between(now.before(WINDOW), now)?;
    let lately = Lately {
        delivered: store.delivered_between(now.before(WINDOW), now)?,
        undecided: store.undecided_between(now.before(WINDOW), now, now.before(LATE))?,
    };
    let (counts, trouble) = benchmark::usable(store.fool_counts()?, now);
    let seated: BTreeSet<Hotkey> = metagraph.neurons.iter().map(|neuron| neuron.hotkey).collect();
    let counts = counts.into_iter().filter(|(hotkey, _)| seated.contains(hotkey)).collect();
    let scores = step(&rules, &outcomes, &lately, &counts, store.scores()?);
    Ok((Epoch { block, at: now, rules, scores }, trouble))
}

/// Those whose scores stay, since nobody knows yet how they fared: an outage of the model must not take weight from miners
/// whose media wait, while failures that need no model go on being decided.
fn held(
    outcomes: &BTreeMap<Hotkey, MinerOutcomes>,
    undecided: &BTreeMap<Hotkey, Undecided>,
    scores: &BTreeMap<Hotkey, f64>,
) -> BTreeSet<Hotkey> {
    let decided = |of: &MinerOutcomes| {
        let passed = u32::try_from(of.image.passed() + of.video.passed()).unwrap_or(u32::MAX);
        passed.saturating_add(of.image.failed).saturating_add(of.video.failed)
    };
    let is_held = |(hotkey, undecided): &(&Hotkey, &Undecided)| {
        let decided = outcomes.get(*hotkey).map_or(0, decided);
        let all = decided.saturating_add(undecided.all);
        let has_score = scores.get(*hotkey).is_some_and(|score| *score > 0.0);
        undecided.late > 0 && undecided.late.saturating_mul(HELD_FROM) >= all || decided == 0 && has_score
    };
    undecided.iter().filter(is_held).map(|(hotkey, _)| *hotkey).collect()
}

/// How each score moves (`spec/gas.md` 11.6 and 11.7). `counts` holds registered hotkeys.
pub fn step(
    rules: &EpochRules,
    outcomes: &BTreeMap<Hotkey, MinerOutcomes>,
    lately: &Lately,
    counts: &BTreeMap<Hotkey, FoolCounts>,
    mut scores: BTreeMap<Hotkey, f64>,
) -> BTreeMap<Hotkey, EpochScore> {
    let verified = outcomes.iter().filter(|(_, outcomes)| outcomes.has_delivered()).map(|(hotkey, _)| *hotkey);
    let held = held(outcomes, &lately.undecided, &scores);
    let active: BTreeSet<Hotkey> =
        verified.chain(lately.delivered.iter().copied()).chain(held.iter().copied()).collect();
    let counts_of =
        |hotkey: &Hotkey| counts.get(hotkey).copied().filter(|_| active.is_empty() || active.contains(hotkey));
    let mut rewards: BTreeMap<Hotkey, f64> = outcomes
        .iter()
        .map(|(hotkey, outcomes)| {
            (*hotkey, gas::reward(&rules.prices, rules.weights, outcomes, counts_of(hotkey)).value)
        })
        .collect();
    for hotkey in &held {
        rewards.entry(*hotkey).or_insert(0.0);
    }
    if !rewards.is_empty() {
        // A bonus alone earns nothing, but makes its owner a generator.
        let with_bonus = counts.keys().filter(|hotkey| counts_of(hotkey).and_then(FoolBonus::of).is_some());
        for hotkey in with_bonus {
            rewards.entry(*hotkey).or_insert(0.0);
        }
    }
    let steps = gas::update_scores(&mut scores, &rewards, &active);
    let of = |(hotkey, mut step): (Hotkey, ScoreStep)| {
        let held = held.contains(&hotkey);
        if held {
            (step.average, step.score) = (step.previous, step.previous);
        }
        let generator = rewards.contains_key(&hotkey);
        (hotkey, EpochScore { step, counts: counts_of(&hotkey), generator, held })
    };
    steps.into_iter().map(of).collect()
}

/// Scores as they stand, and who takes part in the generators' share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scored {
    /// By hotkey.
    pub scores: BTreeMap<Hotkey, f64>,
    /// The generators of the newest epoch.
    pub generators: BTreeSet<Hotkey>,
    /// Those whose score fell to zero for want of a delivery.
    pub inactive: BTreeSet<Hotkey>,
    /// Those whose score stayed, as their media await the check of their prompt.
    pub held: BTreeSet<Hotkey>,
}

impl Scored {
    /// After an epoch. One without any outcome moved nothing and has no generators.
    pub fn after(epoch: &Epoch, saved: BTreeMap<Hotkey, f64>) -> Self {
        if epoch.scores.is_empty() {
            return Self { scores: saved, ..Self::default() };
        }
        let those = |wanted: fn(&EpochScore) -> bool| {
            epoch.scores.iter().filter(|(_, score)| wanted(score)).map(|(hotkey, _)| *hotkey).collect()
        };
        Self {
            scores: epoch.scores.iter().map(|(hotkey, score)| (*hotkey, score.step.score)).collect(),
            generators: those(|score| score.generator),
            inactive: those(|score| !score.step.active),
            held: those(|score| score.held),
        }
    }

    /// As the last epoch left them; of a store from before epochs were kept, by the outcomes of the last day.
    pub fn saved(store: &Store, now: UnixMillis) -> Result<Self, StoreError> {
        let scores = store.scores()?;
        if let Some(epoch) = store.epoch(None)? {
            return Ok(Self::after(&epoch, scores));
        }
        let generators = store.outcomes_between(now.before(WINDOW), now)?.into_keys().collect();
        Ok(Self { scores, generators, ..Self::default() })
    }
}

/// Why a hotkey has the weight that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A fixed share.
    Burn,
    /// Likewise.
    VideoEscrow,
    /// Likewise.
    ImageEscrow,
    /// Likewise.
    AudioEscrow,
    /// By its score.
    Generator,
    /// No challenge of the last day ended, so it has no part in the generators' share.
    NoOutcomes,
    /// It delivered nothing in the last day.
    Inactive,
    /// What it delivered awaits the check of its prompt, and it has no score yet.
    AwaitsCheck,
    /// Its score is zero.
    NoScore,
    /// Its share is too small to be a weight of a whole number.
    TooSmall,
    /// It has a score or a fixed share, but no seat.
    NotRegistered,
}

impl Reason {
    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Burn => "burn",
            Self::VideoEscrow => "video escrow",
            Self::ImageEscrow => "image escrow",
            Self::AudioEscrow => "audio escrow",
            Self::Generator => "generator",
            Self::NoOutcomes => "no outcomes in 24 h",
            Self::Inactive => "nothing delivered in 24 h",
            Self::AwaitsCheck => "its media await the check of their prompt",
            Self::NoScore => "score is 0",
            Self::TooSmall => "share too small",
            Self::NotRegistered => "not registered",
        }
    }
}

impl From<Purpose> for Reason {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Burn => Self::Burn,
            Purpose::VideoEscrow => Self::VideoEscrow,
            Purpose::ImageEscrow => Self::ImageEscrow,
            Purpose::AudioEscrow => Self::AudioEscrow,
        }
    }
}

/// What one hotkey gets.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PlannedWeight {
    /// Its seat; `None` if it has none.
    pub uid: Option<Uid>,
    /// Who.
    pub hotkey: Hotkey,
    /// Its score.
    pub score: f64,
    /// Its share of all weights, before the chain's rules.
    pub share: f64,
    /// What goes on the chain.
    pub weight: u16,
    /// Why.
    pub reason: Reason,
}

/// The weights that follow from scores, seats and the chain's rules.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeightPlan {
    /// Subnet.
    pub netuid: Netuid,
    /// Block at which the seats were read.
    pub block: BlockNumber,
    /// Share of all generators together.
    pub generators_share: f64,
    /// How many they are.
    pub generators: usize,
    /// What nobody gets, by `UNREGISTERED_SHARE`.
    pub withheld: f64,
    /// The seats in order, then who has none but would be paid.
    pub weights: Vec<PlannedWeight>,
    /// What an operator should know.
    pub warnings: Vec<String>,
    /// Why there is nothing to set; `None` if there is.
    pub refusal: Option<String>,
}

impl WeightPlan {
    /// What goes on the chain.
    pub fn to_send(&self) -> Vec<(Uid, u16)> {
        let set = self.weights.iter().filter(|planned| planned.weight > 0);
        set.filter_map(|planned| Some((planned.uid?, planned.weight))).collect()
    }
}

/// Who is paid besides by scores.
#[derive(Debug, Clone, Copy)]
pub struct Budget<'a> {
    /// Receivers of fixed shares.
    pub special: &'a SpecialHotkeys,
    /// See [`UnregisteredShare`].
    pub unregistered: UnregisteredShare,
    /// Whose arithmetic makes whole weights of shares.
    pub arithmetic: weights::Rules,
}

impl<'a> Budget<'a> {
    /// As configured.
    pub const fn of(settings: &'a Settings) -> Self {
        let rewards = &settings.rewards;
        Self { special: &settings.special, unregistered: rewards.unregistered_share, arithmetic: rewards.weights_rules }
    }
}

/// Plans weights (`spec/gas.md` 11.8).
pub fn plan(metagraph: &Metagraph, rules: &Hyperparameters, scored: &Scored, budget: Budget<'_>) -> WeightPlan {
    let seats: BTreeMap<Hotkey, Uid> = metagraph.neurons.iter().map(|neuron| (neuron.hotkey, neuron.uid)).collect();
    let special: Vec<Special> = budget
        .special
        .all()
        .into_iter()
        .map(|(purpose, hotkey)| Special { hotkey, purpose, seated: seats.contains_key(&hotkey) })
        .collect();
    // Who has lost the seat must not take a share that then lands nowhere.
    let generators: BTreeSet<Hotkey> =
        scored.generators.iter().copied().filter(|hotkey| seats.contains_key(hotkey)).collect();
    let shares = gas::shares(&scored.scores, &generators, &special, budget.unregistered);
    let share_of = |hotkey: &Hotkey| shares.of.get(hotkey).copied().unwrap_or(0.0);
    let by_seat: Vec<(Uid, f64)> = seats.iter().map(|(hotkey, uid)| (*uid, share_of(hotkey))).collect();
    let (sent, refusal) = match to_u16(&by_seat, rules.min_allowed_weights, rules.max_weights_limit, budget.arithmetic)
    {
        Ok(sent) => (sent.into_iter().collect(), None),
        Err(error) => (BTreeMap::new(), Some(refusal(&error, &generators))),
    };
    let score_of = |hotkey: &Hotkey| scored.scores.get(hotkey).copied().unwrap_or(0.0);
    let of_seat = |hotkey: &Hotkey, uid: Uid| {
        let (score, share) = (score_of(hotkey), share_of(hotkey));
        let weight = sent.get(&uid).copied().unwrap_or(0);
        PlannedWeight {
            uid: Some(uid),
            hotkey: *hotkey,
            score,
            share,
            weight,
            reason: reason(hotkey, &special, scored, weight),
        }
    };
    let mut weights: Vec<PlannedWeight> =
        metagraph.neurons.iter().map(|neuron| of_seat(&neuron.hotkey, neuron.uid)).collect();
    weights.sort_by_key(|planned| planned.uid);
    weights.extend(without_seat(&seats, scored, &special).into_iter().map(|hotkey| PlannedWeight {
        uid: None,
        hotkey,
        score: score_of(&hotkey),
        share: 0.0,
        weight: 0,
        reason: Reason::NotRegistered,
    }));
    let mut warnings = unregistered(&special, budget.unregistered);
    let earns = generators.iter().any(|hotkey| share_of(hotkey) > 0.0);
    if refusal.is_none() && !earns && shares.generators > 0.0 {
        let share = shares.generators;
        warnings.push(format!("no generator has a score, so their share of {share:.2} falls to the special hotkeys"));
    }
    WeightPlan {
        netuid: metagraph.netuid,
        block: metagraph.block,
        generators_share: shares.generators,
        generators: generators.len(),
        withheld: shares.withheld,
        weights,
        warnings,
        refusal,
    }
}

fn refusal(error: &WeightsError, generators: &BTreeSet<Hotkey>) -> String {
    let why = match (error, generators.is_empty()) {
        (WeightsError::Nothing, true) => "; no challenge of a registered miner has ended in the last 24 h",
        (WeightsError::Nothing, false) => "; nothing that miners delivered has passed",
        (WeightsError::NoAmount { .. } | WeightsError::TooFew { .. } | WeightsError::CapTooLow { .. }, _) => "",
    };
    format!("{error}{why}")
}

fn reason(hotkey: &Hotkey, special: &[Special], scored: &Scored, weight: u16) -> Reason {
    if let Some(special) = special.iter().find(|special| special.hotkey == *hotkey) {
        return special.purpose.into();
    }
    let has_score = scored.scores.get(hotkey).is_some_and(|score| *score > 0.0);
    match () {
        () if scored.inactive.contains(hotkey) => Reason::Inactive,
        () if !scored.generators.contains(hotkey) => Reason::NoOutcomes,
        () if !has_score && scored.held.contains(hotkey) => Reason::AwaitsCheck,
        () if !has_score => Reason::NoScore,
        () if weight == 0 => Reason::TooSmall,
        () => Reason::Generator,
    }
}

/// Hotkeys that would be paid, had they a seat.
fn without_seat(seats: &BTreeMap<Hotkey, Uid>, scored: &Scored, special: &[Special]) -> BTreeSet<Hotkey> {
    let scores = scored.scores.iter().filter(|(_, score)| **score > 0.0).map(|(hotkey, _)| *hotkey);
    let special = special.iter().filter(|special| special.purpose.share() > 0.0).map(|special| special.hotkey);
    scores.chain(special).filter(|hotkey| !seats.contains_key(hotkey)).collect()
}

/// A warning for each special hotkey that cannot be paid.
fn unregistered(special: &[Special], goes: UnregisteredShare) -> Vec<String> {
    let burns = special.iter().any(|special| special.purpose == Purpose::Burn && special.seated);
    let goes = match goes {
        UnregisteredShare::Burn if burns => "is burnt",
        UnregisteredShare::Burn => "goes to the generators, since the burn hotkey has no seat either",
        UnregisteredShare::Generators => "goes to the generators",
        UnregisteredShare::Withheld => "is withheld",
    };
    let missing = special.iter().filter(|special| !special.seated && special.purpose.share() > 0.0);
    let tell = |special: &Special| {
        let (name, hotkey, share) = (special.purpose.as_str(), special.hotkey, special.purpose.share());
        format!("the {name} hotkey {hotkey} is not registered; its share of {share:.2} {goes}")
    };
    missing.map(tell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Neuron;
    use crate::scoring::gas::{Item, ModalityOutcomes};
    use crate::store::Delivered;
    use crate::store::fixture::{challenged, ended, medium, pass_all};

    fn hotkey(number: u8) -> Hotkey {
        Hotkey::from_bytes([number; 32])
    }

    /// Ten seats, of which the first four are the special ones.
    fn metagraph() -> Metagraph {
        let neuron = |number: u8| Neuron::new(Uid(number.into()), hotkey(number));
        let neurons = (0..10).map(neuron).collect();
        Metagraph { netuid: Netuid(34), block: BlockNumber(9), neurons, stake_is_partial: false }
    }

    fn rules() -> Hyperparameters {
        Hyperparameters::default()
    }

    fn special() -> SpecialHotkeys {
        SpecialHotkeys {
            burn: Some(hotkey(0)),
            video_escrow: Some(hotkey(1)),
            image_escrow: Some(hotkey(2)),
            audio_escrow: Some(hotkey(3)),
        }
    }

    fn planned(scored: &Scored, special: &SpecialHotkeys) -> WeightPlan {
        plan(
            &metagraph(),
            &rules(),
            scored,
            Budget { special, unregistered: UnregisteredShare::Generators, arithmetic: weights::Rules::Sdk10 },
        )
    }

    fn seats(weights: &[(u16, u16)]) -> Vec<(Uid, u16)> {
        weights.iter().map(|(uid, weight)| (Uid(*uid), *weight)).collect()
    }

    #[test]
    fn the_vector_is_that_of_the_specification_to_the_unit() {
        // spec/gas.md 11.9 E
        let scores = [(4, 28.962_986), (5, 4.362_094), (6, 10.0), (8, 3.0)];
        let scored = Scored {
            scores: scores.map(|(uid, score)| (hotkey(uid), score)).into(),
            generators: [4, 5, 6].map(hotkey).into(),
            ..Scored::default()
        };
        let found = planned(&scored, &special());
        let expected = [(1, 65535), (2, 65535), (3, 6554), (4, 17524), (5, 2639), (6, 6051)];
        assert_eq!(found.to_send(), seats(&expected));
        assert!(found.warnings.is_empty() && found.refusal.is_none());
        let reasons: Vec<Reason> = found.weights.iter().map(|planned| planned.reason).collect();
        let (earns, none) = (Reason::Generator, Reason::NoOutcomes);
        let fixed = [Reason::Burn, Reason::VideoEscrow, Reason::ImageEscrow, Reason::AudioEscrow];
        assert_eq!(reasons[..4], fixed);
        assert_eq!(reasons[4..], [earns, earns, earns, none, none, none]);
    }

    #[test]
    fn without_a_generator_the_escrows_get_it_all_and_that_is_told() {
        // spec/gas.md 11.9 E and 18, point 28
        let found = planned(&Scored::default(), &special());
        assert_eq!(found.to_send(), seats(&[(1, 65535), (2, 65535), (3, 6553)]));
        assert_eq!(found.warnings, ["no generator has a score, so their share of 0.16 falls to the special hotkeys"]);
        let alone = planned(&Scored::default(), &SpecialHotkeys::default());
        assert!(alone.to_send().is_empty());
        assert!(alone.refusal.unwrap().contains("no challenge of a registered miner has ended"));
    }

    #[test]
    fn who_has_lost_the_seat_is_named_and_takes_no_share() {
        let gone = hotkey(77);
        let scored = Scored {
            scores: [(hotkey(4), 1.0), (gone, 9.0), (hotkey(5), 0.0)].into(),
            generators: [hotkey(4), hotkey(5), gone].into(),
            inactive: [hotkey(5)].into(),
            ..Scored::default()
        };
        let found = planned(&scored, &SpecialHotkeys { video_escrow: Some(hotkey(78)), ..SpecialHotkeys::default() });
        assert_eq!(found.to_send(), seats(&[(4, 65535)]));
        let without: Vec<Hotkey> = found.weights.iter().filter(|row| row.uid.is_none()).map(|row| row.hotkey).collect();
        assert_eq!(without, [gone, hotkey(78)]);
        assert_eq!(found.weights[5].reason, Reason::Inactive);
        assert_eq!(found.warnings.len(), 1);
    }

    #[test]
    fn a_bonus_is_for_those_who_delivered_and_no_outcome_moves_no_score() {
        // spec/gas.md 11.6 and 11.7
        let rules = EpochRules { prices: gas::Prices::default(), weights: ModalityWeights::default() };
        let passed = ModalityOutcomes { verified: vec![Item::default()], ..ModalityOutcomes::default() };
        let failed = ModalityOutcomes { failed: 1, ..ModalityOutcomes::default() };
        let of = |image| MinerOutcomes { image, ..MinerOutcomes::default() };
        let outcomes = BTreeMap::from([(hotkey(4), of(passed)), (hotkey(5), of(failed))]);
        let counts = [4, 5, 6].map(|number| (hotkey(number), FoolCounts { fooled: 10, not_fooled: 10 })).into();
        let scores = BTreeMap::from([(hotkey(5), 4.0), (hotkey(7), 2.0)]);
        let nobody = Lately::default();
        let found = step(&rules, &outcomes, &nobody, &counts, scores.clone());
        let of = |score: &EpochScore| (score.step.reward, score.step.score, score.counts.is_some(), score.generator);
        let summary: Vec<_> = found.values().map(of).collect();
        // 0.3 × (1 + 0.5) and half of that; the others have delivered nothing that passed.
        assert!((summary[0].0 - 0.45).abs() < 1e-12 && (summary[0].1 - 0.225).abs() < 1e-12);
        assert!(summary[0].2 && summary[0].3);
        assert_eq!(summary[1..], [(0.0, 0.0, false, true), (0.0, 0.0, false, false)]);
        assert!(step(&rules, &BTreeMap::new(), &nobody, &counts, scores.clone()).is_empty());
        // A medium was taken, whatever the check of its prompt says (8.8).
        let there = Lately { delivered: BTreeSet::from([hotkey(5)]), ..Lately::default() };
        let found = step(&rules, &outcomes, &there, &counts, scores);
        assert!((found[&hotkey(5)].step.score - 2.0).abs() < 1e-9, "half of what it was, and not nothing");
    }

    #[test]
    fn an_epoch_after_a_day_without_outcomes_leaves_the_stored_scores_as_they_are() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let rules = EpochRules { prices: gas::Prices::default(), weights: ModalityWeights::default() };
        let step = gas::ScoreStep { previous: 1.0, reward: 1.5, average: 1.25, active: true, score: 1.25 };
        let scores = [(hotkey(4), EpochScore { step, counts: None, generator: true, held: false })].into();
        let (block, at) = (BlockNumber(360), UnixMillis(1_000_000));
        store.save_epoch(&Epoch { block, at, rules, scores }, UnixMillis(0)).unwrap();
        let (block, at) = (BlockNumber(720), at.after(WINDOW * 2));
        let (epoch, _) = next_epoch(&store, &[], ModalityWeights::default(), &metagraph(), (block, at)).unwrap();
        store.save_epoch(&epoch, at.before(WINDOW)).unwrap();
        let saved = BTreeMap::from([(hotkey(4), 1.25)]);
        assert_eq!(store.scores().unwrap(), saved);
        assert_eq!(Scored::saved(&store, at).unwrap().scores, saved);
        assert_eq!(store.progress(crate::store::Progress::Epoch).unwrap(), Some(block));
    }

    /// An epoch as the validator makes it.
    fn epoch(store: &mut Store, block: u64, at: UnixMillis) -> Scored {
        let block = BlockNumber(block);
        let (epoch, _) = next_epoch(store, &[], ModalityWeights::default(), &metagraph(), (block, at)).unwrap();
        store.save_epoch(&epoch, at.before(WINDOW)).unwrap();
        Scored::after(&epoch, store.scores().unwrap())
    }

    #[test]
    fn an_outage_of_the_model_takes_no_weight_from_miners_whose_media_wait() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        let rules = EpochRules { prices: gas::Prices::default(), weights: ModalityWeights::default() };
        let step = ScoreStep { previous: 2.0, reward: 2.0, average: 2.0, active: true, score: 2.0 };
        let scores = [4, 5, 6].map(|of| (hotkey(of), EpochScore { step, counts: None, generator: true, held: false }));
        let begun = UnixMillis(1_800_000_000_000);
        let before = Epoch { block: BlockNumber(1), at: begun, rules, scores: scores.into() };
        store.save_epoch(&before, UnixMillis(0)).unwrap();
        let mut scored = Scored::default();
        for hour in 1..=30 {
            let at = begun.after(Duration::from_hours(hour));
            for miner in [4, 5] {
                let words = format!("{miner} {hour}");
                let sent = challenged(&mut store, miner, &words, at);
                let new = medium(&store, words.as_bytes());
                assert_eq!(ended(&mut store, &sent, &new, at), Delivered::Stored);
            }
            for miner in if hour == 20 { [5, 6].iter() } else { [6].iter() } {
                let sent = challenged(&mut store, *miner, &format!("late {miner} {hour}"), at);
                assert!(store.fail(sent.task_id, "challenge_timeout", "timeout", at).unwrap());
            }
            scored = epoch(&mut store, 1 + hour, at);
        }
        assert_eq!(scored.scores, BTreeMap::from([(hotkey(4), 2.0), (hotkey(5), 2.0), (hotkey(6), 0.0)]));
        assert_eq!(scored.held, [4, 5].map(hotkey).into());
        let now = begun.after(Duration::from_hours(30));
        assert_eq!(Scored::saved(&store, now).unwrap(), scored, "a restart forgets nothing of it");
        let weights: Vec<_> =
            planned(&scored, &special()).weights[4..7].iter().map(|row| (row.weight > 0, row.reason)).collect();
        let earns = (true, Reason::Generator);
        assert_eq!(weights, [earns, earns, (false, Reason::Inactive)]);
        // The model is back: what has waited counts.
        pass_all(&mut store, now);
        let scored = epoch(&mut store, 99, now);
        assert!(scored.held.is_empty());
        assert!([4, 5].iter().all(|of| (scored.scores[&hotkey(*of)] - 2.0).abs() > 1e-9), "{:?}", scored.scores);
    }

    #[test]
    fn who_fails_holds_no_score_by_a_medium_that_waits() {
        let undecided = |all, late| BTreeMap::from([(hotkey(4), Undecided { all, late })]);
        let image = ModalityOutcomes { failed: 9, ..ModalityOutcomes::default() };
        let failed = BTreeMap::from([(hotkey(4), MinerOutcomes { image, ..MinerOutcomes::default() })]);
        let scores = BTreeMap::from([(hotkey(4), 1.0)]);
        let is_held = |outcomes, undecided| !held(outcomes, &undecided, &scores).is_empty();
        assert!(!is_held(&failed, undecided(9, 0)), "delivered just before the epoch");
        assert!(!is_held(&failed, undecided(2, 2)), "a few that nobody can look at");
        assert!(is_held(&failed, undecided(3, 3)));
        assert!(is_held(&BTreeMap::new(), undecided(1, 0)), "nothing is known of it at all");
    }

    #[test]
    fn who_has_no_score_and_waits_for_the_check_is_told_so() {
        let scored = Scored {
            scores: [(hotkey(4), 0.0), (hotkey(5), 0.0)].into(),
            generators: [4, 5].map(hotkey).into(),
            held: [hotkey(4)].into(),
            ..Scored::default()
        };
        let reasons: Vec<Reason> = planned(&scored, &special()).weights[4..7].iter().map(|row| row.reason).collect();
        assert_eq!(reasons, [Reason::AwaitsCheck, Reason::NoScore, Reason::NoOutcomes]);
    }
}
