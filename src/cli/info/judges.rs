//! What a validator asks for, looks with, and rewards by which factors.

use serde::Serialize;

use super::super::{Context, output};
use super::with_causes;
use crate::chain::wallet;
use crate::media::Tier;
use crate::scoring::gas::{Prices, image_multiplier, video_multiplier, video_price};
use crate::store::Store;
use crate::types::Modality;
use crate::validator::Settings;
use crate::validator::align::source;
use crate::validator::prices::prices_in_use;

/// What a validator goes by.
#[derive(Debug, Serialize)]
pub(super) struct Judges {
    modalities: Vec<Modality>,
    /// The model that looks at media; `None` looks at none.
    model: Option<String>,
    /// Why it cannot look; `None` if it can.
    model_problem: Option<String>,
    /// Price of the cheapest video model, of which all others are multiples.
    baseline_usd: f64,
    /// Factors of the reward, dearest model first.
    multipliers: Vec<Worth>,
}

/// What a verified medium of a resolution counts (`spec/gas.md` 11.4).
#[derive(Debug, Serialize)]
struct Worth {
    modality: Modality,
    /// As manifests name it; `None` is any.
    model: Option<String>,
    tier: Tier,
    /// A second of video; images have no price.
    usd_per_second: Option<f64>,
    multiplier: f64,
}

/// Prices are those that the validator's store has, else pinned ones, and the operator's own.
pub(super) fn judges(context: &Context, settings: &Settings) -> Judges {
    let alignment = &settings.alignment;
    let problem = alignment.model.as_ref().and_then(|name| source::find(&alignment.models, name).err());
    let own = &settings.rewards.video_prices;
    let folder = settings.cache_dir.clone().or_else(|| {
        let hotkey = wallet::published_hotkey(&settings.wallet).ok()?;
        Some(context.paths.validator(&hotkey))
    });
    let store = folder.filter(|folder| folder.join("prompts.db").is_file());
    let store = store.and_then(|folder| Store::open_existing(&folder).ok());
    let prices = store.and_then(|store| prices_in_use(&store, own).ok());
    let prices = prices.unwrap_or_else(|| Prices::default().with(own.iter().cloned()));
    Judges {
        modalities: settings.modalities.clone(),
        model: alignment.model.clone(),
        model_problem: problem.map(|error| with_causes(&error)),
        baseline_usd: prices.baseline(),
        multipliers: settings.modalities.iter().flat_map(|modality| multipliers(*modality, &prices)).collect(),
    }
}

fn multipliers(modality: Modality, prices: &Prices) -> Vec<Worth> {
    let tiers = Tier::of(modality);
    if modality == Modality::Image {
        let of = |tier| Worth {
            modality,
            model: None,
            tier,
            usd_per_second: None,
            multiplier: image_multiplier(Some(tier), Some(tier)),
        };
        return tiers.into_iter().map(of).collect();
    }
    let mut models: Vec<String> = prices.all().into_iter().map(|price| price.model).collect();
    models.sort();
    models.dedup();
    let of = |model: &String, tier: Tier| Worth {
        modality,
        model: Some(model.clone()),
        tier,
        usd_per_second: Some(video_price(prices, Some(model), Some(tier), Some(tier))),
        multiplier: video_multiplier(prices, Some(model), Some(tier), Some(tier)),
    };
    let mut all: Vec<Worth> = models.iter().flat_map(|model| tiers.iter().map(move |tier| of(model, *tier))).collect();
    all.sort_by(|a, b| b.multiplier.total_cmp(&a.multiplier));
    all
}

/// What a validator asks for and by which factors it rewards.
pub(super) fn print_judges(judges: &Judges) -> std::io::Result<()> {
    let names: Vec<&str> = judges.modalities.iter().map(|modality| modality.as_str()).collect();
    output::line(format_args!("{:<15}{}", "asks for", names.join(", ")))?;
    let model = match (&judges.model, &judges.model_problem) {
        (None, _) => "none: prompts are not checked".to_owned(),
        (Some(model), None) => format!("{model}, which is here"),
        (Some(model), Some(problem)) => format!("{model}: {problem}"),
    };
    output::line(format_args!("{:<15}{}", "looks with", output::escaped(&model)))?;
    output::line("")?;
    let row = |of: &Worth| {
        let price = of.usd_per_second.map_or_else(|| "-".into(), |usd| format!("{usd:.3}"));
        let model = output::escaped(of.model.as_deref().unwrap_or("any"));
        vec![of.modality.to_string(), of.tier.to_string(), model, price, format!("{:.2}", of.multiplier)]
    };
    let rows: Vec<_> = judges.multipliers.iter().map(row).collect();
    output::number_table(&["REWARDS", "SEEN AS", "MODEL", "USD/S", "EARNS"], &rows, &[3, 4])
}
