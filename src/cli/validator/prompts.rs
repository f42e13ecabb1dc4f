//! `gascli validator prompts`: what is in the pool of prompts, and how it gets there and out. All of it works while daemons
//! run.

mod export;
mod generate;
mod import;
mod read;

pub(in super::super) use read::ReadError;
use serde::Serialize;

use super::super::node::{self, ConfigArgs};
use super::super::{Answer, Context, output};
use crate::chain::wallet;
use crate::config::{self, Role};
use crate::prompts::{Audited, Figures, report};
use crate::store::{PoolSize, PromptFilter, PromptRow, Store, StoreError};
use crate::types::Modality;
use crate::validator::generation;

pub(in super::super) const EXAMPLES: &str = "Examples:\n  gascli validator prompts stats --check\n  \
     gascli validator prompts list --unused -n 5\n  gascli validator prompts import prompts.txt --modality image\n  \
     gascli validator prompts export --format jsonl > prompts.jsonl\n  gascli validator prompts generate --count 3 --seed 7";

/// Prompts that are listed at most.
const MOST: usize = 100_000;

/// Commands about prompts.
#[derive(Debug, clap::Subcommand)]
pub(in super::super) enum PromptsCommand {
    /// Add prompts from a text file, a CSV file or a parquet file to the pool.
    #[command(after_help = import::EXAMPLES)]
    Import(import::ImportArgs),
    /// List the prompts of the store, the newest first.
    #[command(after_help = "Example:\n  gascli validator prompts list --modality image --unused -n 5")]
    List(ListArgs),
    /// Show how many prompts there are, and how diverse they are.
    #[command(after_help = STATS)]
    Stats(StatsArgs),
    /// Write the prompts of the store as text, CSV or JSON lines.
    #[command(after_help = export::EXAMPLES)]
    Export(export::ExportArgs),
    /// Compose prompts and print them, or add them to the pool with `--store`.
    #[command(after_help = generate::EXAMPLES)]
    Generate(generate::GenerateArgs),
}

const STATS: &str = "Example:\n  gascli validator prompts stats --check\n\nThe limits are those of the network's audit: at most \
                     15 % of prompts begin with the same three words, 30 % say `as if`, 2 % of a sample resemble another \
                     one, 35 % are of one register; at least 8 registers in a hundred. Fewer than 30 prompts of a modality \
                     are not judged. With `--check`, a broken limit ends with 1, and too few prompts with 2.";

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct ListArgs {
    /// Prompts to show.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    which: Which,
    /// Show whole prompts, not only their beginnings.
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

/// Arguments of `stats`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct StatsArgs {
    /// End with 1 if a limit of the audit is broken, with 2 if there are too few prompts to judge.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

/// Which prompts are meant.
#[derive(Debug, Clone, Copy, clap::Args)]
struct Which {
    /// Only those for images, or for videos.
    #[arg(long, value_name = "MODALITY", value_parser = modality)]
    modality: Option<Modality>,
    /// Only those that were in no challenge yet.
    #[arg(long)]
    unused: bool,
    /// Also those that are drawn no more.
    #[arg(long)]
    retired: bool,
}

impl Which {
    const fn filter(self) -> PromptFilter {
        PromptFilter { modality: self.modality, unused: self.unused, retired: self.retired }
    }
}

fn modality(text: &str) -> Result<Modality, String> {
    let found = Modality::ALL.into_iter().find(|modality| modality.as_str() == text);
    found.ok_or_else(|| "image and video are possible".to_owned())
}

pub(in super::super) fn run(context: &Context, command: PromptsCommand) -> anyhow::Result<Answer> {
    match command {
        PromptsCommand::Import(args) => import::run(context, &args),
        PromptsCommand::List(args) => list(context, &args),
        PromptsCommand::Stats(args) => stats(context, &args),
        PromptsCommand::Export(args) => export::run(context, &args),
        PromptsCommand::Generate(args) => generate::run(context, &args),
    }
}

/// The store that a configuration means; `None` where there is none yet.
fn existing(context: &Context, args: &ConfigArgs) -> anyhow::Result<Option<Store>> {
    match Store::open_existing(&folder(context, args)?) {
        Ok(store) => Ok(Some(store)),
        Err(StoreError::Missing { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The same, made if need be.
fn opened(context: &Context, args: &ConfigArgs) -> anyhow::Result<Store> {
    super::stored::existing_or_new(&folder(context, args)?)
}

fn folder(context: &Context, args: &ConfigArgs) -> anyhow::Result<std::path::PathBuf> {
    let sources = args.sources(context, Role::Validator)?;
    let settings = node::resolve(context, &sources, config::generation)?.settings;
    let hotkey = wallet::public_hotkey(&settings.wallet)?;
    Ok(generation::folder(&settings, &context.paths, &hotkey))
}

#[derive(Debug, Serialize)]
struct Listed {
    schema: &'static str,
    /// Newest first.
    prompts: Vec<PromptRow>,
}

fn list(context: &Context, args: &ListArgs) -> anyhow::Result<Answer> {
    let mut prompts = Vec::new();
    let limit = args.limit.min(MOST);
    if let (Some(store), true) = (existing(context, &args.config)?, limit > 0) {
        store.each_prompt(args.which.filter(), |row| {
            prompts.push(row);
            prompts.len() < limit
        })?;
    }
    if context.json {
        output::json(&Listed { schema: output::SCHEMA, prompts })?;
        return Ok(Answer::Yes);
    }
    if prompts.is_empty() {
        output::line("no prompts; `gascli validator prompts generate --store` adds some")?;
        return Ok(Answer::Yes);
    }
    let cells: Vec<Vec<String>> = prompts.iter().map(|row| cells(row, args.full)).collect();
    output::table(&["ADDED", "FOR", "FROM", "REGISTER", "USED", "PROMPT"], &cells)?;
    Ok(Answer::Yes)
}

fn cells(row: &PromptRow, full: bool) -> Vec<String> {
    const SHOWN: usize = 60;
    let none = || "-".to_owned();
    let mut shown: String = row.content.chars().take(if full { usize::MAX } else { SHOWN }).collect();
    if shown.len() < row.content.len() {
        shown.push('…');
    }
    let from = match row.origin.as_str() {
        "composed" => row.source.clone().unwrap_or_else(|| "composed".into()),
        origin => origin.to_owned(),
    };
    let added = row
        .created_at_ms
        .and_then(|at| i64::try_from(at.0).ok())
        .and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    vec![
        added.map_or_else(none, |at| at.strftime("%F %R").to_string()),
        output::escaped(row.modality.as_deref().unwrap_or("-")),
        output::escaped(&from),
        output::escaped(row.register.as_deref().unwrap_or("-")),
        row.used_count.to_string(),
        output::escaped(&shown),
    ]
}

#[derive(Debug, Serialize)]
struct Stats {
    schema: &'static str,
    modalities: Vec<ModalityStats>,
}

/// The prompts of one modality.
#[derive(Debug, Serialize)]
struct ModalityStats {
    modality: Modality,
    /// What can be drawn from the pool.
    pool: PoolSize,
    /// All rows by what they are: `file`, `composed`, `rewritten`, `imported`, `retired`.
    sources: std::collections::BTreeMap<String, u64>,
    length_bands: std::collections::BTreeMap<String, u64>,
    /// Mean of how often a prompt that is drawn from was used.
    mean_used: f64,
    /// Most often that one was.
    most_used: u64,
    /// The audit of what is drawn from.
    audit: Figures,
}

fn stats(context: &Context, args: &StatsArgs) -> anyhow::Result<Answer> {
    let store = existing(context, &args.config)?;
    let mut modalities = Vec::new();
    for modality in Modality::ALL {
        modalities.push(stats_of(store.as_ref(), modality)?);
    }
    let judged = modalities.iter().any(|one| one.audit.judged);
    let broken = modalities.iter().any(|one| !one.audit.violations.is_empty());
    if context.json {
        output::json(&Stats { schema: output::SCHEMA, modalities })?;
    } else {
        for one in &modalities {
            print(one)?;
        }
    }
    match (args.check, judged, broken) {
        (true, false, _) => anyhow::bail!("too few prompts to judge: 30 of a modality are needed"),
        (true, true, true) => Ok(Answer::No),
        _ => Ok(Answer::Yes),
    }
}

fn stats_of(store: Option<&Store>, modality: Modality) -> anyhow::Result<ModalityStats> {
    let mut found = ModalityStats {
        modality,
        pool: PoolSize::default(),
        sources: std::collections::BTreeMap::new(),
        length_bands: std::collections::BTreeMap::new(),
        mean_used: 0.0,
        most_used: 0,
        audit: report(&[]),
    };
    let Some(store) = store else { return Ok(found) };
    found.pool = store.pool_size(modality)?;
    let (mut audited, mut used) = (Vec::new(), 0_u64);
    store.each_prompt(PromptFilter { modality: Some(modality), unused: false, retired: true }, |row| {
        let kind = if row.origin == "composed" {
            row.source.clone().unwrap_or_else(|| "composed".into())
        } else {
            row.origin.clone()
        };
        *found.sources.entry(kind).or_default() += 1;
        if row.origin != "retired" {
            used += row.used_count;
            found.most_used = found.most_used.max(row.used_count);
            if let Some(band) = row.length_band {
                *found.length_bands.entry(band).or_default() += 1;
            }
            if audited.len() < MOST {
                audited.push(Audited { content: row.content, register: row.register });
            }
        }
        true
    })?;
    #[expect(clippy::cast_precision_loss, reason = "uses are few")]
    if !audited.is_empty() {
        found.mean_used = used as f64 / audited.len() as f64;
    }
    found.audit = report(&audited);
    Ok(found)
}

fn print(stats: &ModalityStats) -> anyhow::Result<()> {
    let counts = |counts: Vec<(&String, String)>| {
        counts
            .into_iter()
            .map(|(name, count)| format!("{} {count}", output::escaped(name)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let PoolSize { prompts, unused } = stats.pool;
    output::line(format_args!("{}: {prompts} in the pool, {unused} unused", stats.modality))?;
    if stats.sources.is_empty() {
        return Ok(());
    }
    let audit = &stats.audit;
    output::line(format_args!(
        "  from       {}",
        counts(stats.sources.iter().map(|(a, b)| (a, b.to_string())).collect())
    ))?;
    output::line(format_args!("  used       {:.1} times each, {} at most", stats.mean_used, stats.most_used))?;
    if !stats.length_bands.is_empty() {
        let bands = counts(stats.length_bands.iter().map(|(a, b)| (a, b.to_string())).collect());
        output::line(format_args!("  lengths    {bands}"))?;
    }
    if !audit.registers.is_empty() {
        let registers = counts(audit.registers.iter().map(|(a, b)| (a, b.to_string())).collect());
        output::line(format_args!("  registers  {registers}"))?;
    }
    let opener = output::escaped(audit.top_opener.as_deref().unwrap_or("-"));
    let share = |share: f64| format!("{:.1} %", share * 100.0);
    output::line(format_args!("  beginning  {} `{opener}` (limit 15 %)", share(audit.opener_share)))?;
    output::line(format_args!("  as if      {} (limit 30 %)", share(audit.as_if_share)))?;
    output::line(format_args!("  alike      {} (limit 2 %)", share(audit.near_duplicate_share)))?;
    output::line(format_args!("  register   {} in the largest (limit 35 %)", share(audit.register_share)))?;
    let verdict = if !audit.judged {
        "too few to judge".to_owned()
    } else if audit.violations.is_empty() {
        "every limit holds".to_owned()
    } else {
        let broken: Vec<&str> = audit.violations.iter().map(|violation| violation.figure).collect();
        format!("broken: {}", broken.join(", "))
    };
    output::line(format_args!("  audit      {verdict}"))?;
    Ok(())
}
