//! `gascli score simulate`: what given outcomes earn, computed by what the validator computes with.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::PathBuf;

use anyhow::Context as _;
use serde::Serialize;
use serde_json::Value;

use super::super::{Answer, Context, output};
use super::json_path::{JsonError, Place};
use crate::chain::{Hyperparameters, Metagraph, Neuron, weights};
use crate::media::{Dimensions, Tier};
use crate::scoring::gas::{
    self, FoolCounts, Item, MinerOutcomes, ModalityOutcomes, ModalityWeights, Prices, Purpose, Reward,
    UnregisteredShare,
};
use crate::store::{Epoch, EpochRules};
use crate::types::{BlockNumber, Hotkey, Modality, Netuid, Uid, UnixMillis};
use crate::validator::SpecialHotkeys;
use crate::validator::plan::{Budget, Lately, Scored, plan, step};

pub(super) const EXAMPLES: &str = "The document says who delivered what; `--example` prints one with every field. A medium \
                                   is of the tier `observed`, or of that of `width` and `height`, else of unknown size. In \
                                   place of `items`, a modality may have `verified`, a number, and `model_names`. Who is \
                                   neither generator nor special is left out.\n\nExamples:\n  gascli score simulate --example \
                                   > outcomes.json\n  gascli score simulate outcomes.json\n  gascli score simulate - --json < \
                                   outcomes.json";

/// Longest document.
const LONGEST: u64 = 64 << 20;

/// Most media or names of one miner, and miners: a subnet has no more seats.
const MOST: usize = 100_000;
const MOST_MINERS: usize = 4_096;

const EXAMPLE: &str = include_str!("example.json");

/// Arguments of `simulate`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct SimulateArgs {
    /// JSON document; `-` reads stdin.
    #[arg(value_name = "FILE", required_unless_present = "example")]
    file: Option<PathBuf>,
    /// Print a document with every field.
    #[arg(long, conflicts_with = "file")]
    example: bool,
}

/// What is simulated.
#[derive(Debug)]
struct Scene {
    rules: EpochRules,
    /// Special hotkeys that are registered.
    registered: Vec<Purpose>,
    unregistered: UnregisteredShare,
    min_allowed_weights: u16,
    max_weights_limit: u16,
    miners: Vec<Miner>,
}

#[derive(Debug)]
struct Miner {
    name: String,
    outcomes: MinerOutcomes,
    counts: Option<FoolCounts>,
    previous_score: f64,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    /// The prices that held, as far as they are not the pinned ones.
    rules: &'a EpochRules,
    generators_share: f64,
    withheld: f64,
    miners: Vec<Row<'a>>,
    special: Vec<SpecialRow>,
    warnings: Vec<String>,
    /// Why there are no weights; `None` if there are.
    refusal: Option<String>,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    name: &'a str,
    reward: Reward<'a>,
    previous_score: f64,
    active: bool,
    score: f64,
    share: f64,
    weight: u16,
    why: &'static str,
}

#[derive(Debug, Serialize)]
struct SpecialRow {
    purpose: Purpose,
    registered: bool,
    share: f64,
    weight: u16,
}

pub(in super::super) fn run(context: &Context, args: &SimulateArgs) -> anyhow::Result<Answer> {
    if args.example {
        output::bytes(EXAMPLE.as_bytes())?;
        return Ok(Answer::Yes);
    }
    let path = args.file.clone().unwrap_or_else(|| "-".into());
    let text = read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let value: Value = serde_json::from_slice(&text).with_context(|| format!("`{}` is no JSON", path.display()))?;
    let scene = scene(&Place::root(&value))?;
    let document = simulate(&scene);
    if context.json {
        output::json(&document)?;
    } else {
        print(&document)?;
    }
    Ok(if document.refusal.is_none() { Answer::Yes } else { Answer::No })
}

fn read(path: &std::path::Path) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let source: Box<dyn Read> =
        if path.as_os_str() == "-" { Box::new(std::io::stdin().lock()) } else { Box::new(std::fs::File::open(path)?) };
    source.take(LONGEST + 1).read_to_end(&mut text)?;
    if text.len() as u64 > LONGEST {
        return Err(std::io::Error::other(format!("it is longer than {LONGEST} bytes")));
    }
    Ok(text)
}

fn scene(root: &Place<'_>) -> Result<Scene, JsonError> {
    root.object(&[
        "prices",
        "modality_weights",
        "registered",
        "unregistered_share",
        "min_allowed_weights",
        "max_weights_limit",
        "miners",
    ])?;
    let prices = match root.field("prices") {
        None => Prices::default(),
        Some(place) => serde_json::from_value(place.value().clone()).map_err(|error| place.error(error.to_string()))?,
    };
    let registered = match root.field("registered") {
        None => Purpose::ALL.to_vec(),
        Some(place) => place.items()?.iter().map(purpose).collect::<Result<_, _>>()?,
    };
    let unregistered = match root.field("unregistered_share") {
        None => UnregisteredShare::default(),
        Some(place) => {
            place.text()?.parse().map_err(|error: gas::UnregisteredShareError| place.error(error.to_string()))?
        }
    };
    let whole = |name: &str, default: u16| root.field(name).map_or(Ok(default), |place| place.whole());
    let place = root.field("miners").ok_or_else(|| root.error("the field `miners` is missing"))?;
    let miners: Vec<Miner> = place.items()?.iter().map(miner).collect::<Result<_, _>>()?;
    if miners.len() > MOST_MINERS {
        return Err(place.error(format!("at most {MOST_MINERS} miners are expected")));
    }
    let mut names = BTreeSet::new();
    if let Some(twice) = miners.iter().find(|miner| !names.insert(&miner.name)) {
        return Err(place.error(format!("two miners are named `{}`", twice.name)));
    }
    Ok(Scene {
        rules: EpochRules { prices, weights: modality_weights(root)? },
        registered,
        unregistered,
        min_allowed_weights: whole("min_allowed_weights", 1)?,
        max_weights_limit: whole("max_weights_limit", u16::MAX)?,
        miners,
    })
}

fn modality_weights(root: &Place<'_>) -> Result<ModalityWeights, JsonError> {
    let defaults = ModalityWeights::default();
    let Some(place) = root.field("modality_weights") else { return Ok(defaults) };
    place.object(&["image", "video"])?;
    let of = |name: &str, default: f64| place.field(name).map_or(Ok(default), |place| place.amount());
    Ok(ModalityWeights { image: of("image", defaults.image)?, video: of("video", defaults.video)? })
}

fn word(purpose: Purpose) -> String {
    purpose.as_str().replace(' ', "_")
}

fn purpose(place: &Place<'_>) -> Result<Purpose, JsonError> {
    let text = place.text()?;
    let words = || Purpose::ALL.map(word).join(", ");
    Purpose::ALL
        .into_iter()
        .find(|purpose| word(*purpose) == text)
        .ok_or_else(|| place.error(format!("one of {} is expected", words())))
}

fn miner(place: &Place<'_>) -> Result<Miner, JsonError> {
    place.object(&["name", "image", "video", "fooled", "not_fooled", "previous_score"])?;
    let name = place.field("name").ok_or_else(|| place.error("the field `name` is missing"))?.text()?.to_owned();
    let modality = |name: &str, modality| {
        place.field(name).map_or_else(|| Ok(ModalityOutcomes::default()), |place| outcomes(&place, modality))
    };
    let count = |name: &str| place.field(name).map(|place| place.whole::<u64>()).transpose();
    let counts = match (count("fooled")?, count("not_fooled")?) {
        (None, None) => None,
        (fooled, not_fooled) => Some(FoolCounts { fooled: fooled.unwrap_or(0), not_fooled: not_fooled.unwrap_or(0) }),
    };
    Ok(Miner {
        name,
        outcomes: MinerOutcomes {
            image: modality("image", Modality::Image)?,
            video: modality("video", Modality::Video)?,
        },
        counts,
        previous_score: place.field("previous_score").map_or(Ok(0.0), |place| place.amount())?,
    })
}

fn outcomes(place: &Place<'_>, modality: Modality) -> Result<ModalityOutcomes, JsonError> {
    place.object(&["items", "failed", "verified", "model_names"])?;
    let items = place.field("items").map_or_else(|| Ok(Vec::new()), |place| place.items())?;
    let names = place.field("model_names").map_or_else(|| Ok(Vec::new()), |place| place.items())?;
    let names: Vec<Option<String>> =
        names.iter().map(|name| name.text().map(|text| Some(text.to_owned()))).collect::<Result<_, _>>()?;
    let verified = place.field("verified").map_or(Ok(names.len()), |place| place.whole())?;
    if items.len() > MOST || verified > MOST {
        return Err(place.error(format!("at most {MOST} media are expected")));
    }
    if !items.is_empty() && verified > 0 {
        return Err(place.error("either `items`, or `verified` with `model_names`, is expected"));
    }
    if names.len() > verified {
        return Err(place.error("there are more `model_names` than `verified`"));
    }
    let mut unrecorded = names;
    unrecorded.resize(verified, None);
    Ok(ModalityOutcomes {
        verified: items.iter().map(|place| item(place, modality)).collect::<Result<_, _>>()?,
        unrecorded,
        failed: place.field("failed").map_or(Ok(0), |place| place.whole())?,
    })
}

fn item(place: &Place<'_>, modality: Modality) -> Result<Item, JsonError> {
    place.object(&["requested", "observed", "width", "height", "model_name"])?;
    let tier = |name: &str| {
        let read =
            |place: Place<'_>| Tier::parse(modality, place.text()?).map_err(|error| place.error(error.to_string()));
        place.field(name).map(read).transpose()
    };
    let side = |name: &str| place.field(name).map(|place| place.whole::<u32>()).transpose();
    let size = side("width")?.zip(side("height")?).map(|(width, height)| Dimensions { width, height });
    Ok(Item {
        requested: tier("requested")?,
        observed: tier("observed")?.or_else(|| size.and_then(|size| Tier::classify(modality, size))),
        model_name: place.field("model_name").map(|place| place.text().map(str::to_owned)).transpose()?,
    })
}

/// A key that stands for the miner or special hotkey of this number.
fn stand_in(number: usize) -> Hotkey {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&(number as u64).to_be_bytes());
    Hotkey::from_bytes(bytes)
}

fn simulate(scene: &Scene) -> Document<'_> {
    let special_key = |purpose: Purpose| {
        let place = Purpose::ALL.iter().position(|other| *other == purpose).unwrap_or(0);
        stand_in(scene.miners.len() + place)
    };
    let special = SpecialHotkeys {
        burn: Some(special_key(Purpose::Burn)),
        video_escrow: Some(special_key(Purpose::VideoEscrow)),
        image_escrow: Some(special_key(Purpose::ImageEscrow)),
        audio_escrow: Some(special_key(Purpose::AudioEscrow)),
    };
    let keyed = || scene.miners.iter().enumerate().map(|(number, miner)| (stand_in(number), miner));
    let ended = |miner: &Miner| {
        let MinerOutcomes { image, video } = &miner.outcomes;
        image.passed() + video.passed() > 0 || image.failed > 0 || video.failed > 0
    };
    let outcomes: BTreeMap<Hotkey, MinerOutcomes> =
        keyed().filter(|(_, miner)| ended(miner)).map(|(hotkey, miner)| (hotkey, miner.outcomes.clone())).collect();
    let counts = keyed().filter_map(|(hotkey, miner)| Some((hotkey, miner.counts?))).collect();
    let before: BTreeMap<Hotkey, f64> = keyed().map(|(hotkey, miner)| (hotkey, miner.previous_score)).collect();
    // Whether what failed was taken first, the scene does not say.
    let lately = Lately::default();
    let scores = step(&scene.rules, &outcomes, &lately, &counts, before.clone());
    let epoch = Epoch { block: BlockNumber(0), at: UnixMillis(0), rules: scene.rules.clone(), scores };
    let scored = Scored::after(&epoch, before);
    let seats = keyed().map(|(hotkey, _)| hotkey).chain(scene.registered.iter().map(|purpose| special_key(*purpose)));
    let neurons = (0..).zip(seats).map(neuron).collect();
    let metagraph = Metagraph { netuid: Netuid(0), block: BlockNumber(0), neurons, stake_is_partial: false };
    let rules = Hyperparameters {
        min_allowed_weights: scene.min_allowed_weights,
        max_weights_limit: scene.max_weights_limit,
        ..Hyperparameters::default()
    };
    let plan = plan(
        &metagraph,
        &rules,
        &scored,
        Budget { special: &special, unregistered: scene.unregistered, arithmetic: weights::Rules::Sdk10 },
    );
    let planned =
        |hotkey: &Hotkey| plan.weights.iter().find(|planned| planned.hotkey == *hotkey && planned.uid.is_some());
    let row = |(hotkey, miner)| {
        let miner: &Miner = miner;
        let score = epoch.scores.get(&hotkey);
        let planned = planned(&hotkey);
        Row {
            name: &miner.name,
            // The counts that were used: a miner that delivered nothing has no bonus.
            reward: gas::reward(
                &scene.rules.prices,
                scene.rules.weights,
                &miner.outcomes,
                score.and_then(|score| score.counts),
            ),
            previous_score: miner.previous_score,
            active: score.is_none_or(|score| score.step.active),
            score: score.map_or(miner.previous_score, |score| score.step.score),
            share: planned.map_or(0.0, |planned| planned.share),
            weight: planned.map_or(0, |planned| planned.weight),
            why: planned.map_or("", |planned| planned.reason.as_str()),
        }
    };
    let special_row = |purpose: Purpose| {
        let planned = planned(&special_key(purpose));
        SpecialRow {
            purpose,
            registered: planned.is_some(),
            share: planned.map_or(0.0, |planned| planned.share),
            weight: planned.map_or(0, |planned| planned.weight),
        }
    };
    Document {
        schema: output::SCHEMA,
        rules: &scene.rules,
        generators_share: plan.generators_share,
        withheld: plan.withheld,
        miners: keyed().map(row).collect(),
        special: Purpose::ALL.into_iter().map(special_row).collect(),
        warnings: missing(scene),
        refusal: plan.refusal.clone(),
    }
}

/// The plan's own warnings name hotkeys, which are stand-ins here.
fn missing(scene: &Scene) -> Vec<String> {
    let missing =
        Purpose::ALL.into_iter().filter(|purpose| purpose.share() > 0.0 && !scene.registered.contains(purpose));
    missing.map(|purpose| format!("the {} hotkey is not registered", purpose.as_str())).collect()
}

fn neuron((uid, hotkey): (u16, Hotkey)) -> Neuron {
    Neuron::new(Uid(uid), hotkey)
}

fn print(document: &Document<'_>) -> anyhow::Result<()> {
    let cells = |row: &Row<'_>| {
        let bonus = row.reward.fool.map_or(0.0, |fool| fool.bonus);
        let number = |value: f64| format!("{value:.6}");
        let (image, video, reward) = (row.reward.image.value, row.reward.video.value, row.reward.value);
        let mut cells = vec![output::escaped(row.name)];
        cells.extend([image, video, bonus, reward, row.score, row.share].map(number));
        cells.extend([row.weight.to_string(), row.why.to_owned()]);
        cells
    };
    let special = |row: &SpecialRow| {
        let mut cells = vec![row.purpose.as_str().to_owned()];
        cells.extend(std::iter::repeat_n("-".to_owned(), 5));
        let why = if row.registered { "fixed share" } else { "not registered" };
        cells.extend([format!("{:.6}", row.share), row.weight.to_string(), why.to_owned()]);
        cells
    };
    let rows: Vec<Vec<String>> =
        document.miners.iter().map(cells).chain(document.special.iter().map(special)).collect();
    output::table(&["MINER", "IMAGES", "VIDEOS", "BONUS", "REWARD", "SCORE", "SHARE", "WEIGHT", "WHY"], &rows)?;
    for warning in &document.warnings {
        output::note(format_args!("warning: {warning}"));
    }
    if let Some(refusal) = &document.refusal {
        output::line(format_args!("no weights: {refusal}"))?;
    }
    Ok(())
}
