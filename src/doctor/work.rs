//! What a node works with: generation services and their keys, the roots of the C2PA check, the model that looks at
//! pictures.

use jiff::Timestamp;

use super::node::{Node, Settings};
use super::{Check, Id, with_causes};
use crate::config::Role;
use crate::providers::{self, AccountState, ProviderError, SelectError};
use crate::types::{Hint, Modality};
use crate::validator::align::source;
use crate::verification::c2pa::{AnchorError, KNOWN_ANCHORS, KnownAnchor, Source, TrustSet, TrustStore, built_in};

/// Days before the end of a certificate from which on there is a warning.
const SOON: i64 = 30;

/// The services of a miner, and what they say of its accounts where they were asked.
pub(super) async fn services(node: &Node, online: bool) -> Vec<Check> {
    let Some(Settings::Generator(settings)) = &node.settings else { return Vec::new() };
    let file = node.file();
    let set = match providers::select(&settings.services) {
        Ok(set) => set,
        Err(error) => return vec![judge_selection(&error, &file).of(node.role.as_str())],
    };
    let made = |modality: Modality| set.of(modality).map(|provider| format!("{modality}s by {}", provider.name()));
    let all: Vec<String> = Modality::ALL.into_iter().filter_map(made).collect();
    let mut checks = vec![Check::ok(Id::GenerationServices, all.join(", ")).of(node.role.as_str())];
    let odd =
        |text: &String| Check::warn(Id::GenerationServices, text, "gascli generator price").of(node.role.as_str());
    checks.extend(set.warnings().iter().map(odd));
    for provider in set.all() {
        let Some(key) = key_of(provider.name()) else { continue };
        let check = if online {
            judge_account(&provider.check().await, key, &file, node.service.name.as_str())
        } else {
            Check::ok(Id::ApiKey, format!("{key} is set; `--online` asks whether it is valid"))
        };
        checks.push(check.of(provider.name()));
    }
    checks
}

/// The setting that holds a service's key; `None` where none is needed.
fn key_of(service: &str) -> Option<&'static str> {
    Some(match service {
        "openai" => "OPENAI_API_KEY",
        "openrouter" => "OPEN_ROUTER_API_KEY",
        "stabilityai" => "STABILITY_API_KEY",
        "runway" => "RUNWAYML_API_KEY",
        _ => return None,
    })
}

fn judge_selection(error: &SelectError, file: &str) -> Check {
    let id = if matches!(error, SelectError::NoKey { .. } | SelectError::BadKey(_)) {
        Id::ApiKey
    } else {
        Id::GenerationServices
    };
    let hint = error.hint().unwrap_or_else(|| "gascli generator info".into());
    Check::fail(id, with_causes(error), format!("{hint} (in {file})"))
}

fn judge_account(account: &Result<AccountState, ProviderError>, key: &str, file: &str, service: &str) -> Check {
    let replace = format!("set {key} in {file} to a valid key, then `gascli restart {service}`");
    match account {
        Ok(AccountState { left: Some(left), unit }) if *left <= 0.0 => Check::fail(
            Id::ApiKey,
            format!("valid, but nothing is left of the account's credit ({left} {unit})"),
            "add credit to the account",
        ),
        Ok(AccountState { left: Some(left), unit }) => Check::ok(Id::ApiKey, format!("valid, {left:.2} {unit} left")),
        Ok(AccountState { left: None, .. }) => Check::ok(Id::ApiKey, "valid"),
        Err(error @ ProviderError::Refused { status: 401, .. }) => Check::fail(Id::ApiKey, error.to_string(), replace),
        Err(error @ ProviderError::Refused { status: 402, .. }) => {
            Check::fail(Id::ApiKey, error.to_string(), "add credit to the account")
        }
        // A key may make media and yet not ask for the account; a proxy may know no such question.
        Err(error @ ProviderError::Refused { status: 400..=499, .. }) if !error.may_pass() => {
            Check::warn(Id::ApiKey, format!("it is not told whether it is valid: {error}"), replace)
        }
        Err(error) => Check::unknown(Id::ApiKey, error.to_string(), "try again later"),
    }
}

/// Which roots are trusted.
#[derive(Debug, Clone)]
struct AnchorFacts {
    role: Role,
    /// Whether media are checked by them at all.
    are_needed: bool,
    is_local: bool,
    /// Why they cannot be used, and what to do.
    fault: Option<(String, String)>,
    /// Those of the network that `gascli trust update` gets, and that are not here.
    missing: Vec<&'static str>,
    /// How many of the network's are here.
    here: usize,
    /// Those of the network that are here, but have ended.
    ended: Vec<&'static str>,
    /// The others that end soon or have ended, with the days that are left.
    ending: Vec<(String, i64)>,
}

pub(super) fn anchors(node: &Node, now: Timestamp) -> Option<Check> {
    let (paths, are_needed) = match node.settings.as_ref()? {
        Settings::Generator(s) => (&s.check.trust_anchors, s.check.before_sending),
        Settings::Validator(s) => (&s.trust_anchors, true),
    };
    let (store, by_hand) = paths.split_first()?;
    let trusted = TrustSet::network_names().with_store(store).and_then(|set| set.with_anchors(by_hand));
    let fault = trusted.err().map(|error: AnchorError| (with_causes(&error), error.hint().unwrap_or_default()));
    let files = std::iter::once(store).chain(by_hand).filter_map(|path| TrustStore::new(path.clone()).files().ok());
    let read = files.flatten().filter_map(|file| file.anchors.ok()).flatten();
    let all: Vec<_> = built_in().iter().cloned().chain(read).collect();
    let days = |end| now.duration_until(end).as_hours().div_euclid(24);
    let is_here = |known: &&KnownAnchor| all.iter().any(|anchor| anchor.sha256 == known.sha256);
    let network = || KNOWN_ANCHORS.iter().filter(|known| known.network);
    let is_fetched = |known: &&KnownAnchor| matches!(known.source, Source::Address(_) | Source::List(_));
    let has_ended =
        |known: &&KnownAnchor| all.iter().any(|anchor| anchor.sha256 == known.sha256 && days(anchor.not_after) < 0);
    let is_networks = |sha256: &str| network().filter(is_fetched).filter(has_ended).any(|known| known.sha256 == sha256);
    let mut ending: Vec<(String, i64)> = all
        .iter()
        .filter(|anchor| !is_networks(&anchor.sha256))
        .map(|anchor| (anchor.name.clone(), days(anchor.not_after)))
        .collect();
    ending.retain(|(_, days)| *days <= SOON);
    Some(judge_anchors(&AnchorFacts {
        role: node.role,
        are_needed,
        is_local: node.is_local(),
        fault,
        missing: network().filter(is_fetched).filter(|known| !is_here(known)).map(|known| known.name).collect(),
        here: network().filter(is_here).count(),
        ended: network().filter(is_fetched).filter(has_ended).map(|known| known.name).collect(),
        ending,
    }))
}

fn judge_anchors(facts: &AnchorFacts) -> Check {
    const UPDATE: &str = "gascli trust update";
    let AnchorFacts { missing, ended, here, .. } = facts;
    let ending = ending_words(&facts.ending);
    let check = if let Some((why, hint)) = &facts.fault {
        Check::fail(Id::TrustAnchors, why, hint)
    } else if !facts.are_needed {
        Check::ok(Id::TrustAnchors, "not needed: MINER_CHECK_BEFORE_SENDING is off")
    } else if !facts.is_local && (!missing.is_empty() || !ended.is_empty()) {
        // The worse comes first, and hides nothing of the rest.
        let told = |what: &str, names: &[&str]| (!names.is_empty()).then(|| format!("{what}: {}", names.join(", ")));
        let parts = [told("not here", missing), told("ended", ended), ending];
        let reason = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
        let fix = if missing.is_empty() { "`gascli self-update`, then `gascli trust update`" } else { UPDATE };
        match facts.role {
            Role::Validator => Check::fail(Id::TrustAnchors, format!("{reason}; honest media would be refused"), fix),
            Role::Generator => Check::warn(Id::TrustAnchors, format!("{reason}; good media would be held back"), fix),
        }
    } else if let Some(reason) = ending {
        Check::warn(Id::TrustAnchors, reason, "`gascli trust list`, and `gascli trust update` for newer ones")
    } else if facts.is_local {
        Check::ok(Id::TrustAnchors, "a local chain trusts the demo's own root")
    } else {
        Check::ok(Id::TrustAnchors, format!("{here} of the network's are here; `gascli trust list` shows all"))
    };
    check.of(facts.role.as_str())
}

/// The first that ends.
fn ending_words(ending: &[(String, i64)]) -> Option<String> {
    let (name, days) = ending.iter().min_by_key(|(_, days)| *days)?;
    let end = if *days < 0 { "has ended".into() } else { format!("ends in {days} days") };
    let more = if ending.len() > 1 { format!(", and {} more", ending.len() - 1) } else { String::new() };
    Some(format!("`{name}` {end}{more}"))
}

/// The model that a validator looks with.
pub(super) fn model(node: &Node) -> Option<Check> {
    let Some(Settings::Validator(settings)) = &node.settings else { return None };
    let alignment = &settings.alignment;
    let check = match &alignment.model {
        None => Check::warn(
            Id::Model,
            "CLIP_MODEL is none: whatever is delivered passes the check of its prompt",
            format!("remove CLIP_MODEL from {}", node.file()),
        ),
        Some(name) => match source::find(&alignment.models, name) {
            Ok(()) => Check::ok(Id::Model, format!("{name} is here")),
            Err(error) => {
                let fix = error.hint().unwrap_or_else(|| format!("gascli model pull {name}"));
                Check::fail(Id::Model, with_causes(&error), fix)
            }
        },
    };
    Some(check.of(node.role.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::Severity::{Fail, Ok, Unknown, Warn};
    use super::*;

    #[test]
    fn a_key_is_judged_by_what_its_service_says_and_a_silent_service_says_nothing() {
        let refused =
            |status| Err(ProviderError::Refused { service: "OpenAI", status, message: "no".into(), retry_after: None });
        let left = |left| Result::Ok(AccountState { left, unit: "USD" });
        for (account, expected) in [
            (left(None), Ok),
            (left(Some(3.5)), Ok),
            (left(Some(0.0)), Fail),
            (refused(401), Fail),
            (refused(402), Fail),
            (refused(403), Warn),
            (refused(404), Warn),
            (refused(429), Unknown),
            (refused(503), Unknown),
        ] {
            assert_eq!(judge_account(&account, "K", "/e", "miner").severity, expected, "{account:?}");
        }
    }

    #[test]
    fn anchors_must_be_here_and_last_for_a_month() {
        let facts = AnchorFacts {
            role: Role::Validator,
            are_needed: true,
            is_local: false,
            fault: None,
            missing: Vec::new(),
            here: 6,
            ended: Vec::new(),
            ending: Vec::new(),
        };
        let severity = |facts: &AnchorFacts| judge_anchors(facts).severity;
        assert_eq!(severity(&facts), Ok);
        let missing = AnchorFacts { missing: vec!["Root"], ..facts.clone() };
        assert_eq!(severity(&missing), Fail);
        assert_eq!(severity(&AnchorFacts { role: Role::Generator, ..missing.clone() }), Warn);
        assert_eq!(severity(&AnchorFacts { is_local: true, ..missing.clone() }), Ok);
        let both = judge_anchors(&AnchorFacts { ending: vec![("Mine".into(), 9)], ..missing.clone() });
        assert_eq!(both.severity, Fail, "what ends soon hides nothing that is missing");
        assert!(both.reason.contains("not here: Root; `Mine` ends in 9 days"), "{}", both.reason);
        assert_eq!(severity(&AnchorFacts { ended: vec!["Root"], ..facts.clone() }), Fail);
        assert_eq!(severity(&AnchorFacts { are_needed: false, ..missing }), Ok);
        assert_eq!(severity(&AnchorFacts { ending: vec![("Root".into(), 29)], ..facts.clone() }), Warn);
        assert_eq!(severity(&AnchorFacts { fault: Some(("x".into(), "y".into())), ..facts }), Fail);
    }
}
