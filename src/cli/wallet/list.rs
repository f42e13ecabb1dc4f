//! `gascli wallet list`.

use std::path::Path;

use serde::Serialize;

use super::super::{Answer, Context, output};
use super::is_fault;
use crate::chain::wallet::{self, FileKind, KeyEntry, Survey, Wallet};

#[derive(Serialize)]
struct Listing<'a> {
    schema: &'static str,
    #[serde(flatten)]
    survey: &'a Survey,
}

pub(super) fn run(context: &Context, folder: &Path) -> anyhow::Result<Answer> {
    let survey = wallet::survey(folder, None, None)?;
    if context.json {
        output::json(&Listing { schema: output::SCHEMA, survey: &survey })?;
        return Ok(Answer::Yes);
    }
    let rows: Vec<Vec<String>> = survey.wallets.iter().flat_map(rows).collect();
    if rows.is_empty() {
        output::note(format_args!(
            "there are no wallets in `{}`; `gascli wallet new WALLET/HOTKEY` makes a hotkey",
            output::escaped(&folder.display().to_string())
        ));
        return Ok(Answer::Yes);
    }
    output::table(&["HOTKEY", "SS58", "PROTECTION", "MODE", "COLDKEY", "FOUND"], &rows)?;
    let faults = survey.findings().filter(|finding| is_fault(finding)).count();
    if faults > 0 {
        output::note(format_args!("{faults} faults: `gascli wallet check` tells what to do"));
    }
    Ok(Answer::Yes)
}

/// One row for each hotkey, or one that says that there is none. A public part counts where its hotkey is not here.
fn rows(wallet: &Wallet) -> Vec<Vec<String>> {
    let is_alone = |file: &&KeyEntry| {
        file.kind == FileKind::Hotkey
            || file.kind == FileKind::HotkeyPublic
                && !wallet.files.iter().any(|other| other.kind == FileKind::Hotkey && other.name == file.name)
    };
    let coldkey = wallet.coldkey.clone().unwrap_or_else(|| "-".into());
    let name = output::escaped(&wallet.name);
    let hotkeys: Vec<&KeyEntry> = wallet.files.iter().filter(is_alone).collect();
    if hotkeys.is_empty() {
        return vec![vec![format!("{name}/-"), "-".into(), "-".into(), "-".into(), coldkey, "no hotkeys".into()]];
    }
    let row = |file: &&KeyEntry| {
        vec![
            format!("{name}/{}", output::escaped(&file.name)),
            file.ss58.clone().unwrap_or_else(|| "-".into()),
            protection(file),
            file.mode.clone().unwrap_or_else(|| "-".into()),
            coldkey.clone(),
            file.findings.first().map_or_else(String::new, |finding| output::escaped(&finding.text)),
        ]
    };
    hotkeys.iter().map(row).collect()
}

/// What guards a secret, in a word.
pub(super) fn protection(file: &KeyEntry) -> String {
    match (file.kind, file.protection, file.can_sign) {
        (FileKind::Coldkey, ..) => "not read".into(),
        (_, Some(wallet::Protection::None), Some(false)) => "public part".into(),
        (_, Some(protection), _) => protection.to_string(),
        (_, None, _) => "-".into(),
    }
}
