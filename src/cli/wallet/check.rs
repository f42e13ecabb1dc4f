//! `gascli wallet check`.

use std::path::Path;

use serde::Serialize;

use super::super::{Answer, Context, output};
use super::list::protection;
use super::{is_fault, passwords, split};
use crate::chain::wallet::{self, Finding, KeyEntry, Survey};

/// Flags of `wallet check`.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// WALLET or WALLET/HOTKEY; default: all wallets.
    #[arg(value_name = "NAME[/HOTKEY]")]
    name: Option<String>,
    /// Open encrypted hotkeys as well; each takes some seconds and 512 MiB.
    #[arg(long)]
    open: bool,
}

#[derive(Serialize)]
struct Checked<'a> {
    schema: &'static str,
    /// Whether nothing is wrong.
    sound: bool,
    /// Whether encrypted hotkeys were opened.
    opened: bool,
    #[serde(flatten)]
    survey: &'a Survey,
}

pub(super) fn run(context: &Context, folder: &Path, args: &CheckArgs) -> anyhow::Result<Answer> {
    let passwords = args.open.then(|| passwords(context));
    let survey = wallet::survey(folder, args.name.as_deref().map(split), passwords.as_ref())?;
    let sound = !survey.findings().any(is_fault);
    if context.json {
        output::json(&Checked { schema: output::SCHEMA, sound, opened: args.open, survey: &survey })?;
    } else {
        print(&survey)?;
    }
    Ok(if sound { Answer::Yes } else { Answer::No })
}

fn print(survey: &Survey) -> std::io::Result<()> {
    if !survey.findings.is_empty() {
        told(&survey.path, "", &survey.findings)?;
    }
    for wallet in &survey.wallets {
        if !wallet.findings.is_empty() {
            told(&wallet.path, "", &wallet.findings)?;
        }
        for file in &wallet.files {
            told(&file.file, &facts(file), &file.findings)?;
        }
    }
    Ok(())
}

fn facts(file: &KeyEntry) -> String {
    let ss58 = file.ss58.as_ref().map_or_else(String::new, |ss58| format!("{ss58}, "));
    let mode = file.mode.as_deref().unwrap_or("unknown");
    format!("  {ss58}protection {}, mode {mode}", protection(file))
}

/// A file or folder with what was found of it: the verdict first, so that it can be grepped.
fn told(path: &Path, facts: &str, findings: &[Finding]) -> std::io::Result<()> {
    let verdict = if findings.iter().any(is_fault) { "FAULT" } else { "ok   " };
    let path = path.display().to_string();
    output::line(format_args!("{verdict}  {}{}", output::escaped(&path), output::escaped(facts)))?;
    for finding in findings {
        output::line(format_args!("       {}", output::escaped(&finding.text)))?;
        if let Some(advice) = &finding.advice {
            output::line(format_args!("       -> {}", output::escaped(advice)))?;
        }
    }
    Ok(())
}
