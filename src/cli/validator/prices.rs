//! `gascli validator prices`: what a second of video counts, and where that comes from.

use serde::Serialize;

use super::super::node::ConfigArgs;
use super::super::{Answer, Context, output};
use super::stored::{Stored, runtime};
use crate::scoring::gas::{Price, Prices};
use crate::types::UnixMillis;
use crate::validator::prices::{PriceChange, keep, prices_in_use, read_live};

pub(in super::super) const EXAMPLES: &str = "VIDEO_PRICES goes before live prices, those before the pinned ones. The \
                                             cheapest flat price is the baseline, of which all others are multiples.\n\n\
                                             Examples:\n  gascli validator prices\n  gascli validator prices --refresh\n  \
                                             gascli validator prices --reset";

/// Arguments of `prices`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct PricesArgs {
    /// Read prices from their seller, and use them from now on.
    #[arg(long, conflicts_with = "reset")]
    refresh: bool,
    /// Forget the prices that were read, and use the pinned ones again.
    #[arg(long)]
    reset: bool,
    /// Where prices are read, instead of `LIVE_PRICES_URL`.
    #[arg(long, value_name = "URL", requires = "refresh")]
    url: Option<String>,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    baseline_usd: f64,
    prices: Vec<Row>,
    /// When the prices that are used were read; `None` if they are pinned.
    live_since_ms: Option<UnixMillis>,
    /// What this command changed.
    change: Option<PriceChange>,
}

#[derive(Debug, Serialize)]
struct Row {
    model: String,
    /// `None` is any.
    tier: Option<crate::media::Tier>,
    usd_per_second: f64,
    /// `pinned`, `live` or `own`.
    from: &'static str,
}

pub(in super::super) fn run(context: &Context, args: &PricesArgs) -> anyhow::Result<Answer> {
    let stored = Stored::find(context, &args.config)?;
    let rewards = &stored.settings.rewards;
    let (own, now) = (&rewards.video_prices, UnixMillis::now());
    let change = if args.refresh {
        let url = args.url.as_deref().unwrap_or(&rewards.live_prices.url);
        let live = runtime()?.block_on(read_live(url))?;
        Some(keep(&mut stored.store_or_new()?, Some(&live), own, now)?)
    } else if args.reset {
        Some(keep(&mut stored.store_or_new()?, None, own, now)?)
    } else {
        None
    };
    // Before its first run a validator has pinned prices and its own.
    let store = stored.store().ok();
    let (prices, live) = match &store {
        Some(store) => (prices_in_use(store, own)?, store.live_prices()?),
        None => (Prices::default().with(own.iter().cloned()), None),
    };
    let names: Vec<&str> = live.iter().flat_map(|live| &live.answer).map(|(model, _)| model.as_str()).collect();
    let from = |price: &Price| match () {
        () if own.iter().any(|own| (&own.model, own.tier) == (&price.model, price.tier)) => "own",
        () if price.tier.is_none() && names.contains(&price.model.as_str()) => "live",
        () => "pinned",
    };
    let row =
        |price: Price| Row { from: from(&price), model: price.model, tier: price.tier, usd_per_second: price.usd };
    let document = Document {
        schema: output::SCHEMA,
        baseline_usd: prices.baseline(),
        prices: prices.all().into_iter().map(row).collect(),
        live_since_ms: live.as_ref().map(|live| live.at),
        change,
    };
    if context.json {
        output::json(&document)?;
    } else {
        print(&document)?;
    }
    Ok(Answer::Yes)
}

fn print(document: &Document) -> anyhow::Result<()> {
    let cells = |row: &Row| {
        let tier = row.tier.map_or_else(|| "any".into(), |tier| tier.to_string());
        vec![output::escaped(&row.model), tier, format!("{}", row.usd_per_second), row.from.to_owned()]
    };
    output::table(&["MODEL", "TIER", "USD/S", "FROM"], &document.prices.iter().map(cells).collect::<Vec<_>>())?;
    output::line("")?;
    output::line(format_args!("baseline {} USD/s", document.baseline_usd))?;
    if let Some(at) = document.live_since_ms {
        output::line(format_args!("live prices read at {at}"))?;
    }
    if let Some(PriceChange { changed, baseline_before, baseline_after, .. }) = &document.change {
        let changed = if changed.is_empty() { "nothing".into() } else { output::escaped(&changed.join(", ")) };
        output::line(format_args!("changed: {changed}; baseline {baseline_before} before, {baseline_after} now"))?;
    }
    Ok(())
}
