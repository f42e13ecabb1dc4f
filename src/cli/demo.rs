//! `gascli demo`: runs the embedded subnet and shows how it ends.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Answer, Context, output};
use crate::demo::{self, DemoError, MinerResult, Options, Progress, Report};

/// Run a whole GAS subnet on this machine: no account, no key, no network.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gascli demo\n  gascli demo --rounds 10 --json\n  gascli demo --keep && gascli ps\n  gascli demo --end"
)]
pub(super) struct DemoArgs {
    /// Challenge rounds before the weights count.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    rounds: u64,
    /// Leave the subnet running, so that every other command can be tried on it.
    #[arg(long)]
    keep: bool,
    /// End a subnet that was left running, and remove all of it.
    #[arg(long, conflicts_with_all = ["rounds", "keep"])]
    end: bool,
}

pub(super) fn run(context: &Context, args: &DemoArgs) -> anyhow::Result<Answer> {
    if args.end {
        return end(context);
    }
    let program = std::env::current_exe().context("cannot find the path of this program")?;
    let signal = signals()?;
    let interrupted = move || Some(signal.load(Ordering::Relaxed)).filter(|signal| *signal != 0);
    let options = Options { rounds: args.rounds, keep: args.keep };
    output::note("starting a local chain, a validator, two honest miners and three cheats");
    let bar = progress_bar(args.rounds);
    let outcome = demo::run(options, &context.paths, &program, &context.environment, &interrupted, &mut |progress| {
        bar.set_position(progress.rounds.min(args.rounds));
        bar.set_message(describe(progress));
    });
    bar.finish_and_clear();
    let report = match outcome {
        Err(DemoError::Interrupted(signal)) => {
            output::note("interrupted; the demo's services are stopped and removed");
            return Ok(Answer::Signal(u8::try_from(signal).unwrap_or(2)));
        }
        outcome => outcome?,
    };
    if context.json {
        output::json(&report)?;
    } else {
        print(&report)?;
    }
    Ok(if report.ok { Answer::Yes } else { Answer::No })
}

/// Ends a demo that was left running.
fn end(context: &Context) -> anyhow::Result<Answer> {
    let ended = demo::end(&context.paths)?;
    if context.json {
        output::json(&serde_json::json!({ "schema": output::SCHEMA, "ended": ended }))?;
    } else if ended.is_empty() {
        output::line("no demo was left running")?;
    } else {
        output::line(format_args!("the demo is ended and removed: {} services, with logs and files", ended.len()))?;
    }
    Ok(Answer::Yes)
}

/// Ctrl-C and SIGTERM end the demo in order, with its services removed.
fn signals() -> anyhow::Result<Arc<AtomicI32>> {
    use nix::sys::signal::{SigSet, Signal};
    let caught = Arc::new(AtomicI32::new(0));
    let mut set = SigSet::empty();
    set.add(Signal::SIGINT);
    set.add(Signal::SIGTERM);
    // Blocked before any thread starts, so that only the thread below takes them.
    set.thread_block().context("cannot block signals")?;
    let told = Arc::clone(&caught);
    std::thread::spawn(move || {
        while let Ok(signal) = set.wait() {
            told.store(signal as i32, Ordering::Relaxed);
        }
    });
    Ok(caught)
}

fn progress_bar(rounds: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(rounds);
    let style = ProgressStyle::with_template("{spinner} {bar:12} round {pos}/{len}  {wide_msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn describe(progress: &Progress) -> String {
    let Progress { block, challenged, verified, rejected, .. } = progress;
    format!("block {block}: {challenged} challenged, {verified} verified, {rejected} rejected")
}

fn print(report: &Report) -> anyhow::Result<()> {
    let rows = report.miners.iter().map(row).collect::<Vec<_>>();
    output::table(&["UID", "MINER", "ROLE", "VERIFIED", "REJECTED", "SCORE", "WEIGHT"], &rows)?;
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let seconds = report.elapsed_ms as f64 / 1000.0;
    let verdict =
        if report.ok { "the honest miners earn, the cheats do not" } else { "NOT as it should be: see the weights" };
    output::line("")?;
    output::line(format!(
        "{} rounds in {seconds:.1} s, weights set at block {}:\n{verdict}",
        report.rounds, report.weights_block
    ))?;
    if !report.kept.is_empty() {
        output::line("")?;
        output::line("The subnet is still running. Try")?;
        output::line("  gascli ps")?;
        output::line("  gascli logs demo-validator --follow")?;
        output::line(format!(
            "  gascli generator info --env-file {}",
            report.folder.join("demo-miner-1.env").display()
        ))?;
        output::line("and end it with\n  gascli demo --end")?;
    }
    Ok(())
}

fn row(miner: &MinerResult) -> Vec<String> {
    let rejected: Vec<String> = miner.rejected.iter().map(|(class, count)| format!("{count} {class}")).collect();
    vec![
        miner.uid.to_string(),
        miner.service.to_string(),
        miner.role.clone(),
        format!("{} of {}", miner.verified, miner.challenged),
        if rejected.is_empty() { "0".into() } else { rejected.join(", ") },
        format!("{:.4}", miner.score),
        miner.weight.to_string(),
    ]
}
