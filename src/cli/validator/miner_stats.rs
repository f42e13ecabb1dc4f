//! `gascli validator miner-stats`: what the validator's database says about miners (`spec/gas.md` 15.6). Reads a Python
//! validator's database too.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;
use serde::Serialize;

use super::super::node::ConfigArgs;
use super::super::{Answer, Context, output};
use super::stored::{Stored, Subnet, runtime};
use crate::store::{MinerMedia, MinerStats, RecentMedium, RecentOutcome};
use crate::types::{Coldkey, Uid, UnixMillis};

pub(in super::super) const EXAMPLES: &str = "Counts media: Total is all of them, Pend those that are not decided, Up and NoUp \
                                             those that were uploaded or not. In gascli's own database a delivery that was \
                                             refused counts as failed, an open challenge as pending, and what passed still \
                                             counts when its medium is cleared away; Up, NoUp and Rewarded are of media that \
                                             are there.\n\nExamples:\n  gascli \
                                             validator miner-stats --since 24\n  gascli validator miner-stats --uid 12\n  \
                                             gascli validator miner-stats --by-coldkey --json\n  gascli validator miner-stats \
                                             --db-path ~/.cache/sn34/prompts.db";

/// Files of refused media that are listed at most.
const MOST_FILES: usize = 100_000;

/// Arguments of `miner-stats`.
#[derive(Debug, clap::Args)]
pub(in super::super) struct MinerStatsArgs {
    /// Database, instead of the configured validator's, else ~/.cache/sn34/prompts.db.
    #[arg(long, value_name = "FILE")]
    db_path: Option<PathBuf>,
    /// One miner in detail.
    #[arg(long, value_name = "UID", conflicts_with_all = ["coldkey", "by_coldkey"])]
    uid: Option<u16>,
    /// The miners of one coldkey in detail.
    #[arg(long, value_name = "COLDKEY", conflicts_with = "by_coldkey")]
    coldkey: Option<Coldkey>,
    /// Recent outcomes and media to show of a miner.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    /// Only what came within so many hours.
    #[arg(long, visible_alias = "lookback-hours", value_name = "HOURS", value_parser = hours)]
    since: Option<f64>,
    /// Group miners by coldkey.
    #[arg(long)]
    by_coldkey: bool,
    /// List the files of refused media (`STORE_FAILED_MEDIA`); needs no database.
    #[arg(long)]
    failed: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

fn hours(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|hours| (0.0..1e6).contains(hours));
    number.ok_or_else(|| "a number of hours is expected".into())
}

/// A miner, with its coldkey where the chain tells it.
#[derive(Debug, Clone, Serialize)]
struct Miner {
    #[serde(flatten)]
    media: MinerMedia,
    coldkey: Option<Coldkey>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
struct Totals {
    miners: u64,
    media: u64,
    verified: u64,
    failed: u64,
    pending: u64,
    uploaded: u64,
    not_uploaded: u64,
    rewarded: u64,
    last_seen_ms: Option<UnixMillis>,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    database: &'a Path,
    miners: &'a [Miner],
    totals: Totals,
    /// By coldkey, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    coldkeys: Option<BTreeMap<String, Totals>>,
    /// Of those that were asked for in detail.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcomes: Option<&'a [RecentOutcome]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media: Option<&'a [RecentMedium]>,
}

impl Totals {
    fn of<'a>(miners: impl IntoIterator<Item = &'a Miner>) -> Self {
        miners.into_iter().fold(Self::default(), |sum, Miner { media, .. }| Self {
            miners: sum.miners + 1,
            media: sum.media + media.total,
            verified: sum.verified + media.verified,
            failed: sum.failed + media.failed,
            pending: sum.pending + media.pending,
            uploaded: sum.uploaded + media.uploaded,
            not_uploaded: sum.not_uploaded + media.not_uploaded,
            rewarded: sum.rewarded + media.rewarded,
            last_seen_ms: sum.last_seen_ms.max(media.last_seen_ms),
        })
    }
}

pub(in super::super) fn run(context: &Context, args: &MinerStatsArgs) -> anyhow::Result<Answer> {
    let database = database(context, args);
    if args.failed {
        return failed_media(context, args, database.parent().unwrap_or(Path::new(".")));
    }
    if !database.is_file() {
        output::note(format_args!(
            "error: there is no database `{}`",
            output::escaped(&database.display().to_string())
        ));
        return Ok(Answer::No);
    }
    let stats = MinerStats::open(&database)?;
    let now = UnixMillis::now();
    let since =
        args.since.map_or(UnixMillis(0), |hours| now.before(std::time::Duration::from_secs_f64(hours * 3600.0)));
    let wants_coldkeys = args.uid.is_some() || args.coldkey.is_some() || args.by_coldkey;
    let coldkeys = if wants_coldkeys { coldkeys(context, args) } else { Ok(BTreeMap::new()) };
    let coldkeys = match coldkeys {
        Ok(coldkeys) => coldkeys,
        // Which seats are meant is not known then; anything else can be told without.
        Err(error) if args.coldkey.is_some() => return Err(error),
        Err(error) => {
            output::note(format_args!("warning: coldkeys are not known: {error}"));
            BTreeMap::new()
        }
    };
    let with_coldkey = |media: MinerMedia| Miner { coldkey: coldkeys.get(&media.hotkey).copied(), media };
    let mut miners: Vec<Miner> = stats.miners(since)?.into_iter().map(with_coldkey).collect();
    miners.retain(|miner| args.uid.is_none_or(|uid| miner.media.uid == Uid(uid)));
    miners.retain(|miner| args.coldkey.is_none() || miner.coldkey == args.coldkey);
    let detailed = args.uid.is_some() || args.coldkey.is_some();
    let uids: Vec<Uid> = miners.iter().map(|miner| miner.media.uid).collect();
    let (outcomes, media) = if detailed {
        (stats.recent_outcomes(&uids, since, args.limit)?, stats.recent_media(&uids, since, args.limit)?)
    } else {
        (Vec::new(), Vec::new())
    };
    if context.json {
        let document = Document {
            schema: output::SCHEMA,
            database: &database,
            miners: &miners,
            totals: Totals::of(&miners),
            coldkeys: args
                .by_coldkey
                .then(|| groups(&miners).into_iter().map(|(key, group)| (key, Totals::of(group))).collect()),
            outcomes: detailed.then_some(&outcomes),
            media: detailed.then_some(&media),
        };
        output::json(&document)?;
    } else if miners.is_empty() {
        output::line("no media of such miners")?;
    } else if detailed {
        card(&miners, args.coldkey, &outcomes, &media, now)?;
    } else {
        summary(&miners, args.by_coldkey && !coldkeys.is_empty(), now)?;
    }
    Ok(if miners.is_empty() && detailed { Answer::No } else { Answer::Yes })
}

/// The database that is meant.
fn database(context: &Context, args: &MinerStatsArgs) -> PathBuf {
    if let Some(path) = &args.db_path {
        return path.clone();
    }
    let own = Stored::find(context, &args.config).ok().map(|stored| stored.database());
    let home = context.environment.get("HOME").map(|home| Path::new(home).join(".cache/sn34/prompts.db"));
    match (own, home) {
        (Some(own), Some(python)) if !own.is_file() && python.is_file() => python,
        (Some(own), _) => own,
        (None, python) => python.unwrap_or_else(|| "prompts.db".into()),
    }
}

/// Who owns each hotkey, by its SS58.
fn coldkeys(context: &Context, args: &MinerStatsArgs) -> anyhow::Result<BTreeMap<String, Coldkey>> {
    let endpoint = Stored::settings(context, &args.config)?;
    let subnet = runtime()?.block_on(Subnet::read(&endpoint)).context("the chain does not tell the coldkeys")?;
    let neurons = subnet.metagraph.neurons.into_iter();
    Ok(neurons.filter_map(|neuron| Some((neuron.hotkey.to_string(), neuron.coldkey?))).collect())
}

fn groups(miners: &[Miner]) -> BTreeMap<String, Vec<&Miner>> {
    let mut groups: BTreeMap<String, Vec<&Miner>> = BTreeMap::new();
    for miner in miners {
        let key = miner.coldkey.map_or_else(|| "unknown".into(), |coldkey| coldkey.to_string());
        groups.entry(key).or_default().push(miner);
    }
    groups
}

fn summary(miners: &[Miner], by_coldkey: bool, now: UnixMillis) -> anyhow::Result<()> {
    let colour = output::colour();
    if by_coldkey {
        for (coldkey, group) in groups(miners) {
            let Totals { miners, media, verified, failed, .. } = Totals::of(group.iter().copied());
            let rate = rate(verified, failed);
            output::line(format_args!(
                "Coldkey {coldkey}: {miners} miners, {media} media, {verified} passed, {failed} failed, {rate}"
            ))?;
            output::line(head(true))?;
            for miner in group {
                output::line(row(miner, true, now, colour))?;
            }
            output::line("")?;
        }
    } else {
        output::line(head(false))?;
        for miner in miners {
            output::line(row(miner, false, now, colour))?;
        }
        output::line("")?;
    }
    let totals = Totals::of(miners);
    output::line("Network totals")?;
    for (name, count) in [
        ("Miners", totals.miners),
        ("Media", totals.media),
        ("Verified", totals.verified),
        ("Failed", totals.failed),
        ("Uploaded", totals.uploaded),
        ("Rewarded", totals.rewarded),
    ] {
        output::line(format_args!("  {name:<9}{count}"))?;
    }
    Ok(())
}

/// Keys are shortened to 19 characters, so their columns are a character wider than the specification's.
fn head(with_coldkey: bool) -> String {
    let coldkey = if with_coldkey { format!("{:<19} ", "Coldkey") } else { String::new() };
    format!(
        "{:>5} {:<19} {coldkey}{:>6} {:>7} {:>7} {:>5} {:>7} {:>5} {:>6} {:>9} {:<22} {:<17}",
        "UID", "Hotkey", "Total", "Passed", "Failed", "Pend", "Pass%", "Up", "NoUp", "Rewarded", "Bar", "Last Seen"
    )
    .trim_end()
    .to_owned()
}

fn row(miner: &Miner, with_coldkey: bool, now: UnixMillis, colour: bool) -> String {
    let media = &miner.media;
    let coldkey = miner.coldkey.map_or_else(|| "—".into(), |coldkey| shortened(&coldkey.to_string()));
    let coldkey = if with_coldkey { format!("{coldkey:<19} ") } else { String::new() };
    let hotkey = shortened(&output::escaped(&media.hotkey));
    let MinerMedia { uid, total, verified, failed, pending, uploaded, not_uploaded, rewarded, .. } = media;
    format!(
        "{uid:>5} {hotkey:<19} {coldkey}{total:>6} {verified:>7} {failed:>7} {pending:>5} {:>7} {uploaded:>5} \
         {not_uploaded:>6} {rewarded:>9} {}   {:<17}",
        rate(*verified, *failed),
        bar(*verified, *failed, colour),
        last_seen(media.last_seen_ms, now),
    )
    .trim_end()
    .to_owned()
}

/// The beginning and the end of a key.
fn shortened(key: &str) -> String {
    let characters: Vec<char> = key.chars().collect();
    if characters.len() <= 16 {
        return key.to_owned();
    }
    let (begin, end) = (&characters[..8], &characters[characters.len() - 8..]);
    begin.iter().chain(&['.', '.', '.']).chain(end).collect()
}

#[expect(clippy::cast_precision_loss, reason = "one digit is shown")]
fn share(passed: u64, failed: u64) -> Option<f64> {
    let decided = passed + failed;
    (decided > 0).then(|| passed as f64 / decided as f64)
}

fn rate(passed: u64, failed: u64) -> String {
    share(passed, failed).map_or_else(|| "—".into(), |share| format!("{:.1}%", 100.0 * share))
}

/// Twenty cells: green from 80 %, yellow from 50 %, else red.
fn bar(passed: u64, failed: u64, colour: bool) -> String {
    let share = share(passed, failed).unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of twenty")]
    let full = (share * 20.0) as usize;
    let cells = "█".repeat(full) + &"░".repeat(20 - full.min(20));
    let code = match share {
        0.8.. => 32,
        0.5.. => 33,
        _ => 31,
    };
    if colour { format!("\u{1b}[{code}m{cells}\u{1b}[0m") } else { cells }
}

fn last_seen(at: Option<UnixMillis>, now: UnixMillis) -> String {
    let Some(at) = at else { return "never".into() };
    let minutes = at.until(now).as_secs() / 60;
    match (minutes / 1440, minutes / 60, minutes) {
        (0, 0, 0) => "just now".into(),
        (0, 0, minutes) => format!("{minutes}m ago"),
        (0, hours, minutes) => format!("{hours}h {}m ago", minutes % 60),
        (days, hours, _) => format!("{days}d {}h ago", hours % 24),
    }
}

fn card(
    miners: &[Miner],
    coldkey: Option<Coldkey>,
    outcomes: &[RecentOutcome],
    media: &[RecentMedium],
    now: UnixMillis,
) -> anyhow::Result<()> {
    match coldkey {
        Some(coldkey) => {
            output::line(format_args!("Coldkey       {coldkey}"))?;
            let uids: Vec<String> = miners.iter().map(|miner| miner.media.uid.to_string()).collect();
            output::line(format_args!("UIDs          {}", uids.join(", ")))?;
        }
        None => {
            for Miner { media, coldkey } in miners {
                output::line(format_args!("UID           {}", media.uid))?;
                output::line(format_args!("Hotkey        {}", output::escaped(&media.hotkey)))?;
                if let Some(coldkey) = coldkey {
                    output::line(format_args!("Coldkey       {coldkey}"))?;
                }
            }
        }
    }
    let totals = Totals::of(miners);
    let Totals { media: all, verified, failed, pending, uploaded, not_uploaded, rewarded, last_seen_ms, .. } = totals;
    for (name, text) in [
        ("Last activity", last_seen(last_seen_ms, now)),
        ("Total", all.to_string()),
        ("Passed", verified.to_string()),
        ("Failed", failed.to_string()),
        ("Pending", pending.to_string()),
        ("Pass rate", rate(verified, failed)),
        ("Uploaded", format!("{uploaded} ({not_uploaded} not)")),
        ("Rewarded", rewarded.to_string()),
    ] {
        output::line(format_args!("{name:<13} {text}"))?;
    }
    output::line("")?;
    output::line("Recent outcomes")?;
    let rows: Vec<Vec<String>> = outcomes.iter().map(outcome_cells).collect();
    output::table(&["Updated", "Status", "Modality", "Failure Reason"], &rows)?;
    output::line("")?;
    output::line("Recent media")?;
    let rows: Vec<Vec<String>> = media.iter().map(medium_cells).collect();
    output::table(&["File", "Created", "Flags", "Issuer", "Task", "Size", "Format"], &rows)?;
    Ok(())
}

fn time(at: Option<UnixMillis>) -> String {
    let at = at.and_then(|at| Timestamp::from_millisecond(i64::try_from(at.0).ok()?).ok());
    at.map_or_else(|| "—".into(), |at| at.strftime("%F %T").to_string())
}

fn outcome_cells(outcome: &RecentOutcome) -> Vec<String> {
    let reason: String = outcome.failure_reason.as_deref().unwrap_or("").chars().take(43).collect();
    let RecentOutcome { status, modality, .. } = outcome;
    let mut cells = vec![time(outcome.updated_at_ms)];
    cells.extend([status, modality, &reason].map(|text| output::escaped(text)));
    cells
}

fn medium_cells(medium: &RecentMedium) -> Vec<String> {
    let name = Path::new(&medium.file_path).file_name().map(|name| name.to_string_lossy().into_owned());
    let flags: Vec<&str> = [
        (medium.verified, "Verified"),
        (medium.failed_verification, "Failed"),
        (medium.uploaded, "Uploaded"),
        (medium.rewarded, "Rewarded"),
        (medium.c2pa_verified, "C2PA"),
    ]
    .into_iter()
    .filter_map(|(set, name)| set.then_some(name))
    .collect();
    let task: String = medium.task_id.as_deref().unwrap_or("—").chars().take(8).collect();
    let text = |text: &str| output::escaped(text);
    vec![
        text(&name.unwrap_or_default()),
        time(medium.created_at_ms),
        flags.join(" "),
        text(medium.c2pa_issuer.as_deref().unwrap_or("—")),
        text(&task),
        medium.file_size_bytes.map_or_else(|| "—".into(), bytes),
        text(medium.format.as_deref().unwrap_or("—")),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "one digit is shown")]
fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.1} KB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

/// A file of a refused medium.
#[derive(Debug, Serialize)]
struct FailedFile {
    uid: String,
    reason: String,
    file: String,
    bytes: u64,
}

#[derive(Debug, Serialize)]
struct FailedDocument {
    schema: &'static str,
    folder: PathBuf,
    files: Vec<FailedFile>,
}

/// Lists `failed_media/UID/REASON/FILE` beside the database.
fn failed_media(context: &Context, args: &MinerStatsArgs, beside: &Path) -> anyhow::Result<Answer> {
    let folder = beside.join("failed_media");
    let mut files = Vec::new();
    for (uid, below) in entries(&folder)? {
        if args.uid.is_some_and(|wanted| uid != wanted.to_string()) {
            continue;
        }
        for (reason, below) in entries(&below)? {
            for (file, path) in entries(&below)? {
                let bytes = std::fs::symlink_metadata(&path).map_or(0, |facts| facts.len());
                if files.len() < MOST_FILES {
                    files.push(FailedFile { uid: uid.clone(), reason: reason.clone(), file, bytes });
                }
            }
        }
    }
    let document = FailedDocument { schema: output::SCHEMA, folder, files };
    if context.json {
        output::json(&document)?;
        return Ok(Answer::Yes);
    }
    if document.files.is_empty() {
        output::line(format_args!("no refused media in {}", output::escaped(&document.folder.display().to_string())))?;
        return Ok(Answer::Yes);
    }
    let cells = |file: &FailedFile| {
        let FailedFile { uid, reason, file, bytes: size } = file;
        vec![output::escaped(uid), output::escaped(reason), output::escaped(file), bytes(*size)]
    };
    output::table(&["UID", "REASON", "FILE", "SIZE"], &document.files.iter().map(cells).collect::<Vec<_>>())?;
    let total: u64 = document.files.iter().map(|file| file.bytes).sum();
    let mut line = format!("\n{} files, {}", document.files.len(), bytes(total));
    if document.files.len() == MOST_FILES {
        let _ = write!(line, "; there are more");
    }
    output::line(line)?;
    Ok(Answer::Yes)
}

/// What a folder holds, by name; nothing if it is not there, or no folder.
fn entries(folder: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let read = || -> std::io::Result<Vec<(String, PathBuf)>> {
        std::fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())))
            .collect()
    };
    let mut found = read().with_context(|| format!("cannot read `{}`", folder.display()))?;
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_columns_and_words_of_the_specification() {
        // spec/gas.md 15.6
        let now = UnixMillis(1_000_000_000);
        let media = MinerMedia {
            uid: Uid(12),
            hotkey: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY".into(),
            total: 10,
            verified: 7,
            failed: 2,
            pending: 1,
            uploaded: 3,
            not_uploaded: 7,
            rewarded: 5,
            last_seen_ms: Some(UnixMillis(now.0 - 3_780_000)),
        };
        let miner = Miner { media, coldkey: None };
        let expected = "   12 5GrwvaEF...oHGKutQY     10       7       2     1   77.8%     3      7         5 \
                        ███████████████░░░░░   1h 3m ago";
        assert_eq!(row(&miner, false, now, false), expected);
        let head = head(false);
        for (name, end) in [("UID", 5), ("Total", 32), ("Passed", 40), ("Failed", 48), ("Pend", 54), ("Pass%", 62)] {
            assert_eq!(head.find(name).map(|start| start + name.len()), Some(end), "{name}");
        }
        assert!(bar(8, 2, true).starts_with("\u{1b}[32m") && bar(5, 5, true).starts_with("\u{1b}[33m"));
        assert!(bar(4, 6, true).starts_with("\u{1b}[31m") && bar(0, 0, false) == "░".repeat(20));
        assert_eq!(rate(0, 0), "—");
        for (ago, text) in [(30, "just now"), (90, "1m ago"), (7_260, "2h 1m ago"), (90_000, "1d 1h ago")] {
            assert_eq!(last_seen(Some(UnixMillis(now.0 - ago * 1_000)), now), text);
        }
        assert_eq!(shortened("0123456789abcdef"), "0123456789abcdef");
    }
}
