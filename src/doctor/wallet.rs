//! The hotkey that a node works with. No password is asked for, and no encrypted file opened.

use super::node::{Node, Place};
use super::{Check, Id};
use crate::chain::wallet::{self, FileKind, Finding, Protection, Severity};
use crate::types::{Hint, Hotkey, shell_word};

/// What was found of a hotkey.
#[derive(Debug, Clone)]
pub(super) struct HotkeyFacts {
    wallet: String,
    file: String,
    /// Which it is, as far as that shows without a password.
    pub(super) hotkey: Option<Hotkey>,
    is_encrypted: bool,
    /// Whether a daemon finds a password for it.
    has_password: bool,
    findings: Vec<Finding>,
}

pub(super) fn look(node: &Node) -> Option<HotkeyFacts> {
    let Place { wallet: settings, .. } = node.chain.as_ref()?;
    let file = settings.hotkey_file();
    let mut facts = HotkeyFacts {
        wallet: format!("{}/{}", settings.name, settings.hotkey),
        hotkey: None,
        is_encrypted: false,
        has_password: settings.passwords.has_for(&file),
        findings: Vec::new(),
        file: file.display().to_string(),
    };
    match wallet::survey(&settings.path, Some((&settings.name, Some(&settings.hotkey))), None) {
        Ok(survey) => {
            let mut entries = survey.wallets.iter().flat_map(|wallet| &wallet.files);
            if let Some(entry) = entries.find(|entry| entry.kind == FileKind::Hotkey && entry.name == settings.hotkey) {
                facts.hotkey = entry.ss58.as_ref().and_then(|ss58| ss58.parse().ok());
                facts.is_encrypted = entry.protection == Some(Protection::Nacl);
                let is_public = entry.can_sign == Some(false);
                // What is a remark about a wallet is a fault of a node's.
                facts.findings.extend(is_public.then(|| missing("it holds only the public part, and cannot sign")));
            } else {
                facts.findings.push(missing(&format!("`{}` is not there", facts.file)));
            }
            facts.findings.extend(survey.findings().cloned());
        }
        Err(error) => {
            let text = super::with_causes(&error);
            facts.findings.push(Finding { severity: Severity::Fault, text, advice: error.hint() });
        }
    }
    Some(facts)
}

fn missing(text: &str) -> Finding {
    let advice = "copy the whole hotkey file from the machine where the hotkey was made";
    Finding { severity: Severity::Fault, text: text.into(), advice: Some(advice.into()) }
}

pub(super) fn judge(facts: &HotkeyFacts) -> Vec<Check> {
    let check = |finding: &Finding| match (finding.severity, &finding.advice) {
        (Severity::Fault, advice) => {
            let look = || format!("gascli wallet check {}", shell_word(&facts.wallet));
            Some(Check::fail(Id::Hotkey, &finding.text, advice.clone().unwrap_or_else(look)))
        }
        (Severity::Remark, Some(advice)) => Some(Check::warn(Id::Hotkey, &finding.text, advice)),
        (Severity::Remark, None) => None, // nothing is to be done about it
    };
    let mut checks: Vec<Check> = facts.findings.iter().filter_map(check).collect();
    if facts.is_encrypted && !facts.has_password {
        checks.push(Check::fail(
            Id::Hotkey,
            format!("{} is encrypted, and a service can ask nobody for its password", facts.wallet),
            "put the password into a file of mode 0600, and its path into BT_WALLET_PASSWORD_FILE",
        ));
    }
    if checks.is_empty() {
        let hotkey = facts.hotkey.map_or_else(|| facts.file.clone(), |hotkey| hotkey.to_string());
        let encrypted =
            if facts.is_encrypted { ", encrypted; `gascli wallet check --open` tries the password" } else { "" };
        checks.push(Check::ok(Id::Hotkey, format!("{} is {hotkey}{encrypted}", facts.wallet)));
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Warn};
    use super::*;

    #[test]
    fn a_hotkey_is_told_with_every_fault_and_an_encrypted_one_needs_a_password() {
        let facts = HotkeyFacts {
            wallet: "mine/hot".into(),
            file: "/w/mine/hotkeys/hot".into(),
            hotkey: None,
            is_encrypted: false,
            has_password: false,
            findings: Vec::new(),
        };
        let severities = |facts: &HotkeyFacts| judge(facts).iter().map(|check| check.severity).collect::<Vec<_>>();
        assert_eq!(severities(&facts), [Ok]);
        assert_eq!(severities(&HotkeyFacts { is_encrypted: true, ..facts.clone() }), [Fail]);
        assert_eq!(severities(&HotkeyFacts { is_encrypted: true, has_password: true, ..facts.clone() }), [Ok]);
        let finding = |severity, advice: Option<&str>| Finding {
            severity,
            text: "mode 0644".into(),
            advice: advice.map(Into::into),
        };
        let remark = Severity::Remark;
        let findings = vec![finding(Severity::Fault, None), finding(remark, Some("chmod")), finding(remark, None)];
        assert_eq!(severities(&HotkeyFacts { findings, ..facts }), [Fail, Warn]);
    }
}
