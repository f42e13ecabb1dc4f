//! `gascli wallet show`.

use std::path::Path;

use serde::Serialize;

use super::super::error::Refusal;
use super::super::{Answer, Context, output};
use super::list::protection;
use super::{is_fault, split, variable};
use crate::chain::wallet::{self, FileKind, Finding, KeyEntry, Wallet};
use crate::types::Code;

/// Flags of `wallet show`.
#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// WALLET or WALLET/HOTKEY; default: that of `BT_WALLET_NAME` or `BT_WALLET`, else `default`.
    #[arg(value_name = "NAME[/HOTKEY]")]
    name: Option<String>,
}

#[derive(Serialize)]
struct Shown<'a> {
    schema: &'static str,
    #[serde(flatten)]
    wallet: &'a Wallet,
}

pub(super) fn run(context: &Context, folder: &Path, args: &ShowArgs) -> anyhow::Result<Answer> {
    let by_environment = || variable(context, &["BT_WALLET_NAME", "WALLET_NAME", "BT_WALLET"]);
    let name = args.name.as_deref().or_else(by_environment).unwrap_or("default");
    if split(name).0.is_empty() {
        let message = format!("`{name}` names no wallet");
        return Err(Refusal::new(
            Code::InvalidInput,
            message,
            "WALLET or WALLET/HOTKEY is expected, such as mine/default",
        )
        .into());
    }
    let survey = wallet::survey(folder, Some(split(name)), None)?;
    for wallet in &survey.wallets {
        if context.json {
            output::json(&Shown { schema: output::SCHEMA, wallet })?;
        } else {
            print(wallet)?;
        }
    }
    Ok(Answer::Yes)
}

fn print(wallet: &Wallet) -> std::io::Result<()> {
    let path = wallet.path.display().to_string();
    output::line(format_args!("wallet   {}", output::escaped(&wallet.name)))?;
    output::line(format_args!("folder   {}", output::escaped(&path)))?;
    output::line(format_args!("coldkey  {}", wallet.coldkey.as_deref().unwrap_or("not known: no coldkeypub.txt")))?;
    output::line("")?;
    let rows: Vec<Vec<String>> = wallet.files.iter().map(row).collect();
    output::table(&["FILE", "SS58", "PROTECTION", "MODE"], &rows)?;
    let of_files = wallet.files.iter().flat_map(|file| file.findings.iter().map(move |found| (Some(file), found)));
    for (file, finding) in wallet.findings.iter().map(|found| (None, found)).chain(of_files) {
        output::note(told(file, finding));
    }
    Ok(())
}

fn row(file: &KeyEntry) -> Vec<String> {
    let name = file.file.file_name().unwrap_or_default().to_string_lossy();
    let below = if matches!(file.kind, FileKind::Hotkey | FileKind::HotkeyPublic) { "hotkeys/" } else { "" };
    vec![
        format!("{below}{}", output::escaped(&name)),
        file.ss58.clone().unwrap_or_else(|| "-".into()),
        protection(file),
        file.mode.clone().unwrap_or_else(|| "-".into()),
    ]
}

fn told(file: Option<&KeyEntry>, finding: &Finding) -> String {
    let severity = if is_fault(finding) { "fault" } else { "note" };
    let file = file.map_or_else(String::new, |file| format!("{}: ", file.file.display()));
    let advice = finding.advice.as_ref().map_or_else(String::new, |advice| format!(" ({advice})"));
    output::escaped(&format!("{severity}: {file}{}{advice}", finding.text))
}
