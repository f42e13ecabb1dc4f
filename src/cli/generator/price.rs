//! `gascli generator price`: what each choice of service, model and resolution costs, and what it earns.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde::Serialize;

use super::super::node::{self, ConfigArgs};
use super::super::{Answer, Context, output};
use crate::config::{self, Role};
use crate::media::Tier;
use crate::providers::{self, Offer};
use crate::scoring::gas::{Prices, image_multiplier, video_multiplier};
use crate::types::{MicroUsd, Modality};

pub(in super::super) const EXAMPLES: &str = "Examples:\n  gascli generator price\n  gascli generator price --all\n  \
                                             gascli generator price --modality video --json\n\nEARNS is the factor by \
                                             which validators multiply the reward of a verified medium: 1 is that of a \
                                             1K image, or of the cheapest video. Rewards grow with its square root, \
                                             so a dear model earns more, but seldom more per dollar.";

/// Arguments of `price`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct PriceArgs {
    /// All services and models, not only those that are chosen, or have an API key and have not ended.
    #[arg(long)]
    all: bool,
    /// Only image or only video.
    #[arg(long, value_name = "MODALITY", value_parser = modality)]
    modality: Option<Modality>,
    #[command(flatten)]
    config: ConfigArgs,
}

fn modality(text: &str) -> Result<Modality, String> {
    let found = Modality::ALL.into_iter().find(|modality| modality.as_str() == text);
    found.ok_or_else(|| "image and video are possible".to_owned())
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    offers: Vec<Row>,
}

/// One choice. The same for people and programs.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Row {
    service: &'static str,
    modality: Modality,
    model: String,
    /// What a validator asks for.
    asked: Tier,
    /// What is bought for it, in the service's words.
    size: String,
    /// What validators take that for; `None` if nobody knows.
    tier: Option<Tier>,
    /// `None` if it is not known.
    cost_usd: Option<MicroUsd>,
    /// Factor of the reward; 0 for what validators refuse.
    multiplier: f64,
    multiplier_per_usd: Option<f64>,
    /// Whether validators take the manifest; `None` if nobody has tried.
    c2pa_accepted: Option<bool>,
    /// The last day on which its maker offers it; `None` if no end is known.
    ends: Option<&'static str>,
    /// Whether that day is over.
    ended: bool,
    /// Whether the settings choose it.
    configured: bool,
    key_is_set: bool,
}

pub(in super::super) fn show(context: &Context, args: &PriceArgs) -> anyhow::Result<Answer> {
    let sources = args.config.sources(context, Role::Generator)?;
    let settings = node::resolve(context, &sources, config::miner)?.settings.services;
    let today = Timestamp::now().strftime("%F").to_string();
    let row = |offer| row(offer, &settings, &today);
    let mut rows: Vec<Row> = providers::offers(&settings).into_iter().map(row).collect();
    let mine = |row: &Row| row.configured || (row.key_is_set && !row.ended);
    let all = args.all || !rows.iter().any(mine);
    rows.retain(|row| (all || mine(row)) && args.modality.is_none_or(|modality| row.modality == modality));
    rows.sort_by(order);
    if context.json {
        output::json(&Document { schema: output::SCHEMA, offers: rows })?;
        return Ok(Answer::Yes);
    }
    for modality in Modality::ALL {
        let of: Vec<&Row> = rows.iter().filter(|row| row.modality == modality).collect();
        if !of.is_empty() {
            output::table(&heads(modality), &of.into_iter().map(cells).collect::<Vec<_>>())?;
            output::line("")?;
        }
    }
    output::line("* chosen   - without an API key   PER $: EARNS for a dollar   ?: not known")?;
    Ok(Answer::Yes)
}

/// The factor of the reward for a verified medium (`spec/gas.md` 11.4), at pinned prices; 0 for what validators refuse.
pub(in super::super) fn multiplier(
    modality: Modality,
    asked: Tier,
    seen: Option<Tier>,
    signed_name: Option<&str>,
    accepted: Option<bool>,
) -> f64 {
    match (accepted, modality) {
        (Some(false), _) => 0.0,
        (_, Modality::Image) => image_multiplier(Some(asked), seen),
        (_, Modality::Video) => video_multiplier(&Prices::default(), signed_name, Some(asked), seen),
    }
}

fn row(offer: Offer, settings: &providers::Settings, today: &str) -> Row {
    let Offer { service, modality, asked, order, signed_name, accepted, ends, configured } = offer;
    let earns = multiplier(modality, asked, order.tier, signed_name, accepted);
    let per_dollar = order.cost.filter(|cost| cost.0 > 0).map(|cost| earns / cost.as_dollars());
    Row {
        service,
        modality,
        model: order.model,
        asked,
        size: order.size,
        tier: order.tier,
        cost_usd: order.cost,
        multiplier: earns,
        multiplier_per_usd: per_dollar,
        c2pa_accepted: accepted,
        ends,
        ended: ends.is_some_and(|day| day < today),
        configured,
        key_is_set: has_key(settings, service),
    }
}

/// Whether a service could be asked at once, were it chosen.
fn has_key(settings: &providers::Settings, service: &str) -> bool {
    let account = match service {
        "openai" => &settings.openai,
        "openrouter" => &settings.openrouter,
        "stabilityai" => &settings.stability,
        "runway" => &settings.runway,
        _ => return settings.demo_authority.is_some(),
    };
    account.has_key()
}

/// By what is asked; within that the best bargain first, what has no price behind it, what is refused or over last.
fn order(a: &Row, b: &Row) -> Ordering {
    let class = |row: &Row| match (row.c2pa_accepted, row.multiplier_per_usd) {
        _ if row.ended => 2,
        (Some(false), _) => 2,
        (_, None) => 1,
        (_, Some(_)) => 0,
    };
    let place =
        |row: &Row| (row.modality == Modality::Video, Tier::of(row.modality).iter().position(|t| *t == row.asked));
    place(a)
        .cmp(&place(b))
        .then(class(a).cmp(&class(b)))
        .then(b.multiplier_per_usd.unwrap_or(0.0).total_cmp(&a.multiplier_per_usd.unwrap_or(0.0)))
        .then(b.multiplier.total_cmp(&a.multiplier))
        .then_with(|| (a.service, &a.model).cmp(&(b.service, &b.model)))
}

fn heads(modality: Modality) -> [&'static str; 7] {
    let model = match modality {
        Modality::Image => "IMAGE MODEL",
        Modality::Video => "VIDEO MODEL",
    };
    ["ASKED", "SERVICE", model, "BOUGHT", "COST", "EARNS", "PER $"]
}

fn cells(row: &Row) -> Vec<String> {
    let mark = match row {
        Row { configured: true, .. } => " *",
        Row { key_is_set: false, .. } => " -",
        Row { .. } => "",
    };
    // That its media are accepted is what one expects.
    let signed = match row.c2pa_accepted {
        Some(true) => "",
        Some(false) => " (no C2PA)",
        None => " (C2PA?)",
    };
    let until = row.ends.map(|day| format!(" (until {day})")).unwrap_or_default();
    let unknown = || "?".to_owned();
    vec![
        row.asked.to_string(),
        row.service.into(),
        format!("{}{mark}{signed}{until}", row.model),
        row.size.clone(),
        row.cost_usd.map_or_else(unknown, |cost| cost.to_string()),
        format!("{:.2}", row.multiplier),
        row.multiplier_per_usd.map_or_else(unknown, |value| format!("{value:.1}")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(model: &str, asked: Tier, per_dollar: Option<f64>, accepted: Option<bool>) -> Row {
        Row {
            service: "s",
            modality: Modality::Image,
            model: model.into(),
            asked,
            size: "1x1".into(),
            tier: Some(asked),
            cost_usd: None,
            multiplier: 1.0,
            multiplier_per_usd: per_dollar,
            c2pa_accepted: accepted,
            ends: None,
            ended: false,
            configured: false,
            key_is_set: false,
        }
    }

    #[test]
    fn the_best_bargain_of_each_resolution_stands_first_and_what_is_refused_or_over_last() {
        let mut rows = [
            row("refused", Tier::K1, Some(0.0), Some(false)),
            row("unpriced", Tier::K1, None, None),
            row("large", Tier::K4, Some(90.0), Some(true)),
            row("dear", Tier::K1, Some(10.0), Some(true)),
            row("cheap", Tier::K1, Some(50.0), None),
            Row { ended: true, ..row("over", Tier::K1, Some(99.0), Some(true)) },
        ];
        rows.sort_by(order);
        let models: Vec<&str> = rows.iter().map(|row| row.model.as_str()).collect();
        assert_eq!(models, ["cheap", "dear", "unpriced", "over", "refused", "large"]);
    }
}
