//! Epochs as they came out, and the outcomes that they were computed from (`spec/gas.md` 11.1 and 12.6).

use std::collections::{BTreeMap, HashMap};

use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::benchmark::whole;
use super::{Store, StoreError};
use crate::media::{Dimensions, Tier};
use crate::scoring::gas::{FoolCounts, Item, MinerOutcomes, ModalityOutcomes, ModalityWeights, Prices, ScoreStep};
use crate::types::{BlockNumber, Hotkey, Modality, Uid, UnixMillis};

/// Epochs that are kept: ten days with the network's 360 blocks each. `gascli score explain --help` says the number.
const KEPT_EPOCHS: u32 = 200;

/// What an epoch went by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EpochRules {
    /// Prices of videos.
    pub prices: Prices,
    /// Weights of the modalities.
    pub weights: ModalityWeights,
}

/// How one hotkey fared in an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EpochScore {
    /// Reward and score.
    #[serde(flatten)]
    pub step: ScoreStep,
    /// What its bonus was computed from.
    pub counts: Option<FoolCounts>,
    /// Whether it takes part in the generators' share of the weights.
    pub generator: bool,
    /// Whether the score stays as it was, since too much of what it delivered awaits the check of its prompt.
    pub held: bool,
}

/// Outcomes of one hotkey that await the check of their prompt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undecided {
    /// All of them.
    pub all: u32,
    /// Those that have waited for long.
    pub late: u32,
}

/// An epoch: what the scores became, and by what rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Epoch {
    /// At which block.
    pub block: BlockNumber,
    /// When; outcomes of the day before counted.
    pub at: UnixMillis,
    /// See [`EpochRules`].
    pub rules: EpochRules,
    /// By hotkey.
    pub scores: BTreeMap<Hotkey, EpochScore>,
}

/// An outcome that counts, beside the item that it is in [`MinerOutcomes`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedOutcome {
    /// Id of the task.
    pub task_id: String,
    /// When it ended.
    pub ended_at_ms: UnixMillis,
}

/// The outcomes of one hotkey.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CountedOutcomes {
    /// Its newest seat among them.
    pub uid: Option<Uid>,
    /// What rewards are computed from.
    pub outcomes: MinerOutcomes,
    /// Which outcomes the verified images are, in their order.
    pub images: Vec<CountedOutcome>,
    /// Likewise the videos.
    pub videos: Vec<CountedOutcome>,
    /// Those that failed, by modality and class of the reason.
    pub failures: BTreeMap<Modality, BTreeMap<String, u32>>,
    /// Those that count for nothing yet, as they await the check of their prompt, by modality.
    pub awaiting: BTreeMap<Modality, u32>,
}

impl Store {
    /// How the challenges of each hotkey ended in a span, both ends included; those still open do not count.
    ///
    /// All of them, where the reference takes the newest thousand (`spec/gas.md` 18, point 30).
    pub fn outcomes_between(
        &self,
        since: UnixMillis,
        until: UnixMillis,
    ) -> Result<BTreeMap<Hotkey, MinerOutcomes>, StoreError> {
        self.read(|connection| {
            // The index holds every column, so no row is looked up.
            let mut statement = connection.prepare_cached(
                "SELECT status, hotkey, modality, model_name, requested_resolution, observed_resolution
                 FROM generator_challenge_outcomes INDEXED BY idx_generator_challenge_outcomes_rewards
                 WHERE updated_at BETWEEN ?1 AND ?2",
            )?;
            let mut rows = statement.query(params![since.as_seconds(), until.as_seconds()])?;
            let mut places: HashMap<Box<[u8]>, usize> = HashMap::new();
            let mut miners: Vec<MinerOutcomes> = Vec::new();
            let mut sizes: HashMap<Box<[u8]>, Option<Dimensions>> = HashMap::new();
            while let Some(row) = rows.next()? {
                let Some(verified) = ended(row.get_ref(0)?.as_str().unwrap_or_default()) else { continue };
                let Some(modality) = modality(row.get_ref(2)?.as_bytes().unwrap_or_default()) else { continue };
                let hotkey = row.get_ref(1)?.as_bytes().unwrap_or_default();
                let place = if let Some(place) = places.get(hotkey) {
                    *place
                } else {
                    places.insert(hotkey.into(), miners.len());
                    miners.push(MinerOutcomes::default());
                    miners.len() - 1
                };
                let outcomes = of(&mut miners[place], modality);
                if verified {
                    let text = row.get_ref(5)?.as_bytes().unwrap_or_default();
                    let size = if let Some(size) = sizes.get(text) {
                        *size
                    } else {
                        let size = read_size(text);
                        sizes.insert(text.into(), size);
                        size
                    };
                    outcomes.verified.push(read_item(row, 3, modality, size)?);
                } else {
                    outcomes.failed = outcomes.failed.saturating_add(1);
                }
            }
            let named = |(text, place): (Box<[u8]>, usize)| {
                Some((std::str::from_utf8(&text).ok()?.parse().ok()?, std::mem::take(&mut miners[place])))
            };
            // Keys were written from hotkeys; a row that somebody edited by hand is nobody's.
            Ok(places.into_iter().filter_map(named).collect())
        })
    }

    /// Outcomes of a span that await the check of their prompt, by hotkey; late are those from `late` and before.
    pub fn undecided_between(
        &self,
        since: UnixMillis,
        until: UnixMillis,
        late: UnixMillis,
    ) -> Result<BTreeMap<Hotkey, Undecided>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT hotkey, count(*), sum(updated_at <= ?3)
                 FROM generator_challenge_outcomes INDEXED BY idx_generator_challenge_outcomes_rewards
                 WHERE updated_at BETWEEN ?1 AND ?2 AND status = 'stored' GROUP BY hotkey",
            )?;
            let times = params![since.as_seconds(), until.as_seconds(), late.as_seconds()];
            let rows = statement.query_map(times, |row| {
                Ok((row.get::<_, String>(0)?, Undecided { all: row.get(1)?, late: row.get(2)? }))
            })?;
            rows.filter_map(|row| row.map(|(text, found)| Some((text.parse().ok()?, found))).transpose()).collect()
        })
    }

    /// The outcomes of one hotkey in a span, each with what it is.
    pub fn outcomes_of(
        &self,
        hotkey: &Hotkey,
        since: UnixMillis,
        until: UnixMillis,
    ) -> Result<CountedOutcomes, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT status, modality, task_id, updated_at, coalesce(failure_class, 'unknown'), uid,
                        model_name, requested_resolution, observed_resolution
                 FROM generator_challenge_outcomes WHERE hotkey = ?1 AND updated_at BETWEEN ?2 AND ?3 ORDER BY updated_at",
            )?;
            let mut rows = statement.query(params![hotkey.to_string(), since.as_seconds(), until.as_seconds()])?;
            let mut found = CountedOutcomes::default();
            while let Some(row) = rows.next()? {
                let Some(modality) = modality(row.get_ref(1)?.as_bytes().unwrap_or_default()) else { continue };
                let status = row.get_ref(0)?.as_str().unwrap_or_default();
                if status == "stored" {
                    *found.awaiting.entry(modality).or_insert(0) += 1;
                }
                let Some(verified) = ended(status) else { continue };
                found.uid = row.get_ref(5)?.as_i64().ok().and_then(|uid| u16::try_from(uid).ok()).map(Uid).or(found.uid);
                let outcomes = of(&mut found.outcomes, modality);
                if !verified {
                    outcomes.failed = outcomes.failed.saturating_add(1);
                    *found.failures.entry(modality).or_default().entry(row.get(4)?).or_insert(0) += 1;
                    continue;
                }
                let size = read_size(row.get_ref(8)?.as_bytes().unwrap_or_default());
                outcomes.verified.push(read_item(row, 6, modality, size)?);
                let ended_at_ms = UnixMillis::from_seconds(row.get(3)?).unwrap_or(UnixMillis(0));
                let counted = CountedOutcome { task_id: row.get(2)?, ended_at_ms };
                match modality {
                    Modality::Image => found.images.push(counted),
                    Modality::Video => found.videos.push(counted),
                }
            }
            Ok(found)
        })
    }

    /// Who held a seat when its newest challenge was sent.
    pub fn newest_holder(&self, uid: Uid) -> Result<Option<Hotkey>, StoreError> {
        let found: Option<String> = self.read(|connection| {
            let sql = "SELECT hotkey FROM generator_challenge_outcomes WHERE uid = ?1 ORDER BY created_at DESC LIMIT 1";
            connection.query_row(sql, [uid.0], |row| row.get(0)).optional()
        })?;
        Ok(found.and_then(|text| text.parse().ok()))
    }

    /// Saves an epoch: the scores, how they came about, the block, and that the media of its outcomes are rewarded. All of
    /// it or nothing, so that no score moves twice. One without any outcome leaves the scores as they are (`spec/gas.md`
    /// 11.7).
    pub fn save_epoch(&mut self, epoch: &Epoch, since: UnixMillis) -> Result<(), StoreError> {
        let rules = serde_json::to_string(&stored_rules(&epoch.rules)).unwrap_or_default();
        let (block, at) = (whole(epoch.block.0), epoch.at.as_seconds());
        self.transaction(|transaction| {
            if !epoch.scores.is_empty() {
                transaction.execute("DELETE FROM scores", [])?;
            }
            let mut insert = transaction.prepare("INSERT INTO scores VALUES (?1, ?2, ?3)")?;
            // Who has fallen to zero and earned nothing need not be remembered.
            let kept = epoch.scores.iter().filter(|(_, score)| score.step.score > 0.0 || score.generator);
            for (hotkey, score) in kept {
                insert.execute(params![hotkey.to_string(), score.step.score, at])?;
            }
            // Blocks beyond this one are of a chain that has begun anew.
            transaction.execute("DELETE FROM epochs WHERE block >= ?1", [block])?;
            transaction.execute("INSERT INTO epochs VALUES (?1, ?2, ?3)", params![block, at, rules])?;
            let mut insert = transaction
                .prepare("INSERT INTO epoch_scores VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
            for (hotkey, EpochScore { step, counts, generator, held }) in &epoch.scores {
                let (fooled, not_fooled) =
                    (counts.map(|counts| whole(counts.fooled)), counts.map(|counts| whole(counts.not_fooled)));
                let ScoreStep { previous, reward, average, active, score } = step;
                insert.execute(params![
                    block,
                    hotkey.to_string(),
                    previous,
                    reward,
                    average,
                    active,
                    score,
                    fooled,
                    not_fooled,
                    generator,
                    held
                ])?;
            }
            transaction.execute(
                "DELETE FROM epochs WHERE block NOT IN (SELECT block FROM epochs ORDER BY block DESC LIMIT ?1)",
                [KEPT_EPOCHS],
            )?;
            transaction.execute(
                "UPDATE media SET rewarded = 1 WHERE rewarded = 0 AND id IN (
                     SELECT media_id FROM generator_challenge_outcomes
                     WHERE status = 'verified' AND media_id IS NOT NULL AND updated_at BETWEEN ?1 AND ?2)",
                params![since.as_seconds(), at],
            )?;
            super::scores::write_progress(transaction, super::Progress::Epoch, epoch.block)
        })
    }

    /// The newest epoch at or before a block; `None` if none is kept.
    pub fn epoch(&self, at_or_before: Option<BlockNumber>) -> Result<Option<Epoch>, StoreError> {
        let highest = at_or_before.map_or(i64::MAX, |block| whole(block.0));
        self.read(|connection| {
            let sql = "SELECT block, at, rules FROM epochs WHERE block <= ?1 ORDER BY block DESC LIMIT 1";
            let found: Option<(i64, f64, String)> =
                connection.query_row(sql, [highest], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
            let Some((block, at, rules)) = found else { return Ok(None) };
            let mut statement = connection.prepare(
                "SELECT hotkey, previous, reward, average, active, score, fooled_count, not_fooled_count, generator, held
                 FROM epoch_scores WHERE block = ?1",
            )?;
            let rows = statement.query_map([block], read_score)?;
            let scores = rows.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?;
            let rules = serde_json::from_str(&rules)
                .unwrap_or_else(|_| EpochRules { prices: Prices::default(), weights: ModalityWeights::default() });
            let at = UnixMillis::from_seconds(at).unwrap_or(UnixMillis(0));
            Ok(Some(Epoch { block: BlockNumber(u64::try_from(block).unwrap_or(0)), at, rules, scores }))
        })
    }
}

/// Rules with every price spelled out: those that are pinned may be others in a later version.
fn stored_rules(rules: &EpochRules) -> serde_json::Value {
    let name = |price: &crate::scoring::gas::Price| {
        price.tier.map_or_else(|| price.model.clone(), |tier| format!("{}@{tier}", price.model))
    };
    let prices: serde_json::Map<_, _> =
        rules.prices.all().iter().map(|price| (name(price), price.usd.into())).collect();
    serde_json::json!({ "prices": prices, "weights": rules.weights })
}

fn read_score(row: &Row<'_>) -> rusqlite::Result<Option<(Hotkey, EpochScore)>> {
    let Ok(hotkey) = row.get::<_, String>(0)?.parse() else { return Ok(None) };
    let count = |index| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(index)?.and_then(|n| u64::try_from(n).ok()));
    let counts = count(6)?.zip(count(7)?).map(|(fooled, not_fooled)| FoolCounts { fooled, not_fooled });
    let step = ScoreStep {
        previous: row.get(1)?,
        reward: row.get(2)?,
        average: row.get(3)?,
        active: row.get(4)?,
        score: row.get(5)?,
    };
    Ok(Some((hotkey, EpochScore { step, counts, generator: row.get(8)?, held: row.get(9)? })))
}

/// Whether an outcome passed; `None` for one that is open.
fn ended(status: &str) -> Option<bool> {
    match status {
        "verified" => Some(true),
        "failed" => Some(false),
        _ => None,
    }
}

/// `None` for audio, which earns nothing.
fn modality(text: &[u8]) -> Option<Modality> {
    Modality::ALL.into_iter().find(|modality| modality.as_str().as_bytes() == text)
}

fn of(miner: &mut MinerOutcomes, modality: Modality) -> &mut ModalityOutcomes {
    match modality {
        Modality::Image => &mut miner.image,
        Modality::Video => &mut miner.video,
    }
}

fn read_size(text: &[u8]) -> Option<Dimensions> {
    let (width, height) = serde_json::from_slice(text).ok()?;
    Some(Dimensions { width, height })
}

/// The item whose model and asked resolution stand at `first` and behind it.
fn read_item(row: &Row<'_>, first: usize, modality: Modality, size: Option<Dimensions>) -> rusqlite::Result<Item> {
    let requested = row.get_ref(first + 1)?.as_str().ok();
    Ok(Item {
        requested: requested.and_then(|text| Tier::parse(modality, text).ok()),
        observed: size.and_then(|size| Tier::classify(modality, size)),
        model_name: row.get(first)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::gas::Price;

    fn hotkey(number: u8) -> Hotkey {
        Hotkey::from_bytes([number; 32])
    }

    /// An outcome as a row, with a medium if it is verified.
    fn outcome(store: &mut Store, task: &str, miner: u8, modality: &str, status: &str, at: f64) {
        let medium = (status == "verified").then(|| format!("m-{task}"));
        store
            .transaction(|transaction| {
                transaction.execute(
                    "INSERT OR IGNORE INTO prompts (id, content, modality, created_at, origin) VALUES ('p', 'x', 'image', 0, 'composed')",
                    [],
                )?;
                if let Some(id) = &medium {
                    transaction.execute(
                        "INSERT INTO media (id, file_path, modality, media_type, created_at, resolution)
                         VALUES (?1, ?1, ?2, 'synthetic', 0, '[1920, 1080]')",
                        params![id, if modality == "audio" { "video" } else { modality }],
                    )?;
                }
                transaction.execute(
                    "INSERT INTO generator_challenge_outcomes
                         (task_id, uid, hotkey, prompt_id, modality, status, failure_class, media_id, created_at, updated_at,
                          model_name, requested_resolution)
                     VALUES (?1, ?2, ?3, 'p', ?4, ?5, 'stale', ?6, 0, ?7, 'google/veo-3.1', '1080p')",
                    params![task, miner, hotkey(miner).to_string(), modality, status, medium, at],
                )
            })
            .unwrap();
    }

    #[test]
    fn outcomes_of_a_span_are_the_same_for_all_and_for_one() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        outcome(&mut store, "old", 1, "video", "verified", 9.0);
        outcome(&mut store, "a", 1, "video", "verified", 10.0);
        outcome(&mut store, "b", 1, "video", "failed", 12.0);
        outcome(&mut store, "c", 1, "image", "pending", 12.0);
        outcome(&mut store, "c2", 1, "image", "stored", 12.0);
        outcome(&mut store, "d", 1, "audio", "verified", 12.0);
        outcome(&mut store, "e", 2, "image", "verified", 20.0);
        outcome(&mut store, "new", 2, "image", "verified", 21.0);
        let span = (UnixMillis(10_000), UnixMillis(20_000));
        let all = store.outcomes_between(span.0, span.1).unwrap();
        let item = |requested, observed| Item { requested, observed, model_name: Some("google/veo-3.1".into()) };
        assert_eq!(all[&hotkey(1)].video.verified, [item(Some(Tier::P1080), Some(Tier::P1080))]);
        assert_eq!((all[&hotkey(1)].video.failed, all[&hotkey(1)].image.passed()), (1, 0));
        assert_eq!(all[&hotkey(2)].image.verified, [item(None, Some(Tier::K1))]);
        for miner in [1, 2] {
            let one = store.outcomes_of(&hotkey(miner), span.0, span.1).unwrap();
            assert_eq!((one.uid, &one.outcomes), (Some(Uid(miner.into())), &all[&hotkey(miner)]));
        }
        let one = store.outcomes_of(&hotkey(1), span.0, span.1).unwrap();
        assert_eq!(one.videos, [CountedOutcome { task_id: "a".into(), ended_at_ms: UnixMillis(10_000) }]);
        assert_eq!(one.failures[&Modality::Video], BTreeMap::from([("stale".to_owned(), 1)]));
        assert_eq!(one.awaiting, BTreeMap::from([(Modality::Image, 1)]), "said apart, as it counts for nothing yet");
        let undecided = |late| store.undecided_between(span.0, span.1, UnixMillis(late)).unwrap();
        assert_eq!(undecided(11_999), BTreeMap::from([(hotkey(1), Undecided { all: 1, late: 0 })]));
        assert_eq!(undecided(12_000), BTreeMap::from([(hotkey(1), Undecided { all: 1, late: 1 })]));
    }

    #[test]
    fn a_size_stays_known_when_its_medium_is_cleared_away() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        outcome(&mut store, "a", 1, "video", "verified", 10.0);
        let before = store.outcomes_between(UnixMillis(0), UnixMillis(99_000)).unwrap();
        store
            .transaction(|transaction| {
                transaction.execute("UPDATE generator_challenge_outcomes SET media_id = NULL", [])?;
                transaction.execute("DELETE FROM media", [])
            })
            .unwrap();
        assert_eq!(store.outcomes_between(UnixMillis(0), UnixMillis(99_000)).unwrap(), before);
        assert_eq!(before[&hotkey(1)].video.verified[0].observed, Some(Tier::P1080));
    }

    #[test]
    fn an_epoch_is_saved_whole_and_its_media_are_rewarded() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        outcome(&mut store, "a", 1, "video", "verified", 10.0);
        outcome(&mut store, "later", 1, "video", "verified", 99.0);
        let prices = Prices::default().with([Price { model: "x".into(), tier: None, usd: 0.01 }]);
        let step = ScoreStep { previous: 1.5, reward: 0.1, average: 0.8, active: true, score: 0.8 };
        let fallen = ScoreStep { previous: 1.0, reward: 0.0, average: 0.5, active: false, score: 0.0 };
        let counts = Some(FoolCounts { fooled: 3, not_fooled: 4 });
        let epoch = Epoch {
            block: BlockNumber(720),
            at: UnixMillis(50_000),
            rules: EpochRules { prices, weights: ModalityWeights { image: 0.4, video: 0.6 } },
            scores: BTreeMap::from([
                (hotkey(1), EpochScore { step, counts, generator: true, held: true }),
                (hotkey(2), EpochScore { step: fallen, counts: None, generator: false, held: false }),
            ]),
        };
        let older = Epoch { block: BlockNumber(360), ..epoch.clone() };
        for epoch in [&older, &epoch] {
            store.save_epoch(epoch, UnixMillis(0)).unwrap();
        }
        let mut store = Store::open(home.path(), UnixMillis(0)).unwrap();
        assert_eq!(store.epoch(None).unwrap().as_ref(), Some(&epoch));
        assert_eq!(store.epoch(Some(BlockNumber(719))).unwrap(), Some(older));
        assert_eq!(store.epoch(Some(BlockNumber(359))).unwrap(), None);
        assert_eq!(store.scores().unwrap(), BTreeMap::from([(hotkey(1), 0.8)]));
        assert_eq!(store.progress(super::super::Progress::Epoch).unwrap(), Some(BlockNumber(720)));
        let rewarded: Vec<String> = store
            .read(|connection| {
                connection.prepare("SELECT id FROM media WHERE rewarded")?.query_map([], |row| row.get(0))?.collect()
            })
            .unwrap();
        assert_eq!(rewarded, ["m-a"]);
        // The chain has begun anew: what was later there is forgotten.
        let anew = Epoch { block: BlockNumber(5), ..epoch };
        store.save_epoch(&anew, UnixMillis(0)).unwrap();
        assert_eq!(store.epoch(None).unwrap(), Some(anew));
    }
}
